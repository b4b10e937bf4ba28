"""What Claude binds its thinking to."""

from __future__ import annotations

import copy
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import BaseModel

from interlingua import (
    AssistantMessage,
    ConversionError,
    ImagePart,
    Loss,
    LossError,
    Model,
    OpaquePart,
    ProviderTool,
    ReasoningPart,
    SystemMessage,
    TextPart,
    Tool,
    ToolCallPart,
    ToolMessage,
    URLSource,
    UserMessage,
    convert,
    get_dialect,
    repaired,
)
from interlingua._runtime.call.backend import Backend
from interlingua.types import Conversation, Origin, ReasoningBlock, Request
from interlingua_anthropic.binding import ClaudeBinding, Digest
from interlingua_anthropic.capabilities import BindingRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from interlingua import Encoded, Message
    from interlingua.types import AssistantPart, JsonObject, JsonValue

NAME = "anthropic.messages"
MODEL = "anthropic:claude-fable-5-1"
SYSTEM = SystemMessage("Be brief.")
WEATHER = Tool("weather", "Tells it.", {"type": "object", "properties": {"city": {"type": "string"}}})
CACHED: dict[str, JsonObject] = {NAME: {"cache_control": {"type": "ephemeral"}}}


class City(BaseModel):
    """A schema of the answer."""

    name: str


def thought(signature: str, text: str = "Hm.") -> ReasoningPart:
    """Thinking that Claude signed."""
    return ReasoningPart(blocks=(ReasoningBlock("full", text),), signature=signature, provider="anthropic")


def digest(messages: list[Message], spec: str = MODEL, **fields: object) -> str | None:
    """Give what the answer to a request is bound to."""
    backend = Backend(spec, {})
    request = Request(model_id=backend.spec.model_id, messages=messages, **fields)  # type: ignore[arg-type]  # fields of a request
    return backend.prepare(request, streamed=False, on_loss="raise").digest


def answered(messages: list[Message], *parts: AssistantPart, spec: str = MODEL, **fields: object) -> list[Message]:
    """Add an answer, as the runtime gives it, to a conversation."""
    origin = Origin("anthropic", model_id=spec.partition(":")[2], digest=digest(messages, spec, **fields))
    return [*messages, AssistantMessage(parts, origin=origin)]


def conversation(turns: int = 2, spec: str = MODEL, **fields: object) -> list[Message]:
    """A conversation of so many answers, each with thinking, and a question more."""
    messages: list[Message] = [SYSTEM]
    for turn in range(turns):
        messages = answered(
            [*messages, UserMessage(f"question {turn}")], thought(f"sig{turn}"), TextPart(f"answer {turn}"), spec=spec, **fields
        )
    return [*messages, UserMessage("and now?")]


def prepared(messages: list[Message], spec: str = MODEL, **fields: object) -> Encoded:
    """See what would be sent."""
    return Model(spec).prepare(messages, **fields)  # type: ignore[arg-type]  # fields of a request


def signatures(encoded: Encoded) -> list[JsonValue]:
    """List the thinking that a body holds."""
    turns: Any = encoded.body["messages"]
    return [block["signature"] for turn in turns for block in turn["content"] if block["type"] == "thinking"]


