"""How many threads are the default."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from interlingua_llamacpp import cores

if TYPE_CHECKING:
    from pathlib import Path


class TestDefaultThreads:
    """The default leaves room for other processes."""

    def test_ci_computes_with_one(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A CI machine is shared, whatever its size."""
        monkeypatch.setenv("CI", "true")
        monkeypatch.setattr(cores, "usable_cores", lambda: 64)

        assert cores.default_threads() == 1

    @pytest.mark.parametrize(("usable", "expected"), [(1, 1), (2, 1), (3, 1), (4, 2), (8, 4), (16, 8), (96, 8)])
    def test_half_of_the_cores_elsewhere(self, monkeypatch: pytest.MonkeyPatch, usable: int, expected: int) -> None:
        """Half of the cores compute, at least one and at most eight."""
        monkeypatch.delenv("CI", raising=False)
        monkeypatch.setattr(cores, "usable_cores", lambda: usable)

        assert cores.default_threads() == expected


class TestUsableCores:
    """What this process may use, which may be less than what the machine has."""

    def test_the_quota_of_a_container_counts(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        """One and a half cores are two, at most the machine's."""
        (file := tmp_path / "cpu.max").write_text("50000 100000\n")
        monkeypatch.setattr(cores, "_CGROUP_QUOTA", file)

        assert cores.usable_cores() == 1

    def test_systems_without_affinity_count_all(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        """Where the system has no affinity, every core counts."""
        monkeypatch.delattr(os, "sched_getaffinity", raising=False)
        monkeypatch.setattr(cores, "_CGROUP_QUOTA", tmp_path / "none")

        assert cores.usable_cores() == os.cpu_count()

    @pytest.mark.parametrize(
        ("text", "expected"), [("150000 100000", 2), ("200000 100000", 2), ("max 100000", None), ("", None), ("nonsense", None)]
    )
    def test_quotas_are_read(self, tmp_path: Path, text: str, expected: int | None) -> None:
        """A quota is rounded up; no limit, and anything unexpected, is none."""
        (file := tmp_path / "cpu.max").write_text(text)

        assert cores._quota(file) == expected
