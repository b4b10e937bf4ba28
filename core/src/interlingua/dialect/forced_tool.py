"""An answer in a schema that isn't asked for in the wire's own words, whole and streamed, so that nothing behind this file can tell.

- By a tool that the model must call, for servers that take tools and no JSON schema: the request offers the schema as one more tool,
  and the call's arguments become the answer's text again, so that the conversation holds no call that would wait for a result.
- By an object around it, for tools and for formats that take nothing else: see `wrapped_schema`.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from interlingua.dialect.contract import StreamDecoder
from interlingua.dialect.wrapped_schema import VALUE, Unwrapping, object_schema, unwrapped
from interlingua.errors import StreamInterruptedError
from interlingua.types.chunks import Finish, PartEnd, PartStart, TextDelta, ToolCallDelta
from interlingua.types.json import at
from interlingua.types.parts import TextPart, ToolCallPart
from interlingua.types.tools import Tool, ToolChoice

if TYPE_CHECKING:
    from collections.abc import Iterable

    from interlingua.errors import InterlinguaError, ProviderError
    from interlingua.types.chunks import Chunk
    from interlingua.types.losses import Loss
    from interlingua.types.messages import AssistantMessage
    from interlingua.types.parts import AssistantPart
    from interlingua.types.request import Request
    from interlingua.types.response import FinishReason, Response


# No wire's tools have names with other letters, or longer ones.
_NO_NAME: Final = re.compile(r"[^a-zA-Z0-9_-]")
_LONGEST_NAME: Final = 64

_OUTPUT: Final = "$.output_schema"
_SCHEMA: Final = f"{_OUTPUT}.json_schema"


class AskedOtherwise(ABC):
    """A schema that isn't asked for in the wire's own words; the answer is respelled, so that it reads as if it had been."""

    __slots__ = ("_places", "_request", "_wrapped")

    def __init__(self, request: Request, *, wrapped: bool, places: tuple[tuple[str, str], ...] = ()) -> None:
        """Keep how it is asked.

        Args:
            request: The request that asks.
            wrapped: Whether the answer comes in an object.
            places: The beginnings of paths in that request, each with that of what it stands for, the longest first.
        """
        self._request = request
        self._wrapped = wrapped
        self._places = places

    def request(self) -> Request:
        """Give the request that asks."""
        return self._request

    def response(self, response: Response) -> Response:
        """Give a response with the answer respelled."""
        message = self.message(response.message)
        if message is response.message:
            return response
        reason = self.reason(response.finish_reason, others=bool(message.tool_calls))
        return response.model_copy(update={"message": message, "finish_reason": reason})

    def message(self, message: AssistantMessage) -> AssistantMessage:
        """Give a message with the answer respelled."""
        parts = [self.part(part) for part in message.content]
        if all(part is given for part, given in zip(parts, message.content, strict=True)):
            return message
        return message.model_copy(update={"content": tuple(parts)})

    @abstractmethod
    def part(self, part: AssistantPart) -> AssistantPart:
        """Give a part that holds the answer respelled, any other as it is."""

    @abstractmethod
    def begun(self, part: AssistantPart) -> bool:
        """Tell whether a part that begins will hold the answer."""

    def reason(self, reason: FinishReason | None, *, others: bool) -> FinishReason | None:  # noqa: ARG002 - for overriding
        """Say why the model stopped, where the answer was respelled and other calls are among it or not."""
        return reason

    def told(self, losses: Iterable[Loss]) -> tuple[Loss, ...]:
        """Give losses of the request that asks as those of the one that was made."""
        inner = _SCHEMA + at("", "properties", VALUE)
        told: list[Loss] = []
        for loss in losses:
            path = next((there + loss.path.removeprefix(here) for here, there in self._places if loss.path.startswith(here)), loss.path)
            if self._wrapped and path.startswith(inner):
                path = _SCHEMA + path.removeprefix(inner)
            told.append(loss if path == loss.path else loss.model_copy(update={"path": path}))
        return tuple(told)

    def decoder(self, decoder: StreamDecoder) -> StreamDecoder:
        """Decode a stream with the answer respelled."""
        return _RespellingDecoder(self, decoder)

    def unwrapping(self) -> Unwrapping | None:
        """Begin to take the answer out of the object that it comes in, where it does."""
        return Unwrapping() if self._wrapped else None

    def _text(self, text: str) -> str:
        return unwrapped(text) if self._wrapped else text


class WrappedOutput(AskedOtherwise):
    """The object's schema that stands for a request's, where the wire's own format takes no other."""

    __slots__ = ()

    @classmethod
    def of(cls, request: Request) -> WrappedOutput | None:
        """Ask for an object; None where the request does so already, or asks for nothing."""
        output = request.output_schema
        if output is None:
            return None
        schema, wrapped = object_schema(output.json_schema)
        if schema is output.json_schema:
            return None
        return cls(request.model_copy(update={"output_schema": output.model_copy(update={"json_schema": schema})}), wrapped=wrapped)

    def part(self, part: AssistantPart) -> AssistantPart:
        """Give a text that holds an object around the answer as that answer."""
        if not isinstance(part, TextPart) or (text := self._text(part.text)) == part.text:
            return part
        return part.model_copy(update={"text": text})

    def begun(self, part: AssistantPart) -> bool:
        """Any text may hold it."""
        return self._wrapped and isinstance(part, TextPart)


