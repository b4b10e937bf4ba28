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


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("data:image/png;base64,AP8=", ("image/png", "AP8=")),
        ("DATA:image/png;charset=utf-8;name=a.png;BASE64,AP8=", ("image/png", "AP8=")),
        ("data:image/png;base64,AP8%3D", ("image/png", "AP8=")),
        ("data:text/csv;charset=utf-8,a%2Cb", ("text/csv", "YSxi")),
        ("data:,é", ("text/plain", "w6k=")),
        ("https://example.com/data:image/png;base64,AP8=", None),
        ("data:image/png", None),
        ("", None),
    ],
)
def test_inline(url: str, expected: tuple[str, str] | None) -> None:
    """An address that holds the bytes itself gives them, without its parameters."""
    found = URLSource(url=url).inline()

    assert expected == (None if found is None else (found.media_type, found.data))


class TestFile:
    """An id means something to one provider alone."""

    OURS, THEIRS, UNNAMED = FileSource(file_id="f", provider="a"), FileSource(file_id="f", provider="b"), FileSource(file_id="f")

    def test_whose_it_is(self) -> None:
        """The provider that is named is sent it; where none is named, every one."""
        assert [source.is_for("a") for source in (self.OURS, self.THEIRS, self.UNNAMED)] == [True, False, True]

    def test_equality(self) -> None:
        """A provider counts only where both name one."""
        assert self.OURS == self.UNNAMED == self.THEIRS
        assert self.OURS != self.THEIRS
        assert self.OURS != FileSource(file_id="g", provider="a")
        assert self.OURS != "f"
        assert len({self.OURS, self.UNNAMED}) == 1

    def test_saved(self) -> None:
        """Where none is named, nothing is saved: a conversation that an earlier version saved reads the same."""
        assert self.UNNAMED.to_dict() == {"type": "file", "file_id": "f"}
        assert DocumentPart.model_validate({"source": self.OURS.to_dict()}).source.to_dict() == self.OURS.to_dict()
