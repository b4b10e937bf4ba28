"""A class given as `output=` comes back as its instance: natively or by a forced tool, whole or streamed, over the real SDK."""

from __future__ import annotations

from typing import TYPE_CHECKING

import anthropic
import pytest
from pydantic import BaseModel, Field
from tests.wire.replay import Recorded

from interlingua import Model
from interlingua.errors import ConversionError, InvalidOutputError, LossError
from interlingua.types import AssistantMessage, Response, TextPart, Tool, ToolCallPart, Usage
from interlingua.types.json import dumps, loads
from interlingua_anthropic.messages import MessagesDialect

if TYPE_CHECKING:
    from interlingua.types import AssistantPart, JsonObject

DIALECT = MessagesDialect()


class Invoice(BaseModel):
    """What to extract."""

    total: int = Field(ge=0)
    note: str | None = None


class Scores(BaseModel):
    """An object whose keys are free."""

    by_name: dict[str, int]


TEXT = TextPart('{"total": 5, "note": null}')
CALL = ToolCallPart("toolu_1", "Invoice", '{"total": 5}')


def server(part: AssistantPart, *, stream: bool) -> Recorded:
    """A server that answers with one part."""
    stop = "tool_calls" if isinstance(part, ToolCallPart) else "stop"
    answer: Response = Response(message=AssistantMessage(part), finish_reason=stop, usage=Usage(1, 2, input_includes_cache=False))  # type: ignore[arg-type]  # one of the words
    data = b"".join(DIALECT.encode_stream(answer)) if stream else dumps(DIALECT.encode_response(answer).body)
    return Recorded(200, {"content-type": "text/event-stream" if stream else "application/json"}, [data])


def ask(spec: str, recorded: Recorded, *, stream: bool) -> tuple[Response[Invoice], JsonObject]:
    """Ask for an invoice; give the answer and the body that was sent."""
    client = anthropic.Anthropic(api_key="sk-ant-output", base_url="https://output.invalid", http_client=recorded.client())
    with Model(spec, client=client) as model:
        if stream:
            with model.stream("Extract the invoice.", output=Invoice) as chunks:
                for _ in chunks:
                    pass
                response = chunks.response
        else:
            response = model.complete("Extract the invoice.", output=Invoice)
    body = loads(recorded.requests[0].content)
    assert isinstance(body, dict)
    return response, body


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
class TestParsed:
    """`parsed` is the instance, whichever way was taken."""

    @pytest.mark.parametrize("spec", ["anthropic:claude-opus-4-8", "anthropic:claude-opus-4-8?structured_output=native"])
    def test_natively(self, spec: str, stream: bool) -> None:  # noqa: FBT001 - a case
        """The schema goes out as `output_config.format`, in the form that Claude takes."""
        response, body = ask(spec, server(TEXT, stream=stream), stream=stream)

        assert response.parsed == Invoice(total=5)
        assert body["output_config"]["format"]["schema"]["additionalProperties"] is False  # type: ignore[index,call-overload]  # known shape
        assert "minimum" not in dumps(body).decode()
        assert "tools" not in body

    @pytest.mark.parametrize("spec", ["anthropic:claude-opus-4-8?structured_output=tool", "anthropic:claude-3-5-haiku-20241022"])
    def test_by_a_tool(self, spec: str, stream: bool) -> None:  # noqa: FBT001 - a case
        """The schema goes out as a tool that must be called, with all that it asks for; also where the model takes no schema."""
        response, body = ask(spec, server(CALL, stream=stream), stream=stream)

        assert response.parsed == Invoice(total=5)
        assert response.finish_reason == "stop"
        assert response.message == AssistantMessage('{"total": 5}')
        assert body["tool_choice"] == {"type": "tool", "name": "Invoice"}
        assert body["tools"] == [{"name": "Invoice", "input_schema": Invoice.model_json_schema()}]
        assert "output_config" not in body

    @pytest.mark.parametrize("part", [TextPart('{"total": -1}'), TextPart("Sorry."), ToolCallPart("t", "Invoice", '{"total": "x"}')])
    def test_an_answer_that_does_not_fit(self, part: AssistantPart, stream: bool) -> None:  # noqa: FBT001 - a case
        """What Claude can't be held to is validated all the same."""
        way = "tool" if isinstance(part, ToolCallPart) else "native"

        with pytest.raises(InvalidOutputError):
            ask(f"anthropic:claude-opus-4-8?structured_output={way}", server(part, stream=stream), stream=stream)


