"""Which beta a field of a request needs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest
from anthropic.types import AnthropicBetaParam

from interlingua import Model, get_dialect
from interlingua_anthropic.betas import BETAS, betas_for

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue, Request

NAME = "anthropic.messages"
PAGE = (Path(__file__).parents[2] / "docs/reference/anthropic.md").read_text(encoding="utf-8")
USER: JsonObject = {"role": "user", "content": "go on"}
PINNED: JsonObject = {"type": "mcp_toolset", "mcp_server_name": "s", "tools": []}

# A row's field → bodies that have it, each with all the betas that it then needs.
NEEDED: dict[str, list[tuple[JsonObject, str]]] = {
    "thinking.block_binding": [
        (
            {"thinking": {"type": kind, "block_binding": {"prefix_mismatch_behavior": "drop_block"}} | more},
            "thinking-binding-controls-2026-08-01",
        )
        for kind, more in (("adaptive", {}), ("enabled", {"budget_tokens": 2000}))
    ],
    "thinking.display: updates": [({"thinking": {"type": "adaptive", "display": "updates"}}, "thinking-display-updates-2026-08-18")],
    "output_config.task_budget": [
        ({"output_config": {"effort": "low", "task_budget": {"type": "tokens", "total": 20000}}}, "task-budgets-2026-03-13"),
        (
            {"fallbacks": [{"model": "n", "output_config": {"task_budget": {"type": "tokens", "total": 20000}}}]},
            "task-budgets-2026-03-13,server-side-fallback-2026-07-01",
        ),
    ],
    "output_format": [({"output_format": {"type": "json_schema", "schema": {}}}, "structured-outputs-2025-11-13")],
    "context_management": [
        ({"context_management": {"edits": [{"type": "clear_tool_uses_20250919"}]}}, "context-management-2025-06-27"),
        ({"context_management": {}}, "context-management-2025-06-27"),
    ],
    "context_management.edits: compact": [
        ({"context_management": {"edits": [{"type": "compact_20260112"}]}}, "compact-2026-01-12"),
        (
            {"context_management": {"edits": [{"type": "clear_thinking_20251015"}, {"type": "compact_20260112"}]}},
            "context-management-2025-06-27,compact-2026-01-12",
        ),
    ],
    "compaction": [({"compaction": {"type": "summarize"}}, "compact-2026-09-04")],
    "compaction block that leads the messages, signed": [
        (
            {"messages": [{"role": "assistant", "content": [{"type": "compaction", "content": "c", "signature": "s"}]}, USER]},
            "compact-2026-09-04",
        )
    ],
    "fallbacks": [({"fallbacks": said}, "server-side-fallback-2026-07-01") for said in ("default", [{"model": "n"}])],
    "fallback_credit_token": [({"fallback_credit_token": "t"}, "fallback-credit-2026-07-01")],
    "speed": [({"speed": "fast"}, "fast-mode-2026-02-01")],
    "thread": [({"thread": {"type": "create"}}, "message-threads-2026-08-12")],
    "billing_policy": [({"billing_policy": {"type": "billing_policy"}}, "user-profiles-billing-2026-10-01")],
    "mcp_toolset, its tools listed": [
        ({"tools": [PINNED]}, "mcp-client-2026-09-15"),
        ({"mcp_servers": [{"type": "url"}], "tools": [PINNED]}, "mcp-client-2026-09-15"),
    ],
    "mcp_servers[].tool_configuration": [({"mcp_servers": [{"tool_configuration": {"enabled": True}}]}, "mcp-client-2025-04-04")],
    "mcp_servers": [
        ({"mcp_servers": [{"type": "url"}], "tools": [{"type": "mcp_toolset", "mcp_server_name": "s"}]}, "mcp-client-2025-11-20")
    ],
    "system message's clear_at": [
        ({"messages": [USER, {"role": "system", "content": "s", "clear_at": "never"}]}, "mid-conversation-system-clear-at-2026-08-21")
    ],
    "system message's output_config": [
        (
            {"messages": [{"role": "user", "content": "u"}, {"role": "system", "content": [], "output_config": {"effort": "low"}}]},
            "mid-conversation-output-config-2026-07-01",
        )
    ],
    "tool_addition of a definition": [
        (
            {"messages": [USER, {"role": "system", "content": [{"type": "tool_addition", "tool": {"definition": {"name": "f"}}}]}]},
            "inline-tools-2026-09-15",
        ),
        (
            {
                "messages": [
                    USER,
                    {"role": "system", "content": [{"type": "tool_addition", "tool": {"definition": {"type": "mcp_toolset"}}}]},
                ]
            },
            "mcp-client-2026-09-15,inline-tools-2026-09-15",
        ),
    ],
    "tool_addition, tool_removal": [
        (
            {"messages": [USER, {"role": "system", "content": [{"type": kind, "tool": {"type": "tool_reference", "name": "f"}}]}]},
            "mid-conversation-tool-changes-2026-07-01",
        )
        for kind in ("tool_addition", "tool_removal")
    ],
    "computer_20241022, bash_20241022, text_editor_20241022": [
        ({"tools": [{"type": kind, "name": "t"}]}, "computer-use-2024-10-22")
        for kind in ("computer_20241022", "bash_20241022", "text_editor_20241022")
    ],
    "computer_20250124": [({"tools": [{"type": "computer_20250124", "name": "computer"}]}, "computer-use-2025-01-24")],
    "computer_20251124": [({"tools": [{"type": "computer_20251124", "name": "computer"}]}, "computer-use-2025-11-24")],
    "advisor_20260301": [({"tools": [{"type": "advisor_20260301", "name": "advisor"}]}, "advisor-tool-2026-03-01")],
}


def read(body: JsonObject, headers: dict[str, str] | None = None) -> Request:
    """Read a request with these fields."""
    whole: JsonObject = {"model": "claude-opus-5-5", "max_tokens": 9, "messages": [{"role": "user", "content": "hi"}], **body}
    return get_dialect(NAME).decode_request(whole, headers or {}).value


def test_every_row_is_tried() -> None:
    """Each row has its bodies here, and its line on the page; its betas are those of the SDK's list."""
    known = set(get_args(get_args(AnthropicBetaParam)[1]))

    assert [row.field for row in BETAS] == list(NEEDED)
    assert all(name in known for row in BETAS for name in row.names)
    assert all(f"| `{row.names[0]}` | [page](https://platform.claude.com/docs/en/{row.page}) |" in PAGE for row in BETAS)


