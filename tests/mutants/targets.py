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
        tests: The tests, from the root; files that start servers are left out, as each mutant runs all that reach it.
        without: Those of them that are left out.
    """

    package: str
    only: tuple[str, ...]
    tests: tuple[str, ...]
    without: tuple[str, ...] = ()


_OPENAI: Final = "providers/openai/src/interlingua_openai"

TARGETS: Final = {
    "dialect": Target(
        "core/src/interlingua",
        ("dialect/*.py", "provider/retry.py"),
        ("tests/core/dialect", "tests/core/provider"),
    ),
    "anthropic.messages": Target(
        "providers/anthropic/src/interlingua_anthropic",
        ("messages/*.py",),
        ("tests/anthropic",),
        (
            "test_clients.py",
            "test_cloud_failures.py",
            "test_compatible.py",
            "test_errors.py",
            "test_platforms.py",
            "test_plugin.py",
            "test_presets.py",
            "test_transport.py",
        ),
    ),
    "openai.chat": Target(_OPENAI, ("chat/*.py",), ("tests/openai/chat",)),
    "openai.responses": Target(_OPENAI, ("responses/*.py",), ("tests/openai/responses",)),
    "openai": Target(
        _OPENAI,
        ("call_ids.py", "media.py", "strict_schema.py", "tool_errors.py", "tools.py", "usage.py", "wire.py"),
        (
            "tests/openai/test_call_ids.py",
            "tests/openai/test_media.py",
            "tests/openai/test_strict_schema.py",
            "tests/openai/test_tool_errors.py",
            "tests/openai/test_tools.py",
            "tests/openai/test_usage.py",
            "tests/openai/test_wire.py",
        ),
    ),
}
