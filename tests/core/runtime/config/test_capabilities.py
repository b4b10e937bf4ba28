"""`interlingua._runtime.config.capabilities`: a user's own rows, and the file that holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua import ConfigError
from interlingua._runtime.config.capabilities import corrections, load_capabilities
from interlingua.dialect import Limit, Row, refuses

if TYPE_CHECKING:
    from pathlib import Path

FILE = """\
# mine
[[row]]
models = ["m"]
takes = { seed = false }

[[row]]
hosts = ["openai"]

[row.takes]
temperature = { at_most = 1 }
"""


def test_a_file_holds_rows(tmp_path: Path) -> None:
    """By a path, or by its text."""
    path = tmp_path / "capabilities.toml"
    path.write_text(FILE)
    rows = (Row(refuses("seed"), ("m",)), Row({"temperature": Limit(at_most=1)}, hosts=("openai",)))

    assert rows == corrections(path) == corrections(str(path)) == load_capabilities(path)


def test_rows_may_be_given_as_they_are() -> None:
    """In a list or a tuple."""
    assert (Row(), Row(refuses("seed"))) == corrections([Row(), Row(refuses("seed"))])
    assert corrections(()) == ()


@pytest.mark.parametrize("given", [Row(), {"seed": False}, [{"seed": False}], None, 3])
def test_what_is_neither_is_refused(given: object) -> None:
    """With what it may be."""
    with pytest.raises(ConfigError, match="a file's path, or a list of rows") as caught:
        corrections(given)  # type: ignore[arg-type]  # a wrong one is the point
    assert caught.value.option == "capabilities"


@pytest.mark.parametrize(
    ("text", "message", "shown", "hint"),
    [
        (
            "[[row]]\n\n[[row]]\napi_key = 'sk-secret'\n",
            "line 4: row 2, api_key: a row has no 'api_key'",
            "api_key = …",
            "never where it is",
        ),
        ("[[row]]\ntakes = { sede = false }\n", "line 2: row 1, takes.sede: there is no feature 'sede'", "takes = …", "did you mean seed?"),
        ("[[row]]\n[row.takes]\nseed = 'no'\n", "line 3: row 1, takes.seed: a row can't say so", "seed = …", "true or false"),
        ("[[row]]\n[[row]]\nseed = false\n", "line 3: row 2, seed: a row has no 'seed'", "seed = …", "takes = { seed = false }"),
        ("[[row]]\nhosts = ['a', 'b:80']\n", "line 2: row 1, hosts: it is a host's name", "hosts = …", "vllm"),
        ("row = [3]\n", "row 1: it is a table", None, "name = value"),
        ("[defaults]\n", "line 1: a file of capabilities holds rows alone", "[defaults]", "[[row]]"),
        ("[[row]\n", "line 1: this is no TOML", "[[row]", None),
    ],
)
def test_a_fault_is_told_by_file_row_and_key(tmp_path: Path, text: str, message: str, shown: str | None, hint: str | None) -> None:
    """With the line up to its `=`: what follows may be a key in the wrong place."""
    path = tmp_path / "capabilities.toml"
    path.write_text(text)

    with pytest.raises(ConfigError) as caught:
        load_capabilities(path)
    error = caught.value
    assert f"{path}, {message}" in error.message or f"{path}: {message}" in error.message
    assert (shown, True) == (error.text, (hint or "") in (error.hint or ""))
    assert "sk-secret" not in str(error)


def test_a_file_that_is_named_must_be_there(tmp_path: Path) -> None:
    """Nothing is taken for an empty one."""
    with pytest.raises(ConfigError, match="can't be read"):
        corrections(tmp_path / "none.toml")
