"""Deltas of tool calls → whole calls, each piece in its own call; linear in bytes and in calls.

Deltas of parallel calls come mixed, each with the `index` of its call. Compatible servers leave the index out, or give every call the
same one. Then a call begins with a new id; or, where there are no ids, with a name after a call that is complete already (without an
index: after any). Two things look like that and aren't:

- A name after a name whose arguments haven't ended is a piece of that name; where they have begun, the same name is said again.
- A new id at the index of a call of the same name whose arguments have begun, and not ended, is its own: some servers make up an id
  for each delta. Whole calls with the same index, as servers of Gemini and Ollama send them, have ended before.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from interlingua.dialect import join_text
from interlingua.types.json import dumps_text
from interlingua_openai.chat.calls import nested_call
from interlingua_openai.chat.stream.pieces import Pieces, merged

if TYPE_CHECKING:
    from interlingua.types.base import JsonObject, JsonValue

_IN_STRING: Final = re.compile(r'[\\"]')
_OUTSIDE: Final = re.compile(r'["{}\[\]]')


class CallSoFar:
    """One tool call in the making."""

    __slots__ = (
        "_arguments",
        "_fields",
        "_function",
        "_name",
        "_name_length",
        "_nesting",
        "_read",
        "_spoke",
        "begun",
        "id",
        "is_flat",
        "kind",
        "number",
    )

    def __init__(self, number: int) -> None:
        """Begin a call.

        Args:
            number: Its place among the message's calls.
        """
        self.number = number
        self.begun = False  # some of its arguments have come
        self.id = ""
        self.kind = "function"
        self.is_flat = False  # its name and arguments stand beside the type
        self._fields: JsonObject = {}
        self._function: JsonObject = {}
        self._spoke = False
        self._name = Pieces()
        self._name_length = 0
        self._arguments: list[JsonValue] = []
        self._nesting = _Nesting()
        self._read = 0  # pieces of the arguments that `_nesting` has seen

    @property
    def name(self) -> str:
        """The name so far."""
        return join_text(self._name)

    @property
    def complete(self) -> bool:
        """Whether it has a name, and arguments that are a whole JSON object or array; a custom call's free text never is."""
        if self.kind != "function" or not self._name_length:
            return False
        while self._read < len(self._arguments):
            self._nesting.add(self._arguments[self._read])
            self._read += 1
        return self._nesting.closed

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
                piece = self._add_function(value, repeated=repeated)
            elif name != "index":
                self._fields[name] = merged(self._fields.get(name), value, joins=False)
        return piece

    def _add_function(self, function: JsonObject, *, repeated: bool) -> str:
        self._spoke = True
        piece: JsonValue = None
        for name, value in function.items():
            if name == "name" and isinstance(value, str):
                self._add_name(value, repeated=repeated)
            elif name == ("arguments" if self.kind == "function" else "input"):
                self._arguments.append(piece := value)
                self.begun = self.begun or not (value is None or value == "")
            else:
                self._function[name] = merged(self._function.get(name), value, joins=False)
        return piece if isinstance(piece, str) else "" if piece is None else dumps_text(piece)

    def _add_name(self, piece: str, *, repeated: bool) -> None:
        if self._name and not piece:
            return
        # Some servers repeat the whole name beside the id that they repeat, or with each piece of the arguments; a piece of a name
        # comes without an id, and before them.
        if (repeated or self.begun) and self.is_named(piece):
            return
        self._name.append(piece)
        self._name_length += len(piece)

    def is_named(self, name: str) -> bool:
        """Tell whether a name is the one so far.

        That is put together only beside one that may equal it, so that many pieces stay linear (joining halves a surrogate pair's
        length at most).
        """
        return 2 * len(name) >= self._name_length and name == self.name

    def whole(self) -> JsonObject:
        """Give the whole call."""
        function: JsonObject = {**self._function}
        if self._name:
            function["name"] = self.name
        if self._arguments:
            function["arguments" if self.kind == "function" else "input"] = self._whole_arguments()
        out: JsonObject = {**self._fields}
        if self.id:
            out["id"] = self.id  # the first one given: some servers send another with each delta
        if self.is_flat:
            out |= function
        elif self._spoke:
            out[self.kind] = function
        return out

    def _whole_arguments(self) -> JsonValue:
        pieces = [piece for piece in self._arguments if piece is not None and piece != ""]
        if len(pieces) == 1:
            return pieces[0]
        if not pieces:
            return "" if "" in self._arguments else None
        return join_text(piece if isinstance(piece, str) else dumps_text(piece) for piece in pieces)


