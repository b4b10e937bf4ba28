"""`interlingua.types.response`: what a model answered."""

from __future__ import annotations

import copy
import dataclasses
import datetime as dt
import enum
import json
import pickle
from decimal import Decimal
from typing import Generic, TypeVar
from uuid import UUID

import pytest
from hypothesis import given
from pydantic import BaseModel, RootModel, TypeAdapter
from typing_extensions import TypedDict

from interlingua.testing import strategies as canonical
from interlingua.types import AssistantMessage, Loss, ReasoningBlock, ReasoningPart, Response, TextPart, ToolCallPart, Usage
from interlingua.types.json import dumps, loads

ValueT = TypeVar("ValueT")


class Invoice(BaseModel):
    """What `complete(output=…)` makes."""

    due: dt.date


class Box(BaseModel, Generic[ValueT]):
    """Holds anything."""

    value: ValueT


class Bills(RootModel[list[Invoice]]):
    """Bills."""


class Entry(TypedDict):
    """Has a bill."""

    invoice: Invoice


@dataclasses.dataclass
class Order:
    """Has bills."""

    invoices: list[Invoice]


class Colour(enum.Enum):
    """A choice."""

    RED = "red"


BILL = Invoice(due=dt.date(2026, 11, 24))
PARSED: list[object] = [
    BILL, [BILL, BILL], {"a": BILL}, Order([BILL]), Entry(invoice=BILL), Box[int](value=5), Box[Invoice](value=BILL), Bills([BILL]),
    5, 1.5, True, "x", [1], (1, "a"), {1}, Colour.RED, dt.date(2026, 1, 1), Decimal("1.5"), UUID(int=1), b"x",
]  # fmt: skip


@given(response=canonical.responses(), loss=canonical.losses())
def test_json(response: Response, loss: Loss) -> None:
    """A response comes back from its JSON, equal, losses included."""
    response = response.model_copy(update={"losses": (loss,)})

    assert Response.model_validate(loads(dumps(response.to_dict()))) == response


def test_shortcuts() -> None:
    """Text, calls and reasoning are read off the message."""
    call, thought = ToolCallPart("1", "f", "{}"), ReasoningPart(blocks=(ReasoningBlock("full", "Hm."),))
    response = Response(message=AssistantMessage([thought, TextPart("a"), call, TextPart("b")]))

    assert (response.text, response.tool_calls, response.reasoning) == ("ab", (call,), (thought,))


def test_least() -> None:
    """A response says no more than is known."""
    assert Response(message=AssistantMessage("hi")).to_dict() == {
        "format": 2,
        "message": {"role": "assistant", "content": [{"type": "text", "text": "hi"}]},
        "finish_reason": None,
        "attempts": 1,
    }


class TestParsed:
    """The instance of the class that was asked for."""

    def test_any_instance(self) -> None:
        """It is kept as it is, and survives a pickle."""
        invoice = Invoice(due=dt.date(2026, 11, 24))
        response = Response(message=AssistantMessage("{}"), parsed=invoice)

        assert response.parsed is invoice
        assert pickle.loads(pickle.dumps(response)) == response  # noqa: S301 - our own bytes

    @pytest.mark.parametrize(
        ("parsed", "value"),
        [(Invoice(due=dt.date(2026, 11, 24)), {"due": "2026-11-24"}), ([1], [1]), (1j, "1j")],
        ids=["model", "list", "other"],
    )
    def test_dict(self, parsed: object, value: object) -> None:
        """In JSON it is what pydantic writes, or its representation."""
        assert Response(message=AssistantMessage(""), parsed=parsed).to_dict()["parsed"] == value

    @pytest.mark.parametrize("parsed", PARSED, ids=repr)
    def test_every_way_out(self, parsed: object) -> None:
        """Dumped, copied, pickled and shown, whatever it is, without a warning; its JSON is the same on each way."""
        response: Response[object] = Response(message=AssistantMessage(""), parsed=parsed)

        assert response == copy.copy(response) == copy.deepcopy(response) == pickle.loads(pickle.dumps(response))  # noqa: S301 - our own bytes
        assert response.to_dict() == response.model_dump(mode="json") == json.loads(response.model_dump_json())
        assert response.model_dump()["parsed"] == TypeAdapter(object).dump_python(parsed)
        assert "parsed=" in repr(response)

    def test_a_parametrized_response(self) -> None:
        """Is written so too, and a field of that type takes what a model gave."""

        class Saved(BaseModel):
            answer: Response[Invoice]

        invoice = Invoice(due=dt.date(2026, 11, 24))
        saved = Saved(answer=Response[Invoice](message=AssistantMessage(""), parsed=invoice))

        assert {"due": "2026-11-24"} == json.loads(saved.model_dump_json())["answer"]["parsed"]

    def test_it_is_read_back_as_json(self) -> None:
        """Its class makes an instance of it again."""
        invoice = Invoice(due=dt.date(2026, 11, 24))
        response: Response[Invoice] = Response(message=AssistantMessage(""), parsed=invoice)

        for read in (Response.model_validate_json(response.model_dump_json()), Response.model_validate(loads(dumps(response.to_dict())))):
            assert {"due": "2026-11-24"} == read.parsed
            assert invoice == Invoice.model_validate(read.parsed)


class TestTotalInput:
    """Input tokens, comparable between providers."""

    @pytest.mark.parametrize(
        ("usage", "total"),
        [
            (Usage(), None),
            (Usage(input_includes_cache=False, cache_read_tokens=5), None),
            (Usage(input_tokens=10, cache_read_tokens=4), 10),
            (Usage(input_tokens=10, cache_read_tokens=4, cache_write_tokens=1, input_includes_cache=False), 15),
            (Usage(input_tokens=0, input_includes_cache=False), 0),
        ],
        ids=["nothing", "cache alone", "included", "apart", "no cache"],
    )
    def test_total(self, usage: Usage, total: int | None) -> None:
        """Cached tokens are added where the wire counts them apart."""
        assert usage.total_input_tokens == total
