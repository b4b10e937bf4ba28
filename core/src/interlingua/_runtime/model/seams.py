"""What is different in kind, not in words, between the async files of this folder and the sync ones that are generated from them."""

from __future__ import annotations

import contextlib
import functools
import inspect
import sys
import threading
from types import MethodType
from typing import TYPE_CHECKING, ClassVar, Final, Generic, Protocol, TypeVar, cast

from interlingua._runtime.plugins.loading import unheard
from interlingua.errors import ConfigError
from interlingua.provider.transport.processes import PerProcess

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from interlingua._runtime.call.backend import Backend
    from interlingua.provider import AsyncTransport, Transport

KeyT = TypeVar("KeyT")
TransportT = TypeVar("TransportT")
MethodT = TypeVar("MethodT", bound="Callable[..., object]")
TransportT_co = TypeVar("TransportT_co", covariant=True)

GeneratorIsRunning: Final = ValueError
"""What closing a generator raises while another thread is in it."""

AsyncGeneratorIsRunning: Final = RuntimeError
"""What closing an async generator raises while another task is in it."""


unheard("stamina")  # which logs each retry; whoever configures logging, or stamina, hears of it as before


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

    is_async: ClassVar[bool]

    def of(self, backend: Backend) -> TransportT_co:
        """Give the transport to a backend, making it at first use."""


class _Pool(Generic[KeyT, TransportT]):
    """The transports of one process, and the lock under which they are found."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.transports: dict[KeyT, TransportT] = {}


class Clients:
    """The transports of a `Model`, one for each backend and process."""

    is_async: ClassVar[bool] = False

    def __init__(self) -> None:
        self._pools: PerProcess[_Pool[Backend, Transport]] = PerProcess(_Pool)

    def of(self, backend: Backend) -> Transport:
        """Give the transport to a backend, making it at first use."""
        pool = self._pools.own()
        with pool.lock:
            if backend not in pool.transports:
                pool.transports[backend] = backend.provider.transport(backend.transport_settings())
            return pool.transports[backend]

    def close(self) -> None:
        """Close them all; a later call makes new ones."""
        pool = self._pools.own()
        with pool.lock:
            transports, pool.transports = pool.transports, {}
        for transport in transports.values():
            transport.close()


class AsyncClients:
    """The transports of an `AsyncModel`, one for each backend and event loop: connections belong to the loop that opened them."""

    is_async: ClassVar[bool] = True

    def __init__(self) -> None:
        self._pools: PerProcess[_Pool[asyncio.AbstractEventLoop, dict[Backend, AsyncTransport]]] = PerProcess(_Pool)
        self._discarding: set[asyncio.Task[None]] = set()  # held, because a loop holds its tasks weakly

    def of(self, backend: Backend) -> AsyncTransport:
        """Give the running loop's transport to a backend, making it at first use.

        Raises:
            ConfigError: No loop of asyncio runs here, or the one that does is another process's.
        """
        loop = _running_loop()
        own = self._pools.own().transports.get(loop)
        if own is None:
            own = self._add(loop)
        if backend not in own:  # no other thread runs this loop
            own[backend] = backend.provider.async_transport(backend.transport_settings())
        return own[backend]

    def _add(self, loop: asyncio.AbstractEventLoop) -> dict[Backend, AsyncTransport]:
        if any(loop in pool.transports for pool in self._pools.inherited()):
            what = "the event loop was made in another process, from which this one was forked, and they would take each other's events"
            raise ConfigError(what, hint="make a new loop in the forked process, as asyncio.run(…) does")
        pool = self._pools.own()
        with pool.lock:
            stale = _taken_stale(pool.transports)
            own = pool.transports[loop] = {}
        if stale:
            task = loop.create_task(_discard(stale))
            self._discarding.add(task)
            task.add_done_callback(self._discarding.discard)
        return own

    async def aclose(self) -> None:
        """Close those of the running loop; a later call makes new ones."""
        pool = self._pools.own()
        with pool.lock:
            own = pool.transports.pop(_running_loop(), {})
            stale = _taken_stale(pool.transports)
        for transport in own.values():
            await transport.aclose()
        await _discard(stale)


def _running_loop() -> asyncio.AbstractEventLoop:
    """Give asyncio's loop.

    Raises:
        ConfigError: None runs here.
    """
    import asyncio

    # By this trio says that it runs, also above a loop of asyncio's.
    trio = getattr(getattr(sys.modules.get("sniffio"), "thread_local", None), "name", None) == "trio"
    with contextlib.suppress(RuntimeError):
        loop = asyncio.get_running_loop()
        if not trio:
            return loop
    if trio:
        hint = "call a Model in a thread: await trio.to_thread.run_sync(model.complete, messages)"
        raise ConfigError("an AsyncModel runs on asyncio alone, and here runs trio", hint=hint)
    raise ConfigError("an AsyncModel runs on asyncio, and no loop of it runs here", hint="await it within asyncio.run(…), or call a Model")


def _taken_stale(transports: dict[asyncio.AbstractEventLoop, dict[Backend, AsyncTransport]]) -> list[AsyncTransport]:
    """Take out what closed loops have left."""
    return [transport for loop in list(transports) if loop.is_closed() for transport in transports.pop(loop).values()]


async def _discard(stale: list[AsyncTransport]) -> None:
    """Mark clients of a closed loop as closed, lest they try it themselves when they are freed."""
    for transport in stale:
        with contextlib.suppress(RuntimeError):  # the loop that their connections would need is gone: their sockets are freed with them
            await transport.aclose()
