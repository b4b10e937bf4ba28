"""Of kept.py: who may leave the model out."""

from __future__ import annotations

import pytest

from interlingua import ConversionError, Request, get_dialect
from interlingua.dialect import NOTHING, Kept, check_model

NAMES = ("anthropic.messages", "openai.chat", "openai.responses")
BODIES = {
    "anthropic.messages": {"max_tokens": 9, "messages": []},
    "openai.chat": {"messages": []},
    "openai.responses": {"input": []},
}


@pytest.mark.parametrize("model_id", ["m", ""])
def test_a_name_is_a_name(model_id: str) -> None:
    """Also an empty one, which a body may have."""
    check_model(Request(model_id=model_id, messages=()))


def test_none_is_refused_unless_the_body_had_none() -> None:
    """With the place, and who would have filled it in."""
    with pytest.raises(ConversionError) as raised:
        check_model(Request(messages=()))

    assert "$.model_id" == raised.value.path
    assert "Model fills in its own" in (raised.value.hint or "")
    check_model(Request(messages=()), Kept({"model": None}))
    check_model(Request(messages=()), NOTHING.spelled("model", "absent"))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("job", ["encode_request", "encode_count"])
def test_each_dialect_refuses_it(name: str, job: str) -> None:
    """To send and to count: each of them names the model in the body."""
    with pytest.raises(ConversionError) as raised:
        getattr(get_dialect(name), job)(Request(max_tokens=9, messages=()))

    assert "$.model_id" == raised.value.path


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("said", [{}, {"model": None}, {"model": ""}, {"model": "m"}], ids=str)
def test_each_dialect_gives_a_body_back(name: str, said: dict[str, str | None]) -> None:
    """One without a model, such as a cloud takes it, has none again; a null and an empty name stay what they are."""
    dialect, body = get_dialect(name), {**said, **BODIES[name]}

    request = dialect.decode_request(body).value
    named = request.model_copy(update={"model_id": "filled-in"})

    assert said.get("model") == request.model_id
    assert body == dialect.encode_request(request).body
    assert "filled-in" == dialect.encode_request(named).body["model"]
    assert Request.model_validate(request.to_dict()) == request
