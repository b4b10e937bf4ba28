"""Compressed files, by their ending: `.gz` and `.zst`. A position in one is that of what it holds, and nothing is unpacked at once.

What is written is a member (a frame) of its own each time: whatever reads such files reads them one after another, and a run that was
stopped goes on behind the last one that is whole.
"""

from __future__ import annotations

import gzip
import sys
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from interlingua.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import ModuleType

GZIP: Final = ".gz"
ZSTD: Final = ".zst"

_MAGIC: Final = ((b"\x1f\x8b", "gzip", GZIP), (b"\x28\xb5\x2f\xfd", "zstd", ZSTD), (b"PAR1", "Parquet", ".parquet"))
"""How files begin that are no text, by their formats' specifications: RFC 1952, RFC 8878, and https://parquet.apache.org/docs/file-format."""


def inner(path: Path) -> Path:
    """Give a file's name without the ending that says how it is compressed."""
    return path.with_suffix("") if path.suffix in {GZIP, ZSTD} else path


def check_text(begun: bytes, name: str) -> None:
    """Refuse what is compressed under another name, or through a pipe: each of its lines would be refused as no JSON.

    Raises:
        ConfigError: It is.
    """
    for magic, what, ending in _MAGIC:
        if begun.startswith(magic):
            raise ConfigError(f"{name} holds {what} data", hint=f"convert it from a file whose name ends in {ending}")


def zstd() -> ModuleType:
    """Give Python's `compression.zstd`, or its backport.

    Raises:
        ConfigError: Neither is there.
    """
    try:
        if sys.version_info >= (3, 14):
            from compression import zstd as module  # pragma: no cover - this Python has it itself
        else:
            from backports import zstd as module
    except ModuleNotFoundError:
        from interlingua.provider.installing import install_extra

        raise ConfigError("files that end in .zst need zstd", hint=install_extra("cli")) from None
    return module


def compressed(path: Path, data: bytes) -> bytes:
    """Compress what is written to a file, as its ending says; the same data gives the same bytes."""
    if path.suffix == GZIP:
        return gzip.compress(data, 6, mtime=0)
    if path.suffix == ZSTD:
        module = zstd()
        return cast("bytes", module.compress(data, options={module.CompressionParameter.checksum_flag: 1}))
    return data


@contextmanager
def reading(path: Path) -> Iterator[BinaryIO]:
    """Open a file and read what it holds; within the block, a fault of its compression is told by its name.

    Raises:
        ConfigError: It is cut off, or isn't compressed as its ending says.
    """
    if path.suffix not in {GZIP, ZSTD}:
        with path.open("rb") as file:
            yield file
        return
    name, module = ("gzip", None) if path.suffix == GZIP else ("zstd", zstd())
    faults = (OSError, zlib.error) if module is None else (module.ZstdError,)
    cut_off = ConfigError(f"{str(path)!r} is cut off: its {name} data has no end", hint="fetch or make it again, whole")
    if not path.stat().st_size:  # neither library minds that
        raise cut_off
    try:
        with cast("BinaryIO", gzip.open(path) if module is None else module.open(path)) as file:
            yield file
    except EOFError:
        raise cut_off from None
    except faults as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise  # the disk's fault, not the data's
        hint = f"name it {str(inner(path))!r} where it isn't compressed, or fetch it again"
        raise ConfigError(f"{str(path)!r} can't be read as {name}: {error}", hint=hint) from None
