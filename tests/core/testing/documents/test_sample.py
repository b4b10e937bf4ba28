"""Twin of testing/documents/sample.py: a file of samples is read, or the error names file, place and fix."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from interlingua.dialect import EVERYTHING, Capabilities
from interlingua.errors import ConfigError, ConversionError, RateLimitError
from interlingua.testing.documents.sample import Sample, written_event
from interlingua.types import Request, Response

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue

REQUEST: dict[str, Any] = {
    "title": "a question",
    "source": "https://docs.example/chat",
    "seen": "2026-11-30",
    "what": "request",
    "body": {"say": ["hi"]},
    "value": {"messages": [{"role": "user", "content": [{"type": "text", "text": "hi"}]}]},
}
ANSWER: JsonObject = {"message": {"role": "assistant", "content": []}, "finish_reason": "stop"}


def test_a_request() -> None:
    """What isn't said of it has a meaning: no headers, and written as it was read."""
    sample = Sample.read("samples/a.json[0]", REQUEST)

    assert (sample.title, sample.source, sample.seen) == ("a question", "https://docs.example/chat", "2026-11-30")
    assert (sample.what, sample.headers, sample.raises) == ("request", {}, None)
    assert sample.value == Request.model_validate(REQUEST["value"])
    assert sample.written == sample.body == {"say": ["hi"]}
    assert repr(sample) == "<request 'a question'>"


@pytest.mark.parametrize(("written", "expected"), [({"say": ["hi", ""]}, {"say": ["hi", ""]}), (None, None)])
def test_what_is_written_may_be_another_body_or_none(written: JsonValue, expected: JsonObject | None) -> None:
    """Null says that it is only read."""
    assert Sample.read("a", REQUEST | {"written": written}).written == expected


def test_headers_belong_to_the_body() -> None:
    """A beta is no field of a body."""
    assert Sample.read("a", REQUEST | {"headers": {"x-beta": "files"}}).headers == {"x-beta": "files"}


def test_a_count() -> None:
    """It means a number."""
    assert Sample.read("a", REQUEST | {"what": "count", "body": {"n": 0}, "value": 0}).value == 0


def test_a_response_and_a_stream_mean_the_same_kind_of_value() -> None:
    """A stream is never written by what it means, as its pieces may be cut anywhere."""
    response = Sample.read("a", REQUEST | {"what": "response", "value": ANSWER})
    stream = Sample.read("a", REQUEST | {"what": "stream", "body": [{"type": "end"}, "[DONE]"], "value": ANSWER})

    assert response.value == stream.value == Response.model_validate(ANSWER)
    assert stream.written is None
    assert stream.events == [{"type": "end"}, "[DONE]"]
    assert b"".join(stream.stream) == b'event: end\ndata: {"type":"end"}\n\ndata: [DONE]\n\n'


def test_a_body_that_raises() -> None:
    """It names the error; beside it, a value is what had arrived."""
    raising = Sample.read("a", {**{name: field for name, field in REQUEST.items() if name != "value"}, "raises": "RateLimitError"})
    broken = Sample.read("a", REQUEST | {"what": "stream", "body": [], "value": ANSWER, "raises": "RateLimitError"})

    assert (raising.raises, raising.value) == (RateLimitError, None)
    assert (broken.raises, broken.value) == (RateLimitError, Response.model_validate(ANSWER))


def test_a_value_that_is_written() -> None:
    """Its body is what is written, with the losses; none is where writing raises, at the place that the sample names."""
    losses: JsonObject = {"$.seed": "hint"}
    sent = Sample.read("a", REQUEST | {"what": "sent", "losses": losses})
    refused = Sample.read(
        "a",
        {name: field for name, field in REQUEST.items() if name != "body"}
        | {"what": "counted", "raises": "ConversionError", "path": "$.messages"},
    )
    answered = Sample.read("a", REQUEST | {"what": "answered", "value": ANSWER})

    assert (sent.value, sent.object, sent.losses) == (Request.model_validate(REQUEST["value"]), {"say": ["hi"]}, losses)
    assert (refused.object, refused.raises, refused.path) == ({}, ConversionError, "$.messages")
    assert answered.value == Response.model_validate(ANSWER)


