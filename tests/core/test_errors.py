"""`interlingua.errors`: values first, sentences second."""

from __future__ import annotations

import copy
import pickle
from typing import TYPE_CHECKING

import pytest

from interlingua import errors
from interlingua.errors import (
    APITimeoutError,
    AuthenticationError,
    ConfigError,
    ConversionError,
    InterlinguaError,
    InvalidOutputError,
    InvalidToolArgumentsError,
    LimitExceededError,
    LossError,
    OverloadedError,
    PairingError,
    ProviderError,
    StreamInterruptedError,
)
from interlingua.types import AssistantMessage, Loss, RefusalPart, Response

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interlingua.types import FinishReason

PARTIAL = Response(message=AssistantMessage("Once upon"))


def _examples() -> Iterator[InterlinguaError]:
    yield ConfigError("unknown option", text="anthropic:x?tempo=1", span=(12, 17), option="tempo", hint="did you mean top_p?",
                      key_variables=("A_KEY",), lacks="count_tokens")  # fmt: skip
    yield ConversionError("$.messages[0]", "it is no message", hint="send one")
    yield PairingError(2, "call_1", "tool call 'call_1' has no result right after it")
    yield LimitExceededError("event", 16 * 1024 * 1024)
    yield LossError([Loss(path="$.seed", reason="this wire has no seed", kind="hint")])
    yield InvalidToolArgumentsError("weather", '{"city": "Par', "it was cut off")
    yield InvalidOutputError("not JSON", "it is no JSON", response=PARTIAL)
    yield StreamInterruptedError(PARTIAL, OverloadedError("busy", provider="anthropic", retry_after=2.0))
    yield APITimeoutError("no byte for 5 seconds", phase="read", provider="openai")
    for cls in vars(errors).values():
        if isinstance(cls, type) and issubclass(cls, ProviderError) and cls not in {StreamInterruptedError, APITimeoutError}:
            yield cls("it failed", provider="openai", status=500, type="server_error", code="x", request_id="req_1", retry_after=1.5,
                      should_retry=False, hint="wait")  # fmt: skip


EXAMPLES = list(_examples())
each = pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: type(error).__name__)


def test_every_class_has_an_example() -> None:
    """No error class escapes the tests below."""
    classes = {cls for cls in vars(errors).values() if isinstance(cls, type) and issubclass(cls, InterlinguaError)}

    assert {type(error) for error in EXAMPLES} == classes - {InterlinguaError}


@each
@pytest.mark.parametrize("through", [lambda error: pickle.loads(pickle.dumps(error)), copy.copy, copy.deepcopy])  # noqa: S301 - our own bytes
def test_survives(error: InterlinguaError, through: object) -> None:
    """Pickling and copying keep the class, the sentence and every attribute."""
    error.add_note("seen in the night")

    again = through(error)  # type: ignore[operator]

    assert type(again) is type(error)
    assert str(again) == str(error)
    assert again.args == error.args
    for name, value in vars(error).items():
        assert type(getattr(again, name)) is type(value)
        if not isinstance(value, InterlinguaError):
            assert getattr(again, name) == value


@each
def test_is_one_line_but_for_the_marker(error: InterlinguaError) -> None:
    """A sentence is one line; only a config string's marker takes two more."""
    assert len(error.sentence.splitlines()) == (3 if isinstance(error, ConfigError) else 1)


