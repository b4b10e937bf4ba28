"""The contract of a dialect: one wire format, two-way and pure.

No function here or in an implementation downloads, reads a clock, opens a file or keeps state between calls (a `StreamDecoder` is
the state of one stream). A dialect records losses; the caller decides whether they may pass. It invents nothing: defaults that an
API requires are filled into the `Request` by the provider before encoding.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from interlingua.dialect.capabilities import EVERYTHING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from interlingua.dialect.capabilities import Capabilities, Feature
    from interlingua.errors import InterlinguaError, ProviderError, StreamInterruptedError
    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.chunks import Chunk
    from interlingua.types.losses import Loss
    from interlingua.types.parts import OpaquePart
    from interlingua.types.request import Request
    from interlingua.types.response import Response

ValueT = TypeVar("ValueT")
SaidT = TypeVar("SaidT", "Request", "Response")


@dataclass(frozen=True, slots=True)
class Encoded:
    """A wire body, ready to send.

    Attributes:
        body: JSON values. A dialect's own result shares what it keeps verbatim with the values encoded: copy it before changing it.
        headers: The headers that belong to the body (betas); never authentication.
        losses: What the wire can't say.
    """

    body: JsonObject
    headers: dict[str, str] = field(default_factory=dict)
    losses: tuple[Loss, ...] = ()


@dataclass(frozen=True, slots=True)
class Decoded(Generic[ValueT]):
    """A canonical value, and what it can't hold of the wire's body."""

    value: ValueT
    losses: tuple[Loss, ...] = ()


class StreamDecoder(ABC):
    """Turns the bytes of one streamed response into chunks; however they are cut, the chunks are the same."""

    @abstractmethod
    def feed(self, data: bytes) -> list[Chunk]:
        """Take bytes, give the chunks that they complete.

        Chunks that stand before a fault are always given; the fault is raised by the call after.

        Raises:
            ProviderError: The stream brings an error before its first delta, part or finish.
            StreamInterruptedError: It brings one after that, or is garbled.
            LimitExceededError: An event or the response is too large.
        """

    @abstractmethod
    def close(self) -> list[Chunk]:
        """Say that no more bytes come; give the last chunks.

        Raises:
            StreamInterruptedError: The final event never came.
        """

    @property
    def failure(self) -> InterlinguaError | None:
        """The fault that the next call will raise, where one stood behind the chunks just given: it needs no further bytes."""
        return None

    @abstractmethod
    def interrupted(self, error: ProviderError) -> ProviderError:
        """Type a failure of the connection: itself before the first chunk, a `StreamInterruptedError` after it."""

    @abstractmethod
    def interruption(self, error: ProviderError | None = None, reason: str | None = None) -> StreamInterruptedError:
        """Make the error that holds all that has arrived."""

    @abstractmethod
    def response(self) -> Response:
        """Give the whole response, after its `Finish`.

        Raises:
            ConversionError: It isn't whole yet.
        """

    @abstractmethod
    def partial(self) -> Response:
        """Give what has arrived so far: unfinished parts and usage included, `finish_reason` None."""


class Dialect(ABC):
    """One wire format.

    Attributes:
        name: Its name, `<entry point>.<format>`, such as `anthropic.messages`: the key of `provider_data` and of opaque parts.
        lacks: What the format can't say by declaration; the laws hold it to that.
        absent: What its bodies mean by leaving a field out, where wires differ, by the field's canonical name: whether a tool is
            `strict`, and whether the answer is stored for later (`store`).
        marks: The texts that it writes of its own accord, for what the format has no field for; reading takes them away again.
        portable: The fields kept in `provider_data` that every host of the format understands, whoever said what they stand beside,
            such as a cache breakpoint: they go along to another host, and all others stay behind.
        documents: The package in whose folder what the format's documents say stands for the laws to be tried on: sample bodies with
            what they mean (`samples/*.json`), and the documented fields (`schema.json`); None where there is none.
    """

    name: ClassVar[str]
    lacks: ClassVar[frozenset[Feature]] = frozenset()
    absent: ClassVar[Mapping[str, JsonValue]] = MappingProxyType({})
    marks: ClassVar[frozenset[str]] = frozenset()
    portable: ClassVar[frozenset[str]] = frozenset()
    documents: ClassVar[str | None] = None

    def only_its_maker_uses(self, part: OpaquePart) -> bool:  # noqa: ARG002 - for overriding
        """Tell whether a block that isn't modelled says nothing to anybody but the host that made it, such as a server tool's call.

        Left behind, such a block is a hint, and any other a loss of content: a person might miss it.
        """
        return False

    @abstractmethod
    def encode_request(self, request: Request, capabilities: Capabilities = EVERYTHING) -> Encoded:
        """Translate a request into the wire's body.

        A wire that names the model in the URL leaves it out of the body: `Provider.route` says it.

        Raises:
            ConversionError: A value can't be said at all; at `$.model_id` where the body names the model, and the request has none
                (`check_model`) and wasn't read from a body of this wire that had none either.
        """

    def check_answerable(self, request: Request) -> None:  # noqa: B027 - most wires have nothing to refuse
        """Refuse a request whose answer no single `Response` holds, before it is sent; its body converts all the same.

        Raises:
            ConversionError: It asks for several answers at once.
        """

    def holds_history(self, request: Request) -> bool:  # noqa: ARG002 - for overriding
        """Tell whether a request goes on from history that the server holds: its calls and results can't be paired here."""
        return False

    def adopted(self, value: SaidT, absent: Mapping[str, JsonValue] | None = None) -> SaidT:  # noqa: ARG002 - for overriding
        """Give a request or a response with what a wire of the same maker keeps for itself said in this one's own terms.

        Encoding does this; who converts a bare body does it before, to know what is left behind all the same.

        Args:
            value: The request or response; that of any other wire is given back as it is.
            absent: What its wire means by leaving a field out (`absent`), where it is converted from a body of that wire.
        """
        return value

    @abstractmethod
    def decode_request(self, body: JsonObject, headers: Mapping[str, str] | None = None) -> Decoded[Request]:
        """Translate a wire body into a request; unknown fields go into `provider_data`, unknown blocks into opaque parts.

        Raises:
            ConversionError: The body breaks the wire's own grammar, with the path.
        """

    @abstractmethod
    def encode_count(self, request: Request, capabilities: Capabilities = EVERYTHING) -> Encoded:
        """Translate a request into the body that the token-counting endpoint takes."""

    @abstractmethod
    def decode_count(self, body: JsonObject) -> int:
        """Read the number of input tokens from the token-counting endpoint's answer.

        Raises:
            ConversionError: There is none.
        """

    @abstractmethod
    def encode_response(self, response: Response) -> Encoded:
        """Translate a response into the wire's body."""

    @abstractmethod
    def decode_response(self, body: JsonObject, headers: Mapping[str, str] | None = None) -> Decoded[Response]:
        """Translate a whole response.

        Raises:
            ConversionError: The body breaks the wire's own grammar, with the path.
        """

    def failure(self, body: JsonObject) -> ProviderError | None:  # noqa: ARG002 - for overriding
        """Give the error that a whole answer names though it is a response as well, typed as the same failure is in a stream."""
        return None

    @abstractmethod
    def stream_decoder(self) -> StreamDecoder:
        """Begin to decode one streamed response."""

    @abstractmethod
    def encode_stream(self, response: Response) -> Iterator[bytes]:
        """Say a response as a stream, one event an item."""

    @abstractmethod
    def wire_normal_form(self, body: JsonObject) -> JsonObject:
        """Respell a request body by the dialect's published table; two bodies that mean the same become equal."""
