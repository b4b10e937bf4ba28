"""What `Model` and `AsyncModel` share: everything that sends nothing."""

from __future__ import annotations

import enum
import os
import random
import time
from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, Generic, TypeVar, Unpack, cast

from pydantic import SecretStr

from interlingua._runtime.call.backend import Backend, PreparedRequest, check_on_loss
from interlingua._runtime.call.call import Call
from interlingua._runtime.call.calls import Calls
from interlingua._runtime.call.requests import as_messages, as_tools, build_request, check_tools
from interlingua._runtime.config.capabilities import corrections
from interlingua._runtime.config.spec import VARIABLE, default_spec, parse_spec
from interlingua._runtime.plugins.loading import warn
from interlingua._runtime.plugins.observers import call_finished
from interlingua._runtime.plugins.providers import get_provider
from interlingua.errors import ConfigError
from interlingua.provider import RetryPolicy
from interlingua.types import Conversation, Request
from interlingua.types.json import copy_json

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from interlingua._runtime.call.backend import OnLoss, Prepared
    from interlingua._runtime.call.output import Output
    from interlingua._runtime.call.requests import Messages, Tools
    from interlingua._runtime.config.capabilities import Corrections
    from interlingua._runtime.config.spec import ModelSpec
    from interlingua._runtime.model.seams import AnyClients
    from interlingua.dialect import Dialect, Row
    from interlingua.provider import Provider, ProviderOptions
    from interlingua.types import JsonObject, Response
    from interlingua.types.request import RequestFields
    from interlingua.types.scope import Callers


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


@dataclass(frozen=True, slots=True, repr=False)
class _Target(Generic[TransportT]):
    """A backend of a model that may be asked; the request is prepared for it when its turn comes."""

    backend: Backend
    clients: AnyClients[TransportT]
    retry: RetryPolicy | Default | None
    prepare: Callable[[], Prepared]
    operation: str = "chat"

    def call(self) -> Call:
        policy = self.backend.provider.retry if isinstance(self.retry, Default) else self.retry
        return Call(self.backend, self.prepare(), policy, clock=time.monotonic, chance=random.random, operation=self.operation)

    def transport(self) -> TransportT:
        return self.clients.of(self.backend)


