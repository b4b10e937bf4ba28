"""`interlingua.types.base`: immutable, equal by value, strict when written, tolerant when read back."""

from __future__ import annotations

import copy
import math
import pickle
from typing import Any, ClassVar

import pytest
from hypothesis import given
from pydantic import ValidationError

from interlingua.errors import ConversionError, LimitExceededError
from interlingua.testing import strategies as canonical
from interlingua.types import (
    Conversation,
    JsonObject,
    OpaquePart,
    Request,
    TextPart,
    Usage,
    UserMessage,
    Value,
)
from interlingua.types.json import dumps, loads


class TestConstructor:
    """A mistake in a constructor is an error, with the name that was meant."""

    def test_positional(self) -> None:
        """The fields that a class names may be given by place."""
        assert TextPart("hi") == TextPart(text="hi")

    @pytest.mark.parametrize("text", [b"bytes", 5, None, ["hi"]])
    def test_text_is_text(self, text: object) -> None:
        """What is no text isn't made one."""
        with pytest.raises(ValidationError):
            TextPart(text)  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        "fields", [{"max_tokens": "5"}, {"max_tokens": 5.0}, {"seed": True}, {"temperature": math.nan}, {"top_p": "1"}, {"stream": "yes"}]
    )
    def test_nothing_is_coerced(self, fields: dict[str, Any]) -> None:
        """A value of another type isn't turned into what it may have meant."""
        with pytest.raises(ValidationError):
            Request(model_id="m", messages=(), **fields)

    def test_frozen(self) -> None:
        """No field can be set, known or not."""
        part = TextPart("hi")
        with pytest.raises(ValidationError, match="frozen"):
            part.text = "ho"  # type: ignore[misc]
        with pytest.raises(ValidationError, match="frozen"):
            part.other = "ho"  # type: ignore[attr-defined]

        assert part.text == "hi"


class TestProviderData:
    """Fields that only one dialect knows: JSON, checked and copied when they come in."""

    def test_own_copy(self) -> None:
        """Whoever changes what he passed changes no value."""
        fields: JsonObject = {"cache_control": {"type": "ephemeral"}}
        part, opaque = TextPart("hi", provider_data={"anthropic.messages": fields}), OpaquePart("anthropic.messages", fields)
        fields["cache_control"] = None

        assert part.provider_data == {"anthropic.messages": {"cache_control": {"type": "ephemeral"}}}
        assert opaque.data == {"cache_control": {"type": "ephemeral"}}

    def test_each_value_has_its_own(self) -> None:
        """Two values share no empty default."""
        assert TextPart("hi").provider_data is not TextPart("ho").provider_data

    @pytest.mark.parametrize("data", [None, [], {"anthropic.messages": 1}, {"anthropic.messages": None}])
    def test_shape(self, data: object) -> None:
        """It holds an object of fields for each dialect."""
        with pytest.raises(ValidationError, match=r"no JSON object|not an object of fields"):
            TextPart("hi", provider_data=data)  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            ({"logprob": math.nan}, "nan is no JSON number (at $.provider_data['openai.chat'].logprob)"),
            ({"when": object()}, "a object is no JSON value (at $.provider_data['openai.chat'].when)"),
        ],
    )
    def test_no_json(self, fields: JsonObject, sentence: str) -> None:
        """What is no JSON is refused with its path."""
        with pytest.raises(ConversionError) as caught:
            TextPart("hi", provider_data={"openai.chat": fields})

        assert str(caught.value) == sentence

    def test_depth(self) -> None:
        """It nests as deep as a wire's body may, and no deeper."""
        deepest = loads('{"a":' * 128 + "1" + "}" * 128)

        assert OpaquePart("openai.chat", deepest).data == deepest
        with pytest.raises(LimitExceededError, match="depth"):
            OpaquePart("openai.chat", {"a": deepest})


class TestRead:
    """What a later version saved is kept."""

    SAVED: ClassVar[JsonObject] = {"role": "user", "content": [{"type": "text", "text": "hi", "tone": {"mood": [1]}}], "seen": True}

    def test_unknown_fields(self) -> None:
        """Fields that this version doesn't know come in and go out again, at every level."""
        message = UserMessage.model_validate(self.SAVED)

        assert message.to_dict() == self.SAVED
        assert message != UserMessage("hi")

    def test_not_in_a_constructor(self) -> None:
        """The same fields in a constructor are an error."""
        with pytest.raises(TypeError, match="has no field 'seen'"):
            UserMessage(**self.SAVED)


