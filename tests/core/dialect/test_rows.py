"""`interlingua.dialect.rows`: which rows are about a model on a host, and what they say together."""

from __future__ import annotations

import pickle

import pytest

from interlingua.dialect import EVERYTHING, CallSignature, Capabilities, Limit, Row, applied, refuses
from interlingua.dialect.rows import about
from interlingua.errors import ConfigError

HERE = ("here",)


@pytest.mark.parametrize(
    "name",
    ["m-4", "m-4-20251101", "m-4@20251101", "m-4-2025-11-01", "m-4-20251101-v1:0", "m-4-latest", "m-4-0613", "m-4-1106-preview", "m-4:0"],
)
def test_a_model_stands_for_its_versions(name: str) -> None:
    """In each host's spelling of them."""
    assert Row(models=("m-4",)).exactness((name,), HERE) == 3


@pytest.mark.parametrize("name", ["m-4-5", "m-4-mini", "m-40", "xm-4", "M-4", "m-4.1", "m-4-20251101x", ""])
def test_another_model_is_another_one(name: str) -> None:
    """Also one whose name begins alike."""
    assert Row(models=("m-4",)).exactness((name,), HERE) is None


@pytest.mark.parametrize(
    ("pattern", "name", "fits"), [("m*", "m-4", True), ("*-mini", "m-mini", True), ("m.4*", "mx4", False), ("*", "", True)]
)
def test_a_star_stands_for_anything(pattern: str, name: str, fits: bool) -> None:  # noqa: FBT001 - a parameter
    """And every other character for itself."""
    assert fits == (Row(models=(pattern,)).exactness((name,), HERE) is not None)


def test_a_row_of_hosts_is_about_those() -> None:
    """One without hosts is about all, and one without models about all models."""
    assert Row(hosts=("here", "there")).exactness(("m",), HERE) == 0
    assert Row(hosts=("there",)).exactness(("m",), HERE) is None
    assert Row().exactness((), ()) == 0


def test_the_more_exact_row_holds() -> None:
    """Whatever their order, and what a host says before what is said of the model everywhere."""
    loose, exact, host = Row(refuses("seed"), ("m*",)), Row({"seed": True}, ("m-4",)), Row(refuses("seed"), hosts=HERE)

    assert [loose, exact, host] == about([host, exact, loose], ("m-4",), HERE)
    assert EVERYTHING == applied([exact, loose], ("m-4",), ("there",))
    assert Capabilities(frozenset({"seed"})) == applied([exact, loose, host], ("m-4",), HERE)


def test_any_of_the_models_names_will_do() -> None:
    """A host calls a model otherwise than its maker."""
    assert applied([Row(refuses("seed"), ("m",))], ("us.m-v1:0", "m"), HERE).lacks == {"seed"}


def test_all_that_rows_say_is_applied() -> None:
    """The later row wins where both say something."""
    signature = CallSignature((("extra", "mark"),), "none")
    rows = [
        Row(refuses("seed", "image") | {"temperature": Limit(at_most=1)}, fields={"logprobs": False, "n": False}, names={"a": "b"}),
        Row({"image": True, "temperature": False, "stop": Limit(at_most=4)}, fields={"n": True}, names={"a": "c"}, tool_id_length=9),
        Row(call_signature=signature),
    ]

    assert applied(rows, ("m",), HERE) == Capabilities(
        frozenset({"seed", "temperature"}), {"a": "c"}, 9, signature, {"stop": Limit(at_most=4)}, frozenset({"logprobs"})
    )


def test_what_was_known_yields() -> None:
    """To what the rows say, and stays where they say nothing."""
    known = Capabilities(frozenset({"seed", "image"}), {"a": "b"}, 9, None, {"stop": Limit(at_most=4)}, frozenset({"n"}))

    assert applied([Row({"seed": True, "stop": True}, fields={"n": True})], ("m",), HERE, known) == Capabilities(
        frozenset({"image"}), {"a": "b"}, 9
    )
    assert applied([Row(refuses("seed"), ("other",))], ("m",), HERE, known) is known


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"takes": {"sede": False}}, "there is no feature 'sede'"),
        ({"takes": {"temperature": {"at_most": 1}}}, "a row can't say {'at_most': 1} of temperature"),
        ({"fields": {"logprobs": "no"}}, "a row can't say 'no' of logprobs"),
        ({"models": "o3-mini"}, "a row's models are a tuple of names, and this is one text"),
        ({"hosts": "openai"}, "a row's hosts are a tuple of names, and this is one text"),
    ],
)
def test_what_would_have_no_effect_is_refused(row: dict[str, object], told: str) -> None:
    """Before anybody relies on it."""
    with pytest.raises(ConfigError) as raised:
        Row(**row)  # type: ignore[arg-type]  # the point

    assert told == str(raised.value).splitlines()[0]


def test_rows_are_values() -> None:
    """Two that say the same are equal, and one may be pickled."""
    row = Row({"temperature": Limit(at_most=1)}, ("m",), names={"a": "b"})

    assert row == Row({"temperature": Limit(at_most=1)}, ("m",), names={"a": "b"}) == pickle.loads(pickle.dumps(row))  # noqa: S301 - our own bytes
    assert row != Row()
