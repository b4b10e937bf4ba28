"""`interlingua count`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.types.json import loads

if TYPE_CHECKING:
    from tests.core.cli.conftest import Run


def test_estimate_is_offline(run: Run) -> None:
    """A guess needs no key and no network; as JSON it says that it is one."""
    number = run("count", "hello world", "-m", "openai:gpt-4o", "--estimate").stdout
    json = loads(run("count", "hello world", "-m", "openai:gpt-4o", "--estimate", "--json").stdout)

    assert json == {"format": 1, "model": "openai:gpt-4o", "input_tokens": int(number), "estimated": True}


def test_nothing_to_count(run: Run) -> None:
    """Counting nothing is wrong use."""
    assert run("count").exit_code == 2


def test_real_counts_need_a_key(run: Run) -> None:
    """The provider's own figure takes a key."""
    assert run("count", "hi", "-m", "anthropic:claude-opus-4-8").exit_code == 4
