"""What people write where nobody takes it: words of ours in the wrong place, and other libraries' words; and what to write instead."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from interlingua.types import Request

if TYPE_CHECKING:
    from collections.abc import Collection

_SYSTEM: Final = "begin the messages with it: [SystemMessage(…), UserMessage(…)]"
_RETRY: Final = (
    "give Model retry=RetryPolicy(attempts=…), from interlingua.provider, which counts the first attempt too; None never retries"
)
_STREAM: Final = "stream(…) gives the chunks, complete(…) the whole answer"
_MODEL: Final = 'it stands in the config string: Model("provider:model")'
_OUTPUT: Final = "a call takes output=, a pydantic class, or output_schema=, a JSON schema"
_REASONING: Final = "a call takes reasoning=ReasoningConfig(effort=…) or ReasoningConfig(budget_tokens=…)"
_OWN: Final = 'a field of the provider\'s own goes into provider_data={"<dialect>": {…}}'
_MESSAGES: Final = "a call takes them first: complete(messages)"

_WORDS: Final = MappingProxyType({
    **dict.fromkeys(("system", "system_prompt", "system_message", "system_instruction", "instructions", "developer"), _SYSTEM),
    **dict.fromkeys(("max_retries", "num_retries", "retries", "retry_policy", "max_attempts", "attempts"), _RETRY),
    **dict.fromkeys(("stream", "streaming"), _STREAM),
    **dict.fromkeys(("model", "model_id", "model_name", "provider", "spec", "deployment"), _MODEL),
    **dict.fromkeys(("response_format", "response_model", "output_type", "output_format", "schema", "json_schema", "text_format"), _OUTPUT),
    **dict.fromkeys(("reasoning_effort", "effort", "thinking", "thinking_budget", "budget_tokens"), _REASONING),
    **dict.fromkeys(("prompt", "input", "contents", "history"), _MESSAGES),
    **dict.fromkeys(("max_completion_tokens", "max_output_tokens", "max_new_tokens", "max_tokens_to_sample"), "write max_tokens"),
    **dict.fromkeys(("stop_sequences", "stop_words"), "write stop"),
    **dict.fromkeys(("store", "extra_body", "n", "logprobs", "logit_bias", "user", "service_tier"), _OWN),
    "functions": "a call takes tools=",
    "function_call": "a call takes tool_choice=",
    "request_timeout": "write timeout, of the model",
    "api_base": "write base_url, of the model",
})  # fmt: skip

_OF_MODEL: Final = frozenset({"api_key", "client", "on_loss", "retry", "fallbacks", "capabilities"})
"""The arguments of `Model` that are no options."""

_OF_CALL: Final = frozenset(Request.model_fields) | {"output"}


def instead_in_call(name: str, options: Collection[str]) -> str | None:
    """Say what to write in the place of a word that a call doesn't take; None where nothing is known of it.

    Args:
        name: The word.
        options: The provider's options.
    """
    if name in _OF_MODEL or (name in options and name not in _OF_CALL):
        return f"it is the model's: Model(…, {name}=…)"
    return _WORDS.get(name)


def instead_in_model(name: str) -> str | None:
    """Say what to write in the place of a word that is no option; None where nothing is known of it."""
    if name in _OF_MODEL:  # in a config string
        return f"it is an argument: Model(…, {name}=…)"
    if name in _WORDS:
        return _WORDS[name]
    return _MESSAGES if name == "messages" else f"it is the call's: complete(messages, {name}=…)" if name in _OF_CALL else None
