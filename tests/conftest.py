"""What every test shares: Hypothesis profiles, marks by folder, and where recorded traffic lies.

Recorded traffic belongs to other projects and is never committed. `INTERLINGUA_WIRE` names its folder (`../shared/wire` beside
this repository unless told otherwise); in a checkout without it the tests marked `wire` are deselected, and one line says so.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

TESTS = Path(__file__).parent
WIRE = Path(os.environ.setdefault("INTERLINGUA_WIRE", str(TESTS.parent.parent / "shared" / "wire")))

# A slow or busy machine is no failure, so no profile has a deadline.
settings.register_profile("dev", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
# Where a variable says `CI`, Hypothesis derandomizes every profile that doesn't say otherwise. What one seed found is no part of the next.
FRESH = settings(deadline=None, derandomize=False, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("fuzz", FRESH, max_examples=5_000)
settings.register_profile("seeds", FRESH, max_examples=60, database=None)
settings.load_profile("dev")

# A job in the background is started with Ctrl-C ignored, and so would be every child that a test interrupts.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

collect_ignore = ["bench"]  # ratios of run times need a quiet machine: `nox -s bench`


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Async tests run on asyncio alone: it is what AsyncModel promises."""
    return "asyncio"


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Don't even import the replay tests where there is nothing to replay: they read the folder to name their cases."""
    return True if collection_path == TESTS / "wire" and not WIRE.is_dir() else None


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark a test by the folder it lives in."""
    folder = item.path.relative_to(TESTS).parts[0]
    if folder in {"laws", "live", "wire"}:
        item.add_marker(folder)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect what needs recorded traffic where there is none."""
    if not WIRE.is_dir():
        replays = [item for item in items if item.get_closest_marker("wire")]
        items[:] = [item for item in items if not item.get_closest_marker("wire")]
        config.hook.pytest_deselected(items=replays)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say once, on every verbosity, what dialects lack by declaration, how much is known to differ, and that replays were left out."""
    from interlingua._runtime.plugins.providers import installed_providers

    dialects = [dialect for plugin in installed_providers() if plugin.provider for dialect in plugin.provider.dialects().values()]
    for dialect in dialects:
        terminalreporter.write_line(f"laws: {dialect.name} lacks {', '.join(sorted(dialect.lacks)) or 'nothing'} by declaration")
    if differing := terminalreporter.stats.get("xfailed", []):
        terminalreporter.write_line(f"xfail: {len(differing)} known to differ; -rx lists them with their reasons")
    if not WIRE.is_dir():
        terminalreporter.write_line(f"wire: no recorded traffic at {WIRE} (INTERLINGUA_WIRE), so its replays were deselected")
