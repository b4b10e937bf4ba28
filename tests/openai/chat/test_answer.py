"""Twin of chat/answer.py: a whole answer, both ways."""

from __future__ import annotations

import pytest

from interlingua import get_dialect
from interlingua.dialect import LossLog
from interlingua.errors import ConversionError, InternalServerError, ProviderError, RateLimitError
from interlingua.types import (
    AssistantMessage,
    Citation,
    FinishReason,
    JsonObject,
    JsonValue,
    Loss,
    Response,
    TextPart,
    ToolCallPart,
    Usage,
)
from interlingua_openai.chat.answer import USAGE, decode_answer, decode_response, encode_response
from interlingua_openai.chat.dialect import ChatDialect
from interlingua_openai.names import CHAT
from interlingua_openai.usage import decode_usage, encode_usage

MESSAGE: JsonObject = {"role": "assistant", "content": "hi"}


def answer(**fields: JsonValue) -> JsonObject:
    """A plain answer, with some fields otherwise."""
    choice: JsonObject = {"index": 0, "message": MESSAGE, "finish_reason": "stop"}
    return {"object": "chat.completion", "id": "chatcmpl-1", "model": "m-1", "choices": [choice], **fields}


def write(response: Response) -> tuple[JsonObject, list[Loss]]:
    """Encode a response."""
    encoded = encode_response(response)
    assert encoded.headers == {}
    return encoded.body, list(encoded.losses)


def test_a_plain_answer_keeps_nothing() -> None:
    """Its constants aren't kept; they are written again."""
    response = decode_answer(answer())

    assert response == Response(
        message=AssistantMessage("hi"), finish_reason="stop", provider_finish_reason="stop", model_id="m-1", id="chatcmpl-1"
    )
    assert write(response) == (answer(), [])


def test_the_envelope_is_kept() -> None:
    """Fields of the envelope and of the choice stand where they came from."""
    choice: JsonObject = {"index": 0, "message": MESSAGE, "finish_reason": "stop", "logprobs": None}
    body = answer(created=1, system_fingerprint=None, x_new={"a": 1}, choices=[choice], usage={"prompt_tokens": 1})

    response = decode_answer(body)

    assert response.usage == Usage(input_tokens=1)
    assert response.provider_data == {CHAT: {"created": 1, "system_fingerprint": None, "x_new": {"a": 1}, "choices": [{"logprobs": None}]}}
    assert write(response) == (body, [])


def test_other_choices_are_kept_whole() -> None:
    """The first one is the response."""
    second: JsonObject = {"index": 1, "message": {"role": "assistant", "content": "ho"}, "finish_reason": "stop"}
    first: JsonObject = {"index": 0, "message": MESSAGE, "finish_reason": "stop"}
    body = answer(choices=[first, second])

    response = decode_answer(body)

    assert response.text == "hi"
    assert response.provider_data == {CHAT: {"choices": [{}, second]}}
    assert write(response) == (body, [])


@pytest.mark.parametrize(
    ("indices", "place"),
    [([1, 0], 1), ([2, 3, 1], 2), ([None, 0], 0), ([1, None], 1), (["0", 5], 1), ([0, 0], 0), ([None, None], 0), ([True, 3], 1)],
)
def test_the_lowest_index_is_the_response(indices: list[JsonValue], place: int) -> None:
    """As in a stream, wherever it stands; every choice goes back into its place."""
    choices: list[JsonValue] = [
        {"message": {"role": "assistant", "content": f"{number}"}, "finish_reason": "stop", **({} if index is None else {"index": index})}
        for number, index in enumerate(indices)
    ]
    body = answer(choices=choices)

    response = decode_answer(body)

    assert response.text == f"{place}"
    assert write(response) == (body, [])


