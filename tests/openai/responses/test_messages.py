"""Twin of responses/messages.py: what users and the application say."""

from __future__ import annotations

import pytest

from interlingua.dialect import EVERYTHING, Capabilities
from interlingua.types import (
    FileSource,
    ImagePart,
    JsonObject,
    Loss,
    OpaquePart,
    SystemMessage,
    TextPart,
    UserMessage,
)
from interlingua_openai.responses.messages import as_instructions, decode_message, encode_message, is_of_the_application
from interlingua_openai.responses.wire import DIALECT

BLOCK: JsonObject = {"type": "input_text", "text": "a"}
IMAGE: JsonObject = {"type": "input_image", "file_id": "f"}


def kept(**fields: object) -> dict[str, JsonObject]:
    """What this dialect keeps."""
    return {DIALECT: {name.replace("spelling", "$spelling"): value for name, value in fields.items()}}  # type: ignore[dict-item, misc]  # JSON


@pytest.mark.parametrize(
    ("item", "message"),
    [
        ({"role": "user", "content": "a"}, UserMessage("a")),
        ({"role": "user", "content": ""}, UserMessage("")),
        ({"role": "user", "content": [BLOCK]}, UserMessage("a", provider_data=kept(spelling={"content": "list"}))),
        ({"role": "user", "content": [BLOCK, IMAGE]}, UserMessage([TextPart("a"), ImagePart(FileSource(file_id="f"))])),
        ({"role": "user", "content": [], "type": "message"}, UserMessage([], provider_data=kept(type="message"))),
        ({"role": "user", "content": None}, UserMessage([], provider_data=kept(spelling={"content": "null"}))),
        ({"role": "user", "status": "completed"}, UserMessage([], provider_data=kept(status="completed", spelling={"content": "absent"}))),
        ({"role": "system", "content": "a"}, SystemMessage("a")),
        ({"role": "developer", "content": "a"}, SystemMessage("a", provider_data=kept(role="developer"))),
        (
            {"role": "developer", "content": [BLOCK, IMAGE]},
            SystemMessage([TextPart("a"), OpaquePart(DIALECT, IMAGE)], provider_data=kept(role="developer")),
        ),
        ({"role": "user", "content": 5}, UserMessage(OpaquePart(DIALECT, {"role": "user", "content": 5}))),
        ({"role": "system", "content": [1]}, UserMessage(OpaquePart(DIALECT, {"role": "system", "content": [1]}))),
    ],
)  # fmt: skip
def test_messages_go_both_ways(item: JsonObject, message: SystemMessage | UserMessage) -> None:
    """Every role and every spelling of the content; one that has no known form is opaque, whole."""
    losses: list[Loss] = []

    assert decode_message(item, "$", leads=False) == message
    assert encode_message(message, "$", EVERYTHING, losses) == [item]
    assert losses == []


@pytest.mark.parametrize(
    ("item", "marked"),
    [
        ({"role": "system", "content": "a"}, True),
        ({"role": "system", "content": "a", "type": "message"}, False),
        ({"role": "developer", "content": "a"}, False),
        ({"role": "system", "content": [BLOCK, BLOCK]}, False),
    ],
)
def test_a_leading_system_message_stays_in_the_list(item: JsonObject, marked: bool) -> None:  # noqa: FBT001 - a parameter's value
    """It is marked where `instructions` could say it otherwise."""
    message = decode_message(item, "$", leads=True)

    assert (message.provider_data.get(DIALECT) == {"$spelling": {"place": "input"}}) is marked
    assert as_instructions(message) is None
    assert encode_message(message, "$", EVERYTHING, []) == [item]


def test_plain_instructions() -> None:
    """Nothing but a system message of one text."""
    assert as_instructions(SystemMessage("a")) == "a"
    assert as_instructions(SystemMessage("a", provider_data={"openai.chat": {"role": "developer"}})) == "a"
    assert as_instructions(SystemMessage([TextPart("a"), TextPart("b")])) is None
    assert as_instructions(UserMessage("a")) is None


def test_items_among_a_users_parts_stand_for_themselves() -> None:
    """What is said before and after them is in messages of its own; the fields go with the first."""
    item: JsonObject = {"type": "mcp_approval_response", "approval_request_id": "r", "approve": True}
    message = UserMessage([TextPart("a"), OpaquePart(DIALECT, item), TextPart("b")], provider_data=kept(status="x"))

    assert encode_message(message, "$", EVERYTHING, []) == [
        {"role": "user", "content": "a", "status": "x"},
        item,
        {"role": "user", "content": "b"},
    ]
    assert encode_message(UserMessage(OpaquePart(DIALECT, item)), "$", EVERYTHING, []) == [item]


def test_a_message_of_which_all_is_lost_is_left_out() -> None:
    """An empty one would be refused; the loss names each part."""
    losses: list[Loss] = []

    assert encode_message(UserMessage(OpaquePart("another.dialect", {})), "$.m", EVERYTHING, losses) == []
    assert [(loss.path, loss.kind) for loss in losses] == [("$.m.content[0]", "content")]


def test_a_host_without_developers() -> None:
    """It gets the system's word, which is told."""
    losses: list[Loss] = []
    message = SystemMessage("a", provider_data=kept(role="developer"))

    assert encode_message(message, "$.m", Capabilities(frozenset({"developer_role"})), losses) == [{"role": "system", "content": "a"}]
    assert [(loss.path, loss.kind, loss.replaced_by) for loss in losses] == [("$.m.role", "hint", "system")]


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ({"type": "mcp_approval_response"}, True),
        ({"type": "additional_tools", "id": "x"}, True),
        ({"type": "compaction_trigger"}, True),
        ({"type": "configuration_update"}, True),
        ({"type": "computer_call_output", "call_id": "c"}, True),
        ({"type": "shell_call_output", "id": None}, True),
        ({"type": "shell_call_output", "id": "sho"}, False),
        ({"type": "tool_search_output", "id": "tso"}, False),
        ({"type": "web_search_call"}, False),
        ({"type": "item_reference"}, False),
        ({"type": ["x"]}, False),
    ],
)
def test_whose_side_an_item_is_on(item: JsonObject, expected: bool) -> None:  # noqa: FBT001 - a parameter's value
    """The outputs of a server's own tools come with an id."""
    assert is_of_the_application(item) is expected
