"""Compressed files, by their ending."""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

import pytest

from interlingua import ConfigError
from interlingua.cli.convert.compression import check_text, compressed, inner, reading, zstd
from interlingua.provider.installing import install_extra

TEXT = b'{"messages":[]}\n' * 1_000


@pytest.mark.parametrize("name", ["in.jsonl", "in.jsonl.gz", "in.jsonl.zst"])
def test_what_is_written_is_read(name: str) -> None:
    """Also in several pieces, one behind the other; from any position in what the file holds."""
    path = Path(name)
    path.write_bytes(compressed(path, TEXT) + compressed(path, b"") + compressed(path, b"end"))

    with reading(path) as file:
        assert TEXT + b"end" == file.read()
    with reading(path) as file:
        file.seek(len(TEXT))
        assert b"end" == file.read()


@pytest.mark.parametrize("name", ["in.jsonl.gz", "in.jsonl.zst"])
def test_the_same_data_gives_the_same_bytes(name: str) -> None:
    """Without a date in them; and far fewer."""
    assert compressed(Path(name), TEXT) == compressed(Path(name), TEXT)
    assert len(compressed(Path(name), TEXT)) < len(TEXT) / 10


@pytest.mark.parametrize("name", ["in.jsonl.gz", "in.jsonl.zst"])
@pytest.mark.parametrize("left", [0, 5, 20, -1, -4])
def test_a_file_that_is_cut_off_is_named(name: str, left: int) -> None:
    """Wherever it was cut: what came is no whole file."""
    path = Path(name)
    path.write_bytes(compressed(path, TEXT)[:left])

    with pytest.raises(ConfigError, match=r"'in\.jsonl.*' is cut off") as raised, reading(path) as file:
        file.read()
    assert "whole" in str(raised.value.hint)


@pytest.mark.parametrize("name", ["in.jsonl.gz", "in.jsonl.zst"])
@pytest.mark.parametrize("data", [TEXT, b"\x00" * 100])
def test_a_file_that_is_not_compressed_is_named(name: str, data: bytes) -> None:
    """With the name that it should have."""
    path = Path(name)
    path.write_bytes(data)

    with pytest.raises(ConfigError, match=r"'in\.jsonl.*' can't be read as") as raised, reading(path) as file:
        file.read()
    assert "'in.jsonl'" in str(raised.value.hint)


@pytest.mark.parametrize("name", ["in.jsonl.gz", "in.jsonl.zst"])
def test_damage_in_the_middle_is_named(name: str) -> None:
    """By gzip's and zstd's own checks, or what can't be unpacked."""
    path = Path(name)
    data = bytearray(compressed(path, bytes(range(256)) * 50))
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)

    with pytest.raises(ConfigError, match=r"in\.jsonl"), reading(path) as file:
        file.read()


@pytest.mark.parametrize("name", ["none.jsonl", "none.jsonl.gz", "none.jsonl.zst"])
def test_a_disks_fault_is_the_disks(name: str) -> None:
    """Not taken for the data's."""
    with pytest.raises(FileNotFoundError), reading(Path(name)):
        pass


def test_a_fault_of_the_disk_while_reading_is_the_disks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of gzip itself are of the same class, and have no number."""
    path = Path("in.jsonl.gz")
    path.write_bytes(compressed(path, TEXT))

    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(gzip.GzipFile, "read", fail)
    with pytest.raises(OSError, match="Input/output"), reading(path) as file:
        file.read()


@pytest.mark.parametrize(("name", "plain"), [("a.jsonl.gz", "a.jsonl"), ("a.json.zst", "a.json"), ("a.jsonl", "a.jsonl"), ("-", "-")])
def test_the_inner_name_says_what_a_file_holds(name: str, plain: str) -> None:
    """Whatever it is packed in."""
    assert Path(plain) == inner(Path(name))


def test_zstd_may_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra brings it."""
    monkeypatch.setitem(sys.modules, "backports" if sys.version_info < (3, 14) else "compression", None)

    with pytest.raises(ConfigError, match="need zstd") as raised:
        zstd()
    assert install_extra("cli") == raised.value.hint


@pytest.mark.parametrize(
    ("begun", "ending"),
    [(gzip.compress(TEXT), ".gz"), (zstd().compress(TEXT), ".zst"), (b"PAR1\x15\x00", ".parquet")],
    ids=["gzip", "zstd", "parquet"],
)
def test_what_is_no_text_is_told_by_its_beginning(begun: bytes, ending: str) -> None:
    """With the ending that it should have."""
    check_text(TEXT, "'in.jsonl'")
    with pytest.raises(ConfigError, match=r"'in\.jsonl' holds") as raised:
        check_text(begun, "'in.jsonl'")
    assert f"ends in {ending}" in str(raised.value.hint)
