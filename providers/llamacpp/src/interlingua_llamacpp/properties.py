"""What a served model says of itself; past any proxy, which `http.client` doesn't know."""

from __future__ import annotations

import contextlib
import http.client
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from interlingua.errors import APIConnectionError, InterlinguaError
from interlingua.types.json import loads

if TYPE_CHECKING:
    from interlingua.types import JsonValue

_SECONDS = 30.0


def supports_tools(base_url: str, api_key: str) -> bool:
    """Tell whether the model's chat template has a place for tools; llama.cpp drops them without a word where it hasn't.

    Source: https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md (GET /props).

    Raises:
        APIConnectionError: The server doesn't say.
    """
    try:
        with contextlib.closing(http.client.HTTPConnection(urlsplit(base_url).netloc, timeout=_SECONDS)) as connection:
            connection.request("GET", "/props", headers={"Authorization": f"Bearer {api_key}"})
            properties = loads(connection.getresponse().read())
    except (OSError, http.client.HTTPException, InterlinguaError) as error:
        raise APIConnectionError(f"the llama.cpp server doesn't give its properties: {error}", provider="llamacpp") from None
    return _at(properties, "chat_template_caps", "supports_tools") is True


def _at(value: JsonValue, *keys: str) -> JsonValue:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value
