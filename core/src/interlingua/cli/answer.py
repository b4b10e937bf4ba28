"""The answer on standard output: Markdown drawn live on a terminal, text exactly as it came elsewhere."""

from __future__ import annotations

import os
import sys
import threading
import time
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Final

from interlingua.cli.markdown_blocks import preview, split_blocks
from interlingua.cli.output import is_terminal, write_out
from interlingua.cli.terminal_text import Pieces, visible, whole
from interlingua.types import PartEnd, RefusalDelta, RefusalPart, TextDelta, TextPart

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from rich.console import Console, RenderableType
    from rich.live import Live

    from interlingua.types import Chunk

_SECONDS_BETWEEN_DRAWINGS: Final = 0.08


class Answer(ABC):
    """Takes an answer's text as it comes, and shows it."""

    def __init__(self, *, terminal: bool) -> None:
        """Begin with nothing shown; where a terminal would obey control characters, they are escaped."""
        self._pieces = Pieces((lambda text: visible(whole(text))) if terminal else whole)

    def take(self, text: str) -> None:
        """Show more of the answer."""
        if sure := self._pieces.feed(text):
            self.write(sure)

    def end(self) -> None:
        """Show what is left, and end the line."""
        if rest := self._pieces.close():
            self.write(rest)
        self.finish()

    @abstractmethod
    def write(self, text: str) -> None:
        """Show more text."""

    @abstractmethod
    def finish(self) -> None:
        """End the answer with a newline, if there was one."""


class PlainAnswer(Answer):
    """Text as it came, byte by byte; control characters are escaped only where a terminal would obey them."""

    _last = ""

    def write(self, text: str) -> None:
        """See `Answer.write`."""
        self._last = text[-1]
        write_out(text)

    def finish(self) -> None:
        """See `Answer.finish`."""
        if self._last not in {"", "\n"}:
            write_out("\n")


class MarkdownAnswer(Answer):
    """Markdown: finished blocks are printed for good, and the tail is drawn below them again and again."""

    def __init__(self, console: Console, *, live: bool) -> None:
        """Begin with nothing shown.

        Args:
            console: Where to print.
            live: Whether the unfinished tail is drawn too, which takes a real terminal.
        """
        super().__init__(terminal=True)
        self._console = console
        self._tail = ""
        self._printed = False
        self._lock = threading.Lock()
        self._drawn_at = 0.0
        self._timer: threading.Timer | None = None
        self._live: Live | None = None
        if live:
            from rich.live import Live

            self._live = Live(console=console, transient=True, auto_refresh=False, redirect_stdout=False, redirect_stderr=False)

    def write(self, text: str) -> None:
        """See `Answer.write`. Drawing waits its turn, so that many small pieces cost one drawing."""
        with self._lock:
            self._tail += text
            if self._live is None:
                finished, self._tail = split_blocks(self._tail)
                self._print(finished)
            elif self._timer is None:
                # Drawn by a thread: Ctrl-C ends what the main thread does, and half a drawing could not be erased.
                self._timer = threading.Timer(max(0.0, self._drawn_at + _SECONDS_BETWEEN_DRAWINGS - time.monotonic()), self._draw)
                self._timer.daemon = True
                self._timer.start()

    def finish(self) -> None:
        """See `Answer.finish`."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
            if self._live is not None:
                live, self._live = self._live, None
                live.stop()
            self._print(self._tail)
            self._tail = ""

    def _draw(self) -> None:
        from interlingua.cli.markdown_view import Foot

        with self._lock:
            if self._timer is None or self._live is None:  # the answer has ended meanwhile
                return
            self._timer = None
            self._live.start()  # once; later it does nothing
            # One write for both, the tail first: what is printed goes above what is drawn then.
            with self._console:
                finished, self._tail = split_blocks(self._tail)
                tail = self._markdown(preview(self._tail, max(3, self._console.height - 3)), below=bool(finished.strip()))
                self._live.update(Foot(tail), refresh=True)
                self._print(finished)
            self._drawn_at = time.monotonic()

    def _print(self, text: str) -> None:
        if text.strip():
            self._console.print(self._markdown(text))
            self._printed = True

    def _markdown(self, text: str, *, below: bool = False) -> RenderableType:
        from rich.padding import Padding

        from interlingua.cli.markdown_view import MarkdownView

        return Padding(MarkdownView(text), (1 if (self._printed or below) and text.strip() else 0, 0, 0, 0))


def open_answer(*, plain: bool = False) -> Answer:
    """Choose how the answer is shown: by what is asked for, by the terminal, and by FORCE_COLOR and NO_COLOR."""
    terminal = is_terminal(sys.stdout)
    if plain or not (terminal or os.environ.get("FORCE_COLOR")):
        return PlainAnswer(terminal=sys.stdout.isatty())
    from rich.console import Console

    return MarkdownAnswer(Console(), live=terminal)


def texts(chunks: Iterable[Chunk]) -> Iterator[str]:
    """Give the texts that a person reads; a part that came without deltas is given at its end. Pure."""
    streamed: set[int] = set()
    for chunk in chunks:
        match chunk:
            case TextDelta(index=index, text=text) | RefusalDelta(index=index, refusal=text):
                streamed.add(index)
                yield text
            case PartEnd(index=index, part=TextPart(text=text) | RefusalPart(refusal=text)) if index not in streamed:
                yield text
            case _:
                pass


def show(chunks: Iterable[Chunk], answer: Answer, begin: Callable[[], None]) -> None:
    """Show an answer to its end, or to where it breaks.

    Args:
        chunks: The answer's chunks.
        answer: How it is shown.
        begin: Called before the first text is shown.
    """
    try:
        for text in texts(chunks):
            begin()
            answer.take(text)
    finally:
        begin()
        answer.end()
