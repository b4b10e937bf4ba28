"""What fuzzers found, and what they begin with, replayed; and proof that the targets and the changes bite."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from tests.fuzz.mutations import changed
from tests.fuzz.seeds import pool, seeds, words
from tests.fuzz.targets import check_config_string, check_events, check_stream, reference_events, targets

from interlingua import get_dialect
from interlingua.dialect import SSEReader
from interlingua.errors import ConfigError, InterlinguaError

CORPUS = Path(__file__).parent / "corpus"
FOUND = sorted(path for path in CORPUS.glob("*/*") if path.is_file())
DECODERS = [name for name in targets() if name not in {"sse", "config-string"}]


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_was_found_stays_mended(path: Path) -> None:
    """Each input that broke something once is held to the laws for ever."""
    targets()[path.parent.name](path.read_bytes())


@pytest.mark.parametrize("target", targets())
def test_the_seeds_keep_the_laws(target: str) -> None:
    """So do the streams and strings that fuzzers begin with."""
    for seed in seeds(target):
        targets()[target](seed)


@pytest.mark.parametrize("target", DECODERS)
def test_changed_streams_keep_the_laws(target: str) -> None:
    """A few hundred changes of the seeds, the same each time."""
    for number in range(300):
        data = seeds(target)[number % len(seeds(target))]
        for step in range(1 + number % 4):
            data = changed(data, 10 * number + step, pool(target))
        targets()[target](data)


def test_changes_change_and_repeat() -> None:
    """The same seed makes the same change, and few of them make none."""
    state = random.getstate()
    stream, events = seeds("openai.chat")[0], pool("openai.chat")
    made = [changed(stream, seed, events) for seed in range(200)]

    assert made == [changed(stream, seed, events) for seed in range(200)]
    assert sum(data != stream for data in made) > 150
    assert random.getstate() == state
    assert b"data: " in words("openai.chat")
    assert b"openai" in words("config-string")


def test_a_reader_that_forgets_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The standard, read slowly, says that an event has gone."""
    monkeypatch.setattr(SSEReader, "close", lambda _: None)

    with pytest.raises(AssertionError, match="it reads"):
        check_events(b"data: a")


def test_a_decoder_that_cuts_confuse_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces must say what the whole says."""
    dialect = get_dialect("openai.chat")
    decoder_type = type(dialect.stream_decoder())
    feed = decoder_type.feed
    monkeypatch.setattr(decoder_type, "feed", lambda self, data: feed(self, data) if len(data) > 20 else [])

    with pytest.raises(AssertionError, match="pieces it says"):
        check_stream(dialect, seeds("openai.chat")[0])


def test_a_decoder_that_crashes_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any error that isn't ours goes through."""
    dialect = get_dialect("anthropic.messages")
    monkeypatch.setattr(type(dialect.stream_decoder()), "on_event", lambda *_: {}["gone"])

    with pytest.raises(KeyError):
        check_stream(dialect, seeds("anthropic.messages")[0])


def test_an_answer_that_changes_when_written_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A response that was read must be there once it is written and read again."""
    dialect = get_dialect("openai.responses")
    first = seeds("openai.responses")[0]
    monkeypatch.setattr(type(dialect), "encode_stream", lambda *_: iter([seeds("openai.responses")[3]]))

    with pytest.raises(AssertionError, match="written again"):
        check_stream(dialect, first)


def test_an_error_that_echoes_a_value_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the parser says of a string, no value stands in it."""

    def echo(text: str) -> object:
        raise ConfigError(f"what is {text}?")

    monkeypatch.setattr("tests.fuzz.targets.parse_spec", echo)

    with pytest.raises(AssertionError, match="echoes"):
        check_config_string(b"openai:m?seed=abcdefgh12345678")


def test_the_slow_reading_is_the_standards() -> None:
    """The example of the standard, and its awkward corners."""
    stream = b": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n"

    assert reference_events(stream) == [("", b"first event"), ("", b"second event"), ("", b" third event")]
    assert reference_events(b"data\n\ndata\ndata\n\ndata:") == [("", b""), ("", b"\n"), ("", b"")]


@pytest.mark.parametrize("target", DECODERS)
def test_targets_bear_what_is_no_stream(target: str) -> None:
    """A typed error is an outcome like any other."""
    for data in (b"", b"\xff", b"<html>", b"data: {\n\n", b"data: " + b"[" * 10_000):
        targets()[target](data)
    with pytest.raises(InterlinguaError):
        get_dialect(target).stream_decoder().close()
