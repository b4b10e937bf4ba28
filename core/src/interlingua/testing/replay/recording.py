"""Records one exchange through a provider's own transport: whatever it sends over, wherever its address is, and however it signs.

So nothing stands between, and a model that is served in this process is recorded too. What the provider's transport takes for a failure
is raised, and not recorded: that takes a `Recorder`.
"""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING, Final

from interlingua.errors import ConfigError, ProviderError
from interlingua.provider import WireRequest, names_secret
from interlingua.runtime import Backend, build_request
from interlingua.testing.replay.exchange import EVENT_STREAM
from interlingua.testing.replay.recorder import Answered, scrubbed_exchange
from interlingua.types import Request
from interlingua.types.json import dumps

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from interlingua.dialect import Row
    from interlingua.runtime import OnLoss
    from interlingua.testing.replay.exchange import Exchange
    from interlingua.types import Conversation, JsonObject, Message

_NO_BODY: Final = "say what to ask, or give the body"
_OWNERS: Final = ("_ORG", "_ORG_ID", "_ORGANIZATION", "_PROJECT", "_PROJECT_ID")
_SHORTEST: Final = 8  # a variable's shorter value is a switch rather than a secret


def recorded(
    spec: str,
    messages: str | Sequence[Message] | Conversation | Request | None = None,
    *,
    body: JsonObject | None = None,
    stream: bool = True,
    secrets: Iterable[str] = (),
    on_loss: OnLoss = "raise",
    corrections: Sequence[Row] = (),
    **options: object,
) -> Exchange:
    """Ask a model once, and give what was sent and answered, with secrets blanked.

    Blanked are the key, what environment variables hold whose names are those of secrets, organisations or projects, and `secrets`.

    Args:
        spec: The config string.
        messages: What to ask, as for `Model.complete`.
        body: The wire's own body, sent as it is in the place of one that is made of messages: no converter is needed for it.
        stream: Whether messages are asked for as a stream.
        secrets: Further texts to blank wherever they stand.
        on_loss: What a loss does.
        corrections: What is known of models beside the provider's own rows.
        options: Options of the provider.

    Raises:
        ProviderError: The call failed; nothing is tried again.
        ConfigError: There is no such provider or option, or nothing to send.
        ConversionError: The messages can't be said.
        LossError: Something would be lost, and `on_loss` minds.
    """
    backend = Backend(spec, options, corrections=corrections)
    wire, streamed = _given(backend, body) if body is not None else _prepared(backend, messages, on_loss, stream=stream)
    settings = backend.transport_settings()
    with contextlib.closing(backend.provider.transport(settings)) as transport:
        try:
            with contextlib.closing(transport.open(wire)) as source:
                answer = b"".join(source)
                headers = dict(source.headers)
        except ProviderError as error:
            backend.conceal(error)
            raise
    if streamed and "json" not in headers.get("content-type", ""):
        headers["content-type"] = EVENT_STREAM  # where a cloud puts events into frames of its own, the transport has unpacked them
    blanked = {*secrets, *_of_the_environment(), *([settings.api_key] if settings.api_key else [])}
    sent = dumps(wire.body) if isinstance(wire.body, dict) else b""
    answered = Answered(200, headers, answer)
    return scrubbed_exchange(backend.provider.name, wire.path, headers=wire.headers, body=sent, answer=answered, secrets=blanked)


def _given(backend: Backend, body: JsonObject) -> tuple[WireRequest, bool]:
    streamed = body.get("stream") is True
    asked = Request(model_id=backend.spec.model_id, messages=(), stream=streamed, provider_data={})
    endpoint = backend.provider.route(asked, backend.options).endpoint
    return WireRequest(endpoint, body, {}, backend.options.timeout), streamed


def _prepared(
    backend: Backend, messages: str | Sequence[Message] | Conversation | Request | None, on_loss: OnLoss, *, stream: bool
) -> tuple[WireRequest, bool]:
    if messages is None:
        raise ConfigError("there is nothing to send", hint=_NO_BODY)
    request = build_request(backend.spec.model_id, backend.options, messages, (), None, {})
    prepared = backend.prepare(request, streamed=stream, on_loss=on_loss)
    return prepared.wire(backend.options.timeout), prepared.streamed


def _of_the_environment() -> Iterator[str]:
    for name, value in os.environ.items():
        if len(value) >= _SHORTEST and (names_secret(name) or name.upper().endswith(_OWNERS)):
            yield value
