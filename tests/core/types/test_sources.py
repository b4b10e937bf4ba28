"""`interlingua.types.sources`: where bytes are."""

from __future__ import annotations

import pytest

from interlingua.types import Base64Source, DocumentPart, FileSource, TextSource, URLSource


def test_base64() -> None:
    """Bytes are kept as base64 text."""
    source = Base64Source.from_bytes(b"\x00\xff", "image/png")

    assert (source.media_type, source.data) == ("image/png", "AP8=")


def test_received_text_is_kept() -> None:
    """Base64 text that was received is kept character by character, even where it is odd."""
    assert Base64Source(media_type="image/png", data="AP8\n=").to_dict()["data"] == "AP8\n="


@pytest.mark.parametrize(
    "source",
    [
        Base64Source(media_type="application/pdf", data="AP8="),
        URLSource(url="https://example.com/a.pdf"),
        FileSource(file_id="file-1"),
        TextSource(text="plain"),
    ],
    ids=lambda source: source.type,
)
def test_told_apart(source: Base64Source | URLSource | FileSource | TextSource) -> None:
    """The type tells the sources apart when JSON is read."""
    assert DocumentPart.model_validate({"source": source.to_dict()}) == DocumentPart(source)
