"""What is different in kind, not in words, between the async files of this folder and the sync ones that are generated from them."""

from __future__ import annotations

import contextlib
import functools
import inspect
import sys
import threading
from types import MethodType
from typing import TYPE_CHECKING, Final, Protocol, TypeVar, cast

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from interlingua._runtime.call.backend import Backend
    from interlingua.provider import AsyncTransport, Transport

MethodT = TypeVar("MethodT", bound="Callable[..., object]")
TransportT_co = TypeVar("TransportT_co", covariant=True)

GeneratorIsRunning: Final = ValueError
"""What closing a generator raises while another thread is in it."""

AsyncGeneratorIsRunning: Final = RuntimeError
"""What closing an async generator raises while another task is in it."""


def at_call(method: MethodT) -> MethodT:
    """Mark a method that does its first work when it is called, and gives a coroutine: to those who wrap it, it is `async def`."""
    if sys.version_info >= (3, 12):
        return inspect.markcoroutinefunction(method)
    return cast("MethodT", _CoroutineFunction(method))


class _CoroutineFunction:
    """What `inspect.iscoroutinefunction` takes for one where it knows no marks: in Python 3.11 it reads the flags of the code."""

    def __init__(self, method: Callable[..., object]) -> None:
        functools.update_wrapper(self, method)
        self._method = method
        code = method.__code__
        self.__code__ = code.replace(co_flags=code.co_flags | inspect.CO_COROUTINE)
        self.__defaults__, self.__kwdefaults__ = method.__defaults__, method.__kwdefaults__

    def __get__(self, instance: object, owner: type | None = None) -> object:
        return self if instance is None else MethodType(self, instance)

    def __call__(self, *args: object, **fields: object) -> object:
        return self._method(*args, **fields)


class AnyClients(Protocol[TransportT_co]):
    """The transports of a model."""

    def of(self, backend: Backend) -> TransportT_co:
        """Give the transport to a backend, making it at first use."""


class Clients:
    """The transports of a `Model`, one for each backend."""

    # One lock for all models: it is held only while a client object is made.
    _lock = threading.Lock()

    def __init__(self) -> None:
        self._transports: dict[Backend, Transport] = {}

    def of(self, backend: Backend) -> Transport:
        """Give the transport to a backend, making it at first use."""
        with self._lock:
            if backend not in self._transports:
                self._transports[backend] = backend.provider.transport(backend.transport_settings())
            return self._transports[backend]

    def close(self) -> None:
        """Close them all; a later call makes new ones."""
        with self._lock:
            transports, self._transports = self._transports, {}
        for transport in transports.values():
            transport.close()


class AsyncClients:
    """The transports of an `AsyncModel`, one for each backend and event loop: connections belong to the loop that opened them."""

    def __init__(self) -> None:
        self._transports: dict[tuple[asyncio.AbstractEventLoop, Backend], AsyncTransport] = {}
        self._discarding: asyncio.Task[None] | None = None  # held, because a loop holds its tasks weakly

    def of(self, backend: Backend) -> AsyncTransport:
        """Give the running loop's transport to a backend, making it at first use."""
        import asyncio

        loop = asyncio.get_running_loop()
        if (loop, backend) not in self._transports:
            if stale := self._take_stale():
                self._discarding = loop.create_task(_discard(stale))
            self._transports[loop, backend] = backend.provider.async_transport(backend.transport_settings())
        return self._transports[loop, backend]

    async def aclose(self) -> None:
        """Close those of the running loop; a later call makes new ones."""
        import asyncio

        loop = asyncio.get_running_loop()
        for key in [key for key in self._transports if key[0] is loop]:
            await self._transports.pop(key).aclose()
        await _discard(self._take_stale())

    def _take_stale(self) -> list[AsyncTransport]:
        return [self._transports.pop(key) for key in list(self._transports) if key[0].is_closed()]


async def _discard(stale: list[AsyncTransport]) -> None:
    """Mark clients of a closed loop as closed, lest they try it themselves when they are freed."""
    for transport in stale:
        with contextlib.suppress(RuntimeError):  # the loop that their connections would need is gone: their sockets are freed with them
            await transport.aclose()
