"""Every error that interlingua raises: values first, sentences second.

```
InterlinguaError
├── ConfigError                    a config string, option, key, plugin or file is wrong
├── ConversionError                a value or a wire body can't be translated, with its path
│   ├── PairingError               tool calls and results don't match
│   └── LimitExceededError         a named limit (event, response, depth, attachment) was passed
├── LossError                      a conversion would lose content
├── InvalidToolArgumentsError      a tool call's arguments are not a JSON object
├── InvalidOutputError             the model's output doesn't fit the schema that was asked for
└── ProviderError                  the backend, or the way to it, failed
    ├── AuthenticationError · PermissionDeniedError · NotFoundError
    ├── BadRequestError
    │   ├── ContextWindowExceededError
    │   └── RequestTooLargeError
    ├── RateLimitError · QuotaExceededError · OverloadedError · InternalServerError
    ├── ContentFilterError
    ├── APIConnectionError
    │   └── APITimeoutError
    └── StreamInterruptedError     a stream broke; `partial` holds what had arrived
```

A constructor takes data and keeps it as attributes; `__str__` composes the sentence from them: what was met, where, and
(as `hint`) what to do. Every error survives `pickle` and `copy`, and none holds an SDK's exception, request, header or key.
This module imports nothing of ours at run time, so that every other room may import it.
"""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from interlingua.types.losses import Loss
    from interlingua.types.response import FinishReason, Response

TimeoutPhase: TypeAlias = Literal["connect", "first_chunk", "read", "total"]
"""Where the time went: opening the connection, waiting for the first chunk, between two bytes, or the whole deadline."""

_EXCERPT_CHARS = 500
_PATH_CHARS = 120
_LISTED_LOSSES = 10

# What to do about an output that doesn't fit, by why the model stopped; else it is a matter of the text.
_OUTPUT_HINTS: dict[FinishReason | None, str] = {
    "length": "raise max_tokens: the output was cut off; all that came is in the error's `text`",
    "context_window": "send less, or choose a model with a larger context window: the output was cut off",
    "refusal": "the model refused: read the error's `response`, and ask in another way",
    "content_filter": "a content filter stopped the model: read the error's `response`, and ask in another way",
    "pause": "the model isn't done: add the message of the error's `response` to the conversation, and call again",
    "error": "the provider failed in mid-answer: call again; what came is in the error's `response`",
}
_OUTPUT_HINT = "read the whole text from the error's `text`"
_EMPTY_OUTPUT_HINT = "the model wrote no text: read the error's `response`"


class InterlinguaError(Exception):
    """The base of every error raised on purpose by interlingua.

    Attributes:
        message: What was met and where, in one sentence.
        hint: What to do about it, or None where nothing useful can be said.
    """

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        """Keep the message and the hint."""
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        """Compose the sentence; what to do about it stands on a line below."""
        return self.sentence + (f"\nhint: {self.hint}" if self.hint else "")

    @property
    def sentence(self) -> str:
        """What was met and where, without the hint."""
        return self.message

    def __reduce__(self) -> tuple[Callable[..., InterlinguaError], tuple[object, ...]]:
        """Pickle by attributes, so that keyword-only constructors are no obstacle."""
        return _rebuild, (type(self), self.args, dict(self.__dict__))


def _rebuild(cls: type[InterlinguaError], args: tuple[object, ...], state: dict[str, object]) -> InterlinguaError:
    error = cls.__new__(cls, *args)
    error.args = args
    error.__dict__.update(state)
    return error


class ConfigError(InterlinguaError):
    """A config string, option, key, plugin or configuration file is wrong.

    Attributes:
        text: The source text that holds the fault, without any secret, or None.
        span: Start and end of the fault in `text`, in characters, or None.
        option: The option at fault, or None.
        key_variables: Where the key that was met belongs: environment variables, none where they aren't known.
            None where the fault is no misplaced key.
        lacks: What the provider can't do (`count_tokens`), or None.
    """

    def __init__(
        self,
        message: str,
        *,
        hint: str | None = None,
        text: str | None = None,
        span: tuple[int, int] | None = None,
        option: str | None = None,
        key_variables: tuple[str, ...] | None = None,
        lacks: str | None = None,
    ) -> None:
        """Keep the fault and where it stands."""
        super().__init__(message, hint=hint)
        self.text = text
        self.span = span
        self.option = option
        self.key_variables = key_variables
        self.lacks = lacks

    def within(self, *places: str) -> ConfigError:
        """Give the same fault, with the places where its text stands before the message."""
        again = copy(self)
        again.message = ": ".join([*places, self.message])
        again.args = (again.message,)
        return again

    @property
    def sentence(self) -> str:
        """The message, and the source text with the marker under the fault."""
        if self.text is None or self.span is None:
            return self.message
        start, end = self.span
        return f"{self.message}\n    {self.text}\n    {' ' * start}{'^' * max(1, end - start)}"


