"""What a plugin says of the clients that its transports send over: how one is made and called, and what its failures mean.

No SDK and no HTTP library is imported here. A plugin imports its own when the first request is sent, and what the HTTP library raises
is looked up among what is loaded by then.
"""

from __future__ import annotations

import sys
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeAlias

from interlingua.errors import APIConnectionError, APITimeoutError, ConfigError, InterlinguaError
from interlingua.provider.contract import Multipart
from interlingua.provider.options import names_secret
from interlingua.provider.transport.processes import this_process
from interlingua.types.json import dumps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from interlingua.errors import ProviderError, TimeoutPhase
    from interlingua.provider.contract import TransportSettings, WireRequest

# Classes of the HTTP library, or of one of many SDKs: none of these is loaded here.
Client: TypeAlias = Any
Response: TypeAlias = Any

Reader: TypeAlias = "Callable[[bytes], Iterable[bytes]]"
"""Takes the bytes of a read, gives those that a dialect reads."""

_HTTPX: Final = ("HTTPError", "InvalidURL", "StreamError")
_FAILURES: Final[dict[str, tuple[str, ...]]] = {"httpx2": _HTTPX, "httpx": _HTTPX, "aiohttp": ("ClientError",)}
"""HTTP library → what it raises: the elder httpx and aiohttp are below an SDK's client that its caller made so.

The adapters below the SDKs' aiohttp clients let through what they have no word for, such as a header of over 8190 bytes.
"""

_TIMEOUTS: Final[dict[TimeoutPhase, str]] = {
    "connect": "no connection in time",
    "first_chunk": "no answer in time",
    "read": "the answer stopped coming",
}


class Clients(ABC):
    """One plugin's clients: those of the HTTP library itself, `httpx2.Client` and `httpx2.AsyncClient`; `SDKClients` are an SDK's.

    Attributes:
        provider: The provider's name, for errors.
        made_in: The process that this was made in, and so the one of a client that was given.
    """

    provider: ClassVar[str]

    def __init__(self, settings: TransportSettings, http_client: object | None = None) -> None:
        """Keep what a client is made from; nothing is imported yet.

        Args:
            settings: Options and key, and perhaps a client of the caller's own.
            http_client: The HTTP client to send over; None where one is made.
        """
        self.settings = settings
        self.http_client = http_client
        self.made_in = this_process()

    def load(self) -> None:  # noqa: B027 - a plugin may depend on what it imports
        """Import what clients are made of; called before one is made, by an async transport in a thread beside the event loop's.

        Raises:
            ConfigError: It isn't installed; the hint holds the install line.
        """

    @abstractmethod
    def make(self, *, is_async: bool) -> Client:
        """Make a client that knows address and authentication: as its `base_url` and `headers`, where it is the HTTP library's."""

    @abstractmethod
    def error_from_status(self, status: int, headers: Mapping[str, str], body: bytes) -> ProviderError:
        """Type an answer whose status is no success; pure.

        Args:
            status: The HTTP status.
            headers: The answer's headers, names in lower case.
            body: Its body.
        """

    def reader(self, headers: Mapping[str, str]) -> Reader | None:  # noqa: ARG002 - for overriding
        """Give what unpacks the bytes of an answer with these headers; None where they are the wire's own."""
        return None

    def sending_failures(self) -> tuple[type[Exception], ...]:
        """Name what is raised before there is an answer, beside `failures`."""
        return ()

    def typed(self, error: Exception) -> InterlinguaError | None:  # noqa: ARG002 - for overriding
        """Type an exception that is no status, time-out or bad address; None where it is a broken connection."""
        return None

    def ready(self, *, is_async: bool) -> Client:
        """Give the client to send over: the caller's own, the one given, or a new one."""
        return self.settings.client or self.http_client or self.make(is_async=is_async)

    def send(self, client: Client, request: WireRequest) -> Any:  # noqa: ANN401 - a `Response`, or what an async client gives to await
        """Send a request and give the response, whose body isn't read yet; nothing is retried, and no redirection followed."""
        headers = {"content-type": "application/json"} if isinstance(request.body, dict) else {}
        made = client.build_request(
            request.method,
            request.path,
            params=request.query,
            headers={**headers, **request.headers},
            timeout=request.timeout,
            **written(request),
        )
        return client.send(made, stream=True, follow_redirects=False)

    def failures(self) -> tuple[type[Exception], ...]:
        """Name what is raised while an answer is read."""
        loaded = ((sys.modules.get(library), names) for library, names in _FAILURES.items())
        return tuple(getattr(library, name) for library, names in loaded if library is not None for name in names)

    def refusal(self, response: Response) -> InterlinguaError:
        """Type an answer whose status is no success, by a body that was read, unless the connection broke."""
        try:
            body = response.content
        except self.failures():
            body = b""
        error = self.error_from_status(response.status_code, lower(response.headers), body)
        # Of a client of the caller's own nobody here knows the key; what was sent with the request is seen on it.
        sent = response.request.headers.items()
        self.settings.conceal(error, [value.split()[-1] for name, value in sent if value.strip() and names_secret(name)])
        return error

    def failure(self, error: Exception, phase: TimeoutPhase, cause: BaseException | None = None) -> InterlinguaError:
        """Turn what a client raised into our error, which holds neither the key nor theirs.

        Args:
            error: What was raised.
            phase: What was waited for.
            cause: What the HTTP library raised, where the error only wraps it.
        """
        cause = cause or error
        kinds = {kind.__name__ for kind in type(cause).__mro__}  # by name, because the HTTP library is one of several
        hung_up = type(cause.__cause__).__name__ == "ServerDisconnectedError"  # aiohttp's, which OpenAI's SDK takes for a time-out
        typed: InterlinguaError
        if "TimeoutException" in kinds and not hung_up:
            phase = "connect" if kinds & {"ConnectTimeout", "PoolTimeout"} else phase
            typed = APITimeoutError(_TIMEOUTS[phase], phase=phase, provider=self.provider)
        elif kinds & {"InvalidURL", "UnsupportedProtocol"}:
            typed = ConfigError(f"the address can't be used: {cause}", option="base_url")
        else:
            # A good answer that aiohttp refuses to read, such as one with a header of over 8190 bytes.
            hint = "http=httpx reads more of what servers send" if "ClientResponseError" in kinds else None
            broken = APIConnectionError(f"the connection failed: {type(cause).__name__}: {cause}", hint=hint, provider=self.provider)
            typed = self.typed(error) or broken
        self.settings.conceal(typed)
        return typed


class UnloggedBytes(bytes):
    """Bytes with a short repr."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Tell how many they are."""
        return f"<{len(self)} bytes>"


def written(request: WireRequest) -> dict[str, object]:
    """Write a body as the argument that clients take it by; no log shows it.

    Raises:
        ConversionError: It can't be written as JSON.
    """
    if request.body is None:
        return {}
    if not isinstance(request.body, Multipart):
        return {"content": UnloggedBytes(dumps(request.body))}
    return {"files": [(part.name, (part.filename, UnloggedBytes(part.content), part.media_type)) for part in request.body.parts]}


def lower(headers: Mapping[str, str]) -> dict[str, str]:
    """Give headers with their names in lower case."""
    return {name.lower(): value for name, value in headers.items()}
