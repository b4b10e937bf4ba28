"""Twin of provider.py's `CompatibleProvider`: a host's provider, over the real SDK's client to a real server on loopback."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from interlingua import (
    AssistantMessage,
    AsyncModel,
    AuthenticationError,
    ConfigError,
    Model,
    ReasoningPart,
    TextPart,
    UserMessage,
    get_provider,
)
from interlingua.dialect import Capabilities, Row, refuses
from interlingua.provider import Preset
from interlingua.testing.fault_server import Answer, FaultServer
from interlingua.types import Citation, Request
from interlingua.types.json import dumps
from interlingua_openai.capabilities import TOOL_NAMES
from interlingua_openai.presets import AZURE, PRESETS, OpenAIPreset
from interlingua_openai.provider import CompatibleProvider

HOSTS = [preset for preset in PRESETS if preset is not AZURE]
HOSTED = [preset for preset in HOSTS if preset.key_variables]
KEY = "key-of-the-host-0"
ANSWER = Answer(dumps({"id": "c", "object": "chat.completion", "model": "m", "choices": [
    {"index": 0, "message": {"role": "assistant", "content": "yes"}, "finish_reason": "stop"},
], "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}}))  # fmt: skip


def names(presets: list[OpenAIPreset]) -> list[str]:
    """Their names."""
    return [preset.name for preset in presets]


def at(preset: OpenAIPreset, server: FaultServer) -> str:
    """The server as this host: the same path, another origin."""
    return server.url + urlsplit(preset.base_url or "").path


@pytest.mark.parametrize("preset", HOSTS, ids=names(HOSTS))
def test_a_request_reaches_the_hosts_path(preset: OpenAIPreset, monkeypatch: pytest.MonkeyPatch) -> None:
    """Path, key from the host's own variable, and the body that `prepare` shows; the answer is read as ever."""
    monkeypatch.setenv("OPENAI_API_KEY", "another-hosts-key")
    if preset.key_variables:
        monkeypatch.setenv(preset.key_variables[0], KEY)

    with FaultServer(ANSWER) as server, Model(f"{preset.name}:m", base_url=at(preset, server), max_tokens=5) as model:
        response = model.complete("hi")
        prepared = model.prepare("hi")

    (asked,) = server.requests
    assert asked.path == f"{urlsplit(preset.base_url or '').path}/chat/completions"
    assert asked.headers["authorization"] == f"Bearer {KEY if preset.key_variables else 'no-key'}"
    assert asked.body == prepared.body
    assert response.text == "yes"


async def test_awaited() -> None:
    """The same."""
    with FaultServer(ANSWER) as server:
        async with AsyncModel("groq:m", base_url=f"{server.url}/openai/v1", api_key=KEY) as model:
            response = await model.complete("hi")

    assert server.requests[0].path == "/openai/v1/chat/completions"
    assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"
    assert response.text == "yes"


@pytest.mark.parametrize("preset", HOSTED, ids=names(HOSTED))
def test_without_a_key_the_error_names_the_hosts_variable(preset: OpenAIPreset, monkeypatch: pytest.MonkeyPatch) -> None:
    """OpenAI's key is no other host's."""
    monkeypatch.setenv("OPENAI_API_KEY", "another-hosts-key")
    for variable in preset.key_variables:
        monkeypatch.delenv(variable, raising=False)

    with Model(f"{preset.name}:m") as model, pytest.raises(AuthenticationError) as caught:
        model.complete("hi")

    assert caught.value.provider == preset.name
    assert preset.key_variables[0] in (caught.value.hint or "")
    assert "OPENAI" not in (caught.value.hint or "")


def test_a_refused_key_is_the_hosts_own() -> None:
    """A 401 tells the caller to look at the host's variable, and whose error it is."""
    refusal = Answer(b'{"error": {"message": "Invalid API Key", "type": "invalid_request_error", "code": "invalid_api_key"}}', 401)

    with (
        FaultServer(refusal) as server,
        Model("groq:m", base_url=server.url, api_key=KEY) as model,
        pytest.raises(AuthenticationError) as caught,
    ):
        model.complete("hi")

    assert caught.value.provider == "groq"
    assert "GROQ_API_KEY" in (caught.value.hint or "")


def test_a_local_server_counts_tokens() -> None:
    """llama.cpp's server has an endpoint for it; Groq has none."""
    with FaultServer(Answer(b'{"input_tokens": 11}')) as server, Model("llamaserver:", base_url=f"{server.url}/v1") as model:
        count = model.count_tokens("hi")

    assert count == 11
    assert server.requests[0].path == "/v1/chat/completions/input_tokens"
    with Model("groq:m") as model, pytest.raises(ConfigError, match="groq has no endpoint that counts tokens"):
        model.count_tokens("hi")


def test_capabilities_are_the_hosts_and_the_models() -> None:
    """A host lacks what it lacks whatever the model, and one of OpenAI's models lacks the same everywhere; the option names a field."""
    toy = Preset("toy", "Toys", "http://localhost/v1", "", rows=(Row(refuses("seed"), names={"a": "b"}),))
    provider = toy.provider(CompatibleProvider)
    plain, chosen = provider.options_type(), provider.options_type.model_validate({"max_tokens_field": "max_tokens"})

    assert provider.capabilities("m", plain) == Capabilities(frozenset({"seed"}), {"a": "b"}, tool_names=TOOL_NAMES)
    assert provider.capabilities("o3", plain).lacks == {"seed", "temperature", "top_p", "stop", "reasoning_off", "parallel_tool_calls"}
    assert provider.capabilities("m", chosen).field_names == {"a": "b", "max_completion_tokens": "max_tokens"}


