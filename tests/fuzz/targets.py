"""What a fuzzer calls: one function a target, bytes in, nothing out. Whatever it raises is a finding.

A target does more than not to crash: it holds what comes out against the laws. `atheris` looks for inputs that reach new code,
`test_corpus.py` replays those that were kept, and needs no fuzzer.
"""

from __future__ import annotations

import re
from functools import cache, partial
from typing import TYPE_CHECKING, Final, NamedTuple
from zlib import crc32

from interlingua import get_dialect
from interlingua._runtime.config.options import check_options
from interlingua._runtime.config.spec import parse_spec
from interlingua._runtime.plugins.providers import get_provider, installed_providers, provider_names
from interlingua.dialect import SSEReader, assemble
from interlingua.errors import ConfigError, InterlinguaError
from interlingua.testing.conformance.streaming import disorder
from interlingua.types import OpaqueDelta

if TYPE_CHECKING:
    from collections.abc import Callable

    from interlingua.dialect import Dialect
    from interlingua.provider import Provider
    from interlingua.types import Chunk, Response

_BOM: Final = b"\xef\xbb\xbf"
_LINE_END: Final = re.compile(rb"\r\n|\n|\r")
_SMALL: Final = 256
_SECRET: Final = re.compile(r"(?=[A-Za-z0-9]*[0-9])(?=[A-Za-z0-9]*[A-Za-z])[A-Za-z0-9]{8,}")


@cache
def targets() -> dict[str, Callable[[bytes], None]]:
    """Give every target by its name: each installed dialect's stream decoder, the reader of events, the parser of config strings."""
    names = [name for plugin in installed_providers() if plugin.provider for name in plugin.provider.dialects()]
    decoders = {name: partial(check_stream, get_dialect(name)) for name in sorted(names)}
    return {"sse": check_events, "config-string": check_config_string, **decoders}


class Outcome(NamedTuple):
    """What a decoder made of a stream.

    Attributes:
        chunks: The chunks that it gave.
        error: The error that it ended with; None where it ended well.
        response: The response, were it in part.
    """

    chunks: list[Chunk]
    error: tuple[type[InterlinguaError], str] | None
    response: Response


def check_stream(dialect: Dialect, data: bytes) -> None:
    """Hold a stream decoder to laws 2, 5, 6 and 8."""
    whole = outcome(dialect, [data])
    for pieces in cuts(data):
        cut = outcome(dialect, pieces)
        assert cut == whole, f"cut into {len(pieces)} pieces it says {cut}, whole {whole}"
    if whole.error is not None:
        return
    shown = [chunk for chunk in whole.chunks if not (isinstance(chunk, OpaqueDelta) and chunk.index is None)]  # may stand anywhere
    assert disorder(shown) is None, f"this chunk stands in no place for it: {disorder(shown)}"
    assert assemble(whole.chunks) == whole.response, "the decoder's response isn't what its chunks say"
    check_written_again(dialect, whole.response)


def check_written_again(dialect: Dialect, response: Response) -> None:
    """Hold a response that was read to being written and read once more."""
    try:
        encoded = dialect.encode_response(response)
    except InterlinguaError:
        return  # read leniently, and more than the wire may say
    kept = response.provider_data.get(dialect.name, {})
    if encoded.losses or kept.keys() & {"id", "model"}:  # nor is an answer that is named by no text
        return
    again = outcome(dialect, list(dialect.encode_stream(response)))
    assert again.error is None, f"it can't be read once it is written again: {again.error}"
    plain: dict[str, object] = {"provider_data": {}, "losses": ()}
    assert again.response.model_copy(update=plain) == response.model_copy(update=plain), f"written again it says {again.response}"


def outcome(dialect: Dialect, pieces: list[bytes]) -> Outcome:
    """Decode a stream that comes in these pieces."""
    decoder = dialect.stream_decoder()
    chunks: list[Chunk] = []
    try:
        for piece in pieces:
            chunks += decoder.feed(piece)
        chunks += decoder.close()
    except InterlinguaError as error:
        return Outcome(chunks, (type(error), str(error)), decoder.partial())
    return Outcome(chunks, None, decoder.response())


def cuts(data: bytes) -> list[list[bytes]]:
    """Give the data in two other cuts: small pieces, and two halves, at a place that the data decides."""
    size = 1 if len(data) <= _SMALL else 7 + len(data) // _SMALL
    place = crc32(data) % (len(data) + 1)
    return [[data[start : start + size] for start in range(0, len(data), size)], [data[:place], b"", data[place:]]]


def check_events(data: bytes) -> None:
    """Hold the reader of events to a slow reading of the standard, in every cut."""
    expected = reference_events(data)
    for pieces in ([data], *cuts(data)):
        reader = SSEReader()
        found = [event for piece in pieces for event in reader.feed(piece)]
        last = reader.close()
        assert [*found, *([last] if last else [])] == expected, f"in {len(pieces)} pieces it reads {found} and {last}, not {expected}"


def reference_events(data: bytes) -> list[tuple[str, bytes]]:
    """Read a stream line by line, as https://html.spec.whatwg.org/multipage/server-sent-events.html says it.

    The end of the data ends a line and an event, which the standard would throw away: the decoders tell whether it is whole.
    """
    events: list[tuple[str, bytes]] = []
    name, lines = "", list[bytes]()
    for line in [*_LINE_END.split(data.removeprefix(_BOM)), b""]:
        if not line:
            if lines:
                events.append((name, b"\n".join(lines)))
            name, lines = "", []
            continue
        field, _, value = line.partition(b":")
        value = value[1:] if value.startswith(b" ") else value
        if field == b"data":
            lines.append(value)
        elif field == b"event":
            name = value.decode("utf-8", "replace")
    return events


def check_config_string(data: bytes) -> None:
    """Hold the parser to printing what it read, and its errors to echoing no value."""
    text = data.decode("utf-8", "surrogateescape")
    try:
        spec = parse_spec(text)
        assert parse_spec(str(spec)) == spec, f"{spec} is printed as {spec!s}"
        if (provider := _provider(spec.provider)) is not None:
            check_options(provider, spec.options, spec_text=text)
    except ConfigError as error:
        echoed = [value for value in _values(text) if value in f"{error}{error!r}{vars(error)}"]
        if echoed:
            raise AssertionError(f"the error echoes {echoed}") from error


def _values(text: str) -> list[str]:
    """Give the values that look like nothing else that the error may say."""
    model, _, options = text.partition("?")
    runs = [run for value in re.findall(r"=([^&]*)", options) for run in _SECRET.findall(value)]
    return [run for run in runs if text.count(run) == 1 and run.lower() not in model]


@cache
def _provider(name: str) -> Provider | None:
    return get_provider(name) if name in provider_names() else None
