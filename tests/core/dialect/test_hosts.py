"""Twin of dialect/hosts.py: what of a conversation a host may have, and whose its answers are."""

from __future__ import annotations

import pytest

import interlingua
from interlingua.dialect import Host
from interlingua.types import (
    AssistantMessage,
    AudioPart,
    Citation,
    DocumentPart,
    FileSource,
    Finish,
    ImagePart,
    Message,
    OpaquePart,
    Origin,
    PartEnd,
    PartStart,
    ReasoningBlock,
    ReasoningPart,
    Request,
    Response,
    ResponseStart,
    SystemMessage,
    TextDelta,
    TextPart,
    ToolCallPart,
    ToolMessage,
    URLSource,
    UserMessage,
)

CLAUDE, CHAT, RESPONSES = (interlingua.get_dialect(name) for name in ("anthropic.messages", "openai.chat", "openai.responses"))
HOST = Host(CLAUDE, Origin("minimax", model_id="M3"))
OWNER = Host(CLAUDE, Origin("anthropic"))


def thought(by: str | None) -> ReasoningPart:
    """Signed reasoning of a maker."""
    return ReasoningPart((ReasoningBlock("full", "hm"),), signature="s", provider=by)


def said(by: str | None) -> AssistantMessage:
    """An answer with it, of which nobody says whose it is."""
    return AssistantMessage([thought(by), TextPart("a")])


def asked(*messages: Message) -> Request:
    """A request with these messages."""
    return Request(model_id="m", messages=(UserMessage("hi"), *messages))


def makers_of(request: Request) -> list[str | None]:
    """Whose reasoning it holds."""
    parts = [part for message in request.messages for part in message.content]
    return [part.provider for part in parts if isinstance(part, ReasoningPart)]


def held(by: str | None) -> tuple[ImagePart, DocumentPart, AudioPart]:
    """A file of each kind that a provider holds."""
    source = FileSource(file_id="f", provider=by)
    return ImagePart(source), DocumentPart(source, "t"), AudioPart(source)


def holders(message: Message) -> list[str | None]:
    """Who holds the files in it."""
    sources = [getattr(part, "source", None) for part in message.content]
    return [source.provider for source in sources if isinstance(source, FileSource)]


# --- what nobody says the origin of


def test_a_host_sends_its_own_in_the_dialects_name() -> None:
    """What the dialect's own provider made bears a name that no dialect writes; what others made keeps theirs."""
    sent = HOST.outgoing(asked(said("minimax"), said("anthropic"), said("kimi"), said(None)))

    assert sent.losses == ()
    assert makers_of(sent.request) == ["anthropic", "another host", "kimi", None]
    assert [message.text for message in sent.request.messages] == ["hi", "a", "a", "a", "a"]


@pytest.mark.parametrize("host", [HOST, OWNER])
def test_what_needs_no_other_name_is_the_same_object(host: Host) -> None:
    """Most conversations hold no signed reasoning."""
    request = asked(said("kimi"), said(None), AssistantMessage("a", provider_data={"anthropic.messages": {"x": 1}}))
    chunks = [PartEnd(0, TextPart("a")), TextDelta(0, "a")]

    assert host.outgoing(request).request is request
    assert host.chunks(list(chunks)) == chunks


def test_the_dialects_own_provider_needs_no_names() -> None:
    """Everything stays as the dialect has it."""
    request = asked(said("anthropic"), said("minimax"))

    assert OWNER.outgoing(request).request is request
    assert OWNER.received(Response(message=said("anthropic"))).message == said("anthropic")


def test_a_host_is_sent_its_own_files() -> None:
    """In the dialect's name, from whoever shows them; an id of the dialect's own provider is another host's, and None is anyone's."""
    files = UserMessage([part for by in ("minimax", "anthropic", "kimi", None) for part in held(by)])
    shown = ToolMessage(tool_call_id="1", content=held("minimax"))
    plain = (SystemMessage("s"), UserMessage([TextPart("a"), ImagePart(URLSource(url="u"))]))
    sent = HOST.outgoing(Request(model_id="m", messages=(*plain, files, shown))).request

    assert [name for name in ("anthropic", "another host", "kimi", None) for _ in range(3)] == holders(sent.messages[2])
    assert ["anthropic"] * 3 == holders(sent.messages[3])
    assert all(new is old for new, old in zip(sent.messages, plain, strict=False))


def test_a_message_of_an_older_version_says_its_provider_alone() -> None:
    """Its fields go to hosts of that name, wherever they are, and to no other."""
    message = AssistantMessage("a", provider_data={"anthropic.messages": {"x_new": 1}, "$host": {"anthropic.messages": "minimax"}})
    request = asked(message)

    assert HOST.outgoing(request).request is request
    assert Host(CLAUDE, Origin("minimax", "https://proxy:443/00")).outgoing(request).request is request
    sent = OWNER.outgoing(request)
    assert "anthropic.messages" not in sent.request.messages[1].provider_data
    assert [loss.path for loss in sent.losses] == ["$.messages[1].provider_data['anthropic.messages'].x_new"]


