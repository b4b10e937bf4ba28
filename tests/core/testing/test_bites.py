"""The suite bites: for each planted bug, the law that guards against it is broken, under its own name."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import pytest
from tests.core.testing import bugs, stream_bugs
from tests.core.testing.stream_bugs import reading
from tests.core.testing.toy import ToyDialect

from interlingua import get_dialect
from interlingua.testing.conformance import DialectConformance, verdict

if TYPE_CHECKING:
    from interlingua.dialect import Dialect

EXAMPLES = 1_000  # the first that breaks ends a search; which it is depends on what else the process has imported
CANONICAL, WIRE, SILENT, PAIRING, STREAM, SPLIT, HAND_OVER, TOTAL, STABLE = (
    "canonical round trip", "wire round trip", "no silent loss", "pairing", "streaming agrees", "split-invariance", "hand-over",
    "total decoders", "stable prefix",
)  # fmt: skip

PLANTED: list[tuple[type[ToyDialect], str, str]] = [
    (bugs.DropsSignatures, SILENT, "test_nothing_vanishes_from_a_request"),
    (bugs.TakesAnyRoleForTheModels, WIRE, "test_odd_response_bodies_come_back"),
    (bugs.TakesAWordForAList, WIRE, "test_odd_request_bodies_come_back"),
    (bugs.DropsReasoning, SILENT, "test_nothing_vanishes_from_a_response"),
    (bugs.DropsCitations, SILENT, "test_nothing_vanishes_from_a_response"),
    (bugs.DropsEmptyTexts, CANONICAL, "test_requests_come_back"),
    (bugs.StripsTexts, CANONICAL, "test_requests_come_back"),
    (bugs.NormalizesUnicode, CANONICAL, "test_requests_come_back"),
    (bugs.MendsSurrogates, CANONICAL, "test_requests_come_back"),
    (bugs.MergesTextsWithANewline, CANONICAL, "test_requests_come_back"),
    (bugs.ReordersBlocks, CANONICAL, "test_responses_come_back"),
    (bugs.KeepsOnlyTheLastSystemMessage, CANONICAL, "test_requests_come_back"),
    (bugs.TakesSystemTextsForTheUsers, CANONICAL, "test_requests_come_back"),
    (bugs.LosesIsError, PAIRING, "test_calls_and_results_stay_paired"),
    (bugs.SwallowsBadArguments, CANONICAL, "test_responses_come_back"),
    (bugs.RenamesCalls, PAIRING, "test_calls_and_results_stay_paired"),
    (bugs.KeepsOneOfParallelCalls, PAIRING, "test_calls_and_results_stay_paired"),
    (bugs.AnswersTwice, PAIRING, "test_calls_and_results_stay_paired"),
    (bugs.MovesResultsToTheEnd, PAIRING, "test_calls_and_results_stay_paired"),
    (bugs.DropsUnknownFields, WIRE, "test_request_bodies_come_back"),
    (bugs.DropsUnknownFields, SILENT, "test_nothing_vanishes_from_a_response_body"),
    (bugs.DropsUnknownBlocks, WIRE, "test_response_bodies_come_back"),
    (bugs.TakesFieldsForItsNotes, SILENT, "test_what_stays_behind_of_a_request_is_told"),
    (bugs.TakesFieldsForItsNotes, SILENT, "test_what_stays_behind_of_a_response_is_told"),
    (bugs.RefusesNamesLikeItsNotes, WIRE, "test_request_bodies_come_back"),
    (bugs.DropsNamesLikeItsNotes, WIRE, "test_response_bodies_come_back"),
    (bugs.TakesNullForAbsent, WIRE, "test_response_bodies_come_back"),
    (bugs.MakesFloatsOfIntegers, WIRE, "test_request_bodies_come_back"),
    (bugs.RoundsBigNumbers, CANONICAL, "test_requests_come_back"),
    (bugs.DropsZero, CANONICAL, "test_requests_come_back"),
    (bugs.DropsEmptyDescriptions, CANONICAL, "test_requests_come_back"),
    (bugs.InventsADefault, CANONICAL, "test_requests_come_back"),
    (bugs.InventsAnId, CANONICAL, "test_responses_come_back"),
    (bugs.DoesWithoutAModel, SILENT, "test_a_missing_model_is_told"),
    (bugs.BlamesTheMessages, SILENT, "test_a_missing_model_is_told"),
    (bugs.DeclaresTooLittle, SILENT, "test_what_is_lacking_is_declared"),
    (bugs.DeclaresTooMuch, SILENT, "test_what_is_lacking_is_declared"),
    (bugs.SpeaksForItself, SILENT, "test_nothing_vanishes_from_a_request"),
    (bugs.NamesTheWrongPlace, CANONICAL, "test_requests_come_back"),
    (bugs.WritesWhatIsForOthers, HAND_OVER, "test_what_is_kept_for_others_stays_home"),
    (bugs.SendsForeignFields, HAND_OVER, "test_what_one_host_said_goes_to_no_other_of_the_same_format"),
    (bugs.WritesOthersBlocks, CANONICAL, "test_requests_come_back"),
    (bugs.EatsTheBody, WIRE, "test_request_bodies_come_back"),
    (bugs.HidesFieldsInItsNormalForm, WIRE, "test_the_normal_form_means_the_same"),
    (bugs.NormalizesAnewEachTime, WIRE, "test_the_normal_form_means_the_same"),
    (bugs.MarksTheLastMessage, STABLE, "test_appending_changes_nothing_before"),
    (bugs.CountsMessagesInFront, STABLE, "test_appending_changes_nothing_before"),
    (bugs.ThinsOutOldTexts, STABLE, "test_appending_changes_nothing_before"),
    (bugs.TrustsEveryField, TOTAL, "test_damaged_requests"),
    (bugs.TrustsTheAnswer, TOTAL, "test_damaged_responses"),
    (bugs.TrustsTheCount, TOTAL, "test_any_object"),
    (reading(stream_bugs.ReusesAnIndex), STREAM, "test_a_stream_says_what_the_whole_says"),
    (reading(stream_bugs.MixesDeltas), STREAM, "test_each_part_begins_grows_and_ends"),
    (reading(stream_bugs.ShowsOtherTexts), STREAM, "test_each_part_begins_grows_and_ends"),
    (reading(stream_bugs.EndsPartsTwice), STREAM, "test_each_part_begins_grows_and_ends"),
    (reading(stream_bugs.LosesTheCallWithoutArguments), STREAM, "test_a_stream_says_what_the_whole_says"),
    (reading(stream_bugs.KeepsTheFirstPiece), STREAM, "test_a_stream_says_what_the_whole_says"),
    (reading(stream_bugs.LosesTheUsage), STREAM, "test_a_stream_says_what_the_whole_says"),
    (reading(stream_bugs.CountsZeroWhereNothingWasSaid), STREAM, "test_a_stream_says_what_the_whole_says"),
    (reading(stream_bugs.AlwaysStops), STREAM, "test_a_stream_says_what_the_whole_says"),
    (reading(stream_bugs.ForgetsTheStart), STREAM, "test_a_stream_says_what_the_whole_says"),
    (reading(stream_bugs.SharesItsParts), STREAM, "test_the_decoder_knows_the_response"),
    (stream_bugs.StreamsNoReasoning, STREAM, "test_a_stream_says_what_the_whole_says"),
    (reading(stream_bugs.FinishesACutStream), TOTAL, "test_a_cut_stream_is_not_finished"),
    (reading(stream_bugs.StepsOverGarbledEvents), TOTAL, "test_garbled_events"),
    (reading(stream_bugs.TrustsEveryEvent), TOTAL, "test_damaged_events"),
    (reading(stream_bugs.RaisesWhatItLikes), TOTAL, "test_any_bytes"),
    (reading(stream_bugs.KnowsNoLimit), TOTAL, "test_an_endless_event"),
    (reading(stream_bugs.CutsCharactersInTwo), SPLIT, "test_single_bytes_change_nothing"),
    (reading(stream_bugs.OneDeltaARead), SPLIT, "test_single_bytes_change_nothing"),
    (reading(stream_bugs.KnowsOneLineEnd), SPLIT, "test_cuts_change_nothing"),
    (reading(stream_bugs.LosesTheLastEvent), SPLIT, "test_cuts_change_nothing"),
]
"""The bug, the law that it breaks, and the test that finds it."""


@pytest.mark.parametrize(("planted", "law", "test"), PLANTED)
def test_a_planted_bug_is_found(planted: type[ToyDialect], law: str, test: str) -> None:
    """The suite fails with the law's name, and shows an example."""

    class Planted(DialectConformance):
        dialect: ClassVar[Dialect] = planted()

    found = verdict(Planted, test, examples=EXAMPLES, shrink=False)

    assert (found.test.law.name, found.outcome) == (law, "broken")
    assert found.reason


@pytest.mark.parametrize(("planted", "test"), [
    (bugs.LosesImagesAbroad, "test_a_conversation_goes_abroad_and_back"),
    (bugs.ForgetsWhatItCannotSay, "test_going_abroad_forgets_nothing"),
])  # fmt: skip
def test_a_bug_abroad_is_found(planted: type[ToyDialect], test: str) -> None:
    """A conversation that goes by way of a spoilt wire doesn't come home as it was."""

    class Planted(DialectConformance):
        dialect: ClassVar[Dialect] = get_dialect("openai.chat")
        abroad: ClassVar[tuple[Dialect, ...]] = (planted(),)

    found = verdict(Planted, test, examples=EXAMPLES, shrink=False)

    assert (found.test.law.name, found.outcome) == (HAND_OVER, "broken")


def test_nothing_is_found_where_nothing_is_planted() -> None:
    """Those very tests pass on the toy dialect as it is."""

    class Clean(DialectConformance):
        dialect: ClassVar[Dialect] = ToyDialect()

    tests = {test for _, _, test in PLANTED}

    assert {name: verdict(Clean, name, examples=20).reason for name in sorted(tests)} == dict.fromkeys(sorted(tests), "")
