"""A configuration file holds known keys, no API key, and less if it is a project's; it is read within a limit, and shown up to each `=`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interlingua._runtime.config.file import MAX_BYTES, ConfigFile, TomlText, read_config_file, read_toml
from interlingua.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def refused_by(call: Callable[[], object]) -> ConfigError:
    """Give the error that a call raises."""
    with pytest.raises(ConfigError) as caught:
        call()
    return caught.value


@pytest.mark.parametrize("data", [b"a = 1\nb = 2\n", b"a = 1\r\nb = 2\r\n", b"\xef\xbb\xbfa = 1\r\nb = 2"])
def test_line_ends_and_byte_order_marks_say_nothing(tmp_path: Path, data: bytes) -> None:
    """Files written on Windows read as any other, and their lines are counted alike."""
    path = tmp_path / "x.toml"
    path.write_bytes(data)
    source = read_toml(path)

    assert source.parsed() == {"a": 1, "b": 2}
    assert str(source.fault("no", "b")) == f"{path}, line 2: no\n    b = …\n    ^"


@pytest.mark.parametrize(
    ("text", "line", "shown", "over"),
    [
        ("a = 1\r\nb = sk-ant-secret\r\n", 2, "b = …", "…"),
        ("a =", 1, "a =", "="),
        ("a = 'x", 1, "a = …", "…"),
        ("[a\n", 1, "…", "…"),
        ("[a]\nb c = 1", 2, "b c = …", "c"),
        ("[a]\n[a]\n", 2, "[a]", "]"),
        ("a = 1\na = 2", 2, "a = …", "…"),
        ("a = 1\n\x07", 2, "…", "…"),
        ("a = " + "[" * 9_000, 1, "a = …", "…"),
        ("a = " + "9" * 9_000, 1, "a = …", "…"),
    ],
)
def test_bad_toml_is_marked(tmp_path: Path, text: str, line: int, shown: str, over: str) -> None:
    """File, line and marker; what follows an `=` is not shown."""
    path = tmp_path / "x.toml"
    path.write_bytes(text.encode())
    error = refused_by(lambda: read_toml(path).parsed())

    assert error.message.startswith(f"{path}, line {line}: this is no TOML: ")
    assert error.text == shown
    assert error.span is not None
    assert shown[slice(*error.span)] == over


def test_other_encodings_are_marked(tmp_path: Path) -> None:
    """The line with the first byte that is no UTF-8."""
    path = tmp_path / "x.toml"
    path.write_bytes(b"a = 1\n\xff\xfe = 2\n")
    error = refused_by(lambda: read_toml(path))

    assert error.sentence == f"{path}, line 2: this is no UTF-8\n    \ufffd\ufffd = …\n    ^^"


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """Missing, a folder, or too long."""
    long = tmp_path / "long.toml"
    long.write_bytes(b"#" * (MAX_BYTES + 1))

    assert (
        refused_by(lambda: read_toml(tmp_path / "none.toml")).message
        == f"{tmp_path / 'none.toml'} can't be read: No such file or directory"
    )
    assert refused_by(lambda: read_toml(tmp_path)).message.startswith(f"{tmp_path} can't be read: ")
    assert refused_by(lambda: read_toml(long)).message == f"{long} has more than 1,048,576 bytes"


@pytest.mark.parametrize(
    ("key", "line", "over"),
    [
        (("a",), 1, "a"),
        (("t",), 2, "t"),
        (("t", "b"), 3, "b"),
        (("t", "c", "d"), 4, 'c . "d"'),
        (("t", "u", "e"), 6, "'e'"),
        (("zzz",), None, ""),
    ],
)
def test_finds_keys(tmp_path: Path, key: tuple[str, ...], line: int | None, over: str) -> None:
    """In tables, dotted and quoted; a key that stands nowhere is named without a line."""
    error = TomlText(tmp_path, "a=1\n[t]\n  b = 1\nc . \"d\" = 1\n[t.u]\n'e' = 1\n").fault("no", *key)

    assert error.message == (f"{tmp_path}, line {line}: no" if line else f"{tmp_path}: no")
    assert (error.text or "")[slice(*(error.span or (0, 0)))] == over


@given(st.one_of(st.text(), st.text("a=[]\"'.\n\r# 1"), st.binary()))
def test_any_file_raises_config_errors_alone(tmp_path_factory: pytest.TempPathFactory, content: str | bytes) -> None:
    """Any content is read, or refused with the marker inside of what is shown."""
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode(errors="surrogatepass"))
    fault = ConfigError("none")
    try:
        read_toml(path).parsed()
    except ConfigError as error:
        fault = error
    start, end = fault.span or (0, 0)

    assert 0 <= start <= end <= len(fault.text or "")
    assert "\n" not in (fault.text or "")


KEY = "sk-ant-api03-0123456789abcdef"


def read(folder: Path, text: str, *, project: bool = False) -> ConfigFile:
    """Read a file that says a text."""
    path = folder / "interlingua.toml"
    path.write_text(text, encoding="utf-8")
    return read_config_file(path, project=project)


def refused(folder: Path, text: str, *, project: bool = False) -> ConfigError:
    """Give the error that a text raises."""
    with pytest.raises(ConfigError) as caught:
        read(folder, text, project=project)
    return caught.value


def test_reads_every_table(tmp_path: Path) -> None:
    """Values keep their types; several texts become a tuple."""
    file = read(
        tmp_path,
        'default_model = "f"\n[aliases]\nf = "a:b"\n[defaults]\ntimeout = 1.5\nx = true\n[providers.a]\nstop = ["x", "y"]\nseed = 1',
    )

    assert (file.default_model, file.aliases, file.defaults) == ("f", {"f": "a:b"}, {"timeout": 1.5, "x": True})
    assert file.providers == {"a": {"stop": ("x", "y"), "seed": 1}}


def test_an_empty_file_sets_nothing(tmp_path: Path) -> None:
    """Everything is left to others."""
    file = read(tmp_path, "")

    assert (file.default_model, file.aliases, file.defaults, file.providers) == (None, {}, {}, {})


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        ("defualt_model = 'a:b'", 1, "unknown key 'defualt_model'", "did you mean default_model?"),
        ("\nzzz = 1", 2, "unknown key 'zzz'", "it may hold default_model, aliases, defaults, providers"),
        ("default_model = 1", 1, "default_model is a config string in quotes", 'such as "anthropic:claude-opus-4-8"'),
        ("[aliases]\nx = ''", 2, "x is a config string in quotes", 'such as "anthropic:claude-opus-4-8"'),
        ("[aliases]\n'a b' = 'a:b'", 2, "this name is not made of letters, digits, `-` and `_`", None),
        ("defaults = 1", 1, "defaults is a table", "write [defaults] on a line of its own"),
        ("[providers]\nopenai = 1", 2, "openai is a table", "write [providers.openai] on a line of its own"),
        ("[defaults]\nx = [1]", 2, "option 'x' takes text, a number, true or false, or a list of texts", None),
        ("[defaults]\nx = []", 2, "option 'x' takes text, a number, true or false, or a list of texts", None),
        ("[defaults]\nx = 99999999999999999999", 2, "option 'x' takes text, a number, true or false, or a list of texts", None),
        ("[defaults]\nx = 2026-01-01", 2, "option 'x' takes text, a number, true or false, or a list of texts", None),
    ],
)
def test_refuses_what_it_does_not_know(tmp_path: Path, text: str, line: int, message: str, hint: str | None) -> None:
    """File and line, and what would be right."""
    error = refused(tmp_path, text)

    assert error.message == f"{tmp_path / 'interlingua.toml'}, line {line}: {message}"
    assert error.hint == hint
    assert error.text is not None


@pytest.mark.parametrize(
    "text",
    [
        f"api_key = '{KEY}'",
        f"[providers.openai]\napi_key = '{KEY}'",
        f"[defaults]\nx = '{KEY}'",
        f"[defaults]\nx = ['a', '{KEY}']",
        f"[aliases]\nx = 'openai:gpt-5?api_key={KEY[14:]}'",
        f"[aliases]\nx = 'y?api_key={KEY[14:]}'",
        f"default_model = 'openai:{KEY}'",
        f"[providers.openai]\nbase_url = 'http://u:{KEY[14:]}@host'",
        f"[providers.openai.headers]\nauthorization = '{KEY[14:]}'",
        f"'{KEY}' = 1",
        f"[aliases]\n'{KEY}' = 'a:b'",
    ],
)
def test_never_holds_a_key(tmp_path: Path, text: str) -> None:
    """Wherever it stands, it is refused and not shown."""
    error = refused(tmp_path, text)

    assert "a file never holds one" in error.message
    assert KEY[14:] not in f"{error}{error!r}{vars(error)}"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("[providers.openai]\nbase_url = 'http://elsewhere'", "where requests go (base_url)"),
        ("[defaults]\nhttp_proxy = 'http://elsewhere'", "where requests go (http_proxy)"),
        ("[aliases]\nfast = 'openai:gpt-5?base_url=http://elsewhere'", "where requests go (base_url)"),
        ("default_model = 'openai:gpt-5?base_url=http://elsewhere'", "where requests go (base_url)"),
        ("[providers.anthropic]\nplatform = 'foundry'", "where requests go (platform)"),
        ("[providers.anthropic]\nresource = 'theirs'", "where requests go (resource)"),
        ("[aliases]\nfast = 'anthropic:claude-x?project=theirs'", "where requests go (project)"),
        ("[providers.anthropic]\nregion = 'far-away'", "where requests go (region)"),
        ("[providers.anthropic]\nauth_header = 'x-api-key'", "where requests go (auth_header)"),
        ("[providers.anthropic]\nextra_headers = ['X: y']", "where requests go (extra_headers)"),
        ("[providers.anthropic]\nprofile = 'theirs'", "which key is used (profile)"),
        ("[defaults]\nkey_variable = 'X'", "which key is used (key_variable)"),
        ("plugins = ['x']", "what is loaded (plugins)"),
        ("[plugins]\nx = 1", "what is loaded (plugins)"),
    ],
)
def test_a_project_sets_less(tmp_path: Path, text: str, what: str) -> None:
    """A stranger's repository doesn't say where requests and keys go, nor what is loaded."""
    error = refused(tmp_path, text, project=True)

    assert error.message.startswith(f"{tmp_path / 'interlingua.toml'}, line ")
    assert error.message.endswith(f"a project's file may not set {what}")


def test_the_users_own_file_may_set_an_address(tmp_path: Path) -> None:
    """It is the user's machine."""
    assert read(tmp_path, "[providers.openai]\nbase_url = 'http://localhost:1'").providers == {"openai": {"base_url": "http://localhost:1"}}


def test_a_project_may_set_models_and_tuning(tmp_path: Path) -> None:
    """An alias may have any name."""
    file = read(tmp_path, "[aliases]\nproxy = 'a:b?seed=1'\n[defaults]\nmax_tokens = 5", project=True)

    assert (file.aliases, file.defaults) == ({"proxy": "a:b?seed=1"}, {"max_tokens": 5})
