"""The parent's side of the child process: who starts it, who may use it, and how it ends.

One child serves every model and call of a process, sync and async alike: `get_server` starts it at first use, has it
load each wanted combination of model and settings once, and gives the address. A child that has died is replaced at the
next call. A forked process forgets its parent's child (it may neither stop nor use it) and starts its own.
Everything here may be called from any thread, and blocks: async callers use a thread.
"""

from __future__ import annotations

import atexit
import contextlib
import http
import http.client
import importlib.util
import os
import threading
import time
from dataclasses import dataclass, field, replace
from functools import partial
from importlib import resources
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import urlsplit

from interlingua.errors import APIConnectionError, APITimeoutError, ConfigError, InterlinguaError
from interlingua.types.json import loads
from interlingua_llamacpp.options import DEFAULT_CONTEXT, DEFAULT_PARALLEL, default_threads
from interlingua_llamacpp.process import LoadReply, ServerProcess
from interlingua_llamacpp.weights import FetchProgress, ModelFile, ensure_weights

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future
    from pathlib import Path

_MEMORY = "if the machine runs out of memory, lower the options context and parallel; the next call starts a new process"
_LOAD_SECONDS = 600.0  # many gigabytes from a slow disk
_HEALTH_SECONDS = 10.0
_PROPERTIES_SECONDS = 30.0
_POLL_SECONDS = 0.1
_MOMENT = 0.02


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """What tells one loaded model from another.

    Attributes:
        model: The model.
        context: Tokens of context for one call.
        threads: Threads to compute with.
        parallel: Calls that are computed at once.
    """

    model: ModelFile
    context: int
    threads: int
    parallel: int


@dataclass(frozen=True, slots=True)
class ServerHandle:
    """One model that is being served. Ask `get_server` anew for each call: it restarts what has died.

    Attributes:
        base_url: The address for OpenAI-like clients, `http://127.0.0.1:PORT/v1`. On loopback: go past any proxy.
        api_key: What requests must bring; made up for this process, never shown.
        model_id: The model's name.
        supports_tools: Whether the model's chat template has a place for tools.
    """

    base_url: str
    api_key: str = field(repr=False)
    model_id: str
    _process: ServerProcess = field(repr=False)
    supports_tools: bool = True

    @property
    def is_running(self) -> bool:
        """Whether its process lives, and is this process's own."""
        return self._process.is_running

    def failure(self, patience: float = 0.0) -> APIConnectionError | None:
        """What to raise for a broken connection: how the process ended and what it said last; None where it still runs.

        Args:
            patience: How long to wait for the end, in seconds: a connection breaks a moment before its process is gone.
        """
        deadline = time.monotonic() + patience
        while self.is_running:
            if time.monotonic() >= deadline:
                return None
            time.sleep(_MOMENT)
        return APIConnectionError(
            f"the llama.cpp process ended: {self._process.last_words()}",
            hint=_MEMORY,
            provider="llamacpp",
        )

    def __reduce__(self) -> NoReturn:
        """Refuse to be pickled: a handle holds a key, and means nothing to another process."""
        raise TypeError("a ServerHandle can't be pickled: call get_server in the other process")


class _Registry:
    """The child of this process, and the models that it serves."""

    def __init__(self) -> None:
        self._reset()

    def _reset(self) -> None:
        self._lock = threading.Lock()
        self._process: ServerProcess | None = None
        self._handles: dict[ServerSettings, ServerHandle] = {}

    def serve(self, settings: ServerSettings, report: Callable[[FetchProgress], None]) -> ServerHandle:
        """Give the handle of a model, loading it first where it isn't served yet."""
        handle = self._handles.get(settings)
        if handle is not None and handle.is_running:
            return handle
        path = settings.model.path or ensure_weights(progress=report)
        with self._lock:
            process = self._running()
            loading = process.load(settings, **_command(settings, path))
        size = path.stat().st_size
        what = f"loading {settings.model.model_id}"
        address = _loaded(loading, path, partial(report, FetchProgress(0, size, what)))
        handle = ServerHandle(f"{address}/v1", process.api_key, settings.model.model_id, process)
        _await_health(handle)
        handle = replace(handle, supports_tools=supports_tools(handle.base_url, handle.api_key))
        report(FetchProgress(size, size, what))
        with self._lock:
            if process is self._process:
                handle = self._handles.setdefault(settings, handle)  # the same for all who waited
        return handle

    def stop(self) -> None:
        """Stop the child, if there is one; the next call would start another."""
        with self._lock:
            process, self._process = self._process, None
            self._handles.clear()
        if process is not None:
            process.stop()

    def forget(self) -> None:
        """In a forked process: let go of the parent's child without a word to it."""
        process = self._process
        self._reset()  # the lock too: a thread that wasn't forked along may have held it
        if process is not None:
            process.disown()

    def _running(self) -> ServerProcess:
        if self._process is None or not self._process.is_running:
            self._handles.clear()
            self._process = _started()
        return self._process


_registry = _Registry()
atexit.register(_registry.stop)
if hasattr(os, "register_at_fork"):  # pragma: no branch - not on Windows, which has no fork
    os.register_at_fork(after_in_child=_registry.forget)


