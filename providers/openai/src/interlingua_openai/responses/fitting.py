"""What Responses alone has to be seen to before a request is written.

Sources: https://platform.openai.com/docs/api-reference/responses/create, and the reports that stand beside the rows of `capabilities.py`
and beside each rule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from interlingua.dialect import Kept, at, text_or_none
from interlingua.types.messages import AssistantMessage, SystemMessage, ToolMessage
from interlingua.types.parts import OpaquePart, ReasoningPart, TextPart, ToolCallPart
from interlingua_openai.fitting import (
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
    never_reasons,
    says_json,
)
from interlingua_openai.names import RESPONSES
from interlingua_openai.responses.calls import is_custom
from interlingua_openai.responses.reasoning import ITEM, REASONED, lonely, refers_to_history
from interlingua_openai.responses.turns import PLACE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from interlingua.dialect import Fitting, Rule
    from interlingua.types.base import JsonValue
    from interlingua.types.messages import Message
    from interlingua.types.parts import Part
    from interlingua.types.request import Request

_ENCRYPTED: Final = "reasoning.encrypted_content"
_LOGPROBS: Final = "message.output_text.logprobs"

_BEFORE: Final = "previous_response_id"
_ELSEWHERE: Final = (_BEFORE, "conversation", "prompt")
"""What may stand in the place of an input."""


def fit_include(fitting: Fitting) -> None:
    """Ask for nothing that the model has not: encrypted reasoning where there is none, and log probabilities where it reasons.

    https://github.com/microsoft/agent-framework/issues/7483; "logprobs are not supported with reasoning models."
    """
    own = Kept.of(fitting.request.provider_data, RESPONSES)
    include = own.fields.get("include")
    if isinstance(include, list):
        reasons: dict[JsonValue, str] = {}
        if never_reasons(fitting):
            reasons[_ENCRYPTED] = "the model doesn't reason"
        if "logprobs" in _refused_by_model(fitting) or (not fitting.capabilities.has("sampling_with_reasoning") and fitting.reasons):
            reasons[_LOGPROBS] = "the model gives no log probabilities while it reasons"
        left = [name for name in include if not isinstance(name, str) or name not in reasons]
        for index, name in enumerate(include):
            if isinstance(name, str) and name in reasons:
                fitting.lose(at("$", "provider_data", RESPONSES, "include", index), reasons[name], "hint")
        if len(left) < len(include):
            own = own.with_field("include", left) if left else own.without("include")
            fitting.set(provider_data=own.among(fitting.request.provider_data, RESPONSES))
    asked = fitting.request.reasoning
    if asked is not None and never_reasons(fitting):
        fields = asked.provider_data.get(RESPONSES, {})
        said = [name for name, value in fields.items() if value is not None]
        for name in said:
            fitting.lose(at("$.reasoning.provider_data", RESPONSES, name), "the model doesn't reason", "hint")
        if said:
            kept = Kept.of(asked.provider_data, RESPONSES).without(*said)
            changed = asked.model_copy(update={"provider_data": kept.among(asked.provider_data, RESPONSES)})
            fitting.set(reasoning=changed if changed.effort is not None or kept else None)


def _refused_by_model(fitting: Fitting) -> frozenset[str]:
    """Give the sampling fields that the model refuses: `logprobs` is unknown to the wire itself, and its neighbour is not."""
    return frozenset({"logprobs"}) if "top_logprobs" in fitting.capabilities.refused_fields else frozenset()


def fit_input(fitting: Fitting) -> None:
    """Leave something to answer: a conversation of system messages alone isn't all said in `instructions`."""
    own = Kept.of(fitting.request.provider_data, RESPONSES).fields
    if not fitting.counting and len(fitting.request.messages) == 1 and all(own.get(name) is None for name in _ELSEWHERE):
        _in_input(fitting, "a request of `instructions` alone is refused")


def _in_input(fitting: Fitting, reason: str) -> None:
    """Say the system message that leads the conversation in the list of items, where it would be said in `instructions`."""
    first, *others = fitting.request.messages
    if not isinstance(first, SystemMessage) or Kept.of(first.provider_data, RESPONSES):
        return
    fitting.lose("$.messages[0]", reason, "hint", "in the input")
    said = first.model_copy(update={"provider_data": Kept().marked(PLACE, "input").among(first.provider_data, RESPONSES)})
    fitting.set(messages=(said, *others))


