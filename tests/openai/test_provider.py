"""Twin of provider.py: names, defaults and places."""

from __future__ import annotations

import pytest

from interlingua.provider import CONTRACT_VERSION, Listing, Route, TransportSettings
from interlingua.provider.transport import AsyncClientTransport, ClientTransport
from interlingua.types import JsonObject, OutputSchema, Request, UserMessage
from interlingua_openai.options import OpenAIOptions
from interlingua_openai.provider import OpenAIProvider
from interlingua_openai.transport import OpenAIClients

PROVIDER = OpenAIProvider()
DIALECT = "openai.chat"
ELSEWHERE = "http://localhost:8080/v1"
CHAT = OpenAIOptions(api="chat")


def request(*, stream: bool, **own: object) -> Request:
    """A request that keeps these fields."""
    data: JsonObject = own  # type: ignore[assignment]  # JSON
    return Request(model_id="m", messages=(UserMessage("hi"),), stream=stream, provider_data={DIALECT: data} if own else {})


def test_who_it_is() -> None:
    """What the runtime needs to know before anything is sent."""
    assert (PROVIDER.name, PROVIDER.distribution, PROVIDER.contract_version) == ("openai", "interlingua-openai", CONTRACT_VERSION)
    assert PROVIDER.key_variables(OpenAIOptions()) == ("OPENAI_API_KEY",)
    assert PROVIDER.takes_client
    assert PROVIDER.listing(OpenAIOptions()) == Listing("/models")
    assert list(PROVIDER.dialects()) == [DIALECT, "openai.responses"]
    assert PROVIDER.capabilities("o3", OpenAIOptions()).lacks


@pytest.mark.parametrize(
    ("options", "route"),
    [
        (OpenAIOptions(), Route("openai.responses", "/responses", "/responses/input_tokens")),
        (OpenAIOptions(api="responses"), Route("openai.responses", "/responses", "/responses/input_tokens")),
        (OpenAIOptions(api="chat"), Route("openai.chat", "/chat/completions")),
        (OpenAIOptions(base_url=ELSEWHERE), Route("openai.chat", "/chat/completions")),
        (OpenAIOptions(base_url=ELSEWHERE, api="chat"), Route("openai.chat", "/chat/completions")),
        (OpenAIOptions(base_url=ELSEWHERE, api="responses"), Route("openai.responses", "/responses", "/responses/input_tokens")),
    ],
)
def test_the_options_choose_the_api(options: OpenAIOptions, route: Route) -> None:
    """OpenAI's own address speaks Responses, any other one Chat Completions, unless the option says otherwise."""
    assert PROVIDER.route(request(stream=False), options) == route


def test_a_key_is_needed_at_openai_alone() -> None:
    """A local server may have none."""
    assert PROVIDER.needs_key(OpenAIOptions())
    assert not PROVIDER.needs_key(OpenAIOptions(base_url="http://localhost:8080/v1"))


def test_a_stream_asks_for_usage() -> None:
    """Where the caller said nothing else; other fields stay."""
    filled = PROVIDER.fill(request(stream=True, n=1), CHAT)

    assert filled.provider_data == {DIALECT: {"n": 1, "stream_options": {"include_usage": True}}}
    assert PROVIDER.fill(request(stream=True), CHAT).provider_data[DIALECT] == {"stream_options": {"include_usage": True}}


def test_nothing_is_filled_where_nothing_is_missing() -> None:
    """A whole answer has usage anyway, and every Responses stream; the caller's word counts, and so does the option."""
    for said, options in [
        (request(stream=False), CHAT),
        (request(stream=True, stream_options=None), CHAT),
        (request(stream=True), OpenAIOptions(api="chat", include_usage=False)),
        (request(stream=True), OpenAIOptions()),
    ]:
        assert PROVIDER.fill(said, options) is said


@pytest.mark.parametrize(
    ("options", "strict"),
    [
        (OpenAIOptions(), True),
        (OpenAIOptions(strict_output=False), None),
        (OpenAIOptions(base_url="http://localhost:8080/v1"), None),
        (OpenAIOptions(base_url="http://localhost:8080/v1", strict_output=True), True),
    ],
    ids=["OpenAI", "off", "another host", "on"],
)
def test_a_class_is_asked_for_strictly(options: OpenAIOptions, strict: bool | None) -> None:  # noqa: FBT001 - parametrized
    """At OpenAI, which documents what strict mode takes; elsewhere on request."""
    assert strict == PROVIDER.ask_for_output(OutputSchema({"type": "object"}), "m", options).strict


def test_a_schema_may_go_out_as_a_tool() -> None:
    """On request."""
    assert not PROVIDER.forces_tool("m", OpenAIOptions())
    assert PROVIDER.forces_tool("m", OpenAIOptions(structured_output="tool"))


def test_transports() -> None:
    """One of each kind."""
    settings = TransportSettings(OpenAIOptions(), "key", lambda _: None)

    sync, awaited = PROVIDER.transport(settings), PROVIDER.async_transport(settings)
    assert isinstance(sync, ClientTransport)
    assert isinstance(awaited, AsyncClientTransport)
    assert type(sync.clients) is type(awaited.clients) is OpenAIClients
