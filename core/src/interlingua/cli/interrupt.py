"""Ctrl-C that stops at once, also where Python can't hear it (a name lookup, a library's own loop in C).

Python runs signal handlers between two steps of its own code. A thread hears the signal through a wake-up pipe, gives the program
a moment to end in good order, and then ends it.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
import threading
from typing import TYPE_CHECKING, Final

from interlingua.cli.failures import INTERRUPTED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

GRACE_SECONDS: Final = 0.7
"""How long an orderly end may take."""

_SHOW_CURSOR: Final = b"\x1b[?25h"


@contextlib.contextmanager
def prompt_interrupt(tidy: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Within the block, end the program soon after Ctrl-C even if it doesn't raise KeyboardInterrupt.

    Args:
        tidy: What is done first where it has to be ended so; called in another thread.
    """
    if threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    ours, waked = socket.socketpair()
    waked.setblocking(False)  # noqa: FBT003 - the signature is the standard library's
    before = signal.set_wakeup_fd(waked.fileno(), warn_on_full_buffer=False)
    left = threading.Event()
    threading.Thread(target=_watch, args=(ours, left, tidy), daemon=True, name="interlingua-interrupt").start()
    try:
        yield
    finally:
        left.set()
        signal.set_wakeup_fd(before)
        waked.close()


def _watch(ours: socket.socket, left: threading.Event, tidy: Callable[[], None]) -> None:
    with ours:
        while data := ours.recv(16):
            if signal.SIGINT in data and not left.wait(GRACE_SECONDS):
                tidy()
                if sys.stdout.isatty() or sys.stderr.isatty():
                    os.write(2, _SHOW_CURSOR)
                os._exit(INTERRUPTED)
