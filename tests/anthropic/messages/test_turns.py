"""Messages ⇄ system text and turns."""

from __future__ import annotations

from itertools import pairwise

import pytest
from tests.anthropic.bodies import NAME, keeps

from interlingua.dialect import LossLog
from interlingua.errors import ConversionError
from interlingua.types import (
    AssistantMessage,
    AudioPart,
    JsonObject,
    JsonValue,
    Message,
    OpaquePart,
    SystemMessage,
    TextPart,
    ToolCallPart,
    ToolMessage,
    URLSource,
    UserMessage,
)
from interlingua.types.json import dumps, same_json
from interlingua_anthropic.messages import MessagesDialect
from interlingua_anthropic.messages.request import decode_request, encode_request
from interlingua_anthropic.messages.tool_ids import mapped_id
from interlingua_anthropic.messages.turns import decode_turns, encode_turns, take_system


def encode(*messages: Message) -> tuple[JsonValue, list[JsonValue], list[str]]:
    """Give the system text, the turns, and the paths of what is lost."""
    log = LossLog(NAME, "$.messages")
    system, turns = encode_turns(messages, log)
    return system, turns, [loss.path for loss in log.records]


def text(words: str) -> JsonValue:
    """A text block."""
    return {"type": "text", "text": words}


def body(*messages: object, **fields: object) -> JsonObject:
    """A request body around some messages."""
    return {"model": "m", "messages": list(messages), **fields}  # type: ignore[list-item,dict-item]  # JSON


