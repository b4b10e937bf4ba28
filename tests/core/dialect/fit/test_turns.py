"""Whose turn it is: where a system message may stand, and what a request may end in."""

from __future__ import annotations

import pytest
from tests.core.dialect.fit.values import TOOLS, fitted, request, told

from interlingua.errors import ConversionError
from interlingua.types import (
    AssistantMessage,
    ImagePart,
    JsonObject,
    Message,
    OpaquePart,
    OutputSchema,
    ReasoningConfig,
    ReasoningPart,
    SystemMessage,
    TextPart,
    ToolCallPart,
    ToolMessage,
    URLSource,
    UserMessage,
)

TOY = "toy.plain"
U, A, S = UserMessage("u"), AssistantMessage("a"), SystemMessage("s")
SIGNED = AssistantMessage([ReasoningPart(signature="x", provider="toy"), TextPart("a")])
CALL, RESULT = AssistantMessage(ToolCallPart("c", "one", "{}")), ToolMessage(tool_call_id="c", content="r")
PAUSED = AssistantMessage([TextPart("a"), OpaquePart(TOY, {"type": "search_result"})])
CACHED: dict[str, JsonObject] = {TOY: {"cache_control": {"type": "ephemeral"}}}
DIRECTIVE = SystemMessage((), provider_data={TOY: {"effort": "low"}})
HOISTED = ("system_in_place", "system_as_user")


class TestPrefill:
    """An answer that begins with what the caller wrote."""

    def test_where_it_is_taken(self) -> None:
        """It stays."""
        assert fitted(request(U, A), "seed").request.messages == (U, A)

    @pytest.mark.parametrize(
        ("lack", "fields"),
        [
            ("prefill", {}),
            ("prefill_with_output_schema", {"output_schema": OutputSchema({})}),
            ("prefill_with_reasoning", {"reasoning": ReasoningConfig(effort="high")}),
            ("prefill_with_reasoning", {}),
        ],
    )
    def test_where_it_is_refused(self, lack: str, fields: dict[str, object]) -> None:
        """Nothing else means the same, so the request is refused, with a way out; of what the model does unasked too."""
        with pytest.raises(ConversionError) as caught:
            fitted(request(U, A, **fields), lack)

        assert caught.value.path == "$.messages[1]"
        assert "let a user's message follow" in str(caught.value.hint)

    @pytest.mark.parametrize(
        "last",
        [U, PAUSED, AssistantMessage(" "), AssistantMessage(()), AssistantMessage(OpaquePart("other.wire", {}))],
        ids=["a user's", "one that paused", "blank", "none", "what this wire can't say"],
    )
    def test_what_is_none(self, last: Message) -> None:
        """An answer that paused within a tool of its maker's goes back as it came, and what says nothing isn't sent."""
        assert fitted(request(U, last), "prefill").request.messages == (U, last)

    def test_counted(self) -> None:
        """Its tokens are counted all the same."""
        assert fitted(request(U, A), "prefill", counting=True).losses == ()

    def test_with_a_schema_but_none_asked(self) -> None:
        """Only beside it is an answer begun refused."""
        assert fitted(request(U, A, tools=TOOLS), "prefill_with_output_schema", "reasoning_unasked").losses == ()


class TestInPlace:
    """A model that takes system messages behind what the user says, before it answers."""

    @pytest.mark.parametrize(
        ("messages", "expected", "moved"),
        [
            ([S, U, A, U], [S, U, A, U], []),
            ([U, S], [U, S], []),
            ([U, S, A, U], [U, S, A, U], []),
            ([U, S, U], [U, U, S], [1]),
            ([U, CALL, RESULT, S, U, A, U], [U, CALL, RESULT, U, S, A, U], [3]),
            ([U, PAUSED, S], [U, PAUSED, S], []),
            ([U, PAUSED, S, U], [U, PAUSED, U, S], [2]),
            ([U, A, DIRECTIVE, S, U], [U, A, DIRECTIVE, U, S], [3]),
            ([U, S, DIRECTIVE, U, S], [U, DIRECTIVE, U, S, S], [1]),
        ],
    )
    def test_places(self, messages: list[Message], expected: list[Message], moved: list[int]) -> None:
        """What stands before a user's message moves behind it, a hint each; one of fields alone stays."""
        outgoing = fitted(request(*messages), "system_anywhere")

        assert list(outgoing.request.messages) == expected
        assert [loss.path for loss in outgoing.losses] == [f"$.messages[{index}]" for index in moved]
        assert {loss.kind for loss in outgoing.losses} <= {"hint"}

    def test_what_is_lost_later_has_its_own_place(self) -> None:
        """Whatever moved before."""
        image = UserMessage([TextPart("u"), ImagePart(URLSource(url="https://example.com/a.png"))])

        outgoing = fitted(request(U, S, image), "system_anywhere", "image")

        assert told(outgoing.losses) == [
            ("$.messages[1]", "hint", "behind $.messages[2]"),
            ("$.messages[2].content[1]", "content", None),
        ]

    def test_nothing_of_the_users_beside_it(self) -> None:
        """It is said in the user's place then."""
        outgoing = fitted(request(U, A, S), "system_anywhere")

        assert outgoing.request.messages == (U, A, UserMessage("s"))
        assert told(outgoing.losses) == [("$.messages[2]", "hint", "a user's message")]

    def test_a_request_that_is_as_it_must_be(self) -> None:
        """Is given back itself."""
        asked = request(S, U, S, A, U)

        assert fitted(asked, "system_anywhere").request is asked


