"""The table of `docs/reference/hand-over.md`, made by handing each part over; `python -m tests.docs.hand_over_table` writes the page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from tests.docs.hand_over_cases import CASES
from tests.laws.hand_over.answers import WIRES

from interlingua import ConversionError, get_dialect
from interlingua.dialect import normal_form
from interlingua.types import TextPart, ToolCallPart, ToolMessage
from interlingua.types.json import dumps_text, same_json

if TYPE_CHECKING:
    from tests.docs.hand_over_cases import Case

    from interlingua.types import Loss, Message, Part

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "hand-over.md"
_TABLE = re.compile(r"(?<=<!-- hand-over -->\n).*?(?=<!-- end -->)", re.DOTALL)


def table() -> str:
    """The rows: a part from a wire, and what becomes of it on each."""
    head = f"| part | from | {' | '.join(f'to `{wire}`' for wire in WIRES)} |\n| --- | --- |{' --- |' * len(WIRES)}\n"
    return head + "".join(
        f"| {case.part} | `{source}` | {' | '.join(outcome(case, source, target) for target in WIRES)} |\n"
        for case in CASES
        for source in case.bodies
    )


def written(page: str) -> str:
    """A page with its table as it should be."""
    return _TABLE.sub(lambda _: table(), page)


def outcome(case: Case, source: str, target: str) -> str:
    """Hand a part over, and say what became of it.

    Raises:
        AssertionError: Something changed and no loss says so, or the conversation no longer holds what its own wire said.
    """
    home, abroad, body = get_dialect(source), get_dialect(target), case.bodies[source]
    request = home.decode_request(body).value
    try:
        encoded = abroad.encode_request(request)
    except ConversionError:
        return "refused, `ConversionError`"
    assert same_json(home.wire_normal_form(home.encode_request(request).body), home.wire_normal_form(body))
    if source == target:
        assert encoded.losses == ()
        return "as it was"
    went = normal_form(abroad.decode_request(encoded.body).value.messages)
    asked = normal_form(request.messages)
    if encoded.losses:
        return "; ".join(dict.fromkeys(_fate(loss, _parts(asked), _parts(went)) for loss in encoded.losses))
    if _said(went) == _said(asked):
        waiting = case.fields.get(source)
        assert waiting is None or waiting not in dumps_text(encoded.body)
        return "kept" if waiting is None else f"kept; `{waiting}` waits for its wire"
    assert _said(went, ids=False) == _said(asked, ids=False), (case.part, source, target, went)
    return "kept; the id is mapped"


def _fate(loss: Loss, asked: list[Part], went: list[Part]) -> str:
    """Say what a loss did, in its own words."""
    gone = loss.path.endswith("]") and (len(went) < len(asked) or ".citations[" in loss.path)
    verb = "lost" if gone and loss.replaced_by is None else "changed"
    instead = f", now {loss.replaced_by}" if isinstance(loss.replaced_by, str) else ""
    return f"{verb} ({loss.kind}): {loss.reason}{instead}"


def _parts(messages: tuple[Message, ...]) -> list[Part]:
    return [part for message in messages for part in message.content]


def _said(messages: tuple[Message, ...], *, ids: bool = True) -> list[object]:
    """Give what was said, without what only one dialect knows of it."""
    return [
        (message.role, _told(message, ids=ids), [_plain(part, ids=ids) for part in message.content])
        for message in messages
    ]  # fmt: skip


def _told(message: Message, *, ids: bool) -> object:
    return (message.is_error, message.tool_call_id if ids else "") if isinstance(message, ToolMessage) else None


def _plain(part: Part, *, ids: bool) -> Part:
    plain: dict[str, object] = {"provider_data": {}}
    if isinstance(part, ToolCallPart) and not ids:
        plain["id"] = ""
    if isinstance(part, TextPart):
        plain["citations"] = tuple([citation.model_copy(update={"provider_data": {}}) for citation in part.citations])
    return part.model_copy(update=plain)


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text()))
