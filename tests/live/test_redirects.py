"""Servers that point elsewhere, and the SDK's debug log: neither key nor prompt goes where nobody sent it."""

from __future__ import annotations

import asyncio
import logging

import pytest

from interlingua import AsyncModel, AuthenticationError, Model, NotFoundError
from interlingua.testing.fault_server import Answer, FaultServer

KEY = "sk-zq-0123456789abcdefghij"
PROMPT = "zq the prompt that nobody else may read qz"

every_client = pytest.mark.parametrize(
    "spec",
    [
        "anthropic:m?max_tokens=9",
        "anthropic:m?max_tokens=9&auth_header=x-api-key",
        "anthropic:m?max_tokens=9&platform=foundry",
        "anthropic:m?max_tokens=9&platform=bedrock&region=eu-west-1",
        "anthropic:m?max_tokens=9&platform=vertex&region=eu&project=p",
        "openai:m",
        "openai:m?api=responses",
        "azure:m",
    ],
)


async def ask(spec: str, address: str) -> None:
    """Ask, awaited."""
    async with AsyncModel(spec, base_url=address, api_key=KEY, retry=None) as model:
        await model.complete(PROMPT)


@every_client
def test_another_host_gets_nothing(spec: str) -> None:
    """The error names the host that was pointed to, and the way to go there."""
    with FaultServer(Answer()) as elsewhere:
        with FaultServer(Answer(status=307, headers={"location": f"{elsewhere.url}/v1"})) as server:
            with Model(spec, base_url=server.url, api_key=KEY, retry=None) as model, pytest.raises(NotFoundError) as raised:
                model.complete(PROMPT)
            with pytest.raises(NotFoundError):
                asyncio.run(ask(spec, server.url))

        assert 0 == elsewhere.connections
        assert elsewhere.url.removeprefix("http://") in str(raised.value)
    assert "base_url" in str(raised.value.hint)


@every_client
def test_the_debug_log(spec: str, caplog: pytest.LogCaptureFixture) -> None:
    """It holds neither, whichever client of the SDK sends."""
    caplog.set_level(logging.DEBUG)
    with FaultServer(Answer(status=400)) as server:
        with Model(spec, base_url=server.url, api_key=KEY, retry=None) as model, pytest.raises(Exception, match="400"):
            model.complete(PROMPT)
        with pytest.raises(Exception, match="400"):
            asyncio.run(ask(spec, server.url))

    assert {f"{spec.partition(':')[0]}._base_client".replace("azure", "openai")} & {record.name for record in caplog.records}
    assert KEY not in caplog.text
    assert PROMPT not in caplog.text


def test_an_address_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server on this machine is reached without the environment's proxy, also where a variable names it."""
    with FaultServer(Answer()) as proxy, FaultServer(Answer(status=400)) as server:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
        with Model("anthropic:m?max_tokens=9", api_key=KEY, retry=None) as model, pytest.raises(Exception, match="400"):
            model.complete(PROMPT)

    assert [] == proxy.requests
    assert 1 == len(server.requests)


def test_a_missing_key_of_azures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Foundry's client sends nothing without one, whatever the address."""
    monkeypatch.delenv("ANTHROPIC_FOUNDRY_API_KEY", raising=False)
    with pytest.raises(AuthenticationError) as raised:
        Model("anthropic:m?max_tokens=9&platform=foundry", base_url="http://127.0.0.1:9").complete("hi")
    assert ("ANTHROPIC_FOUNDRY_API_KEY",) == raised.value.key_variables
