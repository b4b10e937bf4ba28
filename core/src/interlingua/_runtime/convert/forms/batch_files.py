"""The lines of the two APIs' batch files: a request or a result, with the caller's `custom_id` on it.

Sources: https://developers.openai.com/api/docs/guides/batch (`custom_id`, `method`, `url`, `body`; results with
`response` or `error`) and https://platform.claude.com/docs/en/build-with-claude/batch-processing (`custom_id`, `params`; a `result` that
is `succeeded`, `errored`, `canceled` or `expired`). Only what succeeded has an answer to convert.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from interlingua._runtime.convert.body import get_form
from interlingua._runtime.convert.forms.record import Fields, Record
from interlingua._runtime.convert.forms.strangers import as_record, stranger
from interlingua.dialect import as_object, as_text
from interlingua.errors import ConversionError
from interlingua.types import Loss, Request
from interlingua.types.json import at

if TYPE_CHECKING:
    from collections.abc import Collection

    from interlingua.dialect import Decoded
    from interlingua.types import JsonObject, JsonValue, Response

ID: Final = "custom_id"

CLAUDE: Final = "anthropic.messages"
CHAT: Final = "openai.chat"

_ENDPOINTS: Final = {CHAT: "/v1/chat/completions", "openai.responses": "/v1/responses"}
"""Dialect → what its lines say as `url`. Hosts of the same API leave the `/v1` out, or the `url` altogether."""

_ANSWERS: Final = {"chat.completion": CHAT, "response": "openai.responses"}
"""What an answer says as `object` → its dialect."""

_CLAUDES_ID: Final = re.compile(r"[a-zA-Z0-9_-]{1,64}")
"""Source: the API's own error, https://github.com/anthropics/anthropic-sdk-python/issues/984, and its reference."""


def read_openai_batch(line: JsonValue, path: str, keep: Collection[str]) -> Record:
    """Read a request of a batch, or a result.

    Raises:
        ConversionError: It is neither, it is no conversation, or it failed.
    """
    line = as_record(line, "openai-batch", path)
    fields = Fields(line, path, keep)
    if fields.left.get("body") is not None:
        request = as_object(fields.take("body"), fields.at("body"))
        method, url = fields.text("method"), fields.text("url")
        if method not in {"", "POST"}:
            raise ConversionError(fields.at("method"), f"a request of a batch is sent by POST, not {method}")
        dialect = next((name for name, end in _ENDPOINTS.items() if url.rstrip("/").endswith(end.removeprefix("/v1"))), None)
        if not url:
            dialect = CHAT if "messages" in request else "openai.responses" if "input" in request else None
        if dialect is None:
            hint = f"a conversation's is {' or '.join(_ENDPOINTS.values())}"
            raise ConversionError(fields.at("url"), f"a request to {url or 'nowhere'} is no conversation", hint=hint)
        return _record(request, fields, fields.at("body"), dialect, is_answer=False)
    if "response" not in fields.left and "error" not in fields.left:
        raise stranger(line, "openai-batch", "a line of openai-batch has 'body', or as a result 'response'", path)
    error, response = fields.take("error"), fields.take("response")
    if error is not None or response is None:
        raise _failed(fields.at("error"), error)
    answer = Fields(as_object(response, fields.at("response")), fields.at("response"), (), fields.losses)
    status, body = answer.take("status_code"), answer.take("body")
    if status not in {None, 200}:
        raise _failed(answer.at("body"), body, f"status {status}, ")
    answer.leave("a batch's number for a request, which only its API knows")
    said = as_object(body, answer.at("body"))
    kind = said.get("object")
    dialect = _ANSWERS.get(kind) if isinstance(kind, str) else CHAT if "choices" in said else None
    if dialect is None:
        raise ConversionError(answer.at("body"), "this is no answer of a conversation", hint=f"its `object` is {' or '.join(_ANSWERS)}")
    if fields.take("id") is not None:  # an answer has an `id` of its own
        fields.losses.append(Loss(fields.at("id"), "a batch's number for a request, which only its API knows", "hint"))
    return _record(said, fields, answer.at("body"), dialect, is_answer=True)


