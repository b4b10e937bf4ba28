"""What the tests of calls share: one answer in the Messages dialect, whole and streamed, and an observer that keeps what it is told."""

from __future__ import annotations

import traceback
from contextlib import contextmanager
from typing import TYPE_CHECKING

import anthropic  # noqa: F401 - loaded before any clock runs

from interlingua import AssistantMessage, Response, TextPart, ToolCallPart, Usage, get_dialect
from interlingua._runtime.call.backend import Backend
from interlingua._runtime.call.call import Call
from interlingua._runtime.call.requests import build_request
from interlingua._runtime.plugins.observers import register_observer, unregister_observer
from interlingua.provider import CallRecord, RetryPolicy, hookimpl
from interlingua.testing.fault_server import EVENT_STREAM, Answer
from interlingua.types.json import dumps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interlingua._runtime.call.backend import Prepared

KEY = "key-of-the-tests"
QUICK = RetryPolicy(wait_initial=0.01, wait_jitter=0.0)
"""Tries as often as the default does, and hardly waits."""

DIALECT = get_dialect("anthropic.messages")
ANSWER: Response = Response(
    message=AssistantMessage([TextPart("Hello, you"), ToolCallPart("toolu_1", "add", '{"a": 1}')]),
    finish_reason="tool_calls",
    usage=Usage(input_tokens=3, output_tokens=5, input_includes_cache=False),
    model_id="claude-x",
    id="msg_1",
)
EVENTS = list(DIALECT.encode_stream(ANSWER))
"""The answer as a stream, an item an event."""

STREAM = b"".join(EVENTS)
BODY = dumps(DIALECT.encode_response(ANSWER).body)
_TYPES = {400: "invalid_request_error", 401: "authentication_error", 429: "rate_limit_error", 500: "api_error"}


def fault(status: int = 529, message: str = "too much") -> bytes:
    """Say an error as the API does."""
    return dumps({"type": "error", "error": {"type": _TYPES.get(status, "overloaded_error"), "message": message}})


OVERLOADED = fault()
ERROR_EVENT = b"event: error\ndata: " + OVERLOADED + b"\n\n"

_FIRST = next(number for number, event in enumerate(EVENTS) if b"content_block_delta" in event)
START = b"".join(EVENTS[:_FIRST])
"""What comes before the first chunk."""

BEGUN = b"".join(EVENTS[: _FIRST + 1])
"""What comes up to the first chunk."""


def whole(body: bytes = BODY, **faults: object) -> Answer:
    """Answer with a whole body."""
    return Answer(body, **faults)  # type: ignore[arg-type]  # fields of Answer


def stream(body: bytes = STREAM, **faults: object) -> Answer:
    """Answer with a stream."""
    return Answer(body, content_type=EVENT_STREAM, **faults)  # type: ignore[arg-type]  # fields of Answer


def refusal(status: int = 529, message: str = "too much", **headers: str) -> Answer:
    """Answer with an error; an underscore in a header's name stands for a dash."""
    return Answer(fault(status, message), status=status, headers={name.replace("_", "-"): value for name, value in headers.items()})


class Observer:
    """Keeps the record of every call."""

    def __init__(self) -> None:
        self.records: list[CallRecord] = []

    @hookimpl
    def interlingua_call_finished(self, record: CallRecord) -> None:
        """Keep it."""
        self.records.append(record)


@contextmanager
def observed() -> Iterator[list[CallRecord]]:
    """Keep the records of the calls that are made meanwhile."""
    observer = Observer()
    register_observer(observer)
    try:
        yield observer.records
    finally:
        unregister_observer(observer)


class Clock:
    """A clock that a test sets."""

    now = 100.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now


def prepared(backend: Backend, *, streamed: bool = True, **fields: object) -> Prepared:
    """Prepare a question to a backend."""
    return backend.prepare(
        build_request(backend.spec.model_id, backend.options, "hi", (), None, fields), streamed=streamed, on_loss="raise"
    )


def a_call(clock: Clock, policy: RetryPolicy | None = None, *, streamed: bool = True, timeout: float = 60.0) -> Call:
    """Begin a call to Claude whose clock and chance are the test's."""
    backend = Backend("anthropic:claude-x", {"timeout": timeout})
    return Call(backend, prepared(backend, streamed=streamed), policy or RetryPolicy(), clock=clock, chance=lambda: 0.5)


def chain(error: BaseException | None) -> list[BaseException]:
    """List an error, what caused it and what it came upon, as deep as it goes."""
    found: list[BaseException] = []
    while error is not None:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found


def shown(error: BaseException) -> str:
    """Print an error as tools do that show the variables of every frame; a test's own frames, which hold its key, are left out."""
    report = traceback.TracebackException.from_exception(error, capture_locals=True)
    part: traceback.TracebackException | None = report
    while part is not None:
        part.stack = traceback.StackSummary.from_list([frame for frame in part.stack if "/tests/" not in frame.filename])
        part = part.__cause__ or part.__context__
    return "".join(report.format()) + "".join(repr(one) + str(vars(one)) for one in chain(error))
