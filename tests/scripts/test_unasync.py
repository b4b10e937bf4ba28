"""The sync form of an async text; `nox -s lint` compares the committed twins to the letter, as it has the formatter."""

from __future__ import annotations

import ast

import pytest
from scripts.unasync import FOLDER, TWINS, unasync


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("async def f(): return await g()\n", "def f(): return g()\n"),
        ("async with a as b, c:\n", "with a as b, c:\n"),
        ("(x async for x in aiter(y))\n", "(x for x in iter(y))\n"),
        ("await anext(self._chunks); await it.aclose()\n", "next(self._chunks); it.close()\n"),
        ("async def __aenter__; __aexit__; __aiter__; __anext__\n", "def __enter__; __exit__; __iter__; __next__\n"),
        ("Callable[[Call, AsyncTransport], Awaitable[ResultT]]\n", "Callable[[Call, Transport], ResultT]\n"),
        ("-> Coroutine[object, object, Response[T | None]] | Coroutine[object, object, int]: ...\n", "-> Response[T | None] | int: ...\n"),
        ("from x.async_stream import AsyncStream\n", "from x.stream import Stream\n"),
        ("a = 1\nclose = aclose  # async alone\nb = 2\n", "a = 1\nb = 2\n"),
        ("disclose, await_, asyncio, aclosed, Asynchronous\n", "disclose, await_, asyncio, aclosed, Asynchronous\n"),
    ],
)
def test_the_sync_form(text: str, expected: str) -> None:
    """No word is touched that only looks like one of them."""
    assert expected == unasync(text)


@pytest.mark.parametrize(("source", "twin"), TWINS.items())
def test_a_committed_twin_says_what_its_source_says(source: str, twin: str) -> None:
    """Class by class and function by function, whatever the format."""
    wanted, found = (ast.parse(text) for text in (unasync((FOLDER / source).read_text("utf-8")), (FOLDER / twin).read_text("utf-8")))

    assert [ast.dump(node) for node in wanted.body if isinstance(node, ast.ClassDef | ast.FunctionDef)] == [
        ast.dump(node) for node in found.body if isinstance(node, ast.ClassDef | ast.FunctionDef)
    ]
