"""`interlingua.provider.options`: the options that every provider has."""

from __future__ import annotations

import math

import pytest
from pydantic import ValidationError

from interlingua.provider.options import REQUEST_OPTIONS, ProviderOptions, is_on_loopback
from interlingua.types import Request


def test_defaults() -> None:
    """Nothing is said unless the caller says it; a call may take ten minutes."""
    assert ProviderOptions().model_dump(exclude_none=True) == {"timeout": 600.0}


def test_request_options_are_fields_of_a_request() -> None:
    """An option that is a request's default has the name of its field in both."""
    assert set(REQUEST_OPTIONS) <= set(ProviderOptions.model_fields) & set(Request.model_fields)


def test_every_option_is_described() -> None:
    """The table of options has a line for each."""
    assert [name for name, field in ProviderOptions.model_fields.items() if not field.description] == []


@pytest.mark.parametrize("tail", ["?x=1", "?", "#part"])
def test_an_address_that_takes_no_path(tail: str) -> None:
    """An address with a query or a fragment is refused: a path behind it would belong to that."""
    with pytest.raises(ValidationError, match="no query and no fragment"):
        ProviderOptions(base_url=f"https://gateway.example/v1{tail}")


@pytest.mark.parametrize("given", ["END", ("END",), ["END"]])
def test_stop(given: object) -> None:
    """One text stands for a tuple of it."""
    assert ProviderOptions(stop=given).stop == ("END",)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "options",
    [{"timeout": 0}, {"max_tokens": 0}, {"top_p": math.inf}, {"temperature": math.nan}, {"tempo": 1}, {"seed": "x"}],
    ids=lambda options: next(iter(options)),
)
def test_refused(options: dict[str, float]) -> None:
    """What can't be is refused, and so is what nobody knows."""
    with pytest.raises(ValidationError):
        ProviderOptions(**options)  # type: ignore[arg-type]


def test_the_options_of_a_request() -> None:
    """Those that a request has by the same name are its defaults."""
    assert REQUEST_OPTIONS == ("max_tokens", "temperature", "top_p", "top_k", "seed", "stop")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("http://127.0.0.1:8080/v1", True),
        ("http://localhost", True),
        ("http://[::1]:8080", True),
        ("HTTP://LocalHost:80?x", True),
        ("https://localhost", False),
        ("http://localhost@evil.example", False),
        ("http://localhost:80@evil.example", False),
        ("http://localhost.example", False),
        ("http://[::1", False),
        ("", False),
        (None, False),
    ],
)
def test_loopback(address: str | None, expected: bool) -> None:  # noqa: FBT001 - a case
    """A server on this machine is known by its plain address alone."""
    assert is_on_loopback(address) is expected
