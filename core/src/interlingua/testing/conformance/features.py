"""What a dialect may declare to lack, shown: for each `Feature` that a request can say, one that says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, get_args

from interlingua.dialect import Feature
from interlingua.dialect.losses import covers
from interlingua.errors import ConversionError
from interlingua.types import (
    AssistantMessage,
    AudioPart,
    Base64Source,
    Citation,
    DocumentPart,
    FileSource,
    ImagePart,
    OutputSchema,
    ReasoningConfig,
    RefusalPart,
    Request,
    SystemMessage,
    TextPart,
    TextSource,
    Tool,
    ToolCallPart,
    ToolChoice,
    ToolMessage,
    URLSource,
    UserMessage,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interlingua.dialect import Dialect
    from interlingua.types import JsonObject, Message

_PNG = Base64Source(media_type="image/png", data="iVBORw0KGgo=")
_PDF = Base64Source(media_type="application/pdf", data="JVBERi0x")
_WAV = Base64Source(media_type="audio/wav", data="UklGRg==")
_SCHEMA: JsonObject = {"type": "object", "properties": {}, "additionalProperties": False}
_TOOL = Tool("now", input_schema=_SCHEMA)
_CITATION = Citation(url="https://example.com", title="Grass", start=0, end=5, provider_data={})
_HI = UserMessage("hi")
_CALL = ToolCallPart("call_1", "now", "{}")
_RESULT = ToolMessage(tool_call_id="call_1", content="noon")


@dataclass(frozen=True, slots=True)
class Shown:
    """A feature in a request.

    Attributes:
        request: A request that says it, and little else.
        path: Where it stands in it.
    """

    request: Request
    path: str


def _field(path: str, **fields: Any) -> Shown:  # noqa: ANN401 - fields of Request
    return Shown(Request(model_id="m", messages=(_HI,), max_tokens=9, provider_data={}, **fields), path)


def _example(word: str) -> object:
    """Give the example of the request's field of that name, where it has one."""
    field = Request.model_fields.get(word)
    return field.examples[0] if field is not None and field.examples else None


def _said(path: str, *messages: Message) -> Shown:
    return Shown(Request(model_id="m", messages=(_HI, *messages), max_tokens=9, provider_data={}), f"$.messages{path}")


FEATURES: Final[Mapping[Feature, Shown]] = {
    **{word: _field(f"$.{word}", **{word: example}) for word in get_args(Feature) if (example := _example(word)) is not None},
    "output_schema": _field("$.output_schema", output_schema=OutputSchema(_SCHEMA, name="answer")),
    "reasoning_effort": _field("$.reasoning.effort", reasoning=ReasoningConfig(effort="low", provider_data={})),
    "reasoning_budget": _field("$.reasoning.budget_tokens", reasoning=ReasoningConfig(budget_tokens=2048, provider_data={})),
    "reasoning_off": _field("$.reasoning.effort", reasoning=ReasoningConfig(effort="none", provider_data={})),
    "tools": _field("$.tools", tools=(_TOOL,)),
    "tool_strict": _field("$.tools[0].strict", tools=(_TOOL.model_copy(update={"strict": True}),)),
    "tool_choice": _field("$.tool_choice", tools=(_TOOL,), tool_choice=ToolChoice("required")),
    "tool_choice_named": _field("$.tool_choice", tools=(_TOOL,), tool_choice=ToolChoice("tool", "now")),
    "parallel_tool_calls": _field("$.parallel_tool_calls", tools=(_TOOL,), tool_choice=ToolChoice("auto"), parallel_tool_calls=False),
    "system_in_place": _said("[1]", SystemMessage("from now on in French"), _HI),
    "system_anywhere": _said("[2]", AssistantMessage("yes"), SystemMessage("from now on in French"), _HI),
    "image": _said("[1].content[0]", UserMessage(ImagePart(_PNG))),
    "image_url": _said("[1].content[0]", UserMessage(ImagePart(URLSource(url="https://example.com/a.png")))),
    "image_file": _said("[1].content[0]", UserMessage(ImagePart(FileSource(file_id="file-1")))),
    "document": _said("[1].content[0]", UserMessage(DocumentPart(_PDF, "a.pdf"))),
    "document_text": _said("[1].content[0]", UserMessage(DocumentPart(TextSource(text="grass is green"), "a.txt"))),
    "document_url": _said("[1].content[0]", UserMessage(DocumentPart(URLSource(url="https://example.com/a.pdf")))),
    "audio": _said("[1].content[0]", UserMessage(AudioPart(_WAV))),
    "assistant_image": _said("[1].content[0]", AssistantMessage(ImagePart(_PNG))),
    "assistant_audio": _said("[1].content[0]", AssistantMessage(AudioPart(_WAV))),
    "refusal_part": _said("[1].content[0]", AssistantMessage(RefusalPart("no"))),
    "citations": _said(
        "[1].content[0].citations[0]",
        AssistantMessage(TextPart("green", [_CITATION])),
    ),
    "text_after_calls": _said("[1].content[1]", AssistantMessage([_CALL, TextPart("let me see")]), _RESULT),
    "invalid_arguments": _said("[1].content[0].arguments", AssistantMessage(ToolCallPart("call_1", "now", "{")), _RESULT),
    "tool_error": _said("[2].is_error", AssistantMessage(_CALL), _RESULT.model_copy(update={"is_error": True})),
    "tool_image": _said("[2].content[0]", AssistantMessage(_CALL), ToolMessage(tool_call_id="call_1", content=ImagePart(_PNG))),
}
"""The word for it in `Dialect.lacks` → what says it. No request shows `streaming` or `developer_role`."""


def lost_features(dialect: Dialect) -> frozenset[Feature]:
    """Tell which of the features that a request shows a dialect refuses, or records as lost."""
    return frozenset(name for name, feature in FEATURES.items() if _is_lost(dialect, feature))


def _is_lost(dialect: Dialect, feature: Shown) -> bool:
    try:
        losses = dialect.encode_request(feature.request).losses
    except ConversionError:
        return True
    return any(covers(loss.path, feature.path) for loss in losses)
