"""WHO DOES IT, for tools: what the `interlingua` command and the conformance kit use of the runtime beyond the top-level names.

Config strings and files, what is installed, observers, one call step by step, and lines of data sets. What stands in no list, here or
in `interlingua`, is private. Names are loaded when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interlingua._runtime.call.backend import Backend, OnLoss, PreparedRequest
    from interlingua._runtime.call.requests import build_request
    from interlingua._runtime.config.config import Config, config_with, user_path
    from interlingua._runtime.config.file import read_toml
    from interlingua._runtime.config.options import check_options
    from interlingua._runtime.config.spec import ModelSpec, parse_spec
    from interlingua._runtime.convert.batch import convert_one, line_text, read_line
    from interlingua._runtime.convert.body import capabilities_for
    from interlingua._runtime.convert.line import LinePolicy, LineRules, form_names, is_record, said_on
    from interlingua._runtime.convert.rows import MAX_LINE_DEPTH, Columns, row_columns, row_line, without_nulls
    from interlingua._runtime.model.async_stream import AsyncStream
    from interlingua._runtime.model.stream import Stream
    from interlingua._runtime.plugins.loading import attempt
    from interlingua._runtime.plugins.observers import register_observer, unregister_observer
    from interlingua._runtime.plugins.providers import InstalledProvider, installed_providers, owners_of, provider_names
    from interlingua._runtime.shown import may_be_shown

__all__ = [
    "MAX_LINE_DEPTH",
    "AsyncStream",
    "Backend",
    "Columns",
    "Config",
    "InstalledProvider",
    "LinePolicy",
    "LineRules",
    "ModelSpec",
    "OnLoss",
    "PreparedRequest",
    "Stream",
    "attempt",
    "build_request",
    "capabilities_for",
    "check_options",
    "config_with",
    "convert_one",
    "form_names",
    "installed_providers",
    "is_record",
    "line_text",
    "may_be_shown",
    "owners_of",
    "parse_spec",
    "provider_names",
    "read_line",
    "read_toml",
    "register_observer",
    "row_columns",
    "row_line",
    "said_on",
    "unregister_observer",
    "user_path",
    "without_nulls",
]

_HOMES = {
    "call.backend": ("Backend", "OnLoss", "PreparedRequest"),
    "call.requests": ("build_request",),
    "config.config": ("Config", "config_with", "user_path"),
    "config.file": ("read_toml",),
    "config.options": ("check_options",),
    "config.spec": ("ModelSpec", "parse_spec"),
    "convert.body": ("capabilities_for",),
    "convert.batch": ("convert_one", "line_text", "read_line"),
    "convert.line": ("LinePolicy", "LineRules", "form_names", "is_record", "said_on"),
    "convert.rows": ("MAX_LINE_DEPTH", "Columns", "row_columns", "row_line", "without_nulls"),
    "model.async_stream": ("AsyncStream",),
    "model.stream": ("Stream",),
    "plugins.loading": ("attempt",),
    "shown": ("may_be_shown",),
    "plugins.observers": ("register_observer", "unregister_observer"),
    "plugins.providers": ("InstalledProvider", "installed_providers", "owners_of", "provider_names"),
}
_HOME_OF = {name: f"interlingua._runtime.{module}" for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    """Load a public name when it is first used."""
    if name not in _HOME_OF:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    value = globals()[name] = getattr(import_module(_HOME_OF[name]), name)
    return value


def __dir__() -> list[str]:
    """Offer the public names for completion."""
    return sorted({*globals(), *__all__})
