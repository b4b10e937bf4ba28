"""A server that answers with what it was asked, in whichever dialect it was asked, so that an answer to another's question shows."""

from __future__ import annotations

import contextlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from interlingua import AssistantMessage, Response, TextPart, get_dialect

if TYPE_CHECKING:
    from collections.abc import Iterator

_DIALECTS = {"/v1/messages": "anthropic.messages", "/chat/completions": "openai.chat", "/responses": "openai.responses"}


class _Handler(BaseHTTPRequestHandler):
    """Keeps its connection, as hosts do."""

    protocol_version = "HTTP/1.1"
    server: EchoServer

    def setup(self) -> None:
        """Count the connection."""
        super().setup()
        with self.server.lock:
            self.server.connections += 1

    def finish(self) -> None:
        """Count it off."""
        super().finish()
        with self.server.lock:
            self.server.connections -= 1

    def do_GET(self) -> None:
        """Tell how many connections there are, but for this one."""
        said = str(self.server.connections - 1).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def do_POST(self) -> None:
        """Echo."""
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        dialect = get_dialect(_DIALECTS[self.path])
        asked = dialect.decode_request(body).value.messages[-1].content[0]
        assert isinstance(asked, TextPart)
        response: Response = Response(message=AssistantMessage(asked.text), finish_reason="stop", model_id="m", id="r_1")
        streamed = bool(body.get("stream"))
        events = list(dialect.encode_stream(response)) if streamed else [json.dumps(dialect.encode_response(response).body).encode()]
        self.send_response(200)
        self.send_header("content-type", "text/event-stream" if streamed else "application/json")
        self.send_header("content-length", str(sum(map(len, events))))
        self.end_headers()
        self.wfile.write(b"".join(events))

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class EchoServer(ThreadingHTTPServer):
    """The server.

    Attributes:
        connections: How many there are.
    """

    daemon_threads = True
    request_queue_size = 200

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.lock = threading.Lock()
        self.connections = 0

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, *_: object) -> None:
        """Bear that a process ends with its connections open."""


@contextlib.contextmanager
def echo_server() -> Iterator[EchoServer]:
    """Run one."""
    with EchoServer() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
