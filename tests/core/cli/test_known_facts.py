"""`interlingua.cli.known_facts`: what is known, and who says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua import get_provider
from interlingua.cli.known_facts import Known, _holding, answer
from interlingua.dialect import Limit, Row, applied, facts, refuses

if TYPE_CHECKING:
    from interlingua.dialect import Verdict


def test_a_fact_that_is_known() -> None:
    """A feature has its meaning, a field by the same name has none, and a row of words has its note."""
    row = Row({"seed": False}, fields={"seed": True}, note="so be it")
    feature, field = [Known(fact, "toy", row) for fact in facts(row)]
    note = Known(None, "toy", row)

    assert ("feature", "seed", "refuses", False, "a seed, for answers that can be repeated") == _said(feature)
    assert ("field", "seed", "takes", True, None) == _said(field)
    assert ("note", "", "see the note", None, None) == _said(note)


def _said(known: Known) -> tuple[str, str, str, object, str | None]:
    return known.kind, known.about, known.verdict, known.value, known.meaning


@pytest.mark.parametrize(
    ("first", "then", "models"),
    [
        (False, Limit(at_most=1), ()),
        (False, Limit(at_most=1), ("m",)),
        (False, True, ()),
        (Limit(at_most=2), Limit(at_most=1), ()),
        (True, False, ()),
    ],
)
def test_what_holds_is_what_is_applied(first: Verdict, then: Verdict, models: tuple[str, ...]) -> None:
    """The last row, but no host's limit of what the model refuses."""
    rows = [Row({"temperature": first}, ("m",)), Row({"temperature": then}, models, ("toy",))]
    held = _holding(rows, "toy")["feature", "temperature"].value
    known = applied(rows, ["m"], ["toy"])
    limit = known.limit("temperature")

    assert (held is not False) == known.has("temperature")
    assert limit == (Limit(**held) if isinstance(held, dict) else Limit())


def test_rows_of_words_are_all_held() -> None:
    """None takes another one's place."""
    assert 2 == len(_holding([Row(note="a"), Row(note="b"), Row(note="a")], "toy"))


def test_a_host_before_its_plugin() -> None:
    """Its own rows, then its plugin's about it or its models, and nothing is missing; a plugin's first provider has no rest."""
    groq, openai = answer("groq", None), answer("openai", None)
    own = [row for row in get_provider("groq").rows() if row.hosts == ("groq",)]

    assert own == [known.row for known, after in zip(groq.known, [*groq.known[1:], None], strict=True) if _ends(known, after)][: len(own)]
    assert ("gpt-oss-20b", "gpt-oss-120b") in [known.row.models for known in groq.known]
    assert [] == [row for row in groq.rows if row not in [known.row for known in (*groq.known, *groq.rest)]]
    assert [] == [known.row for known in groq.rest if known.row in [it.row for it in groq.known]]
    assert [] == openai.rest


def _ends(known: Known, after: Known | None) -> bool:
    return after is None or after.row is not known.row


def test_a_model_is_named_by_rows() -> None:
    """By its own name, by its maker's, or by a pattern."""
    assert ["gpt-oss-120b", "openai/gpt-oss*"] == answer("groq", "openai/gpt-oss-120b").named
    assert ["qwen/qwen3*", "qwen/qwen3-32b"] == answer("groq", "qwen/qwen3-32b").named
    assert [] == answer("groq", "unheard-of").named
    assert {False} == {answer("openai", model).rest != [] for model in ("gpt-5", "unheard-of")}


def test_a_refusal_of_the_model_stays() -> None:
    """On a host that bounds the feature for all its models."""
    rows = [Row(refuses("temperature"), ("m",)), Row({"temperature": Limit(at_most=2)}, (), ("toy",))]

    assert _holding(rows, "toy")["feature", "temperature"].verdict == "refuses"
