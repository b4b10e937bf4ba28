"""The separate fields of an assistant's message: our list of parts → the wire's object. The reverse is assistant.py's."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from interlingua.dialect import join_text
from interlingua.types.parts import AudioPart, FileSource, ImagePart, OpaquePart, ReasoningPart, RefusalPart, TextPart
from interlingua_openai.chat.citations import encode_citations
from interlingua_openai.chat.content import encode_opaque
from interlingua_openai.chat.reasoning import DETAILS
from interlingua_openai.chat.wire import DIALECT, MAKER, OLD_CALL, WHOLE_CALL, lost, mark_of_content, restored

if TYPE_CHECKING:
    from typing import TypeAlias

    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.losses import Loss

    _ContentPart: TypeAlias = TextPart | ReasoningPart | RefusalPart | ImagePart | AudioPart | OpaquePart

_REASONING_RANK, _CONTENT_RANK, _REFUSAL_RANK, _AUDIO_RANK, _CALL_RANK, _OLD_CALL_RANK = range(6)


class AssistantFields:
    """The wire's separate fields, filled part by part."""

    __slots__ = (
        "_audio", "_calls", "_content", "_has_details", "_losses", "_old_call", "_one_refusal", "_path", "_rank", "_reasoning",
        "_refusal", "_texts",
    )  # fmt: skip

    def __init__(self, path: str, losses: list[Loss], *, one_refusal: bool, has_details: bool) -> None:
        """Begin a message.

        Args:
            path: Where it stands, for losses.
            losses: Takes what the wire can't say.
            one_refusal: Whether its only refusal goes into the field of that name.
            has_details: Whether the message keeps `reasoning_details`, which say its reasoning.
        """
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
        self._old_call: JsonValue = None

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
        """Give the message.

        Args:
            kept: What is kept beside it, with the mark of its content's spelling.
            whole: Whether it is a response's message, whose content must be a string.
        """
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
        if self._old_call is not None:
            out["function_call"] = self._old_call
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
        if OLD_CALL in block:
            self._add_old_call(block[OLD_CALL], index)
        elif WHOLE_CALL in block:
            self._place(_CALL_RANK, index)
            self._calls.append(block[WHOLE_CALL])
        else:
            self._place(_CONTENT_RANK, index)
            self._content.append(block)

    def _add_old_call(self, call: JsonValue, index: int) -> None:
        if self._old_call is not None:
            lost(self._losses, "content", f"{self._path}.content[{index}]", "this wire has one `function_call` a message")
            return
        self._place(_OLD_CALL_RANK, index)
        self._old_call = call

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