class ConversionError(InterlinguaError):
    """A value or a wire body can't be translated.

    Attributes:
        path: The JSON path of the fault, such as `$.messages[2].content[0]`.
        reason: What is wrong there.
    """

    def __init__(self, path: str, reason: str, *, hint: str | None = None) -> None:
        """Keep the place and the reason."""
        super().__init__(f"{_excerpt(reason)} (at {_excerpt(path, _PATH_CHARS)})", hint=hint)
        self.path = path
        self.reason = reason


class PairingError(ConversionError):
    """A tool call without its result, or a result without its call.

    Attributes:
        message_index: Which message of the conversation breaks the rule, from 0.
        tool_call_id: The id that has no partner.
    """

    def __init__(self, message_index: int, tool_call_id: str, reason: str) -> None:
        """Keep the message's index and the id."""
        super().__init__(
            f"$.messages[{message_index}]",
            reason,
            hint="send each call's result right after the call, or mend the conversation with interlingua.repaired(...)",
        )
        self.message_index = message_index
        self.tool_call_id = tool_call_id


class LimitExceededError(ConversionError):
    """A named limit was passed; nothing was cut off silently.

    Attributes:
        limit: The limit's name: `event`, `line`, `response`, `depth` or `attachment`.
        maximum: The limit's value, in bytes (in levels for `depth`).
    """

    def __init__(self, limit: str, maximum: int, *, path: str = "$") -> None:
        """Keep the limit's name and value."""
        unit = "levels" if limit == "depth" else "bytes"
        super().__init__(path, f"the {limit} limit of {maximum:,} {unit} was passed")
        self.limit = limit
        self.maximum = maximum


class LossError(InterlinguaError):
    """A conversion would lose something that the policy doesn't let pass.

    Attributes:
        losses: Every loss that the conversion recorded.
    """

    def __init__(self, losses: Sequence[Loss]) -> None:
        """Keep the losses."""
        listed = "; ".join(f"{_excerpt(loss.path, _PATH_CHARS)}: {_excerpt(loss.reason)}" for loss in losses[:_LISTED_LOSSES])
        more = f"; and {len(losses) - _LISTED_LOSSES:,} more" if len(losses) > _LISTED_LOSSES else ""
        super().__init__(
            f"the conversion would lose {len(losses)} thing{'s' * (len(losses) != 1)}: {listed}{more}",
            hint='pass on_loss="record" to let it pass and read the losses from the response',
        )
        self.losses = tuple(losses)


class InvalidToolArgumentsError(InterlinguaError):
    """A tool call's arguments are not a JSON object.

    Attributes:
        name: The tool's name.
        text: The exact text that the model wrote.
        reason: Why it is not a JSON object.
    """

    def __init__(self, name: str, text: str, reason: str) -> None:
        """Keep the text, whole."""
        super().__init__(
            f"the arguments of tool call {name!r} are not a JSON object: {reason}: {_excerpt(text)!r}",
            hint="send the error back to the model as the tool's result, or raise max_tokens if the text was cut off",
        )
        self.name = name
        self.text = text
        self.reason = reason


class InvalidOutputError(InterlinguaError):
    """The model's output doesn't fit the schema that was asked for.

    Attributes:
        text: The exact text that the model wrote.
        reason: What doesn't fit.
        response: The whole response, with usage and finish reason.
        finish_reason: Why the model stopped, as the response says it.
    """

    def __init__(self, text: str, reason: str, *, response: Response | None = None) -> None:
        """Keep the text and the response."""
        finish_reason = response.finish_reason if response else None
        why = f" (finish reason {finish_reason!r})" if finish_reason else ""
        # OpenAI's wires may say a refusal as a part, and that the model just stopped.
        refused = response is not None and any(part.type == "refusal" for part in response.message.content)
        super().__init__(
            f"the output doesn't fit the schema{why}: {reason}: {_excerpt(text)!r}",
            hint=_OUTPUT_HINTS.get("refusal" if refused else finish_reason) or (_OUTPUT_HINT if text else _EMPTY_OUTPUT_HINT),
        )
        self.text = text
        self.reason = reason
        self.response = response
        self.finish_reason = finish_reason


