"""A host that speaks another provider's format, as data: where it is, where its key comes from, and how it departs from the format.

A plugin keeps its hosts in one table of these and registers each row as an entry point of its own, so that the config string reads
`groq:…`. Whatever a row says takes effect: what a host lacks goes into the capabilities, an option's other default into the options;
only `note` is for readers alone. Each departure is documented on the host's page, or on the one that it names.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar, cast

from pydantic import Field, create_model

from interlingua.dialect.contract import Capabilities

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interlingua.dialect.contract import CallSignature, Feature
    from interlingua.provider.contract import Provider
    from interlingua.provider.options import ProviderOptions
    from interlingua.types.origin import Origin

ProviderT = TypeVar("ProviderT", bound="Provider")


@dataclass(frozen=True, slots=True)
class Departure:
    """One way in which a host departs from the format's reference.

    Attributes:
        lacks: Features that the host refuses or ignores.
        names: The host's own name for a body field, by the reference name.
        options: Defaults of options that differ.
        several_makers: Whether the host serves models of several makers, each named before the slash of the model's id: reasoning
            goes back to its own maker's models alone.
        tool_id_length: Of how many letters and digits exactly a call's id must be; None where it may be any.
        call_signature: What the first call of a step must have, or None.
        models: What the ids of the models begin with that depart so; empty for all of them. It concerns what they accept, not options.
        tool_names: Which names of tools the host takes, where the rule is another one (see `Provider`).
        note: What no field here can say, in words.
        page: Where it is documented, where not on the host's own page.
    """

    lacks: tuple[Feature, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, str | bool] = field(default_factory=dict)
    several_makers: bool = False
    tool_id_length: int | None = None
    call_signature: CallSignature | None = None
    models: tuple[str, ...] = ()
    tool_names: str | None = None
    note: str = ""
    page: str | None = None

    @property
    def sentence(self) -> str:
        """The departure in words, for a table."""
        clauses = [
            f"no {', '.join(f'`{feature}`' for feature in self.lacks)}" if self.lacks else "",
            *(f"`{ours}` is `{theirs}`" if ours != theirs else f"takes `{theirs}`" for ours, theirs in self.names.items()),
            f"a call's id has exactly {self.tool_id_length} letters and digits, others are mapped" if self.tool_id_length else "",
            f"a step's first call gets a placeholder for a missing `{'.'.join(self.call_signature.places[0])}`"
            if self.call_signature
            else "",
            *(f"`{name}` is {value if isinstance(value, str) else str(value).lower()}" for name, value in self.options.items()),
            "reasoning goes back to models of its maker alone" if self.several_makers else "",
            {None: "", ".+": "a tool may have any name"}.get(self.tool_names, f"a tool's name is `{self.tool_names}`"),
            self.note,
        ]
        words = "; ".join(part for part in clauses if part)
        return f"with {' or '.join(f'`{model}…`' for model in self.models)}: {words}" if self.models else words


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
        departures: How it departs from the reference.
    """

    name: str
    host: str
    base_url: str | None
    page: str
    key_variables: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    default_model: str | None = None
    count_endpoint: str | None = None
    departures: tuple[Departure, ...] = ()

    @property
    def capabilities(self) -> Capabilities:
        """What the host accepts, whatever the model."""
        return self.capabilities_of("")

    def capabilities_of(self, model_id: str) -> Capabilities:
        """Tell what the host accepts for a model, as far as its rows say."""
        rows = [row for row in self.departures if not row.models or model_id.startswith(row.models)]
        return Capabilities(
            frozenset(feature for row in rows for feature in row.lacks),
            {ours: theirs for row in rows for ours, theirs in row.names.items()},
            next((row.tool_id_length for row in rows if row.tool_id_length is not None), None),
            next((row.call_signature for row in rows if row.call_signature is not None), None),
        )

    def reasoning_maker(self, origin: Origin) -> str | None:
        """Name the maker of an origin's reasoning, where the host serves models of several; see `Provider.reasoning_maker`."""
        maker, named, _ = (origin.model_id or "").lstrip("~").partition("/")
        if origin.provider != self.name or not named or not any(row.several_makers for row in self.departures):
            return None
        return f"{self.name} {origin.address} {maker}"

    def options_type(self, base: type[ProviderOptions]) -> type[ProviderOptions]:
        """Give a plugin's options with this host's defaults."""
        defaults: dict[str, str | bool | None] = {"base_url": self.base_url}
        for departure in self.departures:
            defaults.update(departure.options)
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
            "tool_names": next((it.tool_names for it in self.departures if it.tool_names is not None), kind.tool_names),
        }
        return cast("type[ProviderT]", type(kind.__name__, (kind,), facts))()
