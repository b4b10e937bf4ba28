"""Markdown on a terminal, with nothing of the text swallowed."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from interlingua.cli.markdown_view import Foot, MarkdownView


def shown(text: str, *, width: int = 40) -> list[str]:
    """Give the rows that a text is shown in."""
    out = io.StringIO()
    Console(file=out, width=width, color_system=None).print(MarkdownView(text))
    return [row.rstrip() for row in out.getvalue().rstrip().splitlines()]


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (["<b>bold</b> and <kbd>x</kbd>", "line<br>"], "<b>bold</b> and <kbd>x</kbd>\nline<br>"),
        (["<script>", "  let a = b *c* d;", "</script>"], "<script>\n  let a = b *c* d;\n</script>"),
        (["<!-- note -->", "", "text"], "<!-- note -->\n\ntext"),
        (["<details>", "", "bold", "", "</details>"], "<details>\n\n**bold**\n\n</details>"),
        ([" • <i>", " • b"], "- <i>\n- b"),
    ],
)
def test_html_is_shown_as_it_is_written(expected: list[str], text: str) -> None:
    """Tags, scripts and comments are text; what stands between them is Markdown still."""
    assert shown(text) == expected


def test_lines_end_where_they_end() -> None:
    """A single newline ends a line, in paragraphs and in lists."""
    assert shown("Roses are red,\nViolets are **blue**") == ["Roses are red,", "Violets are blue"]
    assert shown("- one\n  more") == [" • one", "   more"]


def test_headings_begin_where_the_text_does() -> None:
    """Headings of every level are on the left."""
    assert shown("# Title\n\n## Section\n\ntext") == ["Title", "", "Section", "", "text"]


def test_long_lines_break_between_words() -> None:
    """A line that doesn't fit goes on below, no word cut."""
    assert shown("aaaa bbbb cccc dddd", width=10) == ["aaaa bbbb", "cccc dddd"]


def test_addresses_are_shown() -> None:
    """Links, images and definitions of links keep their addresses."""
    assert shown("[a](https://a.example)") == ["a (https://a.example)"]
    assert shown("see ![cat](https://b.example/c.png) there", width=60) == ["see cat (https://b.example/c.png) there"]
    assert shown("![](c.png)") == ["c.png"]
    assert shown("as in [1]\n\n[1]: https://a.example") == ["as in [1]", "", "[1]: https://a.example"]


@pytest.mark.parametrize(("expected", "lines"), [("1\n2\n\n", 2), ("3\n4\n5\n6\n7\n8\n\n", 8)])
def test_foot(expected: str, lines: int) -> None:
    """The last rows that fit are shown, and one that is empty."""
    out = io.StringIO()

    Console(file=out, width=20, height=8).print(Foot("\n".join(map(str, range(1, lines + 1)))), end="")

    assert out.getvalue() == expected