class TestEquality:
    """Equal by value, and hashable."""

    @given(value=canonical.requests())
    def test_copies(self, value: Request) -> None:
        """Copies and pickles are equal, hash alike and print alike."""
        for again in (copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value)), Request.model_validate(value.to_dict())):  # noqa: S301 - our own bytes
            assert again == value
            assert hash(again) == hash(value)
            assert repr(again) == repr(value)

    def test_different(self) -> None:
        """What differs is unequal, also in a dialect's fields alone."""
        assert TextPart("hi") != TextPart("ho")
        assert TextPart("hi") != TextPart("hi", provider_data={"openai.chat": {"x": 1}})
        assert len({TextPart("hi"), TextPart("hi"), TextPart("ho"), UserMessage("hi")}) == 3


class TestToDict:
    """JSON values, exact."""

    def test_absent_stays_absent(self) -> None:
        """What wasn't said is not there."""
        assert UserMessage("hi").to_dict() == {"role": "user", "content": [{"type": "text", "text": "hi"}]}
        assert Usage(output_tokens=0).to_dict() == {"output_tokens": 0, "input_includes_cache": True}

    def test_surrogates_in_keys(self) -> None:
        """A lone surrogate survives in a key as it does in a text."""
        part = OpaquePart("openai.chat", {"\ud800": "\udfff"})

        assert loads(dumps(part.to_dict())) == {"type": "opaque", "dialect": "openai.chat", "data": {"\ud800": "\udfff"}}


class TestDir:
    """Completion offers what is there to be used."""

    def test_no_deprecated_methods(self) -> None:
        """What pydantic gave up isn't shown, and works as before."""
        part = TextPart("hi")
        gone = {
            *("dict", "json", "copy", "construct", "parse_obj", "parse_raw", "parse_file", "from_orm", "schema", "schema_json", "validate"),
            *("update_forward_refs", "_iter", "_copy_and_set_values", "_get_value", "_calculate_keys"),
        }

        shown = set(dir(part))

        assert not gone & shown
        assert {"text", "citations", "provider_data", "to_dict", "model_copy", "model_dump", "__class__", "__eq__"} <= shown
        with pytest.warns(DeprecationWarning, match="deprecated"):
            assert part.dict() == part.model_dump()

    @pytest.mark.filterwarnings("ignore:Field name .copy. .* shadows:UserWarning")
    def test_a_field_of_that_name(self) -> None:
        """A plugin's own field is shown, whatever it is called."""

        class Print(Value, frozen=True):
            copy: str  # type: ignore[assignment]  # the name of a method

        assert "copy" in dir(Print(copy="first"))


class TestRepr:
    """A representation shows what was said, and is bounded."""

    def test_only_what_was_said(self) -> None:
        """Defaults and the type are left out."""
        assert repr(UserMessage("hi")) == "UserMessage(content=(TextPart(text='hi'),))"
        assert str(UserMessage("hi")) == repr(UserMessage("hi"))
        assert repr(TextPart("hi", provider_data={"a": {}})) == "TextPart(text='hi', provider_data={'a': {}})"

    def test_bounded(self) -> None:
        """Megabytes of text, messages or data give a few lines."""
        conversation = Conversation(
            [UserMessage([TextPart("x" * 1_000_000)] * 50, provider_data={"a": {"b": ["y" * 1_000_000] * 50}})] * 1000
        )

        assert len(repr(conversation)) < 10_000
        assert "… 994 more" in repr(conversation)

    def test_text_tuple(self) -> None:
        """A tuple of texts is shown as one."""
        assert repr(Request(model_id="m", messages=(), stop="END")) == "Request(model_id='m', messages=(), stop=('END',))"

    def test_huge_integer(self) -> None:
        """An integer that Python refuses to spell breaks nothing."""
        assert repr(Usage(output_tokens=10**5000)) == "Usage(output_tokens=<an integer of 16,610 bits>)"
        assert repr(Usage(output_tokens=12)) == "Usage(output_tokens=12)"


def test_base_is_for_plugins_too() -> None:
    """A class of one's own is a value like ours."""

    class Note(Value, frozen=True):
        text: str

    assert Note(text="hi") == Note(text="hi")
    assert Note(text="hi").to_dict() == {"text": "hi"}
