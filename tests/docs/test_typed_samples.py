"""What a reader pastes into an editor has no red line: samples pass pyright in its strict mode.

pyright comes with the tools for `nox -s types`; where it isn't installed, as in `nox -s tests`, this is skipped and says so.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("pyright", reason="pyright is in the group of `nox -s types`")

ROOT = Path(__file__).parents[2]
PAGES = ("README.md", "docs/how-to/conversations.md", "docs/how-to/images-and-files.md", "docs/how-to/tools.md")
SAMPLE = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_samples_as_pasted(tmp_path: Path) -> None:
    """Each in a file of its own, as it stands on its page."""
    for page in PAGES:
        for found in SAMPLE.finditer(text := (ROOT / page).read_text()):
            line = text[: found.start()].count("\n") + 1
            (tmp_path / f"{Path(page).stem.replace('-', '_')}_{line}.py").write_text(found[1])
    (tmp_path / "pyrightconfig.json").write_text(json.dumps({"typeCheckingMode": "strict"}))

    command = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, "--outputjson", "-p", str(tmp_path)]
    report = json.loads(subprocess.run(command, capture_output=True, text=True, check=False).stdout)  # noqa: S603 - our own words

    faults = [
        f"{Path(fault['file']).stem}:{fault['range']['start']['line'] + 1}: {fault['message']}" for fault in report["generalDiagnostics"]
    ]
    assert faults == [], "\n".join(faults)
    assert report["summary"]["filesAnalyzed"] == len(list(tmp_path.glob("*.py"))) >= len(PAGES)
