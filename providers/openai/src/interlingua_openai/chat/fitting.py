"""What Chat Completions alone has to be seen to before a request is written.

Sources: https://platform.openai.com/docs/api-reference/chat/create, and the reports that stand beside the rows of `capabilities.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from interlingua.dialect import Kept, at
from interlingua.dialect.fit import says_reasoning as says_plainly
from interlingua.types.messages import AssistantMessage, ToolMessage, UserMessage
from interlingua.types.parts import AudioPart, RefusalPart, TextPart
from interlingua_openai.fitting import (
    OFF,
    fit_arguments,
    fit_cache_key,
    fit_calls,
    fit_documents,
    fit_effort_of_hosted_tools,
    fit_json_object,
    fit_labels,
    fit_names,
    fit_order,
    fit_served,
    fit_tools_beside_reasoning,
    spelled,
)
from interlingua_openai.names import CHAT

if TYPE_CHECKING:
    from interlingua.dialect import Fitting, Rule
    from interlingua.types.request import Request


def says_reasoning(request: Request) -> bool | None:
    """Tell whether a request asks for reasoning, also by the fields that hosts have for it."""
    said = says_plainly(request)
    own = Kept.of(request.provider_data, CHAT).fields
    match own:
        case {"thinking": {"type": ("enabled" | "disabled" | "adaptive") as kind}}:
            return kind != "disabled"
        case {"enable_thinking": bool(on)} | {"chat_template_kwargs": {"enable_thinking": bool(on)}} | {"reasoning": {"enabled": bool(on)}}:
            return on
        case {"reasoning": {"effort": str(effort)}}:
            return effort != OFF
        case _:
            return said


def fit_messages(fitting: Fitting) -> None:
    """Write no message in a form that the host refuses: a content of null, an empty list of calls, a name of other letters."""
    checked = not fitting.capabilities.has("message_loose")
    changed = list(fitting.request.messages)
    left: dict[int, tuple[int, ...]] = {}
    for index, message in enumerate(changed):
        if message.content and not message.provider_data:
            continue  # as most are
        before, path = Kept.of(message.provider_data, CHAT), at("$.messages", index)
        own, kept = at(path, "provider_data", CHAT), _with_name(fitting, before, at(path, "provider_data", CHAT), checked=checked)
        if checked and isinstance(message, AssistantMessage):
            if kept.fields.get("tool_calls") == []:
                fitting.lose(at(own, "tool_calls"), "a list of no calls is refused", "hint")
                kept = kept.without("tool_calls")
            if not message.content and not any(kept.fields.get(field) for field in _SAYING) and kept.form("content") != "list":
                fitting.lose(path, "a message that says nothing is refused", "hint")
                left[index] = ()
        elif checked and not message.content and kept.form("content") in {"null", "absent"}:
            fitting.lose(at(path, "content"), "a content of null is refused", "hint", [])
            kept = kept.without_spelling("content")
        if kept != before:
            changed[index] = message.model_copy(update={"provider_data": kept.among(message.provider_data, CHAT)})
    fitting.set(messages=tuple(changed))
    fitting.keep_parts(left)


def fit_empty(fitting: Fitting) -> None:
    """Leave out messages without a word, where the host refuses them."""
    capabilities = fitting.capabilities
    if capabilities.has("empty_message") and capabilities.has("empty_answer"):
        return
    left: dict[int, tuple[int, ...]] = {}
    for index, message in enumerate(fitting.request.messages):
        answer = isinstance(message, AssistantMessage)
        if isinstance(message, ToolMessage) or capabilities.has("empty_answer" if answer else "empty_message"):
            continue
        if any(not isinstance(part, TextPart) or part.text for part in message.content):
            continue
        if any(Kept.of(message.provider_data, CHAT).fields.get(field) for field in _SAYING):
            continue
        reason = "the host refuses a message without a word"
        fitting.lose(at("$.messages", index), reason, "content" if isinstance(message, UserMessage) else "hint")
        left[index] = ()
    fitting.keep_parts(left)


def fit_refusals(fitting: Fitting) -> None:
    """Say the model's refusal as text, where the host has no field for it."""
    if fitting.capabilities.has("refusal_part"):
        return
    messages = list(fitting.request.messages)
    for index, message in enumerate(messages):
        if not isinstance(message, AssistantMessage) or not any(isinstance(part, RefusalPart) for part in message.content):
            continue
        parts = list(message.content)
        for place, part in enumerate(parts):
            if isinstance(part, RefusalPart):
                fitting.lose(at("$.messages", index, "content", place), "the host has no field for a refusal", "hint", "a text")
                parts[place] = TextPart(part.refusal)
        messages[index] = message.model_copy(update={"content": tuple(parts)})
    fitting.set(messages=tuple(messages))


