"""`interlingua.dialect.row_words`: rows in words."""

from __future__ import annotations

from typing import cast

import pytest

from interlingua.dialect import FEATURES, CallSignature, Limit, Row, as_table, refuses
from interlingua.dialect.row_words import facts, sentence, verdict_words


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("takes", True),
        ("refuses", False),
        ("takes low or high", Limit(one_of=("low", "high"))),
        ("takes 1", Limit(one_of=(1.0,))),
        ("takes at least 0 and at most 1.5", Limit(at_least=0, at_most=1.5)),
        ("takes at most 4", Limit(at_most=4)),
        ("takes any", Limit()),
    ],
)
def test_a_verdict(words: str, verdict: bool | Limit) -> None:  # noqa: FBT001 - a verdict
    """It takes a feature, takes it so, or refuses it."""
    assert words == verdict_words(verdict)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (Row(refuses("seed", "image"), fields={"logprobs": False}), "no `seed`, `image`, `logprobs`"),
        (Row({"stop": True}, fields={"n": True}), "takes `stop`; takes `n`"),
        (Row({"stop": Limit(at_most=4)}), "`stop` is at most 4"),
        (Row({"max_tokens": Limit(16, 32)}), "`max_tokens` is at least 16 and at most 32"),
        (Row({"reasoning_effort": Limit(one_of=("low", "high"))}), "`reasoning_effort` is `low` or `high`"),
        (Row(names={"stop": "until", "top_k": "top_k"}), "`stop` is `until`; takes `top_k`"),
        (Row(tool_id_length=9), "a call's id has exactly 9 letters and digits, others are mapped"),
        (
            Row(models=("a*", "b"), call_signature=CallSignature((("extra", "mark"),), "none"), note="so be it"),
            "with `a*` or `b`: a step's first call gets a placeholder for a missing `extra.mark`; so be it",
        ),
        (Row(tool_names="[a-z]+"), "a tool's name is `[a-z]+`"),
        (Row(tool_names=".+"), "a tool may have any name"),
        (Row(off_fields={"thinking": {"type": "disabled"}}), 'no reasoning is `{"thinking": {"type": "disabled"}}`'),
        (Row(several_makers=True), "reasoning goes back to models of its maker alone"),
    ],
)
def test_a_row_in_words(row: Row, said: str) -> None:
    """The data first, then the note."""
    assert said == sentence(row)


def test_the_facts_of_a_row() -> None:
    """Each by what it is about."""
    row = Row(
        {"seed": False, "stop": Limit(at_most=4)},
        fields={"n": True},
        names={"stop": "until", "top_k": "top_k"},
        tool_id_length=9,
        call_signature=CallSignature((("a", "mark"),), "none"),
        off_fields={"thinking": {"type": "disabled"}},
        several_makers=True,
        tool_names=".+",
    )

    assert list(facts(row)) == [
        ("feature", "seed", "refuses", False),
        ("feature", "stop", "takes at most 4", {"at_most": 4}),
        ("field", "n", "takes", True),
        ("name", "stop", "takes it as until", "until"),
        ("name", "top_k", "takes", "top_k"),
        ("rule", "tool_id_length", "takes 9 letters and digits", 9),
        (
            "rule",
            "call_signature",
            "takes a placeholder where there is no a.mark",
            {"places": [["a", "mark"]], "placeholder": "none"},
        ),
        ("rule", "off_fields", 'takes {"thinking": {"type": "disabled"}} for no reasoning', {"thinking": {"type": "disabled"}}),
        ("rule", "several_makers", "takes reasoning of the model's own maker", True),
        ("rule", "tool_names", "takes any", ".+"),
    ]
    assert list(facts(Row(tool_names="[a-z]+", note="so be it"))) == [("rule", "tool_names", "takes [a-z]+", "[a-z]+")]


def test_the_title_of_a_fact() -> None:
    """A field of the wire by a feature's name is told apart from the feature, and nothing else of a row has one."""
    row = Row({"max_tokens": False}, fields={"max_tokens": False}, names={"max_tokens": "limit"}, tool_id_length=9)

    assert ["max_tokens", "field max_tokens", "name max_tokens", "tool_id_length"] == [fact.title for fact in facts(row)]
    assert set() == FEATURES & {*Row.__dataclass_fields__}


def test_the_values_of_facts_are_what_a_file_holds() -> None:
    """Of features and fields alike."""
    row = Row({"seed": False, "temperature": Limit(0, 1)}, fields={"n": Limit(at_most=8), "mode": Limit(one_of=("a",))})

    assert {**cast("dict[str, object]", as_table(row)["takes"]), **cast("dict[str, object]", as_table(row)["fields"])} == {
        fact.about: fact.value for fact in facts(row)
    }
