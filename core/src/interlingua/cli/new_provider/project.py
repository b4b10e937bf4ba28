"""The files of a new plugin's project: the templates beside this file, with the names put in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from interlingua.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAME: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_LONGEST: Final = 40

_TAKEN: Final = "provider"  # its classes would have the names of those that they are made from
_PREFIX: Final = "interlingua-"

_SOURCES: Final = ("decode", "dialect", "encode", "errors", "options", "provider", "stream", "transport", "wire")
_TESTS: Final = ("bodies", "dialect", "provider")


@dataclass(frozen=True, slots=True)
class Names:
    """What a plugin is called, in each of the places.

    Attributes:
        name: The provider's name, such as `sun-dial`.
    """

    name: str

    def __post_init__(self) -> None:
        """Check the name.

        Raises:
            ConfigError: It can't stand in a config string, a distribution's name and a module's name.
        """
        if len(self.name) > _LONGEST or not _NAME.fullmatch(self.name):
            raise ConfigError(
                f"{self.name!r:.80} can't be a provider's name",
                hint=f"use a lower-case letter, then letters, digits and single hyphens, at most {_LONGEST} in all, such as my-host",
            )
        if self.name.startswith(_PREFIX):
            short = self.name.removeprefix(_PREFIX)
            raise ConfigError(f"{self.name!r} would make {self.distribution!r}", hint=f"leave {_PREFIX!r} out: {short}")
        if self.name == _TAKEN:
            raise ConfigError(f"{self.name!r} says nothing of whose provider it is", hint="take the host's name, such as my-host")

    @property
    def distribution(self) -> str:
        """What is installed, and the project's folder."""
        return f"interlingua-{self.name}"

    @property
    def module(self) -> str:
        """What is imported."""
        return self.distribution.replace("-", "_")

    def fill(self, template: str) -> str:
        """Put the names into a template."""
        words = self.name.split("-")
        placeholders = {
            "name": self.name,
            "module": self.module,
            "title": "".join(map(str.capitalize, words)),
            "upper": "_".join(words).upper(),
        }
        for place, name in placeholders.items():
            template = template.replace(f"%{{{place}}}", name)
        return template


def project_files(names: Names) -> Mapping[str, str]:
    """Give the project's files: path inside of its folder → text."""
    source = f"src/{names.module}"
    templates = {
        "README.md": "README.md",
        "pyproject.toml": "pyproject.toml",
        ".gitignore": "gitignore",
        f"{source}/__init__.py": "source/init.py",
        **{f"{source}/{name}.py": f"source/{name}.py" for name in _SOURCES},
        **{f"tests/test_{name}.py": f"tests/{name}.py" for name in _TESTS},
    }
    folder = files(__package__) / "template"
    texts = {path: names.fill((folder / f"{template}.txt").read_text(encoding="utf-8")) for path, template in templates.items()}
    return {**texts, f"{source}/py.typed": ""}
