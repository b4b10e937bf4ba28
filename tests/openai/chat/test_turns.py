"""Twin of chat/turns.py: the messages of a request, both ways."""

from __future__ import annotations

import pytest

from interlingua.dialect import EVERYTHING, Capabilities
from interlingua.types import (
    AssistantMessage,
    AudioPart,
    Base64Source,
    Citation,
    DocumentPart,
    ImagePart,
    JsonObject,
    JsonValue,
    Loss,
    Message,
    OpaquePart,
    ReasoningBlock,
    ReasoningPart,
    Request,
    SystemMessage,
    TextPart,
    TextSource,
    ToolCallPart,
    ToolMessage,
    URLSource,
    UserMessage,
)
from interlingua_openai.chat.parts import WHOLE_MESSAGE, opaque
from interlingua_openai.chat.request import decode_request, encode_request
from interlingua_openai.chat.turns import decode_messages
from interlingua_openai.names import CHAT

LISTED: JsonObject = {CHAT: {"spelling": {"content": "list"}}}
PNG = ImagePart(Base64Source(media_type="image/png", data="AA"))
PDF = Base64Source(media_type="application/pdf", data="AA")


def write(*messages: Message, capabilities: Capabilities = EVERYTHING, **fields: object) -> tuple[JsonObject, tuple[Loss, ...]]:
    """Encode a request."""
    request = Request(model_id="m", messages=messages, **fields)  # type: ignore[arg-type]  # each test names real fields
    encoded = encode_request(request, capabilities)
    return encoded.body, encoded.losses


def says(*messages: Message) -> JsonValue:
    """Encode messages that the wire can say whole."""
    body, losses = write(*messages)
    assert losses == ()
    return body["messages"]


MESSAGES: list[JsonObject] = [
    {"role": "user", "content": "a"},
    {"role": "user", "content": ""},
    {"role": "user", "content": []},
    {"role": "user", "content": None, "name": "n"},
    {"role": "user"},
    {"role": "user", "content": [{"type": "text", "text": "a"}]},
    {"role": "user", "content": [{"type": "text", "text": "a", "x": 1}]},
    {"role": "user", "content": [{"type": "text", "text": "a"}, {"type": "image_url", "image_url": {"url": "u", "detail": "low"}}]},
    {"role": "system", "content": [{"type": "text", "text": "a"}], "x": {"y": None}},
    {"role": "developer", "content": "a"},
    {"role": "developer", "content": [{"type": "new"}]},
    {"role": "assistant", "content": None, "x": 1},
    {"role": "tool", "tool_call_id": "c", "content": "a"},
    {"role": "tool", "tool_call_id": "c"},
    {"role": "tool", "tool_call_id": "", "content": None},
    {"role": "tool", "content": [], "name": "f"},
    {"role": "function", "name": "f", "content": "a"},
    {"role": None},
]


@pytest.mark.parametrize("message", MESSAGES)
def test_every_message_comes_back(message: JsonObject) -> None:
    """Absent, null, empty and list are distinct for every role."""
    body: JsonObject = {"model": "m", "messages": [message]}

    encoded = encode_request(decode_request(body).value, EVERYTHING)

    assert encoded.body == body
    assert encoded.losses == ()


def test_marks_count_only_while_they_fit() -> None:
    """A message that was changed after decoding is said as changed."""
    marked = {"$marks": {CHAT: {"spelling": {"content": "null"}}}}

    assert says(UserMessage("a", provider_data=marked)) == [{"role": "user", "content": "a"}]
    assert says(UserMessage([TextPart("a"), TextPart("b")], provider_data=marked)) == [
        {"role": "user", "content": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]}
    ]


def test_adjacent_messages_stay_apart() -> None:
    """This wire takes any order of roles, so nothing is merged and nothing is moved."""
    messages = (UserMessage("a"), UserMessage("b"), AssistantMessage("c"), AssistantMessage("d"), SystemMessage("e"))

    said = says(*messages)

    assert isinstance(said, list)
    assert [message["role"] for message in said if isinstance(message, dict)] == ["user", "user", "assistant", "assistant", "system"]