class TestAsUser:
    """A model that takes system messages at the top alone."""

    def test_in_its_place(self) -> None:
        """It is a user's text, a hint each."""
        outgoing = fitted(request(S, U, S, U, A, S, U), "system_in_place")

        assert outgoing.request.messages == (S, U, UserMessage("s"), U, A, UserMessage("s"), U)
        assert told(outgoing.losses) == [(f"$.messages[{index}]", "hint", "a user's message") for index in (2, 5)]

    def test_results_first(self) -> None:
        """A result follows its call at once."""
        assert fitted(request(U, CALL, S, RESULT), "system_in_place").request.messages == (U, CALL, RESULT, UserMessage("s"))

    def test_where_to_cache(self) -> None:
        """Is said on its last text, which may say it itself."""
        own = TextPart("t", provider_data={TOY: {"cache_control": {"ttl": "1h"}}})

        plain = fitted(request(U, SystemMessage([TextPart("s"), TextPart("t")], provider_data=CACHED)), "system_in_place").request.messages[
            1
        ]
        said = fitted(request(U, SystemMessage([own], provider_data=CACHED)), "system_in_place").request.messages[1]

        assert plain == UserMessage([TextPart("s"), TextPart("t", provider_data=CACHED)])
        assert said == UserMessage([own])

    def test_what_a_user_can_not_say(self) -> None:
        """Is content; blank texts, and one that says nothing, are hints."""
        late = SystemMessage([OpaquePart(TOY, {"type": "tool_addition"}), TextPart(" ")], provider_data={TOY: {"clear_at": "never"}})

        outgoing = fitted(request(U, late, SystemMessage(())), "system_in_place")

        assert outgoing.request.messages == (U,)
        assert told(outgoing.losses) == [
            ("$.messages[1].content[0]", "content", None),
            ("$.messages[1].content[1]", "hint", None),
            ("$.messages[1].provider_data['toy.plain'].clear_at", "content", None),
            ("$.messages[2]", "hint", None),
        ]

    def test_one_of_fields_alone(self) -> None:
        """Stays where the model takes one, and is content lost where it takes none."""
        taken, refused = fitted(request(DIRECTIVE, U, DIRECTIVE), "system_in_place"), ("system_in_place", "system_directive")

        assert taken.request.messages == (DIRECTIVE, U, DIRECTIVE)
        assert fitted(request(DIRECTIVE, U, DIRECTIVE), *refused).request.messages == (U,)
        assert told(fitted(request(U, DIRECTIVE), *refused).losses) == [
            ("$.messages[1].provider_data['toy.plain'].effort", "content", None)
        ]


class TestHoisted:
    """A host that wants all of them at the top."""

    def test_before_signed_reasoning(self) -> None:
        """It voids that, which is content."""
        outgoing = fitted(request(S, U, SIGNED, SystemMessage("late"), U), *HOISTED)

        assert outgoing.request.messages == (S, SystemMessage("late"), U, SIGNED, U)
        assert told(outgoing.losses) == [("$.messages[3]", "content", "at the top")]
        assert "voids the reasoning of earlier answers" in outgoing.losses[0].reason

    def test_before_anything_else(self) -> None:
        """It empties the prompt's cache, which is a hint."""
        outgoing = fitted(request(U, A, S, U), *HOISTED)

        assert outgoing.request.messages == (S, U, A, U)
        assert told(outgoing.losses) == [("$.messages[2]", "hint", "at the top")]

    def test_fields(self) -> None:
        """Where to cache goes along, and nothing else."""
        late = SystemMessage("s", provider_data={TOY: {**CACHED[TOY], "clear_at": "never"}})

        outgoing = fitted(request(U, late), *HOISTED)

        assert outgoing.request.messages == (SystemMessage("s", provider_data=CACHED), U)
        assert told(outgoing.losses) == [
            ("$.messages[1]", "hint", "at the top"),
            ("$.messages[1].provider_data['toy.plain'].clear_at", "content", None),
        ]

    def test_one_of_fields_alone(self) -> None:
        """Has no text that could move."""
        assert fitted(request(U, DIRECTIVE, S), *HOISTED).request.messages == (S, U, DIRECTIVE)


@pytest.mark.parametrize("lacks", [(), ("seed",), ("system_in_place",), ("system_anywhere",), HOISTED])
def test_without_late_ones_nothing_is_done(lacks: tuple[str, ...]) -> None:
    """Leading ones stand at the top everywhere."""
    asked = request(S, S, U, A, U)

    assert fitted(asked, *lacks).request is asked
