"""Twin of fitting.py: what both wires are seen to before they are written. What rows ask of it is in `test_refusals.py`."""

from __future__ import annotations

import pytest

from interlingua.dialect import Capabilities, fit
from interlingua.types import (
    AssistantMessage,
    JsonObject,
    JsonValue,
    Loss,
    Message,
    OutputSchema,
    ReasoningConfig,
    Request,
    SystemMessage,
    ToolCallPart,
    ToolMessage,
    UserMessage,
)
from interlingua_openai.chat.request import encode_request
from interlingua_openai.fitting import begins_with_a_call, fit_labels, fit_names, fit_order, spelled
from interlingua_openai.names import CHAT

CALL = AssistantMessage(ToolCallPart("c", "f", "{}"))
RESULT = ToolMessage(tool_call_id="c", content="r")


def sent(capabilities: Capabilities, *messages: Message, **fields: object) -> tuple[JsonObject, list[tuple[str, JsonValue]]]:
    """The body of a request, without its messages, and the places of its losses with what stands there."""
    request = Request(model_id="m", messages=messages or (UserMessage("hi"),), **fields)  # type: ignore[arg-type]  # real fields
    encoded = encode_request(request, capabilities)
    body = {name: value for name, value in encoded.body.items() if name not in {"model", "messages"}}
    return body, [(loss.path, loss.replaced_by) for loss in encoded.losses]


@pytest.mark.parametrize(
    ("name", "expected"), [("f", "f"), ("a b", "a_b"), ("mcp.get:1", "mcp_get_1"), ("é", "_"), ("", "_"), ("x" * 70, "x" * 64)]
)
def test_a_name_as_the_wire_takes_it(name: str, expected: str) -> None:
    """Letters, digits, `_` and `-`, and not more than 64 of them."""
    assert spelled(name) == expected


def test_a_wires_own_words_are_the_canonical_ones() -> None:
    """A caller's `temperature` among the wire's fields is seen as one; what isn't canonical stays there, and what is said both ways too."""
    lacking = Capabilities(frozenset({"temperature"}))

    assert sent(lacking, provider_data={CHAT: {"temperature": 1, "user": "u"}}) == ({"user": "u"}, [("$.temperature", None)])
    assert sent(lacking, provider_data={CHAT: {"stop": None, "x": 1}}) == ({"stop": None, "x": 1}, [])
    twice = sent(Capabilities(frozenset({"seed"})), temperature=0.5, provider_data={CHAT: {"temperature": 0.7}})
    assert twice == ({"temperature": 0.5}, [("$.provider_data['openai.chat'].temperature", None)])


def test_names_are_the_hosts_own() -> None:
    """A call is spelled otherwise only where the host's rule is known and broken; a schema's name everywhere."""
    said = (UserMessage("a"), AssistantMessage([ToolCallPart("c", "a.b", "{}"), ToolCallPart("d", "f", "{}")]))
    request = Request(model_id="m", messages=said, output_schema=OutputSchema({}, "a b"))

    strict = fit(request, Capabilities(tool_names="[a-z_]+"), CHAT, rules=(fit_names,))
    lax = fit(request, Capabilities(tool_names=".+"), CHAT, rules=(fit_names,))

    assert [call.name for call in strict.request.messages[1].tool_calls] == ["a_b", "f"]  # type: ignore[union-attr]  # an answer
    assert [loss.path for loss in strict.losses] == ["$.messages[1].content[0].name", "$.output_schema.name"]
    assert lax.request.messages == said
    assert [(loss.path, loss.replaced_by) for loss in lax.losses] == [("$.output_schema.name", "a_b")]


def test_labels_are_checked_where_the_host_is_known_to_check_them() -> None:
    """Any may go elsewhere."""
    request = Request(model_id="m", messages=(), metadata={"a": 1})

    assert fit(request, Capabilities(frozenset({"seed"})), CHAT, rules=(fit_labels,)).losses == ()


@pytest.mark.parametrize(
    ("messages", "index"),
    [
        ((SystemMessage("S"), CALL), 1),
        ((UserMessage("a"), CALL), None),
        ((AssistantMessage("b"), UserMessage("a")), None),
        ((RESULT,), None),
        ((AssistantMessage("b"),), None),
    ],
)
def test_calls_that_nothing_stands_before(messages: tuple[Message, ...], index: int | None) -> None:
    """But for what the system, or the model itself, said."""
    assert begins_with_a_call(messages) == index


def test_what_is_put_between_moves_no_place() -> None:
    """A loss behind it has the caller's own index."""
    lacks = Capabilities(frozenset({"user_after_tool", "image"}))
    request = Request(model_id="m", messages=(UserMessage("a"), CALL, RESULT, SystemMessage("b"), UserMessage("c")))

    found = fit(request, lacks, CHAT, rules=(fit_order,))

    assert [message.role for message in found.request.messages] == ["user", "assistant", "tool", "assistant", "system", "user"]
    assert [loss.path for loss in found.losses] == ["$.messages[3]"]
    assert found.told((Loss("$.messages[5].content[0]", "x"),))[-1].path == "$.messages[4].content[0]"


def test_reasoning_is_switched_off_by_the_hosts_own_word() -> None:
    """Where the effort `none` isn't it."""
    host = Capabilities(off_fields={"thinking": {"type": "disabled"}})

    assert sent(host, reasoning=ReasoningConfig(effort="none")) == ({"thinking": {"type": "disabled"}}, [])
    assert sent(host, reasoning=ReasoningConfig(effort="low")) == ({"reasoning_effort": "low"}, [])
