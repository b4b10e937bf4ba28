"""Every check of the house: `nox -l` lists them, and CI runs nothing that isn't here.

uv makes the environments and fills each from uv.lock, so a check sees the same versions on every machine.
"""

from __future__ import annotations

import secrets
import shutil
from pathlib import Path

import nox
from nox.command import CommandFailed

nox.needs_version = ">=2025.5"
nox.options.default_venv_backend = "uv"
nox.options.reuse_venv = "yes"
nox.options.sessions = ["lint", "types", "imports", "tests"]

MEMBERS = ("core", "providers/anthropic", "providers/openai", "providers/llamacpp")

# At most four workers, because each may start its own embedded model. A file stays on one worker, so that a server is started
# once (loadgroup would be finer, but does nothing with pytest 9.2: pytest-xdist#1386).
PARALLEL = ("--numprocesses=auto", "--maxprocesses=4", "--dist=loadfile")


def sync(session: nox.Session, *groups: str) -> None:
    """Install all four distributions, editable, with every extra and the groups named."""
    session.run_install(
        "uv",
        "sync",
        "--quiet",
        "--locked",
        "--all-packages",
        "--all-extras",
        *(f"--group={group}" for group in groups),
        f"--python={session.virtualenv.location}",
        env={"UV_PROJECT_ENVIRONMENT": session.virtualenv.location},
    )


@nox.session
def tests(session: nox.Session) -> None:
    """Run every test but the benchmarks, the same examples each time; `-- --cov` measures branches."""
    sync(session, "test")
    session.run("pytest", *PARALLEL, "--hypothesis-profile=ci", *session.posargs)


@nox.session
def laws(session: nox.Session) -> None:
    """Run the laws alone, on every installed dialect."""
    sync(session, "test")
    session.run("pytest", *PARALLEL, "--hypothesis-profile=ci", "tests/laws", *session.posargs)


@nox.session
def live(session: nox.Session) -> None:
    """Run the tests that talk to real servers on loopback: an AsyncModel over aiohttp, then over httpx, where aiohttp isn't installed."""
    sync(session, "test")
    session.run("pytest", *PARALLEL, "tests/live", *session.posargs)
    session.run_install("uv", "pip", "uninstall", "--quiet", f"--python={session.virtualenv.location}", "aiohttp")
    session.run("pytest", *PARALLEL, "tests/live", "--ignore=tests/live/test_aiohttp.py", *session.posargs)


@nox.session
def seeds(session: nox.Session) -> None:
    """Try every property, the laws among them, on 20 fresh seeds; `-- 3` on three, `-- --hypothesis-seed=7` on that one again."""
    asked = session.posargs or ["20"]
    if asked[0].isdecimal():
        runs = [[f"--hypothesis-seed={secrets.randbelow(2**32)}", *asked[1:]] for _ in range(int(asked[0]))]
    else:
        runs = [asked]
    sync(session, "test")
    broken = []
    for options in runs:
        try:
            session.run("pytest", *PARALLEL, "--hypothesis-profile=seeds", "-m", "hypothesis", "tests", *options)
        except CommandFailed:  # the other seeds may find other faults
            broken.append(" ".join(options))
    if broken:
        session.error("\n".join([f"{len(broken)} of {len(runs)} failed; to try one again:", *(f"nox -s seeds -- {one}" for one in broken)]))


@nox.session
def fuzz(session: nox.Session) -> None:
    """Look for counterexamples to the laws from fresh seeds, then fuzz each decoder for 15 minutes; `-- TARGET` does that alone."""
    sync(session, "test")
    session.install("atheris>=3")  # too large for the test group, and has wheels for CPython 3.11 to 3.13 on Linux alone
    if not session.posargs:
        session.run("pytest", *PARALLEL, "--hypothesis-profile=fuzz", "tests/laws")
    session.run("python", "-m", "tests.fuzz", *session.posargs)


