"""Text that a wire may cut between the two halves of a surrogate pair, and that may hold a half alone. Pure."""

from __future__ import annotations


def whole(text: str) -> str:
    """Join halves of a pair to the character that they mean; a half alone stays as it is."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


class PairJoiner:
    """Joins pairs that were cut between two pieces of a text: a first half waits for the next piece."""

    def __init__(self) -> None:
        """Begin with nothing waiting."""
        self._waiting = ""

    def feed(self, text: str) -> str:
        """Take a piece, give what is sure."""
        text, self._waiting = self._waiting + text, ""
        if text and "\ud800" <= text[-1] <= "\udbff":
            text, self._waiting = text[:-1], text[-1]
        return whole(text)

    def close(self) -> str:
        """Give what still waits: half a pair."""
        waiting, self._waiting = self._waiting, ""
        return waiting
