"""`interlingua.types.attached`: what the media parts make of files, bytes and addresses."""

from __future__ import annotations

from pathlib import Path

import pytest

from interlingua import ConversionError, TextSource
from interlingua.types.attached import AUDIO, DOCUMENT, IMAGE, Kind, address, given, read

PNG = b"\x89PNG\r\n\x1a\n...."
WAV = b"RIFF\x01\x02\x03\x04WAVEfmt "


class TestMediaType:
    """The first bytes, then the name, then the caller; never a guess."""

    @pytest.mark.parametrize(
        ("expected", "data", "name", "kind"),
        [
            ("image/png", PNG, "a.jpg", IMAGE),
            ("image/jpeg", b"\0\xff", "a.JPG", IMAGE),
            ("audio/wav", WAV, "a", AUDIO),
            ("audio/mpeg", b"\xff\xfb\x90", "a.mp3", AUDIO),
            ("application/pdf", b"%PDF-1", "a.txt", DOCUMENT),
            ("text/csv", b"a,b", "a.csv", DOCUMENT),
        ],
    )
    def test_told(self, tmp_path: Path, expected: str, data: bytes, name: str, kind: Kind) -> None:
        """Where the first bytes are certain the name doesn't count."""
        (tmp_path / name).write_bytes(data)

        content = read(tmp_path / name, kind, None)

        assert (content.media_type, content.data, content.name) == (expected, data, name)

    def test_said(self, tmp_path: Path) -> None:
        """What the caller says counts, whatever bytes and name say."""
        (tmp_path / "a.png").write_bytes(PNG)

        assert read(tmp_path / "a.png", IMAGE, "image/apng").media_type == "image/apng"
        assert given(b"?", AUDIO, "audio/x-own; rate=8000").media_type == "audio/x-own; rate=8000"

    def test_unknown(self, tmp_path: Path) -> None:
        """Where nothing tells, the caller is asked."""
        (tmp_path / "a.bin").write_bytes(b"\0\1")

        for attempt in (lambda: read(tmp_path / "a.bin", IMAGE, None), lambda: given(b"\0\1", IMAGE, None)):
            with pytest.raises(ConversionError, match="neither the first bytes nor a name tell what kind of file") as raised:
                attempt()
            assert raised.value.hint == "say it, as in media_type='image/png'"

    @pytest.mark.parametrize(
        ("kind", "data", "media_type", "hint"),
        [
            (IMAGE, b"%PDF-", None, "it is a DocumentPart's"),
            (DOCUMENT, PNG, None, "it is an ImagePart's"),
            (IMAGE, b"", "audio/wav", "it is an AudioPart's"),
            (AUDIO, b"", "video/mp4", "no part holds films"),
        ],
    )
    def test_of_another_kind(self, kind: Kind, data: bytes, media_type: str | None, hint: str) -> None:
        """The part that takes it is named."""
        with pytest.raises(ConversionError, match=f"which no {kind.part} is") as raised:
            given(data, kind, media_type)

        assert raised.value.hint == hint


class TestDocument:
    """A document that is text goes in as text."""

    def test_text(self) -> None:
        """Character by character."""
        assert given("\ufeffgrün\r\n".encode(), DOCUMENT, "text/plain").document() == TextSource(text="\ufeffgrün\r\n")

    def test_no_utf_8(self) -> None:
        """Other bytes are refused, not decoded by a guess."""
        with pytest.raises(ConversionError, match="data is to be text/plain, and is no text in UTF-8"):
            given("grün".encode("latin-1"), DOCUMENT, "text/plain").document()


@pytest.mark.parametrize(
    ("sentence", "path"),
    [
        ("path is a bytes, and a str or a pathlib.Path is taken", b"a.png"),
        ("path is a int, and a str or a pathlib.Path is taken", 1),
        ("path is the address 'https://example.org/a.png', and a file on this machine is read", "https://example.org/a.png"),
    ],
)
def test_no_path(sentence: str, path: object) -> None:
    """What is no path is named, with its type."""
    with pytest.raises(ConversionError) as raised:
        read(path, IMAGE, None)  # type: ignore[arg-type]

    assert (raised.value.path, raised.value.reason) == ("$.path", sentence)
    assert "ImagePart.from_" in str(raised.value.hint)


@pytest.mark.parametrize(
    ("sentence", "data", "media_type"),
    [
        ("data is a str, and bytes is taken (at $.data)", "a", None),
        ("data is a PosixPath, and bytes is taken (at $.data)", Path("a"), None),
        ("media_type is a int, and a str is taken (at $.media_type)", b"a", 5),
        ("media_type is 'png', which is no media type (at $.media_type)", b"a", "png"),
        ("data holds no bytes (at $.data)", b"", "image/png"),
    ],
)
def test_no_bytes(sentence: str, data: object, media_type: object) -> None:
    """What is no bytes, or no media type, is named, with its type."""
    with pytest.raises(ConversionError) as raised:
        given(data, IMAGE, media_type)  # type: ignore[arg-type]

    assert raised.value.sentence == sentence
    assert raised.value.hint


@pytest.mark.parametrize("url", ["https://example.org/a.png", "data:image/png;base64,AA==", "gs://bucket/a.png", "HTTP://x"])
def test_address(url: str) -> None:
    """An address is kept as it is, of whatever scheme."""
    assert address(url, IMAGE).url == url


@pytest.mark.parametrize("url", ["a.png", "/a.png", "C:\\a.png", "file:///a.png", "", 5, None])
def test_no_address(url: object) -> None:
    """What no provider can fetch is refused."""
    with pytest.raises(ConversionError, match="url is") as raised:
        address(url, IMAGE)  # type: ignore[arg-type]

    assert "ImagePart.from_path reads a file" in str(raised.value.hint)


@pytest.mark.parametrize("url", ["https://example.org/a b.png", "https://example.org/a.png\n"])
def test_white_space(url: str) -> None:
    """A line's end that came along from a file, or a name with a space, makes an address that no provider can fetch."""
    with pytest.raises(ConversionError, match="white space is in no address"):
        address(url, IMAGE)


def test_data_urls() -> None:
    """The base64 of a data URL may be in lines."""
    assert address("data:image/png;base64,AA\n==", IMAGE).url == "data:image/png;base64,AA\n=="
