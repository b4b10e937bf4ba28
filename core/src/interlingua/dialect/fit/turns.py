"""Whose turn it is: where a system message may stand, and what a request may end in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from interlingua.dialect.kept import Kept, says_something
from interlingua.types.json import at
from interlingua.types.messages import AssistantMessage, SystemMessage, ToolMessage, UserMessage
from interlingua.types.parts import OpaquePart, ReasoningPart, TextPart

if TYPE_CHECKING:
    from interlingua.dialect.fit.fitting import Fitting
    from interlingua.types.base import JsonObject
    from interlingua.types.messages import Message

_CACHE: Final = "cache_control"
"""The one field of a system message that its text has elsewhere too: where to cache."""


def fit_prefill(fitting: Fitting) -> None:
    """Refuse an answer that begins with what the caller wrote, where the model goes on from none.

    An answer that paused in the midst of its maker's own tools goes back as it came, and the model goes on.
    """
    messages = fitting.request.messages
    if fitting.counting or not messages or not isinstance(messages[-1], AssistantMessage) or _is_paused(messages[-1]):
        return
    capabilities = fitting.capabilities
    if not capabilities.has("prefill"):
        hint = "let a user's message follow, such as one that says how the answer begins; or ask for a schema with output="
        reason = "the model goes on from no answer that was begun for it"
    elif fitting.request.output_schema is not None and not capabilities.has("prefill_with_output_schema"):
        hint, reason = "leave the schema out, or let a user's message follow", "no answer that was begun can have a schema on this model"
    elif fitting.reasons and not capabilities.has("prefill_with_reasoning"):
        hint, reason = "leave reasoning out, or let a user's message follow", "the model goes on from no answer while it reasons"
    else:
        return
    fitting.refuse(f"$.messages[{len(messages) - 1}]", reason, hint)


def fit_system(fitting: Fitting) -> None:
    """Keep a late system message where it may stand, or say it as it may be said: nothing moves in front of what the model said.

    Moved to the top it would change what all of the model's reasoning rests on, and empty the prompt's cache.
    """
    capabilities, messages = fitting.capabilities, fitting.request.messages
    if capabilities.has("system_in_place") and capabilities.has("system_anywhere"):
        return
    first = next((index for index, message in enumerate(messages) if not isinstance(message, SystemMessage)), len(messages))
    if not any(isinstance(message, SystemMessage) for message in messages[first:]):
        return
    if not capabilities.has("system_in_place") and not capabilities.has("system_as_user"):
        _hoist(fitting, first)
        return
    order, said = list(range(first)), list(messages)
    begin = first
    for end in range(first, len(messages) + 1):
        if end < len(messages) and not isinstance(messages[end], AssistantMessage):
            continue
        run = range(begin, end)  # all that stands between two answers of the model's
        if capabilities.has("system_in_place"):
            order += _in_place(fitting, run, said)
        else:
            order += _as_user(fitting, run, said)
        order += range(end, min(end + 1, len(messages)))
        begin = end + 1
    fitting.reorder(tuple(order), tuple([said[index] for index in order]))


def _in_place(fitting: Fitting, run: range, said: list[Message]) -> list[int]:
    """Put the system messages of a run behind what the user and the tools say in it; give the order."""
    messages = fitting.request.messages
    late = [index for index in run if isinstance(messages[index], SystemMessage) and messages[index].content]
    if not late:
        return list(run)
    others = [index for index in run if index not in late]
    if any(not isinstance(messages[index], SystemMessage) for index in others):
        for index in late:
            if any(other > index for other in others):
                reason = "a system message stands behind what the user says, and before what the model says"
                fitting.lose(f"$.messages[{index}]", reason, "hint", f"behind $.messages[{others[-1]}]")
        return others + late
    before = messages[run.start - 1]
    if isinstance(before, AssistantMessage) and _is_paused(before):
        return list(run)
    if run.stop == len(messages):
        hint = "let a user's message follow it; where it leads the conversation, it stands at the top"
        fitting.refuse(f"$.messages[{late[0]}]", "a system message can't follow what the model said and be the last", hint)
    return _as_user(fitting, run, said)


def _as_user(fitting: Fitting, run: range, said: list[Message]) -> list[int]:
    """Say the system messages of a run in the user's place; give the order: results come first."""
    late = [index for index in run if isinstance(said[index], SystemMessage)]
    results = [index for index in run if isinstance(said[index], ToolMessage)]
    for index in late:
        message, path = said[index], f"$.messages[{index}]"
        parts: list[TextPart] = []
        for place, part in enumerate(message.content):
            if isinstance(part, TextPart):
                parts.append(part)
            else:
                fitting.lose(at(path, "content", place), "the model takes no system message here, and a user can't say this", "content")
        for name, value in Kept.of(message.provider_data, fitting.dialect).fields.items():
            if says_something(value) and name not in {_CACHE, "role"}:
                fitting.lose(at(path, "provider_data", fitting.dialect, name), "the model takes no system message here", "content")
        if parts:
            fitting.lose(path, "the model takes no system message here", "hint", "a user's message")
        own: JsonObject = {_CACHE: value} if (value := Kept.of(message.provider_data, fitting.dialect).fields.get(_CACHE)) else {}
        said[index] = UserMessage(parts, provider_data={fitting.dialect: own} if own else {})
    last = results[-1] if results else -1
    return sorted(
        (index for index in run if said[index].content or index not in late), key=lambda index: (index > last or index in late, index)
    )


def _hoist(fitting: Fitting, first: int) -> None:
    """Move the late system messages to the top, where they join the leading ones."""
    messages = fitting.request.messages
    late = [index for index in range(first, len(messages)) if isinstance(messages[index], SystemMessage)]
    signed = any(
        isinstance(part, ReasoningPart) and (part.signature or part.redacted_data)
        for message in messages
        for part in (message.content if isinstance(message, AssistantMessage) else ())
    )
    voided = "the reasoning of earlier answers, and the prompt's cache" if signed else "the prompt's cache"
    said = list(messages)
    for index in late:
        reason = f"a system message that moves to the top voids {voided}"
        fitting.lose(f"$.messages[{index}]", reason, "content" if signed else "hint", "at the top")
        said[index] = _bare(fitting, said[index], index)
    order = [*range(first), *late, *(index for index in range(first, len(messages)) if index not in late)]
    fitting.reorder(tuple(order), tuple([said[index] for index in order]))


def _bare(fitting: Fitting, message: Message, index: int) -> Message:
    """Give a system message without the fields that its text hasn't at the top."""
    fields = Kept.of(message.provider_data, fitting.dialect).fields
    gone = [name for name, value in fields.items() if name != _CACHE and says_something(value)]
    for name in gone:
        fitting.lose(at("$.messages", index, "provider_data", fitting.dialect, name), "a text at the top has no such field", "content")
    if not gone:
        return message
    left = {_CACHE: fields[_CACHE]} if _CACHE in fields else {}
    return message.model_copy(update={"provider_data": {**message.provider_data, fitting.dialect: left}})


def _is_paused(message: AssistantMessage) -> bool:
    """Tell whether an answer ends in what one of its maker's own tools gave."""
    return bool(message.content) and isinstance(message.content[-1], OpaquePart)