@pytest.mark.parametrize("place", ["1", -1, 9, True])
def test_a_place_that_is_none(place: JsonValue) -> None:
    """Means the first, were the mark made by somebody else."""
    other: JsonObject = {"index": 1, "message": MESSAGE, "finish_reason": "stop"}
    response = decode_answer(answer()).model_copy(
        update={"provider_data": {CHAT: {"choices": [{}, other]}, "$marks": {CHAT: {"choice": place}}}}
    )

    assert write(response)[0]["choices"] == [*answer()["choices"], other]  # type: ignore[misc]  # a list


@pytest.mark.parametrize(
    "body",
    [
        {"choices": [{"message": {}}]},
        {
            "choices": [{"message": {"content": None}, "finish_reason": None, "index": 3}],
            "usage": None,
            "id": None,
            "model": 3,
            "object": "",
        },
        answer(choices=[{"message": MESSAGE, "finish_reason": "eos"}]),
        answer(choices=[{"message": MESSAGE, "finish_reason": ""}]),
        answer(choices=[{"message": MESSAGE, "finish_reason": {"a": 1}}]),
        answer(choices=[{"index": 0, "message": {"role": "assistant", "content": [{"type": "text", "text": "a"}] * 2}}]),
        answer(id="", usage={}, error=None),
    ],
)
def test_every_spelling_comes_back(body: JsonObject) -> None:
    """Compatible servers leave out, null and misname; all of it is written again."""
    assert write(decode_answer(body)) == (body, [])


@pytest.mark.parametrize("choice", [{"finish_reason": None}, {}])
def test_no_finish_reason_is_none(choice: JsonObject) -> None:
    """Null or absent, it is none of ours either, and comes back as it was."""
    body = answer(choices=[{"index": 0, "message": MESSAGE, **choice}])

    response = decode_answer(body)

    assert (response.finish_reason, response.provider_finish_reason) == (None, None)
    assert write(response) == (body, [])


def test_a_response_without_a_finish_reason_comes_back() -> None:
    """Its null is none again."""
    response = Response(message=AssistantMessage("hi"))

    assert decode_answer(write(response)[0]) == response


@pytest.mark.parametrize(("answer_id", "made_up"), [("chatcmpl-1", "call_chatcmpl-1_0"), ("", "call_0"), (None, "call_0")])
def test_made_up_ids_are_the_answers_own(answer_id: str | None, made_up: str) -> None:
    """Calls without ids don't collide over the turns of a conversation."""
    call: JsonObject = {"type": "function", "function": {"name": "f", "arguments": "{}"}}
    body = answer(
        id=answer_id, choices=[{"index": 0, "message": {"role": "assistant", "tool_calls": [call]}, "finish_reason": "tool_calls"}]
    )

    response = decode_answer(body)

    assert response.tool_calls == (ToolCallPart(made_up, "f", "{}", provider_data=response.tool_calls[0].provider_data),)
    assert write(response) == (body, [])


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({}, "$.choices"),
        ({"choices": []}, "$.choices"),
        ({"choices": {}}, "$.choices"),
        ({"choices": [1]}, "$.choices[0]"),
        ({"choices": [{"message": None}]}, "$.choices[0].message"),
        ({"choices": [{}]}, "$.choices[0].message"),
        (answer(usage=[]), "$.usage"),
    ],
)
def test_broken_grammar_is_refused_with_its_path(body: JsonObject, path: str) -> None:
    """An answer has a choice with a message."""
    with pytest.raises(ConversionError) as raised:
        decode_answer(body)

    assert raised.value.path == path


def test_nothing_is_invented() -> None:
    """A response that knows little makes a body with the wire's own constant and no more."""
    body, losses = write(Response(message=AssistantMessage("hi")))

    assert body == {"object": "chat.completion", "choices": [{"index": 0, "message": MESSAGE, "finish_reason": None}]}
    assert losses == []