def get_server(
    model: ModelFile,
    *,
    context: int = DEFAULT_CONTEXT,
    threads: int | None = None,
    parallel: int = DEFAULT_PARALLEL,
    on_progress: Callable[[FetchProgress], None] | None = None,
) -> ServerHandle:
    """Give the address of a served model, after whatever that takes: fetching its weights, a child process, loading it.

    The same model and settings give the same server, at the cost of a look-up.

    Args:
        model: What `resolve_model` gave.
        context: Tokens of context for one call; memory is taken for `context` times `parallel`.
        threads: Threads to compute with; None for `default_threads`.
        parallel: Calls that are computed at once; more of them queue.
        on_progress: Called about ten times a second until the model is served; an exception from it ends the wait.

    Returns:
        The handle.

    Raises:
        ConfigError: xllamacpp isn't installed, the weights can't be had, or llama.cpp can't load the file.
        APIConnectionError: The child died on the way.
        APITimeoutError: Loading took longer than ten minutes.
    """
    settings = ServerSettings(model, context, threads or default_threads(), parallel)
    return _registry.serve(settings, on_progress or (lambda _: None))


def stop_server() -> None:
    """Stop this process's child, with every model that it serves; the next `get_server` starts a new one."""
    _registry.stop()


def _started() -> ServerProcess:
    if importlib.util.find_spec("xllamacpp") is None:
        from interlingua.provider.installing import install_command

        raise ConfigError("the llamacpp provider needs the package xllamacpp", hint=install_command("xllamacpp"))
    process = ServerProcess()
    try:
        process.start()
    except OSError as error:
        raise ConfigError(f"the llama.cpp process can't be started: {error}") from error
    return process


def _command(settings: ServerSettings, path: Path) -> dict[str, object]:
    """The fields of `child.LoadCommand`.

    llama.cpp reads the form of tool calls off the chat template, and SmolLM2's own has no tools: with it, `tools` would be dropped
    without a word. `smollm2.jinja` says in its head what makes this small model call; a GGUF of the caller's keeps its own.
    """
    template = resources.files(__package__).joinpath("smollm2.jinja").read_text(encoding="utf-8") if settings.model.is_default else None
    return {
        "model": str(path),
        "alias": settings.model.model_id,
        "template": template,
        "context": settings.context,
        "parallel": settings.parallel,
        "threads": settings.threads,
    }


def _loaded(loading: Future[LoadReply], path: Path, report: Callable[[], None]) -> str:
    """Wait for a load, and give the address or raise what went wrong."""
    deadline = time.monotonic() + _LOAD_SECONDS
    while not loading.done():
        if time.monotonic() > deadline:
            raise APITimeoutError(f"loading {path} took longer than {_LOAD_SECONDS:.0f} s", phase="connect", provider="llamacpp")
        report()
        with contextlib.suppress(TimeoutError):
            loading.result(timeout=_POLL_SECONDS)
    reply = loading.result()
    if "address" in reply:
        return reply["address"]
    if reply.get("ended"):
        raise APIConnectionError(f"the llama.cpp process ended while it loaded {path}: {reply['error']}", hint=_MEMORY, provider="llamacpp")
    raise ConfigError(
        f"llama.cpp can't load {path}: {reply['error']}", hint="give another GGUF, or fetch this one again: it may be cut off"
    )


def _await_health(handle: ServerHandle) -> None:
    """Ask the server whether it is ready until it is; past any proxy, which `http.client` doesn't know."""
    place = urlsplit(handle.base_url)
    deadline = time.monotonic() + _HEALTH_SECONDS
    while True:
        try:
            connection = http.client.HTTPConnection(place.netloc, timeout=_HEALTH_SECONDS)
            with contextlib.closing(connection):
                connection.request("GET", "/health")
                if connection.getresponse().status == http.HTTPStatus.OK:
                    return
        except (OSError, http.client.HTTPException):
            if (failure := handle.failure()) is not None:
                raise failure from None
        if time.monotonic() > deadline:
            raise APITimeoutError(f"the llama.cpp server at {handle.base_url} isn't ready", phase="connect", provider="llamacpp")
        time.sleep(_POLL_SECONDS)


def supports_tools(base_url: str, api_key: str) -> bool:
    """Tell whether the model's chat template has a place for tools; llama.cpp drops them without a word where it hasn't.

    Source: https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md (GET /props).

    Raises:
        APIConnectionError: The server doesn't say.
    """
    try:
        with contextlib.closing(http.client.HTTPConnection(urlsplit(base_url).netloc, timeout=_PROPERTIES_SECONDS)) as connection:
            connection.request("GET", "/props", headers={"Authorization": f"Bearer {api_key}"})
            properties = loads(connection.getresponse().read())
    except (OSError, http.client.HTTPException, InterlinguaError) as error:
        raise APIConnectionError(f"the llama.cpp server doesn't give its properties: {error}", provider="llamacpp") from None
    match properties:
        case {"chat_template_caps": {"supports_tools": True}}:
            return True
        case _:
            return False
