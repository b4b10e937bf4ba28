"""A model that refuses something: whatever is left out, moved or replaced for it is told, and nothing else changes."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Final, get_args

from interlingua.dialect import Capabilities, Feature
from interlingua.dialect.losses import split
from interlingua.errors import InterlinguaError
from interlingua.testing.conformance.expect import about, expect, expect_none
from interlingua.testing.conformance.laws import proves
from interlingua.testing.conformance.sentinels import marked, vanished
from interlingua.testing.conformance.strategies import DialectStrategies
from interlingua.testing.documents import documents_of
from interlingua.testing.leaves import fields
from interlingua.types import Request
from interlingua.types.json import same_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interlingua.dialect import Encoded
    from interlingua.testing.documents import Sample
    from interlingua.types import JsonValue

_LACKING: Final[dict[str, Capabilities]] = {
    **{word: Capabilities(lacks=frozenset({word})) for word in get_args(Feature)},
    "everything": Capabilities(lacks=frozenset(get_args(Feature))),
}
_PLAIN: Final = _LACKING["streaming"]  # no request says it, so whatever this changes is no feature's doing


class ForModels(DialectStrategies):
    """Each request is brought into what its model takes, in the open."""

    @proves(3, needs="samples", varies=True)
    def test_what_a_model_refuses_is_told(self) -> None:
        """What is left out for a model that refuses it changes the answer; who isn't told looks for the reason everywhere else."""
        for sample, request in self._asked():
            whole = self._fitted(request, _PLAIN)
            for word, capabilities in _LACKING.items() if whole else ():
                fitted = self._fitted(request, capabilities)
                if whole and fitted and not same_json(fitted.body, whole.body):
                    with about(sample), about(word):
                        _expect_told(request, whole, fitted)

    def _fitted(self, request: Request, capabilities: Capabilities) -> Encoded | None:
        """Write a request for a model; None where it is refused."""
        try:
            return self.dialect.encode_request(request, capabilities)
        except InterlinguaError as refusal:
            expect(bool(str(refusal)), "an error without a word")
            return None

    def _asked(self) -> Iterator[tuple[Sample, Request]]:
        """Give the requests of the samples, with sentinels in what is said."""
        numbers = count()
        for sample in documents_of(self.dialect).of("request", "sent"):
            if isinstance(sample.value, Request) and sample.raises is None:
                yield sample, Request.model_validate(marked(sample.value.to_dict(), numbers))


def _expect_told(request: Request, whole: Encoded, fitted: Encoded) -> None:
    """Expect that what isn't in the body any more is told, at a place that there is."""
    gone = _leaves(whole.body) - _leaves(fitted.body)
    if gone:
        expect(set(fitted.losses) != set(whole.losses), f"left out in silence: {sorted(map(str, gone))}")
    told = [loss for loss in fitted.losses if loss not in whole.losses]
    expect_none(vanished(request.to_dict(), fitted.body, fitted.losses), "left out, and told at another place")
    expect_none([loss.path for loss in told if not _is_there(request, loss.path)], "a loss names a place that isn't there")


def _leaves(value: JsonValue) -> set[str | float]:
    """Give the texts and numbers of a body, and whether it says yes to anything; a word for a type says nothing by itself."""
    said = (item for _, item in fields(value, skip={"type"}))
    return {item for item in said if isinstance(item, str | int | float) and item is not False}


def _is_there(request: Request, path: str) -> bool:
    """Tell whether a place is one of a request's; its last field may be one that is said in addition.

    A setting that only the wire's own fields say is named as a caller would say it.
    """
    there: JsonValue = {**{name: {} for name in Request.model_fields}, **request.to_dict()}
    for step in split(path)[:-1]:
        if isinstance(there, dict) and step in there:
            there = there[str(step)]
        elif isinstance(there, list) and isinstance(step, int) and step < len(there):
            there = there[step]
        else:
            return False
    return True
