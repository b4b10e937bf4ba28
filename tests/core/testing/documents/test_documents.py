"""Twin of testing/documents/documents.py: what stands beside a dialect is read, or the error names the file."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Protocol

import pytest
from tests.core.testing.toy import ToyDialect

from interlingua.errors import ConfigError
from interlingua.testing.documents import Documents, documents_of
from interlingua.types.json import dumps_text

if TYPE_CHECKING:
    from pathlib import Path

    from interlingua.dialect import Dialect
    from interlingua.types import JsonObject, JsonValue

_NUMBERS = count()


class Bringing(Protocol):
    """Makes a dialect with a package of files, each a JSON value or its text."""

    def __call__(self, **files: JsonValue) -> Dialect:
        """Name a file by its path, `__` for a slash."""
        ...


@pytest.fixture
def bringing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bringing:
    """A package of its own for each call, as imported ones stay."""
    monkeypatch.syspath_prepend(tmp_path)

    def make(**files: JsonValue) -> Dialect:
        package = f"documents_of_a_test_{next(_NUMBERS)}"
        (tmp_path / package / "samples").mkdir(parents=True)
        (tmp_path / package / "__init__.py").touch()
        for name, content in files.items():
            file = tmp_path / package / (name.replace("__", "/") + ".json")
            file.write_text(content if isinstance(content, str) else dumps_text(content))
        return type("Bringing", (ToyDialect,), {"documents": package})()

    return make


def counted(title: str) -> JsonObject:
    """Give a small sample."""
    return {"title": title, "source": "a page", "seen": "2026-11-30", "what": "count", "body": {"tokens": 1}, "value": 1}


SCHEMA: JsonObject = {"final": ["end"], "count": {"$ref": "#/$defs/Count"}, "$defs": {"Count": {"properties": {"tokens": {}}}}}


def test_samples_and_schema_are_read(bringing: Bringing) -> None:
    """In the order of the files' names, and within them; a kind is asked for by its name."""
    found = documents_of(bringing(samples__b=[counted("three")], samples__a=[counted("one"), counted("two")], schema=SCHEMA))

    assert [sample.title for sample in found.samples] == ["one", "two", "three"]
    assert found.of("count") == [*found.samples]
    assert found.of("request", "response") == []
    assert found.schema is not None
    assert found.schema.has("count")
    assert found.final_events == {"end"}


def test_either_is_enough(bringing: Bringing) -> None:
    """A format may bring samples alone, or a schema."""
    assert documents_of(bringing(samples__a=[counted("one")])).schema is None
    assert documents_of(bringing(samples__a=[counted("one")])).final_events == frozenset()
    assert documents_of(bringing(schema=SCHEMA)).samples == ()


def test_what_is_no_json_is_passed_over(bringing: Bringing, tmp_path: Path) -> None:
    """A page beside the samples says where they come from."""
    dialect = bringing(samples__a=[counted("one")])
    (tmp_path / str(dialect.documents) / "samples" / "README.md").write_text("Where they come from.")

    assert len(documents_of(dialect).samples) == 1


def test_a_dialect_without_documents() -> None:
    """It names none, and has none."""
    assert documents_of(ToyDialect()) == Documents()


def test_documents_are_read_once(bringing: Bringing) -> None:
    """Each test of a suite asks for them."""
    dialect = bringing(schema=SCHEMA)

    assert documents_of(dialect) is documents_of(dialect)


def test_a_package_that_is_not_there() -> None:
    """The word in the dialect is wrong."""

    class Mistaken(ToyDialect):
        documents = "no_such_package_of_documents"

    with pytest.raises(ConfigError) as caught:
        documents_of(Mistaken())

    assert caught.value.sentence == (
        "toy.plain says that its documents are in the package 'no_such_package_of_documents', which can't be imported"
    )
    assert caught.value.hint == "`documents` names the package beside whose modules `samples/` and `schema.json` stand"


def test_a_package_without_any(bringing: Bringing) -> None:
    """A wheel may have left them out."""
    dialect = bringing()
    with pytest.raises(ConfigError) as caught:
        documents_of(dialect)

    assert caught.value.sentence == f"toy.plain says that its documents are in the package {dialect.documents!r}, which has none"
    assert caught.value.hint == "put JSON files into its folder `samples`; where they are there, does the wheel hold them?"


def test_two_samples_of_one_title(bringing: Bringing) -> None:
    """In one file or in two."""
    with pytest.raises(ConfigError) as caught:
        documents_of(bringing(samples__a=[counted("one")], samples__b=[counted("one")]))

    assert (caught.value.sentence, caught.value.hint) == (
        "two samples of toy.plain have the title 'one'", "say what sets them apart",
    )  # fmt: skip


def test_a_file_that_is_no_list(bringing: Bringing) -> None:
    """It is named."""
    with pytest.raises(ConfigError, match=r"samples/a\.json is no list\n") as caught:
        documents_of(bringing(samples__a=counted("one")))

    assert caught.value.hint == "a file of samples holds a JSON list of them"


@pytest.mark.parametrize("name", ["samples__a", "schema"])
def test_a_file_that_is_no_json(bringing: Bringing, name: str) -> None:
    """It is named, and what is wrong with it."""
    with pytest.raises(ConfigError, match=rf"{name.replace('__', '/')}\.json is no JSON: .") as caught:
        documents_of(bringing(**{name: "[{"}))

    assert caught.value.hint == "mend the file"


def test_a_sample_is_named_by_file_and_place(bringing: Bringing) -> None:
    """Of many in a file, the one that is wrong."""
    with pytest.raises(ConfigError, match=r"samples/a\.json\[1\] \('two'\) is of the kind 'odd'"):
        documents_of(bringing(samples__a=[counted("one"), counted("two") | {"what": "odd"}]))
