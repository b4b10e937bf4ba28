"""Twin of loss_log.py: where an encoder stands, and what it writes down."""

from __future__ import annotations

from interlingua.dialect import LossLog
from interlingua.types import Loss


def test_a_loss_stands_where_the_encoder_does() -> None:
    """By message and part, or below them."""
    log = LossLog("a.b", "$.messages")
    log.message, log.part = 2, 1

    log.lose("why", "hint")
    log.lose("deeper", "content", below=".citations[0]", replaced_by="x")

    assert [
        Loss("$.messages[2].content[1]", "why", "hint"),
        Loss("$.messages[2].content[1].citations[0]", "deeper", "content", "x"),
    ] == log.records


def test_the_root_alone() -> None:
    """A response's message is the root itself; an index 0 is one."""
    assert "$" == LossLog("a.b").path
    assert "$.messages[0]" == LossLog("a.b", "$.messages", 0).path
    log = LossLog("a.b", "$.message")
    log.part = 0
    assert "$.message.content[0]" == log.path


def test_any_other_place() -> None:
    """A path that is named is taken as it is."""
    log = LossLog("a.b", "$.messages", 1)

    log.add("$.seed", "this wire has no seed", "hint")

    assert [Loss("$.seed", "this wire has no seed", "hint")] == log.records
