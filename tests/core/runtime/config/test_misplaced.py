"""What a call or a model doesn't take is refused with what to write in its place."""

from __future__ import annotations

import pytest

from interlingua import AsyncModel, ConfigError, ConversionError, Model
from interlingua._runtime.config.misplaced import instead_in_call, instead_in_model

SPEC = "anthropic:claude-x"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("timeout", "it is the model's: Model(…, timeout=…)"),
        ("base_url", "it is the model's: Model(…, base_url=…)"),
        ("api_key", "it is the model's: Model(…, api_key=…)"),
        ("on_loss", "it is the model's: Model(…, on_loss=…)"),
        ("fallbacks", "it is the model's: Model(…, fallbacks=…)"),
        ("system", "begin the messages with it: [SystemMessage(…), UserMessage(…)]"),
        ("instructions", "begin the messages with it: [SystemMessage(…), UserMessage(…)]"),
        ("max_retries", "give Model retry=RetryPolicy(attempts=…)"),
        ("stream", "stream(…) gives the chunks, complete(…) the whole answer"),
        ("model", "it stands in the config string"),
        ("model_id", "it stands in the config string"),
        ("response_format", "a call takes output="),
        ("reasoning_effort", "a call takes reasoning=ReasoningConfig(effort=…)"),
        ("max_completion_tokens", "write max_tokens"),
        ("temprature", "did you mean temperature?"),
        ("store", "a field of the provider's own goes into provider_data="),
        ("presence_penalty", "it has max_tokens, metadata, output_schema"),
    ],
)
async def test_in_a_call(name: str, hint: str) -> None:
    """Whichever method, sync or awaited, and before anything is sent."""
    model, awaited = Model(SPEC, max_tokens=5), AsyncModel(SPEC, max_tokens=5)
    given = {name: True}
    calls = [
        model.complete,
        model.stream,
        model.count_tokens,
        model.estimate_tokens,
        awaited.stream,
        *([model.prepare] if name != "stream" else []),
    ]

    for call in calls:
        with pytest.raises(ConversionError) as raised:
            call("hi", **given)
        assert str(raised.value.hint).startswith(hint)
        assert f"$.{name}" == raised.value.path
        assert repr(name) in raised.value.reason
    for asking in (awaited.complete, awaited.count_tokens):
        with pytest.raises(ConversionError) as raised:
            await asking("hi", **given)
        assert str(raised.value.hint).startswith(hint)


def test_what_is_none_is_not_given() -> None:
    """As for every field."""
    assert "stream" not in Model(SPEC, max_tokens=5).prepare("hi", timeout=None).body  # type: ignore[call-arg]  # the point


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("stream", "stream(…) gives the chunks, complete(…) the whole answer"),
        ("max_retries", "give Model retry=RetryPolicy(attempts=…)"),
        ("system_prompt", "begin the messages with it: [SystemMessage(…), UserMessage(…)]"),
        ("messages", "a call takes them first: complete(messages)"),
        ("tools", "it is the call's: complete(messages, tools=…)"),
        ("output", "it is the call's: complete(messages, output=…)"),
        ("reasoning", "it is the call's: complete(messages, reasoning=…)"),
        ("model", "it stands in the config string"),
        ("provider", "it stands in the config string"),
        ("request_timeout", "write timeout, of the model"),
        ("maxtokens", "did you mean max_tokens?"),
    ],
)
def test_in_a_model(name: str, hint: str) -> None:
    """As an argument, and as an option of the config string."""
    for make in (lambda: Model(SPEC, **{name: "x"}), lambda: AsyncModel(f"{SPEC}?{name}=x")):
        with pytest.raises(ConfigError) as raised:
            make()
        assert str(raised.value.hint).startswith(hint)


def test_an_argument_in_a_config_string() -> None:
    """It can't be said there."""
    with pytest.raises(ConfigError, match="has no option 'on_loss'") as raised:
        Model(f"{SPEC}?on_loss=record")
    assert "it is an argument: Model(…, on_loss=…)" == raised.value.hint


def test_what_nobody_knows() -> None:
    """Has no hint."""
    assert (None, None) == (instead_in_call("zzz", ("timeout",)), instead_in_model("zzz"))