class TestKept:
    """What unbinds nothing."""

    def test_as_it_was(self) -> None:
        """A conversation that only grows keeps its thinking, and nothing is told."""
        encoded = prepared(conversation(3))

        assert ["sig0", "sig1", "sig2"] == signatures(encoded)
        assert () == encoded.losses

    @pytest.mark.parametrize(
        "fields",
        [
            {"max_tokens": 5},
            {"metadata": {"user_id": "u"}},
            {"stream": True},
            {"stop": "x"},
            {"tool_choice": "none"},
            {"output": City},
            {"provider_data": {NAME: {"output_config": {"effort": "low"}, "service_tier": "auto", "cache_control": {"type": "ephemeral"}}}},
        ],
        ids=str,
    )
    def test_other_fields(self, fields: dict[str, Any]) -> None:
        """Fields beside system, tools and messages aren't bound."""
        messages = conversation(tools=(WEATHER,))

        encoded = prepared(messages, tools=[WEATHER], **fields)

        assert ["sig0", "sig1"] == signatures(encoded)

    def test_sampling(self) -> None:
        """How it is sampled isn't bound."""
        assert ["sig0", "sig1"] == signatures(prepared(conversation(), f"{MODEL}?sampling=send", temperature=0.5, top_k=3))

    @pytest.mark.parametrize("inner", [{}, CACHED])
    def test_a_moved_cache_breakpoint(self, inner: dict[str, JsonObject]) -> None:
        """Where to cache may change at every depth: system, tools, messages, calls, and what a tool gave."""
        outer = {} if inner else CACHED
        call, result = ToolCallPart("t", "weather", "{}"), ToolMessage(tool_call_id="t", content="sunny")
        before: list[Message] = [SYSTEM, UserMessage("q"), AssistantMessage(call), result]
        messages = [*answered(before, thought("sig"), TextPart("a"), tools=(WEATHER,)), UserMessage("and now?")]
        moved: list[Message] = [
            SystemMessage(TextPart("Be brief.", provider_data=CACHED)),
            UserMessage(TextPart("q", provider_data=outer)),
            AssistantMessage(call.model_copy(update={"provider_data": inner})),
            ToolMessage(tool_call_id="t", content=TextPart("sunny", provider_data=inner), provider_data=outer),
            *messages[4:],
        ]

        encoded = prepared(moved, tools=[WEATHER.model_copy(update={"provider_data": CACHED})])

        assert "cache_control" in str(encoded.body["system"])
        assert "cache_control" in str(encoded.body["tools"])
        assert ["sig"] == signatures(encoded)
        assert () == encoded.losses

    def test_the_order_of_keys(self) -> None:
        """JSON values are compared, not their spelling: keys of a schema, and arguments."""
        call = ToolCallPart("t", "weather", '{"a": 1, "b": 2}')
        result = ToolMessage(tool_call_id="t", content="sunny")
        messages = answered([UserMessage("q"), AssistantMessage(call), result], thought("sig"), tools=(WEATHER,))
        respelt = [messages[0], AssistantMessage(ToolCallPart("t", "weather", '{"b":2,"a":1}')), *messages[2:], UserMessage("and?")]
        schema: JsonObject = {"properties": {"city": {"type": "string"}}, "type": "object"}

        assert ["sig"] == signatures(prepared(respelt, tools=[Tool("weather", "Tells it.", schema)]))

    def test_saved_and_loaded(self) -> None:
        """A conversation that was saved keeps what it knows."""
        loaded = list(Conversation.from_json(Conversation(conversation()).to_json()).messages)
        edited: list[Message] = [SystemMessage("Be long."), *loaded[1:]]

        assert ["sig0", "sig1"] == signatures(prepared(loaded))
        assert [] == signatures(prepared(edited))

    def test_without_its_beginning(self) -> None:
        """Thinking may be taken away from the beginning, or all of it; not from between, nor put back."""
        messages = conversation(3)

        def bare(message: Message) -> Message:
            return message.model_copy(update={"content": message.content[1:]})

        def without(*indexes: int) -> list[Message]:
            return [bare(message) if index in indexes else message for index, message in enumerate(messages)]

        assert ["sig1", "sig2"] == signatures(prepared(without(2)))
        assert ["sig2"] == signatures(prepared(without(2, 4)))
        assert ["sig0"] == signatures(prepared(without(4)))
        later = answered([*without(2)], thought("sig3"))
        assert ["sig1", "sig2", "sig3"] == signatures(prepared([*later, UserMessage("go on")]))
        assert ["sig0", "sig1", "sig2"] == signatures(prepared([*messages[:3], *later[3:], UserMessage("go on")]))

    def test_an_address_that_is_signed_anew(self) -> None:
        """A picture's bytes are bound, not the signature in its address; another address is another picture."""

        def asked(address: str) -> list[Message]:
            return [UserMessage([ImagePart(URLSource(url=address)), TextPart("What is it?")])]

        messages = [*answered(asked("https://h/cat.png?sig=1"), thought("sig"), TextPart("a")), UserMessage("and?")]

        assert ["sig"] == signatures(prepared([*asked("https://h/cat.png?sig=2"), *messages[1:]]))
        assert [] == signatures(prepared([*asked("https://h/dog.png?sig=1"), *messages[1:]]))

    def test_a_deferred_tool(self) -> None:
        """A tool that is loaded when it is named counts from then on."""
        deferred = WEATHER.model_copy(update={"name": "later", "provider_data": {NAME: {"defer_loading": True}}})
        changed = deferred.model_copy(update={"description": "Otherwise."})
        unnamed = conversation(tools=(WEATHER,))
        references: JsonValue = [{"type": "tool_reference", "tool_name": "later"}]
        found = OpaquePart(NAME, {"type": "tool_search_tool_result", "content": {"tool_references": references}})
        searched = answered([UserMessage("q")], thought("sig0"), found, TextPart("a"), tools=(WEATHER, deferred))
        named = [*answered([*searched, UserMessage("go")], thought("sig1"), TextPart("b"), tools=(WEATHER, deferred)), UserMessage("on")]

        assert ["sig0", "sig1"] == signatures(prepared(unnamed, tools=[WEATHER, deferred]))
        assert ["sig0", "sig1"] == signatures(prepared(named, tools=[WEATHER, deferred]))
        assert ["sig0"] == signatures(prepared(named, tools=[WEATHER, changed]))

    @pytest.mark.parametrize("origin", [None, Origin("anthropic"), Origin("anthropic", digest="9.a"), Origin("anthropic", digest="other")])
    def test_no_digest(self, origin: Origin | None) -> None:
        """Where nobody knows what it was bound to, nothing is left out."""
        messages = [UserMessage("q"), AssistantMessage([thought("sig"), TextPart("a")], origin=origin), UserMessage("and?")]

        assert ["sig"] == signatures(prepared([SystemMessage("New."), *messages]))

    @pytest.mark.parametrize("option", ["", "?unbound_reasoning=drop", "?unbound_reasoning=send", "?unbound_reasoning=raise"])
    def test_no_row(self, option: str) -> None:
        """A model that isn't known to refuse gets everything, whatever the option says, and its answers no digest."""
        messages: list[Message] = [SystemMessage("New."), *conversation()[1:]]

        encoded = prepared(messages, f"anthropic:claude-opus-4-8{option}")

        assert ["sig0", "sig1"] == signatures(encoded)
        assert () == encoded.losses
        assert digest(messages, f"anthropic:claude-opus-4-8{option}") is None


