"""What SDKs' clients have in common: loading, copies of the caller's own, retries, logs; over the real SDKs."""

from __future__ import annotations

import json
import logging
import sys
from importlib.metadata import requires
from typing import TYPE_CHECKING

import anthropic
import httpx
import httpx2
import openai
import pytest
from tests.core.provider.transport.kinds import ADDRESS, ANTHROPIC, AZURE, KEY, OPENAI, REQUEST, Kind, answer, each_sdk

from interlingua.errors import APIConnectionError, APITimeoutError, AuthenticationError, ConfigError
from interlingua.provider import FormPart, Multipart, WireRequest
from interlingua.provider.installing import install_command
from interlingua.provider.transport.sdk_clients import conceal_headers, unlogged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interlingua.types import JsonObject

OWN = "own-secret-key"
BODY: JsonObject = {"model": "m", "messages": [{"content": "my prompt", "x": None}], "max_tokens": 5, "stream": True}


class TestLoading:
    """When the SDK is imported."""

    @each_sdk
    async def test_missing(self, kind: Kind, monkeypatch: pytest.MonkeyPatch) -> None:
        """Without it, the first send says what to install."""
        extra = "anthropic" if kind is ANTHROPIC else "openai"
        monkeypatch.setitem(sys.modules, extra, None)

        errors = await kind.raised(kind.transport(kind.settings()), kind.async_transport(kind.settings()))

        assert [type(item) for item in errors] == [ConfigError, ConfigError]
        wanted = next(line for line in requires(f"interlingua-{extra}") or () if line.startswith(f"{extra}>="))
        assert {item.hint for item in errors} == {install_command(wanted)}
        assert [item.__context__ is None or item.__suppress_context__ for item in errors] == [True, True]


