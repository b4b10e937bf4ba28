"""No row is a false alarm: every recorded request that OpenAI answered goes through its own model's rows as it came.

A recorded refusal is another matter: one that a row explains is mended or refused before it is sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.wire.replay import exchanges

from interlingua import Model, get_dialect, get_provider
from interlingua.types.json import same_json

if TYPE_CHECKING:
    from interlingua.dialect import Dialect, Encoded
    from interlingua.testing.replay import Exchange
    from interlingua.types import Request

WORDS = {"chat_completions": "chat", "responses": "responses"}
RECORDED = [item for item in exchanges("openai/*.json") if item.request is not None]
ANSWERED = [item for item in RECORDED if item.status == 200]
REFUSED = [item for item in RECORDED if item.status == 400]

# What was refused for what no table knows: an address that led nowhere, and what was behind one.
ELSEWHERE = {
    "chat-openllmetry-vision-3": "invalid_image_url",
    "resp-pydantic-ai-multimodal-tool-return-matrix-direct-url-audio-openai-responses-2": "unsupported_file",
}


def read(item: Exchange) -> tuple[Dialect, Request]:
    """The dialect of a recording, and its request."""
    assert item.request is not None
    dialect = get_dialect(f"openai.{WORDS[item.api]}")
    return dialect, dialect.decode_request(item.request).value


def fitted(item: Exchange) -> Encoded:
    """The request as the rows of its model and wire let it be."""
    dialect, request = read(item)
    provider = get_provider("openai")
    options = provider.options_type.model_validate({"api": WORDS[item.api]})
    return dialect.encode_request(request, provider.capabilities(request.model_id or "", options))


@pytest.mark.parametrize("item", ANSWERED, ids=[item.name for item in ANSWERED])
def test_what_was_answered_is_neither_changed_nor_refused(item: Exchange) -> None:
    """It is written as the dialect alone writes it, with the same losses."""
    dialect, request = read(item)
    plain, found = dialect.encode_request(request), fitted(item)

    assert same_json(plain.body, found.body)
    assert plain.losses == found.losses


@pytest.mark.parametrize("item", ANSWERED, ids=[item.name for item in ANSWERED])
def test_a_model_sends_it_so(item: Exchange) -> None:
    """With nothing added; but for several choices at once, which a `Model` doesn't ask for."""
    dialect, request = read(item)
    own = request.provider_data.get(dialect.name, {})
    if isinstance(number := own.get("n"), int) and number > 1:
        assert "multiple-choices" in item.name
        return
    model = Model(f"openai:{request.model_id or 'm'}", api=WORDS[item.api], include_usage=False, on_loss="record")

    prepared = model.prepare(request, stream=request.stream)

    assert same_json({"model": prepared.body["model"], **dialect.encode_request(request).body}, prepared.body)


@pytest.mark.parametrize("item", REFUSED, ids=[item.name for item in REFUSED])
def test_a_recorded_refusal_is_one_that_no_row_explains(item: Exchange) -> None:
    """There are two, and each has the code of what stood behind an address: nobody can know that before."""
    assert ELSEWHERE[item.name].encode() in item.raw
    dialect, request = read(item)
    assert same_json(dialect.encode_request(request).body, fitted(item).body)