class TestUnbound:
    """What unbinds, and what is told."""

    @pytest.mark.parametrize(
        ("edit", "reason", "left"),
        [
            (lambda m: [SystemMessage("Be long."), *m[1:]], "the system text has changed since", []),
            (lambda m: m[1:], "the system text has changed since", []),
            (lambda m: [m[0], UserMessage("other"), *m[2:]], "an earlier message has changed since", []),
            (lambda m: [*m[:3], UserMessage("other"), *m[4:]], "an earlier message has changed since", ["sig0"]),
            (lambda m: [m[0], *m[3:]], "an earlier message has changed since", []),
            (lambda m: [*m[:2], UserMessage("between"), *m[2:]], "an earlier message has changed since", []),
        ],
    )
    def test_an_edit(self, edit: Callable[[list[Message]], list[Message]], reason: str, left: list[str]) -> None:
        """Thinking behind the edit is left out, each piece a hint with its place; nothing is raised, and what stands before it stays."""
        messages = edit(conversation())

        encoded = prepared(messages)

        gone = [index for index, message in enumerate(messages) if isinstance(message, AssistantMessage)][len(left) :]
        told = f"{reason}, so the model refuses this reasoning, and it is left out"
        assert left == signatures(encoded)
        assert [Loss(f"$.messages[{index}].content[0]", told, "hint") for index in gone] == list(encoded.losses)
        assert "answer 1" in str(encoded.body)

    def test_tools(self) -> None:
        """So do changed tools, also one that stands for a schema; several reasons are told together."""
        messages = conversation(tools=(WEATHER,))
        renamed = WEATHER.model_copy(update={"description": "Says it."})

        assert [] == signatures(prepared(messages)) == signatures(prepared(messages, tools=[renamed]))
        haiku = conversation(tools=(WEATHER,), spec="anthropic:claude-haiku-5-5")
        assert [] == signatures(prepared(haiku, "anthropic:claude-haiku-5-5?structured_output=tool", tools=[WEATHER], output=City))
        assert (
            prepared([SystemMessage("x"), *messages[1:]])
            .losses[0]
            .reason.startswith("the system text has changed since and the tools have changed since, so")
        )

    def test_another_model(self) -> None:
        """Another model's thinking is left out; the same model by a cloud's name is the same."""
        messages = conversation(spec="anthropic:claude-opus-5-5")

        encoded = prepared(messages)

        assert [] == signatures(encoded)
        assert {"another model made it, so the model refuses this reasoning, and it is left out"} == {
            loss.reason for loss in encoded.losses
        }
        assert ["sig0", "sig1"] == signatures(prepared(messages, "anthropic:claude-opus-5-5-20260922"))
        assert ["sig0", "sig1"] == signatures(
            prepared(messages, "anthropic:eu.anthropic.claude-opus-5-5-v1:0?platform=bedrock&region=eu-west-1&late_system=keep")
        )

    def test_a_model_that_others_read(self) -> None:
        """Haiku's thinking goes to other models where it stands where it was; theirs doesn't come to it."""
        messages = conversation(spec="anthropic:claude-haiku-5-5")

        assert ["sig0", "sig1"] == signatures(prepared(messages))
        assert [] == signatures(prepared([SystemMessage("Be long."), *messages[1:]]))
        assert [] == signatures(prepared(conversation(), "anthropic:claude-haiku-5-5"))

    def test_what_comes_after(self) -> None:
        """What the model thinks after the edit is bound to the edited conversation, and stays."""
        edited: list[Message] = [SystemMessage("Be long."), *conversation()[1:]]
        going_on = [*answered(edited, thought("sig2"), TextPart("c")), UserMessage("go on")]

        assert ["sig2"] == signatures(prepared(going_on))
        assert ["sig0", "sig1"] == signatures(prepared([SYSTEM, *going_on[1:]]))

    def test_redacted(self) -> None:
        """Redacted thinking is bound as well."""
        redacted = ReasoningPart(redacted_data="data", provider="anthropic")
        messages = [*answered([UserMessage("q")], redacted, TextPart("a")), UserMessage("and?")]

        assert "redacted_thinking" in str(prepared(messages).body)
        assert "redacted_thinking" not in str(prepared([SYSTEM, *messages]).body)

    def test_nothing_but_thinking(self) -> None:
        """A message that says nothing else is left out with it."""
        messages = [*answered([UserMessage("q")], thought("sig")), UserMessage("and?")]

        encoded = prepared([SYSTEM, *messages])

        assert [{"role": "user", "content": [{"type": "text", "text": "q"}, {"type": "text", "text": "and?"}]}] == encoded.body["messages"]
        assert ["$.messages[2].content[0]"] == [loss.path for loss in encoded.losses]

    def test_places_among_others(self) -> None:
        """A place is the caller's, though other messages and parts stay behind too."""
        foreign = AssistantMessage(OpaquePart(NAME, {"type": "future_tool_use"}), origin=Origin("minimax"))
        before: list[Message] = [UserMessage("q"), foreign, UserMessage("r")]
        call = ToolCallPart("t", "f", "{}", provider_data={NAME: {"caller": "x"}})
        messages = answered(before, TextPart("a"), thought("sig"), call)
        edited: list[Message] = [SYSTEM, *messages, ToolMessage(tool_call_id="t", content="1")]

        losses = prepared(edited).losses

        assert ["$.messages[2].content[0]", "$.messages[4].content[1]"] == [loss.path for loss in losses]


