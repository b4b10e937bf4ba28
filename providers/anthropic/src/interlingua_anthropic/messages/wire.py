"""Wire words of the Messages API, and how fields that no canonical type has are kept and written back.

Source: https://docs.claude.com/en/api/messages (the reference of every field named in this folder).

Kept fields stand in `provider_data["anthropic.messages"]`, verbatim. Beside them may stand *marks*, which say what no wire field
can say; their names begin with `$`, and a wire field whose own name begins so gets one more `$` while it is kept:

- `$absent`: names of fields that an encoder writes by itself and that this body didn't have.
- `$place`: `messages`, on a system message that leads the list of messages instead of standing at the top level.
- `$turn`: the fields of a user turn whose first block is a tool result (its `ToolMessage` keeps the block's own fields unmarked).
- `$headers`: headers that belong to the body.
- `$verbatim`: `true` on a blank text, a text document in base64 and a schema of the answer, which go back as they were though Claude
  takes less; on a request, the fields of which that is so (`temperature`, `metadata`), with their values.
- `$events`: on a streamed response, what its events said that neither a part nor a field of a whole answer can hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

from interlingua.errors import ConversionError
from interlingua.types import JsonObject, JsonValue, Loss, LossKind, TextPart
from interlingua.types.json import at, check_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NAME = "anthropic.messages"
PROVIDER = "anthropic"

ABSENT, PLACE, TURN, HEADERS, VERBATIM, EVENTS = "$absent", "$place", "$turn", "$headers", "$verbatim", "$events"

_NOTHING: JsonObject = {}
_EMPTY: tuple[JsonValue, ...] = (None, [], {})

EMPTY_TEXT = (TextPart(""),)
"""What `""` says where content may be text or a list."""

# Fields that stand for a value even where the wire left them out, so that `$absent` removes them whatever they hold now.
_MADE_UP = frozenset({"id", "tool_use_id", "type", "role"})


class LossLog:
    """Collects losses, and knows where the encoder stands, so that paths are composed only where something is lost.

    Attributes:
        records: The losses so far.
        root: Path of the list of messages; for a response, of its message.
        message: Index in that list, or None where the root is the message itself.
        part: Index of the part in the message, or None.
    """

    __slots__ = ("message", "part", "records", "root")

    def __init__(self, root: str, message: int | None = None) -> None:
        """Begin an empty log."""
        self.records: list[Loss] = []
        self.root = root
        self.message = message
        self.part: int | None = None

    @property
    def path(self) -> str:
        """Where the encoder stands."""
        message = "" if self.message is None else f"[{self.message}]"
        part = "" if self.part is None else f".content[{self.part}]"
        return f"{self.root}{message}{part}"

    def lose(self, reason: str, kind: LossKind, *, below: str = "", replaced_by: JsonValue = None) -> None:
        """Record a loss where the encoder stands, or below it."""
        self.add(self.path + below, reason, kind, replaced_by)

    def add(self, path: str, reason: str, kind: LossKind, replaced_by: JsonValue = None) -> None:
        """Record a loss at a path."""
        self.records.append(Loss(path=path, reason=reason, kind=kind, replaced_by=replaced_by))


def checked_body(body: object) -> JsonObject:
    """Check what came as a body; never copied.

    Raises:
        ConversionError: It is no JSON object, or something in it is not JSON, with the path.
    """
    check_json(body)
    if not isinstance(body, dict):
        raise ConversionError("$", "a body is an object")
    return body


def is_int(value: JsonValue) -> TypeGuard[int]:
    """Tell whether a wire value is an integer; `true` is none."""
    return type(value) is int


def is_objects(value: JsonValue) -> TypeGuard[list[JsonObject]]:
    """Tell whether a wire value is a list of objects."""
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def without(wire: JsonValue, *names: str) -> JsonObject:
    """Give the fields of a wire object but these."""
    return {name: value for name, value in wire.items() if name not in names} if isinstance(wire, dict) else {}


def keep(fields: JsonObject, known: Iterable[str] = (), absent: Sequence[str] = ()) -> dict[str, JsonObject]:
    """Keep what isn't modelled of a wire object, as `provider_data`.

    Args:
        fields: The wire object.
        known: Names of its fields that a canonical field holds.
        absent: Names of fields that the encoder would write but the wire left out.
    """
    kept = {(f"${name}" if name[:1] == "$" else name): value for name, value in fields.items() if name not in known}
    if absent:
        kept[ABSENT] = list(absent)
    return {NAME: kept} if kept else {}


def kept_fields(provider_data: dict[str, JsonObject]) -> JsonObject:
    """Give what was kept for this dialect; never to be changed."""
    return provider_data.get(NAME, _NOTHING)


def restore(target: JsonObject, kept: JsonObject, log: LossLog) -> None:
    """Write kept fields back into a wire object.

    A canonical field that says something wins over a kept one of the same name: the kept one is older, and where it said something
    it is reported.
    Equal values keep the wire's own spelling (`1` for `1.0`), and objects are joined.
    """
    for name, value in kept.items():
        if name[:1] != "$":
            _restore_field(target, name, value, log)
        elif name[:2] == "$$":
            _restore_field(target, name[1:], value, log)
    for absent in absent_fields(kept):
        if isinstance(absent, str) and (absent in _MADE_UP or not target.get(absent)):
            target.pop(absent, None)


def _restore_field(target: JsonObject, name: str, value: JsonValue, log: LossLog) -> None:
    said = target.get(name)
    if name not in target or said == value or said in _EMPTY:
        target[name] = value
    elif isinstance(said, dict) and isinstance(value, dict):
        target[name] = value | said
    elif value not in _EMPTY and value != "":
        log.add(at(log.path, "provider_data", NAME, name), f"a canonical field says `{name}` as well, and wins", "hint")


def absent_fields(kept: JsonObject) -> list[JsonValue]:
    """Give the names of the fields that the wire left out though the encoder would write them."""
    absent = kept.get(ABSENT)
    return absent if isinstance(absent, list) else []


def is_blank(text: str) -> bool:
    """Tell whether a text says nothing.

    The API refuses such a text block, in its own words: "text content blocks must be non-empty", "… must contain non-whitespace text".
    """
    return not text or text.isspace()


def is_verbatim(kept: JsonObject, field: str, value: JsonValue) -> bool:
    """Tell whether a request's field still says what this wire said, though the API takes less."""
    marks = kept.get(VERBATIM)
    return isinstance(marks, dict) and field in marks and marks[field] == value


def is_text_in_base64(source: JsonObject) -> bool:
    """Tell whether a source holds a text document's bytes: the API takes PDF alone so, and text as text.

    Source: https://docs.claude.com/en/docs/build-with-claude/files#file-types-and-content-blocks.
    """
    kind = source.get("media_type")
    return source.get("type") == "base64" and isinstance(kind, str) and kind.startswith("text/")


def verbatim_content(kept: JsonObject, content: tuple[object, ...]) -> bool:
    """Tell whether content has a spelling of its own (`""`, `[]`, null, absent) that no list of blocks that say something has."""
    return ("content" in kept or "content" in absent_fields(kept)) and (not content or content == EMPTY_TEXT)


def content_of(fields: JsonObject) -> tuple[list[JsonObject], JsonObject, tuple[str, ...]]:
    """Read a `content` field that may be text or a list of blocks.

    Returns:
        The blocks; the field itself where blocks can't spell it; and the field's name where it is absent.
    """
    content = fields.get("content")
    if content and is_objects(content):
        return content, {}, ()
    if isinstance(content, str):
        return [{"type": "text", "text": content}], ({} if content else {"content": ""}), ()
    if "content" in fields:
        return [], {"content": content}, ()
    return [], {}, ("content",)
