"""The suite bites on what a dialect's documents say: for each planted bug, the law that guards against it is broken."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import pytest
from tests.core.testing import bugs, stream_bugs
from tests.core.testing import change_bugs as changes
from tests.core.testing import document_bugs as planted
from tests.core.testing import document_stream_bugs as streams
from tests.core.testing import odd_document_bugs as odd
from tests.core.testing.document_bugs import documented
from tests.core.testing.document_stream_bugs import streaming
from tests.core.testing.documented_toy import DocumentedToy
from tests.core.testing.test_bites import CANONICAL, PAIRING, SILENT, SPLIT, STREAM, TOTAL, WIRE
from tests.core.testing.test_bites import PLANTED as ELSEWHERE

from interlingua.testing.conformance import DialectConformance, verdict

if TYPE_CHECKING:
    from tests.core.testing.toy import ToyDialect

    from interlingua.dialect import Dialect

NOTHING_LOST = "nothing thrown away"

PLANTED: list[tuple[type[ToyDialect], str, str]] = [
    (planted.SwapsTwoReasonsBothWays, CANONICAL, "test_samples_mean_what_they_say"),
    (planted.ListensToAnybody, CANONICAL, "test_samples_mean_what_they_say"),
    (planted.PassesOverFailures, CANONICAL, "test_samples_mean_what_they_say"),
    (planted.ReadsNoCitations, CANONICAL, "test_samples_mean_what_they_say"),
    (planted.CountsOnlyWhatIsNew, CANONICAL, "test_counts_are_read"),
    (planted.WritesNoCacheMarks, WIRE, "test_samples_come_back"),
    (planted.SaysTitlesOnlyAsTheyWereSaid, CANONICAL, "test_what_samples_say_comes_back"),
    (planted.SaysNoThoughtsAgain, WIRE, "test_answers_are_said_again_as_documented"),
    (documented(bugs.DropsUnknownFields), SILENT, "test_unknown_fields_of_samples_come_back"),
    (planted.ReadsNoExamplesOfTools, WIRE, "test_documented_fields_of_requests_come_back"),
    (planted.WritesNoTier, WIRE, "test_documented_fields_of_responses_come_back"),
    (planted.KeepsCacheMarksToItself, SILENT, "test_documented_fields_stay_behind_with_a_loss"),
    (planted.TellsNoLostTool, SILENT, "test_values_are_written_as_documented"),
    (planted.AnswersNobody, SILENT, "test_values_are_written_as_documented"),
    (planted.StripsWhatItReads, CANONICAL, "test_samples_hold_any_text"),
    (documented(bugs.NormalizesUnicode), CANONICAL, "test_samples_hold_any_text"),
    (planted.HearsNoEmptyTextOfUsers, CANONICAL, "test_samples_hold_any_text"),
    (planted.KeepsTheLastOfEachSpeaker, WIRE, "test_requests_of_two_samples_come_back"),
    (planted.JoinsTextsThatMeet, WIRE, "test_answers_of_two_samples_come_back"),
    (documented(bugs.ReordersBlocks), CANONICAL, "test_parts_of_samples_stand_in_any_order"),
    (planted.KeepsMarksOfPartsInTheirMessage, WIRE, "test_what_stands_beside_a_change_comes_back"),
    (planted.KeepsMarksOfPartsInTheirMessage, WIRE, "test_what_stands_beside_a_gap_comes_back"),
    (planted.SaysTitlesOnlyAsTheyWereSaid, CANONICAL, "test_what_a_caller_changes_of_a_request_is_sent"),
    (changes.SaysTheWordThatCame, CANONICAL, "test_what_a_caller_changes_of_an_answer_is_said"),
    (changes.SaysPartsAsTheyCameWhileNoneIsAnother, WIRE, "test_a_changed_text_changes_nothing_else"),
    (changes.ShortensLongIds, WIRE, "test_samples_hold_any_id_and_media_type"),
    (planted.LooksBackAtEveryMessage, SPLIT, "test_work_grows_with_a_conversation"),
    (planted.LooksBackAtEveryPart, SPLIT, "test_work_grows_with_an_answer"),
    (streaming(stream_bugs.KeepsTheFirstPiece), STREAM, "test_sample_streams_add_up"),
    (streaming(stream_bugs.LosesTheUsage), STREAM, "test_sample_streams_add_up"),
    (streaming(streams.CountsNoOpaquePartsInDeltas), STREAM, "test_sample_streams_show_what_they_add_up_to"),
    (streaming(streams.NeedsTheLastBlankLine), SPLIT, "test_sample_streams_may_be_cut_anywhere"),
    (streaming(stream_bugs.OneDeltaARead), SPLIT, "test_sample_streams_may_be_cut_anywhere"),
    (streaming(streams.ForgetsWhatComesTheShortWay), SPLIT, "test_events_that_come_again_are_read_like_the_first"),
    (streaming(stream_bugs.FinishesACutStream), TOTAL, "test_cut_sample_streams_are_not_finished"),
    (streaming(streams.FinishesWhenAllContentHasCome), TOTAL, "test_sample_streams_need_their_final_event"),
    (planted.StreamsNoCitations, STREAM, "test_sample_answers_are_streamed_whole"),
    (planted.StreamsNoTier, STREAM, "test_streamed_answers_are_written_as_whole_ones"),
    (planted.NamesNoEvents, STREAM, "test_streams_are_written_as_documented"),
    (streaming(streams.ShowsTextsWhenTheyEnd), STREAM, "test_sample_streams_show_texts_as_they_come"),
    (streaming(streams.ForgetsOpenPartsOfABrokenStream), NOTHING_LOST, "test_broken_sample_streams_keep_what_was_shown"),
    (streaming(streams.ForgetsCitationsOfABrokenStream), NOTHING_LOST, "test_broken_sample_streams_keep_what_had_come"),
    (streaming(streams.KeepsNoNewFields), SILENT, "test_new_fields_of_events_are_kept"),
    (streaming(streams.ReadsNoTierAtTheEnd), SILENT, "test_documented_fields_of_events_are_kept"),
    (odd.KeepsWordsInSmallLetters, WIRE, "test_odd_values_of_requests_come_back"),
    (odd.KeepsWordsInSmallLetters, WIRE, "test_odd_values_of_answers_come_back"),
    (odd.ReadsWhatBeginsAlike, WIRE, "test_new_words_in_requests_come_back"),
    (odd.ReadsWhatBeginsAlike, WIRE, "test_new_words_in_answers_come_back"),
    (odd.TakesAnyEndForAGoodOne, CANONICAL, "test_new_reasons_are_read_as_other"),
    (streaming(odd.TakesAnyEndOfAStreamForAGoodOne), STREAM, "test_new_reasons_in_streams_are_read_as_other"),
    (odd.PutsUnmarkedBlocksBeside, WIRE, "test_blocks_without_notes_go_back_to_their_place"),
    (odd.NormalizesAllStopsToOne, WIRE, "test_the_normal_form_of_samples_means_the_same"),
    (odd.ShortensIds, PAIRING, "test_any_ids_keep_calls_apart"),
    (odd.ReadsIdsInSmallLetters, PAIRING, "test_any_ids_of_samples_stay_as_they_are"),
    (odd.MakesUpAnyId, PAIRING, "test_calls_without_ids_are_told_apart"),
    (odd.MakesUpAnyId, PAIRING, "test_calls_of_two_answers_without_ids_are_told_apart"),
    (odd.AnswersInSmallLetters, PAIRING, "test_results_answer_calls_without_ids"),
    (odd.KeepsFieldsOfCitations, SILENT, "test_what_a_caller_adds_for_this_wire_is_sent_or_told"),
    (odd.TellsNothingOfFitting, SILENT, "test_what_a_model_refuses_is_told"),
    (streaming(streams.ReadsNoTierAtTheEnd), SILENT, "test_what_sample_streams_say_is_kept"),
    (streaming(streams.TakesNumbersForNews), STREAM, "test_documented_events_are_understood"),
    (streaming(streams.StepsOverUnknownEvents), SILENT, "test_unknown_events_of_streams_are_kept"),
    (streaming(streams.JoinsTwoAnswers), SILENT, "test_two_streams_are_no_answer"),
    (streaming(stream_bugs.StepsOverGarbledEvents), TOTAL, "test_garbled_events_of_sample_streams_are_told"),
    (streaming(streams.GoesOnBehindErrors), NOTHING_LOST, "test_errors_within_sample_streams_say_why"),
    (streaming(streams.ComposesDeltas), STREAM, "test_sample_streams_hold_any_text"),
    (streaming(streams.CountsAllPiecesAnew), SPLIT, "test_work_grows_with_a_sample_stream"),
    (streaming(streams.LooksAtAllPartsAnew), SPLIT, "test_work_grows_with_a_stream"),
]
"""The bug, the law that it breaks, and the test that finds it."""


@pytest.mark.parametrize(("bug", "law", "test"), PLANTED)
def test_a_planted_bug_is_found(bug: type[ToyDialect], law: str, test: str) -> None:
    """The suite fails with the law's name, and says on what."""

    class Planted(DialectConformance):
        dialect: ClassVar[Dialect] = bug()

    found = verdict(Planted, test)

    assert (found.test.law.name, found.outcome) == (law, "broken")
    assert found.reason


def test_every_test_on_documents_bites() -> None:
    """Each test that draws no values has a bug in this list, or in that of `test_bites`."""
    found_by = {test for _, _, test in (*PLANTED, *ELSEWHERE)}

    assert {name for name, test in DialectConformance.tests.items() if not test.values} - found_by == set()


def test_nothing_is_found_where_nothing_is_planted() -> None:
    """Those very tests pass on the toy dialect as it is."""

    class Clean(DialectConformance):
        dialect: ClassVar[Dialect] = DocumentedToy()

    tests = {test for _, _, test in PLANTED}

    assert {name: verdict(Clean, name).reason for name in sorted(tests)} == dict.fromkeys(sorted(tests), "")
