"""Compares the rows on models with the model names of the installed SDKs, offline; ends with 1 where an SDK names a model that no row does.

A model that takes everything is named by a row that says nothing of features, so that whoever reads this knows that somebody has looked.
"""

from __future__ import annotations

import ast
import sys
from datetime import UTC, date, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from interlingua import get_provider
from interlingua.dialect import Row

if TYPE_CHECKING:
    from collections.abc import Sequence

NAMES: Final = {
    "anthropic": ("anthropic", ("types/model.py", "types/model_param.py")),
    "openai": ("openai", ("types/shared/chat_model.py", "types/shared/responses_model.py")),
}
"""Provider → its SDK, and the SDK's files that name models."""


class Review(NamedTuple):
    """What a comparison found.

    Attributes:
        unnamed: Models of the SDK that no row names.
        unknown: Models that a row names, and the SDK doesn't.
        seen: Day on which rows were read → how many; None for those that name none.
    """

    unnamed: list[str]
    unknown: list[str]
    seen: dict[date | None, int]


def sdk_models(package: str, files: Sequence[str]) -> set[str]:
    """Read the texts of all `Literal[…]` in an SDK's files, without running them.

    Raises:
        FileNotFoundError: The SDK isn't installed, or has no such file any more.
    """
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        msg = f"{package} isn't installed"
        raise FileNotFoundError(msg)
    trees = [ast.parse((Path(spec.origin).parent / file).read_text()) for file in files]
    literals = [
        node.slice
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id == "Literal"
    ]
    return {node.value for it in literals for node in ast.walk(it) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def review(rows: Sequence[Row], models: set[str]) -> Review:
    """Compare rows with the names of models; a pattern that fits them all names none."""
    patterns = {pattern: Row(models=(pattern,)) for row in rows for pattern in row.models}
    fits = {pattern: {name for name in models if row.exactness((name,), ()) is not None} for pattern, row in patterns.items()}
    named = {pattern: names for pattern, names in fits.items() if names != models}
    seen: dict[date | None, int] = {}
    for row in rows:
        seen[row.seen] = seen.get(row.seen, 0) + 1
    return Review(
        sorted(models.difference(*named.values())),
        sorted(pattern for pattern, names in named.items() if not names),
        dict(sorted(seen.items(), key=lambda item: item[0] or date.min)),
    )


def main(today: date | None = None) -> int:
    """Print a review of each plugin; give the exit code."""
    today = today or datetime.now(tz=UTC).date()
    new = False
    for name, (package, files) in NAMES.items():
        found = review(get_provider(name).rows(), sdk_models(package, files))
        new = new or bool(found.unnamed)
        lines = [
            f"{name}:",
            f"  named by no row: {', '.join(found.unnamed) or 'none'}",
            f"  unknown to the SDK: {', '.join(found.unknown) or 'none'}",
            *(
                f"  read on {day}, {(today - day).days} days ago: {count} rows" if day else f"  read on no day that is told: {count} rows"
                for day, count in found.seen.items()
            ),
        ]
        sys.stdout.write("\n".join(lines) + "\n")
    return int(new)


if __name__ == "__main__":
    sys.exit(main())
