"""A provider's options, and the formats that it speaks, in words and as values."""

from __future__ import annotations

from enum import Enum
from types import SimpleNamespace
from typing import Literal

from pydantic import Field

from interlingua._runtime.plugins.providers import get_provider
from interlingua.cli.option_rows import OptionRow, option_rows, spoken_dialects
from interlingua.provider import ProviderOptions


class Size(Enum):
    """Two values."""

    SMALL = 1
    LARGE = 2


class Options(ProviderOptions, frozen=True):
    """Options of many shapes."""

    top_k: None = None
    colour: Literal["red", "blue"] = Field(default="red", description="which")
    only: Literal["this"] | None = None
    size: Size | None = None
    either: int | str = 3
    strict: bool = True
    betas: tuple[str, ...] = ("a", "b")
    bare: tuple | None = None  # type: ignore[type-arg]  # of what, a plugin may leave open
    anything: object = None


ROWS = {row.name: row for row in option_rows(SimpleNamespace(options_type=Options))}  # type: ignore[arg-type]  # all that is looked at


def test_values_stay_values() -> None:
    """A program gets types, choices and defaults as JSON."""
    assert ROWS["colour"] == OptionRow("colour", "string", ("red", "blue"), repeatable=False, default="red", help="which")
    assert ROWS["timeout"].to_dict() | {"help": ""} == {
        "name": "timeout",
        "type": "number",
        "choices": [],
        "repeatable": False,
        "default": 600.0,
        "help": "",
    }
    assert ROWS["strict"].default is True
    assert ROWS["max_tokens"].default is None
    assert (ROWS["only"].choices, ROWS["size"].choices) == (("this",), (1, 2))
    assert (ROWS["betas"].type, ROWS["betas"].repeatable, ROWS["betas"].default) == ("string", True, ["a", "b"])


def test_words_for_people() -> None:
    """As a config string holds them; a default that is None is no default."""
    assert ROWS["colour"].cells() == ("colour", "red | blue", "red", "which")
    assert ROWS["stop"].cells()[1:3] == ("string, repeatable", "")
    assert ROWS["betas"].cells()[1:3] == ("string, repeatable", "a, b")
    assert ROWS["bare"].cells()[1:3] == ("any, repeatable", "")
    assert ROWS["strict"].cells()[1:3] == ("boolean", "true")
    assert ROWS["either"].cells()[1:3] == ("integer or string", "3")
    assert ROWS["anything"].cells()[1:3] == ("any", "")


def test_a_refused_option_is_none() -> None:
    """An option of the type None can't be given."""
    assert "top_k" not in ROWS


def test_a_borrowed_format_is_spoken_too() -> None:
    """A provider speaks what it brings, and what it names for its models."""
    assert spoken_dialects(get_provider("llamacpp")) == ["openai.chat"]
    assert spoken_dialects(get_provider("anthropic")) == ["anthropic.messages"]
