"""One resolved config string, and what would be sent: pure but for the key."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from pydantic import SecretStr
from tests.core.runtime.calls import KEY, prepared, shown

from interlingua import (
    AssistantMessage,
    AuthenticationError,
    BadRequestError,
    ConfigError,
    Conversation,
    ConversionError,
    ImagePart,
    LossError,
    Model,
    PairingError,
    Request,
    TextPart,
    ToolCallPart,
    URLSource,
    UserMessage,
)
from interlingua._runtime.call.backend import Backend, apply_loss_policy, check_on_loss
from interlingua.provider import Route
from interlingua.provider.transport import processes
from interlingua.types import Loss

CONTENT = Loss(path="$.a", reason="gone", kind="content")
HINT = Loss(path="$.b", reason="gone", kind="hint")


@pytest.fixture(autouse=True)
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """No key comes from the machine."""
    for name in ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)


def request(*messages: object, **fields: object) -> Request:
    """Make a request to `claude-x`."""
    return Request(model_id="claude-x", messages=messages or [UserMessage("hi")], **fields)  # type: ignore[arg-type]  # pydantic checks


class TestResolving:
    """A string names a provider, a model, options and, by them, a dialect."""

    def test_all_four(self) -> None:
        """Nothing is loaded but the provider's tables."""
        backend = Backend("anthropic:claude-x?max_tokens=5", {"timeout": 3})

        assert ("anthropic", "claude-x", 5, 3.0) == (
            backend.provider.name,
            backend.spec.model_id,
            backend.options.max_tokens,
            backend.options.timeout,
        )
        assert "anthropic.messages" == backend.dialect.name

    def test_a_keyword_goes_before_the_string(self) -> None:
        """The nearest word counts."""
        assert 6 == Backend("anthropic:claude-x?max_tokens=5", {"max_tokens": 6}).options.max_tokens

    def test_a_provider_may_have_a_default_model(self) -> None:
        """The bare provider stands for it."""
        assert "smollm2-135m" == Backend("llamacpp:", {}).spec.model_id

    def test_one_without_says_which_there_are(self) -> None:
        """With the marker where the model should stand."""
        with pytest.raises(ConfigError, match="names no model") as raised:
            Backend("anthropic:", {})
        assert "anthropic:" == raised.value.text
        assert "claude" in str(raised.value.hint)


