"""Ids of calls that a wire refuses, leaves out or makes up: each result still answers its own call, and no two calls share an id."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Final, cast

from interlingua.dialect import check_pairing
from interlingua.errors import InterlinguaError
from interlingua.testing.conformance.expect import about, expect, expect_none, expect_same
from interlingua.testing.conformance.laws import proves
from interlingua.testing.conformance.stable_prefix import messages_field
from interlingua.testing.conformance.strategies import DialectStrategies
from interlingua.types import AssistantMessage, Request, Response, ToolCallPart, ToolMessage, UserMessage
from interlingua.types.json import dumps

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from interlingua.testing.documents import Sample
    from interlingua.types import JsonObject, JsonValue, Message

_LONG: Final = "x" * 64
_SETS: Final[tuple[tuple[str, ...], ...]] = (
    (f"{_LONG}a", f"{_LONG}b", _LONG),
    ("call:1", "call 1", "call_1", "call.1"),
    ("Call_1", "call_1", "CALL_1"),
    ("\u00e9", "e\u0301", "\U0001f600"),
    ("0", "00", "-"),
)
"""Ids that differ where a wire may not look: behind their beginning, in characters that it refuses, in their case."""

_NO_ID: Final[tuple[tuple[JsonValue, ...], ...]] = ((), ("",), (None,))
"""What compatible servers have in the place of an id."""

_Ids = dict[str, tuple["JsonValue", ...]]


class CallIds(DialectStrategies):
    """Calls and results stay paired."""

    @proves(4)
    def test_any_ids_keep_calls_apart(self) -> None:
        """Where a wire shortens or respells two ids to one, a result answers two calls: the API refuses it, or the model is misled."""
        for ids in _SETS:
            for several in (ids, ids[::-1]):
                self._expect_apart(several)
                for made in self._made_up(several):
                    self._expect_apart((*several, made))
                    self._expect_apart((made, *several))

    @proves(4, needs="samples")
    def test_any_ids_of_samples_stay_as_they_are(self) -> None:
        """Hosts have ids of any form; what one said itself it gets back, and each result still answers its call."""
        for sample, body, first, second in self._doubled():
            for ids in _SETS:
                with about(sample), about(ids):
                    whole = dict(zip((*first, *second), _spelt(ids), strict=False))
                    self._expect_same_pairs(body, {old: (new,) for old, new in whole.items()})

    @proves(4, needs="samples")
    def test_calls_without_ids_are_told_apart(self) -> None:
        """Compatible servers leave ids out; one that is made up must be nobody's, and is not sent to whom never said it."""
        for sample, body, first, second in self._doubled():
            for absent in _NO_ID:
                for without, others in ((first, second), (second, first)):
                    with about(sample), about(absent):
                        ids: _Ids = dict.fromkeys(without, absent)
                        made = self._expect_same_pairs(body, ids)
                        for taken in made:
                            with about(taken):
                                self._expect_same_pairs(body, {**ids, others[0]: (taken,)})

    @proves(4, needs="samples")
    def test_results_answer_calls_without_ids(self) -> None:
        """The program that ran a call answers the id that it was shown, whether the wire said that id or not."""
        for sample in self.samples("response"):
            calls = _calls_of([self.dialect.decode_response(sample.object).value.message])
            for own in (*_NO_ID, *((text,) for ids in _SETS for text in ids)) if calls else ():
                with about(sample), about(own):
                    body = cast("JsonObject", _with_ids(sample.object, {calls[0].id: own}))
                    try:
                        answer = self.dialect.decode_response(body).value
                    except InterlinguaError:
                        continue
                    self._expect_answered(answer.message)

    @proves(4, needs="samples")
    def test_calls_of_two_answers_without_ids_are_told_apart(self) -> None:
        """A conversation holds many answers; a call of the second that is named as one of the first gets that one's result."""
        for sample in self.samples("response"):
            answers = (sample.object, _with_ids(sample.object, {_id_of(sample): (f"{_id_of(sample)}-next",)}))
            for absent in _NO_ID if _id_of(sample) else ():
                with about(sample), about(absent):
                    found = [self._ids_made_up(cast("JsonObject", body), absent) for body in answers]
                    expect_none(sorted(found[0] & found[1]), "two answers share the ids of their calls")

    def _ids_made_up(self, body: JsonObject, absent: tuple[JsonValue, ...]) -> set[str]:
        """Give the ids that the calls of an answer get where it says none."""
        ids = [call.id for call in self.dialect.decode_response(body).value.message.tool_calls]
        changed = cast("JsonObject", _with_ids(body, dict.fromkeys(ids, absent)))
        try:
            made = {call.id for call in self.dialect.decode_response(changed).value.message.tool_calls}
        except InterlinguaError:
            return set()
        return {text for text in made if text and dumps(text) not in dumps(body)}

    def _expect_answered(self, answer: AssistantMessage) -> None:
        results = [ToolMessage(tool_call_id=call.id, content=call.id) for call in answer.tool_calls]
        if not results or len({call.id for call in answer.tool_calls}) < len(results):
            return
        request = Request(model_id="m", messages=(UserMessage("hi"), answer, *results), max_tokens=9, provider_data={})
        try:
            encoded = self.dialect.encode_request(request)
            again = self.dialect.decode_request(encoded.body, encoded.headers).value
        except InterlinguaError:
            return
        if not encoded.losses:
            check_pairing(again.messages)
            expect_same(_answers(again.messages), _answers(request.messages), "a result answers another call")

    def _expect_apart(self, ids: tuple[str, ...]) -> None:
        for messages in (_at_once(ids), _in_turn(ids)):
            with about(ids):
                encoded = self.dialect.encode_request(_request(messages))
                again = self.dialect.decode_request(encoded.body, encoded.headers).value
                check_pairing(again.messages)
                found = [call.id for call in _calls_of(again.messages)]
                expect(len(set(found)) == len(ids), f"calls share an id: {found}")
                expect_same(_answers(again.messages), _answers(messages), "a result answers another call")

    def _made_up(self, ids: tuple[str, ...]) -> list[str]:
        """Give the ids that a wire writes in the place of others."""
        body = self.dialect.encode_request(_request(_at_once(ids))).body
        found = [call.id for call in _calls_of(self.dialect.decode_request(body).value.messages)]
        return [text for text in dict.fromkeys(found) if text not in ids]

    def _expect_same_pairs(self, body: JsonObject, ids: _Ids) -> list[str]:
        """Expect that a body with other ids is read with the same pairs, and comes back; give the ids that are made up."""
        changed = cast("JsonObject", _with_ids(body, ids))
        was = self.dialect.decode_request(body).value
        try:
            decoded = self.dialect.decode_request(changed)
            again = self.dialect.encode_request(decoded.value)
        except InterlinguaError:
            return []
        calls, before = _calls_of(decoded.value.messages), _calls_of(was.messages)
        if all(call.id for call in calls):  # an empty one may stay as it is, and pairs nothing
            found = [call.id for call in calls]
            expect(len(set(found)) == len({call.id for call in before}), f"calls share an id: {found}")
            expect_same(_answers(decoded.value.messages), _answers(was.messages), "a result answers another call")
        expect_none((*decoded.losses, *again.losses), "something was lost on the way")
        expect_same(self.dialect.wire_normal_form(again.body), self.dialect.wire_normal_form(changed), "the body came back another")
        spelt = dumps(changed)
        return [call.id for call in calls if dumps(call.id) not in spelt]

    def _doubled(self) -> Iterator[tuple[Sample, JsonObject, list[str], list[str]]]:
        """Give bodies with the calls and results of a sample twice, and the ids of each."""
        field = messages_field(self.dialect)
        for sample in self.samples("request"):
            items = sample.object.get(field)
            if not isinstance(items, list) or not isinstance(sample.value, Request):
                continue
            first = [call.id for call in _calls_of(sample.value.messages)]
            are_said = len(set(first)) == len(first) > 0 and all(dumps(text) in dumps(items) for text in first)
            # Without ids, results that stand in another order than their calls can't be told apart.
            if are_said and _answers(sample.value.messages) == list(range(len(first))):
                second = [f"second_{number}" for number in range(len(first))]
                renamed = cast("list[JsonValue]", _with_ids(items, {old: (new,) for old, new in zip(first, second, strict=True)}))
                yield sample, {**sample.object, field: [*items, *renamed]}, first, second


