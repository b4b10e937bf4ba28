"""One target under atheris, in a process of its own: `python -m tests.fuzz.run TARGET FLAG... CORPUS...` (libFuzzer's flags)."""

from __future__ import annotations

import random
import sys

import atheris

with atheris.instrument_imports(include=["interlingua", "interlingua_anthropic", "interlingua_openai"]):
    from tests.fuzz.mutations import changed
    from tests.fuzz.seeds import pool
    from tests.fuzz.targets import targets

    TARGETS = targets()  # loads the plugins, so that they are instrumented too

BYTES_ALONE = {"sse", "config-string"}


def main() -> None:
    """Fuzz until the flags say that it is enough, or something is found."""
    name, *flags = sys.argv[1:]
    target, events = TARGETS[name], pool(name)

    def mutate(data: bytes, max_size: int, seed: int) -> bytes:
        """Change events and values in three of four inputs, and bytes in the fourth, or in all where a target has no events."""
        if name in BYTES_ALONE or seed % 4 == 0:
            return atheris.Mutate(data, max_size)
        for step in range(1 + seed % 3):
            data = changed(data, seed + step, events)
        return data[:max_size]

    random.seed(0)
    atheris.Setup([sys.argv[0], *flags], target, custom_mutator=mutate)
    atheris.Fuzz()


main()
