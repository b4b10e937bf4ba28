"""The drawings and journeys of `docs/explanation/architecture.md`, made from the code; `python -m tests.docs.architecture` writes the page.

A drawing is the graph of imports. A journey is what really ran: the files whose functions were called, in the order of their first
call, each with the first sentence of its own docstring.
"""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import grimp

from interlingua import AssistantMessage, Model, UserMessage, get_dialect
from interlingua.dialect import write_event
from interlingua.types.json import dumps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import FrameType

    from interlingua.types import JsonObject

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "explanation" / "architecture.md"
PACKAGES = ("interlingua", "interlingua_anthropic", "interlingua_openai", "interlingua_llamacpp")
DIALECTS = ("interlingua_anthropic.messages", "interlingua_openai.chat", "interlingua_openai.responses")

_DELTAS: dict[str, tuple[list[JsonObject], JsonObject]] = {
    "anthropic.messages": (
        [
            {"type": "message_start", "message": {"type": "message", "role": "assistant", "content": []}},
            {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
        ],
        {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "Hi"}},
    ),
    "openai.chat": ([], {"choices": [{"index": 0, "delta": {"content": "Hi"}}]}),
    "openai.responses": (
        [{"type": "response.output_item.added", "output_index": 0, "item": {"type": "message", "role": "assistant", "content": []}}],
        {"type": "response.output_text.delta", "output_index": 0, "content_index": 0, "delta": "Hi"},
    ),
}
"""Dialect → the events before a text delta, and the delta."""


def rooms() -> str:
    """The rooms and the plugins, and who imports whom."""
    graph = grimp.build_graph(*PACKAGES, exclude_type_checking_imports=True)
    pairs = {
        (_room(importer), _room(imported))
        for importer in graph.modules
        for imported in graph.find_modules_directly_imported_by(importer)
    }  # fmt: skip
    return _flowchart((a, b) for a, b in pairs if b not in (a, "interlingua"))


def dialect_files() -> str:
    """The files of the dialects' folders: an arrow stands where any of the three imports so."""
    graph = grimp.build_graph(*PACKAGES, exclude_type_checking_imports=True)
    pairs: set[tuple[str, str]] = set()
    for folder in DIALECTS:
        for importer in graph.find_descendants(folder):
            imported = [module for module in graph.find_modules_directly_imported_by(importer) if module.startswith(f"{folder}.")]
            pairs |= {(_file(importer, folder), _file(module, folder)) for module in imported}
    return _flowchart((a, b) for a, b in pairs if a != b)


def _room(module: str) -> str:
    package, _, rest = module.partition(".")
    if package != "interlingua":
        inner = rest.partition(".")[0]
        return f"{package}.{inner}" if f"{package}.{inner}" in DIALECTS else package
    room = rest.partition(".")[0]
    return f"interlingua.{room}" if room else package


def _file(module: str, folder: str) -> str:
    return module.removeprefix(f"{folder}.").partition(".")[0]


def _flowchart(pairs: Iterable[tuple[str, str]]) -> str:
    """Draw arrows; one that others imply is left out."""
    arrows = set(pairs)
    shown = [(a, b) for a, b in sorted(arrows) if not _leads(a, b, arrows - {(a, b)})]
    return "```mermaid\nflowchart TD\n" + "".join(f"    {a} --> {b}\n" for a, b in shown) + "```\n"


def _leads(start: str, end: str, arrows: set[tuple[str, str]]) -> bool:
    """Tell whether arrows lead from one to another."""
    seen, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        following = {b for a, b in arrows if a == here} - seen
        seen |= following
        waiting += following
    return end in seen


def request_journey() -> str:
    """The files that `prepare` passes through, in Claude's dialect."""
    model = Model("anthropic:claude-opus-4-8?max_tokens=200")
    conversation = [UserMessage("Hello"), AssistantMessage("Hello."), UserMessage("Why is the sky blue?")]
    model.prepare(conversation)  # what is loaded once is no part of the journey
    return _table(_files_called(lambda: model.prepare(conversation)))


def delta_journey() -> str:
    """The files that one text delta passes through, in each dialect."""
    tables = []
    for name, (before, delta) in _DELTAS.items():
        decoder = get_dialect(name).stream_decoder()
        for event in before:
            decoder.feed(_event(event))
        decoder.feed(_event(delta))  # the first begins more than it shows
        files = _files_called(lambda decoder=decoder, delta=delta: decoder.feed(_event(delta)))  # type: ignore[misc]  # bound now
        tables.append(f"`{name}`:\n\n{_table(files)}")
    return "\n".join(tables)


def _event(data: JsonObject) -> bytes:
    kind = data.get("type")
    return write_event(dumps(data), kind if isinstance(kind, str) else None)


def _files_called(call: Callable[[], object]) -> list[Path]:
    files: dict[Path, None] = {}

    def profile(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and Path(frame.f_code.co_filename).is_relative_to(ROOT):
            files[Path(frame.f_code.co_filename)] = None

    before = sys.getprofile()
    sys.setprofile(profile)
    try:
        call()
    finally:
        sys.setprofile(before)
    return [file for file in files if "src" in file.parts]


def _table(files: list[Path]) -> str:
    rows = [f"| `{file.as_posix().partition('/src/')[2]}` | {_first_sentence(file)} |\n" for file in files]
    return "| file | what it is |\n| --- | --- |\n" + "".join(rows)


def _first_sentence(file: Path) -> str:
    text = ast.get_docstring(ast.parse(file.read_text())) or ""
    sentence = " ".join(text.partition("\n\n")[0].split())
    return re.split(r"(?<=[.;])\s|(?<=\w):\s(?=\w+ )", sentence)[0].rstrip(";.").replace("|", "\\|")


def written(page: str) -> str:
    """A page with its drawings and tables as they should be."""
    makers = {"rooms": rooms, "dialects": dialect_files, "request": request_journey, "delta": delta_journey}
    for name, make in makers.items():
        text = make()
        place = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        page = place.sub(lambda found, text=text: found[1] + text + found[2], page)  # type: ignore[misc]  # a default argument binds it
    return page


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text()))
