"""Law 7: a conversation goes to another wire and back, or to another host of one wire; what one can't check waits for its maker."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from interlingua.dialect import Host, normal_form
from interlingua.testing.conformance.expect import expect_none, expect_same
from interlingua.testing.conformance.laws import proves
from interlingua.testing.conformance.sentinels import of_one_host, sent_on, vanished, with_sentinels
from interlingua.testing.conformance.strategies import DialectStrategies
from interlingua.testing.pruning import lossless, sayable, without
from interlingua.testing.strategies import FOREIGN, naturalized
from interlingua.types import Origin, Request, UserMessage

if TYPE_CHECKING:
    from interlingua.dialect import Dialect
    from interlingua.testing.conformance.laws import LawTest
    from interlingua.types import JsonObject, Message


class HandOver(DialectStrategies):
    """Home → canonical → abroad → canonical → home, for every other dialect.

    Attributes:
        abroad: The other dialects; those of all installed providers where the class names none.
    """

    abroad: ClassVar[tuple[Dialect, ...]]

    @classmethod
    def others(cls) -> tuple[Dialect, ...]:
        """Give the dialects to hand over to."""
        if hasattr(cls, "abroad"):
            return cls.abroad
        from interlingua.runtime import installed_providers

        providers = [row.provider for row in installed_providers() if row.provider is not None]
        brought = {name: dialect for provider in providers for name, dialect in provider.dialects().items()}
        return tuple(dialect for name, dialect in sorted(brought.items()) if name != cls.dialect.name)

    @classmethod
    def lacks(cls, test: LawTest) -> str | None:
        """Say that there is no other dialect to hand over to."""
        if test.needs == "another dialect" and not cls.others():
            return "no other dialect is installed"
        return super().lacks(test)

    @proves(7, needs="another dialect", request="requests")
    def test_a_conversation_goes_abroad_and_back(self, request: Request) -> None:
        """People change models in mid-conversation; text, calls, results and images must get there, and home again, in order."""
        home = self.dialect
        request = lossless(request, home.encode_request)
        at_home = home.decode_request(home.encode_request(request).body).value
        for abroad in self.others():
            kept = _sayable_there_and_back(_asked(at_home), home, abroad)
            went = _asked(abroad.decode_request(abroad.encode_request(kept).body).value)
            came_back = home.decode_request(home.encode_request(sayable(went, home.encode_request)).body).value

            expect_same(_said(came_back.messages), _said(kept.messages), f"by way of {abroad.name} it came home another")

    @proves(7, needs="another dialect", request="requests")
    def test_going_abroad_forgets_nothing(self, request: Request) -> None:
        """A signature that the wire abroad can't check is still there when the conversation comes home to its maker."""
        home = self.dialect
        request = naturalized(request, home.name)
        body = home.encode_request(sayable(request, home.encode_request)).body
        conversation = home.decode_request(body).value
        for abroad in self.others():
            abroad.encode_request(sayable(_asked(conversation), abroad.encode_request))

            again = home.encode_request(conversation).body
            expect_same(home.wire_normal_form(again), home.wire_normal_form(body), f"encoding for {abroad.name} changed the conversation")

    @proves(7, request="requests")
    def test_what_is_kept_for_others_stays_home(self, request: Request) -> None:
        """Another provider's fields are no business of this one: it would refuse the request, or read what isn't meant for it."""
        request = sayable(request, self.dialect.encode_request)
        alone = self.dialect.encode_request(without(FOREIGN, request)).body

        expect_same(self.dialect.encode_request(request).body, alone, "another dialect's fields were written")

    @proves(7, body="response_bodies")
    def test_what_one_host_said_goes_to_no_other_of_the_same_format(self, body: JsonObject) -> None:
        """Hosts refuse each other's fields with a 400, or read what isn't meant for them; and what stays behind must not vanish unsaid."""
        home, abroad = (Host(self.dialect, Origin(name, model_id="some-model")) for name in ("one-host", "another-host"))
        answer = home.received(self.dialect.decode_response(with_sentinels(body)).value)
        asked = Request(
            model_id="some-model", messages=(UserMessage("hi"), answer.message, UserMessage("and?")), max_tokens=9, provider_data={}
        )
        own = of_one_host(asked)

        outgoing = abroad.outgoing(asked)
        encoded = self.dialect.encode_request(outgoing.request)
        expect_none(sent_on(own, encoded.body), "a foreign field was sent")
        expect_none(vanished(own, None, outgoing.told(encoded.losses)), "a foreign field stays behind, and no loss tells it")


def _sayable_there_and_back(request: Request, home: Dialect, abroad: Dialect) -> Request:
    """Leave out what one of the two wires loses, also where what is left comes back as one turn.

    A message of which nothing is left is gone, so that its neighbours of one role meet: abroad they are one turn, which home may not
    be able to say in its order, and says so.
    """
    while True:
        kept = lossless(request, abroad.encode_request, forget=home.name)
        turns = normal_form(kept)
        left = lossless(turns, home.encode_request, forget=home.name)
        if left.messages == turns.messages:
            return kept  # its neighbours of one role are still apart, if it has any
        request = kept.model_copy(update={"messages": left.messages})


def _asked(request: Request) -> Request:
    """Name a model, as `Model` does, where the wire that the request comes from names it elsewhere."""
    return request if request.model_id else request.model_copy(update={"model_id": "some-model"})


def _said(messages: tuple[Message, ...]) -> list[object]:
    """Say what was said, without what only one dialect knows of it."""
    return [
        (
            message.role,
            getattr(message, "tool_call_id", None),
            getattr(message, "is_error", None),
            [part.model_copy(update={"provider_data": {}}) for part in message.content],
        )
        for message in normal_form(messages)
    ]  # fmt: skip
