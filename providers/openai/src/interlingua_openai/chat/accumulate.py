"""Deltas of one choice → the whole choice, as the wire would have said it unstreamed; linear in bytes.

Text grows, everything else is set: pieces of strings inside a delta are joined (but for words such as an id, which servers repeat),
lists are extended, objects are merged, and of two other values the later counts. So a field that we have never heard of survives.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from interlingua.dialect import join_text
from interlingua.types.json import dumps_text
from interlingua_openai.chat.assistant import REASONING_FIELDS
from interlingua_openai.chat.wire import as_list, as_object

if TYPE_CHECKING:
    from interlingua.types.base import JsonObject, JsonValue
    from interlingua_openai.chat.display import Display

_WORDS: Final = frozenset({"id", "type", "role", "object", "format"})
"""String fields that servers repeat whole, never in pieces."""

_TEXTS: Final = frozenset({"refusal", *REASONING_FIELDS})


class _Pieces(list[str]):
    """A string in the making: a list, so that many pieces cost no more than their bytes."""


def _merged(old: JsonValue, new: JsonValue, *, joins: bool) -> JsonValue:
    if new is None:
        return old
    if isinstance(old, dict) and isinstance(new, dict):
        for name, value in new.items():
            old[name] = _merged(old.get(name), value, joins=joins and name not in _WORDS)
        return old
    if isinstance(old, list) and isinstance(new, list) and not isinstance(old, _Pieces):
        old.extend(new)
        return old
    return _joined(old, new) if joins and isinstance(new, str) else new


def _joined(old: JsonValue, new: str) -> JsonValue:
    if isinstance(old, _Pieces):
        old.append(new)
    elif isinstance(old, str):
        # JSON has no such type, but nothing sees it before `_whole` has made a string of it.
        return cast("JsonValue", _Pieces([old, new]))
    else:
        return new
    return cast("JsonValue", old)


def _whole(value: JsonValue) -> JsonValue:
    if isinstance(value, _Pieces):
        return join_text(value)
    if isinstance(value, dict):
        return {name: _whole(item) for name, item in value.items()}
    return value


class CallSoFar:
    """One tool call in the making."""

    __slots__ = ("_arguments", "_fields", "_name", "_said", "_spoke", "id", "kind", "number")

    def __init__(self, number: int) -> None:
        """Begin a call.

        Args:
            number: Its place among the message's calls.
        """
        self.number = number
        self.id = ""
        self.kind = "function"
        self._fields: JsonObject = {}
        self._said: JsonObject = {}
        self._spoke = False
        self._name = _Pieces()
        self._arguments: list[JsonValue] = []

    @property
    def name(self) -> str:
        """The name so far."""
        return join_text(self._name)

    def add(self, item: JsonObject) -> str:
        """Take one delta; give the piece of arguments that it brought."""
        repeated = bool(self.id) and item.get("id") == self.id
        if isinstance(call_id := item.get("id"), str) and call_id:
            self.id = self.id or call_id
        if item.get("type") == "custom" or ("custom" in item and "function" not in item and not self._spoke):
            self.kind = "custom"
        piece = ""
        for name, value in item.items():
            if name == self.kind and isinstance(value, dict):
                piece = self._add_said(value, repeated=repeated)
            elif name != "index":
                self._fields[name] = _merged(self._fields.get(name), value, joins=False)
        return piece

    def _add_said(self, said: JsonObject, *, repeated: bool) -> str:
        self._spoke = True
        piece: JsonValue = None
        for name, value in said.items():
            if name == "name" and isinstance(value, str):
                # Some servers repeat the whole name beside the id that they repeat; a piece of a name comes without.
                if not (repeated and value == self.name):
                    self._name.append(value)
            elif name == ("arguments" if self.kind == "function" else "input"):
                self._arguments.append(piece := value)
            else:
                self._said[name] = _merged(self._said.get(name), value, joins=False)
        return piece if isinstance(piece, str) else "" if piece is None else dumps_text(piece)

    def wire(self) -> JsonObject:
        """Give the whole call."""
        said: JsonObject = {**self._said}
        if self._name:
            said["name"] = self.name
        if self._arguments:
            said["arguments" if self.kind == "function" else "input"] = self._whole_arguments()
        out: JsonObject = {**self._fields}
        if self.id:
            out["id"] = self.id  # the first one given: some servers send another with each delta
        if self._spoke:
            out[self.kind] = said
        return out

    def _whole_arguments(self) -> JsonValue:
        pieces = [piece for piece in self._arguments if piece is not None and piece != ""]
        if len(pieces) == 1:
            return pieces[0]
        if not pieces:
            return "" if "" in self._arguments else None
        return join_text(piece if isinstance(piece, str) else dumps_text(piece) for piece in pieces)


class ChoiceSoFar:
    """One choice in the making."""

    __slots__ = ("_by_index", "_calls", "_content", "_display", "_fields", "_listed", "_message", "_texts", "finished")

    def __init__(self, display: Display | None) -> None:
        """Begin a choice.

        Args:
            display: Makes chunks of what comes in, or None for a choice that isn't shown.
        """
        self._display = display
        self._fields: JsonObject = {}
        self._message: JsonObject = {}
        self._content: list[JsonValue] = []
        self._listed = False
        self._texts: dict[str, list[str]] = {}
        self._calls: list[CallSoFar] = []
        self._by_index: dict[int, CallSoFar] = {}
        self.finished = False

    def add(self, choice: JsonObject) -> None:
        """Take one chunk's entry of this choice; what it holds may be changed later."""
        for name, value in choice.items():
            if name == "delta":
                if value is not None:
                    self._add_delta(as_object(value, "$.choices[].delta"))
            elif value is None:
                self._fields.setdefault(name, None)
            elif name == "finish_reason":
                self.finished = True
                self._fields[name] = value or self._fields.get(name) or value
            elif name == "message" and "delta" not in choice:
                self._add_delta(as_object(value, "$.choices[].message"))  # a server that says the whole in one chunk
            else:
                self._fields[name] = _merged(self._fields.get(name), value, joins=False)

    def wire(self) -> JsonObject:
        """Give the whole choice."""
        message: JsonObject = {name: _whole(value) for name, value in self._message.items()}
        if self._listed:
            message["content"] = self._blocks()
        elif self._content:
            message["content"] = join_text(self._content)  # type: ignore[arg-type]  # only a listed content holds blocks
        for name, pieces in self._texts.items():
            message[name] = join_text(pieces)
        if self._calls:
            message["tool_calls"] = [call.wire() for call in self._calls]
        return {**self._fields, "message": message}

    def _add_delta(self, delta: JsonObject) -> None:
        for name, value in delta.items():
            if value is None:
                self._message.setdefault(name, None)
            elif name == "content":
                self._add_content(value)
            elif name in _TEXTS and isinstance(value, str):
                self._texts.setdefault(name, []).append(value)
                if value and self._display is not None:
                    self._display.text(name, value)
            elif name == "tool_calls":
                self._message.setdefault(name, [])
                for item in as_list(value, "$.choices[].delta.tool_calls"):
                    self._add_call(as_object(item, "$.choices[].delta.tool_calls[]"))
            else:
                self._message[name] = _merged(self._message.get(name), value, joins=name not in _WORDS)

    def _add_content(self, value: JsonValue) -> None:
        if isinstance(value, str):
            self._content.append(value)
            if value and self._display is not None:
                self._display.text("content", value)
            return
        self._listed = True
        for item in as_list(value, "$.choices[].delta.content"):
            block = as_object(item, "$.choices[].delta.content[]")
            self._content.append(block)
            text = block.get("text")
            if block.get("type") == "text" and isinstance(text, str) and text and self._display is not None:
                self._display.text("content", text)

    def _blocks(self) -> list[JsonValue]:
        """Give a content that came, at least in part, as lists; pieces of one text are joined, other blocks stay apart."""
        blocks: list[JsonValue] = []
        run: list[str] = []
        for item in self._content:
            if isinstance(item, str):
                run.append(item)
            elif isinstance(item, dict) and item.keys() == {"type", "text"} and item["type"] == "text" and isinstance(item["text"], str):
                run.append(item["text"])
            else:
                _flush(run, blocks)
                blocks.append(item)
        _flush(run, blocks)
        return blocks

    def _add_call(self, item: JsonObject) -> None:
        call = self._call_of(item)
        piece = call.add(item)
        if self._display is not None:
            self._display.call(call, piece)

    def _call_of(self, item: JsonObject) -> CallSoFar:
        """Find the call that a delta continues, or begin one.

        Deltas of parallel calls come mixed, each with the `index` of its call. Compatible servers leave the index out, or give
        every call the same one: then a new id, or a name where the last call has one already, begins a call.
        """
        index, call_id = item.get("index"), item.get("id")
        said = item.get("function") or item.get("custom")
        named = isinstance(said, dict) and bool(said.get("name"))
        new_id = isinstance(call_id, str) and bool(call_id)
        if type(index) is int:
            call = self._by_index.get(index)
            if call is None or (new_id and named and call.id not in {"", call_id}):
                call = self._by_index[index] = self._begin()
            return call
        if new_id:
            return next((call for call in self._calls if call.id == call_id), None) or self._begin()
        return self._begin() if named or not self._calls else self._calls[-1]

    def _begin(self) -> CallSoFar:
        call = CallSoFar(len(self._calls))
        self._calls.append(call)
        return call


def _flush(run: list[str], blocks: list[JsonValue]) -> None:
    if text := join_text(run):
        blocks.append({"type": "text", "text": text})
    run.clear()
