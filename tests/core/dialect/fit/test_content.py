"""`interlingua.dialect.fit.content`: images, documents and audio."""

from __future__ import annotations

import pytest
from tests.core.dialect.fit.values import HI, fitted, request, told

from interlingua.dialect import Capabilities, Limit, fit
from interlingua.types import (
    AssistantMessage,
    AudioPart,
    Base64Source,
    DocumentPart,
    FileSource,
    ImagePart,
    TextPart,
    ToolCallPart,
    ToolMessage,
    URLSource,
    UserMessage,
)


def image(media_type: str) -> ImagePart:
    """An image of a type."""
    return ImagePart(Base64Source(media_type=media_type, data="iVBORw0KGgo="))


@pytest.mark.parametrize(
    "part",
    [
        image("image/png"),
        ImagePart(URLSource(url="https://a.invalid/b.png")),
        DocumentPart(FileSource(file_id="f")),
        AudioPart(FileSource(file_id="f")),
    ],
)
def test_what_a_model_cannot_see_is_left_out(part: ImagePart | DocumentPart | AudioPart) -> None:
    """Whatever its source, which is content; what stands beside it stays, and keeps its place in later losses."""
    outgoing = fitted(request(HI, UserMessage([part, TextPart("what is it?")])), part.type)

    assert outgoing.request.messages == (HI, UserMessage("what is it?"))
    assert told(outgoing.losses) == [("$.messages[1].content[0]", "content", None)]
    assert outgoing.parts == {1: (1,)}


def test_a_message_that_held_nothing_else_goes() -> None:
    """One that says nothing is refused by most; a tool's result stays, since its call must have one."""
    call, result = AssistantMessage(ToolCallPart("c", "one", "{}")), ToolMessage(tool_call_id="c", content=image("image/png"))
    outgoing = fitted(request(HI, call, result, UserMessage(image("image/png"))), "image")

    assert outgoing.request.messages == (HI, call, ToolMessage(tool_call_id="c", content=()))
    assert told(outgoing.losses) == [("$.messages[2].content[0]", "content", None), ("$.messages[3].content[0]", "content", None)]


@pytest.mark.parametrize(
    ("arguments", "sent"),
    [
        ('{"a": "b\ud83d"}', '{"a": "b\ufffd"}'),
        ('{"a": "b\\ud83d"}', '{"a": "b\ufffd"}'),
        ('{"a": "b\ud83d', '{"a": "b\ufffd'),
        ('{"a": "\\ud83d\ud83d', '{"a": "\\ud83d\ufffd'),
        ('{"a": "\\uD83D\\uDE00"}', '{"a": "\\uD83D\\uDE00"}'),
        ('{"a": "\\\\ud83d"}', '{"a": "\\\\ud83d"}'),
    ],
)
def test_halves_of_characters(arguments: str, sent: str) -> None:
    """Texts and arguments have whole ones, also by their escapes; what is whole stays as it is spelled."""
    call, result = AssistantMessage(ToolCallPart("c", "one", arguments)), ToolMessage(tool_call_id="c", content="\U0001f600\udfff")
    outgoing = fitted(request(HI, call, result), "text_halves")

    assert outgoing.request.messages == (
        HI, AssistantMessage(ToolCallPart("c", "one", sent)), ToolMessage(tool_call_id="c", content="\U0001f600\ufffd"),
    )  # fmt: skip
    told_of_call = [("$.messages[1].content[0].arguments", "hint", "\ufffd")] if sent != arguments else []
    assert told(outgoing.losses) == [*told_of_call, ("$.messages[2].content[0].text", "hint", "\ufffd")]


def test_one_of_no_bytes_is_left_out() -> None:
    """Nobody can see it, and hosts refuse it: content."""
    nothing = ImagePart(Base64Source(media_type="image/png", data=""))
    outgoing = fitted(request(UserMessage([nothing, TextPart("a")])), "seed")

    assert outgoing.request.messages == (UserMessage("a"),)
    assert told(outgoing.losses) == [("$.messages[0].content[0]", "content", None)]


def test_one_that_is_too_large_is_left_out() -> None:
    """By what it is in base64, as hosts measure it; the loss says how large it may be."""
    known = Capabilities(limits={"image_size": Limit(at_most=12)})
    larger = image("image/png").model_copy(update={"source": Base64Source(media_type="image/png", data="A" * 16)})
    outgoing = fit(request(UserMessage([image("image/png"), larger])), known, "toy.plain")

    assert outgoing.request.messages == (UserMessage(image("image/png")),)
    assert "more than 12 characters in base64, and this one has 16" in outgoing.losses[0].reason
    assert told(outgoing.losses) == [("$.messages[0].content[1]", "content", None)]


@pytest.mark.parametrize(
    ("said", "meant"),
    [("image/jpg", "image/jpeg"), ("IMAGE/PNG", "image/png"), ("image/png; q=1", "image/png"), ("image/x-png", "image/png")],
)
def test_a_type_by_another_name(said: str, meant: str) -> None:
    """Is called as the model knows it: a hint."""
    outgoing = fitted(request(UserMessage(image(said))), image=("image/png", "image/jpeg"))

    assert outgoing.request.messages == (UserMessage(image(meant)),)
    assert told(outgoing.losses) == [("$.messages[0].content[0].source.media_type", "hint", meant)]


def test_a_type_that_a_model_does_not_know() -> None:
    """Is left out, which is content; where no types are listed, and of what isn't here, the API is the judge."""
    asked = request(UserMessage([image("image/tiff"), TextPart("?")]))

    assert told(fitted(asked, image=("image/png",)).losses) == [("$.messages[0].content[0]", "content", None)]
    assert fitted(asked, audio=("audio/wav",)).losses == ()
    assert fitted(request(UserMessage(ImagePart(URLSource(url="https://a.invalid/b.tiff")))), image=("image/png",)).losses == ()


def test_one_left_out_and_one_called_otherwise() -> None:
    """In one message, each by its own place."""
    outgoing = fitted(request(UserMessage([image("image/tiff"), image("image/jpg"), TextPart("?")])), image=("image/jpeg",))

    assert outgoing.request.messages == (UserMessage([image("image/jpeg"), TextPart("?")]),)
    assert [path for path, *_ in told(outgoing.losses)] == ["$.messages[0].content[0]", "$.messages[0].content[1].source.media_type"]


def test_documents_of_text() -> None:
    """Every kind of text is said as plain text, where the model takes that."""
    document = DocumentPart(Base64Source(media_type="text/csv", data="YSxi"))

    assert fitted(request(UserMessage([document])), document=("application/pdf", "text/plain")).losses == ()
    assert told(fitted(request(UserMessage([document, TextPart("?")])), document=("application/pdf",)).losses)[0][1] == "content"


def test_what_the_model_itself_showed_stays() -> None:
    """It is the wire that may not be able to say it."""
    assert fitted(request(HI, AssistantMessage(image("image/png")), HI), "image").losses == ()
