"""Anthropic's provider over real sockets on loopback: platforms and their signatures, gateways, proxies, counting, retries.

What a cloud would check is checked here as far as a loopback server can: path, body and headers as they arrive, and Amazon's
signature, computed anew by Amazon's own library from what arrived.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

import anthropic
import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from tests.anthropic.frames import as_frames, failure
from tests.core.runtime.calls import ANSWER, BEGUN, QUICK, START, STREAM, refusal, stream, whole

from interlingua import (
    AsyncModel,
    AuthenticationError,
    BadRequestError,
    ConfigError,
    DocumentPart,
    ImagePart,
    InternalServerError,
    Model,
    OverloadedError,
    RateLimitError,
    Response,
    StreamInterruptedError,
    SystemMessage,
    TextPart,
    Tool,
    URLSource,
    UserMessage,
)
from interlingua.provider import RetryPolicy
from interlingua.testing.fault_server import Answer, FaultServer
from interlingua.types.json import dumps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interlingua import Chunk
    from interlingua.testing.fault_server import Asked

FRAMES = "application/vnd.amazon.eventstream"
KEY_ID, SECRET = "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
PING = b'event: ping\ndata: {"type": "ping"}\n\n'


@pytest.fixture(autouse=True)
def dummy_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    """Credentials of the usual variables, and none of this machine's."""
    for name in ("AWS_BEARER_TOKEN_BEDROCK", "AWS_PROFILE", "AWS_SESSION_TOKEN", "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY_ID)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)


def frames(*, cut: int = 0) -> Answer:
    """Stream the answer as Bedrock does, in slices."""
    body = as_frames(STREAM)
    return Answer(body[: len(body) - cut], content_type=FRAMES, slices=50)


def both(spec: str, **arguments: object) -> Iterator[Response]:
    """Ask with both kinds of model, whole and streamed."""
    with Model(spec, **arguments) as model:  # type: ignore[arg-type]  # options
        yield model.complete("hi", max_tokens=9)
        with model.stream("hi", max_tokens=9) as streamed:
            list(streamed)
        yield streamed.response

    async def ask() -> list[Response]:
        async with AsyncModel(spec, **arguments) as model:  # type: ignore[arg-type]  # options
            answer = await model.complete("hi", max_tokens=9)
            async with model.stream("hi", max_tokens=9) as streamed:
                _ = [chunk async for chunk in streamed]
            return [answer, streamed.response]

    yield from asyncio.run(ask())


class TestBedrock:
    """Amazon Bedrock."""

    def test_whole_and_streamed(self) -> None:
        """Path, body, betas and answer; frames decode to the same response."""
        with FaultServer(whole(), frames(), whole(), frames()) as server:
            spec = "anthropic:eu.anthropic.claude-x-v1:0?platform=bedrock&region=eu-west-1&betas=b1&extra_headers=X-Team: t"
            answers = list(both(spec, base_url=server.url))

        assert [ANSWER.message] * 4 == [answer.message for answer in answers]
        assert ["/invoke", "/invoke-with-response-stream"] * 2 == [f"/{asked.path.rpartition('/')[2]}" for asked in server.requests]
        for asked in server.requests:
            assert asked.path.startswith("/model/eu.anthropic.claude-x-v1:0/")
            assert {"messages", "max_tokens", "anthropic_version", "anthropic_beta"} == asked.body.keys()
            assert ["b1"] == asked.body["anthropic_beta"]
            assert ("b1", "t") == (asked.headers["anthropic-beta"], asked.headers["x-team"])

    @pytest.mark.parametrize(("region", "token"), [("eu-west-1", None), ("eu-west-2", "session-token")])  # the SDK remembers a region's
    def test_signature(self, region: str, token: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
        """What arrived is signed with the variables' credentials, for the option's region; a key of Anthropic's goes nowhere."""
        monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-not-for-amazon")
        if token:
            monkeypatch.setenv("AWS_SESSION_TOKEN", token)
        with FaultServer(whole()) as server, Model(f"anthropic:m?platform=bedrock&region={region}", base_url=server.url) as model:
            model.complete("hé", max_tokens=9)
            (asked,) = server.requests
            expected = signed_anew(asked, server.url, region, token)

        assert f"Credential={KEY_ID}/" in asked.headers["authorization"]
        assert f"/{region}/bedrock/aws4_request" in asked.headers["authorization"]
        assert expected == asked.headers["authorization"].rpartition("Signature=")[2]
        assert token == asked.headers.get("x-amz-security-token")
        assert "sk-ant" not in str(asked.headers)

    def test_a_bearer_token(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Its variable goes before the signature."""
        monkeypatch.setenv("AWS_BEARER_TOKEN_BEDROCK", "bearer-of-bedrock")
        with FaultServer(whole()) as server, Model("anthropic:m?platform=bedrock&region=eu-west-1", base_url=server.url) as model:
            model.complete("hi", max_tokens=9)

        assert "Bearer bearer-of-bedrock" == server.requests[0].headers["authorization"]

    def test_a_cut_stream(self) -> None:
        """A stream whose last frame is cut off is interrupted, with all that came."""
        with (
            FaultServer(frames(cut=30)) as server,
            Model("anthropic:m?platform=bedrock&region=eu-west-1", base_url=server.url) as model,
            model.stream("hi", max_tokens=9) as streamed,
            pytest.raises(StreamInterruptedError) as raised,
        ):
            list(streamed)

        assert ANSWER.text == raised.value.partial.text

    def test_failures(self) -> None:
        """A failure has one type as a status and as a frame, and is retried alike."""
        throttled = Answer(b'{"message": "slow"}', status=429, headers={"x-amzn-errortype": "ThrottlingException"})
        frame = Answer(failure("throttlingException", "slow"), content_type=FRAMES)
        errors = []
        for answer in (throttled, frame):
            with (
                FaultServer(answer) as server,
                Model("anthropic:m?platform=bedrock&region=eu-west-1", base_url=server.url, retry=QUICK) as model,
                model.stream("hi", max_tokens=9) as streamed,
                pytest.raises(RateLimitError) as raised,
            ):
                list(streamed)
            errors.append((raised.value.attempts, len(server.requests)))

        assert [(4, 4)] * 2 == errors

    def test_no_counting(self) -> None:
        """Bedrock's client can't count; that is no failure to retry."""
        with (
            FaultServer(whole()) as server,
            Model("anthropic:m?platform=bedrock&region=eu-west-1", base_url=server.url) as model,
            pytest.raises(ConfigError, match="Token counting"),
        ):
            model.count_tokens("hi")
        assert [] == server.requests


def signed_anew(asked: Asked, url: str, region: str, token: str | None) -> str:
    """Compute the signature of a request as it arrived, at the time that it names."""
    names = asked.headers["authorization"].partition("SignedHeaders=")[2].partition(",")[0].split(";")
    again = AWSRequest("POST", url + asked.path, {name: asked.headers[name] for name in names}, asked.raw)
    again.context["timestamp"] = asked.headers["x-amz-date"]
    signer = SigV4Auth(Credentials(KEY_ID, SECRET, token), "bedrock", region)
    return str(signer.signature(signer.string_to_sign(again, signer.canonical_request(again)), again))


class TestVertex:
    """Google's Vertex AI."""

    def test_whole_streamed_and_counted(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Path, body and access token; counting has a path of its own."""
        monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-not-for-google")
        spec = "anthropic:claude-x@20251101?platform=vertex&region=europe-west1&project=my-project"
        with FaultServer(whole(), stream(), whole(), stream(), Answer(b'{"input_tokens": 7}')) as server:
            answers = list(both(spec, base_url=f"{server.url}/v1", api_key="access-token"))
            with Model(spec, base_url=f"{server.url}/v1", api_key="access-token") as model:
                counted = model.count_tokens("hi")

        place = "/v1/projects/my-project/locations/europe-west1/publishers/anthropic/models"
        assert ([ANSWER.message] * 4, 7) == ([answer.message for answer in answers], counted)
        assert [
            f"{place}/claude-x@20251101:rawPredict",
            f"{place}/claude-x@20251101:streamRawPredict",
            f"{place}/claude-x@20251101:rawPredict",
            f"{place}/claude-x@20251101:streamRawPredict",
            f"{place}/count-tokens:rawPredict",
        ] == [asked.path for asked in server.requests]
        assert {"messages", "max_tokens", "anthropic_version"} == server.requests[0].body.keys()
        assert {"messages", "max_tokens", "stream", "anthropic_version"} == server.requests[1].body.keys()
        assert {"model", "messages", "anthropic_version"} == server.requests[4].body.keys()
        for asked in server.requests:
            assert "Bearer access-token" == asked.headers["authorization"]

    def test_googles_own_credentials(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Without a token they are looked for; where there are none, it says so."""
        monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", "/nonexistent.json")
        with (
            FaultServer(whole()) as server,
            Model("anthropic:m?platform=vertex&region=global&project=p", base_url=server.url) as model,
            pytest.raises(AuthenticationError, match=r"nonexistent\.json"),
        ):
            model.complete("hi", max_tokens=9)


class TestFoundry:
    """Microsoft Foundry."""

    def test_whole_streamed_and_counted(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The wire is Anthropic's, below a path of Azure's, with Azure's key."""
        monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-not-for-azure")
        monkeypatch.setenv("ANTHROPIC_FOUNDRY_API_KEY", "key-of-azure")
        with FaultServer(whole(), stream(), whole(), stream(), Answer(b'{"input_tokens": 7}')) as server:
            answers = list(both("anthropic:my-deployment?platform=foundry", base_url=f"{server.url}/anthropic"))
            with Model("anthropic:my-deployment?platform=foundry", base_url=f"{server.url}/anthropic") as model:
                assert 7 == model.count_tokens("hi")

        assert [ANSWER.message] * 4 == [answer.message for answer in answers]
        assert ["/anthropic/v1/messages"] * 4 + ["/anthropic/v1/messages/count_tokens"] == [asked.path for asked in server.requests]
        for asked in server.requests:
            assert ("my-deployment", "key-of-azure") == (asked.body["model"], asked.headers["api-key"])
            assert "sk-ant" not in str(asked.headers)


class TestGateways:
    """Hosts that speak Anthropic's wire."""

    @pytest.mark.parametrize(
        ("options", "variables", "expected"),
        [
            ({}, {"ANTHROPIC_AUTH_TOKEN": "token-1234"}, ("Bearer token-1234", None)),
            ({}, {"ANTHROPIC_API_KEY": "key-12345", "ANTHROPIC_AUTH_TOKEN": "token-1234"}, ("Bearer key-12345", None)),
            ({"auth_header": "x-api-key"}, {"ANTHROPIC_API_KEY": "key-12345"}, (None, "key-12345")),
            ({"auth_header": "x-api-key", "api_key": "argument"}, {"ANTHROPIC_API_KEY": "key-12345"}, (None, "argument")),
            ({}, {}, (None, None)),
        ],
    )
    def test_keys(
        self,
        options: dict[str, str],
        variables: dict[str, str],
        expected: tuple[str | None, str | None],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """A key or a token, from its variable or the argument, in the header that the gateway wants; none where there is none."""
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        with FaultServer(whole()) as server:
            for answer in both("anthropic:m", base_url=f"{server.url}/gateway", retry=None, **options):
                assert ANSWER.message == answer.message

        for asked in server.requests:
            assert "/gateway/v1/messages" == asked.path
            assert expected == (asked.headers.get("authorization"), asked.headers.get("x-api-key"))

    def test_a_proxy(self) -> None:
        """A proxy is asked for the whole address."""
        with FaultServer(whole()) as server, Model("anthropic:m", base_url="http://gateway.invalid", proxy=server.url) as model:
            assert ANSWER.message == model.complete("hi", max_tokens=9).message

        assert "http://gateway.invalid/v1/messages" == server.requests[0].path

    def test_a_client_of_the_callers_own(self) -> None:
        """It is used by every model that it is given to, and stays open."""
        with FaultServer(whole(), refusal(), whole()) as server, anthropic.Anthropic(api_key="own-secret", base_url=server.url) as own:
            for answers in (1, 2):
                with Model("anthropic:m?betas=b1", client=own, retry=QUICK) as model:
                    assert answers == model.complete("hi", max_tokens=9).attempts

        assert 1 == server.connections
        assert [("Bearer own-secret", "b1")] * 3 == [
            (asked.headers["authorization"], asked.headers["anthropic-beta"]) for asked in server.requests
        ]

    def test_a_bedrock_client_of_the_callers_own(self) -> None:
        """What a platform's client needs is known by its kind."""
        with (
            FaultServer(frames()) as server,
            anthropic.AnthropicBedrock(aws_region="eu-west-1", base_url=server.url) as own,
            Model("anthropic:m", client=own) as model,
            model.stream("hi", max_tokens=9) as streamed,
        ):
            list(streamed)

        assert ANSWER.message == streamed.response.message
        assert "/model/m/invoke-with-response-stream" == server.requests[0].path


class TestCounting:
    """`/v1/messages/count_tokens`."""

    def test_body(self) -> None:
        """System, tools, choice, thinking, images and documents are sent; how to sample and answer isn't."""
        tool = Tool("f", "Does it.", {"type": "object"})
        said = [
            SystemMessage("S"),
            UserMessage(
                [
                    TextPart("hi"),
                    ImagePart(URLSource(url="https://x.invalid/a.png")),
                    DocumentPart(URLSource(url="https://x.invalid/b.pdf")),
                ]
            ),
        ]
        kept = {"anthropic.messages": {"thinking": {"type": "adaptive"}, "service_tier": "auto", "container": "c"}}
        with (
            FaultServer(Answer(b'{"input_tokens": 42}')) as server,
            Model("anthropic:claude-sonnet-4-6?max_tokens=50&betas=b1&temperature=0.5", base_url=server.url, stop=("x",)) as model,
        ):
            counted = model.count_tokens(
                said, tools=[tool], tool_choice="required", metadata={"user_id": "u"}, provider_data=kept, max_tokens=4096, temperature=1.0
            )
            prepared = model.prepare(
                said, tools=[tool], tool_choice="required", metadata={"user_id": "u"}, provider_data=kept, max_tokens=4096, temperature=1.0
            )
        (asked,) = server.requests

        assert (42, "/v1/messages/count_tokens", "b1") == (counted, asked.path, asked.headers["anthropic-beta"])
        assert {"model", "system", "messages", "tools", "tool_choice", "thinking"} == asked.body.keys()
        assert asked.body == {name: prepared.body[name] for name in asked.body}

    def test_retried_and_refused(self) -> None:
        """It is a call like any other."""
        with (
            FaultServer(refusal(), Answer(b'{"input_tokens": 1}'), refusal(400)) as server,
            Model("anthropic:m", base_url=server.url, retry=QUICK) as model,
        ):
            assert 1 == model.count_tokens("hi")
            with pytest.raises(BadRequestError):
                model.count_tokens("hi")

        assert 3 == len(server.requests)


OVERLOAD = {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}


def said(event: object) -> bytes:
    """Say an error event."""
    return b"event: error\ndata: " + dumps(event) + b"\n\n"  # type: ignore[arg-type]  # JSON


AS_EVENTS = [
    stream(said(OVERLOAD)),
    stream(PING + said(OVERLOAD)),
    stream(START + said(OVERLOAD)),
    stream(START + PING + said({"type": "error", "error": {"type": "api_error", "message": "under high load (2064)"}})),
    stream(said({"type": "overloaded_error", "message": "The server cluster is currently under high load. (2064) (529)"})),
    stream(START),
    stream(START, end="cut"),
]
"""A stream that fails before its first chunk: pings, `message_start` and `content_block_start` are none."""

AS_ANSWERS = [
    whole(dumps(OVERLOAD)),
    whole(dumps(OVERLOAD), status=400),
    whole(dumps({"error": {"type": "api_error", "message": "under high load", "http_code": "529"}}), status=500),
    whole(dumps({"error": {"code": "overloaded_error", "message": "m"}}), status=403),
    *(refusal(status) for status in (408, 409, 429, 500, 502, 503, 504, 529)),
    whole(b"", end="reset"),
    whole(b"{", end="cut"),
]
"""An answer that fails, whatever was asked for."""


class TestRetries:
    """What is tried again, and when no more."""

    @pytest.mark.parametrize("first", [*AS_EVENTS, *AS_ANSWERS])
    def test_transient_streamed(self, first: Answer) -> None:
        """Overloads however they are said, transient statuses, and connections that break: before the first chunk, all are mended."""
        with (
            FaultServer(first, stream()) as server,
            Model("anthropic:m", base_url=server.url, retry=QUICK) as model,
            model.stream("hi", max_tokens=9) as streamed,
        ):
            list(streamed)

        assert (ANSWER.message, 2, 2) == (streamed.response.message, streamed.response.attempts, len(server.requests))

    @pytest.mark.parametrize("first", AS_ANSWERS)
    def test_transient_whole(self, first: Answer) -> None:
        """Likewise."""
        with FaultServer(first, whole()) as server, Model("anthropic:m", base_url=server.url, retry=QUICK) as model:
            answer = model.complete("hi", max_tokens=9)

        assert (ANSWER.message, 2, 2) == (answer.message, answer.attempts, len(server.requests))

    @pytest.mark.parametrize(
        ("answer", "expected"),
        [
            (refusal(400, "tool 'overloaded' is under high load", x_should_retry="true"), BadRequestError),
            (refusal(529, x_should_retry="false"), OverloadedError),
            (refusal(500, x_should_retry="false"), InternalServerError),
            (refusal(429, retry_after="121"), RateLimitError),
            (refusal(429, retry_after_ms="120001"), RateLimitError),
        ],
    )
    def test_lasting(self, answer: Answer, expected: type[Exception]) -> None:
        """The server can forbid, and ask for too much; it can't make a fault of the request transient."""
        with (
            FaultServer(answer) as server,
            Model("anthropic:m", base_url=server.url, retry=QUICK, timeout=600) as model,
            pytest.raises(expected),
        ):
            model.complete("hi", max_tokens=9)

        assert 1 == len(server.requests)

    @pytest.mark.parametrize("end", [said(OVERLOAD), b""])
    def test_after_the_first_chunk(self, end: bytes) -> None:
        """Once a delta has been given out, nothing is tried again; the overload keeps its type."""
        seen: list[Chunk] = []
        with (
            FaultServer(stream(BEGUN + end)) as server,
            Model("anthropic:m", base_url=server.url, retry=QUICK) as model,
            model.stream("hi", max_tokens=9) as streamed,
            pytest.raises(StreamInterruptedError) as raised,
        ):
            seen.extend(streamed)

        assert seen
        assert 1 == len(server.requests)
        assert isinstance(raised.value.error, OverloadedError if end else type(None))

    def test_one_log_line_each(self, caplog: pytest.LogCaptureFixture) -> None:
        """A retry is one line at WARNING: how long is waited, and what failed; no key, no prompt."""
        with (
            FaultServer(refusal(529, "echo my-prompt key-12345"), refusal(), whole()) as server,
            Model("anthropic:m", base_url=server.url, api_key="key-12345", retry=RetryPolicy(wait_initial=0.01, wait_jitter=0)) as model,
            caplog.at_level(logging.WARNING),
        ):
            model.complete("my-prompt", max_tokens=9)

        assert 2 == len(caplog.records)
        assert "OverloadedError(provider='anthropic', status=529" in str(vars(caplog.records[0]))
        assert not [record for record in caplog.records if "my-prompt" in str(vars(record)) or "key-12345" in str(vars(record))]
