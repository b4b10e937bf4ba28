"""An assistant's message, both ways: the same object in a request's history and in a response's choice.

Source: https://platform.openai.com/docs/api-reference/chat/object (message) and …/chat/create (assistant message). The wire says
reasoning, content, refusal, audio and calls in separate fields, so it knows no order between them; ours is the order of this list.

The content's spellings: a string is one text; null is no text; a list is several, or holds more than plain text. What else the
wire had (absent, an empty list, a list of one plain text) is marked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeGuard, assert_never

from interlingua.dialect import join_text
from interlingua.types.messages import AssistantMessage
from interlingua.types.parts import (
    AudioPart,
    FileSource,
    ImagePart,
    OpaquePart,
    ReasoningPart,
    RefusalPart,
    TextPart,
    ToolCallPart,
)
from interlingua_openai.chat.citations import decode_citations, encode_citations
from interlingua_openai.chat.content import encode_opaque
from interlingua_openai.chat.reasoning import DETAILS, decode_reasoning, without_details
from interlingua_openai.chat.tool_calls import decode_call, encode_call
from interlingua_openai.chat.tool_ids import made_up
from interlingua_openai.chat.wire import (
    DIALECT,
    MAKER,
    SPELLING,
    WHOLE_CALL,
    as_list,
    as_object,
    content_mark,
    difference,
    lost,
    mark_of_content,
    restored,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet
    from typing import TypeAlias

    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.losses import Loss
    from interlingua.types.parts import AssistantPart

    _ContentPart: TypeAlias = TextPart | ReasoningPart | RefusalPart | ImagePart | AudioPart | OpaquePart

_CONTENT = frozenset({"content"})
_IN_CONTENT: Final[dict[str, JsonObject]] = {DIALECT: {SPELLING: {"place": "content"}}}
"""Marks a refusal that stands in the content, where the encoder would write it into the field."""

_REASONING_RANK, _CONTENT_RANK, _REFUSAL_RANK, _AUDIO_RANK, _CALL_RANK = range(5)


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
    fields = _Fields(path, losses, one_refusal=refusals == 1, has_details=bool(kept and kept.get(DETAILS)))
    for index, part in enumerate(parts):
        if isinstance(part, ToolCallPart):
            fields.add_call(encode_call(part, said, whole=whole), index)
        else:
            fields.add(part, index)
    return fields.message(kept, whole=whole)


class _Fields:
    """The wire's separate fields, filled part by part."""

    __slots__ = (
        "_audio", "_calls", "_content", "_has_details", "_losses", "_one_refusal", "_path", "_rank", "_reasoning", "_refusal", "_texts"
    )  # fmt: skip

    def __init__(self, path: str, losses: list[Loss], *, one_refusal: bool, has_details: bool) -> None:
        self._path = path
        self._has_details = has_details
        self._losses = losses
        self._one_refusal = one_refusal
        self._rank = 0
        self._reasoning: JsonObject = {}
        self._content: list[JsonValue] = []
        self._texts: dict[int, TextPart] = {}
        self._refusal: str | None = None
        self._audio: JsonObject | None = None
        self._calls: list[JsonValue] = []

    def add_call(self, call: JsonObject, index: int) -> None:
        """Take one call, as the wire says it."""
        self._place(_CALL_RANK, index)
        self._calls.append(call)

    def add(self, part: _ContentPart, index: int) -> None:
        """Say one part in its field."""
        match part:
            case TextPart():
                self._place(_CONTENT_RANK, index)
                self._texts[index] = part
                self._content.append(_own({"type": "text", "text": part.text}, part))
            case ReasoningPart():
                self._add_reasoning(part, index)
            case RefusalPart():
                self._add_refusal(part, index)
            case OpaquePart():
                self._add_opaque(part, index)
            case AudioPart(source=FileSource() as source) if self._audio is None and source.is_for(MAKER):
                self._place(_AUDIO_RANK, index)
                self._audio = _own({"id": source.file_id}, part)
            case AudioPart() | ImagePart():
                lost(self._losses, "content", f"{self._path}.content[{index}]", f"this wire can't say an assistant's {part.type}")
            case _:
                assert_never(part)

    def message(self, kept: JsonObject | None, *, whole: bool) -> JsonObject:
        """Give the message."""
        out: JsonObject = {"role": "assistant"}
        out.update(self._reasoning)
        mark = mark_of_content(kept)
        if mark == "list":
            out["content"] = self._content
        elif mark != "absent" or self._content:
            out["content"] = self._said_content(whole=whole)
        if self._refusal is not None:
            out["refusal"] = self._refusal
        if annotations := encode_citations(self._texts, self._path, self._losses):
            out["annotations"] = annotations
        if self._audio is not None:
            out["audio"] = self._audio
        if self._calls:
            out["tool_calls"] = self._calls
        return out

    def _place(self, rank: int, index: int) -> None:
        """Note a part that stands behind what the wire says after it."""
        if rank < self._rank:
            lost(self._losses, "hint", f"{self._path}.content[{index}]", "this wire can't say what came first", "its field")
        self._rank = max(rank, self._rank)

    def _add_reasoning(self, part: ReasoningPart, index: int) -> None:
        kept = part.provider_data.get(DIALECT)
        name = kept.get("field") if kept else None
        if part.provider not in {None, MAKER}:
            lost(self._losses, "hint", f"{self._path}.content[{index}]", f"only {part.provider} can take its reasoning back")
            return
        if name == DETAILS and self._has_details:
            self._place(_REASONING_RANK, index)  # the details themselves are kept with the message
            return
        if name == DETAILS or not isinstance(name, str) or name in self._reasoning or len(part.blocks) != 1:
            lost(self._losses, "hint", f"{self._path}.content[{index}]", "this wire can't say reasoning from elsewhere")
            return
        self._place(_REASONING_RANK, index)
        self._reasoning[name] = part.blocks[0].text

    def _add_refusal(self, part: RefusalPart, index: int) -> None:
        if not part.refusal and DIALECT not in part.provider_data:
            # Servers send an empty one where there is none, so it would not come back.
            lost(self._losses, "hint", f"{self._path}.content[{index}]", "this wire can't tell an empty refusal from none")
        elif self._one_refusal and DIALECT not in part.provider_data:
            self._place(_REFUSAL_RANK, index)
            self._refusal = part.refusal
        else:
            self._place(_CONTENT_RANK, index)
            self._content.append(_own({"type": "refusal", "refusal": part.refusal}, part))

    def _add_opaque(self, part: OpaquePart, index: int) -> None:
        block = encode_opaque(part, f"{self._path}.content[{index}]", self._losses)
        if block is None:
            return
        call = block.get(WHOLE_CALL)
        self._place(_CONTENT_RANK if call is None else _CALL_RANK, index)
        if call is None:
            self._content.append(block)
        else:
            self._calls.append(call)

    def _said_content(self, *, whole: bool) -> JsonValue:
        content, texts = self._content, list(self._texts.values())
        if not content:
            return None
        plain = len(texts) == len(content) and not any(DIALECT in part.provider_data for part in texts)
        if plain and len(texts) == 1:
            return texts[0].text
        if plain and whole:
            lost(self._losses, "hint", f"{self._path}.content", "a response's text is one string on this wire", "the texts, joined")
            return join_text(part.text for part in texts)
        return content


def _own(reference: JsonObject, part: TextPart | RefusalPart | AudioPart) -> JsonObject:
    kept = part.provider_data.get(DIALECT)
    return restored(reference, kept) if kept else reference


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
