"""Config strings are read strictly, printed back the same, and never hold or show a key."""

from __future__ import annotations

import copy
import pickle
import traceback
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from interlingua._runtime.config.options import check_options
from interlingua._runtime.config.spec import ModelSpec, default_spec, is_bare, parse_spec
from interlingua._runtime.plugins.providers import GROUP
from interlingua._runtime.shown import UNSEEN, is_secret, is_secret_name
from interlingua.errors import ConfigError
from interlingua.provider.options import ProviderOptions

if TYPE_CHECKING:
    from collections.abc import Callable

PROVIDER = SimpleNamespace(name="openai", options_type=ProviderOptions, key_variables=lambda _: ("OPENAI_API_KEY",))

WORDS = st.text("abcxyzABC019_-", min_size=1, max_size=12)
PROVIDERS = st.builds(str.__add__, st.sampled_from("abXY"), st.text("abc019_-", max_size=8))
NAMES = st.one_of(WORDS.map("o".__add__), st.sampled_from(["max_tokens", "stop", "base_url"])).filter(lambda name: not is_secret_name(name))
VALUES = st.one_of(
    WORDS,
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    st.sampled_from(
        ["", " ", "%", "%25", "&", "=", "a b", " a", "a ", "?", "#", "+", "\n", "é", "\u2028", "http://localhost:8080/v1", "llama3:8b"]
    ),
)
SPECS = st.builds(ModelSpec, PROVIDERS, VALUES, st.lists(st.tuples(NAMES, VALUES), max_size=4).map(tuple)).filter(
    lambda spec: not is_secret(str(spec)) and not any(is_secret(text) for text in (spec.model_id, *(value for _, value in spec.options)))
)

KEYS = st.one_of(
    st.builds(str.__add__, st.sampled_from(["sk-", "sk-ant-api03-", "sk-proj-", "gsk_", "AIzaSy", "r8_", "hf_", "xai-"]),
              st.text("abcdefghijkmnpqrstuvwxyzABCDEFGH23456789", min_size=24, max_size=40)),
    st.text("abcdefghijkmnpqrstuvwxyzABCDEFGH23456789", min_size=24, max_size=40).map("pplx-".__add__),
)  # fmt: skip


def fault(text: str) -> ConfigError:
    """Give the error that a text raises."""
    with pytest.raises(ConfigError) as caught:
        parse_spec(text)
    return caught.value


def marked(error: ConfigError) -> str:
    """Give what stands over the marker."""
    assert error.text is not None
    assert error.span is not None
    return error.text[slice(*error.span)]


@pytest.mark.parametrize(
    ("text", "spec"),
    [
        ("openai:gpt-5", ModelSpec("openai", "gpt-5")),
        ("ollama:llama3:8b", ModelSpec("ollama", "llama3:8b")),
        ("llamacpp:/models/a b.gguf", ModelSpec("llamacpp", "/models/a b.gguf")),
        ("openai:ft:gpt-4o:org::id", ModelSpec("openai", "ft:gpt-4o:org::id")),
        ("vertex:claude@20260101", ModelSpec("vertex", "claude@20260101")),
        ("a:b?stop=x&stop=y", ModelSpec("a", "b", (("stop", "x"), ("stop", "y")))),
        ("a:b?base_url=http://h:1/v1&stop=", ModelSpec("a", "b", (("base_url", "http://h:1/v1"), ("stop", "")))),
        ("a:b?stop=%26%3D%25%0A?", ModelSpec("a", "b", (("stop", "&=%\n?"),))),
        ("a:b%3Fc", ModelSpec("a", "b?c")),
    ],
)
def test_reads_the_grammar(text: str, spec: ModelSpec) -> None:
    """The first `:` ends the provider, the first `?` the model id; values are decoded; what is printed is what was read."""
    assert parse_spec(text) == spec
    assert str(spec) == text


@pytest.mark.parametrize("text", ["llamacpp", "llamacpp:"])
def test_a_bare_provider_stands_for_its_default_model(text: str) -> None:
    """A provider's name alone gives an empty model id."""
    assert parse_spec(text) == ModelSpec("llamacpp", "")


