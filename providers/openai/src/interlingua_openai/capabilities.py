"""What each of OpenAI's models takes, on which of its APIs: rows, each with where that is said. Any other model may do everything.

A row without hosts is about a model wherever it runs; `openai-api` is OpenAI's own API and Azure's, and `openai-api.chat` one wire of
it. Gateways translate between the two wires, so what one wire alone refuses says nothing of theirs. Where sources differ, the row
holds what none of them answers with 400, and its note says so.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from interlingua.dialect import Limit, Row, refuses
from interlingua_openai.names import CHAT, MAX_TOKENS, OLD_MAX_TOKENS, RESPONSES

if TYPE_CHECKING:
    from interlingua.dialect import Feature, Verdict
    from interlingua_openai.options import OpenAIOptions

API: Final = "openai-api"
"""OpenAI's own API, by a name for rows; Azure's is the same."""

COMPATIBLE: Final = "compatible"
"""A server at an address of the caller's own, by a name for rows."""

TOOL_NAMES: Final = "[a-zA-Z0-9_-]{1,64}"
"""As documented for `tools[].function.name`: https://platform.openai.com/docs/api-reference/chat/create."""

_APIS: Final = {CHAT: "chat", RESPONSES: "responses"}


def wire_of(host: str, dialect: str) -> str:
    """Give the name by which rows call one wire of a host."""
    return f"{host}.{_APIS[dialect]}"


_CHAT: Final = (wire_of(API, CHAT),)
_RESPONSES: Final = (wire_of(API, RESPONSES),)

_SEEN: Final = date(2026, 11, 30)
_GUIDE: Final = "https://platform.openai.com/docs/guides/reasoning"
_LATEST: Final = "https://platform.openai.com/docs/guides/latest-model"
_SCHEMAS: Final = "https://platform.openai.com/docs/guides/structured-outputs"
_MATRIX: Final = "https://github.com/pydantic/pydantic-ai/blob/main/pydantic_ai_slim/pydantic_ai/profiles/openai.py"
_PROBE: Final = "https://github.com/enricoros/big-AGI/issues/1159"
_PARAMETERS: Final = "https://github.com/mnfst/modelparams.dev/pull/236"
_CHAT_PAGE: Final = "https://platform.openai.com/docs/api-reference/chat/create"
_RESPONSES_PAGE: Final = "https://platform.openai.com/docs/api-reference/responses/create"

# --- models, by what they have in common

_O1: Final = ("o1", "o1-pro")
_O3: Final = ("o3", "o3-pro", "o4-mini")
_SEARCHING: Final = ("o3-deep-research", "o4-mini-deep-research")
_5: Final = ("gpt-5", "gpt-5-mini", "gpt-5-nano")
_5_1: Final = ("gpt-5.1",)
_5_2: Final = ("gpt-5.2",)
_5_3: Final = ("gpt-5.3", "gpt-5.3-codex")
_5_4: Final = ("gpt-5.4", "gpt-5.4-mini", "gpt-5.4-nano")
_5_5: Final = ("gpt-5.5",)
_5_6: Final = ("gpt-5.6", "gpt-5.6-sol", "gpt-5.6-terra", "gpt-5.6-luna")
_6: Final = ("gpt-6-sol", "gpt-6-luna", "gpt-6.1-terra")
_6_ALWAYS: Final = ("gpt-6-astra", "gpt-6.1-sol", "gpt-6.2-astra", "gpt-6.2-sol")
_PRO: Final = ("gpt-5-pro", "gpt-5.2-pro", "gpt-5.4-pro", "gpt-5.5-pro")
_CODEX: Final = (
    "gpt-5-codex", "gpt-5-codex-mini", "gpt-5.1-codex", "gpt-5.1-codex-mini", "gpt-5.1-codex-max", "gpt-5.2-codex", "codex-mini",
)  # fmt: skip
_CHATTING: Final = ("gpt-5.1-chat", "gpt-5.2-chat", "gpt-5.3-chat")
_OSS: Final = ("gpt-oss-20b", "gpt-oss-120b")
_SEARCH: Final = ("gpt-4o-search", "gpt-4o-mini-search", "gpt-5-search-api")
_AUDIO: Final = ("gpt-audio", "gpt-audio-mini", "gpt-audio-1.5", "gpt-4o-audio", "gpt-4o-mini-audio")

