"""What both wires of OpenAI have to be seen to before a request is written, beside the rules of `interlingua.dialect.fit`."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from interlingua.dialect import Kept, at, object_arguments
from interlingua.errors import InterlinguaError
from interlingua.types.json import dumps_text, loads
from interlingua.types.losses import Loss
from interlingua.types.messages import AssistantMessage, SystemMessage, ToolMessage, UserMessage
from interlingua.types.parts import DocumentPart, OpaquePart, TextPart, ToolCallPart
from interlingua.types.request import ReasoningConfig
from interlingua.types.sources import Base64Source
from interlingua.types.tools import ProviderTool, Tool
from interlingua_openai.names import CHAT, RESPONSES
from interlingua_openai.tool_arrays import arrays_with_items

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Set as AbstractSet

    from interlingua.dialect import Fitting
    from interlingua.types.base import JsonObject
    from interlingua.types.messages import Message
    from interlingua.types.request import Request

OFF: Final = "none"

_NO_NAME: Final = re.compile(r"[^a-zA-Z0-9_-]")
_LONGEST_NAME: Final = 64
"""Of tools, calls, schemas and message's names: https://platform.openai.com/docs/api-reference/chat/create."""

_NAMES: Final = "a name is letters, digits, _ and -"

_LONGEST_KEY: Final = 64
_LONGEST_VALUE: Final = 512
"""Of labels: https://platform.openai.com/docs/api-reference/chat/create#chat-create-metadata."""

# "The following tools cannot be used with reasoning.effort 'minimal': web_search.": https://github.com/openai/codex/issues/3559
_HOSTED: Final = ("web_search", "web_search_preview", "image_generation", "file_search", "code_interpreter")


def adopt_fields(fitting: Fitting, names: AbstractSet[str], read: Callable[[JsonObject], Request]) -> None:
    """Take what a caller gave as a wire's own fields for the canonical fields that they are, so that every rule sees them.

    Args:
        fitting: The request.
        names: The wire's names of canonical fields.
        read: Reads such fields as the dialect reads a body.
    """
    request = fitting.request
    kept = Kept.of(request.provider_data, fitting.dialect)
    given: JsonObject = {name: value for name, value in kept.fields.items() if name in names and value is not None}
    if not given:
        return
    found = read(given)
    fields = {
        name: getattr(found, name) for name in type(found).model_fields if name not in {"messages", "model_id", "provider_data", "stream"}
    }
    new = {name: value for name, value in fields.items() if value not in (None, ()) and getattr(request, name) in (None, ())}
    if not new:
        return
    left = Kept.of(found.provider_data, fitting.dialect)
    # One that a canonical field says as well stays, so that it is told: no new one is read from it alone.
    alone = {name: read({name: value}) for name, value in given.items()}
    taken = {name for name, one in alone.items() if any(getattr(one, field) not in (None, ()) for field in new)}
    rest = left.fields | {name: value for name, value in kept.fields.items() if name not in taken}
    own = Kept(rest, {**left.marks, **kept.marks})
    fitting.set(**new, provider_data=own.among(request.provider_data, fitting.dialect))


def never_reasons(fitting: Fitting) -> bool:
    """Tell whether the model is known not to reason at all."""
    return not (fitting.capabilities.has("reasoning_unasked") or fitting.capabilities.has("reasoning_effort"))


def fit_served(fitting: Fitting) -> None:
    """Refuse a model that this wire hasn't, but its host's other one has."""
    if not fitting.capabilities.has("served"):
        other, api = ("Responses", "responses") if fitting.dialect == CHAT else ("Chat Completions", "chat")
        fitting.refuse("$.model_id", f"the model is served by {other} alone", f"give the option api={api}")


def fit_names(fitting: Fitting) -> None:
    """Spell the names of calls in the history, and of the schema, as the wire has to have them."""
    pattern = fitting.capabilities.tool_names
    messages = list(fitting.request.messages)
    for index, message in enumerate(messages):
        if pattern is None or type(message) is not AssistantMessage or all(re.fullmatch(pattern, call.name) for call in message.tool_calls):
            continue
        parts = list(message.content)
        for place, part in enumerate(parts):
            if isinstance(part, ToolCallPart) and not re.fullmatch(pattern, part.name):
                path = at("$.messages", index, "content", place, "name")
                fitting.lose(path, _NAMES, "hint", spelled(part.name))
                parts[place] = part.model_copy(update={"name": spelled(part.name)})
        messages[index] = message.model_copy(update={"content": tuple(parts)})
    output = fitting.request.output_schema
    if output is not None and output.name != spelled(output.name):
        fitting.lose("$.output_schema.name", _NAMES, "hint", spelled(output.name))
        output = output.model_copy(update={"name": spelled(output.name)})
    fitting.set(messages=tuple(messages), output_schema=output)


