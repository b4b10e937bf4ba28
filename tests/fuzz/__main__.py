"""Fuzz targets under atheris, one after the other: `python -m tests.fuzz [--seconds N] [TARGET...]`; see CONTRIBUTING.

What is found is kept in `corpus/TARGET`, where `test_corpus.py` replays it from then on, and named at the end.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from tests.fuzz.seeds import seeds, words
from tests.fuzz.targets import targets

ROOT = Path(__file__).parents[2]
CORPUS = Path(__file__).parent / "corpus"
MAX_BYTES = 8192


class Result(NamedTuple):
    """What a run came to.

    Attributes:
        target: The target.
        executions: How many inputs were tried.
        seconds: For how long.
        found: The inputs that break it, as files.
    """

    target: str
    executions: int
    seconds: int
    found: list[Path]


def fuzz(target: str, seconds: int) -> Result:
    """Fuzz one target; show what the fuzzer shows."""
    with tempfile.TemporaryDirectory() as folder:
        work, artifacts, dictionary = Path(folder, "work"), Path(folder, "artifacts"), Path(folder, "words")
        work.mkdir()
        artifacts.mkdir()
        for number, seed in enumerate(seeds(target)):
            (work / f"seed-{number}").write_bytes(seed)
        dictionary.write_text("".join(f'"{_escaped(word)}"\n' for word in words(target)))
        flags = [
            f"-max_total_time={seconds}", f"-max_len={MAX_BYTES}", f"-dict={dictionary}", f"-artifact_prefix={artifacts}/", "-timeout=20",
            "-rss_limit_mb=4096", "-print_final_stats=1",
        ]  # fmt: skip
        kept = CORPUS / target
        command = [sys.executable, "-m", "tests.fuzz.run", target, *flags, str(work), *([str(kept)] if kept.is_dir() else [])]
        with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, errors="replace") as process:  # noqa: S603 - our own
            assert process.stderr is not None
            said = []
            for line in process.stderr:
                sys.stderr.write(line)
                said.append(line)
        found = [_keep(kept, path) for path in sorted(artifacts.iterdir())]
        if process.returncode and not found:
            sys.exit(f"{target}: the fuzzer ended with {process.returncode}")
        return Result(target, _executions("".join(said)), seconds, found)


def _keep(folder: Path, artifact: Path) -> Path:
    data = artifact.read_bytes()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{artifact.name.partition('-')[0]}-{sha256(data).hexdigest()[:12]}"
    path.write_bytes(data)
    return path


def _executions(said: str) -> int:
    stated = re.search(r"stat::number_of_executed_units: (\d+)", said)
    counts = [int(number) for number in re.findall(r"^#(\d+)", said, re.MULTILINE)]
    return int(stated[1]) if stated else max(counts, default=0)


def _escaped(word: bytes) -> str:
    return "".join(chr(byte) if 32 < byte < 127 and byte not in b'"\\' else f"\\x{byte:02x}" for byte in word)


def main() -> None:
    """Fuzz, and say what came of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Fuzz the targets, one after the other.")
    parser.add_argument("target", nargs="*", help=f"which: {', '.join(targets())}; all where none is named")
    parser.add_argument("--seconds", type=int, default=900, help="how long each (%(default)s)")
    asked = parser.parse_args()
    if unknown := set(asked.target) - targets().keys():
        parser.error(f"there is no target {', '.join(sorted(unknown))}: the targets are {', '.join(targets())}")
    results = [fuzz(name, asked.seconds) for name in asked.target or targets()]
    print(f"{'target':<24}{'seconds':>8}{'executions':>12}  found")  # noqa: T201 - for people
    for result in results:
        names = ", ".join(str(path.relative_to(ROOT)) for path in result.found) or "nothing"
        print(f"{result.target:<24}{result.seconds:>8}{result.executions:>12,}  {names}")  # noqa: T201 - likewise
    sys.exit(any(result.found for result in results))


if __name__ == "__main__":
    main()
