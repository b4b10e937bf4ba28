"""One resolved config string: which provider, model, options and dialect; and what would be sent for a request. Pure but for the key.

The key is looked up only when a request is about to be sent, so that everything else works without one.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, get_args

from pydantic import SecretStr

from interlingua._runtime.call.address import address_of
from interlingua._runtime.call.binding import settled
from interlingua._runtime.call.requests import unsaid
from interlingua._runtime.config.options import check_options
from interlingua._runtime.config.spec import ModelSpec, parse_spec
from interlingua._runtime.plugins.observers import progress
from interlingua._runtime.plugins.providers import get_dialect, get_provider
from interlingua._runtime.shown import SpecText
from interlingua.dialect import Encoded, ForcedTool, Host, Kept, WrappedOutput, applied
from interlingua.dialect.pairing import check_pairing
from interlingua.errors import AuthenticationError, ConfigError, ConversionError, LossError
from interlingua.provider import TransportSettings, WireRequest
from interlingua.provider.transport.processes import check_client, this_process
from interlingua.types import Loss, Origin, Request

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from interlingua.dialect import AskedOtherwise, Capabilities, Dialect, Row
    from interlingua.errors import ProviderError
    from interlingua.provider import Binding, Provider, ProviderOptions, Route

OnLoss: TypeAlias = Literal["raise", "record", "strict"]
"""What a loss does: `raise` lets hints pass, `record` lets all pass, `strict` lets none."""

# A key of anything but visible ASCII is a slip, and an HTTP library would echo it in its error.
_SENDABLE = re.compile(r"[!#-&(-~]+")


def check_on_loss(on_loss: str, policies: Sequence[str] = get_args(OnLoss)) -> None:
    """Refuse a policy that there isn't.

    Raises:
        ConfigError: It is none of them.
    """
    if on_loss not in policies:
        raise ConfigError(f"on_loss={on_loss!r} is no policy", hint=f"it is one of {', '.join(policies)}", option="on_loss")


def apply_loss_policy(losses: Sequence[Loss], on_loss: OnLoss) -> None:
    """Raise where the policy doesn't let the losses pass.

    Raises:
        LossError: With the losses that the policy minds.
    """
    minded = [loss for loss in losses if on_loss == "strict" or (on_loss == "raise" and loss.kind == "content")]
    if minded:
        raise LossError(minded)


@dataclass(frozen=True, slots=True)
class PreparedRequest(Encoded):
    """What would be sent, as `prepare` shows it.

    Attributes:
        sent_over: The HTTP library that it would be sent over, and why; None where the caller gave a client, or the provider doesn't tell.
    """

    sent_over: str | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request on its way out.

    Attributes:
        request: The canonical request, the provider's defaults filled in.
        encoded: Its wire body.
        endpoint: The path that it goes to.
        streamed: Whether the wire's answer is a stream.
        forced: What stands for the request's schema, or None where the wire says the schema itself.
        digest: What the answer's reasoning will be bound to, or None where it will be to nothing.
    """

    request: Request
    encoded: Encoded
    endpoint: str
    streamed: bool
    forced: AskedOtherwise | None = None
    digest: str | None = None

    def wire(self, timeout: float) -> WireRequest:
        """Give what a transport sends."""
        return WireRequest(self.endpoint, self.encoded.body, self.encoded.headers, timeout)


class _Written(NamedTuple):
    """A request as its host gets it: the canonical one, its body, and as in `Prepared`."""

    request: Request
    encoded: Encoded
    forced: AskedOtherwise | None
    digest: str | None


