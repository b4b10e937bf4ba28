"""`interlingua new-provider`; tests/packaging/test_new_provider.py installs what it writes."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from interlingua.cli.new_provider import command
from interlingua.cli.new_provider.command import Names, project_files
from interlingua.provider.installing import this_again

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
class Bare(SundialDialect):
    documents = None  # its samples are of the API as it was
class Suite(DialectConformance):
    dialect = Bare()
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
from interlingua.types import AssistantMessage, AudioPart, Base64Source, DocumentPart, RefusalPart, Request, Response, TextPart
from interlingua.types import TextSource, ToolMessage, UserMessage
from interlingua_sundial import wire
for field in ("top_k", "seed", "metadata", "output_schema", "tool_choice", "parallel_tool_calls"):
    del wire.FIELDS[Request][field]
del wire.FIELDS[ToolMessage]["is_error"]
for cls in (AudioPart, RefusalPart, TextSource):
    del wire.FIELDS[cls], wire.KINDS[cls]
for reason in ("pause", "context_window", "other"):
    del wire.FINISH_REASONS[reason]
from interlingua_sundial.dialect import SundialDialect
SundialDialect.lacks = frozenset(
    "top_k seed metadata output_schema tool_choice tool_choice_named parallel_tool_calls tool_error audio assistant_audio refusal_part "
    "document_text".split()
)
SundialDialect.documents = None  # its samples are of the whole API
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
paused = Suite.dialect.encode_response(Response(message=AssistantMessage("wait"), finish_reason="pause"))
if [(loss.path, loss.kind) for loss in paused.losses] != [("$.finish_reason", "content")] or "finish_reason" in paused.body:
    print(paused)
"""


def test_a_busy_machine_fails_no_test_of_the_project() -> None:
    """No test of its author's own has a deadline either, and all try the same examples each time."""
    ask = "import conftest, hypothesis; made = hypothesis.settings(); print(made.deadline, made.derandomize)"
    done = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-c", ask],
        cwd=EXAMPLE / "tests",
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONDONTWRITEBYTECODE": "1"},
    )

    assert (done.stdout, done.stderr) == ("None True\n", "")


def test_the_samples_are_right() -> None:
    """Each body that is read means its value, and is written back; the values were written by hand."""
    done = checked_by(SAMPLES, EXAMPLE / "src")

    assert (done.returncode, done.stdout, done.stderr) == (0, "13 samples\n", "")


def checked_by(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run code in the folder of a project's sources."""
    variables = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-c", code], cwd=folder, env=variables, capture_output=True, text=True, timeout=300, check=False
    )


SAMPLES = """
from pathlib import Path
from interlingua.dialect import write_event
from interlingua.errors import InterlinguaError
from interlingua.types import Request, Response
from interlingua.types.json import dumps, loads
from interlingua_sundial.dialect import SundialDialect
dialect = SundialDialect()
def own(value):
    if isinstance(value, list):
        return [own(item) for item in value]
    return {name: own(item) for name, item in value.items() if name != "provider_data"} if isinstance(value, dict) else value
def streamed(events):
    decoder = dialect.stream_decoder()
    for event in events:
        decoder.feed(write_event(dumps(event)))
    decoder.feed(b"")
    decoder.close()
    return decoder.response()
everything = [sample for file in Path("interlingua_sundial/samples").glob("*.json") for sample in loads(file.read_bytes())]
samples = [sample for sample in everything if sample["what"] in {"request", "response", "count", "stream"}]
for sample in samples:
    what, body, value, raised = sample["what"], sample["body"], sample["value"], None
    read = {"request": dialect.decode_request, "response": dialect.decode_response, "count": dialect.decode_count, "stream": streamed}[what]
    try:
        found = read(body)
    except InterlinguaError as error:
        raised, found = type(error).__name__, error.partial
    found = getattr(found, "value", found)
    wanted = value if what == "count" else own((Request if what == "request" else Response).model_validate(value).to_dict())
    if (raised, found if what == "count" else own(found.to_dict())) != (sample.get("raises"), wanted):
        print(sample["title"], raised, found, wanted)
    if what in {"request", "response"} and getattr(dialect, f"encode_{what}")(found).body != body:
        print(sample["title"], "is written as another body")
print(len(samples), "samples")
"""


