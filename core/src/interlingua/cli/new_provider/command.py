"""`interlingua new-provider NAME`: write a plugin's project that passes its checks as it is, to be changed step by step.

Its files are the templates beside this file, with the names put in.
"""

from __future__ import annotations

import os
import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from interlingua.cli.parameters import DebugOption  # noqa: TC001 - typer reads the annotations
from interlingua.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAME: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_LONGEST: Final = 40

_TAKEN: Final = "provider"  # its classes would have the names of those that they are made from
_PREFIX: Final = "interlingua-"

_SOURCES: Final = ("decode", "dialect", "encode", "errors", "options", "provider", "stream", "tables", "transport", "wire")
_SAMPLES: Final = ("answers", "finish_reasons", "requests", "streams", "written")
_TESTS: Final = ("bodies", "dialect", "provider", "recordings")


def new_provider(
    *,
    name: Annotated[str, typer.Argument(show_default=False, help="The word before the colon in a config string, such as my-host.")],
    directory: Annotated[
        Path, typer.Option("--directory", "-d", file_okay=False, help="Where to put the project's folder, interlingua-NAME.")
    ] = Path(),
    debug: DebugOption = False,  # noqa: ARG001 - the group reads it
) -> None:
    """Write the project of a new provider plugin: a converter, an error table, a transport and their tests, all passing as generated."""
    from interlingua.cli.output import note, write_out
    from interlingua.provider.installing import ON_THE_INDEX, this_again
    from interlingua.runtime import owners_of

    names = Names(name)
    if owners := owners_of(name):
        raise ConfigError(f"{name!r} is a provider already, of {' and '.join(owners)}", hint="choose another name: no two share one")
    folder = directory / names.distribution
    if os.path.lexists(folder):
        raise ConfigError(f"{str(folder)!r} is there already", hint="choose another --directory, or remove it")
    texts = project_files(names)
    try:
        _write(folder, texts)
    except OSError as error:
        raise ConfigError(f"can't write {str(folder)!r}: {error.strerror or error}", hint="choose another --directory") from None
    note(f"{len(texts)} files; try them, then make them yours (README.md says in which order):")
    what = " ".join([*([core] if (core := this_again()) else []), "-e", "'.[dev]'"])
    note(f"  cd {shlex.quote(str(folder))} && python3 -m venv .venv && .venv/bin/pip install {what} && .venv/bin/pytest")
    if not core and not ON_THE_INDEX:
        note("interlingua isn't on the package index: name the folder `core` of a clone before the -e")
    write_out(f"{folder}\n")


def _write(folder: Path, texts: Mapping[str, str]) -> None:
    """Write the whole folder, or nothing: it gets its name when all is there."""
    import shutil
    import tempfile

    folder.parent.mkdir(parents=True, exist_ok=True)
    half = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        for path, text in texts.items():
            file = half / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
        os.umask(umask := os.umask(0))
        half.chmod(0o777 & ~umask)  # a temporary folder is its owner's alone
        half.rename(folder)
    except BaseException:
        shutil.rmtree(half, ignore_errors=True)
        raise


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
    from importlib.resources import files

    source = f"src/{names.module}"
    templates = {
        "README.md": "README.md",
        "pyproject.toml": "pyproject.toml",
        ".gitignore": "gitignore",
        f"{source}/__init__.py": "source/init.py",
        **{f"{source}/{name}.py": f"source/{name}.py" for name in _SOURCES},
        **{f"{source}/samples/{name}.json": f"source/samples/{name}.json" for name in _SAMPLES},
        "tests/conftest.py": "tests/conftest.py",
        "tests/recordings/hello.json": "tests/recordings/hello.json",
        **{f"tests/test_{name}.py": f"tests/{name}.py" for name in _TESTS},
    }
    folder = files(__package__) / "template"
    texts = {path: names.fill((folder / f"{template}.txt").read_text(encoding="utf-8")) for path, template in templates.items()}
    return {**texts, f"{source}/py.typed": ""}
