"""Templates: texts of the user's own with variables in them, for a question or for each row of a table.

A template is the file `NAME.txt` in the folder `templates` beside the user's configuration file, in Jinja2's words. It holds text,
variables, conditions and loops, and nothing else: it calls nothing, loads nothing and sets nothing, so it can choose neither a model
nor an address, an attachment or a tool. A value is put in as it is, and what looks like a template in it stays text.

Jinja2's sandbox refuses what reaches into Python. Beyond that, only the parts of a template that are listed here are let through,
because those that are left out (`{% set %}`, `*`, `~`, calls, wide filters) can make a text of any size before its length is known.
"""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Final

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, Undefined, UndefinedError, nodes
from jinja2.meta import find_undeclared_variables
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from interlingua.errors import ConfigError, ConversionError, LimitExceededError
from interlingua.runtime import user_path
from interlingua.types.json import dumps_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from interlingua.types import JsonValue

MAX_BYTES: Final = 1024 * 1024
"""The longest template that is read."""

MAX_CHARS: Final = 8 * 1024 * 1024
"""The longest text that is made of one."""

QUESTION: Final = "question"
"""The variable that holds what is asked beside the template."""

_SUFFIX: Final = ".txt"
_NAME: Final = re.compile(r"\w[\w.-]*")
_FILTERS: Final = (
    "capitalize", "count", "d", "default", "first", "last", "length", "lower", "title", "trim", "truncate", "upper", "wordcount",
)  # fmt: skip
_LET_THROUGH: Final = (
    nodes.And, nodes.Compare, nodes.CondExpr, nodes.Const, nodes.Filter, nodes.For, nodes.Getattr, nodes.Getitem, nodes.If,
    nodes.Keyword, nodes.List, nodes.Name, nodes.Not, nodes.Operand, nodes.Or, nodes.Output, nodes.Slice, nodes.Template,
    nodes.TemplateData, nodes.Test, nodes.Tuple,
)  # fmt: skip
_WHAT_IT_MAY: Final = f"a template has text, {{{{ variables }}}}, if, for, and the filters {', '.join(_FILTERS)}"


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja2's sandbox, in which `a.b` and `a["b"]` are values of what `a` holds and never attributes of Python's."""

    def getattr(self, obj: object, attribute: str) -> object:
        """Give a mapping's value, or what a loop knows of itself."""
        return super().getattr(obj, attribute) if isinstance(obj, LoopContext) else self.getitem(obj, attribute)

    def getitem(self, obj: object, argument: object) -> object:
        """Give a value of a mapping, a list or a text."""
        try:
            return obj[argument]  # type: ignore[index]  # what has no items is told as such
        except (LookupError, TypeError):
            return self.undefined(obj=obj, name=argument)  # type: ignore[arg-type]  # which shows any name


def _as_text(value: object) -> object:
    """Show a value that is no text as JSON."""
    return value if isinstance(value, str | Undefined) else dumps_text(value)  # type: ignore[arg-type]  # whatever is no JSON is refused


def _sandbox() -> _Sandbox:
    sandbox = _Sandbox(undefined=StrictUndefined, finalize=_as_text, autoescape=False)
    sandbox.globals.clear()
    sandbox.filters = {name: sandbox.filters[name] for name in _FILTERS}
    return sandbox