def read_anthropic_batch(line: JsonValue, path: str, keep: Collection[str]) -> Record:
    """Read a request of a batch, or a result.

    Raises:
        ConversionError: It is neither, or it failed.
    """
    line = as_record(line, "anthropic-batch", path)
    fields = Fields(line, path, keep)
    if fields.left.get("params") is not None:
        asked = as_object(fields.take("params"), fields.at("params"))
        return _record(asked, fields, fields.at("params"), CLAUDE, is_answer=False)
    if "result" not in fields.left:
        raise stranger(line, "anthropic-batch", "a line of anthropic-batch has 'params', or as a result 'result'", path)
    result = Fields(as_object(fields.take("result"), fields.at("result")), fields.at("result"), (), fields.losses)
    kind = result.text("type")
    if kind != "succeeded":
        raise _failed(result.path, result.take("error"), f"{kind or 'no type'}, ")
    message = as_object(result.take("message"), result.at("message"))
    result.leave("a field of a batch's result that no answer has")
    return _record(message, fields, result.at("message"), CLAUDE, is_answer=True)


def write_openai_batch(record: Record, body: JsonObject, dialect: str, path: str) -> JsonObject:
    """Write a request of a batch, or a result.

    Raises:
        ConversionError: It has no id.
    """
    custom_id = _custom_id(record, path)
    if isinstance(record.value, Request):
        return {ID: custom_id, "method": "POST", "url": _ENDPOINTS[dialect], "body": body}
    return {ID: custom_id, "response": {"status_code": 200, "body": body}, "error": None}


def write_anthropic_batch(record: Record, body: JsonObject, dialect: str, path: str) -> JsonObject:  # noqa: ARG001 - the API has one
    """Write a request of a batch, or a result.

    Raises:
        ConversionError: It has no id, or one that the API refuses.
    """
    custom_id = _custom_id(record, path)
    if not _CLAUDES_ID.fullmatch(custom_id):
        hint = "shorten it in the input, where nobody else can know what refers to it"
        raise ConversionError(at(path, ID), "Anthropic's batches take ids of 1 to 64 letters, digits, '_' and '-'", hint=hint)
    if isinstance(record.value, Request):
        return {ID: custom_id, "params": body}
    return {ID: custom_id, "result": {"type": "succeeded", "message": body}}


def dialect_to_write(record: Record) -> str:
    """Say in which of its dialects OpenAI's API is asked: the one that the request was in, else Chat Completions."""
    return record.dialect if record.dialect in _ENDPOINTS else CHAT


def left_by_batches(record: Record, path: str) -> tuple[Loss, ...]:
    """Tell the line's own fields, for which a batch file has no place: its API refuses a line with more fields."""
    own = Fields({name: value for name, value in record.own.items() if name != ID}, path)
    own.leave("a line of a batch file has no such field")
    return tuple(own.losses)


def _record(body: JsonObject, fields: Fields, path: str, dialect: str, *, is_answer: bool) -> Record:
    """Read a body of a line, the faults in it by their places in the line."""
    form = get_form(dialect)
    try:
        decoded: Decoded[Request] | Decoded[Response] = form.decode_response(body) if is_answer else form.decode_request(body)
    except ConversionError as error:
        raise ConversionError(f"{path}{error.path.removeprefix('$')}", error.reason, hint=error.hint) from None
    return Record(decoded.value, fields.own(), (*fields.losses, *decoded.losses), dialect, "model" in body)


def _failed(path: str, error: JsonValue, status: str = "") -> ConversionError:
    """Say that a result is none, in its API's words."""
    while isinstance(error, dict) and isinstance(error.get("error"), dict):  # Anthropic's stands in an `error` of its own
        error = error["error"]
    words = [error[name] for name in ("type", "code", "message") if error.get(name)] if isinstance(error, dict) else []
    said = status + ": ".join(str(word) for word in words)
    return ConversionError(
        path, f"this request failed ({said.rstrip(', ') or 'with no word'})", hint="send it again: only an answer is converted"
    )


def _custom_id(record: Record, path: str) -> str:
    return as_text(record.own.get(ID), at(path, ID))
