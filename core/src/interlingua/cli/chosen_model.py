"""From `-m` and `-o` to one config string, and to its model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.errors import ConfigError
from interlingua.runtime import ModelSpec, parse_spec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from interlingua import Model
    from interlingua.dialect import Capabilities
    from interlingua.runtime import Config, OnLoss


def with_options(spec_text: str, options: Sequence[str]) -> str:
    """Put `-o name=value` options into a config string; each takes the place of the string's own of that name. Pure.

    Raises:
        ConfigError: One of them is no `name=value`, or the string is wrong.
    """
    if not options:
        return spec_text
    spec = parse_spec(spec_text)
    given = tuple(_pair(option) for option in options)
    names = {name for name, _ in given}
    kept = tuple(option for option in spec.options if option[0] not in names)
    # Printed and read again, an option is checked, refused and marked exactly as one of the config string.
    return str(ModelSpec(spec.provider, spec.model_id, kept + given))


def _pair(option: str) -> tuple[str, str]:
    name, equals, value = option.partition("=")
    if not (name and equals):
        raise ConfigError("-o takes name=value", hint="such as -o max_tokens=200; `interlingua providers` lists the options", option="-o")
    return name.strip(), value


def open_model(text: str | None, options: Sequence[str] = (), on_loss: OnLoss = "raise") -> Model:
    """Make the model that `-m`, the environment and the configuration choose.

    Raises:
        ConfigError: The string, the provider or an option is wrong; one that wasn't typed just now is named by where it stands.
    """
    from interlingua import load_config

    return model_of(load_config(), text, options, on_loss)


def model_of(config: Config, text: str | None, options: Sequence[str] = (), on_loss: OnLoss = "raise") -> Model:
    """Do what `open_model` does, with a configuration that is there already."""
    from interlingua import Model

    chosen = config.resolve(text)
    spec_text = with_options(chosen.spec_text, options)
    try:
        return Model(spec_text, on_loss=on_loss, capabilities=config.capabilities)
    except ConfigError as error:
        typed = {name for name, _ in map(_pair, options)}
        if error.option in typed:
            raise
        raise error.within(*chosen.places) from None


def capabilities_of(text: str, target: str) -> Capabilities:
    """Tell what a model takes in a form, by the plugin's rows, the user's own file and the options.

    Raises:
        ConfigError: As `open_model`, or the model is spoken to in another form.
    """
    from interlingua import load_config
    from interlingua.runtime import Backend, capabilities_for

    config = load_config()
    backend = Backend(config.resolve(text).spec_text, {}, corrections=config.capabilities)
    return capabilities_for(backend, target)
