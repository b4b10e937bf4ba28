"""`interlingua new-provider`; tests/packaging/test_new_provider.py installs what it writes."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from interlingua.cli.new_provider import command
from interlingua.cli.new_provider.command import Names, project_files

if TYPE_CHECKING:
    from tests.core.cli.conftest import Run

EXAMPLE = Path(__file__).parents[3] / "docs/examples/interlingua-sundial"


def test_the_example_is_what_is_generated() -> None:
    """`interlingua new-provider sundial -d docs/examples` writes it anew."""
    texts = project_files(Names("sundial"))
    found = {path.relative_to(EXAMPLE) for path in EXAMPLE.rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    caches = {path for path in found if len(path.parts) > 1 and path.parts[0].startswith(".")}

    assert {path.as_posix() for path in found - caches} == set(texts)
    assert {path: (EXAMPLE / path).read_text() for path in texts} == texts


def test_every_template_is_used() -> None:
    """And none is left out of the project."""
    folder = Path(command.__file__).parent / "template"
    written = [text for path, text in project_files(Names("x")).items() if path.rpartition("/")[2] != "py.typed"]

    assert len(written) == len([path for path in folder.rglob("*") if path.is_file()])


@pytest.mark.parametrize("name", ["x", "sun-dial-2", "a" * 40])
def test_names_are_put_in_everywhere(name: str) -> None:
    """What is written is TOML and Python with the names, and no place is left open."""
    texts = project_files(Names(name))
    module = "interlingua_" + name.replace("-", "_")
    metadata = tomllib.loads(texts["pyproject.toml"])

    assert [] == [path for path, text in texts.items() if "%{" in text]
    assert metadata["project"]["name"] == f"interlingua-{name}"
    assert metadata["project"]["entry-points"]["interlingua.providers"] == {name: module}
    assert f"src/{module}/__init__.py" in texts
    assert [] == [path for path, text in texts.items() if max(map(len, text.splitlines()), default=0) > 140 and path.endswith(".py")]
    for path, text in texts.items():
        if path.endswith(".py"):
            ast.parse(text)


def test_every_word_of_the_wire_is_in_one_file(tmp_path: Path) -> None:
    """With all of them changed in `wire.py`, the laws hold, and streams still grow."""
    for path, text in project_files(Names("sundial")).items():
        if path.startswith("src/"):
            file = tmp_path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(ast.unparse(Renamed().visit(ast.parse(text))) if file.name == "wire.py" else text)
    done = subprocess.run([sys.executable, "-c", RENAMED], cwd=tmp_path / "src", capture_output=True, text=True, timeout=300, check=False)  # noqa: S603 - our own

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


class Renamed(ast.NodeTransformer):
    """Changes each of the wire's words."""

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AnnAssign:
        """Take a table, or one word."""
        if node.value is not None and isinstance(node.target, ast.Name) and node.target.id not in {"NAME", "DIALECT"}:
            node.value = self._renamed(node.value)
        return node

    def _renamed(self, value: ast.expr) -> ast.expr:
        if isinstance(value, ast.Dict):
            return ast.Dict(value.keys, [self._renamed(item) for item in value.values])
        return ast.Constant(f"{value.value}_x") if isinstance(value, ast.Constant) else value


RENAMED = """
from interlingua.testing.conformance import DialectConformance, verdicts
from interlingua.types import AssistantMessage, Response, ToolCallPart
from interlingua_sundial.dialect import SundialDialect
class Suite(DialectConformance):
    dialect = SundialDialect()
    abroad = ()
for verdict in verdicts(Suite, examples=5, shrink=False):
    if verdict.outcome == "broken":
        print(verdict.name, verdict.reason)
call = ToolCallPart("c", "f", '{"city": "Paris"}')
events = list(Suite.dialect.encode_stream(Response(message=AssistantMessage([call]), finish_reason="stop")))
if sum(b'"type":"delta"' in event for event in events) < 2 or b'"name_x":"f"' not in events[1]:
    print(events)
"""


def test_what_is_taken_out_of_the_tables_is_told(tmp_path: Path) -> None:
    """An API that lacks fields, parts and sources: their lines go, `lacks` says so, and each value that had one is a loss."""
    shutil.copytree(EXAMPLE / "src", tmp_path / "src")
    done = subprocess.run([sys.executable, "-c", LACKING], cwd=tmp_path / "src", capture_output=True, text=True, timeout=300, check=False)  # noqa: S603 - our own

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