@pytest.mark.parametrize(("reason", "kind"), [("pause", "hint"), ("error", "content")])
def test_a_reason_without_a_word_is_recorded(reason: FinishReason, kind: str) -> None:
    """The nearest word is written; another wire's word never is."""
    body, losses = write(Response(message=AssistantMessage("hi"), finish_reason=reason, provider_finish_reason="pause_turn"))

    assert body["choices"] == [{"index": 0, "message": MESSAGE, "finish_reason": "stop"}]
    assert [(loss.path, loss.kind, loss.replaced_by) for loss in losses] == [("$.finish_reason", kind, "stop")]


CALL = AssistantMessage([TextPart("Let me see."), ToolCallPart("c", "f", "{}")])


@pytest.mark.parametrize(("reason", "word"), [("stop", "end_turn"), ("stop", None), ("other", "eos")])
def test_another_wires_stop_beside_calls_is_this_wires_word_for_calls(reason: FinishReason, word: str | None) -> None:
    """Told as a hint: whoever read `stop` would not make them."""
    body, losses = write(Response(message=CALL, finish_reason=reason, provider_finish_reason=word))

    assert body["choices"][0]["finish_reason"] == "tool_calls"  # type: ignore[index, call-overload]  # a list of one
    assert [(loss.path, loss.kind, loss.replaced_by) for loss in losses] == [("$.finish_reason", "hint", "tool_calls")]


@pytest.mark.parametrize(("word", "reason"), [("stop", "stop"), ("eos", "other"), ("", "other"), ("length", "length")])
def test_its_own_word_beside_calls_comes_back(word: str, reason: str | None) -> None:
    """As it was, without a loss; towards Claude a stop is the word for calls."""
    calls: list[JsonValue] = [{"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}]
    choice: JsonObject = {"index": 0, "message": {"role": "assistant", "content": None, "tool_calls": calls}, "finish_reason": word}
    body = answer(choices=[choice])

    response = decode_answer(body)

    assert response.finish_reason == reason
    assert write(response) == (body, [])
    claude = get_dialect("anthropic.messages").encode_response(response)
    assert claude.body["stop_reason"] == ("max_tokens" if word == "length" else "tool_use")
    assert [loss.kind for loss in claude.losses if loss.path == "$.finish_reason"] == ([] if word == "length" else ["hint"])


def test_usage_inside_the_choice_comes_back() -> None:
    """Moonshot tells it there; beside usage of the answer's own it is a field like any other."""
    usage: JsonObject = {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3, "cached_tokens": 1}
    choice: JsonObject = {"index": 0, "message": MESSAGE, "finish_reason": "stop", "usage": usage}
    inside, both = answer(choices=[choice], usage=None), answer(choices=[choice], usage={"prompt_tokens": 7})

    assert decode_answer(inside).usage == decode_usage(usage, USAGE)
    assert write(decode_answer(inside)) == (inside, [])
    assert decode_answer(both).usage == Usage(input_tokens=7)
    assert write(decode_answer(both)) == (both, [])


@pytest.mark.parametrize("beside", [{}, {"usage": None}])
def test_usage_in_groqs_field_comes_back(beside: JsonObject) -> None:
    """Its streams tell it there; beside usage of the answer's own it is a field like any other."""
    usage: JsonObject = {"prompt_tokens": 1, "completion_tokens": 2, "queue_time": 0.1}
    choice: JsonObject = {"index": 0, "message": MESSAGE, "finish_reason": "stop"}
    alone = answer(choices=[choice], x_groq={"id": "req_1", "usage": usage}, **beside)
    both = {**alone, "usage": {"prompt_tokens": 7}}

    assert decode_answer(alone).usage == decode_usage(usage, USAGE)
    assert write(decode_answer(alone)) == (alone, [])
    edited = decode_answer(alone).model_copy(update={"usage": Usage(input_tokens=9)})
    assert write(edited)[0]["x_groq"] == {"id": "req_1", "usage": {"prompt_tokens": 9}}
    assert decode_answer(both).usage == Usage(input_tokens=7)
    assert write(decode_answer(both)) == (both, [])


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (answer(choices=[{"message": MESSAGE, "finish_reason": "error", "error": {"code": 429}}]), RateLimitError),
        (answer(choices=[{"message": MESSAGE, "finish_reason": "stop", "error": "broke"}]), InternalServerError),
        (answer(choices=[{"message": MESSAGE, "finish_reason": "error"}], error={"code": 429}), RateLimitError),
        (answer(choices=[{"message": MESSAGE, "finish_reason": "error"}]), None),
        (answer(error={"code": 429}), None),
        (answer(choices=[{"message": MESSAGE, "index": 1, "error": {"code": 1}}, {"message": MESSAGE, "index": 0}]), None),
        (answer(choices=3), None),
        (answer(choices=[3]), None),
    ],
)
def test_an_answer_that_names_its_failure(body: JsonObject, expected: type[ProviderError] | None) -> None:
    """In the choice that is the response, or beside it where that says that it failed; the body is decoded and comes back all the same."""
    failure = ChatDialect().failure(body)

    assert (None if failure is None else type(failure)) is expected
    if expected is not None:
        assert write(decode_answer(body)) == (body, [])