class Template:
    """A template, read and checked.

    Attributes:
        name: Its name.
        variables: The variables that it names, those included that it can do without.
    """

    def __init__(self, name: str, text: str) -> None:
        """Read a template.

        Raises:
            ConfigError: It is none, or holds what no template may; the line is told.
        """
        self.name = name
        sandbox = _sandbox()
        try:
            tree = sandbox.parse(text)
            for node in _all_nodes(tree):
                if not isinstance(node, _LET_THROUGH):
                    raise self._fault(f"{_word(node)} is nothing for a template", node.lineno)
            self.variables = frozenset(find_undeclared_variables(tree))
            self._template = sandbox.from_string(tree)
        except TemplateSyntaxError as error:
            raise self._fault((error.message or "it can't be read").removesuffix("."), error.lineno) from None
        except RecursionError:
            raise self._fault("it is nested too deeply") from None

    def check_names(self, names: Sequence[str]) -> None:
        """Refuse values that the template has no use for.

        Raises:
            ConfigError: A name is none of its variables.
        """
        for name in names:
            if name not in self.variables:
                near = difflib.get_close_matches(name, self.variables, n=1)
                has = f"it has {', '.join(sorted(self.variables))}" if self.variables else "it has none"
                hint = f"did you mean {near[0]}?" if near else f"{has}; write {{{{ {name} }}}} where it belongs, or leave the value out"
                raise ConfigError(f"template {self.name!r} has no variable {name!r}", hint=hint, option="-p")

    def render(self, values: Mapping[str, JsonValue]) -> str:
        """Put values in.

        Args:
            values: Variable → value; a template may leave some of them out.

        Raises:
            ConfigError: A variable has no value, the text grows too long, or the template does what can't be done.
        """
        pieces: list[str] = []
        size = 0
        try:
            for piece in self._template.generate(values):
                size += len(piece)
                if size > MAX_CHARS:
                    break
                pieces.append(piece)
        except UndefinedError as error:
            raise self._missing(error, values) from None
        except (TemplateError, ConversionError, ArithmeticError, AssertionError, TypeError, ValueError) as error:
            raise self._fault(" ".join(str(error).split())) from None
        if size > MAX_CHARS:
            raise ConfigError(
                f"the text of template {self.name!r} grows past {MAX_CHARS:,} characters", hint="give shorter values", option="-p"
            )
        return "".join(pieces)

    def _missing(self, error: UndefinedError, values: Mapping[str, JsonValue]) -> ConfigError:
        missing = next((name for name in self.variables - values.keys() if f"{name!r} is undefined" == error.message), None)
        if missing is None:
            return self._fault((error.message or "something is undefined").removesuffix("."))
        hint = f"give it: -p {missing}=…" if missing != QUESTION else "say what to ask, behind the options"
        more = f" (its variables: {', '.join(sorted(self.variables))})" if len(self.variables) > 1 else ""
        return ConfigError(f"template {self.name!r} needs the variable {missing!r}", hint=hint + more, option="-p")

    def _fault(self, what: str, line: int | None = None) -> ConfigError:
        place = f"template {self.name!r}" + (f", line {line}" if line else "")
        return ConfigError(f"{place}: {what}", hint=_WHAT_IT_MAY, option="-t")


def _all_nodes(node: nodes.Node) -> list[nodes.Node]:
    found, waiting = list[nodes.Node](), [node]
    while waiting:
        found.append(waiting.pop())
        waiting.extend(found[-1].iter_child_nodes())
    return found


def _word(node: nodes.Node) -> str:
    match node:
        case nodes.Call(node=nodes.Name(name=name) | nodes.Getattr(attr=name)):
            return f"calling {name}"
        case nodes.Assign() | nodes.AssignBlock():
            return "set"
        case nodes.Concat():
            return "the operator ~"
        case nodes.BinExpr(operator=operator) | nodes.UnaryExpr(operator=operator):
            return f"the operator {operator}"
        case _:
            return type(node).__name__.lower()


def templates_folder() -> Path:
    """Give the folder of the user's templates, beside the configuration file; it may not be there."""
    return user_path().with_name("templates")


def template_names(folder: Path) -> list[str]:
    """Give the names of the templates in a folder."""
    return sorted(file.stem for file in folder.glob(f"*{_SUFFIX}") if _NAME.fullmatch(file.stem))


def load_template(name: str, folder: Path) -> Template:
    """Read a template by its name.

    Args:
        name: A bare name: no path, and nothing that leads out of the folder.
        folder: Where templates are.

    Raises:
        ConfigError: There is none of that name, it leads out of the folder, or it is no template.
    """
    if not _NAME.fullmatch(name) or ".." in name:
        raise ConfigError(
            f"{name!r} is no name of a template",
            hint=f"write the name alone, without folder and ending, of a file NAME{_SUFFIX} in {folder}",
            option="-t",
        )
    path = folder / f"{name}{_SUFFIX}"
    if not path.exists():
        names = template_names(folder)
        near = difflib.get_close_matches(name, names, n=1)
        there = f"there are {', '.join(names)}" if names else "there is none yet"
        hint = f"did you mean {near[0]}?" if near else f"{there}; write {path} to make it"
        raise ConfigError(f"there is no template {name!r}", hint=hint, option="-t")
    real = path.resolve()
    if not real.is_relative_to(folder.resolve()) or not real.is_file():
        raise ConfigError(
            f"template {name!r} is a link out of its folder, or no file", hint=f"put the text itself into {path}", option="-t"
        )
    try:
        with real.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ConfigError(f"template {name!r} can't be read: {error.strerror}", option="-t") from None
    if len(data) > MAX_BYTES:
        raise LimitExceededError(f"template {name!r}", MAX_BYTES)
    try:
        return Template(name, data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ConfigError(f"template {name!r} is no UTF-8", hint=f"save {path} as UTF-8", option="-t") from None


def read_values(pairs: Sequence[str]) -> dict[str, str]:
    """Read variables as they are typed, `name=value` each.

    Raises:
        ConfigError: One is no such pair, or comes twice.
    """
    values: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not (equals and name.isidentifier()):
            raise ConfigError("-p takes name=value", hint="such as -p language=French", option="-p")
        if name in values:
            raise ConfigError(f"-p gives {name!r} twice", hint="give each variable once", option="-p")
        values[name] = value
    return values