@pytest.mark.parametrize(("body", "betas"), [case for cases in NEEDED.values() for case in cases], ids=str)
def test_rows(body: JsonObject, betas: str) -> None:
    """A body that has the field goes out with the beta, and one that brings it says it once."""
    model = Model("anthropic:claude-opus-5-5?betas=of-the-option")

    added = model.prepare(read(body))
    brought = model.prepare(read(body, {"anthropic-beta": betas}))

    assert {"anthropic-beta": f"of-the-option,{betas}"} == added.headers
    assert {"anthropic-beta": f"{betas},of-the-option"} == brought.headers


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"thinking": {"type": "adaptive", "display": "summarized"}},
        {"thinking": {"type": "adaptive", "block_binding": None}},
        {"thinking": "odd", "context_management": [], "mcp_servers": None, "output_config": None, "fallbacks": None},
        {"output_config": {"effort": "low"}, "tools": [{"type": "web_search_20250305", "name": "web_search"}]},
        {"messages": [{"role": "user", "content": "u", "clear_at": "never"}]},
        {"messages": [{"role": "assistant", "content": [{"type": "compaction", "content": "c"}]}, USER]},
    ],
    ids=str,
)
def test_nothing_needed(body: JsonObject) -> None:
    """Other fields, null ones and odd ones need none, and no header is made up."""
    asked = read(body)

    assert betas_for(asked, ()) == []
    assert Model("anthropic:claude-opus-5-5").prepare(asked).headers == {}


@pytest.mark.parametrize(
    ("said", "body"),
    [
        ("mcp-client-2025-04-04", {"mcp_servers": [{"type": "url"}]}),
        ("mcp-client-2026-09-15", {"mcp_servers": [{"type": "url"}]}),
        ("server-side-fallback-2026-06-01", {"fallbacks": "default"}),
        ("fallback-credit-2026-06-01", {"fallback_credit_token": "t"}),
    ],
)
def test_another_version(said: str, body: dict[str, JsonValue]) -> None:
    """Who names another version of a beta has chosen: no second one stands beside it."""
    assert {"anthropic-beta": said} == Model("anthropic:claude-opus-5-5").prepare(read(body, {"anthropic-beta": said})).headers


def test_the_dialect_adds_none() -> None:
    """A conversion says what the body's own request said, and no more."""
    asked = read({"speed": "fast"})

    assert {} == get_dialect(NAME).encode_request(asked).headers
