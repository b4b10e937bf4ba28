"""What `Model` and `AsyncModel` share: everything that sends nothing."""

from __future__ import annotations

import enum
import random
import time
from typing import TYPE_CHECKING, Final, Generic, TypeVar, Unpack, cast

from interlingua._runtime.backend import Backend, check_on_loss
from interlingua._runtime.call import Call
from interlingua._runtime.estimate import estimate_tokens
from interlingua._runtime.requests import build_request, parse_output

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from interlingua._runtime.backend import OnLoss, Prepared
    from interlingua._runtime.requests import Messages, RequestFields, Tools
    from interlingua._runtime.spec import ModelSpec
    from interlingua.dialect import Dialect, Encoded
    from interlingua.provider import Provider, ProviderOptions, RetryPolicy
    from interlingua.types import Response


class Default(enum.Enum):
    """Stands for the provider's own retry policy."""

    RETRY = "the provider's own policy"

    def __repr__(self) -> str:
        """Read well in signatures."""
        return "DEFAULT"


DEFAULT: Final = Default.RETRY
"""The provider's own retry policy."""


TransportT = TypeVar("TransportT")
OutputT = TypeVar("OutputT")


class ModelBase(Generic[TransportT]):
    """A model, chosen by a config string.

    Attributes:
        on_loss: What a loss does.
        retry: When to try again; None means never.
    """

    def __init__(
        self,
        spec: str,
        *,
        api_key: str | None = None,
        on_loss: OnLoss = "raise",
        retry: RetryPolicy | Default | None = DEFAULT,
        fallbacks: Sequence[str] = (),
        **options: object,
    ) -> None:
        """Choose a model; nothing is sent, no SDK is loaded and no key is needed yet.

        Args:
            spec: The config string, `provider:model_id?option=value&…`.
            api_key: The key; the provider's usual environment variables where not given.
            on_loss: `raise` (content losses raise `LossError` before a byte is sent, hints are recorded), `record` or `strict`.
            retry: When to try again; None means never.
            fallbacks: Config strings to go on with, in order, when this provider fails before the first chunk.
            options: The provider's options, as in the config string; they go before it.

        Raises:
            ConfigError: The string, the provider, an option or a policy is wrong.
        """
        check_on_loss(on_loss)
        self.on_loss = on_loss
        self.retry = retry
        self._given = (spec, tuple(fallbacks), options)
        self._transports: dict[Backend, TransportT] = {}
        self._backends = (Backend(spec, options, api_key), *(Backend(fallback, {}) for fallback in fallbacks))

    @property
    def spec(self) -> ModelSpec:
        """The config string, parsed."""
        return self._backends[0].spec

    @property
    def model_id(self) -> str:
        """The provider's name for the model."""
        return self.spec.model_id

    @property
    def provider(self) -> Provider:
        """The provider's plugin."""
        return self._backends[0].provider

    @property
    def options(self) -> ProviderOptions:
        """The provider's options, checked."""
        return self._backends[0].options

    @property
    def dialect(self) -> Dialect:
        """The dialect that the model is spoken to in."""
        return self._backends[0].dialect

    def __repr__(self) -> str:
        """Show the config string; never a key."""
        return f"{type(self).__name__}({str(self.spec)!r})"

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle without the key and the connections: the copy finds its key in the environment."""
        return _rebuilt, (type(self), self._given, self.on_loss, self.retry)

    def prepare(
        self, messages: Messages, *, stream: bool = False, tools: Tools = (), output: object = None, **request_fields: Unpack[RequestFields]
    ) -> Encoded:
        """Give the exact body and headers that would be sent, and the losses; nothing is sent, no key is needed.

        A provider that streams every call on the wire, so that it can be cancelled, shows `stream: true` here as well.

        Raises:
            InterlinguaError: As `complete` does before it sends.
        """
        return self._prepared(self._backends[0], messages, tools, output, request_fields, streamed=stream).encoded

    def estimate_tokens(self, messages: Messages, *, tools: Tools = (), **request_fields: Unpack[RequestFields]) -> int:
        """Guess the number of input tokens, offline: about four characters a token. `count_tokens()` is the provider's own figure."""
        backend = self._backends[0]
        request = build_request(backend.spec.model_id, backend.options, messages, tools, None, request_fields)
        return estimate_tokens(backend.dialect.encode_count(request).body)

    def _prepared(
        self, backend: Backend, messages: Messages, tools: Tools, output: object, fields: Mapping[str, object], *, streamed: bool
    ) -> Prepared:
        request = build_request(backend.spec.model_id, backend.options, messages, tools, output, fields)
        return backend.prepare(request, streamed=streamed, on_loss=self.on_loss)

    def _call(self, backend: Backend, prepared: Prepared, operation: str = "chat") -> Call:
        policy = backend.provider.retry if isinstance(self.retry, Default) else self.retry
        return Call(backend, prepared, policy, clock=time.monotonic, chance=random.random, operation=operation)

    def _finisher(self, output: type[OutputT] | None) -> Callable[[Response], Response[OutputT]]:
        """Say how a response gets its `parsed`."""

        def finish(response: Response) -> Response[OutputT]:
            update = {} if output is None else {"parsed": parse_output(output, response)}
            return cast("Response[OutputT]", response.model_copy(update=update))

        return finish

    def _prepared_count(self, messages: Messages, tools: Tools, fields: Mapping[str, object]) -> Prepared:
        backend = self._backends[0]
        request = build_request(backend.spec.model_id, backend.options, messages, tools, None, fields)
        return backend.prepare_count(request, on_loss=self.on_loss)


def _rebuilt(
    cls: type[ModelBase[object]],
    given: tuple[str, tuple[str, ...], dict[str, object]],
    on_loss: OnLoss,
    retry: RetryPolicy | Default | None,
) -> ModelBase[object]:
    spec, fallbacks, options = given
    return cls(spec, on_loss=on_loss, retry=retry, fallbacks=fallbacks, **options)  # type: ignore[arg-type]  # options never hold api_key
