"""One server for all the models and calls of a process."""

from __future__ import annotations

import contextlib
import copy
import http.client
import http.server
import importlib.util
import json
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from tests.llamacpp import parent

from interlingua.errors import APIConnectionError, APITimeoutError, ConfigError
from interlingua.provider.installing import install_command
from interlingua_llamacpp import server
from interlingua_llamacpp.process import LoadReply, ServerProcess
from interlingua_llamacpp.server import ServerHandle, get_server, stop_server, supports_tools
from interlingua_llamacpp.weights import FetchProgress, ModelFile, ensure_weights, resolve_model

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.llamacpp.conftest import Post

DEFAULT = resolve_model("default")


def ask(text: str, **more: object) -> dict[str, Any]:
    """A chat request without chance."""
    return {"messages": [{"role": "user", "content": text}], "temperature": 0, "max_tokens": 40, **more}


def get(handle: ServerHandle, path: str) -> Any:  # noqa: ANN401 - JSON
    """Get JSON from a server."""
    with contextlib.closing(http.client.HTTPConnection(urlsplit(handle.base_url).netloc, timeout=60)) as connection:
        connection.request("GET", path, headers={"Authorization": f"Bearer {handle.api_key}"})
        return json.loads(connection.getresponse().read())


class TestAnswers:
    """The server serves."""

    def test_text(self, served: ServerHandle, post: Post) -> None:
        """The default model knows a thing or two."""
        status, answer = post(served, "/v1/chat/completions", ask("What is the capital of France?"))

        assert status == http.HTTPStatus.OK
        assert "Paris" in answer["choices"][0]["message"]["content"]
        assert answer["model"] == "smollm2-135m"

    def test_a_schema(self, served: ServerHandle, post: Post) -> None:
        """A grammar holds the model to a JSON schema."""
        schema = {
            "type": "object",
            "properties": {"name": {"type": "string", "maxLength": 10}, "age": {"type": "integer", "minimum": 0, "maximum": 150}},
            "required": ["name", "age"],
            "additionalProperties": False,
        }
        form = {"type": "json_schema", "json_schema": {"name": "person", "schema": schema}}

        _, answer = post(served, "/v1/chat/completions", ask("Anna is 31 years old.", response_format=form))

        person = json.loads(answer["choices"][0]["message"]["content"])
        assert sorted(person) == ["age", "name"]
        assert isinstance(person["age"], int)

    def test_a_key_is_demanded(self, served: ServerHandle, post: Post) -> None:
        """Other users of the machine can reach the port, and nothing more."""
        status, _ = post(served, "/v1/chat/completions", ask("Hello"), key="guessed")

        assert status == http.HTTPStatus.UNAUTHORIZED

    def test_leaving_a_stream_stops_the_generation(self, served: ServerHandle) -> None:
        """The slot is free again long before the thousands of tokens that were asked for."""
        body = ask("Tell a story.", stream=True, ignore_eos=True) | {"max_tokens": 4000}
        with contextlib.closing(http.client.HTTPConnection(urlsplit(served.base_url).netloc, timeout=60)) as connection:
            connection.request("POST", "/v1/chat/completions", json.dumps(body), {"Authorization": f"Bearer {served.api_key}"})
            connection.getresponse().read(100)
            busy = [slot["is_processing"] for slot in get(served, "/slots")]

        deadline = time.monotonic() + 20
        while any(slot["is_processing"] for slot in get(served, "/slots")) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert any(busy)
        assert not any(slot["is_processing"] for slot in get(served, "/slots"))


