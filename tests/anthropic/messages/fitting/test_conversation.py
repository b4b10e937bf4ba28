"""What Claude's API refuses of a conversation; each refusal with its row is in `test_refusals.py`."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interlingua import (
    AssistantMessage,
    Base64Source,
    DocumentPart,
    Encoded,
    ImagePart,
    LossError,
    Model,
    OpaquePart,
    ReasoningPart,
    SystemMessage,
    TextPart,
    ToolCallPart,
    ToolMessage,
    URLSource,
    UserMessage,
    get_dialect,
)
from interlingua.types.json import dumps
from interlingua_anthropic.messages.fitting.conversation import mapped_name

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue, Message

NAME = "anthropic.messages"
PAUSED = AssistantMessage(
    [
        TextPart("look"),
        OpaquePart(NAME, {"type": "server_tool_use", "id": "srvtoolu_1", "name": "web_search", "input": {}}),
        OpaquePart(NAME, {"type": "web_search_tool_result", "tool_use_id": "srvtoolu_1", "content": []}),
    ]
)
DIRECTIVE = SystemMessage((), provider_data={NAME: {"output_config": {"effort": "low"}}})
SIGNED = ReasoningPart(signature="s", provider="anthropic")
U, A, S = UserMessage("u"), AssistantMessage([SIGNED, TextPart("a")]), SystemMessage("s")
CALL, RESULT = AssistantMessage(ToolCallPart("c", "f", "{}")), ToolMessage(tool_call_id="c", content="r")


def prepared(messages: list[Message], spec: str = "claude-opus-5") -> Encoded:
    """What a model is sent."""
    return Model(f"anthropic:{spec}", on_loss="record").prepare(messages)


def turns(encoded: Encoded) -> list[JsonObject]:
    """The turns of a body."""
    found = encoded.body["messages"]
    assert isinstance(found, list)
    return [turn for turn in found if isinstance(turn, dict)]


def said(encoded: Encoded) -> str:
    """Whose turn each is, by the first letter of its role; a system message of fields alone is a `d`."""
    return "".join("d" if turn["content"] == [] else str(turn["role"])[0] for turn in turns(encoded))


class TestSystem:
    """Late system messages."""

    @pytest.mark.parametrize(
        ("messages", "roles"),
        [
            ([U, S], "us"),
            ([U, S, A, U], "usau"),
            ([U, S, U], "us"),
            ([U, S, S, U, S], "usss"),
            ([U, A, S, U], "uaus"),
            ([U, A, S], "uau"),
            ([U, A, S, A, U], "uauau"),
            ([U, CALL, RESULT, S], "uaus"),
            ([U, CALL, RESULT, S, U], "uaus"),
            ([U, PAUSED, S], "uas"),
            ([U, PAUSED, S, U], "uaus"),
            ([S, U, A, U], "uau"),
            ([U, DIRECTIVE, A, DIRECTIVE, U], "udadu"),
            ([U, A, S, DIRECTIVE, U], "uadus"),
            ([U, A, S, DIRECTIVE], "uaud"),
            ([DIRECTIVE, S, U], "dsu"),
        ],
    )
    def test_places(self, messages: list[Message], roles: str) -> None:
        """Behind what the user and the tools say, or as the user says it; one of fields alone keeps its place."""
        encoded = prepared(messages)

        assert said(encoded) == roles
        assert all(loss.kind == "hint" for loss in encoded.losses)

    def test_hoisted_by_an_option_alone(self) -> None:
        """Which says what that voids: it is no hint where there is reasoning."""
        spec, messages = "claude-opus-5?late_system=hoist", [S, U, A, SystemMessage("late"), U]

        encoded = prepared(messages, spec)

        assert encoded.body["system"] == [{"type": "text", "text": "s"}, {"type": "text", "text": "late"}]
        assert [(loss.path, loss.kind) for loss in encoded.losses] == [("$.messages[3]", "content")]
        assert "voids the reasoning" in encoded.losses[0].reason
        with pytest.raises(LossError):
            Model(f"anthropic:{spec}").prepare(messages)

    def test_kept_by_an_option(self) -> None:
        """Wherever it stands."""
        assert said(prepared([U, A, S, U], "claude-sonnet-5?late_system=keep")) == "uasu"

    def test_where_to_cache(self) -> None:
        """Is said on the text where the user says it: a turn has no such field."""
        cached: dict[str, JsonObject] = {NAME: {"cache_control": {"type": "ephemeral"}}}

        encoded = prepared([U, A, SystemMessage("s", provider_data=cached), U], "claude-sonnet-5")

        assert turns(encoded)[2]["content"] == [{"type": "text", "text": "s", **cached[NAME]}, {"type": "text", "text": "u"}]

    def test_what_a_user_can_not_say(self) -> None:
        """Fields and blocks that only a system message has are content lost."""
        added = SystemMessage([OpaquePart(NAME, {"type": "tool_addition"}), TextPart("s")], provider_data={NAME: {"clear_at": "never"}})

        encoded = prepared([U, A, added, U], "claude-sonnet-5")

        assert said(encoded) == "uau"
        assert [(loss.path, loss.kind) for loss in encoded.losses] == [
            ("$.messages[2].content[0]", "content"),
            ("$.messages[2].provider_data['anthropic.messages'].clear_at", "content"),
            ("$.messages[2]", "hint"),
        ]

    @pytest.mark.parametrize("silent", [SystemMessage(()), SystemMessage(" ")])
    @pytest.mark.parametrize("model", ["claude-opus-5", "claude-sonnet-5"])
    def test_one_that_says_nothing(self, silent: SystemMessage, model: str) -> None:
        """Is left out, with a hint."""
        encoded = prepared([U, A, silent, U], model)

        assert said(encoded) == "uau"
        assert {loss.kind for loss in encoded.losses} == {"hint"}

    def test_fields_of_one_that_leads(self) -> None:
        """The top level has none but where to cache."""
        encoded = prepared([SystemMessage("s", provider_data={NAME: {"clear_at": "never", "cache_control": {"type": "ephemeral"}}}), U])

        assert encoded.body["system"] == [{"type": "text", "text": "s", "cache_control": {"type": "ephemeral"}}]
        assert [(loss.path, loss.kind) for loss in encoded.losses] == [
            ("$.messages[0].provider_data['anthropic.messages'].clear_at", "content"),
            ("$.messages[0]", "hint"),
        ]

    @given(
        messages=st.lists(st.sampled_from([U, A, S, DIRECTIVE, PAUSED]), min_size=1, max_size=12),
        model=st.sampled_from(["claude-opus-5", "claude-opus-4-8", "claude-sonnet-5", "claude-opus-5-5?platform=vertex"]),
    )
    def test_stable(self, messages: list[Message], model: str) -> None:
        """Law 11: what an answer follows never changes again, nor does what stands before the messages."""
        whole = [U, *messages, U]
        ends = [index for index, message in enumerate(whole) if isinstance(message, AssistantMessage)]
        bodies = [prepared([*whole[: end + 1], U], model) for end in ends] + [prepared(whole, model)]

        for body, longer in pairwise(bodies):
            answers = max(index for index, turn in enumerate(turns(body)) if turn["role"] == "assistant") + 1
            assert dumps([*turns(longer)][:answers]) == dumps([*turns(body)][:answers])
            assert longer.body.get("system") == body.body.get("system")


class TestCalls:
    """Calls from other wires."""

    def test_ids(self) -> None:
        """A call whose id an earlier one has gets another, and its result with it; no third one has that, and none is told."""
        encoded = prepared([U, CALL, RESULT, CALL, RESULT, CALL, RESULT])

        ids = [block[name] for turn in turns(encoded)[1:] for block in turn["content"] for name in ("id", "tool_use_id") if name in block]  # type: ignore[union-attr,index,call-overload]  # blocks
        assert ids[::2] == ids[1::2]
        assert len(set(ids)) == 3
        assert ids[0] == "c"
        assert encoded.losses == ()

    @pytest.mark.parametrize("name", ["functions.get", "", "a b", "é", "x" * 129, "\ud800"])
    def test_names(self, name: str) -> None:
        """A name that the API refuses becomes one that it takes, always the same, and no other name's."""
        mapped = mapped_name(name)

        assert mapped == mapped_name(name) != mapped_name(f"{name}_")
        assert len(mapped) <= 128
        assert mapped.replace("_", "").replace("-", "").isalnum()

    @pytest.mark.parametrize(
        ("fields", "expected"),
        [({"input": []}, {}), ({"input": None}, {}), ({}, {}), ({"input": "x"}, {"INVALID_JSON": '"x"'}), ({"input": {"a": 1}}, {"a": 1})],
    )
    def test_inputs_that_this_wire_had(self, fields: JsonObject, expected: JsonObject) -> None:
        """The API wants an object, whoever wrote what else stood there."""
        body: JsonObject = {
            "model": "m",
            "messages": [
                {"role": "assistant", "content": [{"type": "tool_use", "id": "c", "name": "f", **fields}]},
                {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "c", "content": "r"}]},
            ],
        }

        encoded = prepared(list(get_dialect(NAME).decode_request(body).value.messages))

        assert turns(encoded)[0]["content"] == [{"type": "tool_use", "id": "c", "name": "f", "input": expected}]


