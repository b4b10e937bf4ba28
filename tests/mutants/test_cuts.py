"""What is cut, and that nothing else changes."""

from __future__ import annotations

import ast

from tests.mutants.cuts import cut, cuts_in

SOURCE = """
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    import json
WORDS = {'a', 'b'}
def told(one: str | None, *more: str) -> list[str] | None:
    'Say what was told.'
    if one and more:
        more[-1].strip(chars='.')
    elif not one:
        raise ValueError(one or 'nothing')
    return [two for two in more if two in WORDS]
"""


def test_each_thing_is_cut_once() -> None:
    """Each kind of cut is offered once, in the order of the code; a docstring, an annotation and an error's wording are left."""
    assert [(one.kind, one.first, one.code) for one in cuts_in(SOURCE)] == [
        ("drop 'a'", 5, "{'a', 'b'}"),
        ("drop 'b'", 5, "{'a', 'b'}"),
        ("never", 8, "one and more"),
        ("always", 8, "one and more"),
        ("drop operand 0", 8, "one and more"),
        ("drop operand 1", 8, "one and more"),
        ("delete", 9, "more[-1].strip(chars='.')"),
        ("drop chars", 9, "more[-1].strip(chars='.')"),
        ("the first for the last", 9, "more[-1]"),
        ("never", 10, "not one"),
        ("drop filter two in WORDS", 12, "[two for two in more if two in WORDS]"),
    ]


def test_a_cut_leaves_the_rest_as_it_was() -> None:
    """The changed lines of each."""
    before = ast.unparse(ast.parse(SOURCE)).splitlines()
    after = {one.kind: ast.unparse(cut(SOURCE, one)).splitlines() for one in cuts_in(SOURCE)}
    assert {kind: [line for line in lines if line not in before] for kind, lines in after.items()} == {
        "drop 'a'": ["WORDS = {'b'}"],
        "drop 'b'": ["WORDS = {'a'}"],
        "never": ["    elif False:"],
        "always": ["    if True:"],
        "drop operand 0": ["    if more:"],
        "drop operand 1": ["    if one:"],
        "delete": ["        pass"],
        "drop chars": ["        more[-1].strip()"],
        "the first for the last": ["        more[0].strip(chars='.')"],
        "drop filter two in WORDS": ["    return [two for two in more]"],
    }
