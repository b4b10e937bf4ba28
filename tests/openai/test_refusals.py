"""Whatever OpenAI's models, and hosts of its formats, are known to answer with 400: never sent, but mended or refused, one case a refusal.

A case is the smallest request that breaks what a row says. The row says where that is documented; a rule of the wire that has no row
names its source in the case.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final, NamedTuple

import pytest
from pydantic import BaseModel

from interlingua import Model, get_dialect, get_provider
from interlingua.errors import ConversionError
from interlingua.types import (
    AssistantMessage,
    AudioPart,
    Base64Source,
    Citation,
    DocumentPart,
    ImagePart,
    JsonObject,
    JsonValue,
    Message,
    OutputSchema,
    ProviderTool,
    ReasoningBlock,
    ReasoningConfig,
    ReasoningPart,
    RefusalPart,
    SystemMessage,
    TextPart,
    Tool,
    ToolCallPart,
    ToolMessage,
    URLSource,
    UserMessage,
)
from interlingua_openai.capabilities import ROWS
from interlingua_openai.names import CHAT, RESPONSES
from interlingua_openai.presets import PRESETS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from interlingua.dialect import Row


class City(BaseModel):
    """What an answer may be."""

    name: str


ABSENT: Final = "<absent>"
HI: Final = "hi"
TOOL: Final = Tool("f", "F.", {"type": "object", "properties": {}})
CALL: Final = AssistantMessage(ToolCallPart("abcdefghi", "f", "{}"))
RESULT: Final = ToolMessage(tool_call_id="abcdefghi", content="r")
PNG: Final = ImagePart(Base64Source(media_type="image/png", data="AA=="))
ADDRESS: Final = ImagePart(URLSource(url="https://a.example/a.png"))
PDF: Final = DocumentPart(Base64Source(media_type="application/pdf", data="AA=="))
CITED: Final = AssistantMessage(TextPart("b", [Citation(url="https://a.example")]))
DEVELOPER: Final = SystemMessage("S", provider_data={CHAT: {"role": "developer"}})
CHAT_PAGE: Final = "https://platform.openai.com/docs/api-reference/chat/create"
RESPONSES_PAGE: Final = "https://platform.openai.com/docs/api-reference/responses/create"


def chat(**fields: JsonValue) -> dict[str, JsonObject]:
    """Fields that only Chat Completions knows."""
    return {CHAT: fields}


def responses(**fields: JsonValue) -> dict[str, JsonObject]:
    """Fields that only Responses knows."""
    return {RESPONSES: fields}


def effort(word: str) -> ReasoningConfig:
    """An effort."""
    return ReasoningConfig(effort=word)


class Case(NamedTuple):
    """A request that would be answered with 400.

    Attributes:
        by: What a row says of it: a feature, a field, or the host's name of one; or what a rule without a row sees to.
        spec: The model.
        asked: The fields of the request; `messages` too, where they matter.
        sent: What is in the body (`ABSENT`: what isn't), or the beginning of the reason for which it is refused.
        lost: The losses, each its path and kind.
        source: Where it is documented, where no row says so.
    """

    by: str
    spec: str
    asked: dict[str, object]
    sent: JsonObject | str
    lost: Sequence[tuple[str, str]] = ()
    source: str | None = None


def field(name: str, dialect: str = CHAT) -> str:
    """The path of a field that only the wire knows."""
    return f"$.provider_data['{dialect}'].{name}"


EFFORT: Final = [("$.reasoning.effort", "hint")]
TEMPERATURE: Final = [("$.temperature", "hint")]
STOP: Final = [("$.stop", "hint")]

CASES: Final = [
    # --- reasoning
    Case("reasoning_effort", "openai:gpt-4o", {"reasoning": effort("low")}, {"reasoning": ABSENT}, EFFORT),
    Case("reasoning_off", "openai:gpt-4.1?api=chat", {"reasoning": effort("none")}, {"reasoning_effort": ABSENT}, EFFORT),
    Case("reasoning_effort", "openai:ft:gpt-4o-2024-08-06:org::x", {"reasoning": effort("low")}, {"reasoning": ABSENT}, EFFORT),
    Case("reasoning_effort", "openai:o3", {"reasoning": effort("xhigh")}, {"reasoning": {"effort": "high"}}, EFFORT),
    Case("reasoning_off", "openai:o4-mini-2025-04-16", {"reasoning": effort("none")}, {"reasoning": {"effort": "low"}}, EFFORT),
    Case("reasoning_effort", "openai:computer-use-preview", {"reasoning": effort("low")}, {"reasoning": {"effort": "medium"}}, EFFORT),
    Case("reasoning_off", "openai:gpt-5-mini", {"reasoning": effort("none")}, {"reasoning": {"effort": "minimal"}}, EFFORT),
    Case("reasoning_effort", "openai:gpt-5-pro", {"reasoning": effort("medium")}, {"reasoning": {"effort": "high"}}, EFFORT),
    Case("reasoning_effort", "openai:gpt-5.1", {"reasoning": effort("minimal")}, {"reasoning": {"effort": "low"}}, EFFORT),
    Case("reasoning_off", "openai:gpt-5.1-codex", {"reasoning": effort("none")}, {"reasoning": {"effort": "low"}}, EFFORT),
    Case("reasoning_off", "openai:gpt-5.1-codex-max", {"reasoning": effort("none")}, {"reasoning": {"effort": "low"}}, EFFORT),
    Case("reasoning_effort", "openai:gpt-5.2-chat-latest", {"reasoning": effort("low")}, {"reasoning": {"effort": "medium"}}, EFFORT),
    Case("reasoning_effort", "openai:gpt-5.4", {"reasoning": effort("max")}, {"reasoning": {"effort": "xhigh"}}, EFFORT),
    Case("reasoning_off", "openai:gpt-5.2-pro", {"reasoning": effort("none")}, {"reasoning": {"effort": "medium"}}, EFFORT),
    Case("reasoning_effort", "openai:gpt-5.6", {"reasoning": effort("minimal")}, {"reasoning": {"effort": "low"}}, EFFORT),
    Case("reasoning_effort", "openai:gpt-5.6-terra?api=chat", {"reasoning": effort("max")}, {"reasoning_effort": "xhigh"}, EFFORT),
    Case("reasoning_off", "openai:gpt-6-astra", {"reasoning": effort("none")}, {"reasoning": {"effort": "low"}}, EFFORT),
    Case("reasoning_effort", "openai:gpt-6.2-sol?api=chat", {"reasoning": effort("max")}, {"reasoning_effort": "xhigh"}, EFFORT),
    Case("reasoning_off", "groq:openai/gpt-oss-120b", {"reasoning": effort("none")}, {"reasoning_effort": "low"}, EFFORT),
    Case(
        "reasoning_effort",
        "openai:gpt-5.1?api=chat",
        {"provider_data": chat(reasoning_effort=None)},
        {"reasoning_effort": ABSENT},
        [(field("reasoning_effort"), "hint")],
    ),
    Case(
        "reasoning.mode",
        "openai:gpt-5.4",
        {"reasoning": ReasoningConfig(effort="low", provider_data=responses(mode="pro"))},
        {"reasoning": {"effort": "low"}},
        [("$.reasoning.provider_data['openai.responses'].mode", "hint")],
    ),
    Case(
        "effort of hosted tools",
        "openai:gpt-5",
        {"reasoning": effort("minimal"), "tools": [ProviderTool(RESPONSES, {"type": "web_search"})]},
        {"reasoning": {"effort": "low"}},
        EFFORT,
        "https://github.com/openai/codex/issues/3559",
    ),
    Case(
        "include",
        "openai:gpt-4o",
        {"provider_data": responses(include=["reasoning.encrypted_content"])},
        {"include": ABSENT},
        [(field("include[0]", RESPONSES), "hint")],
        "https://github.com/microsoft/agent-framework/issues/7483",
    ),
    Case(
        "summary",
        "openai:gpt-4o",
        {"reasoning": ReasoningConfig(provider_data=responses(summary="auto"))},
        {"reasoning": ABSENT},
        [("$.reasoning.provider_data['openai.responses'].summary", "hint")],
        "https://github.com/BoundaryML/baml/pull/2708",
    ),
    # --- sampling
    Case(
        "temperature",
        "openai:gpt-5",
        {"temperature": 0.2, "top_p": 0.5},
        {"temperature": ABSENT, "top_p": ABSENT},
        [*TEMPERATURE, ("$.top_p", "hint")],
    ),
    Case("temperature", "openrouter:openai/o3", {"temperature": 0.2}, {"temperature": ABSENT}, TEMPERATURE),
    Case("temperature", "azure:gpt-5?base_url=https://x.openai.azure.com", {"temperature": 0.2}, {"temperature": ABSENT}, TEMPERATURE),
    Case("temperature", "openai:gpt-5?api=chat", {"provider_data": chat(temperature=0.2)}, {"temperature": ABSENT}, TEMPERATURE),
    Case("temperature", "openai:gpt-6-astra", {"temperature": 0.2}, {"temperature": ABSENT}, TEMPERATURE),
    Case("logprobs", "openai:gpt-5?api=chat", {"provider_data": chat(logprobs=True)}, {"logprobs": ABSENT}, [(field("logprobs"), "hint")]),
    Case("sampling_with_reasoning", "openai:gpt-5.5", {"temperature": 0.2}, {"temperature": ABSENT}, TEMPERATURE),
    Case(
        "sampling_with_reasoning",
        "openai:gpt-5.6?api=chat",
        {"provider_data": chat(presence_penalty=1)},
        {"presence_penalty": ABSENT},
        [(field("presence_penalty"), "hint")],
    ),
    Case("sampling_with_reasoning", "openai:gpt-5.4-nano", {"temperature": 0.2}, {"temperature": ABSENT}, TEMPERATURE),
    Case(
        "include",
        "openai:gpt-5",
        {"provider_data": responses(include=["message.output_text.logprobs"])},
        {"include": ABSENT},
        [(field("include[0]", RESPONSES), "hint")],
        RESPONSES_PAGE,
    ),
    Case("reasoning_unasked", "openai:gpt-5.2", {"temperature": 0.2, "reasoning": effort("low")}, {"temperature": ABSENT}, TEMPERATURE),
    Case(
        "logit_bias",
        "openai:gpt-5.6?api=chat",
        {"reasoning": effort("none"), "provider_data": chat(logit_bias={"1": 1})},
        {"logit_bias": ABSENT},
        [(field("logit_bias"), "hint")],
    ),
    Case("temperature", "openrouter:anthropic/claude-opus-4.8", {"temperature": 0.2}, {"temperature": ABSENT}, TEMPERATURE),
    Case(
        "top_logprobs",
        "openai:gpt-4o?api=chat",
        {"provider_data": chat(top_logprobs=3)},
        {"top_logprobs": ABSENT},
        [(field("top_logprobs"), "hint")],
        CHAT_PAGE,
    ),
    # --- stop texts
    Case("stop", "openai:gpt-5.1?api=chat", {"stop": ["a"]}, {"stop": ABSENT}, STOP),
    Case("stop", "openai:gpt-6-sol?api=chat", {"stop": ["a"], "reasoning": effort("none")}, {"stop": ABSENT}, STOP),
    Case("stop", "openai:gpt-4o?api=chat", {"stop": [*"abcde"]}, {"stop": [*"abcd"]}, [("$.stop[4]", "content")]),
    Case("stop", "openai:gpt-4o", {"provider_data": responses(stop=["a"])}, {"stop": ABSENT}, [(field("stop", RESPONSES), "hint")]),
    # --- which wire has the model
    Case("served", "openai:gpt-5-pro?api=chat", {}, "the model is served by Responses alone"),
    Case("served", "openai:gpt-4o-search-preview", {}, "the model is served by Chat Completions alone"),
    Case("text_alone", "openai:gpt-4o-audio-preview?api=chat", {}, "the model takes no request without sound"),
    # --- tools
    Case("tools_with_reasoning", "openai:gpt-5.6?api=chat", {"tools": [TOOL]}, {"reasoning_effort": "none"}, [("$.reasoning", "hint")]),
    Case(
        "tools_with_reasoning",
        "openai:gpt-5.4?api=chat",
        {"tools": [TOOL], "reasoning": effort("low")},
        {"reasoning_effort": "none"},
        [("$.reasoning", "hint")],
    ),
    Case("tools_with_reasoning", "openai:gpt-6-astra?api=chat", {"tools": [TOOL]}, "the model takes no tools while it reasons"),
    Case("tools", "openai:gpt-5-chat-latest", {"tools": [TOOL]}, {"tools": ABSENT}, [("$.tools", "content")]),
    Case("tools", "openai:gpt-4o", {"tools": [Tool(f"f{number}") for number in range(129)]}, "the model takes no more than 128 tools"),
    Case(
        "parallel_tool_calls",
        "openai:o4-mini",
        {"tools": [TOOL], "parallel_tool_calls": False},
        {"parallel_tool_calls": ABSENT},
        [("$.parallel_tool_calls", "hint")],
    ),
    Case(
        "tool_choice_without_tools",
        "openai:gpt-4o?api=chat",
        {"tool_choice": "auto", "parallel_tool_calls": True},
        {"tool_choice": ABSENT, "parallel_tool_calls": ABSENT},
        [("$.tool_choice", "hint"), ("$.parallel_tool_calls", "hint")],
    ),
    Case("tool_choice_without_tools", "vllm:m", {"tool_choice": "required"}, {"tool_choice": ABSENT}, [("$.tool_choice", "content")]),
    Case(
        "tools: []", "openai:gpt-4o?api=chat", {"provider_data": chat(tools=[])}, {"tools": ABSENT}, [(field("tools"), "hint")], CHAT_PAGE
    ),
    Case(
        "tool_arrays_any",
        "openai:gpt-4o",
        {"tools": [Tool("f", None, {"type": "object", "properties": {"a": {"type": ["string", "array"]}}})]},
        {
            "tools": [
                {
                    "type": "function",
                    "name": "f",
                    "parameters": {"type": "object", "properties": {"a": {"type": ["string", "array"], "items": {}}}},
                }
            ]
        },
        [("$.tools[0].input_schema.properties.a", "hint")],
    ),
    # --- the answer's form
    Case(
        "output_schema",
        "openai:gpt-4?api=chat",
        {"output": City},
        {"tool_choice": {"type": "function", "function": {"name": "City"}}},
        [("$.output_schema.strict", "hint")],
    ),
    Case(
        "json_object_unsaid",
        "openai:gpt-4o?api=chat",
        {"provider_data": chat(response_format={"type": "json_object"})},
        "an answer in JSON",
    ),
    Case(
        "json_object_unsaid", "openai:gpt-4o", {"provider_data": responses(text={"format": {"type": "json_object"}})}, "an answer in JSON"
    ),
    Case(
        "verbosity",
        "openai:gpt-5.1-chat-latest?api=chat",
        {"provider_data": chat(verbosity="low")},
        {"verbosity": ABSENT},
        [(field("verbosity"), "hint")],
    ),
    Case(
        "text.verbosity",
        "openai:gpt-5.1-codex-max",
        {"provider_data": responses(text={"verbosity": "low"})},
        {"text": ABSENT},
        [(field("text.verbosity", RESPONSES), "hint")],
    ),
    Case(
        "names",
        "openai:gpt-4o",
        {"output_schema": OutputSchema({"type": "object"}, "a b")},
        {"text": {"format": {"type": "json_schema", "name": "a_b", "schema": {"type": "object"}}}},
        [("$.output_schema.name", "hint")],
        RESPONSES_PAGE,
    ),
    Case(
        "tool_arguments_any",
        "openai:gpt-4o",
        {"tools": [Tool("f", None, {"properties": {"a": {"type": "string"}}, "not": {"required": ["b"]}})]},
        {"tools": [{"type": "function", "name": "f", "parameters": {"type": "object", "properties": {"a": {"type": "string"}}}}]},
        [("$.tools[0].input_schema", "hint"), ("$.tools[0].input_schema.not", "hint")],
    ),
    Case(
        "tool_arguments_any",
        "openai:gpt-4o?api=chat",
        {"tools": [Tool("f", None, {"anyOf": [{"type": "object", "required": ["a"]}, {"type": "object", "required": ["a", "b"]}]})]},
        {"tools": [{"type": "function", "function": {"name": "f", "parameters": {"type": "object", "required": ["a"]}}}]},
        [("$.tools[0].input_schema.anyOf", "hint")],
    ),
    # --- what a message may hold
    Case(
        "image",
        "openai:o3-mini",
        {"messages": [UserMessage([TextPart("a"), PNG])]},
        {"input": [{"role": "user", "content": "a"}]},
        [("$.messages[0].content[1]", "content")],
    ),
    Case(
        "document_untitled",
        "openai:gpt-4o",
        {"messages": [UserMessage(PDF)]},
        {
            "input": [
                {
                    "role": "user",
                    "content": [{"type": "input_file", "filename": "document.pdf", "file_data": "data:application/pdf;base64,AA=="}],
                }
            ]
        },
        [("$.messages[0].content[0].title", "hint")],
    ),
    Case(
        "document_untitled",
        "openai:gpt-4o?api=chat",
        {"messages": [UserMessage(PDF)]},
        {
            "messages": [
                {
                    "role": "user",
                    "content": [{"type": "file", "file": {"filename": "document.pdf", "file_data": "data:application/pdf;base64,AA=="}}],
                }
            ]
        },
        [("$.messages[0].content[0].title", "hint")],
    ),
    Case(
        "message_loose",
        "openai:gpt-4o?api=chat",
        {"messages": [UserMessage((), provider_data={"$marks": {CHAT: {"spelling": {"content": "null"}}}})]},
        {"messages": [{"role": "user", "content": []}]},
        [("$.messages[0].content", "hint")],
    ),
    Case(
        "tool_calls: []",
        "openai:gpt-4o?api=chat",
        {"messages": [UserMessage("a"), AssistantMessage("b", provider_data=chat(tool_calls=[])), UserMessage("c")]},
        {"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}, {"role": "user", "content": "c"}]},
        [("$.messages[1].provider_data['openai.chat'].tool_calls", "hint")],
        CHAT_PAGE,
    ),
    Case(
        "an answer of nothing",
        "openai:gpt-4o?api=chat",
        {"messages": [UserMessage("a"), AssistantMessage(()), UserMessage("c")]},
        {"messages": [{"role": "user", "content": "a"}, {"role": "user", "content": "c"}]},
        [("$.messages[1]", "hint")],
        CHAT_PAGE,
    ),
    Case(
        "names",
        "openai:gpt-4o?api=chat",
        {"messages": [UserMessage("a", provider_data=chat(name="Ann Lee"))]},
        {"messages": [{"role": "user", "content": "a", "name": "Ann_Lee"}]},
        [("$.messages[0].provider_data['openai.chat'].name", "hint")],
        CHAT_PAGE,
    ),
    Case(
        "names",
        "openai:gpt-4o?api=chat",
        {
            "messages": [
                UserMessage("a"),
                AssistantMessage(ToolCallPart("c", "mcp.get:1", "{}")),
                ToolMessage(tool_call_id="c", content="r"),
            ]
        },
        {
            "messages": [
                {"role": "user", "content": "a"},
                {
                    "role": "assistant",
                    "content": None,
                    "tool_calls": [{"id": "c", "type": "function", "function": {"name": "mcp_get_1", "arguments": "{}"}}],
                },
                {"role": "tool", "tool_call_id": "c", "content": "r"},
            ]
        },
        [("$.messages[1].content[0].name", "hint")],
        "https://github.com/openai/codex/issues/33176",
    ),
    Case(
        "input",
        "openai:gpt-5",
        {"messages": [SystemMessage("S")]},
        {"input": [{"role": "system", "content": "S"}], "instructions": ABSENT},
        [("$.messages[0]", "hint")],
        RESPONSES_PAGE,
    ),
    Case(
        "reasoning_text",
        "openai:gpt-5",
        {
            "messages": [
                UserMessage("a"),
                AssistantMessage([ReasoningPart([ReasoningBlock("full", "t")], provider="openai"), TextPart("b")]),
                UserMessage("c"),
            ]
        },
        {
            "input": [
                {"role": "user", "content": "a"},
                {"type": "reasoning", "summary": []},
                {"type": "message", "role": "assistant", "content": "b"},
                {"role": "user", "content": "c"},
            ]
        },
        [("$.messages[1].content[0].blocks[0]", "hint")],
    ),
    # --- items
    Case(
        "item_id_any",
        "openai:gpt-5",
        {
            "messages": [
                UserMessage("a"),
                AssistantMessage(ToolCallPart("c", "f", "{}", provider_data=responses(id="msg_1"))),
                ToolMessage(tool_call_id="c", content="r"),
            ]
        },
        {
            "input": [
                {"role": "user", "content": "a"},
                {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"},
                {"type": "function_call_output", "call_id": "c", "output": "r"},
            ]
        },
        [("$.messages[1].content[0]", "hint")],
    ),
    Case(
        "an id that is too long",
        "openai:gpt-5",
        {
            "messages": [
                UserMessage("a"),
                AssistantMessage(ToolCallPart("c", "f", "{}", provider_data=responses(id="fc_" + "x" * 62))),
                ToolMessage(tool_call_id="c", content="r"),
            ]
        },
        {
            "input": [
                {"role": "user", "content": "a"},
                {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"},
                {"type": "function_call_output", "call_id": "c", "output": "r"},
            ]
        },
        [("$.messages[1].content[0]", "hint")],
        "https://github.com/github/app/issues/409",
    ),
    Case(
        "an id twice",
        "openai:gpt-5",
        {
            "messages": [
                UserMessage("a"),
                AssistantMessage([ToolCallPart(name, "f", "{}", provider_data=responses(id="fc_1")) for name in "cd"]),
                *(ToolMessage(tool_call_id=name, content="r") for name in "cd"),
            ]
        },
        {
            "input": [
                {"role": "user", "content": "a"},
                {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}", "id": "fc_1"},
                {"type": "function_call", "call_id": "d", "name": "f", "arguments": "{}"},
                *({"type": "function_call_output", "call_id": name, "output": "r"} for name in "cd"),
            ]
        },
        [("$.messages[1].content[1]", "hint")],
        "https://github.com/earendil-works/pi/issues/5149",
    ),
    Case(
        "store: false",
        "openai:gpt-5",
        {
            "provider_data": responses(store=False),
            "messages": [
                UserMessage("a"),
                AssistantMessage([ReasoningPart(provider="openai", provider_data=responses(id="rs_1")), TextPart("b")]),
                UserMessage("c"),
            ],
        },
        {
            "input": [
                {"role": "user", "content": "a"},
                {"type": "reasoning", "summary": []},
                {"type": "message", "role": "assistant", "content": "b"},
                {"role": "user", "content": "c"},
            ]
        },
        [("$.messages[1].content[0]", "hint")],
        "https://github.com/vercel/ai/issues/7543",
    ),
    Case(
        "previous_response_id",
        "openai:gpt-5",
        {"provider_data": responses(previous_response_id="resp_1", conversation="conv_1")},
        "previous_response_id and conversation exclude each other",
        (),
        RESPONSES_PAGE,
    ),
    Case(
        "previous_response_id",
        "openai:gpt-5",
        {
            "provider_data": responses(previous_response_id="resp_1"),
            "messages": [
                UserMessage("a"),
                AssistantMessage(TextPart("b", provider_data={"$marks": {RESPONSES: {"item": {"fields": {"id": "msg_1"}}}}})),
                UserMessage("c"),
            ],
        },
        "the API holds this item",
        (),
        "https://github.com/earendil-works/pi/issues/5149",
    ),
    Case(
        "previous_response_id",
        "openai:gpt-5",
        {
            "provider_data": responses(previous_response_id="resp_1"),
            "messages": [UserMessage("a"), AssistantMessage("b"), UserMessage("c")],
        },
        {"previous_response_id": "resp_1"},
        [("$.messages[1]", "hint")],
        RESPONSES_PAGE,
    ),
    # --- limits and fields of the wires
    Case(
        "cache_key_long",
        "openai:gpt-5",
        {"provider_data": responses(prompt_cache_key="k" * 65)},
        {"prompt_cache_key": sha256(b"k" * 65).hexdigest()},
        [(field("prompt_cache_key", RESPONSES), "hint")],
    ),
    Case(
        "cache_key_long",
        "xai:grok-4.5",
        {"provider_data": chat(prompt_cache_key="k" * 65)},
        {"prompt_cache_key": sha256(b"k" * 65).hexdigest()},
        [(field("prompt_cache_key"), "hint")],
    ),
    Case("metadata_unstored", "openai:gpt-4o?api=chat", {"metadata": {"a": "b"}}, {"metadata": ABSENT}, [("$.metadata", "hint")]),
    Case(
        "metadata",
        "openai:gpt-4o?api=chat",
        {"metadata": {f"m{number}": "v" for number in range(17)}, "provider_data": chat(store=True)},
        {"metadata": {f"m{number}": "v" for number in range(16)}},
        [("$.metadata.m16", "hint")],
    ),
    Case(
        "labels",
        "openai:gpt-4o",
        {"metadata": {"a": 1, "b": "x" * 513, "c" * 65: "v", "d": "v"}},
        {"metadata": {"d": "v"}},
        [("$.metadata.a", "hint"), ("$.metadata.b", "hint"), (f"$.metadata.{'c' * 65}", "hint")],
        CHAT_PAGE,
    ),
    Case("max_tokens", "openai:gpt-5", {"max_tokens": 5}, {"max_output_tokens": 16}, [("$.max_tokens", "hint")]),
    *(
        Case("max_tokens", f"openai:{model}", {"max_tokens": asked}, {"max_output_tokens": taken}, [("$.max_tokens", "hint")])
        for model, asked, taken in [
            ("gpt-4o-2024-08-06", 5, 16),
            ("gpt-4o-mini", 32_000, 16_384),
            ("gpt-4-turbo", 8_192, 4_096),
            ("gpt-4.1-nano", 64_000, 32_768),
        ]
    ),
    *(
        Case("max_tokens", f"openai:{model}?api=chat", {"max_tokens": 64_000}, {"max_completion_tokens": most}, [("$.max_tokens", "hint")])
        for model, most in [("gpt-4o", 16_384), ("gpt-4o-2024-05-13", 4_096), ("gpt-4.1", 32_768)]
    ),
    Case(
        "audio",
        "openai:gpt-4o-audio-preview?api=chat",
        {
            "messages": [UserMessage([TextPart("a"), AudioPart(Base64Source(media_type="audio/ogg", data="AA=="))])],
            "provider_data": chat(modalities=["text", "audio"]),
        },
        {"messages": [{"role": "user", "content": "a"}]},
        [("$.messages[0].content[1]", "content")],
    ),
    Case(
        "top_logprobs",
        "openai:gpt-5.6?api=chat",
        {"reasoning": effort("none"), "provider_data": chat(logprobs=True, top_logprobs=20)},
        {"logprobs": True, "top_logprobs": 5},
        [(field("top_logprobs"), "hint")],
    ),
    Case(
        "seed",
        "openai:gpt-4o-mini-search-preview?api=chat",
        {"seed": 1, "temperature": 0.2},
        {"seed": ABSENT, "temperature": ABSENT},
        [*TEMPERATURE, ("$.seed", "hint")],
    ),
    Case(
        "service_tier",
        "openai:gpt-4o",
        {"provider_data": responses(service_tier="fastest")},
        {"service_tier": ABSENT},
        [(field("service_tier", RESPONSES), "hint")],
    ),
    Case(
        "max_completion_tokens",
        "openai:gpt-5?base_url=http://127.0.0.1:1/v1",
        {"max_tokens": 50},
        {"max_completion_tokens": 50, "max_tokens": ABSENT},
    ),
    Case("top_k", "openai:m?base_url=http://127.0.0.1:1/v1", {"top_k": 5}, {"top_k": 5}),
    Case(
        "stream_options",
        "openai:gpt-4o?api=chat",
        {"provider_data": chat(stream_options={"include_usage": True})},
        {"stream_options": ABSENT},
        [(field("stream_options"), "hint")],
        CHAT_PAGE,
    ),
    # --- hosts
    Case(
        "image_url",
        "ollama:m",
        {"messages": [UserMessage([TextPart("a"), ADDRESS])]},
        {"messages": [{"role": "user", "content": "a"}]},
        [("$.messages[0].content[1]", "content")],
    ),
    Case(
        "output_schema",
        "groq:llama-3.3-70b-versatile",
        {"output": City},
        {"response_format": ABSENT, "tool_choice": {"type": "function", "function": {"name": "City"}}},
    ),
    *(
        Case(
            "image",
            spec,
            {"messages": [UserMessage([TextPart("a"), PNG])]},
            {"messages": [{"role": "user", "content": "a"}]},
            [("$.messages[0].content[1]", "content")],
        )
        for spec in ("groq:llama-3.1-8b-instant", "groq:openai/gpt-oss-20b", "deepseek:deepseek-v4-pro")
    ),
    Case(
        "image",
        "xai:grok-4.5",
        {"messages": [UserMessage([TextPart("a"), ImagePart(Base64Source(media_type="image/gif", data="AA=="))])]},
        {"messages": [{"role": "user", "content": "a"}]},
        [("$.messages[0].content[1]", "content")],
    ),
    Case(
        "image",
        "openrouter:anthropic/claude-sonnet-4.5",
        {"messages": [UserMessage(ImagePart(Base64Source(media_type="image/jpg", data="/9j/")))]},
        {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "data:image/jpeg;base64,/9j/"}}]}]},
        [("$.messages[0].content[0].source.media_type", "hint")],
    ),
    *(
        Case("max_tokens", f"groq:{model}", {"max_tokens": 65_536}, {"max_completion_tokens": most}, [("$.max_tokens", "hint")])
        for model, most in [("llama-3.3-70b-versatile", 32_768), ("qwen/qwen3-32b", 40_960), ("moonshotai/kimi-k2-instruct-0905", 16_384)]
    ),
    Case(
        "service_tier",
        "groq:m",
        {"provider_data": chat(service_tier="priority")},
        {"service_tier": ABSENT},
        [(field("service_tier"), "hint")],
    ),
    Case(
        "store",
        "mistral:m",
        {"provider_data": chat(store=True, user="u")},
        {"store": ABSENT, "user": ABSENT},
        [(field("store"), "hint"), (field("user"), "hint")],
    ),
    Case(
        "prefill",
        "openrouter:anthropic/claude-opus-4.6",
        {"messages": [UserMessage("a"), AssistantMessage("b")]},
        "the model goes on from no answer that was begun for it",
    ),
    Case("json_object", "lmstudio:m", {"provider_data": chat(response_format={"type": "json_object"})}, "the host takes no json_object"),
    Case(
        "message_name",
        "groq:m",
        {"messages": [UserMessage("a", provider_data=chat(name="n"))]},
        {"messages": [{"role": "user", "content": "a"}]},
        [("$.messages[0].provider_data['openai.chat'].name", "hint")],
    ),
    Case("logprobs", "groq:m", {"provider_data": chat(logprobs=True)}, {"logprobs": ABSENT}, [(field("logprobs"), "hint")]),
    Case("temperature", "groq:m", {"temperature": 2.5}, {"temperature": 2.0}, TEMPERATURE),
    Case("output_schema_with_tools", "groq:m", {"output": City, "tools": [TOOL]}, {"response_format": ABSENT, "tool_choice": "required"}),
    Case(
        "output_schema_streamed",
        "groq:m",
        {"output": City, "stream": True},
        {"response_format": ABSENT, "tool_choice": {"type": "function", "function": {"name": "City"}}},
    ),
    Case("reasoning_effort", "groq:qwen/qwen3-32b", {"reasoning": effort("low")}, {"reasoning_effort": ABSENT}, EFFORT),
    Case("reasoning_effort", "groq:llama-3.3-70b-versatile", {"reasoning": effort("low")}, {"reasoning_effort": ABSENT}, EFFORT),
    Case("tools", "groq:groq/compound", {"tools": [TOOL]}, {"tools": ABSENT}, [("$.tools", "content")]),
    Case("metadata", "groq:m", {"metadata": {"a": "b"}}, {"metadata": ABSENT}, [("$.metadata", "hint")]),
    *(
        Case(
            "citations",
            f"{host}:m",
            {"messages": [UserMessage("a"), CITED, UserMessage("c")]},
            {"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}, {"role": "user", "content": "c"}]},
            [("$.messages[1].content[0].citations[0]", "hint")],
        )
        for host in ("groq", "mistral")
    ),
    *(
        Case(
            "developer_role",
            f"{host}:m",
            {"messages": [DEVELOPER, UserMessage("a")]},
            {"messages": [{"role": "system", "content": "S"}, {"role": "user", "content": "a"}]},
            [("$.messages[0].role", "hint")],
        )
        for host in ("mistral", "fireworks", "together")
    ),
    *(
        Case(
            "refusal_part",
            f"{host}:m",
            {"messages": [UserMessage("a"), AssistantMessage(RefusalPart("b")), UserMessage("c")]},
            {"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}, {"role": "user", "content": "c"}]},
            [("$.messages[1].content[0]", "hint")],
        )
        for host in ("groq", "mistral")
    ),
    *(
        Case(
            "invalid_arguments",
            f"{host}:m",
            {
                "messages": [
                    UserMessage("a"),
                    AssistantMessage([ToolCallPart("c", "f", ""), ToolCallPart("d", "f", '{"a')]),
                    *(ToolMessage(tool_call_id=name, content="r") for name in "cd"),
                ]
            },
            {
                "messages": [
                    {"role": "user", "content": "a"},
                    {
                        "role": "assistant",
                        "content": None,
                        "tool_calls": [
                            {"id": name, "type": "function", "function": {"name": "f", "arguments": arguments}}
                            for name, arguments in [("c", "{}"), ("d", '{"INVALID_JSON": "{\\"a"}')]
                        ],
                    },
                    *({"role": "tool", "tool_call_id": name, "content": "r"} for name in "cd"),
                ]
            },
            [("$.messages[1].content[1].arguments", "hint")],
        )
        for host in ("ollama", "vllm", "llamaserver")
    ),
    *(
        Case(
            "empty_answer",
            f"{host}:m",
            {"messages": [UserMessage("a"), AssistantMessage(""), AssistantMessage(()), UserMessage("c")]},
            {"messages": [{"role": "user", "content": "a"}, {"role": "user", "content": "c"}]},
            [("$.messages[1]", "hint"), ("$.messages[2]", "hint")],
        )
        for host in ("mistral", "xai", "gemini")
    ),
    *(
        Case(
            "empty_message",
            f"{host}:m",
            {"messages": [SystemMessage(""), UserMessage(""), AssistantMessage("b"), UserMessage("c")]},
            {"messages": [{"role": "assistant", "content": "b"}, {"role": "user", "content": "c"}]},
            [("$.messages[0]", "hint"), ("$.messages[1]", "content")],
        )
        for host in ("xai", "gemini")
    ),
    Case(
        "prefill",
        "mistral:m",
        {"messages": [UserMessage("a"), AssistantMessage("b")]},
        {"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b", "prefix": True}]},
    ),
    Case(
        "user_after_tool",
        "mistral:m",
        {"messages": [UserMessage("a"), CALL, RESULT, UserMessage("b")], "provider_data": {}},
        {
            "messages": [
                {"role": "user", "content": "a"},
                {
                    "role": "assistant",
                    "content": None,
                    "tool_calls": [{"id": "abcdefghi", "type": "function", "function": {"name": "f", "arguments": "{}"}}],
                },
                {"role": "tool", "tool_call_id": "abcdefghi", "content": "r"},
                {"role": "assistant", "content": "OK."},
                {"role": "user", "content": "b"},
            ]
        },
        [("$.messages[3]", "content")],
    ),
    Case("reasoning_effort", "mistral:mistral-small-latest", {"reasoning": effort("low")}, {"reasoning_effort": "high"}, EFFORT),
    Case(
        "output_schema",
        "deepseek:m",
        {"output": City},
        {"response_format": ABSENT, "thinking": {"type": "disabled"}},
        [("$.reasoning", "hint")],
    ),
    Case(
        "tool_choice_forced_with_reasoning",
        "deepseek:m",
        {"tools": [TOOL], "tool_choice": "required"},
        {"tool_choice": "required", "thinking": {"type": "disabled"}},
        [("$.reasoning", "hint")],
    ),
    Case("top_p", "deepseek:m", {"top_p": 0.0}, {"top_p": 0.01}, [("$.top_p", "hint")]),
    Case("json_object_unsaid", "deepseek:m", {"provider_data": chat(response_format={"type": "json_object"})}, "an answer in JSON"),
    *(
        Case(
            "text_halves",
            f"{host}:m",
            {"messages": [UserMessage("a\udc00")]},
            {"messages": [{"role": "user", "content": "a\ufffd"}]},
            [("$.messages[0].content[0].text", "hint")],
        )
        for host in ("deepseek", "cerebras")
    ),
    Case("seed", "deepseek:m", {"seed": 1}, {"seed": ABSENT}, [("$.seed", "hint")]),
    Case("max_tokens", "openrouter:openai/gpt-4o", {"max_tokens": 5}, {"max_completion_tokens": 16}, [("$.max_tokens", "hint")]),
    Case("stop", "together:m", {"stop": [*"abcde"]}, {"stop": [*"abcd"]}, [("$.stop[4]", "content")]),
    Case("metadata", "together:m", {"metadata": {"a": "b"}}, {"metadata": ABSENT}, [("$.metadata", "hint")]),
    Case("stop", "xai:grok-3", {"stop": [*"abcdefghi"]}, {"stop": [*"abcdefgh"]}, [("$.stop[8]", "content")]),
    Case(
        "presence_penalty",
        "xai:grok-4.3",
        {"stop": ["a"], "provider_data": chat(presence_penalty=0)},
        {"stop": ABSENT, "presence_penalty": ABSENT},
        [*STOP, (field("presence_penalty"), "hint")],
    ),
    Case("reasoning_effort", "xai:grok-4", {"reasoning": effort("low")}, {"reasoning_effort": ABSENT}, EFFORT),
    Case("reasoning_effort", "xai:grok-3", {"reasoning": effort("low")}, {"reasoning_effort": ABSENT}, EFFORT),
    Case("reasoning_effort", "xai:grok-3-mini", {"reasoning": effort("medium")}, {"reasoning_effort": "low"}, EFFORT),
    Case("reasoning_effort", "xai:grok-4.3", {"reasoning": effort("xhigh")}, {"reasoning_effort": "high"}, EFFORT),
    Case("reasoning_off", "xai:grok-4.5", {"reasoning": effort("none")}, {"reasoning_effort": "low"}, EFFORT),
    Case("reasoning_off", "xai:grok-4.20-multi-agent", {"reasoning": effort("none")}, {"reasoning_effort": "low"}, EFFORT),
    Case(
        "reasoning.summary",
        "xai:grok-4.5?api=responses",
        {"reasoning": ReasoningConfig(provider_data=responses(summary="auto"))},
        {"reasoning": ABSENT},
        [("$.reasoning.provider_data['openai.responses'].summary", "hint")],
    ),
    Case(
        "tool_strict_mixed",
        "cerebras:m",
        {"tools": [Tool("f", strict=True), Tool("g")]},
        {"tools": [{"type": "function", "function": {"name": name}} for name in "fg"]},
        [("$.tools[0].strict", "hint")],
    ),
    Case(
        "output_schema_with_tools", "cerebras:m", {"output": City, "tools": [TOOL]}, {"response_format": ABSENT, "tool_choice": "required"}
    ),
    Case("temperature", "cerebras:m", {"temperature": 1.9}, {"temperature": 1.5}, TEMPERATURE),
    Case("metadata", "cerebras:m", {"metadata": {"a": "b"}}, {"metadata": ABSENT}, [("$.metadata", "hint")]),
    Case("store", "gemini:m", {"provider_data": chat(store=True)}, {"store": ABSENT}, [(field("store"), "hint")]),
    Case(
        "frequency_penalty",
        "gemini:m",
        {"provider_data": chat(frequency_penalty=1)},
        {"frequency_penalty": ABSENT},
        [(field("frequency_penalty"), "hint")],
    ),
    Case(
        "output_schema_with_tools",
        "gemini:gemini-2.5-flash",
        {"output": City, "tools": [TOOL]},
        {"response_format": ABSENT, "tool_choice": "required"},
    ),
    Case("reasoning_off", "gemini:gemini-3.8-flash", {"reasoning": effort("none")}, {"reasoning_effort": ABSENT}, EFFORT),
    Case(
        "calls_first",
        "gemini:gemini-2.5-flash",
        {"messages": [SystemMessage("S"), CALL, RESULT]},
        "the host takes no calls before the user's first",
    ),
    Case("seed", "gemini:m", {"seed": 1}, {"seed": ABSENT}, [("$.seed", "hint")]),
    Case(
        "document",
        "azure:m?base_url=https://x.openai.azure.com",
        {"messages": [UserMessage([TextPart("a"), PDF])]},
        {"messages": [{"role": "user", "content": "a"}]},
        [("$.messages[0].content[1]", "content")],
    ),
    Case("tool_choice", "ollama:m", {"tools": [TOOL], "tool_choice": "auto"}, {"tool_choice": ABSENT}, [("$.tool_choice", "hint")]),
    Case("tool_choice_named", "lmstudio:m", {"tools": [TOOL], "tool_choice": {"type": "tool", "name": "f"}}, {"tool_choice": "required"}),
    Case(
        "tool_choice_named", "llamaserver:m", {"tools": [TOOL], "tool_choice": {"type": "tool", "name": "f"}}, {"tool_choice": "required"}
    ),
    Case(
        "document",
        "llamaserver:m",
        {"messages": [UserMessage([TextPart("a"), PDF])]},
        {"messages": [{"role": "user", "content": "a"}]},
        [("$.messages[0].content[1]", "content")],
    ),
    Case(
        "reasoning_unasked",
        "deepseek:deepseek-chat",
        {"tools": [TOOL], "tool_choice": "required"},
        {"tool_choice": "required", "thinking": ABSENT},
    ),
    Case(
        "message_loose",
        "deepseek:m",
        {"messages": [UserMessage("a"), AssistantMessage("b", provider_data=chat(tool_calls=[])), UserMessage("c")]},
        {"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}, {"role": "user", "content": "c"}]},
        [("$.messages[1].provider_data['openai.chat'].tool_calls", "hint")],
    ),
    Case(
        "a call without its reasoning",
        "openai:gpt-5",
        {
            "messages": [
                UserMessage("a"),
                AssistantMessage(
                    ToolCallPart("c", "f", "{}", provider_data={RESPONSES: {"id": "fc_1"}, "$marks": {RESPONSES: {"reasoned": "rs_1"}}})
                ),
                ToolMessage(tool_call_id="c", content="r"),
            ]
        },
        {
            "input": [
                {"role": "user", "content": "a"},
                {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"},
                {"type": "function_call_output", "call_id": "c", "output": "r"},
            ]
        },
        [("$.messages[1].content[0]", "hint")],
        "https://github.com/vercel/ai/issues/11036",
    ),
    Case("messages", "openai:gpt-4o?api=chat", {"messages": []}, "nothing is said", (), CHAT_PAGE),
    Case("messages", "openai:gpt-4o", {"messages": []}, "nothing is said", (), RESPONSES_PAGE),
    Case(
        "prompt_cache_retention",
        "openai:gpt-5.6",
        {"provider_data": responses(prompt_cache_retention="in_memory")},
        {"prompt_cache_retention": ABSENT},
        [(field("prompt_cache_retention", RESPONSES), "hint")],
    ),
    Case(
        "json_object_unsaid",
        "openai:gpt-4o",
        {"messages": [SystemMessage("In JSON."), UserMessage("a")], "provider_data": responses(text={"format": {"type": "json_object"}})},
        {"instructions": ABSENT, "input": [{"role": "system", "content": "In JSON."}, {"role": "user", "content": "a"}]},
        [("$.messages[0]", "hint")],
    ),
    Case(
        "reasoning_effort",
        "openai:gpt-5",
        {"provider_data": responses(reasoning={"effort": "xhigh", "summary": "auto"})},
        {"reasoning": {"effort": "high", "summary": "auto"}},
        EFFORT,
    ),
    Case(
        "tool_choice_without_tools",
        "openai:gpt-4o?api=chat",
        {"provider_data": chat(tool_choice="auto")},
        {"tool_choice": ABSENT},
        [("$.tool_choice", "hint")],
    ),
    Case(
        "verbosity",
        "openai:gpt-5-codex",
        {"provider_data": responses(text={"verbosity": "low", "format": {"type": "text"}})},
        {"text": {"format": {"type": "text"}}},
        [(field("text.verbosity", RESPONSES), "hint")],
    ),
]


def rows_of(case: Case) -> list[Row]:
    """The rows that are about a case's model, and say something of what it asks."""
    model = Model(case.spec)
    provider, options = get_provider(model.spec.provider), model.options
    names, hosts = provider.names_of(model.spec.model_id), provider.hosts(options)
    return [row for row in provider.rows() if case.by in {*row.takes, *row.fields, *row.names} and row.exactness(names, hosts) is not None]


@pytest.mark.parametrize("case", CASES, ids=[f"{number} {case.by} {case.spec}" for number, case in enumerate(CASES)])
def test_what_would_be_refused_is_not_sent(case: Case) -> None:
    """It is left out, moved, replaced or refused, each with its place; and its source is known."""
    asked = dict(case.asked)
    messages: str | list[Message] = asked.pop("messages", HI)  # type: ignore[assignment]  # as the case says it
    model = Model(case.spec, on_loss="record")

    assert case.source or [row.source for row in rows_of(case) if row.source]
    if isinstance(case.sent, str):
        with pytest.raises(ConversionError) as raised:
            model.prepare(messages, **asked)  # type: ignore[arg-type]  # each case names real fields
        assert raised.value.reason.startswith(case.sent)
        assert raised.value.hint
        return
    prepared = model.prepare(messages, **asked)  # type: ignore[arg-type]  # each case names real fields

    assert case.sent == {name: prepared.body.get(name, ABSENT) for name in case.sent}
    assert sorted(case.lost) == sorted((loss.path, loss.kind) for loss in prepared.losses)


EFFECTIVE: Final = [
    row
    for row in (*ROWS, *(row for preset in PRESETS for row in preset.host_rows))
    if any(verdict is not True for verdict in (*row.takes.values(), *row.fields.values()))
]


def test_every_row_is_tried() -> None:
    """One that nothing breaks would be one that nobody has seen take effect."""
    tried = [_said(row) for case in CASES for row in rows_of(case)]

    assert [] == [_said(row) for row in EFFECTIVE if _said(row) not in tried]


def _said(row: Row) -> tuple[object, ...]:
    """What a row says; those of a host are made anew whenever it is asked."""
    return dict(row.takes), dict(row.fields), dict(row.names), row.models, row.hosts


def test_every_row_has_its_source() -> None:
    """A page, and the day on which it was read."""
    assert [] == [row.models for row in ROWS if not (row.source or "").startswith("https://") or row.seen is None]


@pytest.mark.parametrize(
    ("spec", "asked"),
    [
        ("openai:gpt-5.1", {"temperature": 0.2}),
        ("openai:gpt-5.4-mini?api=chat", {"temperature": 0.2, "provider_data": chat(logprobs=True, top_logprobs=5)}),
        ("openai:gpt-5.6", {"temperature": 0.2, "reasoning": effort("none")}),
        ("openai:gpt-5.6", {"reasoning": effort("max")}),
        ("openai:gpt-5?api=chat", {"temperature": 1.0, "top_p": 1.0}),
        ("openai:gpt-6-astra", {"temperature": 1.0, "tools": [TOOL], "reasoning": effort("max")}),
        ("openai:gpt-5.4?api=chat", {"tools": [TOOL]}),
        ("openai:gpt-5.6?api=chat", {"tools": [TOOL], "reasoning": effort("none")}),
        ("openai:gpt-6.9-nova?api=chat", {"temperature": 0.2, "stop": ["a"], "tools": [TOOL], "reasoning": effort("max")}),
        ("openai:gpt-5", {"provider_data": responses(store=False, include=["reasoning.encrypted_content"])}),
        ("openai:o3-mini?api=chat", {"stop": ["a"]}),
        ("openai:gpt-4o?api=chat", {"temperature": 0.2, "stop": ["a"], "seed": 1}),
        ("openai:gpt-4o?api=chat", {"metadata": {"a": "b"}, "provider_data": chat(store=True)}),
        ("openai:gpt-4o?api=chat", {"messages": "in JSON", "provider_data": chat(response_format={"type": "json_object"})}),
        ("openrouter:openai/gpt-6-astra", {"tools": [TOOL]}),
        ("deepseek:deepseek-chat", {"tools": [TOOL], "tool_choice": "required"}),
        ("deepseek:m", {"tools": [TOOL], "provider_data": chat(thinking={"type": "disabled"}), "tool_choice": "required"}),
        ("openai:m?base_url=http://127.0.0.1:1/v1", {"max_tokens": 4, "tool_choice": "auto", "metadata": {"a": 1}}),
        ("openrouter:anthropic/claude-sonnet-4.5", {"temperature": 0.2}),
    ],
)
def test_what_is_taken_goes_out_as_it_is(spec: str, asked: dict[str, object]) -> None:
    """No row takes more away than it says."""
    fields = dict(asked)
    messages: str = fields.pop("messages", HI)  # type: ignore[assignment]  # a text
    prepared = Model(spec).prepare(messages, **fields)  # type: ignore[arg-type]  # real fields

    assert prepared.losses == ()
    assert {"temperature", "stop", "seed", "metadata", "tools", "tool_choice"} & asked.keys() <= prepared.body.keys()


def test_a_dialect_alone_applies_no_row() -> None:
    """What a model refuses is its `Model`'s business: a body comes back as it was."""
    body: JsonObject = {"model": "gpt-5", "messages": [{"role": "user", "content": HI}], "temperature": 0.2, "stop": ["a"], "tools": []}
    dialect = get_dialect(CHAT)

    assert body == dialect.encode_request(dialect.decode_request(body).value).body


def test_a_tools_image_has_another_wire() -> None:
    """Chat Completions takes none in a result, and says which of OpenAI's wires does."""
    talk = [UserMessage("a"), CALL, ToolMessage(tool_call_id="abcdefghi", content=[TextPart("r"), PNG])]
    chat_losses = Model("openai:gpt-4o?api=chat", on_loss="record").prepare(talk).losses

    assert [("$.messages[2].content[1]", "content")] == [(loss.path, loss.kind) for loss in chat_losses]
    assert "api=responses" in chat_losses[0].reason
    assert Model("openai:gpt-4o").prepare(talk).losses == ()
