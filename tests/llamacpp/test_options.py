"""The options of `llamacpp:`."""

from __future__ import annotations

import pytest

import interlingua
from interlingua_llamacpp.options import LlamaCppOptions


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
