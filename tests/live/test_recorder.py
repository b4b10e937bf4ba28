"""Live traffic with llama.cpp's server through the official SDKs, recorded and played again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua import Model, Tool, get_dialect
from interlingua.testing.replay import Exchange, Recorder, check_cuts, recorded, replayed

if TYPE_CHECKING:
    from pathlib import Path

    from interlingua_llamacpp.server import ServerHandle

ADD = Tool("add", "Add two numbers.", {"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "integer"}}})


@pytest.mark.parametrize(
    ("dialect", "path", "options"),
    [("openai.chat", "/v1", {"api": "chat"}), ("openai.responses", "/v1", {"api": "responses"}), ("anthropic.messages", "", {})],
)
def test_what_was_recorded_says_the_same_again(
    dialect: str, path: str, options: dict[str, str], served: ServerHandle, tmp_path: Path
) -> None:
    """Whole, streamed, and a call of a tool: without the key, and in any cut."""
    api = served.base_url.removesuffix("/v1")
    provider = dialect.partition(".")[0]
    with Recorder(f"{api}{path}", tmp_path, provider=provider) as recorder:
        arguments = {"base_url": recorder.url, "api_key": served.api_key, "max_tokens": 12, "temperature": 0, **options}
        with Model(f"{provider}:m", **arguments) as model:  # type: ignore[arg-type]  # options
            said = [model.complete("Name a colour.")]
            for tools in ((), (ADD,)):
                with model.stream("Add 1 and 2.", tools=tools) as stream:
                    for _ in stream:
                        pass
                said.append(stream.response)

    assert len(recorder.files) == 3
    for file, response in zip(recorder.files, said, strict=True):
        recorded = Exchange.load(file)
        again = replayed(provider, recorded, [1], **options).response
        assert served.api_key not in file.read_text()
        assert again is not None
        assert again.model_copy(update={"attempts": response.attempts, "losses": ()}) == response.model_copy(update={"losses": ()})
        if recorded.streamed:
            assert check_cuts(get_dialect(dialect), recorded.raw) > 0


def test_the_embedded_model_is_recorded_too(served: ServerHandle) -> None:
    """It takes no address, and its server's key is in no file."""
    exchange = recorded("llamacpp:smollm2-135m", "Name a colour.", max_tokens=8, temperature=0)
    again = replayed("openai", exchange, [1], api="chat").response

    assert again is not None
    assert again.text
    assert exchange.provider == "llamacpp"
    assert served.api_key not in repr(exchange)
