"""The options' headers beside a request's own."""

from __future__ import annotations

import pytest
from tests.anthropic.bodies import NAME, keeps

from interlingua import Model
from interlingua.types import Request, UserMessage
from interlingua_anthropic.headers import with_headers
from interlingua_anthropic.options import AnthropicOptions


def request(headers: dict[str, object] | None = None) -> Request:
    """Make a request that brings headers of its own, and a field that no canonical one holds."""
    kept = keeps({"x": 1}) if headers is None else keeps({"x": 1}, headers=headers)  # type: ignore[arg-type]  # JSON
    return Request(model_id="m", messages=(UserMessage("hi"),), provider_data=kept)


@pytest.mark.parametrize(
    ("own", "betas", "expected"),
    [
        (None, "b1,b2", "b1,b2"),
        ({"anthropic-beta": "a"}, "b1", "a,b1"),
        ({"Anthropic-Beta": "a, b1"}, "b1,c", "a,b1,c"),
        ({"anthropic-beta": "a"}, "", "a"),
        ({"anthropic-beta": ["odd"]}, "b1", "b1"),
    ],
)
def test_betas(own: dict[str, object] | None, betas: str, expected: str) -> None:
    """Betas of both are joined, the request's first, each once."""
    options = AnthropicOptions.model_validate({"betas": betas or (), "extra_headers": "X-Team: t"})

    filled = with_headers(request(own), options)

    assert filled.provider_data == keeps({"x": 1}, headers={"x-team": "t", "anthropic-beta": expected})


def test_own_headers_win() -> None:
    """A header that the request says itself goes before the option's, however it is spelt."""
    options = AnthropicOptions.model_validate({"extra_headers": {"X-Team": "option", "X-Other": "option"}})

    filled = with_headers(request({"x-TEAM": "request"}), options)

    assert filled.provider_data["$marks"][NAME]["headers"] == {"x-team": "request", "x-other": "option"}


def test_nothing_asked() -> None:
    """Without either option the request is as it was."""
    asked = request({"X": "y"})

    assert with_headers(asked, AnthropicOptions()) is asked


def test_seen_by_prepare() -> None:
    """A dry run shows them, and nothing of a key."""
    model = Model("anthropic:claude-x?betas=b1&extra_headers=X-Team: a&extra_headers=X-Room: b", api_key="sk-ant-0123456789")

    headers = model.prepare("hi", provider_data=keeps(headers={"anthropic-beta": "a"})).headers

    assert headers == {"x-team": "a", "x-room": "b", "anthropic-beta": "a,b1"}
