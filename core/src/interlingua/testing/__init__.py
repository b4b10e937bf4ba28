"""THE LAWS AS A KIT: prove, offline and without a key, that a converter loses nothing. Needs the extra `testing`.

- `strategies`: Hypothesis strategies for canonical values, whole conversations, wire bodies and streams.
- `conformance`: the laws as classes of tests, and their verdicts without pytest.
- `pruning`: what is left of a value when all is taken away that a conversion said it would lose.
- `replay`: recorded traffic, played through a provider's own SDK client, cut anywhere; and a recorder.
- `pytest_plugin`: fixtures for replays.
- `fault_server`: an HTTP server on loopback that breaks clients on purpose.
"""
