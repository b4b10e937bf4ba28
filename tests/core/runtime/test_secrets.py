"""What looks like a key, and what doesn't."""

from __future__ import annotations

import pytest

from interlingua._runtime.secrets import holds_credentials, is_secret, is_secret_name, looks_like_key, may_be_shown


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