def _id_of(sample: Sample) -> str:
    return sample.value.id or "" if isinstance(sample.value, Response) else ""


def _request(messages: tuple[Message, ...]) -> Request:
    return Request(model_id="m", messages=messages, max_tokens=9, provider_data={})


def _at_once(ids: tuple[str, ...]) -> tuple[Message, ...]:
    """Make all calls in one turn."""
    calls = [ToolCallPart(text, "f", "{}") for text in ids]
    return UserMessage("hi"), AssistantMessage(calls), *(ToolMessage(tool_call_id=text, content="done") for text in ids)


def _in_turn(ids: tuple[str, ...]) -> tuple[Message, ...]:
    """Make each call in a turn of its own."""
    turns = [(AssistantMessage(ToolCallPart(text, "f", "{}")), ToolMessage(tool_call_id=text, content="done")) for text in ids]
    return UserMessage("hi"), *(message for turn in turns for message in turn)


def _spelt(ids: tuple[str, ...]) -> Iterator[str]:
    """Give awkward ids without end."""
    yield from ids
    for number in count():
        yield f"{ids[0]}_{number}_"


def _calls_of(messages: Sequence[Message]) -> list[ToolCallPart]:
    return [call for message in messages if isinstance(message, AssistantMessage) for call in message.tool_calls]


def _answers(messages: Sequence[Message]) -> list[int | None]:
    """Tell of each result which call it answers, by their numbers."""
    found: list[int | None] = []
    numbers: dict[str, int] = {}
    calls = count()
    for message in messages:
        if isinstance(message, ToolMessage):
            found.append(numbers.get(message.tool_call_id))
        elif isinstance(message, AssistantMessage):
            numbers |= {call.id: next(calls) for call in message.tool_calls}
    return found


def _with_ids(value: JsonValue, ids: _Ids) -> JsonValue:
    """Give a body with other ids, or with none."""
    if isinstance(value, list):
        return [_with_ids(item, ids) for item in value]
    if not isinstance(value, dict):
        return ids[value][0] if isinstance(value, str) and ids.get(value) else value
    gone = {name for name, item in value.items() if isinstance(item, str) and ids.get(item) == ()}
    return {name: _with_ids(item, ids) for name, item in value.items() if name not in gone}
