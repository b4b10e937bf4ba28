"""`interlingua check --live` with the embedded model: a real token from a real server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.live.command import clean_env, interlingua

from interlingua.types.json import loads

if TYPE_CHECKING:
    from pathlib import Path


def test_one_token_of_the_embedded_model(tmp_path: Path) -> None:
    """It says who answered, where, and how long it took."""
    done = interlingua(clean_env(tmp_path), "check", "llamacpp", "--live", "--examples", "1", "--json")
    found: Any = loads(done.stdout)

    assert done.returncode == 0
    assert found["live"]["host"].startswith("127.0.0.1:")
    assert found["live"]["output_tokens"] == 1
    assert 0 < found["live"]["seconds_to_headers"] <= found["live"]["seconds"]
