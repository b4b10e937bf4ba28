"""`interlingua.types.response`: what a model answered."""

from __future__ import annotations

import datetime as dt
import pickle

import pytest
from hypothesis import given
from pydantic import BaseModel

from interlingua.testing import strategies as canonical
from interlingua.types import AssistantMessage, Loss, ReasoningBlock, ReasoningPart, Response, TextPart, ToolCallPart, Usage
from interlingua.types.json import dumps, loads


class Invoice(BaseModel):
    """What `complete(output=…)` makes."""

    due: dt.date


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
