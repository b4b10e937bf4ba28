"""The names that the dialect has to know: its own, its maker's, and those of its marks (see `interlingua.dialect.kept`)."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interlingua.types import JsonValue

MESSAGES: Final = "anthropic.messages"

PROVIDER: Final = "anthropic"
"""Whose reasoning and files are the dialect's own: the runtime puts a host's name in its place, and takes it out again."""

ABSENT: Final[Mapping[str, JsonValue]] = MappingProxyType({"strict": False, "store": False})
"""What a body means by leaving a field out (`Dialect.absent`).

Source: https://platform.claude.com/docs/en/agents-and-tools/tool-use/strict-tool-use; answers aren't stored for later requests.
"""

PLACE: Final = "place"
"""A mark: `messages`, on a system message that leads the list of messages instead of standing at the top level; `output_format`, on a
shape of the answer that stands there instead of in `output_config`."""

TURN: Final = "turn"
"""A mark on a tool's result: what is kept of the user turn that it begins, as `Kept.to_json` gives it."""

VERBATIM: Final = "verbatim"
"""A mark, `true`, on a blank text, a text document in base64 and a schema of the answer, which go back as they were though Claude takes
less; on a request, the fields of which that is so (`temperature`, `metadata`), with their values; on a choice of `none`, what its body
says of `disable_parallel_tool_use`, which means nothing there."""

HEADERS: Final = "headers"
"""A mark on a request: the headers that belong to its body."""

EVENTS: Final = "events"
"""A mark on a streamed response: what its events said that neither a part nor a field of a whole answer can hold."""
