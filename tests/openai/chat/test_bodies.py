"""Bodies that servers of this wire send and take, each whole: what they mean, and that they come back as they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua import Model, convert
from interlingua.dialect import assemble
from interlingua.types import OpaqueDelta, RefusalDelta, TextDelta, ToolCallDelta
from interlingua.types.json import dumps, same_json
from interlingua_openai.chat.dialect import ChatDialect

if TYPE_CHECKING:
    from interlingua.types import Chunk, JsonObject, JsonValue, Response

CHAT = ChatDialect()


def chunk(delta: JsonObject | None, *, reason: str | None = None, **fields: JsonValue) -> JsonObject:
    """Give one chunk of a stream; without a delta it has no choices."""
    choices: list[JsonValue] = [] if delta is None else [{"index": 0, "delta": delta, "finish_reason": reason}]
    return {"id": "c1", "object": "chat.completion.chunk", "model": "m", "choices": choices, **fields}


def call(index: int | None, call_id: str | None = None, name: str | None = None, arguments: str | None = None) -> JsonObject:
    """Give a delta with a piece of one call."""
    function: JsonObject = {key: value for key, value in (("name", name), ("arguments", arguments)) if value is not None}
    item: JsonObject = {key: value for key, value in (("index", index), ("id", call_id)) if value is not None}
    return {"tool_calls": [{**item, "type": "function", "function": function}]}


def stream(*events: JsonObject | bytes, done: bool = True) -> tuple[Response, list[Chunk]]:
    """Decode a stream, whole and byte by byte; its response goes there and back."""
    lines = [event if isinstance(event, bytes) else b"data: " + dumps(event) + b"\n\n" for event in events]
    raw = b"".join(lines) + (b"data: [DONE]\n\n" if done else b"")
    whole, single = CHAT.stream_decoder(), CHAT.stream_decoder()
    chunks = whole.feed(raw) + whole.close()
    assert chunks == [found for place in range(len(raw)) for found in single.feed(raw[place : place + 1])] + single.close()
    response = assemble(chunks)
    encoded = CHAT.encode_response(response)
    assert encoded.losses == ()
    assert CHAT.decode_response(encoded.body).value == response
    return response, chunks


LEGACY: list[JsonObject] = [
    {"role": "user", "content": "Weather in Paris?"},
    {"role": "assistant", "content": None, "function_call": {"name": "weather", "arguments": '{"city": "Paris"}'}},
    {"role": "function", "name": "weather", "content": "sunny"},
]


class TestLegacy:
    """`functions`, `function_call` and the role `function`, which `tools` replaced: exact, and left to OpenAI's servers."""

    def test_a_request(self) -> None:
        """Comes back as it was."""
        body: JsonObject = {"model": "m", "messages": [*LEGACY], "functions": [{"name": "weather"}], "function_call": {"name": "weather"}}

        encoded = CHAT.encode_request(CHAT.decode_request(body).value)

        assert same_json(body, encoded.body)
        assert encoded.losses == ()

    def test_a_model_sends_it(self) -> None:
        """A result in the old form answers no call of the new one."""
        request = CHAT.decode_request({"messages": [*LEGACY]}).value

        assert [*LEGACY] == Model("openai:m?api=chat").prepare(request).body["messages"]

    def test_elsewhere_it_is_lost_aloud(self) -> None:
        """Another wire can't say it."""
        encoded = convert({"model": "m", "messages": [*LEGACY]}, source="openai.chat", target="anthropic.messages", on_loss="record")

        assert "content" in {loss.kind for loss in encoded.losses}

    def test_an_answer(self) -> None:
        """Whole, and put together of pieces."""
        response, _ = stream(
            chunk({"role": "assistant", "content": None, "function_call": {"name": "weather", "arguments": ""}}),
            chunk({"function_call": {"arguments": '{"city": '}}),
            chunk({"function_call": {"arguments": '"Paris"}'}}),
            chunk({}, reason="function_call"),
        )

        (choice,) = CHAT.encode_response(response).body["choices"]  # type: ignore[misc]  # a list of one
        assert {"name": "weather", "arguments": '{"city": "Paris"}'} == choice["message"]["function_call"]  # type: ignore[index, call-overload]  # objects
        assert ("tool_calls", "function_call") == (response.finish_reason, response.provider_finish_reason)


