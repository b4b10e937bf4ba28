"""Law 12: no key is in any representation, error, pickle, log, or traceback with locals; no prompt is in a log."""

from __future__ import annotations

import asyncio
import logging
import pickle
import traceback
from typing import TYPE_CHECKING

import pytest

import interlingua
from interlingua import APIConnectionError, AsyncModel, ConfigError, InterlinguaError, Model
from interlingua._runtime.plugins import installed_providers
from interlingua.provider import RetryPolicy

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY = "sk-zq-0123456789abcdefghij"
PROMPT = "zq the prompt that nobody else may read qz"
NOBODY = "http://127.0.0.1:9/v1"  # the discard port: no one listens there

with_a_key = pytest.mark.parametrize(
    "name", [installed.name for installed in installed_providers() if installed.provider is not None and installed.provider.key_variables]
)
by_argument_or_variable = pytest.mark.parametrize("by_argument", [True, False], ids=["argument", "variable"])


def _everything(error: BaseException) -> Iterator[str]:
    """Give all that anybody could print of an error, but for the frames of this file, which know the key."""
    yield str(error)
    yield repr(error)
    yield repr(vars(error))
    lines = traceback.TracebackException.from_exception(error, capture_locals=True).format()
    yield from (line for line in lines if __file__ not in line)


@pytest.fixture
def given(name: str, by_argument: bool, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:  # noqa: FBT001 - a parameter's value
    """Give the key by argument or by the provider's own variable."""
    if by_argument:
        return {"api_key": KEY}
    monkeypatch.setenv(interlingua.get_provider(name).key_variables[0], KEY)
    return {}


@with_a_key
@by_argument_or_variable
class TestNoSecrets:
    """A key is used and never shown."""

    def test_model(self, name: str, given: dict[str, str]) -> None:
        """A model shows no key, saves none, and puts none into what it prepares."""
        for cls in (Model, AsyncModel):
            model = cls(f"{name}:m?max_tokens=9", **given)
            shown = [repr(model), str(model), repr(vars(model)), str(pickle.dumps(model)), repr(model.prepare(PROMPT))]

            assert [text for text in shown if KEY in text] == []

    def test_failed_call(self, name: str, given: dict[str, str], caplog: pytest.LogCaptureFixture) -> None:
        """A call that fails leaves no key in its error, its traceback's locals, its pickle or the log, and no prompt in the log."""
        caplog.set_level(logging.DEBUG)
        model = Model(f"{name}:m?max_tokens=9", base_url=NOBODY, retry=RetryPolicy(attempts=2, wait_initial=0, wait_jitter=0), **given)
        with pytest.raises(APIConnectionError) as caught:
            model.complete(PROMPT)

        assert [text for text in _everything(caught.value) if KEY in text] == []
        assert KEY.encode() not in pickle.dumps(caught.value)
        assert KEY not in caplog.text
        assert PROMPT not in caplog.text

    def test_failed_stream(self, name: str, given: dict[str, str], caplog: pytest.LogCaptureFixture) -> None:
        """The same holds for an awaited stream."""
        caplog.set_level(logging.DEBUG)

        async def stream() -> None:
            model = AsyncModel(f"{name}:m?max_tokens=9", base_url=NOBODY, retry=RetryPolicy(attempts=1), **given)
            async with model.stream(PROMPT) as chunks:
                async for _ in chunks:
                    pass

        with pytest.raises(InterlinguaError) as caught:
            asyncio.run(stream())

        assert [text for text in _everything(caught.value) if KEY in text] == []
        assert KEY not in caplog.text
        assert PROMPT not in caplog.text


@with_a_key
@pytest.mark.parametrize("spec", ["{name}:{key}", "{name}:m?api_key={key}", "{name}:m?base_url=http://user:{key}@x", "{key}", "{key}:m"])
def test_key_in_a_config_string(name: str, spec: str) -> None:
    """A config string that holds a key is refused without repeating it."""
    with pytest.raises(ConfigError) as caught:
        Model(spec.format(name=name, key=KEY))

    assert KEY not in str(caught.value)
    assert KEY not in repr(caught.value)
    assert KEY not in repr(vars(caught.value))
    assert KEY not in str(caught.value.hint)