def rows_of_what_may_go() -> list[tuple[str, str]]:
    """Read the page's table: what goes from `wire.py`, and what `lacks` then declares."""
    page = (EXAMPLE.parents[1] / "how-to/write-a-provider.md").read_text()
    table = page.partition("| what your API lacks | goes from `wire.py` |")[2].partition("\n\n")[0]
    rows = [line.strip("| ").split(" | ") for line in table.splitlines()[2:]]
    return [(gone, words) for _, gone, words in rows if re.fullmatch(r"[`\w, ]+", words)]


class Taken(ast.NodeTransformer):
    """Takes out of `wire.py` what a row of that table says: fields of a class, and all lines with a class's name."""

    def __init__(self, gone: str) -> None:
        self.fields = {(cls, field) for field, cls in re.findall(r'`"(\w+)"` of `(\w+)`', gone)}
        self.classes = {*re.findall(r"(?<!of )`(\w+)`", gone)}

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.ImportFrom:
        """Take imports."""
        node.names = [name for name in node.names if name.name not in self.classes]
        return node

    def visit_Dict(self, node: ast.Dict) -> ast.Dict:
        """Take rows of classes, and of classes that stay the fields."""
        rows = [(key, value) for key, value in zip(node.keys, node.values, strict=True) if self._name(key) not in self.classes]
        for key, value in rows:
            if isinstance(value, ast.Dict):
                kept = [
                    (field, word)
                    for field, word in zip(value.keys, value.values, strict=True)
                    if isinstance(field, ast.Constant) and (self._name(key), field.value) not in self.fields
                ]
                value.keys, value.values = [field for field, _ in kept], [word for _, word in kept]
        node.keys, node.values = [key for key, _ in rows], [value for _, value in rows]
        return node

    @staticmethod
    def _name(node: ast.expr | None) -> str | None:
        return node.id if isinstance(node, ast.Name) else None


def project(folder: Path, name: str, *, gone: str = "") -> Path:
    """Write a generated project's sources, with what was taken out, as if it was installed; give what is to be on the path."""
    names = Names(name)
    for path, text in project_files(names).items():
        if path.startswith("src/"):
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(ast.unparse(Taken(gone).visit(ast.parse(text))) if gone and file.name == "wire.py" else text)
    about = folder / f"src/{names.module}-0.1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {names.distribution}\nVersion: 0.1.0\n")
    (about / "entry_points.txt").write_text(f"[interlingua.providers]\n{name} = {names.module}\n")
    return folder / "src"


