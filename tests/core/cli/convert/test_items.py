"""What became of a line, as a worker tells it."""

from __future__ import annotations

from interlingua._runtime.convert.line import LineRules
from interlingua.cli.convert.items import Item, Outcome, convert_items

RULES = LineRules("openai.chat", "anthropic.messages")


def test_each_line_has_its_outcome() -> None:
    """Converted, refused, or without a text in the first place."""
    good = Item(1, b'[{"role":"user","content":"hi"}]')

    assert [
        Outcome(b'{"messages":[{"role":"user","content":[{"type":"text","text":"hi"}]}]}'),
        Outcome(None, (), "this is neither an object nor a list of messages (at $)"),
        Outcome(None, (), "a column holds a date"),
    ] == convert_items([good, Item(2, b"5"), Item(3, b"", "a column holds a date")], RULES)


def test_a_line_that_nests_too_deep_is_refused() -> None:
    """A field of the line's own may nest as deep as a line may, and no deeper."""
    deep = b'{"id":' + b"[" * 151 + b"]" * 151 + b',"messages":[]}'

    assert "depth limit" in str(convert_items([Item(1, deep)], RULES)[0].reason)