@nox.session
def mutants(session: nox.Session) -> None:
    """Change the converters in thousands of small ways, and see which changes no test notices; `-- TARGET` runs one of five."""
    sync(session, "test")
    session.install("mutmut==3.8.1")  # the list of survivors holds its changes, word by word
    session.run("python", "-m", "tests.mutants", *session.posargs)


@nox.session
def cuts(session: nox.Session) -> None:
    """Take one small thing after the other out of a converter, and see what the kit doesn't miss; `-- FORMAT --sample 100` draws some."""
    sync(session, "test")
    session.run("python", "-m", "tests.mutants.cuts_by_kit", *session.posargs)


@nox.session
def plants(session: nox.Session) -> None:
    """Plant bugs in copies of the converters, and see which of them `interlingua check` finds; `-- --only WORD` tries some alone."""
    sync(session, "test")
    session.run("python", "-m", "tests.plants", *session.posargs)


@nox.session
def docs(session: nox.Session) -> None:
    """Run every Python sample of the README and of the pages."""
    sync(session, "test")
    session.run("pytest", "README.md", *(["docs"] if Path("docs").is_dir() else []), *session.posargs)


@nox.session
def engines(session: nox.Session) -> None:
    """Run the samples for Ray Data and Daft, and convert a data set that a package ships: all too large for the test group."""
    sync(session, "test")
    session.install("ray[data]>=2.60", "daft>=0.7.26")
    session.install("--no-deps", "bfcl-eval==2026.3.23")  # for its data; what it depends on is pinned to old releases
    # The engines warn of their own deprecations.
    session.run("pytest", "-W", "default", "docs/how-to/convert-data-sets.md", "tests/engines", *session.posargs)


@nox.session
def browser(session: nox.Session) -> None:
    """Look at the page of `convert --report FILE.html` in a browser without a window: Debian's packages chromium and chromium-driver."""
    if not shutil.which("chromedriver"):
        session.error("there is no chromedriver: apt-get install chromium chromium-driver")
    sync(session, "test")
    session.install("selenium>=4.30")
    session.install("--no-deps", "axe-playwright-python==0.1.8")  # for the axe-core in it; what it depends on brings browsers of its own
    session.run("pytest", "tests/browser", *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """Print costs as ratios to the SDKs and to bare clients; wants a quiet machine."""
    sync(session, "test")
    session.run("python", "tests/bench", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style and format, and that generated files are as generated; every rule that is off has its reason in pyproject.toml."""
    sync(session, "lint")
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("python", "scripts/unasync.py", "--check")
    session.run("python", "scripts/wire_schemas.py", "--check")


@nox.session
def twins(session: nox.Session) -> None:
    """Write the sync files of the runtime anew from the async ones; `lint` fails where they differ."""
    sync(session, "lint")
    session.run("python", "scripts/unasync.py")


@nox.session
def models(session: nox.Session) -> None:
    """Compare the rows on models with the names that the installed SDKs know; fails where an SDK knows a model that no row names."""
    sync(session)
    session.run("python", "scripts/review_models.py")


@nox.session
def types(session: nox.Session) -> None:
    """Check the sources with mypy, and code as users write it with mypy and pyright, the samples of the README and of pages among it."""
    sync(session, "lint", "test")
    session.run("mypy")
    session.run("pyright")
    session.run("pytest", "-q", "tests/docs/test_typed_samples.py")


@nox.session
def imports(session: nox.Session) -> None:
    """Check which way the arrows between the rooms point, and that each distribution declares what it imports."""
    sync(session, "lint")
    session.run("lint-imports")
    for member in MEMBERS:
        session.run("deptry", f"--config={member}/pyproject.toml", f"{member}/src")


@nox.session
def build(session: nox.Session) -> None:
    """Build all four distributions into dist/ and test those very wheels, outside of the workspace."""
    sync(session, "test")
    session.run("uv", "build", "--quiet", "--all-packages", "--clear", "--out-dir=dist")
    session.run("pytest", "tests/packaging", *session.posargs, env={"INTERLINGUA_DIST": "dist"})
