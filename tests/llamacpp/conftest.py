"""What the tests of the embedded provider share: one real server for each worker, and a package index of our own.

The default weights come from the user's own cache folder, so a machine fetches them once; everything else that a test
fetches goes to a temporary one.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

import pytest
from tests.llamacpp.package_index import CONTENT, Index, make_wheel

from interlingua_llamacpp.installers import WeightsPackage
from interlingua_llamacpp.server import ServerHandle, get_server
from interlingua_llamacpp.weights import resolve_model

if TYPE_CHECKING:
    from collections.abc import Iterator


class Post(Protocol):
    """Posts a body to a server."""

    def __call__(self, handle: ServerHandle, path: str, body: dict[str, Any], *, key: str | None = None) -> tuple[int, dict[str, Any]]:
        """Give the status and the JSON of the answer."""


@pytest.fixture
def served() -> ServerHandle:
    """The default model with the default settings: loaded once for a worker's tests, and again where a test has killed it."""
    return get_server(resolve_model("default"))


@pytest.fixture(scope="session")
def post() -> Post:
    """Post to a server by plain HTTP: no SDK stands between."""

    def post(handle: ServerHandle, path: str, body: dict[str, Any], *, key: str | None = None) -> tuple[int, dict[str, Any]]:
        connection = http.client.HTTPConnection(urlsplit(handle.base_url).netloc, timeout=120)
        try:
            connection.request("POST", path, json.dumps(body), {"Authorization": f"Bearer {key or handle.api_key}"})
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()

    return post


@pytest.fixture(scope="session")
def package() -> WeightsPackage:
    """A small package of weights; no public index has it."""
    return WeightsPackage(
        requirement="interlingua-test-weights==1.0",
        member="interlingua_test_weights/model.gguf",
        size=len(CONTENT),
        sha256=hashlib.sha256(CONTENT).hexdigest(),
        wheel_size=len(CONTENT),
    )


@pytest.fixture
def index(tmp_path: Path, package: WeightsPackage, monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    """The index that uv and pip use, instead of the machine's own settings; weights and caches go below `tmp_path`."""
    index = Index(make_wheel(tmp_path / "index", package, CONTENT))
    thread = threading.Thread(target=index.server.serve_forever)
    thread.start()
    for name in ("PIP_FIND_LINKS", "PIP_EXTRA_INDEX_URL", "UV_FIND_LINKS", "UV_INDEX", "UV_EXTRA_INDEX_URL", "UV_OFFLINE"):
        monkeypatch.delenv(name, raising=False)
    settings = {
        "INTERLINGUA_CACHE_DIR": tmp_path / "cache",
        "NO_PROXY": "127.0.0.1",
        "PIP_CONFIG_FILE": "/dev/null",
        "PIP_INDEX_URL": index.url,
        "PIP_NO_CACHE_DIR": "1",
        "UV_CACHE_DIR": tmp_path / "uv-cache",
        "UV_DEFAULT_INDEX": index.url,
        "UV_NO_CONFIG": "1",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, str(value))
    yield index
    index.resume.set()
    index.server.shutdown()
    index.server.server_close()
    thread.join()


@pytest.fixture
def pip_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make pip importable here and in children, as environments made by uv hold none: the one that Python brings along."""
    import ensurepip

    wheels = sorted((Path(ensurepip.__file__).parent / "_bundled").glob("pip-*.whl"))
    if not wheels:
        pytest.skip("this Python was built without its bundled pip")
    monkeypatch.syspath_prepend(str(wheels[-1]))
    monkeypatch.setenv("PYTHONPATH", str(wheels[-1]))
