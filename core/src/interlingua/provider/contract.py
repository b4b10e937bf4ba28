"""The contract of a provider plugin: names, options, tables, and two thin transports. No I/O but in the transports.

A plugin's module (the target of its `interlingua.providers` entry point) implements the hook `interlingua_provider()` and returns
one `Provider`. Nothing but its `transport.py` may import an SDK, and that only when the first request is sent; what it needn't write itself
is in `interlingua.provider.transport`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar, Final, Literal, Protocol, TypeAlias

from interlingua.dialect.rows import applied
from interlingua.provider.options import ProviderOptions
from interlingua.provider.retry import RetryPolicy

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator

    from interlingua.dialect.capabilities import Capabilities
    from interlingua.dialect.contract import Dialect
    from interlingua.dialect.rows import Row
    from interlingua.errors import InterlinguaError
    from interlingua.provider.binding import Binding
    from interlingua.types.base import JsonObject
    from interlingua.types.origin import Origin
    from interlingua.types.request import OutputSchema, Request

CONTRACT_VERSION = 1
"""The number of this contract; a plugin made for another one is refused with a clear error."""

_SHORTEST_SECRET: Final = 8  # a placeholder of a few letters is none, and blanking it would garble the text


Method: TypeAlias = Literal["GET", "POST", "DELETE"]
"""What a request does: it reads, makes or asks, or removes."""


@dataclass(frozen=True, slots=True)
class FormPart:
    """One part of a form.

    Attributes:
        name: The field's name.
        content: What it holds; not shown in a repr.
        filename: The name of the file that it is; None for a plain field.
        media_type: What kind of file it is; None lets the client guess.
    """

    name: str
    content: bytes = field(repr=False)
    filename: str | None = None
    media_type: str | None = None


@dataclass(frozen=True, slots=True)
class Multipart:
    """A body of several parts (`multipart/form-data`), as uploads of files are.

    Attributes:
        parts: The parts, in order; one at least, since clients write no form of none.
    """

    parts: tuple[FormPart, ...]


@dataclass(frozen=True, slots=True)
class WireRequest:
    """What a transport sends.

    Attributes:
        path: The path below the base URL, such as `/v1/messages`, without a query.
        body: JSON values, sent as the bytes that `interlingua.types.json` writes (`stream` in them says whether the answer is
            streamed); a form; or None.
        headers: The headers that belong to the body, never authentication.
        timeout: How long to wait for the connection, and between two reads, in seconds.
        method: The HTTP method.
        query: What stands behind the path's `?`, or None.
    """

    path: str
    body: JsonObject | Multipart | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    timeout: float = 600.0
    _: KW_ONLY
    method: Method = "POST"
    query: Mapping[str, str] | None = None


class ByteStream(Protocol):
    """The raw bytes of a successful answer, as they arrive. Iterating raises `ProviderError`s alone.

    `interlingua.dialect.LineReader` makes lines of them, and a dialect's stream decoder chunks.
    """

    @property
    def headers(self) -> Mapping[str, str]:
        """The answer's headers, names in lower case."""

    def __iter__(self) -> Iterator[bytes]:
        """Give the bytes in the pieces that the connection gives."""

    def close(self) -> None:
        """Close the connection at once, so that the provider stops generating."""


class AsyncByteStream(Protocol):
    """`ByteStream`, awaited."""

    @property
    def headers(self) -> Mapping[str, str]:
        """The answer's headers, names in lower case."""

    def __aiter__(self) -> AsyncIterator[bytes]:
        """Give the bytes in the pieces that the connection gives."""

    async def aclose(self) -> None:
        """Close the connection at once, so that the provider stops generating."""


class Transport(Protocol):
    """The only thing that touches a client: bytes out, bytes in, no retries, failures typed."""

    def open(self, request: WireRequest) -> ByteStream:
        """Send a request and return when the headers of a good answer are here.

        Raises:
            ProviderError: Anything else: a status, the connection, a time-out; typed by the provider's error table.
            ConfigError: The SDK isn't installed; the hint holds the install line.
        """

    def close(self) -> None:
        """Close the client."""


class AsyncTransport(Protocol):
    """`Transport`, awaited."""

    async def open(self, request: WireRequest) -> AsyncByteStream:
        """See `Transport.open`."""

    async def aclose(self) -> None:
        """Close the client."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What a provider is busy with before it can answer, for observers to show.

    Attributes:
        task: What is being done, such as `fetching SmolLM2-135M`.
        done: How much of it is done.
        total: How much there is, in the same unit; None where nobody knows.
        unit: `bytes`, or empty.
        finished: Whether this is the task's last report.
    """

    task: str
    done: float = 0
    total: float | None = None
    unit: str = ""
    finished: bool = False


