"""Half-typed statements, run as they will be when they are completed.

The text of a line says how it goes on only in part (`server.syntax.complete`); the rest of the file says more: a
name that nothing binds is what an unfinished import or header will bind, and a body tells what its header is of.
"""

from __future__ import annotations

import builtins

from ..program.device import UNKNOWN_DEVICE
from ..program.events import ModelCalled
from ..program.facts import Collection, Foreign, Instance, Loss, Model, Optimizer, Parameters
from ..program.record import replace
from ..program.values import NOTHING, UNKNOWN, DeviceValue, Method, Reference, Tensor, Unknown, Value
from ..semantics.scopes import scope_of
from ..semantics.spelling import text_of
from ..syntax import ir
from ..syntax.complete import PLACEHOLDER
from ..syntax.scan import names_bound, names_read
from ..syntax.tree import Block, Statement, all_statements
from .frames import Arguments
from .havoc import forgotten
from .machine import Machine
from .reach import reached
from .state import State
from .targets import assign
from .use import uses_of_place

_WHY = "a line that is still being typed"
_BUILTINS = frozenset(dir(builtins))


def completion(machine: Machine, statement: Statement, guess: ir.Simple | ir.Header) -> Statement:
    """The statement that a half-typed one will be, as far as its line and its body tell."""
    node = guess
    if isinstance(node, ir.FunctionDef):
        node = _whole_function(machine, statement, node)
    elif isinstance(node, ir.ClassDef) and not node.arguments:
        node = replace(node, arguments=(ir.Argument(-1, "", "", ir.Name(-2, PLACEHOLDER)),))
    key = (statement, node.name, node.parameters) if isinstance(node, ir.FunctionDef) else statement
    found = machine.tables.completed.get(key)
    if found is None:
        found = machine.tables.completed[key] = Statement(
            statement.key, node, statement.body, statement.orelse, statement.handlers, statement.final, statement.decorators
        )  # fmt: skip
    return found


def run_completed(machine: Machine, statement: Statement) -> None:
    """Run a completed statement; what is still missing of it may be anything."""
    node = statement.node
    _note_possible_calls(machine, node)
    match node:
        case ir.Assign():
            before = machine.live().copy()
            value = machine.evaluate(node.value)
            for target in node.targets if machine.state is not None else ():
                assign(machine, target, _unfinished(machine, value, target, before))
        case ir.Evaluate():
            _finish_call(machine, node.value)
        case ir.Return():
            value = UNKNOWN if node.value is None else machine.evaluate(node.value)
            if machine.state is not None:
                if not isinstance(value, Reference) and not reached(machine, value):
                    value = Unknown(_WHY, _around(machine))
                machine.frame.returns.append((machine.state, value))
                machine.state = None
        case _:
            machine.executors[type(node)](machine, statement)


def _note_possible_calls(machine: Machine, node: ir.Simple | ir.Header) -> None:
    """A loop over models calls them, if anywhere, in the line that is not yet there."""
    loops = machine.frame.loops
    if not loops or not isinstance(node, ir.Assign | ir.Evaluate | ir.Return):
        return
    variables = machine.live().frames.get(machine.frame.id, {})
    for name in sorted(loops[-1].counters):
        value = variables.get(name, UNKNOWN)
        facts = machine.model(value)
        if facts is not None and isinstance(value, Reference):
            gradients = machine.live().gradients_enabled
            machine.record(ModelCalled(*machine.place(0), value.object, facts, name, (), gradients))


def _unfinished(machine: Machine, value: Value, target: ir.Expr, before: State) -> Value:
    """What a half-typed expression will be: an object made in it stays of its kind, whatever else is said of it."""
    match value:
        case Reference() if value.object not in before.heap or _made_here(machine, value):
            facts = machine.facts(value)
            if isinstance(facts, Loss | Foreign):
                return value
            if isinstance(facts, Model | Optimizer | Parameters | Collection | Instance):
                machine.update(value.object, forgotten(facts))
                return value
        case Tensor() if reached(machine, value) or "backward" not in uses_of_place(machine, text_of(target)):
            return replace(value, device=UNKNOWN_DEVICE, shape=None, dtype="", leaf=None, complete=False)
        case DeviceValue():
            return value
        case _:
            pass
    around = _around(machine) if isinstance(target, ir.Name) else NOTHING
    return Unknown(_WHY, reached(machine, value) | around)


