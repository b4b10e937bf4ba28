"""Config string ⇄ ModelSpec, and the check of options against a provider's. Pure, but that hints ask what is installed.

```
anthropic:claude-opus-4-8?max_tokens=1024&stop=END&stop=STOP
provider :model id       ?option    =value &option=value
```

The first `:` ends the provider, the first `?` the model id; `&` stands between options, `=` between a name and its value. The model
id and the values are percent-decoded, so only `%`, `?` (in the model id), `&` and `=` (in values), control characters and white
space at an end must be escaped. Nothing is trimmed or repaired: a fault is a `ConfigError` with the marker under it.

A key is refused wherever it stands, and no error echoes a value. Functions that meet a key drop their own reference to it before
they raise, because a traceback may be printed with its locals.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, unquote_to_bytes

from interlingua._runtime.config.options import usual_key_variables
from interlingua._runtime.plugins.providers import extras, get_provider, installed_providers, provider_names
from interlingua._runtime.shown import UNSEEN, SpecText, is_secret, is_secret_name, looks_like_key, neighbour
from interlingua.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from interlingua._runtime.shown import Option, Span

MAX_CHARS: Final = 8_192
"""The longest config string that is read."""

VARIABLE: Final = "INTERLINGUA_MODEL"
"""The environment variable that holds the default config string."""

_EXAMPLE: Final = "write provider:model, such as anthropic:claude-opus-4-8"

_PROVIDER: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_OPTION: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_ESCAPES: Final = re.compile("(?:%[0-9A-Fa-f]{2})+|%")
_UNDECODED: Final = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """A config string, parsed.

    Attributes:
        provider: The provider's name.
        model_id: The model's id; empty where the provider's default model is meant.
        options: The options as they were written, decoded, in order; a name may come several times.
    """

    provider: str
    model_id: str
    options: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        """Print the config string that parses to this value, escaping only what must be."""
        options = "&".join(f"{name}={_escaped(value, '%&=')}" for name, value in self.options)
        return f"{self.provider}:{_escaped(self.model_id, '%?')}" + (f"?{options}" if options else "")


def default_spec(environ: Mapping[str, str]) -> str | None:
    """Read the default config string from the environment; an empty variable counts as none."""
    return environ.get(VARIABLE) or None


def is_bare(text: str) -> bool:
    """Tell whether a text is one word and perhaps options: an alias, or a provider's name alone."""
    return SpecText(text).model_id is None


def parse_spec(text: str, *, aliases: Collection[str] | None = None) -> ModelSpec:
    """Parse a config string.

    A provider's bare name (`llamacpp`, `llamacpp:`) gives an empty model id, which stands for the provider's default model.

    Args:
        text: The config string.
        aliases: Words that may stand alone beside the providers' names; one of them is given as the provider. None where nobody
            has read them from the files.

    Raises:
        ConfigError: The text breaks the grammar or holds a key; the marker stands under the fault, and no value is echoed.
    """
    try:
        return _read(SpecText(text), aliases)
    except ConfigError as error:
        fault = error.with_traceback(None)
    del text
    raise fault


def _read(source: SpecText, aliases: Collection[str] | None) -> ModelSpec:
    text = source.text
    if not text:
        raise ConfigError("the config string is empty", hint=_EXAMPLE)
    if len(text) > MAX_CHARS:
        raise ConfigError(f"the config string has {len(text):,} characters; at most {MAX_CHARS:,} are read")
    _refuse_keys(source)
    if unseen := UNSEEN.search(text):
        raise source.fault(f"a character that can't be seen, U+{ord(unseen[0]):04X}", unseen.span(), hint="percent-encode it, or remove it")
    provider = source[source.provider]
    if source.model_id is None:
        _check_bare_name(source, provider, aliases)
    if not _PROVIDER.fullmatch(provider):
        met = "a provider's name is made of letters, digits, `-` and `_`" if provider else "no provider stands before the `:`"
        hint = _EXAMPLE
        if (after := source.model_id) and source.shows(source.provider) and source.shows(after):
            hint = _slashed(f"{provider}:{source[after]}") or hint
        raise source.fault(met, source.provider, hint=hint)
    model_id = _decoded(source, source.model_id) if source.model_id else ""
    return ModelSpec(provider, model_id, tuple(_option(source, option) for option in source.options))


def _refuse_keys(source: SpecText) -> None:
    for option in source.options:
        name = source[option.name]
        if is_secret_name(name):
            raise _key_fault(source, f"option {name[:40]!r} would hold a key", option.name)
        if is_secret(unquote(name)) or looks_like_key(name):
            raise _key_fault(source, "this looks like a key", option.name)
        if option.value and (is_secret(source[option.value]) or is_secret(unquote(source[option.value]))):
            raise _key_fault(source, "this value looks like a key, or an address with one", option.value)
    for span in (source.provider, source.model_id):
        if span and (is_secret(source[span]) or is_secret(unquote(source[span]))):
            raise _key_fault(source, "this looks like a key, or an address with one", span)
    if is_secret(source.text) or is_secret(unquote(source.text)):
        # It reaches over several pieces, so that no piece may be shown.
        raise misplaced_key(ConfigError("the config string holds what looks like a key, or an address with one"), "")


