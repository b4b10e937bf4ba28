"""Ids for calls that the wire leaves without one."""

from __future__ import annotations

from interlingua_anthropic.messages.tool_ids import ToolIds


def test_in_order() -> None:
    """Ids are counted, and results answer the earliest call that waits."""
    ids = ToolIds("msg_1")
    calls = [ids.of_call(), ids.of_call()]

    assert calls == ["msg_1_0", "msg_1_1"]
    assert [ids.of_result(), ids.of_result(), ids.of_result()] == ["msg_1_0", "msg_1_1", "msg_1_2"]
    assert ids.of_call() == "msg_1_3"
