"""What the toy wire's documents say, where its events and blocks name their `type`: sample bodies and a schema."""
