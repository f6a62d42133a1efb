"""Whether two scripts are equal in meaning, as far as that can be shown from their text.

Both are brought into one form. What that form does not tell apart:

- names of what is imported: `nn.ModuleList`, `ModuleList` and `torch.nn.ModuleList`; `ModuleList([])` and `ModuleList()`;
  the order of keyword arguments; `super(Net, self)` and `super()`;
- where gradients are cleared, from one statement that uses gradients (a backward pass, a step, a clip, a function of the
  file that has one) to the next; behind the last one of a loop is before its first one, if no backward pass is outside
  of that loop. Clearing to zeros or to None; clearing the model of the only optimizer of the file, which has all of its
  parameters, or that optimizer;
- where an optimizer is built between the last statement that mentions something it needs and the next one that mentions
  it or what it needs; where a module's constructor is called in `__init__` as long as nothing has used `self`; where a
  mode is set until something mentions the model or a function or class of the file;
- where `x = x.to(device)` stands below what binds `x`; two of them in one assignment or in two; a model that is moved
  where it is built, or by the next statement;
- a function under `@torch.no_grad()`, or its model calls under `with torch.no_grad():`, if it calls nothing outside of
  that block that it calls inside, and has nothing to do with gradients there;
- a list that is made of parameters for the one optimizer that gets them, and what only prints that list's numbers.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable, Iterator
from typing import TypeAlias, cast

Block: TypeAlias = "list[ast.stmt]"

_GRADIENTS = {"backward", "manual_backward", "step", "zero_grad", "unscale_", "grad", "clip_gradients", "autograd"}
_MOVES = {"to", "cuda", "mps", "xpu"}


def equal(one: str, other: str) -> bool:
    """Whether two programs have the same form; not where one cannot be read."""
    forms = [_form(text) for text in (one, other)]
    return forms[0] is not None and forms[0] == forms[1]


def _form(text: str) -> str | None:
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return None
    tree = _Spelling(_imported(tree)).visit(tree)
    writing = _Writing(tree)
    writing.inline(tree)
    writing.blocks(tree)
    return ast.dump(tree)


def _imported(tree: ast.Module) -> dict[str, str]:
    """What the imported names of a file stand for, without those that are bound otherwise as well."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {each.asname: each.name for each in node.names if each.asname}
            found |= {each.name: each.name for each in node.names if not each.asname and "." not in each.name}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {each.asname or each.name: f"{node.module}.{each.name}" for each in node.names}
    stored = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return {name: whole for name, whole in found.items() if name not in stored}


class _Spelling(ast.NodeTransformer):
    """One way to write what can be written in several."""

    def __init__(self, imported: dict[str, str]) -> None:
        self.imported = imported

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return ast.Name(self.imported.get(node.id, node.id), node.ctx)

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        value = self.visit(node.value)
        if (isinstance(value, ast.Name) and "." in value.id) or (isinstance(value, ast.Name) and value.id == "torch"):
            return ast.Name(f"{value.id}.{node.attr}", node.ctx)
        return ast.Attribute(value, node.attr, node.ctx)

    def visit_Call(self, node: ast.Call) -> ast.expr:
        call = cast("ast.Call", self.generic_visit(node))
        call.keywords.sort(key=lambda each: each.arg or "")
        name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        if name == "super":
            call.args = []
        elif name == "zero_grad":
            call.keywords = []
        elif name == "torch.nn.ModuleList" and [ast.unparse(each) for each in call.args] == ["[]"]:
            call.args = []
        return call


