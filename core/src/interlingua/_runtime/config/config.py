"""Aliases and defaults from files and the environment, each with its source. Only the command line and `load_config()` read them.

What comes first wins: the model that was asked for, `INTERLINGUA_MODEL`, the project's file, the user's file, the built-in default.
Options alike: the config string, then a provider's own defaults, then the defaults for all; in both, project before user.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from interlingua._runtime.config.capabilities import FILE_NAME as CAPABILITIES
from interlingua._runtime.config.capabilities import PATH_VARIABLE as CAPABILITIES_VARIABLE
from interlingua._runtime.config.capabilities import load_capabilities
from interlingua._runtime.config.file import TomlText, checked, read_config_file, read_toml
from interlingua._runtime.config.options import check_options
from interlingua._runtime.config.spec import VARIABLE, ModelSpec, default_spec, is_bare, parse_spec
from interlingua._runtime.plugins.providers import extras, get_provider, installed_providers, provider_names
from interlingua._runtime.shown import neighbour
from interlingua.errors import ConfigError
from interlingua.provider.options import ProviderOptions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interlingua._runtime.config.file import ConfigFile, OptionValue
    from interlingua.dialect.rows import Row

FILE_NAME: Final = "interlingua.toml"
PATH_VARIABLE: Final = "INTERLINGUA_CONFIG"
"""The environment variable that names the user's file."""

BUILT_IN: Final = "built-in"
BUILT_IN_MODEL: Final = "llamacpp:smollm2-135m"
"""The model that needs no key, no account and no choice."""

ARGUMENT: Final = "argument"


@dataclass(frozen=True, slots=True)
class ResolvedModel:
    """The model that was chosen.

    Attributes:
        spec_text: Its config string, aliases expanded, defaults of files filled in.
        origin: Who chose it: `argument`, `INTERLINGUA_MODEL`, a file, or `built-in`; an alias is told beside it.
        places: Where a fault in it stands, outermost first; none where the string was an argument itself.
    """

    spec_text: str
    origin: str
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Config:
    """What files and the environment say.

    Attributes:
        default_model: The config string, or alias, of the default model.
        aliases: Name → config string or other alias.
        defaults: Option → value, for every provider that has the option.
        provider_defaults: Provider → option → value.
        sources: Dotted key → where its value comes from: a file's path, an environment variable, or `built-in`.
        capabilities: What the user's own file says of models, as `Model` takes it.
    """

    default_model: str = BUILT_IN_MODEL
    aliases: dict[str, str] = field(default_factory=dict)
    defaults: dict[str, OptionValue] = field(default_factory=dict)
    provider_defaults: dict[str, dict[str, OptionValue]] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=lambda: {"default_model": BUILT_IN})
    capabilities: tuple[Row, ...] = ()

    def resolve(self, text: str | None = None) -> ResolvedModel:
        """Choose a model: expand aliases, fill in the files' defaults.

        Args:
            text: A config string, an alias (with options, where wanted), or None for the default.

        Raises:
            ConfigError: It breaks the grammar, aliases go in a circle, or a file's default doesn't fit the provider.
        """
        origin = self.sources["default_model"] if text is None else ARGUMENT
        try:
            spec, alias = self._expanded(self.default_model if text is None else text)
        except ConfigError as error:
            if text is None:
                # A file holds more than the default; whatever else names it holds nothing else.
                raise error.within(origin, *["default_model"] * (origin not in {VARIABLE, BUILT_IN})) from None
            raise
        places = () if text is not None else (origin,)
        if alias:
            place = f"alias {alias} of {self.sources[f'aliases.{alias}']}"
            origin, places = f"{origin} ({place})", (*places, place)
        return ResolvedModel(str(self._with_defaults(spec)), origin, places)

    def rows(self) -> list[tuple[str, str, str]]:
        """Give every value as (key, value, source), for `interlingua config show`; a default that may hold a key is masked."""
        try:
            parse_spec(self.default_model, aliases=self.aliases)
            shown = self.default_model
        except ConfigError as error:  # nobody has checked it yet: masked, as errors show it
            shown = error.text or "…"
        values = [
            ("default_model", shown),
            *((f"aliases.{name}", target) for name, target in sorted(self.aliases.items())),
            *((f"defaults.{name}", ", ".join(_texts(value))) for name, value in sorted(self.defaults.items())),
            *(
                (f"providers.{provider}.{name}", ", ".join(_texts(value)))
                for provider, options in sorted(self.provider_defaults.items())
                for name, value in sorted(options.items())
            ),
            *([("capabilities", f"{len(self.capabilities)} rows")] if "capabilities" in self.sources else []),
        ]
        return [(key, value, self.sources[key]) for key, value in values]

    def _expanded(self, text: str) -> tuple[ModelSpec, str | None]:
        spec, seen = parse_spec(text, aliases=self.aliases), list[str]()
        while is_bare(text) and spec.provider in self.aliases:
            name = spec.provider
            if name in seen:
                circle = " → ".join([*seen[seen.index(name) :], name])
                raise ConfigError(f"the aliases go in a circle: {circle}", hint=f"see {self.sources[f'aliases.{name}']}")
            seen.append(name)
            text = self.aliases[name]
            try:
                target = parse_spec(text, aliases=self.aliases)
            except ConfigError as error:
                raise error.within(self.sources[f"aliases.{name}"], f"alias {name}") from None
            given = {option for option, _ in spec.options}
            kept = tuple(option for option in target.options if option[0] not in given)
            spec = ModelSpec(target.provider, target.model_id, kept + spec.options)
        return spec, seen[0] if seen else None

    def _with_defaults(self, spec: ModelSpec) -> ModelSpec:
        given = {name for name, _ in spec.options}
        own = self.provider_defaults.get(spec.provider, {})
        if not (own or self.defaults):
            return spec  # and no plugin is loaded
        provider = get_provider(spec.provider)
        # A provider refuses a common option by the type None.
        has = {name for name, option in provider.options_type.model_fields.items() if option.annotation is not type(None)}
        filled = {
            **{name: (f"defaults.{name}", value) for name, value in self.defaults.items() if name in has},
            **{name: (f"providers.{spec.provider}.{name}", value) for name, value in own.items()},
        }
        added = tuple((name, text) for name, (_, value) in filled.items() if name not in given for text in _texts(value))
        whole = ModelSpec(spec.provider, spec.model_id, spec.options + added)
        try:
            check_options(provider, whole.options)
        except ConfigError as error:
            # A fault in what was asked for is the model's to report, with the marker under it.
            if error.option in filled and error.option not in given:
                key = filled[error.option][0]
                raise error.within(self.sources[key], key) from None
        return whole


