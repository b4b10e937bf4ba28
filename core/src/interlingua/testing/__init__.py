"""THE LAWS AS A KIT: prove, offline and without a key, that a converter loses nothing. Needs the extra `testing`.

- `strategies`: Hypothesis strategies for canonical values, whole conversations, wire bodies and streams.
- `pruning`: what is left of a value when all is taken away that a conversion said it would lose.
"""