class _Writing:
    """The order of statements, and what one of them does in the place of two."""

    def __init__(self, tree: ast.Module) -> None:
        self.tree = tree
        nodes = list(ast.walk(tree))
        self.own = {each.name for each in nodes if isinstance(each, (ast.FunctionDef, ast.ClassDef))}
        self.gradients = {each.name for each in nodes if isinstance(each, ast.FunctionDef) and _uses(each, _GRADIENTS)}
        self.built = [each for each in nodes if isinstance(each, ast.Assign) and _is_optimizer(each.value)]

    def inline(self, tree: ast.AST) -> None:
        """Put lists of parameters that have a name into the place where an optimizer gets them."""
        for node in ast.walk(tree):
            block: object = getattr(node, "body", None)
            if isinstance(block, list):
                self._inline(cast("Block", block))

    def blocks(self, tree: ast.AST) -> None:
        """Bring every block below a node into order, the inner ones first."""
        for node in ast.iter_child_nodes(tree):
            self.blocks(node)
        if isinstance(tree, ast.FunctionDef):
            _without_gradients(tree)
        for name in ("body", "orelse", "finalbody"):
            block: object = getattr(tree, name, None)
            if isinstance(block, list):
                self._order(cast("Block", block), tree if name == "body" else None)

    def _order(self, block: Block, owner: ast.AST | None) -> None:
        block[:] = [part for each in block for part in _apart(each)]
        for statement in list(block):
            if _method(statement) == "zero_grad":
                self._one_owner(statement)
                self._clear(block, statement, owner)
            elif _method(statement) in ("train", "eval"):
                _down(block, statement, lambda each, own=statement: bool(_roots(each) & (_roots(own) | self.own)))
            elif _method(statement) == "__init__":
                _up(block, statement, lambda each: any(root.startswith("self") for root in _roots(each)))
            elif _is_move(statement) or (isinstance(statement, ast.Assign) and _is_optimizer(statement.value)):
                _up(block, statement, lambda each, own=statement: bool(_roots(each) & _roots(own)))
        _sort_moves(block)
        _fold_moves(block, self.own)
        block[:] = [part for each in block for part in _out_of_context(each)]

    def _clear(self, block: Block, statement: ast.stmt, owner: ast.AST | None) -> None:
        def stops(each: ast.stmt) -> bool:
            leaves = (ast.Break, ast.Continue, ast.Return)
            names = {name.removeprefix("self.") for name in _roots(each)}
            return (
                _uses(each, _GRADIENTS)
                or bool(names & self.gradients)
                or any(isinstance(node, leaves) for node in ast.walk(each))
            )

        _down(block, statement, stops)
        alone = isinstance(owner, (ast.For, ast.While)) and _passes(self.tree) == _passes(owner)
        if alone and block[-1] is statement and any(stops(each) for each in block[:-1]):
            block.insert(0, block.pop())
            _down(block, statement, stops)

    def _one_owner(self, statement: ast.stmt) -> None:
        """Clearing a model clears the only optimizer, if that has its parameters."""
        if len(self.built) != 1 or len(self.built[0].targets) != 1:
            return
        value = cast("ast.Call", self.built[0].value)
        call = cast("ast.Call", cast("ast.Expr", statement).value)
        func = cast("ast.Attribute", call.func)
        if value.args and ast.unparse(value.args[0]) == f"{ast.unparse(func.value)}.parameters()":
            func.value = ast.parse(ast.unparse(self.built[0].targets[0]), mode="eval").body

    def _inline(self, block: Block) -> None:
        for index, statement in enumerate(block[:-1]):
            if not isinstance(statement, ast.Assign) or not isinstance(statement.value, ast.Call):
                continue
            target, call = statement.targets[0], statement.value
            if not isinstance(target, ast.Name) or ast.unparse(call.func) != "list" or len(call.args) != 1:
                continue
            rest = block[index + 1 :]
            readers = [each for each in rest if target.id in _roots(each)]
            printed = [each for each in readers if ast.unparse(each).startswith("print(")]
            users = [each for each in readers if each not in printed]
            whole = sum(isinstance(each, ast.Name) and each.id == target.id for each in ast.walk(self.tree))
            if len(users) == 1 and isinstance(users[0], ast.Assign) and _is_optimizer(users[0].value):
                user = cast("ast.Call", users[0].value)
                if whole == 2 + len(printed) and user.args and ast.unparse(user.args[0]) == target.id:
                    user.args[0] = call.args[0]
                    block[:] = [each for each in block if each is not statement and each not in printed]
                    return


def _uses(node: ast.AST, words: set[str]) -> bool:
    """Whether an attribute or a part of a dotted name is among the words."""
    for each in ast.walk(node):
        text = each.attr if isinstance(each, ast.Attribute) else each.id if isinstance(each, ast.Name) else ""
        if words & set(text.split(".")) or text.rpartition(".")[2].startswith("clip_grad"):
            return True
    return False


def _passes(node: ast.AST) -> int:
    words = ("backward", "manual_backward")
    return sum(isinstance(each, ast.Attribute) and each.attr in words for each in ast.walk(node))


def _roots(node: ast.AST) -> set[str]:
    """The variables that a statement mentions, attributes of `self` apart from each other."""
    found: set[str] = set()

    def visit(each: ast.AST) -> None:
        if isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name) and each.value.id == "self":
            found.add(f"self.{each.attr}")
            return
        if isinstance(each, ast.Name) and "." not in each.id:
            found.add(each.id)
        for child in ast.iter_child_nodes(each):
            visit(child)

    visit(node)
    return found