def load_config(*, cwd: Path | None = None, environ: Mapping[str, str] = os.environ) -> Config:
    """Read the user's files and the project's file. What they and `INTERLINGUA_MODEL` name is checked when it is chosen.

    Args:
        cwd: Where the search for the project's file begins, upward to the repository's root or the home folder.
        environ: The environment variables.

    Raises:
        ConfigError: A file can't be read or holds a fault, or platformdirs is missing.
    """
    user = user_path(environ)
    there = user.exists() or bool(environ.get(PATH_VARIABLE))  # that a named one must be there, reading it tells
    return _loaded(user, read_toml(user) if there else None, cwd, environ)


def config_with(text: str, *, cwd: Path | None = None, environ: Mapping[str, str] = os.environ) -> Config:
    """Give what `load_config` would, if the user's file had this text.

    Args:
        text: The text; its line ends are newlines.
        cwd: As there.
        environ: As there.

    Raises:
        ConfigError: As there.
    """
    user = user_path(environ)
    return _loaded(user, TomlText(user, text), cwd, environ)


def _loaded(user: Path, source: TomlText | None, cwd: Path | None, environ: Mapping[str, str]) -> Config:
    project = _project_path(Path.cwd() if cwd is None else cwd.absolute())
    files = [checked(source, project=False)] if source else []
    if project and not (user.exists() and project.samefile(user)):
        files.append(read_config_file(project, project=True))
    config = Config()
    for file in files:
        _check_names(file)
        where = str(file.source.path)
        config.aliases.update(file.aliases)
        config.defaults.update(file.defaults)
        config.sources.update({f"aliases.{name}": where for name in file.aliases})
        config.sources.update({f"defaults.{name}": where for name in file.defaults})
        for provider, options in file.providers.items():
            config.provider_defaults.setdefault(provider, {}).update(options)
            config.sources.update({f"providers.{provider}.{name}": where for name in options})
    asked = default_spec(environ)
    if asked:
        config = replace(config, default_model=asked)
        config.sources["default_model"] = VARIABLE
    elif chosen := next((file for file in reversed(files) if file.default_model), None):
        config = replace(config, default_model=chosen.default_model or "")
        config.sources["default_model"] = str(chosen.source.path)
    named = environ.get(CAPABILITIES_VARIABLE)
    known = Path(named).expanduser() if named else user.with_name(CAPABILITIES)
    if named or known.exists():
        config = replace(config, capabilities=load_capabilities(known))
        config.sources["capabilities"] = str(known)
    return config


def user_path(environ: Mapping[str, str] = os.environ) -> Path:
    """Give the path of the user's file, whether it is there or not.

    Raises:
        ConfigError: platformdirs is missing.
    """
    named = environ.get(PATH_VARIABLE)
    if named:
        return Path(named).expanduser()
    try:
        from platformdirs import user_config_dir
    except ImportError as error:
        from interlingua.provider.installing import install_extra

        raise ConfigError(
            "platformdirs, which finds the configuration folder, isn't installed",
            hint=f"{install_extra('cli')}, or name the file in {PATH_VARIABLE}",
        ) from error
    return Path(user_config_dir("interlingua", appauthor=False)) / FILE_NAME


def _project_path(cwd: Path) -> Path | None:
    """Search upward to the repository's root or the home folder; outside of both, the folder itself alone.

    A file further up, in a folder that all users write to, is not the project's.
    """
    folders = (cwd, *cwd.parents)
    homes = {Path.home(), Path.home().resolve()}  # the system's own word for the current folder has no links in it
    root = next((folder for folder in folders if (folder / ".git").exists() or folder in homes), cwd)
    inside = folders[: folders.index(root) + 1]
    return next((folder / FILE_NAME for folder in inside if (folder / FILE_NAME).is_file()), None)


def _check_names(file: ConfigFile) -> None:
    """Refuse what is nearly a name that is known; whatever else may belong to a provider that isn't installed here."""
    options, providers = set(ProviderOptions.model_fields), {*extras(), *provider_names()}
    if file.defaults.keys() - options:
        loaded = [found.provider for found in installed_providers() if found.provider]
        options.update(name for provider in loaded for name in provider.options_type.model_fields)
    for name in file.defaults:
        if name not in options and (near := neighbour(name, sorted(options))):
            raise file.source.fault(f"no provider has the option {name!r}", "defaults", name, hint=f"did you mean {near}?", option=name)
    for name in file.providers:
        # Names of hosts are short, and much alike (`xai`, `zai`): only what is all but an installed one is taken for a slip.
        if name not in providers and (near := neighbour(name, providers, likeness=0.8)):
            raise file.source.fault(f"there is no provider {name!r}", "providers", name, hint=f"did you mean {near}?")


def _texts(value: OptionValue) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return value
    return (str(value).lower() if isinstance(value, bool) else str(value),)