class TestTexts:
    """Texts of nothing but white space."""

    def test_of_the_models(self) -> None:
        """White space beside other blocks is taken, as recorded requests show; an empty text, or nothing else, isn't."""
        call: JsonValue = {"type": "tool_use", "id": "c", "name": "f", "input": {}}
        blanks: list[JsonValue] = [{"type": "text", "text": " "}, {"type": "text", "text": ""}]
        body: JsonObject = {
            "model": "m",
            "messages": [
                {"role": "user", "content": "u"},
                {"role": "assistant", "content": [*blanks, call]},
                {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "c", "content": "r"}]},
                {"role": "assistant", "content": blanks},
                {"role": "user", "content": "v"},
            ],
        }

        encoded = prepared(list(get_dialect(NAME).decode_request(body).value.messages))

        assert turns(encoded)[1]["content"] == [blanks[0], call]
        assert said(encoded) == "uau"

    def test_of_the_users(self) -> None:
        """A turn that was empty is left out, which is content: the model would answer another one."""
        body: JsonObject = {"model": "m", "messages": [{"role": "user", "content": "u"}, {"role": "user", "content": ""}]}

        encoded = prepared(list(get_dialect(NAME).decode_request(body).value.messages))

        assert turns(encoded) == [{"role": "user", "content": [{"type": "text", "text": "u"}]}]
        assert "content" in {loss.kind for loss in encoded.losses}


