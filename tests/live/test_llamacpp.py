"""The embedded provider: a child process of ours, a real model, no key and no network."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pydantic import BaseModel, Field
from tests.core.runtime.calls import observed
from tests.live.leaving import STORY, cancel, leave_a_stream
from tests.processes import all_go

from interlingua import (
    AsyncModel,
    ConfigError,
    ContextWindowExceededError,
    Finish,
    Model,
    Tool,
    ToolChoice,
    ToolMessage,
    UserMessage,
)
from interlingua_llamacpp.weights import ensure_weights

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.live.conftest import Computing

SPEC = "llamacpp:smollm2-135m?temperature=0&max_tokens=24"
WEATHER = Tool(
    "get_weather", "Get the weather of a city.", {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
)
ADD = Tool(
    "add",
    "Add two numbers.",
    {"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "integer"}}, "required": ["a", "b"]},
)
ENDLESS = {"openai.chat": {"ignore_eos": True}}
"""llama.cpp's own field: the answer ends only at its limit."""

TALKS = """
import sys
from interlingua import Model
with Model("llamacpp:smollm2-135m?max_tokens=3000") as model:
    with model.stream("Tell me a long story.", provider_data={"openai.chat": {"ignore_eos": True}}) as stream:
        for text in stream.text:
            print("talking", flush=True)
"""
"""A program that is in mid-answer as soon as it says so."""


class City(BaseModel):
    """A place."""

    name: str = Field(max_length=20)
    inhabitants: int = Field(ge=0, le=99_999_999)


@pytest.fixture(scope="module")
def model() -> Iterator[Model]:
    """The default model."""
    with Model(SPEC) as model:
        yield model


class TestAsking:
    """Whole, streamed, several at once."""

    def test_whole(self, model: Model) -> None:
        """No key, no address: the provider's name is all."""
        with observed() as records:
            response = model.complete("What is the capital of France?")

        assert response.text
        assert ("stop", 1) == (response.finish_reason, response.attempts)
        assert response.usage
        assert response.usage.output_tokens
        assert [(False, "stop", response.usage, None)] == [
            (record.streamed, record.finish_reason, record.usage, record.error) for record in records
        ]

    def test_streamed(self, model: Model) -> None:
        """Word for word the same."""
        with model.stream("What is the capital of France?") as stream:
            chunks = list(stream)

        assert isinstance(chunks[-1], Finish)
        assert model.complete("What is the capital of France?").text == stream.response.text

    def test_the_same_each_time(self) -> None:
        """Without any option: whatever was asked before, and beside what else; with a temperature and a seed it is another answer."""
        capital, story = "What is the capital of France?", "Tell me a story of a fox."
        with Model("llamacpp:smollm2-135m?max_tokens=40") as model, ThreadPoolExecutor(4) as pool:
            texts = {question: model.complete(question).text for question in (capital, story)}
            again = [*pool.map(lambda question: (question, model.complete(question).text), [story, capital, capital, story, story])]
            sampled = model.complete(story, temperature=1.5, seed=7).text

        assert texts[capital] == "The capital of France is Paris."
        assert set(texts.items()) == set(again)
        assert sampled != texts[story]

    def test_threads(self, model: Model) -> None:
        """Four at once, on two slots."""
        with ThreadPoolExecutor(4) as pool:
            texts = list(pool.map(lambda number: model.complete(f"Say {number}.", max_tokens=8).text, range(4)))

        assert all(texts)

    async def test_tasks(self) -> None:
        """Four at once, whole and streamed."""
        async with AsyncModel(SPEC) as model:

            async def streamed(number: int) -> str:
                async with model.stream(f"Say {number}.", max_tokens=8) as stream:
                    return "".join([text async for text in stream.text])

            whole = await asyncio.gather(*(model.complete(f"Say {number}.", max_tokens=8) for number in range(2)))
            texts = await asyncio.gather(*map(streamed, range(2)))

        assert texts == [response.text for response in whole]

    def test_a_gguf_by_path(self) -> None:
        """Any file of the user's own; colons and slashes need no escape. A conversation too long for it says so."""
        with Model(f"llamacpp:{ensure_weights()}?temperature=0&context=256&max_tokens=8") as model:
            assert model.complete("Is the sky blue?").text
            with pytest.raises(ContextWindowExceededError):
                model.complete("word " * 400)

    def test_a_file_that_is_none(self, tmp_path: Path) -> None:
        """Is a mistake in the config, told at the first call."""
        (tmp_path / "broken.gguf").write_bytes(b"GGUF, or so it says")

        with pytest.raises(ConfigError):
            Model(f"llamacpp:{tmp_path}/broken.gguf").complete("hi")