def fit_calls(fitting: Fitting) -> None:
    """Give calls of the history arguments that are an object, where the host parses them: an answer that broke off has half of one.

    Others have Claude's own wrapper, https://platform.claude.com/docs/en/agents-and-tools/tool-use/fine-grained-tool-streaming.
    """
    if fitting.capabilities.has("invalid_arguments"):
        return
    messages = list(fitting.request.messages)
    for index, message in enumerate(messages):
        if not isinstance(message, AssistantMessage) or not message.tool_calls:
            continue
        parts = list(message.content)
        for place, part in enumerate(parts):
            if not isinstance(part, ToolCallPart) or _needs_no_object(part):
                continue
            said = dumps_text({"INVALID_JSON": part.arguments}) if part.arguments.strip() else "{}"
            if part.arguments.strip():
                fitting.lose(at("$.messages", index, "content", place, "arguments"), "the host takes arguments in JSON alone", "hint", said)
            parts[place] = part.model_copy(update={"arguments": said})
        if parts != list(message.content):
            messages[index] = message.model_copy(update={"content": tuple(parts)})
    fitting.set(messages=tuple(messages))


def _needs_no_object(part: ToolCallPart) -> bool:
    """Tell whether arguments are an object, or a custom tool's free text."""
    if {part.provider_data.get(CHAT, {}).get("type"), part.provider_data.get(RESPONSES, {}).get("type")} & {"custom", "custom_tool_call"}:
        return True
    try:
        return isinstance(loads(part.arguments), dict)
    except InterlinguaError:
        return False


def fit_documents(fitting: Fitting) -> None:
    """Give a document's bytes the name of a file, where the API wants one."""
    if fitting.capabilities.has("document_untitled") or not fitting.capabilities.has("document"):
        return
    messages = list(fitting.request.messages)
    for index, message in enumerate(messages):
        parts = list(message.content)
        for place, part in enumerate(parts):
            if isinstance(part, DocumentPart) and isinstance(part.source, Base64Source) and not part.title:
                title = "document.pdf" if part.source.media_type == "application/pdf" else "document"
                fitting.lose(at("$.messages", index, "content", place, "title"), "a file needs a name on this wire", "hint", title)
                parts[place] = part.model_copy(update={"title": title})
        if parts != list(message.content):
            messages[index] = message.model_copy(update={"content": tuple(parts)})
    fitting.set(messages=tuple(messages))


def fit_arguments(fitting: Fitting) -> None:
    """Have each tool's schema be an object's at its root, where the API takes no other, and say of each array what it holds."""
    at_root, of_arrays = not fitting.capabilities.has("tool_arguments_any"), not fitting.capabilities.has("tool_arrays_any")
    if not at_root and not of_arrays:
        return
    tools = list(fitting.request.tools)
    for index, tool in enumerate(tools):
        if not isinstance(tool, Tool) or tool.input_schema is None:
            continue
        path = f"$.tools[{index}].input_schema"
        schema, changes = object_arguments(tool.input_schema, path) if at_root else (tool.input_schema, [])
        refused = [word for word in ("enum", "const", "not") if at_root and word in schema]
        changes += [Loss(at(path, word), f"a tool's schema on this wire has no {word} at its root", "hint") for word in refused]
        schema = {word: value for word, value in schema.items() if word not in refused}
        if of_arrays:
            schema, untold = arrays_with_items(schema, path)
            changes += untold
        for change in changes:
            fitting.lose(change.path, change.reason, change.kind, change.replaced_by)
        if changes:
            tools[index] = tool.model_copy(update={"input_schema": schema})
    fitting.set(tools=tuple(tools))


def spelled(name: str) -> str:
    """Give a name as the wire takes it."""
    return _NO_NAME.sub("_", name)[:_LONGEST_NAME] or "_"


def fit_labels(fitting: Fitting) -> None:
    """Leave out labels that are too long, or no texts."""
    metadata = fitting.request.metadata
    if metadata is None or fitting.capabilities.limit("metadata").at_most is None:
        return
    left = {
        name: value
        for name, value in metadata.items()
        if len(name) <= _LONGEST_KEY and isinstance(value, str) and len(value) <= _LONGEST_VALUE
    }
    for name in metadata:
        if name not in left:
            reason = f"a label has a name of at most {_LONGEST_KEY} characters, and a text of at most {_LONGEST_VALUE}"
            fitting.lose(at("$.metadata", name), reason, "hint")
    if len(left) < len(metadata):
        fitting.set(metadata=left or None)


