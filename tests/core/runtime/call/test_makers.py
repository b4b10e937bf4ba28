"""Twin of _runtime/call/makers.py: whose reasoning and whose files are whose."""

from __future__ import annotations

import pytest

from interlingua._runtime.call.makers import Makers
from interlingua.types import (
    AssistantMessage,
    AudioPart,
    DocumentPart,
    FileSource,
    Finish,
    ImagePart,
    PartEnd,
    PartStart,
    ReasoningBlock,
    ReasoningPart,
    Request,
    Response,
    SystemMessage,
    TextDelta,
    TextPart,
    ToolMessage,
    URLSource,
    UserMessage,
)

HOST = Makers("anthropic.messages", "minimax")
OWNER = Makers("anthropic.messages", "anthropic")


def thought(by: str | None) -> ReasoningPart:
    """Signed reasoning of a maker."""
    return ReasoningPart((ReasoningBlock("full", "hm"),), signature="s", provider=by)


def said(by: str | None) -> AssistantMessage:
    """An answer with it."""
    return AssistantMessage([thought(by), TextPart("a")])


def request(*makers: str | None) -> Request:
    """A conversation of several hosts' answers."""
    return Request(model_id="m", messages=(UserMessage("hi"), *map(said, makers)))


def makers_of(asked: Request) -> list[str | None]:
    """Whose reasoning it holds."""
    parts = [part for message in asked.messages for part in message.content]
    return [part.provider for part in parts if isinstance(part, ReasoningPart)]


def test_a_host_sends_its_own_in_the_dialects_name() -> None:
    """What the dialect's own provider made bears a name that no dialect writes; what others made keeps theirs."""
    sent = HOST.sent(request("minimax", "anthropic", "kimi", None))

    assert makers_of(sent) == ["anthropic", "another host", "kimi", None]
    assert [message.text for message in sent.messages] == ["hi", "a", "a", "a", "a"]


@pytest.mark.parametrize("makers", [HOST, OWNER])
def test_what_needs_no_other_name_is_the_same_object(makers: Makers) -> None:
    """Most conversations hold no signed reasoning."""
    asked, answer = request("kimi", None), Response(message=said(None))
    chunks = [PartEnd(0, TextPart("a")), TextDelta(0, "a")]

    assert makers.sent(asked) is asked
    assert makers.received(answer) is answer
    assert makers.chunks(list(chunks)) == chunks


def test_what_comes_bears_the_hosts_name() -> None:
    """Whole, in pieces, and in a final body that differs from them."""
    answer = Response(message=said("anthropic"))

    assert HOST.received(answer).message == said("minimax")
    assert HOST.chunks(
        [PartStart(0, thought("anthropic")), PartEnd(0, thought("anthropic")), Finish("stop", message=said("anthropic"))]
    ) == [
        PartStart(0, thought("minimax")),
        PartEnd(0, thought("minimax")),
        Finish("stop", message=said("minimax")),
    ]


def test_the_dialects_own_provider_needs_no_names() -> None:
    """Everything stays as the dialect has it."""
    asked, answer = request("anthropic", "minimax"), Response(message=said("anthropic"))

    assert OWNER.sent(asked) is asked
    assert OWNER.received(answer) is answer


def held(by: str | None) -> tuple[ImagePart, DocumentPart, AudioPart]:
    """A file of each kind that a provider holds."""
    source = FileSource(file_id="f", provider=by)
    return ImagePart(source), DocumentPart(source, "t"), AudioPart(source)


def holders(*messages: UserMessage | ToolMessage | AssistantMessage) -> list[str | None]:
    """Who holds the files in them."""
    sources = [getattr(part, "source", None) for message in messages for part in message.content]
    return [source.provider for source in sources if isinstance(source, FileSource)]


def test_a_host_is_sent_its_own_files() -> None:
    """In the dialect's name, from whoever shows them; an id of the dialect's own provider is another host's, and None is anyone's."""
    files = UserMessage([part for by in ("minimax", "anthropic", "kimi", None) for part in held(by)])
    shown = ToolMessage(tool_call_id="1", content=held("minimax"))
    plain = (SystemMessage("s"), UserMessage([TextPart("a"), ImagePart(URLSource(url="u"))]))
    sent = HOST.sent(Request(model_id="m", messages=(*plain, files, shown)))

    assert [name for name in ("anthropic", "another host", "kimi", None) for _ in range(3)] == holders(sent.messages[2])  # type: ignore[arg-type]  # a user's
    assert ["anthropic"] * 3 == holders(sent.messages[3])  # type: ignore[arg-type]  # a tool's
    assert all(new is old for new, old in zip(sent.messages, plain, strict=False))


def test_what_a_host_says_by_a_file_is_its_own() -> None:
    """Such as sound."""
    answer = Response(message=AssistantMessage([held("anthropic")[2]]))

    assert ["minimax"] == holders(HOST.received(answer).message)


def test_an_answers_own_fields_go_to_its_host_alone() -> None:
    """Another host of the dialect gets the message without them; they stay in the conversation."""
    wire = {"anthropic.messages": {"x_new": 1}, "openai.chat": {"y": 2}}
    answer = Response(message=AssistantMessage("a", provider_data=wire))
    kimi, owner = Makers("anthropic.messages", "kimi"), Makers("anthropic.messages", "anthropic")

    for makers, name in ((HOST, "minimax"), (owner, "anthropic")):
        received = makers.received(answer).message
        (streamed,) = makers.chunks([Finish("stop", message=answer.message)])
        asked = Request(model_id="m", messages=(UserMessage("hi"), received))

        assert received.provider_data == {**wire, "$host": {"anthropic.messages": name}}
        assert isinstance(streamed, Finish)
        assert streamed.message == received
        assert makers.sent(asked) is asked
        assert "anthropic.messages" not in kimi.sent(asked).messages[1].provider_data
        assert kimi.sent(asked).messages[1].provider_data["openai.chat"] == {"y": 2}
        assert asked.messages[1].provider_data["anthropic.messages"] == {"x_new": 1}


def test_fields_that_nobody_claims_are_the_callers() -> None:
    """They go to whatever speaks their dialect."""
    asked = Request(model_id="m", messages=(AssistantMessage("a", provider_data={"anthropic.messages": {"x": 1}}),))

    assert HOST.sent(asked) is asked
    assert OWNER.sent(asked) is asked
