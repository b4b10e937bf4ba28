"""`interlingua.dialect.row_words`: rows in words."""

from __future__ import annotations

import pytest

from interlingua.dialect import CallSignature, Limit, Row, refuses
from interlingua.dialect.row_words import sentence, verdict_words


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("takes", True),
        ("refuses", False),
        ("takes low, high", Limit(one_of=("low", "high"))),
        ("takes 1", Limit(one_of=(1.0,))),
        ("takes from 0 up to 1.5", Limit(at_least=0, at_most=1.5)),
        ("takes up to 4", Limit(at_most=4)),
    ],
)
def test_a_verdict(words: str, verdict: bool | Limit) -> None:  # noqa: FBT001 - a verdict
    """It takes a feature, takes it so, or refuses it."""
    assert words == verdict_words(verdict)


@pytest.mark.parametrize(
    ("words", "row"),
    [
        ("no `seed`, `image`", Row(refuses("seed", "image"))),
        ("takes `seed`", Row({"seed": True})),
        ("takes up to 4 as `stop`", Row({"stop": Limit(at_most=4)})),
        ("`stop` is `until`; takes `top_k`", Row(names={"stop": "until", "top_k": "top_k"})),
        ("no `logprobs`; takes `n`; so be it", Row(fields={"logprobs": False, "n": True}, note="so be it")),
        ("a call's id has exactly 9 letters and digits, others are mapped", Row(tool_id_length=9)),
        (
            "with `a` or `b*`: a step's first call gets a placeholder for a missing `extra.mark`; so be it",
            Row(models=("a", "b*"), call_signature=CallSignature((("extra", "mark"),), "none"), note="so be it"),
        ),
        ("reasoning goes back to models of its maker alone", Row(several_makers=True)),
        ("a tool's name is `[a-z]+`", Row(tool_names="[a-z]+")),
        ("a tool may have any name", Row(tool_names=".+")),
    ],
)
def test_a_row(words: str, row: Row) -> None:
    """The data first, then the note."""
    assert words == sentence(row)