class TestPreparing:
    """The body is made, the losses are judged."""

    def test_a_schema_may_go_out_as_a_tool(self) -> None:
        """Where the provider says so; the request itself keeps its schema."""
        asked = request(output_schema={"type": "object"})

        native = Backend("openai:m", {}).prepare(asked, streamed=False, on_loss="raise")
        forced = Backend("openai:m?structured_output=tool", {}).prepare(asked, streamed=False, on_loss="raise")

        assert native.forced is None
        assert forced.forced is not None
        assert ("output", True) == (forced.forced.name, "tools" in forced.encoded.body)
        assert asked.output_schema == forced.request.output_schema

    def test_the_body_is_what_is_sent(self) -> None:
        """With the provider's defaults, the path and the time-out."""
        backend = Backend("anthropic:claude-x", {"max_tokens": 5})

        wire = backend.prepare(request(max_tokens=5), streamed=True, on_loss="raise").wire(2.5)

        assert ("/v1/messages", True, 2.5) == (wire.path, wire.body["stream"], wire.timeout)
        assert 5 == wire.body["max_tokens"]

    @pytest.mark.parametrize("operation", ["prepare", "prepare_count"])
    def test_the_dialect_stays_what_it_was(self, operation: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """A plugin that sends one request in another would have its answer read wrongly."""
        backend = Backend("openai:m", {})
        arguments = {"streamed": False} if operation == "prepare" else {}
        monkeypatch.setattr(type(backend.provider), "route", lambda *_: Route("openai.chat", "/chat", "/count"))

        with pytest.raises(ConfigError, match=r"openai speaks openai\.responses to the model, and openai\.chat for one of its requests"):
            getattr(backend, operation)(request(), on_loss="raise", **arguments)

    def test_a_request_without_a_model_is_for_the_backends(self) -> None:
        """What its model accepts, and what it is filled with, is looked up by the model of the config string."""
        backend, asked = Backend("anthropic:claude-opus-4-8", {}), Request(messages=[UserMessage("hi")])

        assert not backend.capabilities(asked).has("top_p")
        assert backend.capabilities(asked) == backend.capabilities(asked.model_copy(update={"model_id": "claude-opus-4-8"}))

    def test_a_provider_that_streams_every_call_shows_it(self) -> None:
        """What `prepare` shows is what would go out."""
        prepared = Backend("llamacpp:", {}).prepare(request(), streamed=False, on_loss="raise")

        assert prepared.streamed
        assert prepared.encoded.body["stream"] is True

    def test_nothing_said_is_refused(self) -> None:
        """Every API refuses it; but a field of the wire's own may name what was said elsewhere."""
        with pytest.raises(ConversionError, match="nothing is said"):
            Model("openai:gpt-5").prepare([])

        stored = Model("openai:gpt-5").prepare([], provider_data={"openai.responses": {"prompt": {"id": "pmpt_1"}}})
        assert {"id": "pmpt_1"} == stored.body["prompt"]

    def test_an_unpaired_call_is_refused(self) -> None:
        """Before anything is encoded, with the message's index."""
        call = AssistantMessage([ToolCallPart("t1", "add", "{}")])

        with pytest.raises(PairingError) as raised:
            Backend("anthropic:claude-x", {}).prepare(
                request(UserMessage("hi"), call, UserMessage("well?")), streamed=False, on_loss="raise"
            )
        assert 1 == raised.value.message_index

    def test_history_that_the_server_holds_is_not_paired(self) -> None:
        """Its calls can't be seen from here."""
        held = {"openai.responses": {"previous_response_id": "resp_1"}}
        call = AssistantMessage([ToolCallPart("t1", "add", "{}")])

        prepared = Backend("openai:gpt-x", {}).prepare(request(call, provider_data=held), streamed=False, on_loss="raise")

        assert prepared.encoded.body["input"]
        with pytest.raises(PairingError):  # another server holds nothing
            Backend("anthropic:claude-x", {}).prepare(request(call, provider_data=held), streamed=False, on_loss="raise")

    def test_a_loss_of_content_is_refused(self) -> None:
        """The embedded models see no image."""
        image = ImagePart(source=URLSource(url="https://example.com/a.png"))
        foreign = UserMessage([TextPart(text="What is this?"), image])
        backend = Backend("llamacpp:", {})

        with pytest.raises(LossError):
            backend.prepare(request(foreign), streamed=False, on_loss="raise")
        assert backend.prepare(request(foreign), streamed=False, on_loss="record").encoded.losses
        with pytest.raises(ConversionError, match="takes nothing of what is said"):  # no server answers a request without messages
            backend.prepare(request(UserMessage([image])), streamed=False, on_loss="record")

    def test_a_count_is_prepared_alike(self) -> None:
        """For the path that counts."""
        prepared = Backend("anthropic:claude-x", {}).prepare_count(request(), on_loss="raise")

        assert ("/v1/messages/count_tokens", False) == (prepared.endpoint, prepared.streamed)

    def test_a_count_tells_what_the_call_tells(self) -> None:
        """A field of a later version is sent to no wire, whatever is asked of it; the policy holds for both."""
        later = Conversation.model_validate({"messages": [{"role": "user", "content": "hi", "later": 1}]}).messages
        backend = Backend("anthropic:claude-x", {})

        told = backend.prepare_count(request(*later), on_loss="raise").encoded.losses

        assert ["$.messages[0].later"] == [loss.path for loss in told]
        assert told == backend.prepare(request(*later), streamed=False, on_loss="raise").encoded.losses
        with pytest.raises(LossError):
            backend.prepare_count(request(*later), on_loss="strict")

    def test_what_the_api_is_known_to_refuse_is_refused(self) -> None:
        """Before it is sent; its tokens may be counted all the same."""
        backend, unlimited = Backend("anthropic:gateway/model", {}), request().model_copy(update={"model_id": "gateway/model"})

        with pytest.raises(ConfigError, match="max_tokens"):
            backend.prepare(unlimited, streamed=False, on_loss="raise")
        assert backend.prepare_count(unlimited, on_loss="raise").encoded.body["model"] == "gateway/model"

    def test_a_provider_without_that_path_says_so(self) -> None:
        """And names the guess that there is."""
        with pytest.raises(ConfigError, match="counts tokens") as raised:
            Backend("openai:gpt-5?api=chat", {}).prepare_count(request(), on_loss="raise")
        assert "estimate_tokens" in str(raised.value.hint)
        assert "count_tokens" == raised.value.lacks


class TestLossPolicy:
    """Dialects record, the policy judges."""

    @pytest.mark.parametrize(
        ("on_loss", "losses", "minded"),
        [
            ("raise", [CONTENT, HINT], (CONTENT,)),
            ("raise", [HINT], ()),
            ("record", [CONTENT, HINT], ()),
            ("strict", [CONTENT, HINT], (CONTENT, HINT)),
            ("strict", [], ()),
        ],
    )
    def test_what_each_policy_minds(self, on_loss: str, losses: list[Loss], minded: tuple[Loss, ...]) -> None:
        """`raise` minds content, `strict` hints too, `record` nothing."""
        raised: tuple[Loss, ...] = ()
        try:
            apply_loss_policy(losses, on_loss)  # type: ignore[arg-type]  # parametrized
        except LossError as error:
            raised = error.losses

        assert minded == raised

    def test_an_unknown_policy_is_refused(self) -> None:
        """With the ones that there are."""
        with pytest.raises(ConfigError) as raised:
            check_on_loss("ignore")
        assert "raise, record, strict" in str(raised.value.hint)


class TestKeys:
    """The key is found late and shown nowhere."""

    def test_an_argument_goes_before_the_environment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The nearest word counts."""
        monkeypatch.setenv("ANTHROPIC_API_KEY", "from-the-environment")

        assert KEY == Backend("anthropic:claude-x", {}, SecretStr(KEY)).transport_settings().api_key
        assert "from-the-environment" == Backend("anthropic:claude-x", {}).transport_settings().api_key

    def test_a_missing_one_is_named(self) -> None:
        """With the variable to set, when something is to be sent."""
        with pytest.raises(AuthenticationError, match="there is no API key") as raised:
            Backend("openai:gpt-5", {}).transport_settings()
        assert "set OPENAI_API_KEY, or pass api_key=" == raised.value.hint
        assert ("OPENAI_API_KEY",) == raised.value.key_variables

    def test_a_refused_one_is_told_where_it_comes_from(self) -> None:
        """Also in the hint, unless the provider's own says more; one that can't be sent, or another kind of error, is left as it is."""
        backend = Backend("openai:gpt-5", {})
        refused, unfit, other = AuthenticationError("wrong", status=401), AuthenticationError("odd"), BadRequestError("no", status=400)
        advised = AuthenticationError("expired", hint="renew it", status=401)
        for error in (refused, unfit, other, advised):
            backend.conceal(error)

        assert ("OPENAI_API_KEY",) == refused.key_variables
        assert "check the key: the api_key argument, or the environment variable OPENAI_API_KEY" == refused.hint
        assert "renew it" == advised.hint
        assert () == unfit.key_variables
        assert not hasattr(other, "key_variables")

    def test_some_need_none(self) -> None:
        """A model on this machine."""
        assert Backend("llamacpp:", {}).transport_settings().api_key is None

    @pytest.mark.parametrize("slip", [f"{KEY}\n", f'"{KEY}"', f" {KEY}", f"{KEY}é", f"{KEY}\t"])
    def test_one_that_no_header_can_carry_is_refused(self, slip: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """Without a word of it, neither in the error nor in its frames: an HTTP library would echo it."""
        monkeypatch.setenv("ANTHROPIC_API_KEY", slip)

        with pytest.raises(AuthenticationError, match="character") as raised:
            Backend("anthropic:claude-x", {}).transport_settings()
        assert "ANTHROPIC_API_KEY" in str(raised.value.hint)
        assert KEY not in shown(raised.value)

    def test_the_platform_decides_which_one(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A cloud that serves the model gets its own key, never the maker's."""
        monkeypatch.setenv("ANTHROPIC_API_KEY", "the-makers-own")
        monkeypatch.setenv("AWS_BEARER_TOKEN_BEDROCK", "the-clouds")

        assert "the-clouds" == Backend("anthropic:claude-x?platform=bedrock", {}).transport_settings().api_key
        assert Backend("anthropic:claude-x?platform=vertex", {}).transport_settings().api_key is None
        with pytest.raises(AuthenticationError) as raised:
            Backend("anthropic:claude-x?platform=foundry", {}).transport_settings()
        assert "set ANTHROPIC_FOUNDRY_API_KEY, or pass api_key=" == raised.value.hint

    def test_a_client_of_the_process_before_a_fork(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """It is refused, as it can't be made anew here; all that sends nothing goes on."""
        backend = Backend("anthropic:claude-x?max_tokens=5", {}, None, SimpleNamespace(api_key=KEY))
        monkeypatch.setattr(processes, "forks", processes.forks + 1)

        assert prepared(backend).streamed
        with pytest.raises(ConfigError, match="made in another process") as raised:
            backend.transport_settings()
        assert "client" == raised.value.option

    def test_a_client_has_its_own(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """It is blanked like any other, and none is looked for."""
        monkeypatch.setenv("ANTHROPIC_API_KEY", "from-the-environment")
        client = SimpleNamespace(api_key=None, auth_token=KEY)
        error = BadRequestError(f"the key {KEY} is bad")
        backend = Backend("anthropic:claude-x", {}, client=client)
        backend.conceal(error)

        assert client is backend.transport_settings().client
        assert KEY == backend.transport_settings().api_key
        assert KEY not in str(error)
        assert Backend("anthropic:claude-x", {}, client=object()).transport_settings().api_key is None

    def test_a_client_where_none_is_taken_is_refused(self) -> None:
        """At once, not when something is to be sent."""
        with pytest.raises(ConfigError, match="llamacpp takes no client") as raised:
            Backend("llamacpp:", {}, client=object())
        assert "client" == raised.value.option

    def test_no_repr_shows_it(self) -> None:
        """Neither the backend's nor the settings'."""
        backend = Backend("anthropic:claude-x", {}, SecretStr(KEY))

        assert KEY not in repr(vars(backend)) + repr(backend.transport_settings())
