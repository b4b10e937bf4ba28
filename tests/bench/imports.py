"""What it costs to import, in fresh processes: the least time and the memory of several."""

from __future__ import annotations

import subprocess
import sys

STATEMENTS = (
    "pass",
    "from pydantic import BaseModel",
    "import interlingua",
    "from interlingua import UserMessage",
    "from interlingua import Model",
    "from interlingua import Model; Model('anthropic:claude-x').prepare('hi')",
    "import openai",
    "import anthropic",
)
BASE = "from pydantic import BaseModel"
# Memory by the kernel's own account, because `ru_maxrss` of a child begins with that of its parent.
SCRIPT = """
import time
began = time.perf_counter()
{statement}
spent = time.perf_counter() - began
print(spent, next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmRSS")))
"""


def measure(statement: str) -> tuple[float, int]:
    """Give seconds and KiB of one fresh process."""
    command = [sys.executable, "-c", SCRIPT.format(statement=statement)]
    seconds, kib = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()  # noqa: S603 - the script above
    return float(seconds), int(kib)


def run(rounds: int = 9) -> None:
    """Print the table."""
    least: dict[str, tuple[float, int]] = {}
    for _ in range(rounds):
        for statement in STATEMENTS:
            seconds, kib = measure(statement)
            known = least.get(statement, (seconds, kib))
            least[statement] = (min(seconds, known[0]), min(kib, known[1]))
    seconds, kib = least[BASE]
    sys.stdout.write("\nimports\n")
    for statement, (spent, taken) in least.items():
        memory = f"{taken / 1024:>6.1f} MiB {(taken - kib) / 1024:>+6.1f}"
        sys.stdout.write(f"  {statement:<74} {spent * 1e3:>8.1f} ms {spent / seconds:>6.2f} x   {memory}\n")
