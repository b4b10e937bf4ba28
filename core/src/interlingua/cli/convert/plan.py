"""What a run of `convert` is to do: which files, in which form, and whether it may begin. No file is opened here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from interlingua.cli.convert.compression import ZSTD, inner, zstd
from interlingua.cli.convert.partial_file import beside, framed
from interlingua.errors import ConfigError

if TYPE_CHECKING:
    from interlingua.runtime import LineRules
    from interlingua.types import JsonObject

STREAM: Final = Path("-")
"""Standard input or output."""

REPORT_FORMATS: Final = (".jsonl", ".html", ".txt")
PARQUET: Final = ".parquet"
WHOLE: Final = ".json"
"""A file that is one line as a whole, however it is spread out, or an array of records."""

_OTHERS: Final = frozenset((".7z", ".arrow", ".br", ".bz2", ".csv", ".feather", ".lz4", ".lzma", ".tar", ".tgz", ".tsv", ".xz", ".zip"))
"""Endings of files that hold data sets too, and that aren't read: each of their lines would be refused as no JSON."""

_OPTIONS: Final = {"source": "--from", "target": "--to"}
"""What a rule goes by on the command line, where it has another name there."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A run of `convert`.

    Attributes:
        source: The input, `-` for standard input.
        target: The output, `-` for standard output.
        rules: How each line is converted.
        column: The column of a Parquet file that holds the lines.
        rejected: The file for lines that are set aside; made only where there are any.
        report: The file for losses and faults, or None.
        jobs: How many processes convert.
        model: The model whose capabilities the rules hold, by its config string or alias, or None.
    """

    source: Path
    target: Path
    rules: LineRules
    column: str
    rejected: Path
    report: Path | None
    jobs: int
    model: str | None = None

    @property
    def parquet(self) -> bool:
        """Whether the files are Parquet."""
        return inner(self.source).suffix == PARQUET

    @property
    def resumable(self) -> bool:
        """Whether a stopped run can go on: only files are still there the next time."""
        return STREAM not in (self.source, self.target)

    @property
    def stopped(self) -> bool:
        """Whether a run was stopped that can be gone on with."""
        return self.resumable and self.journal.exists()

    @property
    def outputs(self) -> list[Path]:
        """The files that are written."""
        return [path for path in (self.target, self.rejected, self.report) if path and path != STREAM]

    def forget(self) -> None:
        """Remove what a run leaves that was ended before it could tidy up, unless it can be gone on with."""
        if not self.stopped:
            for path in self.outputs:
                beside(path).unlink(missing_ok=True)
                framed(path).unlink(missing_ok=True)

    @property
    def journal(self) -> Path:
        """The journal of a run that isn't done, beside the output."""
        return self.target.with_name(f".{self.target.name}.journal")

    def fingerprint(self) -> JsonObject:
        """Give what must be the same for a run to go on, by a user's names: the input as it was, and all that decides on the output."""
        stat = self.source.stat()
        return {
            "the input": str(self.source.absolute()),
            "the input's size": stat.st_size,
            "the input's date": stat.st_mtime_ns,
            "--rejected": str(self.rejected.absolute()),
            "--report": str(self.report.absolute()) if self.report else None,
            "--column": self.column,
            "--from": self.rules.source,
            "--to": self.rules.target,
            "--model": self.model,
            "--on-loss": self.rules.on_loss,
            "--field": self.rules.field,
            "--keep": [*sorted(self.rules.keep)],
            "--drop": [*sorted(self.rules.drop)],
        }

    def check(self, *, force: bool, resume: bool) -> None:
        """Refuse what can't work, before anything is read.

        Raises:
            ConfigError: A file is missing, in the way, or of a kind that doesn't fit.
        """
        try:
            self.rules.check()
        except ConfigError as error:
            option = error.option or ""
            raise error.within(_OPTIONS.get(option, f"--{option.replace('_', '-')}")) from None
        if self.source != STREAM and not self.source.is_file():
            raise ConfigError(f"there is no file {str(self.source)!r}")
        kinds = inner(self.source).suffix, inner(self.target).suffix
        for path, kind, done in zip((self.source, self.target), kinds, ("read", "written"), strict=True):
            if kind in _OTHERS:
                hint = "it takes JSON lines or .json, either of them also as .gz or .zst, or .parquet"
                raise ConfigError(f"{str(path)!r} is of a kind that isn't {done}", hint=hint)
        if PARQUET in kinds and (kinds[0] != kinds[1] or PARQUET not in {self.source.suffix, self.target.suffix}):
            raise ConfigError("a Parquet file becomes a Parquet file, and JSON lines become JSON lines", hint="name both alike")
        if WHOLE == kinds[1] != kinds[0]:
            raise ConfigError("a .json file holds one body, and the input has lines", hint="name the output .jsonl")
        if ZSTD in {path.suffix for path in (self.source, *self.outputs)}:
            zstd()
        if self.report and self.report.suffix not in REPORT_FORMATS:
            raise ConfigError(f"the report {str(self.report)!r} has no known ending", hint=f"it is one of {', '.join(REPORT_FORMATS)}")
        if resume and not self.resumable:
            raise ConfigError("only a run from a file into a file can be resumed", hint="name both files", option="resume")
        self._check_files(force=force, resume=resume)

    def _check_files(self, *, force: bool, resume: bool) -> None:
        files = [path.absolute() for path in [self.source, *self.outputs] if path != STREAM]
        if len(set(files)) < len(files):
            raise ConfigError("two of the files are the same one", hint="give the input, the output and the others names of their own")
        for path in self.outputs:
            if not path.parent.is_dir():
                raise ConfigError(f"there is no folder {str(path.parent)!r}")
            if path.exists() and not force:
                raise ConfigError(f"{str(path)!r} is there already", hint="choose another name, or pass --force to replace it")
        if self.stopped and not (force or resume):
            raise ConfigError("a run into this file was stopped", hint="go on with --resume, or begin anew with --force")


def default_rejected(source: Path, target: Path) -> Path:
    """Name the file for lines that are set aside: beside the output, else in the current folder."""
    if STREAM == source == target:
        return Path("stdin.rejected.jsonl")
    beside = target if target != STREAM else Path(source.name)
    plain = inner(beside)
    return beside.with_name(f"{plain.stem}.rejected{plain.suffix}{beside.name.removeprefix(plain.name)}")
