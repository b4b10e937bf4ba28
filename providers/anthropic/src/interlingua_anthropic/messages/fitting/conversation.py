"""What Claude's API refuses of a conversation, beside what the rules of `interlingua.dialect.fit` see to.

Sources, as read in November 2026: https://platform.claude.com/docs/en/api/messages, and the API's own errors, which stand beside the rules.
Nothing here depends on what follows, so that a message that is appended changes none before it.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from interlingua.dialect import Kept, at, says_something
from interlingua.types import (
    AssistantMessage,
    Base64Source,
    DocumentPart,
    ImagePart,
    OpaquePart,
    ReasoningPart,
    SystemMessage,
    TextPart,
    ToolCallPart,
    ToolMessage,
    URLSource,
    UserMessage,
)
from interlingua_anthropic.messages.fitting.caches import CACHE, own_fields, with_cache
from interlingua_anthropic.messages.parts import is_blank, is_respelled
from interlingua_anthropic.messages.tool_ids import mapped_id
from interlingua_anthropic.names import MESSAGES, PLACE, PROVIDER, VERBATIM

if TYPE_CHECKING:
    from interlingua.dialect import Fitting
    from interlingua.types import JsonValue, Message, Part


_NO_CITATIONS: Final = "a text of the user's has no citations in this version of the API"

_SERVED: Final = "server_tool_use"
_SERVED_ID: Final = "srvtoolu_"
"""A call of one of Claude's own tools, and how its id begins."""

_LONGEST_NAME: Final = 128
_NAME: Final = re.compile(rf"[a-zA-Z0-9_-]{{1,{_LONGEST_NAME}}}")


def fit_leading(fitting: Fitting) -> None:
    """Put a text that leads the list of messages at the top level, where the API wants it.

    "messages.0: use the top-level 'system' parameter for the initial system prompt", https://github.com/LeenHawk/gproxy/issues/209.
    """
    if fitting.capabilities.has("system_in_place") and fitting.capabilities.has("system_anywhere"):
        return
    messages = list(fitting.request.messages)
    for index, message in enumerate(messages):
        if not isinstance(message, SystemMessage):
            break
        kept = Kept.of(message.provider_data, MESSAGES)
        others = [name for name, value in kept.fields.items() if name != CACHE and says_something(value)]
        if not message.content or not (kept.mark(PLACE) or kept.fields.keys() - {CACHE}):
            continue
        for name in others:
            fitting.lose(at("$.messages", index, "provider_data", MESSAGES, name), "a text at the top level has no such field", "content")
        fitting.lose(f"$.messages[{index}]", "a text that leads stands at the top level", "hint", "system")
        left = Kept({CACHE: kept.fields[CACHE]} if CACHE in kept.fields else {})
        messages[index] = message.model_copy(update={"provider_data": left.among(message.provider_data, MESSAGES)})
    if any(new is not old for new, old in zip(messages, fitting.request.messages, strict=True)):
        fitting.set(messages=tuple(messages))


def fit_parts(fitting: Fitting) -> None:
    """See to each part of each message, in one go."""
    messages = list(fitting.request.messages)
    ids = _Ids()
    left: dict[int, tuple[int, ...]] = {}
    for index, message in enumerate(messages):
        if _is_plain(message):
            continue  # as most are
        parts: list[Part | None] = list(message.content)
        for place, part in enumerate(message.content):
            if type(part) is not TextPart or part.provider_data or part.citations:
                parts[place] = _fitted(fitting, message, part, at("$.messages", index, "content", place), ids)
        update: dict[str, object] = {}
        if any(new is not old for new, old in zip(parts, message.content, strict=True)):
            left[index] = tuple([place for place, part in enumerate(parts) if part is not None])
            update["content"] = tuple([part or old for part, old in zip(parts, message.content, strict=True)])
        update |= _update(fitting, message, index, ids)
        if update:
            messages[index] = message.model_copy(update=update)
    if any(new is not old for new, old in zip(messages, fitting.request.messages, strict=True)):
        fitting.set(messages=tuple(messages))
        fitting.keep_parts({index: stay for index, stay in left.items() if len(stay) < len(messages[index].content)})


def _is_plain(message: Message) -> bool:
    """Tell whether a message is nothing but texts, with nothing beside them."""
    if message.provider_data or type(message) is ToolMessage:
        return False
    return all(type(part) is TextPart and not part.provider_data and not part.citations for part in message.content)


