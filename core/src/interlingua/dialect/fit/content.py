"""What a message may hold: texts of whole characters; images, documents and audio, and of which media types."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

from interlingua.errors import InterlinguaError
from interlingua.types.json import at, dumps_text, loads
from interlingua.types.messages import ToolMessage, UserMessage
from interlingua.types.parts import AudioPart, DocumentPart, ImagePart, TextPart, ToolCallPart
from interlingua.types.sources import Base64Source, TextSource, URLSource

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interlingua.dialect.capabilities import Feature
    from interlingua.dialect.fit.fitting import Fitting
    from interlingua.types.messages import Message
    from interlingua.types.parts import Part

_MEDIA: Final = (ImagePart, DocumentPart, AudioPart)

_OTHER_WORDS: Final = {
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "image/x-png": "image/png",
    "application/x-pdf": "application/pdf",
}
"""Media types that aren't registered → those that they stand for: https://www.iana.org/assignments/media-types."""


_BY_ADDRESS: Final[Mapping[Literal["image", "document", "audio"], Feature]] = {"image": "image_url", "document": "document_url"}


_HALF: Final = re.compile("[\ud800-\udfff]")
_WHOLE: Final = "\ufffd"
"""What stands for a character that isn't one."""


def fit_halves(fitting: Fitting) -> None:
    """Put the character for none in the place of half a character, which a text has that was cut in the midst of one.

    "no low surrogate in string", https://github.com/anthropics/claude-code/issues/56064.
    """
    if fitting.capabilities.has("text_halves"):
        return
    changed: list[Message] | None = None
    for index, message in enumerate(fitting.request.messages):
        parts: list[Part] = list(message.content)
        for place, part in enumerate(parts):
            if isinstance(part, TextPart) and not part.text.isascii() and _HALF.search(part.text):
                name, said = "text", _HALF.sub(_WHOLE, part.text)
            elif isinstance(part, ToolCallPart) and (whole := _whole_arguments(part.arguments)) != part.arguments:
                name, said = "arguments", whole
            else:
                continue
            fitting.lose(at("$.messages", index, "content", place, name), "a text has half of a character", "hint", _WHOLE)
            parts[place] = part.model_copy(update={name: said})
            changed = changed or list(fitting.request.messages)
            changed[index] = message.model_copy(update={"content": tuple(parts)})
    if changed is not None:
        fitting.set(messages=tuple(changed))


def _whole_arguments(arguments: str) -> str:
    """Give arguments in which no half of a character stands, be it by its escape."""
    said = arguments
    if "\\ud" in arguments.lower():
        try:
            said = dumps_text(loads(arguments))
        except InterlinguaError:
            return _HALF.sub(_WHOLE, arguments)
    return _HALF.sub(_WHOLE, said) if _HALF.search(said) else arguments


def fit_media(fitting: Fitting) -> None:
    """Leave out what the model can't see, hear or read, and call what it can by the name that it knows."""
    left: dict[int, tuple[int, ...]] = {}
    changed: list[Message] | None = None
    for index, message in enumerate(fitting.request.messages):
        if type(message) not in {UserMessage, ToolMessage} or not any(isinstance(part, _MEDIA) for part in message.content):
            continue
        parts = [_fitted(fitting, part, at("$.messages", index, "content", place)) for place, part in enumerate(message.content)]
        places = tuple([place for place, part in enumerate(parts) if part is not None])
        if not places and isinstance(message, ToolMessage):  # its call must have a result, if an empty one
            changed = changed or list(fitting.request.messages)
            changed[index] = message.model_copy(update={"content": ()})
            continue
        if len(places) < len(parts):
            left[index] = places
        if any(part is not None and part is not message.content[place] for place, part in enumerate(parts)):
            changed = changed or list(fitting.request.messages)
            content = tuple([message.content[place] if part is None else part for place, part in enumerate(parts)])
            changed[index] = message.model_copy(update={"content": content})
    if changed is not None:
        fitting.set(messages=tuple(changed))
    fitting.keep_parts(left)


def _fitted(fitting: Fitting, part: Part, path: str) -> Part | None:
    """Give it as the model takes it; one of no bytes nobody does ("image cannot be empty", anthropics/claude-code#12750)."""
    if not isinstance(part, _MEDIA):
        return part
    if not fitting.capabilities.has(part.type):
        return _as_text(fitting, part, path)
    if isinstance(part.source, Base64Source) and not part.source.data:
        fitting.lose(path, f"the {part.type} has no bytes", "content")
        return None
    most = fitting.capabilities.limit("image_size").at_most
    if isinstance(part, ImagePart) and isinstance(part.source, Base64Source) and most is not None and len(part.source.data) > most:
        reason = f"the host takes no image of more than {int(most)} characters in base64, and this one has {len(part.source.data)}"
        fitting.lose(path, f"{reason}: make it smaller", "content")
        return None
    if isinstance(part.source, URLSource) and not fitting.capabilities.has(_BY_ADDRESS.get(part.type, part.type)):
        fitting.lose(path, f"the host fetches no {part.type} from an address: give its bytes", "content")
        return None
    return _named(fitting, part, part.source, path) if isinstance(part.source, Base64Source) else part


def _named(fitting: Fitting, part: ImagePart | DocumentPart | AudioPart, source: Base64Source, path: str) -> Part | None:
    """Call what it is by the name that the model knows."""
    known = fitting.capabilities.limit(part.type).one_of
    kind = source.media_type.partition(";")[0].strip().lower()
    kind = _OTHER_WORDS.get(kind, kind)
    if known is None or source.media_type in known or (kind.startswith("text/") and "text/plain" in known):
        return part  # a text is said as text
    if kind not in known:
        fitting.lose(path, f"the model takes no {part.type} of the type {source.media_type}, but {', '.join(map(str, known))}", "content")
        return None
    fitting.lose(f"{path}.source.media_type", f"{source.media_type!r} is called otherwise", "hint", kind)
    return part.model_copy(update={"source": source.model_copy(update={"media_type": kind})})


def _as_text(fitting: Fitting, part: ImagePart | DocumentPart | AudioPart, path: str) -> TextPart | None:
    """Say what a model can't see as text, where it is one: that needs no eyes."""
    if not isinstance(part.source, TextSource):
        fitting.lose(path, f"the model takes no {part.type}", "content")
        return None
    fitting.lose(path, f"the model takes no {part.type}", "hint", "a text part")
    if part.title is not None:
        fitting.lose(f"{path}.title", "a text has no title", "hint")
    return TextPart(part.source.text)
