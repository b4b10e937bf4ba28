"""An answer in a schema, by `response_format` or by a forced tool: the same for the caller."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pydantic import BaseModel

from interlingua import AssistantMessage, Model, OutputSchema, Response, TextDelta, TextPart, ToolCallPart, get_dialect
from interlingua.testing.fault_server import EVENT_STREAM, Answer, FaultServer
from interlingua.types.json import dumps

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue

CHAT = get_dialect("openai.chat")
CALLED: Response = Response(message=AssistantMessage([ToolCallPart("call_1", "Invoice", '{"total": 5}')]), finish_reason="tool_calls")
SAID: Response = Response(message=AssistantMessage('{"total": 5}'), finish_reason="stop")


class Invoice(BaseModel):
    """A bill."""

    total: int


def answers(response: Response) -> tuple[Answer, Answer]:
    """Give an answer, whole and streamed."""
    stream = b"".join(CHAT.encode_stream(response))
    return Answer(dumps(CHAT.encode_response(response).body)), Answer(stream, content_type=EVENT_STREAM)


@pytest.mark.parametrize(("how", "response"), [("native", SAID), ("tool", CALLED)])
class TestOutput:
    """`structured_output` says how the schema is asked for; the caller sees no difference."""

    def test_whole(self, how: str, response: Response) -> None:
        """A whole answer is parsed, and may be said again."""
        whole, _ = answers(response)
        with FaultServer(whole) as server, Model("openai:m", base_url=server.url, structured_output=how) as model:
            answer = model.complete("hi", output=Invoice)
            body = server.requests[0].body

        assert Invoice(total=5) == answer.parsed
        assert '{"total": 5}' == answer.text
        assert "stop" == answer.finish_reason
        assert ("response_format" in body, "tools" in body) == (how == "native", how == "tool")
        assert model.prepare(["hi", answer.message, "and then?"]).losses == ()

    def test_streamed(self, how: str, response: Response) -> None:
        """A streamed answer is text as it comes in, and parsed."""
        _, stream = answers(response)
        with FaultServer(stream) as server, Model("openai:m", base_url=server.url, structured_output=how) as model:
            with model.stream("hi", output=Invoice) as chunks:
                text = "".join(chunk.text for chunk in chunks if isinstance(chunk, TextDelta))
            answer = chunks.response

        assert '{"total": 5}' == text
        assert Invoice(total=5) == answer.parsed
        assert "stop" == answer.finish_reason

    def test_a_whole_answer_to_a_streamed_request(self, how: str, response: Response) -> None:
        """As servers without streams send it."""
        whole, _ = answers(response)
        with FaultServer(whole) as server, Model("openai:m", base_url=server.url, structured_output=how) as model:
            with model.stream("hi", output=Invoice) as chunks:
                list(chunks)
            answer = chunks.response

        assert Invoice(total=5) == answer.parsed


@pytest.mark.parametrize("api", ["responses", "chat"])
def test_a_class_is_asked_for_strictly(api: str) -> None:
    """With a schema that strict mode takes, and each change on record; a schema of the caller's own is sent as it is."""
    model = Model("openai:gpt-5", api=api)

    strict = model.prepare("hi", output=Invoice)
    own = model.prepare("hi", output_schema=Invoice.model_json_schema())

    schema = Invoice.model_json_schema()
    assert {"name": "Invoice", "schema": {**schema, "additionalProperties": False}, "strict": True} == said(strict.body)
    assert [("$.output_schema.strict", "hint")] == [(loss.path, loss.kind) for loss in strict.losses]
    assert {"name": "output", "schema": schema} == said(own.body)
    assert () == own.losses


def said(body: JsonObject) -> JsonValue:
    """Give what a body says of the answer's schema, in either API's form."""
    match body:
        case {"text": {"format": {"type": "json_schema", **wanted}}} | {"response_format": {"json_schema": wanted}}:
            return wanted
        case _:
            return None


def test_the_tool() -> None:
    """It has the class's name, description and schema, and must be called."""
    body = Model("openai:m?structured_output=tool", base_url="http://127.0.0.1:1").prepare("hi", output=Invoice).body

    function = {"name": "Invoice", "parameters": Invoice.model_json_schema()}
    assert [{"type": "function", "function": function}] == body["tools"]
    assert {"type": "function", "function": {"name": "Invoice"}} == body["tool_choice"]


