"""Side by side, in one run: contenders take turns, and the least CPU time of each counts."""

from __future__ import annotations

import gc
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def compare(contenders: Mapping[str, Callable[[], object]], *, rounds: int = 7) -> dict[str, float]:
    """Give the least CPU seconds of each contender; the first round only warms up."""
    least: dict[str, float] = {}
    for number in range(rounds + 1):
        for name, work in contenders.items():
            gc.collect()
            began = time.process_time()
            work()
            spent = time.process_time() - began
            if number:
                least[name] = min(spent, least.get(name, spent))
    return least


def show(title: str, measured: Mapping[str, float], *, unit: str, scale: float, base: str) -> None:
    """Print a table: each figure, and its ratio to the base's."""
    sys.stdout.write(f"\n{title}\n")
    width = max(map(len, measured))
    for name, value in measured.items():
        sys.stdout.write(f"  {name:<{width}}  {value * scale:>9.2f} {unit:<10}  {value / measured[base]:>6.2f} x\n")
