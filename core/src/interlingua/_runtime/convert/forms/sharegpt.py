"""ShareGPT: `{"conversations": [{"from": "human", "value": "…"}, …]}`, perhaps with `system` and `tools`; or the bare list.

Sources: FastChat's data (https://github.com/lm-sys/FastChat, `from`, `value`), LLaMA-Factory's page on its
`sharegpt` format (https://github.com/hiyouga/LLaMA-Factory/blob/main/data/README.md: `function_call`, `observation`, `system`, `tools`),
ms-swift's (https://github.com/modelscope/ms-swift, `tool_call`, `tool_response`), and the roles of public data sets.

A result names no call. So results answer the calls before them in order, and there must be as many. Hermes' way of writing calls and
results into texts is read as well: `<tool_call>{…}</tool_call>` and `<tool_response>…</tool_response>`
(https://github.com/NousResearch/Hermes-Function-Calling); blanks around those marks aren't kept.
"""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from interlingua._runtime.convert.forms.calls import read_calls, read_tools
from interlingua._runtime.convert.forms.record import Fields, Record, parsed
from interlingua._runtime.convert.forms.strangers import check_list, how_to_read, stranger
from interlingua.dialect import as_list, as_object, as_text
from interlingua.errors import ConversionError
from interlingua.types import AssistantMessage, Loss, Request, SystemMessage, TextPart, ToolCallPart, ToolMessage, UserMessage
from interlingua.types.json import at

if TYPE_CHECKING:
    from collections.abc import Collection

    from interlingua.types import AssistantPart, JsonObject, JsonValue, Message

LISTS: Final = ("conversations", "conversation", "messages")
"""The names that the list goes by; the first is the usual one."""

FIELDS: Final = (*LISTS, "system", "tools")

UNSAID: Final = ("chosen", "rejected", "image", "images", "video", "videos", "audio", "audios")
"""Fields that belong to what was said, and that a conversation has no place for: a second answer, and the paths of files."""

_ROLES: Final = {
    "system": "system",
    "human": "user",
    "user": "user",
    "gpt": "assistant",
    "assistant": "assistant",
    "chatgpt": "assistant",
    "bing": "assistant",
    "bard": "assistant",
    "model": "assistant",
    "bot": "assistant",
    "ai": "assistant",
    "function_call": "calls",
    "tool_call": "calls",
    "observation": "result",
    "tool": "result",
    "tool_response": "result",
    "function_response": "result",
}
"""Who speaks, in small letters and with underscores → as what."""

_HERMES_CALL: Final = re.compile(r"<tool_call>(.*?)</tool_call>", re.DOTALL)
_HERMES_RESULT: Final = re.compile(r"<tool_response>(.*?)</tool_response>", re.DOTALL)


def read_sharegpt(line: JsonValue, path: str, keep: Collection[str]) -> Record:
    """Read a record, or the bare list of its turns.

    Raises:
        ConversionError: It is none, or a turn can't be said as a message.
    """
    whole: JsonObject = {LISTS[0]: line} if isinstance(line, list) else as_object(line, path)
    record = Fields(whole, path, keep)
    name = next((name for name in LISTS if record.left.get(name) is not None), None)
    if name is None:
        raise stranger(whole, "sharegpt", f"a record of sharegpt has {LISTS[0]!r}", at(path, LISTS[0]), record.left)
    record.refuse(UNSAID, "a conversation has no place for this field of sharegpt")
    where = path if isinstance(line, list) else record.at(name)
    turns = as_list(parsed(record.take(name), where, record.losses), where)
    if not any(isinstance(turn, dict) and "from" in turn for turn in turns):
        check_list(turns, "sharegpt", where)
    told = record.text("system")
    if told and turns and isinstance(turns[0], dict) and turns[0].get("from") == "system":
        if turns[0].get("value") != told:
            reason = "the conversation begins with a system text of its own, which takes its place"
            record.losses.append(Loss(record.at("system"), reason, "content"))
        told = ""
    messages: list[Message] = [SystemMessage(told)] if told else []
    waiting: list[str] = []  # ids of calls, until their results are there
    results = 0
    for index, turn in enumerate(turns):
        here = at(where, index)
        fields = Fields(as_object(turn, here), here, (), record.losses)
        if "from" not in fields.left and "role" in fields.left:
            hint = how_to_read(turns, None if isinstance(line, list) else name, whole)
            raise ConversionError(here, "this turn has 'role', which is a chat message's, and no 'from'", hint=hint)
        role = _role(fields)
        value = as_text(fields.take("value"), fields.at("value"))
        fields.leave("a field of a turn that no message has")
        if role == "result":
            answers = [answer.strip() for answer in _HERMES_RESULT.findall(value)] or [value]
            if results + len(answers) > len(waiting):
                raise ConversionError(here, "a result without a call before it", hint='a call is {"from": "function_call", "value": JSON}')
            for answer in answers:
                messages.append(ToolMessage(tool_call_id=waiting[results], content=answer))
                results += 1
            continue
        _check_answered(waiting, results, here)
        said = _message(role, value, fields.at("value"), len(messages), record.losses)
        messages.append(said)
        waiting, results = [call.id for call in said.content if isinstance(call, ToolCallPart)], 0
    _check_answered(waiting, results, where)
    tools = read_tools(record.parsed("tools"), record.at("tools"), record.losses)
    return Record(Request(messages=tuple(messages), tools=tools, provider_data={}), record.own(), tuple(record.losses))


def _message(role: str, value: str, path: str, index: int, losses: list[Loss]) -> Message:
    match role:
        case "system":
            return SystemMessage(value)
        case "user":
            return UserMessage(value)
        case "calls":
            return AssistantMessage(read_calls(parsed(value, path, losses), path, index, losses))
        case _:
            return _answer(value, path, index, losses)


def _answer(value: str, path: str, index: int, losses: list[Loss]) -> AssistantMessage:
    """Read an answer: its text, and the calls that Hermes writes into it. What looks like such calls and isn't stays text."""
    pieces = _HERMES_CALL.split(value)
    told: list[Loss] = []
    try:
        calls = read_calls([parsed(piece.strip(), path, told) for piece in pieces[1::2]], path, index, told)
    except ConversionError:
        return AssistantMessage([TextPart(value)])
    if not calls:
        return AssistantMessage([TextPart(value)])
    losses += told
    parts: list[AssistantPart] = []
    for text, call in zip_longest(pieces[::2], calls):
        parts += [TextPart(text.strip())] if text.strip() else []
        parts += [call] if call else []
    return AssistantMessage(parts)


def _role(fields: Fields) -> str:
    said = as_text(fields.take("from"), fields.at("from"))
    role = _ROLES.get(said.lower().replace("-", "_").replace(" ", "_"))
    if role is None:
        raise ConversionError(fields.at("from"), f"{said!r} is nobody that sharegpt knows", hint=f"it is one of {', '.join(_ROLES)}")
    return role


def _check_answered(waiting: list[str], results: int, path: str) -> None:
    """Refuse fewer results than calls: nobody can tell whose they are. A conversation may end with calls."""
    if 0 < results < len(waiting):
        raise ConversionError(path, f"{len(waiting)} calls and {results} result{'s' * (results > 1)} before this: nobody can tell whose")
