"""What both models share: everything that sends nothing."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest
from tests.core.runtime.calls import KEY, shown, whole

from interlingua import ConfigError, ConversionError, Model, Request, TextPart, Tool, UserMessage
from interlingua.dialect import Row, refuses, write_rows
from interlingua.provider import RetryPolicy
from interlingua.testing.fault_server import FaultServer

if TYPE_CHECKING:
    from pathlib import Path

    from interlingua.types import JsonObject

SECRET = "sk-proj-0123456789abcdefghij"  # noqa: S105 - invented, in the shape of one


class TestConstructing:
    """A config string is checked at once; nothing is sent, no key is needed."""

    def test_what_was_chosen_can_be_read(self) -> None:
        """Provider, model, options, dialect."""
        one = Model("anthropic:claude-x?max_tokens=5", temperature=0.5)

        assert ("anthropic", "claude-x", "anthropic.messages") == (one.provider.name, one.model_id, one.dialect.name)
        assert (5, 0.5) == (one.options.max_tokens, one.options.temperature)
        assert "Model('anthropic:claude-x?max_tokens=5')" == repr(one)

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            ({"max_token": 5}, "max_token"),
            ({"on_loss": "ignore"}, "no policy"),
            ({"retry": 3}, "RetryPolicy"),
            ({"fallbacks": "openai:gpt-5"}, "sequence of config strings"),
            ({"fallbacks": ["nobody:x"]}, "nobody"),
            ({"client": object(), "api_key": "k"}, "api_key and client"),
            ({"capabilities": {"seed": False}}, "a file's path, or a list of rows"),
            ({"capabilities": "none.toml"}, "can't be read"),
        ],
    )
    def test_a_wrong_argument_is_named(self, arguments: dict[str, object], said: str) -> None:
        """Options, policies, fallbacks."""
        with pytest.raises(ConfigError, match=said):
            Model("anthropic:claude-x", **arguments)  # type: ignore[arg-type]  # wrong ones are the point


class TestPreparing:
    """A dry run: what would be sent."""

    def test_it_is_what_is_sent(self) -> None:
        """The exact body."""
        with FaultServer(whole()) as server, Model("anthropic:claude-x", base_url=server.url, api_key=KEY) as one:
            encoded = one.prepare("hi", max_tokens=9)
            one.complete("hi", max_tokens=9)

        assert encoded.body == server.requests[0].body
        assert KEY not in repr(encoded)

    def test_it_may_be_a_stream(self) -> None:
        """As `stream()` would send it."""
        assert Model("anthropic:claude-x").prepare("hi", stream=True).body["stream"] is True

    def test_a_guess_needs_no_server(self) -> None:
        """Nor a key."""
        one = Model("anthropic:claude-x")

        assert 5 < one.estimate_tokens("hi") < one.estimate_tokens("hi " * 100)


class TestCapabilities:
    """What the caller knows of models wins over what the plugins know."""

    ROWS = (Row(refuses("temperature", "stop"), ("gpt-x*",)),)

    def test_they_are_applied(self) -> None:
        """With a loss each, as the plugin's own rows."""
        plain, mine = (Model("openai:gpt-x", capabilities=rows).prepare("hi", temperature=0.5) for rows in ((), self.ROWS))

        assert (0.5, False) == (plain.body["temperature"], "temperature" in mine.body)
        assert ["$.temperature"] == [loss.path for loss in mine.losses]

    def test_they_win_over_rows_and_yield_to_options(self) -> None:
        """So that nobody has to wait for a release, and one call can differ."""
        rows = [Row({"temperature": True, "top_p": True}, ("gpt-5",)), Row(names={"max_completion_tokens": "limit"})]
        one = Model("openai:gpt-5?api=chat&max_tokens_field=max_tokens", capabilities=rows)
        encoded = one.prepare("hi", temperature=0.5, max_tokens=9)

        assert (0.5, 9, ()) == (encoded.body["temperature"], encoded.body["max_tokens"], encoded.losses)

    def test_they_are_about_fallbacks_too(self) -> None:
        """Whichever provider those have."""
        one = Model("anthropic:claude-x", fallbacks=["openai:gpt-x"], capabilities=self.ROWS)

        assert [True, False] == [backend.capabilities(Request(messages=())).has("stop") for backend in one._backends]

    def test_they_go_along_into_other_processes(self, tmp_path: Path) -> None:
        """As rows: the file needn't be there."""
        path = tmp_path / "mine.toml"
        path.write_text(write_rows(self.ROWS))
        one = Model("openai:gpt-x", capabilities=path)
        path.unlink()
        copy = pickle.loads(pickle.dumps(one))  # noqa: S301 - our own bytes

        assert one.prepare("hi", temperature=0.5) == copy.prepare("hi", temperature=0.5)
        assert "temperature" not in copy.prepare("hi", temperature=0.5).body

    def test_names_of_tools_are_among_them(self) -> None:
        """A host may take others than the reference."""
        tool = Tool("a.b", input_schema={"type": "object"})

        with pytest.raises(ConversionError, match="takes no tool of the name"):
            Model("openai:gpt-x").prepare("hi", tools=[tool])
        assert Model("openai:gpt-x", capabilities=[Row(tool_names=".+")]).prepare("hi", tools=[tool]).losses == ()

    def test_they_are_no_option(self) -> None:
        """A config string can't name a file."""
        with pytest.raises(ConfigError, match="capabilities"):
            Model("openai:gpt-x?capabilities=mine.toml")


