"""Parts → content blocks, and a loss for what a block can't say."""

from __future__ import annotations

from base64 import b64decode
from typing import TYPE_CHECKING, assert_never

from interlingua.dialect import EVERYTHING, Capabilities
from interlingua.errors import ConversionError, InterlinguaError
from interlingua.types import (
    AudioPart,
    Base64Source,
    DocumentPart,
    FileSource,
    ImagePart,
    OpaquePart,
    ReasoningPart,
    RefusalPart,
    TextPart,
    TextSource,
    ToolCallPart,
    URLSource,
)
from interlingua.types.json import loads
from interlingua.types.json_text import unheld
from interlingua_anthropic.messages.tool_ids import WireIds
from interlingua_anthropic.messages.wire import (
    EMPTY_TEXT,
    NAME,
    PROVIDER,
    TURN,
    VERBATIM,
    absent_fields,
    is_blank,
    is_text_in_base64,
    kept_fields,
    restore,
    verbatim_content,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from interlingua.types import AssistantPart, JsonObject, JsonValue, ReasoningBlock, SystemPart, ToolMessage, ToolResultPart, UserPart
    from interlingua_anthropic.messages.wire import LossLog


class ContentEncoder:
    """Writes the blocks of one body.

    Attributes:
        log: Where losses go; its `message` is set by whoever walks the messages.
    """

    __slots__ = ("_blanks", "_capabilities", "_ids", "log")

    def __init__(self, log: LossLog, capabilities: Capabilities = EVERYTHING, *, blanks: bool = False) -> None:
        """Begin a body.

        Args:
            log: Where losses go.
            capabilities: What the model accepts.
            blanks: Whether texts that say nothing are written: in an answer nobody minds them, but the API refuses them in a request.
        """
        self.log = log
        self._capabilities = capabilities
        self._blanks = blanks
        self._ids = WireIds()

    def user_blocks(self, parts: Sequence[UserPart | ToolResultPart | SystemPart]) -> list[JsonValue]:
        """Write what a user, a tool or the application says."""
        blocks: list[JsonValue] = []
        log = self.log
        for index, part in enumerate(parts):
            if type(part) is TextPart and not part.provider_data and not part.citations and part.text and not part.text.isspace():
                blocks.append({"type": "text", "text": part.text})
                continue
            log.part = index
            if (block := self._user_block(part)) is not None:
                blocks.append(block)
        log.part = None
        return blocks

    def _user_block(self, part: UserPart | ToolResultPart | SystemPart) -> JsonObject | None:
        match part:
            case TextPart():
                return self._text(part)
            case OpaquePart():
                return self._opaque(part)
            case ImagePart() | DocumentPart():
                if self._capabilities.has(part.type):
                    return self._with_source(part)
                self.log.lose(f"the model takes no {part.type}", "content")
                return None
            case AudioPart():
                self.log.lose("this wire has no audio", "content")
                return None
            case _:
                assert_never(part)

    def result_block(self, message: ToolMessage) -> JsonObject:
        """Write a tool's result."""
        kept = kept_fields(message.provider_data)
        # A tool that gave nothing is said by "" exactly; in a list, a block without text would be refused.
        silent = message.content == EMPTY_TEXT or (kept and verbatim_content(kept, message.content))
        content: JsonValue = "" if silent else self.user_blocks(message.content)
        block: JsonObject = {"type": "tool_result", **self._ids.of_result(message.tool_call_id, kept), "content": content}
        if message.is_error:
            block["is_error"] = True
        if kept:
            if verbatim_content(kept, message.content):
                block["content"] = kept.get("content", [])
            restore(block, kept, self.log)
        return block

    def assistant_blocks(self, parts: Sequence[AssistantPart]) -> list[JsonValue]:
        """Write what the model said.

        Raises:
            ConversionError: A tool call's arguments are not a JSON object.
        """
        blocks: list[JsonValue] = []
        log = self.log
        for index, part in enumerate(parts):
            if type(part) is TextPart and not part.provider_data and not part.citations and part.text and not part.text.isspace():
                blocks.append({"type": "text", "text": part.text})
                continue
            log.part = index
            block = self.tool_use(part, self._input(part)) if isinstance(part, ToolCallPart) else self.assistant_block(part)
            if block is not None:
                blocks.append(block)
        log.part = None
        return blocks

    def assistant_block(self, part: TextPart | ReasoningPart | RefusalPart | ImagePart | AudioPart | OpaquePart) -> JsonObject | None:
        """Write one part that is no tool call; None where this wire can't say it."""
        match part:
            case TextPart():
                return self._text(part)
            case ReasoningPart():
                return self._reasoning(part)
            case OpaquePart():
                return self._opaque(part)
            case RefusalPart(refusal=refusal):
                self.log.lose("this wire has no block for a refusal", "hint", replaced_by={"type": "text", "text": refusal})
                return {"type": "text", "text": refusal}
            case ImagePart() | AudioPart():
                self.log.lose(f"on this wire the model says no {part.type}", "content")
                return None
            case _:
                assert_never(part)

    def _opaque(self, part: OpaquePart) -> JsonObject | None:
        if part.dialect == NAME:
            return part.data
        self.log.lose(f"{part.wire_type!r} of {part.dialect} has no form on this wire", "content")
        return None

    def _text(self, part: TextPart) -> JsonObject | None:
        if is_blank(part.text) and not self._blanks and VERBATIM not in kept_fields(part.provider_data):
            self.log.lose("a text block must say something on this wire", "hint")
            return None
        block: JsonObject = {"type": "text", "text": part.text}
        citations: list[JsonValue] = []
        for index, citation in enumerate(part.citations):
            if NAME not in citation.provider_data:
                self.log.lose("only a citation that Claude made has a form on this wire", "hint", below=f".citations[{index}]")
                continue
            wire: JsonObject = {}
            restore(wire, citation.provider_data[NAME], self.log)
            citations.append(wire)
        if citations:
            block["citations"] = citations
        if part.provider_data:
            restore(block, kept_fields(part.provider_data), self.log)
        return block

    def _with_source(self, part: ImagePart | DocumentPart) -> JsonObject | None:
        if isinstance(part.source, FileSource) and not part.source.is_for(PROVIDER):
            self.log.lose(f"a file that {part.source.provider} holds can't be read here", "content")
            return None
        source = _source(part.source)
        if isinstance(part, DocumentPart):
            source = self._text_document(source, kept_fields(part.provider_data))
        block: JsonObject = {"type": part.type, "source": source}
        if isinstance(part, DocumentPart) and part.title is not None:
            block["title"] = part.title
        if part.provider_data:
            restore(block, kept_fields(part.provider_data), self.log)
        return block

    def _text_document(self, source: JsonObject, kept: JsonObject) -> JsonObject:
        """Say a text document's bytes as text, unless this wire had them so."""
        if not is_text_in_base64(source) or VERBATIM in kept:
            return source
        try:
            text = b64decode(str(source["data"]), validate=True).decode()
        except ValueError:
            self.log.lose("a text document is UTF-8 on this wire, and this one isn't", "content", below=".source")
            return source
        self.log.lose("a text document's bytes are said as text on this wire", "hint", below=".source")
        return {"type": "text", "media_type": "text/plain", "data": text}

    def _input(self, part: ToolCallPart) -> JsonValue:
        """Give a call's arguments as the object that this wire carries.

        Raises:
            ConversionError: They are none; an empty object would be a lie.
        """
        try:
            value = loads(part.arguments) if part.arguments else {}
        except InterlinguaError:
            value = None
        if isinstance(value, dict):
            for loss in unheld(part.arguments or "{}", value, ".arguments"):
                # The tool ran with the values that are sent.
                self.log.lose(loss.reason, "hint", below=loss.path, replaced_by=loss.replaced_by)
            return value
        if "input" in kept_fields(part.provider_data):
            return value
        raise ConversionError(
            f"{self.log.path}.arguments",
            f"the arguments of tool call {part.name!r} are not a JSON object, and this wire can say nothing else",
            hint="repair the call's arguments, or take the call and its result out of the conversation",
        )

    def tool_use(self, part: ToolCallPart, value: JsonValue) -> JsonObject:
        """Write a tool call around its input."""
        kept = kept_fields(part.provider_data)
        block: JsonObject = {"type": "tool_use", "id": self._ids.of_call(part.id, kept), "name": part.name, "input": value}
        if kept:
            restore(block, kept, self.log)
        return block

    def _reasoning(self, part: ReasoningPart) -> JsonObject | None:
        kept = kept_fields(part.provider_data)
        unsigned = part.signature is None and "signature" not in kept and "signature" not in absent_fields(kept)
        if part.provider != PROVIDER or (part.redacted_data is None and unsigned):
            self.log.lose("only reasoning that Claude signed can be sent back to it", "hint")
            return None
        if part.redacted_data is not None:
            block: JsonObject = {"type": "redacted_thinking", "data": part.redacted_data}
            unsaid = [("signature", part.signature), ("blocks", part.blocks)]
        else:
            block = {"type": "thinking", "thinking": "".join(item.text for item in part.blocks)}
            if part.signature is not None:
                block["signature"] = part.signature
            unsaid = [("blocks", None if _is_one_text(part.blocks) else part.blocks)]
        for field, value in [*unsaid, ("encrypted_content", part.encrypted_content)]:
            if value:
                self.log.lose("this wire's reasoning is one text with a signature, or redacted", "hint", below=f".{field}")
        restore(block, kept, self.log)
        return block


def _is_one_text(blocks: tuple[ReasoningBlock, ...]) -> bool:
    """Tell whether a wire's one text says the blocks exactly."""
    return len(blocks) <= 1 and all(block.kind == "full" and block.text and not kept_fields(block.provider_data) for block in blocks)


def _source(source: Base64Source | URLSource | FileSource | TextSource) -> JsonObject:
    match source:
        case Base64Source(media_type=media_type, data=data):
            return {"type": "base64", "media_type": media_type, "data": data}
        case URLSource(url=url):
            return {"type": "url", "url": url}
        case FileSource(file_id=file_id):
            return {"type": "file", "file_id": file_id}
        case TextSource(text=text):
            return {"type": "text", "media_type": "text/plain", "data": text}
        case _:
            assert_never(source)


def turn_fields(message: ToolMessage) -> JsonObject | None:
    """Give the fields of the user turn that a tool's result begins, if it has any."""
    turn = kept_fields(message.provider_data).get(TURN)
    return turn if isinstance(turn, dict) else None
