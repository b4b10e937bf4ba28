"""Where the bytes of an image, a document or a recording are: in the message, at an address, or uploaded before."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, StrictStr

from interlingua.types.base import Value


class Base64Source(Value, frozen=True):
    """Bytes inside the message, as the base64 text that was received.

    Attributes:
        media_type: The MIME type, such as `image/png`.
        data: The base64 text, kept character by character.
    """

    type: Literal["base64"] = "base64"
    media_type: StrictStr
    data: StrictStr

    @classmethod
    def from_bytes(cls, data: bytes, media_type: str) -> Base64Source:
        """Encode bytes."""
        import base64

        return cls(media_type=media_type, data=base64.b64encode(data).decode("ascii"))


class URLSource(Value, frozen=True):
    """An address that the provider itself fetches; interlingua never does."""

    type: Literal["url"] = "url"
    url: StrictStr


class FileSource(Value, frozen=True):
    """A file that was uploaded to the provider before."""

    type: Literal["file"] = "file"
    file_id: StrictStr


class TextSource(Value, frozen=True):
    """A document's plain text."""

    type: Literal["text"] = "text"
    text: StrictStr


Source: TypeAlias = Annotated[Base64Source | URLSource | FileSource, Field(discriminator="type")]
DocumentSource: TypeAlias = Annotated[Base64Source | URLSource | FileSource | TextSource, Field(discriminator="type")]
