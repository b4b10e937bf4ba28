"""Twin of responses/turns.py: messages and the items of an input."""

from __future__ import annotations

import pytest

from interlingua.dialect import EVERYTHING, Capabilities, LossLog
from interlingua.errors import ConversionError
from interlingua.types import (
    AssistantMessage,
    Citation,
    FileSource,
    ImagePart,
    JsonObject,
    JsonValue,
    Message,
    OpaquePart,
    ReasoningPart,
    SystemMessage,
    TextPart,
    ToolCallPart,
    ToolMessage,
    UserMessage,
)
from interlingua_openai.names import RESPONSES
from interlingua_openai.responses.turns import decode_turns, encode_turns

BLOCK: JsonObject = {"type": "input_text", "text": "a"}
IMAGE: JsonObject = {"type": "input_image", "file_id": "f"}
FIRST: Message = UserMessage("hi")


def kept(**fields: JsonValue) -> dict[str, JsonObject]:
    """Fields that this dialect keeps."""
    return {RESPONSES: fields}


def marked(fields: JsonObject | None = None, **marks: JsonValue) -> dict[str, JsonObject]:
    """What this dialect keeps, with marks."""
    return (kept(**fields) if fields else {}) | {"$marks": {RESPONSES: marks}}


def encoded(*messages: Message) -> list[JsonValue]:
    """Write messages of which nothing is lost, behind one of a user."""
    log = LossLog(RESPONSES, "$.messages")
    instructions, items = encode_turns((FIRST, *messages), EVERYTHING, log)
    assert (instructions, items[0], log.records) == (None, {"role": "user", "content": "hi"}, [])
    return items[1:]


@pytest.mark.parametrize(
    ("item", "message"),
    [
        ({"role": "user", "content": "a"}, UserMessage("a")),
        ({"role": "user", "content": ""}, UserMessage("")),
        ({"role": "user", "content": [BLOCK]}, UserMessage("a", provider_data=marked(spelling={"content": "list"}))),
        ({"role": "user", "content": [BLOCK, IMAGE]}, UserMessage([TextPart("a"), ImagePart(FileSource(file_id="f", provider="openai"))])),
        ({"role": "user", "content": [], "type": "message"}, UserMessage([], provider_data=kept(type="message"))),
        ({"role": "user", "content": None}, UserMessage([], provider_data=marked(spelling={"content": "null"}))),
        (
            {"role": "user", "status": "completed"},
            UserMessage([], provider_data=marked({"status": "completed"}, spelling={"content": "absent"})),
        ),
        ({"role": "system", "content": "a"}, SystemMessage("a")),
        ({"role": "developer", "content": "a"}, SystemMessage("a", provider_data=kept(role="developer"))),
        (
            {"role": "developer", "content": [BLOCK, IMAGE]},
            SystemMessage([TextPart("a"), OpaquePart(RESPONSES, IMAGE)], provider_data=kept(role="developer")),
        ),
        ({"role": "user", "content": 5}, UserMessage(OpaquePart(RESPONSES, {"role": "user", "content": 5}))),
        ({"role": "system", "content": [1]}, UserMessage(OpaquePart(RESPONSES, {"role": "system", "content": [1]}))),
        ({"role": "critic", "content": "hm"}, UserMessage(OpaquePart(RESPONSES, {"role": "critic", "content": "hm"}))),
    ],
)  # fmt: skip
def test_messages_go_both_ways(item: JsonObject, message: Message) -> None:
    """Every role and every spelling of the content; one that has no known form is opaque, whole."""
    assert decode_turns(None, [{"role": "user", "content": "hi"}, item]) == [FIRST, message]
    assert encoded(message) == [item]


def test_consecutive_items_of_the_model_are_one_message() -> None:
    """In their order: reasoning before the calls it led to, items that aren't modelled in their place; each result pairs."""
    search: JsonObject = {"type": "web_search_call", "id": "ws"}
    approval: JsonObject = {"type": "mcp_approval_response", "approve": True}
    items: list[JsonValue] = [
        {"type": "reasoning", "summary": [], "encrypted_content": "gAAA"},
        search,
        {"type": "function_call", "call_id": "a", "name": "f", "arguments": "{}"},
        {"type": "custom_tool_call", "call_id": "b", "name": "g", "input": "x"},
        approval,
        {"type": "function_call_output", "call_id": "a", "output": "1"},
        {"type": "custom_tool_call_output", "call_id": "b", "output": "2"},
        {"type": "message", "role": "assistant", "content": "done"},
    ]
    messages = [
        AssistantMessage(
            [
                ReasoningPart(encrypted_content="gAAA", provider="openai"),
                OpaquePart(RESPONSES, search),
                ToolCallPart("a", "f", "{}"),
                ToolCallPart("b", "g", "x", provider_data=kept(type="custom_tool_call")),
            ]
        ),
        UserMessage(OpaquePart(RESPONSES, approval)),
        ToolMessage(tool_call_id="a", content="1"),
        ToolMessage(tool_call_id="b", content="2"),
        AssistantMessage("done"),
    ]

    assert decode_turns(None, items) == messages
    assert encoded(*messages) == items


def test_an_item_is_an_object() -> None:
    """Anything else is refused with its path."""
    with pytest.raises(ConversionError) as raised:
        decode_turns(None, [{"role": "user", "content": "a"}, "x"])

    assert raised.value.path == "$.input[1]"


