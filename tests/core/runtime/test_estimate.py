"""A guess at a body's tokens, offline."""

from __future__ import annotations

from interlingua._runtime.estimate import estimate_tokens
from interlingua.types.json import dumps


def test_it_counts_four_bytes_a_token() -> None:
    """Rounded up."""
    body = {"messages": [{"role": "user", "content": "hello"}]}

    assert -(-len(dumps(body)) // 4) == estimate_tokens(body)


def test_a_binary_counts_flat() -> None:
    """An image costs about the same, whatever its bytes."""
    small, large = ({"data": "A" * size} for size in (5_000, 5_000_000))

    assert estimate_tokens(small) == estimate_tokens(large)
    assert 800 < estimate_tokens(large) < 900


def test_long_text_is_no_binary() -> None:
    """Neither words nor a script without spaces."""
    assert estimate_tokens({"text": "word " * 2_000}) >= 2_500
    assert estimate_tokens({"text": "天" * 5_000}) >= 3_750
