"""An answer in a schema, by `response_format` or by a forced tool: the same for the caller."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pydantic import BaseModel

from interlingua import AssistantMessage, Model, Response, TextDelta, ToolCallPart, get_dialect
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
