"""Bugs for the toy provider's transport."""

# ruff: noqa: ARG002, D101, D102 - each class is named for its bug, and overrides one step of the toy provider

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from tests.core.testing.toy_provider import ToyBytes, ToyTransport

from interlingua.errors import APIConnectionError, InternalServerError, ProviderError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from interlingua.provider import WireRequest


class RetriesOnItsOwn(ToyTransport):
    def open(self, request: WireRequest) -> ToyBytes:
        try:
            return super().open(request)
        except InternalServerError:
            return super().open(request)


class RetriesAfterAChunk(ToyTransport):
    def open(self, request: WireRequest) -> ToyBytes:
        transport, first = super(), super().open(request)

        class Again(ToyBytes):
            def __iter__(self) -> Iterator[bytes]:
                try:
                    yield from first
                except APIConnectionError:
                    _LEFT_OPEN.append(transport.open(request))
                    yield from _LEFT_OPEN[-1]

        return Again(first.connection, first.response)


class TakesEveryStatusForTransient(ToyTransport):
    def failure(self, status: int, headers: Mapping[str, str], text: str) -> ProviderError:
        return super().failure(503, headers, text)


class IgnoresRetryAfter(ToyTransport):
    def failure(self, status: int, headers: Mapping[str, str], text: str) -> ProviderError:
        return super().failure(status, {}, text)


class RaisesItsOwnErrors(ToyTransport):
    def open(self, request: WireRequest) -> ToyBytes:
        try:
            return super().open(request)
        except ProviderError as error:
            raise RuntimeError(str(error)) from None


class LeaksTheKey(ToyTransport):
    def failure(self, status: int, headers: Mapping[str, str], text: str) -> ProviderError:
        error = super().failure(status, headers, text)
        error.request = {"authorization": self.settings.api_key}  # type: ignore[attr-defined]  # the bug
        return error


class LogsThePrompt(ToyTransport):
    def open(self, request: WireRequest) -> ToyBytes:
        logging.getLogger("toy").debug("sending %s", request.body)
        return super().open(request)


class LeavesTheConnectionOpen(ToyTransport):
    class bytes_type(ToyBytes):  # noqa: D106, N801 - the name of the hook
        def close(self) -> None:
            _LEFT_OPEN.append(self)


class GivesPiecesLate(ToyTransport):
    class bytes_type(ToyBytes):  # noqa: D106, N801 - as above
        def __iter__(self) -> Iterator[bytes]:
            held = b""
            for piece in super().__iter__():
                yield held[:20]
                held = held[20:] + piece
            yield held


_LEFT_OPEN: list[ToyBytes] = []
