"""The transport starts the server at the first request, and tells how a child ended."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest

from interlingua import AsyncModel, Model
from interlingua.errors import APIConnectionError, ConversionError, StreamInterruptedError
from interlingua.provider import Progress, TransportSettings, WireRequest
from interlingua.types import Tool
from interlingua_llamacpp.options import LlamaCppOptions
from interlingua_llamacpp.server import get_server, stop_server
from interlingua_llamacpp.transport import AsyncLlamaCppTransport, LlamaCppTransport
from interlingua_llamacpp.weights import ensure_weights, resolve_model

if TYPE_CHECKING:
    from interlingua_llamacpp.server import ServerHandle

SPEC = "llamacpp:smollm2-135m?temperature=0&max_tokens=300"
BODY = {"model": "smollm2-135m", "messages": [{"role": "user", "content": "hi"}], "max_tokens": 1}


def kill_the_child() -> None:
    """End the child of this process as a crash would."""
    os.kill(get_server(resolve_model("default"))._process.pid, signal.SIGKILL)


def test_a_child_that_dies_in_mid_stream_is_named(served: ServerHandle) -> None:
    """The interruption keeps what had arrived and says how the process ended; the next call starts a new one."""
    assert served.is_running
    with Model(SPEC, retry=None) as model:
        stream = model.stream("Tell me a long story.")
        next(stream)
        kill_the_child()
        with pytest.raises(StreamInterruptedError) as caught:
            list(stream)

        assert isinstance(caught.value.error, APIConnectionError)
        assert caught.value.error.provider == "llamacpp"
        assert "the llama.cpp process ended" in str(caught.value.error)
        assert model.complete("hi", max_tokens=1).finish_reason == "length"


async def test_a_child_that_dies_in_mid_stream_is_named_to_tasks_too() -> None:
    """The awaited twin says the same."""
    async with AsyncModel(SPEC, retry=None) as model:
        stream = model.stream("Tell me a long story.")
        await anext(stream)
        kill_the_child()
        with pytest.raises(StreamInterruptedError, match=r"the llama\.cpp process ended"):
            [_ async for _ in stream]

        assert (await model.complete("hi", max_tokens=1)).finish_reason == "length"


def test_progress_is_told_to_its_end(served: ServerHandle) -> None:
    """The last report says that it is the last."""
    assert served.is_running
    seen: list[Progress] = []
    transport = LlamaCppTransport(TransportSettings(LlamaCppOptions(context=320, parallel=1), None, seen.append))

    b"".join(transport.open(WireRequest("/chat/completions", dict(BODY))))
    transport.close()

    assert seen[0].task == "loading smollm2-135m"
    assert [report.finished for report in seen] == [False] * (len(seen) - 1) + [True]


async def test_a_whole_answer_has_headers(served: ServerHandle) -> None:
    """They are handed on from the SDK's answer."""
    assert served.is_running
    transport = AsyncLlamaCppTransport(TransportSettings(LlamaCppOptions(), None, print))

    source = await transport.open(WireRequest("/chat/completions", dict(BODY)))
    await source.aclose()
    await transport.aclose()

    assert source.headers["content-type"].startswith("application/json")


def test_a_proxy_in_the_environment_is_passed_by(served: ServerHandle, monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy can reach this machine's loopback, nor should one see the key."""
    assert served.is_running
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")

    with Model(SPEC, retry=None) as model:
        assert model.complete("hi", max_tokens=1).usage


def test_a_template_without_tools_refuses_them() -> None:
    """llama.cpp would drop the tools without a word."""
    with Model(f"llamacpp:{ensure_weights()}?context=384&parallel=1") as model, pytest.raises(ConversionError, match="no place for tools"):
        model.complete("hi", tools=[Tool("add")])


def test_a_stopped_server_is_started_again() -> None:
    """A transport that was connected connects anew."""
    with Model(SPEC) as model:
        model.complete("hi", max_tokens=1)
        stop_server()

        assert model.complete("hi", max_tokens=1).finish_reason == "length"
