"""Bodies and headers whose texts show in no log: at DEBUG level the SDK logs a request's options, with prompts and perhaps a key."""

from __future__ import annotations

import inspect
from functools import wraps
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interlingua.types import JsonValue


class UnloggedBytes(bytes):
    """Bytes with a short repr."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Tell how many they are."""
        return f"<{len(self)} bytes>"


class UnloggedText(str):
    """Text with a short repr."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Tell how long it is."""
        return f"<{len(self)} characters>"


def unlogged(value: JsonValue) -> JsonValue:
    """Copy a body that isn't sent as bytes; names of fields and numbers still show."""
    match value:
        case str():
            return UnloggedText(value)
        case list():
            return [unlogged(item) for item in value]
        case dict():
            return {name: unlogged(item) for name, item in value.items()}
        case _:
            return value


def conceal_headers(client: Any) -> Any:  # noqa: ANN401 - one of many clients, whose SDK isn't loaded here
    """Make a client conceal each request's headers, among which some put a key, between preparing them and logging them.

    What prepares them is private to the SDK, but nothing public comes between: its filter of logs knows no headers.

    Returns:
        The same client.
    """
    prepare = client._prepare_options  # noqa: SLF001 - as said

    @wraps(prepare)
    def prepared(options: Any) -> Any:  # noqa: ANN401 - the SDK's
        return _with_unlogged_headers(prepare(options))

    @wraps(prepare)
    async def awaited(options: Any) -> Any:  # noqa: ANN401 - the SDK's
        return _with_unlogged_headers(await prepare(options))

    client._prepare_options = awaited if inspect.iscoroutinefunction(prepare) else prepared  # noqa: SLF001 - as said
    return client


def _with_unlogged_headers(options: Any) -> Any:  # noqa: ANN401 - the SDK's
    headers: Mapping[str, object] = options.headers or {}  # its mark for none given is falsy
    concealed = {name: UnloggedText(value) if isinstance(value, str) else value for name, value in headers.items()}
    return options.model_copy(update={"headers": concealed}) if concealed else options
