"""The schema of a tool's arguments, as the API takes it of any tool, strict or not; pure, with every change reported.

What the API answers where it is otherwise, each with a report:

- `input_schema.type: Field required`, https://github.com/lidge-jun/opencodex/issues/75
- `input_schema does not support oneOf, allOf, or anyOf at the top level`, https://github.com/anthropics/claude-code/issues/5319
- `input_schema.properties: Property keys should match pattern '^[a-zA-Z0-9_.-]{1,64}$'`,
  https://github.com/modelcontextprotocol/go-sdk/issues/169
- `JSON schema is invalid. It must match JSON Schema draft 2020-12`, https://github.com/anthropics/claude-code/issues/1690
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from interlingua.dialect import at, object_arguments, with_below
from interlingua.errors import ConversionError
from interlingua.types import Loss

if TYPE_CHECKING:
    from interlingua.types import JsonObject

_NAME: Final = re.compile(r"[a-zA-Z0-9_.-]{1,64}")


def accepted_arguments(schema: JsonObject, path: str) -> tuple[JsonObject, list[Loss]]:
    """Give a schema whose root is an object's, without references and unions there.

    Args:
        schema: The schema of a tool's arguments.
        path: Where it stands.

    Returns:
        It, and each change. A union's branches are put together into an object that takes what any of them does: a loss of content
        where they say more than which properties are required.

    Raises:
        ConversionError: The arguments are no object.
    """
    changes: list[Loss] = []
    root, others = object_arguments(_in_todays_words(schema, path, changes), path)
    return root, [*changes, *others]


def check_names(schema: JsonObject, path: str) -> None:
    """Check the names of a tool's arguments, which other servers of this wire may take as they are.

    Raises:
        ConversionError: Claude's API refuses one, or the arguments are no object.
    """
    properties = accepted_arguments(schema, path)[0].get("properties")
    for name in properties if isinstance(properties, dict) else ():
        if not _NAME.fullmatch(name):
            hint = f"give it another one: names are {_NAME.pattern}"
            raise ConversionError(at(path, "properties", name), "the API takes no argument of this name", hint=hint)


def _in_todays_words(schema: JsonObject, path: str, changes: list[Loss]) -> JsonObject:
    """Give a schema of an earlier draft in the words of today's: the API takes no tuple as `items`, and no bound that is true or false."""
    out = with_below(schema, lambda item, steps: _in_todays_words(item, at(path, *steps), changes) if isinstance(item, dict) else item)
    reason = "a schema on this wire is in the words of draft 2020-12"
    if isinstance(items := out.get("items"), list):
        changes.append(Loss(at(path, "items"), reason, "hint", "prefixItems"))
        rest = out.get("additionalItems")
        out = {word: value for word, value in out.items() if word not in {"items", "additionalItems"}}
        out |= {"prefixItems": items} if items else {}
        out |= {} if rest is None else {"items": rest}
    if not isinstance(out.get("required", []), list):
        changes.append(Loss(at(path, "required"), reason, "hint"))
        del out["required"]
    for word, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if isinstance(exclusive := out.get(word), bool):
            changes.append(Loss(at(path, word), reason, "hint", out.get(bound) if exclusive else None))
            del out[word]
            if exclusive and bound in out:
                out[word] = out.pop(bound)
    return out