class TestGetServer:
    """The same model and settings give the same server, the process's only one."""

    def test_the_same_is_served_once(self, served: ServerHandle) -> None:
        """A later call is a look-up."""
        assert get_server(resolve_model("smollm2-135m")) is served

    def test_callers_at_once_share_a_load(self, served: ServerHandle) -> None:
        """Several threads that want a new combination wait for one load, and get one handle."""
        with ThreadPoolExecutor(4) as pool:
            handles = list(pool.map(lambda _: get_server(DEFAULT, context=256, parallel=1), range(4)))

        assert all(handle is handles[0] for handle in handles)
        assert handles[0].base_url != served.base_url
        assert handles[0]._process is served._process

    def test_a_load_is_reported(self, served: ServerHandle) -> None:  # noqa: ARG002 - the process runs
        """From nothing to all of the file's bytes."""
        reports: list[FetchProgress] = []
        model = resolve_model(str(ensure_weights()))

        handle = get_server(model, context=256, parallel=1, on_progress=reports.append)

        size = ensure_weights().stat().st_size
        assert handle.model_id == "SmolLM2-135M-Instruct.Q4_1"
        assert reports[0] == FetchProgress(0, size, "loading SmolLM2-135M-Instruct.Q4_1")
        assert reports[-1] == FetchProgress(size, size, "loading SmolLM2-135M-Instruct.Q4_1")

    def test_a_file_that_is_no_model(self, served: ServerHandle, tmp_path: Path) -> None:
        """The error holds the reason, each time; the process serves on."""
        (path := tmp_path / "bad.gguf").write_bytes(b"GGUF" * 100)

        for _ in range(2):
            with pytest.raises(ConfigError, match=r"llama\.cpp can't load .*bad\.gguf: (?s:.*)GGUF"):
                get_server(ModelFile("bad", path))
        assert served.is_running

    def test_another_package_is_named_where_it_is_missing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The error says which line installs it."""
        monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)

        with pytest.raises(ConfigError, match="xllamacpp") as caught:
            server._started()

        assert caught.value.hint == install_command("xllamacpp")

    def test_a_python_that_cant_be_started(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The system's error becomes ours."""
        monkeypatch.setattr(sys, "executable", "no-such-python")

        with pytest.raises(ConfigError, match=r"can't be started: .*no-such-python"):
            server._started()


class TestHandle:
    """What callers hold."""

    def test_it_shows_no_key(self, served: ServerHandle) -> None:
        """Neither by repr nor in a pickle."""
        assert served.api_key not in repr(served)
        with pytest.raises(TypeError, match="can't be pickled"):
            pickle.dumps(served)
        with pytest.raises(TypeError, match="can't be pickled"):
            copy.copy(served)

    def test_it_has_no_failure_while_it_runs(self, served: ServerHandle) -> None:
        """A connection that broke otherwise is the network's story."""
        assert served.failure() is None


class TestCrash:
    """A child may die: of too little memory, or by somebody's hand."""

    @pytest.fixture(autouse=True)
    def restored(self) -> Iterator[None]:
        """Leave no crashed child to the next test."""
        yield
        stop_server()

    def test_the_next_call_starts_a_new_one(self) -> None:
        """The handle says how it ended, and is no longer given."""
        handle = get_server(DEFAULT, context=256, parallel=1)
        os.kill(handle._process.pid or 0, signal.SIGKILL)
        handle._process._ended.wait(60)
        failure = handle.failure()
        again = get_server(DEFAULT, context=256, parallel=1)

        assert failure.sentence == "llamacpp: the llama.cpp process ended: killed by SIGKILL"
        assert again is not handle
        assert again.is_running

    def test_a_death_while_loading_is_typed(self) -> None:
        """It may be tried again, so it is no ConfigError."""

        def kill(progress: FetchProgress) -> None:
            process = server._registry._process
            if progress.what.startswith("loading") and process is not None:
                os.kill(process.pid or 0, signal.SIGKILL)

        with pytest.raises(APIConnectionError, match=r"ended while it loaded .*: killed by SIGKILL"):
            get_server(DEFAULT, context=4096, parallel=4, on_progress=kill)

    def test_a_stopped_server_is_started_again(self) -> None:
        """Stopping is no end of everything; stopping twice is nothing more."""
        first = get_server(DEFAULT, context=256, parallel=1)
        stop_server()
        stop_server()

        assert not first.is_running
        assert get_server(DEFAULT, context=256, parallel=1).is_running

    def test_a_server_that_is_stopped_meanwhile_is_not_kept(self) -> None:
        """Its caller gets a handle that says so, and the next call another."""

        def stop(progress: FetchProgress) -> None:
            if progress.received_bytes:
                stop_server()

        handle = get_server(DEFAULT, context=256, parallel=1, on_progress=stop)
        server._Registry().forget()  # and a registry without a process has nothing to forget

        assert not handle.is_running
        assert handle not in server._registry._handles.values()