class TestCalls:
    """The calls that a model makes, before any is made."""

    def test_each_backend_gets_its_own(self) -> None:
        """With its model's id, its options and its policy; only the first one is prepared at once."""
        policy = RetryPolicy(attempts=2)
        one = Model("anthropic:claude-x?max_tokens=5", retry=policy, fallbacks=["openai:gpt-5?max_tokens=6"])

        asked = one._calls((text for text in ["hi"]), (), None, {}, streamed=True)
        calls = [asked.begin(), asked.begin()]

        assert ["anthropic.messages", "openai.responses"] == [call.backend.dialect.name for call in calls]
        assert [("claude-x", 5), ("gpt-5", 6)] == [(call.prepared.request.model_id, call.prepared.request.max_tokens) for call in calls]
        assert ["hi", "hi"] == [call.prepared.request.messages[0].text for call in calls]
        assert [policy, policy] == [call.policy for call in calls]

    def test_a_provider_has_its_own_policy(self) -> None:
        """Where the model names none."""
        call = Model("anthropic:claude-x")._calls("hi", (), None, {}, streamed=True).call

        assert Model("anthropic:claude-x").provider.retry is call.policy

    def test_a_request_is_taken_as_it_is(self) -> None:
        """But for its model's id."""
        said = Request(model_id="y", messages=[UserMessage("hi")], seed=1)
        call = Model("anthropic:claude-x")._calls(said, (), None, {}, streamed=False).call

        assert ("claude-x", 1) == (call.prepared.request.model_id, call.prepared.request.seed)

    def test_only_the_first_one_counts(self) -> None:
        """Another model's tokens are other tokens."""
        asked = Model("anthropic:claude-x", fallbacks=["anthropic:claude-y"])._count_calls("hi", (), {})

        assert "/v1/messages/count_tokens" == asked.begin().prepared.endpoint
        assert [] == asked._waiting