def fit_history(fitting: Fitting) -> None:
    """Say no history that the API holds already.

    "Mutually exclusive parameters", and "Duplicate item found with id msg_…": https://github.com/earendil-works/pi/issues/5149.
    """
    request = fitting.request
    own = Kept.of(request.provider_data, RESPONSES).fields
    path = at("$.provider_data", RESPONSES, _BEFORE)
    if own.get(_BEFORE) is None:
        return
    if own.get("conversation") is not None:
        fitting.refuse(path, "previous_response_id and conversation exclude each other", "give one of them")
    for index, message in enumerate(request.messages):
        if not isinstance(message, AssistantMessage):
            continue
        if any(_own_id(part) is not None for part in message.content) and not fitting.capabilities.has("item_id_any"):
            hint = "send what is new alone, or leave previous_response_id out"
            fitting.refuse(f"$.messages[{index}]", "the API holds this item, and refuses it twice", hint)
        fitting.lose(f"$.messages[{index}]", "previous_response_id holds what was said before, so this may be read twice", "hint")
        return


def fit_items(fitting: Fitting) -> None:
    """Let no item go out under an id that the API refuses, or can't find: without an id there is nothing to look up.

    https://github.com/openai/codex/issues/33176 (prefixes), https://github.com/vercel/ai/issues/7543 (items that aren't stored),
    https://github.com/vercel/ai/issues/11036 (items without their partners).
    """
    messages = list(fitting.request.messages)
    if fitting.capabilities.has("item_id_any") or not any(_may_have_id(message) for message in messages):
        return
    reasons = {**_without_partners(fitting.request), **_of_odd_ids(messages)}
    for (index, place), reason in reasons.items():
        fitting.lose(at("$.messages", index, *(() if place is None else ("content", place))), reason, "hint", "without its id")
        messages[index] = _without_id(messages[index], place)
    if reasons:
        fitting.set(messages=tuple(messages))


def _may_have_id(message: Message) -> bool:
    """Tell whether anything stands beside a message or its parts, as in most conversations nothing does."""
    return bool(message.provider_data) or (type(message) is AssistantMessage and any(part.provider_data for part in message.content))


_LONGEST_ID: Final = 64
"""Such as a host's own, which holds what OpenAI's stores: https://github.com/github/app/issues/409."""

LONELY: Final = "lonely"
"""A mark of a request: the ids of items that its body had without their partners, so that it comes back as it was, without a word."""

_Place: TypeAlias = tuple[int, "int | None"]


def _without_partners(request: Request) -> dict[_Place, str]:
    """Find the items that the API refuses because what they were said with isn't there, but for those that came so."""
    own = Kept.of(request.provider_data, RESPONSES)
    stored, came_so = own.fields.get("store") is not False, own.mark(LONELY)
    known = came_so if isinstance(came_so, list) else []
    found = [
        item
        for item in lonely(request.messages, stored=stored, alone=not refers_to_history(request))
        if item.item_id not in known or (not stored and item.item_id.startswith("rs"))
    ]
    reasons: dict[_Place, str] = {(item.message, item.part): item.reason for item in found}
    gone = {item.item_id for item in found}
    for index, message in enumerate(request.messages):
        for place, part in _items(message):
            if _needs(part) in gone:
                reasons.setdefault((index, place), "the reasoning before it goes without its id, and so must this")
    return {place: reason for place, reason in reasons.items() if _own_id(_at(request.messages, place)) is not None}


def _of_odd_ids(messages: Sequence[Message]) -> dict[_Place, str]:
    """Find the items whose ids are too long, of another kind's form, or another item's."""
    reasons: dict[_Place, str] = {}
    seen: set[str] = set()
    for index, message in enumerate(messages):
        for place, part in _items(message):
            item_id, prefix = _own_id(part), _prefix(part)
            if item_id is None:
                continue
            if len(item_id) > _LONGEST_ID:
                reasons[index, place] = f"an item's id has at most {_LONGEST_ID} characters"
            elif not item_id.startswith(prefix):
                reasons[index, place] = f"an id of this item begins with {' or '.join(prefix)}"
            elif item_id in seen:
                reasons[index, place] = "another item has this id"
            seen.add(item_id)
    return reasons


