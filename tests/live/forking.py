"""A program that forks with a model in use: `python -m tests.live.forking SPEC URL DEED…`. It prints what came of each deed as JSON.

It is a program of its own because a fork of the tests' process would take their threads' locks along.
"""

from __future__ import annotations

import asyncio
import gc
import json
import multiprocessing
import os
import sys
import threading
import time
import traceback
import urllib.request
from typing import TYPE_CHECKING

import httpx2

from interlingua import AsyncModel, InterlinguaError, Model
from interlingua.provider.transport import AsyncClientTransport, Clients, ClientTransport
from interlingua_openai.errors import error_from_status
from interlingua_openai.provider import OpenAIProvider

if TYPE_CHECKING:
    from collections.abc import Callable

    from interlingua.provider import AsyncTransport, Transport, TransportSettings

_, SPEC, URL, *CHOSEN = sys.argv
FORK = multiprocessing.get_context("fork")
MODEL = Model(SPEC, base_url=URL, api_key="key-of-a-test", retry=None, timeout=20)
ASYNC_MODEL = AsyncModel(SPEC, base_url=URL, api_key="key-of-a-test", retry=None, timeout=20)


class PlainClients(Clients):
    """Clients of the HTTP library itself, as a generated plugin has them."""

    provider = "plain"
    error_from_status = staticmethod(error_from_status)

    def make(self, *, is_async: bool) -> httpx2.Client | httpx2.AsyncClient:
        """Make one."""
        return (httpx2.AsyncClient if is_async else httpx2.Client)(base_url=URL, trust_env=False)


class PlainProvider(OpenAIProvider):
    """Sends over them."""

    def transport(self, settings: TransportSettings) -> Transport:
        """Make one."""
        return ClientTransport(PlainClients(settings))

    def async_transport(self, settings: TransportSettings) -> AsyncTransport:
        """Make one, awaited."""
        return AsyncClientTransport(PlainClients(settings))


if "plain" in SPEC:
    MODEL._backends[0].provider = ASYNC_MODEL._backends[0].provider = PlainProvider()


def ask(prompt: str) -> str:
    """Give the answer, or what went wrong."""
    try:
        return MODEL.complete(prompt).text
    except Exception:  # noqa: BLE001 - whatever it is, it is told
        return traceback.format_exc()


def ask_awaited(prompt: str) -> str:
    """As above, on a loop of this call's own, and two at once."""

    async def both() -> list[str]:
        return [answer.text for answer in await asyncio.gather(ASYNC_MODEL.complete(prompt), ASYNC_MODEL.complete(prompt))]

    try:
        first, second = asyncio.run(both())
    except Exception:  # noqa: BLE001 - as above
        return traceback.format_exc()
    return first if first == second else f"{first} and {second}"


def ask_forked(prompt: str) -> str:
    """Ask, then let a process forked from this one ask, while this one asks again."""
    before, (ours, theirs) = ask(prompt), FORK.Pipe()
    forked = FORK.Process(target=lambda: theirs.send(ask(f"{prompt} forked")))
    forked.start()
    after, answer = ask(prompt), ours.recv()
    forked.join()
    return prompt if (before, after, answer) == (prompt, prompt, f"{prompt} forked") else f"{before}, {after}, {answer}"


def wrong(asking: Callable[[str], str]) -> list[str]:
    """Ask from many pools, this process asking meanwhile; give every answer that isn't the question."""
    asking("to be warm")
    answers: dict[str, str] = {}
    for pool_number in range(2):
        prompts = [f"{pool_number}-{number}" for number in range(12)]
        with FORK.Pool(3) as pool:
            waiting = pool.map_async(asking, prompts, chunksize=2)
            answers[f"ours {pool_number}"] = asking(f"ours {pool_number}")
            answers |= zip(prompts, waiting.get(60), strict=True)
            pool.close()
            pool.join()
    return [f"{prompt}: {answer}" for prompt, answer in answers.items() if prompt != answer]