class TestCallersOwn:
    """A client that the caller made."""

    @each_sdk
    async def test_used_and_left_open(self, kind: Kind) -> None:
        """Its key and address are sent with our body; it stays open and as it was, and its key is blanked in errors."""
        recorded = answer(b'{"error": {"type": "authentication_error", "message": "bad %s"}}' % OWN.encode(), status=401)
        http, async_http = recorded.client(), recorded.async_client()
        own = kind.own(api_key=OWN, base_url="https://own.invalid", http_client=http, default_headers={"x-team": "t"})
        async_own = kind.async_own(api_key=OWN, base_url="https://own.invalid", http_client=async_http, default_headers={"x-team": "t"})
        settings, async_settings = (kind.settings(client=client) for client in (own, async_own))
        object.__setattr__(settings, "api_key", OWN)  # the runtime reads it from the client
        object.__setattr__(async_settings, "api_key", OWN)
        sync, awaited = kind.transport(settings), kind.async_transport(async_settings)

        errors = await kind.raised(sync, awaited)
        sync.close()
        await awaited.aclose()
        del sync

        assert [type(item) for item in errors] == [AuthenticationError, AuthenticationError]
        assert [item.message for item in errors] == ["bad …", "bad …"]
        assert len(recorded.requests) == 2
        for request in recorded.requests:
            assert str(request.url).partition("?")[0] == f"https://own.invalid{kind.below}/path"
            assert OWN in (request.headers.get("api-key"), request.headers.get("authorization", "").removeprefix("Bearer "))
            assert request.headers["x-team"] == "t"
        assert not http.is_closed
        assert not async_http.is_closed
        assert own.max_retries == async_own.max_retries == 2

    @each_sdk
    async def test_what_it_says_of_itself_is_blanked(self, kind: Kind) -> None:
        """A token that only the client knows, from its own headers, is in no error, though the server repeats it."""
        token = "t0p-secret-token"  # noqa: S105 - the one looked for
        recorded = answer(b'{"error": {"type": "authentication_error", "code": "c", "message": "bad %s"}}' % token.encode(), status=401)
        headers = {"x-gateway-token": f"Bearer {token}"}
        own = kind.own(api_key=OWN, base_url="https://own.invalid", http_client=recorded.client(), default_headers=headers)
        async_own = kind.async_own(
            api_key=OWN, base_url="https://own.invalid", http_client=recorded.async_client(), default_headers=headers
        )

        errors = await kind.raised(kind.transport(kind.settings(client=own)), kind.async_transport(kind.settings(client=async_own)))

        assert ["bad …", "bad …"] == [item.message for item in errors]
        assert not any(token in repr(vars(item)) for item in errors)

    @each_sdk
    async def test_closed_already(self, kind: Kind) -> None:
        """It says so in an error of ours."""
        own = kind.own(api_key=OWN, base_url="https://own.invalid")
        async_own = kind.async_own(api_key=OWN, base_url="https://own.invalid")
        own.close()
        await async_own.close()

        errors = await kind.raised(kind.transport(kind.settings(client=own)), kind.async_transport(kind.settings(client=async_own)))

        assert all(isinstance(item, ConfigError | APIConnectionError) for item in errors)
        assert all("closed" in item.message for item in errors)

    @each_sdk
    async def test_only_once(self, kind: Kind) -> None:
        """Its own retries are off for our calls."""
        recorded = answer(b"{}", status=503)
        recorded.headers["x-should-retry"] = "true"
        own = kind.own(api_key=OWN, base_url=ADDRESS, max_retries=5, http_client=recorded.client())
        async_own = kind.async_own(api_key=OWN, base_url=ADDRESS, max_retries=5, http_client=recorded.async_client())

        errors = await kind.raised(kind.transport(kind.settings(client=own)), kind.async_transport(kind.settings(client=async_own)))

        assert len(errors) == len(recorded.requests) == 2

    @each_sdk
    async def test_environment(self, kind: Kind, monkeypatch: pytest.MonkeyPatch) -> None:
        """What it took from the SDK's variables is its own, and stays."""
        recorded = answer(b"{}")
        monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Team: t")
        monkeypatch.setenv("ANTHROPIC_CUSTOM_HEADERS", "X-Team: t")

        own = kind.own(api_key=OWN, base_url=ADDRESS, http_client=recorded.client())
        kind.transport(kind.settings(client=own)).open(REQUEST).close()

        assert recorded.requests[0].headers["x-team"] == "t"

    @each_sdk
    @pytest.mark.parametrize("is_async", [False, True])
    async def test_of_another_kind(self, kind: Kind, is_async: bool) -> None:  # noqa: FBT001 - a case
        """What isn't the SDK's client, or not for this kind of model, is refused."""
        other = (kind.own if is_async else kind.async_own)(api_key=OWN, base_url=ADDRESS)
        foreign = anthropic.Anthropic(api_key=OWN) if kind is not ANTHROPIC else openai.OpenAI(api_key=OWN)
        for client in (other, foreign, httpx2.Client(), type(other)):
            settings = kind.settings(client=client)

            with pytest.raises(ConfigError, match=f"client is a {type(client).__name__}, not ") as caught:
                await kind.async_transport(settings)._ready() if is_async else kind.transport(settings)._ready()

            assert caught.value.option == "client"
            assert (" for an AsyncModel of " if is_async else " for a Model of ") in str(caught.value)

    @pytest.mark.parametrize(
        ("kind", "options"),
        [
            (ANTHROPIC, {"base_url": "https://x.invalid"}),
            (ANTHROPIC, {"platform": "first-party"}),
            (ANTHROPIC, {"proxy": "http://p.invalid"}),
            (OPENAI, {"base_url": "https://x.invalid"}),
            (OPENAI, {"organization": "o"}),
            (OPENAI, {"project": "p"}),
            (AZURE, {"base_url": "https://x.invalid"}),
            (AZURE, {"api_version": "2024-10-21"}),
        ],
    )
    def test_contradicted(self, kind: Kind, options: dict[str, object]) -> None:
        """An option that says what a client has already is refused beside one."""
        settings = kind.settings(client=kind.own(api_key=OWN, base_url=ADDRESS))
        object.__setattr__(settings, "options", kind.options.model_validate(options))

        with pytest.raises(ConfigError, match="don't go together") as caught:
            kind.transport(settings).open(REQUEST)

        assert [caught.value.option] == list(options)

    @pytest.mark.parametrize("kind", [OPENAI, AZURE], ids=lambda kind: kind.name)
    @pytest.mark.parametrize(
        ("error", "before", "after"),
        [(httpx.ReadTimeout("slow"), APITimeoutError, APITimeoutError), (httpx.ReadError("reset"), APIConnectionError, APIConnectionError)],
    )
    def test_over_the_elder_http_library(
        self, kind: Kind, error: Exception, before: type[APIConnectionError], after: type[APIConnectionError]
    ) -> None:
        """What that one raises is typed as well, before the answer and in the middle of it."""

        class Broken(httpx.SyncByteStream):
            def __iter__(self) -> Iterator[bytes]:
                yield b"a"
                raise error

        def answered(request: httpx.Request) -> httpx.Response:
            if request.headers["x-extra"] == "before":
                raise error
            return httpx.Response(200, stream=Broken())

        own = kind.own(api_key=OWN, base_url=ADDRESS, http_client=httpx.Client(transport=httpx.MockTransport(answered)))
        transport = kind.transport(kind.settings(client=own))

        with pytest.raises(before) as first:
            transport.open(WireRequest("/path", {}, {"x-extra": "before"}))
        with pytest.raises(after) as second:
            list(transport.open(WireRequest("/path", {}, {"x-extra": "after"})))

        assert [getattr(item.value, "phase", None) for item in (first, second)] in [["first_chunk", "read"], [None, None]]
        assert (first.value.__context__, second.value.__context__) == (None, None)


