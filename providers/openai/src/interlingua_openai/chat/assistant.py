"""An assistant's message, both ways: the same object in a request's history and in a response's choice.

Source: https://platform.openai.com/docs/api-reference/chat/object (message) and …/chat/create (assistant message). The wire says
reasoning, content, refusal, audio and calls in separate fields, so it knows no order between them; ours is the order of this list.

The content's spellings: a string is one text; null is no text; a list is several, or holds more than plain text. What else the
wire had (absent, an empty list, a list of one plain text) is marked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeGuard

from interlingua.types.messages import AssistantMessage
from interlingua.types.parts import (
    AudioPart,
    FileSource,
    OpaquePart,
    RefusalPart,
    TextPart,
    ToolCallPart,
)
from interlingua_openai.chat.assistant_fields import AssistantFields
from interlingua_openai.chat.citations import decode_citations
from interlingua_openai.chat.reasoning import DETAILS, decode_reasoning, without_details
from interlingua_openai.chat.tool_calls import decode_call, encode_call
from interlingua_openai.chat.tool_ids import made_up
from interlingua_openai.chat.wire import (
    DIALECT,
    MAKER,
    OLD_CALL,
    SPELLING,
    as_list,
    as_object,
    content_mark,
    difference,
    restored,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.losses import Loss
    from interlingua.types.parts import AssistantPart

_CONTENT = frozenset({"content"})
_IN_CONTENT: Final[dict[str, JsonObject]] = {DIALECT: {SPELLING: {"place": "content"}}}
"""Marks a refusal that stands in the content, where the encoder would write it into the field."""


def decode_assistant(
    wire: JsonObject, path: str, id_prefix: str, taken: AbstractSet[str] = frozenset(), *, whole: bool = False
) -> AssistantMessage:
    """Read an assistant's message.

    Args:
        wire: The message.
        path: Where it stands.
        id_prefix: What the ids of calls that have none begin with.
        taken: The ids that such calls may not have.
        whole: Whether it is a response's message.

    Raises:
        ConversionError: Its content or its calls have a type that the wire doesn't know.
    """
    parts: list[AssistantPart] = [*decode_reasoning(wire)]
    parts += _decode_content(wire, f"{path}.content")
    refusal = wire.get("refusal")
    if isinstance(refusal, str) and refusal:
        parts.append(RefusalPart(refusal))
    elif sum(map(_is_marked, parts)) > 1:
        # Several stand in the content anyway, and need no mark.
        parts = [RefusalPart(part.refusal) if _is_marked(part) else part for part in parts]
    if (audio := _decode_audio(wire.get("audio"), f"{path}.audio")) is not None:
        parts.append(audio)
    calls = wire.get("tool_calls")
    if calls is not None:
        for index, call in enumerate(as_list(calls, f"{path}.tool_calls")):
            parts.append(decode_call(call, f"{path}.tool_calls[{index}]", made_up(id_prefix, index, taken), whole=whole))
    if isinstance(old_call := wire.get("function_call"), dict):
        parts.append(OpaquePart(DIALECT, {OLD_CALL: old_call}))
    reference = _encode(parts, path, [], None, frozenset(), whole=whole)
    kept = difference(wire, reference, path, leave=_CONTENT)
    kept = content_mark(wire, reference["content"], kept)
    return AssistantMessage(parts, provider_data={DIALECT: kept} if kept else {})


def encode_assistant(
    message: AssistantMessage, path: str, losses: list[Loss], said: AbstractSet[str] = frozenset(), *, whole: bool = False
) -> JsonObject:
    """Write an assistant's message.

    Args:
        message: The message.
        path: Where it stands, for losses.
        losses: Takes what the wire can't say.
        said: The made-up ids of calls that are written all the same.
        whole: Whether it is a response's message, whose content must be a string: several texts are joined.
    """
    content = message.content
    kept = without_details(message.provider_data.get(DIALECT), content)
    if len(content) == 1 and kept is None:
        part = content[0]
        if type(part) is TextPart and not part.provider_data and not part.citations:
            return {"role": "assistant", "content": part.text}
    reference = _encode(content, path, losses, kept, said, whole=whole)
    return restored(reference, kept) if kept else reference


def _encode(
    parts: Sequence[AssistantPart], path: str, losses: list[Loss], kept: JsonObject | None, said: AbstractSet[str], *, whole: bool
) -> JsonObject:
    # The field holds one refusal; several stand in the content together, so that their order is kept.
    refusals = sum(isinstance(part, RefusalPart) and part.refusal != "" and DIALECT not in part.provider_data for part in parts)
    fields = AssistantFields(path, losses, one_refusal=refusals == 1, has_details=bool(kept and kept.get(DETAILS)))
    for index, part in enumerate(parts):
        if isinstance(part, ToolCallPart):
            fields.add_call(encode_call(part, said, whole=whole), index)
        else:
            fields.add(part, index)
    return fields.message(kept, whole=whole)


def _decode_content(wire: JsonObject, path: str) -> list[AssistantPart]:
    content = wire.get("content")
    if content is None:
        return []
    citations = decode_citations(wire.get("annotations"))
    if isinstance(content, str):
        return [TextPart(content, citations)]
    parts = [_decode_block(block, f"{path}[{index}]") for index, block in enumerate(as_list(content, path))]
    if not citations or sum(isinstance(part, TextPart) for part in parts) != 1:
        return parts
    # The message's annotations are those of its only text.
    return [part.model_copy(update={"citations": citations}) if isinstance(part, TextPart) else part for part in parts]


def _decode_block(value: JsonValue, path: str) -> AssistantPart:
    block = as_object(value, path)
    match block:
        case {"type": "text", "text": str(text)}:
            kept = difference(block, {"type": "text", "text": text}, path)
            return TextPart(text, provider_data={DIALECT: kept} if kept else {})
        case {"type": "refusal", "refusal": str(refusal)}:
            kept = difference(block, {"type": "refusal", "refusal": refusal}, path)
            return RefusalPart(refusal, provider_data={DIALECT: kept} if kept else _IN_CONTENT)
        case _:
            return OpaquePart(DIALECT, block)


def _is_marked(part: AssistantPart) -> TypeGuard[RefusalPart]:
    return isinstance(part, RefusalPart) and part.refusal != "" and part.provider_data == _IN_CONTENT


def _decode_audio(audio: JsonValue, path: str) -> AudioPart | None:
    if not isinstance(audio, dict) or not isinstance(file_id := audio.get("id"), str):
        return None
    kept = difference(audio, {"id": file_id}, path)
    return AudioPart(FileSource(file_id=file_id, provider=MAKER), provider_data={DIALECT: kept} if kept else {})
