"""The blocks of what a user, a system message and a tool's result say, and a text's annotations, both ways; and whatever isn't modelled.

Source: https://platform.openai.com/docs/api-reference/responses/create (input_text, input_image, input_file; input_audio of the
evals API and of compatible servers). A block or an item in a shape that we don't know becomes an `OpaquePart`, verbatim. Among a
message's parts either may stand: which of the two an opaque part is, the wire's own type tells, and where it doesn't the mark `form`.
Annotations: …/api-reference/responses/object (output_text: `url_citation`, `file_citation`, `container_file_citation`, `file_path`).
One of a type that we have never heard of is a citation of which all is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, assert_never

from interlingua.dialect import NOTHING, Kept, difference, restored, text_or_none
from interlingua.types.parts import Base64Source, DocumentPart, FileSource, ImagePart, OpaquePart, TextPart, URLSource
from interlingua_openai import parts
from interlingua_openai.names import PROVIDER, RESPONSES
from interlingua_openai.parts import PartForms, citation_fields, data_url, decode_audio, file_fields, read_citation, read_data_url

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Literal, TypeAlias

    from interlingua.dialect import LossLog
    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.parts import Citation, Part, UserPart

    _Form: TypeAlias = Literal["block", "item"]

TEXT_TYPES: Final = ("input_text", "output_text", "text")
"""What a block of text may be called; compatible servers and their clients mix these up."""

_FORM: Final = "form"


# What the model and the server said to each other: a server tool's call and what came of it, a list of tools, the past made shorter.
_FOR_ITS_MAKER: Final = ("_call", "_output", "_list_tools", "_approval_request", "_search", "compaction", "item_reference", "reasoning")


def only_its_maker_uses(part: OpaquePart) -> bool:
    """Tell whether an item or block says nothing to anybody but its maker; see `Dialect.only_its_maker_uses`.

    A picture that the model made is one that a person sees, though it stands in a call.
    Source: https://platform.openai.com/docs/api-reference/responses/object (output).
    """
    return part.wire_type.endswith(_FOR_ITS_MAKER) and part.data.get("result") is None


def decode_block(block: JsonObject) -> UserPart:
    """Read one block of a content."""
    kind = block.get("type")
    decoder = _DECODERS.get(kind) if isinstance(kind, str) else None
    return (decoder(block) if decoder else None) or opaque(block, "block")


def encode_block(part: Part, log: LossLog) -> JsonObject | None:
    """Write one block of a content; None, with a loss, where the wire can't say it."""
    return parts.encode_part(part, _FORMS, log)


def opaque(data: JsonObject, form: _Form, kept: Kept = NOTHING) -> OpaquePart:
    """Keep an item, or a block of a message's content, that isn't modelled, with other marks beside its form's."""
    if form != _form_by_type(data):
        kept = kept.marked(_FORM, form)
    return OpaquePart(RESPONSES, data, provider_data=kept.under(RESPONSES))


def is_item(part: OpaquePart) -> bool:
    """Tell whether an opaque part is an item of this wire, and no block of a message's content."""
    if part.dialect != RESPONSES:
        return False
    form = Kept.of(part.provider_data, RESPONSES).mark(_FORM)
    return (_form_by_type(part.data) if form is None else form) == "item"


def _form_by_type(data: JsonObject) -> _Form:
    kind = data.get("type")
    return "block" if isinstance(kind, str) and (kind == "refusal" or kind.startswith(("input_", "output_"))) else "item"


def _decode_text(block: JsonObject) -> TextPart | None:
    text = block.get("text")
    if not isinstance(text, str):
        return None
    if len(block) == 2 and block["type"] == "input_text":
        return TextPart(text)
    return TextPart(text, provider_data=difference(block, {"type": "input_text", "text": text}).under(RESPONSES))


def _decode_image(block: JsonObject) -> ImagePart | None:
    url, file_id = block.get("image_url"), block.get("file_id")
    source: Base64Source | URLSource | FileSource
    if isinstance(url, str):
        source = read_data_url(url) or URLSource(url=url)
    elif isinstance(file_id, str):
        source = FileSource(file_id=file_id, provider=PROVIDER)
    else:
        return None
    part = ImagePart(source, provider_data={})
    kept = difference(block, _encode_image(part))
    return part.model_copy(update={"provider_data": kept.under(RESPONSES)}) if kept else part


def _encode_image(part: ImagePart) -> JsonObject:
    match part.source:
        case Base64Source():
            return {"type": "input_image", "image_url": data_url(part.source)}
        case URLSource(url=url):
            return {"type": "input_image", "image_url": url}
        case FileSource(file_id=file_id):
            return {"type": "input_image", "file_id": file_id}
        case _:
            assert_never(part.source)


def _decode_document(block: JsonObject) -> DocumentPart | None:
    file_id, url = block.get("file_id"), block.get("file_url")
    source: FileSource | URLSource | Base64Source | None
    if isinstance(file_id, str):
        source = FileSource(file_id=file_id, provider=PROVIDER)
    elif isinstance(url, str):
        source = URLSource(url=url)
    else:
        source = read_data_url(block.get("file_data"))
    if source is None:
        return None
    part = DocumentPart(source, text_or_none(block.get("filename")), provider_data={})
    kept = difference(block, _encode_document(part))
    return part.model_copy(update={"provider_data": kept.under(RESPONSES)}) if kept else part


def _encode_document(part: DocumentPart) -> JsonObject:
    return {"type": "input_file", **file_fields(part)}


_DECODERS: Final[dict[str, Callable[[JsonObject], UserPart | None]]] = {
    **dict.fromkeys(TEXT_TYPES, _decode_text),
    "input_image": _decode_image,
    "input_file": _decode_document,
    "input_audio": lambda block: decode_audio(block, RESPONSES),
}

_FORMS: Final = PartForms(RESPONSES, "input_text", _encode_image, _encode_document)


def decode_citation(annotation: JsonObject) -> Citation:
    """Read an annotation; what it is stays in `provider_data`, so that it can be told from a citation of another wire."""
    title = _title_field(annotation)
    citation = read_citation(annotation, title)
    kept = difference(annotation, citation_fields(citation, title))
    return citation.model_copy(update={"provider_data": {RESPONSES: kept.fields, **kept.under(RESPONSES)}})


def encode_citations(part: TextPart, log: LossLog) -> list[JsonValue]:
    """Write a text's citations; one of another wire only where nothing is missing that this wire asks for."""
    out: list[JsonValue] = []
    for number, citation in enumerate(part.citations):
        below = f".citations[{number}]"
        is_own = RESPONSES in citation.provider_data
        if not is_own and None in {citation.url, citation.title, citation.start, citation.end}:
            log.lose("this wire can't say a citation without its URL, title and place in the text", "hint", below=below)
            continue
        if citation.cited_text is not None:
            log.lose("this wire can't say the words that a citation cites", "hint", below=f"{below}.cited_text")
        if is_own:
            kept = Kept.of(citation.provider_data, RESPONSES)
            out.append(restored(citation_fields(citation, _title_field(kept.fields)), kept, log, below))
        else:
            out.append({"type": "url_citation", **citation_fields(citation)})
    return out


_FILES: Final = ("file_citation", "container_file_citation")


def _title_field(annotation: JsonObject) -> str:
    """Name the field that says what is cited; files have a name, pages a title."""
    return "filename" if annotation.get("type") in _FILES else "title"
