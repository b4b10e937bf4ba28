"""The table of named forms."""

from __future__ import annotations

import pytest

from interlingua import convert_batch
from interlingua._runtime.convert.forms.table import FORMS


def test_what_can_be_written_says_in_which_dialect() -> None:
    """And what is a source alone does neither; each says what it is, and the columns that it reads."""
    assert (
        {"openai-batch", "anthropic-batch"}
        == {name for name, form in FORMS.items() if form.write}
        == {name for name, form in FORMS.items() if form.dialect}
    )
    assert all(form.what and form.columns for form in FORMS.values())


@pytest.mark.parametrize("name", FORMS)
def test_every_form_refuses_what_it_does_not_know(name: str) -> None:
    """By name, as one line's error."""
    [done] = convert_batch([{"something": 1}], source=name, target="openai.chat")

    assert name in str(done.error)
