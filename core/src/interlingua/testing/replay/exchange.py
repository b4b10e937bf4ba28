"""One recorded exchange, and the JSON file that holds it.

```
provider, api    who answered (`openai`), and which API (`messages`, `count_tokens`, `chat_completions`, `responses`)
origin           where the recording comes from, an object of any fields
features         what it shows, sorted tags
request_headers  headers that belong to the body, such as `anthropic-beta`; never authentication
request          the body that was sent, or null where only the answer was kept
response         `status`; `headers`, those that a client reads; and `body`: a JSON value, or the text of a stream
```

The text of a stream is as it came, with its bytes as UTF-8. A body that is no JSON and no stream is a text as well.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from interlingua.errors import ConversionError
from interlingua.types.json import dumps, dumps_text, loads

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue

EVENT_STREAM: Final = "text/event-stream"

DIALECTS: Final = {"messages": "anthropic.messages", "chat_completions": "openai.chat", "responses": "openai.responses"}
"""What the recorded APIs that have a name are spoken in; another plugin's are its own affair."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer.

    Attributes:
        provider: Who answered.
        api: Which of its APIs.
        request: The body that was sent, or None where only the answer was kept.
        status: The answer's HTTP status.
        headers: The answer's headers, names in lower case.
        body: The answer: a JSON value, or the text of a stream.
        request_headers: The headers that belong to the request's body.
        features: What the recording shows.
        origin: Where the recording comes from.
        name: The file's name without its ending; not in the file.
    """

    provider: str
    api: str
    request: JsonObject | None
    status: int
    headers: dict[str, str]
    body: JsonValue
    request_headers: dict[str, str] = field(default_factory=dict)
    features: tuple[str, ...] = ()
    origin: JsonObject = field(default_factory=dict)
    name: str = ""

    @property
    def streamed(self) -> bool:
        """Whether the answer is a stream of events."""
        return EVENT_STREAM in self.headers.get("content-type", "")

    @property
    def failed(self) -> bool:
        """Whether the answer is an error by its status."""
        return self.status >= 400

    @property
    def raw(self) -> bytes:
        """The answer's bytes."""
        return self.body.encode("utf-8", "surrogateescape") if isinstance(self.body, str) else dumps(self.body)

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Exchange:
        """Read a file.

        Raises:
            ConversionError: It holds no exchange, with the path inside it.
            OSError: It can't be read.
        """
        try:
            return cls.from_json(loads(Path(path).read_bytes()), name=Path(path).stem)
        except ConversionError as error:
            raise ConversionError(error.path, f"{os.fspath(path)!r} holds no exchange: {error.reason}", hint=error.hint) from None

    @classmethod
    def from_json(cls, value: JsonValue, *, name: str = "") -> Exchange:
        """Read what a file holds.

        Raises:
            ConversionError: It is no exchange, with the path inside it.
        """
        saved = _object(value, "$")
        answer = _object(saved.get("response"), "$.response")
        request, features, status = saved.get("request"), saved.get("features", []), answer.get("status")
        if not isinstance(features, list) or not all(isinstance(tag, str) for tag in features):
            raise ConversionError("$.features", "expected a list of tags")
        if type(status) is not int:
            raise ConversionError("$.response.status", "expected a whole number")
        if "body" not in answer:
            raise ConversionError("$.response.body", "the answer is missing")
        return cls(
            provider=_text(saved.get("provider"), "$.provider"),
            api=_text(saved.get("api"), "$.api"),
            request=None if request is None else _object(request, "$.request"),
            status=status,
            headers={name.lower(): text for name, text in _texts(answer.get("headers"), "$.response.headers").items()},
            body=answer["body"],
            request_headers=_texts(saved.get("request_headers"), "$.request_headers"),
            features=tuple(str(tag) for tag in features),
            origin=_object(saved.get("origin", {}), "$.origin"),
            name=name,
        )

    def to_json(self) -> JsonObject:
        """Give what a file holds."""
        return {
            "provider": self.provider,
            "api": self.api,
            "origin": self.origin,
            "features": [*self.features],
            "request_headers": {**self.request_headers},
            "request": self.request,
            "response": {"status": self.status, "headers": {**self.headers}, "body": self.body},
        }

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write a file, whole or not at all.

        Raises:
            OSError: It can't be written.
        """
        target = Path(path)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".tmp")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
                file.write(dumps_text(self.to_json(), indent=1) + "\n")
            Path(name).chmod(0o644)
            Path(name).replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise


def _object(value: JsonValue, path: str) -> JsonObject:
    if not isinstance(value, dict):
        raise ConversionError(path, "expected an object")
    return value


def _text(value: JsonValue, path: str) -> str:
    if not isinstance(value, str):
        raise ConversionError(path, "expected a text")
    return value


def _texts(value: JsonValue, path: str) -> dict[str, str]:
    return {} if value is None else {name: _text(text, f"{path}.{name}") for name, text in _object(value, path).items()}
