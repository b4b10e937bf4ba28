"""The planted bugs: all of them still fit today's sources, and a dozen are found by the laws."""

from __future__ import annotations

import tomllib
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from tests.plants import __main__ as command
from tests.plants.listed import FILES, ROOT, Edit, Plant, plants, with_laws
from tests.plants.run import Found, checked
from tests.plants.stage import spoilt

from interlingua.testing.conformance import LAWS

if TYPE_CHECKING:
    from pathlib import Path

ALL = [*plants()]

QUICK = [
    "anthropic.messages: a part after an opaque block has its index",
    "anthropic.messages: a tool's input_examples are lost",
    "anthropic.messages: an assistant's text loses the white space at its end",
    "anthropic.messages: tokens read from the cache and written to it are taken for each other, both ways",
    "openai.chat: a user's name is lost",
    "openai.chat: an answer is finished when the bytes end",
    "openai.chat: another dialect's block is a hint",
    "openai.chat: calls of one index are one call",
    "openai.chat: mp3 and wav are taken for each other, both ways",
    "openai.responses: an empty list of annotations isn't written",
    "openai.responses: an item is put together at each delta",
    "openai.responses: a limit and a filter are taken for each other, both ways",
]
"""Plants that a law finds within a few seconds, of each kind and format some."""

SOURCE = ROOT / "providers/anthropic/src/interlingua_anthropic"
HARMLESS = Edit("names.py", 'MESSAGES: Final = "anthropic.messages"', 'MESSAGES: Final = "anthropic." + "messages"')
BROKEN = Edit("names.py", 'MESSAGES: Final = "anthropic.messages"', 'MESSAGES: Final = "anthropic.messages')
ELSEWHERE = Edit("names.py", "a text that stands nowhere", "")
LOOP = Edit(
    "messages/normal_form.py",
    "    normal = dict(checked_body(body))\n",
    "    normal = dict(checked_body(body))\n    while True:\n        pass\n",
)


def plant(*edits: Edit, law: str | None = None) -> Plant:
    """Make a plant."""
    return Plant("a bug", "it is seen", SOURCE, "anthropic.messages", edits, law)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_plant_fits(path: Path) -> None:
    """What a plant changes stands in today's source once, and what comes of it is Python."""
    misfits = []
    for each in plants((path,)):
        try:
            spoilt(each)
        except ValueError as error:
            misfits.append(f"{each.name}: {error}")

    assert misfits == []


def test_no_bug_is_planted_twice() -> None:
    """Under another name it would count twice."""
    edits = [(each.format, *((edit.file, " ".join(edit.old.split()), " ".join(edit.new.split())) for edit in each.edits)) for each in ALL]

    assert [edit for edit, times in Counter(edits).items() if times > 1] == []


def test_there_are_enough() -> None:
    """Each format has at least a hundred plants, each of which says what a user would see."""
    formats = [each.format for each in ALL]

    assert {name for name in set(formats) if formats.count(name) >= 100} == {"anthropic.messages", "openai.chat", "openai.responses"}
    assert [each.name for each in ALL if not each.why] == []


def test_laws_are_named_as_they_are() -> None:
    """A plant names a law of ours, or none yet."""
    names = {law.name for law in LAWS.values()}

    assert {each.law for each in ALL if each.law is not None} <= names


@pytest.mark.parametrize("name", QUICK)
def test_a_dozen_are_found(name: str) -> None:
    """The laws find the bug, under the name of the law that says it may not be."""
    format_name, _, said = name.partition(": ")
    (chosen,) = [each for each in ALL if each.format == format_name and each.name == said]

    found = checked(chosen)

    assert found.law == chosen.law, found.reason


def test_the_copy_is_judged() -> None:
    """A bug that never ends is ended by the limit, so it is the copy that the process imports; no law has found it then."""
    found = checked(plant(LOOP), seconds=3)

    assert found.law is None
    assert "signal" in found.reason


def test_a_plant_that_is_no_python_is_refused() -> None:
    """A plant that no interpreter reads would count as found."""
    with pytest.raises(ValueError, match="a bug: unterminated string literal"):
        spoilt(plant(BROKEN))


def test_a_plant_that_fits_no_more_is_refused() -> None:
    """The error names the file and the text that isn't there once."""
    with pytest.raises(ValueError, match=r"names\.py holds 'a text that stands nowhere' 0 times"):
        spoilt(plant(ELSEWHERE))


def test_a_change_into_itself_is_refused() -> None:
    """A plant that changes nothing can't be found."""
    with pytest.raises(ValueError, match="changed into itself"):
        Edit("names.py", "a", "a").applied("a")


def test_the_law_that_found_a_plant_is_written_beside_it() -> None:
    """The entry gets the law, or loses one that doesn't find it any more; nothing else changes."""
    text = (
        'source = "s"\nformat = "f"\n\n'
        '[[plant]]\nname = "a"\nwhy = "w"\nfile = "x"\nold = "1"\nnew = "2"\n\n'
        '[[plant]]\nname = "b"\nwhy = "w"\nlaw = "pairing"\nfile = "x"\nold = "1"\nnew = "2"\n\n'
        '[[plant]]\nname = "c"\nwhy = "w"\nlaw = "pairing"\nfile = "x"\nold = "1"\nnew = "2"\n'
    )

    written = with_laws(text, {("f", "a"): "no silent loss", ("f", "b"): None})

    entries = tomllib.loads(written)["plant"]
    assert [entry.get("law") for entry in entries] == ["no silent loss", None, "pairing"]
    assert with_laws(written, {("f", "a"): None, ("f", "b"): "pairing"}) == text


def test_what_is_found_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command names each plant, the law and the test, and the shares; all is well where all are found under their law."""
    monkeypatch.setattr(command, "plants", lambda: [plant(HARMLESS, law="pairing")])
    monkeypatch.setattr(command, "checked", lambda each: Found(each, "pairing", "test_x", "it broke", 1.5))

    code = command.main(["--results", str(tmp_path / "results.json")])

    out = capsys.readouterr().out
    assert code == 0
    assert "✓   1.5 s  anthropic.messages: a bug: pairing (test_x)" in out
    assert "all                     1 of    1  100.0%" in out
    assert "it broke" in (tmp_path / "results.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("law", [None, "hand-over"])
def test_what_is_missed_is_a_failure(law: str | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A plant that no law finds fails the command, and so does one that another law finds than the one beside it."""
    monkeypatch.setattr(command, "plants", lambda: [plant(HARMLESS, law="pairing")])
    monkeypatch.setattr(command, "checked", lambda each: Found(each, law, "", "", 0.0))

    assert command.main(["--results", str(tmp_path / "results.json")]) == 1


def test_a_word_that_no_plant_has_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    """A run that tries nothing looks like one that finds all."""
    with pytest.raises(SystemExit):
        command.main(["--only", "zq no such plant qz"])

    assert "no plant has 'zq no such plant qz'" in capsys.readouterr().err
