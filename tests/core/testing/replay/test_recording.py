"""Twin of testing/replay/recording.py: one exchange through a provider's own transport, and no secret in it."""

from __future__ import annotations

import pytest
from tests.core.testing.replay.samples import CHAT, CHAT_STREAM, ERROR

from interlingua import TextPart, UserMessage
from interlingua.errors import APIConnectionError, ConfigError, LossError, RateLimitError
from interlingua.testing.fault_server import Answer, FaultServer
from interlingua.testing.replay import recorded, replayed
from interlingua.types import AudioPart, Base64Source, JsonObject

KEY = "sk-real-and-secret-0123456789"
STREAM = Answer(CHAT_STREAM.raw, content_type="text/event-stream", headers={"x-request-id": "req_1", "set-cookie": "a=hidden"}, slices=7)
OPTIONS = {"api": "chat", "include_usage": False}


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    """The key of the environment, and no other secret."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)


def test_a_stream_is_recorded_and_played_again() -> None:
    """As it came, with the request's body and the headers that a client reads; the request itself had the key."""
    with FaultServer(STREAM) as server:
        exchange = recorded("openai:m", "hi", base_url=server.url, **OPTIONS)
        (asked,) = server.requests
    played = replayed("openai", exchange, api="chat").response

    assert asked.headers["authorization"] == f"Bearer {KEY}"
    assert exchange.request == asked.body == {"model": "m", "messages": [{"role": "user", "content": "hi"}], "stream": True}
    assert (exchange.provider, exchange.api, exchange.status, exchange.origin) == ("openai", "chat_completions", 200, {"kind": "recorded"})
    assert exchange.headers == {"content-type": "text/event-stream", "x-request-id": "req_1"}
    assert exchange.raw == CHAT_STREAM.raw
    assert played is not None
    assert played.text == "h\u00e9llo"


def test_a_whole_answer_is_recorded() -> None:
    """Where no stream is asked for."""
    with FaultServer(Answer(CHAT.raw)) as server:
        exchange = recorded("openai:m", [UserMessage("hi")], stream=False, base_url=server.url, **OPTIONS)

    assert exchange.body == CHAT.body
    assert not exchange.streamed
    assert exchange.request is not None
    assert "stream" not in exchange.request


@pytest.mark.parametrize("streamed", [True, False])
def test_a_body_of_the_wire_needs_no_converter(streamed: bool) -> None:  # noqa: FBT001 - a parameter
    """It is sent as it is."""
    body: JsonObject = {"model": "m", "messages": "not yet", "stream": streamed}
    with FaultServer(STREAM if streamed else Answer(CHAT.raw)) as server:
        exchange = recorded("openai:m", body=body, base_url=server.url, **OPTIONS)
        (asked,) = server.requests

    assert asked.body == exchange.request == body
    assert asked.path == "/chat/completions"
    assert exchange.streamed is streamed


def test_a_stream_in_frames_of_a_cloud_is_recorded_as_events() -> None:
    """Its transport has unpacked them."""
    with FaultServer(Answer(CHAT_STREAM.raw, content_type="application/vnd.amazon.eventstream")) as server:
        exchange = recorded("openai:m", "hi", base_url=server.url, **OPTIONS)

    assert exchange.headers["content-type"] == "text/event-stream"


def test_everything_secret_is_blanked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The key, what variables with such names hold, and what is named; a switch of a few letters is no secret."""
    for name, value in (
        ("OTHER_TOKEN", "tok-0123456789"),
        ("OPENAI_ORG_ID", "org-0123456789"),
        ("USE_KEYS", "abc"),
        ("OTHER", "plain-value"),
    ):
        monkeypatch.setenv(name, value)
    said = f"{KEY} tok-0123456789 org-0123456789 abc plain-value Jane Doe"
    answer = Answer(f'{{"said": "{said}"}}'.encode(), headers={"x-request-id": f"of {KEY}"})
    with FaultServer(answer) as server:
        exchange = recorded("openai:m", said, stream=False, secrets=["Jane Doe"], base_url=server.url, **OPTIONS)

    blanked = "REDACTED REDACTED REDACTED abc plain-value REDACTED"
    assert exchange.body == {"said": blanked}
    assert exchange.request is not None
    assert exchange.request["messages"] == [{"role": "user", "content": blanked}]
    assert exchange.headers["x-request-id"] == "of REDACTED"


def test_what_fails_is_raised() -> None:
    """Once, typed, without the key; what broke off would pass for the whole."""
    refusing = Answer(ERROR.raw.replace(b"slow down", f"slow down, {KEY}".encode()), status=429)
    for answer, kind in (
        (refusing, RateLimitError),
        (Answer(CHAT_STREAM.raw, content_type="text/event-stream", end="cut"), APIConnectionError),
    ):
        with FaultServer(answer) as server:
            with pytest.raises(kind) as caught:
                recorded("openai:m", "hi", base_url=server.url, **OPTIONS)
            assert len(server.requests) == 1
        assert KEY not in str(caught.value)


def test_nothing_is_sent_where_something_is_wrong() -> None:
    """No question and no body, an option that there isn't, or a loss that the policy minds."""
    sound = AudioPart(Base64Source(media_type="audio/flac", data="AAAA"))
    with FaultServer(STREAM) as server:
        with pytest.raises(ConfigError, match="nothing to send"):
            recorded("openai:m", base_url=server.url)
        with pytest.raises(ConfigError, match="nonsense"):
            recorded("openai:m", "hi", nonsense=1)
        with pytest.raises(LossError):
            recorded("anthropic:m?max_tokens=9", [UserMessage([TextPart("hi"), sound])], base_url=server.url)
        assert server.requests == []
