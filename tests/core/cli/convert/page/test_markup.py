"""How texts become part of the page."""

from __future__ import annotations

from interlingua.cli.convert.page.markup import counted, group_name, safe, to_bytes


def test_nothing_is_a_tag_or_commands_a_screen() -> None:
    """Quotes count as well: some texts stand in attributes."""
    assert safe('<b a="\'">&\x1b\u202e') == "&lt;b a=&quot;&#x27;&quot;&gt;&amp;\\x1b\\u202e"


def test_what_is_too_long_says_how_long() -> None:
    """An escape is never cut: the text is, before."""
    assert safe("<<<<", 2) == "&lt;&lt;… 2 more characters"


def test_half_a_character_is_shown() -> None:
    """As its escape."""
    assert to_bytes("\ud800ä") == b"\\ud800\xc3\xa4"


def test_a_group_has_a_name_of_its_own() -> None:
    """By kind and reason, whatever they hold; never a word of theirs."""
    names = {group_name("hint", "a"), group_name("content", "a"), group_name("hint", "b"), group_name("hint", '">\ud800')}

    assert len(names) == 4
    assert all(name.isalnum() for name in names)


def test_numbers_have_their_words() -> None:
    """One is not many."""
    assert [counted(1, "line"), counted(2_000, "line"), counted(0, "loss", "losses")] == ["1 line", "2,000 lines", "0 losses"]
