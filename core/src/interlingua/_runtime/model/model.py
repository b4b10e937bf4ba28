# Generated from async_model.py by scripts/unasync.py (`nox -s twins`): change that one.
"""`Model`: asks `call/` what is next, and does it; no decision lives here."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Self, TypeVar, Unpack, overload

from interlingua._runtime.call.output import Output
from interlingua._runtime.model.base import ModelBase
from interlingua._runtime.model.seams import Clients
from interlingua._runtime.model.stream import Stream, reach, read_whole
from interlingua.types.scope import callers

if TYPE_CHECKING:
    from types import TracebackType

    from interlingua._runtime.call.call import Call
    from interlingua._runtime.call.requests import Messages, Tools
    from interlingua.provider import Transport
    from interlingua.types import Response
    from interlingua.types.request import RequestFields
    from interlingua.types.scope import Callers

OutputT = TypeVar("OutputT")


class Model(ModelBase["Transport"]):
    """A model, chosen by a config string; may be used from several threads at once.

    Example:
        ```python
        with Model("llamacpp:smollm2-135m?max_tokens=50") as model:
            response = model.complete("Is the sky blue?")
            print(response.text)
        ```
    """

    _clients: Clients

    def _new_clients(self) -> Clients:
        return Clients()

    def __enter__(self) -> Self:
        """Give the model itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close the connections."""
        self.close()

    def close(self) -> None:
        """Close the connections; a later call opens new ones."""
        self._clients.close()

    @overload
    def complete(self, messages: Messages, *, output: type[OutputT], **request_fields: Unpack[RequestFields]) -> Response[OutputT]: ...
    @overload
    def complete(
        self, messages: Messages, *, tools: Tools, output: type[OutputT], **request_fields: Unpack[RequestFields]
    ) -> Response[OutputT | None]: ...
    @overload
    def complete(
        self, messages: Messages, *, tools: Tools = (), output: None = None, **request_fields: Unpack[RequestFields]
    ) -> Response: ...
    def complete(
        self, messages: Messages, *, tools: Tools = (), output: type[OutputT] | None = None, **request_fields: Unpack[RequestFields]
    ) -> Response[OutputT] | Response[OutputT | None] | Response:
        """Ask, and wait for the whole answer.

        Args:
            messages: What was said: a text, a message, a sequence of them, a `Conversation` or a `Request`.
            tools: What the model may call.
            output: A pydantic class (or any type that pydantic knows); its instance is the response's `parsed`,
                which is None while the model calls tools instead of answering. A class that it only quotes, as `list["City"]` does,
                is looked up where the call is made.
            request_fields: Any other field of `Request`.

        Raises:
            ProviderError: The call failed.
            ConversionError: The conversation, a tool or `output` can't be said, or calls and results aren't paired.
            LossError: Something would be lost, and `on_loss` minds.
            InvalidOutputError: The answer doesn't fit `output`, or the class's own code failed with it.
        """
        return self._complete(messages, tools, output, request_fields, callers())

    def _complete(
        self, messages: Messages, tools: Tools, output: type[OutputT] | None, fields: RequestFields, frames: Callers
    ) -> Response[OutputT]:
        asked = Output.of(output, frames)
        calls = self._calls(messages, tools, asked, fields, frames, streamed=False)
        del frames  # and with it whatever the caller has at hand
        if self.provider.streams_whole_calls:
            with Stream(calls, partial(self._finished, asked)) as stream:
                for _ in stream:
                    pass
                return stream.response
        response = reach(calls, _whole)
        calls.finished(response)
        return self._finished(asked, response)

    @overload
    def stream(self, messages: Messages, *, output: type[OutputT], **request_fields: Unpack[RequestFields]) -> Stream[OutputT]: ...
    @overload
    def stream(
        self, messages: Messages, *, tools: Tools, output: type[OutputT], **request_fields: Unpack[RequestFields]
    ) -> Stream[OutputT | None]: ...
    @overload
    def stream(
        self, messages: Messages, *, tools: Tools = (), output: None = None, **request_fields: Unpack[RequestFields]
    ) -> Stream[None]: ...
    def stream(
        self, messages: Messages, *, tools: Tools = (), output: type[OutputT] | None = None, **request_fields: Unpack[RequestFields]
    ) -> Stream[OutputT] | Stream[OutputT | None] | Stream[None]:
        """Ask, and get the answer chunk by chunk; the request is sent when the first chunk is asked for.

        Args:
            messages: As for `complete`.
            tools: As for `complete`.
            output: As for `complete`; `parsed` is on the stream's `response`.
            request_fields: Any other field of `Request`.

        Raises:
            ConversionError: The conversation can't be said, or isn't paired.
            LossError: Something would be lost, and `on_loss` minds.
        """
        asked = Output.of(output)
        return Stream(self._calls(messages, tools, asked, request_fields, streamed=True), partial(self._finished, asked))

    def count_tokens(self, messages: Messages, *, tools: Tools = (), **request_fields: Unpack[RequestFields]) -> int:
        """Ask the provider how many input tokens the conversation has.

        Raises:
            ConfigError: The provider has no endpoint for it; `estimate_tokens()` gives a guess.
            ProviderError: The call failed.
        """
        return self._count_tokens(messages, tools, request_fields, callers())

    def _count_tokens(self, messages: Messages, tools: Tools, fields: RequestFields, frames: Callers) -> int:
        calls = self._count_calls(messages, tools, fields, frames)
        del frames
        tokens = reach(calls, _count)
        calls.finished()
        return tokens


def _whole(call: Call, transport: Transport) -> Response:
    return call.whole(*read_whole(call, transport))


def _count(call: Call, transport: Transport) -> int:
    body, _ = read_whole(call, transport)
    return call.count(body)
