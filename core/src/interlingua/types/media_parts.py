"""The parts that hold an image, a document or a recording; each is made of a file, of bytes or of an address in one call."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field, StrictStr

from interlingua.types import attached
from interlingua.types.base import JsonObject, ProviderData, Value, is_none
from interlingua.types.sources import Base64Source, DocumentSource, FileSource, Source, TextSource, URLSource

if TYPE_CHECKING:
    from os import PathLike
    from typing import Self


class ImagePart(Value, frozen=True):
    """An image by bytes, URL or file id."""

    _positional: ClassVar[tuple[str, ...]] = ("source",)
    _takes: ClassVar[dict[str, str]] = {
        "source": "a source; ImagePart.from_path, .from_bytes and .from_url make the part of a file, of bytes, of an address",
    }

    type: Literal["image"] = "image"
    source: Source
    provider_data: ProviderData

    if TYPE_CHECKING:

        def __init__(
            self,
            source: Base64Source | URLSource | FileSource,
            *,
            type: Literal["image"] = "image",  # noqa: A002 - the wire's own word
            provider_data: dict[str, JsonObject] = ...,
        ) -> None: ...

    @classmethod
    def from_path(cls, path: str | PathLike[str], media_type: str | None = None) -> Self:
        """Read an image from a regular file of at most 32 MiB.

        Args:
            path: Where the file is.
            media_type: What it is (`image/png`); left out, its first bytes tell where these are certain, else its name.

        Raises:
            ConversionError: It is of another kind, or neither its bytes nor its name tell what it is.
            ConfigError: It can't be read, or is a folder, a pipe or a device.
            LimitExceededError: It is too large.
        """
        return cls(attached.read(path, attached.IMAGE, media_type).source())

    @classmethod
    def from_bytes(cls, data: bytes, media_type: str | None = None) -> Self:
        """Make an image of bytes.

        Args:
            data: The file's bytes.
            media_type: What they are (`image/png`); left out, the first ones tell where these are certain.

        Raises:
            ConversionError: They are of another kind, or don't tell what they are.
        """
        return cls(attached.given(data, attached.IMAGE, media_type).source())

    @classmethod
    def from_url(cls, url: str) -> Self:
        """Name an image by its address, which the provider fetches; interlingua downloads nothing.

        Args:
            url: The address.

        Raises:
            ConversionError: It is no address.
        """
        return cls(attached.address(url, attached.IMAGE))


class DocumentPart(Value, frozen=True):
    """A document (PDF, plain text) by bytes, text, URL or file id.

    Attributes:
        source: Where its content is.
        title: Its title or file name, or None.
    """

    _positional: ClassVar[tuple[str, ...]] = ("source", "title")
    _takes: ClassVar[dict[str, str]] = {
        "source": "a source; DocumentPart.from_path, .from_bytes and .from_url make the part of a file, of bytes, of an address",
    }

    type: Literal["document"] = "document"
    source: DocumentSource
    title: StrictStr | None = Field(default=None, exclude_if=is_none)
    provider_data: ProviderData

    if TYPE_CHECKING:

        def __init__(
            self,
            source: Base64Source | URLSource | FileSource | TextSource,
            title: str | None = None,
            *,
            type: Literal["document"] = "document",  # noqa: A002 - the wire's own word
            provider_data: dict[str, JsonObject] = ...,
        ) -> None: ...

    @classmethod
    def from_path(cls, path: str | PathLike[str], media_type: str | None = None, *, title: str | None = None) -> Self:
        """Read a document from a regular file of at most 32 MiB. Text goes in as text, which has to be UTF-8.

        Args:
            path: Where the file is.
            media_type: What it is (`application/pdf`); left out, its first bytes tell where these are certain, else its name.
            title: Its title, or None for the file's name.

        Raises:
            ConversionError: It is of another kind, or neither its bytes nor its name tell what it is.
            ConfigError: It can't be read, or is a folder, a pipe or a device.
            LimitExceededError: It is too large.
        """
        content = attached.read(path, attached.DOCUMENT, media_type)
        return cls(content.document(), content.name if title is None else title)

    @classmethod
    def from_bytes(cls, data: bytes, media_type: str | None = None, *, title: str | None = None) -> Self:
        """Make a document of bytes. Text goes in as text, which has to be UTF-8.

        Args:
            data: The file's bytes.
            media_type: What they are (`application/pdf`); left out, the first ones tell where these are certain.
            title: Its title or file name, or None.

        Raises:
            ConversionError: They are of another kind, or don't tell what they are.
        """
        return cls(attached.given(data, attached.DOCUMENT, media_type).document(), title)

    @classmethod
    def from_url(cls, url: str, *, title: str | None = None) -> Self:
        """Name a document by its address, which the provider fetches; interlingua downloads nothing.

        Args:
            url: The address.
            title: Its title or file name, or None.

        Raises:
            ConversionError: It is no address.
        """
        return cls(attached.address(url, attached.DOCUMENT), title)


class AudioPart(Value, frozen=True):
    """A sound recording by bytes, URL or file id."""

    _positional: ClassVar[tuple[str, ...]] = ("source",)
    _takes: ClassVar[dict[str, str]] = {
        "source": "a source; AudioPart.from_path, .from_bytes and .from_url make the part of a file, of bytes, of an address",
    }

    type: Literal["audio"] = "audio"
    source: Source
    provider_data: ProviderData

    if TYPE_CHECKING:

        def __init__(
            self,
            source: Base64Source | URLSource | FileSource,
            *,
            type: Literal["audio"] = "audio",  # noqa: A002 - the wire's own word
            provider_data: dict[str, JsonObject] = ...,
        ) -> None: ...

    @classmethod
    def from_path(cls, path: str | PathLike[str], media_type: str | None = None) -> Self:
        """Read a recording from a regular file of at most 32 MiB.

        Args:
            path: Where the file is.
            media_type: What it is (`audio/wav`); left out, its first bytes tell where these are certain, else its name.

        Raises:
            ConversionError: It is of another kind, or neither its bytes nor its name tell what it is.
            ConfigError: It can't be read, or is a folder, a pipe or a device.
            LimitExceededError: It is too large.
        """
        return cls(attached.read(path, attached.AUDIO, media_type).source())

    @classmethod
    def from_bytes(cls, data: bytes, media_type: str | None = None) -> Self:
        """Make a recording of bytes.

        Args:
            data: The file's bytes.
            media_type: What they are (`audio/wav`); left out, the first ones tell where these are certain.

        Raises:
            ConversionError: They are of another kind, or don't tell what they are.
        """
        return cls(attached.given(data, attached.AUDIO, media_type).source())

    @classmethod
    def from_url(cls, url: str) -> Self:
        """Name a recording by its address, which the provider fetches; interlingua downloads nothing.

        Args:
            url: The address.

        Raises:
            ConversionError: It is no address.
        """
        return cls(attached.address(url, attached.AUDIO))
