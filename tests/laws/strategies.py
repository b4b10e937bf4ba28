"""Hypothesis strategies for every canonical value: valid by construction, small, and awkward wherever a value may be.

Arguments say what is valid, never how likely it is. Texts come from every plane and hold lone surrogates, as JSON can carry them; two
surrogates that make a pair are one character in JSON, so no text holds a pair that is cut in two.
"""

from __future__ import annotations

import base64
from functools import cache
from string import ascii_letters, digits
from typing import TYPE_CHECKING, Any, TypeVar

from hypothesis import strategies as st

from interlingua.dialect import join_text
from interlingua.types import (
    AssistantMessage,
    AudioPart,
    Base64Source,
    Citation,
    Conversation,
    DocumentPart,
    FileSource,
    ImagePart,
    Loss,
    OpaquePart,
    OutputSchema,
    ProviderTool,
    ReasoningBlock,
    ReasoningConfig,
    ReasoningPart,
    RefusalPart,
    Request,
    Response,
    SystemMessage,
    TextPart,
    TextSource,
    Tool,
    ToolCallPart,
    ToolChoice,
    ToolMessage,
    URLSource,
    Usage,
    UserMessage,
)
from interlingua.types.json import dumps_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from interlingua.types import AssistantPart, JsonObject, JsonValue, Message

ValueT = TypeVar("ValueT")

FOREIGN = "example.dialect"
"""A dialect that no installed one is: what is kept for it reaches no wire."""

AWKWARD_TEXTS = (
    "",
    " ",
    "\n",
    "\r\n",
    "\x00",
    "é",
    "日本語",
    "😀",
    "\u2028",
    "\ufeff",
    "\ud800",
    "\udfff",
    "</s>",
    '"',
    "\\",
    "data: x\n\n",
)
"""Texts that broke something somewhere."""

BROKEN_ARGUMENTS = ("", "{", '{"city": "Par', "null", "[1]", '"text"', "not JSON", '{"a": 1}}', "{'a': 1}", '{"a": NaN}')
"""Tool-call arguments that are no JSON object: models write all of these."""


@cache
def texts(*, min_size: int = 0) -> st.SearchStrategy[str]:
    """Text of every plane."""
    awkward = st.sampled_from([text for text in AWKWARD_TEXTS if len(text) >= min_size])
    return awkward | st.text(st.characters(), min_size=min_size, max_size=12).map(lambda text: join_text([text]))


@cache
def names() -> st.SearchStrategy[str]:
    """Tool names and ids, in the characters that every provider takes."""
    return st.text(ascii_letters + digits + "_-", min_size=1, max_size=16)


def _of(cls: type[ValueT], **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[ValueT]:
    """Values of a class; a field that isn't named keeps its default."""
    return st.fixed_dictionaries(fields).map(lambda found: cls(**found))


@cache
def integers() -> st.SearchStrategy[int]:
    """Whole numbers, also beyond 64 bits."""
    return st.integers() | st.sampled_from([0, -1, 2**53 + 1, 2**63, -(2**64), 10**30])


@cache
def floats() -> st.SearchStrategy[float]:
    """Numbers that JSON can say."""
    return st.floats(allow_nan=False, allow_infinity=False)


@cache
def json_values() -> st.SearchStrategy[JsonValue]:
    """Any JSON value."""
    leaves: st.SearchStrategy[JsonValue] = st.none() | st.booleans() | integers() | floats() | texts()
    return st.recursive(
        leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts(), inner, max_size=3), max_leaves=6
    )  # fmt: skip


@cache
def json_objects() -> st.SearchStrategy[JsonObject]:
    """Any JSON object."""
    return st.dictionaries(texts(), json_values(), max_size=3)


@cache
def provider_data(dialect: str = FOREIGN) -> st.SearchStrategy[dict[str, JsonObject]]:
    """Nothing, or fields that only one dialect knows."""
    fields = st.dictionaries(names().map("x_".__add__), json_values(), min_size=1, max_size=2)
    return st.just({}) | fields.map(lambda found: {dialect: found})


@cache
def _base64_sources(*media_types: str) -> st.SearchStrategy[Base64Source]:
    data = st.binary(min_size=1, max_size=24).map(lambda found: base64.b64encode(found).decode())
    return _of(Base64Source, media_type=st.sampled_from(media_types), data=data)


@cache
def _urls() -> st.SearchStrategy[URLSource]:
    return _of(URLSource, url=names().map("https://example.com/".__add__))


@cache
def _files() -> st.SearchStrategy[FileSource]:
    return _of(FileSource, file_id=names().map("file-".__add__))


@cache
def citations() -> st.SearchStrategy[Citation]:
    """Citations of a text part."""
    optional = st.none() | texts()
    return _of(Citation, cited_text=optional, title=optional, url=st.none() | _urls().map(lambda source: source.url))


@cache
def text_parts() -> st.SearchStrategy[TextPart]:
    """Text without citations."""
    return _of(TextPart, text=texts(), provider_data=provider_data())