def test_a_value_is_written_for_a_model() -> None:
    """What the model takes stands in a row, as in a file of rows; without one it takes everything."""
    sent = REQUEST | {"what": "sent"}

    assert Sample.read("a", sent).capabilities == EVERYTHING
    assert Sample.read("a", sent | {"row": {"takes": {"seed": False}}}).capabilities == Capabilities(lacks=frozenset({"seed"}))


def test_a_value_is_converted_from_another_wire() -> None:
    """What that wire means by leaving fields out stands beside it; without one the value is nobody's body."""
    sent = REQUEST | {"what": "sent"}

    assert Sample.read("a", sent).absent is None
    assert Sample.read("a", sent | {"absent": {"store": False}}).absent == {"store": False}


def test_an_answer_that_is_written_as_a_stream() -> None:
    """Its body is the events, which have their types' names unless the sample says otherwise; none is where writing raises."""
    streamed = Sample.read("a", REQUEST | {"what": "streamed", "body": [{"type": "end"}], "value": ANSWER})
    nameless = Sample.read("a", REQUEST | {"what": "streamed", "body": [{"type": "end"}], "value": ANSWER, "named": False})
    refused = Sample.read(
        "a",
        {name: field for name, field in REQUEST.items() if name != "body"}
        | {"what": "streamed", "value": ANSWER, "raises": "ConversionError"},
    )

    assert (streamed.events, streamed.written, streamed.named) == ([{"type": "end"}], None, True)
    assert not nameless.named
    assert (refused.events, refused.raises) == ([], ConversionError)


def test_what_a_stream_of_an_answer_adds_up_to_may_be_another_body() -> None:
    """Where nothing is said, it is the same again."""
    assert Sample.read("a", REQUEST | {"what": "response", "value": ANSWER}).assembled is None
    assert Sample.read("a", REQUEST | {"what": "response", "value": ANSWER, "assembled": {"say": []}}).assembled == {"say": []}


def test_an_answer_may_be_said_otherwise_in_the_next_request() -> None:
    """Where nothing is said of it, nothing is expected."""
    assert Sample.read("a", REQUEST | {"what": "response", "value": ANSWER}).history is None
    assert Sample.read("a", REQUEST | {"what": "response", "value": ANSWER, "history": ["hi"]}).history == ["hi"]


def test_whoever_changes_a_copy_leaves_the_sample_as_it_is() -> None:
    """Laws change bodies in place."""
    request = Sample.read("a", REQUEST)
    stream = Sample.read("a", REQUEST | {"what": "stream", "body": [{"a": [1]}], "value": ANSWER})
    request.object["say"] = []
    stream.events.clear()

    assert request.object == {"say": ["hi"]}
    assert stream.events == [{"a": [1]}]


def test_an_event_is_named_where_it_has_a_type() -> None:
    """As servers do that name them."""
    assert written_event({"type": "end", "n": 1}) == b'event: end\ndata: {"type":"end","n":1}\n\n'
    assert written_event({"type": 1}) == b'data: {"type":1}\n\n'
    assert written_event("[DONE]") == b"data: [DONE]\n\n"


ASKED = "title, source, seen, what, body"
OPTIONAL = "headers, value, written, assembled, history, named, asides, losses, raises, path, row, absent"
ERRORS = "name one of interlingua.errors"
KINDS = "request, response, stream, count, sent, asked, counted, answered, streamed"