class TestSecrets:
    """No key in a repr, a pickle, or a traceback with its variables."""

    def test_a_pickle_holds_none(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The copy finds its own; everything else comes along."""
        one = Model(
            "anthropic:claude-x?max_tokens=5",
            api_key=KEY,
            retry=RetryPolicy(attempts=2),
            on_loss="strict",
            fallbacks=["anthropic:claude-y"],
            seed=1,
        )
        data = pickle.dumps(one)
        monkeypatch.setenv("ANTHROPIC_API_KEY", "from-the-environment")

        again = pickle.loads(data)  # noqa: S301 - our own

        assert KEY.encode() not in data
        assert (one.spec, one.options, one.retry, one.on_loss) == (again.spec, again.options, again.retry, again.on_loss)
        assert "from-the-environment" == again._backends[0].transport_settings().api_key

    def test_a_client_of_the_callers_own_is_not_left_behind(self) -> None:
        """A copy without it would ask somebody else."""
        one = Model("anthropic:claude-x", client=object())

        with pytest.raises(ConfigError, match="can't be pickled"):
            pickle.dumps(one)

    def test_reprs_hold_none(self) -> None:
        """Neither the model's nor those of what it is made of."""
        one = Model("anthropic:claude-x", api_key=KEY)

        assert KEY not in repr(one) + repr(vars(one)) + repr(vars(one._backends[0]))

    def test_a_constructor_that_fails_shows_none(self) -> None:
        """Its own frames hold the key only under cover."""
        with pytest.raises(ConfigError) as raised:
            Model("anthropic:claude-x?max_token=5", api_key=KEY)

        assert "<Model>" in shown(raised.value)
        assert KEY not in shown(raised.value)

    @pytest.mark.parametrize(
        ("spec", "options"),
        [
            (f"openai:x?api_key={SECRET}", {}),
            (f"openai:{SECRET}", {}),
            (f"openai:x?base_url=http://u:{SECRET}@h", {}),
            ("openai:x", {"apikey": SECRET}),
        ],
    )
    def test_a_refused_key_is_shown_nowhere(self, spec: str, options: dict[str, object]) -> None:
        """Not even in the variables of our frames."""
        with pytest.raises(ConfigError) as raised:
            Model(spec, **options)  # type: ignore[arg-type]  # a wrong one is the point

        frames = [frame for frame in shown(raised.value).split("  File ") if "/interlingua/" in frame.partition("\n")[0]]
        assert frames
        assert SECRET not in "".join(frames) + str(raised.value) + repr(raised.value)

    def test_a_fallback_at_the_same_provider_has_the_key(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Another provider's finds its own in the environment."""
        monkeypatch.setenv("OPENAI_API_KEY", "the-other-ones")
        one = Model("anthropic:claude-x", api_key=KEY, fallbacks=["anthropic:claude-y", "openai:gpt-5"])

        assert [backend.transport_settings().api_key for backend in one._backends] == [KEY, KEY, "the-other-ones"]

    def test_a_fallback_on_another_platform_has_it_not(self) -> None:
        """The key is one host's; only the caller's client is shared."""
        client = object()
        fallbacks = ["anthropic:claude-y?platform=bedrock", "openai:gpt-5"]
        keyed, served = Model("anthropic:x", api_key=KEY, fallbacks=fallbacks), Model("anthropic:x", client=client, fallbacks=fallbacks)

        assert keyed._backends[1].transport_settings().api_key is None
        assert [client, client, None] == [backend._client for backend in served._backends]


class TestChoosing:
    """Which model it is."""

    def test_the_environment_names_the_default(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """`INTERLINGUA_MODEL` stands in for a missing string."""
        monkeypatch.setenv("INTERLINGUA_MODEL", "openai:gpt-5")

        assert str(Model().spec) == "openai:gpt-5"

    def test_no_model_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The hint shows how to choose one."""
        monkeypatch.delenv("INTERLINGUA_MODEL", raising=False)
        with pytest.raises(ConfigError, match="no model is chosen") as raised:
            Model()
        assert "INTERLINGUA_MODEL" in (raised.value.hint or "")
        with pytest.raises(ConfigError, match="a int is no config string"):
            Model(3)  # type: ignore[arg-type]  # a wrong one is the point

    @pytest.mark.parametrize(
        ("chosen", "message"),
        [
            ("bogus", "INTERLINGUA_MODEL: this is neither provider:model nor the name of a provider"),
            ("foo:bar", "INTERLINGUA_MODEL: no provider 'foo' is installed"),
            ("openai:gpt-5?api_key=" + KEY, "INTERLINGUA_MODEL: option 'api_key' would hold a key, and a config string never holds one"),
        ],
    )
    def test_a_wrong_default_is_named(self, chosen: str, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """By the variable that it stands in, and without a key."""
        monkeypatch.setenv("INTERLINGUA_MODEL", chosen)

        with pytest.raises(ConfigError) as raised:
            Model()
        assert message == raised.value.message
        assert KEY not in shown(raised.value)


def test_a_prepared_body_is_the_callers_own() -> None:
    """Changing it changes no value that it was made from."""
    data: dict[str, JsonObject] = {"anthropic.messages": {"cache_control": {"type": "ephemeral"}}}
    one, said = Model("anthropic:claude-x"), UserMessage([TextPart("hi", provider_data=data)])

    before = one.prepare(said).body
    one.prepare(said).body["messages"][0]["content"][0]["cache_control"]["type"] = "mine"  # type: ignore[index, call-overload]  # JSON

    assert one.prepare(said).body == before
