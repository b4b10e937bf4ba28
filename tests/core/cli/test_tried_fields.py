"""What `interlingua check` says was tried of a format's documents."""

from __future__ import annotations

from typing import Any

from tests.core.testing.documented_toy import DocumentedToy
from tests.core.testing.toy import ToyDialect

from interlingua.cli.tried_fields import fields_in_words, tried_fields


def test_fields_are_counted_for_each_kind_of_body() -> None:
    """Each with the number of bodies that have it; what never was tried is listed by its type."""
    found: Any = tried_fields(DocumentedToy())

    assert found["samples"] == 17
    assert set(found) == {"samples", "request", "response", "event", "finish_reasons_not_shown"}
    assert list(found["request"]["tried"]) == sorted(found["request"]["tried"])
    assert found["request"]["tried"]["tools.shown"] >= 2
    assert found["request"]["not_tried"] == [f"Citation.{field}" for field in ("title", "url", "start", "end", "page")]
    assert found["event"]["not_tried"] == []


def test_a_format_without_documents() -> None:
    """The line says what that means."""
    found = tried_fields(ToyDialect())

    assert found == {"samples": 0}
    assert fields_in_words("toy.plain", found) == "toy.plain brings no sample bodies: what only its documents say was not tried\n"


def test_in_words() -> None:
    """The least that a field was tried, and the first five that never were."""
    words = fields_in_words(
        "toy.plain",
        {
            "samples": 3,
            "finish_reasons_not_shown": ["refusal", "pause"],
            "request": {"tried": {"a": 4, "b": 2}, "not_tried": []},
            "response": {"tried": {"a": 1}, "not_tried": [*"cdefg"]},
            "event": {"tried": {}, "not_tried": [*"cdefghi"]},
        },
    )

    assert words == (
        "toy.plain brings 3 sample bodies\n"
        "  no sample shows refusal, pause: whether the words for these finish reasons are right was not tried\n"
        "  request: 2 documented fields tried, each in 2 or more bodies; none not tried\n"
        "  response: 1 documented fields tried, each in 1 or more bodies; 5 not tried: c, d, e, f, g\n"
        "  event: 0 documented fields tried, each in 0 or more bodies; 7 not tried: c, d, e, f, g and 2 more (--json lists them)\n"
    )


def test_a_schema_without_samples_is_told_as_that() -> None:
    """Fields that stand in no body were not tried."""
    words = fields_in_words("toy.plain", {"samples": 0, "request": {"tried": {}, "not_tried": ["Request.model"]}})

    assert words == "toy.plain brings no sample bodies: what only its documents say was not tried\n"