class TestSentences:
    """What each error says."""

    def test_config(self) -> None:
        """A config error shows its source with the marker under the fault."""
        error = ConfigError("unknown option 'tempo'", text="anthropic:x?tempo=1", span=(12, 17))

        assert str(error) == "unknown option 'tempo'\n    anthropic:x?tempo=1\n                ^^^^^"

    def test_config_marks_an_empty_span(self) -> None:
        """A fault where something is missing has a marker too."""
        assert str(ConfigError("no model", text="openai:", span=(7, 7))) == "no model\n    openai:\n           ^"

    @pytest.mark.parametrize("error", [ConfigError("no model"), ConfigError("no model", text="openai:")])
    def test_config_without_a_place(self, error: ConfigError) -> None:
        """Without a source there is no marker."""
        assert str(error) == "no model"

    def test_config_within_a_place(self) -> None:
        """The place comes before the message; all else is the same, and the error itself is left as it was."""
        error = ConfigError("no model", text="openai:", span=(7, 7), hint="name one", option="x", key_variables=("K",), lacks="y")

        again = error.within("a file", "alias x")

        assert vars(again) == vars(error) | {"message": "a file: alias x: no model"}
        assert again.args == ("a file: alias x: no model",)
        assert error.message == "no model"

    def test_what_to_do(self) -> None:
        """Stands below the sentence, so that a traceback shows it."""
        error = AuthenticationError("there is no API key", provider="openai", hint="set OPENAI_API_KEY")

        assert str(error) == "openai: there is no API key\nhint: set OPENAI_API_KEY"
        assert error.sentence == "openai: there is no API key"

    def test_conversion(self) -> None:
        """A conversion error says what is wrong, and where."""
        error = ConversionError("$.messages[0]", "it is no message")

        assert str(error) == "it is no message (at $.messages[0])"
        assert (error.path, error.reason, error.hint) == ("$.messages[0]", "it is no message", None)

    def test_conversion_of_something_huge(self) -> None:
        """A huge path or reason is cut in the sentence and whole in the attribute."""
        error = ConversionError("$" + ".a" * 1000, "x" * 1000)

        assert str(error) == f"{'x' * 500}… (1,000 characters) (at ${'.a' * 59}.… (2,001 characters))"
        assert (len(error.path), len(error.reason)) == (2001, 1000)

    def test_pairing(self) -> None:
        """A pairing error names the message and offers the repair."""
        error = PairingError(2, "call_1", "tool call 'call_1' has no result right after it")

        assert error.sentence == "tool call 'call_1' has no result right after it (at $.messages[2])"
        assert (error.message_index, error.tool_call_id) == (2, "call_1")
        assert "interlingua.repaired" in str(error.hint)

    def test_limit(self) -> None:
        """A limit error names the limit, its value and its unit."""
        assert str(LimitExceededError("event", 16_777_216)) == "the event limit of 16,777,216 bytes was passed (at $)"
        assert str(LimitExceededError("depth", 128, path="$.a")) == "the depth limit of 128 levels was passed (at $.a)"

    def test_loss(self) -> None:
        """A loss error lists what would be lost and names the keyword that lets it pass."""
        error = LossError([Loss(path="$.seed", reason="this wire has no seed")])

        assert error.sentence == "the conversion would lose 1 thing: $.seed: this wire has no seed"
        assert str(error) == f"{error.sentence}\nhint: {error.hint}"
        assert error.hint == 'pass on_loss="record" to let it pass and read the losses from the response'

    def test_many_losses(self) -> None:
        """Of many losses ten are listed; the attribute holds all."""
        error = LossError([Loss(path=f"$.a[{index}]", reason="gone") for index in range(1200)])

        assert error.sentence.startswith("the conversion would lose 1200 things: $.a[0]: gone; $.a[1]: gone; ")
        assert error.sentence.endswith("$.a[9]: gone; and 1,190 more")
        assert len(error.losses) == 1200

    def test_arguments(self) -> None:
        """Invalid arguments are shown, shortened, and kept whole."""
        error = InvalidToolArgumentsError("weather", "{" * 1000, "it was cut off")

        assert (
            error.sentence
            == f"the arguments of tool call 'weather' are not a JSON object: it was cut off: {'{' * 500 + '… (1,000 characters)'!r}"
        )
        assert error.text == "{" * 1000

    def test_output(self) -> None:
        """Invalid output keeps the response."""
        error = InvalidOutputError("not JSON", "it is no JSON", response=PARTIAL)

        assert error.sentence == "the output doesn't fit the schema: it is no JSON: 'not JSON'"
        assert error.response is PARTIAL

    @pytest.mark.parametrize(
        ("finish_reason", "text", "hint"),
        [
            ("length", '{"a', "raise max_tokens: the output was cut off"),
            ("context_window", "", "choose a model with a larger context window"),
            ("refusal", "", "the model refused: read the error's `response`"),
            ("content_filter", "I", "a content filter stopped the model"),
            ("pause", "", "the model isn't done"),
            ("error", "", "the provider failed in mid-answer"),
            ("stop", "", "the model wrote no text"),
            ("stop", "I", "read the whole text from the error's `text`"),
        ],
    )
    def test_output_by_finish_reason(self, finish_reason: FinishReason, text: str, hint: str) -> None:
        """Why the model stopped is a value, stands in the sentence, and decides what to do: only what was cut off needs more tokens."""
        response: Response = PARTIAL.model_copy(update={"finish_reason": finish_reason})
        error = InvalidOutputError(text, "it is no JSON", response=response)

        assert error.finish_reason == finish_reason
        assert error.sentence == f"the output doesn't fit the schema (finish reason {finish_reason!r}): it is no JSON: {text!r}"
        assert hint in (error.hint or "")
        assert ("max_tokens" in (error.hint or "")) is (finish_reason == "length")

    def test_output_beside_a_refusal(self) -> None:
        """A refusal is one also where the wire says that the model just stopped."""
        response: Response = Response(message=AssistantMessage([RefusalPart("no")]), finish_reason="stop")

        assert "the model refused" in (InvalidOutputError("", "it is no JSON", response=response).hint or "")

    def test_provider(self) -> None:
        """A provider error names who, what, the status, the kind, the request and the attempts."""
        error = AuthenticationError("wrong key", provider="openai", status=401, type="auth", code="invalid_api_key", request_id="req_1")
        error.attempts = 3

        assert str(error) == "openai: wrong key (HTTP 401, auth, invalid_api_key, request req_1, 3 attempts)"

    def test_provider_that_says_little(self) -> None:
        """What isn't known isn't said, and a code that repeats the type isn't repeated."""
        assert str(ProviderError("it failed")) == "it failed"
        assert str(ProviderError("it failed", type="busy", code="busy")) == "it failed (busy)"

    def test_provider_that_says_too_much(self) -> None:
        """A page of HTML is cut."""
        assert len(str(ProviderError("<html>" * 1000))) < 600

    def test_repr_of_a_provider_error(self) -> None:
        """A repr has the facts without the sentence, in which a server may echo a prompt."""
        error = AuthenticationError("wrong key for: my secret prompt", provider="openai", status=401)

        assert repr(error) == "AuthenticationError(provider='openai', status=401, attempts=1)"

    def test_timeout(self) -> None:
        """A time-out names its phase as a value, and the option to raise."""
        error = APITimeoutError("no byte for 5 seconds", phase="read")

        assert (error.phase, error.hint) == ("read", "raise the timeout option")

    def test_interruption(self) -> None:
        """An interruption says why, holds what had come, and the facts of the error inside."""
        inner = OverloadedError("busy", provider="anthropic", status=529, type="overloaded_error", retry_after=2.0, hint="wait")
        error = StreamInterruptedError(PARTIAL, inner)

        assert error.sentence == "anthropic: the stream broke: busy (HTTP 529, overloaded_error)"
        assert (error.partial, error.error) == (PARTIAL, inner)
        assert (error.provider, error.status, error.type, error.retry_after, error.hint) == (
            "anthropic",
            529,
            "overloaded_error",
            2.0,
            "wait",
        )

    def test_interruption_without_an_error(self) -> None:
        """A stream that just ends says so; one that is garbled says how."""
        error = StreamInterruptedError(PARTIAL)

        assert error.sentence == "the stream broke: it ended without its final event"
        assert error.hint == "what had arrived is in the error's `partial`"
        assert StreamInterruptedError(PARTIAL, reason="not JSON").sentence == "the stream broke: not JSON"