class TestDecoded:
    """Turns become messages, in block order."""

    def test_results_and_text(self) -> None:
        """Results and text of one turn become messages of their own; the turn's fields go to the first."""
        result = {"type": "tool_result", "tool_use_id": "t1", "content": "22"}
        text = {"type": "text", "text": "And?"}
        expected = (
            ToolMessage(tool_call_id="t1", content="22", provider_data=keeps(turn={"fields": {"id": 7}})),
            UserMessage("And?"),
            ToolMessage(tool_call_id="t1", content="22"),
        )

        request = decode_request(body({"role": "user", "content": [result, text, result], "id": 7})).value

        assert request.messages == expected

    def test_system_places(self) -> None:
        """Top-level system text and a leading system message of the list stay apart."""
        expected = (
            SystemMessage("top"),
            SystemMessage("first", provider_data=keeps(place="messages")),
            UserMessage("hi"),
            SystemMessage("later"),
        )
        turns = [{"role": "system", "content": "first"}, {"role": "user", "content": "hi"}, {"role": "system", "content": "later"}]

        assert decode_request(body(*turns, system="top")).value.messages == expected

    @pytest.mark.parametrize("content", [{"content": ""}, {"content": None}, {"content": []}, {}, {"content": 5}, {"content": ["odd"]}])
    @pytest.mark.parametrize("role", ["user", "assistant", "system"])
    def test_contents_that_say_nothing(self, role: str, content: dict[str, object]) -> None:
        """Empty text, null, no blocks, absent and odd content stay distinct."""
        wire = body({"role": role, **content}, {"role": "user", "content": [{"type": "text", "text": "x"}]})

        request = decode_request(wire).value

        assert request.messages[0].content in {(), (TextPart(""),)}
        assert same_json(encode_request(request).body, wire)

    def test_calls_without_ids(self) -> None:
        """A call without an id gets a stable one, its result answers it, and the wire gets back what it had."""
        call = {"type": "tool_use", "name": "now", "input": {}}
        result = {"type": "tool_result", "content": [{"type": "text", "text": "noon"}]}
        wire = body(
            {"role": "assistant", "content": [{**call, "id": ""}, call]},
            {"role": "user", "content": [{**result, "tool_use_id": ""}, result]},
        )

        request = decode_request(wire).value
        assistant = request.messages[0]
        answered = request.model_copy(update={"messages": (assistant, ToolMessage(tool_call_id="call_0", content="ours"))})

        assert isinstance(assistant, AssistantMessage)
        assert [call.id for call in assistant.tool_calls] == ["call_0", "call_1"]
        assert [message.tool_call_id for message in request.messages[1:] if isinstance(message, ToolMessage)] == ["call_0", "call_1"]
        assert same_json(encode_request(request).body, wire)
        assert encode_request(answered).body["messages"][1]["content"][0]["tool_use_id"] == ""  # type: ignore[call-overload,index]  # known shape

    def test_ids_that_the_api_refuses(self) -> None:
        """An id of characters that the API refuses goes back as it came; so does one that is also made up for another call."""
        call = {"type": "tool_use", "name": "now", "input": {}}
        result = {"type": "tool_result", "content": [{"type": "text", "text": "noon"}]}
        wire = body(
            {"role": "assistant", "content": [{**call, "id": "functions.get:0"}, {**call, "id": ""}, {**call, "id": "call_0"}]},
            {
                "role": "user",
                "content": [{**result, "tool_use_id": "functions.get:0"}, {**result, "tool_use_id": "call_0"}, result],
            },
        )

        request = decode_request(wire).value  # type: ignore[arg-type]  # built from objects
        encoded = encode_request(request)

        assert same_json(encoded.body, wire)  # type: ignore[arg-type]  # JSON
        assert encoded.losses == ()

    @pytest.mark.parametrize("role", ["user", "assistant", "system"])
    @pytest.mark.parametrize("content", [[{"type": "text", "text": "a"}], [], None])
    def test_names_that_marks_have(self, role: str, content: JsonValue) -> None:
        """A turn's fields go back whatever their names are."""
        names = ("$absent", "$spelling", "$marks", "$x", "spelling", "within", "place", "turn", "fields", "marks")
        wire = body({"role": role, "content": content, **{name: {"content": [[], 1]} for name in names}})

        encoded = encode_request(decode_request(wire).value)

        assert same_json(encoded.body, wire)
        assert encoded.losses == ()

    def test_names_that_marks_have_beside_results(self) -> None:
        """So do those of a turn that a result begins."""
        result = {"type": "tool_result", "tool_use_id": "t", "content": [{"type": "text", "text": "a"}], "turn": {"fields": {"x": 1}}}
        wire = body({"role": "user", "content": [result], "turn": 1, "$turn": {"fields": 2}, "fields": {"role": 3}})

        encoded = encode_request(decode_request(wire).value)

        assert same_json(encoded.body, wire)
        assert encoded.losses == ()

    @pytest.mark.parametrize("system", ["", [], "top", [{"type": "text", "text": ""}]])
    def test_top_level(self, system: JsonValue) -> None:
        """System text at the top level goes back there; text becomes a block."""
        rest: JsonObject = {"system": system}
        (message,) = take_system(rest)

        assert rest == {}
        assert encode(message)[0] == ([text("top")] if system == "top" else system)

    @pytest.mark.parametrize("system", [None, 5, ["a"], [[]]])
    def test_odd_top_level(self, system: JsonValue) -> None:
        """Anything else is left to be kept."""
        rest: JsonObject = {"system": system}

        assert take_system(rest) == []
        assert rest == {"system": system}

    @pytest.mark.parametrize(
        ("wire", "path"),
        [
            (None, "$.messages"),
            ([5], "$.messages[0]"),
            ([{"role": ["user"]}], "$.messages[0].role"),
            ([{"role": "user"}, {"role": "tool"}], "$.messages[1].role"),
        ],
    )
    def test_broken_grammar(self, wire: JsonValue, path: str) -> None:
        """What is no list of turns is refused with its place."""
        with pytest.raises(ConversionError) as caught:
            decode_turns(wire)

        assert path == caught.value.path


