"""Objects understood by their use: an unknown object that is stepped and cleared like an optimizer is one."""

from __future__ import annotations

from collections.abc import Iterator

from ..program.facts import Facts, Unresolved, unknown_model, unknown_optimizer
from ..program.values import Reference
from ..syntax import ir
from ..syntax.scan import walk
from ..syntax.tree import Block
from .machine import Arguments, Machine
from .reach import text_of

_OF_MODELS = frozenset({"eval", "parameters", "named_parameters", "state_dict", "load_state_dict", "cuda", "modules"})
_OF_OPTIMIZERS = frozenset({"zero_grad", "param_groups", "add_param_group"})


def understood(
    machine: Machine, receiver: Reference, facts: Unresolved, method: str, arguments: Arguments, node: int
) -> Facts:
    """The facts of an unknown object, from the way the surrounding code treats it."""
    del arguments, node
    if method not in ("step", "zero_grad", "train", "eval", "parameters", "named_parameters", "add_param_group"):
        return facts
    uses = uses_of_place(machine, facts.place)
    found: Facts = facts
    if "step" in uses and uses & _OF_OPTIMIZERS:
        found = unknown_optimizer(facts.site)
    elif len(uses & (_OF_MODELS | {"train", "()"})) >= 2 and "step" not in uses:
        found = unknown_model(facts.site)
    if found is not facts:
        machine.update(receiver.object, found)
    return found


def uses_of_place(machine: Machine, place: str) -> frozenset[str]:
    """The methods called on (and attributes read from) a name in the function being executed.

    "step" counts only where its result is dropped and it takes no argument; "()" is a call of the name itself.
    """
    function = machine.frame.function
    block = machine.frame.module.body if function is None else function.body
    if function is not None and place.startswith("self.") and function.owner is not None:
        return _uses_in_class(machine, function.owner, place)
    return uses_in(block, place)


def _uses_in_class(machine: Machine, class_: int, place: str) -> frozenset[str]:
    known = machine.uses_of_class.get((class_, place))
    if known is None:
        statement = machine.class_statements.get(class_)
        known = frozenset[str]() if statement is None else uses_in(statement.body, place)
        machine.uses_of_class[class_, place] = known
    return known


def uses_in(block: Block, place: str) -> frozenset[str]:
    """The uses of a name in a block, nested functions included."""
    found: set[str] = set()
    for node, dropped in _expressions(block):
        if isinstance(node, ir.Call):
            if text_of(node.func) == place:
                found.add("()")
            elif isinstance(node.func, ir.Attribute) and text_of(node.func.value) == place:
                name = node.func.attr
                if name != "step" or (dropped and not node.arguments):
                    found.add(name)
        elif isinstance(node, ir.Attribute) and text_of(node.value) == place and node.attr == "param_groups":
            found.add("param_groups")
    return frozenset(found)


def _expressions(block: Block) -> Iterator[tuple[ir.Node, bool]]:
    stack = list(block)
    while stack:
        statement = stack.pop()
        node = statement.node
        dropped = node.value if isinstance(node, ir.Evaluate) else None
        for inner in walk(node):
            yield inner, inner is dropped
        for suite in (statement.body, statement.orelse, statement.handlers, statement.final):
            stack.extend(suite)