class TestWaiting:
    """A wait has an end."""

    def test_a_load_that_takes_too_long(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The time-out names the file."""
        monkeypatch.setattr(server, "_LOAD_SECONDS", -1.0)

        with pytest.raises(APITimeoutError, match=r"loading big\.gguf took longer"):
            server._loaded(Future[LoadReply](), Path("big.gguf"), lambda: None)

    def test_a_caller_can_leave(self) -> None:
        """An exception from the report ends the wait; the load goes on for others."""

        def leave() -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            server._loaded(Future[LoadReply](), Path("big.gguf"), leave)

    @pytest.fixture
    def busy(self) -> Iterator[str]:
        """The address of a server that is not ready, ever."""

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                """Say that the model is loading, as llama.cpp does."""
                self.send_response(503)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        with http.server.HTTPServer(("127.0.0.1", 0), Handler) as listening:
            thread = threading.Thread(target=listening.serve_forever)
            thread.start()
            yield f"http://127.0.0.1:{listening.server_port}/v1"
            listening.shutdown()
            thread.join()

    def test_a_server_that_isnt_ready(self, busy: str, served: ServerHandle, monkeypatch: pytest.MonkeyPatch) -> None:
        """It is asked again for a while."""
        monkeypatch.setattr(server, "_HEALTH_SECONDS", 0.3)

        with pytest.raises(APITimeoutError, match="isn't ready"):
            server._await_health(ServerHandle(busy, "key", "id", served._process))

    def test_a_server_that_cant_be_reached(self, served: ServerHandle, monkeypatch: pytest.MonkeyPatch) -> None:
        """While its process runs, it may still come up; once it has ended, that is the reason."""
        monkeypatch.setattr(server, "_HEALTH_SECONDS", 0.3)

        with pytest.raises(APITimeoutError, match="isn't ready"):
            server._await_health(ServerHandle("http://127.0.0.1:9/v1", "key", "id", served._process))
        with pytest.raises(APIConnectionError, match=r"the llama\.cpp process ended"):
            server._await_health(ServerHandle("http://127.0.0.1:9/v1", "key", "id", ServerProcess()))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")
def test_a_forked_process_has_its_own() -> None:
    """It neither uses nor stops its parent's child: the program checks that and fails otherwise."""
    # From 3.12 on Python warns of forks in processes with threads, as well it may; here that is the point.
    command = [sys.executable, "-W", "ignore::DeprecationWarning", parent.__file__, "fork"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)  # noqa: S603 - ours

    assert done.stderr == ""
    assert done.returncode == 0


def test_our_template_has_a_place_for_tools(served: ServerHandle) -> None:
    """The default model is served with a template of ours."""
    assert supports_tools(served.base_url, served.api_key)
    assert served.supports_tools


def test_the_models_own_template_has_none() -> None:
    """A file given by its path keeps the template that it brings."""
    handle = get_server(resolve_model(str(ensure_weights())), context=384, parallel=1)

    assert not handle.supports_tools


def test_no_answer_is_an_error() -> None:
    """Nothing is assumed where the server says nothing."""
    with pytest.raises(APIConnectionError, match="doesn't give its properties"):
        supports_tools("http://127.0.0.1:9/v1", "key")


def test_a_wrong_key_is_no_yes(served: ServerHandle) -> None:
    """An error body has no such property."""
    assert not supports_tools(served.base_url, "wrong")
