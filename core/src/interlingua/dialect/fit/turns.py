"""Whose turn it is: where a system message may stand, and what a request may end in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from interlingua.dialect.kept import Kept, says_something
from interlingua.types.json import at
from interlingua.types.messages import AssistantMessage, SystemMessage, ToolMessage, UserMessage
from interlingua.types.parts import OpaquePart, ReasoningPart, TextPart

if TYPE_CHECKING:
    from interlingua.dialect.fit.fitting import Fitting
    from interlingua.types.messages import Message

_CACHE: Final = "cache_control"
"""The one field of a system message that its text has elsewhere too: where to cache."""

_NO_PLACE: Final = "the model takes no system message here"


def fit_prefill(fitting: Fitting) -> None:
    """Refuse an answer that begins with what the caller wrote, where the model goes on from none.

    An answer that paused in the midst of its maker's own tools goes back as it came, and the model goes on.
    """
    messages, capabilities = fitting.request.messages, fitting.capabilities
    if fitting.counting or not messages or not _is_begun(messages[-1], fitting.dialect):
        return
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

    Moved to the top it would change what all of the model's reasoning rests on, and empty the prompt's cache. What stands between two
    answers is seen to by itself, so that a message that is appended moves none that an answer follows.
    """
    capabilities, messages = fitting.capabilities, fitting.request.messages
    in_place = capabilities.has("system_in_place")
    if (in_place and capabilities.has("system_anywhere")) or not any(isinstance(message, SystemMessage) for message in messages):
        return
    first = next((index for index, message in enumerate(messages) if not isinstance(message, SystemMessage)), len(messages))
    said = list(messages)
    order = [index for index in range(first) if not _is_directive(messages[index], fitting.dialect) or _takes_directive(fitting, index)]
    begin = first
    for end in range(first, len(messages) + 1):
        if end < len(messages) and not isinstance(messages[end], AssistantMessage):
            continue
        order += _placed(fitting, range(begin, end), said)  # all that stands between two answers of the model's
        order += range(end, min(end + 1, len(messages)))
        begin = end + 1
    if not in_place and not capabilities.has("system_as_user"):
        order = _hoisted(fitting, order, first, said)
    if order != list(range(len(messages))) or any(new is not old for new, old in zip(said, messages, strict=True)):
        fitting.reorder(tuple(order), tuple([said[index] for index in order]))


def _placed(fitting: Fitting, run: range, said: list[Message]) -> list[int]:
    """See to the system messages of a run; give its order: what tools gave and the user says, then system messages that may stand there.

    A message of fields alone, such as one that changes the effort from there on, keeps its place wherever the model takes one.
    """
    capabilities = fitting.capabilities
    late = [index for index in run if isinstance(said[index], SystemMessage) and not _is_directive(said[index], fitting.dialect)]
    gone = [index for index in run if _is_directive(said[index], fitting.dialect) and not _takes_directive(fitting, index)]
    order = [index for index in run if index not in gone]
    if not late or not (capabilities.has("system_in_place") or capabilities.has("system_as_user")):
        return order
    others = [index for index in order if index not in late and not isinstance(said[index], SystemMessage)]
    paused = not others and _is_paused(said[run.start - 1], fitting.dialect)
    if not capabilities.has("system_in_place") or (not others and not paused):
        return _as_user(fitting, order, late, said)
    moved = [index for index in late if others and index < others[-1]]
    for index in moved:
        reason = "a system message stands behind what the user says, and before what the model says"
        fitting.lose(f"$.messages[{index}]", reason, "hint", f"behind $.messages[{others[-1]}]")
    behind = next((place for place, index in enumerate(order) if others and index == others[-1]), -1) + 1
    return [index for index in order[:behind] if index not in moved] + moved + order[behind:] if moved else order


