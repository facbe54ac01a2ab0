"""The corpus on the Hugging Face Hub: one revision of it loaded, a new one published."""