class Backend:
    """A model at a provider, with its options.

    Attributes:
        spec: The config string, parsed.
        provider: The provider's plugin.
        options: Its options, checked.
        dialect: The dialect that the model is spoken to in.
        host: What of a conversation it may have, and whose its answers are.
    """

    def __init__(
        self,
        text: str,
        given: Mapping[str, object],
        api_key: SecretStr | None = None,
        client: object | None = None,
        corrections: Sequence[Row] = (),
    ) -> None:
        """Resolve a config string.

        Raises:
            ConfigError: The string, the provider or an option is wrong, or the provider takes no client.
        """
        spec = parse_spec(text)
        self.provider: Provider = get_provider(spec.provider)
        if not spec.model_id:
            if self.provider.default_model is None:
                shown = SpecText(text).masked()
                hint = f"write {self.provider.name}:MODEL, such as {', '.join(self.provider.models[:5]) or 'any of its models'}"
                raise ConfigError("the config string names no model", hint=hint, text=shown, span=(len(shown), len(shown)))
            spec = ModelSpec(spec.provider, self.provider.default_model, spec.options)
        self.spec: ModelSpec = spec
        self.options: ProviderOptions = check_options(self.provider, [*spec.options, *given.items()], spec_text=text)
        asked = Request(model_id=spec.model_id, messages=(), provider_data={})
        self.dialect: Dialect = get_dialect(self.provider.route(asked, self.options).dialect)
        origin = Origin(self.provider.name, self._address(client), model_id=spec.model_id)
        self.host = Host(self.dialect, origin, self.provider.reasoning_maker)
        self._binding: Binding | None = self.provider.binding(spec.model_id, self.options)
        self._corrections = corrections
        self._api_key = api_key
        self._client = client
        self._made_in = this_process()
        if client is not None and not self.provider.takes_client:
            raise ConfigError(f"{self.provider.name} takes no client of the caller's own", hint="leave client out", option="client")

    def _address(self, client: object | None) -> str | None:
        """Give the host's address for an origin; None where it is the provider's own."""
        given = getattr(client, "base_url", None) if client is not None else self.provider.address(self.options, os.environ)
        if given is None:
            return None
        home = self.provider.home
        address = address_of(str(given))
        return None if home is not None and address == address_of(home) else address

    def prepare(self, request: Request, *, streamed: bool, on_loss: OnLoss) -> Prepared:
        """Check, fill and encode a request.

        Raises:
            PairingError: A tool call lacks its result, or a result its call.
            LossError: The wire can't say something, and the policy minds.
            ConversionError: The wire can't say a value at all, or the API is known to refuse a message.
            ConfigError: The API requires an option that nobody gave.
        """
        self.dialect.check_answerable(request)
        if not request.messages and not request.provider_data:  # a field of the wire's own may name what was said elsewhere
            raise ConversionError("$.messages", "nothing is said", hint='give a text, such as complete("Hello"), or messages')
        request = self._filled(request, stream=streamed or self.provider.streams_whole_calls)
        self.provider.check(request, self.options)
        written = self._written(self.dialect.encode_request, request, on_loss)
        endpoint = self._route(written.request).endpoint
        return Prepared(request, written.encoded, endpoint, request.stream, written.forced, written.digest)

    def prepare_count(self, request: Request, *, on_loss: OnLoss) -> Prepared:
        """Check and encode a request for the token-counting endpoint.

        Raises:
            ConfigError: The provider has no such endpoint.
        """
        request = self._filled(request, stream=False)
        endpoint = self._route(request).count_endpoint
        if endpoint is None:
            what = f"{self.provider.name} has no endpoint that counts tokens"
            raise ConfigError(what, hint="estimate_tokens() gives a guess, offline", lacks="count_tokens")
        return Prepared(request, self._written(self.dialect.encode_count, request, on_loss).encoded, endpoint, streamed=False)

    def _filled(self, request: Request, *, stream: bool) -> Request:
        if not self.dialect.holds_history(request):
            check_pairing(request.messages)
        return self.provider.fill(request.model_copy(update={"stream": stream}), self.options)

    def _route(self, request: Request) -> Route:
        route = self.provider.route(request, self.options)
        if route.dialect != self.dialect.name:  # the answer would be read as another wire's
            what = f"{self.provider.name} speaks {self.dialect.name} to the model, and {route.dialect} for one of its requests"
            raise ConfigError(what, hint="a dialect follows from model and options alone: see Provider.route")
        return route

    def _written(self, encode: Callable[[Request, Capabilities], Encoded], request: Request, on_loss: OnLoss) -> _Written:
        """Write a filled request as its host takes it, and apply the policy; a count tells what the call would tell."""
        capabilities = self.capabilities(request)
        forced = self._asked_otherwise(request, capabilities)
        outgoing = self.host.outgoing(forced.request() if forced else request)
        encoded = encode(outgoing.request, capabilities)
        bound = None if self._binding is None else self._binding.check(outgoing.request, encoded.body)
        if self._binding is not None and bound is not None and bound.unbound:
            outgoing = settled(outgoing, bound.unbound, self._binding.policy)
            encoded = encode(outgoing.request, capabilities)
        # What the wire can't say, what our own form can't say either, and what stays behind.
        losses = outgoing.told((*encoded.losses, *unsaid(outgoing.request)))
        losses = forced.told(losses) if forced else losses
        asked = self.provider.forces_tool(request.model_id or self.spec.model_id, self.options)
        if asked and request.output_schema is not None and not isinstance(forced, ForcedTool):
            losses = (
                *losses,
                Loss("$.output_schema", "the model can't be made to call a tool: it is asked in the wire's own words", "hint"),
            )
        encoded = replace(encoded, losses=losses)
        apply_loss_policy(encoded.losses, on_loss)
        return _Written(outgoing.request, encoded, forced, bound.digest if bound else None)

    def _asked_otherwise(self, request: Request, capabilities: Capabilities) -> AskedOtherwise | None:
        """Say a schema by a tool or as an object's, where the model is asked so; one that came from this wire goes back as it came."""
        output = request.output_schema
        if output is None:
            return None
        if self._forces_tool(request, capabilities):
            return ForcedTool(request)
        wraps = self.provider.wraps_output(output, request.model_id or self.spec.model_id, self.options)
        return WrappedOutput.of(request) if wraps and not Kept.of(output.provider_data, self.dialect.name) else None

    def capabilities(self, request: Request) -> Capabilities:
        """Tell what a filled request's model accepts: a user's own rows hold against the provider's, and an option against both."""
        model_id = request.model_id or self.spec.model_id
        known = self.provider.capabilities(model_id, self.options)
        if not self._corrections:
            return known
        names, hosts = self.provider.names_of(model_id), self.provider.hosts(self.options)
        return applied(self.provider.option_rows(self.options), names, hosts, applied(self._corrections, names, hosts, known))

    def _forces_tool(self, request: Request, capabilities: Capabilities) -> bool:
        """Tell whether the request's schema goes out as a tool that the model must call: where it takes none, or by an option.

        Raises:
            ConversionError: The model can't be made to call a tool, and takes no schema either.
        """
        if request.output_schema is None:
            return False
        chosen = self.provider.forces_tool(request.model_id or self.spec.model_id, self.options)
        native = (
            capabilities.has("output_schema")
            and (capabilities.has("output_schema_with_tools") or not request.tools)
            and (capabilities.has("output_schema_streamed") or not request.stream)
        )
        if not (chosen or (chosen is None and not native)):
            return False
        if capabilities.has("tools") and capabilities.has("tool_choice") and capabilities.has("tool_choice_forced"):
            return True
        if native:
            return False
        hint = "ask for the shape in the prompt and read the text, or ask another model"
        raise ConversionError("$.output_schema", "the model takes no schema, and can't be made to call a tool that has it", hint=hint)

    def transport_settings(self) -> TransportSettings:
        """Give what a transport is made from.

        Raises:
            AuthenticationError: The provider needs a key and there is none.
            ConfigError: The caller's own client was made in another process, which this one was forked from.
        """
        if self._client is not None:
            check_client(self._made_in)
        key = self._key()
        names = " or ".join(self.provider.key_variables(self.options))
        if key is None and self._client is None and self.provider.needs_key(self.options):
            missing = AuthenticationError("there is no API key", provider=self.provider.name, hint=f"set {names}, or pass api_key=")
            missing.key_variables = self.provider.key_variables(self.options)
            raise missing
        if key is not None and self._client is None and not _SENDABLE.fullmatch(key.get_secret_value()):
            where = "api_key" if self._api_key else names
            hint = f"look for a line break, a space or a quotation mark in {where}"
            raise AuthenticationError("the API key holds a character that no key has", provider=self.provider.name, hint=hint)
        return TransportSettings(self.options, key.get_secret_value() if key else None, progress, self._client)

    def _key(self) -> SecretStr | None:
        # Wrapped while something may still raise: a traceback can show the variables of its frames.
        if self._client is not None:  # it has its own, which is only ever blanked
            held = (getattr(self._client, name, None) for name in ("api_key", "auth_token"))
            return next((SecretStr(key) for key in held if isinstance(key, str) and key), None)
        found = (SecretStr(key) for name in self.provider.key_variables(self.options) if (key := os.environ.get(name)))
        return self._api_key or next(found, None)

    def conceal(self, error: ProviderError) -> None:
        """Blank the key wherever a server repeated it in its error; of a refused key, say where it comes from."""
        if isinstance(error, AuthenticationError) and error.status is not None and self._client is not None:
            error.hint = error.hint or "check the key of the client that was given"
        elif isinstance(error, AuthenticationError) and error.status is not None:
            error.key_variables = self.provider.key_variables(self.options)
            if error.hint is None and error.key_variables:
                error.hint = f"check the key: the api_key argument, or the environment variable {' or '.join(error.key_variables)}"
        key = self._key()
        if key is not None:
            TransportSettings(self.options, key.get_secret_value(), progress).conceal(error)