class ModelBase(ABC, Generic[TransportT]):
    """A model, chosen by a config string.

    Attributes:
        on_loss: What a loss does.
        retry: When to try again; None means never.
    """

    def __init__(
        self,
        spec: str | None = None,
        *,
        api_key: str | None = None,
        client: object | None = None,
        on_loss: OnLoss = "raise",
        retry: RetryPolicy | Default | None = DEFAULT,
        fallbacks: Sequence[str] = (),
        capabilities: Corrections = (),
        **options: object,
    ) -> None:
        """Choose a model; nothing is sent, no SDK is loaded and no key is needed yet.

        Args:
            spec: The config string, `provider:model_id?option=value&…`; the variable `INTERLINGUA_MODEL` where not given.
            api_key: The key; the provider's usual environment variables where not given.
            client: A client of the provider's SDK, made by the caller: it has its own key and address, and stays open when the model
                is closed. Fallbacks to the same provider share it.
            on_loss: `raise` (content losses raise `LossError` before a byte is sent, hints are recorded), `record` or `strict`.
            retry: When to try again; None means never.
            fallbacks: Config strings to go on with, in order, when this provider fails before the first chunk.
            capabilities: What models take, where it is otherwise than the plugins know: the path of a TOML file, or its rows
                (`interlingua.dialect.Row`). They win over the plugins' own, for fallbacks too; an option wins over both.
            options: The provider's options, as in the config string; they go before it.

        Raises:
            ConfigError: The string, the provider, an option, a policy or a row is wrong.
        """
        self._backends: tuple[Backend, ...] = ()
        key, api_key = SecretStr(api_key) if api_key else None, None  # no frame of a traceback shows it
        check_on_loss(on_loss)
        if not isinstance(retry, RetryPolicy | Default | None):
            raise ConfigError(
                "retry is neither a RetryPolicy nor None", hint="RetryPolicy(attempts=2), or None for no retries", option="retry"
            )
        if isinstance(fallbacks, str):
            raise ConfigError("fallbacks is a sequence of config strings, not one string", hint="put it into a list", option="fallbacks")
        if key is not None and client is not None:
            raise ConfigError("api_key and client don't go together: a client has its own key", hint="leave one out", option="client")
        self._corrections = corrections(capabilities)
        self.on_loss = on_loss
        self.retry = retry
        self._has_client = client is not None
        self._clients = self._new_clients()
        try:
            self._given = (_chosen(spec), tuple(fallbacks), options)
            first = Backend(self._given[0], options, key, client, self._corrections)
            self._backends = (first, *(_fallback(first, fallback, key, client, self._corrections) for fallback in self._given[1]))
        except ConfigError as error:
            # A refused string or option may hold a key: no frame of the traceback shows it.
            fault = error.with_traceback(None)
            self._given = ("", (), {})
            del spec, fallbacks, options
        else:
            return
        raise fault

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
        if not self._backends:  # a traceback with variables may show it while its constructor fails
            return f"<{type(self).__name__}>"
        return f"{type(self).__name__}({str(self.spec)!r})"

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle without the key and the connections: the copy finds its key in the environment.

        Raises:
            ConfigError: It was made with a client, which the copy would silently do without.
        """
        if self._has_client:
            raise ConfigError("a model with a client of the caller's own can't be pickled or copied", option="client")
        return _rebuilt, (type(self), self._given, self.on_loss, self.retry, self._corrections)

    def prepare(
        self, messages: Messages, *, stream: bool = False, tools: Tools = (), output: object = None, **request_fields: Unpack[RequestFields]
    ) -> PreparedRequest:
        """Give the exact body and headers that would be sent, and the losses; nothing is sent, no key is needed.

        A provider that streams every call on the wire, so that it can be cancelled, shows `stream: true` here as well.

        Raises:
            InterlinguaError: As `complete` does before it sends.
        """
        backend = self._backends[0]
        encoded = self._prepared(backend, messages, tools, output, request_fields, streamed=stream).encoded
        sent_over = None if self._has_client else backend.provider.sends_over(backend.options, is_async=self._clients.is_async)
        body = cast("JsonObject", copy_json(encoded.body))  # the caller's own, to change at will
        return PreparedRequest(body, encoded.headers, encoded.losses, sent_over)

    def estimate_tokens(self, messages: Messages, *, tools: Tools = (), **request_fields: Unpack[RequestFields]) -> int:
        """Guess the number of input tokens, offline, from the texts' lengths; `count_tokens()` is the provider's own figure."""
        from interlingua._runtime.call.estimate import estimate_tokens

        backend = self._backends[0]
        request = build_request(backend.spec.model_id, backend.options, messages, tools, None, request_fields)
        body = backend.dialect.encode_count(request, backend.capabilities(request)).body
        return estimate_tokens(body) + backend.provider.unseen_input_tokens(request)

    @abstractmethod
    def _new_clients(self) -> AnyClients[TransportT]:
        """Make what keeps the transports."""

    def _calls(
        self,
        messages: Messages,
        tools: Tools,
        output: Output[OutputT] | None,
        fields: Mapping[str, object],
        frames: Callers | None = None,
        *,
        streamed: bool,
    ) -> Calls[TransportT]:
        """Prepare the request for the first backend, and say how to prepare it for the others."""
        if not isinstance(messages, Request | Conversation):
            messages = Conversation(as_messages(messages))  # an iterator can be read once, and a fallback needs it again
        tools = as_tools(tools, frames)
        first, *others = self._backends
        prepared = self._prepared(first, messages, tools, output, fields, streamed=streamed)
        targets = [_Target(first, self._clients, self.retry, lambda: prepared)]
        for other in others:
            prepare = partial(self._prepared, other, messages, tools, output, fields, streamed=prepared.streamed)
            targets.append(_Target(other, self._clients, self.retry, prepare))
        return Calls(targets, call_finished, warn, streamed=streamed)

    def _count_calls(
        self, messages: Messages, tools: Tools, fields: Mapping[str, object], frames: Callers | None = None
    ) -> Calls[TransportT]:
        """Prepare the call that counts tokens; no other backend knows how many tokens this one's are."""
        backend = self._backends[0]
        request = build_request(backend.spec.model_id, backend.options, messages, as_tools(tools, frames), None, fields)
        check_tools(request, backend.provider, backend.dialect.name, backend.capabilities(request).tool_names)
        prepared = backend.prepare_count(request, on_loss=self.on_loss)
        target = _Target(backend, self._clients, self.retry, lambda: prepared, "count_tokens")
        return Calls([target], call_finished, warn, streamed=False)

    def _prepared(
        self, backend: Backend, messages: Messages, tools: Tools, output: object, fields: Mapping[str, object], *, streamed: bool
    ) -> Prepared:
        request = build_request(backend.spec.model_id, backend.options, messages, tools, output, fields)
        check_tools(request, backend.provider, backend.dialect.name, backend.capabilities(request).tool_names)
        if output is not None and request.output_schema is not None:
            asked = backend.provider.ask_for_output(request.output_schema, backend.spec.model_id, backend.options)
            request = request.model_copy(update={"output_schema": asked})
        return backend.prepare(request, streamed=streamed, on_loss=self.on_loss)

    @staticmethod
    def _finished(output: Output[OutputT] | None, response: Response) -> Response[OutputT]:
        """Give a response its `parsed`."""
        update = {} if output is None else {"parsed": output.parsed(response)}
        return cast("Response[OutputT]", response.model_copy(update=update))


def _chosen(spec: str | None) -> str:
    chosen: object = default_spec(os.environ) if spec is None else spec
    if not isinstance(chosen, str):
        what = "no model is chosen" if chosen is None else f"a {type(chosen).__name__} is no config string"
        raise ConfigError(what, hint="Model('openai:gpt-5'), or set INTERLINGUA_MODEL")
    if spec is None and (fault := _fault_of(chosen)):
        raise fault.within(VARIABLE)
    return chosen


def _fault_of(text: str) -> ConfigError | None:
    """Tell what is wrong with a config string; given back, not raised, so that no error has it as its context."""
    try:
        get_provider(parse_spec(text).provider)
    except ConfigError as error:
        return error
    return None


def _fallback(first: Backend, spec: str, key: SecretStr | None, client: object | None, known: tuple[Row, ...]) -> Backend:
    """Resolve a fallback; a key is one host's, and a client one provider's: another one finds its own in the environment."""
    if parse_spec(spec).provider != first.spec.provider:
        return Backend(spec, {}, corrections=known)
    other = Backend(spec, {}, key, client, known)
    same_host = other.provider.key_variables(other.options) == first.provider.key_variables(first.options)
    return other if same_host else Backend(spec, {}, None, client, known)


def _rebuilt(
    cls: type[ModelBase[object]],
    given: tuple[str, tuple[str, ...], dict[str, object]],
    on_loss: OnLoss,
    retry: RetryPolicy | Default | None,
    known: tuple[Row, ...],
) -> ModelBase[object]:
    spec, fallbacks, options = given
    return cls(spec, on_loss=on_loss, retry=retry, fallbacks=fallbacks, capabilities=known, **options)  # type: ignore[arg-type]  # options never hold api_key
