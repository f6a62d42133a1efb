"""Losses: what is computed from a model's output and a target."""

from __future__ import annotations

from ..program.events import LossCalled
from ..program.facts import Loss, Unresolved
from ..program.record import replace
from ..program.shape import SCALAR, Shape, broadcast, closed
from ..program.values import Constant, Reference, Tensor, Unknown, Value
from ..pytorch import lookup
from ..pytorch.facts import LossClass, LossFunction
from .ambiguous import note_given
from .devices import default_device
from .frames import Arguments
from .machine import Machine
from .misfits import note_tuple
from .models import note_built
from .operators import combined
from .placement import as_certain
from .reach import BATCH, reached
from .roots import squared_error
from .sizes import shape_of
from .use import uses_of_place

_BY_ELEMENT = ("regression", "binary", "distribution")
"""Targets with which a loss that is not reduced is one number for each element."""
_NOTHING = (Unknown("an argument that is not passed"), 0)


def build_loss(machine: Machine, name: str, row: LossClass, arguments: Arguments, node: int) -> Value:
    """A new loss object; if it gets the output of a model, which raises, the loss that is meant."""
    given = arguments.bound(row.signature)
    note_built(machine, name, given, row.weights, node, is_loss=True)
    computed: list[Value] = [value for value, _ in given.values() if isinstance(value, Tensor | Unknown)]
    if any(reached(machine, value) for value in computed):
        return combined(machine, computed, node)
    bound = tuple((key, value) for key, (value, _) in given.items())
    return machine.allocate(Loss(machine.site(node), name, bound, default_device(machine)), node, name)


def loss_object_called(machine: Machine, callee: Reference, facts: Loss, arguments: Arguments, node: int) -> Value:
    """`criterion(output, target)`."""
    del callee
    row = lookup.fact(facts.class_)
    if not isinstance(row, LossClass):
        return Unknown("a loss that is not known")
    return _compute(machine, facts.class_, facts, row, arguments, node)


def loss_function_called(machine: Machine, name: str, row: LossFunction, arguments: Arguments, node: int) -> Value:
    """`F.cross_entropy(output, target)`."""
    return _compute(machine, name, None, row, arguments, node)


def _has_graph(machine: Machine, target: Value) -> bool:
    """Whether a target may be more than data, as far as the text tells."""
    if isinstance(target, Tensor):
        return bool(target.graph) or target.requires_grad is True
    if not isinstance(target, Unknown):
        return True
    facts = [machine.live().heap.get(object_) for object_ in target.reaches]
    # What is never called is no model: it is where the data come from.
    return any(not isinstance(each, Unresolved) or "()" in uses_of_place(machine, each.place) for each in facts)


def _is_data(target: Value) -> bool:
    """Whether a target comes out of a loader, or is some other tensor that wants no gradients."""
    if isinstance(target, Tensor):
        return target.requires_grad is False
    return isinstance(target, Unknown) and target.why == BATCH


def _compute(
    machine: Machine, name: str, facts: Loss | None, row: LossClass | LossFunction, arguments: Arguments, node: int
) -> Value:
    bound = arguments.bound(row.call)
    input_, input_node = bound.get(row.call[0], _NOTHING)
    target, target_node = bound.get(row.call[1], _NOTHING) if len(row.call) > 1 else _NOTHING
    if facts is not None:
        options = facts.arguments
    else:
        options = tuple((key, value) for key, (value, _) in bound.items() if key not in row.call[:2])
    machine.record(
        LossCalled(
            *machine.place(node),
            name,
            facts,
            as_certain(machine, input_),
            machine.site(input_node),
            as_certain(machine, target),
            machine.site(target_node),
            options,
            machine.live().gradients_enabled,
        )
    )
    note_given(machine, target, target_node)
    note_tuple(machine, input_, name.rpartition(".")[2], input_node, node)
    operands: list[Value] = [value for value in (input_, target) if not isinstance(value, Constant)]
    if any(isinstance(value, Reference) for value in operands):
        operands = [value for value in operands if isinstance(value, Tensor | Unknown)] or [Unknown()]
    result = combined(machine, operands, node)
    cut = input_.severed if isinstance(input_, Tensor | Unknown) else None
    if cut is not None and result.severed is None and not _has_graph(machine, target):
        sure = cut.sure and _is_data(target)
        known = False if sure else None
        result = replace(result, graph=frozenset(), requires_grad=known, severed=replace(cut, sure=sure))
    shape, activation = _shape(row, options, input_, target), squared_error(machine, name, node)
    # A target seldom has a graph: when only it is unknown, the loss is still that of the input alone.
    if isinstance(input_, Tensor) and input_.complete:
        return Tensor(
            graph=result.graph,
            complete=True,
            requires_grad=result.requires_grad,
            device=input_.device,
            activation=activation,
            accumulated=result.accumulated,
            leaf=False,
            shape=shape,
            origin=machine.site(node),
            severed=result.severed,
            saved=result.saved,
        )
    return result if shape is None and activation is None else replace(result, shape=shape, activation=activation)


def _shape(
    row: LossClass | LossFunction, options: tuple[tuple[str, Value], ...], input_: Value, target: Value
) -> Shape | None:
    """The shape of a loss: it is one number; unless it is not reduced: then one for each element, or each class given."""
    given = {name: value for name, value in options if name in ("reduction", "reduce", "size_average")}
    reduction = given.get("reduction", Constant("str", "mean"))
    known = isinstance(reduction, Constant) and reduction.value in ("mean", "sum", "batchmean") and len(given) <= 1
    if reduction == Constant("str", "none") and len(given) == 1:
        if row.target in ("class", "class_or_probabilities"):
            sizes = closed(shape_of(input_))
            return None if sizes is None or len(sizes) < 2 else Shape((*sizes[:1], *sizes[2:]))
        return broadcast(shape_of(input_), shape_of(target)) if row.target in _BY_ELEMENT else None
    return SCALAR if known and ("reduction" in given or not given) else None
