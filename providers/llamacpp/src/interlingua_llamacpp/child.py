"""The other process: llama.cpp's HTTP servers, one for each model, for as long as the parent lives.

A program of its own, started by its path: it imports nothing of ours, so it starts fast and nothing of the caller's
folder gets in its way. The conversation with the parent, one JSON object a line:

    stdin   {"path": […], "api_key": "…"}                                             first, once
            {"id": 1, "model": …, "alias": …, "template": …, "context": …, …}         load a model
    stdout  {"id": 1, "address": "http://127.0.0.1:40001"}                            it listens
            {"id": 1, "error": "…"}                                                   it can't be loaded

Each reply follows a mark that no log line holds, because llama.cpp's log goes down the same pipe, where the parent keeps
its end for error messages. The key comes by stdin since a command line is readable by every user of the machine.

Nobody may outlive the parent, whichever way it went:

- The end of stdin is the end of this process. A killed parent closes it too, and no thread of ours is needed to watch:
  the main thread reads stdin whenever it isn't loading, and generating happens in llama.cpp's threads, without the GIL.
- While a model loads, `Server(…)` holds the GIL (measured: not one other bytecode ran in 1 s), which would leave an
  orphan until the end of the load. So on Linux the kernel kills us with the *thread* that started us; the parent starts
  us from a thread that lives as long as we do.
"""

from __future__ import annotations

import ctypes
import importlib
import json
import os
import select
import signal
import sys
import time
from typing import IO, Any, TypedDict

REPLY_MARK = "\x1e"
"""Comes before every reply: ASCII's record separator, as in RFC 7464."""

_PR_SET_PDEATHSIG = 1  # linux/prctl.h


class LoadCommand(TypedDict):
    """What the parent asks for.

    `context` is the context of one call: llama.cpp divides `n_ctx` among its slots.
    """

    id: int
    model: str
    alias: str
    template: str | None
    context: int
    parallel: int
    threads: int


def main() -> None:
    """Serve until stdin ends."""
    die_with_parent()
    # Ctrl-C in a terminal reaches us as well; what it means is the parent's to decide.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    replies = os.dup(1)
    os.dup2(2, 1)  # whatever C++ prints goes to the log and never into the midst of a reply
    servers: list[object] = []
    serve(sys.stdin, replies, servers)
    # At once, with the servers still referred to: letting go of one waits until its last generation is through.
    os._exit(0)


def die_with_parent() -> None:
    """Let the kernel end this process with its parent, where it can (Linux)."""
    if sys.platform != "linux":
        return  # pragma: no cover - the suite of a machine without prctl sees only the end of stdin
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    # A parent that died before the call above sends no signal any more, but its end of the pipe is closed.
    hung_up = select.poll()
    hung_up.register(0, 0)  # POLLHUP needs no asking for
    if hung_up.poll(0):
        os._exit(0)


def serve(commands: IO[str], replies: int, servers: list[object]) -> None:
    """Load what the parent asks for, one model after the other, until there are no more commands.

    Args:
        commands: Yields the lines described above.
        replies: The file descriptor that takes the replies.
        servers: Takes the servers: each stops when its object goes.
    """
    first = json.loads(commands.readline() or "null")
    if first is None:
        return
    sys.path[:] = first["path"]  # where the parent found xllamacpp, we find it too
    for line in commands:
        command: LoadCommand = json.loads(line)
        try:
            # Without types, and imported by no other file of ours: hence not by an import statement.
            xllamacpp: Any = importlib.import_module("xllamacpp")
            server = xllamacpp.Server(parameters(xllamacpp, command, first["api_key"]))
        except Exception as error:  # noqa: BLE001 - whatever it is, the parent turns it into an error of its caller's
            time.sleep(0.1)  # llama.cpp's log, which says why, is written by another thread
            reply = {"id": command["id"], "error": f"{type(error).__name__}: {error}"}
        else:
            servers.append(server)
            reply = {"id": command["id"], "address": server.listening_address}
        os.write(replies, f"{REPLY_MARK}{json.dumps(reply)}\n".encode())


def parameters(xllamacpp: Any, command: LoadCommand, api_key: str) -> object:  # noqa: ANN401 - a module without types
    """Spell a command in llama.cpp's own words.

    Args:
        xllamacpp: The module.
        command: What to load, and how.
        api_key: What requests must bring.

    Returns:
        A `CommonParams`.
    """
    params = xllamacpp.CommonParams()
    params.model.path = command["model"]
    params.model_alias = {command["alias"]}
    params.hostnames = ["127.0.0.1"]
    params.port = 0  # any free one
    params.api_keys = [api_key]  # by default anyone may call, and any web page may (CORS is `*`)
    params.ui = False
    params.n_parallel = command["parallel"]
    params.n_ctx = command["context"] * command["parallel"]
    params.cpuparams.n_threads = command["threads"]
    params.cpuparams_batch.n_threads = command["threads"]
    params.cache_ram_mib = 0  # by default prompts are kept in up to 8 GiB of memory
    params.endpoint_slots = True  # shows what is running, to holders of the key
    params.use_jinja = True
    if command["template"] is not None:
        params.chat_template = command["template"]
    params.verbosity = 1  # errors only: no prompt reaches the log
    return params


if __name__ == "__main__":
    main()