def _update(fitting: Fitting, message: Message, index: int, ids: _Ids) -> dict[str, object]:
    """Give what of a message is to be said otherwise, beside its parts: whose result it is, and that it has no word.

    "content cannot be empty if `is_error` is true", https://github.com/jlevy/markform/issues/153.
    """
    kept, update = Kept.of(message.provider_data, MESSAGES), dict[str, object]()
    if isinstance(message, ToolMessage):
        if message.tool_call_id in ids.renamed:
            update["tool_call_id"] = ids.renamed[message.tool_call_id]
        if message.is_error and all(isinstance(part, TextPart) and is_blank(part.text) for part in message.content):
            fitting.lose(at("$.messages", index, "content"), "a result that failed must say something", "hint", _FAILED)
            update |= {
                "content": (TextPart(_FAILED),),
                "provider_data": kept.without_spelling("content").among(message.provider_data, MESSAGES),
            }
        return update
    silent = isinstance(message, UserMessage | SystemMessage) and is_respelled(kept, message.content) and not says_something(kept.fields)
    if silent and not fitting.capabilities.has("text_blank"):
        update["provider_data"] = kept.without_spelling("content").among(message.provider_data, MESSAGES)
    return update


_FAILED: Final = "error"


class _Ids:
    """The ids of calls so far: the API refuses one that an earlier call has ("`tool_use` ids must be unique").

    Source: https://github.com/anomalyco/opencode/issues/1279. As other ids that are mapped it is no loss: the conversation keeps it.
    """

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self.renamed: dict[str, str] = {}
        self.of_its_tools: set[str] = set()

    def of(self, call_id: str) -> str:
        self.renamed.pop(call_id, None)
        new, attempt = call_id, 0
        while new in self._taken:
            attempt += 1
            new = mapped_id(call_id, attempt)
        self._taken.add(new)
        if new != call_id:
            self.renamed[call_id] = new
        return new


def _fitted(fitting: Fitting, message: Message, part: Part, path: str, ids: _Ids) -> Part | None:
    """Give a part as the API takes it; None where it takes it in no way."""
    match part:
        case ToolCallPart():
            return _call(fitting, part, path, ids)
        case TextPart():
            return _text(fitting, message, part, path)
        case ImagePart() | DocumentPart():
            return _media(fitting, part, path)
        case ReasoningPart():
            return _reasoning(fitting, part, path)
        case OpaquePart(dialect=dialect) if dialect == MESSAGES:
            return _block(fitting, message, part, path, ids)
        case _:
            return part


def _reasoning(fitting: Fitting, part: ReasoningPart, path: str) -> ReasoningPart | None:
    """See to thinking whose signature never came, as that of an answer that broke off, and to a mark for the cache.

    "Invalid `signature` in `thinking` block", https://github.com/pydantic/pydantic-ai/issues/7597.
    """
    mine = part.provider == PROVIDER and part.redacted_data is None
    if mine and not part.signature and not fitting.capabilities.has("reasoning_unsigned"):
        fitting.lose(path, "only signed reasoning can be sent back", "hint")
        return None
    if CACHE not in own_fields(part):
        return part
    fitting.lose(at(path, "provider_data", MESSAGES, CACHE), "thinking can't be marked for the cache", "hint")
    return with_cache(part, None)


def _block(fitting: Fitting, message: Message, part: OpaquePart, path: str, ids: _Ids) -> OpaquePart | None:
    """See to a block that isn't modelled: what version 2026-10-21 of the API takes no more, and the result of a call that isn't there.

    "Each `advisor_tool_result` block must have a corresponding `server_tool_use` block before it",
    https://github.com/anthropics/claude-code/issues/95406.
    """
    kind, said, capabilities = part.wire_type, part.data.get("content"), fitting.capabilities
    call_id = part.data.get("id" if kind == _SERVED else "tool_use_id")
    if isinstance(call_id, str) and call_id.startswith(_SERVED_ID):
        if kind == _SERVED:
            ids.of_its_tools.add(call_id)
        elif kind.endswith("_tool_result") and call_id not in ids.of_its_tools:
            fitting.lose(path, "the call of which this is the result isn't there", "content")
            return None
    if kind == "document" and isinstance(message, AssistantMessage) and not capabilities.has("assistant_document"):
        fitting.lose(path, "the model says no document in this version of the API: let the user say it", "content")
        return None
    if kind == "search_result" and isinstance(said, list) and isinstance(message, UserMessage) and not capabilities.has("user_citations"):
        bare = [_uncited(fitting, block, f"{path}.data.content[{index}]") for index, block in enumerate(said)]
        return part if bare == said else part.model_copy(update={"data": {**part.data, "content": bare}})
    return part


def _uncited(fitting: Fitting, block: JsonValue, path: str) -> JsonValue:
    """Take the citations off a text within a result of a search."""
    if not isinstance(block, dict) or not block.get("citations"):
        return block
    fitting.lose(f"{path}.citations", _NO_CITATIONS, "hint")
    return {name: value for name, value in block.items() if name != "citations"}


def _text(fitting: Fitting, message: Message, part: TextPart, path: str) -> TextPart:
    kept, update = Kept.of(part.provider_data, MESSAGES), dict[str, object]()
    if is_blank(part.text) and kept.mark(VERBATIM) and not _may_be_blank(fitting, message, part):
        update["provider_data"] = _unmarked(kept).among(part.provider_data, MESSAGES)
    if part.citations and isinstance(message, UserMessage) and not fitting.capabilities.has("user_citations"):
        fitting.lose(f"{path}.citations", _NO_CITATIONS, "hint")
        update["citations"] = ()
    return part.model_copy(update=update) if update else part


