"""The schema of the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua import AssistantMessage, ConfigError, InvalidOutputError, OutputSchema, Response
from interlingua.cli.schema_file import check_output, read_schema

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = {"type": "object", "required": ["a"], "properties": {"a": {"type": "integer"}}}


@pytest.mark.parametrize(("name", "text"), [("my_answer", "{}"), ("A_b_", '{"title": "A b!"}')])
def test_name(tmp_path: Path, name: str, text: str) -> None:
    """A schema is named by its title, else by its file, in letters that providers accept."""
    file = tmp_path / "my answer.json"
    file.write_text(text)

    assert isinstance(read_schema(file), OutputSchema)
    assert read_schema(file).name == name


@pytest.mark.parametrize(("reason", "text"), [("not JSON", "{"), ("is a list", "[]")])
def test_no_schema(tmp_path: Path, reason: str, text: str) -> None:
    """A file that holds no JSON object is refused."""
    file = tmp_path / "s.json"
    file.write_text(text)

    with pytest.raises(ConfigError, match=reason):
        read_schema(file)


def test_no_file(tmp_path: Path) -> None:
    """A file that isn't there is named."""
    with pytest.raises(ConfigError, match=r"none\.json"):
        read_schema(tmp_path / "none.json")


def test_good_output() -> None:
    """JSON of the schema's type with its required keys passes."""
    check_output(Response(message=AssistantMessage('{"a": 1}')), SCHEMA)


@pytest.mark.parametrize(("reason", "text"), [("not JSON", '{"a": '), ("it is a list", "[]"), ("lacks 'a'", "{}")])
def test_bad_output(reason: str, text: str) -> None:
    """Output that is cut off, of another type or without a required key is refused, and kept."""
    with pytest.raises(InvalidOutputError, match=reason) as raised:
        check_output(Response(message=AssistantMessage(text)), SCHEMA)

    assert raised.value.text == text
