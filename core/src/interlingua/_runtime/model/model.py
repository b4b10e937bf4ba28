"""`Model`: asks `call.py` what is next, and does it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Self, TypeVar, Unpack, overload

from interlingua._runtime.model.base import ModelBase
from interlingua._runtime.model.drive import reach, read_whole, report
from interlingua._runtime.model.stream import Stream

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from interlingua._runtime.call.backend import Backend
    from interlingua._runtime.call.call import Call
    from interlingua._runtime.call.requests import Messages, RequestFields, Tools
    from interlingua.provider import Transport
    from interlingua.types import Response

OutputT = TypeVar("OutputT")


class Model(ModelBase["Transport"]):
    """A model, chosen by a config string; may be used from several threads at once.

    Example:
        ```python
        with Model("llamacpp:smollm2-135m?max_tokens=50") as model:
            print(model.complete("Is the sky blue?").text)
        ```
    """

    # One lock for all models: it is held only while a client object is made.
    _lock = threading.Lock()

    def __enter__(self) -> Self:
        """Give the model itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close the connections."""
        self.close()

    def close(self) -> None:
        """Close the connections; a later call opens new ones."""
        with self._lock:
            transports, self._transports = self._transports, {}
        for transport in transports.values():
            transport.close()

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
                which is None while the model calls tools instead of answering.
            request_fields: Any other field of `Request`.

        Raises:
            ProviderError: The call failed.
            ConversionError: The conversation can't be said, or isn't paired.
            LossError: Something would be lost, and `on_loss` minds.
            InvalidOutputError: The answer doesn't fit `output`.
        """
        targets = self._targets(messages, tools, output, request_fields, streamed=False)
        if self._backends[0].provider.streams_whole_calls:
            with Stream(targets, self._finisher(output), streamed=False) as stream:
                for _ in stream:
                    pass
                return stream.response
        return self._finisher(output)(reach(targets, _whole, streamed=False))

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
        return Stream(self._targets(messages, tools, output, request_fields, streamed=True), self._finisher(output))

    def count_tokens(self, messages: Messages, *, tools: Tools = (), **request_fields: Unpack[RequestFields]) -> int:
        """Ask the provider how many input tokens the conversation has.

        Raises:
            ConfigError: The provider has no endpoint for it; `estimate_tokens()` gives a guess.
            ProviderError: The call failed.
        """
        return reach(self._count_targets(messages, tools, request_fields), _count, streamed=False)

    def _transport(self, backend: Backend) -> Transport:
        with self._lock:
            if (None, backend) not in self._transports:
                self._transports[None, backend] = backend.provider.transport(backend.transport_settings())
            return self._transports[None, backend]


def _whole(call: Call, transport: Callable[[], Transport]) -> Response:
    response = call.whole(*read_whole(call, transport))
    report(call, None, response, streamed=False)
    return response


def _count(call: Call, transport: Callable[[], Transport]) -> int:
    body, _ = read_whole(call, transport)
    tokens = call.count(body)
    report(call, None, streamed=False)
    return tokens