def test_a_host_that_wants_system_messages_first() -> None:
    """Late ones are moved to the beginning, aloud."""
    host = Capabilities(frozenset({"system_in_place", "system_as_user"}))
    body, losses = write(SystemMessage("a"), UserMessage("b"), SystemMessage("c"), capabilities=host)

    assert body["messages"] == [{"role": "system", "content": "a"}, {"role": "system", "content": "c"}, {"role": "user", "content": "b"}]
    assert [(loss.path, loss.kind) for loss in losses] == [("$.messages[2]", "hint")]


def test_a_whole_message_stands_for_itself() -> None:
    """Also where the parts around it were merged into one turn."""
    whole: JsonObject = {"role": "function", "name": "f", "content": "r"}
    kept = opaque(whole, WHOLE_MESSAGE)

    assert says(UserMessage([TextPart("a"), kept, kept, TextPart("b")])) == [
        {"role": "user", "content": "a"}, whole, whole, {"role": "user", "content": "b"}
    ]  # fmt: skip


def test_what_is_kept_of_a_turn_goes_with_its_first_message() -> None:
    """Where whole messages stand among its parts; a field that a caller gave one of those is added."""
    whole = OpaquePart(CHAT, {"role": "x"}, provider_data={CHAT: {"y": 1}, "$marks": {CHAT: {"form": "message"}}})
    turn = UserMessage([TextPart("a"), whole, TextPart("b")], provider_data={CHAT: {"name": "n"}})

    assert says(turn) == [{"role": "user", "content": "a", "name": "n"}, {"role": "x", "y": 1}, {"role": "user", "content": "b"}]


def test_a_name_stays_with_the_first_words_that_can_be_written() -> None:
    """What stands before a whole message may be nothing that this wire says; the name belongs to the rest then."""
    whole = OpaquePart(CHAT, {"role": "x"}, provider_data={"$marks": {CHAT: {"form": "message"}}})
    turn = UserMessage([OpaquePart("other", {"type": "y"}), whole, TextPart("b")], provider_data={CHAT: {"name": "n"}})
    encoded = encode_request(Request(model_id="m", messages=(turn,)))
    assert encoded.body["messages"] == [{"role": "x"}, {"role": "user", "content": "b", "name": "n"}]
    assert [loss.path for loss in encoded.losses] == ["$.messages[0].content[0]"]


def test_losses_beside_a_whole_message_have_their_own_places() -> None:
    """Before it and after it, with what the model refuses."""
    kept, foreign = opaque({"role": "x"}, WHOLE_MESSAGE), OpaquePart("anthropic.messages", {"type": "x"})
    image = ImagePart(URLSource(url="https://example.com/a.png"))
    message = UserMessage([foreign, TextPart("a"), kept, TextPart("b"), foreign, image])
    body, losses = write(UserMessage("hi"), message, capabilities=Capabilities(frozenset({"image"})))

    assert body["messages"] == [
        {"role": "user", "content": "hi"},
        {"role": "user", "content": [{"type": "text", "text": "a"}]},
        {"role": "x"},
        {"role": "user", "content": [{"type": "text", "text": "b"}]},
    ]
    assert sorted(loss.path for loss in losses) == [f"$.messages[1].content[{place}]" for place in (0, 4, 5)]


def test_a_host_that_takes_no_citations_back() -> None:
    """Gets the text alone."""
    cited = AssistantMessage(TextPart("a", [Citation(url="u")]))
    body, losses = write(UserMessage("hi"), cited, capabilities=Capabilities(frozenset({"citations"})))

    assert body["messages"] == [{"role": "user", "content": "hi"}, {"role": "assistant", "content": "a"}]
    assert losses == (Loss("$.messages[1].content[0].citations[0]", "this host takes no citations back", "hint"),)
    assert "annotations" in write(UserMessage("hi"), cited)[0]["messages"][1]  # type: ignore[index, call-overload, operator]  # a list


