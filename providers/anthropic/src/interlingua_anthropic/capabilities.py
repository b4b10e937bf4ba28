"""What each Claude takes, and where: rows, each with the page that says so. A model that isn't in them may do everything.

Where pages, or the days on which they were read, differ, the row says so and holds what no page denies. Rows that concern the wire and
not one model are about `claude-*`, since a compatible server's models may take anything.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from interlingua.dialect import Limit, Row, refuses
from interlingua_anthropic.model_ids import claude_name

if TYPE_CHECKING:
    from interlingua.dialect import Feature, Verdict
    from interlingua_anthropic.options import AnthropicOptions

_PAGES: Final = "https://platform.claude.com/docs/en/"
_SEEN: Final = date(2026, 11, 30)

ANY: Final = ("claude-*",)
_3: Final = ("claude-3-haiku", "claude-3-sonnet", "claude-3-opus", "claude-3-5-haiku", "claude-3-5-sonnet")
_3_7: Final = ("claude-3-7-sonnet",)
_4: Final = ("claude-opus-4", "claude-opus-4-0", "claude-sonnet-4", "claude-sonnet-4-0")
_4_1: Final = ("claude-opus-4-1",)
_4_5: Final = ("claude-opus-4-5", "claude-sonnet-4-5", "claude-haiku-4-5")
_4_6: Final = ("claude-opus-4-6", "claude-sonnet-4-6")
_4_7: Final = ("claude-opus-4-7",)
_4_8: Final = ("claude-opus-4-8",)
_PREVIEW: Final = ("claude-mythos-preview",)
_5: Final = ("claude-opus-5", "claude-sonnet-5", "claude-fable-5", "claude-mythos-5")
_FABLE: Final = ("claude-fable-5-1", "claude-fable-5-2", "claude-mythos-5-1", "claude-mythos-5-2")
_5_5: Final = ("claude-opus-5-5", "claude-sonnet-5-5", "claude-haiku-5-5")
_BEFORE_4_5: Final = (*_3, *_3_7, *_4, *_4_1)
_SINCE_4_7: Final = (*_4_7, *_4_8, *_PREVIEW, *_5, *_FABLE, *_5_5)
_WITH_BUDGET: Final = (*_3_7, *_4, *_4_1, *_4_5, *_4_6, *_PREVIEW)


def _row(takes: dict[Feature, Verdict], models: tuple[str, ...], page: str, *, hosts: tuple[str, ...] = (), note: str = "") -> Row:
    return Row(takes, models, hosts, source=page if page.startswith("https:") else _PAGES + page, seen=_SEEN, note=note)


_THINKING: Final = "build-with-claude/thinking"
_EFFORT: Final = "build-with-claude/effort"
_SYSTEM: Final = "build-with-claude/mid-conversation-system-messages"
_SCHEMAS: Final = "build-with-claude/structured-outputs"
_MESSAGES: Final = "api/messages"
_ERRORS: Final = "api/errors"

_SAMPLING: Final = refuses("temperature", "top_p", "top_k")

ROWS: Final = (
    # --- thinking
    _row(refuses("reasoning_unasked"), (*_BEFORE_4_5, *_4_5, *_4_6, *_4_7, *_4_8), _THINKING),
    _row(refuses("reasoning_off"), ("claude-opus-5-5", "claude-fable-5", "claude-mythos-5", *_FABLE, *_PREVIEW), _THINKING),
    _row(
        {"reasoning_off": Limit(one_of=("between_tools",))}, ("claude-sonnet-5-5",), "models/sonnet-5-5/whats-new-sonnet-5-5",
        note="`between_tools` in place of `disabled`, with no other field beside it",
    ),
    _row(
        {"reasoning_effort_when_off": Limit(one_of=("low", "medium", "high"))},
        ("claude-opus-5", "claude-sonnet-5-5", "claude-haiku-5-5"), _THINKING,
    ),
    _row(refuses("reasoning_budget"), (*_3, *_4_7, *_4_8, *_5, *_FABLE, *_5_5), _THINKING),
    _row(
        {"reasoning_budget": Limit(at_least=1024), **refuses("reasoning_budget_above_max_tokens")},
        _WITH_BUDGET, "build-with-claude/extended-thinking", note="and less than `max_tokens`, but with the beta of interleaved thinking",
    ),
    _row(refuses("reasoning_adaptive"), (*_BEFORE_4_5, *_4_5), _THINKING),
    # --- effort
    _row(refuses("reasoning_effort"), (*_BEFORE_4_5, "claude-sonnet-4-5", "claude-haiku-4-5"), _EFFORT),
    _row({"reasoning_effort": Limit(one_of=("low", "medium", "high"))}, ("claude-opus-4-5",), _EFFORT),
    _row({"reasoning_effort": Limit(one_of=("low", "medium", "high", "max"))}, (*_4_6, *_PREVIEW), _EFFORT),
    _row({"reasoning_effort": Limit(one_of=("low", "medium", "high", "xhigh", "max"))}, (*_4_7, *_4_8, *_5, *_FABLE, *_5_5), _EFFORT),
    # --- sampling
    _row({"temperature": Limit(0, 1), "top_p": Limit(0, 1), "top_k": Limit(at_least=0)}, ANY, _MESSAGES),
    _row(
        {**_SAMPLING, **refuses("user_citations", "assistant_document")}, (), "api/migration-2026-10-21",
        hosts=("anthropic-version 2026-10-21",),
        note="the version that Anthropic's SDK 2 names; who asks for any of these is served under 2023-06-01, unless told otherwise",
    ),
    _row(
        {**_SAMPLING, "temperature": Limit(one_of=(1.0,))}, _SINCE_4_7, _THINKING + "#sampling-parameters",
        note="a `temperature` of 1 is taken, as a recorded answer of Fable 5.1 shows",
    ),
    _row(
        {**_SAMPLING, "temperature": Limit(one_of=(1.0,)), "top_p": Limit(one_of=(0.99,)), **refuses("temperature_with_top_p")},
        ("claude-haiku-5-5",), "models/haiku-5-5/migration-guide",
    ),
    _row(
        refuses("temperature_with_top_p"), (*_4_1, *_4_5, *_4_6), "about-claude/models/migration-guide",
        note="`temperature` and `top_p` cannot both be specified for this model",
    ),
    _row(
        {"sampling_with_reasoning": False, "top_p_with_reasoning": Limit(at_least=0.95, at_most=1)}, (*_BEFORE_4_5, *_4_5, *_4_6),
        "build-with-claude/extended-thinking",
    ),
    # --- tools
    _row(
        refuses("tool_choice_forced"), ("claude-opus-5-5", "claude-sonnet-5-5", *_FABLE), _ERRORS + "#forced-tool-use-not-supported",
        note="of 5.2 nothing says otherwise",
    ),
    _row(
        refuses("tool_choice_forced"), _PREVIEW, "https://github.com/browserbase/stagehand/issues/2221",
        note="answered so in June 2026, and nothing newer says otherwise",
    ),
    _row(refuses("tool_choice_forced_with_budget"), _WITH_BUDGET, _THINKING + "#response-prefill-and-forced-tool-use"),
    _row(
        refuses("tool_choice_forced_with_reasoning"), _4_6, "https://github.com/langchain-ai/langchain-aws/pull/1141", hosts=("bedrock",),
        note="with adaptive thinking Anthropic takes it; of Bedrock reports differ",
    ),
    # --- schemas
    _row(refuses("output_schema", "tool_strict"), _BEFORE_4_5, _SCHEMAS),
    _row(
        refuses("output_schema", "tool_strict"), _SINCE_4_7, _SCHEMAS, hosts=("bedrock",),
        note="of Bedrock's own API: 4.5 and 4.6 alone",
    ),
    # --- messages
    _row(refuses("prefill"), (*_4_6, *_SINCE_4_7), _ERRORS + "#prefill-not-supported"),
    _row(
        refuses("prefill_with_reasoning", "prefill_with_output_schema"), (*_BEFORE_4_5, *_4_5),
        _THINKING + "#response-prefill-and-forced-tool-use",
    ),
    _row(
        refuses("system_in_place"), (*_BEFORE_4_5, *_4_5, *_4_6, *_4_7, *_PREVIEW, "claude-sonnet-5"), _SYSTEM,
    ),
    _row(refuses("system_anywhere"), ANY, _SYSTEM, note="behind what the user says, and before what the model says or at the end"),
    _row(
        refuses("system_directive"),
        (*_BEFORE_4_5, *_4_5, *_4_6, *_4_7, *_4_8, *_PREVIEW, "claude-sonnet-5", "claude-fable-5", "claude-mythos-5"),
        _EFFORT + "#change-effort-mid-conversation-beta", note="output_config.effort requires a model that supports per-turn effort",
    ),
    _row(
        refuses("system_in_place", "system_directive"), (), _SYSTEM, hosts=("bedrock", "vertex", "foundry"),
        note="of October 2026 the page has Bedrock and Google Cloud, older ones had neither, and Foundry in its turn",
    ),
    _row(
        {"image": Limit(one_of=("image/jpeg", "image/png", "image/gif", "image/webp"))}, ANY, "build-with-claude/vision",
    ),
    _row(
        {"image_size": Limit(at_most=10 * 1024 * 1024)}, ANY, "https://github.com/can1357/oh-my-pi/pull/10633",
        note="image exceeds … maximum; half of it until the middle of 2026",
    ),
    _row(
        {"image_size": Limit(at_most=5 * 1024 * 1024)}, ANY,
        "https://github.com/aws-solutions-library-samples/accelerated-intelligent-document-processing-on-aws/issues/778",
        hosts=("bedrock",),
    ),
    _row({"document": Limit(one_of=("application/pdf", "text/plain"))}, ANY, "build-with-claude/files#file-types-and-content-blocks"),
    _row(
        refuses("stop_blank"), ANY, "https://github.com/mdegans/misanthropic",
        note="stop_sequences: each stop sequence must contain non-whitespace",
    ),
    _row(
        refuses("text_blank"), ANY, "https://github.com/anthropics/claude-code/issues/23440",
        note="messages: text content blocks must contain non-whitespace text",
    ),
    _row(
        refuses("text_halves"), ANY, "https://github.com/anthropics/claude-code/issues/56064",
        note="The request body is not valid JSON: no low surrogate in string",
    ),
    _row(
        refuses("reasoning_unsigned"), ANY, "https://github.com/pydantic/pydantic-ai/issues/7597",
        note="Invalid `signature` in `thinking` block",
    ),
    Row(
        models=(*_BEFORE_4_5, *_4_5, *_4_6), hosts=("bedrock",), fields={"cache_control": False},
        source=_PAGES + "build-with-claude/claude-on-amazon-bedrock-legacy", seen=_SEEN, note="of the body; a block may have one",
    ),
    _row(
        refuses("image_url", "document_url"), (), "https://github.com/anthropics/anthropic-sdk-typescript/issues/1038",
        hosts=("bedrock", "vertex"), note="URL sources are not supported",
    ),
    Row(
        models=(*_BEFORE_4_5, *_4_5, *_4_6, *_4_7, *_4_8, *_PREVIEW, *_5[1:], "claude-fable-5-1", "claude-mythos-5-1", *_5_5[1:]),
        fields={"speed": False}, source=_PAGES + "build-with-claude/fast-mode", seen=_SEEN, note="of 4.8 removed on 30 November 2026",
    ),
    Row(hosts=("bedrock", "foundry"), fields={"speed": False}, source=_PAGES + "build-with-claude/fast-mode", seen=_SEEN),
    # --- how much a model generates
    _row({"max_tokens": Limit(at_most=4_096)}, _3[:3], "about-claude/models/overview"),
    _row({"max_tokens": Limit(at_most=8_192)}, _3[3:], "about-claude/models/overview"),
    _row({"max_tokens": Limit(at_most=32_000)}, ("claude-opus-4", "claude-opus-4-0", *_4_1), "about-claude/models/overview"),
    _row({"max_tokens": Limit(at_most=64_000)}, (*_3_7, "claude-sonnet-4", "claude-sonnet-4-0", *_4_5), _THINKING + "#output-limits"),
    _row({"max_tokens": Limit(at_most=128_000)}, (*_4_6, *_SINCE_4_7), _THINKING + "#output-limits"),
)  # fmt: skip
"""The rows."""

LEAST_MAX_OUTPUT: Final = 32_000
"""`max_tokens` for a Claude that is newer than the rows, since the API requires one: no Claude since version 4 generates less."""


def option_rows(options: AnthropicOptions) -> tuple[Row, ...]:
    """Give what the options say of where a model is: its host may take more, or less."""
    takes: dict[Feature, Verdict] = {}
    if options.late_system == "keep":
        takes |= {"system_in_place": True, "system_anywhere": True}
    elif options.late_system == "hoist":
        takes |= refuses("system_in_place", "system_as_user")
    if options.sampling == "send":
        takes |= dict.fromkeys((*_SAMPLING, "temperature_with_top_p", "sampling_with_reasoning"), True)
    elif options.sampling == "omit":
        takes |= _SAMPLING
    if options.structured_output == "native":
        takes["output_schema"] = True
    return (Row(takes),) if takes else ()


class BindingRow(NamedTuple):
    """What one model binds its thinking to.

    Attributes:
        model: The model's name, whatever its date.
        to_model: Whether to the model itself, as well as to what stood before it.
    """

    model: str
    to_model: bool = True


# Haiku 5.5's goes to other models: https://docs.aws.amazon.com/bedrock/latest/userguide/claude-messages-thinking-block-binding.html
BINDING: Final = (
    BindingRow("claude-fable-5-1"),
    BindingRow("claude-fable-5-2"),
    BindingRow("claude-mythos-5-2"),
    BindingRow("claude-haiku-5-5", to_model=False),
    BindingRow("claude-opus-5-5"),
    BindingRow("claude-sonnet-5-5"),
)
"""The models that bind their thinking to what stood before it, and are known to refuse it elsewhere: those from 5.1 on.

The page says of Mythos 5.1 alone that it doesn't check; of Mythos 5.2 nothing but what it says of Fable 5.2 too, so it is taken to check.
Source: https://platform.claude.com/docs/en/build-with-claude/preserved-thinking."""


def find_binding(model_id: str) -> BindingRow | None:
    """Give the row of a model, whatever its host calls it; None where it isn't known to bind anything."""
    return next((row for row in BINDING if row.model == claude_name(model_id)), None)
