"""Entities by an LLM with a prompt of your own, through any OpenAI-compatible server.

LLM_URL=http://localhost:8000/v1 LLM_MODEL=qwen3 \
    tipbench evaluate examples/llm_extractor.py:find --task entities --workers 4 --timeout 120
"""

import json
import os

import httpx2

PROMPT = """List every named entity of the text, each time it is printed, in the order of the text.
Types: PER, ORG, GPE (country, city), LOC, NORP (nationality), EVENT, DOC (report, law), PROD.
Answer with JSON alone: {"entities": [{"text": "Rabat", "type": "GPE"}]}"""

client = httpx2.Client(
    base_url=os.environ.get("LLM_URL", "http://localhost:8000/v1"),
    headers={"authorization": f"Bearer {os.environ.get('OPENAI_API_KEY', 'none')}"},
    timeout=600,
)


def find(document):
    """The entities of a document; the harness places their text. What is raised is a miss."""
    request = {
        "model": os.environ.get("LLM_MODEL", "default"),
        "temperature": 0,
        "response_format": {"type": "json_object"},
        "messages": [
            {"role": "system", "content": PROMPT},
            {"role": "user", "content": document.text},
        ],
    }
    reply = client.post("/chat/completions", json=request).raise_for_status().json()
    return json.loads(reply["choices"][0]["message"]["content"])["entities"]
