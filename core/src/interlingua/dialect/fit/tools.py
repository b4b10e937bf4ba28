"""Tools, the choice among them, and the schema of the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.dialect.fit.reasoning import OFF
from interlingua.types.json import at
from interlingua.types.request import ReasoningConfig
from interlingua.types.tools import Tool, ToolChoice

if TYPE_CHECKING:
    from interlingua.dialect.fit.fitting import Fitting


def fit_tools(fitting: Fitting) -> None:
    """Send no tools to a model that takes none, or that can't be told to call none; and not more than it takes."""
    request, choice = fitting.request, fitting.request.tool_choice
    if not fitting.capabilities.has("tools"):
        reason = "the model takes no tools"
    elif choice is not None and choice.type == "none" and not fitting.capabilities.has("tool_choice"):
        reason = "this host can't be told to call none, so it is sent none"
    else:
        most = fitting.capabilities.limit("tools").at_most
        if most is not None and len(request.tools) > most:
            hint = "leave those out that the conversation doesn't need"
            fitting.refuse(
                at("$.tools", int(most)), f"the model takes no more than {most:g} tools, and these are {len(request.tools)}", hint
            )
        return
    if request.tools:
        fitting.lose("$.tools", reason, "content" if choice is None or choice.type != "none" else "hint")
    if choice is not None:
        fitting.lose("$.tool_choice", reason, "hint")
    fitting.set(tools=(), tool_choice=None)


def fit_choice(fitting: Fitting) -> None:
    """Say a choice by one that the model takes."""
    choice, capabilities = fitting.request.tool_choice, fitting.capabilities
    if choice is None:
        return
    if choice.type == "tool" and not (capabilities.has("tool_choice") and capabilities.has("tool_choice_named")):
        _send_alone(fitting, choice.name)
        choice = ToolChoice("required", provider_data=choice.provider_data)
        fitting.set(tool_choice=choice)
    if not capabilities.has("tool_choice"):
        fitting.lose("$.tool_choice", "this host takes no tool choice", "hint" if choice.type == "auto" else "content")
        fitting.set(tool_choice=None)
        return
    if choice.type not in {"required", "tool"} or not fitting.request.tools:
        return
    if not capabilities.has("tool_choice_forced"):
        _let_choose(fitting, "the model can't be made to call a tool")
    elif (not capabilities.has("tool_choice_forced_with_reasoning") and fitting.reasons) or (
        not capabilities.has("tool_choice_forced_with_budget")
        and fitting.request.reasoning is not None
        and fitting.request.reasoning.budget_tokens is not None
    ):
        # That a tool is called is what was asked for, and how much to reason is tuning.
        reason = "the model can't be made to call a tool while it reasons"
        if not capabilities.has("reasoning_off"):
            _let_choose(fitting, reason)
            return
        fitting.lose("$.reasoning", f"{reason}, so it doesn't", "hint", OFF)
        fitting.set(reasoning=ReasoningConfig(effort=OFF, provider_data={}) if capabilities.has("reasoning_unasked") else None)


def _send_alone(fitting: Fitting, name: str | None) -> None:
    """Leave a named tool alone among the application's own, so that to call any is to call this one."""
    tools = fitting.request.tools
    if not any(isinstance(tool, Tool) and tool.name == name for tool in tools):
        fitting.lose("$.tool_choice", "this host takes no named choice, and no tool has the name", "content", "required")
    for index, tool in enumerate(tools):
        if isinstance(tool, Tool) and tool.name != name:
            fitting.lose(f"$.tools[{index}]", "this host takes no named choice, so the named tool is sent alone", "hint")
    fitting.keep_tools(tuple([index for index, tool in enumerate(tools) if not isinstance(tool, Tool) or tool.name == name]))


def _let_choose(fitting: Fitting, reason: str) -> None:
    choice = ToolChoice("auto", provider_data={})
    fitting.lose("$.tool_choice", f"{reason}: say in the prompt that it must, or let it choose", "content", choice.type)
    fitting.set(tool_choice=choice)


def fit_strict(fitting: Fitting) -> None:
    """Enforce no tool's schema where the model takes it of all of them or of none."""
    tools = fitting.request.tools
    strict = [isinstance(tool, Tool) and tool.strict is True for tool in tools]
    if fitting.capabilities.has("tool_strict_mixed") or all(strict) or not any(strict):
        return
    for index in range(len(tools)):
        if strict[index]:
            fitting.lose(f"$.tools[{index}].strict", "the model takes strict tools alone, or none", "hint")
    fitting.set(tools=tuple([tool.model_copy(update={"strict": None}) if isinstance(tool, Tool) else tool for tool in tools]))


def fit_parallel(fitting: Fitting) -> None:
    """Say nothing of parallel calls to a model that wants nothing of it, nor of a choice where there are no tools."""
    if not fitting.request.tools and not fitting.capabilities.has("tool_choice_without_tools"):
        choice = fitting.request.tool_choice
        for name in ("tool_choice", "parallel_tool_calls"):
            if getattr(fitting.request, name) is not None:
                must = name == "tool_choice" and choice is not None and choice.type in {"required", "tool"}
                reason = f"there are no tools, and without them the model takes no {name}"
                fitting.lose(f"$.{name}", reason, "content" if must else "hint")
        fitting.set(tool_choice=None, parallel_tool_calls=None)
    if fitting.request.parallel_tool_calls is not None and not fitting.capabilities.has("parallel_tool_calls"):
        fitting.lose("$.parallel_tool_calls", "the model takes no parallel_tool_calls", "hint")
        fitting.set(parallel_tool_calls=None)


def fit_output(fitting: Fitting) -> None:
    """Ask for no schema where the model takes none, or none beside tools or in a stream."""
    request, capabilities = fitting.request, fitting.capabilities
    if request.output_schema is None:
        return
    if not capabilities.has("output_schema"):
        reason = "the model takes no schema"
    elif request.tools and not capabilities.has("output_schema_with_tools"):
        reason = "the model takes no schema beside tools"
    elif request.stream and not capabilities.has("output_schema_streamed"):
        reason = "the model takes no schema of an answer that is streamed"
    else:
        return
    fitting.lose("$.output_schema", reason, "content")
    fitting.set(output_schema=None)
