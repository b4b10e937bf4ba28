"""The laws on one format, until one is broken: `python -m tests.plants.judge FORMAT`; prints what `interlingua check --json` does."""

from __future__ import annotations

import json
import sys

from interlingua import get_dialect
from interlingua.testing.conformance import DialectConformance, Verdict, verdict


def main(name: str) -> int:
    """Try the tests one after the other; stop at the first that finds something."""
    suite: type[DialectConformance] = type("Checked", (DialectConformance,), {"dialect": get_dialect(name)})
    laws: list[dict[str, object]] = []
    for test in suite.tests:
        found = verdict(suite, test, examples=50, shrink=False)
        laws.append(_described(found))
        if found.outcome == "broken":
            break
    sys.stdout.write(json.dumps({"laws": laws}))
    return int(laws[-1]["outcome"] == "broken")


def _described(found: Verdict) -> dict[str, object]:
    return {"name": found.test.law.name, "test": found.name, "outcome": found.outcome, "reason": found.reason}


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
