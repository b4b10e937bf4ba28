"""`interlingua.dialect.row_files`: rows in a file say how a model behaves, and nothing else."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interlingua.dialect import FEATURES, CallSignature, Limit, Row, as_table, forms, read_rows, write_rows
from interlingua.dialect.row_files import _BOUNDED, _COUNTED, _LISTED, _READERS, _WORDS
from interlingua.errors import ConversionError

if TYPE_CHECKING:
    from interlingua.dialect import Feature, Verdict

FILE = """
[[row]]
models = ["qwen3*", "glm-5.3"]
hosts = ["vllm", "ollama"]
names = { max_completion_tokens = "max_tokens" }
tool_id_length = 9
tool_names = "[a-z]+"
call_signature = { places = [["extra", "mark"]], placeholder = "none" }
source = "https://docs.invalid/limits"
seen = 2026-11-30
note = "400 for `seed`"

[row.takes]
seed = false
tools = true
temperature = { at_least = 0, at_most = 1 }
stop = { at_most = 4 }
reasoning_effort = ["low", "high"]

[row.fields]
logprobs = false
n = { at_most = 8 }
"text.verbosity" = ["medium"]

[row.off_fields]
thinking = { type = "disabled" }

[[row]]
"""
ROW = Row(
    {
        "seed": False,
        "tools": True,
        "temperature": Limit(at_least=0, at_most=1),
        "stop": Limit(at_most=4),
        "reasoning_effort": Limit(one_of=("low", "high")),
    },
    ("qwen3*", "glm-5.3"),
    ("vllm", "ollama"),
    {"logprobs": False, "n": Limit(at_most=8), "text.verbosity": Limit(one_of=("medium",))},
    {"max_completion_tokens": "max_tokens"},
    off_fields={"thinking": {"type": "disabled"}},
    tool_id_length=9,
    call_signature=CallSignature((("extra", "mark"),), "none"),
    tool_names="[a-z]+",
    note="400 for `seed`",
    source="https://docs.invalid/limits",
    seen=date(2026, 11, 30),
)


def test_a_file_is_read() -> None:
    """All that a row may say, and a row that says nothing."""
    assert (ROW, Row()) == read_rows(tomllib.loads(FILE))
    assert read_rows({}) == ()


NUMBERS = st.integers(-(2**60), 2**60) | st.floats(allow_nan=False, allow_infinity=False)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=9)
FIELDS = st.from_regex(r"[A-Za-z_][A-Za-z0-9_-]{0,9}", fullmatch=True)


THOUGHT = st.sampled_from(["thinking", "enable_thinking", "reasoning", "chat_template_kwargs"])
FIELD_VERDICTS = st.one_of(
    st.booleans(),
    st.lists(FIELDS, min_size=1, max_size=3).map(lambda words: Limit(one_of=tuple(words))),
    NUMBERS.map(lambda number: Limit(at_most=number)),
)


def verdicts(feature: Feature) -> st.SearchStrategy[Verdict]:
    """Every way in which a feature may be taken."""
    ways: list[st.SearchStrategy[Any]] = [st.booleans()]
    if feature in _WORDS:
        ways.append(st.lists(TEXTS, min_size=1, max_size=3).map(lambda words: Limit(one_of=tuple(words))))
    if feature in _LISTED:
        ways.append(st.lists(NUMBERS, min_size=1, max_size=3).map(lambda numbers: Limit(one_of=tuple(numbers))))
    if feature in _BOUNDED:
        ways += [NUMBERS.map(Limit), NUMBERS.map(lambda number: Limit(at_most=number))]
        ways.append(st.tuples(NUMBERS, NUMBERS).map(sorted).map(lambda pair: Limit(*pair)))
    if feature in _COUNTED:
        ways.append(st.integers(0, 200).map(lambda number: Limit(at_most=number)))
    return st.one_of(ways)


def row_values() -> st.SearchStrategy[Row]:
    """Every row that a file may hold."""
    names = st.from_regex(r"[a-z0-9.*_-]{1,9}", fullmatch=True)
    takes = st.lists(st.sampled_from(sorted(FEATURES)), unique=True, max_size=4).flatmap(
        lambda features: st.fixed_dictionaries({feature: verdicts(feature) for feature in features})
    )
    places = st.lists(st.lists(names, min_size=1, max_size=3).map(tuple), min_size=1, max_size=2).map(tuple)
    return st.builds(
        Row,
        takes,
        st.lists(names, max_size=3).map(tuple),
        st.lists(names, max_size=2).map(tuple),
        st.dictionaries(FIELDS, FIELD_VERDICTS, max_size=2),
        st.dictionaries(FIELDS, FIELDS, max_size=2),
        off_fields=st.none()
        | st.dictionaries(THOUGHT, st.booleans() | st.dictionaries(FIELDS, FIELDS, max_size=2), min_size=1, max_size=2),
        tool_id_length=st.none() | st.integers(1, 99),
        call_signature=st.none() | st.builds(CallSignature, places, TEXTS),
        tool_names=st.none() | st.just("[a-z]+"),
        note=TEXTS,
        source=st.none() | st.just("https://docs.invalid/?a=1&b='2'#c"),
        seen=st.none() | st.dates(),
    )


@given(st.lists(row_values(), max_size=3))
def test_rows_come_back_from_a_file(rows: list[Row]) -> None:
    """Written as TOML, and read again."""
    assert tuple(rows) == read_rows(tomllib.loads(write_rows(rows)))


def test_a_row_is_written_readably() -> None:
    """One thing on a line, and nothing of what is empty."""
    row = Row({"seed": False, "stop": Limit(at_most=4), "temperature": Limit(one_of=(1.0,))}, ("m",), seen=date(2026, 11, 30))

    assert write_rows([row, Row()]) == (
        '[[row]]\nmodels = ["m"]\nseen = 2026-11-30\n\n[row.takes]\nseed = false\nstop = { at_most = 4 }\ntemperature = [1.0]\n\n[[row]]\n'
    )


def test_whose_reasoning_goes_where_is_no_files_affair() -> None:
    """The one field of a row that is a mere comment in a file, and refused in one."""
    assert as_table(Row(several_makers=True)) == {}
    assert {"several_makers"} == set(Row.__dataclass_fields__) - set(_READERS)
    assert "\n# several_makers: " in write_rows([Row(several_makers=True)])
    assert (Row(),) == read_rows(tomllib.loads(write_rows([Row(several_makers=True)])))
    with pytest.raises(ConversionError, match="no 'several_makers'"):
        read_rows({"row": [{"several_makers": True}]})


@pytest.mark.parametrize(
    "name",
    [
        "base_url",
        "address",
        "api_key",
        "key_variable",
        "headers",
        "extra_headers",
        "proxy",
        "path",
        "endpoint",
        "plugin",
        "options",
        "Takes",
    ],
)
def test_a_row_says_only_how_a_model_behaves(name: str) -> None:
    """Never where it is, or how to get in; the value isn't shown."""
    with pytest.raises(ConversionError) as caught:
        read_rows({"row": [{}, {name: "sk-very-secret"}]})

    assert f"$.row[1].{name}" == caught.value.path
    assert f"a row has no {name!r}" in caught.value.message
    assert "never where it is" in str(caught.value.hint)
    assert "sk-very-secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("path", "row", "hint"),
    [
        ("$.row[0].seed", {"seed": False}, "takes = { seed = false }"),
        ("$.row[0]", 3, "name = value"),
        ("$.row[0].takes", {"takes": ["seed"]}, "name = value"),
        ("$.row[0].takes.sede", {"takes": {"sede": False}}, "did you mean seed?"),
        ("$.row[0].takes.xyz", {"takes": {"xyz": False}}, "one of assistant_audio, "),
        ("$.row[0].takes.seed", {"takes": {"seed": "no"}}, "it is true or false"),
        ("$.row[0].takes.seed", {"takes": {"seed": {"at_most": 3}}}, "it is true or false"),
        ("$.row[0].takes.seed", {"takes": {"seed": 0}}, "it is true or false"),
        ("$.row[0].takes.stop", {"takes": {"stop": ["a"]}}, "{ at_most = … }"),
        ("$.row[0].takes.stop", {"takes": {"stop": {"at_most": -1}}}, "{ at_most = … }"),
        ("$.row[0].takes.max_tokens", {"takes": {"max_tokens": [1]}}, "{ at_least = …, at_most = … }"),
        ("$.row[0].takes.temperature", {"takes": {"temperature": {"at_most": "1"}}}, "a list of numbers"),
        ("$.row[0].takes.temperature", {"takes": {"temperature": {"at_least": 2, "at_most": 1}}}, "a list of numbers"),
        ("$.row[0].takes.temperature", {"takes": {"temperature": {"most": 1}}}, "{ at_least = …, at_most = … }"),
        ("$.row[0].takes.temperature", {"takes": {"temperature": []}}, "a list of numbers"),
        ("$.row[0].takes.temperature", {"takes": {"temperature": {"at_most": float("inf")}}}, "a list of numbers"),
        ("$.row[0].takes.image", {"takes": {"image": [1]}}, "a list of words"),
        ("$.row[0].models", {"models": "m"}, '["…"]'),
        ("$.row[0].models", {"models": [""]}, '["…"]'),
        ("$.row[0].models", {"models": ["https://evil.invalid/m"]}, '["…"]'),
        ("$.row[0].hosts[0]", {"hosts": ["evil.invalid:80"]}, "such as openai"),
        ("$.row[0].hosts", {"hosts": ["https://evil.invalid"]}, '["…"]'),
        ("$.row[0].fields.n", {"fields": {"n": 1}}, "a list of words"),
        ("$.row[0].fields['a.b.c']", {"fields": {"a.b.c": True}}, "letters, digits"),
        ("$.row[0].off_fields.model", {"off_fields": {"model": "other"}}, "disabled"),
        ("$.row[0].off_fields.thinking", {"off_fields": {"thinking": ["x"]}}, "disabled"),
        ("$.row[0].off_fields.thinking.b", {"off_fields": {"thinking": {"b": "https://evil.invalid"}}}, "disabled"),
        ("$.row[0].fields['a b']", {"fields": {"a b": True}}, "letters, digits"),
        ("$.row[0].names.a", {"names": {"a": 1}}, "quotes"),
        ("$.row[0].names.a", {"names": {"a": "https://x"}}, "letters, digits"),
        ("$.row[0].names.a", {"names": {"a": "messages"}}, "settings alone"),
        ("$.row[0].models", {"models": []}, "for all"),
        ("$.row[0].tool_id_length", {"tool_id_length": True}, "such as 9"),
        ("$.row[0].tool_id_length", {"tool_id_length": 0}, "such as 9"),
        ("$.row[0].tool_names", {"tool_names": "("}, "such as"),
        ("$.row[0].call_signature", {"call_signature": {"places": []}}, "placeholder"),
        ("$.row[0].note", {"note": 1}, "quotes"),
        ("$.row[0].source", {"source": "file:///etc/passwd"}, "note"),
        ("$.row[0].seen", {"seen": "2026-11-30"}, "without quotes"),
        ("$.row[0].seen", {"seen": datetime(2026, 11, 30, 12)}, "without quotes"),  # noqa: DTZ001 - as TOML's local times are
    ],
)
def test_what_is_wrong_is_told_with_its_place(path: str, row: object, hint: str) -> None:
    """And with what it should be."""
    with pytest.raises(ConversionError) as caught:
        read_rows({"row": [row]})

    assert path == caught.value.path
    assert hint in str(caught.value.hint)


@pytest.mark.parametrize(("table", "path"), [({"rows": []}, "$.rows"), ({"row": {}}, "$.row"), ({"row": [], "defaults": {}}, "$.defaults")])
def test_a_file_holds_rows_alone(table: dict[str, object], path: str) -> None:
    """Whatever else it holds is refused."""
    with pytest.raises(ConversionError) as caught:
        read_rows(table)

    assert path == caught.value.path


def test_what_no_file_says_is_left_out() -> None:
    """The rest of such a row is written all the same."""
    assert read_rows({"row": [as_table(replace(ROW, several_makers=True))]}) == (ROW,)


@pytest.mark.parametrize(
    ("feature", "said"),
    [
        ("seed", ["true or false"]),
        ("stop", ["true or false", "{ at_most = … }"]),
        ("max_tokens", ["true or false", "{ at_least = …, at_most = … }"]),
        ("temperature", ["true or false", "{ at_least = …, at_most = … }", "a list of numbers"]),
        ("image", ["true or false", "a list of words"]),
    ],
)
def test_the_forms_of_a_feature(feature: Feature, said: list[str]) -> None:
    """In which a file says how it is taken."""
    assert said == forms(feature)