class TestStreamedCalls:
    """Calls in every order and with every gap that servers leave."""

    def test_interleaved(self) -> None:
        """Each piece joins its own call, by index."""
        response, chunks = stream(
            chunk(call(0, "a", "one", "")),
            chunk(call(1, "b", "two", '{"x"')),
            chunk(call(0, arguments="{")),
            chunk(call(1, arguments=": 1}")),
            chunk(call(0, arguments="}")),
            chunk({}, reason="tool_calls"),
        )

        assert [("a", "one", "{}"), ("b", "two", '{"x": 1}')] == [(part.id, part.name, part.arguments) for part in response.tool_calls]
        assert [0, 0, 1, 1] == sorted(found.index for found in chunks if isinstance(found, ToolCallDelta))

    @pytest.mark.parametrize(
        ("first", "later", "expected"),
        [("a", None, "a"), (None, "a", "a"), ("", "a", "a"), ("a", "a", "a"), (None, None, "call_c1_0"), ("", "", "call_c1_0")],
    )
    def test_ids(self, first: str | None, later: str | None, expected: str) -> None:
        """Once, late, with every piece, or never: then a stable one is given, and the wire's own spelling comes back."""
        response, _ = stream(chunk(call(0, first, "one", "{")), chunk(call(0, later, arguments="}")), chunk({}, reason="tool_calls"))

        assert [expected] == [part.id for part in response.tool_calls]
        written = str(CHAT.encode_response(response).body)
        assert ("call_c1_0" in written) is False

    def test_names_in_pieces(self) -> None:
        """They are joined."""
        response, _ = stream(
            chunk(call(0, "a", "wea")), chunk(call(0, name="ther")), chunk(call(0, arguments="{}")), chunk({}, reason="tool_calls")
        )

        assert ["weather"] == [part.name for part in response.tool_calls]


class TestStreamedAnswers:
    """Everything else that a stream may bring."""

    @pytest.mark.parametrize("where", ["last", "every", "never", "with the reason"])
    def test_usage(self, where: str) -> None:
        """In the last chunk with no choices, in every chunk, beside the reason, or never."""
        usage: JsonObject = {"usage": {"prompt_tokens": 3, "completion_tokens": 5, "total_tokens": 8}}
        early: JsonObject = {"usage": {"prompt_tokens": 3, "completion_tokens": 1, "total_tokens": 4}} if where == "every" else {}
        response, _ = stream(
            chunk({"content": "Hi"}, **early),
            chunk({}, reason="stop", **(usage if where in {"every", "with the reason"} else {})),
            *([chunk(None, **usage)] if where == "last" else []),
        )

        assert ((None, None) if where == "never" else (3, 5)) == (response.usage.input_tokens, response.usage.output_tokens)

    @pytest.mark.parametrize("done", [True, False])
    def test_keep_alive(self, done: bool) -> None:  # noqa: FBT001 - parametrized
        """Comments and empty events say nothing, and `[DONE]` may be missing."""
        response, _ = stream(
            b": keep-alive\n\n",
            chunk({"content": "Hi"}),
            b": still here\r\n\r\n",
            b"data:\n\n",
            chunk({}, reason="stop"),
            done=done,
        )

        assert ("Hi", "stop") == (response.text, response.finish_reason)

    @pytest.mark.parametrize(
        ("word", "reason"),
        [("stop", "stop"), ("length", "length"), ("tool_calls", "tool_calls"), ("content_filter", "content_filter"), ("eos", "other")],
    )
    def test_finish_reasons(self, word: str, reason: str) -> None:
        """Every word has its meaning, and one that nobody knows is kept."""
        response, _ = stream(chunk({"content": "Hi"}), chunk({}, reason=word))

        assert (reason, word) == (response.finish_reason, response.provider_finish_reason)

    def test_a_refusal(self) -> None:
        """It is no text."""
        response, chunks = stream(
            chunk({"role": "assistant", "content": None, "refusal": "I "}), chunk({"refusal": "won't."}), chunk({}, reason="stop")
        )

        assert ["I ", "won't."] == [found.refusal for found in chunks if isinstance(found, RefusalDelta)]
        assert "" == response.text

    def test_audio(self) -> None:
        """Its pieces are joined, and its id is what a later request says."""
        response, _ = stream(
            chunk({"role": "assistant", "content": None, "audio": {"id": "audio_1", "transcript": "Hel"}}),
            chunk({"audio": {"data": "AAAA", "transcript": "lo"}}),
            chunk({"audio": {"data": "BBBB", "expires_at": 7}}),
            chunk({}, reason="stop"),
        )
        (part,) = response.message.content

        assert ("audio", {"data": "AAAABBBB", "transcript": "Hello", "expires_at": 7}) == (part.type, part.provider_data["openai.chat"])
        again = CHAT.encode_request(CHAT.decode_request({"messages": [{"role": "assistant", "audio": {"id": "audio_1"}}]}).value)
        assert [{"role": "assistant", "audio": {"id": "audio_1"}}] == again.body["messages"]

    def test_annotations(self) -> None:
        """They are the text's citations."""
        annotation: JsonValue = {
            "type": "url_citation",
            "url_citation": {"url": "https://a.example", "title": "A", "start_index": 0, "end_index": 2},
        }
        response, _ = stream(chunk({"content": "Hi"}), chunk({"annotations": [annotation]}), chunk({}, reason="stop"))
        (text,) = response.message.content

        assert [("https://a.example", "A", 2)] == [(one.url, one.title, one.end) for one in text.citations]  # type: ignore[union-attr]  # a text

    def test_other_choices(self) -> None:
        """The first is the response, and the others are kept whole."""
        other: JsonObject = {"index": 1, "delta": {"content": "Ho"}, "finish_reason": "stop"}
        response, chunks = stream(chunk({"content": "Hi"}, reason="stop"), {**chunk(None), "choices": [other]})

        assert ["Hi"] == [found.text for found in chunks if isinstance(found, TextDelta)]
        _, kept = CHAT.encode_response(response).body["choices"]  # type: ignore[misc]  # a list of two
        assert {"index": 1, "message": {"content": "Ho"}, "finish_reason": "stop"} == kept

    def test_a_late_error(self) -> None:
        """Behind the final event it is a remark on an answer that is whole."""
        response, chunks = stream(chunk({"content": "Hi"}, reason="stop"), {"error": {"message": "late"}})

        assert "Hi" == response.text
        assert [OpaqueDelta(None, {"error": {"message": "late"}})] == [found for found in chunks if isinstance(found, OpaqueDelta)]


