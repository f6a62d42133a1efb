"""What layers of the library compute: how their outputs came about."""

from __future__ import annotations

from ..program.device import UNKNOWN_DEVICE
from ..program.facts import Model
from ..program.record import replace
from ..program.values import (
    FALSE,
    NOTHING,
    Activation,
    Constant,
    Reference,
    Tensor,
    TupleValue,
    Unknown,
    Use,
    Value,
    device_of,
)
from ..pytorch.facts import LayerClass
from .batch_norms import note_norm
from .frames import Arguments
from .layer_shapes import Called, cell, recurrent, shape_of_layer
from .machine import Machine
from .misfits import ATTENTION, RECURRENT, SEQUENCE_FIRST, note_batch_first, note_misfit
from .reach import reached, uses_of
from .saved import saved_by_layer
from .severing import inherited
from .sizes import shape_of


def layer_output(
    machine: Machine, value: Reference, facts: Model, row: LayerClass, arguments: Arguments, node: int
) -> Value:
    """What a layer of the library gives for its arguments."""
    first, at = _first(row, arguments)
    note_misfit(machine, facts, row, first, at, node)
    if row.batch_statistics:
        note_norm(machine, value, facts, first, node)
    reach = NOTHING.union(*(reached(machine, argument) for argument in arguments.values()))
    tensors = [argument for argument in arguments.values() if isinstance(argument, Tensor)]
    graph = frozenset(use for tensor in tensors for use in tensor.graph)
    graph |= uses_of(machine, reach - frozenset(use.model for use in graph))
    complete = all(isinstance(argument, Tensor | Constant) for argument in arguments.values())
    complete = complete and all(tensor.complete for tensor in tensors)
    if facts.has_parameters is not False and facts.frozen is not True:
        graph |= {Use(value.object, facts.mode)}
    enabled = machine.live().gradients_enabled is not False
    if row.result != "tensor" and (row.shape not in ("rnn", "cell", "attention") or _may_be_packed(first)):
        return Unknown("the outputs of a layer", reach | {value.object}, device=facts.device)
    activation = None
    if row.activation == "keeps":
        activation = first.activation if isinstance(first, Tensor) else None
    elif row.activation is not None:
        activation = _activated(machine, row.activation, facts, arguments, node)
    made = Tensor(
        graph=graph if enabled else frozenset(),
        complete=complete,
        requires_grad=bool(graph) if enabled and (complete or graph) else None if enabled else False,
        device=facts.device if facts.has_parameters else tensors[0].device if tensors else UNKNOWN_DEVICE,
        activation=activation,
        leaf=False,
        shape=shape_of_layer(machine, facts, row, first, node) if row.result == "tensor" else None,
        origin=machine.site(node),
        severed=None if graph else inherited(arguments.values()),
        saved=saved_by_layer(machine, facts, tensors, node),
    )
    return made if row.result == "tensor" else several_outputs(machine, facts, row, first, made, node)


def several_outputs(
    machine: Machine, layer: Model, row: LayerClass, first: Value | None, made: Tensor, node: int
) -> TupleValue:
    """The tuple that a recurrent layer gives, or an LSTM cell, or attention with its weights."""
    if row.shape == "attention":
        mixed = replace(
            made, shape=shape_of(first), activation=Activation(ATTENTION, machine.site(node), layer=layer.site)
        )
        return TupleValue((mixed, Unknown("the weights of attention, if they are wanted")))
    called = Called(machine, layer, row, shape_of(first), node)
    name = SEQUENCE_FIRST if row.shape == "rnn" and layer.argument("batch_first") in (None, FALSE) else RECURRENT
    made = replace(made, activation=Activation(name, machine.site(node), layer=layer.site))
    if row.shape == "cell":
        both = replace(made, shape=cell(called))
        return TupleValue((both, both))
    note_batch_first(machine, layer, called.given, node)
    output, hidden, state = recurrent(called)
    # Only the outputs are known for what they are.
    last: Value = replace(made, shape=hidden, activation=None)
    if layer.class_ is not None and layer.class_.name.endswith("LSTM"):
        last = TupleValue((last, replace(made, shape=state, activation=None)))
    return TupleValue((replace(made, shape=output), last))


def _first(row: LayerClass, arguments: Arguments) -> tuple[Value | None, int]:
    """The input of a layer, and where it is written."""
    if arguments.positional:
        return arguments.positional[0]
    return arguments.keywords.get(row.call[0] if row.call else "", (None, 0))


PACKED = "a packed sequence"
"""Why it is not known what `pack_padded_sequence` gives: no tensor."""


def packed(machine: Machine, arguments: Arguments, node: int) -> Value | None:
    """`pack_padded_sequence(...)`, and what does the same from a list."""
    del node
    value = arguments.positional[0][0] if arguments.positional else Unknown(PACKED)
    return Unknown(PACKED, reached(machine, value), device=device_of(value))


def _may_be_packed(value: Value | None) -> bool:
    """Whether it may be a packed sequence, of which a recurrent layer makes another one."""
    return isinstance(value, Unknown) and (value.called or value.why == PACKED)


def _activated(machine: Machine, name: str, facts: Model, arguments: Arguments, node: int) -> Activation:
    """Where an activation is applied: at the call, or where a layer that a container runs is built."""
    if machine.quiet:
        return Activation(name, facts.site, layer=facts.site)
    operand = machine.site(arguments.positional[0][1]) if len(arguments.positional) == 1 else None
    return Activation(name, machine.site(node), operand, facts.site)
