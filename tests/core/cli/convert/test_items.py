"""What became of a line, as a worker tells it."""

from __future__ import annotations

from interlingua._runtime.convert.line import LineRules
from interlingua.cli.convert.items import Item, Outcome, convert_items

RULES = LineRules("openai.chat", "anthropic.messages")

HINT = "a line is a request's body, a record that holds a conversation, or a list of messages"


def test_each_line_has_its_outcome() -> None:
    """Converted, refused with the next step, or without a text in the first place."""
    good = Item(1, b'[{"role":"user","content":"hi"}]')

    assert [
        Outcome(b'{"messages":[{"role":"user","content":[{"type":"text","text":"hi"}]}]}'),
        Outcome(None, (), f"this is neither an object nor a list of messages (at $); {HINT}"),
        Outcome(None, (), "a column holds a date"),
    ] == convert_items([good, Item(2, b"5"), Item(3, b"", "a column holds a date")], RULES)


def test_a_line_that_nests_too_deep_is_refused() -> None:
    """A field of the line's own may nest as deep as a line may, and no deeper."""
    deep = b'{"id":' + b"[" * 151 + b"]" * 151 + b',"messages":[]}'

    assert "depth limit" in str(convert_items([Item(1, deep)], RULES)[0].reason)


def test_what_to_do_about_a_loss_is_not_said_for_each_line() -> None:
    """The command says it once."""
    audio = b'[{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}}]}]'

    assert "on_loss" not in str(convert_items([Item(1, audio)], RULES)[0].reason)


def test_what_is_spread_over_lines_is_told() -> None:
    """Its first line says so."""
    assert "ends in .json" in str(convert_items([Item(1, b"[\r")], RULES)[0].reason)
