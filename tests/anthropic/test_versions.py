"""`interlingua_anthropic.versions`: the version of the API that a request is sent under."""

from __future__ import annotations

import pytest

from interlingua import AssistantMessage, Citation, Model, OpaquePart, TextPart, UserMessage

BEFORE = {"anthropic-version": "2023-06-01"}
DOCUMENT = OpaquePart("anthropic.messages", {"type": "document", "source": {"type": "text", "media_type": "text/plain", "data": "x"}})


@pytest.mark.parametrize(
    ("spec", "fields", "headers", "left"),
    [
        ("claude-haiku-4-5", {"temperature": 0.4}, BEFORE, {"temperature": 0.4}),
        ("claude-haiku-4-5", {"top_k": 5}, BEFORE, {"top_k": 5}),
        ("claude-haiku-4-5?platform=foundry&resource=r", {"temperature": 0.4}, BEFORE, {"temperature": 0.4}),
        ("claude-haiku-4-5?platform=bedrock&region=r", {"temperature": 0.4}, {}, {"temperature": 0.4}),
        ("claude-opus-5-5", {"temperature": 0.4}, {}, {}),
        ("claude-haiku-4-5", {"max_tokens": 5}, {}, {}),
        ("claude-haiku-4-5?extra_headers=Anthropic-Version: 2026-10-21", {"temperature": 0.4}, {"anthropic-version": "2026-10-21"}, {}),
        ("any-model?base_url=http://localhost:1&max_tokens=9", {"temperature": 0.4}, BEFORE, {"temperature": 0.4}),
    ],
)
def test_sampling(spec: str, fields: dict[str, object], headers: dict[str, str], left: dict[str, object]) -> None:
    """Goes out under the version that takes it, where the model does; who names a version gets what it takes."""
    prepared = Model(f"anthropic:{spec}").prepare("hi", **fields)  # type: ignore[arg-type]  # each is a request's field

    assert headers == prepared.headers
    assert left == {name: value for name, value in prepared.body.items() if name in {"temperature", "top_p", "top_k"}}


def test_google_cloud_names_it_in_the_body() -> None:
    """Where the client would write its own."""
    model = Model("anthropic:claude-haiku-4-5?platform=vertex&region=r&project=p")

    assert "vertex-2023-10-16" == model.prepare("hi", top_p=0.5).body["anthropic_version"]
    assert "anthropic_version" not in model.prepare("hi").body


def test_what_else_only_that_version_takes() -> None:
    """A document in what the model said, and citations beside a text of the user's, also within a result of a search."""
    model = Model("anthropic:claude-opus-5-5", on_loss="record")
    cited = TextPart("so", [Citation(cited_text="x", provider_data={"anthropic.messages": {"type": "char_location", "cited_text": "x"}})])

    found = OpaquePart("anthropic.messages", {"type": "search_result", "content": [{"type": "text", "text": "x", "citations": [{}]}]})

    assert BEFORE == model.prepare([UserMessage(cited)]).headers
    assert BEFORE == model.prepare([UserMessage(found)]).headers
    assert BEFORE == model.prepare([UserMessage("a"), AssistantMessage([DOCUMENT, TextPart("b")]), UserMessage("c")]).headers


def test_what_a_caller_keeps_by_hand() -> None:
    """Goes out under it as well."""
    prepared = Model("anthropic:claude-haiku-4-5").prepare("hi", provider_data={"anthropic.messages": {"temperature": 0.4}})

    assert BEFORE == prepared.headers
    assert prepared.body["temperature"] == 0.4
