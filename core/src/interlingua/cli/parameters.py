"""The options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, TypeAlias

import typer

from interlingua.cli.completion import complete_model, complete_option, complete_template

DEBUG_KEY = "interlingua.debug"


def _remember_debug(context: typer.Context, value: bool) -> None:  # noqa: FBT001 - how typer calls it
    if value:
        context.meta[DEBUG_KEY] = True


ModelOption: TypeAlias = Annotated[
    str | None,
    typer.Option("-m", "--model", metavar="MODEL", autocompletion=complete_model, show_default=False,
                 help="provider:model?option=value, or an alias; else INTERLINGUA_MODEL, a configuration file, the embedded model."),
]  # fmt: skip
OptionsOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("-o", "--option", metavar="NAME=VALUE", autocompletion=complete_option, show_default=False,
                 help="An option of the provider, as in the config string; may be given several times."),
]  # fmt: skip
SystemOption: TypeAlias = Annotated[
    str | None, typer.Option("-s", "--system", metavar="TEXT", show_default=False, help="Instructions for the model.")
]
AttachOption: TypeAlias = Annotated[
    list[Path] | None,
    typer.Option("-a", "--attach", metavar="FILE", show_default=False,
                 help="An image, a PDF or a text to send along, at most 32 MiB; may be given several times."),
]  # fmt: skip
TemplateOption: TypeAlias = Annotated[
    str | None,
    typer.Option("-t", "--template", metavar="NAME", autocompletion=complete_template, show_default=False,
                 help="A text of your own with variables: templates/NAME.txt beside your configuration file."),
]  # fmt: skip
ParamOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("-p", "--param", metavar="NAME=VALUE", show_default=False,
                 help="The value of a template's variable; may be given several times."),
]  # fmt: skip
PlainOption: TypeAlias = Annotated[bool, typer.Option("--plain", help="Show the answer as it comes, without rendering its Markdown.")]
OnLossOption: TypeAlias = Annotated[
    Literal["raise", "record", "strict"], typer.Option("--on-loss", help="What to do about what the provider's format can't say.")
]
DebugOption: TypeAlias = Annotated[
    bool, typer.Option("--debug", callback=_remember_debug, expose_value=True, help="Show the traceback of an error.")
]