def fit_cache_key(fitting: Fitting) -> None:
    """Give a key for the prompt's cache that is too long a digest in its place, the same for the same key."""
    own = Kept.of(fitting.request.provider_data, fitting.dialect)
    key = own.fields.get(_CACHE_KEY)
    if isinstance(key, str) and len(key) > _LONGEST_KEY and not fitting.capabilities.has("cache_key_long"):
        digest = sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
        path = at("$.provider_data", fitting.dialect, _CACHE_KEY)
        fitting.lose(path, f"a key has at most {_LONGEST_KEY} characters", "hint", digest)
        fitting.set(provider_data=own.with_field(_CACHE_KEY, digest).among(fitting.request.provider_data, fitting.dialect))


_CACHE_KEY: Final = "prompt_cache_key"


def fit_json_object(fitting: Fitting, asked: bool, path: str) -> None:  # noqa: FBT001 - read by each wire in its own place
    """Refuse an answer in JSON of a host that hasn't it, and where no message has the word."""
    if not asked:
        return
    if not fitting.capabilities.has("json_object"):
        fitting.refuse(path, "the host takes no json_object", "give a schema, with output= or output_schema=")
    if not fitting.capabilities.has("json_object_unsaid") and not any(map(says_json, fitting.request.messages)):
        fitting.refuse(path, "an answer in JSON is given only where a message has the word", 'say "JSON" in the prompt, or give a schema')


def says_json(message: Message) -> bool:
    """Tell whether a message has the word."""
    texts = [
        part.text if isinstance(part, TextPart) else str(part.data) for part in message.content if isinstance(part, TextPart | OpaquePart)
    ]
    return any("json" in text.lower() for text in texts)


def fit_effort_of_hosted_tools(fitting: Fitting) -> None:
    """Raise the least effort where the provider's own tools are at hand, which need more."""
    asked = fitting.request.reasoning
    hosted = any(isinstance(tool, ProviderTool) and tool.data.get("type") in _HOSTED for tool in fitting.request.tools)
    if asked is not None and asked.effort == "minimal" and hosted:
        fitting.lose("$.reasoning.effort", "the provider's own tools aren't used with the effort 'minimal'", "hint", "low")
        fitting.set(reasoning=asked.model_copy(update={"effort": "low"}))


def fit_tools_beside_reasoning(fitting: Fitting) -> None:
    """Have no reasoning beside tools where the wire takes only one of the two."""
    request, capabilities = fitting.request, fitting.capabilities
    if not request.tools:
        return
    if capabilities.has("tools_with_reasoning") or not fitting.reasons:
        return
    way_out = "Responses takes both: give the option api=responses"
    if not capabilities.has("reasoning_off"):
        fitting.refuse("$.tools", "the model takes no tools while it reasons, on this wire", way_out)
    fitting.lose("$.reasoning", f"the model takes no reasoning beside tools on this wire. {way_out}", "hint", OFF)
    fitting.set(reasoning=ReasoningConfig(effort=OFF, provider_data={}))


def begins_with_a_call(messages: tuple[Message, ...]) -> int | None:
    """Give the index of calls that nothing of the user's stands before."""
    for index, message in enumerate(messages):
        if isinstance(message, UserMessage | ToolMessage):
            return None
        if isinstance(message, AssistantMessage) and message.tool_calls:
            return index
    return None


def fit_order(fitting: Fitting) -> None:
    """Refuse calls before all that the user said, and part a tool's result from what the user says behind it."""
    messages = fitting.request.messages
    if not fitting.capabilities.has("calls_first") and (index := begins_with_a_call(messages)) is not None:
        fitting.refuse(
            f"$.messages[{index}]", "the host takes no calls before the user's first message", "put a user's message before them"
        )
    if fitting.capabilities.has("user_after_tool"):
        return
    order: list[int] = []
    said: list[Message] = []
    for index, message in enumerate(messages):
        if index and isinstance(messages[index - 1], ToolMessage) and isinstance(message, UserMessage | SystemMessage):
            fitting.lose(
                f"$.messages[{index}]", "the host takes this right behind no tool's result", "content", f"behind a model's {_FILLER!r}"
            )
            order.append(index - 1)
            said.append(AssistantMessage(_FILLER))
        order.append(index)
        said.append(message)
    if len(said) > len(messages):
        fitting.reorder(tuple(order), tuple(said))


_FILLER: Final = "OK."
