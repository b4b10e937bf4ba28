"""Azure OpenAI: the one host of `presets.py` with a client of its own in the SDK, and options of its own."""