def test_a_result_says_the_id_that_its_call_must_say() -> None:
    """One that the wire left out is written where another result of the same body says it."""
    request = decode_request({"messages": [{"role": "tool", "content": "1"}]}).value
    kept = request.messages[0].model_copy(
        update={"tool_call_id": "c", "provider_data": {"$marks": {CHAT: {"spelling": {"tool_call_id": ["c"]}}}}}
    )

    assert [{"role": "tool", "content": "1"}] == says(kept)
    assert [{"role": "tool", "content": "1", "tool_call_id": "c"}, {"role": "tool", "content": "2", "tool_call_id": "c"}] == says(
        kept, ToolMessage(tool_call_id="c", content="2")
    )


FAILED: list[tuple[ToolMessage, JsonValue]] = [
    (ToolMessage(tool_call_id="c", content="no", is_error=True), "[tool error]\nno"),
    (ToolMessage(tool_call_id="c", content="", is_error=True), "[tool error]\n"),
    (ToolMessage(tool_call_id="c", content=[], is_error=True), "[tool error]"),
    (
        ToolMessage(tool_call_id="c", content=[OpaquePart(CHAT, {"type": "x"}), TextPart("no")], is_error=True),
        [{"type": "text", "text": "[tool error]"}, {"type": "x"}, {"type": "text", "text": "no"}],
    ),
    (
        ToolMessage(tool_call_id="c", content="no", is_error=True, provider_data={CHAT: {"name": "f"}, "$marks": LISTED}),
        [{"type": "text", "text": "[tool error]\nno"}],
    ),
    (
        ToolMessage(tool_call_id="c", content=[], is_error=True, provider_data={"$marks": {CHAT: {"spelling": {"content": "null"}}}}),
        "[tool error]",
    ),
]


@pytest.mark.parametrize(("message", "content"), FAILED)
def test_a_failed_tool_says_so_in_words(message: ToolMessage, content: JsonValue) -> None:
    """The wire has no field for it; reading takes the words away again, so that nothing is lost."""
    body, losses = write(message)
    (said,) = body["messages"]  # type: ignore[misc]  # a list of one
    (read,) = decode_request({"model": "m", "messages": [said]}).value.messages

    assert content == said["content"]  # type: ignore[index, call-overload]  # an object
    assert losses == ()
    assert isinstance(read, ToolMessage)
    assert (message.content, True) == (read.content, read.is_error)
    assert [said] == write(read)[0]["messages"]


LOST: list[tuple[Message, JsonObject, list[tuple[str, str]]]] = [
    (
        ToolMessage(tool_call_id="c", content="[tool error]\nit says"),
        {"role": "tool", "tool_call_id": "c", "content": "[tool error]\nit says"},
        [("$.messages[0].is_error", "hint")],
    ),
    (
        ToolMessage(tool_call_id="c", content=DocumentPart(TextSource(text="a page"), "page.txt")),
        {"role": "tool", "tool_call_id": "c", "content": [{"type": "text", "text": "a page"}]},
        [("$.messages[0].content[0]", "hint"), ("$.messages[0].content[0].title", "hint")],
    ),
    (
        ToolMessage(tool_call_id="c", content=[TextPart("a"), PNG]),
        {"role": "tool", "tool_call_id": "c", "content": [{"type": "text", "text": "a"}]},
        [("$.messages[0].content[1]", "content")],
    ),
    (
        UserMessage([OpaquePart("anthropic.messages", {"type": "x"}), TextPart("a")]),
        {"role": "user", "content": [{"type": "text", "text": "a"}]},
        [("$.messages[0].content[0]", "content")],
    ),
    (UserMessage(TextPart("a", (Citation(url="u"),))), {"role": "user", "content": "a"}, [("$.messages[0].content[0].citations", "hint")]),
]


@pytest.mark.parametrize(("message", "wire", "records"), LOST)
def test_what_a_message_cannot_say_is_recorded(message: Message, wire: JsonObject, records: list[tuple[str, str]]) -> None:
    """A result in the words of a failed tool, a document or an image in one, another provider's block."""
    body, losses = write(message)

    assert body["messages"] == [wire]
    assert [(loss.path, loss.kind) for loss in losses] == records