@pytest.mark.parametrize(
    ("item", "sentence", "hint"),
    [
        ([], "a.json[3] isn't a sample", f"a sample is an object with {ASKED}"),
        ({"title": "t"}, "a.json[3] ('t') has no 'source'", f"a sample has {ASKED}"),
        ({}, "a.json[3] (None) has no 'title'", f"a sample has {ASKED}"),
        (REQUEST | {"valeu": 1}, "a.json[3] ('a question') has 'valeu', which no sample has", f"it may have {OPTIONAL}"),
        (REQUEST | {"what": "answer"}, "a.json[3] ('a question') is of the kind 'answer'", f"say one of {KINDS}"),
        (REQUEST | {"body": []}, "a.json[3] ('a question'): its body is no object", "see `what`"),
        (REQUEST | {"what": "stream"}, "a.json[3] ('a question'): its body is no list of events", "see `what`"),
        (REQUEST | {"what": "streamed"}, "a.json[3] ('a question'): its body is no list of events", "see `what`"),
        (
            REQUEST | {"raises": "ValueError"},
            "a.json[3] ('a question') raises 'ValueError', which is no error of interlingua's",
            ERRORS,
        ),
        (
            REQUEST | {"raises": 1},
            "a.json[3] ('a question') raises 1, which is no error of interlingua's",
            ERRORS,
        ),
        (
            {name: field for name, field in REQUEST.items() if name != "value"},
            "a.json[3] ('a question') says neither what it means nor what it raises",
            "give it `value` or `raises`",
        ),
        (
            REQUEST | {"history": []},
            "a.json[3] ('a question'): its history is none of an answer's",
            "a sample of `response` lists the messages of the next request",
        ),
        (
            REQUEST | {"what": "response", "value": ANSWER, "history": {}},
            "a.json[3] ('a question'): its history is none of an answer's",
            "a sample of `response` lists the messages of the next request",
        ),
        (
            REQUEST | {"row": {}},
            "a.json[3] ('a question') has a row, and reads a body",
            "a row is of `sent`, `asked` or `counted`: what the model takes",
        ),
        (
            REQUEST | {"what": "sent", "row": {"takes": {"sead": False}}},
            "a.json[3] ('a question'): there is no feature 'sead' (at $.row[0].takes.sead)",
            "did you mean seed?",
        ),
        (
            REQUEST | {"absent": {}},
            "a.json[3] ('a question') says what is absent",
            "`absent` is of a sample of `sent` or `counted`: an object of what another wire means by leaving fields out",
        ),
        (
            REQUEST | {"what": "sent", "absent": []},
            "a.json[3] ('a question') says what is absent",
            "`absent` is of a sample of `sent` or `counted`: an object of what another wire means by leaving fields out",
        ),
        (
            REQUEST | {"what": "count", "value": "12"},
            "a.json[3] ('a question'): its value is no number of tokens",
            "say how many `decode_count` gives",
        ),
    ],
)
def test_what_is_no_sample(item: JsonValue, sentence: str, hint: str) -> None:
    """The sentence names the place and what is wrong there, the hint what to write."""
    with pytest.raises(ConfigError) as caught:
        Sample.read("a.json[3]", item)

    assert (caught.value.sentence, caught.value.hint) == (sentence, hint)


@pytest.mark.parametrize(
    ("what", "value", "sentence", "detail"),
    [
        ("request", {"messages": [{"role": "nobody"}]}, "its value is no Request: ", "messages.0"),
        ("response", {}, "its value is no Response: ", "message\n"),
        ("response", "hi", "its value is no Response: ", "Input should be"),
        ("response", {**ANSWER, "finish_reasn": "stop"}, "its value has 'finish_reasn', which no Response has", ""),
        ("request", {"messages": [{"role": "user", "content": [], "conten": ""}]}, "its value has 'conten', which no Request has", ""),
    ],
)
def test_a_value_that_is_none_of_ours(what: str, value: JsonValue, sentence: str, detail: str) -> None:
    """The field that is wrong is named as pydantic names it."""
    with pytest.raises(ConfigError) as caught:
        Sample.read("a.json[3]", REQUEST | {"what": what, "value": value})

    assert caught.value.sentence.startswith(f"a.json[3] ('a question'): {sentence}")
    assert detail in caught.value.sentence
    assert caught.value.hint == "write it as `to_dict()` does"