def _at(messages: Sequence[Message], place: _Place) -> Part | Message:
    index, part = place
    return messages[index] if part is None else messages[index].content[part]


def _items(message: Message) -> list[tuple[int | None, Part | Message]]:
    if isinstance(message, AssistantMessage):
        return [(place, part) for place, part in enumerate(message.content)]
    return [(None, message)]


def _item_mark(value: Part | Message) -> Kept:
    return Kept.from_json(Kept.of(value.provider_data, RESPONSES).mark(ITEM))


def _own_id(value: Part | Message) -> str | None:
    if isinstance(value, OpaquePart) or not value.provider_data:
        return None  # what isn't modelled goes back as it came
    return text_or_none(_item_mark(value).fields.get("id")) or text_or_none(Kept.of(value.provider_data, RESPONSES).fields.get("id"))


def _needs(part: Part | Message) -> str | None:
    if isinstance(part, OpaquePart):
        return None
    return text_or_none(Kept.of(part.provider_data, RESPONSES).mark(REASONED)) or text_or_none(_item_mark(part).mark(REASONED))


def _prefix(value: Part | Message) -> tuple[str, ...]:
    """Give what an item's id begins with; a result's kind is its call's, and stands nowhere else."""
    match value:
        case ReasoningPart():
            return ("rs",)
        case ToolCallPart():
            return ("ctc",) if is_custom(value) else ("fc",)
        case ToolMessage():
            return ("fc", "ctc")
        case TextPart():
            return ("msg",)
        case _:
            return ("",)


def _without_id(message: Message, place: int | None) -> Message:
    if place is None:
        return message.model_copy(update={"provider_data": _bare(message)})
    parts = list(message.content)
    parts[place] = parts[place].model_copy(update={"provider_data": _bare(parts[place])})
    return message.model_copy(update={"content": tuple(parts)})


def _bare(value: Part | Message) -> dict[str, object]:
    kept = Kept.of(value.provider_data, RESPONSES).without("id")
    item = _item_mark(value)
    marks = {name: mark for name, mark in kept.marks.items() if name != REASONED}
    if item:
        bare = Kept(item.without("id").fields, {name: mark for name, mark in item.marks.items() if name != REASONED})
        marks[ITEM] = bare.to_json()
    return {**Kept(kept.fields, marks).among(value.provider_data, RESPONSES)}


def fit_thoughts(fitting: Fitting) -> None:
    """Leave the full text of reasoning out of an item that may hold a summary alone."""
    if fitting.capabilities.has("reasoning_text"):
        return
    messages = list(fitting.request.messages)
    for index, message in enumerate(messages):
        if not isinstance(message, AssistantMessage):
            continue
        parts = list(message.content)
        for place, part in enumerate(parts):
            if isinstance(part, ReasoningPart) and any(block.kind == "full" for block in part.blocks):
                for number, block in enumerate(part.blocks):
                    if block.kind == "full":
                        path = at("$.messages", index, "content", place, "blocks", number)
                        fitting.lose(path, "an item of reasoning holds a summary alone", "hint")
                parts[place] = part.model_copy(update={"blocks": tuple([block for block in part.blocks if block.kind != "full"])})
        if parts != list(message.content):
            messages[index] = message.model_copy(update={"content": tuple(parts)})
    fitting.set(messages=tuple(messages))


def fit_format(fitting: Fitting) -> None:
    """See to an answer in JSON without a schema: the word for it isn't looked for in `instructions`."""
    text = Kept.of(fitting.request.provider_data, RESPONSES).fields.get("text")
    form = text.get("format") if isinstance(text, dict) else None
    asked = isinstance(form, dict) and form.get("type") == "json_object"
    fit_json_object(fitting, asked, at("$.provider_data", RESPONSES, "text", "format"))
    if asked and not fitting.capabilities.has("json_object_unsaid") and not any(map(says_json, fitting.request.messages[1:])):
        _in_input(fitting, "an answer in JSON is given only where the input has the word")


RULES: Final[tuple[Rule, ...]] = (
    fit_served, fit_order, fit_names, fit_calls, fit_documents, fit_arguments, fit_history, fit_items, fit_thoughts, fit_input, fit_labels,
    fit_cache_key, fit_format, fit_include, fit_effort_of_hosted_tools,
)  # fmt: skip