@pytest.mark.parametrize("speaker", [SystemMessage, UserMessage])
def test_what_is_said_in_foreign_blocks_alone_is_no_message(speaker: type[SystemMessage | UserMessage]) -> None:
    """An empty list is refused, and what is lost is told."""
    body, losses = write(UserMessage("a"), speaker(OpaquePart("anthropic.messages", {"type": "x"})))

    assert body["messages"] == [{"role": "user", "content": "a"}]
    assert [(loss.path, loss.kind) for loss in losses] == [("$.messages[1].content[0]", "content")]


def test_an_answer_of_which_nothing_can_be_said_is_no_message() -> None:
    """`content: null` without a call is refused; a message that came so goes back so."""
    reasoned = AssistantMessage(ReasoningPart((ReasoningBlock("full", "hm"),), provider="anthropic"))
    body, losses = write(UserMessage("a"), reasoned, UserMessage("b"))
    null: JsonObject = {"role": "assistant", "content": None}

    assert body["messages"] == [{"role": "user", "content": "a"}, {"role": "user", "content": "b"}]
    assert [(loss.path, loss.kind) for loss in losses] == [("$.messages[1].content[0]", "hint")]
    assert [null] == write(AssistantMessage([]))[0]["messages"]


def test_a_model_that_sees_no_images() -> None:
    """The image is left out with a content loss, the text is said."""
    body, losses = write(UserMessage([TextPart("a"), PNG]), capabilities=Capabilities(frozenset({"image"})))

    assert body["messages"] == [{"role": "user", "content": "a"}]
    assert [(loss.path, loss.kind) for loss in losses] == [("$.messages[0].content[1]", "content")]


@pytest.mark.parametrize("part", [AudioPart(Base64Source(media_type="audio/wav", data="AA")), DocumentPart(PDF)])
def test_a_model_that_hears_or_reads_nothing(part: AudioPart | DocumentPart) -> None:
    """What it can't take is left out likewise; a message of nothing else is left out with it."""
    body, losses = write(UserMessage([part]), UserMessage("a"), capabilities=Capabilities(frozenset({part.type})))

    assert body["messages"] == [{"role": "user", "content": "a"}]
    assert [(loss.path, loss.kind) for loss in losses] == [("$.messages[0].content[0]", "content")]


def test_a_documents_text_goes_to_a_model_that_takes_no_documents() -> None:
    """It is said as text, so nothing but its title is lost."""
    document = DocumentPart(TextSource(text="hi"), title="a.txt")
    body, losses = write(UserMessage([document]), capabilities=Capabilities(frozenset({"document"})))

    assert body["messages"] == [{"role": "user", "content": "hi"}]
    assert {loss.kind for loss in losses} == {"hint"}


@pytest.mark.parametrize(("kept", "said"), [({}, {}), ({"name": "boss"}, {"name": "boss"})])
def test_a_host_without_a_developer_role(kept: JsonObject, said: JsonObject) -> None:
    """The message goes out as `system`, which is told; what else it holds stays."""
    message = SystemMessage("a", provider_data={CHAT: {"role": "developer", **kept}})

    body, losses = write(UserMessage("b"), message, capabilities=Capabilities(frozenset({"developer_role"})))

    assert body["messages"] == [{"role": "user", "content": "b"}, {"role": "system", "content": "a", **said}]
    assert [(loss.kind, loss.path, loss.replaced_by) for loss in losses] == [("hint", "$.messages[1].role", "system")]


