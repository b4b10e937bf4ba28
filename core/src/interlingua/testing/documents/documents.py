"""Reads what stands beside a dialect: its `samples/*.json` and its `schema.json`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from interlingua.errors import ConfigError, ConversionError
from interlingua.testing.documents.sample import Sample
from interlingua.testing.documents.schema import Schema
from interlingua.types.json import loads

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from interlingua.dialect import Dialect
    from interlingua.testing.documents.sample import Kind
    from interlingua.types import JsonValue


@dataclass(frozen=True, slots=True)
class Documents:
    """What is known of a wire's documents.

    Attributes:
        samples: Bodies with what they mean, in the order of the files and within them.
        schema: The documented fields, or None.
    """

    samples: tuple[Sample, ...] = ()
    schema: Schema | None = None

    @property
    def final_events(self) -> frozenset[str]:
        """The types of the events of which one ends a stream, whatever came before."""
        return self.schema.final_events if self.schema else frozenset()

    def of(self, *kinds: Kind) -> list[Sample]:
        """Give the samples of some kinds."""
        return [sample for sample in self.samples if sample.what in kinds]


@cache
def documents_of(dialect: Dialect) -> Documents:
    """Read the documents of a dialect, which its `documents` names; none where it names none.

    Raises:
        ConfigError: There is no such folder, or a file in it isn't what it should be; the sentence names file and place.
    """
    if dialect.documents is None:
        return Documents()
    try:
        folder = files(dialect.documents)
    except ModuleNotFoundError:
        raise ConfigError(
            f"{dialect.name} says that its documents are in the package {dialect.documents!r}, which can't be imported",
            hint="`documents` names the package beside whose modules `samples/` and `schema.json` stand",
        ) from None
    samples = folder / "samples"
    found = [sample for file in _json_files(samples) for sample in _samples(file)] if samples.is_dir() else []
    titles = [sample.title for sample in found]
    if twice := next((title for title in titles if titles.count(title) > 1), None):
        raise ConfigError(f"two samples of {dialect.name} have the title {twice!r}", hint="say what sets them apart")
    schema = folder / "schema.json"
    if not found and not schema.is_file():
        raise ConfigError(
            f"{dialect.name} says that its documents are in the package {dialect.documents!r}, which has none",
            hint="put JSON files into its folder `samples`; where they are there, does the wheel hold them?",
        )
    return Documents(tuple(found), Schema.read(_read(schema), dialect.name) if schema.is_file() else None)


def _json_files(folder: Traversable) -> list[Traversable]:
    return sorted((file for file in folder.iterdir() if file.name.endswith(".json")), key=lambda file: file.name)


def _samples(file: Traversable) -> list[Sample]:
    items = _read(file)
    if not isinstance(items, list):
        raise ConfigError(f"{file} is no list", hint="a file of samples holds a JSON list of them")
    return [Sample.read(f"{file}[{number}]", item) for number, item in enumerate(items)]


def _read(file: Traversable) -> JsonValue:
    try:
        return loads(file.read_bytes())
    except ConversionError as error:
        raise ConfigError(f"{file} is no JSON: {error.sentence}", hint="mend the file") from error
