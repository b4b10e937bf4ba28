"""Costs as ratios, measured side by side in one run: `python tests/bench [streams] [served] [calls] [encoding] [values] [imports]`.

Nothing here asserts a time: a busy machine is no failure.
"""

from __future__ import annotations

import sys
from importlib import import_module

PARTS = ("streams", "served", "calls", "encoding", "values", "imports")

for part in sys.argv[1:] or PARTS:
    if part not in PARTS:
        sys.exit(f"there is no {part!r}: {', '.join(PARTS)}")
    import_module(part).run()
