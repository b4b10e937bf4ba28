"""What the live tests share: one llama.cpp server for each worker, and a look at what it is computing."""

from __future__ import annotations

import http.client
import json
import time
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

import pytest

from interlingua_llamacpp.server import get_server
from interlingua_llamacpp.weights import resolve_model

if TYPE_CHECKING:
    from interlingua_llamacpp.server import ServerHandle


class Computing(Protocol):
    """Tells what the server is at."""

    def __call__(self, wanted: int, seconds: float) -> bool:
        """Tell whether so many answers are being computed, waiting for it so long."""


@pytest.fixture(scope="module")
def served() -> ServerHandle:
    """The default model, with the default settings of the embedded provider: loaded once, and again where a test has ended it."""
    return get_server(resolve_model("smollm2-135m"))


@pytest.fixture(scope="module")
def computing(served: ServerHandle) -> Computing:
    """Look at the server's slots."""

    def busy() -> int:
        connection = http.client.HTTPConnection(urlsplit(served.base_url).netloc, timeout=30)
        try:
            connection.request("GET", "/slots", headers={"Authorization": f"Bearer {served.api_key}"})
            return sum(slot["is_processing"] for slot in json.loads(connection.getresponse().read()))
        finally:
            connection.close()

    def computing(wanted: int, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while (count := busy()) != wanted and time.monotonic() < deadline:
            time.sleep(0.05)
        return count == wanted

    return computing
