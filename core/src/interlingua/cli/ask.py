"""`interlingua ask`: one question, one answer."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from interlingua.cli.failures import MEANINGS
from interlingua.cli.parameters import (  # noqa: TC001 - typer reads the annotations
    AttachOption,
    DebugOption,
    ModelOption,
    OnLossOption,
    OptionsOption,
    ParamOption,
    PlainOption,
    SystemOption,
    TemplateOption,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from interlingua import Model
    from interlingua.cli.progress import Waiting
    from interlingua.runtime import OnLoss, Stream
    from interlingua.types import Message, Response
    from interlingua.types.request import RequestFields

EPILOG = "Exit codes: " + " · ".join(f"{code} {meaning}" for code, meaning in MEANINGS.items())


def ask(
    *,
    context: typer.Context,
    question: Annotated[str | None, typer.Argument(show_default=False, help="What to ask; piped input is put before it.")] = None,
    model: ModelOption = None,
    option: OptionsOption = None,
    system: SystemOption = None,
    attach: AttachOption = None,
    template: TemplateOption = None,
    param: ParamOption = None,
    schema: Annotated[
        Path | None, typer.Option("--schema", metavar="FILE", show_default=False, help="A JSON schema that the answer must fit.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the whole response as JSON.")] = False,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Print each chunk as a line of JSON.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print what would be sent, and what would be lost; needs no key.")] = False,
    plain: PlainOption = False,
    usage: Annotated[bool, typer.Option("--usage", help="Tell tokens, time to the first chunk and attempts.")] = False,
    on_loss: OnLossOption = "raise",
    debug: DebugOption = False,
) -> None:
    """Ask a model, and print its answer as it comes; `interlingua "several words"` does the same."""
    from interlingua.cli.chosen_model import open_model
    from interlingua.cli.interrupt import prompt_interrupt
    from interlingua.cli.messages import read_messages
    from interlingua.cli.schema_file import read_schema

    if json and jsonl:
        raise typer.BadParameter("--json and --jsonl can't go together", ctx=context)
    if param and template is None:
        raise typer.BadParameter("-p gives a template's variable: name the template with -t", ctx=context, param_hint="-p")
    with prompt_interrupt():
        if template is not None:
            question = _filled(template, param or [], question)
        messages = read_messages(question, system=system, attach=attach or [])
        if not messages:
            raise typer.BadParameter("say what to ask, or pipe it in", ctx=context, param_hint="QUESTION")
        fields: RequestFields = {"output_schema": read_schema(schema)} if schema else {}
        with open_model(model, option or [], "record" if dry_run else on_loss) as opened:
            if dry_run:
                _show_prepared(opened, messages, fields, on_loss)
            else:
                _ask(opened, messages, fields, json=json, jsonl=jsonl, plain=plain, usage=usage, debug=debug)


def _filled(name: str, params: Sequence[str], question: str | None) -> str:
    """Make the question out of a template; what was asked beside it is one of its variables."""
    from interlingua.cli.template import QUESTION, load_template, read_values, templates_folder

    template = load_template(name, templates_folder())
    values = read_values([*params, *([] if question is None else [f"{QUESTION}={question}"])])
    template.check_names([*values])
    return template.render(values)


def _show_prepared(model: Model, messages: Sequence[Message], fields: RequestFields, on_loss: OnLoss) -> None:
    from interlingua.cli.failures import exit_code
    from interlingua.cli.output import note, write_json
    from interlingua.errors import LossError

    encoded = model.prepare(messages, stream=True, **fields)
    write_json(
        {
            "model": str(model.spec),
            "dialect": model.dialect.name,
            "headers": dict(encoded.headers),
            "body": encoded.body,
            "losses": [loss.model_dump(mode="json") for loss in encoded.losses],
        }
    )
    model.on_loss = on_loss
    try:
        model.prepare(messages, stream=True, **fields)
    except LossError as error:
        code = exit_code(error)
        note(f"note: nothing would be sent, because of what would be lost (exit code {code}); --on-loss record lets it pass")
        raise typer.Exit(code) from None


def _ask(
    model: Model, messages: Sequence[Message], fields: RequestFields, *, json: bool, jsonl: bool, plain: bool, usage: bool, debug: bool
) -> None:
    from interlingua.cli.output import note
    from interlingua.cli.progress import Waiting
    from interlingua.cli.remarks import finish_line, loss_lines, usage_line
    from interlingua.cli.schema_file import check_output
    from interlingua.types import OutputSchema

    schema = fields.get("output_schema")
    with Waiting(f"waiting for {model.model_id}") as waiting:
        try:
            with model.stream(messages, **fields) as stream:
                response = _print(stream, waiting, json=json, jsonl=jsonl, plain=plain or schema is not None)
        finally:
            waiting.stop()
            if usage and waiting.record is not None:
                note(usage_line(waiting.record))
    for line in loss_lines(response.losses, every=usage or debug):
        note(line, dim=True)
    if ending := finish_line(response, model):
        note(ending)
    if isinstance(schema, OutputSchema):
        check_output(response, schema.json_schema)


def _print(stream: Stream[None], waiting: Waiting, *, json: bool, jsonl: bool, plain: bool) -> Response:
    from interlingua.cli.answer import open_answer, show
    from interlingua.cli.output import write_json, write_out
    from interlingua.errors import StreamInterruptedError
    from interlingua.types import chunk_to_dict
    from interlingua.types.json import dumps

    if jsonl:
        for chunk in stream:
            waiting.stop()
            write_out(dumps(chunk_to_dict(chunk)).decode() + "\n")
    elif json:
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
