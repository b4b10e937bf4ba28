"""Twin of media.py: data URLs and audio formats."""

from __future__ import annotations

import pytest

from interlingua.types import AudioPart, Base64Source, DocumentPart, FileSource, ImagePart, TextPart, URLSource
from interlingua_openai.media import audio, data_url, held_elsewhere, read_audio, read_data_url


@pytest.mark.parametrize(
    ("url", "source"),
    [
        ("data:image/png;base64,AA==", Base64Source(media_type="image/png", data="AA==")),
        ("data:application/pdf;base64,", Base64Source(media_type="application/pdf", data="")),
        ("https://example.com/a.png", None),
        ("data:text/plain,hello", None),
        ("data:text/plain;charset=utf-8;base64,AA==", None),
    ],
)
def test_a_data_url_holds_its_bytes(url: str, source: Base64Source | None) -> None:
    """Every other address stays an address."""
    assert read_data_url(url) == source
    assert source is None or data_url(source) == url


@pytest.mark.parametrize(
    ("word", "media_type"), [("wav", "audio/wav"), ("mp3", "audio/mpeg"), ("flac", "audio/flac"), ("x-new", "audio/x-new")]
)
def test_an_audio_format_is_a_media_type(word: str, media_type: str) -> None:
    """The two documented words, and any other."""
    source = read_audio("AA==", word)

    assert source == Base64Source(media_type=media_type, data="AA==")
    assert audio(source) == {"data": "AA==", "format": word}


@pytest.mark.parametrize(("media_type", "word"), [("audio/x-wav", "wav"), ("audio/wave", "wav"), ("audio/mp3", "mp3")])
def test_other_names_of_a_media_type_are_known(media_type: str, word: str) -> None:
    """Files come with any of them."""
    assert audio(Base64Source(media_type=media_type, data=""))["format"] == word


@pytest.mark.parametrize("kind", [ImagePart, DocumentPart, AudioPart])
def test_a_file_that_another_provider_holds(kind: type[ImagePart | DocumentPart | AudioPart]) -> None:
    """Is named; one of ours, one that nobody is named for, and any other source are not."""
    sources = [FileSource(file_id="f", provider="anthropic"), FileSource(file_id="f", provider="openai"), FileSource(file_id="f")]

    assert ["a file that anthropic holds can't be read here", None, None] == [held_elsewhere(kind(source)) for source in sources]
    assert held_elsewhere(kind(URLSource(url="https://example.com/f"))) is None
    assert held_elsewhere(TextPart("f")) is None
