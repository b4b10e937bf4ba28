"""The toy dialect with documents of its own: its blocks and events name their `type`, and an event keeps what nobody has heard of."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, cast

from tests.core.testing.toy import ToyDialect
from tests.core.testing.toy_stream import ToyStreamDecoder, stream_events

from interlingua.dialect import write_event
from interlingua.errors import InternalServerError
from interlingua.types import OpaqueDelta
from interlingua.types.json import dumps, loads

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interlingua.dialect import ServerSentEvent, StreamDecoder
    from interlingua.errors import ProviderError
    from interlingua.types import Chunk, JsonObject, JsonValue, Response

_KNOWN: Final = {"start": {"answer", "id", "model"}, "open": {"n", "block"}, "more": {"n", "text"}, "shut": {"n"}}
"""Event → its fields; the last one's that nobody has heard of are the answer's."""


class DocumentedDecoder(ToyStreamDecoder):
    """Reads events whose fields stand beside their type."""

    def __init__(self, dialect: ToyDialect) -> None:
        """Begin a stream."""
        super().__init__(dialect)
        self.beside: list[JsonValue] = []

    def on_event(self, event: ServerSentEvent, out: list[Chunk]) -> None:
        """Read one event; what nobody has heard of in it is shown, and kept with the answer."""
        outer = loads(event.data)
        body = {name: field for name, field in outer.items() if name != "type"} if isinstance(outer, dict) else outer
        kind = outer.get("type") if isinstance(outer, dict) else None
        if kind == "error":
            raise InternalServerError("it broke", provider="toy")
        self.on_body(kind, body, out)
        if isinstance(body, dict) and isinstance(kind, str) and kind in _KNOWN:
            strange: JsonObject = {name: field for name, field in body.items() if name not in _KNOWN[kind]}
            self.beside += [strange] if strange else []
            out += [OpaqueDelta(None, strange)] if strange else []

    def on_finish(self, body: JsonObject, out: list[Chunk]) -> None:
        """See `ToyStreamDecoder.on_finish`."""
        super().on_finish({**body, "beside": self.beside} if self.beside else body, out)


class DocumentedToy(ToyDialect):
    """The toy wire that is documented."""

    kind: ClassVar[str] = "type"
    documents: ClassVar[str | None] = "tests.core.testing.toy_documents"

    def encode_stream(self, response: Response) -> Iterator[bytes]:
        """See `Dialect.encode_stream`."""
        for event in stream_events(self.encode_response(response).body, self.kind):
            outer = cast("JsonObject", loads(event.removeprefix(b"data: ")))
            kind = cast("str", outer["ev"])
            yield write_event(dumps({"type": kind, **cast("JsonObject", outer["body"])}), kind)

    def stream_decoder(self) -> StreamDecoder:
        """See `Dialect.stream_decoder`."""
        return DocumentedDecoder(self)

    def failure(self, body: JsonObject) -> ProviderError | None:
        """See `Dialect.failure`."""
        return InternalServerError("it broke", provider="toy") if body.get("why") == "error" else None
