"""`interlingua ask`: one question, one answer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from interlingua.cli.failures import MEANINGS
from interlingua.cli.parameters import (
    AttachOption,
    DebugOption,
    ModelOption,
    OnLossChoice,
    OnLossOption,
    OptionsOption,
    PlainOption,
    SystemOption,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from interlingua import Model
    from interlingua.cli.progress import Waiting
    from interlingua.runtime import OnLoss, Stream
    from interlingua.types import JsonObject, Message, OutputSchema, Response
    from interlingua.types.request import RequestFields

EPILOG = "Exit codes: " + " · ".join(f"{code} {meaning}" for code, meaning in MEANINGS.items())


@dataclass(frozen=True, slots=True)
class _Shape:
    """How the answer is printed."""

    json: bool
    jsonl: bool
    plain: bool
    usage: bool
    every_loss: bool


def ask(
    *,
    context: typer.Context,
    question: Annotated[str | None, typer.Argument(show_default=False, help="What to ask; piped input is put before it.")] = None,
    model: ModelOption = None,
    option: OptionsOption = None,
    system: SystemOption = None,
    attach: AttachOption = None,
    schema: Annotated[
        Path | None, typer.Option("--schema", metavar="FILE", show_default=False, help="A JSON schema that the answer must fit.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the whole response as JSON.")] = False,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Print each chunk as a line of JSON.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print what would be sent, and what would be lost; needs no key.")] = False,
    plain: PlainOption = False,
    usage: Annotated[bool, typer.Option("--usage", help="Tell tokens, time to the first chunk and attempts.")] = False,
    on_loss: OnLossOption = OnLossChoice.RAISE,
    debug: DebugOption = False,
) -> None:
    """Ask a model, and print its answer as it comes."""
    from interlingua.cli.chosen_model import open_model
    from interlingua.cli.interrupt import prompt_interrupt
    from interlingua.cli.messages import read_messages
    from interlingua.cli.schema_file import read_schema

    if json and jsonl:
        raise typer.BadParameter("--json and --jsonl can't go together", ctx=context)
    with prompt_interrupt():
        messages = read_messages(question, system=system, attach=attach or [])
        if not messages:
            raise typer.BadParameter("say what to ask, or pipe it in", ctx=context, param_hint="QUESTION")
        output_schema = read_schema(schema) if schema else None
        with open_model(model, option or [], "record" if dry_run else on_loss.policy) as opened:
            if dry_run:
                _show_prepared(opened, messages, output_schema, on_loss.policy)
            else:
                _ask(opened, messages, output_schema, _Shape(json, jsonl, plain, usage, every_loss=usage or debug))


def _fields(output_schema: OutputSchema | None) -> RequestFields:
    return {} if output_schema is None else {"output_schema": output_schema}


def _show_prepared(model: Model, messages: Sequence[Message], output_schema: OutputSchema | None, on_loss: OnLoss) -> None:
    from interlingua.cli.failures import exit_code
    from interlingua.cli.output import note, write_json
    from interlingua.errors import LossError

    encoded = model.prepare(messages, stream=True, **_fields(output_schema))
    shown: JsonObject = {
        "model": str(model.spec),
        "dialect": model.dialect.name,
        "headers": dict(encoded.headers),
        "body": encoded.body,
        "losses": [loss.model_dump(mode="json") for loss in encoded.losses],
    }
    write_json(shown)
    model.on_loss = on_loss
    try:
        model.prepare(messages, stream=True, **_fields(output_schema))
    except LossError as error:
        code = exit_code(error)
        note(f"note: nothing would be sent, because of what would be lost (exit code {code}); --on-loss record lets it pass")
        raise typer.Exit(code) from None


def _ask(model: Model, messages: Sequence[Message], output_schema: OutputSchema | None, shape: _Shape) -> None:
    from interlingua.cli.output import note
    from interlingua.cli.progress import Waiting
    from interlingua.cli.remarks import finish_line, loss_lines, usage_line
    from interlingua.cli.schema_file import check_output

    with Waiting(f"waiting for {model.model_id}") as waiting:
        try:
            with model.stream(messages, **_fields(output_schema)) as stream:
                response = _print(stream, waiting, shape, plain=shape.plain or output_schema is not None)
        finally:
            waiting.stop()
            if shape.usage and waiting.record is not None:
                note(usage_line(waiting.record))
    for line in loss_lines(response.losses, every=shape.every_loss):
        note(line, dim=True)
    if ending := finish_line(response, model):
        note(ending)
    if output_schema is not None:
        check_output(response, output_schema.json_schema)


def _print(stream: Stream[None], waiting: Waiting, shape: _Shape, *, plain: bool) -> Response:
    from interlingua.cli.answer import open_answer, show
    from interlingua.cli.output import write_json, write_out
    from interlingua.errors import StreamInterruptedError
    from interlingua.types import chunk_to_dict
    from interlingua.types.json import dumps

    if shape.jsonl:
        for chunk in stream:
            waiting.stop()
            write_out(dumps(chunk_to_dict(chunk)).decode() + "\n")
    elif shape.json:
        try:
            for _ in stream:
                pass
        except StreamInterruptedError as error:
            waiting.stop()
            write_json(error.partial.to_dict())
            raise
        waiting.stop()
        write_json(stream.response.to_dict())
    else:
        show(stream, open_answer(plain=plain), waiting.stop)
    return stream.response
