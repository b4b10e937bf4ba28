"""A file that is written beside its place and moved there whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from interlingua import ConfigError
from interlingua.cli.convert.partial_file import PartialFile

PLACE = Path("out")
BESIDE = Path(".out.partial")


def test_it_comes_into_its_place_whole() -> None:
    """Before that nobody meets it there."""
    file = PartialFile(PLACE)
    file.write(b"ab")
    file.write(b"c")
    file.seal()

    assert not PLACE.exists()
    file.place()
    assert (b"abc", 3, False) == (PLACE.read_bytes(), file.size, BESIDE.exists())


def test_nothing_written_makes_no_file() -> None:
    """Neither on the way nor in the place."""
    file = PartialFile(PLACE)
    file.flush()
    file.close()
    file.seal()
    file.place()

    assert [] == list(Path.cwd().iterdir())


def test_what_was_good_is_gone_on_with() -> None:
    """What came behind it is cut off."""
    first = PartialFile(PLACE)
    first.write(b"good, bad")
    first.flush()
    first.close()

    second = PartialFile(PLACE, 4)
    second.write(b" too")
    second.seal()
    second.place()

    assert (b"good too", 8) == (PLACE.read_bytes(), second.size)


@pytest.mark.parametrize("left", [b"", b"go"])
def test_a_lost_beginning_is_told(left: bytes) -> None:
    """It can't be made up."""
    if left:
        BESIDE.write_bytes(left)

    with pytest.raises(ConfigError, match="has lost"):
        PartialFile(PLACE, 4)


def test_a_frame_is_put_around_what_was_written() -> None:
    """A run that ends before that has its place finds what was written as it was."""
    file = PartialFile(PLACE)
    file.write(b"body")
    file.frame(lambda written: b"<%d>" % len(written), b"</>")

    assert b"body" == BESIDE.read_bytes()
    file.place()
    assert b"<4>body</>" == PLACE.read_bytes()
    assert [PLACE.name] == [path.name for path in Path.cwd().iterdir()]


def test_abandoning_leaves_nothing() -> None:
    """And whoever begins anew finds nothing of the last time."""
    file = PartialFile(PLACE)
    file.write(b"x")
    file.abandon()
    BESIDE.write_bytes(b"old")
    PartialFile(PLACE)

    assert [] == list(Path.cwd().iterdir())


def test_where_nothing_was_good_all_is_written_anew() -> None:
    """What a stopped run wrote behind its last journal is gone."""
    BESIDE.write_bytes(b"bad")
    file = PartialFile(PLACE, 0)
    file.seal()
    file.place()

    assert [] == list(Path.cwd().iterdir())
