"""What Claude's API refuses: a row a refusal, with the smallest request that it breaks and what is sent in its place.

A row that names features is about rows of `capabilities.py`, which say their sources; any other says its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

import pytest

from interlingua import (
    AssistantMessage,
    Base64Source,
    ConversionError,
    DocumentPart,
    ImagePart,
    Model,
    OpaquePart,
    ReasoningPart,
    SystemMessage,
    TextPart,
    Tool,
    ToolCallPart,
    ToolChoice,
    ToolMessage,
    URLSource,
    UserMessage,
    get_dialect,
)
from interlingua._runtime.call.backend import Backend
from interlingua.dialect.rows import about
from interlingua.types import Citation, OutputSchema, ReasoningConfig, Request
from interlingua.types.json import same_json
from interlingua_anthropic.capabilities import ROWS
from interlingua_anthropic.provider import AnthropicProvider

if TYPE_CHECKING:
    from interlingua.dialect import Feature
    from interlingua.types import JsonObject, JsonValue, Message

NAME = "anthropic.messages"
PAGES = "https://platform.claude.com/docs/en/"
NEW = "?extra_headers=anthropic-version:2026-10-21"
HI: tuple[Message, ...] = (UserMessage("hi"),)
TOOL = Tool("f", "d", {"type": "object", "properties": {}})
SCHEMA = OutputSchema({"type": "object", "properties": {}, "additionalProperties": False})
CACHED: dict[str, JsonObject] = {NAME: {"cache_control": {"type": "ephemeral"}}}
SHORT: JsonValue = {"type": "text", "text": "b", "cache_control": {"type": "ephemeral", "ttl": "5m"}}
LONG: dict[str, JsonValue] = {NAME: {"cache_control": {"type": "ephemeral", "ttl": "1h"}}}
ASKED, SAID = UserMessage("u"), AssistantMessage("a")
SIGNED = ReasoningPart(signature="s", provider="anthropic")
CALL, RESULT = AssistantMessage(ToolCallPart("c", "f", "{}")), ToolMessage(tool_call_id="c", content="r")
LATE = (ASKED, SAID, SystemMessage("late"), UserMessage("v"))
DIRECTIVE = SystemMessage((), provider_data={NAME: {"output_config": {"effort": "low"}}})
CITED: JsonValue = {"type": "text", "text": "u", "citations": [{"type": "char_location"}]}
REQUIRED: dict[str, object] = {"tools": [TOOL], "tool_choice": ToolChoice("required")}


def thinks(kind: str | None = None, **fields: object) -> ReasoningConfig:
    """Reasoning of a form that this wire alone knows."""
    own: JsonObject = {"type": kind, **cast("JsonObject", fields.pop("own", {}))} if kind else {}
    return ReasoningConfig(provider_data={NAME: own} if own else {}, **fields)  # type: ignore[arg-type]  # its fields


def text(words: str) -> JsonValue:
    """A text block."""
    return {"type": "text", "text": words}


def user(*words: str) -> JsonValue:
    """A user's turn."""
    return {"role": "user", "content": [text(word) for word in words]}


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """A row.

    Attributes:
        spec: The model, and its options.
        asked: What is asked for, beside messages.
        messages: The conversation.
        sent: What stands in the body instead, by its field; None where the field is left out.
        last: The last turns that are sent.
        losses: Path and kind of what is told.
        error: Path of the error that is raised instead.
        about: The features that rows speak of.
        source: Where it is said, where no row says it.
    """

    spec: str
    asked: dict[str, object] = field(default_factory=dict)
    messages: tuple[Message, ...] = HI
    sent: JsonObject = field(default_factory=dict)
    last: tuple[JsonValue, ...] = ()
    losses: tuple[tuple[str, str], ...] = ()
    error: str | None = None
    about: tuple[Feature, ...] = ()
    source: str | None = None


