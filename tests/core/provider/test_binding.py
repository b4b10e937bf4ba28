"""`interlingua.provider.binding`: what a plugin says of the reasoning that its models bind."""

from __future__ import annotations

import pytest

from interlingua.provider import Binding, Bound, Unbound
from interlingua.types import Request


class Mirror(Binding):
    """Binds reasoning to the request's model."""

    def check(self, request: Request, body: dict[str, object]) -> Bound:  # type: ignore[override]  # an empty one will do
        """Find nothing."""
        return Bound(f"{request.model_id}{len(body)}")


def test_what_a_plugin_says() -> None:
    """A digest, and what isn't bound any more; without a word, that is left out."""
    assert "drop" == Mirror().policy
    assert Bound("m0", ()) == Mirror().check(Request(model_id="m", messages=()), {})
    assert (1, "it moved") == (Unbound(1, "it moved").message, Unbound(1, "it moved").reason)


def test_it_must_say_it() -> None:
    """There is no default for it."""
    with pytest.raises(TypeError, match="check"):
        Binding()  # type: ignore[abstract]  # as said