def _made_here(machine: Machine, value: Reference) -> bool:
    facts = machine.facts(value)
    here = machine.site()
    return facts is not None and (facts.site.module, facts.site.statement) == (here.module, here.statement)


def _around(machine: Machine) -> frozenset[int]:
    """The models within reach of a half-typed line: any of them may come to take part in it."""
    variables = machine.live().frames.get(machine.frame.id, {})
    models = (value for value in variables.values() if machine.model(value) is not None)
    return NOTHING.union(*(reached(machine, value) for value in models))


def _finish_call(machine: Machine, expr: ir.Expr) -> None:
    """An expression that stands alone is typed for what it does: a method of something, called."""
    if isinstance(expr, ir.Attribute) and expr.attr != PLACEHOLDER:
        found = machine.evaluate(expr)
        if machine.now() is not None and isinstance(found, Method):
            machine.call(found, Arguments(), expr.n)
        return
    owner = expr.value if isinstance(expr, ir.Attribute) else expr
    likely = _likely_method(machine, machine.evaluate(owner), text_of(owner)) if isinstance(owner, ir.Name) else ""
    if machine.now() is not None:
        machine.evaluate(ir.Call(-1, ir.Attribute(-2, owner, likely), ()) if likely else expr)


def _likely_method(machine: Machine, value: Value, place: str) -> str:
    """What is done with an object before anything else, where the code around does not do it yet."""
    uses = uses_of_place(machine, place)
    if isinstance(value, Tensor) and value.requires_grad and value.graph:
        return "" if "backward" in uses else "backward"
    if isinstance(machine.facts(value), Optimizer):
        return next((method for method in ("step", "zero_grad") if method not in uses), "")
    return ""


def _whole_function(machine: Machine, statement: Statement, node: ir.FunctionDef) -> ir.FunctionDef:
    """A function with the parameters that its body reads, and in a class with the name that the class lacks."""
    module = machine.frame.module
    parameters = [parameter for parameter in node.parameters if parameter.name != PLACEHOLDER]
    in_class = machine.frame.in_class is not None
    name = node.name
    if in_class and name == PLACEHOLDER:
        name = _method_name(machine.frame.scope.bound_at, statement.body)
    if in_class and not parameters:
        parameters.append(_parameter(0, "self", False))
    known = {parameter.name for parameter in parameters} | set(module.scope.bound_at) | _BUILTINS
    if not in_class:
        known |= set(machine.frame.scope.bound_at) | machine.frame.scope.parameters
    more = [read for read in _free(statement.body) if read not in known]
    if module.scope.imports_star or machine.frame.function is not None:
        more = []
    for place, missing in enumerate(more, 1):
        # In which order several are passed is not known.
        parameters.append(_parameter(place, missing, len(more) > 1))
    return replace(node, name=name, parameters=tuple(parameters))


def _parameter(place: int, name: str, keyword_only: bool) -> ir.Parameter:
    return ir.Parameter(-1 - place, name, "", None, None, keyword_only)


def _free(body: Block) -> list[str]:
    """The names that a function's body reads and does not bind, in the order in which they come."""
    bound = set(scope_of(body).bound_at)
    reads: dict[str, None] = {}
    for inner in all_statements(body):
        bound.update(names_bound(inner.node))
        if isinstance(inner.node, ir.FunctionDef):
            bound.update(parameter.name for parameter in inner.node.parameters)
        reads.update(dict.fromkeys(names_read(inner.node)))
    return [name for name in reads if name not in bound and name != PLACEHOLDER]


def _method_name(taken: dict[str, int], body: Block) -> str:
    """What a method without a name will be called: the first of those that a module needs and its class lacks."""
    if "__init__" not in taken and any(_sets_attribute(inner.node) for inner in all_statements(body)):
        return "__init__"
    if "training_step" in taken and "configure_optimizers" not in taken:
        return "configure_optimizers"
    if "configure_optimizers" in taken and "training_step" not in taken:
        return "training_step"
    return PLACEHOLDER if "forward" in taken or "training_step" in taken else "forward"


def _sets_attribute(node: ir.Node) -> bool:
    match node:
        case ir.Assign(targets=(ir.Attribute(value=ir.Name(id="self")), *_)):
            return True
        case ir.Evaluate(value=ir.Call(func=ir.Attribute(value=ir.Call(func=ir.Name(id="super")), attr="__init__"))):
            return True
        case _:
            return False
