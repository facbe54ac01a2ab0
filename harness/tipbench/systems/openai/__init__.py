"""LLMs behind an OpenAI-compatible server.

``prompts/`` holds what the model is told, one file for each task and language; ``answers`` the form
in which it is to answer; ``repair`` what is forgiven; ``chat`` the conversation with the server.
"""
