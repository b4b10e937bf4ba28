"""Where `from_path`, `from_bytes` and `from_url` of the media parts come from: a source made of a file, of bytes, of an address.

Nothing is guessed: a media type is what the first bytes say for certain, else what the file's name says, else what the caller says.
Nothing is downloaded: an address is kept as an address.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from interlingua.errors import ConversionError
from interlingua.types.media_types import by_content, by_name, is_text, is_textual
from interlingua.types.sources import Base64Source, TextSource, URLSource

if TYPE_CHECKING:
    from collections.abc import Callable
    from os import PathLike


class Kind(NamedTuple):
    """What a part takes.

    Attributes:
        part: The part's class, by name.
        takes: Tells whether it takes a media type.
        example: A media type that it takes.
    """

    part: str
    takes: Callable[[str], bool]
    example: str


IMAGE: Final = Kind("ImagePart", lambda media_type: media_type.startswith("image/"), "image/png")
AUDIO: Final = Kind("AudioPart", lambda media_type: media_type.startswith("audio/"), "audio/wav")
DOCUMENT: Final = Kind("DocumentPart", lambda media_type: not media_type.startswith(("image/", "audio/", "video/")), "application/pdf")

_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+*-]+(\s*;.*)?", re.ASCII)
_SCHEME = re.compile(r"(?!file:)[A-Za-z][A-Za-z0-9+.-]+:", re.IGNORECASE)  # one letter is a drive
_FAR = re.compile(r"(https?|data|gs|s3):", re.IGNORECASE)


class Content(NamedTuple):
    """What was given for a part, and what it was found to be.

    Attributes:
        data: The bytes.
        media_type: What they are.
        name: The file's name, or nothing.
        what: How an error calls them.
    """

    data: bytes
    media_type: str
    name: str = ""
    what: str = "data"

    def source(self) -> Base64Source:
        """Encode the bytes."""
        return Base64Source.from_bytes(self.data, self.media_type)

    def document(self) -> Base64Source | TextSource:
        """Encode the bytes, but text as text.

        Raises:
            ConversionError: They should be text, and are none.
        """
        if not is_textual(self.media_type):
            return self.source()
        if not is_text(self.data):
            raise ConversionError("$.data", f"{self.what} is to be {self.media_type}, and is no text in UTF-8",
                                  hint="decode it yourself, and give the text: DocumentPart(TextSource(text=…))")  # fmt: skip
        return TextSource(text=self.data.decode())


def read(path: str | PathLike[str], kind: Kind, media_type: str | None) -> Content:
    """Read a file.

    Raises:
        ConversionError: It is of another kind, or of one that can't be told.
        ConfigError: It can't be read.
        LimitExceededError: It is too large.
    """
    if not isinstance(path, str) and not hasattr(path, "__fspath__"):
        raise _wrong("path", path, "a str or a pathlib.Path", f"{kind.part}.from_bytes(data) takes bytes that you have")
    if isinstance(path, str) and _FAR.match(path):
        raise ConversionError("$.path", f"path is the address {path[:60]!r}, and a file on this machine is read",
                              hint=f"give it to {kind.part}.from_url, which leaves fetching it to the provider")  # fmt: skip
    from interlingua.files import read_file  # the one place that reads: values import it only here

    data, name = read_file(path), re.split(r"[/\\]", str(path))[-1]
    what = repr(str(path))
    return Content(data, _media_type(data, kind, media_type, name, what), name, what)


def given(data: bytes, kind: Kind, media_type: str | None) -> Content:
    """Take bytes.

    Raises:
        ConversionError: They are of another kind, or of one that can't be told.
    """
    if not isinstance(data, bytes | bytearray | memoryview):
        raise _wrong("data", data, "bytes", f"{kind.part}.from_path reads a file; base64 is a Base64Source, a document's text a TextSource")
    data = bytes(data)
    return Content(data, _media_type(data, kind, media_type, "", "data"))


def _media_type(data: bytes, kind: Kind, said: str | None, name: str, what: str) -> str:
    if said is not None and not isinstance(said, str):
        raise _wrong("media_type", said, "a str", f"such as {kind.example!r}")
    if said is not None and not _MEDIA_TYPE.fullmatch(said):
        raise ConversionError("$.media_type", f"media_type is {said[:60]!r}, which is no media type", hint=f"such as {kind.example!r}")
    found = said or by_content(data) or by_name(name)
    if found is None and data:
        raise ConversionError("$.media_type", f"neither the first bytes nor a name tell what kind of file {what} is",
                              hint=f"say it, as in media_type={kind.example!r}")  # fmt: skip
    if found is not None and not kind.takes(found.lower()):
        right = next((other.part for other in (IMAGE, AUDIO, DOCUMENT) if other.takes(found.lower())), None)
        raise ConversionError("$.media_type", f"{what} is {found}, which no {kind.part} is",
                              hint=f"it is a{'n' * (right != DOCUMENT.part)} {right}'s" if right else "no part holds films")  # fmt: skip
    if found is None or not data:
        raise ConversionError("$.data", f"{what} holds no bytes", hint="every provider refuses an empty file; was it written whole?")
    return found


def address(url: str, kind: Kind) -> URLSource:
    """Keep an address; the provider fetches it, interlingua never does.

    Raises:
        ConversionError: It is none.
    """
    if not isinstance(url, str):
        raise _wrong("url", url, "a str", f"str(url) makes one; {kind.part}.from_path reads a file")
    if not _SCHEME.match(url):
        raise ConversionError("$.url", f"url is {url[:60]!r}, which no provider can fetch",
                              hint=f"an address begins with https: or another scheme; {kind.part}.from_path reads a file")  # fmt: skip
    if url[:5].lower() != "data:" and re.search(r"\s", url):
        raise ConversionError("$.url", f"url is {url[:60]!r}, and white space is in no address", hint="urllib.parse.quote escapes it")
    return URLSource(url=url)


def _wrong(name: str, value: object, takes: str, hint: str) -> ConversionError:
    return ConversionError(f"$.{name}", f"{name} is a {type(value).__name__}, and {takes} is taken", hint=hint)
