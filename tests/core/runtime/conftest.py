"""What tests of the runtime share: distributions that are really installed, in a folder of the test's own, and both HTTP libraries."""

from __future__ import annotations

import inspect
import sys
from typing import TYPE_CHECKING

import pytest

from interlingua._runtime.plugins import providers
from interlingua.provider.transport import http_library

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

GOOD = """
from interlingua.provider import Provider, Route, hookimpl


class Toy(Provider):
    name = "toy"
    distribution = "toy-plugin"
    contract_version = 1
    default_model = "small"

    def route(self, request, options):
        return Route("toy.plain", "/")

    def dialects(self):
        return {"toy.plain": object(), "toy.fancy": object()}

    def transport(self, settings):
        raise NotImplementedError

    def async_transport(self, settings):
        raise NotImplementedError


@hookimpl
def interlingua_provider():
    return Toy()
"""
"""A provider's module that is as it should be."""


@pytest.fixture
def good() -> str:
    """The source of a provider's module that is as it should be."""
    return GOOD


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Installs a distribution with entry points and modules into a folder on `sys.path`."""
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.syspath_prepend(site)
    before = set(sys.modules)

    def install(name: str, groups: Mapping[str, Mapping[str, str]], modules: Mapping[str, str], version: str = "1.0") -> None:
        info = site / f"{name.replace('-', '_')}-{version}.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        lines = [
            line for group, entries in groups.items() for line in (f"[{group}]", *(f"{key} = {value}" for key, value in entries.items()))
        ]
        (info / "entry_points.txt").write_text("\n".join(lines) + "\n")
        for module, text in modules.items():
            (site / f"{module}.py").write_text(text)
        providers.forget()

    providers.forget()
    yield install
    providers.forget()
    for module in set(sys.modules) - before:
        if str(site) in str(getattr(sys.modules[module], "__file__", "")):
            del sys.modules[module]


@pytest.fixture
def http(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Has an `AsyncModel` send over the library of this name: aiohttp is installed here, and is not where it says `httpx`."""
    if request.param == "httpx":
        monkeypatch.setattr(http_library, "installed_aiohttp", lambda: None)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each awaited test of a model over both libraries."""
    if inspect.iscoroutinefunction(metafunc.function) and metafunc.definition.path.parent.name == "model":
        metafunc.fixturenames.append("http")
        metafunc.parametrize("http", ["httpx", "aiohttp"], indirect=True)