class ProviderError(InterlinguaError):
    """The backend, or the way to it, failed.

    Attributes:
        provider: The provider's name, or None where it isn't known yet.
        status: The HTTP status, or None where there was none.
        type: The wire's own word for the kind of error (`error.type`), or None.
        code: The wire's own finer code (`error.code` or `error_code`), or None.
        request_id: The provider's id of the request, for its support, or None.
        retry_after: How long the provider asks to wait, in seconds, or None.
        should_retry: The provider's own word on retrying (`x-should-retry`), or None.
        attempts: How many times the request was sent.
    """

    def __init__(
        self,
        message: str,
        *,
        hint: str | None = None,
        provider: str | None = None,
        status: int | None = None,
        type: str | None = None,  # noqa: A002 - the wire's own word, and the SDKs' attribute
        code: str | None = None,
        request_id: str | None = None,
        retry_after: float | None = None,
        should_retry: bool | None = None,
    ) -> None:
        """Keep what the provider said."""
        super().__init__(_excerpt(message), hint=hint)
        self.provider = provider
        self.status = status
        self.type = type
        self.code = code
        self.request_id = request_id
        self.retry_after = retry_after
        self.should_retry = should_retry
        self.attempts = 1

    @property
    def sentence(self) -> str:
        """Compose: provider, what it said, status, kind, request id, attempts."""
        return (f"{self.provider}: " if self.provider else "") + self._said()

    def _said(self) -> str:
        facts = [
            f"HTTP {self.status}" if self.status else "",
            self.type or "",
            self.code if self.code and self.code != self.type else "",
            f"request {self.request_id}" if self.request_id else "",
            f"{self.attempts} attempts" if self.attempts > 1 else "",
        ]
        known = ", ".join(fact for fact in facts if fact)
        return self.message + (f" ({known})" if known else "")

    def __repr__(self) -> str:
        """Give the facts without the sentence: stamina logs the repr of what it retries, and servers may echo a prompt."""
        facts = {name: getattr(self, name) for name in ("provider", "status", "type", "code", "request_id", "retry_after", "attempts")}
        return f"{type(self).__name__}({', '.join(f'{name}={fact!r}' for name, fact in facts.items() if fact is not None)})"


class AuthenticationError(ProviderError):
    """The key is missing, wrong or expired (HTTP 401).

    Attributes:
        key_variables: The environment variables that the key comes from, or was looked for in; none where there are none.
    """

    key_variables: tuple[str, ...] = ()


class PermissionDeniedError(ProviderError):
    """The key is good but may not do this (HTTP 403)."""


class NotFoundError(ProviderError):
    """The model, file or address doesn't exist (HTTP 404)."""


class BadRequestError(ProviderError):
    """The provider refuses the request as it is (HTTP 400, 422 and the other 4xx)."""


class ContextWindowExceededError(BadRequestError):
    """The conversation is longer than the model's context window."""


class RequestTooLargeError(BadRequestError):
    """The request has more bytes than the provider takes (HTTP 413)."""


class RateLimitError(ProviderError):
    """Too many requests for now (HTTP 429); `retry_after` says how long to wait where the provider said so."""


class QuotaExceededError(ProviderError):
    """A spending or usage limit is reached: a 429 or 402 that no wait mends."""


class OverloadedError(ProviderError):
    """The provider is overloaded for now (HTTP 529, 503, or `overloaded_error`)."""


class InternalServerError(ProviderError):
    """The provider failed (HTTP 5xx)."""


class ContentFilterError(ProviderError):
    """The provider's content filter refused the request."""


class APIConnectionError(ProviderError):
    """The provider can't be reached, or the connection broke before the first chunk."""


class APITimeoutError(APIConnectionError):
    """The provider was too slow.

    Attributes:
        phase: Where the time went.
    """

    def __init__(self, message: str, *, phase: TimeoutPhase, hint: str | None = None, provider: str | None = None) -> None:
        """Keep the phase."""
        super().__init__(message, hint=hint or "raise the timeout option", provider=provider)
        self.phase = phase


class StreamInterruptedError(ProviderError):
    """A stream broke before its final event; nothing that had arrived is thrown away.

    Attributes:
        partial: Everything received, usage so far included.
        error: The same failure as it would have been typed as a status, or None where the stream just ended or was garbled.
    """

    def __init__(self, partial: Response, error: ProviderError | None = None, *, reason: str | None = None) -> None:
        """Keep what arrived and why no more did."""
        why = reason or (error._said() if error else "it ended without its final event")  # noqa: SLF001 - of the same class
        super().__init__(
            f"the stream broke: {why}",
            hint=(error.hint if error and error.hint else "what had arrived is in the error's `partial`"),
            provider=error.provider if error else None,
            status=error.status if error else None,
            type=error.type if error else None,
            code=error.code if error else None,
            request_id=error.request_id if error else None,
            retry_after=error.retry_after if error else None,
        )
        self.partial = partial
        self.error = error

    def _said(self) -> str:
        """The message alone: it already holds the inner error's facts."""
        return self.message


def _excerpt(text: str, limit: int = _EXCERPT_CHARS) -> str:
    return text if len(text) <= limit else f"{text[:limit]}… ({len(text):,} characters)"
