"""Twin of turns.py: how both dialects write messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua.dialect import NOTHING, Capabilities, Kept, LossLog
from interlingua.types import Citation, JsonObject, JsonValue, TextPart
from interlingua_openai.turns import bare_text, is_plain, known_role, write_content

if TYPE_CHECKING:
    from interlingua.types import Part

DIALECT = "some.dialect"
A: Part = TextPart("a")


@pytest.mark.parametrize(
    ("role", "kept", "lacks", "expected", "paths"),
    [
        ("system", Kept({"role": "developer", "x": 1}), True, ("system", Kept({"x": 1})), ["$.messages[1].role"]),
        ("system", Kept({"role": "developer", "x": 1}), False, ("developer", Kept({"role": "developer", "x": 1})), []),
        ("system", Kept({"x": 1}), True, ("system", Kept({"x": 1})), []),
        ("system", Kept({"role": "odd"}), True, ("system", Kept({"role": "odd"})), []),
        ("user", Kept({"role": "developer"}), False, ("user", Kept({"role": "developer"})), []),
        ("system", NOTHING, True, ("system", NOTHING), []),
    ],
)
def test_a_role_that_the_host_does_not_know(
    role: str,
    kept: Kept,
    lacks: bool,  # noqa: FBT001 - a column
    expected: tuple[str, Kept],
    paths: list[str],
) -> None:
    """Is left out, aloud; only a system message has one of two words."""
    log = LossLog(DIALECT, "$.messages", 1)

    assert known_role(role, kept, Capabilities(frozenset({"developer_role"} if lacks else ())), log) == expected
    assert [loss.path for loss in log.records] == paths


@pytest.mark.parametrize(
    ("content", "plain"),
    [
        ([A], True),
        ([TextPart("a", provider_data={"other": {"x": 1}})], True),
        ([TextPart("a", provider_data={"$marks": {"other": {"x": 1}}})], True),
        ([TextPart("a", provider_data={DIALECT: {"x": 1}})], False),
        ([TextPart("a", provider_data={"$marks": {DIALECT: {"x": 1}}})], False),
        ([A, A], False),
        ([], False),
    ],
)
def test_plain_content_is_one_text_with_nothing_of_the_dialect_beside_it(content: list[Part], plain: bool) -> None:  # noqa: FBT001 - a column
    """Only that is said as a string."""
    assert is_plain(content, DIALECT) is plain


def test_a_bare_text_loses_nothing_as_a_string() -> None:
    """A plain one does that cites something."""
    cited, marked = TextPart("a", [Citation(url="u")]), TextPart("a", provider_data={"$marks": {DIALECT: {"x": 1}}})
    elsewhere = TextPart("a", provider_data={"other": {"x": 1}})

    assert [bare_text(content, DIALECT) for content in ([A], [elsewhere], [cited], [marked], [A, A], [])] == [
        "a",
        "a",
        None,
        None,
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("content", "form", "expected"),
    [
        ([A], None, "a"),
        ([A], "list", ["blocks"]),
        ([A], "null", "a"),  # it was changed since
        ([A], "absent", "a"),
        ([A, A], "absent", ["blocks"]),
        ([], None, ["blocks"]),
        ([], "list", ["blocks"]),
        ([], "null", None),
        ([], "absent", "nothing"),
    ],
)
def test_content_is_written_in_the_form_that_the_wire_had(content: list[Part], form: str | None, expected: JsonValue) -> None:
    """While that still fits."""
    out: JsonObject = {}
    kept = NOTHING if form is None else NOTHING.spelled("output", form)

    write_content(out, content, ["blocks"], kept, DIALECT, field="output")

    assert out.get("output", "nothing") == expected