class Node(BaseModel):
    """A class that holds itself."""

    name: str
    children: list[Node] = []


NODE = '{"name": "a", "children": [{"name": "b", "children": []}]}'


@pytest.mark.parametrize("how", ["native", "tool"])
@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
@pytest.mark.parametrize(
    ("kind", "said", "parsed"),
    [
        (list[Invoice], '{"value": [{"total": 5}]}', [Invoice(total=5)]),
        (int | str, '{"value":"a"}', "a"),
        (Invoice | None, '{ "value" : null }', None),
        (Node, NODE, Node(name="a", children=[Node(name="b")])),
        (list[Node], f'{{"value": [{NODE}]}}', [Node(name="a", children=[Node(name="b")])]),
    ],
    ids=["list", "union", "optional", "recursive", "list of recursive"],
)
def test_what_is_no_object(how: str, stream: bool, kind: object, said: str, parsed: object) -> None:  # noqa: FBT001 - a case
    """A type whose schema is no object's is asked for in one, strictly as well, and comes back as if it hadn't been."""
    part: TextPart | ToolCallPart = TextPart(said) if how == "native" else ToolCallPart("call_1", "ignored", said)
    model = Model("openai:m", base_url="http://127.0.0.1:1", structured_output=how, strict_output=True)
    body = model.prepare("hi", output=kind).body
    schema, name = asked_for(body)
    if isinstance(part, ToolCallPart):
        part = ToolCallPart("call_1", name, said)
    whole, streamed = answers(Response(message=AssistantMessage([part]), finish_reason="stop" if how == "native" else "tool_calls"))
    with FaultServer(streamed if stream else whole) as server, Model("openai:m", base_url=server.url, structured_output=how) as model:
        if stream:
            with model.stream("hi", output=kind) as chunks:  # type: ignore[call-overload]  # a type of the table
                shown = "".join(chunks.text)
            answer = chunks.response
        else:
            answer = model.complete("hi", output=kind)  # type: ignore[call-overload]  # a type of the table
            shown = answer.text

    assert "object" == schema["type"]
    assert schema.keys().isdisjoint({"anyOf", "$ref", "items"})
    assert (
        said.removeprefix('{ "value" :').removeprefix('{"value":').removesuffix("}" if said is not NODE else "").strip()
        == shown
        == answer.text
    )
    assert parsed == answer.parsed


def asked_for(body: JsonObject) -> tuple[JsonObject, str]:
    """Give the schema that a body asks for, and its name."""
    match body:
        case {"response_format": {"json_schema": {"schema": dict(schema), "name": str(name)}}}:
            return schema, name
        case {"text": {"format": {"schema": dict(schema), "name": str(name)}}}:
            return schema, name
        case {"tools": [{"function": {"parameters": dict(schema), "name": str(name)}}]}:
            return schema, name
        case _:
            raise AssertionError(body)


@pytest.mark.parametrize("api", ["responses", "chat"])
def test_a_schema_of_the_callers_own_is_wrapped_too(api: str) -> None:
    """Also where it isn't asked for strictly: the API takes objects alone; one that was read from a body goes back as it came."""
    model = Model("openai:gpt-5", api=api)
    schema: JsonObject = {"type": "array", "items": {"type": "integer"}}

    wrapped = model.prepare("hi", output_schema=schema)
    kept = OutputSchema(schema, provider_data={f"openai.{api}": {"x": 1}})

    outer: JsonObject = {"type": "object", "properties": {"value": schema}, "required": ["value"], "additionalProperties": False}
    assert {"name": "output", "schema": outer} == said(wrapped.body)
    assert () == wrapped.losses
    assert schema == asked_for(model.prepare("hi", output_schema=kept).body)[0]


@pytest.mark.parametrize("how", ["native", "tool"])
def test_losses_stand_where_the_caller_said_it(how: str) -> None:
    """What strict mode doesn't take is told at its place in the type's own schema, whatever stands around it."""
    model = Model("openai:gpt-5", structured_output=how, strict_output=True)

    assert ["$.output_schema.json_schema.uniqueItems"] == [loss.path for loss in model.prepare("hi", output=set[int]).losses]
