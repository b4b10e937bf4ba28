"""A host that speaks another provider's format, as data: where it is, where its key comes from, and how it departs from the format.

A plugin keeps its hosts in one table of these and registers each row as an entry point of its own, so that the config string reads
`groq:…`. Whatever its rows say takes effect; only a `note` is for readers alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar, cast

from pydantic import Field, create_model

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interlingua.dialect.rows import Row
    from interlingua.provider.contract import Provider
    from interlingua.provider.options import ProviderOptions
    from interlingua.types.origin import Origin

ProviderT = TypeVar("ProviderT", bound="Provider")


@dataclass(frozen=True, slots=True, eq=False)
class Preset:
    """A host.

    Attributes:
        name: The entry point's name, the word before the colon in a config string.
        host: The host's name as its makers write it.
        base_url: Its address; None where each customer has one of their own.
        page: The page that documents its use of the format.
        key_variables: The environment variables that hold its key, first found wins; empty where it needs none.
        models: Model ids worth offering in completion.
        default_model: The model that a bare `name:` stands for, or None.
        count_endpoint: The path that counts a request's tokens, or None where there is none.
        lists_models: Whether it lists its models as the format's maker does, below the same address.
        options: Defaults of options that differ.
        rows: How it departs from the reference; each is documented on the host's page, or on the one that it names.
    """

    name: str
    host: str
    base_url: str | None
    page: str
    key_variables: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    default_model: str | None = None
    count_endpoint: str | None = None
    lists_models: bool = True
    options: Mapping[str, str | bool] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()

    @property
    def host_rows(self) -> tuple[Row, ...]:
        """Its rows, each by the host's name, unless it names one wire of it, and with its source."""
        return tuple([replace(row, hosts=row.hosts or (self.name,), source=row.source or self.page) for row in self.rows])

    def reasoning_maker(self, origin: Origin) -> str | None:
        """Name the maker of an origin's reasoning, where the host serves models of several; see `Provider.reasoning_maker`."""
        maker, named, _ = (origin.model_id or "").lstrip("~").partition("/")
        if origin.provider != self.name or not named or not any(row.several_makers for row in self.rows):
            return None
        return f"{self.name} {origin.address} {maker}"

    def options_type(self, base: type[ProviderOptions]) -> type[ProviderOptions]:
        """Give a plugin's options with this host's defaults."""
        defaults: dict[str, str | bool | None] = {"base_url": self.base_url}
        defaults.update(self.options)
        helps = {name: base.model_fields[name].description for name in defaults}
        if self.base_url is not None:
            helps["base_url"] = f"address of {self.host}; one of your own, such as a proxy's, needs no key"
        fields = {
            name: (base.model_fields[name].annotation, Field(default=value, description=helps[name])) for name, value in defaults.items()
        }
        name = f"{base.__name__}Of{self.name.title().replace('-', '')}"
        made: type[ProviderOptions] = create_model(name, __base__=base, __module__=base.__module__, **fields)  # type: ignore[call-overload]  # the fields' names are computed
        return made

    def provider(self, kind: type[ProviderT]) -> ProviderT:
        """Make the host's provider.

        Args:
            kind: What it is made from, with the options that get the host's defaults.
        """
        facts = {
            "__module__": kind.__module__,
            "__doc__": f"{self.host}.",
            "preset": self,
            "home": self.base_url,
            "name": self.name,
            "options_type": self.options_type(kind.options_type),
            "reasoning_maker": lambda _, origin: self.reasoning_maker(origin),
            "key_variables": lambda _, options: self.key_variables,  # noqa: ARG005 - one address, one key
            "models": self.models,
            "default_model": self.default_model,
            "tool_names": next((it.tool_names for it in self.rows if it.tool_names is not None), kind.tool_names),
        }
        return cast("type[ProviderT]", type(kind.__name__, (kind,), facts))()
