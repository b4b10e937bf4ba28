"""Texts, numbers and JSON values: what every other strategy is made of.

Texts come from every plane and hold lone surrogates, as JSON can carry them; two surrogates that make a pair are one character in
JSON, so no text holds a pair that is cut in two.
"""

from __future__ import annotations

from functools import cache
from string import ascii_letters, digits
from typing import TYPE_CHECKING, Any, TypeVar

from hypothesis import strategies as st

from interlingua.dialect import join_text
from interlingua.testing.pruning import FOREIGN
from interlingua.types.base import MARKS

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue

ValueT = TypeVar("ValueT")

AWKWARD_TEXTS = (
    "",
    " ",
    "\n",
    "\r\n",
    "\x00",
    "é",
    "日本語",
    "😀",
    "\u2028",
    "\ufeff",
    "\ud800",
    "\udfff",
    "</s>",
    '"',
    "\\",
    "data: x\n\n",
)
"""Texts that broke something somewhere."""


NAMES_LIKE_NOTES = (MARKS, "$spelling", "$content", "$item", "$message", "$absent", "$$", "$")
"""Names of fields that could be taken for a converter's own notes: a wire may have them like any other."""


@cache
def texts(*, min_size: int = 0) -> st.SearchStrategy[str]:
    """Text of every plane."""
    awkward = st.sampled_from([text for text in AWKWARD_TEXTS if len(text) >= min_size])
    return awkward | st.text(st.characters(), min_size=min_size, max_size=12).map(lambda text: join_text([text]))


@cache
def names() -> st.SearchStrategy[str]:
    """Tool names and ids, in the characters that every provider takes."""
    return st.text(ascii_letters + digits + "_-", min_size=1, max_size=16)


@cache
def unknown_names() -> st.SearchStrategy[str]:
    """Names of fields that no wire has: made up, and such as a converter may use for notes of its own."""
    made_up = names().map("x_".__add__)
    return made_up | st.sampled_from(NAMES_LIKE_NOTES) | made_up.map("$".__add__)


def instances(cls: type[ValueT], **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[ValueT]:
    """Values of a class; a field that isn't named keeps its default.

    Built from the fields one by one: examples made from a dictionary of them shrink worse.
    """
    return st.builds(cls, **fields)


@cache
def integers() -> st.SearchStrategy[int]:
    """Whole numbers, also beyond 64 bits."""
    return st.integers() | st.sampled_from([0, -1, 2**53 + 1, 2**63, -(2**64), 10**30])


@cache
def floats() -> st.SearchStrategy[float]:
    """Numbers that JSON can say, the largest and the smallest among them."""
    return st.floats(allow_nan=False, allow_infinity=False)


@cache
def json_values() -> st.SearchStrategy[JsonValue]:
    """Any JSON value."""
    leaves: st.SearchStrategy[JsonValue] = st.none() | st.booleans() | integers() | floats() | texts()
    return st.recursive(
        leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts(), inner, max_size=3), max_leaves=6
    )  # fmt: skip


@cache
def json_objects() -> st.SearchStrategy[JsonObject]:
    """Any JSON object."""
    return st.dictionaries(texts(), json_values(), max_size=3)


@cache
def provider_data(dialect: str = FOREIGN) -> st.SearchStrategy[dict[str, JsonObject]]:
    """Nothing, or fields that only one dialect knows."""
    fields = st.dictionaries(unknown_names(), json_values(), min_size=1, max_size=2)
    return st.just({}) | fields.map(lambda found: {dialect: found})