def test_choices_written_by_hand_are_harmless() -> None:
    """provider_data of the wrong shape can't break an encoder."""
    response = Response(message=AssistantMessage("hi"), finish_reason="stop", provider_data={CHAT: {"choices": ["x"]}})

    assert write(response)[0]["choices"] == [{"index": 0, "message": MESSAGE, "finish_reason": "stop"}]
    assert write(response.model_copy(update={"provider_data": {CHAT: {"choices": []}}}))[0]["choices"] == write(response)[0]["choices"]


def test_an_answer_is_decoded() -> None:
    """Nothing is lost on the way in."""
    decoded = decode_response({"choices": [{"message": {"role": "assistant", "content": "hi"}, "finish_reason": "stop"}]})

    assert decoded.value.text == "hi"
    assert decoded.losses == ()


@pytest.mark.parametrize(
    "body",
    [
        {"error": {"code": 429, "message": "slow down"}},
        {"object": "error", "code": 429, "message": "slow down"},  # vLLM, until 2025
        {"error": "slow down", "code": "rate_limit_exceeded", "choices": []},  # xAI
        {"choices": [{"error": {"code": 429, "message": "slow down"}, "finish_reason": "error"}]},  # OpenRouter, where nothing was said
        {"choices": [{"error": {"code": 429, "message": "slow down"}, "message": None}]},
        {"detail": {"error": {"code": 429, "message": "slow down"}}, "choices": None},
    ],
)
def test_an_error_in_a_good_answer_is_typed(body: JsonObject) -> None:
    """Gateways send one with status 200."""
    with pytest.raises(RateLimitError, match="slow down"):
        decode_response(body)


def test_a_number_that_is_no_json_is_refused_with_its_path() -> None:
    """The path is rooted in the body, however deep the number stands."""
    message: JsonObject = {"role": "assistant", "content": "hi", "zz": [float("inf")]}

    with pytest.raises(ConversionError) as raised:
        decode_response({"choices": [{"message": message, "finish_reason": "stop"}]})

    assert raised.value.path == "$.choices[0].message.zz[0]"


def test_an_answer_is_an_object() -> None:
    """Anything else is refused."""
    with pytest.raises(ConversionError):
        decode_response([])  # type: ignore[arg-type]  # what a server may send all the same


