"""The command line as a process for the tests: without a terminal, in a terminal, and against a server that fails as it is told."""

from __future__ import annotations

import contextlib
import os
import pty
import re
import select
import socket
import subprocess
import sys
import termios
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from interlingua.types.json import dumps

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from interlingua.types import JsonObject

BIN: Final = Path(sys.executable).parent
COMMAND: Final = str(BIN / "interlingua")
PATIENCE: Final = 120
MARKDOWN: Final = (
    "# Title\n\nSome **bold** words.\n\n- one\n- two\n\n```python\nx = 1\n```\n\nEvil \x1b]0;owned\x07 and &#27;[31m.\n\nLast words."
)
_LOWEST_PORT: Final = 20_000
_PORTS: Final = 6_000
_LOGIN: Final = "import os, sys; os.login_tty(0); os.execv(sys.argv[1], sys.argv[1:])"
_UNWANTED: Final = (
    "INTERLINGUA_MODEL", "INTERLINGUA_CONFIG", "OPENAI_API_KEY", "ANTHROPIC_API_KEY", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES",
)  # fmt: skip


class Server:
    """`llmock`: an OpenAI-compatible server that does what it is told."""

    def __init__(self, port: int) -> None:
        """Name its address."""
        self._root = f"http://127.0.0.1:{port}"
        self.model = ("-m", f"openai:gpt-4o-mini?base_url={self._root}/v1")

    def plan(self, *behaviors: JsonObject) -> None:
        """Say how the next calls go, and nothing of what was said before."""
        self._post("/_llmock/reset", {})
        self._post("/_llmock/scenario", {"behaviors": list(behaviors)})

    def _post(self, path: str, body: JsonObject) -> None:
        request = urllib.request.Request(self._root + path, dumps(body), {"content-type": "application/json"})  # noqa: S310 - loopback
        with urllib.request.urlopen(request, timeout=PATIENCE):  # noqa: S310 - loopback
            pass


def broken(text: str, kind: str, after_chunks: int) -> tuple[JsonObject, JsonObject]:
    """Plan an answer that stalls, is cut off, or loses its connection."""
    return {"type": "reply", "text": text}, {"type": "stream_fault", "kind": kind, "after_chunks": after_chunks, "stall_seconds": 300}


@contextlib.contextmanager
def running_server() -> Iterator[Server]:
    """Run the server on a port that no other test gets: below those that the system gives out, and by the process's own number."""
    for port in range(_LOWEST_PORT + os.getpid() % _PORTS, _LOWEST_PORT + 2 * _PORTS):
        command = [str(BIN / "llmock"), "serve", "--port", str(port), "--host", "127.0.0.1"]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:  # noqa: S603 - our own command
            try:
                if _listens(child, port):
                    yield Server(port)
                    return
            finally:
                child.kill()


def _listens(child: subprocess.Popen[bytes], port: int) -> bool:
    """Wait until it is the server itself that listens; one whose port was taken ends."""
    for _ in range(PATIENCE * 10):
        with socket.socket() as probe:
            if child.poll() is None and probe.connect_ex(("127.0.0.1", port)) == 0:
                time.sleep(0.1)  # in which a server ends that found somebody else listening
                return child.poll() is None
        if child.poll() is not None:
            return False
        time.sleep(0.1)
    return False


def clean_env(folder: Path) -> dict[str, str]:
    """Give an environment without keys, configuration or wishes about colour, whose chats are saved in a folder."""
    kept = {name: value for name, value in os.environ.items() if name not in _UNWANTED}
    return kept | {"INTERLINGUA_STATE_DIR": str(folder / "state"), "XDG_CONFIG_HOME": str(folder / "config"), "TERM": "xterm-256color"}


def run(env: Mapping[str, str], *command: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run a program to its end, without a terminal."""
    return subprocess.run(command, env=env, input=stdin, capture_output=True, timeout=PATIENCE, check=False)  # noqa: S603 - our own


def interlingua(env: Mapping[str, str], *args: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run the command to its end, without a terminal."""
    return run(env, COMMAND, *args, stdin=stdin)


def start(env: Mapping[str, str], *args: str) -> subprocess.Popen[bytes]:
    """Start the command, without a terminal."""
    return subprocess.Popen(  # noqa: S603 - our own command
        [COMMAND, *args], env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def rows(output: bytes, width: int = 80) -> list[str]:
    """Give the rows that a terminal is left with: newlines, full rows, and the erasing of rows are obeyed; colours are not."""
    shown = [""]
    row = column = 0
    for piece in re.findall(r"\x1b\[[0-9;?]*[A-Za-z]|.", output.decode(errors="replace"), re.DOTALL):
        if len(piece) == 1 and piece not in "\r\n":
            row, column = (row + 1, 0) if column == width else (row, column)
            shown.extend([""] * (row + 1 - len(shown)))
            shown[row] = shown[row].ljust(column)[:column] + piece + shown[row][column + 1 :]
            column += 1
        elif piece == "\r":
            column = 0
        elif piece == "\n":
            row += 1
            shown.extend([""] * (row + 1 - len(shown)))
        elif piece.endswith("A"):
            row = max(0, row - int(piece[2:-1] or 1))
        elif piece.endswith("K"):
            shown[row] = ""
    return [text.rstrip() for text in shown]


class Terminal:
    """The command in a terminal of 80 by 24, or of other columns.

    Attributes:
        output: Everything shown so far, sequences included.
    """

    def __init__(self, env: Mapping[str, str], *args: str, columns: int = 80) -> None:
        """Start the command."""
        self.output = b""
        self._seen = 0
        self._ours, theirs = pty.openpty()
        termios.tcsetwinsize(theirs, (24, columns))
        command = [sys.executable, "-c", _LOGIN, COMMAND, *args]
        self._process = subprocess.Popen(command, env={**env, "PROMPT_TOOLKIT_NO_CPR": "1"}, stdin=theirs)  # noqa: S603 - our own
        os.close(theirs)

    def type(self, text: str) -> None:
        """Type something; U+0003 is Ctrl-C, U+0004 Ctrl-D."""
        os.write(self._ours, text.encode())

    def wait_for(self, text: bytes) -> None:
        """Read until something is shown after what was last waited for."""
        while (place := self.output.find(text, self._seen)) < 0:
            assert self._read(), self.output[self._seen :]
        self._seen = place + len(text)

    def end(self) -> int:
        """Read to the end; give the exit code."""
        while self._read():
            pass
        os.close(self._ours)
        return self._process.wait(PATIENCE)

    def __enter__(self) -> Self:
        """Give the terminal itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the command if it still runs."""
        self._process.kill()
        self._process.wait()

    def _read(self) -> bool:
        ready, _, _ = select.select([self._ours], [], [], PATIENCE)
        assert ready, self.output
        try:
            data = os.read(self._ours, 65_536)
        except OSError:  # the other side is closed
            return False
        self.output += data
        return bool(data)
