"""What hosts call a Claude, and what Anthropic calls it.

Sources, as read in November 2026: https://platform.claude.com/docs/en/about-claude/models/model-ids-and-versions (names, dates, and
those of Bedrock and Google Cloud), https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html,
https://openrouter.ai/anthropic, https://docs.litellm.ai/docs/providers/bedrock.
"""

from __future__ import annotations

import re
from typing import Final

# The vendor, and where a model is served: `us.anthropic.`, `us-gov.anthropic.`, `anthropic--` (SAP), `databricks-`.
_BEFORE: Final = r"(?:(?:[a-z-]+\.)?anthropic\.|anthropic--|databricks-)?"
_NUMBER: Final = r"\d(?:[.-]\d{1,2})?(?!\d)"  # `4.8`, `4-8`, but not the date behind a 4
# A date, a version, what is switched on, and how long the context may be: no other model for that.
_BEHIND: Final = r"(?:[-@]\d{8}|[-@]latest|@default|-v\d+(?::\d+)?|-thinking|-fast|:[a-z0-9]+|\[\w+\])*"
_SPELLED: Final = re.compile(
    rf"{_BEFORE}claude-(?:(?P<name>[a-z]+)-(?P<number>{_NUMBER}|preview)|(?P<first>{_NUMBER})-(?P<last>[a-z]+)){_BEHIND}"
)

_OWN: Final = "application-inference-profile/"
"""What an account calls its own profile says nothing of the model."""


def claude_name(model_id: str) -> str | None:
    """Give the name that Anthropic has for a model, without its date, whatever a host puts around it; None where it is no known form.

    A path may lead to it (`anthropic/…`, `publishers/anthropic/models/…`, `arn:aws:bedrock:…/…`), and numbers may have dots.
    """
    if _OWN in model_id:
        return None
    found = _SPELLED.fullmatch(model_id.lower().rpartition("/")[2])
    if found is None:
        return None
    name, number = found["name"] or found["last"], (found["number"] or found["first"]).replace(".", "-").removesuffix("-0")
    # Up to 3.7 the number stood before the name.
    return f"claude-{number}-{name}" if number.startswith("3") else f"claude-{name}-{number}"