def test_a_bare_provider_may_have_options() -> None:
    """Options may follow a provider's name alone."""
    assert parse_spec("llamacpp?seed=1") == ModelSpec("llamacpp", "", (("seed", "1"),))


def test_an_alias_is_given_as_the_provider() -> None:
    """A word that the caller names may stand alone too."""
    assert parse_spec("fast?seed=1", aliases=["fast"]) == ModelSpec("fast", "", (("seed", "1"),))


def test_tells_a_bare_word_from_a_config_string() -> None:
    """A `:` after the `?` belongs to an option."""
    assert is_bare("fast?base_url=http://h")
    assert not is_bare("fast:")


@pytest.mark.parametrize(
    ("text", "over", "message"),
    [
        ("nonsense", "nonsense", "this is neither provider:model nor the name of a provider"),
        (":gpt-5", ":", "no provider stands before the `:`"),
        ("my openai:gpt-5", "my openai", "a provider's name is made of letters"),
        ("openai: gpt-5", " ", "white space at an end"),
        ("openai:gpt-5 ", " ", "white space at an end"),
        ("openai:gpt%2x", "%2x", "`%` without two hexadecimal digits"),
        ("openai:gpt%", "%", "`%` without two hexadecimal digits"),
        ("openai:a%41%E4%B8b", "%E4%B8", "these escapes are no UTF-8"),
        ("openai:gpt\u2028-5", "\ufffd", "a character that can't be seen, U+2028"),
        ("openai:gpt\ud800", "\ufffd", "a character that can't be seen, U+D800"),
        ("openai:gpt-5?", "", "an option is missing here"),
        ("openai:gpt-5?a=1&", "", "an option is missing here"),
        ("openai:gpt-5?a=1&&b=2", "&", "an option is missing here"),
        ("openai:gpt-5?stream", "stream", "an option without a value"),
        ("openai:gpt-5?=1", "=", "an option without a name"),
        ("openai:gpt-5?ma.x=1", "…", "an option's name is made of letters"),
        ("openai:gpt-5?a=1?b=2", "…", "a second `=` in option 'a'"),
        ("openai:gpt-5?a=%zz", "…", "`%` without two hexadecimal digits"),
    ],
)
def test_marks_the_fault(text: str, over: str, message: str) -> None:
    """Each fault has its own sentence, and the marker stands under it."""
    error = fault(text)

    assert error.message.startswith(message)
    assert marked(error) == over


def test_an_empty_text_and_a_long_one_are_refused() -> None:
    """There is nothing to mark in either."""
    assert fault("").message == "the config string is empty"
    assert fault("a:" + "b" * 9_000).message == "the config string has 9,002 characters; at most 8,192 are read"


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("gpt-5", "did you mean openai:gpt-5?"),
        ("claude-opus-4-8", "did you mean anthropic:claude-opus-4-8?"),
        ("CLAUDE-X", "did you mean anthropic:CLAUDE-X?"),
        ("mistral-small-9", "did you mean mistral:mistral-small-9?"),
        ("antropic", "did you mean anthropic?"),
        ("openai/gpt-5", "did you mean openai:gpt-5?"),
        ("OpenAI/gpt-5?max_tokens=3", "did you mean openai:gpt-5?"),
        ("gemini/gemini-3-pro", "did you mean gemini:gemini-3-pro?"),
        ("openrouter/openai/gpt-5", "did you mean openrouter:openai/gpt-5?"),
        ("ollama/llama3:8b", "did you mean ollama:llama3:8b?"),
        ("openai/gpt-oss-20b", "did you mean openai:gpt-oss-20b, or groq:openai/gpt-oss-20b?"),
        ("openai/", "did you mean openai?"),
        ("nobody/gpt-5:free", "write provider:model"),
        ("nonsense", "write provider:model, such as anthropic:claude-opus-4-8; aliases of"),
    ],
)
def test_hints_at_what_was_meant(text: str, hint: str) -> None:
    """A model's or a provider's misspelt name alone gets the string that was meant."""
    assert (fault(text).hint or "").startswith(hint)