def _as_user(fitting: Fitting, order: list[int], late: list[int], said: list[Message]) -> list[int]:
    """Say system messages in the user's place; give the order: results come first."""
    for index in late:
        message, path = said[index], f"$.messages[{index}]"
        own = Kept.of(message.provider_data, fitting.dialect).fields
        parts: list[TextPart] = []
        if not message.content:
            fitting.lose(path, "a system message says nothing, so there is none", "hint")
        for place, part in enumerate(message.content):
            if not isinstance(part, TextPart):
                fitting.lose(at(path, "content", place), f"{_NO_PLACE}, and a user can't say this", "content")
            elif part.text.strip():
                parts.append(part)
            else:
                fitting.lose(at(path, "content", place), "a text says nothing", "hint")
        for name, value in own.items():
            if says_something(value) and name != _CACHE:
                fitting.lose(at(path, "provider_data", fitting.dialect, name), _NO_PLACE, "content")
        if parts:
            fitting.lose(path, _NO_PLACE, "hint", "a user's message")
            if _CACHE in own and _CACHE not in Kept.of(parts[-1].provider_data, fitting.dialect).fields:
                kept = Kept.of(parts[-1].provider_data, fitting.dialect).with_field(_CACHE, own[_CACHE])
                parts[-1] = parts[-1].model_copy(update={"provider_data": kept.among(parts[-1].provider_data, fitting.dialect)})
        said[index] = UserMessage(parts)
    results = [place for place, index in enumerate(order) if isinstance(said[index], ToolMessage)]
    begin = results[-1] + 1 if results else 0
    before = [index for index in order[:begin] if index in late]
    order = [*(index for index in order[:begin] if index not in late), *before, *order[begin:]]
    return [index for index in order if said[index].content or index not in late]


def _hoisted(fitting: Fitting, order: list[int], first: int, said: list[Message]) -> list[int]:
    """Move the late system messages to the top, where they join the leading ones; give the order."""
    late = [index for index in order if index >= first and isinstance(said[index], SystemMessage)]
    late = [index for index in late if not _is_directive(said[index], fitting.dialect)]
    signed = any(
        isinstance(part, ReasoningPart) and (part.signature or part.redacted_data)
        for message in said
        for part in (message.content if isinstance(message, AssistantMessage) else ())
    )
    voided = "the reasoning of earlier answers, and the prompt's cache" if signed else "the prompt's cache"
    for index in late:
        reason = f"a system message that moves to the top voids {voided}"
        fitting.lose(f"$.messages[{index}]", reason, "content" if signed else "hint", "at the top")
        said[index] = _bare(fitting, said[index], index)
    leading = [index for index in order if index < first]
    return [*leading, *late, *(index for index in order if index >= first and index not in late)]


def _bare(fitting: Fitting, message: Message, index: int) -> Message:
    """Give a system message that may stand at the top: without fields that its text hasn't there, and without the mark of another place."""
    fields = Kept.of(message.provider_data, fitting.dialect).fields
    for name, value in fields.items():
        if name != _CACHE and says_something(value):
            fitting.lose(at("$.messages", index, "provider_data", fitting.dialect, name), "a text at the top has no such field", "content")
    left = Kept({_CACHE: fields[_CACHE]} if _CACHE in fields else {})
    return message.model_copy(update={"provider_data": left.among(message.provider_data, fitting.dialect)})


def _is_directive(message: Message, dialect: str) -> bool:
    """Tell whether a system message has no text, but fields of the wire's own that mean something."""
    return isinstance(message, SystemMessage) and not message.content and says_something(Kept.of(message.provider_data, dialect).fields)


def _takes_directive(fitting: Fitting, index: int) -> bool:
    if fitting.capabilities.has("system_directive"):
        return True
    for name in Kept.of(fitting.request.messages[index].provider_data, fitting.dialect).fields:
        path = at("$.messages", index, "provider_data", fitting.dialect, name)
        fitting.lose(path, f"the model takes no {name} within the conversation", "content")
    return False


def _is_paused(message: Message, dialect: str) -> bool:
    """Tell whether an answer ends in a block of one of its maker's own tools."""
    last = message.content[-1] if isinstance(message, AssistantMessage) and message.content else None
    return isinstance(last, OpaquePart) and last.dialect == dialect


def _is_begun(message: Message, dialect: str) -> bool:
    """Tell whether the model is to go on from what a message says; one without a word isn't sent."""
    if not isinstance(message, AssistantMessage) or _is_paused(message, dialect):
        return False
    return any(
        part.dialect == dialect if isinstance(part, OpaquePart) else not isinstance(part, TextPart) or part.text.strip()
        for part in message.content
    )
