"""What looks like a key and what doesn't; any text is split into pieces, and shown without values."""

from __future__ import annotations

import pytest

from interlingua._runtime.shown import (
    Option,
    SpecText,
    holds_credentials,
    is_secret,
    is_secret_name,
    looks_like_key,
    may_be_shown,
    neighbour,
    quoted,
)


@pytest.mark.parametrize(
    "name", ["api_key", "apikey", "X-Api-Key", "token", "hf_token", "client_secret", "db.password", "Authorization", "ACCESS_TOKEN"]
)
def test_names_of_keys(name: str) -> None:
    """Case and separators don't matter."""
    assert is_secret_name(name)


@pytest.mark.parametrize("name", ["max_tokens", "stop", "prompt_cache_key", "pad_token", "keyboard", ""])
def test_names_of_other_options(name: str) -> None:
    """A word that merely ends or begins like one is no key's name."""
    assert not is_secret_name(name)


@pytest.mark.parametrize(
    "text",
    ["sk-abc", " sk-abc", "x sk-ant-api03", "a=sk-0123456789abcdef", "gsk_abcdefgh", "AIzaSyAbcdef", "Bearer abcdef",
     "eyJhbGciOiJIUzI1.eyJz", "ghp_0123456789abcdefgh"],
)  # fmt: skip
def test_keys(text: str) -> None:
    """Known prefixes are found at the start and inside."""
    assert looks_like_key(text)
    assert is_secret(text)
    assert not may_be_shown(text)


@pytest.mark.parametrize("text", ["opus-mt-sk-en", "task-skeleton", "hf_tiny", "xai-grok", "pplx-7b-chat", "basic", ""])
def test_texts_that_are_no_keys(text: str) -> None:
    """Models may have such names."""
    assert not is_secret(text)
    assert may_be_shown(text)


@pytest.mark.parametrize(
    "address", ["http://u:p@h", "https://token@h/x", "//u:p@h", "http://h/?api_key=1", "http://h/?a=1&token=x", "x https://u@h"]
)
def test_addresses_with_credentials(address: str) -> None:
    """User, password and a key in the query all count."""
    assert holds_credentials(address)


@pytest.mark.parametrize("address", ["http://h:8080/v1", "https://h/a@b", "user@host", "http://h/?model=x", "?key=1"])
def test_addresses_without_credentials(address: str) -> None:
    """Only an address can have them."""
    assert not holds_credentials(address)


@pytest.mark.parametrize("text", ["0123456789abcdef0123", "http://u:half", "x/aB3aB3aB3aB3aB3aB3aB3"])
def test_texts_that_are_not_shown(text: str) -> None:
    """A long random run may be a key of an unknown form, and a `:` in an address's host half of a password."""
    assert not is_secret(text)
    assert not may_be_shown(text)


def test_splits_where_the_marks_stand() -> None:
    """Spans are places in the text."""
    source = SpecText("a:b?c=d&e")

    assert (source.provider, source.model_id, source.asks) == ((0, 1), (2, 3), True)
    assert source.options == (Option((4, 5), (6, 7)), Option((8, 9), None))
    assert source[(2, 3)] == "b"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("a:b", "a:b"),
        ("a:b?c=dddd&e=&f", "a:b?c=…&e=&f"),
        ("a:b?token=dd&e=f", "a:b?token=…"),
        ("a:b?Word", "a:b?…"),
        ("a://u", "a:…"),
        ("a:" + "b" * 201, "a:…"),
        ("a:b\n", "a:b\ufffd"),
    ],
)
def test_masks(text: str, shown: str) -> None:
    """Values, what follows a key's name, and what may be part of a value are shown as `…`."""
    assert SpecText(text).masked() == shown


@pytest.mark.parametrize(
    ("span", "over"),
    [((0, 1), "a"), ((2, 5), "bcd"), ((3, 4), "c"), ((8, 9), "…"), ((12, 13), "f"), ((14, 15), "…"), ((0, 17), "a:bcd?e=…&f=…")],
)
def test_places_are_translated(span: tuple[int, int], over: str) -> None:
    """A place in a masked value is the whole mask; every other keeps its characters."""
    error = SpecText("a:bcd?e=ggg&f=hhh").fault("x", span)

    assert error.text is not None
    assert error.span is not None
    assert error.text[slice(*error.span)] == over


def test_a_fault_at_the_end_stands_after_the_text() -> None:
    """What is missing is marked where it would stand."""
    assert SpecText("a:b?").fault("x", (4, 4)).span == (4, 4)


def test_tells_what_is_shown() -> None:
    """A masked piece is not shown."""
    source = SpecText("a:b?c=d")

    assert source.shows(source.provider)
    assert not source.shows((6, 7))


def test_neighbours() -> None:
    """Case and the kind of dash don't matter; the known word is given as it is known."""
    assert neighbour("MAX-TOKEN", ["max_tokens", "seed"]) == "max_tokens"
    assert neighbour("zzz", ["max_tokens"]) is None
    assert neighbour("zai", ["xai"]) == "xai"
    assert neighbour("zai", ["xai"], likeness=0.8) is None


def test_a_name_is_quoted_where_it_may_be_shown() -> None:
    """A long one, and what looks like a key, is only spoken of."""
    assert quoted("max_tokn") == "'max_tokn'"
    assert quoted("sk-ant-api03-0123456789") == quoted("x" * 61) == quoted("xxx", 2) == "of that name"
