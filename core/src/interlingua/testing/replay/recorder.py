"""Records live traffic: a server on loopback that hands each request on to the real API, and keeps what was asked and answered.

Nothing of a provider's has to know of it but the address: its recorder's `url` is its `base_url`. Keys are sent on and never kept:
of the headers only those are that a client reads, and the value of every key and cookie is blanked wherever else it stands.
"""

from __future__ import annotations

import http.client
import re
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, Self
from urllib.parse import parse_qsl, urlsplit

from interlingua.errors import ConversionError
from interlingua.testing.replay.exchange import EVENT_STREAM, Exchange
from interlingua.types.json import loads

if TYPE_CHECKING:
    import os
    from collections.abc import Collection, Iterable, Mapping
    from types import TracebackType

    from interlingua.types import JsonObject, JsonValue

REDACTED: Final = "REDACTED"

_APIS: Final = {
    "/messages": "messages",
    "/messages/count_tokens": "count_tokens",
    "/chat/completions": "chat_completions",
    "/responses": "responses",
}
_KEPT: Final = re.compile(
    r"content-type|request-id|x-request-id|retry-after(-ms)?|x-should-retry|(anthropic|x)-ratelimit-.*", re.IGNORECASE
)  # of an answer's headers: those that a client reads
_SENT: Final = frozenset({"anthropic-beta", "openai-beta"})  # of a request's headers: those that belong to the body
_SECRET: Final = frozenset({"authorization", "x-api-key", "api-key", "x-goog-api-key", "cookie", "openai-organization", "openai-project"})
_HOP: Final = frozenset({
    "accept-encoding", "connection", "content-length", "host", "keep-alive", "proxy-authorization", "te", "trailer", "transfer-encoding",
    "upgrade",
})  # fmt: skip
_SHORTEST_SECRET: Final = 6
_TIMEOUT: Final = 600.0


class Answered(NamedTuple):
    """An answer as it came.

    Attributes:
        status: Its HTTP status.
        headers: Its headers, names in lower case.
        body: Its bytes.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes


class Recorder:
    """Hands requests on, and writes a file for each whole exchange.

    Attributes:
        files: The files that were written.
        unfinished: How many exchanges weren't kept: the client or the API left in the middle.
    """

    def __init__(self, target: str, folder: str | os.PathLike[str], *, provider: str, secrets: Iterable[str] = ()) -> None:
        """Take where to record what.

        Args:
            target: The real API's base URL, such as `https://api.openai.com/v1`.
            folder: Where the files go; it is made if it isn't there.
            provider: Who answers, for the files.
            secrets: Further texts to blank wherever they stand.

        Raises:
            ValueError: The target is no HTTP address.
        """
        parts = urlsplit(target)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
            raise ValueError(f"expected an address such as https://api.openai.com/v1, not {target!r}")
        self._target = parts
        self._folder = Path(folder)
        self._provider = provider
        self._secrets = frozenset(secrets)
        self._lock = threading.Lock()
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None
        self.files: list[Path] = []
        self.unfinished = 0

    @property
    def url(self) -> str:
        """Its address, to give as `base_url` in the target's place.

        Raises:
            RuntimeError: It hasn't been started.
        """
        if self._server is None:
            raise RuntimeError("a recorder has an address inside its `with` block")
        return f"http://127.0.0.1:{self._server.server_address[1]}{self._target.path.rstrip('/')}"

    def __enter__(self) -> Self:
        """Start.

        Raises:
            OSError: The folder can't be made.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Stop, once the exchanges that are under way have ended."""
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()
            self._server = self._thread = None

    def connection(self) -> http.client.HTTPConnection:
        """Open a connection to the real API."""
        host, port = self._target.hostname or "", self._target.port
        if self._target.scheme == "http":
            return http.client.HTTPConnection(host, port, timeout=_TIMEOUT)
        return http.client.HTTPSConnection(host, port, timeout=_TIMEOUT, context=ssl.create_default_context())

    def keep(self, path: str, sent: Mapping[str, str], body: bytes, answer: Answered) -> None:
        """Write an exchange, scrubbed."""
        own = {name: value for name, value in sent.items() if name in _SENT}
        secrets = {*self._secrets, *_secrets_of(sent, path)}
        exchange = scrubbed_exchange(self._provider, path, headers=own, body=body, answer=answer, secrets=secrets)
        with self._lock:
            number = 1
            while (file := self._folder / f"{number:03}-{exchange.api}.json").exists():
                number += 1
            exchange.save(file)
            self.files.append(file)

    def miss(self) -> None:
        """Count an exchange that can't be kept."""
        with self._lock:
            self.unfinished += 1


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # closing it waits for the exchanges that are under way

    def __init__(self, recorder: Recorder) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.recorder = recorder


