"""An assistant's message, both ways: the same object in a request's history and in an answer's choice.

Source: https://platform.openai.com/docs/api-reference/chat/object (message) and …/chat/create (assistant message). The wire says
reasoning, content, refusal, audio and calls in separate fields, so it knows no order between them; ours is the order of this list.

The content's spellings: a string is one text; null is no text; a list is several, or holds more than plain text. What else the
wire had (absent, an empty list, a list of one plain text) is marked; what hosts put there is in `interlingua_openai.chat.content`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeGuard, assert_never

from interlingua.dialect import NOTHING, Kept, LossLog, are_objects, as_list, difference, join_text, restored
from interlingua.types.json import dumps_text
from interlingua.types.messages import AssistantMessage
from interlingua.types.parts import AudioPart, FileSource, ImagePart, OpaquePart, ReasoningPart, RefusalPart, TextPart, ToolCallPart
from interlingua_openai.chat.calls import decode_call, encode_call
from interlingua_openai.chat.content import IMAGES, IN_CONTENT, decode_content, decode_image_entry, followers, is_in_images, is_json
from interlingua_openai.chat.parts import OLD_CALL, encode_citations, encode_image, form_of, opaque
from interlingua_openai.chat.reasoning import (
    DETAILS,
    FIELD,
    THOUGHTS,
    decode_reasoning,
    is_as_detailed,
    marked_signed,
    tell_own_fields,
    tell_unsaid,
    tell_unsigned,
    thinking_block,
    without_details,
)
from interlingua_openai.names import CHAT, PROVIDER
from interlingua_openai.parts import encode_opaque
from interlingua_openai.turns import bare_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet
    from typing import TypeAlias

    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.parts import AssistantPart
    from interlingua_openai.call_ids import CallIds

    _PartOfNoCall: TypeAlias = TextPart | ReasoningPart | RefusalPart | ImagePart | AudioPart | OpaquePart

_CONTENT = frozenset({"content"})

_ANSWER_CONTENT: Final = "answer_content"
"""Among the spellings of a message: how its answer, and no request, spells its content. No field that is written bears this name."""

_REASONING_RANK, _CONTENT_RANK, _IMAGE_RANK, _REFUSAL_RANK, _AUDIO_RANK, _CALL_RANK, _OLD_CALL_RANK = range(7)


def decode_assistant(message: JsonObject, path: str, ids: CallIds, *, in_answer: bool = False) -> AssistantMessage:
    """Read an assistant's message.

    Args:
        message: The message.
        path: Where it stands.
        ids: The ids of its body.
        in_answer: Whether it is an answer's message.

    Raises:
        ConversionError: Its content or its calls have a type that the wire doesn't know.
    """
    content = message.get("content")
    as_json = is_json(content, in_answer=in_answer)
    if as_json:
        message = {**message, "content": dumps_text(content)}
    parts: list[AssistantPart] = [*decode_reasoning(message), *decode_content(message, f"{path}.content")]
    if are_objects(images := message.get(IMAGES)):
        parts += [decode_image_entry(entry) for entry in images]
    refusal = message.get("refusal")
    if isinstance(refusal, str) and refusal:
        parts.append(RefusalPart(refusal))
    elif sum(map(_is_in_content, parts)) > 1:
        # Several stand in the content anyway, and need no mark.
        parts = [RefusalPart(part.refusal) if _is_in_content(part) else part for part in parts]
    audio = message.get("audio")
    if isinstance(audio, dict) and isinstance(file_id := audio.get("id"), str):
        source = FileSource(file_id=file_id, provider=PROVIDER)
        parts.append(AudioPart(source, provider_data=difference(audio, {"id": file_id}).under(CHAT)))
    calls = message.get("tool_calls")
    if calls is not None:
        for ids.place, call in enumerate(as_list(calls, f"{path}.tool_calls")):
            parts.append(decode_call(call, f"{path}.tool_calls[{ids.place}]", ids, in_answer=in_answer))
    if isinstance(old_call := message.get("function_call"), dict):
        parts.append(opaque(old_call, OLD_CALL))
    reference = _Fields(LossLog(CHAT), parts, NOTHING).message(parts, frozenset(), in_answer=in_answer)
    kept = difference(message, reference, leave=_CONTENT).with_form(message, reference["content"])
    if as_json:
        kept = kept.spelled(_ANSWER_CONTENT if in_answer else "content", [reference["content"], content])
    parts, kept = marked_signed(parts, kept)
    return AssistantMessage(parts, provider_data=kept.under(CHAT))


def encode_assistant(
    message: AssistantMessage, log: LossLog, written: AbstractSet[str] = frozenset(), *, in_answer: bool = False
) -> JsonObject:
    """Write an assistant's message.

    Args:
        message: The message.
        log: Takes what the wire can't say.
        written: The made-up ids of calls that are written all the same.
        in_answer: Whether it is an answer's message, whose content must be a string: several texts are joined.
    """
    content = message.content
    if not message.provider_data and (text := bare_text(content, CHAT)) is not None:
        return {"role": "assistant", "content": text}
    tell_unsigned(message, log)
    kept = without_details(Kept.of(message.provider_data, CHAT), content)
    if in_answer and (pair := kept.spelling(_ANSWER_CONTENT)) is not None:
        kept = kept.spelled("content", pair)
    reference = _Fields(log, content, kept).message(content, written, in_answer=in_answer)
    return restored(reference, kept, log) if kept else reference


def _is_in_content(part: AssistantPart) -> TypeGuard[RefusalPart]:
    return isinstance(part, RefusalPart) and part.refusal != "" and part.provider_data == IN_CONTENT


class _Fields:
    """The wire's separate fields, filled part by part."""

    __slots__ = (
        "_audio",
        "_calls",
        "_content",
        "_images",
        "_kept",
        "_log",
        "_old_call",
        "_one_refusal",
        "_rank",
        "_reasoning",
        "_refusal",
        "_texts",
    )

    def __init__(self, log: LossLog, parts: Sequence[AssistantPart], kept: Kept) -> None:
        """Begin a message of these parts, beside which this is kept."""
        self._log = log
        self._kept = kept
        # The field holds one refusal; several stand in the content together, so that their order is kept.
        self._one_refusal = sum(isinstance(part, RefusalPart) and part.refusal != "" and not _kept_of(part) for part in parts) == 1
        self._rank = 0
        self._reasoning: JsonObject = {}
        self._content: list[JsonValue] = []
        self._texts: dict[int, TextPart] = {}
        self._images: list[JsonValue] = []
        self._refusal: str | None = None
        self._audio: JsonObject | None = None
        self._calls: list[JsonValue] = []
        self._old_call: JsonValue = None

    def message(self, parts: Sequence[AssistantPart], written: AbstractSet[str], *, in_answer: bool) -> JsonObject:
        """Write the parts, and give the message."""
        log = self._log
        for log.part, part in enumerate(parts):
            if isinstance(part, ToolCallPart):
                self._place(_CALL_RANK)
                self._calls.append(encode_call(part, log, written, in_answer=in_answer))
            else:
                self._add(part, log.part)
        log.part = None
        out: JsonObject = {"role": "assistant", **self._reasoning}
        form = self._kept.form("content")
        if form == "list":
            out["content"] = self._content
        elif form != "absent" or self._content:
            out["content"] = self._written_content(in_answer=in_answer)
        for name, said in (
            (IMAGES, self._images or None), ("refusal", self._refusal), ("annotations", encode_citations(self._texts, log) or None),
            ("audio", self._audio), ("tool_calls", self._calls or None), ("function_call", self._old_call),
        ):  # fmt: skip
            if said is not None:
                out[name] = said
        return out

    def _add(self, part: _PartOfNoCall, place: int) -> None:
        match part:
            case TextPart():
                self._place(_CONTENT_RANK)
                self._texts[place] = part
                self._content += [self._own({"type": "text", "text": part.text}, part), *followers(part)]
            case ReasoningPart():
                self._add_reasoning(part)
            case RefusalPart():
                self._add_refusal(part)
            case OpaquePart():
                self._add_opaque(part)
            case AudioPart(source=FileSource() as source) if self._audio is None and source.is_for(PROVIDER):
                self._place(_AUDIO_RANK)
                self._audio = self._own({"id": source.file_id}, part)
            case ImagePart() if is_in_images(part) and (image := encode_image(part)) is not None:
                self._place(_IMAGE_RANK)
                self._images.append(self._own(image, part))
            case AudioPart() | ImagePart():
                self._log.lose(f"this wire can't say an assistant's {part.type}", "content")
            case _:
                assert_never(part)

    def _place(self, rank: int) -> None:
        """Note a part that stands behind what the wire says after it."""
        if rank < self._rank:
            self._log.lose("this wire can't say what came first", "hint", replaced_by="its field")
        self._rank = max(rank, self._rank)

    def _add_reasoning(self, part: ReasoningPart) -> None:
        field = _kept_of(part).mark(FIELD)
        if part.provider not in {None, PROVIDER}:
            self._log.lose(f"only {part.provider} can take its reasoning back", "hint")
        elif isinstance(field, str) and field in THOUGHTS:
            self._place(_CONTENT_RANK)
            self._content.append(self._own(thinking_block(part, field), part))
            tell_unsaid(part, THOUGHTS[field].kind, self._log, "signature")
        elif field == DETAILS and self._kept.fields.get(DETAILS):
            self._place(_REASONING_RANK)  # the details themselves are kept with the message
            if not is_as_detailed(part, self._kept.fields[DETAILS]):
                self._log.lose("the details that are kept of it say something else", "hint")
            tell_own_fields(part, self._log)
        elif field == DETAILS or not isinstance(field, str) or field in self._reasoning or len(part.blocks) != 1:
            self._log.lose("this wire can't say reasoning from elsewhere", "hint")
        else:
            self._place(_REASONING_RANK)
            self._reasoning[field] = part.blocks[0].text
            tell_unsaid(part, "full", self._log)
            tell_own_fields(part, self._log)

    def _add_refusal(self, part: RefusalPart) -> None:
        own = _kept_of(part)
        if not part.refusal and not own:
            # Servers send an empty one where there is none, so it would not come back.
            self._log.lose("this wire can't tell an empty refusal from none", "hint")
        elif self._one_refusal and not own:
            self._place(_REFUSAL_RANK)
            self._refusal = part.refusal
        else:
            self._place(_CONTENT_RANK)
            self._content.append(self._own({"type": "refusal", "refusal": part.refusal}, part))

    def _add_opaque(self, part: OpaquePart) -> None:
        block = encode_opaque(part, self._log)
        if block is None:
            return
        match form_of(part):
            case "function_call" if self._old_call is not None:
                self._log.lose("this wire has one `function_call` a message", "content")
            case "function_call":
                self._place(_OLD_CALL_RANK)
                self._old_call = block
            case "tool_call":
                self._place(_CALL_RANK)
                self._calls.append(block)
            case "image":
                self._place(_IMAGE_RANK)
                self._images.append(block)
            case _:
                self._place(_CONTENT_RANK)
                self._content.append(block)

    def _written_content(self, *, in_answer: bool) -> JsonValue:
        texts = list(self._texts.values())
        if not self._content:
            return None
        plain = len(texts) == len(self._content) and not any(_kept_of(part) for part in texts)
        if plain and len(texts) == 1:
            return texts[0].text
        if plain and in_answer:
            self._log.lose("a response's text is one string on this wire", "hint", below=".content", replaced_by="the texts, joined")
            return join_text(part.text for part in texts)
        return self._content

    def _own(self, reference: JsonObject, part: AssistantPart) -> JsonObject:
        own = _kept_of(part)
        return restored(reference, own, self._log) if own else reference


def _kept_of(part: AssistantPart) -> Kept:
    return Kept.of(part.provider_data, CHAT)
