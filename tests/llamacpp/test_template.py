"""The default model's chat template, as llama.cpp reads it and as the model obeys it."""

from __future__ import annotations

import http.client
import json
from typing import TYPE_CHECKING, Any

import pytest

from interlingua_llamacpp.server import get_server
from interlingua_llamacpp.weights import ensure_weights, resolve_model

if TYPE_CHECKING:
    from tests.llamacpp.conftest import Post

    from interlingua_llamacpp.server import ServerHandle

WEATHER = {
    "name": "get_weather",
    "description": "Get the weather of a city",
    "parameters": {"type": "object", "properties": {"city": {"type": "string", "maxLength": 20}}, "required": ["city"]},
}
ADD = {
    "name": "add",
    "description": "Add two integers",
    "parameters": {"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "integer"}}, "required": ["a", "b"]},
}
QUESTION = {"role": "user", "content": "What is the weather in Paris?"}
CALL = {"id": "1", "type": "function", "function": {"name": "get_weather", "arguments": '{"city": "Paris"}'}}
RESULT = {"role": "tool", "tool_call_id": "1", "content": "18 degrees"}


def body(*messages: dict[str, Any], tools: tuple[dict[str, Any], ...] = (), choice: str = "required") -> dict[str, Any]:
    """A chat request without chance."""
    request: dict[str, Any] = {"messages": messages, "temperature": 0, "max_tokens": 60}
    if tools:
        request |= {"tools": [{"type": "function", "function": tool} for tool in tools], "tool_choice": choice}
    return request


def calls(answer: dict[str, Any]) -> list[tuple[str, Any]]:
    """The calls of an answer: name and arguments."""
    called = answer["choices"][0]["message"]["tool_calls"]
    return [(call["function"]["name"], json.loads(call["function"]["arguments"])) for call in called]


class TestPrompt:
    """What the model gets to read."""

    @pytest.fixture
    def prompt(self, served: ServerHandle, post: Post) -> Any:  # noqa: ANN401 - a function
        """Render a request."""
        return lambda *messages, **more: post(served, "/apply-template", body(*messages, **more))[1]["prompt"]

    def test_plain_messages_are_plain_chatml(self, prompt: Any) -> None:  # noqa: ANN401 - a function
        """System and developer turns are system turns; several text parts are one text."""
        parts = [{"type": "text", "text": "one"}, {"type": "text", "text": "two"}]

        rendered = prompt({"role": "developer", "content": "Be nice."}, {"role": "user", "content": parts})

        assert rendered == ("<|im_start|>system\nBe nice.<|im_end|><|im_start|>user\none\ntwo<|im_end|><|im_start|>assistant\n")

    def test_a_system_turn_is_added(self, prompt: Any) -> None:  # noqa: ANN401 - a function
        """Without one of the caller's there is a default."""
        assert prompt(QUESTION).startswith("<|im_start|>system\nYou are a helpful assistant. Answer briefly.<|im_end|><|im_start|>user\n")

    def test_tools_stand_in_the_system_turn_and_before_the_question(self, prompt: Any) -> None:  # noqa: ANN401 - a function
        """Whole in the one, by name and parameters in the other."""
        rendered = prompt({"role": "system", "content": "Be nice."}, QUESTION, tools=(WEATHER, ADD))

        assert f"<functions>\n{json.dumps(WEATHER)}\n{json.dumps(ADD)}\n</functions>" in rendered
        assert rendered.endswith(
            "user\nFunctions: get_weather(city), add(a, b)\nWhat is the weather in Paris?<|im_end|><|im_start|>assistant\n"
        )

    @pytest.mark.parametrize("parameters", [{}, {"parameters": None}, {"parameters": {"type": "object"}}])
    def test_a_tool_may_have_no_parameters(self, prompt: Any, parameters: dict[str, Any]) -> None:  # noqa: ANN401 - a function
        """Every way to say so is understood."""
        assert "Functions: now()\n" in prompt(QUESTION, tools=({"name": "now", **parameters},))

    def test_past_calls_are_bare_json_and_their_results_end_the_offer(self, prompt: Any) -> None:  # noqa: ANN401 - a function
        """One call a line, after what was said; and no tools, so that the model answers in words."""
        turn = {"role": "assistant", "content": "Let me look.", "tool_calls": [CALL, CALL]}

        rendered = prompt(QUESTION, turn, RESULT, tools=(WEATHER,))

        call = '{"name": "get_weather", "arguments": {"city": "Paris"}}'
        assert rendered.endswith(
            f"<|im_start|>assistant\nLet me look.\n{call}\n{call}<|im_end|>"
            "<|im_start|>user\n<result>\n18 degrees\n</result><|im_end|><|im_start|>assistant\n"
        )
        assert "<functions>" not in rendered


class TestAnswers:
    """What the model makes of it."""

    # The same tools in every test: all but the question is then in the slot's cache, and read in no time.
    @pytest.mark.parametrize(
        ("question", "expected"),
        [("What is the weather in Paris?", ("get_weather", {"city": "Paris"})), ("What is 17 plus 25?", ("add", {"a": 17, "b": 25}))],
        ids=["weather", "add"],
    )
    def test_it_calls_the_right_tool(self, served: ServerHandle, post: Post, question: str, expected: tuple[str, Any]) -> None:
        """Where a call is required, the grammar holds it to the tools, and the question decides which."""
        _, answer = post(served, "/v1/chat/completions", body({"role": "user", "content": question}, tools=(WEATHER, ADD)))

        assert calls(answer) == [expected]
        assert answer["choices"][0]["finish_reason"] == "tool_calls"

    def test_it_calls_of_its_own_accord(self, served: ServerHandle, post: Post) -> None:
        """With `auto` no grammar holds it: it has the name and the parameters from the line before the question."""
        question = {"role": "user", "content": "What is 17 plus 25?"}

        _, answer = post(served, "/v1/chat/completions", body(question, tools=(WEATHER, ADD), choice="auto"))

        assert calls(answer) == [("add", {"a": 17, "b": 25})]

    def test_it_answers_a_result_in_words(self, served: ServerHandle, post: Post) -> None:
        """Even with the tools still in the request."""
        turn = {"role": "assistant", "content": None, "tool_calls": [CALL]}

        _, answer = post(served, "/v1/chat/completions", body(QUESTION, turn, RESULT, tools=(WEATHER,), choice="auto"))

        assert answer["choices"][0]["message"]["content"]
        assert answer["choices"][0]["finish_reason"] == "stop"


def test_a_file_of_the_callers_keeps_its_own_template(served: ServerHandle, post: Post) -> None:  # noqa: ARG001 - the process is shared
    """The same weights by their path speak as their maker meant, and know no tools."""
    handle = get_server(resolve_model(str(ensure_weights())), context=512, parallel=1)

    status, answer = post(handle, "/apply-template", body(QUESTION, tools=(WEATHER,)))

    assert status == http.client.OK
    assert "SmolLM" in answer["prompt"]
    assert "get_weather" not in answer["prompt"]
