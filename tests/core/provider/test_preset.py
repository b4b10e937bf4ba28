"""Twin of provider/preset.py: a host as data takes effect."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

import pytest

from interlingua.dialect import CallSignature, Capabilities
from interlingua.provider import Departure, Preset, Provider, ProviderOptions, Route
from interlingua.types import Origin

if TYPE_CHECKING:
    from interlingua.provider import AsyncTransport, Transport, TransportSettings
    from interlingua.types import Request

PRESET = Preset(
    "toy-host",
    "Toys",
    "https://toys.invalid/v1",
    "https://docs.invalid",
    departures=(
        Departure(lacks=("seed", "image"), names={"stop": "until"}),
        Departure(names={"top_k": "top_k"}, note="toys only", page="https://docs.invalid/toys"),
        Departure(options={"timeout": "30"}),
        Departure(tool_names="[a-z]+"),
    ),
)


def test_departures_become_capabilities() -> None:
    """What all of them say together."""
    assert PRESET.capabilities == Capabilities(frozenset({"seed", "image"}), {"stop": "until", "top_k": "top_k"})


SIGNATURE = CallSignature((("extra", "mark"),), "none")


def test_a_departure_of_some_models() -> None:
    """It counts for those whose ids begin so."""
    rows = (Departure(tool_id_length=9), Departure(models=("big-", "huge-"), lacks=("seed",), call_signature=SIGNATURE))
    preset = replace(PRESET, departures=rows)

    assert preset.capabilities == preset.capabilities_of("small-1") == Capabilities(tool_id_length=9)
    assert preset.capabilities_of("huge-1") == Capabilities(frozenset({"seed"}), {}, 9, SIGNATURE)


def test_options_have_the_hosts_defaults() -> None:
    """They are the plugin's own options otherwise, checked as those are, and their help says whose address it is."""
    options_type = PRESET.options_type(ProviderOptions)
    options = options_type.model_validate({"max_tokens": 3})

    assert (options.base_url, options.max_tokens) == ("https://toys.invalid/v1", 3)
    assert issubclass(options_type, ProviderOptions)
    assert options_type.__name__ == "ProviderOptionsOfToyHost"
    assert list(ProviderOptions.model_fields) == list(options_type.model_fields)
    assert "address of Toys" in (options_type.model_fields["base_url"].description or "")
    assert ProviderOptions.model_fields["timeout"].description == options_type.model_fields["timeout"].description
    assert ProviderOptions().base_url is None
    with pytest.raises(ValueError, match="Extra inputs"):
        options_type.model_validate({"colour": "red"})


@pytest.mark.parametrize(
    ("departure", "sentence"),
    [
        (Departure(lacks=("seed", "image")), "no `seed`, `image`"),
        (Departure(names={"stop": "until", "top_k": "top_k"}), "`stop` is `until`; takes `top_k`"),
        (Departure(options={"include_usage": False, "api": "chat"}, note="so be it"), "`include_usage` is false; `api` is chat; so be it"),
        (Departure(tool_id_length=9), "a call's id has exactly 9 letters and digits, others are mapped"),
        (
            Departure(models=("a", "b"), call_signature=SIGNATURE, note="so be it"),
            "with `a…` or `b…`: a step's first call gets a placeholder for a missing `extra.mark`; so be it",
        ),
        (Departure(tool_names="[a-z]+"), "a tool's name is `[a-z]+`"),
        (Departure(tool_names=".+"), "a tool may have any name"),
    ],
)
def test_a_departure_in_words(departure: Departure, sentence: str) -> None:
    """The data first, then the note."""
    assert sentence == departure.sentence


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
    several = replace(PRESET, departures=(Departure(several_makers=True),))

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
    assert host.options_type().base_url == "https://toys.invalid/v1"
    assert host.preset.host == "Toys"
    assert (host.tool_names, replace(PRESET, departures=()).provider(Plugin).tool_names) == ("[a-z]+", ".+")
    assert not hasattr(Plugin, "preset")