def _is_optimizer(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id.startswith("torch.optim.")


def _method(statement: ast.stmt) -> str:
    """The method that a statement is nothing but a call of."""
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        return statement.value.func.attr if isinstance(statement.value.func, ast.Attribute) else ""
    return ""


def _is_move(statement: ast.stmt) -> bool:
    """Whether a statement is `x = x.to(device)` or the like."""
    if not isinstance(statement, ast.Assign) or not isinstance(statement.value, ast.Call):
        return False
    func = statement.value.func
    moved = isinstance(func, ast.Attribute) and func.attr in _MOVES and isinstance(func.value, ast.Name)
    return moved and [ast.unparse(each) for each in statement.targets] == [
        ast.unparse(cast("ast.Attribute", func).value)
    ]


def _apart(statement: ast.stmt) -> Iterator[ast.stmt]:
    """`a, b = c, d` as two statements, where the second does not need the first."""
    if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Tuple) and len(statement.targets) == 1:
        target, values = statement.targets[0], statement.value.elts
        if isinstance(target, ast.Tuple) and len(target.elts) == len(values):
            pairs = list(zip(target.elts, values, strict=True))
            if not any(_roots(pairs[i][0]) & _roots(pairs[j][1]) for j in range(len(pairs)) for i in range(j)):
                yield from (ast.Assign([one], value) for one, value in pairs)
                return
    yield statement


def _down(block: Block, statement: ast.stmt, stops: Callable[[ast.stmt], bool]) -> None:
    index = block.index(statement)
    block.pop(index)
    while index < len(block) and not stops(block[index]):
        index += 1
    block.insert(index, statement)


def _up(block: Block, statement: ast.stmt, stops: Callable[[ast.stmt], bool]) -> None:
    index = block.index(statement)
    block.pop(index)
    while index and not stops(block[index - 1]):
        index -= 1
    block.insert(index, statement)


def _out_of_context(statement: ast.stmt) -> Iterator[ast.stmt]:
    """A clear at the beginning of a `with` as one before it."""
    if isinstance(statement, ast.With) and len(statement.body) > 1 and _method(statement.body[0]) == "zero_grad":
        yield statement.body.pop(0)
    yield statement


def _sort_moves(block: Block) -> None:
    start = 0
    while start < len(block):
        end = start
        while end < len(block) and _is_move(block[end]):
            end += 1
        block[start:end] = sorted(block[start:end], key=ast.dump)
        start = max(end, start + 1)


def _fold_moves(block: Block, own: set[str]) -> None:
    """`m = Net()` and `m = m.to(d)`, or `m.to(d)` for a model, as `m = Net().to(d)`."""
    index = 0
    while index + 1 < len(block):
        first, second = block[index], block[index + 1]
        if isinstance(first, ast.Assign) and isinstance(first.value, ast.Call) and len(first.targets) == 1:
            name, maker = ast.unparse(first.targets[0]), ast.unparse(first.value.func)
            model = maker in own or maker.startswith("torch.nn.")
            moves = _is_move(second) or (model and _method(second) in _MOVES)
            moved = second.value if moves and isinstance(second, (ast.Assign, ast.Expr)) else None
            func = moved.func if isinstance(moved, ast.Call) else None
            if isinstance(moved, ast.Call) and isinstance(func, ast.Attribute) and ast.unparse(func.value) == name:
                func.value = first.value
                first.value = moved
                block.pop(index + 1)
                continue
        index += 1


def _without_gradients(function: ast.FunctionDef) -> None:
    """Write a function under `@torch.no_grad()` whose calls that could record gradients stand under `with`."""
    for index, statement in enumerate(function.body):
        if isinstance(statement, ast.With) and [ast.unparse(each) for each in statement.items] == ["torch.no_grad()"]:
            outside = [*function.body[:index], *function.body[index + 1 :]]
            inside = {_called(each) for each in ast.walk(statement)} - {""}
            apart = not any(inside & {_called(each) for each in ast.walk(other)} for other in outside)
            if apart and not any(_uses(other, _GRADIENTS | {"requires_grad", "Parameter"}) for other in outside):
                function.body[index : index + 1] = statement.body
                function.decorator_list.append(ast.Call(ast.Name("torch.no_grad", ast.Load()), [], []))
            return


def _called(node: ast.AST) -> str:
    """The variable or attribute of `self` that is called: what may be a model."""
    name = ast.unparse(node.func) if isinstance(node, ast.Call) and len(_roots(node.func)) == 1 else ""
    return "" if name in dir(builtins) else name
