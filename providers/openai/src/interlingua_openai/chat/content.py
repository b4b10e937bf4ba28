"""The content of an assistant's message as hosts have it, which is more than the reference knows; and the images beside it.

- Cloudflare's structured output is the JSON value itself (https://developers.cloudflare.com/workers-ai/features/json-mode): the text of
  that value here. An answer gets the value back; a request gets it only if it came in one, because hosts take text.
- OpenRouter puts images beside the content, into `images` (https://openrouter.ai/docs/features/multimodal/image-generation).
- Mistral's reasoning is in the content (`interlingua_openai.chat.reasoning`), and its references, numbers of the tools' results that a
  text rests on (https://docs.mistral.ai/capabilities/citations), stay with the text that they follow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from interlingua.dialect import NOTHING, Kept, are_objects, as_list, as_object, difference
from interlingua.types.parts import ImagePart, OpaquePart, RefusalPart, TextPart
from interlingua_openai.chat.parts import WHOLE_IMAGE, decode_citations, decode_text_only, form_of, image_at, opaque
from interlingua_openai.chat.reasoning import decode_thinking
from interlingua_openai.names import CHAT

if TYPE_CHECKING:
    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.parts import AssistantPart

PLACE: Final = "place"
"""A mark of a part: the field that it came in, where another could have held it."""

IMAGES: Final = "images"
"""The field of images, and the place of one that came in it."""

IN_CONTENT: Final = NOTHING.marked(PLACE, "content").under(CHAT)
"""Marks a refusal that stands in the content, where the encoder would write it into the field."""

_AFTER: Final = "after"
"""A mark of a text: the references that follow it."""


def decode_content(message: JsonObject, path: str) -> list[AssistantPart]:
    """Read the content of an assistant's message.

    Raises:
        ConversionError: It is neither text nor a list of objects.
    """
    content = message.get("content")
    if content is None:
        return []
    citations = decode_citations(message.get("annotations"))
    if isinstance(content, str):
        return [TextPart(content, citations)]
    parts: list[AssistantPart] = []
    for index, block in enumerate(as_list(content, path)):
        if isinstance(block, dict) and block.get("type") == "reference" and parts and isinstance(text := parts[-1], TextPart):
            parts[-1] = _followed(text, block)
        else:
            parts.append(_decode_block(block, f"{path}[{index}]"))
    if not citations or sum(isinstance(part, TextPart) for part in parts) != 1:
        return parts
    # The message's annotations are those of its only text.
    return [part.model_copy(update={"citations": citations}) if isinstance(part, TextPart) else part for part in parts]


def _decode_block(value: JsonValue, path: str) -> AssistantPart:
    block = as_object(value, path)
    match block:
        case {"type": "refusal", "refusal": str(refusal)}:
            kept = difference(block, {"type": "refusal", "refusal": refusal})
            return RefusalPart(refusal, provider_data=kept.under(CHAT) or IN_CONTENT)
        case _:
            return decode_thinking(block) or decode_text_only(block, path)


def is_json(content: JsonValue, *, in_answer: bool) -> bool:
    """Tell whether a content is a JSON value of its own: an object; in an answer also what is neither text nor a list of blocks."""
    if isinstance(content, dict) or not in_answer:
        return isinstance(content, dict)
    return not (content is None or isinstance(content, str) or content == [] or are_blocks(content))


def are_blocks(content: JsonValue) -> bool:
    """Tell whether a value is a list of blocks, each of which names its type."""
    return are_objects(content) and all(isinstance(block.get("type"), str) for block in content)


def decode_image_entry(entry: JsonObject) -> ImagePart | OpaquePart:
    """Read an entry of `images`, whose address may stand in an object or alone."""
    address = entry.get("image_url")
    image = image_at(address.get("url") if isinstance(address, dict) else address, entry)
    if image is None:
        return opaque(entry, WHOLE_IMAGE)
    kept = Kept.of(image.provider_data, CHAT).marked(PLACE, IMAGES)
    return image.model_copy(update={"provider_data": kept.under(CHAT)})


def is_in_images(part: AssistantPart) -> bool:
    """Tell whether a part came as an entry of `images`."""
    if isinstance(part, OpaquePart):
        return form_of(part) == WHOLE_IMAGE
    return isinstance(part, ImagePart) and Kept.of(part.provider_data, CHAT).mark(PLACE) == IMAGES


def followers(text: TextPart) -> list[JsonValue]:
    """Give the references that follow a text."""
    if not text.provider_data:
        return []
    blocks = Kept.from_json(Kept.of(text.provider_data, CHAT).mark(_AFTER)).fields.get(_AFTER)
    return blocks if isinstance(blocks, list) else []


def _followed(text: TextPart, block: JsonValue) -> TextPart:
    after = Kept({_AFTER: [*followers(text), block]}).to_json()
    kept = Kept.of(text.provider_data, CHAT).marked(_AFTER, after)
    return text.model_copy(update={"provider_data": kept.under(CHAT)})
