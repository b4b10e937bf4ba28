"""What the API is known to refuse and no translation could mend: told before a byte is sent, with the message at fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.errors import ConfigError, ConversionError
from interlingua.types import AssistantMessage, TextPart
from interlingua.types.json import at
from interlingua_anthropic.messages.parts import is_blank
from interlingua_anthropic.names import MESSAGES

if TYPE_CHECKING:
    from interlingua.types import Request


def check_max_tokens(request: Request) -> None:
    """Refuse a request without `max_tokens`: the API requires it, and a guess could cut answers short.

    Source: https://docs.claude.com/en/api/messages#body-max-tokens.

    Raises:
        ConfigError: It has none.
    """
    if request.max_tokens is None and "max_tokens" not in request.provider_data.get(MESSAGES, {}):
        raise ConfigError(
            f"the Messages API requires max_tokens, and nothing is known of the model {request.model_id!r}",
            hint="give max_tokens in the call, or as an option of the config string: ?max_tokens=4096",
            option="max_tokens",
        )


def check_prefill(request: Request) -> None:
    """Refuse a last message of the model's that ends in white space; to take it off would be to change where the answer goes on.

    Source: the API's own error, "messages: final assistant content cannot end with trailing whitespace".

    Raises:
        ConversionError: With the path of the text.
    """
    last = request.messages[-1] if request.messages else None
    for index, part in reversed(list(enumerate(last.content if isinstance(last, AssistantMessage) else ()))):
        if isinstance(part, TextPart) and is_blank(part.text):
            continue  # it is left out
        if isinstance(part, TextPart) and part.text[-1].isspace():
            path = at("$", "messages", len(request.messages) - 1, "content", index, "text")
            hint = "take it off, or let the user speak last"
            raise ConversionError(path, "the beginning of an answer can't end in white space", hint=hint)
        return
