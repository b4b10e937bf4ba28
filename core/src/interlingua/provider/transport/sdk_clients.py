"""Clients of SDKs that Stainless generates, such as Anthropic's and OpenAI's: what these SDKs have in common.

At DEBUG level they log a request's options, with prompts and perhaps a key: the texts of bodies and headers show in no log.
"""

from __future__ import annotations

import inspect
import re
from abc import abstractmethod
from functools import wraps
from typing import TYPE_CHECKING, Any, ClassVar

from interlingua.errors import ConfigError
from interlingua.provider.contract import Multipart
from interlingua.provider.transport.clients import Client, Clients, written
from interlingua.provider.transport.http_library import HTTPLibrary, closed_at_last, http_library

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType

    from interlingua.errors import InterlinguaError, TimeoutPhase
    from interlingua.provider.contract import WireRequest
    from interlingua.provider.options import ProviderOptions
    from interlingua.types import JsonValue


class SDKClients(Clients):
    """An SDK's clients. Its exceptions hold the request and its headers, so they go no further, not even as the context of ours.

    Attributes:
        sdk: The SDK's module, once it is loaded.
        http: The module of its HTTP library, as above.
        package: What an installer is given to install it, by a name that is on the package index, such as `openai>=2,<3`.
        quiet: The arguments that switch off what a client does beside the runtime; for those made, and the caller's own.
        said_by_client: The options that say what a client of the caller's own has already.
    """

    sdk: ModuleType
    http: ModuleType
    package: ClassVar[str]
    quiet: ClassVar[Mapping[str, Any]] = {"max_retries": 0}
    said_by_client: ClassVar[tuple[str, ...]] = ()

    @abstractmethod
    def modules(self) -> tuple[ModuleType, ModuleType]:
        """Import the SDK and its HTTP library, and give both."""

    @abstractmethod
    def own_type(self, *, is_async: bool) -> tuple[type, str]:
        """Give the class that a client of the caller's own must be of, and how one is made."""

    def timeout(self, request: WireRequest) -> object:
        """Give how long the SDK waits."""
        return request.timeout

    def content(self, client: Client, request: WireRequest) -> Mapping[str, object]:  # noqa: ARG002 - for overriding
        """Give the arguments that hold the body: bytes, unless a client takes an object apart."""
        return written(request)

    def load(self) -> None:
        """Import the SDK."""
        try:
            self.sdk, self.http = self.modules()
        except ImportError as error:
            from interlingua.provider.installing import install_command

            what = f"the SDK of {self.provider} can't be loaded: {error}"
            raise ConfigError(what, hint=install_command(self.package)) from None

    def ready(self, *, is_async: bool) -> Client:
        """Make a client, or copy the caller's own, so that it stays as it is; at DEBUG level its log shows the headers of no request."""
        own = self.settings.client
        return conceal_headers(self.make(is_async=is_async) if own is None else self.copied(own, is_async=is_async))

    def copied(self, own: Client, *, is_async: bool) -> Client:
        """Copy the caller's own client; what sends below is shared.

        Raises:
            ConfigError: It is of another kind, or an option contradicts it.
        """
        kind, made_by = self.own_type(is_async=is_async)
        if not issubclass(type(own), kind):
            needed = f"one for {'an AsyncModel' if is_async else 'a Model'} of {self.provider}"
            raise ConfigError(f"client is a {type(own).__name__}, not {needed}", hint=f"make it by {made_by}", option="client")
        options = self.settings.options
        if said := [name for name in (*self.said_by_client, "http") if name in options.model_fields_set]:
            raise ConfigError(f"{said[0]} and client don't go together: a client has its own", hint="give it to the client", option=said[0])
        return own.copy(**self.quiet)

    def send(self, client: Client, request: WireRequest) -> Any:  # noqa: ANN401 - as that of `Clients`
        """Send a request through the SDK's own method."""
        form = {"Content-Type": "multipart/form-data"} if isinstance(request.body, Multipart) else {}  # else it says JSON
        options = {"timeout": self.timeout(request), "headers": {**form, **request.headers}, "follow_redirects": False}
        if request.query is not None:
            options["params"] = dict(request.query)
        # The answer's bytes are read as they come, whether the provider streams or not; an answer to DELETE the SDK reads by itself.
        streamed = {"stream": True, "stream_cls": self.sdk.Stream} if request.method != "DELETE" else {}
        call = getattr(client, request.method.lower())
        return call(request.path, cast_to=self.http.Response, options=options, **streamed, **self.content(client, request))

    @classmethod
    def http_library(cls, options: ProviderOptions, *, is_async: bool) -> HTTPLibrary:
        """Choose what a client sends over, as `http_library` does.

        Raises:
            ConfigError: As that does.
        """
        return http_library(options, re.sub(r"^[\w.-]+", r"\g<0>[aiohttp]", cls.package), is_async=is_async)

    def made_http_client(self, *, is_async: bool, **arguments: object) -> Client:
        """Make what the SDK's client sends over, by the SDK's own classes.

        Args:
            is_async: Whether it is for an async client.
            arguments: What the HTTP client is made with.

        Returns:
            The one given to these clients, a new one, or None where that which the SDK makes by itself will do.

        Raises:
            ConfigError: The option `http` asks for what can't be had.
        """
        import logging  # not loaded by a program that logs nothing, before there is an SDK

        if self.http_client is not None:
            return self.http_client
        library = self.http_library(self.settings.options, is_async=is_async)
        logging.getLogger("interlingua").debug("%s: %s sends over %s", self.provider, "an AsyncModel" if is_async else "a Model", library)
        if library.name == "aiohttp":
            return closed_at_last(self.sdk.DefaultAioHttpClient(**arguments))
        default = self.sdk.DefaultAsyncHttpxClient if is_async else self.sdk.DefaultHttpxClient
        return default(**arguments) if arguments else None

    def error_type(self) -> type[Exception]:
        """Give the base of the SDK's exceptions."""
        base: type[Exception] = self.sdk.APIError.__base__
        return base

    def failures(self) -> tuple[type[Exception], ...]:
        """Name the SDK's exceptions too."""
        return (*super().failures(), self.error_type())

    def sending_failures(self) -> tuple[type[Exception], ...]:
        """Name what the SDK raises of Python's own where a client of the caller's own lacks something, such as a key, or is closed."""
        return () if self.settings.client is None else (TypeError, ValueError, RuntimeError)

    def typed(self, error: Exception) -> InterlinguaError | None:
        """Type what is no failure of the API's: the client refuses to send."""
        broken = (*super().failures(), self.sdk.APIError)
        return None if isinstance(error, broken) else ConfigError(f"the SDK's client refuses: {error}", option="client")

    def failure(self, error: Exception, phase: TimeoutPhase, cause: BaseException | None = None) -> InterlinguaError:
        """Look into the SDK's exceptions; what its HTTP library raised by itself, in mid-body, says most as it is."""
        if isinstance(error, self.sdk.APIStatusError):
            return self.refusal(error.response)
        return super().failure(error, phase, error.__cause__ if isinstance(error, self.error_type()) else cause)


