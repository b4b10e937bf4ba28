"""What a host lists itself, at a server on loopback."""

from __future__ import annotations

import pytest

from interlingua import AuthenticationError, ConfigError, ConversionError, LimitExceededError
from interlingua.cli import listing
from interlingua.cli.listing import Listed, listed_models
from interlingua.runtime import Backend
from interlingua.testing.fault_server import Answer, FaultServer
from interlingua.types.json import dumps


def asked(provider: str, *pages: object) -> tuple[list[Listed], list[tuple[str, str]]]:
    """Have a server answer with pages; give what is listed, and what was asked for."""
    with FaultServer(*(Answer(dumps(page)) for page in pages)) as server:  # type: ignore[arg-type]  # JSON
        listed = listed_models(Backend(f"{provider}:any?base_url={server.url}", {}))
        return listed, [(request.method, request.path) for request in server.requests]


def test_openai() -> None:
    """A listing comes whole, with times in seconds; a time that there can't be says nothing."""
    items = [{"id": "a", "created": 1_700_000_000}, {"id": "b", "created": 0}, {"id": "c", "created": 10**30}]

    assert asked("openai", {"object": "list", "data": items}) == (
        [Listed("a", "", "2023-11-14"), Listed("b", "", ""), Listed("c", "", "")],
        [("GET", "/models")],
    )


def test_an_array_alone() -> None:
    """As Together has it; a name that is the id says nothing more."""
    listed, _ = asked("together", [{"id": "a", "display_name": "A"}, {"id": "b", "name": "b"}])

    assert listed == [Listed("a", "A", ""), Listed("b", "", "")]


def test_pages() -> None:
    """Anthropic's listing comes in pages, each asked for behind the last one's end."""
    first = {"data": [{"id": "a", "display_name": "A", "created_at": "2026-01-02T03:04:05Z"}], "has_more": True, "last_id": "a"}
    last = {"data": [{"id": "b"}], "has_more": False, "last_id": "b"}

    assert asked("anthropic", first, last) == (
        [Listed("a", "A", "2026-01-02"), Listed("b", "", "")],
        [("GET", "/v1/models?limit=1000"), ("GET", "/v1/models?limit=1000&after_id=a")],
    )


@pytest.mark.parametrize(
    ("message", "page"),
    [
        ("is no listing of models", {"error": "x"}),
        ("is no listing of models", "x"),
        ("has no id", {"data": [{"name": "a"}]}),
        ("has no id", {"data": ["a"]}),
        ("none that is new", {"data": [{"id": "a"}], "has_more": True, "last_id": "a"}),
        ("none that is new", {"data": [{"id": "a"}], "has_more": True, "last_id": 5}),
    ],
)
def test_what_is_no_listing(message: str, page: object) -> None:
    """Nothing is left out of it in silence, and no page is asked for again and again."""
    with pytest.raises(ConversionError, match=message):
        asked("anthropic", page)


def test_a_listing_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """No host fills the memory."""
    monkeypatch.setattr(listing, "MAX_BYTES", 10)

    with pytest.raises(LimitExceededError):
        asked("openai", {"data": [{"id": "a"}]})


@pytest.mark.parametrize("provider", ["azure", "llamacpp", "kimi"])
def test_no_listing(provider: str) -> None:
    """It is told before anything is sent."""
    with pytest.raises(ConfigError, match=f"{provider} lists no models"):
        listed_models(Backend(f"{provider}:any", {}))


def test_a_failure_shows_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server may repeat it."""
    monkeypatch.setenv("OPENAI_API_KEY", "key-of-the-tests")
    refused = Answer(dumps({"error": {"message": "wrong: key-of-the-tests"}}), status=401)

    with FaultServer(refused) as server, pytest.raises(AuthenticationError) as caught:
        listed_models(Backend(f"openai:any?base_url={server.url}", {}))

    assert "key-of-the-tests" not in str(caught.value)
