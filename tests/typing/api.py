"""Code as a user writes it, which only has to type-check: `nox -s types` reads it with mypy and with pyright; nothing runs it."""

import asyncio
import functools
from pathlib import Path
from typing import assert_type

from pydantic import BaseModel

import interlingua
from interlingua import (
    AssistantMessage,
    AsyncModel,
    AudioPart,
    Conversation,
    DocumentPart,
    ImagePart,
    LossError,
    Model,
    PartEnd,
    RateLimitError,
    Response,
    StreamInterruptedError,
    SystemMessage,
    TextDelta,
    TextPart,
    Tool,
    ToolCallPart,
    ToolMessage,
    URLSource,
    UserMessage,
)
from interlingua.dialect import Capabilities, Feature, Limit, Row, refuses
from interlingua.types import JsonObject, Message


class Invoice(BaseModel):
    """What a model is asked to extract."""

    number: str
    total: float


def weather(city: str) -> str:
    """Tell the weather of a city."""
    return f"sunny in {city}"


def ask(model: Model) -> None:
    """Text in, text out."""
    response = model.complete("Why is the sky blue?", max_tokens=200, temperature=0.2, stop=["\n\n"])
    assert_type(response.text, str)
    assert_type(response.usage.output_tokens, int | None)  # without a check: a provider that told nothing gives an empty one
    for loss in response.losses:
        assert_type(loss.path, str)


def extract(model: Model) -> str:
    """A class in, an instance of it out."""
    invoice = model.complete("Extract the invoice", output=Invoice).parsed
    assert_type(invoice, Invoice)
    # Where the model may call tools first, there may be no instance yet.
    assert_type(model.complete("Extract the invoice", tools=[weather], output=Invoice).parsed, Invoice | None)
    return invoice.number


def converse(model: Model) -> Conversation:
    """A conversation of every role, with a tool and its result."""
    messages: list[Message] = [
        SystemMessage("Be brief."),
        UserMessage([TextPart("What is this?"), ImagePart(URLSource(url="https://example.org/cat.png"))]),
        AssistantMessage([ToolCallPart(id="call_1", name="weather", arguments='{"city": "Paris"}')]),
        ToolMessage(tool_call_id="call_1", content="sunny"),
    ]
    response = model.complete(messages, tools=[Tool.from_function(weather), functools.partial(weather, "Rome")], tool_choice="auto")
    for call in response.tool_calls:
        assert_type(call.parse(), JsonObject)
    return Conversation.from_json(Conversation([*messages, response.message]).to_json())


def keep(model: Model, file: Path) -> None:
    """A conversation is a sequence that never changes, and lives in a file."""
    conversation = Conversation.load(file) if file.exists() else Conversation([SystemMessage("Be brief.")])
    question = UserMessage([
        TextPart("What is this?"),
        ImagePart.from_path(file.with_suffix(".png")),
        ImagePart.from_bytes(b"...", "image/png"),
        DocumentPart.from_url("https://example.org/a.pdf", title="A"),
        AudioPart.from_path("a.wav", media_type="audio/wav"),
    ])  # fmt: skip
    asked = conversation.append(question)
    answered = asked.extend([model.complete(asked).message])
    assert_type(answered[0], Message)
    assert_type(answered[1:], Conversation)
    assert_type(asked + [question], Conversation)  # noqa: RUF005 - the sum is what is checked
    assert_type([question] + asked, Conversation)  # noqa: RUF005 - as above
    for message in answered:
        assert_type(message, Message)
    assert_type(len(answered), int)
    answered.save(file)


def show(model: Model) -> None:
    """Chunks as they come, and what had arrived when the line broke."""
    try:
        with model.stream("Tell me a story", tools=[Tool.from_function(weather)]) as stream:
            for chunk in stream:
                match chunk:
                    case TextDelta(text=text):
                        assert_type(text, str)
                    case PartEnd(part=ToolCallPart() as call):
                        assert_type(call.name, str)
                    case _:
                        pass
            assert_type(stream.response.text, str)
    except RateLimitError as error:
        assert_type(error.retry_after, float | None)
    except StreamInterruptedError as error:
        assert_type(error.partial.text, str)
    except LossError as error:
        assert_type([loss.reason for loss in error.losses], list[str])


async def await_it(spec: str) -> Response[Invoice]:
    """The same, awaited; what is pure is not."""
    async with AsyncModel(spec, fallbacks=["openai:gpt-5"], on_loss="record", timeout=20) as model:
        async with model.stream("Tell me a story") as stream:
            async for text in stream.text:
                assert_type(text, str)
        assert_type(await model.count_tokens("How long is this?"), int)
        assert_type(model.estimate_tokens("How long is this?"), int)
        task = asyncio.create_task(model.complete("Extract the invoices", output=list["Invoice"]))
        counted, extracted = await asyncio.gather(model.count_tokens("How long is this?"), task)
        assert_type(counted, int)
        assert_type(extracted.parsed, list[Invoice])
        return await model.complete("Extract the invoice", output=Invoice)


def can_say(word: Feature) -> Capabilities:
    """A feature's word is checked where it is written: a misspelt one would never be met."""
    Capabilities(lacks=frozenset({"tool_image", "sed"}))  # type: ignore[arg-type]  # there is no such word
    return Capabilities(lacks=frozenset({"seed", word}))


def translate(body: JsonObject) -> JsonObject:
    """From one wire format to another, without a model."""
    encoded = interlingua.convert(body, source="openai.chat", target="anthropic.messages", on_loss="record", capabilities="openai:gpt-5")
    return {**encoded.body, "metadata": {"user_id": "translated"}}


def corrected(path: Path) -> None:
    """What the caller knows of models: a file, or rows."""
    rows = [Row({"seed": False, "temperature": Limit(at_most=1)}, models=("gpt-5*",)), Row(refuses("top_k"), hosts=("vllm",))]
    for known in (str(path), path, rows, tuple(rows)):
        Model("openai:gpt-5", capabilities=known)
        AsyncModel("openai:gpt-5", capabilities=known)
    Model("openai:gpt-5", capabilities={"seed": False})  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # rows, and no table
