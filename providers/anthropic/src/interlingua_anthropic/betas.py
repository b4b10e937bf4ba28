"""Which beta a field of a request needs: one table. A request that has the field goes out with the header.

Sources, as read in November 2026: the page beside each row, below https://platform.claude.com/docs/en/, and the official SDK's types,
which mark what is beta and list the betas (`AnthropicBetaParam`). Without its beta the API refuses a field ("Extra inputs are not
permitted"), or passes it over. A beta that a request brings itself stays, and one that does the same isn't put beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from interlingua.dialect import Kept
from interlingua.types import OpaquePart, ProviderTool, SystemMessage
from interlingua_anthropic.messages.output_schema import OLD_PLACE, stands_in_old_place
from interlingua_anthropic.names import MESSAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from interlingua.types import JsonObject, JsonValue, Message, Request


class _Fields(NamedTuple):
    """What of a request the table asks about.

    Attributes:
        bodies: The body's own fields, and those of each model that it falls back to, which may have some of them too.
        tools: The provider's tools.
        messages: The fields of system messages.
        blocks: Their blocks that aren't modelled.
        first: Such blocks of the first other message.
    """

    bodies: list[JsonObject]
    tools: list[JsonObject]
    messages: list[JsonObject]
    blocks: list[JsonObject]
    first: list[JsonObject]


class Beta(NamedTuple):
    """One row of the table.

    Attributes:
        field: What needs the beta, as the page of this provider says it.
        page: Where that is documented.
        names: The beta's name, and others that do the same.
        needed: Tells whether a request has the field.
    """

    field: str
    page: str
    names: tuple[str, ...]
    needed: Callable[[_Fields], bool]


def _has(*steps: str, value: JsonValue = None) -> Callable[[_Fields], bool]:
    """Make what looks for a field of the body, with that value or with any but null."""

    def needed(fields: _Fields) -> bool:
        found = (_at(body, steps) for body in fields.bodies)
        return any(said is not None and (value is None or said == value) for said in found)

    return needed


def _edits(*, compact: bool) -> Callable[[_Fields], bool]:
    def needed(fields: _Fields) -> bool:
        config = fields.bodies[0].get("context_management")
        edits = list(_objects(config.get("edits"))) if isinstance(config, dict) else []
        kinds = [str(edit.get("type")).startswith("compact_") for edit in edits]
        return compact in kinds or (isinstance(config, dict) and not kinds and not compact)

    return needed


def _tool(*types: str) -> Callable[[_Fields], bool]:
    return lambda fields: any(tool.get("type") in types for tool in fields.tools)


def _message(name: str) -> Callable[[_Fields], bool]:
    return lambda fields: any(message.get(name) is not None for message in fields.messages)


def _definitions(fields: _Fields) -> Iterator[JsonObject]:
    """Give the tools that are defined within the conversation."""
    for block in fields.blocks:
        if isinstance(definition := _at(block, ("tool", "definition")), dict):
            yield definition


def _pins_toolset(fields: _Fields) -> bool:
    """Tell whether a set of an MCP server's tools stands in the conversation, or lists them itself."""
    listed = (tool for tool in fields.tools if tool.get("tools") is not None)
    return any(tool.get("type") == "mcp_toolset" for tool in (*listed, *_definitions(fields)))


def _configures_servers(fields: _Fields) -> bool:
    servers = _objects(fields.bodies[0].get("mcp_servers"))
    return any(server.get("tool_configuration") is not None for server in servers)


_WITHIN: Final = "build-with-claude/mid-conversation-system-messages"
_COMPUTER: Final = "agents-and-tools/tool-use/computer-use-tool"
_MCP: Final = ("mcp-client-2025-11-20", "mcp-client-2025-04-04", "mcp-client-2026-09-15")

