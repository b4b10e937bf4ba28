"""Recorded exchanges, and an HTTP transport that plays one back in whatever pieces the test cuts it into.

The transport stands below the real SDK's client, so that a replay goes through everything but the socket. It is no stand-in for
a provider's code: it only gives the bytes that a provider once gave.
"""

from __future__ import annotations

import os
import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import httpx2

from interlingua.types.json import dumps, loads

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence

    from interlingua.types.base import JsonObject, JsonValue

WIRE = Path(os.environ["INTERLINGUA_WIRE"])  # tests/conftest.py sets it


@dataclass(frozen=True)
class Exchange:
    """One recorded request and its answer.

    Attributes:
        name: The file's name without its ending.
        api: `messages`, `count_tokens`, `chat_completions` or `responses`.
        features: What the recording shows.
        request: The body that was sent, or None where only the answer was kept.
        request_headers: `anthropic-beta` where it was sent.
        status: The answer's status.
        headers: The answer's headers, names in lower case.
        body: The answer: a JSON value, or the text of a stream (or of a body that is no JSON).
    """

    name: str
    api: str
    features: tuple[str, ...]
    request: JsonObject | None
    request_headers: dict[str, str]
    status: int
    headers: dict[str, str]
    body: JsonValue

    @property
    def streamed(self) -> bool:
        """Whether the answer is a stream of events."""
        return "text/event-stream" in self.headers.get("content-type", "")

    @property
    def failed(self) -> bool:
        """Whether the answer is an error by its status."""
        return self.status >= 400

    @property
    def raw(self) -> bytes:
        """The answer's bytes."""
        return self.body.encode() if isinstance(self.body, str) else dumps(self.body)


def exchanges(*patterns: str) -> list[Exchange]:
    """Load the recordings that the patterns name, such as `openai/chat-*.json`, in order of their names."""
    return [_load(path) for pattern in patterns for path in sorted(WIRE.glob(pattern))]


def _load(path: Path) -> Exchange:
    saved = loads(path.read_bytes())
    assert isinstance(saved, dict)
    answer = saved["response"]
    assert isinstance(answer, dict)
    return Exchange(
        name=path.stem,
        api=saved["api"],  # type: ignore[arg-type]  # the format is described in the folder's own README
        features=tuple(saved["features"]),  # type: ignore[arg-type]  # as above
        request=saved["request"],  # type: ignore[arg-type]  # as above
        request_headers=saved["request_headers"] or {},  # type: ignore[arg-type]  # as above
        status=answer["status"],  # type: ignore[arg-type]  # as above
        headers={name.lower(): str(value) for name, value in (answer["headers"] or {}).items()},  # type: ignore[union-attr]  # as above
        body=answer["body"],
    )


def pieces(data: bytes, sizes: Sequence[int] = ()) -> list[bytes]:
    """Cut bytes into pieces of these sizes, over and over; whole where no size is given."""
    if not sizes:
        return [data]
    out, start, turn = [], 0, 0
    while start < len(data):
        out.append(data[start : start + sizes[turn % len(sizes)]])
        start += sizes[turn % len(sizes)]
        turn += 1
    return out


def random_sizes(seed: str, count: int = 50) -> list[int]:
    """Make sizes for `pieces`, the same for the same seed: many small ones, some large."""
    chance = random.Random(seed)  # noqa: S311 - a test's cuts are no secret
    return [chance.choice([1, 2, 3, 7, 31, 200, 4_000]) for _ in range(count)]


class Cut(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """A body in pieces that counts how often it was closed; `error` is raised after the last piece."""

    def __init__(self, parts: Sequence[bytes], error: Exception | None = None) -> None:
        self.parts = parts
        self.error = error
        self.closed = 0

    def __iter__(self) -> Iterator[bytes]:
        yield from self.parts
        if self.error is not None:
            raise self.error

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for part in self:
            yield part

    def close(self) -> None:
        """Count."""
        self.closed += 1

    async def aclose(self) -> None:
        """Count."""
        self.closed += 1


@dataclass
class Recorded:
    """An HTTP server's side, played from a recording, below `client` and `async_client`.

    Attributes:
        status: The status of every answer.
        headers: Its headers.
        parts: Its body, in the pieces to give it in.
        error: What breaks the connection after the last piece, or None.
        requests: Every request that came in.
        streams: The body of every answer that went out.
    """

    status: int
    headers: dict[str, str]
    parts: Sequence[bytes]
    error: Exception | None = None
    requests: list[httpx2.Request] = field(default_factory=list)
    streams: list[Cut] = field(default_factory=list)

    @classmethod
    def of(cls, exchange: Exchange, sizes: Sequence[int] = (), error: Exception | None = None) -> Recorded:
        """Play one exchange's answer, cut into pieces of these sizes."""
        return cls(exchange.status, exchange.headers, pieces(exchange.raw, sizes), error)

    def client(self) -> httpx2.Client:
        """Make a client to give to an SDK's client as its `http_client`."""
        return httpx2.Client(transport=httpx2.MockTransport(self._answer))

    def async_client(self) -> httpx2.AsyncClient:
        """Make an async client to give to an SDK's async client as its `http_client`."""
        return httpx2.AsyncClient(transport=httpx2.MockTransport(self._answer))

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        self.streams.append(Cut(self.parts, self.error))
        return httpx2.Response(self.status, headers=self.headers, stream=self.streams[-1])
