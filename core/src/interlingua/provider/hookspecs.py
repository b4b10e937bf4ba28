"""The hooks that a plugin may implement. All arguments are passed by name; an implementation may take fewer.

There is no hook per chunk: a hook call costs as much as a chunk.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from interlingua.errors import InterlinguaError
    from interlingua.provider.contract import Progress, Provider
    from interlingua.types.losses import Loss
    from interlingua.types.response import Usage

hookspec = pluggy.HookspecMarker("interlingua")
hookimpl = pluggy.HookimplMarker("interlingua")


@dataclass(frozen=True, slots=True)
class CallRecord:
    """One finished call, for observers; it holds neither prompt nor answer.

    Attributes:
        provider: The provider's name.
        model_id: The model that was asked.
        operation: `chat` or `count_tokens`.
        streamed: Whether the caller streamed.
        attempts: How many times the request was sent.
        seconds: From the call's beginning to its end.
        seconds_to_first_chunk: From its beginning to the first chunk, or None where none came.
        usage: Tokens; its figures are None where the provider told none.
        finish_reason: Why the model stopped, or None.
        losses: What the conversions could not carry.
        error: What the call raised, or None.
    """

    provider: str
    model_id: str
    operation: str
    streamed: bool
    attempts: int
    seconds: float
    seconds_to_first_chunk: float | None
    usage: Usage
    finish_reason: str | None
    losses: tuple[Loss, ...]
    error: InterlinguaError | None


@hookspec(firstresult=True)
def interlingua_provider() -> Provider:  # type: ignore[empty-body]  # a specification has no body
    """Give the plugin's provider. Called once, when the provider's name is first used.

    Example:
        ```python
        from interlingua.provider import hookimpl


        @hookimpl
        def interlingua_provider():
            from my_plugin.provider import MyProvider

            return MyProvider()
        ```
    """


@hookspec
def interlingua_call_finished(record: CallRecord) -> None:
    """Observe a finished call, good or bad. An observer that raises is reported, and breaks nothing.

    Example:
        ```python
        from interlingua.provider import hookimpl


        @hookimpl
        def interlingua_call_finished(record):
            print(record.provider, record.model_id, record.attempts, record.seconds)
        ```
    """


@hookspec
def interlingua_progress(progress: Progress) -> None:
    """Observe what a provider is busy with before it can answer, such as fetching or loading a model.

    Example:
        ```python
        from interlingua.provider import hookimpl


        @hookimpl
        def interlingua_progress(progress):
            print(progress.task, progress.done, progress.total)
        ```
    """
