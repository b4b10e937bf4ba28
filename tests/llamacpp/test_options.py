"""The options of `llamacpp:`, and how many threads are the default."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

import interlingua
from interlingua_llamacpp import options
from interlingua_llamacpp.options import LlamaCppOptions

if TYPE_CHECKING:
    from pathlib import Path


def test_defaults() -> None:
    """Two calls at once, with 4,096 tokens of context each."""
    options = LlamaCppOptions()

    assert (options.context, options.parallel, options.threads, options.base_url) == (4096, 2, None, None)


def test_a_string_sets_them() -> None:
    """They stand in the config string like any other."""
    model = interlingua.Model("llamacpp:/models/qwen.gguf?context=8192&threads=3")

    assert model.options == LlamaCppOptions(context=8192, threads=3)
    assert model.model_id == "/models/qwen.gguf"


@pytest.mark.parametrize("option", ["context=0", "parallel=0", "threads=none", "base_url=http://127.0.0.1:8080/v1"])
def test_nonsense_is_refused(option: str) -> None:
    """The error names the option."""
    with pytest.raises(interlingua.ConfigError) as caught:
        interlingua.Model(f"llamacpp:smollm2-135m?{option}")

    assert caught.value.option == option.partition("=")[0]


class TestDefaultThreads:
    """The default leaves room for other processes."""

    def test_ci_computes_with_one(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A CI machine is shared, whatever its size."""
        monkeypatch.setenv("CI", "true")
        monkeypatch.setattr(options, "usable_cores", lambda: 64)

        assert options.default_threads() == 1

    @pytest.mark.parametrize(("usable", "expected"), [(1, 1), (2, 1), (3, 1), (4, 2), (8, 4), (16, 8), (96, 8)])
    def test_half_of_the_cores_elsewhere(self, monkeypatch: pytest.MonkeyPatch, usable: int, expected: int) -> None:
        """Half of the cores compute, at least one and at most eight."""
        monkeypatch.delenv("CI", raising=False)
        monkeypatch.setattr(options, "usable_cores", lambda: usable)

        assert options.default_threads() == expected


class TestUsableCores:
    """What this process may use, which may be less than what the machine has."""

    def test_the_quota_of_a_container_counts(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        """One and a half cores are two, at most the machine's."""
        (file := tmp_path / "cpu.max").write_text("50000 100000\n")
        monkeypatch.setattr(options, "_CGROUP_QUOTA", file)

        assert options.usable_cores() == 1

    def test_systems_without_affinity_count_all(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        """Where the system has no affinity, every core counts."""
        monkeypatch.delattr(os, "sched_getaffinity", raising=False)
        monkeypatch.setattr(options, "_CGROUP_QUOTA", tmp_path / "none")

        assert options.usable_cores() == os.cpu_count()

    @pytest.mark.parametrize(
        ("text", "expected"), [("150000 100000", 2), ("200000 100000", 2), ("max 100000", None), ("", None), ("nonsense", None)]
    )
    def test_quotas_are_read(self, tmp_path: Path, text: str, expected: int | None) -> None:
        """A quota is rounded up; no limit, and anything unexpected, is none."""
        (file := tmp_path / "cpu.max").write_text(text)

        assert options._quota(file) == expected