class TestPolicies:
    """The option says what becomes of it."""

    EDITED = (SystemMessage("Be long."), *conversation()[1:])

    def test_drop(self) -> None:
        """It is left out, as without the option; a strict policy minds the hints."""
        assert [] == signatures(prepared(list(self.EDITED), f"{MODEL}?unbound_reasoning=drop"))

        with pytest.raises(LossError, match="system text has changed"):
            Model(MODEL, on_loss="strict").prepare(list(self.EDITED))

    def test_send(self) -> None:
        """It is sent as it is, and told; thinking that follows is bound to it."""
        spec = f"{MODEL}?unbound_reasoning=send"

        encoded = prepared(list(self.EDITED), spec)

        assert ["sig0", "sig1"] == signatures(encoded)
        assert ["the system text has changed since, so the model may refuse this reasoning"] * 2 == [loss.reason for loss in encoded.losses]
        going_on = [*answered(list(self.EDITED), thought("sig2"), TextPart("c"), spec=spec), UserMessage("go on")]
        assert ["sig0", "sig1", "sig2"] == signatures(prepared(going_on, spec))
        assert 2 == len(prepared(going_on, spec).losses)

    def test_raise(self) -> None:
        """It is refused before anything is sent, with the first place and the option; what is bound is sent."""
        spec = f"{MODEL}?unbound_reasoning=raise"

        with pytest.raises(ConversionError, match="system text has changed since, so the model refuses") as raised:
            prepared(list(self.EDITED), spec)

        assert "$.messages[2].content[0]" == raised.value.path
        assert "unbound_reasoning=drop" in str(raised.value)
        assert ["sig0", "sig1"] == signatures(prepared(conversation(), spec))

    def test_no_such_word(self) -> None:
        """Any other word is refused."""
        with pytest.raises(Exception, match="unbound_reasoning"):
            Model(f"{MODEL}?unbound_reasoning=keep")

    def test_elsewhere(self) -> None:
        """A conversion never leaves it out, and a host by name has no Claude."""
        edited = list(self.EDITED)
        request = Request(model_id="claude-fable-5-1", messages=edited, max_tokens=9)
        body = get_dialect(NAME).encode_request(request).body

        assert ["sig0", "sig1"] == signatures(get_dialect(NAME).encode_request(request))
        assert ["sig0", "sig1"] == signatures(convert(body, source=NAME, target=NAME))
        assert digest(edited, "deepseek-anthropic:claude-fable-5-1?max_tokens=9") is None

    def test_counting(self) -> None:
        """A count tells what the call would: the API checks there as well."""
        request = Request(model_id="claude-fable-5-1", messages=self.EDITED)

        counted = Backend(MODEL, {}).prepare_count(request, on_loss="raise").encoded

        assert [] == signatures(counted)
        assert 2 == len(counted.losses)


