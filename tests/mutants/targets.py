"""What is mutated, and which tests have to notice."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]

FLOOR: Final = 0.85
"""The least share of a file's mutants that its tests must kill,"""

HIGHER_FLOORS: Final = {"assembly.py": 0.95, "retry.py": 0.95}
"""and that of files where a fault costs an answer, or is paid for twice."""


@dataclass(frozen=True, slots=True)
class Target:
    """Files of one package, and the tests that are their twins.

    Attributes:
        package: The package's folder, from the root.
        only: What of it is mutated.
        tests: The tests, from the root; those that start servers would take too long, as each mutant runs all that reach it.
    """

    package: str
    only: tuple[str, ...]
    tests: tuple[str, ...]


_SHARED: Final = ("call_ids", "fields", "parts", "siblings", "strict_schema", "tool_errors", "tools", "turns", "usage")

_OPENAI: Final = "providers/openai/src/interlingua_openai"

TARGETS: Final = {
    "dialect": Target(
        "core/src/interlingua",
        ("dialect/*.py", "provider/retry.py"),
        ("tests/core/dialect", "tests/core/provider/test_retry.py"),
    ),
    "anthropic.messages": Target(
        "providers/anthropic/src/interlingua_anthropic",
        ("messages/*.py", "messages/stream/*.py"),
        ("tests/anthropic/messages",),
    ),
    "openai.chat": Target(_OPENAI, ("chat/*.py", "chat/stream/*.py"), ("tests/openai/chat",)),
    "openai.responses": Target(_OPENAI, ("responses/*.py", "responses/stream/*.py"), ("tests/openai/responses",)),
    "openai": Target(
        _OPENAI,
        tuple(f"{name}.py" for name in _SHARED),
        tuple(f"tests/openai/test_{name}.py" for name in _SHARED),
    ),
}
