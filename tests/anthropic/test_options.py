"""The provider's options."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from interlingua import ConfigError, Model
from interlingua_anthropic.options import AnthropicOptions

SECRET = "sk-ant-0123456789abcdef"  # noqa: S105 - invented, in the shape of one


def test_described() -> None:
    """Every option says what it is for."""
    assert all(field.description for field in AnthropicOptions.model_fields.values())


def test_defaults() -> None:
    """Without a word it is Anthropic's own API, as its SDK speaks to it."""
    options = AnthropicOptions()

    assert (options.platform, options.auth_header, options.base_url, options.proxy) == ("first-party", "bearer", None, None)
    assert (options.betas, options.extra_headers) == ((), ())


def test_bounds() -> None:
    """This API's temperature ends at 1, and no unknown option passes."""
    with pytest.raises(ValidationError):
        AnthropicOptions(temperature=1.5)
    with pytest.raises(ValidationError):
        AnthropicOptions.model_validate({"api_key": "x"})


@pytest.mark.parametrize("given", ["b1,b2", ("b1", "b2"), ["b1,b2"], "b1, b2"])
def test_betas(given: object) -> None:
    """Betas are said as in the header, or one by one."""
    assert AnthropicOptions.model_validate({"betas": given}).betas == ("b1", "b2")


@pytest.mark.parametrize("given", [3, (3,), None])
def test_no_betas(given: object) -> None:
    """What is no text is refused."""
    with pytest.raises(ValidationError):
        AnthropicOptions.model_validate({"betas": given})


@pytest.mark.parametrize("given", [("X-Team: a", "X-Trace: b: c"), {"X-Team": "a", "X-Trace": "b: c"}])
def test_extra_headers(given: object) -> None:
    """Headers are said as lines, or as a mapping."""
    assert AnthropicOptions.model_validate({"extra_headers": given}).extra_headers == ("X-Team: a", "X-Trace: b: c")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("auth_header=cookie", "takes one of bearer, x-api-key"),
        ("platform=azure", "one of first-party, bedrock, vertex, foundry"),
        ("region=eu-west-1", "it belongs to platform bedrock or vertex"),
        ("project=p&platform=bedrock", "it belongs to platform vertex"),
        ("resource=r&platform=vertex", "it belongs to platform foundry"),
        ("profile=work&platform=vertex", "it belongs to platform bedrock"),
        ("auth_header=x-api-key&platform=foundry", "it belongs to platform first-party"),
        ("region=eu/../x&platform=bedrock", "option 'region' takes text"),
        ("resource=evil.example/&platform=foundry", "option 'resource' takes text"),
        ("betas=a b", "no beta's name"),
        ("betas=a,,b", "no beta's name"),
        ("betas=a%0Ab", "no beta's name"),
        ("extra_headers=X-Team", "`Name: value`"),
        ("extra_headers=X-Team: a%0D%0AX-Other: b", "`Name: value`"),
        ("extra_headers=X-Team: ü", "`Name: value`"),
        ("extra_headers=Authorization: none", "holds a secret"),
        ("extra_headers=x-goog-api-key: abc", "holds a secret"),
        ("extra_headers=Anthropic-Beta: b", "written for you"),
        ("extra_headers=Host: evil.example", "written for you"),
        ("proxy=localhost:8080", "option 'proxy' takes text"),
        ("proxy=http://user:pass@localhost:8080", "address with"),
        ("connect_timeout=0", "a number above 0"),
    ],
)
def test_refused(said: str, expected: str) -> None:
    """What can't be is refused at once, and says why."""
    with pytest.raises(ConfigError) as raised:
        Model(f"anthropic:claude-x?{said}")

    assert expected in str(raised.value)


def test_no_secret_is_repeated() -> None:
    """A key that was put into an option is in no error."""
    for options in (
        {"extra_headers": {"X-Api-Key": SECRET}},
        {"betas": [f"{SECRET} x"]},
        {"proxy": f"http://u:{SECRET}@h"},
        {"project": 3},
    ):
        with pytest.raises(ConfigError) as raised:
            Model("anthropic:claude-x", **options)  # type: ignore[arg-type]  # wrong ones are the point
        assert SECRET not in str(raised.value) + repr(vars(raised.value))
