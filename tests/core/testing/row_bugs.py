"""Bugs in what the toy provider says of its models, and in what its dialect makes of that."""

# ruff: noqa: ARG002, D101, D102 - each class is named for its bug, and overrides one step of the toy provider

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.core.testing.toy import NAME, ToyDialect
from tests.core.testing.toy_provider import ToyProvider

from interlingua.dialect import EVERYTHING, Limit, Row, refuses

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from interlingua.dialect import Capabilities, Dialect, Encoded, Feature
    from interlingua.types import Request


class NamesNoSource(ToyProvider):
    def rows(self) -> Sequence[Row]:
        return (Row(refuses("seed")),)


class NamesNoFeature(ToyProvider):
    def rows(self) -> Sequence[Row]:
        unknown: Feature = "sede"  # type: ignore[assignment]  # the bug
        return (Row({unknown: False}, source="https://docs.invalid"),)


class LimitsWhatHasNone(ToyProvider):
    def rows(self) -> Sequence[Row]:
        return (Row({"seed": Limit(at_most=9)}, source="https://docs.invalid"),)


class ForgetsWhatItKnows(ToyProvider):
    asked = 0

    def rows(self) -> Sequence[Row]:
        self.asked += 1
        return (Row(refuses("seed"), source="https://docs.invalid", note=f"asked {self.asked} times"),)


class IgnoresRows(ToyProvider):
    def dialects(self) -> Mapping[str, Dialect]:
        class Deaf(ToyDialect):
            def encode_request(self, request: Request, capabilities: Capabilities = EVERYTHING) -> Encoded:
                return super().encode_request(request)

        return {NAME: Deaf()}