class TestTools:
    """The tiny model calls what it must."""

    def test_a_forced_call_and_its_result(self, model: Model) -> None:
        """The call, the result sent back, an answer in words."""
        question = "What is the weather in Paris?"
        response = model.complete(question, tools=[WEATHER], tool_choice="required", max_tokens=60)
        (call,) = response.tool_calls
        answer = model.complete(
            [UserMessage(question), response.message, ToolMessage(tool_call_id=call.id, content="18 degrees, sunny")], tools=[WEATHER]
        )

        assert ("get_weather", "tool_calls") == (call.name, response.finish_reason)
        assert "city" in call.parse()
        assert answer.text
        assert () == answer.tool_calls

    @pytest.mark.parametrize("tool", [WEATHER, ADD], ids=lambda tool: tool.name)
    def test_a_named_tool(self, model: Model, tool: Tool) -> None:
        """Whatever else there is to choose from."""
        response = model.complete("What is 17 plus 25?", tools=[WEATHER, ADD], tool_choice=ToolChoice("tool", tool.name), max_tokens=60)

        assert [tool.name] == [call.name for call in response.tool_calls]

    def test_none(self, model: Model) -> None:
        """Then it speaks."""
        response = model.complete("Is the sky blue?", tools=[WEATHER], tool_choice="none")

        assert response.text
        assert () == response.tool_calls


class TestOutput:
    """A class in, an instance out: the grammar holds the model to it."""

    def test_whole(self, model: Model) -> None:
        """Typed."""
        assert isinstance(model.complete("Describe Paris.", output=City, max_tokens=60).parsed, City)

    async def test_streamed(self) -> None:
        """And awaited."""
        async with AsyncModel(SPEC) as model, model.stream("Describe Paris.", output=City, max_tokens=60) as stream:
            async for _ in stream:
                pass

            assert isinstance(stream.response.parsed, City)


class TestDryRuns:
    """What would be sent, and how long it is."""

    def test_every_call_is_a_stream_on_the_wire(self, model: Model) -> None:
        """`prepare` says so."""
        assert model.prepare("hi").body["stream"] is True

    def test_counts_are_exact(self, model: Model) -> None:
        """The model's own template and vocabulary, tools included."""
        counted = model.count_tokens("Is the sky blue?")
        usage = model.complete("Is the sky blue?", max_tokens=1).usage

        assert usage
        assert counted == usage.total_input_tokens
        assert model.count_tokens("Is the sky blue?", tools=[WEATHER], tool_choice="required") > counted


class TestLeaving:
    """Whoever leaves stops the computing."""

    def test_a_stream(self, model: Model, computing: Computing) -> None:
        """At once."""
        leave_a_stream(model, computing, ENDLESS)

    async def test_a_cancelled_whole_call(self, computing: Computing) -> None:
        """Though the caller didn't stream: on the wire it is a stream."""
        async with AsyncModel(SPEC) as model:
            await cancel(model.complete(STORY, max_tokens=3000, provider_data=ENDLESS), computing)

    @pytest.mark.skipif(not Path("/proc").is_dir(), reason="children are looked up in /proc")
    @pytest.mark.parametrize("with_signal", [signal.SIGINT, signal.SIGKILL], ids=lambda one: one.name)
    def test_a_process_in_mid_answer(self, with_signal: signal.Signals) -> None:
        """Ctrl-C or `kill -9`: no child lives on."""
        program = subprocess.Popen([sys.executable, "-c", TALKS], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # noqa: S603 - the program above
        with program:
            assert program.stdout is not None
            assert "talking" == program.stdout.readline().strip()
            children = _children(program.pid)
            os.kill(program.pid, with_signal)
            program.communicate(timeout=30)

        assert children
        assert all_go(children, 10)
        assert program.returncode != 0


def _children(pid: int) -> list[int]:
    """List a process's children, and theirs."""
    direct = [int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()]
    return [*direct, *(below for child in direct for below in _children(child))]
