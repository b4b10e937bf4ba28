"""Where the bytes of an image, a document or a recording are: in the message, at an address, or uploaded before."""

from __future__ import annotations

import re
from typing import Annotated, ClassVar, Literal, TypeAlias

from pydantic import Field, StrictStr

from interlingua.types.base import Value, is_none


class Base64Source(Value, frozen=True):
    """Bytes inside the message, as the base64 text that was received.

    Attributes:
        media_type: The MIME type, such as `image/png`.
        data: The base64 text, kept character by character.
    """

    _takes: ClassVar[dict[str, str]] = {
        "media_type": "a str such as 'image/png'",
        "data": "base64 text, a str; Base64Source.from_bytes(data, media_type) encodes bytes",
    }

    type: Literal["base64"] = "base64"
    media_type: StrictStr = Field(examples=["image/png", "application/pdf", "text/plain", "audio/wav"])
    data: StrictStr = Field(examples=["aGk="])

    @classmethod
    def from_bytes(cls, data: bytes, media_type: str) -> Base64Source:
        """Encode bytes."""
        import base64

        return cls(media_type=media_type, data=base64.b64encode(data).decode("ascii"))


class URLSource(Value, frozen=True):
    """An address that the provider itself fetches; interlingua never does."""

    _takes: ClassVar[dict[str, str]] = {
        "url": "the address, a str",
    }

    type: Literal["url"] = "url"
    url: StrictStr

    def inline(self) -> Base64Source | None:
        """Give the bytes that the address itself holds (`data:image/png;base64,…`), without parameters; None where it leads elsewhere."""
        scheme, _, rest = self.url.partition(":")
        head, comma, data = rest.partition(",")
        if scheme.lower() != "data" or not comma:
            return None
        media_type, *parameters = (word.strip() for word in head.split(";"))
        media_type = media_type or "text/plain"
        if parameters and parameters[-1].lower() == "base64":
            return Base64Source(media_type=media_type, data=_unescaped(data).decode("utf-8", "replace"))
        return Base64Source.from_bytes(_unescaped(data), media_type)


def _unescaped(text: str) -> bytes:
    """Give the bytes of a text in which some are escaped (`%20`)."""
    return re.sub(rb"%([0-9A-Fa-f]{2})", lambda found: bytes.fromhex(found[1].decode("ascii")), text.encode("utf-8", "surrogatepass"))


class FileSource(Value, frozen=True):
    """A file that was uploaded to a provider before.

    Equality passes over a provider that only one of the two names: who writes down an id needn't say whose it is, and reading it
    back from a wire tells.

    Attributes:
        file_id: The provider's id of the file.
        provider: The entry-point name of the provider that holds it: no other one is sent the id. None goes anywhere.
    """

    _takes: ClassVar[dict[str, str]] = {
        "file_id": "the id, a str",
    }

    type: Literal["file"] = "file"
    file_id: StrictStr
    provider: StrictStr | None = Field(default=None, exclude_if=is_none)

    def __eq__(self, other: object) -> bool:
        """Compare the ids, and the providers where both are named."""
        if not isinstance(other, FileSource):
            return NotImplemented
        same_provider = None in {self.provider, other.provider} or self.provider == other.provider
        return same_provider and (self.file_id, self.model_extra) == (other.file_id, other.model_extra)

    def __hash__(self) -> int:
        """Hash what equality always compares."""
        return hash(self.file_id)

    def is_for(self, provider: str) -> bool:
        """Tell whether a provider may be sent the id."""
        return self.provider in {None, provider}


class TextSource(Value, frozen=True):
    """A document's plain text."""

    _takes: ClassVar[dict[str, str]] = {
        "text": "a str",
    }

    type: Literal["text"] = "text"
    text: StrictStr


Source: TypeAlias = Annotated[Base64Source | URLSource | FileSource, Field(discriminator="type")]
DocumentSource: TypeAlias = Annotated[Base64Source | URLSource | FileSource | TextSource, Field(discriminator="type")]
