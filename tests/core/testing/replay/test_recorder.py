"""Twin of testing/replay/recorder.py: live traffic is handed on and kept, and no key with it."""

from __future__ import annotations

import http.client
import socket
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from tests.core.testing.replay.samples import CHAT_STREAM

from interlingua import Model
from interlingua.errors import APIConnectionError, InternalServerError, ProviderError
from interlingua.testing.fault_server import Answer, FaultServer
from interlingua.testing.replay import Exchange, Recorder, replayed

if TYPE_CHECKING:
    from pathlib import Path

KEY = "sk-real-and-secret-0123456789"
HEADERS = {
    "x-request-id": "req_1", "retry-after": "3", "x-ratelimit-remaining-tokens": "5", "anthropic-ratelimit-tokens-limit": "9",
    "set-cookie": "session=hidden", "openai-organization": "org-hidden",
}  # fmt: skip


def ask(url: str, path: str, headers: dict[str, str], body: bytes = b"{}", method: str = "POST") -> http.client.HTTPResponse:
    """Ask without an SDK."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=10)
    connection.request(method, path, body, headers)
    response = connection.getresponse()
    response.read()
    connection.close()
    return response


def test_a_call_is_recorded_and_played_again(tmp_path: Path) -> None:
    """The recording gives the same response as the API did, and holds no key."""
    answer = Answer(CHAT_STREAM.raw, content_type="text/event-stream", headers=HEADERS, slices=7)
    with FaultServer(answer) as api, Recorder(f"{api.url}/v1", tmp_path / "new", provider="openai") as recorder:
        with (
            Model("openai:m?api=chat", base_url=recorder.url, api_key=KEY) as model,
            model.stream("hi", metadata={"user_id": f"who said {KEY}?"}) as stream,
        ):
            said = "".join(stream.text)
        response = stream.response
    (file,) = recorder.files

    assert said == "h\u00e9llo"
    assert file == tmp_path / "new" / "001-chat_completions.json"
    assert KEY not in file.read_text()
    assert "hidden" not in file.read_text()
    assert api.requests[0].headers["authorization"] == f"Bearer {KEY}"
    assert api.requests[0].path == "/v1/chat/completions"
    recorded = Exchange.load(file)
    assert recorded.raw == CHAT_STREAM.raw
    assert recorded.request is not None
    assert recorded.request["metadata"] == {"user_id": "who said REDACTED?"}
    assert recorded.headers == {
        "content-type": "text/event-stream", "x-request-id": "req_1", "retry-after": "3", "x-ratelimit-remaining-tokens": "5",
        "anthropic-ratelimit-tokens-limit": "9",
    }  # fmt: skip
    again = replayed("openai", recorded, api="chat").response
    assert again is not None
    assert again.model_copy(update={"attempts": response.attempts}) == response


def test_everything_secret_is_blanked(tmp_path: Path) -> None:
    """Keys of every header that carries one, cookies, a query's key, and what else is named; a short word is no secret."""
    body = b'{"a": "key-of-header, cookie-crumb, key-of-query, named-secret, abc"}'
    headers = {"x-api-key": "key-of-header", "cookie": "c=cookie-crumb; d"}
    with (
        FaultServer(Answer(body, headers={"request-id": "key-of-header"})) as api,
        Recorder(api.url, tmp_path, provider="p", secrets=["named-secret", "abc"]) as recorder,
    ):
        ask(recorder.url, "/x/messages?key=key-of-query&v=abc", headers, body)
    recorded = Exchange.load(recorder.files[0])

    assert recorded.body == recorded.request == {"a": "REDACTED, REDACTED, REDACTED, REDACTED, abc"}
    assert recorded.headers["request-id"] == "REDACTED"
    assert recorded.api == "messages"


@pytest.mark.parametrize(
    ("path", "api"),
    [
        ("/v1/messages/count_tokens", "count_tokens"), ("/v1/responses", "responses"), ("/chat/completions?x=1", "chat_completions"),
        ("/v1/models", "models"), ("/a/b:c/", "b_c"), ("/", "root"),
    ],
)  # fmt: skip
def test_files_are_numbered_and_named_by_the_api(tmp_path: Path, path: str, api: str) -> None:
    """No file is written over."""
    (tmp_path / f"001-{api}.json").write_text("kept")
    with FaultServer(Answer(b"[1]")) as server, Recorder(server.url, tmp_path, provider="p") as recorder:
        ask(recorder.url, path, {"anthropic-beta": "b"})

    assert [file.name for file in recorder.files] == [f"002-{api}.json"]
    assert (tmp_path / f"001-{api}.json").read_text() == "kept"
    assert Exchange.load(recorder.files[0]).request_headers == {"anthropic-beta": "b"}


def test_errors_and_other_bodies_are_exchanges_too(tmp_path: Path) -> None:
    """A status, a proxy's page, a request without a body."""
    page = Answer(b"<html>busy \xff</html>", status=503, content_type="text/html")
    with FaultServer(page) as server, Recorder(server.url, tmp_path, provider="p") as recorder:
        with Model("openai:m?api=chat", base_url=recorder.url, retry=None) as model, pytest.raises(ProviderError) as caught:
            model.complete("hi")
        assert ask(recorder.url, "/v1/models", {}, b"", "GET").status == 503
    first, second = (Exchange.load(file) for file in recorder.files)

    assert caught.value.status == 503
    assert first.raw == b"<html>busy \xff</html>"
    assert first.failed
    assert second.request is None


@pytest.mark.parametrize("end", ["cut", "reset"])
def test_a_broken_answer_is_handed_on_and_not_kept(tmp_path: Path, end: str) -> None:
    """A recording that ends where the connection did would pass for the whole."""
    broken = Answer(CHAT_STREAM.raw[:60], content_type="text/event-stream", end=end)
    with (
        FaultServer(broken) as server,
        Recorder(server.url, tmp_path, provider="p") as recorder,
        Model("openai:m?api=chat", base_url=recorder.url, retry=None) as model,
        pytest.raises(APIConnectionError),
    ):
        model.complete("hi")

    assert (recorder.files, recorder.unfinished) == ([], 1)
    assert list(tmp_path.iterdir()) == []


def test_an_api_that_is_not_there(tmp_path: Path) -> None:
    """Is a bad gateway, and no recording."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and listens to nobody
        with (
            Recorder(f"http://127.0.0.1:{taken.getsockname()[1]}", tmp_path, provider="p") as recorder,
            Model("openai:m?api=chat", base_url=recorder.url, retry=None) as model,
            pytest.raises(InternalServerError) as caught,
        ):
            model.complete("hi")

    assert caught.value.status == 502
    assert (recorder.files, recorder.unfinished) == ([], 1)


@pytest.mark.parametrize("target", ["api.openai.com", "ftp://x", "https://", "https://x/v1?key=1", "https://x/#a"])
def test_a_target_is_an_address(tmp_path: Path, target: str) -> None:
    """Anything else is refused with an example."""
    with pytest.raises(ValueError, match="expected an address such as"):
        Recorder(target, tmp_path, provider="p")


def test_it_has_an_address_while_it_runs(tmp_path: Path) -> None:
    """With the target's path, so that a client finds its own below it."""
    recorder = Recorder("https://api.example.com/v1/", tmp_path, provider="p")

    with pytest.raises(RuntimeError, match="inside its `with` block"):
        _ = recorder.url
    with recorder:
        assert recorder.url.startswith("http://127.0.0.1:")
        assert recorder.url.endswith("/v1")
        assert isinstance(recorder.connection(), http.client.HTTPSConnection)
