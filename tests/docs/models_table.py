"""The tables of `docs/reference/models.md`, made from the plugins' rows; `python -m tests.docs.models_table` writes the page."""

from __future__ import annotations

import re
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING

from interlingua import get_provider
from interlingua.dialect import FEATURE_WORDS, facts, forms

if TYPE_CHECKING:
    from interlingua.dialect import Row

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "models.md"
MAIN = ("anthropic", "openai", "llamacpp")
HOSTS = "hosts"
_HEAD = "| what | verdict | models | where | source | seen |\n| --- | --- | --- | --- | --- | --- |\n"

_WORDS_HEAD = "| word | what is taken, or refused | a row may say |\n| --- | --- | --- |\n"


def rows_of(name: str) -> list[Row]:
    """What is known by a plugin's own name, or of all the hosts that are registered beside, without what the plugin says already."""
    if name != HOSTS:
        return list(get_provider(name).rows())
    general = [row for main in MAIN for row in get_provider(main).rows()]
    entries = entry_points(group="interlingua.providers")
    ours = {f"interlingua-{main}" for main in MAIN}
    names = sorted(entry.name for entry in entries if entry.dist and entry.dist.name in ours and entry.name not in MAIN)
    return [row for host in names for row in get_provider(host).rows() if row not in general]


def table(name: str) -> str:
    """One line for each fact: a plugin's by feature, in the order in which its rows come to them; hosts one after the other."""
    lines = [(title, _line(row, title, verdict)) for row in rows_of(name) for title, verdict in _said(row)]
    order = {title: place for place, title in reversed([*enumerate(title for title, _ in lines)])}
    return _HEAD + "".join(line for _, line in (lines if name == HOSTS else sorted(lines, key=lambda it: order[it[0]])))


def words() -> str:
    """One line for each feature: what it is, and in which forms a row may say how it is taken."""
    return _WORDS_HEAD + "".join(f"| `{it}` | {means} | {', '.join(map(_form, forms(it)))} |\n" for it, means in FEATURE_WORDS.items())


def written(page: str) -> str:
    """A page with its tables as they should be."""
    for name in (*MAIN, HOSTS):
        place = re.compile(rf"(?<=<!-- rows of {name} -->\n).*?(?=<!-- end -->)", re.DOTALL)
        page = place.sub(lambda _, name=name: table(name), page, count=1)  # type: ignore[misc]  # a default argument binds the name
    return re.sub(r"(?<=<!-- words -->\n).*?(?=<!-- end -->)", lambda _: words(), page, count=1, flags=re.DOTALL)


def _said(row: Row) -> list[tuple[str, str]]:
    return [(fact.title.replace(fact.about, f"`{fact.about}`"), fact.verdict) for fact in facts(row)] or [("", "")]


def _form(form: str) -> str:
    return f"`{form}`" if form.startswith("{") else form


def _line(row: Row, title: str, verdict: str) -> str:
    cells = (
        title,
        "; ".join(filter(None, (verdict, row.note))),
        ", ".join(f"`{model}`" for model in row.models) or "all",
        ", ".join(row.hosts) or "everywhere",
        f"[{row.source.split('/')[2]}]({row.source})" if row.source else "",
        row.seen.isoformat() if row.seen else "",
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text()))