def checked(source: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command with a project on the path."""
    command = [sys.executable, "-m", "interlingua", *arguments]
    variables = {**os.environ, "PYTHONPATH": str(source), "NO_COLOR": "1"}
    return subprocess.run(command, cwd=source, env=variables, capture_output=True, text=True, timeout=300, check=False)  # noqa: S603 - our own


def test_the_table_of_what_may_go_is_true(tmp_path: Path) -> None:
    """What the page says to take out loses what the page says to declare: no more, and no less."""
    fields = ("temperature", "top_p", "top_k", "stop", "metadata", "output_schema", "parallel_tool_calls")
    table = [*rows_of_what_may_go(), *((f'`"{field}"` of `Request`', field) for field in fields)]
    paths = [str(project(tmp_path / f"row{number}", f"row{number}", gone=gone)) for number, (gone, _) in enumerate(table)]
    done = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-c", LOST, *paths], capture_output=True, text=True, timeout=300, check=False
    )

    assert len(rows_of_what_may_go()) >= 10
    assert (done.returncode, done.stderr) == (0, "")
    assert [sorted(re.findall(r"\w+", words)) for _, words in table] == [line.split() for line in done.stdout.splitlines()]


LOST = """
import sys
from importlib import import_module
from interlingua.testing.conformance.features import lost_features
from interlingua.provider.installing import this_again
sys.path[:0] = sys.argv[1:]
for number, _ in enumerate(sys.argv[1:]):
    module = import_module(f"interlingua_row{number}.dialect")
    print(*sorted(lost_features(getattr(module, f"Row{number}Dialect")())))
"""


@pytest.mark.parametrize(
    ("gone", "told"),
    [
        ({"FIELDS": "AudioPart"}, "AudioPart is in KINDS, and has no row in FIELDS"),
        ({"KINDS": "AudioPart"}, "AudioPart has a row in FIELDS, and is not in KINDS"),
        ({"FIELDS": "ReasoningConfig"}, 'FIELDS has the row "reasoning" of Request, and none of ReasoningConfig, which it holds'),
        ({"FIELDS": "Tool"}, 'FIELDS has the row "tools" of Request, and none of Tool, which it holds'),
        ({"FIELDS": "TextPart"}, 'FIELDS has no row "type" of TextPart'),
        ({"FIELDS": "UserMessage"}, 'FIELDS has no row "role" of UserMessage'),
    ],
    ids=str,
)
def test_a_row_left_half_way_is_told(tmp_path: Path, gone: dict[str, str], told: str) -> None:
    """With the file, the row and the fix, and no bare KeyError."""
    source = project(tmp_path, "sundial")
    wire = source / "interlingua_sundial/wire.py"
    tree = ast.parse(wire.read_text())
    for node in tree.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and (name := gone.get(node.target.id)):
            node.value = Taken(f"`{name}`").visit(node.value) if node.value else None
    wire.write_text(ast.unparse(tree))
    done = checked(source, "check", "sundial")

    assert done.returncode == 3
    assert f"interlingua_sundial/wire.py: {told}" in done.stderr
    assert "\nhint: " in done.stderr
    assert "KeyError" not in done.stderr


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"top_k": "top_k"', '"topk": "top_k"', 'FIELDS has the row "topk" of Request, and Request has no such field'),
        ('ImagePart: {"type": "type", ', "ImagePart: {", "ImagePart is in KINDS, and no row of FIELDS names the field of its word"),
    ],
)
def test_a_row_that_is_mistyped_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    """A field that there isn't, and a part that would be written without its word."""
    source = project(tmp_path, "sundial")
    wire = source / "interlingua_sundial/wire.py"
    text = wire.read_text()
    assert old in text
    wire.write_text(text.replace(old, new))
    done = checked(source, "check", "sundial")

    assert done.returncode == 3
    assert f"interlingua_sundial/wire.py: {told}" in done.stderr


def test_the_documented_edit_is_green(tmp_path: Path) -> None:
    """Sound, documents and the seed go, `lacks` declares it, and the check finds nothing."""
    source = project(tmp_path, "sundial", gone='`AudioPart`, `DocumentPart`, `TextSource`, `"seed"` of `Request`')
    undeclared = checked(source, "check", "sundial", "--examples", "5")
    dialect = source / "interlingua_sundial/dialect.py"
    lacks = ["assistant_audio", "audio", "document", "document_text", "document_url", "seed"]
    text = dialect.read_text()
    assert "frozenset()" in text
    dialect.write_text(text.replace("frozenset()", f"frozenset({lacks})"))
    declared = checked(source, "check", "sundial", "--examples", "5")

    assert undeclared.returncode == 1
    assert f"lost, and not declared in `lacks`: {lacks}" in undeclared.stdout
    assert declared.returncode == 0, declared.stdout
    assert f"sundial.chat lacks {', '.join(lacks)}, by its own declaration" in declared.stdout


def test_it_writes_a_folder_and_says_how_to_go_on(run: Run, tmp_path: Path) -> None:
    """The folder's name on stdout, and what to do next on stderr."""
    done = run("new-provider", "sundial", "--directory", "new here")
    folder = tmp_path / "new here/interlingua-sundial"

    assert (done.exit_code, done.stdout) == (0, "new here/interlingua-sundial\n")
    assert "cd 'new here/interlingua-sundial' && python3 -m venv .venv" in done.stderr
    assert f".venv/bin/pip install {this_again()} -e '.[dev]' && " in done.stderr
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
