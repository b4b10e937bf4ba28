"""Writes the sync twins of the runtime from its async files; `--check` only compares, and fails where one differs.

A twin is its source without `async` and `await`, with the sync names of things. What is different in kind stands behind a name of
`_runtime/model/seams.py`; a line that ends in `# async alone` has no sync form.
"""

from __future__ import annotations

import difflib
import re
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "core/src/interlingua/_runtime/model"
TWINS = {"async_model.py": "model.py", "async_stream.py": "stream.py"}

RULES = [
    (re.compile(pattern, re.MULTILINE), replacement)
    for pattern, replacement in (
        (r"^.*# async alone\n", ""),
        (r"\basync (def|for|with)\b", r"\1"),
        (r"\bawait ", ""),
        (r"\bAwaitable\[(\w+)\]", r"\1"),
        (r"\bCoroutine\[object, object, (\w+(?:\[[^\[\]]*\])?)\]", r"\1"),
        (r"\bAsync(?=[A-Z])", ""),
        (r"\b(?:__)?a(close|iter|next|enter|exit)(?=__|\b)", lambda found: found[0].replace("a", "", 1)),
        (r"\basync_(?=model|stream)", ""),
        # In words.
        (r", awaited; may be used from several tasks, event loops and threads", "; may be used from several threads"),
        (r" of this event loop", ""),
        (r"\banother task\b", "another thread"),
    )
]


def unasync(text: str) -> str:
    """Give the sync form of an async file's text, not yet formatted."""
    for pattern, replacement in RULES:
        text = pattern.sub(replacement, text)
    return text


def twin(source: Path) -> str:
    """Give the whole text of a file's sync twin, in the style of the house."""
    text = f"# Generated from {source.name} by scripts/unasync.py (`nox -s twins`): change that one.\n" + unasync(source.read_text("utf-8"))
    for arguments in (["check", "--quiet", "--select=F401,I001", "--fix"], ["format", "--quiet"]):
        command = [sys.executable, "-m", "ruff", *arguments, f"--stdin-filename={source.with_name(TWINS[source.name])}", "-"]
        done = subprocess.run(command, input=text, capture_output=True, text=True, encoding="utf-8", check=False)  # noqa: S603 - ruff
        if done.returncode:
            sys.exit(done.stderr or done.stdout)
        text = done.stdout
    return text


def main(*, check: bool) -> None:
    """Write the twins, or tell where they differ."""
    differing = False
    for name, twin_name in TWINS.items():
        path = FOLDER / twin_name
        wanted, found = twin(FOLDER / name), path.read_text("utf-8") if path.exists() else ""
        if not check:
            path.write_text(wanted, "utf-8")
        elif wanted != found:
            differing = True
            difference = difflib.unified_diff(found.splitlines(), wanted.splitlines(), str(path), f"as generated from {name}", lineterm="")
            sys.stdout.writelines(f"{line}\n" for line in difference)
    if differing:
        sys.exit("a twin isn't what its async file says: `nox -s twins` writes it")


if __name__ == "__main__":
    main(check="--check" in sys.argv[1:])
