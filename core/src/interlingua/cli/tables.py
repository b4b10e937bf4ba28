"""Tables on standard output: aligned on a terminal, tab-separated when piped."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from interlingua.cli.control_characters import one_line
from interlingua.cli.output import is_terminal, write_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def print_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows of text under their heads."""
    cells = [[one_line(cell) for cell in row] for row in rows]
    if not is_terminal(sys.stdout):
        write_out("".join("\t".join(row) + "\n" for row in [list(heads), *cells]))
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*heads, box=box.SIMPLE_HEAD, pad_edge=False)
    for row in cells:
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)
