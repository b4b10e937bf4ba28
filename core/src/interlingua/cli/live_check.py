"""`interlingua check --live`: one token from the real backend, and what the way there looks like: host, times, rate limits."""

from __future__ import annotations

import re
import sys
import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from interlingua.provider import ByteStream, Provider
    from interlingua.runtime import Backend
    from interlingua.types import JsonObject, Response

_TOLD: Final = re.compile(r"rate-?limit|retry-after|request-id")
"""The headers that tell what is left of a limit, and by which name the provider knows the request."""


def ask_for_a_token(provider: Provider, model: str | None) -> JsonObject:
    """Ask for one token, once.

    Args:
        provider: Who is asked.
        model: A model id or a config string; the provider's default model where not given.

    Raises:
        ConfigError: There is no default model, or no SDK.
        ProviderError: The call failed.
    """
    from interlingua.cli.progress import Waiting
    from interlingua.errors import ProviderError
    from interlingua.runtime import Backend, build_request

    spec = model if model is not None and model.startswith(f"{provider.name}:") else f"{provider.name}:{model or ''}"
    backend = Backend(spec, {})
    request = build_request(backend.spec.model_id, backend.options, "Hi", (), None, {"max_tokens": 1})
    prepared = backend.prepare(request, streamed=True, on_loss="record")
    transport = provider.transport(backend.transport_settings())
    hosts = _Hosts()
    try:
        with Waiting(f"waiting for {backend.spec.model_id}"):
            began = time.monotonic()
            source = transport.open(prepared.wire(backend.options.timeout))
            headers_after = time.monotonic() - began
            response = _read(backend, source)
    except ProviderError as error:
        backend.conceal(error)
        raise
    finally:
        hosts.stop()
        transport.close()
    return {
        "model": str(backend.spec),
        "dialect": backend.dialect.name,
        "host": ", ".join(hosts.seen),
        "said": response.text,
        "output_tokens": response.usage.output_tokens if response.usage else None,
        "seconds_to_headers": round(headers_after, 3),
        "seconds": round(time.monotonic() - began, 3),
        **{name: value for name, value in sorted(source.headers.items()) if _TOLD.search(name)},
    }


def _read(backend: Backend, source: ByteStream) -> Response:
    decoder = backend.dialect.stream_decoder()
    try:
        for piece in source:
            decoder.feed(piece)
        decoder.close()
    finally:
        source.close()
    return decoder.response()


class _Hosts:
    """Hears which hosts this process looks up, whatever SDK does it.

    Attributes:
        seen: Each once, with its port, in order.
    """

    def __init__(self) -> None:
        self.seen: list[str] = []
        self._listening = True
        sys.addaudithook(self._heard)

    def stop(self) -> None:
        """Hear no more; the hook itself stays, as Python lets none go."""
        self._listening = False

    def _heard(self, event: str, arguments: tuple[object, ...]) -> None:
        if self._listening and event == "socket.getaddrinfo":
            host = f"{arguments[0]}:{arguments[1]}"
            if host not in self.seen:
                self.seen.append(host)
