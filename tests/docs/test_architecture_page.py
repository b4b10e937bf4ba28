"""The page on the architecture shows the code as it is."""

from __future__ import annotations

from tests.docs.architecture import PAGE, written


def test_the_drawings_and_journeys_are_the_codes_own() -> None:
    """What changed must be drawn anew: `python -m tests.docs.architecture`."""
    page = PAGE.read_text()

    assert written(page) == page