@pytest.mark.parametrize(
    ("wire", "expected"),
    [
        ({"role": "user", "content": "a"}, UserMessage("a")),
        ({"role": "user", "content": ""}, UserMessage("")),
        ({"role": "user", "content": []}, UserMessage([])),
        (
            {"role": "user", "content": [{"type": "text", "text": "a"}], "name": "n"},
            UserMessage("a", provider_data={CHAT: {"name": "n"}, "$marks": LISTED}),
        ),
        ({"role": "user", "content": None}, UserMessage([], provider_data={"$marks": {CHAT: {"spelling": {"content": "null"}}}})),
        ({"role": "user"}, UserMessage([], provider_data={"$marks": {CHAT: {"spelling": {"content": "absent"}}}})),
        ({"role": "user", "content": [{"type": "x"}]}, UserMessage(OpaquePart(CHAT, {"type": "x"}))),
        ({"role": "system", "content": "a"}, SystemMessage("a")),
        ({"role": "developer", "content": "a"}, SystemMessage("a", provider_data={CHAT: {"role": "developer"}})),
        ({"role": "assistant", "content": "a"}, AssistantMessage("a")),
        ({"role": "tool", "tool_call_id": "c", "content": "a"}, ToolMessage(tool_call_id="c", content="a")),
        (
            {"role": "tool", "tool_call_id": "c", "content": [{"type": "text", "text": "a"}, {"type": "image_url"}], "name": "f"},
            ToolMessage(
                tool_call_id="c",
                content=[TextPart("a"), OpaquePart(CHAT, {"type": "image_url"})],
                provider_data={CHAT: {"name": "f"}},
            ),
        ),
        (
            {"role": "function", "name": "f", "content": "a"},
            UserMessage(opaque({"role": "function", "name": "f", "content": "a"}, WHOLE_MESSAGE)),
        ),
        ({"content": "a"}, UserMessage(opaque({"content": "a"}, WHOLE_MESSAGE))),
        ({"role": ["user"]}, UserMessage(opaque({"role": ["user"]}, WHOLE_MESSAGE))),
    ],
)
def test_messages(wire: JsonObject, expected: Message) -> None:
    """Each role has its class; a role that isn't modelled leaves the whole message as it is."""
    assert decode_messages([wire]) == (expected,)


def test_made_up_ids_pair_in_order() -> None:
    """Calls without ids and results without ids meet in the order that they stand in; the wire's own spelling is kept."""
    call: JsonObject = {"type": "function", "function": {"name": "f", "arguments": "{}"}}
    assistant, *results = decode_messages(
        [
            {"role": "assistant", "content": None, "tool_calls": [{**call, "id": ""}, {**call, "id": "own"}, call]},
            {"role": "tool", "tool_call_id": "", "content": "1"},
            {"role": "tool", "tool_call_id": "own", "content": "2"},
            {"role": "tool", "content": "3"},
            {"role": "tool", "tool_call_id": None, "content": "4"},
        ]
    )
    assert isinstance(assistant, AssistantMessage)

    assert [call.id for call in assistant.tool_calls] == ["call_0_0", "own", "call_0_2"]
    assert [result.tool_call_id for result in results if isinstance(result, ToolMessage)] == ["call_0_0", "own", "call_0_2", ""]
    assert results[0].provider_data == {"$marks": {CHAT: {"spelling": {"tool_call_id": ["call_0_0", ""]}}}}
    assert results[2].provider_data == {"$marks": {CHAT: {"spelling": {"tool_call_id": ["call_0_2"]}}}}


def test_a_host_that_answers_under_another_name_than_it_takes() -> None:
    """Reasoning goes back under the name that it takes; the dialect alone leaves the one that came."""
    said: JsonObject = {"role": "assistant", "reasoning_content": "t", "content": "a"}
    request = decode_request({"model": "m", "messages": [{"role": "user", "content": "q"}, said]}).value
    host = Capabilities(field_names={"reasoning_content": "reasoning"})

    assert encode_request(request).body["messages"][1] == said  # type: ignore[index]  # a list
    assert encode_request(request, host).body["messages"][1] == {"role": "assistant", "reasoning": "t", "content": "a"}  # type: ignore[index]  # a list


def test_a_host_that_goes_on_from_what_is_marked() -> None:
    """The last message alone, and none that calls tools: those wait for results."""
    host = Capabilities(field_names={"prefill": "prefix"})
    begun, calls = AssistantMessage("a"), AssistantMessage(ToolCallPart("c", "f", "{}"))

    assert [False, True] == ["prefix" in message for message in write(begun, begun, capabilities=host)[0]["messages"]]  # type: ignore[union-attr]  # a list of objects
    assert "prefix" not in write(calls, capabilities=host)[0]["messages"][0]  # type: ignore[operator, index]  # a list of objects
