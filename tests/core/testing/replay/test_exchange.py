"""Twin of testing/replay/exchange.py: one exchange, and the file that holds it."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest
from tests.core.testing.replay.samples import CHAT, CHAT_STREAM, ERROR

from interlingua.errors import ConversionError
from interlingua.testing.replay import Exchange

if TYPE_CHECKING:
    from pathlib import Path

    from interlingua.types import JsonValue

FILE: dict[str, JsonValue] = {
    "provider": "p", "api": "a", "origin": {"x": 1}, "features": ["f"], "request_headers": {"anthropic-beta": "b"}, "request": None,
    "response": {"status": 200, "headers": {"content-type": "text/plain"}, "body": "no JSON"},
}  # fmt: skip


def test_a_file_comes_back() -> None:
    """Field by field, and in the same order."""
    exchange = Exchange.from_json(FILE, name="n")

    assert exchange.to_json() == FILE
    assert list(exchange.to_json()) == list(FILE)
    assert (exchange.name, exchange.raw, exchange.streamed, exchange.failed) == ("n", b"no JSON", False, False)


@pytest.mark.parametrize("exchange", [CHAT, CHAT_STREAM, ERROR])
def test_it_is_saved_whole(exchange: Exchange, tmp_path: Path) -> None:
    """And nothing else is left beside the file, which others may read."""
    path = tmp_path / "one.json"

    exchange.save(path)

    assert Exchange.load(path).to_json() == exchange.to_json()
    assert Exchange.load(path).raw == exchange.raw
    assert list(tmp_path.iterdir()) == [tmp_path / "one.json"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


def test_bytes_that_are_no_text_are_kept(tmp_path: Path) -> None:
    """In the escapes of JSON."""
    text = b"data: \xff\xf0\x9f\x98\x80\n\n".decode("utf-8", "surrogateescape")
    exchange = Exchange("p", "a", None, 200, {"content-type": "text/event-stream"}, text)
    exchange.save(tmp_path / "one.json")

    assert Exchange.load(tmp_path / "one.json").raw == b"data: \xff\xf0\x9f\x98\x80\n\n"


def test_a_file_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    """Neither a half nor a temporary one; what stood there stays."""
    (tmp_path / "one.json").mkdir()

    with pytest.raises(OSError, match=r"one\.json"):
        CHAT.save(tmp_path / "one.json")
    assert list(tmp_path.iterdir()) == [tmp_path / "one.json"]


@pytest.mark.parametrize(
    ("broken", "path"),
    [
        ([], "$"),
        ({**FILE, "response": None}, "$.response"),
        ({**FILE, "response": {"status": "200", "headers": {}, "body": 1}}, "$.response.status"),
        ({**FILE, "response": {"status": True, "headers": {}, "body": 1}}, "$.response.status"),
        ({**FILE, "response": {"status": 200, "headers": {}}}, "$.response.body"),
        ({**FILE, "response": {"status": 200, "headers": {"a": 1}, "body": 1}}, "$.response.headers.a"),
        ({**FILE, "request": []}, "$.request"),
        ({**FILE, "features": "f"}, "$.features"),
        ({**FILE, "features": [1]}, "$.features"),
        ({**FILE, "provider": None}, "$.provider"),
        ({name: value for name, value in FILE.items() if name != "api"}, "$.api"),
        ({**FILE, "origin": 1}, "$.origin"),
        ({**FILE, "request_headers": 1}, "$.request_headers"),
    ],
)
def test_what_is_no_exchange_is_refused_with_its_place(broken: JsonValue, path: str) -> None:
    """Whoever wrote the file finds the fault."""
    with pytest.raises(ConversionError) as caught:
        Exchange.from_json(broken)

    assert caught.value.path == path


@pytest.mark.parametrize("text", ["{}", "{", "[" * 200])
def test_a_file_that_holds_none_is_named(text: str, tmp_path: Path) -> None:
    """Among hundreds of recordings, a place inside one says little."""
    (tmp_path / "odd.json").write_text(text)

    with pytest.raises(ConversionError, match=r"odd\.json' holds no exchange: "):
        Exchange.load(tmp_path / "odd.json")


def test_what_may_be_absent() -> None:
    """Origin, tags and headers."""
    exchange = Exchange.from_json({"provider": "p", "api": "a", "response": {"status": 500, "headers": None, "body": None}})

    assert (exchange.headers, exchange.request_headers, exchange.features, exchange.origin) == ({}, {}, (), {})
    assert exchange.failed
    assert exchange.raw == b"null"
