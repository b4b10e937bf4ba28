"""A served model says whether its chat template has a place for tools."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua.errors import APIConnectionError
from interlingua_llamacpp.properties import supports_tools
from interlingua_llamacpp.server import get_server
from interlingua_llamacpp.weights import ensure_weights, resolve_model

if TYPE_CHECKING:
    from interlingua_llamacpp.server import ServerHandle


def test_our_template_has_a_place_for_tools(served: ServerHandle) -> None:
    """The default model is served with a template of ours."""
    assert supports_tools(served.base_url, served.api_key)
    assert served.supports_tools


def test_the_models_own_template_has_none() -> None:
    """A file given by its path keeps the template that it brings."""
    handle = get_server(resolve_model(str(ensure_weights())), context=384, parallel=1)

    assert not handle.supports_tools


def test_no_answer_is_an_error() -> None:
    """Nothing is assumed where the server says nothing."""
    with pytest.raises(APIConnectionError, match="doesn't give its properties"):
        supports_tools("http://127.0.0.1:9/v1", "key")


def test_a_wrong_key_is_no_yes(served: ServerHandle) -> None:
    """An error body has no such property."""
    assert not supports_tools(served.base_url, "wrong")
