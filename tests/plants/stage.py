"""A copy of a converter's package with a bug in it, for a process of its own to import."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.plants.listed import Plant


def planted(plant: Plant, folder: Path) -> Path:
    """Copy the package into a folder, and plant the bug there.

    Args:
        plant: The bug.
        folder: Where the copy goes; it is what a process puts before its path.

    Returns:
        The copy.

    Raises:
        ValueError: An edit doesn't fit, or what comes of it is no Python.
    """
    copy = folder / plant.package
    shutil.copytree(plant.source, copy, ignore=shutil.ignore_patterns("__pycache__"))
    for edit in plant.edits:
        path = copy / edit.file
        path.write_text(edit.applied(path.read_text(encoding="utf-8")), encoding="utf-8")
    for name in dict.fromkeys(edit.file for edit in plant.edits):
        try:
            compile((copy / name).read_bytes(), name, "exec", dont_inherit=True)
        except SyntaxError as error:
            raise ValueError(f"{plant.name}: {error}") from None
    return copy