# --- what a host answers


def test_what_comes_bears_the_hosts_name() -> None:
    """Whole, in pieces, and in a final body that differs from them."""
    answer = Response(message=said("anthropic"), model_id="M3-0915")
    made = Origin("minimax", model_id="M3-0915", digest="d")
    chunks = [
        ResponseStart(model_id="M3-0915"),
        PartStart(0, thought("anthropic")),
        PartEnd(0, thought("anthropic")),
        Finish("stop", message=said("anthropic")),
    ]
    start, begun, ended, finish = HOST.chunks(chunks, "d")

    assert HOST.received(answer, "d").message == said("minimax")
    assert made == HOST.received(answer, "d").message.origin
    assert [PartStart(0, thought("minimax")), PartEnd(0, thought("minimax"))] == [begun, ended]
    assert isinstance(start, ResponseStart)
    assert isinstance(finish, Finish)
    assert finish.message is not None
    assert made == start.origin
    assert finish.message == said("minimax")


def test_an_answer_that_names_no_model_is_the_asked_ones() -> None:
    """Some servers leave it out."""
    assert HOST.received(Response(message=said(None))).message.origin == Origin("minimax", model_id="M3")


def test_what_a_host_says_by_a_file_is_its_own() -> None:
    """Such as sound."""
    answer = Response(message=AssistantMessage([held("anthropic")[2]]))

    assert ["minimax"] == holders(HOST.received(answer).message)


# --- what another host answered

CALL = {"id": "c", "type": "function", "index": 0, "function": {"name": "f", "arguments": "{}", "provider_specific_fields": {"s": 1}}}
ANSWER = {
    "id": "1",
    "model": "m",
    "choices": [
        {
            "index": 0,
            "finish_reason": "tool_calls",
            "message": {
                "role": "assistant",
                "content": "text",
                "annotations": [{"type": "url_citation", "url_citation": {"url": "u", "title": "t", "start_index": 0, "end_index": 4}}],
                "executed_tools": [{"name": "search"}],
                "refusal": None,
                "tool_calls": [{**CALL, "extra_content": {"google": {"thought_signature": "sig"}}}],
            },
        }
    ],
}
GEMINI = Host(CHAT, Origin("gemini-openai", model_id="g"))
GROQ = Host(CHAT, Origin("groq"))
TOOLS = (ToolMessage(tool_call_id="c", content="done"),)