class UnloggedText(str):
    """Text with a short repr."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Tell how long it is."""
        return f"<{len(self)} characters>"


def unlogged(value: JsonValue) -> JsonValue:
    """Copy a body that isn't sent as bytes; names of fields and numbers still show."""
    match value:
        case str():
            return UnloggedText(value)
        case list():
            return [unlogged(item) for item in value]
        case dict():
            return {name: unlogged(item) for name, item in value.items()}
        case _:
            return value


def conceal_headers(client: Any) -> Any:  # noqa: ANN401 - one of many clients, whose SDK isn't loaded here
    """Make a client conceal each request's headers, among which some put a key, between preparing them and logging them.

    What prepares them is private to the SDK, but nothing public comes between: its filter of logs knows no headers.

    Returns:
        The same client.
    """
    prepare = client._prepare_options  # noqa: SLF001 - as said

    @wraps(prepare)
    def prepared(options: Any) -> Any:  # noqa: ANN401 - the SDK's
        return _with_unlogged_headers(prepare(options))

    @wraps(prepare)
    async def awaited(options: Any) -> Any:  # noqa: ANN401 - the SDK's
        return _with_unlogged_headers(await prepare(options))

    client._prepare_options = awaited if inspect.iscoroutinefunction(prepare) else prepared  # noqa: SLF001 - as said
    return client


def _with_unlogged_headers(options: Any) -> Any:  # noqa: ANN401 - the SDK's
    headers: Mapping[str, object] = options.headers or {}  # its mark for none given is falsy
    concealed = {name: UnloggedText(value) if isinstance(value, str) else value for name, value in headers.items()}
    return options.model_copy(update={"headers": concealed}) if concealed else options