@pytest.mark.parametrize(
    ("item", "is_marked"),
    [
        ({"role": "system", "content": "a"}, True),
        ({"role": "system", "content": "a", "type": "message"}, False),
        ({"role": "developer", "content": "a"}, False),
        ({"role": "system", "content": [BLOCK, BLOCK]}, False),
    ],
)
def test_a_leading_system_message_stays_in_the_list(item: JsonObject, is_marked: bool) -> None:  # noqa: FBT001 - a parameter's value
    """It is marked where `instructions` could say it otherwise."""
    (message,) = decode_turns(None, [item])

    assert (message.provider_data == marked(place="input")) is is_marked
    assert encode_turns((message,), EVERYTHING, LossLog(RESPONSES)) == (None, [item])


@pytest.mark.parametrize(
    ("message", "instructions"),
    [
        (SystemMessage("a"), "a"),
        (SystemMessage("a", provider_data={"openai.chat": {"role": "developer"}}), "a"),
        (SystemMessage([TextPart("a"), TextPart("b")]), None),
        (UserMessage("a"), None),
    ],
)
def test_instructions(message: Message, instructions: str | None) -> None:
    """Nothing but a system message of one text that leads."""
    assert encode_turns((message,), EVERYTHING, LossLog(RESPONSES))[0] == instructions


def test_what_instructions_say_leads() -> None:
    """No system message behind them is marked; what is no text says nothing here."""
    assert decode_turns("be", [{"role": "system", "content": "a"}]) == [SystemMessage("be"), SystemMessage("a")]
    assert decode_turns([], []) == []


def test_items_among_a_users_parts_stand_for_themselves() -> None:
    """What is said before and after them is in messages of its own; the fields go with the first."""
    item: JsonObject = {"type": "mcp_approval_response", "approval_request_id": "r", "approve": True}
    message = UserMessage([TextPart("a"), OpaquePart(RESPONSES, item), TextPart("b")], provider_data=kept(status="x"))

    assert encoded(message) == [{"role": "user", "content": "a", "status": "x"}, item, {"role": "user", "content": "b"}]
    assert encoded(UserMessage(OpaquePart(RESPONSES, item))) == [item]


def test_what_is_lost_is_told_with_its_place() -> None:
    """A message of which all is lost is left out, since an empty one would be refused."""
    log = LossLog(RESPONSES, "$.messages")
    foreign = OpaquePart("another.dialect", {})
    message = UserMessage([TextPart("a"), foreign], provider_data=kept(content="b"))

    _, items = encode_turns((UserMessage(foreign), message, FIRST), EVERYTHING, log)

    assert items == [{"role": "user", "content": [BLOCK]}, {"role": "user", "content": "hi"}]
    assert [(loss.path, loss.kind) for loss in log.records] == [
        ("$.messages[0].content[0]", "content"),
        ("$.messages[1].content[1]", "content"),
        ("$.messages[1].provider_data['openai.responses'].content", "hint"),
    ]


def test_what_a_leading_system_message_cites_is_told() -> None:
    """It can't be said, and isn't dropped with a word of `instructions`."""
    log = LossLog(RESPONSES, "$.messages")

    assert encode_turns((SystemMessage(TextPart("a", [Citation(url="u")])),), EVERYTHING, log) == (
        None,
        [{"role": "system", "content": "a"}],
    )
    assert [(loss.path, loss.kind) for loss in log.records] == [("$.messages[0].content[0].citations", "hint")]


def test_a_host_without_developers() -> None:
    """It gets the system's word, which is told."""
    log = LossLog(RESPONSES, "$.m")
    message = SystemMessage("a", provider_data=kept(role="developer"))

    _, items = encode_turns((message,), Capabilities(frozenset({"developer_role"})), log)

    assert items == [{"role": "system", "content": "a"}]
    assert [(loss.path, loss.kind, loss.replaced_by) for loss in log.records] == [("$.m[0].role", "hint", "system")]


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ({"type": "mcp_approval_response"}, True),
        ({"type": "additional_tools", "id": "x"}, True),
        ({"type": "compaction_trigger"}, True),
        ({"type": "configuration_update"}, True),
        ({"type": "computer_call_output", "call_id": "c"}, True),
        ({"type": "computer_call_output", "id": "cuo", "call_id": "c"}, True),
        ({"type": "local_shell_call_output", "id": "call_1"}, True),
        ({"type": "apply_patch_call_output", "id": "apco", "call_id": "c"}, True),
        ({"type": "shell_call_output", "id": None}, True),
        ({"type": "shell_call_output", "id": "sho"}, False),
        ({"type": "tool_search_output", "id": "tso"}, False),
        ({"type": "tool_search_output", "id": "tso", "execution": "client"}, True),
        ({"type": "web_search_call"}, False),
        ({"type": "item_reference"}, False),
        ({"type": ["x"]}, False),
    ],
)
def test_whose_side_an_item_is_on(item: JsonObject, expected: bool) -> None:  # noqa: FBT001 - a parameter's value
    """The outputs of what the application does are its own; those of a server's own tools come with an id."""
    side = UserMessage if expected else AssistantMessage

    assert decode_turns(None, [item]) == [side(OpaquePart(RESPONSES, item))]


@pytest.mark.parametrize(
    ("environment", "side"),
    [
        ({"type": "local"}, UserMessage),
        ({"type": "container_reference", "container_id": "c"}, AssistantMessage),
        (None, AssistantMessage),
    ],
)
def test_whose_a_shells_output_is(environment: JsonObject | None, side: type) -> None:
    """Its call tells where the shell is, whether or not the output has an id."""
    call: JsonObject = {"type": "shell_call", "call_id": "c1", "action": {"commands": []}, "environment": environment}
    output: JsonObject = {"type": "shell_call_output", "id": "sho", "call_id": "c1", "output": []}

    said = decode_turns(None, [call, output])

    assert said[-1].content[-1] == OpaquePart(RESPONSES, output)
    assert type(said[-1]) is side