Notify: TypeAlias = Callable[[Progress], None]
"""Takes reports of progress; may be called from any thread."""


@dataclass(frozen=True, slots=True)
class TransportSettings:
    """What a transport is made from.

    Attributes:
        options: The provider's own options, checked.
        api_key: The key, or None where none was found; never shown in a repr.
        notify: Takes reports of progress.
        client: The caller's own client of the provider's SDK, used as it is and never closed; None where the transport makes one.
    """

    options: ProviderOptions
    api_key: str | None = field(repr=False)
    notify: Notify = field(repr=False)
    client: object | None = field(default=None, repr=False)

    def without_key(self, text: str) -> str:
        """Blank the key in a text, such as the message of a gateway that repeats it."""
        return text.replace(self.api_key, "…") if self.api_key and len(self.api_key) >= _SHORTEST_SECRET else text

    def conceal(self, error: InterlinguaError, credentials: Iterable[str] = ()) -> None:
        """Blank the key in an error, wherever a server repeated it.

        Args:
            error: The error; it is changed.
            credentials: What else a request said to prove who it is from.
        """
        secrets = [text for text in credentials if len(text) >= _SHORTEST_SECRET]
        for name in ("message", "type", "code", "request_id"):
            text = getattr(error, name, None)
            if isinstance(text, str):
                for secret in secrets:
                    text = text.replace(secret, "…")
                setattr(error, name, self.without_key(text))
        error.args = (error.message,)


@dataclass(frozen=True, slots=True)
class Route:
    """The way of a request: in which dialect, and where to.

    Attributes:
        dialect: The dialect's name.
        endpoint: The path below the base URL that it goes to.
        count_endpoint: The path that counts its tokens, or None where there is none.
    """

    dialect: str
    endpoint: str
    count_endpoint: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """Where a host lists the models that may be asked: `{"data": [{"id": …}]}`, or that array alone.

    Attributes:
        endpoint: The path below the base URL.
        query: What stands behind its `?`.
        after: The query's field that asks for what stands behind an id, where the answer says `has_more`; None where it comes whole.
    """

    endpoint: str
    query: Mapping[str, str] = field(default_factory=dict)
    after: str | None = None


