"""A streamed answer, both ways: events in, chunks out, and back."""