class TestTurns:
    """User-side messages share a turn."""

    def test_merged(self) -> None:
        """Adjacent results and user messages are one turn, in order."""
        result = {"type": "tool_result", "tool_use_id": "t", "content": [text("22")]}

        _, turns, lost = encode(ToolMessage(tool_call_id="t", content="22"), UserMessage("a"), UserMessage("b"), AssistantMessage("c"))

        assert turns == [{"role": "user", "content": [result, text("a"), text("b")]}, {"role": "assistant", "content": [text("c")]}]
        assert lost == []

    def test_turn_of_its_own(self) -> None:
        """A message with its own fields, and one whose content this wire spelt otherwise, begins a new turn."""
        marked = UserMessage("b", provider_data={NAME: {"x": 1}})
        empty = UserMessage((), provider_data=keeps(spelling={"content": [[], []]}))

        _, turns, _ = encode(UserMessage("a"), marked, UserMessage("c"), empty, UserMessage("d"))

        assert turns == [
            {"role": "user", "content": [text("a")]},
            {"role": "user", "content": [text("b"), text("c")], "x": 1},
            {"role": "user", "content": []},
            {"role": "user", "content": [text("d")]},
        ]

    def test_a_field_of_a_turn_that_disagrees(self) -> None:
        """A kept field of a canonical name loses, with a hint."""
        _, turns, lost = encode(UserMessage("a"), AssistantMessage("b", provider_data={NAME: {"role": "user", "x": 1}}))

        assert turns[1] == {"role": "assistant", "content": [text("b")], "x": 1}
        assert lost == ["$.messages[1].provider_data['anthropic.messages'].role"]

    def test_turn_that_a_result_begins(self) -> None:
        """The fields of a turn may sit on its first result, which then begins it."""
        result = ToolMessage(tool_call_id="t", content=(), provider_data=keeps(turn={"fields": {"x": 1}}))
        block = {"type": "tool_result", "tool_use_id": "t", "content": []}

        _, turns, _ = encode(UserMessage("a"), result, UserMessage("b"))

        assert turns == [
            {"role": "user", "content": [text("a")]},
            {"role": "user", "content": [block, text("b")], "x": 1},
        ]

    def test_nothing_left(self) -> None:
        """A message of which nothing can be said is no turn, and each part is a loss, as are the fields beside them."""
        foreign = OpaquePart("openai.chat", {"type": "x"})

        _, turns, lost = encode(
            UserMessage(AudioPart(URLSource(url="https://example.com/a.mp3"))),
            AssistantMessage(foreign),
            UserMessage(foreign),
            UserMessage([foreign], provider_data={NAME: {"x": 1}}),
        )

        assert turns == []
        assert lost == [*(f"$.messages[{index}].content[0]" for index in range(4)), "$.messages[3].provider_data"]

    def test_stable_prefix(self) -> None:
        """Appending a message changes no earlier byte but the last turn's closing brackets."""
        messages: list[Message] = [
            UserMessage("a"),
            AssistantMessage([ToolCallPart("t", "f", "{}"), ToolCallPart("u", "f", "{}")]),
            ToolMessage(tool_call_id="t", content="1"),
            ToolMessage(tool_call_id="u", content="2"),
            UserMessage("b"),
            SystemMessage("c"),
            UserMessage("", provider_data=keeps(spelling={"content": [[], ""]})),
            UserMessage("d"),
        ]
        written = [dumps(encode(*messages[:end])[1]) for end in range(1, len(messages) + 1)]

        for shorter, longer in pairwise(written):
            assert longer.startswith(shorter.rstrip(b"]}"))


