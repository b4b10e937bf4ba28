"""Twin of format_1.py: what the first format saved is read as what it means today."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from interlingua import Conversation, OpaquePart, Response, convert
from interlingua.types.format_1 import from_format_1

SAVED = Path(__file__).parent / "saved"
FILES = [pytest.param(path, id=f"{path.parent.name}-{path.stem}") for path in sorted(SAVED.glob("*/*.json"))]


@pytest.mark.parametrize("path", FILES)
def test_saved_values_still_say_the_same(path: Path) -> None:
    """Each file holds a request or a response as that format saved it, and the very body that it must become."""
    file = json.loads(path.read_text())

    encoded = convert(file["saved"], source="interlingua", target=file["dialect"], what=file["what"], on_loss="strict")

    assert file["body"] == encoded.body


@pytest.mark.parametrize(
    "path", [pytest.param(path, id=f"{path.parent.name}-{path.stem}") for path in sorted(SAVED.glob("*/*request.json"))]
)
def test_a_conversation_of_any_format_becomes_one_of_this(path: Path) -> None:
    """What is loaded is saved in the latest format, and is the same when it is loaded again."""
    saved = json.loads(path.read_text())["saved"]
    messages = saved["messages"] if "messages" in saved else [saved["message"]]

    conversation = Conversation.from_json(json.dumps({"format": saved["format"], "messages": messages}))

    assert 2 == conversation.format
    assert conversation == Conversation.model_validate({"format": saved["format"], "messages": messages})
    assert conversation == Conversation.from_json(conversation.to_json())


def test_marks_are_parted_from_fields() -> None:
    """Marks stood under names that begin with `$`; a wire's own name of that kind was escaped, or refused."""
    message = {
        "role": "user",
        "content": [],
        "provider_data": {
            "anthropic.messages": {"$absent": ["content"], "$place": "messages", "$$odd": 1, "cache_control": {"type": "ephemeral"}},
            "openai.chat": {"name": "n", "$spelling": {"content": "list", "n": [1.0, 1]}, "inner": {"$spelling": {"m": [2]}, "x": 3}},
            "interlingua": {"$own": 1},
            "$host": {"openai.chat": "openai"},
        },
    }

    assert {
        "anthropic.messages": {"$odd": 1, "cache_control": {"type": "ephemeral"}},
        "openai.chat": {"name": "n", "inner": {"x": 3}},
        "interlingua": {"$own": 1},
        "$host": {"openai.chat": "openai"},
        "$marks": {
            "anthropic.messages": {"place": "messages", "spelling": {"content": [[]]}},
            "openai.chat": {"spelling": {"content": "list", "n": [1.0, 1]}, "within": {"inner": {"spelling": {"m": [2]}}}},
        },
    } == from_format_1(message)["provider_data"]  # type: ignore[call-overload, index]  # an object stays one


def test_wrapped_objects_are_unwrapped() -> None:
    """An opaque part holds the wire's object itself, and what it is stands beside it."""
    wrapped = {"type": "opaque", "dialect": "openai.responses", "data": {"$content": {"type": "odd"}, "$spelling": {"item": "same"}}}

    assert {
        "type": "opaque",
        "dialect": "openai.responses",
        "data": {"type": "odd"},
        "provider_data": {"$marks": {"openai.responses": {"form": "block", "item": "same"}}},
    } == from_format_1(wrapped)
    whole = {"type": "opaque", "dialect": "openai.chat", "data": {"$other": {"type": "odd"}}}
    assert whole == from_format_1(whole)


def test_others_json_stays_as_it_is() -> None:
    """A schema or a label of somebody else's may have fields of our names."""
    tool = {"name": "t", "input_schema": {"provider_data": {"openai.chat": {"$spelling": {"a": [1]}}}}}

    assert tool == from_format_1(tool)


def test_a_response_is_upgraded_wherever_it_is_read() -> None:
    """Reading saved JSON by its class is reading it; a later format is refused."""
    part = {"type": "opaque", "dialect": "openai.chat", "data": {"$function_call": {"name": "f"}}}
    saved = {"format": 1, "message": {"role": "assistant", "content": [part]}}

    response = Response.model_validate(saved)

    assert 2 == response.format
    assert (OpaquePart("openai.chat", {"name": "f"}, provider_data={"$marks": {"openai.chat": {"form": "function_call"}}}),) == (
        response.message.content
    )
    with pytest.raises(ValidationError):
        Response.model_validate({**saved, "format": 3})


def test_fields_of_claudes_that_bear_a_marks_name() -> None:
    """A field counts as a spelling only where that dialect's encoder writes one of its name."""
    turn = {"role": "user", "content": [], "provider_data": {"anthropic.messages": {"tool_use_id": "MINE"}}}
    odd = {"anthropic.messages": {"type": "completion", "role": "bot"}}
    answer = {"message": {"role": "assistant", "content": []}, "provider_data": odd}
    citation = {"text": "x", "type": "text", "citations": [{"provider_data": {"anthropic.messages": {}}}]}

    assert turn == from_format_1(turn)
    assert {"type": ["message", "completion"], "role": ["assistant", "bot"]} == (
        from_format_1(answer)["provider_data"]["$marks"]["anthropic.messages"]["spelling"]  # type: ignore[call-overload, index]  # as above
    )
    assert citation == from_format_1(citation)
