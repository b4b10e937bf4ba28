"""A TOML file is read within a limit, and shown up to each `=`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interlingua._runtime.config.toml_text import MAX_BYTES, TomlText, read_toml
from interlingua.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def refused(call: Callable[[], object]) -> ConfigError:
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
    error = refused(lambda: read_toml(path).parsed())

    assert error.message.startswith(f"{path}, line {line}: this is no TOML: ")
    assert error.text == shown
    assert error.span is not None
    assert shown[slice(*error.span)] == over


def test_other_encodings_are_marked(tmp_path: Path) -> None:
    """The line with the first byte that is no UTF-8."""
    path = tmp_path / "x.toml"
    path.write_bytes(b"a = 1\n\xff\xfe = 2\n")
    error = refused(lambda: read_toml(path))

    assert error.sentence == f"{path}, line 2: this is no UTF-8\n    \ufffd\ufffd = …\n    ^^"


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """Missing, a folder, or too long."""
    long = tmp_path / "long.toml"
    long.write_bytes(b"#" * (MAX_BYTES + 1))

    assert (
        refused(lambda: read_toml(tmp_path / "none.toml")).message == f"{tmp_path / 'none.toml'} can't be read: No such file or directory"
    )
    assert refused(lambda: read_toml(tmp_path)).message.startswith(f"{tmp_path} can't be read: ")
    assert refused(lambda: read_toml(long)).message == f"{long} has more than 1,048,576 bytes"


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
