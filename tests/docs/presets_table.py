"""The tables of `docs/reference/presets.md`, made from the plugins' data; `python -m tests.docs.presets_table` writes the page."""

from __future__ import annotations

import re
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING

from interlingua import get_provider
from interlingua.dialect.row_words import sentence
from interlingua.provider import Preset
from interlingua.types import Request

if TYPE_CHECKING:
    from interlingua.dialect import Row

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "presets.md"
_TABLE = re.compile(r"(?<=<!-- presets of {0} -->\n).*?(?=<!-- end -->)", re.DOTALL)
_HEAD = "| host | config string | key | format | departs from the reference | documentation |\n| --- | --- | --- | --- | --- | --- |\n"


def presets(distribution: str) -> list[Preset]:
    """The hosts that a distribution registers, by name."""
    entries = [entry for entry in entry_points(group="interlingua.providers") if entry.dist and entry.dist.name == distribution]
    rows = [entry.load() for entry in entries if ":" in entry.value]
    return sorted((row for row in rows if isinstance(row, Preset)), key=lambda row: row.name)


def table(distribution: str) -> str:
    """The rows of a distribution's hosts."""
    return _HEAD + "".join(map(_row, presets(distribution)))


def written(page: str) -> str:
    """A page with its tables as they should be."""
    for distribution in ("interlingua-openai", "interlingua-anthropic"):
        place = re.compile(_TABLE.pattern.format(distribution), re.DOTALL)
        page = place.sub(lambda _, name=distribution: table(name), page)  # type: ignore[misc]  # a default argument binds the name
    return page


def _row(preset: Preset) -> str:
    provider = get_provider(preset.name)
    options = provider.options_type()
    cells = (
        preset.host,
        f"`{preset.name}:…`",
        " or ".join(f"`{name}`" for name in preset.key_variables) or "none",
        f"`{provider.route(Request(model_id='', messages=()), options).dialect}`"
        + (f", `{options.auth_header}`" if hasattr(options, "auth_header") else ""),
        "; ".join([*_options(preset), *map(departure, preset.rows)]),
        f"[{preset.page.split('/')[2]}]({preset.page})",
    )
    return f"| {' | '.join(cells)} |\n"


def _options(preset: Preset) -> list[str]:
    return [f"`{name}` is {value if isinstance(value, str) else str(value).lower()}" for name, value in preset.options.items()]


def departure(row: Row) -> str:
    """What a row says, with its source where that isn't the host's own page, and the day on which it was seen."""
    seen = f", {row.seen}" if row.seen else ""
    return sentence(row) + (f" ([source]({row.source}){seen})" if row.source else f" ({row.seen})" if row.seen else "")


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text()))
