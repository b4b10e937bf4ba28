"""`interlingua convert`: a data set from one form into another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from interlingua.cli.completion import complete_model, complete_source, complete_target
from interlingua.cli.failures import SET_ASIDE
from interlingua.cli.parameters import DebugOption  # noqa: TC001 - typer reads the annotations

if TYPE_CHECKING:
    from interlingua.cli.convert.journal import Tally
    from interlingua.cli.convert.plan import Plan

_SHOWN_GROUPS = 10


def convert(
    *,
    source: Annotated[
        Path,
        typer.Argument(metavar="INPUT", help="A file of JSON lines, a .json or a .parquet file; - is stdin. .gz and .zst are unpacked."),
    ] = Path("-"),
    target: Annotated[Path, typer.Argument(metavar="OUTPUT", help="The file to write; - is stdout. .gz and .zst are packed.")] = Path("-"),
    source_form: Annotated[
        str,
        typer.Option(
            "--from",
            metavar="FORM",
            autocompletion=complete_source,
            help="A wire format (openai.chat, anthropic.messages, …), a data set's form (sharegpt, alpaca, xlam), a batch file "
            "(openai-batch, anthropic-batch), or interlingua.",
        ),
    ],
    target_form: Annotated[
        str,
        typer.Option(
            "--to",
            metavar="FORM",
            autocompletion=complete_target,
            help="The form to convert into: a wire format, interlingua, or for a batch file another one.",
        ),
    ],
    model: Annotated[
        str | None,
        typer.Option(
            "-m",
            "--model",
            metavar="MODEL",
            autocompletion=complete_model,
            help="Leave out, move or refuse what this model is known to refuse; else a body comes through as it is.",
        ),
    ] = None,
    on_loss: Annotated[
        Literal["raise", "record", "strict", "ignore"],
        typer.Option("--on-loss", help="What to do with a line that would lose something."),
    ] = "raise",
    report: Annotated[
        Path | None, typer.Option("--report", metavar="FILE", help="Write all losses and faults to a .jsonl, .html or .txt file.")
    ] = None,
    rejected: Annotated[
        Path | None, typer.Option("--rejected", metavar="FILE", help="Where lines are set aside; else beside the output.")
    ] = None,
    field: Annotated[str | None, typer.Option("--field", metavar="NAME", help="The field of a line that holds the body.")] = None,
    keep: Annotated[list[str] | None, typer.Option("--keep", metavar="NAME", help="A field that is the line's own; repeatable.")] = None,
    drop: Annotated[list[str] | None, typer.Option("--drop", metavar="NAME", help="A field to leave out; repeatable.")] = None,
    column: Annotated[
        str, typer.Option("--column", metavar="NAME", help="The column of a Parquet file that holds the messages.")
    ] = "messages",
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, max=256, help="How many processes convert.")] = 1,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a run that was stopped.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace files that are there already.")] = False,
    debug: DebugOption = False,  # noqa: ARG001 - the group reads it
) -> None:
    """Convert conversations, data sets and batch files from one format into another."""
    from interlingua.cli.chosen_model import capabilities_of
    from interlingua.cli.convert.plan import Plan, default_rejected
    from interlingua.cli.convert.run import Run
    from interlingua.cli.interrupt import prompt_interrupt
    from interlingua.cli.progress import bar
    from interlingua.dialect import EVERYTHING
    from interlingua.runtime import LineRules

    known = capabilities_of(model, target_form) if model else EVERYTHING
    rules = LineRules(source_form, target_form, on_loss, field, frozenset(keep or ()), frozenset(drop or ()), known)
    plan = Plan(source, target, rules, column, rejected or default_rejected(source, target), report, jobs, model)
    with prompt_interrupt(plan.forget):
        plan.check(force=force, resume=resume)
        try:
            run = Run(plan, resume=resume)
            with bar(plan.source.name, run.reader.total, "lines") as advance:
                run.go(advance)
        except BaseException:
            plan.forget()  # the run tidies up after itself, but for files that it was just about to open
            raise
        _tell(plan, run.tally)
    if run.tally.set_aside:
        raise typer.Exit(SET_ASIDE)


def _tell(plan: Plan, tally: Tally) -> None:
    """Say on standard error how it went."""
    from interlingua.cli.convert.run import NAMED
    from interlingua.cli.output import note

    if tally.set_aside > NAMED:
        note(f"and {tally.set_aside - NAMED:,} further lines set aside; --report FILE names them all")
    note(tally.summary() + (f" in {str(plan.rejected)!r}" if tally.set_aside else ""))
    rows = list(tally.rows())
    for count, kind, path, reason, first in rows[:_SHOWN_GROUPS]:
        often = f"once, in {first}" if count == "1" else f"{count} times, first in {first}"
        note(f"loss ({kind}) at {path}: {reason} ({often})")
    if len(rows) > _SHOWN_GROUPS:
        note(f"and {len(rows) - _SHOWN_GROUPS:,} further kinds of losses; --report FILE lists them all")
