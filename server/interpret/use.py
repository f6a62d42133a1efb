"""Objects understood by their use: an unknown object that is stepped and cleared like an optimizer is one.

The uses of a name are read off the text of the function (for an attribute of `self`: of the class) in which it
is used, nested functions included. They decide what an unknown object may be taken for; what follows from that
is a warning at most.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..program.facts import Facts, Unresolved, unknown_model, unknown_optimizer
from ..program.record import replace
from ..program.values import Class, Reference, Tensor, Unknown, Value
from ..syntax import ir
from ..syntax.scan import walk
from ..syntax.tree import Block
from .machine import Machine
from .operators import uses_of
from .reach import text_of

Uses = Mapping[str, frozenset[str]]

_OF_OPTIMIZERS = frozenset({"zero_grad", "param_groups", "add_param_group"})
_OF_SCALERS = frozenset({"scale", "unscale_", "update"})
_OF_MODELS = frozenset({"parameters", "named_parameters", "eval", "train", "load_state_dict", "modules", "()"})
_TELLING = _OF_OPTIMIZERS | _OF_MODELS | {"step"}
_TELLING_ATTRIBUTES = frozenset({"param_groups", "parameters", "named_parameters"})
"""Attributes that tell as much without being called; `parameters` should be called, and someone will say so."""
BACKWARD = "backward of anything"


def named(machine: Machine, value: Value, place: str, node: int) -> Value:
    """An unknown value as it is bound to a name: an object, if the name is then used like a model or optimizer.

    What a backward pass starts from is a tensor with a graph.
    """
    if not isinstance(value, Unknown) or not place:
        return value
    uses = uses_of_place(machine, place)
    if "backward" in uses and not uses & _TELLING and machine.live().gradients_enabled is not False:
        graph = uses_of(machine, value.reaches)
        return Tensor(graph=graph, complete=False, requires_grad=True, origin=machine.site(node))
    if uses & _TELLING - {"()"}:
        reference = machine.unresolved(value.why, node, place, value.device)
        return reference if value.reaches <= {reference.object} else _reaching(machine, reference, value)
    return value


def _reaching(machine: Machine, reference: Reference, value: Unknown) -> Value:
    """The result of a computation on models is a tensor rather than a model, unless it is used like one."""
    facts = machine.facts(reference)
    assert isinstance(facts, Unresolved)
    uses = uses_of_place(machine, facts.place)
    if uses & (_OF_OPTIMIZERS | {"parameters", "step"}):
        return reference
    machine.live().own_heap().pop(reference.object)
    return value


def understood(machine: Machine, receiver: Reference, facts: Unresolved, method: str, written: str = "") -> Facts:
    """The facts of an unknown object, from the way the surrounding code treats it.

    `written` is the name by which it is reached here: the one it was made under may be that of an argument.
    """
    if method not in _TELLING and method not in ("to", "cuda", "state_dict", "requires_grad_"):
        return facts
    for place in dict.fromkeys((facts.place, written)):
        uses = uses_of_place(machine, place)
        found: Facts | None = None
        if "step" in uses and (uses & _OF_OPTIMIZERS or _only_stepped(machine, place)):
            found = unknown_optimizer(facts.site)
        elif "step" not in uses and ("parameters" in uses or len(uses & _OF_MODELS) >= 2):
            found = replace(unknown_model(facts.site), device=facts.device)
        if found is not None:
            machine.update(receiver.object, found)
            return found
    return facts


def _only_stepped(machine: Machine, place: str) -> bool:
    """Whether nothing else is stepped where gradients are computed: then only this can be the optimizer."""
    uses = uses_here(machine, place)
    stepped = [name for name, found in uses.items() if "step" in found]
    return stepped == [place] and BACKWARD in uses


def uses_of_place(machine: Machine, place: str) -> frozenset[str]:
    """The methods called on a name where the machine is.

    "step" counts only where its result is dropped and it takes no argument; "()" is a call of the name itself.
    """
    return uses_here(machine, place).get(place, frozenset())


def uses_here(machine: Machine, place: str) -> Uses:
    """All uses of names in the text that decides what `place` is."""
    function = machine.frame.function
    if function is None or not function.body:
        module = machine.frame.module
        return _cached(machine, module.body, module.body)
    if place.startswith("self.") and function.owner is not None:
        statement = machine.tables.class_statements.get(function.owner)
        if statement is not None:
            return _cached(machine, statement, statement.body)
    return _cached(machine, function.statement, function.body)


def uses_in_class(machine: Machine, class_: Value) -> Uses:
    """The methods called on each name anywhere in the text of a visible class; none for any other value."""
    statement = machine.tables.class_statements.get(class_.id) if isinstance(class_, Class) else None
    return {} if statement is None else _cached(machine, statement, statement.body)


def _cached(machine: Machine, key: object, block: Block) -> Uses:
    known = machine.tables.uses.get(key)
    if known is None:
        known = machine.tables.uses[key] = uses_in(block)
    return known


def uses_in(block: Block) -> Uses:
    """The uses of every name and chain of attributes in a block."""
    found: dict[str, set[str]] = {}
    scaled: list[tuple[str, str]] = []
    stack = list(block)
    while stack:
        statement = stack.pop()
        node = statement.node
        dropped = node.value if isinstance(node, ir.Evaluate) else None
        for inner in walk(node):
            if isinstance(inner, ir.Call):
                _note_call(found, scaled, inner, inner is dropped)
            elif isinstance(inner, ir.Attribute) and inner.attr in _TELLING_ATTRIBUTES:
                found.setdefault(text_of(inner.value), set()).add(inner.attr)
        for suite in (statement.body, statement.orelse, statement.handlers, statement.final):
            stack.extend(suite)
    for scaler, optimizer in scaled:
        if found.get(scaler, set[str]()) & _OF_SCALERS:
            found.setdefault(optimizer, set()).update(("step", "zero_grad"))
    return {place: frozenset(names) for place, names in found.items()}


def _note_call(found: dict[str, set[str]], scaled: list[tuple[str, str]], call: ir.Call, dropped: bool) -> None:
    func = call.func
    if isinstance(func, ir.Attribute):
        name = func.attr
        if name == "backward":
            found.setdefault(BACKWARD, set()).add(name)
            for operand in _operands(func.value):
                found.setdefault(text_of(operand), set()).add(name)
        if name == "step" and (not dropped or call.arguments):
            for argument in call.arguments[:1]:
                # `scaler.step(optimizer)` steps what it is given.
                place = text_of(argument.value)
                if place and dropped:
                    scaled.append((text_of(func.value), place))
            return
        place = text_of(func.value)
        if place:
            found.setdefault(place, set()).add(name)
            found.setdefault(f"{place}.{name}", set()).add("()")
    elif isinstance(func, ir.Name):
        found.setdefault(func.id, set()).add("()")


def _operands(expr: ir.Expr) -> tuple[ir.Expr, ...]:
    """What an expression is computed from whose gradients flow back: `loss` in `scaler.scale(loss)` and `loss / 4`."""
    match expr:
        case ir.Call():
            return tuple(argument.value for argument in expr.arguments[:1] if isinstance(argument.value, ir.Name))
        case ir.Binary():
            return tuple(side for side in (expr.left, expr.right) if isinstance(side, ir.Name))
        case _:
            return ()