BETAS: Final = (
    Beta(
        "thinking.block_binding",
        "build-with-claude/preserved-thinking",
        ("thinking-binding-controls-2026-08-01",),
        _has("thinking", "block_binding"),
    ),
    Beta(
        "thinking.display: updates",
        "build-with-claude/thinking#controlling-thinking-display",
        ("thinking-display-updates-2026-08-18",),
        _has("thinking", "display", value="updates"),
    ),
    Beta("output_config.task_budget", "build-with-claude/task-budgets", ("task-budgets-2026-03-13",), _has("output_config", "task_budget")),
    Beta("output_format", "build-with-claude/structured-outputs", ("structured-outputs-2025-11-13",), _has("output_format")),
    Beta("context_management", "build-with-claude/context-editing", ("context-management-2025-06-27",), _edits(compact=False)),
    Beta("context_management.edits: compact", "build-with-claude/compaction", ("compact-2026-01-12",), _edits(compact=True)),
    Beta("compaction", "build-with-claude/compaction-on-demand", ("compact-2026-09-04",), _has("compaction")),
    Beta(
        "compaction block that leads the messages, signed",
        "build-with-claude/compaction-on-demand",
        ("compact-2026-09-04",),
        lambda fields: any(block.get("type") == "compaction" and block.get("signature") is not None for block in fields.first),
    ),
    Beta(
        "fallbacks",
        "build-with-claude/refusals-and-fallback#server-side-fallback",
        ("server-side-fallback-2026-07-01", "server-side-fallback-2026-06-01"),
        _has("fallbacks"),
    ),
    Beta(
        "fallback_credit_token",
        "build-with-claude/refusals-and-fallback",
        ("fallback-credit-2026-07-01", "fallback-credit-2026-06-01"),
        _has("fallback_credit_token"),
    ),
    Beta("speed", "build-with-claude/fast-mode", ("fast-mode-2026-02-01",), _has("speed")),
    Beta("thread", "api/beta-headers", ("message-threads-2026-08-12",), _has("thread")),
    Beta("billing_policy", "api/beta-headers", ("user-profiles-billing-2026-10-01",), _has("billing_policy")),
    # The narrower rows of a family go first: theirs does what the wider one's does.
    Beta("mcp_toolset, its tools listed", "agents-and-tools/mcp-connector", ("mcp-client-2026-09-15",), _pins_toolset),
    Beta("mcp_servers[].tool_configuration", "agents-and-tools/mcp-connector", ("mcp-client-2025-04-04",), _configures_servers),
    Beta("mcp_servers", "agents-and-tools/mcp-connector", _MCP, _has("mcp_servers")),
    Beta("system message's clear_at", _WITHIN, ("mid-conversation-system-clear-at-2026-08-21",), _message("clear_at")),
    Beta(
        "system message's output_config",
        "build-with-claude/effort#change-effort-mid-conversation-beta",
        ("mid-conversation-output-config-2026-07-01",),
        _message("output_config"),
    ),
    Beta("tool_addition of a definition", _WITHIN, ("inline-tools-2026-09-15",), lambda fields: any(_definitions(fields))),
    Beta(
        "tool_addition, tool_removal",
        _WITHIN,
        ("mid-conversation-tool-changes-2026-07-01", "inline-tools-2026-09-15"),
        lambda fields: any(block.get("type") in {"tool_addition", "tool_removal"} for block in fields.blocks),
    ),
    Beta(
        "computer_20241022, bash_20241022, text_editor_20241022",
        _COMPUTER,
        ("computer-use-2024-10-22",),
        _tool("computer_20241022", "bash_20241022", "text_editor_20241022"),
    ),
    Beta("computer_20250124", _COMPUTER, ("computer-use-2025-01-24",), _tool("computer_20250124")),
    Beta("computer_20251124", _COMPUTER, ("computer-use-2025-11-24",), _tool("computer_20251124")),
    Beta("advisor_20260301", "agents-and-tools/tool-use/advisor-tool", ("advisor-tool-2026-03-01",), _tool("advisor_20260301")),
)
"""The table."""


def betas_for(request: Request, said: Collection[str]) -> list[str]:
    """Name the betas that a request needs beside those that are said already, in the order of the table.

    Args:
        request: The canonical request.
        said: The betas that go out with it anyway.
    """
    fields = _fields(request)
    found: list[str] = []
    for row in BETAS:
        if row.needed(fields) and not any(name in said or name in found for name in row.names):
            found.append(row.names[0])
    return found


def _fields(request: Request) -> _Fields:
    body = dict(Kept.of(request.provider_data, MESSAGES).fields)
    if request.reasoning is not None and (thinking := Kept.of(request.reasoning.provider_data, MESSAGES).fields):
        body["thinking"] = thinking
    if request.output_schema is not None and stands_in_old_place(request.output_schema):
        body[OLD_PLACE] = request.output_schema.json_schema
    system = [message for message in request.messages if type(message) is SystemMessage]
    return _Fields(
        [body, *_objects(body.get("fallbacks"))],
        [tool.data for tool in request.tools if isinstance(tool, ProviderTool) and tool.dialect == MESSAGES],
        [Kept.of(message.provider_data, MESSAGES).fields for message in system if message.provider_data],
        [block for message in system for block in _opaque(message)],
        _opaque(next((message for message in request.messages if type(message) is not SystemMessage), None)),
    )


def _opaque(message: Message | None) -> list[JsonObject]:
    return [part.data for part in message.content if isinstance(part, OpaquePart) and part.dialect == MESSAGES] if message else []


def _objects(value: JsonValue) -> Iterator[JsonObject]:
    """Give the objects of a list; anything else has none."""
    return (item for item in value if isinstance(item, dict)) if isinstance(value, list) else iter(())


def _at(body: JsonObject, steps: tuple[str, ...]) -> JsonValue:
    found: JsonValue = body
    for step in steps:
        found = found.get(step) if isinstance(found, dict) else None
    return found