_CLAUDES: Final = ("opus", "sonnet", "haiku", "fable", "mythos")
_SINCE_4_7: Final = (
    "*claude-opus-4-7*", "*claude-opus-4.7*", "*claude-opus-4-8*", "*claude-opus-4.8*", *(f"*claude-{name}-5*" for name in _CLAUDES),
)  # fmt: skip
_SINCE_4_6: Final = (*(f"*claude-{name}-4{dot}6*" for name in ("opus", "sonnet") for dot in "-."), *_SINCE_4_7)

# Which of these reason when nothing is said of it, and which can be told not to.
_QUIET: Final = (*_5_1, *_5_2, *_5_3, "gpt-5.4", "gpt-5.4-mini")
_SWITCHED: Final = (*_QUIET, "gpt-5.4-nano", *_5_5, *_5_6, *_6)
_ALWAYS: Final = (
    *_O1, "o3-mini", *_O3, *_SEARCHING, "computer-use", *_5, *_PRO, *_CODEX, *_CHATTING, *_6_ALWAYS,
)  # fmt: skip
_REASONING: Final = (*_SWITCHED, *_ALWAYS)
_TALKING: Final = ("gpt-3.5*", "gpt-4*", "chatgpt-4o", "gpt-5-chat", *_SEARCH, *_AUDIO)

SAMPLING_FIELDS: Final = ("presence_penalty", "frequency_penalty", "logprobs", "top_logprobs", "logit_bias")
"""What else sampling is on these wires: https://platform.openai.com/docs/guides/latest-model (parameter compatibility)."""


def _row(
    takes: dict[Feature, Verdict], models: tuple[str, ...], source: str, *, hosts: tuple[str, ...] = (), note: str = "",
    fields: dict[str, Verdict] | None = None, names: dict[str, str] | None = None,
) -> Row:  # fmt: skip
    return Row(takes, models, hosts, fields or {}, names or {}, source=source, seen=_SEEN, note=note)


def _efforts(models: tuple[str, ...], words: str, source: str, *, hosts: tuple[str, ...] = (), note: str = "") -> Row:
    taken = tuple(words.split())
    return _row({"reasoning_effort": Limit(one_of=taken), "reasoning_off": "none" in taken}, models, source, hosts=hosts, note=note)


_FIXED: Final[dict[Feature, Verdict]] = {"temperature": Limit(one_of=(1.0,)), "top_p": Limit(one_of=(1.0,))}
_NO_SAMPLING_FIELDS: Final[dict[str, Verdict]] = dict.fromkeys(SAMPLING_FIELDS, False)

_MOST: Final[dict[int, tuple[str, ...]]] = {
    4_096: ("gpt-3.5-turbo", "gpt-4-turbo", "gpt-4-1106", "gpt-4-0125", "gpt-4o-2024-05-13"),
    16_384: ("gpt-4o", "gpt-4o-mini"),
    32_768: ("gpt-4.1", "gpt-4.1-mini", "gpt-4.1-nano"),
}
"""How many tokens an answer may have, where more is answered with 400: "max_tokens is too large … This model supports at most …"."""


def _most(most: int, models: tuple[str, ...]) -> tuple[Row, ...]:
    """Say how much models generate, on each wire, whose least differ."""
    page = "https://platform.openai.com/docs/models"
    return (
        _row({"max_tokens": Limit(at_most=most)}, models, page, hosts=_CHAT, note="max_tokens is too large"),
        _row({"max_tokens": Limit(16, most)}, models, page, hosts=_RESPONSES),
    )