def sampling(name: str, value: float, spec: str, feature: Feature | None = None, nearest: float | None = None) -> Refusal:
    """A sampling parameter that is left out, or brought to the nearest that is taken."""
    sent: JsonObject = {name: nearest}
    return Refusal(spec=spec, asked={name: value}, sent=sent, losses=((f"$.{name}", "hint"),), about=(feature or cast("Feature", name),))


def effort(word: str, nearest: str | None, spec: str, feature: Feature = "reasoning_effort") -> Refusal:
    """An effort that is left out, or brought to the nearest that is taken."""
    sent: JsonObject = {"output_config": {"effort": nearest} if nearest else None}
    asked: dict[str, object] = {"reasoning": thinks(effort=word)}
    return Refusal(spec=spec, asked=asked, sent=sent, losses=(("$.reasoning.effort", "hint"),), about=(feature,))


def document(media_type: str) -> tuple[Message, ...]:
    """A document of some type, and a word."""
    return (UserMessage([DocumentPart(Base64Source(media_type=media_type, data="e30=")), TextPart("x")]),)


def image(source: Base64Source | URLSource) -> tuple[Message, ...]:
    """An image, and a word."""
    return (UserMessage([ImagePart(source), TextPart("x")]),)


def shown(media_type: str, data: str) -> tuple[JsonValue, ...]:
    """The turn of an image and a word."""
    source: JsonValue = {"type": "base64", "media_type": media_type, "data": data}
    return ({"role": "user", "content": [{"type": "image", "source": source}, text("x")]},)


def most(model: str, asked: int, taken: int) -> Refusal:
    """A limit of the answer beyond the model's own."""
    return Refusal(
        spec=model, asked={"max_tokens": asked}, sent={"max_tokens": taken}, losses=(("$.max_tokens", "hint"),), about=("max_tokens",)
    )


