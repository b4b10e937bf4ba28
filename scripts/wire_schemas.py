"""Write the `schema.json` of each dialect: the documented fields of its bodies, read off the types of the installed SDK.

Run it after an update of an SDK: `python scripts/wire_schemas.py`; with `--check` it only tells which file isn't what the SDK says.
The conformance kit draws fields from these files at every place where they may stand.
"""

from __future__ import annotations

import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import anthropic.types.beta as claude
from openai.types import chat, responses
from openai.types.chat.completion_create_params import CompletionCreateParamsNonStreaming
from openai.types.responses.input_token_count_response import InputTokenCountResponse
from openai.types.responses.response_create_params import ResponseCreateParamsNonStreaming
from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from interlingua.types.json import dumps_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core.core_schema import CoreSchema

    from interlingua.types import JsonObject, JsonValue

ROOT: Final = Path(__file__).parents[1]


class Format(NamedTuple):
    """What is written of a format.

    Attributes:
        sdk: The distribution whose types say it.
        final: The types of the events of which one ends a stream, whatever came before.
        roots: The type of each kind of body.
    """

    sdk: str
    final: tuple[str, ...]
    roots: dict[str, Any]


# File → format. Of Claude's API the SDK's beta types, which hold all that the others do. The final events:
# https://platform.claude.com/docs/en/build-with-claude/streaming#event-types and
# https://platform.openai.com/docs/api-reference/responses-streaming (of Chat Completions many hosts leave `[DONE]` out).
FORMATS: Final[dict[str, Format]] = {
    "providers/anthropic/src/interlingua_anthropic/messages/schema.json": Format(
        "anthropic",
        ("message_stop",),
        {
            "request": claude.message_create_params.MessageCreateParamsNonStreaming,
            "response": claude.BetaMessage,
            "event": claude.BetaRawMessageStreamEvent,
            "count": claude.BetaMessageTokensCount,
        },
    ),
    "providers/openai/src/interlingua_openai/chat/schema.json": Format(
        "openai",
        (),
        {
            "request": CompletionCreateParamsNonStreaming,
            "response": chat.ChatCompletion,
            "event": chat.ChatCompletionChunk,
        },
    ),
    "providers/openai/src/interlingua_openai/responses/schema.json": Format(
        "openai",
        ("response.completed", "response.failed", "response.incomplete"),
        {
            "request": ResponseCreateParamsNonStreaming,
            "response": responses.Response,
            "event": responses.ResponseStreamEvent,
            "count": InputTokenCountResponse,
        },
    ),
}

# Padding of a random length that says nothing, so that nobody can guess a text from its packets' sizes: no converter keeps it.
_PADDING: Final = "obfuscation"

# Words for people, and what pydantic says of its own accord: only what a body may hold counts.
_WORDS: Final = frozenset({"title", "description", "default", "discriminator"})


class _Schemas(GenerateJsonSchema):
    """Takes a file that the SDK would read for the text that it sends."""

    def handle_invalid_for_json_schema(self, schema: CoreSchema, error_info: str) -> JsonSchemaValue:  # noqa: ARG002 - for overriding
        return {"type": "string"}


def schema_text(sdk: str, final: Sequence[str], roots: dict[str, Any]) -> str:
    """Write the schema of a format: which body has which type, and a line for each type, so that a change reads well."""
    kinds, shared = TypeAdapter.json_schemas(
        [(kind, "validation", TypeAdapter(type_)) for kind, type_ in roots.items()], schema_generator=_Schemas
    )
    types: JsonObject = shared["$defs"]
    lines = [f"{dumps_text(kind)}: {dumps_text(_without_words(kinds[kind, 'validation']))}," for kind in roots]
    if final:
        lines.insert(0, f'"final": {dumps_text([*final])},')
    defined = [f"  {dumps_text(name)}: {dumps_text(_without_words(types[name]))}" for name in sorted(types)]
    return "\n".join(["{", f'"sdk": "{sdk} {version(sdk)}",', *lines, '"$defs": {', ",\n".join(defined), "}", "}", ""])


def _without_words(value: JsonValue, *, named: bool = False) -> JsonValue:
    """Leave out what is for people; `properties` holds names of fields, which may be any word."""
    if isinstance(value, list):
        return [_without_words(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        name: _without_words(item, named=name == "properties" and not named)
        for name, item in value.items()
        if (named and name != _PADDING) or not (named or name in _WORDS or (name == "additionalProperties" and isinstance(item, bool)))
    }  # fmt: skip


def main(arguments: list[str]) -> int:
    """Write the files, or only look whether they are what the SDKs say."""
    stale = []
    for name, format_ in FORMATS.items():
        text, file = schema_text(*format_), ROOT / name
        if "--check" not in arguments:
            file.write_text(text)
        elif not file.is_file() or file.read_text() != text:
            stale.append(name)
    for name in stale:
        sys.stderr.write(f"{name} isn't what the installed SDK says: run python scripts/wire_schemas.py\n")
    return bool(stale)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
