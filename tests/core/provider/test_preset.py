"""Twin of provider/preset.py: a host as data takes effect."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

import pytest

from interlingua.dialect import Row, refuses
from interlingua.provider import Preset, Provider, ProviderOptions, Route
from interlingua.types import Origin

if TYPE_CHECKING:
    from interlingua.provider import AsyncTransport, Transport, TransportSettings
    from interlingua.types import Request

PRESET = Preset(
    "toy-host",
    "Toys",
    "https://toys.invalid/v1",
    "https://docs.invalid",
    options={"base_url": "https://toys.invalid/v2"},
    rows=(
        Row(refuses("seed", "image"), names={"stop": "until"}),
        Row(names={"top_k": "top_k"}, note="toys only", source="https://docs.invalid/toys"),
        Row(tool_names="[a-z]+"),
    ),
)


def test_a_row_is_the_hosts_own() -> None:
    """It is about that host alone, and its source is the host's page unless it names another."""
    rows = PRESET.host_rows

    assert {("toy-host",)} == {row.hosts for row in rows}
    assert ["https://docs.invalid", "https://docs.invalid/toys", "https://docs.invalid"] == [row.source for row in rows]
    assert [row.takes for row in PRESET.rows] == [row.takes for row in rows]


def test_options_have_the_hosts_defaults() -> None:
    """They are the plugin's own options otherwise, checked as those are, and their help says whose address it is."""
    options_type = PRESET.options_type(ProviderOptions)
    options = options_type.model_validate({"max_tokens": 3})

    assert (options.base_url, options.max_tokens) == ("https://toys.invalid/v2", 3)
    assert issubclass(options_type, ProviderOptions)
    assert options_type.__name__ == "ProviderOptionsOfToyHost"
    assert list(ProviderOptions.model_fields) == list(options_type.model_fields)
    assert "address of Toys" in (options_type.model_fields["base_url"].description or "")
    assert ProviderOptions.model_fields["timeout"].description == options_type.model_fields["timeout"].description
    assert ProviderOptions().base_url is None
    with pytest.raises(ValueError, match="Extra inputs"):
        options_type.model_validate({"colour": "red"})


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        (Origin("toy-host", "a", model_id="~one/m"), "toy-host a one"),
        (Origin("toy-host", model_id="m"), None),
        (Origin("toy-host"), None),
        (Origin("other", model_id="one/m"), None),
    ],
)
def test_the_maker_of_reasoning_is_the_word_before_the_slash(origin: Origin, expected: str | None) -> None:
    """Where the host serves several makers' models; what names none is the host's own."""
    several = replace(PRESET, rows=(Row(several_makers=True),))

    assert expected == several.reasoning_maker(origin)
    assert PRESET.reasoning_maker(origin) is None


def test_a_host_becomes_a_provider() -> None:
    """Of the plugin's class, with the host's name, key and models."""

    class Plugin(Provider):
        preset: ClassVar[Preset]

        def route(self, request: Request, options: ProviderOptions) -> Route:  # noqa: ARG002 - the base class's
            return Route("toy.plain", "/")

        def transport(self, settings: TransportSettings) -> Transport:
            raise NotImplementedError

        def async_transport(self, settings: TransportSettings) -> AsyncTransport:
            raise NotImplementedError

    host = replace(PRESET, key_variables=("TOY_API_KEY",), models=("a", "b"), default_model="a").provider(Plugin)

    assert isinstance(host, Plugin)
    assert (host.name, host.models, host.default_model) == ("toy-host", ("a", "b"), "a")
    assert host.key_variables(host.options_type()) == ("TOY_API_KEY",)
    assert host.options_type().base_url == "https://toys.invalid/v2"
    assert host.preset.host == "Toys"
    assert (host.tool_names, replace(PRESET, rows=()).provider(Plugin).tool_names) == ("[a-z]+", ".+")
    assert not hasattr(Plugin, "preset")
