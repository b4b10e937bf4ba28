"""Options are coerced, or refused with what they take; no error echoes a value."""

from __future__ import annotations

from enum import Enum
from types import SimpleNamespace
from typing import Literal

import pytest
from pydantic import Field, field_validator, model_validator

from interlingua._runtime.config.options import check_options, what_it_takes
from interlingua.errors import ConfigError
from interlingua.provider.options import ProviderOptions


class Colour(Enum):
    """Two values."""

    RED = "red"
    BLUE = "blue"


class Options(ProviderOptions, frozen=True):
    """Options of every shape."""

    effort: Literal["low", "high"] | None = Field(default=None, description="how hard to think")
    colour: Colour | None = None
    only: Literal["this"] = "this"
    betas: tuple[str, ...] = ()
    share: float = Field(default=0.5, gt=0, lt=1)
    strict: bool = False
    extra: dict[str, str] | None = None
    never: None = None
    hook: object = None
    even: int = 0

    @field_validator("even")
    @classmethod
    def _is_even(cls, value: int) -> int:
        if value % 2:
            raise ValueError("odd" if value < 10_000 else f"{value} is odd")
        return value

    @model_validator(mode="after")
    def _not_both(self) -> Options:
        if self.temperature is not None and self.top_p is not None:
            raise ValueError("temperature and top_p exclude each other")
        return self


PROVIDER = SimpleNamespace(name="toy", options_type=Options, key_variables=lambda _: ())


def refused(given: object) -> ConfigError:
    """Give the error that options raise."""
    with pytest.raises(ConfigError) as caught:
        check_options(PROVIDER, given)
    return caught.value


def test_coerces() -> None:
    """Text becomes the field's type; one value may stand where several may."""
    options = check_options(PROVIDER, [("strict", "true"), ("betas", "x"), ("colour", "blue"), ("max_tokens", "5"), ("timeout", 3)])

    assert (options.strict, options.betas, options.colour, options.max_tokens, options.timeout) == (True, ("x",), Colour.BLUE, 5, 3.0)


def test_takes_values_of_python() -> None:
    """A mapping's values are taken as they are."""
    assert check_options(PROVIDER, {"stop": ("a", "b"), "extra": {"a": "b"}}).stop == ("a", "b")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("max_tokens", "a whole number of at least 1"),
        ("top_p", "a number of at least 0 and at most 1"),
        ("share", "a number above 0 and below 1"),
        ("strict", "true or false"),
        ("effort", "one of low, high"),
        ("colour", "one of red, blue"),
        ("only", "this"),
        ("stop", "text, which may be given several times"),
        ("base_url", "text"),
        ("extra", "a mapping"),
        ("never", "nothing"),
        ("hook", "another kind of value"),
    ],
)
def test_says_what_an_option_takes(name: str, words: str) -> None:
    """The words come from the field itself."""
    assert what_it_takes(Options, name) == words


def test_a_field_without_a_schema_takes_another_kind_of_value() -> None:
    """Not every Python type has a JSON schema."""

    class Odd(ProviderOptions, frozen=True, arbitrary_types_allowed=True):
        thing: SimpleNamespace | None = None

    assert what_it_takes(Odd, "thing") == "another kind of value"


@pytest.mark.parametrize(
    ("given", "message", "hint"),
    [
        ({"effort": "sideways"}, "option 'effort' takes one of low, high", "effort: how hard to think"),
        ({"even": 3}, "option 'even' takes a whole number: odd", None),
        ({"even": 12_345}, "option 'even' takes a whole number", None),
        ({"colour": 3}, "option 'colour' takes one of red, blue", None),
        ([("seed", "1"), ("seed", "2")], "option 'seed' takes a whole number: it was given more than once", "seed: for a repeatable"),
        ({"temperature": 1, "top_p": 1}, "the options don't go together: temperature and top_p exclude each other", "read the options"),
        ({"maxtokens": 1}, "toy has no option 'maxtokens'", "did you mean max_tokens?"),
        ({"api_key": "abc"}, "option 'api_key' would hold a key, and no option does", "toy needs no key: leave it out"),
        ({"base_url": "http://u:p@h"}, "option 'base_url' holds an address with credentials",
         "leave user, password and key out of the address; keys come from the environment or api_key="),
        ({"x" * 50: 1}, "toy has no option of that name", "toy has "),
    ],
)  # fmt: skip
def test_refuses(given: object, message: str, hint: str | None) -> None:
    """The sentence names the option and what it takes, the hint is its help."""
    error = refused(given)

    assert error.message == message
    assert (error.hint or "").startswith(hint or "")
    assert error.__cause__ is error.__context__ is None


def test_marks_the_option_in_its_string() -> None:
    """An option that stands elsewhere is named without a marker; one value where several may stand doesn't hide another's fault."""
    text = "toy:x?betas=b&seed=z"
    given = [("betas", "b"), ("seed", "z"), ("share", "many")]
    with pytest.raises(ConfigError) as caught:
        check_options(PROVIDER, given, spec_text=text)
    assert caught.value.sentence == "option 'seed' takes a whole number\n    toy:x?betas=…&seed=…\n                  ^^^^"
    with pytest.raises(ConfigError) as caught:
        check_options(PROVIDER, [*given, ("seed", 1)], spec_text=text)
    assert caught.value.sentence == "option 'share' takes a number above 0 and below 1"