@cache
def image_parts() -> st.SearchStrategy[ImagePart]:
    """Images from every source."""
    return _of(ImagePart, source=_base64_sources("image/png", "image/jpeg", "image/gif", "image/webp") | _urls() | _files())


@cache
def document_parts() -> st.SearchStrategy[DocumentPart]:
    """Documents from every source."""
    sources = _base64_sources("application/pdf") | _urls() | _files() | _of(TextSource, text=texts())
    return _of(DocumentPart, source=sources, title=st.none() | texts(min_size=1))


@cache
def audio_parts() -> st.SearchStrategy[AudioPart]:
    """Sound."""
    return _of(AudioPart, source=_base64_sources("audio/wav", "audio/mpeg") | _urls() | _files())


@cache
def arguments() -> st.SearchStrategy[str]:
    """Tool-call arguments as a model writes them: mostly an object, spelt anyhow, sometimes no JSON at all."""
    spaced = json_objects().map(dumps_text)
    return spaced | spaced.map(lambda text: text.replace(": ", " :\n")) | st.sampled_from(BROKEN_ARGUMENTS)


@cache
def tool_call_parts() -> st.SearchStrategy[ToolCallPart]:
    """Tool calls."""
    return _of(ToolCallPart, id=names(), name=names(), arguments=arguments(), provider_data=provider_data())


@cache
def reasoning_parts(makers: tuple[str | None, ...] = (None, "anthropic", "openai")) -> st.SearchStrategy[ReasoningPart]:
    """Reasoning of every form that some wire has: shown and signed, summarised and encrypted, redacted, empty but signed."""
    full = st.lists(_of(ReasoningBlock, kind=st.just("full"), text=texts()), max_size=1)
    summaries = st.lists(_of(ReasoningBlock, kind=st.just("summary"), text=texts()), max_size=2)
    maker = st.sampled_from(makers)
    secret = texts(min_size=1)
    return (
        _of(ReasoningPart, blocks=full, signature=st.none() | secret, provider=maker)
        | _of(ReasoningPart, blocks=summaries, encrypted_content=st.none() | secret, provider=maker)
        | _of(ReasoningPart, redacted_data=secret, provider=maker)
    )


@cache
def opaque_parts(dialect: str = FOREIGN) -> st.SearchStrategy[OpaquePart]:
    """Blocks of a type that nobody has heard of."""
    return json_objects().map(lambda fields: OpaquePart(dialect, {"type": "x_future", "payload": fields}))


@cache
def any_parts() -> st.SearchStrategy[object]:
    """Every kind of part."""
    return (
        text_parts() | _of(TextPart, text=texts(), citations=st.lists(citations(), max_size=2)) | image_parts() | document_parts()
        | audio_parts() | tool_call_parts() | reasoning_parts() | _of(RefusalPart, refusal=texts()) | opaque_parts()
    )  # fmt: skip


@cache
def system_messages() -> st.SearchStrategy[SystemMessage]:
    """Instructions, in one text or several."""
    return _of(SystemMessage, content=st.lists(text_parts(), min_size=1, max_size=2))


@cache
def user_messages() -> st.SearchStrategy[UserMessage]:
    """What a user says and shows."""
    parts = text_parts() | image_parts() | document_parts() | audio_parts() | opaque_parts()
    return _of(UserMessage, content=texts() | st.lists(parts, min_size=1, max_size=3), provider_data=provider_data())


@cache
def _results() -> st.SearchStrategy[dict[str, Any]]:
    content = texts() | st.lists(text_parts() | image_parts() | document_parts(), max_size=2)
    return st.fixed_dictionaries({"content": content, "is_error": st.booleans()})


def tool_messages(tool_call_id: str) -> st.SearchStrategy[ToolMessage]:
    """The result of one call: text, images, nothing, or an error."""
    return _results().map(lambda result: ToolMessage(tool_call_id=tool_call_id, **result))


@cache
def assistant_messages() -> st.SearchStrategy[AssistantMessage]:
    """What a model says; each call has an id of its own."""
    said = text_parts() | reasoning_parts() | tool_call_parts() | _of(RefusalPart, refusal=texts()) | opaque_parts()
    return st.lists(said, min_size=1, max_size=4).map(lambda parts: AssistantMessage(_with_ids_of_their_own(parts)))


def _with_ids_of_their_own(parts: list[AssistantPart]) -> list[AssistantPart]:
    return [
        part.model_copy(update={"id": f"{place}_{part.id}"}) if isinstance(part, ToolCallPart) else part
        for place, part in enumerate(parts)
    ]  # fmt: skip


@cache
def _questions() -> st.SearchStrategy[list[UserMessage]]:
    return st.lists(user_messages(), min_size=1, max_size=2)


