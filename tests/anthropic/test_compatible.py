"""Twin of provider.py's `CompatibleProvider`: a host's provider, over the real SDK's client to a real server on loopback."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from interlingua import (
    AsyncModel,
    AuthenticationError,
    ConfigError,
    Model,
    PartEnd,
    PartStart,
    ReasoningPart,
    UserMessage,
    get_dialect,
    get_provider,
)
from interlingua.testing.fault_server import EVENT_STREAM, Answer, FaultServer
from interlingua.types.json import dumps
from interlingua_anthropic.presets import PRESETS, AnthropicPreset

NAMES = [preset.name for preset in PRESETS]
KEY = "key-of-the-host-0"
BODY = {
    "id": "msg", "type": "message", "role": "assistant", "model": "m", "stop_reason": "end_turn", "stop_sequence": None,
    "content": [{"type": "thinking", "thinking": "hm", "signature": "s"}, {"type": "text", "text": "yes"}],
    "usage": {"input_tokens": 1, "output_tokens": 1},
}  # fmt: skip
ANSWER = Answer(dumps(BODY))


def at(preset: AnthropicPreset, server: FaultServer) -> str:
    """The server as this host: the same path, another origin."""
    return server.url + urlsplit(preset.base_url or "").path


def streamed() -> Answer:
    """The same answer as a stream."""
    dialect = get_dialect("anthropic.messages")
    return Answer(b"".join(dialect.encode_stream(dialect.decode_response(BODY).value)), content_type=EVENT_STREAM)  # type: ignore[arg-type]  # JSON


@pytest.mark.parametrize("preset", PRESETS, ids=NAMES)
def test_a_request_reaches_the_hosts_path(preset: AnthropicPreset, monkeypatch: pytest.MonkeyPatch) -> None:
    """Path, the key in the header that the host wants, and the body that `prepare` shows."""
    monkeypatch.setenv("ANTHROPIC_API_KEY", "another-hosts-key")
    monkeypatch.setenv(preset.key_variables[0], KEY)

    with FaultServer(ANSWER) as server, Model(f"{preset.name}:m", base_url=at(preset, server), max_tokens=9) as model:
        response = model.complete("hi")
        prepared = model.prepare("hi")

    (asked,) = server.requests
    by_key = preset.name == "deepseek-anthropic"
    assert asked.path == f"{urlsplit(preset.base_url or '').path}/v1/messages"
    assert asked.headers.get("authorization") == (None if by_key else f"Bearer {KEY}")
    assert asked.headers.get("x-api-key") == (KEY if by_key else None)
    assert asked.body == prepared.body
    assert response.text == "yes"


async def test_awaited() -> None:
    """The same."""
    with FaultServer(ANSWER) as server:
        async with AsyncModel("zai:glm", base_url=f"{server.url}/api/anthropic", api_key=KEY, max_tokens=9) as model:
            response = await model.complete("hi")

    assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"
    assert response.text == "yes"


@pytest.mark.parametrize("preset", PRESETS, ids=NAMES)
def test_without_a_key_the_error_names_the_hosts_variable(preset: AnthropicPreset, monkeypatch: pytest.MonkeyPatch) -> None:
    """Anthropic's key is no other host's."""
    monkeypatch.setenv("ANTHROPIC_API_KEY", "another-hosts-key")
    monkeypatch.delenv(preset.key_variables[0], raising=False)

    with Model(f"{preset.name}:m", max_tokens=9) as model, pytest.raises(AuthenticationError) as caught:
        model.complete("hi")

    assert caught.value.provider == preset.name
    assert caught.value.hint == f"set {preset.key_variables[0]}, or pass api_key="


def test_signed_reasoning_goes_back_to_its_maker_alone() -> None:
    """Two hosts of one dialect don't get each other's signatures, and neither does Anthropic; each gets its own again."""
    with FaultServer(ANSWER) as server, Model("minimax:m", base_url=server.url, api_key=KEY, max_tokens=9) as model:
        answer = model.complete("hi")
        talk = [UserMessage("hi"), answer.message, UserMessage("go on")]
        back = model.prepare(talk)
    with (
        FaultServer(streamed()) as server,
        Model("minimax:m", base_url=server.url, api_key=KEY, max_tokens=9) as model,
        model.stream("hi") as stream,
    ):
        parts = [chunk.part for chunk in stream if isinstance(chunk, PartStart | PartEnd)]
        from_stream = stream.response
    elsewhere = [Model(f"{name}:m", max_tokens=9).prepare(talk) for name in ("anthropic", "kimi", "zai")]

    thoughts = [part for part in (*answer.message.content, *from_stream.message.content, *parts) if isinstance(part, ReasoningPart)]
    assert {"minimax"} == {part.provider for part in thoughts}
    assert len(thoughts) == 4
    assert back.body["messages"][1]["content"] == BODY["content"]  # type: ignore[index, call-overload]  # a list of objects
    assert back.losses == ()
    for prepared in elsewhere:
        assert prepared.body["messages"][1]["content"] == [{"type": "text", "text": "yes"}]  # type: ignore[index, call-overload]  # as above
        assert [(loss.kind, loss.path) for loss in prepared.losses] == [("hint", "$.messages[1].content[0]")]


def test_tokens_are_counted_where_the_host_does() -> None:
    """MiniMax has the endpoint; for the others no page tells of one."""
    counted = Answer(b'{"input_tokens": 11}')
    with FaultServer(counted) as server, Model("minimax:m", base_url=server.url, api_key=KEY, max_tokens=9) as model:
        count = model.count_tokens("hi")

    assert count == 11
    assert server.requests[0].path == "/v1/messages/count_tokens"
    with Model("kimi:m", max_tokens=9) as model, pytest.raises(ConfigError, match="kimi has no endpoint that counts tokens"):
        model.count_tokens("hi")


def test_models_are_listed_where_the_host_does() -> None:
    """In Anthropic's form, below the same address."""
    lists = [row.name for row in PRESETS if (provider := get_provider(row.name)).listing(provider.options_type()) is not None]

    assert lists == ["minimax", "openrouter-anthropic"]


def test_an_option_goes_before_the_row() -> None:
    """The caller knows better: a newer version of the host."""
    kimi = get_provider("kimi")
    chosen = kimi.options_type.model_validate({"sampling": "send"})

    assert not kimi.capabilities("kimi-k3", kimi.options_type()).has("temperature")
    assert kimi.capabilities("kimi-k3", chosen).has("temperature")
    assert not kimi.capabilities("kimi-k3", chosen).has("document")


@pytest.mark.parametrize("preset", PRESETS, ids=NAMES)
def test_headers_of_the_environment_stay_here(preset: AnthropicPreset, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are Anthropic's, or a gateway's in its place."""
    monkeypatch.setenv("ANTHROPIC_CUSTOM_HEADERS", "X-Team: hidden\nAuthorization: Bearer hidden\nX-Api-Key: hidden")

    with FaultServer(ANSWER) as server, Model(f"{preset.name}:m?max_tokens=9", base_url=at(preset, server), api_key=KEY) as model:
        model.complete("hi")

    (asked,) = server.requests
    assert "hidden" not in str(asked.headers)
    assert KEY in f"{asked.headers.get('authorization')} {asked.headers.get('x-api-key')}"