class _Handler(BaseHTTPRequestHandler):
    """Hands one request on, and its answer back as it comes."""

    protocol_version = "HTTP/1.1"
    timeout = 1.0  # an idle connection doesn't hold up the end
    server: _Server

    def do_POST(self) -> None:
        """Hand a request on."""
        self._hand_on()

    def do_GET(self) -> None:
        """Hand a request on."""
        self._hand_on()

    def log_message(self, *_: object) -> None:
        """Write no log."""

    def _hand_on(self) -> None:
        recorder = self.server.recorder
        sent = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(sent.get("content-length", "0")))
        upstream = recorder.connection()
        try:
            headers = {name: value for name, value in sent.items() if name not in _HOP}
            upstream.request(self.command, self.path, body or None, {**headers, "accept-encoding": "identity"})
            answer = upstream.getresponse()
        except OSError as error:
            recorder.miss()
            upstream.close()
            self.close_connection = True
            self.send_error(502, "no answer", f"the recorder can't reach the API: {error}")
            return
        try:
            received = self._hand_back(answer)
        except (OSError, http.client.HTTPException):  # one side has left
            recorder.miss()
            self.close_connection = True
        else:
            headers = {name.lower(): value for name, value in answer.getheaders()}
            recorder.keep(self.path, sent, body, Answered(answer.status, headers, received))
            self.wfile.write(b"0\r\n\r\n")  # only now, so that whoever has the whole answer finds the file
        finally:
            upstream.close()

    def _hand_back(self, answer: http.client.HTTPResponse) -> bytes:
        self.send_response_only(answer.status, answer.reason)
        for name, value in answer.getheaders():
            if name.lower() not in _HOP:
                self.send_header(name, value)
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        received = []
        while piece := answer.read1(65_536):
            received.append(piece)
            self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
            self.wfile.flush()
        return b"".join(received)


def scrubbed_exchange(
    provider: str, path: str, *, headers: Mapping[str, str], body: bytes, answer: Answered, secrets: Collection[str]
) -> Exchange:
    """Make an exchange of what was sent and answered, with every secret blanked.

    Args:
        provider: Who answered.
        path: The path that was asked.
        headers: The request's headers that belong to its body.
        body: The request's body.
        answer: The answer.
        secrets: What may stand nowhere.
    """
    return Exchange(
        provider=provider,
        api=_api_of(path),
        origin={"kind": "recorded"},
        request=_request_of(scrubbed(body, secrets)),
        request_headers={name: _scrubbed_text(value, secrets) for name, value in headers.items()},
        status=answer.status,
        headers={name: _scrubbed_text(value, secrets) for name, value in answer.headers.items() if _KEPT.fullmatch(name)},
        body=_answer_of(scrubbed(answer.body, secrets), answer.headers.get("content-type", "")),
    )


def scrubbed(data: bytes, secrets: Collection[str]) -> bytes:
    """Give bytes with every secret blanked."""
    for secret in sorted(secrets, key=len, reverse=True):
        if len(secret) >= _SHORTEST_SECRET:
            data = data.replace(secret.encode(), REDACTED.encode())
    return data


def _scrubbed_text(text: str, secrets: Collection[str]) -> str:
    return scrubbed(text.encode("utf-8", "surrogateescape"), secrets).decode("utf-8", "surrogateescape")


def _secrets_of(headers: Mapping[str, str], path: str) -> set[str]:
    """Give what authenticates a request: the values of headers, cookies and a query's key, without the word before them."""
    values = [value for name, value in headers.items() if name in _SECRET]
    words = {word for value in values for word in re.split(r"[\s;,]+", value)}
    crumbs = {word.partition("=")[2] for word in words if "=" in word}
    return words | crumbs | {value for name, value in parse_qsl(urlsplit(path).query) if "key" in name.lower() or "token" in name.lower()}


def _api_of(path: str) -> str:
    path = urlsplit(path).path
    found = next((api for end, api in _APIS.items() if path.endswith(end)), None)
    return found or re.sub(r"\W+", "_", path.rstrip("/").rpartition("/")[2]) or "root"


def _request_of(body: bytes) -> JsonObject | None:
    try:
        value = loads(body)
    except ConversionError:
        return None
    return value if isinstance(value, dict) else None


def _answer_of(body: bytes, kind: str) -> JsonValue:
    if EVENT_STREAM not in kind:
        try:
            return loads(body)
        except ConversionError:
            pass  # a proxy's page, as a text
    return body.decode("utf-8", "surrogateescape")
