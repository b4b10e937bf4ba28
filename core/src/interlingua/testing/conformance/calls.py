"""One call to a server that breaks clients on purpose: by `Model` and by `AsyncModel`, whole and streamed."""

from __future__ import annotations

import asyncio
import unittest
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from interlingua.dialect import counts_as_first
from interlingua.errors import ConfigError, InterlinguaError
from interlingua.provider import RetryPolicy
from interlingua.testing.fault_server import EVENT_STREAM, Answer, FaultServer
from interlingua.types import AssistantMessage, Response, TextPart, Usage
from interlingua.types.json import dumps

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator, Mapping

    from interlingua import AsyncModel, Model
    from interlingua.dialect import Dialect
    from interlingua.types import Chunk

KEY = "sk-zq-0123456789abcdefghij"
PROMPT = "zq the prompt that nobody else may read qz"
QUICK = RetryPolicy(attempts=3, wait_initial=0.0, wait_jitter=0.0)
"""Tries three times, and hardly waits."""

ONCE = RetryPolicy(attempts=1)
"""Tries once."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a call went.

    Attributes:
        by: `Model` or `AsyncModel`.
        requests: How many requests the server saw.
        response: The answer, or None.
        error: What the call raised, or None.
        chunks: What was handed out of a stream.
        hung_up: Whether the client closed the connection before the answer had ended.
    """

    by: str
    requests: int
    response: Response | None = None
    error: InterlinguaError | None = None
    chunks: list[Chunk] = field(default_factory=list)
    hung_up: bool = False


@dataclass(frozen=True, slots=True)
class Caller:
    """Calls a model of a provider at any address.

    Attributes:
        spec: The config string.
        options: Further options.
        keyed: Whether the provider takes a key.
    """

    spec: str
    options: Mapping[str, object]
    keyed: bool

    def arguments(self, url: str, retry: RetryPolicy | None) -> dict[str, Any]:
        """Give the arguments of a model at an address."""
        key = {"api_key": KEY} if self.keyed else {}
        return {"base_url": url, "retry": retry, **key, **self.options}

    def complete(self, *answers: Answer, retry: RetryPolicy | None = QUICK) -> Iterator[Outcome]:
        """Make a whole call of each kind."""
        yield self._call(answers, retry, lambda model, chunks: model.complete(PROMPT))  # noqa: ARG005 - none come
        yield self._call_async(answers, retry, lambda model, chunks: model.complete(PROMPT))  # noqa: ARG005 - none come

    def stream(self, *answers: Answer, retry: RetryPolicy | None = QUICK, leave_after: int | None = None) -> Iterator[Outcome]:
        """Make a streamed call of each kind.

        Args:
            answers: What the server gives.
            retry: When to try again.
            leave_after: How many chunks to read before the block is left; all of them where not given.
        """

        def read(model: Model, chunks: list[Chunk]) -> Response | None:
            with model.stream(PROMPT) as stream:
                for chunk in stream:
                    chunks.append(chunk)
                    if len(chunks) == leave_after:
                        return None
                return stream.response

        async def read_async(model: AsyncModel, chunks: list[Chunk]) -> Response | None:
            async with model.stream(PROMPT) as stream:
                async for chunk in stream:
                    chunks.append(chunk)
                    if len(chunks) == leave_after:
                        return None
                return stream.response

        leaves = leave_after is not None
        yield self._call(answers, retry, read, leaves=leaves)
        yield self._call_async(answers, retry, read_async, leaves=leaves)

    def _call(
        self,
        answers: tuple[Answer, ...],
        retry: RetryPolicy | None,
        work: Callable[[Model, list[Chunk]], Response | None],
        *,
        leaves: bool = False,
    ) -> Outcome:
        from interlingua import Model

        chunks: list[Chunk] = []
        response, error = None, None
        with FaultServer(*answers) as server, Model(self.spec, **self.arguments(server.url, retry)) as model:
            try:
                response = work(model, chunks)
            except InterlinguaError as failure:
                error = _judged(failure)
            hung_up = leaves and server.client_left(_PATIENCE)
            return Outcome("Model", len(server.requests), response, error, chunks, hung_up)

    def _call_async(
        self,
        answers: tuple[Answer, ...],
        retry: RetryPolicy | None,
        work: Callable[[AsyncModel, list[Chunk]], Coroutine[Any, Any, Response | None]],
        *,
        leaves: bool = False,
    ) -> Outcome:
        from interlingua import AsyncModel

        chunks: list[Chunk] = []

        async def call(url: str) -> tuple[Response | None, InterlinguaError | None]:
            async with AsyncModel(self.spec, **self.arguments(url, retry)) as model:
                try:
                    return await work(model, chunks), None
                except InterlinguaError as failure:
                    return None, _judged(failure)

        with FaultServer(*answers) as server:
            response, error = asyncio.run(call(server.url))
            hung_up = leaves and server.client_left(_PATIENCE)
            return Outcome("AsyncModel", len(server.requests), response, error, chunks, hung_up)


_PATIENCE = 10.0  # seconds, for a slow machine


def _judged(error: InterlinguaError) -> InterlinguaError:
    """Give an error to be judged; one that says that the SDK isn't there is no failure of the provider's."""
    if isinstance(error, ConfigError):
        raise unittest.SkipTest(error.sentence)
    return error


SAID: Response = Response(
    message=AssistantMessage([TextPart("Hello, you")]),
    finish_reason="stop",
    usage=Usage(input_tokens=3, output_tokens=5),
    model_id="some-model",
    id="answer-1",
    provider_data={},
)
"""What the server's model says."""


def good(dialect: Dialect, *, streamed: bool) -> Answer:
    """Answer as the API does."""
    if streamed:
        return Answer(b"".join(dialect.encode_stream(SAID)), content_type=EVENT_STREAM)
    return Answer(dumps(dialect.encode_response(SAID).body))


def begun(dialect: Dialect, end: str) -> Answer:
    """Answer with a stream up to its first chunk that counts, and break off.

    Args:
        dialect: Says the answer.
        end: `cut`, `reset` or `hold`, as in `Answer`.
    """
    decoder = dialect.stream_decoder()
    beginning = b""
    for event in dialect.encode_stream(SAID):
        beginning += event
        if any(map(counts_as_first, decoder.feed(event))):
            break
    return Answer(beginning, content_type=EVENT_STREAM, end=end)


def refusal(status: int, **headers: str) -> Answer:
    """Answer with an error that says nothing but its status; an underscore in a header's name stands for a dash."""
    return Answer(b"{}", status=status, headers={name.replace("_", "-"): value for name, value in headers.items()})
