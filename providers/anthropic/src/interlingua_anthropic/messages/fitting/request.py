"""What Claude's API refuses of a request's fields, beside what the rules of `interlingua.dialect.fit` see to; and the order of all rules.

Source, as read in November 2026: https://platform.claude.com/docs/en/build-with-claude/thinking (which forms of `thinking` a model takes,
and with which efforts), and where another stands beside a rule.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from interlingua.dialect import Kept, at, is_int
from interlingua.types import AssistantMessage, ReasoningConfig, ReasoningPart, ToolCallPart, ToolMessage, UserMessage
from interlingua_anthropic.messages.fields import FIELDS
from interlingua_anthropic.messages.fitting.caches import fit_caches, own_fields
from interlingua_anthropic.messages.fitting.conversation import fit_ending, fit_leading, fit_parts
from interlingua_anthropic.messages.reasoning import take_reasoning
from interlingua_anthropic.messages.tools import decode_tool_choice
from interlingua_anthropic.names import HEADERS, MESSAGES

if TYPE_CHECKING:
    from interlingua.dialect import Fitting, Rule
    from interlingua.types import JsonObject, Request

_OFF: Final = "none"
_FORM: Final = "$.reasoning"

_INTERLEAVED: Final = "interleaved-thinking-2025-05-14"
_LONGEST_USER_ID: Final = 256
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def says_reasoning(request: Request) -> bool | None:
    """Tell whether a request asks Claude to think: an effort alone doesn't, and a form of `thinking` that is kept may."""
    asked = request.reasoning
    if asked is None:
        return None
    if asked.budget_tokens is not None:
        return True
    kind = Kept.of(asked.provider_data, MESSAGES).fields.get("type")
    if kind is None:
        return False if asked.effort == _OFF else None
    return kind not in {"disabled", "between_tools"}


def fit_kept(fitting: Fitting) -> None:
    """See what a caller keeps for this wire by hand (`thinking`, `temperature` …) as what it says, where nothing else says that."""
    request = fitting.request
    kept = Kept.of(request.provider_data, MESSAGES)
    rest, fields = dict(kept.fields), dict[str, object]()
    for field in FIELDS:
        if getattr(request, field.ours) is None and field.wire in rest and (value := field.read(rest[field.wire])) is not None:
            fields[field.ours] = tuple(value) if isinstance(value, list) else value
            del rest[field.wire]
    choice, parallel = decode_tool_choice(rest.get("tool_choice"))
    if choice is not None and request.tools and request.tool_choice is None and request.parallel_tool_calls is None:
        fields |= {"tool_choice": choice, "parallel_tool_calls": parallel}
        del rest["tool_choice"]
    config, asked = rest.get("output_config"), request.reasoning
    trial, left = dict(rest), dict(config) if isinstance(config, dict) else {}
    form = Kept.of(asked.provider_data, MESSAGES).fields if asked is not None and asked.budget_tokens is None else {}
    if asked is None and (found := take_reasoning(trial, left)) is not None:
        fields["reasoning"] = found
        rest = {name: value for name, value in trial.items() if name != "output_config"} | ({"output_config": left} if left else {})
    elif form.get("type") == "enabled" and is_int(form.get("budget_tokens")):
        fields["reasoning"] = take_reasoning({"thinking": form}, {"effort": asked.effort} if asked is not None else {})
    if fields:
        fitting.set(**fields, provider_data=Kept(rest, kept.marks).among(request.provider_data, MESSAGES))


def fit_betas(fitting: Fitting) -> None:
    """Know what a beta, or a token of the wire's own, lets a model take.

    Sources: …/build-with-claude/extended-thinking#interleaved-thinking, …/build-with-claude/refusals-and-fallback.
    """
    kept = Kept.of(fitting.request.provider_data, MESSAGES)
    headers = kept.mark(HEADERS)
    betas = headers.get("anthropic-beta") if isinstance(headers, dict) else None
    more = {"prefill"} if kept.fields.get("fallback_credit_token") is not None else set()
    if isinstance(betas, str) and _INTERLEAVED in betas:
        more.add("reasoning_budget_above_max_tokens")
    if more:
        fitting.capabilities = replace(fitting.capabilities, lacks=fitting.capabilities.lacks - more)


