"""The parts of a message: every kind, from every source, in every form that some wire has."""

from __future__ import annotations

import base64
from functools import cache

from hypothesis import strategies as st

from interlingua.testing.pruning import FOREIGN
from interlingua.testing.strategies.values import instances, json_objects, names, provider_data, texts
from interlingua.types import (
    AudioPart,
    Base64Source,
    Citation,
    DocumentPart,
    FileSource,
    ImagePart,
    OpaquePart,
    ReasoningBlock,
    ReasoningPart,
    RefusalPart,
    TextPart,
    TextSource,
    ToolCallPart,
    URLSource,
)
from interlingua.types.json import dumps_text

MAKER = "anthropic"
"""The provider that made the reasoning, where nobody says another."""

BROKEN_ARGUMENTS = ("", "{", '{"city": "Par', "null", "[1]", '"text"', "not JSON", '{"a": 1}}', "{'a': 1}", '{"a": NaN}')
"""Tool-call arguments that are no JSON object: models write all of these."""


@cache
def _base64_sources(*media_types: str) -> st.SearchStrategy[Base64Source]:
    data = st.binary(min_size=1, max_size=24).map(lambda found: base64.b64encode(found).decode())
    return instances(Base64Source, media_type=st.sampled_from(media_types), data=data)


@cache
def _urls() -> st.SearchStrategy[URLSource]:
    return instances(URLSource, url=names().map("https://example.com/".__add__))


@cache
def _files() -> st.SearchStrategy[FileSource]:
    return instances(FileSource, file_id=names().map("file-".__add__), provider=st.none() | st.just("elsewhere"))


@cache
def citations() -> st.SearchStrategy[Citation]:
    """Citations of a text part."""
    optional = st.none() | texts()
    return instances(Citation, cited_text=optional, title=optional, url=st.none() | _urls().map(lambda source: source.url))


@cache
def text_parts() -> st.SearchStrategy[TextPart]:
    """Text without citations."""
    return instances(TextPart, text=texts(), provider_data=provider_data())


@cache
def cited_text_parts() -> st.SearchStrategy[TextPart]:
    """Text with citations."""
    return instances(TextPart, text=texts(), citations=st.lists(citations(), min_size=1, max_size=2))


@cache
def image_parts() -> st.SearchStrategy[ImagePart]:
    """Images from every source."""
    return instances(ImagePart, source=_base64_sources("image/png", "image/jpeg", "image/gif", "image/webp") | _urls() | _files())


@cache
def document_parts() -> st.SearchStrategy[DocumentPart]:
    """Documents from every source."""
    sources = _base64_sources("application/pdf") | _urls() | _files() | instances(TextSource, text=texts())
    return instances(DocumentPart, source=sources, title=st.none() | texts(min_size=1))


@cache
def audio_parts() -> st.SearchStrategy[AudioPart]:
    """Sound."""
    return instances(AudioPart, source=_base64_sources("audio/wav", "audio/mpeg") | _urls() | _files())


@cache
def arguments() -> st.SearchStrategy[str]:
    """Tool-call arguments as a model writes them: mostly an object, spelt anyhow, sometimes no JSON at all."""
    spaced = json_objects().map(dumps_text)
    return spaced | spaced.map(lambda text: text.replace(": ", " :\n")) | st.sampled_from(BROKEN_ARGUMENTS)


@cache
def tool_call_parts() -> st.SearchStrategy[ToolCallPart]:
    """Tool calls."""
    return instances(ToolCallPart, id=names(), name=names(), arguments=arguments(), provider_data=provider_data())


@cache
def reasoning_parts(maker: str = MAKER) -> st.SearchStrategy[ReasoningPart]:
    """Reasoning of every form that some wire has: signed, also where it is empty, shown, summarised and encrypted, redacted.

    Args:
        maker: The provider that made some of it; the rest comes from elsewhere, or from nobody knows where.
    """
    full = st.lists(instances(ReasoningBlock, kind=st.just("full"), text=texts()), max_size=1)
    summaries = st.lists(instances(ReasoningBlock, kind=st.just("summary"), text=texts()), max_size=2)
    provider = st.sampled_from([maker, maker, maker, maker, None, "elsewhere"])  # only what it made itself can a dialect bring back
    secret = texts(min_size=1)
    return (
        instances(ReasoningPart, blocks=full, signature=secret, provider=provider)
        | instances(ReasoningPart, blocks=full, provider=provider)
        | instances(ReasoningPart, blocks=summaries, encrypted_content=st.none() | secret, provider=provider)
        | instances(ReasoningPart, redacted_data=secret, provider=provider)
    )


@cache
def opaque_parts(dialect: str = FOREIGN) -> st.SearchStrategy[OpaquePart]:
    """Blocks of a type that nobody has heard of."""
    return json_objects().map(lambda fields: OpaquePart(dialect, {"type": "x_future", "payload": fields}))


@cache
def refusal_parts() -> st.SearchStrategy[RefusalPart]:
    """Refusals."""
    return instances(RefusalPart, refusal=texts())


@cache
def any_parts() -> st.SearchStrategy[object]:
    """Every kind of part."""
    return (
        text_parts() | cited_text_parts() | image_parts() | document_parts()
        | audio_parts() | tool_call_parts() | reasoning_parts() | refusal_parts() | opaque_parts()
    )  # fmt: skip