LACKING = """
from interlingua.testing.conformance import DialectConformance, verdicts
from interlingua.types import AudioPart, Base64Source, DocumentPart, RefusalPart, Request, TextPart, TextSource, ToolMessage, UserMessage
from interlingua_sundial import wire
for field in ("top_k", "seed", "metadata", "output_schema", "tool_choice", "parallel_tool_calls"):
    del wire.FIELDS[Request][field]
del wire.FIELDS[ToolMessage]["is_error"]
for cls in (AudioPart, RefusalPart, TextSource):
    del wire.FIELDS[cls], wire.KINDS[cls]
from interlingua_sundial.dialect import SundialDialect
SundialDialect.lacks = frozenset(
    "top_k seed metadata output_schema tool_choice tool_choice_named parallel_tool_calls tool_error audio assistant_audio refusal_part "
    "document_text".split()
)
class Suite(DialectConformance):
    dialect = SundialDialect()
    abroad = ()
for verdict in verdicts(Suite, examples=20, shrink=False):
    if verdict.outcome == "broken":
        print(verdict.name, verdict.reason)
parts = [TextPart("Hi"), AudioPart(Base64Source(media_type="audio/wav", data="AAAA")), DocumentPart(TextSource(text="Hello"))]
failed = ToolMessage(content=[TextPart("no")], tool_call_id="c", is_error=True)
request = Request(model_id="small", messages=[UserMessage(parts), failed], top_k=3)
encoded = Suite.dialect.encode_request(request)
told = [(loss.path, loss.kind, loss.reason) for loss in encoded.losses]
wanted = [
    ("$.messages[0].content[1]", "content", "this API has no AudioPart"),
    ("$.messages[0].content[2]", "content", "this API has no TextSource"),
    ("$.messages[1].is_error", "content", "this API has no is_error"),
    ("$.top_k", "hint", "this API has no top_k"),
]
if told != wanted:
    print(told)
"""


def test_it_writes_a_folder_and_says_how_to_go_on(run: Run, tmp_path: Path) -> None:
    """The folder's name on stdout, and what to do next on stderr."""
    done = run("new-provider", "sundial", "--directory", "new here")
    folder = tmp_path / "new here/interlingua-sundial"

    assert (done.exit_code, done.stdout) == (0, "new here/interlingua-sundial\n")
    assert "cd 'new here/interlingua-sundial' && python3 -m venv .venv" in done.stderr
    assert "export PIP_FIND_LINKS first" in done.stderr
    assert (folder / "src/interlingua_sundial/py.typed").read_text() == ""
    assert (folder / "README.md").read_text().startswith("# interlingua-sundial\n")
    assert folder.stat().st_mode & 0o700 == 0o700
    assert [folder] == list(folder.parent.iterdir())


@pytest.mark.parametrize("name", ["", "Sundial", "9lives", "a--b", "a-", "a_b", "a.b", "a/b", "../x", "a" * 41, "ä"])
def test_a_name_that_fits_nowhere_is_refused(run: Run, tmp_path: Path, name: str) -> None:
    """With what a name may be."""
    done = run("new-provider", name)

    assert done.exit_code == 3
    assert "can't be a provider's name" in done.stderr
    assert "a lower-case letter" in done.stderr
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "hint"),
    [("interlingua-sun", "hint: leave 'interlingua-' out: sun\n"), ("provider", "hint: take the host's name, such as my-host\n")],
)
def test_a_name_that_would_read_badly_is_refused(run: Run, tmp_path: Path, name: str, hint: str) -> None:
    """The distribution's in the place of the provider's, and a word that is everybody's."""
    done = run("new-provider", name)

    assert done.exit_code == 3
    assert done.stderr.endswith(hint)
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize(("name", "owner"), [("openai", "interlingua-openai 0."), ("groq", "interlingua-openai 0.")])
def test_a_name_that_is_taken_is_refused(run: Run, name: str, owner: str) -> None:
    """By whom."""
    done = run("new-provider", name)

    assert done.exit_code == 3
    assert f"{name!r} is a provider already, of {owner}" in done.stderr


def test_nothing_is_overwritten(run: Run, tmp_path: Path) -> None:
    """A folder that is there stays as it is, were it a broken link."""
    (tmp_path / "interlingua-sundial").symlink_to(tmp_path / "nowhere")
    done = run("new-provider", "sundial")

    assert done.exit_code == 3
    assert "is there already" in done.stderr
    assert not (tmp_path / "nowhere").exists()


def test_a_folder_that_cannot_be_written(run: Run, tmp_path: Path) -> None:
    """Is named, with the reason."""
    (tmp_path / "file").write_text("")
    done = run("new-provider", "sundial", "-d", "file/below")

    assert done.exit_code == 3
    assert "can't write 'file/below/interlingua-sundial': Not a directory" in done.stderr


def test_a_run_that_is_stopped_leaves_nothing(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder gets its name when all is there."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "rename", stop)
    done = run("new-provider", "sundial")

    assert done.exit_code == 130
    assert [] == list(tmp_path.iterdir())