ROWS: Final = (
    # --- reasoning
    _row(refuses("reasoning_effort", "reasoning_off", "reasoning_unasked"), _TALKING, "https://github.com/BoundaryML/baml/pull/2708"),
    _efforts((*_O1, "o3-mini", *_O3, "codex-mini", "gpt-5-codex", "gpt-5-codex-mini"), "low medium high", _PROBE),
    _efforts(("computer-use", *_SEARCHING), "medium", _PROBE),
    _efforts(_5, "minimal low medium high", "https://github.com/Nutlope/aicommits/issues/356"),
    _efforts(("gpt-5-pro",), "high", "https://github.com/anomalyco/models.dev/pull/331"),
    _efforts(_5_1, "none low medium high", "https://github.com/anomalyco/opencode/issues/4451"),
    _efforts(
        ("gpt-5.1-codex", "gpt-5.1-codex-mini"), "low medium high", "https://github.com/enricoros/big-AGI/issues/944",
        note="a page of the CLI has no `low` for mini",
    ),
    _efforts(
        ("gpt-5.1-codex-max", "gpt-5.2-codex"), "low medium high xhigh", _MATRIX,
        note="some tables have `none`, and no probe was answered so",
    ),
    _efforts(_CHATTING, "medium", "https://github.com/Laisky/one-api/issues/266"),
    _efforts((*_5_2, *_5_3, *_5_4, *_5_5), "none low medium high xhigh", _MATRIX),
    _efforts(("gpt-5.2-pro", "gpt-5.4-pro", "gpt-5.5-pro"), "medium high xhigh", _MATRIX),
    _efforts((*_5_6, *_6), "none low medium high xhigh max", "https://github.com/experientiallabs/experiential/issues/764"),
    _efforts((*_5_6, *_6), "none low medium high xhigh", _PARAMETERS, hosts=_CHAT, note="`max` on Responses alone"),
    _efforts(_6_ALWAYS, "low medium high xhigh max", "https://github.com/BerriAI/litellm-docs/pull/1173"),
    _efforts(
        _6_ALWAYS, "low medium high xhigh", "https://github.com/genkit-ai/genkit/pull/6303", hosts=_CHAT,
        note="`max` on Responses alone",
    ),
    _efforts(_OSS, "low medium high", "https://github.com/earendil-works/pi/issues/1745"),
    _row(refuses("reasoning_unasked"), _QUIET, _MATRIX, note="their default effort is `none`"),
    _row({}, ("gpt-5.4-nano",), _MATRIX, note="of its default reports differ: without the effort `none` it is sent no sampling"),
    _row(
        {}, _5_1, "https://github.com/livekit/agents/pull/3966", hosts=_CHAT, fields={"reasoning_effort": False},
        note="null is no effort, and refused",
    ),
    _row({}, (*_5, *_PRO, *_CODEX, *_5_1, *_5_2, *_5_3, *_5_4, *_5_5), _MATRIX, fields={"reasoning.mode": False}),
    # --- sampling
    _row(refuses("temperature", "top_p"), _ALWAYS, _GUIDE, fields=_NO_SAMPLING_FIELDS),
    _row(
        _FIXED, _ALWAYS, "https://github.com/tmc/langchaingo/issues/1355", hosts=_CHAT,
        note="the default value passes; on Responses reports differ",
    ),
    _row(_FIXED, _6_ALWAYS, "https://github.com/BerriAI/litellm-docs/pull/1173", hosts=_RESPONSES),
    _row(refuses("sampling_with_reasoning"), _SWITCHED, _LATEST, note="only with the effort `none`, be it asked for or the default"),
    _row({}, (*_5_6, *_6), _PARAMETERS, fields={
        "logit_bias": False, "prediction": False, "prompt_cache_retention": Limit(one_of=("24h",)),
    }),
    _row(
        refuses("temperature", "top_p", "top_k"),
        _SINCE_4_7,
        "https://github.com/databricks-solutions/genie-ontology-readiness/pull/8", note="behind a host of OpenAI's format as well",
    ),
    _row({"temperature": Limit(at_least=0, at_most=2), "top_p": Limit(at_least=0, at_most=1)}, (), _CHAT_PAGE, hosts=(API,)),
    # --- stop texts
    _row(
        refuses("stop"), (*_O3, *_5, *_PRO, *_CODEX, *_CHATTING, *_SWITCHED, *_6_ALWAYS), "https://github.com/huggingface/smolagents/pull/1662",
        note="of 5.3 to 5.5 reports differ",
    ),
    # --- which wire has the model
    _row(
        refuses("served"), (*_O1[1:], "o3-pro", *_SEARCHING, "computer-use", *_PRO, *_CODEX, "gpt-5.3-codex"),
        "https://github.com/alvinunreal/tmuxai/issues/82", hosts=_CHAT, note="404 on Chat Completions",
    ),
    _row(refuses("served"), (*_SEARCH, *_AUDIO), _RESPONSES_PAGE, hosts=_RESPONSES, note="on Chat Completions alone"),
    _row(
        refuses("text_alone"), _AUDIO, "https://github.com/CherryHQ/cherry-studio/issues/1179", hosts=(CHAT,),
        note="400 without audio in or out",
    ),
    # --- tools
    _row(
        refuses("tools_with_reasoning"), (*_5_4, *_5_5, *_5_6, *_6), "https://github.com/openai/openai-openapi/issues/541", hosts=_CHAT,
        note="of 5.5 reports differ",
    ),
    _row(
        refuses("tools_with_reasoning"), _6_ALWAYS, "https://github.com/genkit-ai/genkit/pull/6303", hosts=_CHAT,
        note="and they always reason",
    ),
    _row(
        refuses("tools"), (*_SEARCH, "gpt-5-chat", "chatgpt-4o", "gpt-4-0314", "gpt-3.5-turbo-0301"),
        "https://github.com/enricoros/big-AGI/issues/944",
    ),
    _row(refuses("parallel_tool_calls"), (*_O1, "o3-mini", *_O3, *_SEARCH), "https://github.com/langchain-ai/open-swe/pull/628"),
    _row({"tools": Limit(at_most=128)}, (), _CHAT_PAGE, hosts=(API,)),
    _row(
        refuses("tool_arguments_any"), (), "https://github.com/langchain-ai/langchainjs/issues/9804", hosts=(API,),
        note="schema must have type 'object' and not have 'oneOf'/'anyOf'/'allOf'/'enum'/'not' at the top level",
    ),
    _row(
        refuses("tool_arrays_any"), (), "https://github.com/sigoden/aichat/pull/1049", hosts=(API,),
        note="array schema missing items; of tools that aren't strict too",
    ),
    _row(refuses("tool_choice_without_tools"), (), "https://github.com/Upsonic/Upsonic/issues/323", hosts=_CHAT),
    # --- the answer's form
    _row(refuses("output_schema"), ("gpt-3.5*", "gpt-4", "gpt-4-*", "gpt-4o-2024-05-13", "chatgpt-4o", *_AUDIO), _SCHEMAS),
    _row(refuses("json_object_unsaid"), (), "https://github.com/ultimatejimmy/xray.koplugin/issues/33", hosts=(API,)),
    _row(
        {}, (*_CODEX, *_CHATTING, "gpt-5-chat"), "https://github.com/openai/codex/issues/9035",
        fields={"verbosity": Limit(one_of=("medium",)), "text.verbosity": Limit(one_of=("medium",))},
    ),
    # --- what a message may hold
    _row(refuses("image"), ("gpt-3.5*", "gpt-4", "gpt-4-32k", "o3-mini", *_SEARCH, *_AUDIO), "https://github.com/enricoros/big-AGI/issues/944"),
    _row(
        {"image": Limit(one_of=("image/png", "image/jpeg", "image/webp", "image/gif"))}, (),
        "https://platform.openai.com/docs/guides/images-vision#image-input-requirements", hosts=(API,),
    ),
    _row(
        refuses("document_untitled"), (), "https://github.com/laravel/ai/pull/324", hosts=(API,),
        note="Missing required parameter; on Chat Completions the error asks for a `file_id`",
    ),
    _row(
        {"image": Limit(one_of=("image/jpeg", "image/png", "image/gif", "image/webp"))}, ("*claude-*",),
        "https://platform.claude.com/docs/en/build-with-claude/vision", note="behind a host of OpenAI's format as well",
    ),
    _row(refuses("message_loose"), (), _CHAT_PAGE, hosts=_CHAT),
    Row(hosts=(CHAT, RESPONSES), tool_names=TOOL_NAMES, source="https://github.com/openai/codex/issues/33176", seen=_SEEN),
    _row(refuses("item_id_any"), (), "https://github.com/openai/codex/issues/33176", hosts=_RESPONSES),
    _row(refuses("reasoning_text"), (), _RESPONSES_PAGE, hosts=_RESPONSES, note="a reasoning item's `content` must be empty"),
    _row(
        {"audio": Limit(one_of=("audio/wav", "audio/x-wav", "audio/wave", "audio/mpeg", "audio/mp3"))}, (),
        "https://platform.openai.com/docs/guides/audio", hosts=(API,), note="`wav` and `mp3`",
    ),
    _row(
        refuses("prefill"), _SINCE_4_6, "https://github.com/openclaw/openclaw/issues/75395",
        note="The conversation must end with a user message; behind a host of OpenAI's format as well",
    ),
    # --- limits and fields of the wires
    *(row for most, models in _MOST.items() for row in _most(most, models)),
    _row(
        refuses("cache_key_long"), (), "https://github.com/earendil-works/pi/issues/4720", hosts=(API,),
        note="Expected a string with maximum length 64",
    ),
    _row(
        refuses("metadata_unstored"), (), "https://github.com/tmc/langchaingo/issues/1484", hosts=_CHAT,
        note="The 'metadata' parameter is only allowed when 'store' is enabled; of 5.6 a probe had it taken",
    ),
    _row({"stop": Limit(at_most=4), "metadata": Limit(at_most=16)}, (), _CHAT_PAGE, hosts=_CHAT),
    _row({"max_tokens": Limit(at_least=16), "metadata": Limit(at_most=16)}, (), _RESPONSES_PAGE, hosts=_RESPONSES),
    _row(
        {}, (*_5_6, *_6), _PARAMETERS, hosts=_CHAT,
        fields={
            "n": Limit(at_most=8), "top_logprobs": Limit(at_most=5),
            **dict.fromkeys(("audio", "modalities", "web_search_options", "reasoning", "text"), False),
        },
    ),
    _row(
        refuses("temperature", "top_p", "stop", "seed"), _SEARCH, "https://github.com/ChatGPTNextWeb/NextChat/issues/6569",
        fields={**_NO_SAMPLING_FIELDS, "n": False},
    ),
    _row({}, (), _CHAT_PAGE, hosts=(API,), fields={"service_tier": Limit(one_of=("auto", "default", "fast", "flex", "priority", "scale"))}),
    _row(
        {}, (), _RESPONSES_PAGE, hosts=_RESPONSES,
        fields=dict.fromkeys((
            "seed", "stop", "n", "logit_bias", "logprobs", "response_format", "reasoning_effort", "max_tokens", MAX_TOKENS, "functions",
            "function_call", "modalities", "audio", "prediction", "verbosity",
        ), False),
        note="they are unknown there",
    ),
    _row(
        {}, _REASONING, "https://github.com/fish2018/YPrompt/issues/26", hosts=(CHAT,),
        fields={OLD_MAX_TOKENS: False}, names={MAX_TOKENS: MAX_TOKENS},
    ),
    _row(
        {}, (), "https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html", hosts=(COMPATIBLE,),
        names={"top_k": "top_k", MAX_TOKENS: OLD_MAX_TOKENS},
    ),
)  # fmt: skip
"""The rows."""


def option_rows(options: OpenAIOptions) -> tuple[Row, ...]:
    """Give what the options say."""
    chosen = options.max_tokens_field
    return () if chosen is None else (Row(names={MAX_TOKENS: chosen}),)