REFUSALS: dict[str, Refusal] = {
    # --- thinking, and how much of it
    "a budget where it is for the model to say": Refusal(
        spec="claude-opus-4-7", asked={"reasoning": thinks(budget_tokens=2000)}, sent={"thinking": {"type": "adaptive"}},
        losses=(("$.reasoning.budget_tokens", "hint"),), about=("reasoning_budget", "reasoning_unasked"),
    ),
    "a budget where it thinks unasked": Refusal(
        spec="claude-opus-5-5", asked={"reasoning": thinks(budget_tokens=2000)}, sent={"thinking": None},
        losses=(("$.reasoning.budget_tokens", "hint"),), about=("reasoning_budget",),
    ),
    "a budget that is too small": Refusal(
        spec="claude-sonnet-4-5", asked={"reasoning": thinks(budget_tokens=5)},
        sent={"thinking": {"type": "enabled", "budget_tokens": 1024}},
        losses=(("$.reasoning.budget_tokens", "hint"),), about=("reasoning_budget",),
    ),
    "a budget above the answer's limit": Refusal(
        spec="claude-sonnet-4-5", asked={"reasoning": thinks(budget_tokens=3000), "max_tokens": 2000},
        sent={"thinking": {"type": "enabled", "budget_tokens": 1999}},
        losses=(("$.reasoning.budget_tokens", "hint"),), about=("reasoning_budget_above_max_tokens",),
    ),
    "a budget kept by hand": Refusal(
        spec="claude-opus-4-8", asked={"reasoning": thinks("enabled", own={"budget_tokens": 2000})},
        sent={"thinking": {"type": "adaptive"}},
        losses=(("$.reasoning.budget_tokens", "hint"),), about=("reasoning_budget",),
    ),
    "a budget behind a call without reasoning": Refusal(
        spec="claude-sonnet-4-5", messages=(ASKED, CALL, RESULT), asked={"tools": [TOOL], "reasoning": thinks(budget_tokens=2000)},
        sent={"thinking": None}, losses=(("$.reasoning.budget_tokens", "hint"),),
        source="https://github.com/Kilo-Org/kilocode/issues/5219",
    ),
    "adaptive": Refusal(
        spec="claude-haiku-4-5", asked={"reasoning": thinks("adaptive")}, sent={"thinking": None}, losses=(("$.reasoning", "hint"),),
        about=("reasoning_adaptive",),
    ),
    "disabled where it always thinks": Refusal(
        spec="claude-opus-5-5", asked={"reasoning": thinks("disabled", effort="max")},
        sent={"thinking": None, "output_config": {"effort": "max"}}, losses=(("$.reasoning", "hint"),), about=("reasoning_off",),
    ),
    "no effort where it always thinks": effort("none", "low", "claude-fable-5", "reasoning_off"),
    "disabled where that has another word": Refusal(
        spec="claude-sonnet-5-5", asked={"reasoning": thinks(effort="none")}, sent={"thinking": {"type": "between_tools"}},
        losses=(("$.reasoning", "hint"),), about=("reasoning_off",),
    ),
    "between tools where it isn't known": Refusal(
        spec="claude-opus-5", asked={"reasoning": thinks("between_tools")}, sent={"thinking": {"type": "disabled"}},
        losses=(("$.reasoning", "hint"),), source=PAGES + "build-with-claude/thinking",
    ),
    "another field beside between tools": Refusal(
        spec="claude-sonnet-5-5", asked={"reasoning": thinks("between_tools", own={"display": "omitted"})},
        sent={"thinking": {"type": "between_tools"}}, losses=(("$.reasoning.provider_data['anthropic.messages'].display", "hint"),),
        source=PAGES + "build-with-claude/thinking#progress-updates",
    ),
    "an effort above high without thinking": Refusal(
        spec="claude-opus-5", asked={"reasoning": thinks("disabled", effort="xhigh")},
        sent={"thinking": {"type": "disabled"}, "output_config": {"effort": "high"}}, losses=(("$.reasoning.effort", "hint"),),
        about=("reasoning_effort_when_off",),
    ),
    "any effort": effort("low", None, "claude-sonnet-4-5"),
    "max": effort("max", "high", "claude-opus-4-5"),
    "xhigh": effort("xhigh", "high", "claude-sonnet-4-6"),
    "minimal": effort("minimal", "low", "claude-opus-4-8"),
    # --- sampling
    "a temperature in this version of the API": sampling("temperature", 1.0, f"claude-sonnet-4-6{NEW}"),
    "another temperature than 1": sampling("temperature", 0.5, "claude-opus-4-8"),
    "another top_p than Haiku's": sampling("top_p", 1.0, "claude-haiku-5-5"),
    "a temperature above 1": sampling("temperature", 1.5, "claude-3-haiku", nearest=1.0),
    "a temperature beside top_p": Refusal(
        spec="claude-sonnet-4-5", asked={"temperature": 0.5, "top_p": 0.9}, sent={"temperature": 0.5, "top_p": None},
        losses=(("$.top_p", "hint"),), about=("temperature_with_top_p",),
    ),
    "a temperature beside a budget": Refusal(
        spec="claude-sonnet-4-5", asked={"temperature": 0.5, "top_k": 4, "reasoning": thinks(budget_tokens=2000)},
        sent={"temperature": None, "top_k": None}, losses=(("$.temperature", "hint"), ("$.top_k", "hint")),
        about=("sampling_with_reasoning",),
    ),
    # --- tools
    "a call that must be": Refusal(
        spec="claude-sonnet-5-5", asked=REQUIRED, sent={"tool_choice": {"type": "auto"}}, losses=(("$.tool_choice", "content"),),
        about=("tool_choice_forced",),
    ),
    "a call that must be, of the preview": Refusal(
        spec="claude-mythos-preview", asked=REQUIRED, sent={"tool_choice": {"type": "auto"}}, losses=(("$.tool_choice", "content"),),
        about=("tool_choice_forced",),
    ),
    "a call that must be, beside a budget": Refusal(
        spec="claude-opus-4-6", asked={**REQUIRED, "reasoning": thinks(budget_tokens=2000)},
        sent={"tool_choice": {"type": "any"}, "thinking": None}, losses=(("$.reasoning", "hint"),),
        about=("tool_choice_forced_with_budget",),
    ),
    "a call that must be, beside thinking on Bedrock": Refusal(
        spec="us.anthropic.claude-sonnet-4-6?platform=bedrock", asked={**REQUIRED, "reasoning": thinks("adaptive")},
        sent={"tool_choice": {"type": "any"}, "thinking": None}, losses=(("$.reasoning", "hint"),),
        about=("tool_choice_forced_with_reasoning",),
    ),
    "a choice of a tool that there isn't": Refusal(
        spec="claude-opus-4-8", asked={"tools": [TOOL], "tool_choice": ToolChoice("tool", "g")}, error="$.tool_choice.name",
        source=PAGES + "agents-and-tools/tool-use/define-tools#forcing-tool-use",
    ),
    "a strict tool": Refusal(
        spec="claude-opus-4-1", asked={"tools": [TOOL.model_copy(update={"strict": True})]}, losses=(("$.tools[0].strict", "hint"),),
        about=("tool_strict",),
    ),
    # --- schemas
    "a schema": Refusal(
        spec="claude-sonnet-4-0", asked={"output_schema": SCHEMA},
        sent={"output_config": None, "tool_choice": {"type": "tool", "name": "output"}},
        about=("output_schema",),
    ),
    "a schema and a call that must be, on Bedrock": Refusal(
        spec="anthropic.claude-opus-5-5?platform=bedrock", asked={"output_schema": SCHEMA}, error="$.output_schema",
        about=("output_schema",),
    ),
    "a stream of nothing": Refusal(
        spec="claude-opus-4-8", asked={"max_tokens": 0, "stream": True}, error="$.stream",
        source=PAGES + "build-with-claude/prompt-caching#pre-warming-the-cache",
    ),
    "a call that must be, of nothing": Refusal(
        spec="claude-opus-4-8", asked={"max_tokens": 0, **REQUIRED}, error="$.tool_choice",
        source=PAGES + "build-with-claude/prompt-caching#pre-warming-the-cache",
    ),
    # --- the last message
    "an answer begun": Refusal(spec="claude-opus-4-6", messages=(ASKED, SAID), error="$.messages[1]", about=("prefill",)),
    "an answer begun, of a schema": Refusal(
        spec="claude-opus-4-5", messages=(ASKED, SAID), asked={"output_schema": SCHEMA}, error="$.messages[1]",
        about=("prefill_with_output_schema",),
    ),
    "an answer begun, with thinking": Refusal(
        spec="claude-opus-4-5", messages=(ASKED, SAID), asked={"reasoning": thinks(budget_tokens=2000)}, error="$.messages[1]",
        about=("prefill_with_reasoning",),
    ),
    "an answer begun that ends in white space": Refusal(
        spec="claude-opus-4-5", messages=(ASKED, AssistantMessage("a ")), error="$.messages[1].content[0].text",
        source=PAGES + "api/messages",
    ),
    "an answer that ends in reasoning": Refusal(
        spec="claude-opus-4-5", messages=(ASKED, AssistantMessage([SIGNED, TextPart(" ")])), error="$.messages[1].content[0]",
        source=PAGES + "api/errors",
    ),
    # --- system messages
    "one before the user's": Refusal(
        spec="claude-opus-4-8", messages=LATE, last=(user("v"), {"role": "system", "content": [text("late")]}),
        losses=(("$.messages[2]", "hint"),), about=("system_anywhere",),
    ),
    "one where the model takes none": Refusal(
        spec="claude-sonnet-5", messages=LATE, last=(user("late", "v"),), losses=(("$.messages[2]", "hint"),), about=("system_in_place",),
    ),
    "one where the platform takes none": Refusal(
        spec="claude-opus-5-5?platform=vertex", messages=LATE, last=(user("late", "v"),), losses=(("$.messages[2]", "hint"),),
        about=("system_in_place",),
    ),
    "one behind the model's, at the end": Refusal(
        spec="claude-opus-4-8", messages=LATE[:3], last=(user("late"),), losses=(("$.messages[2]", "hint"),), about=("system_anywhere",),
    ),
    "one of fields alone": Refusal(
        spec="claude-opus-4-8", messages=(ASKED, DIRECTIVE), last=(user("u"),),
        losses=(("$.messages[1].provider_data['anthropic.messages'].output_config", "content"),), about=("system_directive",),
    ),
    "one of fields alone where the platform takes none": Refusal(
        spec="claude-opus-5-5?platform=foundry", messages=(ASKED, DIRECTIVE), last=(user("u"),),
        losses=(("$.messages[1].provider_data['anthropic.messages'].output_config", "content"),), about=("system_directive",),
    ),
    "one that leads the list": Refusal(
        spec="claude-opus-4-8", messages=(SystemMessage("s", provider_data={"$marks": {NAME: {"place": "messages"}}}), ASKED),
        sent={"system": [text("s")], "messages": [user("u")]}, losses=(("$.messages[0]", "hint"),),
        source="https://github.com/LeenHawk/gproxy/issues/209",
    ),
    "nothing else": Refusal(
        spec="claude-opus-4-8", messages=(SystemMessage("s"),), error="$.messages", source=PAGES + "api/messages",
    ),
    "nothing but a text without a word": Refusal(
        spec="claude-opus-4-8", messages=(SystemMessage("s"), UserMessage(" ")), error="$.messages", source=PAGES + "api/messages",
    ),
    # --- what stands in a message
    "an image called otherwise": Refusal(
        spec="claude-opus-4-8", messages=image(Base64Source(media_type="image/jpg", data="/9j/")), last=shown("image/jpeg", "/9j/"),
        losses=(("$.messages[0].content[0].source.media_type", "hint"),), about=("image",),
    ),
    "an image of another type": Refusal(
        spec="claude-opus-4-8", messages=image(Base64Source(media_type="image/bmp", data="Qk0=")), last=(user("x"),),
        losses=(("$.messages[0].content[0]", "content"),), about=("image",),
    ),
    "an image that is too large": Refusal(
        spec="claude-opus-4-8", messages=image(Base64Source(media_type="image/gif", data="A" * (10 * 1024 * 1024 + 4))), last=(user("x"),),
        losses=(("$.messages[0].content[0]", "content"),), about=("image_size",),
    ),
    "an image that is too large for Bedrock": Refusal(
        spec="claude-opus-4-8?platform=bedrock", messages=image(Base64Source(media_type="image/gif", data="A" * (5 * 1024 * 1024 + 4))),
        last=(user("x"),), losses=(("$.messages[0].content[0]", "content"),), about=("image_size",),
    ),
    "an image whose bytes are another's": Refusal(
        spec="claude-opus-4-8", messages=image(Base64Source(media_type="image/png", data="/9j/")), last=shown("image/jpeg", "/9j/"),
        losses=(("$.messages[0].content[0].source.media_type", "hint"),), source="https://github.com/anthropics/claude-code/issues/15746",
    ),
    "a data URL": Refusal(
        spec="claude-opus-4-8", messages=image(URLSource(url="data:image/png;charset=utf-8;base64,iVBOR\nw0KGgo=")),
        last=shown("image/png", "iVBORw0KGgo="), source=PAGES + "build-with-claude/vision",
    ),
    "a document of another type": Refusal(
        spec="claude-opus-4-8", messages=document("application/msword"), last=(user("x"),),
        losses=(("$.messages[0].content[0]", "content"),), about=("document",),
    ),
    "a stop text of white space": Refusal(
        spec="claude-haiku-4-5", asked={"stop": ["\n", "END"]}, sent={"stop_sequences": ["END"]}, losses=(("$.stop[0]", "hint"),),
        about=("stop_blank",),
    ),
    "a blank text that this wire had": Refusal(
        spec="claude-haiku-4-5",
        messages=(UserMessage([TextPart("u"), TextPart(" ", provider_data={"$marks": {NAME: {"verbatim": True}}})]),),
        last=(user("u"),), losses=(("$.messages[0].content[1]", "hint"),), about=("text_blank",),
    ),
    "half of a character": Refusal(
        spec="claude-opus-4-8", messages=(UserMessage("u\ud83d"),), last=(user("u\ufffd"),),
        losses=(("$.messages[0].content[0].text", "hint"),), about=("text_halves",),
    ),
    "citations of the user's": Refusal(
        spec=f"claude-opus-4-8{NEW}", messages=(UserMessage(TextPart("u", [Citation(provider_data={NAME: {"type": "char_location"}})])),),
        last=(user("u"),), losses=(("$.messages[0].content[0].citations", "hint"),), about=("user_citations",),
    ),
    "citations within a result of a search": Refusal(
        spec=f"claude-opus-4-8{NEW}", messages=(UserMessage(OpaquePart(NAME, {"type": "search_result", "content": [CITED]})),),
        last=({"role": "user", "content": [{"type": "search_result", "content": [text("u")]}]},),
        losses=(("$.messages[0].content[0].data.content[0].citations", "hint"),), about=("user_citations",),
    ),
    "a document of the model's": Refusal(
        spec=f"claude-opus-4-8{NEW}",
        messages=(ASKED, AssistantMessage([OpaquePart(NAME, {"type": "document"}), TextPart("a")]), UserMessage("v")),
        last=({"role": "assistant", "content": [text("a")]}, user("v")), losses=(("$.messages[1].content[0]", "content"),),
        about=("assistant_document",),
    ),
    "thinking whose signature never came": Refusal(
        spec="claude-opus-4-8",
        messages=(ASKED, AssistantMessage([SIGNED.model_copy(update={"signature": ""}), TextPart("a")]), UserMessage("v")),
        last=({"role": "assistant", "content": [text("a")]}, user("v")), losses=(("$.messages[1].content[0]", "hint"),),
        about=("reasoning_unsigned",),
    ),
    "a result of its own tools without the call": Refusal(
        spec="claude-opus-4-8",
        messages=(
            ASKED,
            AssistantMessage([
                OpaquePart(NAME, {"type": "advisor_tool_result", "tool_use_id": "srvtoolu_1", "content": []}), TextPart("a"),
            ]),
            UserMessage("v"),
        ),
        last=({"role": "assistant", "content": [text("a")]}, user("v")), losses=(("$.messages[1].content[0]", "content"),),
        source="https://github.com/anthropics/claude-code/issues/95406",
    ),
    "tools that are all loaded later": Refusal(
        spec="claude-opus-4-8", asked={"tools": [Tool("g", "d", TOOL.input_schema, provider_data={NAME: {"defer_loading": True}})]},
        error="$.tools", source="https://github.com/nearai/ironclaw/pull/7274",
    ),
    "a tool that is loaded later, marked for the cache": Refusal(
        spec="claude-opus-4-8",
        asked={"tools": [TOOL, Tool("g", "d", TOOL.input_schema, provider_data={NAME: {"defer_loading": True, **CACHED[NAME]}})]},
        sent={"tools": [
            {"name": "f", "description": "d", "input_schema": TOOL.input_schema},
            {"name": "g", "description": "d", "input_schema": TOOL.input_schema, "defer_loading": True},
        ]},
        losses=(("$.tools[1]", "hint"),), source="https://github.com/anthropics/claude-code/issues/86743",
    ),
    "five places to cache": Refusal(
        spec="claude-opus-4-8", messages=(UserMessage([TextPart(word, provider_data=CACHED) for word in "abcde"]),),
        last=({"role": "user", "content": [text("a"), *({"type": "text", "text": word, **CACHED[NAME]} for word in "bcde")]},),
        losses=(("$.messages[0].content[0]", "hint"),), source=PAGES + "build-with-claude/prompt-caching",
    ),
    "a longer cache behind a shorter": Refusal(
        spec="claude-opus-4-8", messages=(UserMessage([TextPart("a", provider_data=CACHED), TextPart("b", provider_data=LONG)]),),
        last=(
            {"role": "user", "content": [
                {"type": "text", "text": "a", **CACHED[NAME]}, SHORT,
            ]},
        ),
        losses=(("$.messages[0].content[1]", "hint"),), source="https://github.com/cnighswonger/claude-code-cache-fix/issues/44",
    ),
    "a result that failed without a word": Refusal(
        spec="claude-opus-4-8", messages=(ASKED, CALL, ToolMessage(tool_call_id="c", content="", is_error=True)), asked={"tools": [TOOL]},
        last=(
            {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "c", "content": [text("error")], "is_error": True}]},
        ),
        losses=(("$.messages[2].content", "hint"),), source="https://github.com/jlevy/markform/issues/153",
    ),
    "an address on a cloud": Refusal(
        spec="claude-opus-4-8?platform=vertex", messages=image(URLSource(url="https://example.com/a.png")), last=(user("x"),),
        losses=(("$.messages[0].content[0]", "content"),), about=("image_url",),
    ),
    "citations beside a schema": Refusal(
        spec="claude-opus-4-8", asked={"output_schema": SCHEMA}, error="$.messages[0].content[0]",
        messages=(UserMessage(DocumentPart(URLSource(url="u"), provider_data={NAME: {"citations": {"enabled": True}}})),),
        source=PAGES + "build-with-claude/structured-outputs#feature-compatibility",
    ),
    "speed": Refusal(
        spec="claude-sonnet-5-5", asked={"provider_data": {NAME: {"speed": "fast"}}}, sent={"speed": None},
        losses=(("$.provider_data['anthropic.messages'].speed", "hint"),), source=PAGES + "build-with-claude/fast-mode",
    ),
    "speed, on Foundry": Refusal(
        spec="claude-opus-5-5?platform=foundry", asked={"provider_data": {NAME: {"speed": "fast"}}}, sent={"speed": None},
        losses=(("$.provider_data['anthropic.messages'].speed", "hint"),), source=PAGES + "build-with-claude/fast-mode",
    ),
    "a user's id that is too long": Refusal(
        spec="claude-opus-4-8", asked={"metadata": {"user_id": "x" * 257}}, sent={"metadata": None},
        losses=(("$.metadata.user_id", "hint"),), source=PAGES + "api/messages#metadata",
    ),
    "thinking marked for the cache": Refusal(
        spec="claude-opus-4-8",
        messages=(ASKED, AssistantMessage([SIGNED.model_copy(update={"provider_data": CACHED}), TextPart("a")]), ASKED),
        last=({"role": "assistant", "content": [{"type": "thinking", "thinking": "", "signature": "s"}, text("a")]}, user("u")),
        losses=(("$.messages[1].content[0].provider_data['anthropic.messages'].cache_control", "hint"),),
        source=PAGES + "build-with-claude/prompt-caching",
    ),
    "the cache of a whole body, on Bedrock": Refusal(
        spec="anthropic.claude-sonnet-4-6?platform=bedrock", asked={"provider_data": CACHED}, sent={"cache_control": None},
        losses=(("$.provider_data['anthropic.messages'].cache_control", "hint"),),
        source=PAGES + "build-with-claude/claude-on-amazon-bedrock-legacy",
    ),
    "a tool's name of another wire": Refusal(
        spec="claude-opus-4-8", messages=(ASKED, AssistantMessage(ToolCallPart("c", "functions.get", "{}")), RESULT),
        asked={"tools": [TOOL]},
        last=(
            {"role": "assistant", "content": [{"type": "tool_use", "id": "c", "name": "functions_get_457b3dab", "input": {}}]},
            {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "c", "content": [text("r")]}]},
        ),
        losses=(("$.messages[1].content[0].name", "hint"),), source=PAGES + "agents-and-tools/tool-use/define-tools",
    ),
    "an id of two calls": Refusal(
        spec="claude-opus-4-8", messages=(ASKED, CALL, RESULT, CALL, RESULT), asked={"tools": [TOOL]},
        last=(
            {"role": "assistant", "content": [{"type": "tool_use", "id": "c_ec49f17f", "name": "f", "input": {}}]},
            {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "c_ec49f17f", "content": [text("r")]}]},
        ),
        source="https://github.com/anomalyco/opencode/issues/1279",
    ),
    "arguments that are no JSON": Refusal(
        spec="claude-opus-4-8", messages=(ASKED, AssistantMessage(ToolCallPart("c", "f", '{"a')), RESULT), asked={"tools": [TOOL]},
        last=(
            {"role": "assistant", "content": [{"type": "tool_use", "id": "c", "name": "f", "input": {"INVALID_JSON": '{"a'}}]},
            {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "c", "content": [text("r")]}]},
        ),
        losses=(("$.messages[1].content[0].arguments", "hint"),),
        source=PAGES + "agents-and-tools/tool-use/fine-grained-tool-streaming#handling-invalid-json",
    ),
    "an address as the user's id": Refusal(
        spec="claude-opus-4-8", asked={"metadata": {"user_id": "ann@example.com"}}, sent={"metadata": None},
        losses=(("$.metadata.user_id", "hint"),), source="https://github.com/BerriAI/litellm/issues/10106",
    ),
    # --- how much is generated
    "more than Claude 3 generates": most("claude-3-haiku-20240307", 5_000, 4_096),
    "more than Claude 3.5 generates": most("claude-3-5-haiku-latest", 9_000, 8_192),
    "more than Opus 4.1 generates": most("claude-opus-4-1", 64_000, 32_000),
    "more than Sonnet 4.5 generates": most("claude-sonnet-4-5-20250929", 128_000, 64_000),
    "more than Opus 5.5 generates": most("claude-opus-5-5", 200_000, 128_000),
}  # fmt: skip