class CallsSoFar:
    """The calls of one message in the making."""

    __slots__ = ("_by_id", "_by_index", "_calls")

    def __init__(self) -> None:
        """Begin a message."""
        self._calls: list[CallSoFar] = []
        self._by_index: dict[int, CallSoFar] = {}
        self._by_id: dict[str, CallSoFar] = {}

    def add(self, item: JsonObject) -> tuple[CallSoFar, str]:
        """Take one delta; give its call, and the piece of arguments that it brought."""
        nested = nested_call(item)
        call = self._call_of(nested)
        if call.is_flat:
            nested = nested_call(item, is_flat=True)
        call.is_flat = call.is_flat or nested is not item
        piece = call.add(nested)
        if call.id:
            self._by_id.setdefault(call.id, call)
        return call, piece

    def whole(self) -> list[JsonValue]:
        """Give the whole calls, in order."""
        return [call.whole() for call in self._calls]

    def _call_of(self, item: JsonObject) -> CallSoFar:
        """Find the call that a delta continues, or begin one."""
        index, call_id = item.get("index"), item.get("id")
        function = item.get("function") or item.get("custom")
        name = function.get("name") if isinstance(function, dict) else None
        named = bool(name)
        new_id = call_id if isinstance(call_id, str) else ""
        if type(index) is int:
            call = self._by_index.get(index)
            if call is None or (named and _is_another(call, new_id, name)):
                call = self._by_index[index] = self._begin()
            return call
        if new_id:
            return self._by_id.get(new_id) or self._begin()
        return self._begin() if named or not self._calls else self._calls[-1]

    def _begin(self) -> CallSoFar:
        call = CallSoFar(len(self._calls))
        self._calls.append(call)
        return call


def _is_another(call: CallSoFar, new_id: str, name: JsonValue) -> bool:
    """Tell whether a name that comes with this id, or with none, isn't the call's own."""
    if not call.id or not new_id:
        return call.complete
    if call.id == new_id:
        return False
    goes_on = call.kind == "function" and call.begun and not call.complete
    return not (goes_on and isinstance(name, str) and call.is_named(name))


class _Nesting:
    """Counts the brackets of JSON text that comes in pieces, each of which is read once."""

    __slots__ = ("_begun", "_depth", "_escaped", "_in_string")

    def __init__(self) -> None:
        self._begun = False
        self._depth = 0
        self._in_string = False
        self._escaped = False

    @property
    def closed(self) -> bool:
        """Whether every bracket that was opened is closed, and there was one."""
        return self._begun and self._depth == 0

    def add(self, piece: JsonValue) -> None:
        """Read the next piece; one that is no string is whole in itself."""
        if not isinstance(piece, str):
            self._begun = self._begun or piece is not None
            return
        place = 0
        while place < len(piece):
            if self._escaped:
                self._escaped = False
                place += 1
                continue
            mark = (_IN_STRING if self._in_string else _OUTSIDE).search(piece, place)
            if mark is None:
                return
            place = mark.end()
            self._read_mark(mark[0])

    def _read_mark(self, mark: str) -> None:
        if mark == '"':
            self._in_string = not self._in_string
        elif mark == "\\":
            self._escaped = True
        elif mark in "{[":
            self._begun = True
            self._depth += 1
        else:
            self._depth -= 1
