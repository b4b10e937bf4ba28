"""`interlingua count`: how many input tokens a question has."""

from __future__ import annotations

from typing import Annotated

import typer

from interlingua.cli.parameters import AttachOption, DebugOption, ModelOption, OnLossOption, OptionsOption, SystemOption  # noqa: TC001 - typer reads the annotations


def count(
    *,
    context: typer.Context,
    question: Annotated[str | None, typer.Argument(show_default=False, help="What to count; piped input is put before it.")] = None,
    model: ModelOption = None,
    option: OptionsOption = None,
    system: SystemOption = None,
    attach: AttachOption = None,
    estimate: Annotated[bool, typer.Option("--estimate", help="Guess offline, about four characters a token; needs no key.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    on_loss: OnLossOption = "raise",
    debug: DebugOption = False,  # noqa: ARG001 - the group reads it
) -> None:
    """Count the input tokens of a question, as the provider counts them."""
    from interlingua.cli.chosen_model import open_model
    from interlingua.cli.interrupt import prompt_interrupt
    from interlingua.cli.messages import read_messages
    from interlingua.cli.output import write_json, write_out
    from interlingua.cli.progress import Waiting

    with prompt_interrupt():
        messages = read_messages(question, system=system, attach=attach or [])
        if not messages:
            raise typer.BadParameter("say what to count, or pipe it in", ctx=context, param_hint="QUESTION")
        with open_model(model, option or [], on_loss) as opened:
            if estimate:
                tokens = opened.estimate_tokens(messages)
            else:
                with Waiting(f"waiting for {opened.model_id}"):
                    tokens = opened.count_tokens(messages)
        if json:
            write_json({"format": 1, "model": str(opened.spec), "input_tokens": tokens, "estimated": estimate})
        else:
            write_out(f"{tokens}\n")
