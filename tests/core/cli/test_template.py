"""Templates: what they may hold, what becomes of values, and where they are found."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from interlingua import ConfigError, LimitExceededError
from interlingua.cli import template as module
from interlingua.cli.completion import complete_template
from interlingua.cli.template import MAX_BYTES, Template, load_template, read_values, template_names, templates_folder

if TYPE_CHECKING:
    from pathlib import Path

    from interlingua.types import JsonValue


def rendered(text: str, **values: JsonValue) -> str:
    """Put values into a template."""
    return Template("t", text).render(values)


@pytest.mark.parametrize(
    ("expected", "text", "values"),
    [
        ("Hi you!", "Hi {{ who }}!\n", {"who": "you"}),
        ("{{ 7 }} {% if %} &<", "{{ a }}", {"a": "{{ 7 }} {% if %} &<"}),
        ("no b", "{% if b is defined %}{{ b }}{% else %}no b{% endif %}", {}),
        ("none", "{{ a|default('none') }}", {}),
        ("1p,2q", "{% for x in a %}{{ loop.index }}{{ x }}{% if not loop.last %},{% endif %}{% endfor %}", {"a": ["p", "q"]}),
        ("1 true null [1]", "{{ a.b }} {{ a['c'] }} {{ a.d }} {{ a.items }}", {"a": {"b": 1, "c": True, "d": None, "items": [1]}}),
        ("AB 2 else", "{{ a|upper }} {{ a|length }} {{ a if false else 'else' }}", {"a": "ab"}),
        ("ab", "{{ a[:2] }}", {"a": "abc"}),
        ("self", "{{ values }}", {"values": "self"}),
    ],
)
def test_text(expected: str, text: str, values: dict[str, JsonValue]) -> None:
    """Variables, conditions, loops and a few filters; a value is never read as a template, and what is no text is JSON."""
    assert rendered(text, **values) == expected


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("calling range", "{{ range(9) }}"),
        ("calling format", "\n{{ a.format(1) }}"),
        ("calling lipsum", "{{ lipsum() }}"),
        ("call", "{{ a['upper']() }}"),
        ("set", "{% set a = 1 %}"),
        ("set", "{% set a %}x{% endset %}"),
        ("the operator \\*", "{{ a * 10 }}"),
        ("the operator \\*\\*", "{{ 10 ** 10 }}"),
        ("the operator %", "{{ '%99999d' % 1 }}"),
        ("the operator ~", "{{ a ~ a }}"),
        ("the operator -", "{{ -1 }}"),
        ("include", "{% include 'other' %}"),
        ("import", "{% import 'other' as o %}"),
        ("extends", "{% extends 'other' %}"),
        ("macro", "{% macro m() %}{% endmacro %}"),
        ("dict", "{{ {'a': 1} }}"),
        ("filterblock", "{% filter upper %}x{% endfilter %}"),
        ("with", "{% with b = a %}{% endwith %}"),
    ],
)
def test_what_no_template_may(what: str, text: str) -> None:
    """Whatever calls, loads, sets or grows is refused with its line when it is read."""
    with pytest.raises(ConfigError, match=f"^template 't', line [12]: {what} is nothing for a template") as raised:
        Template("t", text)

    assert "a template has text" in str(raised.value.hint)


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("line 1: No filter named 'center'", "{{ a|center(99) }}"),
        ("line 2: Expected an expression", "\n{% if %}"),
        ("line 1: Encountered unknown tag 'do'", "{% do a %}"),
        ("nested too deeply", "{{" + "(" * 20_000),
    ],
)
def test_what_is_no_template(message: str, text: str) -> None:
    """What Jinja2 can't read is told in its words, with the line."""
    with pytest.raises(ConfigError, match=message):
        Template("t", text)


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("no attribute '__class__'", "{{ a.__class__ }}"),
        ("no attribute '__class__'", "{{ a['__class__'] }}"),
        ("no attribute 'upper'", "{{ a.upper }}"),
        ("no attribute 'x'", "{{ m.x }}"),
        ("unsafe", "{% for x in a %}{{ loop.__init__ }}{% endfor %}"),
        ("no JSON value", "{% for x in a %}{{ loop.cycle }}{% endfor %}"),
        ("no JSON value", "{{ self }}"),
        ("not iterable", "{% for x in n %}{% endfor %}"),
        ("'<' not supported", "{{ a < n }}"),
        ("modulo", "{{ n is divisibleby 0 }}"),
        ("expected length", "{{ a|truncate(1) }}"),
        ("No first item", "{{ e|first }}"),
    ],
)
def test_what_cant_be_done(message: str, text: str) -> None:
    """Nothing of Python's is reached, and no failure is an empty text."""
    with pytest.raises(ConfigError, match=f"template 't': .*{message}"):
        rendered(text, a="abc", n=5, m={}, e=[])


def test_missing_values() -> None:
    """The error names the template, the variable and what to type."""
    with pytest.raises(ConfigError, match="template 't' needs the variable 'topic'") as one:
        rendered("{{ topic }}")
    with pytest.raises(ConfigError, match="template 't' needs the variable 'question'") as two:
        rendered("{{ a }}{{ question }}", a="x")

    assert one.value.hint == "give it: -p topic=…"
    assert two.value.hint == "say what to ask, behind the options (its variables: a, question)"


