"""Whether other processes still run, for the tests that end them; looked up in /proc."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def is_gone(process_id: int) -> bool:
    """Whether a process is no more; one that nobody has waited for yet counts as gone."""
    try:
        return Path(f"/proc/{process_id}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):  # the second where it goes between opening and reading
        return True


def all_go(process_ids: Iterable[int], seconds: float) -> bool:
    """Whether processes end within a time."""
    deadline = time.monotonic() + seconds
    left = {*process_ids}
    while left := {one for one in left if not is_gone(one)}:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True
