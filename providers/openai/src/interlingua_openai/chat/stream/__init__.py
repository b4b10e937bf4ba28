"""A streamed answer, both ways: bytes into chunks, and a response into events."""
