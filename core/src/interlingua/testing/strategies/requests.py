"""Requests with every field that a caller can set."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from pydantic import StrictBool, StrictFloat, StrictInt, StrictStr

from interlingua.testing.pruning import FOREIGN
from interlingua.testing.strategies.messages import message_lists
from interlingua.testing.strategies.parts import MAKER
from interlingua.testing.strategies.values import instances, integers, json_objects, names, provider_data, texts
from interlingua.types import OutputSchema, ProviderTool, ReasoningConfig, Request, Tool, ToolChoice

if TYPE_CHECKING:
    from collections.abc import Sequence


@cache
def tools() -> st.SearchStrategy[Tool]:
    """Tools of the application."""
    schema = json_objects().map(lambda extra: {"type": "object", "properties": {}, "x-extra": extra})
    return instances(
        Tool,
        name=names(),
        description=st.none() | st.just("") | texts(),
        input_schema=schema,
        strict=st.none() | st.booleans(),
        provider_data=provider_data(),
    )


def tool_choices(offered: Sequence[Tool]) -> st.SearchStrategy[ToolChoice | None]:
    """None, or a choice among the tools that are offered."""
    if not offered:
        return st.none()
    named = st.sampled_from([tool.name for tool in offered]).map(lambda name: ToolChoice("tool", name))
    return st.none() | st.sampled_from([ToolChoice("auto"), ToolChoice("none"), ToolChoice("required")]) | named


@cache
def output_schemas() -> st.SearchStrategy[OutputSchema]:
    """Shapes of an answer."""
    schema = json_objects().map(lambda extra: {"type": "object", "x-extra": extra})
    return instances(
        OutputSchema, json_schema=schema, name=names(), description=st.none() | st.just("") | texts(), strict=st.none() | st.booleans()
    )


_PLAIN: dict[object, st.SearchStrategy[Any]] = {
    StrictBool | None: st.booleans(),
    StrictInt | None: integers(),
    StrictFloat | None: st.floats(0, 1),
    StrictStr | None: texts(),
}
"""Values of a field that no strategy of its own is needed for, by its type."""


@cache
def _request_fields(maker: str) -> st.SearchStrategy[dict[str, Any]]:
    own: dict[str, st.SearchStrategy[Any]] = {
        "output_schema": output_schemas(),
        "top_k": st.integers(1, 10**6),
        "stop": st.lists(texts(min_size=1), min_size=1, max_size=2),
        "reasoning": instances(ReasoningConfig, effort=st.sampled_from(["low", "medium", "high"]))
        | instances(ReasoningConfig, budget_tokens=st.integers(1024, 10**6)),
        "metadata": st.dictionaries(names(), texts(), min_size=1, max_size=2),
        "stream": st.booleans(),
        "provider_data": provider_data(),
    }
    required = {
        "model_id": st.sampled_from(["some-model", "org/model:v1"]),
        "max_tokens": st.integers(1, 10**6),
        "messages": message_lists(maker),
        "tools": st.lists(tools() | _provider_tools(), max_size=2, unique_by=_tool_name),
    }
    optional = {
        name: own[name] if name in own else _PLAIN[field.annotation]
        for name, field in Request.model_fields.items()
        if name not in {*required, "tool_choice"}  # a choice is one among the tools: see `requests`
    }
    return st.fixed_dictionaries(required, optional=optional)


def _provider_tools() -> st.SearchStrategy[ProviderTool]:
    return json_objects().map(lambda data: ProviderTool(FOREIGN, data))


def _tool_name(tool: Tool | ProviderTool) -> str | None:
    return tool.name if isinstance(tool, Tool) else None


@st.composite
def requests(draw: st.DrawFn, maker: str = MAKER) -> Request:
    """Requests with every field that a caller can set, and reasoning by this maker among others."""
    fields = draw(_request_fields(maker))
    choice = draw(tool_choices([tool for tool in fields["tools"] if isinstance(tool, Tool)]))
    if not fields["tools"]:
        fields.pop("parallel_tool_calls", None)
    return Request(**fields, tool_choice=choice)