@pytest.mark.parametrize("row", REFUSALS.values(), ids=REFUSALS)
def test_refusals(row: Refusal) -> None:
    """What the API refuses isn't sent: it is left out, moved, replaced or refused, and told with its place."""
    model = Model(f"anthropic:{row.spec}", on_loss="record")

    if row.error is not None:
        with pytest.raises(ConversionError) as caught:
            model.prepare(row.messages, **row.asked)  # type: ignore[arg-type]  # fields of a request
        assert row.error == caught.value.path
        assert caught.value.hint
        return
    encoded = model.prepare(row.messages, **row.asked)  # type: ignore[arg-type]  # as above

    assert row.losses == tuple([(loss.path, loss.kind) for loss in encoded.losses if "output_schema" not in loss.path])
    assert row.sent == {name: encoded.body.get(name) for name in row.sent}
    assert [*row.last] == cast("list[JsonValue]", encoded.body["messages"])[-len(row.last) :][: len(row.last)]


@pytest.mark.parametrize("row", REFUSALS.values(), ids=REFUSALS)
def test_no_dialect_applies_them(row: Refusal) -> None:
    """A body comes back as it was, whatever its model refuses: only `Model` knows that."""
    dialect = get_dialect(NAME)
    written = dialect.encode_request(Request.model_validate({"model_id": row.spec, "messages": row.messages, **row.asked})).body

    again = dialect.encode_request(dialect.decode_request(written).value)

    assert same_json(again.body, written)
    assert again.losses == ()


def test_every_row_of_the_table_is_tried() -> None:
    """Each row of `capabilities.py` decides at least one of these."""
    provider, decided = AnthropicProvider(), set()
    for refusal in REFUSALS.values():
        backend = Backend(f"anthropic:{refusal.spec}", {})
        found = about(ROWS, provider.names_of(backend.spec.model_id), provider.hosts(backend.options))
        assert refusal.source or all(any(feature in row.takes for row in found) for feature in refusal.about)
        assert refusal.source or refusal.about
        for feature in refusal.about:
            decided.add(next(ROWS.index(row) for row in reversed(found) if feature in row.takes))
        decided |= {ROWS.index(row) for row in found if any(name in refusal.sent for name in row.fields)}

    assert [ROWS[index] for index in sorted(set(range(len(ROWS))) - decided)] == []