def test_a_key_is_needed_at_the_hosts_own_address_alone() -> None:
    """A stand-in may have none, and neither has a server on this machine."""
    groq, ollama = get_provider("groq"), get_provider("ollama")

    assert groq.needs_key(groq.options_type())
    assert not groq.needs_key(groq.options_type(base_url="http://localhost:1/v1"))
    assert not ollama.needs_key(ollama.options_type())


@pytest.mark.parametrize(("api", "dialect"), [(None, "openai.chat"), ("chat", "openai.chat"), ("responses", "openai.responses")])
@pytest.mark.parametrize("preset", [AZURE, HOSTS[0]], ids=names([AZURE, HOSTS[0]]))
def test_another_host_speaks_chat_unless_it_is_told_otherwise(preset: OpenAIPreset, api: str | None, dialect: str) -> None:
    """Also one whose address stands in a variable."""
    provider = get_provider(preset.name)
    assert isinstance(provider, CompatibleProvider)
    options = provider.options_type.model_validate({"api": api})

    route = provider.route(Request(model_id="m", messages=()), options)
    assert route.dialect == dialect
    assert route.endpoint.endswith({"openai.chat": "/chat/completions", "openai.responses": "/responses"}[dialect])


def test_encrypted_reasoning_goes_back_to_its_maker_alone() -> None:
    """Of two hosts that speak Responses, neither gets the other's; each gets its own again, byte for byte."""
    item = {"type": "reasoning", "id": "rs", "summary": [], "encrypted_content": "AAAA"}
    said = {"type": "message", "id": "ms", "role": "assistant", "status": "completed", "content": [
        {"type": "output_text", "text": "yes", "annotations": []},
    ]}  # fmt: skip
    body = {"id": "r", "object": "response", "status": "completed", "model": "m", "output": [item, said]}
    with (
        FaultServer(Answer(dumps(body))) as server,
        Model("groq:m?api=responses", base_url=f"{server.url}/openai/v1", api_key=KEY) as model,
    ):
        talk = [UserMessage("hi"), model.complete("hi").message, UserMessage("go on")]
        back = model.prepare(talk)
    elsewhere = [Model(f"{name}:m?api=responses").prepare(talk) for name in ("openai", "openrouter")]

    assert server.requests[0].path == "/openai/v1/responses"
    assert [part.provider for part in talk[1].content if isinstance(part, ReasoningPart)] == ["groq"]
    assert item in back.body["input"]  # type: ignore[operator]  # a list
    assert back.losses == ()
    for prepared in elsewhere:
        assert "AAAA" not in str(prepared.body)
        assert {loss.kind for loss in prepared.losses} == {"hint"}
        item = "$.messages[1].content[1].provider_data['$marks']['openai.responses'].item.fields"
        assert {loss.path for loss in prepared.losses} == {"$.messages[1].content[0]", f"{item}.id", f"{item}.status"}


@pytest.mark.parametrize("preset", PRESETS, ids=names([*PRESETS]))
@pytest.mark.parametrize("awaited", [False, True])
async def test_what_the_environment_says_of_openai_stays_here(
    preset: OpenAIPreset, monkeypatch: pytest.MonkeyPatch, *, awaited: bool
) -> None:
    """Organization, project and further headers are no other host's business, and none replaces its key."""
    monkeypatch.setenv("OPENAI_ORG_ID", "org-hidden")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "project-hidden")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Team: hidden\nAuthorization: Bearer hidden\napi-key: hidden")
    with FaultServer(ANSWER) as server:
        spec, address = f"{preset.name}:m", at(preset, server)
        if awaited:
            async with AsyncModel(spec, base_url=address, api_key=KEY) as model:
                await model.complete("hi")
        else:
            with Model(spec, base_url=address, api_key=KEY) as model:
                model.complete("hi")

    (asked,) = server.requests
    assert "hidden" not in str(asked.headers)
    assert KEY in asked.headers["api-key" if preset is AZURE else "authorization"]


def test_an_answers_own_fields_go_to_its_host_alone() -> None:
    """OpenAI's everyday `annotations` and `refusal` reach no other host, which might refuse them, and go back as they came."""
    message = {"role": "assistant", "content": "yes", "annotations": [], "refusal": None}
    body = {"id": "c", "model": "m", "choices": [{"index": 0, "message": message, "finish_reason": "stop"}]}
    with FaultServer(Answer(dumps(body))) as server, Model("openai:m?api=chat", base_url=server.url) as model:
        answer = model.complete("hi")
        conversation = [UserMessage("hi"), answer.message, UserMessage("more")]
        back = model.prepare(conversation)

    assert back.body["messages"][1] == message  # type: ignore[index, call-overload]  # a list
    for host in ("groq", "mistral", "ollama"):
        other = Model(f"{host}:m").prepare(conversation)
        assert other.body["messages"][1] == {"role": "assistant", "content": "yes"}  # type: ignore[index, call-overload]  # a list
        assert other.losses == ()


@pytest.mark.parametrize("host", ["groq", "mistral"])
def test_hosts_that_refuse_unknown_fields_get_no_citations(host: str) -> None:
    """An answer from elsewhere with citations doesn't make the conversation impossible there, and each is told."""
    cited = TextPart("yes", [Citation(url="https://a.example", title="A", start=0, end=3)])
    prepared = Model(f"{host}:m").prepare([UserMessage("hi"), AssistantMessage(cited), UserMessage("more")])

    assert prepared.body["messages"][1] == {"role": "assistant", "content": "yes"}  # type: ignore[index, call-overload]  # a list
    assert [loss.path for loss in prepared.losses] == ["$.messages[1].content[0].citations[0]"]
