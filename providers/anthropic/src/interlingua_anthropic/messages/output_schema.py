"""The shape of the answer, both ways: `output_config.format`, or `output_format`, where it stood in the beta.

A schema that didn't come from this wire is cut to what Claude takes, each change with a `Loss`; one that did goes back as it came, and
where it stood. Source: https://platform.claude.com/docs/en/build-with-claude/structured-outputs ("the old parameter still works").
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from interlingua.dialect import Kept, difference, restored
from interlingua.types import OutputSchema
from interlingua_anthropic.names import MESSAGES, PLACE, VERBATIM
from interlingua_anthropic.schema_limits import MOST, all_required, weight
from interlingua_anthropic.schema_subset import accepted_schema, is_accepted

if TYPE_CHECKING:
    from interlingua.dialect import LossLog
    from interlingua.types import JsonObject, JsonValue

_SCHEMA = "$.output_schema.json_schema"

OLD_PLACE: Final = "output_format"
"""The body's own field that says it too."""


def take_format(rest: JsonObject, config: JsonObject) -> OutputSchema | None:
    """Take the shape of the answer out of a body's fields, or out of those of its `output_config`; what isn't modelled stays."""
    old = config.get("format") is None
    holder, place = (rest, OLD_PLACE) if old else (config, "format")
    if (schema := decode_format(holder.get(place))) is None:
        return None
    del holder[place]
    if not old:
        return schema
    kept = Kept.of(schema.provider_data, MESSAGES).marked(PLACE, OLD_PLACE)
    return schema.model_copy(update={"provider_data": kept.under(MESSAGES)})


def put_format(schema: OutputSchema, body: JsonObject, config: JsonObject, log: LossLog) -> None:
    """Write the shape of the answer: into the body's `output_config`, or where it stood in the beta.

    Raises:
        ConversionError: Claude takes no schema like this.
    """
    if stands_in_old_place(schema):
        body[OLD_PLACE] = encode_format(schema, log)
    else:
        config["format"] = encode_format(schema, log)


def stands_in_old_place(schema: OutputSchema) -> bool:
    """Tell whether a shape of the answer came from where it stood in the beta."""
    return Kept.of(schema.provider_data, MESSAGES).mark(PLACE) == OLD_PLACE


def decode_format(wire: JsonValue) -> OutputSchema | None:
    """Read a format; None where it isn't modelled. A schema that would be changed on its way out is marked, so that it stays as it is."""
    if not isinstance(wire, dict) or wire.get("type") != "json_schema" or not isinstance(schema := wire.get("schema"), dict):
        return None
    kept = difference(wire, {"type": "json_schema"}, ("schema",))
    if not is_accepted(schema) or schema.get("type") != "object" or weight(schema).optional > MOST.optional:
        kept = kept.marked(VERBATIM, mark=True)
    return OutputSchema(schema, provider_data=kept.under(MESSAGES))


def encode_format(schema: OutputSchema, log: LossLog) -> JsonObject:
    """Write a format; a schema's default name says nothing, so it is no loss.

    Raises:
        ConversionError: Claude takes no schema like this.
    """
    kept = Kept.of(schema.provider_data, MESSAGES)
    for field, value, default in (
        ("name", schema.name, "output"),
        ("description", schema.description, None),
        ("strict", schema.strict, None),
    ):
        if value != default:
            log.add(f"$.output_schema.{field}", f"a schema on this wire has no {field}", "hint")
    accepted = schema.json_schema
    if not kept.mark(VERBATIM):
        accepted, changes = accepted_schema(accepted, _SCHEMA)
        if weight(accepted).optional > MOST.optional:
            accepted, more = all_required(accepted, _SCHEMA)
            changes += more
        for change in changes:
            path = "$.output_schema" if change.path == _SCHEMA else change.path
            log.add(path, change.reason, change.kind, change.replaced_by)
    return restored({"type": "json_schema", "schema": accepted}, kept, log, ".output_schema", whole=("schema",))