@st.composite
def exchanges(draw: st.DrawFn) -> list[Message]:
    """A question, an answer, and the results of all calls in the answer, in any order."""
    answer = draw(assistant_messages())
    results: list[Message] = [draw(tool_messages(call.id)) for call in answer.tool_calls]
    question: list[Message] = draw(_questions())
    return [*question, answer, *draw(st.permutations(results))]


@cache
def message_lists() -> st.SearchStrategy[tuple[Message, ...]]:
    """Whole conversations in which every call is paired; the last thing said is the user's or a tool's."""
    return st.builds(
        lambda system, told, late, last: (*system, *(message for exchange in told for message in exchange), *late, last),
        st.lists(system_messages(), max_size=2),
        st.lists(exchanges(), max_size=2),
        st.lists(system_messages(), max_size=1),
        user_messages(),
    )


@cache
def conversations() -> st.SearchStrategy[Conversation]:
    """Conversations that can be sent and saved."""
    return message_lists().map(Conversation)


@cache
def tools() -> st.SearchStrategy[Tool]:
    """Tools of the application."""
    schema = json_objects().map(lambda extra: {"type": "object", "properties": {}, "x-extra": extra})
    return _of(
        Tool,
        name=names(),
        description=st.none() | texts(),
        input_schema=schema,
        strict=st.none() | st.booleans(),
        provider_data=provider_data(),
    )


def tool_choices(offered: Sequence[Tool]) -> st.SearchStrategy[ToolChoice | None]:
    """None, or a choice among the tools that are offered."""
    if not offered:
        return st.none()
    named = st.sampled_from([tool.name for tool in offered]).map(lambda name: ToolChoice("tool", name))
    return st.none() | st.sampled_from([ToolChoice("auto"), ToolChoice("none"), ToolChoice("required")]) | named


@cache
def output_schemas() -> st.SearchStrategy[OutputSchema]:
    """Shapes of an answer."""
    schema = json_objects().map(lambda extra: {"type": "object", "x-extra": extra})
    return _of(OutputSchema, json_schema=schema, name=names(), description=st.none() | texts(), strict=st.none() | st.booleans())


@cache
def _request_fields() -> st.SearchStrategy[dict[str, Any]]:
    unit = st.floats(0, 1)
    optional: dict[str, st.SearchStrategy[Any]] = {
        "parallel_tool_calls": st.booleans(),
        "output_schema": output_schemas(),
        "temperature": unit,
        "top_p": unit,
        "top_k": st.integers(1, 10**6),
        "stop": st.lists(texts(min_size=1), min_size=1, max_size=2),
        "seed": integers(),
        "reasoning": _of(ReasoningConfig, effort=st.sampled_from(["low", "medium", "high"])),
        "metadata": st.dictionaries(names(), texts(), min_size=1, max_size=2),
        "stream": st.booleans(),
        "provider_data": provider_data(),
    }
    required = {
        "model_id": st.sampled_from(["some-model", "org/model:v1"]),
        "max_tokens": st.integers(1, 10**6),
        "messages": message_lists(),
        "tools": st.lists(tools() | _provider_tools(), max_size=2, unique_by=_tool_name),
    }
    return st.fixed_dictionaries(required, optional=optional)


def _provider_tools() -> st.SearchStrategy[ProviderTool]:
    return json_objects().map(lambda data: ProviderTool(FOREIGN, data))


def _tool_name(tool: Tool | ProviderTool) -> str | None:
    return tool.name if isinstance(tool, Tool) else None


@st.composite
def requests(draw: st.DrawFn) -> Request:
    """Requests with every field that a caller can set."""
    fields = draw(_request_fields())
    choice = draw(tool_choices([tool for tool in fields["tools"] if isinstance(tool, Tool)]))
    if not fields["tools"]:
        fields.pop("parallel_tool_calls", None)
    return Request(**fields, **({} if choice is None else {"tool_choice": choice}))


@cache
def usages() -> st.SearchStrategy[Usage]:
    """Token counts; nothing, where a provider said nothing."""
    count = st.none() | st.integers(0, 10**9)
    return _of(
        Usage, input_tokens=count, output_tokens=count, cache_read_tokens=count, cache_write_tokens=count, reasoning_tokens=count
    )  # fmt: skip


@cache
def losses() -> st.SearchStrategy[Loss]:
    """Losses of both kinds."""
    return _of(Loss, path=st.just("$"), reason=texts(), kind=st.sampled_from(["content", "hint"]), replaced_by=json_values())


@cache
def responses() -> st.SearchStrategy[Response]:
    """Whole answers."""
    fields = {"message": assistant_messages(), "stopped": st.sampled_from(["stop", "length"])}
    said = {"usage": usages(), "model_id": names(), "id": names(), "provider_data": provider_data()}
    return st.fixed_dictionaries(fields, optional=said).map(_response)


def _response(fields: dict[str, Any]) -> Response:
    stopped = "tool_calls" if fields["message"].tool_calls and fields["stopped"] == "stop" else fields["stopped"]
    return Response(finish_reason=stopped, **{name: value for name, value in fields.items() if name != "stopped"})
