"""Which HTTP library an SDK's client sends over: httpx2, or below an async client aiohttp, which reads streams for less."""

from __future__ import annotations

import contextlib
import copy
import re
import weakref
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final, Literal, NamedTuple, TypeAlias, TypeVar

from pydantic import Field

from interlingua.errors import ConfigError
from interlingua.provider.options import ProviderOptions, is_on_loopback

ClientT = TypeVar("ClientT")

HTTPName: TypeAlias = Literal["httpx", "aiohttp"]

_LEAST: Final = "3.14"
"""The aiohttp from which on the SDKs' adapters are tested here."""


class SDKOptions(ProviderOptions, frozen=True):
    """The options of providers that send over an SDK's client."""

    http: Literal["auto", "httpx", "aiohttp"] = Field(
        default="auto",
        description="HTTP library below an AsyncModel: httpx, aiohttp (the extra of that name, which reads a stream at a fraction of the "
        "cost), or auto: aiohttp where it is installed and can do what is asked",
    )


@dataclass(frozen=True, slots=True)
class HTTPLibrary:
    """What is sent over.

    Attributes:
        name: The library.
        why: Why it is this one, as the end of a sentence.
    """

    name: HTTPName
    why: str

    def __str__(self) -> str:
        """Tell it in a line."""
        return f"{self.name}, {self.why}"


def http_library(options: ProviderOptions, extra: str, *, is_async: bool) -> HTTPLibrary:
    """Choose the library; nothing is imported.

    Args:
        options: The provider's options.
        extra: What an installer is given to install aiohttp, such as `openai[aiohttp]>=3`.
        is_async: Whether it is for an `AsyncModel`.

    Raises:
        ConfigError: aiohttp is asked for by name, and can't be had, or can't do what the options or the environment ask.
    """
    asked = options.http if isinstance(options, SDKOptions) else "httpx"
    if asked == "httpx":
        return HTTPLibrary("httpx", "as the option http says" if isinstance(options, SDKOptions) else "the provider's only one")
    lack = _lack(options, is_async=is_async)
    if lack is None:
        return HTTPLibrary("aiohttp", "as the option http says" if asked == "aiohttp" else "which is installed")
    if asked == "aiohttp":
        from interlingua.provider.installing import install_command

        hint = install_command(extra, f"aiohttp>={_LEAST}") if lack.installing_helps else "leave the option out, or say http=httpx"
        raise ConfigError(f"http=aiohttp can't be had: {lack.reason}", hint=hint, option="http")
    return HTTPLibrary("httpx", f"because {lack.reason}")


class _Lack(NamedTuple):
    """What aiohttp can't do, or that it isn't there."""

    reason: str
    installing_helps: bool = False


def _lack(options: ProviderOptions, *, is_async: bool) -> _Lack | None:
    if not is_async:
        return _Lack("aiohttp is for an AsyncModel, and this is a Model")
    installed = installed_aiohttp()
    if installed is None:
        return _Lack("aiohttp isn't installed", installing_helps=True)
    if _numbers(installed) < _numbers(_LEAST):
        return _Lack(f"aiohttp is {installed}, and {_LEAST} is the first that is tested", installing_helps=True)
    from urllib.request import getproxies  # a large module, and none of it is needed before

    proxies = [given] if (given := getattr(options, "proxy", None)) else [] if is_on_loopback(options.base_url) else getproxies().values()
    socks = next((proxy for proxy in proxies if proxy.lower().startswith("socks")), None)
    return _Lack(f"it knows no proxy of the kind {socks.split(':')[0]}") if socks else None


@cache
def installed_aiohttp() -> str | None:
    """Give the version that is installed, looked up once: every `prepare` asks."""
    try:
        return version("aiohttp")
    except PackageNotFoundError:
        return None


def _numbers(release: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", release)[:2]))  # of 3.15rc1 too


def closed_at_last(client: ClientT) -> ClientT:
    """Have an HTTP client over aiohttp closed where nobody does it, as the SDKs do it for those over httpx2.

    aiohttp would tell of it on standard error, as of a fault.

    Returns:
        The same client.
    """
    weakref.finalize(client, _let_go, copy.copy(client))  # a twin with the same connections
    return client


def _let_go(twin: Any) -> None:  # noqa: ANN401 - of the SDK
    import asyncio

    try:
        asyncio.get_running_loop().create_task(_close(twin))
    except RuntimeError:  # no loop runs here to close them in; their sockets are freed with them
        for transport in (twin._transport, *twin._mounts.values()):  # noqa: SLF001 - there is no other way to the session
            session = getattr(transport, "client", None)
            if session is not None and not session.closed:
                session.connector._closed = True  # noqa: SLF001 - else it would close them in the loop that doesn't run, and tell of it


async def _close(client: Any) -> None:  # noqa: ANN401 - of the SDK
    with contextlib.suppress(RuntimeError):  # the loop of its connections is gone, and they with it
        await client.aclose()
