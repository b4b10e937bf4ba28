"""`interlingua record`: one question, and a file with what was sent and answered, for tests to play."""

from __future__ import annotations

import os
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated, Final

import typer

from interlingua.cli.parameters import (  # noqa: TC001 - typer reads the annotations
    AttachOption,
    DebugOption,
    ModelOption,
    OnLossOption,
    OptionsOption,
    SystemOption,
)

if TYPE_CHECKING:
    from interlingua.dialect import Dialect
    from interlingua.testing.replay import Exchange
    from interlingua.types import JsonObject, Response

_MOST_SHOWN: Final = 200  # characters of an answer


def record(
    *,
    context: typer.Context,
    question: Annotated[str | None, typer.Argument(show_default=False, help="What to ask; piped input is put before it.")] = None,
    to: Annotated[Path, typer.Option("--to", metavar="FILE", show_default=False, help="The JSON file to write.")],
    model: ModelOption = None,
    option: OptionsOption = None,
    system: SystemOption = None,
    attach: AttachOption = None,
    body: Annotated[
        Path | None,
        typer.Option("--body", metavar="FILE", show_default=False, help="Send this JSON as it is, in the place of a question."),
    ] = None,
    whole: Annotated[bool, typer.Option("--whole", help="Ask for the answer as a whole, not as a stream.")] = False,
    secret: Annotated[
        list[str] | None, typer.Option("--secret", metavar="TEXT", show_default=False, help="A text to blank too; repeatable.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there already.")] = False,
    on_loss: OnLossOption = "raise",
    debug: DebugOption = False,  # noqa: ARG001 - the group reads it
) -> None:
    """Ask a model once, and record what was sent and answered, with keys taken out."""
    from interlingua import load_config
    from interlingua.cli.chosen_model import model_of
    from interlingua.cli.interrupt import prompt_interrupt
    from interlingua.cli.messages import read_messages
    from interlingua.cli.output import note, write_out
    from interlingua.cli.progress import Waiting
    from interlingua.testing.replay import recorded

    if body is not None and (question is not None or system is not None or attach or whole):
        raise typer.BadParameter("a body says all that is sent, and nothing goes beside it", ctx=context, param_hint="--body")
    _check_target(to, force=force)
    config = load_config()
    chosen = model_of(config, model, option or [])
    with prompt_interrupt():
        given = read_body(body) if body is not None else None
        messages = None if body is not None else read_messages(question, system=system, attach=attach or [])
        if messages is not None and not messages:
            raise typer.BadParameter("say what to ask, pipe it in, or give --body", ctx=context, param_hint="QUESTION")
        with Waiting(f"waiting for {chosen.model_id}"):
            exchange = recorded(
                str(chosen.spec),
                messages,
                body=given,
                stream=not whole,
                secrets=secret or (),
                on_loss=on_loss,
                corrections=config.capabilities,
            )
    to.parent.mkdir(parents=True, exist_ok=True)
    exchange.save(to)
    kind = "a stream" if exchange.streamed else "a whole answer"
    note(f"recorded {kind} of {len(exchange.raw):,} bytes; keys are taken out, but read the file before you publish it")
    note(_understood(exchange, chosen.dialect))
    write_out(f"{to}\n")


def read_body(path: Path) -> JsonObject:
    """Read a wire's body.

    Raises:
        ConfigError: It isn't there, or holds no JSON object.
    """
    from interlingua.errors import ConfigError, ConversionError
    from interlingua.types.json import loads

    try:
        value = loads(path.read_bytes())
    except OSError as error:
        raise ConfigError(f"--body {str(path)!r} can't be read: {error.strerror or error}") from None
    except ConversionError as error:
        raise ConfigError(f"--body {str(path)!r} holds no JSON: {error.reason}") from None
    if not isinstance(value, dict):
        raise ConfigError(f"--body {str(path)!r} holds no JSON object", hint="it is the body of a request, such as the API's pages show")
    return value


def _check_target(path: Path, *, force: bool) -> None:
    """See to it that the file can be written, before anything is paid for.

    Raises:
        ConfigError: It is there already, is a folder, or its folder takes no files.
    """
    from interlingua.errors import ConfigError

    if path.is_dir() or (os.path.lexists(path) and not force):
        hint = "name a file" if path.is_dir() else "choose another --to, or replace it with --force"
        raise ConfigError(f"{str(path)!r} is {'a folder' if path.is_dir() else 'there already'}", hint=hint)
    folder = next(above for above in path.absolute().parents if above.exists())
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        what = "takes no files" if folder.is_dir() else "is no folder"
        raise ConfigError(f"can't write {str(path)!r}: {str(folder)!r} {what}", hint="choose another --to")


def _understood(exchange: Exchange, dialect: Dialect) -> str:
    """Say what the format makes of the answer: who writes a converter has come so far, or not yet."""
    from interlingua.errors import ConfigError
    from interlingua.runtime import attempt

    try:
        response = attempt(dialect.name, "reading the answer", lambda: _read(exchange, dialect))
    except ConfigError as error:
        return f"the answer is recorded, and not understood yet: {error.message}"
    return f"{dialect.name} reads {response.text[:_MOST_SHOWN]!r}, which ended by {response.finish_reason!r}"


def _read(exchange: Exchange, dialect: Dialect) -> Response:
    from interlingua.types.json import loads

    if not exchange.streamed:
        value = loads(exchange.raw)
        return dialect.decode_response(value if isinstance(value, dict) else {}).value
    decoder = dialect.stream_decoder()
    decoder.feed(exchange.raw)
    decoder.close()
    return decoder.response()