@pytest.mark.parametrize(("aliases", "listed"), [((), "there is none yet"), (("quick", "fast"), "fast, quick")])
def test_aliases_that_are_known_are_listed(aliases: tuple[str, ...], listed: str) -> None:
    """Whoever has read the files hears of them, and of no other reader."""
    with pytest.raises(ConfigError) as caught:
        parse_spec("nonsense", aliases=aliases)

    assert caught.value.message == "this is neither provider:model nor the name of a provider or an alias"
    assert caught.value.hint == f"write provider:model, such as anthropic:claude-opus-4-8, or an alias ({listed})"


@pytest.mark.parametrize(
    "name", ["api_key", "key", "token", "secret", "password", "authorization", "bearer", "X-API-Key", "OPENAI_API_KEY"]
)
def test_refuses_an_option_that_would_hold_a_key(name: str) -> None:
    """The option is named, the environment variable is named, the value is not shown."""
    error = fault(f"openai:gpt-5?{name}=hunter2&seed=1")

    assert error.message == f"option {name!r} would hold a key, and a config string never holds one"
    assert error.text == f"openai:gpt-5?{name}=…"
    assert error.hint == "set the provider's environment variable (OPENAI_API_KEY), or pass api_key= to Model"
    assert error.key_variables == ("OPENAI_API_KEY",)


PLACES = [
    "{}",
    "{}:x",
    "openai:{}",
    "openai:x/{}/y",
    "openai:gpt-5?stop={}",
    "openai:gpt-5?{}=1",
    "openai:gpt-5?{}",
    "openai:gpt-5?x=%zz&stop={}",
    "openai?api_key={}",
    "openai:gpt-5?api_key=a&{}&b",
    "openai:gpt-5?a=1?password={}",
    "openai:gpt-5?base_url=http://u:{}@host",
    "openai:gpt-5?base_url=http://host/%3Fapi_key%3D{}",
    "https://u:{}@host/v1",
    "Bearer {}",
]


@pytest.mark.parametrize("place", PLACES)
@given(key=KEYS)
def test_never_shows_a_key(place: str, key: str) -> None:
    """Wherever a key stands, no piece of it is in the error, its repr, its pickle or the traceback's locals of ours."""
    error = fault(place.format(key))
    frames = traceback.TracebackException.from_exception(error, capture_locals=True).stack
    pickled = pickle.loads(pickle.dumps(error))  # noqa: S301 - made one line above
    shown = [error.sentence, repr(error), error.hint or "", repr(vars(error)), repr(vars(pickled)), repr(vars(copy.copy(error)))]
    shown += [str(frame.locals) for frame in frames if "interlingua/_runtime" in frame.filename.replace("\\", "/")]

    # The first six characters may be a prefix that many keys have; from the second on a piece is this key's.
    pieces = [key[start : start + 6] for start in range(1, len(key) - 5)]
    assert not [piece for piece in pieces if piece in "".join(shown)]
    assert error.__cause__ is error.__context__ is None


def test_a_key_that_reaches_over_several_pieces_shows_none() -> None:
    """Where no single piece looks like a key, no piece is shown."""
    error = fault("Bearer abc:def?x=1")

    assert error.sentence == "the config string holds what looks like a key, or an address with one"
    assert error.hint == "set the provider's environment variable, or pass api_key= to Model"
    assert error.key_variables == ()


def test_a_provider_without_keys_says_so() -> None:
    """No other provider's variable is offered in its place."""
    error = fault("llamacpp?api_key=x")

    assert error.hint == "llamacpp needs no key: leave it out"
    assert error.key_variables is None


def test_a_broken_provider_names_no_variable(install: Callable[..., None]) -> None:
    """Why it can't be used is another fault."""
    install("bad-plugin", {GROUP: {"bad": "bad_module"}}, {"bad_module": "1 / 0"})

    error = fault("bad:x?api_key=x")

    assert error.hint == "set the provider's environment variable, or pass api_key= to Model"
    assert error.key_variables == ()
    assert error.__context__ is error.__cause__ is None


