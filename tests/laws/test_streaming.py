"""Laws 5 and 6: a stream says what the whole response says, however its bytes are cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from tests.laws.dialects import every_dialect

from interlingua.dialect import assemble
from interlingua.errors import StreamInterruptedError
from interlingua.testing import strategies as canonical
from interlingua.testing.strategies import written

if TYPE_CHECKING:
    from interlingua.dialect import Dialect
    from interlingua.types import Chunk, Response


def _events(dialect: Dialect, response: Response) -> list[bytes]:
    return written(lambda value: list(dialect.encode_stream(value)), response)


def _chunks(dialect: Dialect, pieces: list[bytes]) -> list[Chunk]:
    decoder = dialect.stream_decoder()
    chunks = [chunk for piece in pieces for chunk in decoder.feed(piece)]
    return chunks + decoder.close()


@every_dialect
class TestStreamingAgrees:
    """The assembled chunks of a stream equal the decoded whole."""

    @given(response=canonical.responses())
    def test_assembled(self, dialect: Dialect, response: Response) -> None:
        """What a stream says is what the whole body says."""
        body = written(dialect.encode_response, response).body
        whole = dialect.decode_response(body).value

        streamed = assemble(_chunks(dialect, _events(dialect, response)))

        assert streamed.message == whole.message
        assert (streamed.finish_reason, streamed.provider_finish_reason) == (whole.finish_reason, whole.provider_finish_reason)
        assert (streamed.usage, streamed.model_id, streamed.id) == (whole.usage, whole.model_id, whole.id)

    @given(response=canonical.responses())
    def test_decoder_assembles_too(self, dialect: Dialect, response: Response) -> None:
        """The decoder's own response is the assembled one."""
        decoder = dialect.stream_decoder()
        chunks = decoder.feed(b"".join(_events(dialect, response)))
        chunks += decoder.close()

        assert decoder.response() == assemble(chunks)


@every_dialect
class TestSplitInvariance:
    """However the bytes are cut, the chunks are the same."""

    @given(response=canonical.responses(), data=st.data())
    def test_cuts(self, dialect: Dialect, response: Response, data: st.DataObject) -> None:
        """Cuts anywhere, also inside a character or a line end, change nothing."""
        stream = b"".join(_events(dialect, response))
        newline = data.draw(st.sampled_from([b"\n", b"\r\n", b"\r"]))
        stream = stream.replace(b"\n", newline)
        cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=8)))
        pieces = [stream[start:end] for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True)]

        assert _chunks(dialect, pieces) == _chunks(dialect, [stream])

    @given(response=canonical.responses())
    def test_single_bytes(self, dialect: Dialect, response: Response) -> None:
        """One byte at a time gives the same chunks."""
        stream = b"".join(_events(dialect, response))

        assert _chunks(dialect, [bytes([byte]) for byte in stream]) == _chunks(dialect, [stream])

    @given(response=canonical.responses(), data=st.data())
    def test_prefixes(self, dialect: Dialect, response: Response, data: st.DataObject) -> None:
        """A prefix is either interrupted or says all that the whole stream says but what comes after its final event."""
        stream = b"".join(_events(dialect, response))
        whole = assemble(_chunks(dialect, [stream]))
        end = data.draw(st.integers(0, len(stream)))
        try:
            cut = assemble(_chunks(dialect, [stream[:end]]))
        except StreamInterruptedError as error:
            assert error.partial.finish_reason is None  # noqa: PT017 - either outcome is right
            return

        assert cut.message == whole.message
        assert cut.finish_reason == whole.finish_reason
        assert cut.usage in {None, whole.usage}
