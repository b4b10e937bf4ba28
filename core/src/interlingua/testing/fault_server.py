"""A small HTTP server that breaks clients on purpose: cuts and resets at byte N, slices, silence, delays; real TCP on loopback.

It runs on an event loop in a thread of its own, answers request after request with what a test has scripted, and remembers what was
asked and when a client hung up. It knows nothing of any dialect.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import struct
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from types import TracebackType

ResultT = TypeVar("ResultT")

EVENT_STREAM = "text/event-stream"


@dataclass(frozen=True)
class Answer:
    """What one request gets.

    Attributes:
        body: The bytes of the body.
        status: The HTTP status.
        headers: Further headers.
        content_type: The body's type.
        delay: Seconds before the head.
        slices: The most bytes of one write; 0 writes all at once.
        pause: Seconds between two writes.
        end: What comes after the body: `done` (the response ends well), `cut` (FIN in the middle of it), `reset` (RST), or `hold`
            (silence, until the client hangs up).
    """

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = "application/json"
    delay: float = 0.0
    slices: int = 0
    pause: float = 0.0
    end: str = "done"


@dataclass(frozen=True)
class Asked:
    """A request as it came; the path has its query behind it."""

    path: str
    headers: dict[str, str]
    body: Any  # what JSON gives: tests look into it as they like; None where it is no JSON
    raw: bytes = b""
    method: str = "POST"


class FaultServer:
    """Gives scripted answers, in order; the last one again and again."""

    def __init__(self, *answers: Answer) -> None:
        """Script the answers."""
        self._answers = list(answers)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._server: asyncio.Server  # from `__enter__` on
        self._tasks: set[asyncio.Task[None]] = set()
        self._asked = threading.Semaphore(0)
        self._left = threading.Semaphore(0)
        self.connections = 0
        self.requests: list[Asked] = []

    @property
    def url(self) -> str:
        """The server's address, without a path."""
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def client_asked(self, seconds: float) -> bool:
        """Tell whether a request has come that wasn't told of yet, waiting for it so long."""
        return self._asked.acquire(timeout=seconds)

    def client_left(self, seconds: float) -> bool:
        """Tell whether a client hung up before its answer ended, waiting for it so long."""
        return self._left.acquire(timeout=seconds)

    def __enter__(self) -> Self:
        """Start."""
        self._thread.start()
        self._server = self._run(asyncio.start_server(self._serve, "127.0.0.1", 0))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Stop, and drop every client."""
        self._run(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self, work: Coroutine[Any, Any, ResultT]) -> ResultT:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _stop(self) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = cast("asyncio.Task[None]", asyncio.current_task())  # this runs as one
        self._tasks.add(task)
        self.connections += 1
        try:
            while await self._exchange(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the client has gone, or the test is over
        finally:
            self._tasks.discard(task)
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Take one request and answer it; tell whether the connection may take another."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        answer = self._answers[min(len(self.requests), len(self._answers) - 1)]
        method, path, _ = head[0].split(" ")
        is_json = body and "json" in headers.get("content-type", "json")
        self.requests.append(Asked(path, headers, json.loads(body) if is_json else None, body, method))
        self._asked.release()
        sending = asyncio.ensure_future(self._send(answer, writer))
        leaving = asyncio.ensure_future(reader.read(1))  # this client sends nothing before its answer has ended
        try:
            await asyncio.wait({sending, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if not sending.done() or isinstance(sending.exception(), ConnectionError):
                self._left.release()
        finally:  # also where the server stops meanwhile
            sending.cancel()
            leaving.cancel()
            await asyncio.gather(sending, leaving, return_exceptions=True)
        return sending.done() and not sending.cancelled() and sending.exception() is None and answer.end == "done"

    async def _send(self, answer: Answer, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(answer.delay)
        headers = {"content-type": answer.content_type, "transfer-encoding": "chunked", **answer.headers}
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        writer.write(f"HTTP/1.1 {answer.status} Said\r\n{lines}\r\n".encode())
        size = answer.slices or len(answer.body) or 1
        for start in range(0, len(answer.body), size):
            piece = answer.body[start : start + size]
            writer.write(b"%x\r\n%s\r\n" % (len(piece), piece))
            await writer.drain()
            if answer.pause:
                await asyncio.sleep(answer.pause)
        if answer.end == "done":
            writer.write(b"0\r\n\r\n")
        await writer.drain()
        if answer.end == "hold":
            await asyncio.Event().wait()
        if answer.end == "reset":
            connection = writer.get_extra_info("socket")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # close with RST
            writer.transport.abort()
