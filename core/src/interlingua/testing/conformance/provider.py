"""Laws 9, 10 and 12: what a provider's transports and error table do when a real server on loopback fails them; and law 3, of its rows."""

from __future__ import annotations

import logging
import os
import pickle
import traceback
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar
from unittest.mock import patch

from interlingua.dialect import Row, applied, as_table, facts, read_rows, refuses, sentence
from interlingua.dialect.losses import covers
from interlingua.errors import ConfigError, ConversionError, ProviderError, StreamInterruptedError
from interlingua.testing.conformance.calls import KEY, ONCE, PROMPT, Caller, begun, good, refusal
from interlingua.testing.conformance.expect import expect, expect_none, expect_same
from interlingua.testing.conformance.features import FEATURES
from interlingua.testing.conformance.laws import proves
from interlingua.testing.conformance.suite import Suite
from interlingua.testing.fault_server import Answer
from interlingua.types import Request

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from interlingua import Model
    from interlingua.testing.conformance.laws import LawTest

_NOWHERE = "http://127.0.0.1:9"  # the discard port: no one listens there


class ProviderConformance(Suite):
    """The laws of a provider, as tests; its SDK talks to a server on loopback, so they need neither a key nor a network.

    Attributes:
        provider: The provider's entry-point name.
        model: Any model id.
        options: Options that it needs.

    Example:
        ```python
        from interlingua.testing.conformance import ProviderConformance


        class TestMine(ProviderConformance):
            provider = "mine"
        ```
    """

    provider: ClassVar[str]
    model: ClassVar[str] = "some-model"
    options: ClassVar[Mapping[str, object]] = {"max_tokens": 9}

    @classmethod
    def is_complete(cls) -> bool:
        """Tell whether there is a provider."""
        return hasattr(cls, "provider")

    @classmethod
    def lacks(cls, test: LawTest) -> str | None:
        """Say that the provider takes no address, or no key.

        Raises:
            ConfigError: There is no such provider, or an option or a model is wrong: a suite that tests nothing looks like one that passes.
        """
        try:
            model = cls._model()
        except ConfigError as error:
            if error.option != "base_url":
                raise
            if test.needs is None:
                return None
            return f"{cls.provider} can't be called at a server on loopback: {error.message}"
        if test.needs == "a key" and not model.provider.key_variables(model.options):
            return f"{cls.provider} needs no key"
        return None

    @classmethod
    def _model(cls) -> Model:
        """Give the model, at an address where nothing is sent."""
        from interlingua import Model

        arguments: dict[str, Any] = {"base_url": _NOWHERE, **cls.options}
        return Model(cls._spec(), **arguments)

    @classmethod
    def _any_model(cls) -> Model:
        """Give the model, at its own address where it takes no other."""
        from interlingua import Model

        try:
            return cls._model()
        except ConfigError:
            arguments: dict[str, Any] = {**cls.options}
            return Model(cls._spec(), **arguments)

    @classmethod
    def _key_variables(cls) -> tuple[str, ...]:
        model = cls._model()
        return model.provider.key_variables(model.options)

    @classmethod
    def _spec(cls) -> str:
        return f"{cls.provider}:{cls.model}"

    @classmethod
    def _caller(cls) -> Caller:
        return Caller(cls._spec(), cls.options, keyed=bool(cls._key_variables()))

    @classmethod
    def _good(cls, *, streamed: bool = False) -> Answer:
        model = cls._model()
        return good(model.dialect, streamed=streamed or model.provider.streams_whole_calls)

    @proves(3)
    def test_rows_can_be_read_and_checked(self) -> None:
        """A row that names no feature of ours has no effect, and one without a source can't be reviewed when the model has changed."""
        model = self._any_model()
        rows = [*model.provider.rows()]
        for row in rows:
            try:
                (read,) = read_rows({"row": [as_table(row)]})
            except ConversionError as error:
                raise AssertionError(f"the row {sentence(row)!r} is none: {error.reason} (at {error.path}; {error.hint})") from None
            expect(read == replace(row, several_makers=False), f"the row {sentence(row)!r} says what no file can say")
            expect(row.source is not None or not [*facts(row)], f"the row {sentence(row)!r} has no source")
        first, second = (model.provider.capabilities(model.model_id, model.options) for _ in range(2))
        expect(first == second and rows == [*model.provider.rows()], "what the model takes is another thing each time that it is asked for")

    @proves(3)
    def test_what_a_row_refuses_is_left_out_and_told(self) -> None:
        """A user who corrects what a model takes must find it heeded, whatever the format: its encoder begins with `fit`."""
        dialect = self._any_model().dialect
        for word, shown in FEATURES.items():
            field = Request.model_fields.get(word)
            if field is None:
                continue
            refusing = applied([Row(refuses(word))], (self.model,), (self.provider,))
            encoded = dialect.encode_request(shown.request, refusing)
            without = shown.request.model_copy(update={word: field.default, **({"tool_choice": None} if word == "tools" else {})})
            expect_same(encoded.body, dialect.encode_request(without, refusing).body, f"the body where the model takes no {word}")
            expect(any(covers(loss.path, shown.path) for loss in encoded.losses), f"{word} is left out, and no loss says so")

    @proves(9, needs="an address")
    def test_attempts_are_what_the_server_saw(self) -> None:
        """Retries cost money and time; whoever reads `attempts` must learn of each, also of those that an SDK makes on its own."""
        for outcome in self._caller().complete(refusal(503), refusal(503), self._good()):
            expect(outcome.response is not None, f"{outcome.by} gave up: {outcome.error!r}")
            expect_same(
                (outcome.requests, outcome.response and outcome.response.attempts), (3, 3), f"requests and attempts of {outcome.by}"
            )

    @proves(9, needs="an address")
    def test_only_the_runtime_tries_again(self) -> None:
        """An SDK that retries behind the runtime's back multiplies the load on a server that is down."""
        for outcome in self._caller().complete(refusal(503), retry=ONCE):
            expect(isinstance(outcome.error, ProviderError), f"{outcome.by} raised {outcome.error!r} for status 503")
            expect_same(outcome.requests, 1, f"requests of {outcome.by} that may try once")

    @proves(9, needs="an address")
    def test_a_refused_request_is_not_tried_again(self) -> None:
        """A request that is wrong stays wrong, and a key that is wrong gets locked out."""
        for status in (400, 401, 403, 404, 413, 422):
            for outcome in self._caller().complete(refusal(status), self._good()):
                expect(isinstance(outcome.error, ProviderError), f"{outcome.by} made {outcome.response!r} of status {status}")
                expect_same(outcome.requests, 1, f"requests of {outcome.by} after status {status}")

    @proves(9, needs="an address")
    def test_a_long_retry_after_is_raised_at_once(self) -> None:
        """A server that asks for ten minutes is not to be asked sooner, and nobody wants to hang for them unknowingly."""
        for outcome in self._caller().complete(refusal(429, retry_after="600"), self._good()):
            expect_same(outcome.requests, 1, f"requests of {outcome.by}")
            expect_same(getattr(outcome.error, "retry_after", None), 600.0, f"what {outcome.by} read of the wait that was asked for")

    @proves(9, needs="an address")
    def test_nothing_is_tried_again_after_the_first_chunk(self) -> None:
        """Half an answer is on the screen already; a second attempt would show another beginning, and be paid for twice."""
        for end in ("cut", "reset"):
            for outcome in self._caller().stream(begun(self._model().dialect, end), self._good(streamed=True)):
                expect(isinstance(outcome.error, StreamInterruptedError), f"{outcome.by} raised {outcome.error!r} after a {end}")
                expect_same(outcome.requests, 1, f"requests of {outcome.by} after a {end}")

    @proves(10, needs="an address")
    def test_a_broken_stream_keeps_what_had_arrived(self) -> None:
        """What came was paid for, and may be all that there will ever be."""
        for outcome in self._caller().stream(begun(self._model().dialect, "reset")):
            error = outcome.error
            expect(isinstance(error, StreamInterruptedError), f"{outcome.by} raised {error!r}")
            kept = error.partial.text if isinstance(error, StreamInterruptedError) else ""
            expect(kept != "" and "Hello, you".startswith(kept), f"{outcome.by} kept {kept!r} of what it had got")

    @proves(10, needs="an address")
    def test_leaving_closes_the_connection(self) -> None:
        """A model that nobody listens to goes on and on, on somebody's bill, until its connection is closed."""
        for outcome in self._caller().stream(begun(self._model().dialect, "hold"), leave_after=1):
            expect(outcome.hung_up, f"{outcome.by} left the connection open: {outcome.error!r}")

    @proves(12, needs="a key")
    def test_a_model_shows_no_key(self) -> None:
        """Models are printed, logged and pickled into jobs; a key must not go along."""
        from interlingua import AsyncModel, Model

        for kind in (Model, AsyncModel):
            model = kind(self._spec(), **self._caller().arguments(_NOWHERE, ONCE))
            shown = [repr(model), str(model), repr(vars(model)), str(pickle.dumps(model)), repr(model.prepare(PROMPT))]

            expect_none([text for text in shown if KEY in text], f"{kind.__name__} shows its key")

    @proves(12, needs="a key")
    def test_a_failed_call_shows_no_key(self) -> None:
        """Errors go to trackers and logs that many read; some servers repeat the key in theirs."""
        echo = Answer(f'{{"error": {{"message": "the key {KEY} is wrong", "type": "{KEY}"}}}}'.encode(), status=401)
        broken = begun(self._model().dialect, "reset")
        by_argument, by_variable = self._caller(), replace(self._caller(), keyed=False)
        with _log() as log, patch.dict(os.environ, dict.fromkeys(self._key_variables(), KEY)):
            for caller in (by_argument, by_variable):
                for outcome in [*caller.complete(echo), *caller.stream(broken, retry=ONCE)]:
                    expect(outcome.error is not None, f"{outcome.by} made {outcome.response!r} of an error")
                    shown = _everything(outcome.error) if outcome.error else []
                    expect_none([text for text in shown if KEY in text], f"the error of {outcome.by} shows the key")
        expect_none([line for line in log if KEY in line], "the log shows the key")
        expect_none([line for line in log if PROMPT in line], "the log shows the prompt")

    @proves(12, needs="a key")
    def test_a_key_in_a_config_string_is_refused(self) -> None:
        """Config strings are committed and pasted into issues; one with a key is refused, without repeating it."""
        from interlingua import Model

        for text in (f"{self.provider}:{KEY}", f"{self.provider}:m?api_key={KEY}", f"{self.provider}:m?base_url=http://user:{KEY}@x"):
            try:
                Model(text)
            except ConfigError as error:
                expect_none([shown for shown in _everything(error) if KEY in shown], "the refusal repeats the key")
            else:
                raise AssertionError("a config string with a key in it was taken")


def _everything(error: BaseException) -> list[str]:
    """Give all that anybody could print of an error, but for the frames of this kit, which know the key."""
    lines = traceback.TracebackException.from_exception(error, capture_locals=True).format()
    ours = "interlingua/testing/"
    return [str(error), repr(error), repr(vars(error)), str(pickle.dumps(error)), *(line for line in lines if ours not in line)]


@contextmanager
def _log() -> Iterator[list[str]]:
    """Keep every line that anybody logs meanwhile."""
    lines: list[str] = []

    class Keeping(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record.getMessage())

    root, handler = logging.getLogger(), Keeping()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield lines
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
