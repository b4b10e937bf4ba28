"""What a model on a host accepts: the words for it, and the value that a dialect is given.

Nothing is known of an unknown model, which may do everything; the API is the judge. What is known stands in rows (`rows.py`), and one
pass brings a request into what they say (`fit`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias, get_args

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interlingua.types.base import JsonObject

Feature: TypeAlias = Literal[
    "temperature",
    "top_p",
    "top_k",
    "temperature_with_top_p",
    "sampling_with_reasoning",
    "top_p_with_reasoning",
    "max_tokens",
    "stop",
    "stop_blank",
    "text_blank",
    "text_halves",
    "seed",
    "metadata",
    "metadata_unstored",
    "cache_key_long",
    "output_schema",
    "output_schema_with_tools",
    "output_schema_streamed",
    "json_object",
    "json_object_unsaid",
    "reasoning_effort",
    "reasoning_budget",
    "reasoning_budget_above_max_tokens",
    "reasoning_off",
    "reasoning_unasked",
    "reasoning_adaptive",
    "reasoning_effort_when_off",
    "served",
    "tools",
    "tools_with_reasoning",
    "tool_arguments_any",
    "tool_arrays_any",
    "tool_strict",
    "tool_strict_mixed",
    "tool_choice",
    "tool_choice_without_tools",
    "tool_choice_named",
    "tool_choice_forced",
    "tool_choice_forced_with_reasoning",
    "tool_choice_forced_with_budget",
    "parallel_tool_calls",
    "system_in_place",
    "system_anywhere",
    "system_directive",
    "system_as_user",
    "developer_role",
    "prefill",
    "prefill_with_reasoning",
    "prefill_with_output_schema",
    "image",
    "image_size",
    "document",
    "audio",
    "document_untitled",
    "user_citations",
    "assistant_document",
    "citations",
    "text_alone",
    "message_name",
    "message_loose",
    "empty_message",
    "empty_answer",
    "calls_first",
    "user_after_tool",
    "item_id_any",
    "reasoning_text",
    "reasoning_unsigned",
    # What follows is a wire's alone, but that a host may not fetch what stands at an address, take no refusal, or no arguments that are no
    # JSON: no encoder asks whether a model takes it.
    "image_url",
    "document_url",
    "image_file",
    "document_text",
    "assistant_image",
    "assistant_audio",
    "refusal_part",
    "text_after_calls",
    "invalid_arguments",
    "tool_error",
    "tool_image",
    "streaming",
]
"""What a wire, a host or a model may not be able to say: the one vocabulary of `Dialect.lacks`, of rows and of the laws.

Each is explained in `feature_words.py`.
"""

FEATURES: Final[frozenset[Feature]] = frozenset(get_args(Feature))


class Limit(NamedTuple):
    """How a feature is taken, where not every value of it is.

    Attributes:
        at_least: The least number; of stop texts and tools, how many.
        at_most: The greatest number, alike.
        one_of: The words or numbers that are taken; of images and documents, the media types.
    """

    at_least: float | None = None
    at_most: float | None = None
    one_of: tuple[str | float, ...] | None = None

    def allows(self, value: str | float) -> bool:
        """Tell whether a value is taken."""
        if self.one_of is not None:
            return value in self.one_of
        if isinstance(value, str):
            return True
        return (self.at_least is None or value >= self.at_least) and (self.at_most is None or value <= self.at_most)

    def nearest(self, value: float) -> float:
        """Give the nearest number within the bounds."""
        low = value if self.at_least is None else max(value, self.at_least)
        return low if self.at_most is None else min(low, self.at_most)


class CallSignature(NamedTuple):
    """A signature without which a model refuses the first call of a step, also one that another model made.

    Attributes:
        places: The fields of a wire's call that lead to it, in each spelling that there is; the first one is written.
        placeholder: What its maker documents for calls that have none.
    """

    places: tuple[tuple[str, ...], ...]
    placeholder: str


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a model on a host accepts. An unknown model may do everything, and the API is the judge.

    Attributes:
        lacks: The features that it refuses; they are left out with a `Loss`, but for those that are a wire's alone.
        field_names: The host's own name for a body field, by the reference name, such as
            `{"max_completion_tokens": "max_tokens"}`.
        tool_id_length: Of how many letters and digits exactly a call's id must be; None where it may be any.
        call_signature: What the first call of a step must have, or None.
        limits: How a feature is taken, where not every value of it is.
        refused_fields: Fields that only the wire knows (`logprobs`) and that it refuses; a dot leads into one (`text.verbosity`).
        field_limits: How such a field is taken, where not every value of it is.
        tool_names: Which names of tools it takes, where that is another rule than the provider's (see `Provider`).
        off_fields: The body's fields that say that the model is not to reason, where the effort `none` isn't the word.
    """

    lacks: frozenset[Feature] = frozenset()
    field_names: Mapping[str, str] = field(default_factory=dict)
    tool_id_length: int | None = None
    call_signature: CallSignature | None = None
    limits: Mapping[Feature, Limit] = field(default_factory=dict)
    refused_fields: frozenset[str] = frozenset()
    field_limits: Mapping[str, Limit] = field(default_factory=dict)
    tool_names: str | None = None
    off_fields: JsonObject | None = None

    def has(self, feature: Feature) -> bool:
        """Tell whether the feature is accepted, if only so."""
        return feature not in self.lacks

    def limit(self, feature: Feature) -> Limit:
        """Tell how the feature is taken."""
        return self.limits.get(feature, _ANY)


_ANY: Final = Limit()

EVERYTHING: Final = Capabilities()
"""The capabilities of a model that nothing is known about."""