@each_sdk
async def test_log(kind: Kind, caplog: pytest.LogCaptureFixture) -> None:
    """At DEBUG level no log of theirs shows a prompt, a form, a header of the request's or the key."""
    caplog.set_level(logging.DEBUG)
    recorded = answer(b"{}")
    sync, awaited = kind.over(recorded.client()), kind.async_over(recorded.async_client())
    form = Multipart((FormPart("file", b"my file", "f"),))
    for request in (WireRequest("/path", {"input": "my prompt"}, {"x-team": "my-team"}), WireRequest("/path", form, {"x-team": "my-team"})):
        sync.open(request).close()
        await (await awaited.open(request)).aclose()

    assert [request.headers["x-team"] for request in recorded.requests] == ["my-team"] * 4
    assert f"{kind.options.__module__.partition('_')[2].partition('.')[0]}._base_client" in {record.name for record in caplog.records}
    for secret in ("my prompt", "my file", "my-team", KEY):
        assert secret not in caplog.text


def test_objects() -> None:
    """A copy is equal, is written the same, and shows no text; the original is untouched."""
    copy = unlogged(BODY)

    assert copy == BODY
    assert copy is not BODY
    assert json.dumps(copy) == json.dumps(BODY)
    assert "prompt" not in repr(copy)
    assert "my prompt" in repr(BODY)


async def test_headers(caplog: pytest.LogCaptureFixture) -> None:
    """A token that a client puts among a request's headers is sent, and not logged, nor is a header of the request's own."""
    caplog.set_level(logging.DEBUG)
    seen: list[httpx2.Request] = []

    def answered(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return httpx2.Response(200, content=b"{}")

    def token() -> str:
        return "the-token"

    http, address = httpx2.MockTransport(answered), "https://azure.invalid"
    sync_http, async_http = httpx2.Client(transport=http), httpx2.AsyncClient(transport=http)
    sync = anthropic.AnthropicFoundry(base_url=address, azure_ad_token_provider=token, http_client=sync_http)
    awaited = anthropic.AsyncAnthropicFoundry(base_url=address, azure_ad_token_provider=token, http_client=async_http)

    conceal_headers(sync).post("/v1/messages", cast_to=httpx2.Response, body={}, options={"headers": {"x-team": "my-team"}})
    await conceal_headers(awaited).post("/v1/messages", cast_to=httpx2.Response, body={}, options={"headers": {"x-team": "my-team"}})

    assert [request.headers["authorization"] for request in seen] == ["Bearer the-token"] * 2
    assert [request.headers["x-team"] for request in seen] == ["my-team"] * 2
    assert caplog.text.count("Request options") == 2
    assert "the-token" not in caplog.text
    assert "my-team" not in caplog.text
