"""Twin of testing/pytest_plugin.py: its fixtures in a test run of somebody else's."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from tests.core.testing.replay.samples import CHAT, CHAT_STREAM

if TYPE_CHECKING:
    from pathlib import Path

CONFTEST = 'pytest_plugins = ["interlingua.testing.pytest_plugin"]\n'
TESTS = """
from interlingua import Model
from interlingua.testing.replay import Exchange


def test_replay(replay):
    assert replay("openai", "stream.json", [1], api="chat").response.text == "h\\u00e9llo"


def test_server(replay_server):
    server = replay_server("whole.json", Exchange.load("stream.json"))
    with Model("openai:m?api=chat", base_url=server.url) as model:
        assert model.complete("hi").text == "a"
    assert len(server.requests) == 1


def test_recorder(recorder, replay_server, tmp_path):
    recording = recorder(replay_server("whole.json").url, provider="openai")
    with Model("openai:m?api=chat", base_url=recording.url, api_key="sk-secret-0123456789") as model:
        model.complete("hi")
    (file,) = recording.files
    assert file.parent == tmp_path
    assert Exchange.load(file).body == Exchange.load("whole.json").body


def test_recorder_elsewhere(recorder, tmp_path):
    recording = recorder("https://api.example.com", provider="p", folder=tmp_path / "kept", secrets=["s"])
    assert (tmp_path / "kept").is_dir()
"""


def test_the_fixtures_work_where_they_are_asked_for(tmp_path: Path) -> None:
    """With files or exchanges; what they start, they stop."""
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "test_mine.py").write_text(TESTS)
    CHAT.save(tmp_path / "whole.json")
    CHAT_STREAM.save(tmp_path / "stream.json")

    command = [sys.executable, "-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider", "-p", "no:xdist", "--rootdir", str(tmp_path)]
    run = subprocess.run([*command, str(tmp_path)], cwd=tmp_path, capture_output=True, text=True, check=False)  # noqa: S603 - our own

    assert "4 passed" in run.stdout, run.stdout + run.stderr