@pytest.mark.parametrize(
    ("hint", "text"),
    [
        ("did you mean topic?", "{{ topic }}"),
        ("it has lang; write {{ topc }} where it belongs, or leave the value out", "{{ lang }}"),
        ("it has none; write", ""),
    ],
)
def test_values_without_a_use(hint: str, text: str) -> None:
    """A value that goes nowhere is no silent loss."""
    with pytest.raises(ConfigError, match="template 't' has no variable 'topc'") as raised:
        Template("t", text).check_names(["topc"])

    assert hint in str(raised.value.hint)


def test_the_text_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A loop in a loop grows no further than the limit."""
    monkeypatch.setattr(module, "MAX_CHARS", 1_000)
    loops = "{% for x in a %}{% for y in a %}{{ a }}{% endfor %}{% endfor %}"

    assert rendered(loops, a="a" * 10) == "a" * 1_000
    with pytest.raises(ConfigError, match=r"the text of template 't' grows past 1,000 characters"):
        rendered(loops, a="a" * 11)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of templates, one of them ready."""
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "summary.txt").write_text("\ufeffSum up: {{ text }}\n", encoding="utf-8")
    return folder


def test_load(folder: Path) -> None:
    """A name is found; a link within the folder is one more name."""
    (folder / "other.txt").symlink_to("summary.txt")
    (folder / "note.md").touch()

    assert load_template("summary", folder).render({"text": "x"}) == "Sum up: x"
    assert load_template("other", folder).variables == {"text"}
    assert template_names(folder) == ["other", "summary"]


@pytest.mark.parametrize("name", ["", "..", "a/b", "../summary", "/etc/passwd", "a\\b", ".hidden", "a..b", "a\0b", "summary\n"])
def test_names_are_bare(folder: Path, name: str) -> None:
    """No separators, and nothing that leads upward."""
    with pytest.raises(ConfigError, match="is no name of a template"):
        load_template(name, folder)


def test_no_link_out_of_the_folder(folder: Path, tmp_path: Path) -> None:
    """Neither a link to another file nor what is no file is read."""
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    os.mkfifo(folder / "pipe.txt")

    for name in ("link", "pipe"):
        with pytest.raises(ConfigError, match="is a link out of its folder, or no file"):
            load_template(name, folder)


def test_a_folder_behind_a_link(folder: Path, tmp_path: Path) -> None:
    """The folder itself may be one, as where settings are kept in a repository."""
    (tmp_path / "linked").symlink_to(folder)

    assert load_template("summary", tmp_path / "linked").variables == {"text"}


def test_unknown_names(folder: Path, tmp_path: Path) -> None:
    """The neighbour is named, else what there is and where one is made."""
    hints = []
    for name, place in (("sumary", folder), ("xyz", folder), ("xyz", tmp_path / "none")):
        with pytest.raises(ConfigError, match="there is no template") as raised:
            load_template(name, place)
        hints.append(raised.value.hint)

    assert hints == [
        "did you mean summary?",
        f"there are summary; write {folder / 'xyz.txt'} to make it",
        f"there is none yet; write {tmp_path / 'none' / 'xyz.txt'} to make it",
    ]


def test_files_that_cant_be_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too long, no UTF-8, not allowed."""
    (folder / "long.txt").write_bytes(b" " * (MAX_BYTES + 1))
    (folder / "bytes.txt").write_bytes(b"\xff")

    with pytest.raises(LimitExceededError):
        load_template("long", folder)
    with pytest.raises(ConfigError, match="no UTF-8"):
        load_template("bytes", folder)

    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(folder), "open", refused)
    with pytest.raises(ConfigError, match="template 'summary' can't be read: Permission denied"):
        load_template("summary", folder)


def test_values() -> None:
    """Everything behind the first `=` is the value."""
    assert read_values(["a=b=c", "d=", "e= {{ x }} "]) == {"a": "b=c", "d": "", "e": " {{ x }} "}


@pytest.mark.parametrize(
    ("message", "pairs"), [("takes name=value", ["a"]), ("takes name=value", ["a b=c"]), ("'a' twice", ["a=1", "a=2"])]
)
def test_wrong_values(message: str, pairs: list[str]) -> None:
    """What is no pair, and a variable that is given twice."""
    with pytest.raises(ConfigError, match=message):
        read_values(pairs)


def test_completion() -> None:
    """Names are completed, from the folder beside the configuration file."""
    folder = templates_folder()
    folder.mkdir(parents=True)
    (folder / "summary.txt").touch()

    assert complete_template("s") == [("summary", "")]


def test_jinja_is_loaded_where_a_template_is() -> None:
    """A command without one doesn't pay for it."""
    script = "import sys, interlingua.cli.ask, interlingua.cli.app as app\napp.build()\nprint('jinja2' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)  # noqa: S603 - the script above

    assert done.stdout == "False\n"