class TestNothingSaid:
    """Texts and turns without a word are left out, as the API refuses them, but for those that a wire had."""

    @pytest.mark.parametrize("words", ["", " ", "\n\t"])
    def test_blank_text(self, words: str) -> None:
        """A blank text among others is left out; all that was said stays."""
        _, turns, lost = encode(UserMessage([TextPart(words), TextPart("a")]), AssistantMessage([TextPart("b"), TextPart(words)]))

        assert turns == [{"role": "user", "content": [text("a")]}, {"role": "assistant", "content": [text("b")]}]
        assert lost == ["$.messages[0].content[0]", "$.messages[1].content[1]"]

    @pytest.mark.parametrize("message", [UserMessage(""), UserMessage(()), UserMessage([TextPart(" "), TextPart("")])])
    def test_user_message(self, message: UserMessage) -> None:
        """A user's message that says nothing is content lost, since the model would answer another message."""
        log = LossLog(NAME, "$.messages")

        _, turns = encode_turns([UserMessage("a"), AssistantMessage("b"), message], log)

        assert turns == [{"role": "user", "content": [text("a")]}, {"role": "assistant", "content": [text("b")]}]
        assert [loss.path for loss in log.records if loss.kind == "content"] == ["$.messages[2]"]

    @pytest.mark.parametrize(
        ("message", "path"),
        [
            (AssistantMessage(()), "$.messages[1]"),
            (AssistantMessage(""), "$.messages[1].content[0]"),
            (SystemMessage(()), "$.messages[1]"),
            (SystemMessage(""), "$.messages[1].content[0]"),
        ],
    )
    def test_other_messages(self, message: Message, path: str) -> None:
        """A model's or system's message that says nothing is left out, with a hint."""
        log = LossLog(NAME, "$.messages")

        system, turns = encode_turns([UserMessage("a"), message, UserMessage("b")], log)

        assert (system, turns) == (None, [{"role": "user", "content": [text("a"), text("b")]}])
        assert [(loss.path, loss.kind) for loss in log.records] == [(path, "hint")]

    def test_silent_result(self) -> None:
        """A tool that gave nothing is said exactly: its result needs no text."""
        _, turns, lost = encode(ToolMessage(tool_call_id="t", content=""), ToolMessage(tool_call_id="u", content=()))

        assert turns == [
            {
                "role": "user",
                "content": [
                    {"type": "tool_result", "tool_use_id": "t", "content": ""},
                    {"type": "tool_result", "tool_use_id": "u", "content": []},
                ],
            }
        ]
        assert lost == []

    def test_what_a_wire_had(self) -> None:
        """Blank texts and empty turns that came from this wire go back as they were."""
        blank: JsonValue = {"type": "text", "text": " ", "cache_control": {"type": "ephemeral"}}
        wire: list[JsonValue] = [
            {"role": "user", "content": [text(""), text("a")]},
            {"role": "assistant", "content": [blank, {"type": "tool_use", "id": "t", "name": "f", "input": {}}]},
            {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t", "content": [text("")]}]},
            {"role": "system", "content": [text("\n")]},
            {"role": "assistant", "content": []},
            {"role": "user", "content": ""},
            {"role": "assistant", "content": ""},
            {"role": "system", "content": ""},
        ]
        first: JsonValue = {"role": "system", "content": [text("s")], "cache_control": {"type": "ephemeral"}}
        for body in (
            {"model": "m", "system": [text("")], "messages": wire},
            {"model": "m", "messages": [first]},
        ):
            encoded = MessagesDialect().encode_request(MessagesDialect().decode_request(body).value)  # type: ignore[arg-type]  # JSON

            assert encoded.body == body
            assert encoded.losses == ()


class TestSystem:
    """Where system text goes."""

    def test_leading(self) -> None:
        """Leading messages go to the top level, as blocks, later ones stay in place."""
        system, turns, lost = encode(SystemMessage("a"), SystemMessage("b"), UserMessage("u"), SystemMessage("c"))

        assert system == [text("a"), text("b")]
        assert turns[1] == {"role": "system", "content": [text("c")]}
        assert lost == []

    def test_marked(self) -> None:
        """A leading message that is marked, or has fields of its own, stays in the list, and what follows it too."""
        marked = SystemMessage("a", provider_data=keeps(place="messages"))

        system, turns, _ = encode(marked, SystemMessage("b"))

        assert system is None
        assert turns == [{"role": "system", "content": [text("a")]}, {"role": "system", "content": [text("b")]}]

    def test_cached(self) -> None:
        """Where to cache a leading message is said on its last block, as top-level text has no fields of its own."""
        cached = {NAME: {"cache_control": {"type": "ephemeral"}}}
        own = TextPart("d", provider_data={NAME: {"cache_control": {"type": "ephemeral", "ttl": "1h"}}})

        system, turns, lost = encode(
            SystemMessage([TextPart("a"), TextPart("b")], provider_data=cached),
            SystemMessage("c"),
            SystemMessage([own], provider_data=cached),
        )

        assert system == [
            text("a"),
            {"type": "text", "text": "b", "cache_control": {"type": "ephemeral"}},
            text("c"),
            {"type": "text", "text": "d", "cache_control": {"type": "ephemeral", "ttl": "1h"}},
        ]
        assert (turns, lost) == ([], [])

    def test_a_second_empty_text(self) -> None:
        """It can't be said beside the first, which is told."""
        empty = SystemMessage("", provider_data=keeps(spelling={"content": [[], ""]}))
        nothing = SystemMessage((), provider_data=keeps(spelling={"content": [[], []]}))

        assert encode(empty, empty, nothing) == ("", [], ["$.messages[1].content[0]", "$.messages[2]"])

    def test_an_empty_text_that_was_changed(self) -> None:
        """It is a leading message as any other."""
        assert encode(SystemMessage("now", provider_data=keeps(spelling={"content": [[], ""]})))[0] == [text("now")]

    def test_empty_text(self) -> None:
        """Empty system text stays text."""
        assert encode(SystemMessage("", provider_data=keeps(spelling={"content": [[], ""]})))[0] == ""


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [*((text, {"INVALID_JSON": text}) for text in ('{"a": ', "[1]", '"x"', "5", "nonsense")), ("[]", {}), (" null", {})],
)
def test_arguments_that_are_no_object(arguments: str, expected: JsonObject) -> None:
    """They go back in the wrapper that is documented for them, since `{}` would be a lie, unless nothing is in them; with a hint."""
    _, turns, lost = encode(UserMessage("a"), AssistantMessage(ToolCallPart("t", "f", arguments)))

    assert turns[1] == {"role": "assistant", "content": [{"type": "tool_use", "id": "t", "name": "f", "input": expected}]}
    assert lost == ["$.messages[1].content[0].arguments"]


