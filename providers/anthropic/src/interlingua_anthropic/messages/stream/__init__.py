"""A streamed answer, both ways."""
