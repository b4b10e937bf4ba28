"""Twin of responses/assistant.py: what the model said."""

from __future__ import annotations

import pytest

from interlingua.dialect import LossLog
from interlingua.types import (
    AssistantPart,
    AudioPart,
    Citation,
    FileSource,
    ImagePart,
    JsonObject,
    OpaquePart,
    ReasoningPart,
    RefusalPart,
    TextPart,
    ToolCallPart,
)
from interlingua_openai.call_ids import CallIds
from interlingua_openai.names import RESPONSES
from interlingua_openai.responses.assistant import decode_item, encode_items

OUTPUT: JsonObject = {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "a"}]}
WHOLE: JsonObject = {
    "type": "message",
    "id": "msg_1",
    "role": "assistant",
    "status": "completed",
    "phase": "final_answer",
    "content": [{"type": "output_text", "text": "a", "annotations": [], "logprobs": []}, {"type": "refusal", "refusal": "no", "x": 1}],
}


def marked(mark: object, **fields: object) -> dict[str, JsonObject]:
    """What is kept of a part of a message item."""
    return ({RESPONSES: fields} if fields else {}) | {"$marks": {RESPONSES: {"item": mark}}}  # type: ignore[dict-item]  # JSON


@pytest.mark.parametrize(
    ("item", "parts"),
    [
        (OUTPUT, [TextPart("a")]),
        (
            WHOLE,
            [
                TextPart(
                    "a",
                    provider_data=marked(
                        {"fields": {"id": "msg_1", "status": "completed", "phase": "final_answer"}}, annotations=[], logprobs=[]
                    ),
                ),
                RefusalPart("no", provider_data=marked("same", x=1)),
            ],
        ),
        ({**OUTPUT, "content": [{"type": "refusal", "refusal": "no"}]}, [RefusalPart("no")]),
        ({"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"}, [ToolCallPart("c", "f", "{}")]),
        ({"type": "reasoning", "summary": []}, [ReasoningPart(provider="openai")]),
        ({"type": "web_search_call", "id": "ws"}, [OpaquePart(RESPONSES, {"type": "web_search_call", "id": "ws"})]),
        ({"type": "reasoning", "summary": [1]}, [OpaquePart(RESPONSES, {"type": "reasoning", "summary": [1]})]),
        ({**OUTPUT, "content": []}, [OpaquePart(RESPONSES, {**OUTPUT, "content": []})]),
        ({**OUTPUT, "content": None}, [OpaquePart(RESPONSES, {**OUTPUT, "content": None})]),
        ({**OUTPUT, "content": [1]}, [OpaquePart(RESPONSES, {**OUTPUT, "content": [1]})]),
        ({**OUTPUT, "role": "user"}, [OpaquePart(RESPONSES, {**OUTPUT, "role": "user"})]),
        (
            {**OUTPUT, "content": [{"type": "x_new"}, {"type": "output_text", "text": "a"}]},
            [
                OpaquePart(RESPONSES, {"type": "x_new"}, provider_data={"$marks": {RESPONSES: {"form": "block", "item": {}}}}),
                TextPart("a", provider_data=marked("same")),
            ],
        ),
        ({**OUTPUT, "content": [{"type": "output_audio"}]}, [OpaquePart(RESPONSES, {"type": "output_audio"})]),
    ],
)
def test_items_of_an_answer_go_both_ways(item: JsonObject, parts: list[AssistantPart]) -> None:
    """A part keeps what it is part of; an item that isn't modelled, or has no parts, is opaque."""
    log = LossLog(RESPONSES)

    assert decode_item(item, CallIds(), in_answer=True) == parts
    assert encode_items(parts, log, in_answer=True) == [item]
    assert log.records == []