def test_empty_arguments() -> None:
    """No text at all is an empty object."""
    _, turns, _ = encode(AssistantMessage(ToolCallPart("t", "f", "")))

    assert turns == [{"role": "assistant", "content": [{"type": "tool_use", "id": "t", "name": "f", "input": {}}]}]


def test_ids_of_another_wire() -> None:
    """A call's id that the API refuses is mapped, the same in its result, without a loss and whatever follows."""
    called = AssistantMessage([ToolCallPart("functions.get:0", "get", "{}"), ToolCallPart("functions.get_0", "get", "{}")])
    results = [ToolMessage(tool_call_id=call.id, content="x") for call in called.tool_calls]

    _, turns, lost = encode(called, *results, AssistantMessage([ToolCallPart("functions_get_0", "get", "{}")]))

    said = _ids(turns)
    assert said[:2] == said[2:4] == [mapped_id("functions.get:0"), mapped_id("functions.get_0")]
    assert said[4] == "functions_get_0"
    assert said[:4] == _ids(encode(called, *results)[1])
    assert lost == []


def _ids(turns: list[JsonValue]) -> list[JsonValue]:
    """Give the ids of calls and results, in order."""
    blocks = [block for turn in turns if isinstance(turn, dict) and isinstance(found := turn["content"], list) for block in found]
    return [block.get("id", block.get("tool_use_id")) for block in blocks if isinstance(block, dict)]