def fit_thinking(fitting: Fitting) -> None:
    """Say how to think in a form that the model takes."""
    asked, capabilities = fitting.request.reasoning, fitting.capabilities
    if asked is None:
        return
    own = Kept.of(asked.provider_data, MESSAGES).fields
    kind, off = own.get("type"), capabilities.limit("reasoning_off").one_of
    if asked.budget_tokens is not None:
        if not (capabilities.has("reasoning_budget") or capabilities.has("reasoning_unasked")) and capabilities.has("reasoning_adaptive"):
            fitting.lose(f"{_FORM}.budget_tokens", "the model takes no reasoning_budget", "hint", "adaptive")
            _set(fitting, {**own, "type": "adaptive"}, effort=asked.effort)
        elif capabilities.has("reasoning_budget") and not capabilities.has("tool_choice_forced_with_budget") and _has_bare_call(fitting):
            reason = "with a budget a turn that calls tools must begin with signed reasoning, and the last one doesn't"
            fitting.lose(f"{_FORM}.budget_tokens", reason, "hint")
            _set(fitting, {}, effort=asked.effort)
    elif off is not None and (asked.effort == _OFF or kind == "disabled"):
        fitting.lose(_FORM, "thinking is switched off by another word on this model", "hint", off[0])
        _set(fitting, {"type": off[0]}, effort=None if asked.effort == _OFF else asked.effort)
    elif kind == "between_tools" and off is None and _knows_forms(fitting):
        replaced = "disabled" if capabilities.has("reasoning_off") else None
        fitting.lose(_FORM, "the model doesn't think between tools alone", "hint", replaced)
        _set(fitting, {"type": replaced} if replaced else {}, effort=asked.effort)
    elif kind == "between_tools" and off is not None and len(own) > 1:
        for name in own.keys() - {"type"}:
            fitting.lose(at(_FORM, "provider_data", MESSAGES, name), "between_tools takes no other field", "hint")
        _set(fitting, {"type": kind}, effort=asked.effort)
    elif (kind == "disabled" and not capabilities.has("reasoning_off")) or (
        own and kind in {None, "adaptive"} and not capabilities.has("reasoning_adaptive")
    ):
        fitting.lose(_FORM, f"the model takes no thinking of the type {kind or 'adaptive'}", "hint")
        _set(fitting, {}, effort=asked.effort)
    _lower_effort(fitting)


def _has_bare_call(fitting: Fitting) -> bool:
    """Tell whether the conversation ends in the results of calls before which the model thought nothing that Claude can check.

    What it says from one of the user's questions to the next is one turn, whose thinking stands before its first call.
    Source: the API's own error, "Expected `thinking` or `redacted_thinking`, but found `tool_use`",
    https://github.com/Kilo-Org/kilocode/issues/5219, and …/extended-thinking#preserving-thinking-blocks.
    """
    messages = fitting.request.messages
    asked = next((
        index for index in range(len(messages) - 1, -1, -1)
        if isinstance(messages[index], UserMessage) and not (index and isinstance(messages[index - 1], ToolMessage))
    ), -1)  # fmt: skip
    turn = [message for message in messages[asked + 1 :] if isinstance(message, AssistantMessage)]
    calls = bool(turn) and turn[-1] is not messages[-1] and any(isinstance(part, ToolCallPart) for part in turn[-1].content)
    return calls and not any(
        isinstance(part, ReasoningPart) and bool(part.signature or part.redacted_data) for message in turn for part in message.content[:1]
    )


def _knows_forms(fitting: Fitting) -> bool:
    """Tell whether anything is known of how the model thinks."""
    capabilities = fitting.capabilities
    return not capabilities.has("reasoning_effort") or capabilities.limit("reasoning_effort").one_of is not None


def _lower_effort(fitting: Fitting) -> None:
    """Lower an effort that the model takes only while it thinks."""
    asked, words = fitting.request.reasoning, fitting.capabilities.limit("reasoning_effort_when_off").one_of
    if asked is None or words is None or asked.effort in {None, _OFF, "minimal", *words} or says_reasoning(fitting.request) is not False:
        return
    fitting.lose(f"{_FORM}.effort", f"without thinking the model has no effort {asked.effort!r}", "hint", words[-1])
    fitting.set(reasoning=asked.model_copy(update={"effort": words[-1]}))