def in_child(deed: Callable[[], object], leave: Callable[[int], object] = os._exit) -> object:
    """Do something in a forked process, which then ends as those of `multiprocessing` do, unless told otherwise; give what it gives."""
    ours, theirs = os.pipe()
    forked = os.fork()
    if forked == 0:
        try:
            said = deed()
        except InterlinguaError as error:
            said = [type(error).__name__, error.sentence, error.hint]
        except BaseException:  # noqa: BLE001 - it is told
            said = traceback.format_exc()
        os.write(theirs, json.dumps(said).encode())
        leave(0)
    os.close(theirs)
    os.waitpid(forked, 0)
    return json.loads(os.read(ours, 100_000))


def connections() -> int:
    """Ask the server how many it has."""
    with urllib.request.urlopen(URL) as answer:  # noqa: S310 - a server of ours
        return int(answer.read())


def cold() -> object:
    """Fork while another thread makes the first call of all, and so imports the SDK and makes its client; give both answers."""
    answers: list[str] = []
    first = threading.Thread(target=lambda: answers.append(ask("first")))
    first.start()
    while first.is_alive() and SPEC.partition(":")[0] not in sys.modules:
        time.sleep(0.001)
    there = in_child(lambda: ask("forked"))
    first.join()
    return [*answers, there]


def let_go() -> object:
    """Close the models in the child, or drop them, and end there; tell what the server has of connections before and after."""

    async def begin() -> object:
        MODEL.complete("one")
        await ASYNC_MODEL.complete("one")
        before = connections()

        def close() -> None:
            MODEL.close()
            asyncio.run(ASYNC_MODEL.aclose())

        def drop() -> None:
            global MODEL, ASYNC_MODEL  # noqa: PLW0603 - of the child
            del MODEL, ASYNC_MODEL
            gc.collect()

        assert in_child(close) is None
        assert in_child(drop) is None
        return [before, connections(), MODEL.complete("two").text, (await ASYNC_MODEL.complete("two")).text]

    return asyncio.run(begin())


def streamed() -> object:
    """Fork while a stream is open: the child can't read it, and neither closing nor leaving it there cuts it off here."""
    with MODEL.stream("a tale") as stream:
        next(stream)
        told = in_child(lambda: [chunk.type for chunk in stream])
        assert in_child(stream.close) is None

        def leave() -> None:
            with stream:
                pass

        assert in_child(leave, sys.exit) is None
        here = "".join(stream.text)
    return {"child": told, "parent": here, "partial": stream.partial.text}


def streamed_awaited() -> object:
    """As above, awaited; the child reads on a loop of its own."""

    async def read() -> object:
        stream = ASYNC_MODEL.stream("a tale")
        async with stream:
            await anext(stream)

            async def rest() -> object:
                return [chunk.type async for chunk in stream]

            told = in_child(lambda: asyncio.run(rest()))
            assert in_child(lambda: asyncio.run(stream.aclose())) is None
            async for _ in stream:
                pass
        return {"child": told, "parent": stream.response.text, "partial": stream.partial.text}

    return asyncio.run(read())


def own_client() -> object:
    """Use a client of the caller's own in the child."""
    import openai

    client = openai.OpenAI(api_key="key-of-a-test", base_url=URL)
    with Model(SPEC, client=client, retry=None) as model:
        return {"parent": model.complete("one").text, "child": in_child(lambda: model.complete("two").text)}


def own_loop() -> object:
    """Use the parent's event loop in the child."""
    loop = asyncio.new_event_loop()

    def complete() -> str:
        return loop.run_until_complete(ASYNC_MODEL.complete("one")).text

    return {"parent": complete(), "child": in_child(complete)}


DEEDS: dict[str, Callable[[], object]] = {
    "cold": cold,
    "let_go": let_go,
    "sync": lambda: wrong(ask),
    "async": lambda: wrong(ask_awaited),
    "forked": lambda: [answer for prompt in ("one", "two") if (answer := ask_forked(prompt)) != prompt],
    "streamed": streamed,
    "streamed_awaited": streamed_awaited,
    "own_client": own_client,
    "own_loop": own_loop,
}
"""What can be done, in the order in which it is: the first two look at what was opened so far."""


def told(deed: Callable[[], object]) -> object:
    """Give what a deed gives, or what went wrong: the others are done all the same."""
    try:
        return deed()
    except Exception:  # noqa: BLE001 - it is told
        return traceback.format_exc()


if __name__ == "__main__":
    print(json.dumps({name: told(deed) for name, deed in DEEDS.items() if name in CHOSEN}))  # noqa: T201 - it is a program