class TestMedia:
    """Images and documents."""

    @pytest.mark.parametrize(
        ("part", "source"),
        [
            (ImagePart(URLSource(url="DATA:image/gif;base64,R0lGODlh")), {"type": "base64", "media_type": "image/gif", "data": "R0lGODlh"}),
            (ImagePart(URLSource(url="data:image/jpg,%FF%D8")), {"type": "base64", "media_type": "image/jpeg", "data": "/9g="}),
            (DocumentPart(URLSource(url="data:,hello%20you")), {"type": "text", "media_type": "text/plain", "data": "hello you"}),
            (DocumentPart(URLSource(url="data:application/pdf;n=a;base64,JVBE")), {"media_type": "application/pdf", "data": "JVBE"}),
            (ImagePart(Base64Source(media_type="image/webp", data="UklG\r\nRg==")), {"media_type": "image/webp", "data": "UklGRg=="}),
            (ImagePart(URLSource(url="https://example.com/a.png")), {"type": "url", "url": "https://example.com/a.png"}),
        ],
    )  # fmt: skip
    def test_sources(self, part: ImagePart | DocumentPart, source: JsonObject) -> None:
        """What an address holds is said as data, without white space, and by the name that the API knows."""
        (block,) = turns(prepared([UserMessage([part])]))[0]["content"]  # type: ignore[misc]  # one block

        assert {**block["source"], **source} == block["source"]  # type: ignore[index,call-overload,dict-item]  # an object

    def test_an_address_that_this_wire_had(self) -> None:
        """Comes back as it was, but for a model."""
        block: JsonValue = {"type": "image", "source": {"type": "url", "url": "data:image/png;base64,iVBORw0KGgo="}}
        body: JsonObject = {"model": "m", "messages": [{"role": "user", "content": [block]}]}
        request = get_dialect(NAME).decode_request(body).value

        assert get_dialect(NAME).encode_request(request).body == body
        assert turns(prepared(list(request.messages)))[0]["content"] == [
            {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "iVBORw0KGgo="}}
        ]
