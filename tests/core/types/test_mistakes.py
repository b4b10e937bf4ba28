"""`interlingua.types.mistakes`: what is said of a mistake in a constructor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pydantic import ValidationError

from interlingua import (
    Base64Source,
    Conversation,
    ImagePart,
    Response,
    TextPart,
    Tool,
    ToolCallPart,
    ToolMessage,
    URLSource,
    UserMessage,
)

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("build", "sentence"),
    [
        (lambda: URLSource("x"), ("URLSource() takes 0 positional arguments, 1 were given: argument 1 is a str; "
                                 "give it by name, as in URLSource(url=…)")),
        (lambda: ToolMessage("1", "x"), ("ToolMessage() takes 0 positional arguments, 2 were given: argument 1 is a str; "
                                        "give it by name, as in ToolMessage(tool_call_id=…, content=…)")),
        (lambda: ToolMessage("x", tool_call_id="1"), ("ToolMessage() takes 0 positional arguments, 1 were given: argument 1 is a str; "
                                                     "give it by name, as in ToolMessage(content=…)")),
        (lambda: Response(5), ("Response() takes 0 positional arguments, 1 were given: argument 1 is a int; "
                              "give it by name, as in Response(message=…)")),
        (lambda: TextPart("hi", (), {}), ("TextPart() takes 2 positional arguments (text, citations), 3 were given: argument 3 is a dict; "
                                         "give it by name, as in TextPart(type=…, provider_data=…)")),
        (lambda: TextPart("hi", text="ho"), "TextPart() got 'text' twice: by place, as a str, and by name; leave one of them out"),
        (lambda: TextPart("hi", citation=[]), "TextPart() has no field 'citation'; did you mean 'citations'?"),
        (lambda: TextPart("hi", zzz=1), "TextPart() has no field 'zzz'; it has type, text, citations, provider_data"),
    ],
)  # fmt: skip
def test_places_and_names(build: Callable[[], object], sentence: str) -> None:
    """The error names the argument, its type and what to write."""
    with pytest.raises(TypeError) as caught:
        build()

    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    ("build", "sentence"),
    [
        (lambda: ImagePart("a.png"), ("source is a str, and ImagePart takes a source; "
                                     "ImagePart.from_path, .from_bytes and .from_url make the part of a file, of bytes, of an address")),
        (lambda: UserMessage(5), ("content is a int, and UserMessage takes a str, or a list of "
                                 "TextPart('…'), ImagePart, DocumentPart, AudioPart, OpaquePart")),
        (lambda: UserMessage([TextPart("a"), "b"]), ("content[1] is a str, and UserMessage takes a str, or a list of "
                                                    "TextPart('…'), ImagePart, DocumentPart, AudioPart, OpaquePart")),
        (ImagePart, ("source is missing, and ImagePart takes a source; "
                     "ImagePart.from_path, .from_bytes and .from_url make the part of a file, of bytes, of an address")),
        (Conversation, "messages is missing, and Conversation takes messages in a list, such as [UserMessage('…')]"),
        (lambda: Conversation("hi"), "messages is a str, and Conversation takes messages in a list, such as [UserMessage('…')]"),
        (lambda: Conversation(UserMessage("hi")), ("messages is a UserMessage, and Conversation takes messages in a list, "
                                                  "such as [UserMessage('…')]")),
        (lambda: ToolCallPart("1", "f", {}), ("arguments is a dict, and ToolCallPart takes the arguments' JSON text, "
                                             "such as json.dumps(…) of a dict")),
        (lambda: Tool("f", {}), "description is a dict, and Tool takes a str"),
        (lambda: Base64Source(media_type="image/png", data=b"x"), ("data is a bytes, and Base64Source takes base64 text, a str; "
                                                                  "Base64Source.from_bytes(data, media_type) encodes bytes")),
    ],
)  # fmt: skip
def test_types(build: Callable[[], object], sentence: str) -> None:
    """A value of another type is told by its argument, its type, and what is taken there; still pydantic's own class of error."""
    with pytest.raises(ValidationError) as caught:
        build()

    (fault,) = caught.value.errors()
    assert fault["msg"] == sentence
    assert f"and {caught.value.title} takes" in sentence


@pytest.mark.parametrize(
    ("build", "sentence"),
    [
        (lambda: UserMessage([{"text": "hi"}]), "Unable to extract tag"),
        (lambda: UserMessage([{"type": "text", "text": 5}]), "Input should be a valid string"),
        (lambda: ToolMessage(tool_call_id="1", content="x", is_error=1), "Input should be a valid boolean"),
    ],
)
def test_deeper(build: Callable[[], object], sentence: str) -> None:
    """A fault within JSON, or in a field that says nothing of itself, is told as pydantic tells it."""
    with pytest.raises(ValidationError, match=sentence):
        build()