class TestMemory:
    """A model remembers what it has hashed, and it makes no difference."""

    @given(st.lists(st.sampled_from(["grow", "system", "edit", "branch", "drop", "late system", "tools", "result"]), max_size=12))
    @example(["branch", "drop", "drop", "result", "edit"])
    def test_no_difference(self, steps: list[str]) -> None:
        """However a conversation changes, a model that has seen it says what one says that hasn't."""
        backend = Backend(f"{MODEL}?late_system=keep", {})
        messages, tools = conversation(3), ()
        for number, step in enumerate(steps):
            match step:
                case "grow":
                    messages = [*messages, AssistantMessage([thought(f"n{number}"), TextPart("x")]), UserMessage("y")]
                case "system":
                    messages = [SystemMessage(f"s{number}"), *messages[1:]]
                case "edit":
                    messages = [*messages[:3], UserMessage(f"e{number}"), *messages[4:]]
                case "branch":
                    messages = [*messages[:4], UserMessage("b")]
                case "drop":
                    messages = [*messages[:2], *messages[3:]]
                case "late system":
                    messages = [*messages, SystemMessage(f"l{number}")]
                case "tools":
                    tools = (ProviderTool(NAME, {"type": "x", "name": f"t{number}"}),)
                case _:
                    call = AssistantMessage([thought(f"c{number}"), ToolCallPart(f"t{number}", "f", "{}")])
                    messages = [*messages, call, ToolMessage(tool_call_id=f"t{number}", content="1")]
            messages = list(repaired(messages).value.messages)  # a step may part a call from its result
            request = Request(model_id="claude-fable-5-1", messages=messages, tools=tools)

            seen = backend.prepare(request, streamed=False, on_loss="record")
            fresh = Backend(f"{MODEL}?late_system=keep", {}).prepare(request, streamed=False, on_loss="record")

            assert (seen.digest, seen.encoded.body, seen.encoded.losses) == (fresh.digest, fresh.encoded.body, fresh.encoded.losses)

    def test_only_what_is_new_is_hashed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A next turn hashes its new messages, not its history."""
        messages = conversation(20)
        backend = Backend(MODEL, {})
        backend.prepare(Request(model_id="claude-fable-5-1", messages=messages), streamed=False, on_loss="raise")
        hashed: list[bytes] = []

        def counted(data: bytes) -> object:
            hashed.append(data)
            return sha256(data)

        monkeypatch.setattr("interlingua_anthropic.binding.sha256", counted)

        grown = [*messages, AssistantMessage([thought("new"), TextPart("b")]), UserMessage("c")]
        backend.prepare(Request(model_id="claude-fable-5-1", messages=grown), streamed=False, on_loss="raise")

        assert b"question" not in b"".join(hashed)
        assert len(hashed) < 10

    def test_a_few_conversations(self) -> None:
        """It remembers a few, the latest ones."""
        binding = ClaudeBinding(BindingRow("m"), "drop")
        for number in range(20):
            binding.check(Request(messages=[AssistantMessage(str(number))]), {"messages": []})

        assert 8 == len(binding._seen)


class TestDigest:
    """A digest as a word."""

    def test_as_text(self) -> None:
        """It is short, and read back; a word of another making is none."""
        word = digest([UserMessage("hi")])

        assert word is not None
        assert len(word) < 60
        assert word == str(Digest.read(word))
        assert None is Digest.read("2.a.b.c.d.e") is Digest.read("1.a") is Digest.read("")

    def test_odd_bodies(self) -> None:
        """What a body holds in the place of turns, tools and contents is no fault here."""
        binding = ClaudeBinding(BindingRow("m"), "drop")

        for body in ({}, {"messages": 5, "tools": {}}, {"messages": [1, {"role": "user"}, {"role": "assistant", "content": [5, {}]}]}):
            assert binding.check(Request(messages=()), body).unbound == ()  # type: ignore[arg-type]  # JSON

    def test_surrogates_and_large_numbers(self) -> None:
        """Half a pair and a number of any size are hashed."""
        call = AssistantMessage(ToolCallPart("t", "f", '{"n": ' + "9" * 400 + "}"))

        assert digest([UserMessage("\ud800"), call, ToolMessage(tool_call_id="t", content="1")])


def test_a_copied_model() -> None:
    """A copy of a model binds as the model does."""
    model = copy.copy(Model(MODEL))

    assert [] == signatures(model.prepare([SystemMessage("New."), *conversation()[1:]]))
