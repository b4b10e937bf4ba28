"""Alpaca: `{"instruction": "…", "input": "…", "output": "…"}`, perhaps with `system`, `history` and `tools`.

Sources: https://github.com/tatsu-lab/stanford_alpaca (`instruction`, `input`, `output`) and LLaMA-Factory's page
(https://github.com/hiyouga/LLaMA-Factory/blob/main/data/README.md): what is asked is the instruction and, on the next line, the input.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from interlingua._runtime.convert.forms.calls import read_tools
from interlingua._runtime.convert.forms.record import Fields, Record
from interlingua._runtime.convert.forms.strangers import as_record, stranger
from interlingua.dialect import as_list, as_text
from interlingua.errors import ConversionError
from interlingua.types import AssistantMessage, Request, SystemMessage, TextPart, UserMessage
from interlingua.types.json import at

if TYPE_CHECKING:
    from collections.abc import Collection

    from interlingua.types import JsonValue, Message

FIELDS: Final = ("instruction", "input", "output", "system", "history", "tools")

_UNSAID: Final = ("chosen", "rejected", "images", "videos", "audios")


def read_alpaca(line: JsonValue, path: str, keep: Collection[str]) -> Record:
    """Read a record; one without an output ends with what is asked.

    Raises:
        ConversionError: It is none.
    """
    line = as_record(line, "alpaca", path)
    record = Fields(line, path, keep)
    asked = [text for text in (record.text("instruction"), record.text("input")) if text]
    if not asked:
        raise stranger(line, "alpaca", "a record of alpaca has an 'instruction'", record.at("instruction"), record.left)
    record.refuse(_UNSAID, "a conversation has no place for this field of alpaca")
    system, output = record.text("system"), record.text("output")
    messages: list[Message] = [SystemMessage(system)] if system else []
    history = record.parsed("history")
    for index, round_ in enumerate([] if history is None else as_list(history, record.at("history"))):
        here = at(record.at("history"), index)
        said = as_list(round_, here)
        if len(said) != 2:  # an odd end would put an answer into the user's mouth
            raise ConversionError(here, f"a round of the history is what was asked and what was answered, and this has {len(said)} texts")
        messages += [UserMessage(as_text(said[0], at(here, 0))), AssistantMessage([TextPart(as_text(said[1], at(here, 1)))])]
    messages.append(UserMessage("\n".join(asked)))
    if output:
        messages.append(AssistantMessage([TextPart(output)]))
    tools = read_tools(record.parsed("tools"), record.at("tools"), record.losses)
    return Record(Request(messages=tuple(messages), tools=tools, provider_data={}), record.own(), tuple(record.losses))
