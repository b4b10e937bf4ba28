"""Which HTTP library is sent over, who says so, and what becomes of one that nobody closed."""

from __future__ import annotations

import asyncio
import logging
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version

import pytest
from tests.core.runtime.calls import stream, whole

from interlingua import AsyncModel, ConfigError, Model
from interlingua.provider.transport import http_library
from interlingua.testing.fault_server import FaultServer

SPECS = ("anthropic:m", "openai:m")
each = pytest.mark.parametrize("spec", SPECS)


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy of this machine's environment."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def has(monkeypatch: pytest.MonkeyPatch, installed: str | None) -> None:
    """Have one version of aiohttp installed, or none."""
    monkeypatch.setattr(http_library, "installed_aiohttp", lambda: installed)


class TestChosen:
    """What `prepare` says."""

    @each
    def test_where_it_is_installed(self, spec: str) -> None:
        """Aiohttp is for an `AsyncModel` alone."""
        assert AsyncModel(spec).prepare("hi", max_tokens=9).sent_over == "aiohttp, which is installed"
        assert AsyncModel(f"{spec}?http=aiohttp").prepare("hi", max_tokens=9).sent_over == "aiohttp, as the option http says"
        assert AsyncModel(f"{spec}?http=httpx").prepare("hi", max_tokens=9).sent_over == "httpx, as the option http says"
        assert Model(spec).prepare("hi", max_tokens=9).sent_over == "httpx, because aiohttp is for an AsyncModel, and this is a Model"

    def test_what_is_installed_is_asked_of_the_distribution(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Its version, or None where there is no such distribution."""

        def none(name: str) -> str:
            raise PackageNotFoundError(name)

        assert http_library.installed_aiohttp() == version("aiohttp")
        monkeypatch.setattr(http_library, "version", none)
        assert http_library.installed_aiohttp.__wrapped__() is None

    @each
    def test_where_a_release_is_tried(self, spec: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """A candidate counts as what it is one of."""
        has(monkeypatch, "3.15rc1")
        assert AsyncModel(spec).prepare("hi", max_tokens=9).sent_over == "aiohttp, which is installed"

    def test_where_nothing_is_said(self) -> None:
        """A provider of another kind says nothing; what a caller's own client is made of, its caller knows."""
        import anthropic

        assert Model("llamacpp:smollm2-135m").prepare("hi").sent_over is None
        assert AsyncModel("anthropic:m", client=anthropic.AsyncAnthropic(api_key="k")).prepare("hi", max_tokens=9).sent_over is None

    @each
    @pytest.mark.parametrize(
        ("installed", "lack"), [(None, "aiohttp isn't installed"), ("3.9.5", "aiohttp is 3.9.5, and 3.14 is the first that is tested")]
    )
    def test_where_it_is_missing(self, spec: str, installed: str | None, lack: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """It goes over httpx, and who asked for the other is told how to have it."""
        has(monkeypatch, installed)
        assert AsyncModel(spec).prepare("hi", max_tokens=9).sent_over == f"httpx, because {lack}"
        with pytest.raises(ConfigError, match=r"^http=aiohttp can't be had: " + lack) as raised:
            AsyncModel(f"{spec}?http=aiohttp").prepare("hi", max_tokens=9)
        assert raised.value.option == "http"
        assert f"install {spec[:-2]}[aiohttp]>=" in str(raised.value.hint).replace("'", "")

    def test_by_a_proxy_that_aiohttp_does_not_know(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """An option's, or the environment's where that counts: a server on this machine is reached without."""
        own = AsyncModel("anthropic:m", proxy="socks5h://proxy.invalid:1080")
        assert own.prepare("hi", max_tokens=9).sent_over == "httpx, because it knows no proxy of the kind socks5h"
        assert (
            AsyncModel("anthropic:m", proxy="http://proxy.invalid").prepare("hi", max_tokens=9).sent_over == "aiohttp, which is installed"
        )
        monkeypatch.setenv("ALL_PROXY", "socks5://proxy.invalid:1080")
        assert AsyncModel("openai:m").prepare("hi").sent_over == "httpx, because it knows no proxy of the kind socks5"
        assert AsyncModel("openai:m", base_url="http://127.0.0.1:9/v1").prepare("hi").sent_over == "aiohttp, which is installed"
        with pytest.raises(ConfigError, match="it knows no proxy of the kind socks5"):
            AsyncModel("openai:m?http=aiohttp").prepare("hi")

    @each
    def test_a_model_that_is_not_awaited(self, spec: str) -> None:
        """What it can't have is refused before anything is sent."""
        with pytest.raises(ConfigError, match="aiohttp is for an AsyncModel") as raised:
            Model(f"{spec}?http=aiohttp", api_key="k", retry=None).complete("hi", max_tokens=9)
        assert raised.value.hint == "leave the option out, or say http=httpx"


class TestSent:
    """What goes out."""

    @pytest.mark.parametrize("http", ["httpx", "aiohttp"])
    async def test_log(self, http: str, caplog: pytest.LogCaptureFixture) -> None:
        """The log tells once what is sent over; the server sees the SDK's own client either way."""
        caplog.set_level(logging.DEBUG, "interlingua")
        with FaultServer(whole(), stream()) as server:
            async with AsyncModel(f"anthropic:m?http={http}", api_key="k", base_url=server.url) as model:
                await model.complete("hi", max_tokens=9)
                async with model.stream("hi", max_tokens=9) as streamed:
                    assert [chunk async for chunk in streamed]
            agents = {asked.headers["user-agent"].split("/")[0] for asked in server.requests}

        assert [record.message for record in caplog.records if "sends over" in record.message] == [
            f"anthropic: an AsyncModel sends over {http}, as the option http says"
        ]
        assert agents == {"AsyncAnthropic"}

    async def test_a_client_of_the_callers_own_has_its_own(self) -> None:
        """The option and a client contradict each other."""
        import anthropic

        model = AsyncModel("anthropic:m?http=httpx", client=anthropic.AsyncAnthropic(api_key="k"), retry=None)
        with pytest.raises(ConfigError, match="http and client don't go together"):
            await model.complete("hi", max_tokens=9)


LEFT = """
import asyncio, gc, os, sys
from interlingua import AsyncModel

url, way = sys.argv[1:]

def model():
    return AsyncModel("anthropic:m?http=aiohttp", api_key="k", base_url=url, retry=None)

async def one(model):
    return (await model.complete("hi", max_tokens=9)).message

async def dropped():
    before = len(os.listdir("/proc/self/fd"))
    made = model()
    await one(made)
    del made
    gc.collect()
    await asyncio.sleep(0.1)
    print(len(os.listdir("/proc/self/fd")) - before)

kept = model()
if way == "ended":
    asyncio.run(one(kept))
    asyncio.run(one(kept))
elif way == "dropped":
    asyncio.run(dropped())
else:
    loop = asyncio.new_event_loop()
    loop.run_until_complete(one(kept))
    del kept
    gc.collect()
"""


@pytest.mark.parametrize(("way", "printed"), [("ended", ""), ("dropped", "0\n"), ("stopped", "")])
async def test_left_open(way: str, printed: str) -> None:
    """A model that nobody closed says nothing of it at the end, as over httpx; one that is let go has its connections closed."""
    with FaultServer(whole(), whole()) as server:
        command = [sys.executable, "-c", LEFT, server.url, way]
        done = await asyncio.to_thread(subprocess.run, command, capture_output=True, text=True, timeout=60, check=True)

    assert (done.stdout, done.stderr) == (printed, "")
