"""Law 3, where a caller keeps by hand what a canonical value says otherwise: the value wins, and the field is told, in every dialect."""

from __future__ import annotations

import pytest

from interlingua import AssistantMessage, Request, SystemMessage, Tool, ToolCallPart, UserMessage, convert, get_dialect
from interlingua.types import JsonObject, Message, ToolChoice

CLAUDE, CHAT, RESPONSES = "anthropic.messages", "openai.chat", "openai.responses"
DIALECTS = (CLAUDE, CHAT, RESPONSES)


def losses(dialect: str, *messages: Message, **fields: object) -> list[str]:
    """The paths of what a request loses on a wire."""
    request = Request(model_id="m", messages=messages or (UserMessage("hi"),), max_tokens=9, **fields)  # type: ignore[arg-type]  # pydantic checks
    return [loss.path for loss in get_dialect(dialect).encode_request(request).losses]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_plain_field(dialect: str) -> None:
    """The most common one."""
    assert [f"$.provider_data['{dialect}'].temperature"] == losses(dialect, temperature=0.5, provider_data={dialect: {"temperature": 0.9}})


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_role(dialect: str) -> None:
    """Who spoke is nothing that a field beside it may change."""
    for message in (
        UserMessage("x", provider_data={dialect: {"role": "odd"}}),
        SystemMessage("x", provider_data={dialect: {"role": "odd"}}),
    ):
        found = losses(dialect, UserMessage("first"), message)

        assert [f"$.messages[1].provider_data['{dialect}'].role"] == [path for path in found if path.endswith(".role")]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_canonical_json_is_never_joined(dialect: str) -> None:
    """A schema, labels and arguments are one value: half of another one in it would be a third."""
    schema: dict[str, str] = {CLAUDE: "input_schema", CHAT: "function", RESPONSES: "parameters"}
    other: JsonObject = {"parameters": {"b": 2}} if dialect == CHAT else {"b": 2}
    tool = Tool("t", "d", {"type": "object"}, provider_data={dialect: {schema[dialect]: other}})
    request = Request(
        model_id="m", messages=(UserMessage("hi"),), tools=(tool,), metadata={"user_id": "u"}, max_tokens=9,
        provider_data={dialect: {"metadata": {"user_id": "u", "more": "x"}}},
    )  # fmt: skip

    encoded = get_dialect(dialect).encode_request(request)

    assert {"user_id": "u"} == encoded.body["metadata"]
    assert "'b': 2" not in str(encoded.body["tools"])
    assert 2 == len(encoded.losses)


def test_arguments_of_a_call() -> None:
    """Claude's are an object."""
    call = ToolCallPart("c", "f", '{"a": 1}', provider_data={CLAUDE: {"input": {"b": 2}}})

    assert [f"$.messages[1].content[0].provider_data['{CLAUDE}'].input"] == losses(CLAUDE, UserMessage("x"), AssistantMessage([call]))


@pytest.mark.parametrize("dialect", [CHAT, RESPONSES])
def test_fields_that_have_no_place(dialect: str) -> None:
    """A choice that is one word has no fields, and neither has an answer of the Responses API beside its items."""
    choice = ToolChoice("auto", provider_data={dialect: {"x": 1}})

    assert ["$.tool_choice.provider_data"] == losses(dialect, tools=(Tool("t", "d", {"type": "object"}),), tool_choice=choice)
    if dialect == RESPONSES:
        assert ["$.messages[0].provider_data"] == losses(dialect, AssistantMessage("a", provider_data={dialect: {"status": "x"}}))


ODD: list[tuple[str, JsonObject]] = [
    (CLAUDE, {"role": "user", "content": {"odd": "SECRET"}}),
    (CLAUDE, {"role": "user", "content": [{"type": "text", "text": "a"}, "SECRET"]}),
    (CLAUDE, {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t", "content": ["SECRET"]}]}),
    (CLAUDE, {"role": "assistant", "content": [{"type": "tool_use", "id": {"odd": "SECRET"}, "name": "f", "input": {}}]}),
    (
        CHAT,
        {"role": "assistant", "tool_calls": [{"id": {"odd": "SECRET"}, "type": "function", "function": {"name": "f"}}]},
    ),
]


@pytest.mark.parametrize(("source", "message"), ODD)
def test_an_odd_value_is_told_abroad(source: str, message: JsonObject) -> None:
    """A value of a type that no document allows is carried at home; where it can't go along, a loss says so."""
    body: JsonObject = {"model": "m", "max_tokens": 9, "messages": [{"role": "user", "content": "hi"}, message]}
    for target in DIALECTS:
        encoded = convert(body, source=source, target=target, on_loss="record")

        assert ("SECRET" in str(encoded.body)) == (target == source)
        assert bool(encoded.losses) == (target != source)
