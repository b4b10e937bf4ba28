"""Where streamed Markdown is cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interlingua.cli.markdown_blocks import grammar, preview, split_blocks

LINES = st.lists(
    st.sampled_from(
        ["# head", "text", "more *text*", "", "- item", "  - inner", "  lazy", "1. one", "2. two", "> quote", "```", "~~~py", "    code",
         "---", "===", "| a | b |", "|---|---|", "| 1 | 2 |", "<div>", "</div>", "[1]: https://a.example", "***", "* star"]
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("finished", "tail", "text"),
    [
        ("", "a", "a"),
        ("", "a\n\nb", "a\n\nb"),  # the line may still become anything
        ("a\n\n", "b\n", "a\n\nb\n"),
        ("# a\n\ntext\nmore\n\n", "- x\n- y\n\n1", "# a\n\ntext\nmore\n\n- x\n- y\n\n1"),
        ("a\n\n", "```\nx\n\ny\n", "a\n\n```\nx\n\ny\n"),
        ("", "1. a\n\n2", "1. a\n\n2"),
        ("", "", ""),
        ("", "\n\n", "\n\n"),
    ],
)
def test_examples(finished: str, tail: str, text: str) -> None:
    """Blocks before the last one that began with a whole line are finished."""
    given_ = split_blocks(text)

    assert given_ == (finished, tail)


@given(LINES, st.integers(1, 7))
def test_finished_blocks_never_change(lines: list[str], step: int) -> None:
    """Printed piece by piece as it comes, a text has the blocks of the whole."""
    text = "\n".join(lines) + "\n"
    pieces, tail = [], ""
    for start in range(0, len(text), step):
        finished, tail = split_blocks(tail + text[start : start + step])
        pieces.append(finished)
    pieces.append(tail)

    blocks = [_blocks(piece) for piece in pieces]

    assert "".join(pieces) == text
    assert [block for piece in blocks for block in piece] == _blocks(text)


def _blocks(text: str) -> list[tuple[str, str]]:
    return [(token.type, token.content) for token in grammar().parse(text)]


def test_definitions_of_links_are_text() -> None:
    """A definition that comes after what refers to it is printed can't change it; so it is shown as it is written."""
    assert _blocks("[1]: https://a.example")[1] == ("inline", "[1]: https://a.example")


def test_preview_keeps_the_fence() -> None:
    """The last lines of a long code block are still code."""
    assert preview("```py\n1\n2\n3\n4", 2) == "```py\n3\n4"


def test_preview_of_what_fits() -> None:
    """A short tail is shown whole, a long one by its end."""
    assert preview("a\nb", 2) == "a\nb"
    assert preview("a\nb\nc", 2) == "b\nc"
