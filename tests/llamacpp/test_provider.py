"""The provider says requests in the words that llama.cpp obeys, and writes no converter."""

from __future__ import annotations

import pytest

from interlingua import Model
from interlingua.errors import ConversionError
from interlingua.provider import Route, TransportSettings
from interlingua.types import AssistantMessage, Request, Tool, ToolCallPart, ToolChoice, ToolMessage, UserMessage
from interlingua_llamacpp.options import LlamaCppOptions
from interlingua_llamacpp.provider import LlamaCppProvider, obeyed_tool_choice
from interlingua_llamacpp.transport import AsyncLlamaCppTransport, LlamaCppTransport

PROVIDER = LlamaCppProvider()
OPTIONS = LlamaCppOptions()
TOOLS = (Tool("add"), Tool("weather"))
ASKED = Request(model_id="smollm2-135m", messages=(UserMessage("hi"),), tools=TOOLS, max_tokens=9, temperature=0.5)


def test_it_speaks_chat() -> None:
    """The dialect and the endpoints are those of Chat Completions."""
    assert PROVIDER.route(ASKED, OPTIONS) == Route("openai.chat", "/chat/completions", "/chat/completions/input_tokens")
    assert not PROVIDER.capabilities("smollm2-135m", OPTIONS).has("image")


def test_it_needs_no_key() -> None:
    """The server's key is made up for the process."""
    assert not PROVIDER.needs_key(OPTIONS)


def test_transports_start_nothing_by_themselves() -> None:
    """A transport is made without a server, and closed without one."""
    settings = TransportSettings(OPTIONS, None, print)

    assert isinstance(PROVIDER.transport(settings), LlamaCppTransport)
    assert isinstance(PROVIDER.async_transport(settings), AsyncLlamaCppTransport)


@pytest.mark.parametrize("choice", [None, ToolChoice("auto"), ToolChoice("required")])
def test_a_choice_that_is_obeyed_stays(choice: ToolChoice | None) -> None:
    """`auto` and `required` go out as they are."""
    request = ASKED.model_copy(update={"tool_choice": choice})

    assert obeyed_tool_choice(request) == request


def test_a_named_tool_is_sent_alone_and_required() -> None:
    """llama.cpp takes a named tool for `auto`."""
    request = obeyed_tool_choice(ASKED.model_copy(update={"tool_choice": ToolChoice("tool", "weather")}))

    assert request.tools == (Tool("weather"),)
    assert request.tool_choice == ToolChoice("required")


def test_a_named_tool_that_is_not_there_is_refused() -> None:
    """A choice among nothing is no choice."""
    with pytest.raises(ConversionError, match="there is no tool 'x' to choose"):
        obeyed_tool_choice(ASKED.model_copy(update={"tool_choice": ToolChoice("tool", "x")}))


def test_none_sends_no_tools() -> None:
    """llama.cpp would put them into the prompt all the same."""
    request = obeyed_tool_choice(ASKED.model_copy(update={"tool_choice": ToolChoice("none")}))

    assert (request.tools, request.tool_choice) == ((), None)


def test_usage_is_asked_for_in_streams_alone() -> None:
    """A caller's own `stream_options` go before."""
    own = {"openai.chat": {"stream_options": {"include_usage": False}}}
    streamed = ASKED.model_copy(update={"stream": True})

    assert PROVIDER.fill(ASKED, OPTIONS) == ASKED
    assert PROVIDER.fill(streamed, OPTIONS).provider_data == {"openai.chat": {"stream_options": {"include_usage": True}}}
    assert PROVIDER.fill(streamed.model_copy(update={"provider_data": own}), OPTIONS).provider_data == own


def test_a_call_without_arguments_is_spelt_out() -> None:
    """llama.cpp answers HTTP 500 to a past call whose arguments are the empty text; other texts stay as they are."""
    calls = AssistantMessage([ToolCallPart("1", "now", ""), ToolCallPart("2", "add", '{"a": 1'), ToolCallPart("3", "now", "{}")])
    results = tuple(ToolMessage(tool_call_id=call.id, content="ok") for call in calls.tool_calls)
    request = PROVIDER.fill(ASKED.model_copy(update={"messages": (UserMessage("hi"), calls, *results)}), OPTIONS)

    sent = request.messages[1]
    assert isinstance(sent, AssistantMessage)
    assert [call.arguments for call in sent.tool_calls] == ["{}", '{"a": 1', "{}"]
    assert request.messages[1] == calls


@pytest.mark.parametrize(
    ("model_id", "said", "sent"),
    [("smollm2-135m", None, 1024), ("smollm2-135m", 2000, 2000), ("/models/qwen.gguf", None, None)],
)
def test_the_small_default_model_has_a_limit_of_its_own(model_id: str, said: int | None, sent: int | None) -> None:
    """Where nobody gives one; a file of the user's own has none."""
    request = ASKED.model_copy(update={"model_id": model_id, "max_tokens": said})

    assert sent == PROVIDER.fill(request, OPTIONS).max_tokens


@pytest.mark.parametrize(
    ("model_id", "said", "sent"),
    [
        ("smollm2-135m", {}, 0.0),
        ("smollm2-135m", {"temperature": 0.7}, 0.7),
        ("smollm2-135m", {"top_p": 0.9}, None),
        ("smollm2-135m", {"top_k": 5}, None),
        ("smollm2-135m", {"seed": 0}, None),
        ("smollm2-135m", {"provider_data": {"openai.chat": {"temperature": 0.7}}}, None),
        ("smollm2-135m", {"provider_data": {"openai.chat": {"min_p": 0.1}}}, None),
        ("smollm2-135m", {"provider_data": {"openai.chat": {"cache_prompt": False}}}, 0.0),
        ("/models/qwen.gguf", {}, None),
    ],
)
def test_the_small_default_model_leaves_nothing_to_chance(model_id: str, said: dict[str, object], sent: float | None) -> None:
    """Unless chance is asked for; a file of the user's own keeps its way."""
    request = ASKED.model_copy(update={"model_id": model_id, "temperature": None} | said)

    assert sent == PROVIDER.fill(request, OPTIONS).temperature


def test_a_limit_in_the_wire_s_own_words_stays() -> None:
    """The default doesn't go before it."""
    own = {"openai.chat": {"max_completion_tokens": 5}}

    assert PROVIDER.fill(ASKED.model_copy(update={"max_tokens": None, "provider_data": own}), OPTIONS).max_tokens is None


@pytest.mark.parametrize(
    ("model", "sent"),
    [
        (Model("llamacpp:"), 0.0),
        (Model("llamacpp:smollm2-135m?temperature=0.3"), 0.3),
        (Model("llamacpp:", temperature=0.4), 0.4),
        (Model("llamacpp:?seed=7"), None),
    ],
)
def test_a_dry_run_shows_the_temperature(model: Model, sent: float | None) -> None:
    """What the config string, an option or the call asks for goes before the default."""
    assert sent == model.prepare("hi").body.get("temperature")
    assert model.prepare("hi", temperature=0.9).body["temperature"] == 0.9
