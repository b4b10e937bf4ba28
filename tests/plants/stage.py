"""A copy of a converter's package with a bug in it, for a process of its own to import."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.plants.listed import Plant


def spoilt(plant: Plant) -> dict[str, str]:
    """Give the files that a plant changes, with its changes.

    Raises:
        ValueError: An edit doesn't fit, or what comes of it is no Python.
    """
    files: dict[str, str] = {}
    for edit in plant.edits:
        text = files.get(edit.file) or (plant.source / edit.file).read_text(encoding="utf-8")
        files[edit.file] = edit.applied(text)
    for name, text in files.items():
        try:
            compile(text, name, "exec", dont_inherit=True)
        except SyntaxError as error:
            raise ValueError(f"{plant.name}: {error}") from None
    return files


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
    files = spoilt(plant)
    copy = folder / plant.package
    shutil.copytree(plant.source, copy, ignore=shutil.ignore_patterns("__pycache__"))
    for name, text in files.items():
        (copy / name).write_text(text, encoding="utf-8")
    return copy