class Provider(ABC):
    """A plugin: who speaks which dialect, with which options, where.

    Attributes:
        name: Its entry-point name, the word before the colon in a config string.
        distribution: The distribution to install for it.
        contract_version: The contract that it was written for, as a number of its own: `CONTRACT_VERSION` would always match.
        options_type: Its options.
        models: Model ids worth offering in completion; any other id is accepted as well.
        default_model: The model that a bare `provider:` stands for, or None.
        retry: What is transient, and how long to wait.
        streams_whole_calls: Whether a call that the caller didn't stream is streamed on the wire, so that it can be cancelled.
        tool_names: Which names of tools the API takes: a regular expression that fits the whole name.
        takes_client: Whether its transports take a client of the caller's own (`TransportSettings.client`).
        home: Its own address, or None where it has none; an answer from there needs no address in its origin.
    """

    name: ClassVar[str]
    distribution: ClassVar[str]
    contract_version: ClassVar[int]
    options_type: ClassVar[type[ProviderOptions]] = ProviderOptions
    models: ClassVar[tuple[str, ...]] = ()
    default_model: ClassVar[str | None] = None
    retry: ClassVar[RetryPolicy] = RetryPolicy()
    streams_whole_calls: ClassVar[bool] = False
    tool_names: ClassVar[str] = ".+"
    takes_client: ClassVar[bool] = False
    home: ClassVar[str | None] = None

    def dialects(self) -> Mapping[str, Dialect]:
        """Give the dialects that this distribution itself brings, by name."""
        return {}

    @abstractmethod
    def route(self, request: Request, options: ProviderOptions) -> Route:
        """Tell the way of a request where these options lead; pure.

        The dialect follows from the model and the options alone: it is asked for once a model is chosen, with a request of that model
        that says nothing yet, and holds for all its calls. The endpoints are asked for with each request, filled. A call is made with
        the model of its config string, whatever a saved request names, so that `request.model_id` is always that one here.
        """

    def listing(self, options: ProviderOptions) -> Listing | None:  # noqa: ARG002 - for overriding
        """Tell where the host lists its models where these options lead, or None where it doesn't; pure."""
        return None

    def rows(self) -> Sequence[Row]:
        """Give all that is known of what models here take; pure. Nothing is known of a model that no row is about."""
        return ()

    def option_rows(self, options: ProviderOptions) -> Sequence[Row]:  # noqa: ARG002 - for overriding
        """Give what the options say of it, which holds against every row; pure."""
        return ()

    def names_of(self, model_id: str) -> tuple[str, ...]:
        """Give the names that rows may call a model by: its own, and its maker's where a host puts something around that; pure."""
        return (model_id,)

    def hosts(self, options: ProviderOptions) -> tuple[str, ...]:  # noqa: ARG002 - for overriding
        """Give the names that rows may call the host by where these options lead; pure."""
        return (self.name,)

    def capabilities(self, model_id: str, options: ProviderOptions) -> Capabilities:
        """Tell what a model accepts, by the rows and by what the options say; pure."""
        return _known(self, model_id, options)

    def fill(self, request: Request, options: ProviderOptions) -> Request:  # noqa: ARG002 - for overriding
        """Fill in what the API requires and the caller left out, such as `max_tokens`; pure."""
        return request

    def check(self, request: Request, options: ProviderOptions) -> None:  # noqa: B027 - most wires have nothing to refuse
        """Refuse a filled request that the API is known to refuse, before it is sent; its tokens may be counted all the same. Pure.

        Raises:
            ConversionError: A message is at fault, with its path.
            ConfigError: An option is missing.
        """

    def binding(self, model_id: str, options: ProviderOptions) -> Binding | None:  # noqa: ARG002 - for overriding
        """Say what a model binds the reasoning of its answers to, where it is known to refuse reasoning that has been moved; pure.

        Asked for once a model is chosen. See `interlingua.provider.binding`.
        """
        return None

    def ask_for_output(self, output: OutputSchema, model_id: str, options: ProviderOptions) -> OutputSchema:  # noqa: ARG002 - for overriding
        """Say how the schema of a class given as `output=` is asked for, such as strictly; pure."""
        return output

    def forces_tool(self, model_id: str, options: ProviderOptions) -> bool | None:  # noqa: ARG002 - for overriding
        """Tell whether a schema of the answer is said as a tool that the model must call; pure. None where it depends on what it takes.

        The call's arguments then become the answer's text: nobody else sees the tool.
        """
        return False

    def wraps_output(self, output: OutputSchema, model_id: str, options: ProviderOptions) -> bool:  # noqa: ARG002 - for overriding
        """Tell whether a schema of the answer, where it isn't an object's, is wrapped into one; pure.

        The answer's text is the value in the object: nobody else sees the object.
        """
        return False

    def unseen_input_tokens(self, request: Request) -> int:  # noqa: ARG002 - for overriding
        """Tell how many input tokens the provider adds that no body shows, such as its instructions for tools; for estimates alone."""
        return 0

    def sends_over(self, options: ProviderOptions, *, is_async: bool) -> str | None:  # noqa: ARG002 - for overriding
        """Tell which HTTP library requests go out over, and why, as `aiohttp, which is installed`; nothing is imported.

        Args:
            options: The provider's options, checked.
            is_async: Whether for an `AsyncModel`.

        Raises:
            ConfigError: The options ask for one that can't be had.
        """
        return None

    def key_variables(self, options: ProviderOptions) -> tuple[str, ...]:  # noqa: ARG002 - for overriding
        """Name the environment variables that hold the key where these options lead, first found wins; none where no key is needed.

        A provider whose options choose between hosts names each host's own, so that no host gets another one's key.
        """
        return ()

    def needs_key(self, options: ProviderOptions) -> bool:
        """Tell whether a request can't be sent without a key."""
        return bool(self.key_variables(options))

    def address(self, options: ProviderOptions, environment: Mapping[str, str]) -> str | None:  # noqa: ARG002 - for overriding
        """Tell the address that the options, or else the environment, lead to; None where neither says one. Pure.

        Two addresses are two hosts: what one said is the other's no more than a stranger's. A word will do where each customer has an
        address of their own on one service.

        Args:
            options: The options, checked.
            environment: The environment's variables.
        """
        return options.base_url

    def reasoning_maker(self, origin: Origin) -> str | None:  # noqa: ARG002 - for overriding
        """Name who makes, and can check, the reasoning of an origin, as far as this provider knows; pure.

        Reasoning goes from one origin to another where both have one maker: between the clouds that serve one maker's models, say, but
        not between two makers' models on one host. None where the host itself is the maker, whatever the model.
        """
        return None

    @abstractmethod
    def transport(self, settings: TransportSettings) -> Transport:
        """Make a transport; nothing is sent and no SDK is loaded before its first `open`."""

    @abstractmethod
    def async_transport(self, settings: TransportSettings) -> AsyncTransport:
        """Make an async transport; nothing is sent and no SDK is loaded before its first `open`."""


@lru_cache(maxsize=256)
def _known(provider: Provider, model_id: str, options: ProviderOptions) -> Capabilities:
    """Look the rows up once: every call asks for the same model."""
    names, hosts = provider.names_of(model_id), provider.hosts(options)
    return applied(provider.option_rows(options), names, hosts, applied(provider.rows(), names, hosts))