def test_counts_go_both_ways() -> None:
    """Prompt and completion tokens are input and output, and what isn't modelled stays verbatim."""
    log = LossLog(CHAT)
    usage = Usage(
        input_tokens=10, output_tokens=5, cache_read_tokens=8, reasoning_tokens=3,
        provider_data={CHAT: {"prompt_tokens_details": {"audio_tokens": 0}, "new": 1}},
    )  # fmt: skip
    wire: JsonObject = {
        "prompt_tokens": 10,
        "completion_tokens": 5,
        "total_tokens": 15,
        "prompt_tokens_details": {"cached_tokens": 8, "audio_tokens": 0},
        "completion_tokens_details": {"reasoning_tokens": 3},
        "new": 1,
    }

    assert decode_usage(wire, USAGE) == usage
    assert encode_usage(usage, USAGE, log) == wire
    assert log.records == []


OURS: JsonObject = {
    **{name: {"x": name} for name in ("$spelling", "$content", "$x", "$absent", "$marks", "item", "form", "fields", "marks")},
    "spelling": {"content": "list", "id": ["i"]}, "within": {"choices": {"spelling": {"index": [0]}}}, "choice": 1, "answer_id": ["c"],
}  # fmt: skip
"""Fields of a wire whose names are marks of ours, or were once."""


def test_names_of_ours_are_fields_like_any_other() -> None:
    """At every level of an answer they come back as they came, and mean nothing here."""
    call: JsonObject = {"id": "", "type": "function", "function": {"name": "f", "arguments": "{}", **OURS}, **OURS}
    annotation: JsonObject = {"type": "url_citation", "url_citation": {"url": "u", **OURS}, **OURS}
    message: JsonObject = {"role": "assistant", "content": "a", "annotations": [annotation], "tool_calls": [call], "reasoning": "b", **OURS}
    choice: JsonObject = {"message": message, "finish_reason": "stop", **OURS}
    body = answer(choices=[{"index": 1, **OURS}, choice], usage={"prompt_tokens": 1, **OURS}, **OURS)

    response = decode_answer(body)

    assert write(response) == (body, [])
    assert write(decode_answer(answer(choices=[choice], **OURS))) == (answer(choices=[choice], **OURS), [])


def test_a_kept_field_that_says_something_else_is_told() -> None:
    """The canonical value wins, wherever the two stand."""
    cited = TextPart("hi", [Citation(url="u", provider_data={CHAT: {"url_citation": {"url": "v"}}})])
    response = Response(
        message=AssistantMessage(cited, provider_data={CHAT: {"role": "model", "name": "n"}}),
        finish_reason="stop",
        usage=Usage(input_tokens=1, provider_data={CHAT: {"prompt_tokens": 2}}),
        provider_data={CHAT: {"object": "answer", "choices": [{"finish_reason": "length", "logprobs": None}]}},
    )

    body, losses = write(response)

    assert body["object"] == "chat.completion"
    assert body["usage"] == {"prompt_tokens": 1}
    assert [(loss.path, loss.kind) for loss in losses] == [
        ("$.message.content[0].citations[0].provider_data['openai.chat'].url_citation.url", "hint"),
        ("$.message.provider_data['openai.chat'].role", "hint"),
        ("$.provider_data['openai.chat'].choices.finish_reason", "hint"),
        ("$.usage.provider_data['openai.chat'].prompt_tokens", "hint"),
        ("$.provider_data['openai.chat'].object", "hint"),
    ]


@pytest.mark.parametrize(("reason", "word", "kinds"), [("stop", "stop", []), ("error", "stop", ["content"]), ("other", "", [])])
def test_an_empty_reason_is_written_while_it_is_the_reason(reason: FinishReason, word: str, kinds: list[str]) -> None:
    """A host that says `""` says `other`; whoever says another reason since is heard, or told."""
    body: JsonObject = {"choices": [{"index": 0, "message": {"role": "assistant", "content": "a"}, "finish_reason": ""}]}
    changed = decode_answer(body).model_copy(update={"finish_reason": reason})

    written, losses = write(changed)

    assert written["choices"] == [{"index": 0, "message": {"role": "assistant", "content": "a"}, "finish_reason": word}]
    assert [loss.kind for loss in losses] == kinds