def test_what_one_host_adds_to_a_call_goes_to_no_other() -> None:
    """At every depth, and each field is told; the conversation keeps them all."""
    message = GEMINI.received(CHAT.decode_response(ANSWER).value).message
    request = asked(message, *TOOLS)
    sent = GROQ.outgoing(request)
    body = CHAT.encode_request(sent.request).body

    assert body["messages"][1] == {
        "role": "assistant",
        "content": "text",
        "annotations": [{"type": "url_citation", "url_citation": {"url": "u", "title": "t", "start_index": 0, "end_index": 4}}],
        "tool_calls": [{"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}],
    }
    assert {loss.kind for loss in sent.losses} == {"hint"}
    assert {loss.path for loss in sent.losses} >= {
        "$.messages[1].provider_data['openai.chat'].executed_tools",
        "$.messages[1].content[1].provider_data['openai.chat'].index",
        "$.messages[1].content[1].provider_data['openai.chat'].extra_content",
        "$.messages[1].content[1].provider_data['openai.chat'].function",
    }
    home = GEMINI.outgoing(request)
    assert home.request is request
    assert CHAT.encode_request(home.request).body["messages"][1]["tool_calls"][0]["extra_content"]  # type: ignore[call-overload, index]  # JSON


def test_two_addresses_of_one_provider_are_two_hosts() -> None:
    """`openai:…?base_url=` leads to whatever is there."""
    one, other = (Host(CHAT, Origin("openai", f"https://{name}:443/00")) for name in ("one", "other"))
    part = TextPart("a", provider_data={"openai.chat": {"x": 1}})
    message = one.received(Response(message=AssistantMessage([thought("openai"), part]))).message
    request = asked(message)

    assert one.outgoing(request).request is request
    sent = other.outgoing(request)
    assert makers_of(sent.request) == ["openai at another address"]
    assert sent.request.messages[1].content[1].provider_data == {}
    assert [loss.reason for loss in sent.losses] == ["a field of openai at another address: it goes back there alone"]


def test_the_kind_of_a_call_and_a_cache_breakpoint_go_anywhere() -> None:
    """They say the same to every host of the format."""
    fields = {"type": "custom", "cache_control": {"type": "ephemeral"}, "x": 1}
    call = ToolCallPart("c", "f", "text", provider_data={"openai.chat": fields})
    message = AssistantMessage([call], origin=Origin("gemini-openai"))
    sent = GROQ.outgoing(asked(message, *TOOLS))

    assert sent.request.messages[1].content[0].provider_data == {"openai.chat": {"type": "custom", "cache_control": {"type": "ephemeral"}}}
    assert [loss.path for loss in sent.losses] == ["$.messages[1].content[0].provider_data['openai.chat'].x"]


ITEMS = {
    "id": "resp_1",
    "model": "grok",
    "status": "completed",
    "output": [
        {"type": "web_search_call", "id": "ws_1", "status": "completed", "action": {"type": "search", "query": "q"}},
        {"type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": "e"},
        {
            "type": "message",
            "id": "resp_1_msg",
            "role": "assistant",
            "status": "completed",
            "content": [
                {"type": "output_text", "text": "one", "annotations": []},
                {"type": "output_text", "text": "two", "annotations": []},
            ],
        },
        {"type": "image_generation_call", "id": "ig_1", "status": "completed", "result": "aGk="},
        {"type": "function_call", "id": "fc_1", "call_id": "c", "name": "f", "arguments": "{}", "status": "completed"},
    ],
}


def test_items_of_another_host_lose_their_ids_and_statuses() -> None:
    """OpenAI refuses ids that aren't its own; what a server did itself is a hint, and a picture is content."""
    xai, openai = Host(RESPONSES, Origin("xai", model_id="grok")), Host(RESPONSES, Origin("openai"))
    message = xai.received(RESPONSES.decode_response(ITEMS).value).message
    request = asked(message, *TOOLS)
    sent = openai.outgoing(request)
    encoded = RESPONSES.encode_request(sent.request)

    assert encoded.body["input"] == [
        {"role": "user", "content": "hi"},
        {"type": "message", "role": "assistant", "content": "one"},
        {"type": "message", "role": "assistant", "content": "two"},
        {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"},
        {"type": "function_call_output", "call_id": "c", "output": "done"},
    ]
    told = {loss.path: loss.kind for loss in sent.told(encoded.losses)}
    assert told["$.messages[1].content[0]"] == "hint"
    assert told["$.messages[1].content[1]"] == "hint"  # the reasoning, told by the encoder at its place in the conversation
    assert told["$.messages[1].content[4]"] == "content"
    assert told["$.messages[1].content[5].provider_data['openai.responses'].id"] == "hint"
    assert any("item" in path and path.startswith("$.messages[1].content[2]") for path in told)
    home = xai.outgoing(request)
    assert home.losses == ()
    assert RESPONSES.encode_request(home.request).body["input"][1:6] == ITEMS["output"]  # type: ignore[index]  # JSON


def test_what_answers_an_opaque_call_stays_behind_with_it() -> None:
    """A message of nothing else is left out, and the places of those behind it are told as the caller's."""
    call = OpaquePart("openai.responses", {"type": "computer_call", "id": "cu_1", "call_id": "call_1", "status": "completed"})
    output = OpaquePart("openai.responses", {"type": "computer_call_output", "call_id": "call_1", "output": {}})
    message = AssistantMessage([call], origin=Origin("xai"))
    foreign = OpaquePart("anthropic.messages", {"type": "x"})
    go_on = {"type": "input_text", "text": "go on"}
    last = UserMessage([output, foreign, TextPart("go on")])
    sent = Host(RESPONSES, Origin("openai")).outgoing(asked(message, UserMessage(output), last))
    encoded = RESPONSES.encode_request(sent.request)

    assert encoded.body["input"] == [{"role": "user", "content": "hi"}, {"role": "user", "content": [go_on]}]
    assert [loss.path for loss in sent.losses] == ["$.messages[1].content[0]", "$.messages[2].content[0]", "$.messages[3].content[0]"]
    assert [loss.path for loss in sent.told(encoded.losses)][3:] == ["$.messages[3].content[1]"]


def test_a_files_id_is_known_where_it_lies() -> None:
    """Though two hosts have one provider's name."""
    message = AssistantMessage([held("openai")[2]], origin=Origin("openai", "https://one:443/00"))

    assert holders(Host(CHAT, Origin("openai")).outgoing(asked(message)).request.messages[1]) == ["openai at another address"]


def test_a_citation_is_told_as_one() -> None:
    """Its own form says again what ours says, and the words that it stands beside go."""
    cited = Citation(title="t", provider_data={"anthropic.messages": {"type": "web_search_result_location", "encrypted_index": "e"}})
    message = AssistantMessage([TextPart("a", [cited])], origin=Origin("minimax"))
    sent = OWNER.outgoing(asked(message))

    assert [loss.path for loss in sent.losses] == ["$.messages[1].content[0].citations[0]"]
    assert sent.request.messages[1].content == (TextPart("a", [Citation(title="t")]),)


def test_a_citation_leaves_its_kind_behind() -> None:
    """A kind asks for fields that stay behind, such as a file's id. That of a page is said again by the wire itself."""
    annotations = [
        {"type": "file_citation", "file_id": "file-1", "filename": "a.txt", "index": 0},
        {"type": "of_a_kind", "url": "https://a.example"},
        {"type": "url_citation", "url": "https://a.example", "title": "A", "start_index": 0, "end_index": 1},
    ]
    text = {"type": "output_text", "text": "a", "annotations": annotations}
    item = {"type": "message", "role": "assistant", "content": [text]}
    answer = RESPONSES.decode_response({"id": "r", "status": "completed", "output": [item]}).value
    request = asked(Host(RESPONSES, Origin("xai")).received(answer).message)
    sent = Host(RESPONSES, Origin("openai")).outgoing(request)
    encoded = RESPONSES.encode_request(sent.request)

    assert encoded.body["input"][1]["content"][0]["annotations"] == annotations[2:]  # type: ignore[index, call-overload]  # JSON
    assert [loss.path for loss in sent.told(encoded.losses)] == [f"$.messages[1].content[0].citations[{place}]" for place in (0, 1)]
    assert RESPONSES.encode_request(request).body["input"][1]["content"][0] == text  # type: ignore[index, call-overload]  # JSON


def test_what_both_tell_is_told_once() -> None:
    """A citation that loses its own fields, and then can't be said at all."""
    cited = Citation(cited_text="b", provider_data={"anthropic.messages": {"type": "char_location", "document_index": 0}})
    sent = OWNER.outgoing(asked(AssistantMessage([TextPart("a", [cited])], origin=Origin("minimax"))))

    assert [loss.path for loss in sent.told(CLAUDE.encode_request(sent.request).losses)] == ["$.messages[1].content[0].citations[0]"]


@pytest.mark.parametrize("dialect", [CLAUDE, CHAT, RESPONSES])
def test_an_answer_that_says_nothing_stays_at_home(dialect: interlingua.dialect.Dialect) -> None:
    """Hosts refuse it; its own may have it back."""
    request = asked(AssistantMessage([], origin=Origin("one")), UserMessage("more"))
    sent = Host(dialect, Origin("two")).outgoing(request)

    assert [message.role for message in sent.request.messages] == ["user", "user"]
    assert [(loss.path, loss.kind) for loss in sent.losses] == [("$.messages[1]", "hint")]
    assert sent.messages == (0, 2)
    assert Host(dialect, Origin("one")).outgoing(request).request is request


# --- reasoning of one maker at several hosts, and of several at one


def test_reasoning_goes_between_hosts_of_one_maker() -> None:
    """Claude's clouds check each other's signatures; everything else of the host's own stays behind."""

    def maker(origin: Origin) -> str | None:
        return "Claude" if origin.provider in {"anthropic", "bedrock"} else None

    cloud = Host(CLAUDE, Origin("bedrock"), maker)
    answer = Response(message=AssistantMessage([thought("anthropic"), TextPart("a", provider_data={"anthropic.messages": {"x": 1}})]))
    message = cloud.received(answer).message
    sent = Host(CLAUDE, Origin("anthropic"), maker).outgoing(asked(message))

    assert makers_of(Request(model_id="m", messages=(message,))) == ["bedrock"]
    assert makers_of(sent.request) == ["anthropic"]
    assert [loss.path for loss in sent.losses] == ["$.messages[1].content[1].provider_data['anthropic.messages'].x"]
    assert makers_of(Host(CLAUDE, Origin("kimi"), maker).outgoing(asked(message)).request) == ["bedrock"]


def test_reasoning_of_another_maker_at_the_same_host_stays_behind() -> None:
    """A host with many makers' models; its own fields go, as it is the same host."""

    def maker(origin: Origin) -> str | None:
        return (origin.model_id or "").partition("/")[0]

    claude, gpt = (Host(CHAT, Origin("openrouter", model_id=model), maker) for model in ("anthropic/claude", "openai/gpt"))
    part = TextPart("a", provider_data={"openai.chat": {"x": 1}})
    message = claude.received(Response(message=AssistantMessage([thought("openai"), part]))).message

    assert makers_of(claude.outgoing(asked(message)).request) == ["openai"]
    sent = gpt.outgoing(asked(message)).request
    assert makers_of(sent) == ["anthropic/claude"]
    assert sent.messages[1].content[1] == part