def fit_unstored(fitting: Fitting) -> None:
    """Leave out labels that are taken only of an answer that is stored: whether it is, is for the caller to say."""
    stored = Kept.of(fitting.request.provider_data, CHAT).fields.get("store") is True
    if fitting.request.metadata is not None and not stored and not fitting.capabilities.has("metadata_unstored"):
        hint = 'provider_data={"openai.chat": {"store": True}}'
        fitting.lose("$.metadata", f"labels are taken only where the answer is stored, which {hint} asks for", "hint")
        fitting.set(metadata=None)


def _with_name(fitting: Fitting, kept: Kept, own: str, *, checked: bool) -> Kept:
    """Give what is kept of a message with the name that its host takes, or without one."""
    name = kept.fields.get("name")
    if not isinstance(name, str):
        return kept
    if not fitting.capabilities.has("message_name"):
        fitting.lose(at(own, "name"), "the host takes no name of a message", "hint")
        return kept.without("name")
    if not checked or name == spelled(name):
        return kept
    fitting.lose(at(own, "name"), "a name is letters, digits, _ and -", "hint", spelled(name))
    return kept.with_field("name", spelled(name))


_SAYING: Final = ("function_call", "audio", "refusal", "content")
"""One of these an answer in the history must have, or calls."""


def fit_bare_fields(fitting: Fitting) -> None:
    """Leave out fields that are refused without another one: tools that are none, options of a stream that isn't one."""
    own = Kept.of(fitting.request.provider_data, CHAT)
    reasons = {
        "tools": "a list of no tools is refused" if own.fields.get("tools") == [] else None,
        "stream_options": "the answer isn't streamed" if "stream_options" in own.fields and not fitting.request.stream else None,
        "top_logprobs": "it is refused without logprobs" if own.fields.get("top_logprobs") and not own.fields.get("logprobs") else None,
    }
    for name, reason in reasons.items():
        if reason is not None:
            fitting.lose(at("$", "provider_data", CHAT, name), reason, "hint")
            own = own.without(name)
    if any(reasons.values()):
        fitting.set(provider_data=own.among(fitting.request.provider_data, CHAT))


def fit_sound(fitting: Fitting) -> None:
    """Refuse a request without sound of a model that takes none such."""
    if fitting.capabilities.has("text_alone"):
        return
    modalities = Kept.of(fitting.request.provider_data, CHAT).fields.get("modalities")
    out = isinstance(modalities, list) and "audio" in modalities
    if not out and not any(isinstance(part, AudioPart) for message in fitting.request.messages for part in message.content):
        hint = 'ask for sound: provider_data={"openai.chat": {"modalities": ["text", "audio"], "audio": {"voice": …, "format": …}}}'
        fitting.refuse("$.messages", "the model takes no request without sound, in or out", hint)


def fit_format(fitting: Fitting) -> None:
    """See to an answer in JSON without a schema."""
    asked = Kept.of(fitting.request.provider_data, CHAT).fields.get("response_format")
    fit_json_object(fitting, isinstance(asked, dict) and asked.get("type") == "json_object", at("$.provider_data", CHAT, "response_format"))


RULES: Final[tuple[Rule, ...]] = (
    fit_served, fit_refusals, fit_messages, fit_empty, fit_order, fit_names, fit_calls, fit_documents, fit_arguments, fit_bare_fields,
    fit_unstored, fit_labels, fit_cache_key, fit_sound, fit_format, fit_effort_of_hosted_tools, fit_tools_beside_reasoning,
)  # fmt: skip
