"""`interlingua.dialect.feature_words`: what each feature is."""

from __future__ import annotations

from typing import get_args

from interlingua.dialect import FEATURE_WORDS, Feature


def test_every_feature_is_explained() -> None:
    """Once, in the order of the vocabulary, and no word that there isn't."""
    assert [*get_args(Feature)] == [*FEATURE_WORDS]
    assert len(FEATURE_WORDS) == len({*FEATURE_WORDS.values()})


def test_an_explanation_is_part_of_a_sentence() -> None:
    """It begins small, ends without a stop, and is no longer than a line."""
    for feature, words in FEATURE_WORDS.items():
        assert (words[0].islower(), words.endswith("."), len(words) < 120) == (True, False, True), feature
