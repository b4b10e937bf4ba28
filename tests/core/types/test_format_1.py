"""Twin of format_1.py: what the first format saved is read as what it means today."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from interlingua import Conversation, convert
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