class ForcedTool(AskedOtherwise):
    """The tool that stands for a request's schema."""

    __slots__ = ("name",)

    def __init__(self, request: Request) -> None:
        """Name the tool after the schema, but not as any of the request's own.

        Args:
            request: A request with a schema.
        """
        schema = request.output_schema
        assert schema is not None  # noqa: S101 - who calls knows
        taken = {tool.name for tool in request.tools if isinstance(tool, Tool)}
        self.name = _NO_NAME.sub("_", schema.name)[:_LONGEST_NAME]
        while self.name in taken:
            self.name += "_"
        arguments, wrapped = object_schema(schema.json_schema)
        tool = Tool(self.name, schema.description, arguments, schema.strict)
        # Beside tools of its own the model must call one of them all; where it may call none of those, this one.
        own = bool(request.tools) and (request.tool_choice is None or request.tool_choice.type != "none")
        choice = ToolChoice("required") if own else ToolChoice("tool", self.name)
        if own and request.tool_choice is not None and request.tool_choice.type == "tool":
            choice = request.tool_choice
        update = {"tools": (*request.tools, tool), "tool_choice": choice, "output_schema": None}
        place = at("$", "tools", len(request.tools))
        places = [(f"{place}.input_schema", _SCHEMA), (place, _OUTPUT)]
        if request.tool_choice is None:
            places.append(("$.tool_choice", _OUTPUT))
        super().__init__(request.model_copy(update=update), wrapped=wrapped, places=tuple(places))

    def part(self, part: AssistantPart) -> AssistantPart:
        """Give a call of the tool as text."""
        return TextPart(self._text(part.arguments)) if isinstance(part, ToolCallPart) and self.begun(part) else part

    def begun(self, part: AssistantPart) -> bool:
        """A call of the tool holds it."""
        return isinstance(part, ToolCallPart) and part.name == self.name

    def reason(self, reason: FinishReason | None, *, others: bool) -> FinishReason | None:
        """The model waits for no result, unless it called other tools too."""
        return "stop" if reason == "tool_calls" and not others else reason


class _RespellingDecoder(StreamDecoder):
    """Decodes a stream by another decoder, and respells its chunks."""

    def __init__(self, asked: AskedOtherwise, decoder: StreamDecoder) -> None:
        self._asked = asked
        self._decoder = decoder
        self._answers: dict[int, Unwrapping | None] = {}
        self._respelled = False
        self._others = False

    def feed(self, data: bytes) -> list[Chunk]:
        """See `StreamDecoder.feed`."""
        try:
            return [shown for chunk in self._decoder.feed(data) if (shown := self._shown(chunk)) is not None]
        except StreamInterruptedError as error:
            raise self._interruption(error) from None

    def close(self) -> list[Chunk]:
        """See `StreamDecoder.close`."""
        try:
            return [shown for chunk in self._decoder.close() if (shown := self._shown(chunk)) is not None]
        except StreamInterruptedError as error:
            raise self._interruption(error) from None

    def _shown(self, chunk: Chunk) -> Chunk | None:
        match chunk:
            case PartStart(index=index, part=part) if self._asked.begun(part):
                self._answers[index] = self._asked.unwrapping()
                said = part.arguments if isinstance(part, ToolCallPart) else part.text if isinstance(part, TextPart) else ""
                text = self._said(index, said)
                return PartStart(index, part.model_copy(update={"text": text}) if isinstance(part, TextPart) else TextPart(text))
            case ToolCallDelta(index=index, arguments=said) | TextDelta(index=index, text=said) if index in self._answers:
                text = self._said(index, said)
                return TextDelta(index, text) if text or not said else None  # what is the object's alone says nothing
            case PartEnd(index=index, part=part):
                respelled = self._asked.part(part)
                self._respelled = self._respelled or respelled is not part
                self._others = self._others or isinstance(respelled, ToolCallPart)
                return PartEnd(index, respelled)
            case Finish(message=message) if self._respelled:
                reason = self._asked.reason(chunk.finish_reason, others=self._others)
                return replace(chunk, finish_reason=reason, message=message and self._asked.message(message))
        return chunk

    def _said(self, index: int, text: str) -> str:
        unwrapping = self._answers[index]
        return text if unwrapping is None else unwrapping.feed(text)

    @property
    def failure(self) -> InterlinguaError | None:
        """See `StreamDecoder.failure`."""
        failure = self._decoder.failure
        return self._interruption(failure) if isinstance(failure, StreamInterruptedError) else failure

    def interrupted(self, error: ProviderError) -> ProviderError:
        """See `StreamDecoder.interrupted`."""
        found = self._decoder.interrupted(error)
        return self._interruption(found) if isinstance(found, StreamInterruptedError) else found

    def interruption(self, error: ProviderError | None = None, reason: str | None = None) -> StreamInterruptedError:
        """See `StreamDecoder.interruption`."""
        return self._interruption(self._decoder.interruption(error, reason))

    def _interruption(self, error: StreamInterruptedError) -> StreamInterruptedError:
        error.partial = self._asked.response(error.partial)
        return error

    def response(self) -> Response:
        """See `StreamDecoder.response`."""
        return self._asked.response(self._decoder.response())

    def partial(self) -> Response:
        """See `StreamDecoder.partial`."""
        return self._asked.response(self._decoder.partial())
