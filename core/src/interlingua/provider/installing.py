"""How to install what isn't there: a command that works today, or the name of what is missing where none is known.

A distribution says where it came from (`direct_url.json`, PEP 610): a clone's folder, a wheel's file or a repository has its siblings
beside it. What came by its name says nothing, and until the first release that name may be anybody's on the package index.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit
from urllib.request import url2pathname

if TYPE_CHECKING:
    from collections.abc import Iterable
    from importlib.metadata import Distribution

ON_THE_INDEX: Final = False
"""Whether our distributions are on the package index; the first release changes it."""

_ON_WINDOWS: Final = os.name == "nt"
_CORE: Final = "interlingua"
_NEEDS: Final = {"llamacpp": ("openai",)}  # whose own dependencies are ours too
_EXTRA: Final = re.compile(r"(?:;| and) extra == ['\"]([\w-]+)['\"]$")


def install_command(*requirements: str) -> str:
    """Give the command that installs requirements into this process's environment, by the installer that filled it."""
    prefix, activated = Path(sys.prefix), os.environ.get("VIRTUAL_ENV")
    is_current = sys.prefix == sys.base_prefix or (activated is not None and Path(activated) == prefix)
    if (_read(_CORE, "INSTALLER") or "").strip() == "uv":
        command = ["uv", "pip", "install", *([] if is_current else ["--python", str(prefix)])]
    else:
        command = [*(["pip"] if is_current else [sys.executable, "-m", "pip"]), "install"]
    return " ".join(map(_quoted, (*command, *requirements)))


def install_extra(extra: str, distribution: str = _CORE) -> str:
    """Say how to install an extra that brings packages of others.

    Args:
        extra: The extra, such as `cli`.
        distribution: The installed distribution whose extra it is.
    """
    source = _Source.of(distribution)
    if source is not None and source.is_there():
        return install_command(*source.requirement(distribution, extra))
    if ON_THE_INDEX:
        return install_command(f"{distribution}[{extra}]")
    if needed := [*_needed_by(distribution, extra)]:
        return install_command(*needed)
    return f"install what the extra {extra!r} of {distribution} names, from where {distribution} came from"


def install_plugins(*names: str) -> str:
    """Say how to install plugins of this project.

    Args:
        names: Their names, such as `anthropic`.
    """
    wanted = dict.fromkeys(name for asked in names for name in (*_NEEDS.get(asked, ()), asked) if name in names or not _is_there(name))
    source = _Source.of(_CORE)
    siblings = [source and source.sibling(name) for name in wanted]
    if all(sibling is not None and sibling.is_there() for sibling in siblings):
        found = zip(wanted, siblings, strict=True)
        return install_command(*(text for name, sibling in found if sibling for text in sibling.requirement(f"{_CORE}-{name}")))
    if ON_THE_INDEX:
        return install_command(f"{_CORE}[{','.join(names)}]")
    return f"install {' and '.join(f'{_CORE}-{name}' for name in wanted)} from where {_CORE} came from"


def this_again() -> str:
    """Write what brings interlingua itself into another environment, from where this one came, for an installer; empty if by its name."""
    source = _Source.of(_CORE)
    return " ".join(map(_quoted, source.requirement(_CORE))) if source is not None and source.is_there() else ""


@dataclass(frozen=True, slots=True)
class _Source:
    """Where a distribution came from.

    Attributes:
        path: A folder or a wheel on this machine; None of a repository.
        editable: Whether the folder is installed as it is.
        repository: The repository's URL for an installer, with its commit; None of a path.
        subdirectory: The distribution's folder in the repository.
    """

    path: Path | None = None
    editable: bool = False
    repository: str | None = None
    subdirectory: str = ""

    @classmethod
    def of(cls, distribution: str) -> _Source | None:
        """Read it; None where it came by its name, or in a way that isn't known here."""
        text = _read(distribution, "direct_url.json")
        try:
            said = json.loads(text or "")
            url, vcs, folder = said["url"], said.get("vcs_info"), said.get("dir_info", {})
            if vcs:
                return cls(repository=f"{vcs['vcs']}+{url}@{vcs['commit_id']}", subdirectory=said.get("subdirectory", ""))
            parts = urlsplit(url)
            return cls(Path(url2pathname(parts.path)), bool(folder.get("editable"))) if parts.scheme == "file" else None
        except (AttributeError, KeyError, TypeError, ValueError):  # nothing, or not what the standard says
            return None

    def is_there(self) -> bool:
        """Tell whether it can be installed from still."""
        return self.path is None or self.path.is_file() or (self.path / "pyproject.toml").is_file()

    def requirement(self, distribution: str, extra: str = "") -> tuple[str, ...]:
        """Write it for an installer."""
        suffix = f"[{extra}]" if extra else ""
        if self.path is None:
            return (f"{distribution}{suffix} @ {self.repository}#subdirectory={self.subdirectory}",)
        if self.path.is_file():
            return (f"{distribution}{suffix} @ {self.path.as_uri()}" if extra else str(self.path),)
        return (*(("-e",) if self.editable else ()), f"{self.path}{suffix}")

    def sibling(self, name: str) -> _Source | None:
        """Find a plugin beside the core; None where it isn't there."""
        if self.path is None:
            return _Source(None, repository=self.repository, subdirectory=f"providers/{name}") if self.subdirectory == "core" else None
        if not self.path.is_file():
            return _Source(self.path.parent / "providers" / name, self.editable)
        wheel = self.path.with_name(re.sub(rf"^{_CORE}-", f"{_CORE}_{name}-", self.path.name))
        return _Source(wheel) if wheel != self.path else None


def _is_there(name: str) -> bool:
    return _found(f"{_CORE}-{name}") is not None


def _found(distribution: str) -> Distribution | None:
    from importlib import metadata

    try:
        return metadata.distribution(distribution)
    except metadata.PackageNotFoundError:
        return None


def _read(distribution: str, file: str) -> str | None:
    found = _found(distribution)
    return found.read_text(file) if found is not None else None


def _needed_by(distribution: str, extra: str) -> Iterable[str]:
    """Give the requirements of an extra, each with what else it depends on, such as Python's version; ours are in no index."""
    found = _found(distribution)
    for requirement in (found.requires if found is not None else None) or ():
        match = _EXTRA.search(requirement)
        if match and match[1] == extra and not requirement.startswith(_CORE):
            yield requirement[: match.start()].rstrip().replace(" ;", ";").replace("'", '"')


def _quoted(text: str) -> str:
    if _ON_WINDOWS:
        return f'"{text}"' if re.search(r"[^\w.:\\/=+-]", text) else text
    return shlex.quote(text)