def _set(fitting: Fitting, own: JsonObject, effort: str | None) -> None:
    said = ReasoningConfig(effort=effort, provider_data={MESSAGES: own} if own else {})
    fitting.set(reasoning=said if own or effort is not None else None)


def fit_parallel(fitting: Fitting) -> None:
    """Say nothing of parallel calls to a host that takes no choice, which would say it."""
    if fitting.request.parallel_tool_calls is not None and not fitting.capabilities.has("tool_choice"):
        fitting.lose("$.parallel_tool_calls", "this host takes no tool choice, which would say it", "hint")
        fitting.set(parallel_tool_calls=None)


def fit_no_answer(fitting: Fitting) -> None:
    """Refuse what is about an answer where none is asked for, but only to fill the prompt's cache (`max_tokens` of 0).

    Source: https://platform.claude.com/docs/en/build-with-claude/prompt-caching#pre-warming-the-cache.
    """
    request = fitting.request
    if request.max_tokens != 0 or fitting.counting:
        return
    forced = request.tool_choice is not None and request.tool_choice.type in {"required", "tool"}
    for path, refused in (("$.stream", request.stream), ("$.tool_choice", forced)):
        if refused:
            fitting.refuse(path, "max_tokens=0 fills the prompt's cache, and asks for no answer", "leave it out, or ask for some tokens")


def fit_citations(fitting: Fitting) -> None:
    """Refuse citations beside a schema of the answer, in which they would stand between.

    Source: https://platform.claude.com/docs/en/build-with-claude/structured-outputs#feature-compatibility.
    """
    if fitting.request.output_schema is None or not fitting.capabilities.has("output_schema"):
        return
    for index, message in enumerate(fitting.request.messages):
        for place, part in enumerate(message.content):
            if part.type in {"document", "opaque"} and isinstance(said := own_fields(part).get("citations"), dict) and said.get("enabled"):
                hint = "switch them off, or say structured_output=tool where the model can be made to call one"
                fitting.refuse(at("$", "messages", index, "content", place), "an answer in a schema has no citations", hint)


def fit_user_id(fitting: Fitting) -> None:
    """Leave out a user's id that is an address, or too long: the API refuses it, and asks for one that says nothing of a person.

    Sources: https://github.com/BerriAI/litellm/issues/10106, https://platform.claude.com/docs/en/api/messages#metadata ("maxLength 256").
    """
    labels = fitting.request.metadata
    user_id = labels.get("user_id") if labels else None
    if not labels or not isinstance(user_id, str):
        return
    if _EMAIL.search(user_id) or len(user_id) > _LONGEST_USER_ID:
        what = "an e-mail address" if _EMAIL.search(user_id) else f"a text of more than {_LONGEST_USER_ID} characters"
        fitting.lose("$.metadata.user_id", f"{what} is refused as user_id: give a hash of it, or a number", "hint")
        fitting.set(metadata={name: value for name, value in labels.items() if name != "user_id"} or None)


def fit_nulls(fitting: Fitting) -> None:
    """Leave out fields of null, which say nothing, and are refused all the same (`thinking: Input should be an object`)."""
    kept = Kept.of(fitting.request.provider_data, MESSAGES)
    if any(name in kept.fields and kept.fields[name] is None for name in _NEVER_NULL):
        left = {name: value for name, value in kept.fields.items() if value is not None or name not in _NEVER_NULL}
        fitting.set(provider_data=Kept(left, kept.marks).among(fitting.request.provider_data, MESSAGES))


_NEVER_NULL: Final = ("thinking", "tools", "tool_choice", "system", "temperature", "top_k", "top_p", "stop_sequences")

RULES: Final[tuple[Rule, ...]] = (
    fit_kept, fit_nulls, fit_betas,
    fit_leading, fit_parts, fit_ending,
    fit_thinking, fit_parallel, fit_no_answer, fit_citations, fit_user_id, fit_caches,
)  # fmt: skip
"""Before those of every wire: what they look at is as the wire will have it."""
