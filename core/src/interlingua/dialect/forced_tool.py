"""An answer in a schema by way of a tool that the model must call, for servers that take tools and no JSON schema.

The request offers the schema as one more tool; the call's arguments become the answer's text again, whole and streamed, so that
nothing behind this file can tell the two ways apart: the conversation holds no call that would wait for a result.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from interlingua.dialect.contract import StreamDecoder
from interlingua.errors import ConversionError, StreamInterruptedError
from interlingua.types.chunks import Finish, PartEnd, PartStart, TextDelta, ToolCallDelta
from interlingua.types.messages import AssistantMessage
from interlingua.types.parts import TextPart, ToolCallPart
from interlingua.types.tools import Tool, ToolChoice

if TYPE_CHECKING:
    from interlingua.errors import InterlinguaError, ProviderError
    from interlingua.types.chunks import Chunk
    from interlingua.types.parts import AssistantPart
    from interlingua.types.request import Request
    from interlingua.types.response import FinishReason, Response


# No wire's tools have names with other letters, or longer ones.
_NO_NAME: Final = re.compile(r"[^a-zA-Z0-9_-]")
_LONGEST_NAME: Final = 64


class ForcedTool:
    """The tool that stands for a request's schema."""

    __slots__ = ("_request", "name")

    def __init__(self, request: Request) -> None:
        """Name the tool after the schema, but not as any of the request's own.

        Args:
            request: A request with a schema.

        Raises:
            ConversionError: The schema isn't an object's, and a tool takes nothing else.
        """
        schema = request.output_schema
        if schema is None or schema.json_schema.get("type", "object") != "object":
            hint = "put the value into a field of a class"
            raise ConversionError("$.output_schema", "a tool's arguments are an object, and this is another schema", hint=hint)
        taken = {tool.name for tool in request.tools if isinstance(tool, Tool)}
        self.name = _NO_NAME.sub("_", schema.name)[:_LONGEST_NAME]
        while self.name in taken:
            self.name += "_"
        tool = Tool(self.name, schema.description, schema.json_schema, schema.strict)
        # Beside tools of its own the model must call one of them all; where it may call none of those, this one.
        own = bool(request.tools) and (request.tool_choice is None or request.tool_choice.type != "none")
        choice = ToolChoice("required") if own else ToolChoice("tool", self.name)
        if own and request.tool_choice is not None and request.tool_choice.type == "tool":
            choice = request.tool_choice
        update = {"tools": (*request.tools, tool), "tool_choice": choice, "output_schema": None}
        self._request = request.model_copy(update=update)

    def request(self) -> Request:
        """Give the request that offers the tool in the schema's place."""
        return self._request

    def response(self, response: Response) -> Response:
        """Give a response whose calls of the tool are text."""
        if all(call.name != self.name for call in response.tool_calls):
            return response
        message = self.message(response.message)
        reason = self.reason(response.finish_reason, others=bool(message.tool_calls))
        return response.model_copy(update={"message": message, "finish_reason": reason})

    def message(self, message: AssistantMessage) -> AssistantMessage:
        """Give a message whose calls of the tool are text."""
        return AssistantMessage([self.part(part) for part in message.content], provider_data=message.provider_data)

    def part(self, part: AssistantPart) -> AssistantPart:
        """Give a call of the tool as text, any other part as it is."""
        return TextPart(part.arguments) if isinstance(part, ToolCallPart) and part.name == self.name else part

    @staticmethod
    def reason(reason: FinishReason | None, *, others: bool) -> FinishReason | None:
        """Say why the model stopped: it waits for no result, unless it called other tools too."""
        return "stop" if reason == "tool_calls" and not others else reason

    def decoder(self, decoder: StreamDecoder) -> StreamDecoder:
        """Decode a stream whose calls of the tool are text."""
        return _TextDecoder(self, decoder)


class _TextDecoder(StreamDecoder):
    """Decodes a stream by another decoder, and respells its chunks."""

    def __init__(self, tool: ForcedTool, decoder: StreamDecoder) -> None:
        self._tool = tool
        self._decoder = decoder
        self._texts: set[int] = set()
        self._mapped = False
        self._others = False

    def feed(self, data: bytes) -> list[Chunk]:
        """See `StreamDecoder.feed`."""
        try:
            return [self._shown(chunk) for chunk in self._decoder.feed(data)]
        except StreamInterruptedError as error:
            raise self._interruption(error) from None

    def close(self) -> list[Chunk]:
        """See `StreamDecoder.close`."""
        try:
            return [self._shown(chunk) for chunk in self._decoder.close()]
        except StreamInterruptedError as error:
            raise self._interruption(error) from None

    def _shown(self, chunk: Chunk) -> Chunk:
        match chunk:
            case PartStart(index=index, part=ToolCallPart() as call) if (text := self._tool.part(call)) is not call:
                self._texts.add(index)
                return PartStart(index, text)
            case ToolCallDelta(index=index, arguments=arguments) if index in self._texts:
                return TextDelta(index, arguments)
            case PartEnd(index=index, part=ToolCallPart() as call):
                text = self._tool.part(call)
                self._mapped = self._mapped or text is not call
                self._others = self._others or text is call
                return PartEnd(index, text)
            case Finish(message=message) if self._mapped:
                reason = self._tool.reason(chunk.finish_reason, others=self._others)
                return replace(chunk, finish_reason=reason, message=message and self._tool.message(message))
        return chunk

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
        error.partial = self._tool.response(error.partial)
        return error

    def response(self) -> Response:
        """See `StreamDecoder.response`."""
        return self._tool.response(self._decoder.response())

    def partial(self) -> Response:
        """See `StreamDecoder.partial`."""
        return self._tool.response(self._decoder.partial())