def _key_fault(source: SpecText, what: str, span: Span) -> ConfigError:
    return misplaced_key(source.fault(f"{what}, and a config string never holds one", span), source[source.provider])


def misplaced_key(fault: ConfigError, provider: str) -> ConfigError:
    """Say where the key belongs that a fault is about; the provider may be any text."""
    names: tuple[str, ...] = ()
    if provider in provider_names():
        try:
            names = usual_key_variables(get_provider(provider))
        except ConfigError:
            pass  # it can't be used, which is another fault
        else:
            if not names:
                fault.hint = f"{provider} needs no key: leave it out"
                return fault
    fault.key_variables = names
    variable = f" ({' or '.join(names)})" if names else ""
    fault.hint = f"set the provider's environment variable{variable}, or pass api_key= to Model"
    return fault


def _check_bare_name(source: SpecText, word: str, aliases: Collection[str] | None) -> None:
    names = {*extras(), *provider_names(), *(aliases or ())}
    if word in names:
        return
    if aliases is None:
        hint = f"{_EXAMPLE}; aliases of interlingua.toml are known to the command line and to load_config()"
    else:
        hint = f"{_EXAMPLE}, or an alias ({', '.join(sorted(aliases)[:10]) or 'there is none yet'})"
    if source.shows(source.provider) and (meant := _slashed(word)):
        hint = meant
    elif source.shows(source.provider) and (speaker := _speaker_of(word)):
        hint = f"did you mean {speaker}:{word}?"
    elif near := neighbour(word, names):
        hint = f"did you mean {near}?"
    met = "this is neither provider:model nor the name of a provider" + (" or an alias" if aliases is not None else "")
    raise source.fault(met, source.provider, hint=hint)


def _slashed(text: str) -> str | None:
    """Say what was meant by a `/` that stands where a `:` belongs; some host may have a model of just that name, too."""
    provider, slash, model_id = text.partition("/")
    if not (slash and provider.lower() in {*extras(), *provider_names()}):
        return None
    hosts = [row.name for row in installed_providers() if row.provider and text in row.provider.models]
    return f"did you mean {', or '.join([f'{provider.lower()}:{model_id}'.removesuffix(':'), *(f'{host}:{text}' for host in hosts)])}?"


def _speaker_of(model_id: str) -> str | None:
    """Give the installed provider that names most models of a model's family: those that begin with the same letters."""
    family = re.match(r"[a-z]*", model_id.lower())
    if not (family and family[0]):
        return None
    models = {row.name: row.provider.models for row in installed_providers() if row.provider}
    counts = {name: sum(bool(re.match(rf"{family[0]}(?![a-z])", model.lower())) for model in ids) for name, ids in models.items()}
    speaker = max(counts, key=lambda name: counts[name], default=None)
    return speaker if speaker and counts[speaker] else None


def _option(source: SpecText, option: Option) -> tuple[str, str]:
    name, grammar = source[option.name], "options are written ?name=value&name=value"
    if option.value is None:
        raise source.fault("an option without a value" if name else "an option is missing here", option.name, hint=grammar)
    if not _OPTION.fullmatch(name):
        met = "an option's name is made of letters, digits and `_`" if name else "an option without a name"
        raise source.fault(met, option.name, hint=grammar)
    value = source[option.value]
    if (second := value.find("=")) >= 0:
        place = option.value[0] + second
        raise source.fault(
            f"a second `=` in option {name!r}", (place, place + 1), hint="write %3D for one that belongs to the value", option=name
        )
    return name, _decoded(source, option.value, option=name)


def _decoded(source: SpecText, span: Span, option: str | None = None) -> str:
    piece, start = source[span], span[0]
    if piece != piece.strip():
        end = (start, start + 1) if piece[0].isspace() else (span[1] - 1, span[1])
        raise source.fault("white space at an end", end, hint="remove it, or write %20", option=option)
    decoded, done = "", 0
    for escape in _ESCAPES.finditer(piece):
        place = start + escape.start()
        if escape[0] == "%":
            raise source.fault(
                "`%` without two hexadecimal digits", (place, min(place + 3, span[1])), hint="write %25 for a percent sign", option=option
            )
        characters = unquote_to_bytes(escape[0]).decode(errors="surrogateescape")
        if wrong := _UNDECODED.search(characters):
            place += 3 * len(characters[: wrong.start()].encode())
            raise source.fault("these escapes are no UTF-8", (place, start + escape.end()), option=option)
        decoded += piece[done : escape.start()] + characters
        done = escape.end()
    return decoded + piece[done:]


def _escaped(text: str, marks: str) -> str:
    ends = {0, len(text) - 1}
    return "".join(
        "".join(f"%{byte:02X}" for byte in character.encode(errors="surrogatepass"))
        if character in marks or UNSEEN.match(character) or (place in ends and character.isspace())
        else character
        for place, character in enumerate(text)
    )
