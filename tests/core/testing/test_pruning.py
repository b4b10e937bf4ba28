"""Twin of testing/pruning.py: what a wire refuses or loses is left out, and everything else stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua.dialect import Encoded
from interlingua.errors import ConversionError
from interlingua.testing.pruning import lossless, sayable, without
from interlingua.testing.strategies import FOREIGN
from interlingua.types import AssistantMessage, Loss, Request, Response, TextPart, ToolCallPart, UserMessage

if TYPE_CHECKING:
    from collections.abc import Callable

REQUEST = Request(model_id="m", seed=7, messages=(UserMessage([TextPart("a"), TextPart("b")]), UserMessage("c")), provider_data={})


def losing(*paths: str) -> Callable[[Request], Encoded]:
    """Encode as a wire that loses what stands at the paths, until it is gone."""

    def encode(request: Request) -> Encoded:
        lost = [path for path in paths if (path == "$.seed" and request.seed) or (path != "$.seed" and request == REQUEST)]
        return Encoded({}, losses=tuple(Loss(path, "no word for it") for path in lost))

    return encode


def test_what_is_lost_is_left_out() -> None:
    """Later places first, so that the earlier ones keep theirs; a message without content goes."""
    kept = lossless(REQUEST, losing("$.seed", "$.messages[0].content[0]", "$.messages[1].content[0]"))

    assert kept == Request(model_id="m", messages=(UserMessage("b"),), provider_data={})


@pytest.mark.parametrize("path", ["$.seeds", "$.messages[2]", "$.messages[0].content[0].text.x", "$"])
def test_a_path_that_names_nothing_breaks_the_law(path: str) -> None:
    """A loss that can't be found again helps nobody."""
    with pytest.raises(AssertionError, match="names nothing"):
        lossless(REQUEST, losing(path))


def test_a_loss_that_stays_breaks_the_law() -> None:
    """What was left out can't be lost again."""
    with pytest.raises(AssertionError):
        lossless(REQUEST, lambda _: Encoded({}, losses=(Loss("$.seed", "always"),)))


def test_what_is_refused_is_left_out() -> None:
    """A call whose arguments are refused is called without."""

    def encode(response: Response) -> Encoded:
        for place, call in enumerate(response.tool_calls):
            if call.arguments == "{":
                raise ConversionError(f"$.message.content[{place}].arguments", "no object")
        return Encoded({})

    calls = [ToolCallPart("1", "f", "{"), ToolCallPart("2", "f", "{}"), ToolCallPart("3", "f", "{")]
    said = sayable(Response(message=AssistantMessage(calls), provider_data={}), encode)

    assert [call.arguments for call in said.tool_calls] == ["{}", "{}", "{}"]


@pytest.mark.parametrize(("parts", "left"), [([ToolCallPart("1", "f", "{}")], "tool_calls"), ([TextPart("a")], None)])
def test_a_reason_that_is_lost(parts: list[ToolCallPart | TextPart], left: str | None) -> None:
    """Becomes a stop; where that is lost too, the word for calls beside some, else none."""

    def encode(response: Response) -> Encoded:
        losses = () if response.finish_reason in {"tool_calls", None} else (Loss("$.finish_reason", "no word for it"),)
        return Encoded({}, losses=losses)

    assert lossless(Response(message=AssistantMessage(parts), finish_reason="error"), encode).finish_reason == left


def test_what_is_kept_for_a_dialect_is_left_out_everywhere() -> None:
    """On the request, on messages and on parts."""
    data = {FOREIGN: {"x": 1}, "toy.plain": {"y": 2}}
    message = UserMessage([TextPart("a", provider_data=data)], provider_data=data)
    left = without(FOREIGN, Request(model_id="m", messages=(message,), provider_data=data))

    assert left.provider_data == left.messages[0].provider_data == left.messages[0].content[0].provider_data == {"toy.plain": {"y": 2}}


def test_a_stop_that_no_wire_says_beside_calls_is_one_for_them() -> None:
    """Without calls the reason itself goes."""

    def encode(response: Response) -> Encoded:
        return Encoded({}, losses=(Loss("$.finish_reason", "no word for it"),) if response.finish_reason == "stop" else ())

    calls, text = (
        Response(message=AssistantMessage([part]), finish_reason="stop") for part in (ToolCallPart("c", "f", "{}"), TextPart("a"))
    )

    assert "tool_calls" == lossless(calls, encode).finish_reason
    assert lossless(text, encode).finish_reason is None
