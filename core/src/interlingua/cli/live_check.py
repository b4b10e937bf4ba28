"""`interlingua check --live`: one token from the real backend, and what the way there looks like: host, times, rate limits."""

from __future__ import annotations

import contextlib
import re
import sys
import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interlingua.provider import Provider
    from interlingua.types import JsonObject

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
    decoder = backend.dialect.stream_decoder()
    with contextlib.closing(provider.transport(backend.transport_settings())) as transport, _looked_up() as hosts:
        try:
            with Waiting(f"waiting for {backend.spec.model_id}"):
                began = time.monotonic()
                with contextlib.closing(transport.open(prepared.wire(backend.options.timeout))) as source:
                    headers_after = time.monotonic() - began
                    for piece in source:
                        decoder.feed(piece)
                    decoder.close()
                response = decoder.response()
        except ProviderError as error:
            backend.conceal(error)
            raise
    return {
        "model": str(backend.spec),
        "dialect": backend.dialect.name,
        "host": ", ".join(hosts),
        "said": response.text,
        "output_tokens": response.usage.output_tokens,
        "seconds_to_headers": round(headers_after, 3),
        "seconds": round(time.monotonic() - began, 3),
        **{name: value for name, value in sorted(source.headers.items()) if _TOLD.search(name)},
    }


@contextlib.contextmanager
def _looked_up() -> Iterator[list[str]]:
    """Hear which hosts this process looks up, whatever SDK does it: each once, with its port, in order."""
    hosts: list[str] = []
    listening = True

    def hear(event: str, arguments: tuple[object, ...]) -> None:
        if listening and event == "socket.getaddrinfo" and (host := f"{arguments[0]}:{arguments[1]}") not in hosts:
            hosts.append(host)

    sys.addaudithook(hear)
    try:
        yield hosts
    finally:
        listening = False  # the hook itself stays, as Python lets none go
