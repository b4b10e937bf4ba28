"""Where recorded exchanges lie, and an HTTP transport below an SDK's client that plays one back, cut exactly where a test says.

`interlingua.testing.replay` plays them over a socket, where the client decides what it reads at once.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import httpx2

from interlingua.testing.replay import Exchange, pieces

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence

WIRE = Path(os.environ["INTERLINGUA_WIRE"])  # tests/conftest.py sets it


def exchanges(*patterns: str) -> list[Exchange]:
    """Load the recordings that the patterns name, such as `openai/chat-*.json`, in order of their names."""
    return [Exchange.load(path) for pattern in patterns for path in sorted(WIRE.glob(pattern))]


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

    def client(self, base_url: str = "") -> httpx2.Client:
        """Make a client to give to an SDK's client as its `http_client`, which has an address itself."""
        return httpx2.Client(base_url=base_url, transport=httpx2.MockTransport(self._answer))

    def async_client(self, base_url: str = "") -> httpx2.AsyncClient:
        """Make an async client to give to an SDK's async client as its `http_client`, as above."""
        return httpx2.AsyncClient(base_url=base_url, transport=httpx2.MockTransport(self._answer))

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        self.streams.append(Cut(self.parts, self.error))
        return httpx2.Response(self.status, headers=self.headers, stream=self.streams[-1])
