"""The options of the embedded provider, and how many threads compute where the caller doesn't say.

llama.cpp's threads wait for each other at a barrier, spinning. One busy process on the same cores wrecks them: on two
cores, two threads fell from 90 to 13 tokens a second, while one thread kept its 48. So the default leaves room.
"""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import Field

from interlingua.provider import ProviderOptions

DEFAULT_CONTEXT = 4096
"""Tokens of context for one call; with two calls at once, the default model then takes about 330 MiB of memory."""

DEFAULT_PARALLEL = 2
"""Calls that are computed at once; more of them queue."""

_MOST = 8  # beyond, memory is what limits a model that runs on a CPU
_CGROUP_QUOTA = Path("/sys/fs/cgroup/cpu.max")  # Linux, cgroup v2: `200000 100000` is two cores, `max 100000` no limit


class LlamaCppOptions(ProviderOptions, frozen=True):
    """Options of `llamacpp:`."""

    base_url: None = Field(default=None, description="not for this provider: its server is started on loopback, on a free port")
    max_tokens: int | None = Field(default=None, ge=1, description="the most tokens to generate; 1024 for smollm2-135m where not given")
    temperature: float | None = Field(
        default=None,
        ge=0,
        allow_inf_nan=False,
        description="sampling temperature; 0 for smollm2-135m (the same answer each time) where it, top_p, top_k and seed aren't given",
    )
    context: int = Field(default=DEFAULT_CONTEXT, ge=128, description="tokens of context for one call")
    parallel: int = Field(default=DEFAULT_PARALLEL, ge=1, le=64, description="calls that are computed at once; more of them queue")
    threads: int | None = Field(default=None, ge=1, description="threads to compute with; chosen by the machine's cores where not given")


def default_threads() -> int:
    """One thread on CI machines, which are shared; elsewhere half of the cores that this process may use, 8 at most."""
    if os.environ.get("CI"):
        return 1
    return max(1, min(_MOST, usable_cores() // 2))


def usable_cores() -> int:
    """Count the cores that this process may use: by its affinity, and by its container's quota."""
    affinity = getattr(os, "sched_getaffinity", None)  # not on macOS and Windows
    cores = len(affinity(0)) if affinity else os.cpu_count() or 1
    return min(cores, _quota(_CGROUP_QUOTA) or cores)


def _quota(file: Path) -> int | None:
    """The cores that a container may use, rounded up; None where there is no limit or no such file."""
    try:
        quota, period = file.read_text(encoding="ascii").split()
    except (OSError, ValueError):
        return None
    return None if quota == "max" else -(-int(quota) // int(period))
