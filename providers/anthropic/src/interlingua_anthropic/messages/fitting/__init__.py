"""What Claude's API refuses, beside what the rules of `interlingua.dialect.fit` see to for every wire."""

from interlingua_anthropic.messages.fitting.request import RULES, says_reasoning

__all__ = ["RULES", "says_reasoning"]
