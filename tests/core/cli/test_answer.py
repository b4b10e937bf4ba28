"""The answer on standard output."""

from __future__ import annotations

import io
import sys
import time
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from interlingua import PartEnd, ReasoningDelta, RefusalDelta, RefusalPart, TextDelta, TextPart
from interlingua.cli.answer import MarkdownAnswer, PlainAnswer, open_answer, show, texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from interlingua.types import Chunk

TEXT = "# Title\n\nSome **bold** words.\n\n- one\n- two\n\n1. first\n2. second\n\n```python\nx = 1\n\ny = 2\n```\n\nLast words"


def rendered(pieces: list[str], *, live: bool = False) -> str:
    """Give what Markdown in pieces looks like."""
    out = io.StringIO()
    answer = MarkdownAnswer(Console(file=out, width=60, height=10, force_terminal=live, color_system=None, legacy_windows=False), live=live)
    for piece in pieces:
        seen = len(out.getvalue())
        answer.take(piece)
        if live:
            until(lambda seen=seen: len(out.getvalue()) > seen)  # type: ignore[misc]  # a lambda's default has no type
    answer.end()
    return out.getvalue()


def until(shown: Callable[[], bool]) -> None:
    """Wait until something is shown."""
    for _ in range(200):
        if shown():
            return
        time.sleep(0.05)
    pytest.fail("it was never shown")


def test_what_a_person_reads() -> None:
    """Text and refusals are shown; a part that came without deltas is shown once, at its end."""
    chunks: list[Chunk] = [
        ReasoningDelta(0, 0, "hm"),
        TextDelta(1, "a"),
        TextDelta(1, "b"),
        PartEnd(1, TextPart("ab")),
        PartEnd(2, TextPart("c")),
        RefusalDelta(3, "no"),
        PartEnd(3, RefusalPart("no")),
    ]

    assert list(texts(chunks)) == ["a", "b", "c", "no"]


@pytest.mark.parametrize(("expected", "pieces"), [("a\n", ["a"]), ("a\n", ["a\n"]), ("", []), ("😀\x1b\n", ["\ud83d", "\ude00\x1b"])])
def test_plain_text_ends_with_a_newline(capfdbinary: pytest.CaptureFixture[bytes], expected: str, pieces: list[str]) -> None:
    """Text goes out as it came, pairs joined; a newline is added where there is none, and not to nothing."""
    answer = PlainAnswer(terminal=False)
    for piece in pieces:
        answer.take(piece)
    answer.end()

    assert capfdbinary.readouterr().out == expected.encode()


def test_plain_text_on_a_terminal_is_visible(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """On a terminal that renders nothing, control characters are shown."""
    answer = PlainAnswer(terminal=True)
    answer.take("a\x1b\r")
    answer.take("\nb\r")
    answer.end()

    assert capfdbinary.readouterr().out == b"a\\x1b\nb\\x0d\n"


def test_pieces_look_like_the_whole() -> None:
    """However an answer is cut, it looks the same in the end, line by line but for blank ones."""
    whole = _lines(rendered([TEXT]))

    assert _lines(rendered(list(TEXT))) == whole
    assert "Some bold words." in whole
    assert "1 first" in "\n".join(whole)


def test_live_ends_with_the_whole() -> None:
    """Drawn live, finished blocks stand above the tail and the last block stays."""
    shown = rendered([TEXT[:60], TEXT[60:]], live=True)

    assert "Last words" in shown.splitlines()[-1]
    assert "\x1b[?25h" in shown


def test_what_waits_is_drawn_without_more_text() -> None:
    """A piece that came too soon after a drawing is drawn a little later, though no other comes."""
    out = io.StringIO()
    answer = MarkdownAnswer(Console(file=out, width=60, height=10, force_terminal=True, color_system=None), live=True)
    answer.take("first")
    answer.take(" second")
    until(lambda: "first second" in out.getvalue())
    answer.end()

    assert out.getvalue().endswith("first second".ljust(60) + "\n")


def test_nothing_is_drawn_after_the_end() -> None:
    """A drawing that was still waiting when the answer ended is given up."""
    out = io.StringIO()
    answer = MarkdownAnswer(Console(file=out, width=60, height=10, force_terminal=True, color_system=None), live=True)
    answer.take("first")
    until(lambda: "first" in out.getvalue())
    answer.take(" second\ud83d")
    answer.end()
    ended = out.getvalue()
    answer._draw()

    assert out.getvalue() == ended
    assert ended.count("second") == 1


def test_the_cursor_rests_in_an_empty_row() -> None:
    """What the terminal prints at the cursor (`^C`) can't wrap, so all that was drawn is erased, however full its last row is."""
    out = io.StringIO()
    answer = MarkdownAnswer(Console(file=out, width=60, height=10, force_terminal=True, color_system=None), live=True)
    answer.take("x" * 90)
    until(lambda: "x" in out.getvalue())
    drawn = out.getvalue()
    answer.end()

    assert drawn.endswith(f"{'x' * 30:<60}\n")


def test_links_show_their_address() -> None:
    """A link's text can't hide where it leads, and no sequence carries it."""
    shown = rendered(["[bank](https://evil.example)"], live=True)

    assert "bank (https://evil.example)" in shown
    assert "\x1b]8" not in shown


def test_show_begins_once_text_comes_and_always_ends(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """What waits on the terminal goes before the first text; an answer that breaks is ended too."""
    events = []

    def chunks() -> Iterator[Chunk]:
        events.append("started")
        yield TextDelta(0, "a")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        show(chunks(), PlainAnswer(terminal=False), lambda: events.append("begin"))

    assert events[:2] == ["started", "begin"]
    assert capfdbinary.readouterr().out == b"a\n"


def test_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Piped text is plain; FORCE_COLOR renders it all the same, unless plain text is asked for."""
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO()))
    piped = open_answer()
    monkeypatch.setenv("FORCE_COLOR", "1")

    assert isinstance(piped, PlainAnswer)
    assert isinstance(open_answer(), MarkdownAnswer)
    assert isinstance(open_answer(plain=True), PlainAnswer)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
