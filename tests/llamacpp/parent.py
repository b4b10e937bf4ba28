"""A process that uses the embedded server, to be killed by a test: `python -c` runs it with the name of a way to die.

It prints its child's process id once that does what the way asks for, and then waits for its end.
"""

from __future__ import annotations

import http.client
import json
import os
import sys
import threading
import time
from urllib.parse import urlsplit

from interlingua_llamacpp.process import ServerProcess
from interlingua_llamacpp.server import ServerHandle, get_server
from interlingua_llamacpp.weights import resolve_model


def say(process: ServerProcess) -> None:
    """Tell the test whom to watch."""
    sys.stdout.write(f"{process.pid}\n")
    sys.stdout.flush()


def load() -> None:
    """Be killed while the child loads: its main thread then holds the GIL."""
    starting = ServerProcess()
    starting.start()
    starting.load("any", model=sys.argv[2], alias="a", template=None, context=4096, parallel=4, threads=1)
    say(starting)
    time.sleep(600)


def generate() -> None:
    """Be killed while the child generates and we read."""
    handle = get_server(resolve_model("default"), context=2048, parallel=1)
    connection = http.client.HTTPConnection(urlsplit(handle.base_url).netloc)
    body = {"messages": [{"role": "user", "content": "Tell a story."}], "stream": True, "ignore_eos": True, "max_tokens": 2000}
    connection.request("POST", "/v1/chat/completions", json.dumps(body), {"Authorization": f"Bearer {handle.api_key}"})
    connection.getresponse().read(200)
    say(handle._process)
    if "raise" in sys.argv:
        raise RuntimeError
    time.sleep(600)


def thread() -> None:
    """Start the child in a thread that ends, use it, and return."""
    handles: list[ServerHandle] = []
    worker = threading.Thread(target=lambda: handles.append(get_server(resolve_model("default"), context=512, parallel=1)))
    worker.start()
    worker.join()
    time.sleep(0.3)  # a child that followed its starter would be gone by now
    assert handles[0].is_running
    assert get_server(resolve_model("default"), context=512, parallel=1) is handles[0]
    say(handles[0]._process)


def fork() -> None:
    """Fork, and see that either process has its own child."""
    model = resolve_model("default")
    handle = get_server(model, context=512, parallel=1)
    forked = os.fork()
    if forked == 0:
        assert not handle.is_running
        own = get_server(model, context=512, parallel=1)
        assert own.is_running
        assert own.base_url != handle.base_url
        sys.exit(7)  # the hooks of a good exit run here too
    assert os.waitstatus_to_exitcode(os.waitpid(forked, 0)[1]) == 7
    assert get_server(model, context=512, parallel=1) is handle
    say(handle._process)


if __name__ == "__main__":
    {"fork": fork, "load": load, "generate": generate, "thread": thread}[sys.argv[1]]()