def test_beside_other_tools() -> None:
    """With tools of the caller's own, the model must call one of them all."""
    body = Model("anthropic:claude-opus-4-8?structured_output=tool").prepare("hi", tools=[Tool("f")], output=Invoice).body

    assert body["tool_choice"] == {"type": "any"}
    assert [tool["name"] for tool in body["tools"]] == ["f", "Invoice"]  # type: ignore[union-attr,index,call-overload]  # known shape


def test_a_tool_where_none_can_be_forced() -> None:
    """The schema is asked for natively, and that the option had no effect is told; where no schema is taken either, that is an error."""
    prepared = Model("anthropic:claude-opus-5-5?structured_output=tool").prepare("hi", output=Invoice)

    assert "tools" not in prepared.body
    assert ("$.output_schema", "hint") in [(loss.path, loss.kind) for loss in prepared.losses]
    with pytest.raises(ConversionError, match="takes no schema, and can't be made to call a tool"):
        Model("anthropic:claude-opus-5-5?platform=bedrock&region=r").prepare("hi", output=Invoice)


def test_what_a_schema_cannot_say() -> None:
    """A schema whose meaning would change is refused, and a tool takes it as it is."""
    with pytest.raises(LossError, match=r"by_name"):
        Model("anthropic:claude-opus-4-8").prepare("hi", output=Scores)

    body = Model("anthropic:claude-opus-4-8?structured_output=tool").prepare("hi", output=Scores).body

    assert body["tools"] == [{"name": "Scores", "input_schema": Scores.model_json_schema()}]


class Node(BaseModel):
    """A class that holds itself."""

    name: str
    children: list[Node] = []


NODES = '[{"name": "a", "children": []}]'


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
@pytest.mark.parametrize(
    ("kind", "arguments", "parsed"),
    [
        (list[Node], f'{{"value": {NODES}}}', [Node(name="a")]),
        (int | str, '{"value": "a"}', "a"),
        (Node, '{"name": "a", "children": []}', Node(name="a")),
    ],
    ids=["list", "union", "recursive"],
)
def test_a_forced_tool_takes_any_type(stream: bool, kind: object, arguments: str, parsed: object) -> None:  # noqa: FBT001 - a case
    """Its schema is an object's, and the answer is as if it weren't."""
    spec = "anthropic:claude-opus-4-8?structured_output=tool"
    tool = Model(spec).prepare("hi", output=kind).body["tools"][0]  # type: ignore[index,call-overload]  # known shape
    assert isinstance(tool, dict)
    recorded = server(ToolCallPart("toolu_1", str(tool["name"]), arguments), stream=stream)
    client = anthropic.Anthropic(api_key="sk-ant-output", base_url="https://output.invalid", http_client=recorded.client())
    with Model(spec, client=client) as model:
        if stream:
            with model.stream("hi", output=kind) as chunks:  # type: ignore[call-overload]  # a type of the table
                shown = "".join(chunks.text)
            response = chunks.response
        else:
            response = model.complete("hi", output=kind)  # type: ignore[call-overload]  # a type of the table
            shown = response.text

    schema = tool["input_schema"]
    assert isinstance(schema, dict)
    assert schema["type"] == "object"
    assert schema.keys().isdisjoint({"anyOf", "$ref", "items"})
    assert "strict" not in tool
    assert response.parsed == parsed
    assert loads(shown.encode()) == loads(response.text.encode())
    assert response.finish_reason == "stop"


def test_a_list_goes_out_natively() -> None:
    """Claude's own format takes any root, as the SDK's `parse(output_format=list[...])` sends it; nothing is wrapped."""
    encoded = Model("anthropic:claude-opus-4-8").prepare("hi", output=list[int])

    assert encoded.body["output_config"]["format"]["schema"] == {"type": "array", "items": {"type": "integer"}}  # type: ignore[index,call-overload]  # known shape
    assert [loss.path for loss in encoded.losses] == ["$.output_schema.name"]


def test_a_union_goes_out_wrapped() -> None:
    """What may stand beside a union at the root, such as definitions, nobody says; in an object all is as usual, and comes out again."""
    model = Model("anthropic:claude-opus-4-8")
    schema = model.prepare("hi", output=int | str).body["output_config"]["format"]["schema"]  # type: ignore[index,call-overload]  # known shape

    inner: JsonObject = {"anyOf": [{"type": "integer"}, {"type": "string"}]}
    assert schema == {"type": "object", "properties": {"value": inner}, "required": ["value"], "additionalProperties": False}


def test_a_recursive_class() -> None:
    """Can't be asked for natively: the error says where it leads back to itself, and the way out."""
    with pytest.raises(ConversionError) as raised:
        Model("anthropic:claude-opus-4-8").prepare("hi", output=Node)

    assert raised.value.path == "$.output_schema.json_schema['$defs'].Node"
    assert "structured_output=tool" in str(raised.value.hint)