@pytest.mark.parametrize(
    ("item", "parts"),
    [
        ({"type": "message", "role": "assistant", "content": "a"}, [TextPart("a")]),
        (
            {"role": "assistant", "content": "a", "phase": "commentary"},
            [
                TextPart(
                    "a",
                    provider_data=marked(
                        {"fields": {"phase": "commentary"}, "marks": {"spelling": {"type": ["message"], "content": "text"}}}
                    ),
                )
            ],
        ),
        (
            {"role": "assistant", "content": "a"},
            [TextPart("a", provider_data=marked({"marks": {"spelling": {"type": ["message"], "content": "text"}}}))],
        ),
        (OUTPUT, [TextPart("a", provider_data=marked({}))]),
        ({**OUTPUT, "content": [{"type": "refusal", "refusal": "no"}]}, [RefusalPart("no")]),
    ],
)
def test_items_of_a_history_go_both_ways(item: JsonObject, parts: list[AssistantPart]) -> None:
    """The short form is the plain one there."""
    assert decode_item(item, CallIds()) == parts
    assert encode_items(parts, LossLog(RESPONSES)) == [item]


def test_an_answers_items_go_back_as_they_came() -> None:
    """With their ids, statuses and phases, in a request as in the answer."""
    parts = decode_item(WHOLE, CallIds(), in_answer=True)

    assert encode_items(parts, LossLog(RESPONSES)) == [WHOLE]


def test_parts_that_are_no_items_open_one_each() -> None:
    """Two texts of another wire are two messages; one that belongs to none that is open opens one."""
    same = TextPart("b", provider_data=marked("same"))

    assert encode_items([TextPart("a"), TextPart("b")], LossLog(RESPONSES)) == [
        {"type": "message", "role": "assistant", "content": "a"},
        {"type": "message", "role": "assistant", "content": "b"},
    ]
    assert encode_items([TextPart("a"), same], LossLog(RESPONSES)) == [
        {"type": "message", "role": "assistant", "content": "a"},
        {**OUTPUT, "content": [{"type": "output_text", "text": "b"}]},
    ]


def test_a_changed_part_is_said_as_changed() -> None:
    """A text that was a string, and cites something now, is a list."""
    citation = Citation(url="u", title="t", start=0, end=1)
    (part,) = decode_item({"type": "message", "role": "assistant", "content": "a"}, CallIds())

    (item,) = encode_items([part.model_copy(update={"citations": (citation,)})], LossLog(RESPONSES))

    annotation = {"type": "url_citation", "url": "u", "title": "t", "start_index": 0, "end_index": 1}
    assert item == {**OUTPUT, "content": [{"type": "output_text", "text": "a", "annotations": [annotation]}]}


def test_annotations_are_citations() -> None:
    """Each with what its type says beside."""
    annotations = [
        {"type": "url_citation", "url": "u", "title": "t", "start_index": 0, "end_index": 1},
        {"type": "file_path", "file_id": "f"},
    ]
    item: JsonObject = {**OUTPUT, "content": [{"type": "output_text", "text": "a", "annotations": annotations}]}  # type: ignore[dict-item]  # JSON

    (part,) = decode_item(item, CallIds(), in_answer=True)

    assert isinstance(part, TextPart)
    assert [(citation.url, citation.title, citation.start, citation.end) for citation in part.citations] == [
        ("u", "t", 0, 1),
        (None, None, None, None),
    ]
    assert encode_items([part], LossLog(RESPONSES), in_answer=True) == [item]


def test_odd_annotations_stay_as_they_are() -> None:
    """A list that holds anything but objects is no list of citations."""
    item: JsonObject = {**OUTPUT, "content": [{"type": "output_text", "text": "a", "annotations": [1]}]}

    (part,) = decode_item(item, CallIds(), in_answer=True)

    assert isinstance(part, TextPart)
    assert part.citations == ()
    assert encode_items([part], LossLog(RESPONSES), in_answer=True) == [item]


def test_what_the_wire_cannot_say_is_told_with_its_place() -> None:
    """An image, a sound, another wire's parts and reasoning; citations that lack something."""
    log = LossLog(RESPONSES, "$.m")
    parts: list[AssistantPart] = [
        ImagePart(FileSource(file_id="f")),
        AudioPart(FileSource(file_id="f")),
        OpaquePart("another.dialect", {}),
        ReasoningPart(provider="anthropic", signature="s"),
        TextPart("a", [Citation(url="u")]),
    ]

    assert encode_items(parts, log) == [OUTPUT]
    assert [(loss.path, loss.kind) for loss in log.records] == [
        ("$.m.content[0]", "content"),
        ("$.m.content[1]", "content"),
        ("$.m.content[2]", "content"),
        ("$.m.content[3]", "hint"),
        ("$.m.content[4].citations[0]", "hint"),
    ]