OWN: JsonObject = {
    "verbosity": "low",
    "logprobs": True,
    "top_logprobs": 2,
    "prediction": {"type": "content", "content": "x"},
    "service_tier": "flex",
    "prompt_cache_key": "k",
    "prompt_cache_retention": "24h",
    "safety_identifier": "u",
    "store": False,
    "web_search_options": {},
    "modalities": ["text", "audio"],
    "audio": {"voice": "alloy", "format": "wav"},
    "logit_bias": {"50256": -100},
}


def test_fields_of_this_wire_alone_are_sent() -> None:
    """From `provider_data`, where decoding puts them as well."""
    model = Model("openai:m?api=chat")

    body = model.prepare("hi", provider_data={"openai.chat": OWN}).body

    assert body == {"model": "m", "messages": [{"role": "user", "content": "hi"}], **OWN}
    assert {"openai.chat": OWN} == CHAT.decode_request(body).value.provider_data


@pytest.mark.parametrize(
    ("spec", "field"),
    [
        ("openai:gpt-5?api=chat&max_tokens=9", "max_completion_tokens"),
        ("openai:m?base_url=http://127.0.0.1:1&max_tokens=9", "max_tokens"),
        ("openai:m?base_url=http://127.0.0.1:1&max_tokens=9&max_tokens_field=max_completion_tokens", "max_completion_tokens"),
        ("openai:gpt-4o?api=chat&max_tokens=9&max_tokens_field=max_tokens", "max_tokens"),
    ],
)
def test_the_token_limit(spec: str, field: str) -> None:
    """It has the name that the host knows; the option says otherwise."""
    assert 9 == Model(spec).prepare("hi").body[field]


@pytest.mark.parametrize(("spec", "asked"), [("openai:m?api=chat", True), ("openai:m?api=chat&include_usage=false", False)])
def test_streams_ask_for_usage(spec: str, asked: bool) -> None:  # noqa: FBT001 - parametrized
    """But for servers that refuse to be asked."""
    assert asked == ("stream_options" in Model(spec).prepare("hi", stream=True).body)
