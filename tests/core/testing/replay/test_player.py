"""Twin of testing/replay/player.py: recorded exchanges through real SDK clients and over a socket."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.core.testing.replay.samples import CHAT, CHAT_STREAM, COUNT, ERROR

from interlingua import Model
from interlingua.errors import ConfigError, ConversionError, RateLimitError, StreamInterruptedError
from interlingua.testing.replay import Exchange, ReplayServer, replayed
from interlingua.types import TextDelta


@pytest.mark.parametrize("sizes", [(), (1,), (3, 50)])
def test_a_stream_is_played(sizes: tuple[int, ...]) -> None:
    """In whatever pieces, it says the same."""
    played = replayed("openai", CHAT_STREAM, sizes, api="chat")

    assert played.response is not None
    assert (played.response.text, played.response.id) == ("h\u00e9llo", "c")
    assert [chunk.text for chunk in played.chunks if isinstance(chunk, TextDelta)] == ["h\u00e9", "llo"]
    assert played.sent.body == CHAT_STREAM.request
    assert played.sent.path == "/chat/completions"
    assert played.sent.headers["authorization"] == "Bearer replayed-no-key"
    assert played.request.model_id == "m"


def test_a_whole_answer_is_played() -> None:
    """It has no chunks."""
    played = replayed("openai", CHAT, api="chat")

    assert played.response is not None
    assert (played.response.text, played.chunks, played.input_tokens) == ("a", (), None)


def test_a_count_is_played() -> None:
    """At the provider's own endpoint for it."""
    played = replayed("anthropic", COUNT)

    assert (played.input_tokens, played.response) == (8, None)
    assert played.sent.path == "/v1/messages/count_tokens"


def test_a_count_where_there_is_none() -> None:
    """Is refused."""
    with pytest.raises(ConversionError, match="no endpoint that counts tokens"):
        replayed("openai", replace(COUNT, request=CHAT.request), api="chat")


def test_an_error_is_raised_by_its_type() -> None:
    """With what its headers say; an exchange without a request asks something plain."""
    with pytest.raises(RateLimitError) as caught:
        replayed("openai", ERROR, api="chat")

    assert (caught.value.status, caught.value.retry_after) == (429, 7.0)


def test_a_cut_recording_is_an_interruption() -> None:
    """With what had come."""
    assert isinstance(CHAT_STREAM.body, str)
    with pytest.raises(StreamInterruptedError) as caught:
        replayed("openai", replace(CHAT_STREAM, body=CHAT_STREAM.body[:250]), [1], api="chat")

    assert caught.value.partial.text == "h\u00e9"


@pytest.mark.parametrize(("body", "error"), [([], ConversionError), ("<html>", ConversionError)])
def test_an_answer_that_is_none(body: list[object] | str, error: type[Exception]) -> None:
    """Is refused."""
    with pytest.raises(error):
        replayed("openai", replace(CHAT, body=body), api="chat")  # type: ignore[arg-type]  # JSON


def test_an_exchange_of_another_wire() -> None:
    """It is refused, not read as an answer that says nothing; the option that chooses the wire is named."""
    with pytest.raises(ConversionError, match="chat_completions") as caught:
        replayed("openai", CHAT, api="responses")
    with pytest.raises(ConversionError):
        replayed("anthropic", CHAT_STREAM)

    assert caught.value.path == "$.api"
    assert "api='chat'" in str(caught.value.hint)


def test_a_provider_that_is_not_installed() -> None:
    """Is told as anywhere else."""
    with pytest.raises(ConfigError, match="nobody"):
        replayed("nobody", CHAT)


def test_a_server_plays_one_exchange_after_the_other() -> None:
    """To anything that takes a base URL; the last one again and again, and slowly where that is asked for."""
    second = replace(CHAT, body={**CHAT.body, "id": "second"})  # type: ignore[dict-item]  # an object
    with ReplayServer(CHAT, second, slices=20, pause=0.001) as server, Model("openai:m?api=chat", base_url=server.url) as model:
        ids = [model.complete("hi").id for _ in range(3)]

        assert ids == [None, "second", "second"]
        assert [asked.path for asked in server.requests] == ["/chat/completions"] * 3
        assert server.exchanges == (CHAT, second)


def test_an_exchange_is_played_as_it_was_recorded() -> None:
    """Its status, and the headers that say nothing of how it was sent."""
    with ReplayServer(ERROR) as server, Model("openai:m?api=chat", base_url=server.url, retry=None) as model, pytest.raises(RateLimitError):
        model.complete("hi")
    assert isinstance(server.exchanges[0], Exchange)
