"""Whoever leaves stops the computing: what every way to llama.cpp's server is held to."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from interlingua import TextDelta

if TYPE_CHECKING:
    from collections.abc import Awaitable, Mapping

    from tests.live.conftest import Computing

    from interlingua import AsyncModel, Model
    from interlingua.types import JsonObject

STORY = "Tell me a long story."


def leave_a_stream(model: Model, computing: Computing, endless: Mapping[str, JsonObject]) -> None:
    """Leave a stream at its first text: the server sees the connection close at once, and what had come is kept."""
    with model.stream(STORY, max_tokens=3000, provider_data=dict(endless)) as stream:
        for chunk in stream:
            if isinstance(chunk, TextDelta):
                break
        assert computing(1, 5)

    assert computing(0, 5)
    assert stream.partial.text


async def cancel(call: Awaitable[object], computing: Computing) -> None:
    """Cancel a call that the server is computing."""
    task = asyncio.ensure_future(call)
    assert await asyncio.to_thread(computing, 1, 20)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert await asyncio.to_thread(computing, 0, 5)


async def drain(model: AsyncModel, endless: Mapping[str, JsonObject]) -> None:
    """Read a stream to an end that never comes."""
    async with model.stream(STORY, max_tokens=3000, provider_data=dict(endless)) as stream:
        async for _ in stream:
            pass
