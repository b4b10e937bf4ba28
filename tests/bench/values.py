"""What it costs to make one chunk, by the kind of class; and our `json` beside the standard library's."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from measure import compare, show
from pydantic import BaseModel

from interlingua import TextDelta
from interlingua.types.json import dumps, loads

if TYPE_CHECKING:
    from collections.abc import Callable

TIMES = 100_000


@dataclass
class Plain:
    """A dataclass."""

    index: int
    text: str


@dataclass(slots=True)
class Slots:
    """A dataclass with slots."""

    index: int
    text: str


@dataclass(frozen=True, slots=True)
class Frozen:
    """A frozen dataclass with slots."""

    index: int
    text: str


class Named(NamedTuple):
    """A named tuple."""

    index: int
    text: str


class Pydantic(BaseModel):
    """A pydantic model."""

    index: int
    text: str


class FrozenPydantic(BaseModel, frozen=True):
    """A frozen one."""

    index: int
    text: str


def repeated(make: Callable[[], object]) -> None:
    """Make it many times, and keep none: a list of them would measure the garbage collector."""
    for _ in range(TIMES):
        make()


def run() -> None:
    """Print the tables."""
    kinds = {
        "interlingua.TextDelta": lambda: repeated(lambda: TextDelta(0, "word")),
        "dataclass": lambda: repeated(lambda: Plain(0, "word")),
        "dataclass, slots": lambda: repeated(lambda: Slots(0, "word")),
        "dataclass, slots, frozen": lambda: repeated(lambda: Frozen(0, "word")),
        "NamedTuple": lambda: repeated(lambda: Named(0, "word")),
        "pydantic": lambda: repeated(lambda: Pydantic(index=0, text="word")),
        "pydantic, frozen": lambda: repeated(lambda: FrozenPydantic(index=0, text="word")),
        "pydantic, model_construct": lambda: repeated(lambda: Pydantic.model_construct(index=0, text="word")),
    }
    show("one chunk", compare(kinds), unit="ns", scale=1e9 / TIMES, base="dataclass, slots")

    event = b'{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hello there"}}'
    body = {"messages": [{"role": "user", "content": f"Question {number}: why? " * 10} for number in range(200)]}
    text = json.dumps(body).encode()
    for title, many, ours, theirs in (
        ("json: read an event", 20_000, lambda: loads(event), lambda: json.loads(event)),
        ("json: read 200 messages", 100, lambda: loads(text), lambda: json.loads(text)),
        ("json: write 200 messages", 100, lambda: dumps(body), lambda: json.dumps(body, ensure_ascii=False).encode()),
    ):
        contenders = {
            "the standard library": lambda work=theirs, many=many: [work() for _ in range(many)],
            "interlingua.types.json": lambda work=ours, many=many: [work() for _ in range(many)],
        }
        show(title, compare(contenders), unit="µs", scale=1e6 / many, base="the standard library")
