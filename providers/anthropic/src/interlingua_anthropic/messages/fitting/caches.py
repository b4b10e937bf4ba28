"""Where to cache, as the API takes it: in no more than four places, and for no longer than in a place before.

Sources, as read in November 2026: https://platform.claude.com/docs/en/build-with-claude/prompt-caching, and the API's own errors, "A
maximum of 4 blocks with cache_control may be provided" and "a ttl='1h' cache_control block must not come after a ttl='5m' cache_control
block", https://github.com/cnighswonger/claude-code-cache-fix/issues/44.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from interlingua.dialect import Kept, at
from interlingua.types import OpaquePart, ProviderTool
from interlingua_anthropic.names import MESSAGES

if TYPE_CHECKING:
    from interlingua.dialect import Fitting
    from interlingua.types import JsonObject, JsonValue, Message, Part, Tool

    ValueT = TypeVar("ValueT", bound=Part | Tool | ProviderTool | Message)

CACHE: Final = "cache_control"
_MOST: Final = 4
_LONG: Final = "1h"


class _Place(NamedTuple):
    """A place to cache: in which list, which of it, and which of its parts, where it is one."""

    kind: str
    place: int
    part: int | None
    cache: JsonObject

    @property
    def path(self) -> str:
        return at("$", self.kind, self.place) if self.part is None else at("$", self.kind, self.place, "content", self.part)


def fit_caches(fitting: Fitting) -> None:
    """Keep the last places, where there are too many: what stands before them is cached with them; and shorten what lasts too long."""
    _fit_deferred(fitting)
    request = fitting.request
    places = _places(request.tools, request.messages)
    most = _MOST - bool(request.provider_data.get(MESSAGES, {}).get(CACHE))
    changes: list[tuple[_Place, JsonObject | None]] = []
    short = False
    for found in places[max(0, len(places) - most) :]:
        if short and found.cache.get("ttl") == _LONG:
            fitting.lose(found.path, "what is cached behind a place for 5 minutes is cached for no longer", "hint", "5m")
            changes.append((found, {**found.cache, "ttl": "5m"}))
        short = short or found.cache.get("ttl") != _LONG
    for found in places[: max(0, len(places) - most)]:
        fitting.lose(found.path, f"the API takes no more than {_MOST} places to cache", "hint")
        changes.append((found, None))
    if not changes:
        return
    tools, messages = list(request.tools), list(request.messages)
    for found, cache in changes:
        if found.kind == "tools":
            tools[found.place] = with_cache(tools[found.place], cache)
        elif found.part is None:
            messages[found.place] = with_cache(messages[found.place], cache)
        else:
            content: list[Part] = list(messages[found.place].content)
            content[found.part] = with_cache(content[found.part], cache)
            messages[found.place] = messages[found.place].model_copy(update={"content": tuple(content)})
    fitting.set(tools=tuple(tools), messages=tuple(messages))


def _fit_deferred(fitting: Fitting) -> None:
    """Take the mark off a tool that is loaded later, and refuse such tools alone.

    "Tools with defer_loading cannot use prompt caching", https://github.com/anthropics/claude-code/issues/86743; "At least one tool must
    have defer_loading=false", https://github.com/nearai/ironclaw/pull/7274.
    """
    tools = list(fitting.request.tools)
    if tools and all(own_fields(tool).get("defer_loading") is True for tool in tools):
        fitting.refuse(
            "$.tools", "all of the tools are loaded later, and the API wants one that isn't", "add a tool that searches for them"
        )
    for index, tool in enumerate(tools):
        if own_fields(tool).get("defer_loading") is True and _cache(tool):
            fitting.lose(f"$.tools[{index}]", "a tool that is loaded later can't be marked for the cache", "hint")
            tools[index] = with_cache(tool, None)
    if any(new is not old for new, old in zip(tools, fitting.request.tools, strict=True)):
        fitting.set(tools=tuple(tools))


def _places(tools: tuple[Tool | ProviderTool, ...], messages: tuple[Message, ...]) -> list[_Place]:
    """Find the places in the order in which the API reads them."""
    found = [_Place("tools", index, None, cache) for index, tool in enumerate(tools) if (cache := _cache(tool))]
    for index, message in enumerate(messages):
        for place, part in enumerate(message.content):
            if (part.provider_data or isinstance(part, OpaquePart)) and (cache := _cache(part)):
                found.append(_Place("messages", index, place, cache))
        if message.provider_data and (cache := _cache(message)):
            found.append(_Place("messages", index, None, cache))
    return found


def _cache(value: Part | Tool | ProviderTool | Message) -> JsonObject | None:
    cache = own_fields(value).get(CACHE)
    return cache if isinstance(cache, dict) else None


def own_fields(value: Part | Tool | ProviderTool | Message) -> JsonObject:
    """Give the fields of a value that only this wire knows."""
    if isinstance(value, OpaquePart | ProviderTool):
        return value.data if value.dialect == MESSAGES else {}
    return value.provider_data.get(MESSAGES, {})


def with_cache(value: ValueT, cache: JsonValue) -> ValueT:
    """Give a value with another word of where to cache; without one for None."""
    fields = {name: field for name, field in own_fields(value).items() if name != CACHE} | ({} if cache is None else {CACHE: cache})
    if isinstance(value, OpaquePart | ProviderTool):
        return value.model_copy(update={"data": fields})  # type: ignore[return-value]  # mypy forgets the variable where it narrows it
    kept = Kept(fields, Kept.of(value.provider_data, MESSAGES).marks)
    return value.model_copy(update={"provider_data": kept.among(value.provider_data, MESSAGES)})  # type: ignore[return-value]  # as above
