"""What the shell may complete: providers, aliases, models, forms and, after `?`, `&` or `-o`, the options of the chosen model.

Bash cuts words at `:` and `=`: for `llamacpp:smol` it hands over `llamacpp`, `:` and `smol`, one a line, and puts the answer in the
place of `smol`. So they are put together again, and the last piece alone is answered.
"""

from __future__ import annotations

import contextlib
import io
import re
from typing import TYPE_CHECKING, Final, Literal

import typer  # noqa: TC002 - typer reads the annotations

from interlingua.errors import ConfigError, InterlinguaError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, MutableMapping, Sequence

VARIABLE: Final = "_INTERLINGUA_COMPLETE"
"""The environment variable that asks for a completion."""

_CUTS: Final = (":", "=")

Item = tuple[str, str]


def complete_model(incomplete: str) -> list[Item]:
    """Complete `-m`: a provider or alias, then a model, then options."""
    head, mark, _ = incomplete.partition("?")
    if mark:
        # The head may be an alias; what follows the last `?` or `&` is the name that is being written.
        begun = re.split(r"[?&]", incomplete)[-1]
        before = incomplete.removesuffix(begun)
        return [(before + option, text) for option, text in _options(head, begun)]
    provider, colon, _ = incomplete.partition(":")
    items = _models(provider) if colon else _beginnings()
    return [item for item in items if item[0].startswith(incomplete)]


def complete_option(context: typer.Context, incomplete: str) -> list[Item]:
    """Complete `-o` with the options of the model that `-m` names, or of the default one."""
    return _options(context.params.get("model"), incomplete)


def complete_provider(incomplete: str) -> list[Item]:
    """Complete the name of an installed provider."""
    from interlingua.runtime import provider_names

    return [(name, "") for name in provider_names() if name.startswith(incomplete)]


def complete_model_id(context: typer.Context, incomplete: str) -> list[Item]:
    """Complete a model of the provider that stands before it."""
    provider = context.params.get("provider") or ""
    items = [(text.removeprefix(f"{provider}:"), what) for text, what in _models(provider)]
    return [item for item in items if item[0] and item[0].startswith(incomplete)]


def complete_template(incomplete: str) -> list[Item]:
    """Complete the name of a template."""
    from interlingua.cli.template import template_names, templates_folder

    return [(name, "") for name in template_names(templates_folder()) if name.startswith(incomplete)]


def complete_config_key(incomplete: str) -> list[Item]:
    """Complete a key of the configuration: those that are set, and the options that may be."""
    from interlingua import load_config
    from interlingua.runtime import installed_providers

    loaded = {row.name: row.provider.options_type.model_fields for row in installed_providers() if row.provider}
    offered = {
        "default_model": "the model that is asked where none is named",
        **{key: "" for key, *_ in load_config().rows()},
        **{f"defaults.{name}": option.description or "" for options in loaded.values() for name, option in options.items()},
        **{f"providers.{of}.{name}": option.description or "" for of, options in loaded.items() for name, option in options.items()},
    }
    return [item for item in offered.items() if item[0].startswith(incomplete)]


def complete_source(incomplete: str) -> list[Item]:
    """Complete the form that `convert` reads."""
    return _forms("source", incomplete)


def complete_target(incomplete: str) -> list[Item]:
    """Complete the form that `convert` writes."""
    return _forms("target", incomplete)


def _forms(option: Literal["source", "target"], incomplete: str) -> list[Item]:
    from interlingua.runtime import form_names

    return [item for item in form_names(option).items() if item[0].startswith(incomplete)]


def _beginnings() -> Iterator[Item]:
    from interlingua import load_config
    from interlingua.runtime import provider_names

    for name in provider_names():
        yield from _models(name)
    for alias, target in load_config().aliases.items():
        yield alias, f"alias of {target}"


def _models(provider_name: str) -> Iterator[Item]:
    from interlingua import get_provider

    try:
        provider = get_provider(provider_name)
    except ConfigError:
        return
    models = dict.fromkeys([*([provider.default_model] if provider.default_model else []), *provider.models])
    if not models:
        yield f"{provider_name}:", "any model of this provider"
    for model in models:
        yield f"{provider_name}:{model}", "its default model" if model == provider.default_model else ""


def _options(model: str | None, begun: str) -> list[Item]:
    from interlingua import get_provider, load_config

    if "=" in begun:
        return []
    try:
        options = get_provider(load_config().resolve(model).spec_text.partition(":")[0]).options_type
    except InterlinguaError:
        return []
    return [(f"{name}=", field.description or "") for name, field in options.model_fields.items() if name.startswith(begun)]


def joined(words: Sequence[str]) -> tuple[list[str], str]:
    """Put pieces together. Pure.

    Args:
        words: The words as bash cut them; the last one is being completed.

    Returns:
        The whole words, and the beginning of the last one that bash won't replace.
    """
    whole: list[str] = []
    kept = ""
    previous = ""
    for word in words:
        if whole and (word in _CUTS or previous in _CUTS):
            kept = whole[-1] + (word if word in _CUTS else "")
            whole[-1] += word
        else:
            kept = ""
            whole.append(word)
        previous = word
    # Of `--model=llamacpp:smol` only the value is answered.
    return whole, kept.partition("=")[2] if kept.startswith("-") else kept


def shown(line: str, kept: str, *, quoted: bool) -> str:
    """Give one answer as bash puts it into the line: without what stands there already, `&` escaped outside quotes. Pure."""
    line = line.removeprefix(kept)
    return line if quoted else line.replace("&", r"\&")


def complete_in_bash(environ: MutableMapping[str, str], run: Callable[[], None]) -> str:
    """Run a completion with whole words; give the lines that bash expects.

    Args:
        environ: The environment, in which the words are replaced.
        run: Answers the completion on standard output, and exits.
    """
    current = int(environ.get("COMP_CWORD", "0"))
    words, kept = joined(environ.get("COMP_WORDS", "").split("\n")[: current + 1])
    environ["COMP_WORDS"], environ["COMP_CWORD"] = "\n".join(words), str(len(words) - 1)
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.suppress(SystemExit):
        run()
    quoted = words[-1].startswith(("'", '"'))
    return "".join(f"{shown(line, kept, quoted=quoted)}\n" for line in out.getvalue().splitlines())
