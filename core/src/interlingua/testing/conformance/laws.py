"""The laws by number, and the mark that makes a method the test of one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

TestT = TypeVar("TestT", bound=Callable[..., None])


@dataclass(frozen=True, slots=True)
class Law:
    """A promise that every converter and provider keeps.

    Attributes:
        number: Its number in the documentation.
        name: Its name.
        rule: What it says, in a sentence.
    """

    number: int
    name: str
    rule: str


LAWS: Final = {
    law.number: law
    for law in (
        Law(1, "canonical round trip", "what is decoded from an encoding equals the original wherever no loss was recorded"),
        Law(2, "wire round trip", "what is encoded from a decoding equals the original body, fields nobody has heard of included"),
        Law(3, "no silent loss", "all that was said is in the output or under a loss, and nothing is made up"),
        Law(4, "pairing", "each tool result follows its call, ids and order kept"),
        Law(5, "streaming agrees", "the assembled chunks of a stream equal the decoded whole"),
        Law(6, "split-invariance", "however the bytes are cut, the chunks are the same"),
        Law(7, "hand-over", "what was said survives the way to another wire and back, or a loss says so"),
        Law(8, "total decoders", "no bytes raise anything but our errors, and no cut stream decodes as finished"),
        Law(9, "retry honesty", "nothing is tried again after the first chunk, and attempts are what the server saw"),
        Law(10, "nothing thrown away", "a broken stream keeps what had arrived; leaving it closes the connection"),
        Law(11, "stable prefix", "appending a message changes no earlier byte of the encoded messages"),
        Law(12, "no secrets", "no key is in a representation, an error, a pickle or a log"),
    )
}
"""Number → law."""


@dataclass(frozen=True, slots=True)
class LawTest:
    """A method that tests a law.

    Attributes:
        law: The law.
        method: The method, which takes the values by name.
        values: Parameter → the class method that gives its strategy.
        needs: The feature without which there is nothing to test, or None.
        varies: Whether it tries many variations of each sample, which takes seconds.
    """

    law: Law
    method: Callable[..., None]
    values: dict[str, str]
    needs: str | None
    varies: bool

    @property
    def why(self) -> str:
        """Why it matters, in the words of the docstring."""
        return self.method.__doc__ or ""


def proves(number: int, *, needs: str | None = None, varies: bool = False, **values: str) -> Callable[[TestT], TestT]:
    """Mark a method as a test of a law.

    Args:
        number: The law's number.
        needs: A feature that a dialect may declare to lack; then the test is skipped, and says so.
        varies: Whether it tries many variations of each sample, which takes seconds.
        values: Parameter → the name of the class method that gives its Hypothesis strategy.
    """

    def mark(method: TestT) -> TestT:
        method.interlingua_law = LawTest(LAWS[number], method, values, needs, varies)  # type: ignore[attr-defined]  # read by law_test
        return method

    return mark


def law_test(method: object) -> LawTest | None:
    """Give the mark of a method, or None."""
    found = getattr(method, "interlingua_law", None)
    return found if isinstance(found, LawTest) else None
