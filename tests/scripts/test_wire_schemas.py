"""The documented fields of each format are those of the installed SDK's types; `nox -s lint` compares the files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NotRequired, Required

import pytest
from scripts import wire_schemas
from scripts.wire_schemas import FORMATS, ROOT, main, schema_text
from typing_extensions import TypedDict

from interlingua.testing.documents import Schema
from interlingua.types.json import loads

if TYPE_CHECKING:
    from pathlib import Path


class Block(TypedDict, total=False):
    """Words for people are left out."""

    type: Required[str]
    title: str
    default: NotRequired[int | None]
    obfuscation: str
    properties: dict[str, str]


class Body(TypedDict):
    """It has a list of blocks."""

    blocks: list[Block]


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a format's schema as written, in the place of ours."""
    name, format_ = next(iter(FORMATS.items()))
    (tmp_path / name).parent.mkdir(parents=True)
    monkeypatch.setattr(wire_schemas, "ROOT", tmp_path)
    monkeypatch.setattr(wire_schemas, "FORMATS", {name: format_})
    assert main([]) == 0
    return tmp_path / name


def test_the_files_are_what_the_installed_sdk_says(capsys: pytest.CaptureFixture[str]) -> None:
    """Those that are committed."""
    assert main(["--check"]) == 0
    assert capsys.readouterr() == ("", "")


def test_what_was_written_passes(copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is the very file that is committed."""
    assert main(["--check"]) == 0
    assert capsys.readouterr() == ("", "")
    assert copied.read_bytes() == (ROOT / next(iter(FORMATS))).read_bytes()


@pytest.mark.parametrize("change", ["changed", "gone"])
def test_a_stale_file_is_told_by_name(copied: Path, change: str, capsys: pytest.CaptureFixture[str]) -> None:
    """And what to run; it is left as it is."""
    stale = copied.read_text().replace('"final"', '"last"')
    if change == "gone":
        copied.unlink()
    else:
        copied.write_text(stale)

    assert main(["--check"]) == 1
    assert capsys.readouterr().err == f"{next(iter(FORMATS))} isn't what the installed SDK says: run python scripts/wire_schemas.py\n"
    assert copied.read_text() == stale if change == "changed" else not copied.exists()


def test_a_schema_says_what_a_body_may_hold() -> None:
    """Fields whatever their names, without pydantic's words and the padding that says nothing."""
    found: Any = loads(schema_text("pydantic", ("end",), {"request": Body}).encode())
    block = found["$defs"]["Block"]

    assert found["sdk"].startswith("pydantic ")
    assert found["final"] == ["end"]
    assert set(block["properties"]) == {"type", "title", "default", "properties"}
    assert block["required"] == ["type"]
    assert block["properties"]["properties"] == {"type": "object", "additionalProperties": {"type": "string"}}
    assert "description" not in block
    assert Schema.read(found, "toy").has("request")


def test_a_format_without_a_final_event_names_none() -> None:
    """An empty list would say that none ends a stream."""
    assert "final" not in loads(schema_text("pydantic", (), {"request": Body}).encode())  # type: ignore[operator]  # it is an object


@pytest.mark.parametrize("name", FORMATS)
def test_a_type_is_a_line(name: str) -> None:
    """So that a change of one reads well."""
    lines = (ROOT / name).read_text().splitlines()
    types: Any = loads((ROOT / name).read_bytes())

    assert len([line for line in lines if line.startswith('  "')]) == len(types["$defs"])
