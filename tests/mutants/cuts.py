"""Cuts of a module: each takes one small thing out of its code, such as an operand of `and`, a branch, a statement, a row of a table.

mutmut's mutants change what is there; what a reviewer overlooks is more often something that isn't.
"""

from __future__ import annotations

import ast
import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

_T = TypeVar("_T")

if TYPE_CHECKING:
    from collections.abc import Iterator

    Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """One thing that may be taken out.

    Attributes:
        number: Which of its module's, from 0.
        kind: What is done, in a few words.
        first: The first line of what is changed, from 1; of a compound statement, of its head.
        last: Its last line.
        code: What is changed.
        path: Where that is in the module's tree.
        node: What stands there instead, as a tree.
    """

    number: int
    kind: str
    first: int
    last: int
    code: str
    path: Place
    node: ast.AST


def cuts_in(source: str) -> list[Cut]:
    """List the cuts of a module, in the order of its code."""
    found: list[Cut] = []
    for place, node in _walk(ast.parse(source), ()):
        for kind, new in _shorter(node):
            shown = _head(node)
            last = shown.end_lineno or shown.lineno
            found.append(Cut(len(found), kind, shown.lineno, last, ast.unparse(shown), place, new))
    return found


def cut(source: str, one: Cut) -> ast.Module:
    """Give the tree of a module with one cut."""
    module = ast.parse(source)
    place: ast.AST | list[ast.AST] = module
    for step in one.path[:-1]:
        place = place[step] if isinstance(step, int) and isinstance(place, list) else getattr(place, str(step))
    last = one.path[-1]
    if isinstance(last, int) and isinstance(place, list):
        place[last] = _at(one.node, place[last])
    else:
        setattr(place, str(last), _at(one.node, getattr(place, str(last))))
    return ast.fix_missing_locations(module)


def _at(new: ast.AST, old: ast.AST) -> ast.AST:
    return ast.copy_location(copy.deepcopy(new), old)


def _walk(node: ast.AST, place: Place) -> Iterator[tuple[Place, ast.expr | ast.stmt]]:
    """Give what runs, with its place; annotations, errors' wording and what only a type checker reads don't."""
    for field, value in ast.iter_fields(node):
        if field in {"annotation", "returns", "type_comment"} or isinstance(value, ast.Raise):
            continue
        for at, child in [((field, number), one) for number, one in enumerate(value)] if isinstance(value, list) else [((field,), value)]:
            if not isinstance(child, ast.AST) or isinstance(child, ast.Raise) or _is_for_types(child):
                continue
            if isinstance(child, ast.expr | ast.stmt):
                yield (*place, *at), child
            yield from _walk(child, (*place, *at))


def _is_for_types(node: ast.AST) -> bool:
    if isinstance(node, ast.If):
        return ast.unparse(node.test) == "TYPE_CHECKING"
    return isinstance(node, ast.Call) and ast.unparse(node.func) in {"cast", "TypeVar"}


def _head(node: ast.expr | ast.stmt) -> ast.expr | ast.stmt:
    return node.test if isinstance(node, ast.If) else node.subject if isinstance(node, ast.Match) else node


def _shorter(node: ast.expr | ast.stmt) -> Iterator[tuple[str, ast.AST]]:
    """Give what may stand in a node's place."""
    match node:
        case ast.stmt():
            yield from _shorter_statement(node)
        case ast.Call():
            yield from _shorter_call(node)
        case ast.Set() | ast.Tuple(ctx=ast.Load()) | ast.Dict():
            yield from _shorter_table(node)
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
            yield from _without_filters(node)
        case ast.IfExp():
            yield "always", node.body
            yield "never", node.orelse
        case ast.BoolOp():
            for number in range(len(node.values)):
                rest = _without(node.values, number)
                yield f"drop operand {number}", rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
        case ast.BinOp(op=ast.BitOr()):
            yield "turn round", ast.BinOp(node.right, node.op, node.left)
        case ast.Subscript(slice=ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=1)), ctx=ast.Load()):
            yield "the first for the last", ast.Subscript(node.value, ast.Constant(0), ast.Load())


def _shorter_statement(node: ast.stmt) -> Iterator[tuple[str, ast.AST]]:
    match node:
        case ast.Expr(value=ast.Constant()):
            pass
        case ast.Expr() | ast.AugAssign() | ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield "delete", ast.Pass()
        case ast.If():
            yield "never", ast.If(ast.Constant(value=False), node.body, node.orelse)
            if node.orelse:
                yield "always", ast.If(ast.Constant(value=True), node.body, node.orelse)
        case ast.Match():
            for number, case in enumerate(node.cases):
                if case.guard is not None:
                    cases = [*node.cases]
                    cases[number] = ast.match_case(case.pattern, None, case.body)
                    yield f"drop guard {ast.unparse(case.guard)}", ast.Match(node.subject, cases)


def _shorter_call(node: ast.Call) -> Iterator[tuple[str, ast.AST]]:
    if isinstance(node.func, ast.Name) and node.func.id in {"any", "all"}:
        yield "swap any and all", ast.Call(ast.Name("all" if node.func.id == "any" else "any", ast.Load()), node.args, node.keywords)
    for number, keyword in enumerate(node.keywords):
        if keyword.arg is not None:
            yield f"drop {keyword.arg}", ast.Call(node.func, node.args, _without(node.keywords, number))


def _shorter_table(node: ast.Set | ast.Tuple | ast.Dict) -> Iterator[tuple[str, ast.AST]]:
    keys = node.keys if isinstance(node, ast.Dict) else node.elts
    if len(keys) > 1 and None in keys:
        yield "turn round", ast.Dict(node.keys[::-1], node.values[::-1])
    elif len(keys) > 1 and all(isinstance(one, ast.Constant) for one in keys):
        for number, key in enumerate(keys):
            new = copy.copy(node)
            if isinstance(new, ast.Dict):
                new.keys, new.values = _without(new.keys, number), _without(new.values, number)
            else:
                new.elts = _without(new.elts, number)
            yield f"drop {key and ast.unparse(key)}", new


def _without_filters(node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> Iterator[tuple[str, ast.AST]]:
    for number, loop in enumerate(node.generators):
        for which, test in enumerate(loop.ifs):
            new = copy.deepcopy(node)
            new.generators[number].ifs.pop(which)
            yield f"drop filter {ast.unparse(test)}", new


def _without(items: list[_T], number: int) -> list[_T]:
    return items[:number] + items[number + 1 :]
