"""Anthropic's Messages API, both ways."""

from interlingua_anthropic.messages.dialect import MessagesDialect

__all__ = ["MessagesDialect"]