def _media(fitting: Fitting, part: ImagePart | DocumentPart, path: str) -> ImagePart | DocumentPart:
    """Say what an address holds as data, without white space, and an image's type as its first bytes do.

    "Image does not match the provided media type", https://github.com/anthropics/claude-code/issues/15746.
    """
    source = (part.source.inline() if isinstance(part.source, URLSource) else None) or part.source
    if isinstance(source, Base64Source) and any(map(str.isspace, source.data)):
        source = source.model_copy(update={"data": "".join(source.data.split())})  # the same bytes
    if isinstance(source, Base64Source) and isinstance(part, ImagePart):
        kind = next((kind for begin, kind in _BEGIN.items() if source.data.startswith(begin)), source.media_type)
        if kind != source.media_type and source.media_type in _BEGIN.values():
            fitting.lose(f"{path}.source.media_type", f"the image's bytes are no {source.media_type}", "hint", kind)
            source = source.model_copy(update={"media_type": kind})
    if source is part.source:
        return part
    kept = _unmarked(Kept.of(part.provider_data, MESSAGES))
    return part.model_copy(update={"source": source, "provider_data": kept.among(part.provider_data, MESSAGES)})


_BEGIN: Final = {"iVBORw0KGgo": "image/png", "/9j/": "image/jpeg", "R0lGODdh": "image/gif", "R0lGODlh": "image/gif"}
"""How an image's bytes begin, in base64 → its media type."""


def _may_be_blank(fitting: Fitting, message: Message, part: TextPart) -> bool:
    """Tell whether a text may say nothing: white space of the model's may, beside what else it says, as recorded requests show."""
    if fitting.capabilities.has("text_blank"):
        return True
    others = any(not (isinstance(other, TextPart) and is_blank(other.text)) for other in message.content)
    return isinstance(message, AssistantMessage) and bool(part.text) and others


def _unmarked(kept: Kept) -> Kept:
    """Let go of what would be written back as it was, though the API takes less."""
    return Kept(kept.fields, {name: mark for name, mark in kept.marks.items() if name != VERBATIM})


def _call(fitting: Fitting, part: ToolCallPart, path: str, ids: _Ids) -> ToolCallPart:
    """Give a call an id of its own, a name that the API takes, and arguments that are an object.

    "String should match pattern '^[a-zA-Z0-9_-]{1,128}$'", "tool_use.input: Input should be an object".
    """
    update: dict[str, object] = {}
    if (call_id := ids.of(part.id)) != part.id:
        update["id"] = call_id
    if not _NAME.fullmatch(part.name):
        name = mapped_name(part.name)
        fitting.lose(f"{path}.name", "the API takes no such name of a tool", "hint", name)
        update["name"] = name
    kept = Kept.of(part.provider_data, MESSAGES)
    if "input" in kept.fields or kept.spelling("input"):  # the encoder says it by an object
        update["provider_data"] = kept.without("input").without_spelling("input").among(part.provider_data, MESSAGES)
    return part.model_copy(update=update) if update else part


def mapped_name(original: str) -> str:
    """Give a name of a tool that the API takes in the place of one that it refuses; the same for the same name, always."""
    short = sha256(original.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{re.sub(r'[^a-zA-Z0-9_-]', '_', original)[: _LONGEST_NAME - 9] or 'tool'}_{short}"


def _is_silent(message: Message) -> bool:
    """Tell whether nothing of a message is sent: texts without a word."""
    blank = all(isinstance(part, TextPart) and is_blank(part.text) for part in message.content)
    return blank and isinstance(message, UserMessage | AssistantMessage) and not message.provider_data


def fit_ending(fitting: Fitting) -> None:
    """Refuse what ends in reasoning, and what nobody has said anything in but the application.

    "The final block in an assistant message cannot be `thinking`": of the last message alone. "messages: at least one message is required".
    """
    request = fitting.request
    said = any(not isinstance(message, SystemMessage) and not _is_silent(message) for message in request.messages)
    if not said and not request.provider_data.get(MESSAGES, {}).get("thread"):
        hint = "add a user's message, such as one that asks the model to begin"
        fitting.refuse("$.messages", "a conversation needs a message beside the system's that says something, and this one has none", hint)
    last = request.messages[-1] if request.messages else None
    if not isinstance(last, AssistantMessage) or fitting.counting:
        return
    parts = [(place, part) for place, part in enumerate(last.content) if not (isinstance(part, TextPart) and is_blank(part.text))]
    if parts and isinstance(part := parts[-1][1], ReasoningPart) and (part.signature or part.redacted_data):
        path = at("$.messages", len(request.messages) - 1, "content", parts[-1][0])
        fitting.refuse(path, "an answer that goes on can't end in reasoning", "take the reasoning off, or let a user's message follow")