@pytest.mark.parametrize("text", ["openai:gpt-5?stop=%73k-abcdefgh", "openai:%73k-abcdefgh", "openai:gpt-5?%73k-abcdefgh=1"])
def test_an_escaped_key_is_a_key(text: str) -> None:
    """Percent-encoding hides nothing."""
    assert "looks like a key" in fault(text).message


@pytest.mark.parametrize("model_id", ["pplx-70b-online", "Helsinki-NLP/opus-mt-sk-en", "hf_tiny", "o3", "claude-3-5-sonnet@20240620"])
def test_models_with_names_like_prefixes_are_no_keys(model_id: str) -> None:
    """A prefix alone makes no key."""
    assert parse_spec(f"p:{model_id}").model_id == model_id


@given(SPECS)
@example(ModelSpec("a", " ", (("stop", " "), ("stop", "  "))))
def test_parsing_undoes_printing(spec: ModelSpec) -> None:
    """What is printed parses to the same value, in one line."""
    text = str(spec)

    assert parse_spec(text) == spec
    assert "\n" not in text


@given(SPECS)
def test_printing_undoes_parsing(spec: ModelSpec) -> None:
    """Canonical text is printed back to the letter."""
    text = str(spec)

    assert str(parse_spec(text)) == text


@given(
    st.one_of(
        st.text(),
        st.text("ab:?&=%2 /@sk-\n"),
        st.lists(st.sampled_from(["a", ":", "?", "&", "=", "%", "%41", "%ff", "//", "@", "key", "sk-", "…", " "])).map("".join),
    )
)
def test_any_text_raises_config_errors_alone(text: str) -> None:
    """Any text is read, or refused with a marker inside of what is shown."""
    try:
        parse_spec(text)
    except ConfigError as error:
        shown, span = error.text or "", error.span or (0, 0)

        assert 0 <= span[0] <= span[1] <= len(shown)
        assert not UNSEEN.search(shown)


@given(st.from_regex(r"[g-w]{6,}[0-9]{6,}", fullmatch=True), st.sampled_from(["stop={}&=", "a=1&zz={}&b", "seed={}%", "stop={}= "]))
def test_errors_never_echo_a_value(value: str, options: str) -> None:
    """Whatever else is wrong, values are shown as `…`."""
    error = fault(f"openai:gpt-5?{options.format(value)}")

    assert value not in f"{error}{error!r}{error.hint}{vars(error)}"


def test_the_default_comes_from_the_environment() -> None:
    """INTERLINGUA_MODEL holds the default; where it is empty or absent there is none."""
    assert default_spec({"INTERLINGUA_MODEL": "a:b"}) == "a:b"
    assert default_spec({"INTERLINGUA_MODEL": ""}) is None
    assert default_spec({}) is None


def check(text: str, **keywords: object) -> ProviderOptions:
    """Check a config string's options and keywords, as Model does."""
    return check_options(PROVIDER, [*parse_spec(text).options, *keywords.items()], spec_text=text)


def refused(call: Callable[[], object]) -> ConfigError:
    """Give the error that a call raises."""
    with pytest.raises(ConfigError) as caught:
        call()
    return caught.value


def test_options_are_coerced_and_keywords_come_last() -> None:
    """Strings become numbers, repeated ones tuples; a keyword replaces the string's own value."""
    options = check("a:b?max_tokens=1024&temperature=0.2&stop=x&stop=y&seed=1", seed=2)

    assert (options.max_tokens, options.temperature, options.stop, options.seed) == (1024, 0.2, ("x", "y"), 2)


def test_a_wrong_option_is_marked_in_the_string() -> None:
    """The marker stands under the option's name, and neither value is shown."""
    error = refused(lambda: check("a:b?stop=left&max_tokn=12345"))

    assert error.sentence == "openai has no option 'max_tokn'\n    a:b?stop=…&max_tokn=…\n               ^^^^^^^^"
    assert error.hint == "did you mean max_tokens?"
    assert error.option == "max_tokn"
    assert error.__context__ is error.__cause__ is None
