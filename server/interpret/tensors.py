"""Functions and methods that make tensors, by their rows in the tables."""

from __future__ import annotations

from collections.abc import Callable

from ..program.device import CPU, DEFAULT_CPU, UNKNOWN_DEVICE, Device, DeviceKind, differ
from ..program.record import replace
from ..program.shape import Shape
from ..program.site import Site
from ..program.values import (
    NONE,
    NOTHING,
    Activation,
    Constant,
    Severed,
    Tensor,
    TupleValue,
    Unknown,
    Use,
    Value,
)
from ..pytorch.facts import TensorFunction
from ..syntax import ir
from .ambiguous import note_constructed
from .arrays import array_dtype
from .devices import default_device, device_from, moved_to
from .dtypes import dtype_of_result
from .frames import Arguments
from .freezing import freeze_parameter
from .lazy import method_called
from .machine import Machine
from .made_inside import made_here, note_met
from .misfits import note_view
from .operators import common_device, spent, wants_gradients
from .other_names import detached_in_place, requirement_set
from .reach import elements_of, operand_site, reached, receiver_text, uses_of
from .readings import chosen, gives_indices, note_array
from .roots import FOLLOWED
from .saved import saved_and_changed, saved_result
from .severing import WITHOUT_GRADIENTS, had_graph, inherited, is_plain, operand_of, severed_at
from .shapes import shape_of_result
from .sizes import shape_of, size_of, whole
from .steps_apart import is_fresh
from .tensor_notes import note_arguments
from .truth import set_at, value_at
from .updates import note_changed


def call_tensor_function(
    machine: Machine,
    row: TensorFunction,
    name: str,
    arguments: Arguments,
    node: int,
    receiver: Value | None = None,
) -> Value:
    """The result of a function or method of the tables; `receiver` is the tensor whose method it is."""
    bound = arguments.bound(row.signature)
    inputs = _inputs(machine, row, bound, receiver)
    first = inputs[0] if inputs else None
    method = name.rpartition(".")[2]
    note_arguments(machine, row, name, arguments, bound, inputs, node, receiver)
    match row.result:
        case "size" if name == "size":
            return size_of(first, bound.get("dim", (None, 0))[0])
        case "python" | "size" | "none":
            lost = severed_at(machine, name, inputs, node, operand_of(machine)) if row.graph == "cuts" else None
            return Unknown("a plain Python value", severed=lost)
        case "numpy":
            if isinstance(first, Tensor) and row.graph == "cuts" and "force" not in bound:
                note_array(machine, name, first, operand_site(machine, arguments, bound, row), node)
            lost = severed_at(machine, name, inputs, node, operand_of(machine)) if row.graph == "cuts" else None
            return Unknown("a NumPy array", severed=lost, array=array_dtype(machine, row, first, bound, arguments))
        case "self" if isinstance(first, Tensor):
            result = _changed_itself(machine, row, name, first, inputs, node)
            result = _reshaped(result, row, lambda: shape_of_result(machine, row, name, inputs, bound, arguments, node))
            _update_place(machine, first, result)
            if name == "detach_":
                detached_in_place(machine, first)
            return result
        case _:
            pass
    result = _made(machine, row, name, inputs, bound, arguments, node, first)
    if row.shape == "view":
        left_over = whole(arguments.positional[0][0]) == -1 if arguments.positional else False
        note_view(machine, shape_of(first), result.shape, method, rest=left_over, node=node)
    if (follows := FOLLOWED.get(method)) is not None:
        result = follows(machine, bound, first, result, node)
    if name == "torch.tensor":
        note_constructed(machine, bound, result.dtype, node)
    if gives_indices(method, bound.get("dim", (None, 0))[0]) and not arguments.open:
        lost = severed_at(machine, method, inputs, node, None)
        indices = None if result.shape is None else replace(result.shape, lifted=False)
        return TupleValue((result, replace(chosen(machine, result, node), shape=indices, severed=lost)))
    if row.result == "tensors":
        return Unknown("one of several tensors", result.models) if result.graph else Unknown("one of several tensors")
    return result


def _changed_itself(
    machine: Machine, row: TensorFunction, name: str, first: Tensor, inputs: list[Value], node: int
) -> Tensor:
    """What a function that gives back its tensor has made of it."""
    if row.in_place:
        note_changed(machine, first, receiver_text(machine), node)
    result = _changed(machine, row, name, first, inputs, node)
    return _saved(machine, row, name, first, result, node) if row.in_place and name != "detach_" else result


def _reshaped(tensor: Tensor, row: TensorFunction, shape: Callable[[], Shape | None]) -> Tensor:
    """A tensor changed in place: most functions leave its shape as it is."""
    if tensor.shape is None or row.shape in ("same", "broadcast"):
        return tensor
    return replace(tensor, shape=shape())


def set_requires_grad(machine: Machine, tensor: Tensor, arguments: Arguments) -> Tensor:
    """`tensor.requires_grad_(...)`: the tensor itself, which wants gradients from now on, or no longer does."""
    value = arguments.get(0, "requires_grad")
    known = value.value is True if isinstance(value, Constant) else True if value is None else None
    if tensor.parameter:
        method_called(machine, tensor, "requires_grad_", 0)
    freeze_parameter(machine, tensor, known)
    place = machine.callee.value if isinstance(machine.callee, ir.Attribute) else None
    return requirement_set(machine, place, tensor, known)


def _inputs(
    machine: Machine, row: TensorFunction, bound: dict[str, tuple[Value, int]], receiver: Value | None
) -> list[Value]:
    inputs: list[Value] = [] if receiver is None else [receiver]
    for parameter in row.inputs:
        found = bound.get(parameter.lstrip("*"))
        if found is None:
            continue
        elements = elements_of(machine, found[0])
        inputs.extend(elements if elements is not None else [found[0]])
    return inputs


def _made(
    machine: Machine,
    row: TensorFunction,
    name: str,
    inputs: list[Value],
    bound: dict[str, tuple[Value, int]],
    arguments: Arguments,
    node: int,
    first: Value | None,
) -> Tensor:
    tensors = [value for value in inputs if isinstance(value, Tensor)]
    if row.device == "inputs" and len(inputs) > 1:
        note_met(machine, inputs, node)
    others: list[Value] = [value for value in inputs if not isinstance(value, Tensor) and not is_plain(value)]
    graph, requires, complete = _graph(machine, row, tensors, others)
    method = name.rpartition(".")[2]
    made_on = _device(machine, row, method, tensors, bool(others), bound, arguments, node, first)
    wanted = bound.get("requires_grad")
    if wanted is not None and isinstance(wanted[0], Constant):
        requires = wanted[0].value is True
    operand = operand_site(machine, arguments, bound, row)
    activation = _activation(machine, row, first, node, operand)
    if activation is not None and any(tensor.activation != activation for tensor in tensors) and row.shape == "cat":
        activation = None
    dtype = dtype_of_result(machine, row, name, inputs, bound, arguments)
    converted = bool(dtype and tensors and tensors[0].dtype and tensors[0].dtype != dtype)
    leaf = not (converted and requires) and _leaf(method, tensors, inputs, requires, made_on)
    return Tensor(
        graph=graph,
        complete=complete,
        requires_grad=requires,
        device=made_on,
        activation=activation,
        accumulated=frozenset(site for tensor in tensors for site in tensor.accumulated) if graph else frozenset(),
        spent=spent(tensors, graph),
        leaf=True if wanted is not None and requires else leaf,
        shape=shape_of_result(machine, row, name, inputs, bound, arguments, node),
        dtype=dtype,
        origin=machine.site(node),
        severed=None if graph or requires else _severed(machine, row, method, inputs, bound, arguments, node, operand),
        saved=saved_result(machine, row, name, tensors, bound.get("inplace"), node) if requires else None,
    )


_COPIES = ("tensor", "new_tensor")
"""Functions that copy the values of what they get, not its graph."""


def _severed(
    machine: Machine,
    row: TensorFunction,
    method: str,
    inputs: list[Value],
    bound: dict[str, tuple[Value, int]],
    arguments: Arguments,
    node: int,
    operand: Site | None,
) -> Severed | None:
    """How a result lost its graph, if it was computed from something that had one."""
    if method in _COPIES or "*args" in row.signature:
        given = bound.get("data") or next(iter(arguments.positional), None)
        written = None if given is None else machine.site(given[1])
        return None if given is None else severed_at(machine, method, [given[0]], node, written)
    if row.graph in ("keeps", "zero"):
        if machine.live().gradients_enabled is False and any(had_graph(value) for value in inputs):
            return severed_at(machine, WITHOUT_GRADIENTS, inputs, node, None)
        return inherited(inputs)
    # What is only made like a tensor has nothing of its values.
    return None if row.device in ("like", "factory") else severed_at(machine, method, inputs, node, operand)


_MAY_BE_SELF = frozenset({"to", "cuda", "cpu", "xpu", "type", "type_as", "float", "contiguous", "requires_grad_"})
"""Methods that give the very same tensor where nothing has to be done (torch 2.13)."""


def _leaf(
    method: str, tensors: list[Tensor], inputs: list[Value], requires: bool | None, made_on: Device
) -> bool | None:
    """Whether a result is a leaf of the graph; None where it may be the tensor it was made from."""
    if requires is None:
        return None
    same = method in _MAY_BE_SELF and tensors and tensors[0].leaf is not False
    if same and requires and not differ(tensors[0].device, made_on):
        return None
    return not inputs or not requires


def _graph(
    machine: Machine, row: TensorFunction, tensors: list[Tensor], others: list[Value]
) -> tuple[frozenset[Use], bool | None, bool]:
    """The graph of a result, whether it requires gradients, and whether everything in it is known."""
    if row.graph in ("cuts", "none") or machine.live().gradients_enabled is False:
        return frozenset(), False, True
    reach = NOTHING.union(*(reached(machine, value) for value in others))
    graph = frozenset(use for tensor in tensors for use in tensor.graph) | uses_of(machine, reach)
    return graph, wants_gradients(tensors, others), not others and all(tensor.complete for tensor in tensors)


def _activation(
    machine: Machine, row: TensorFunction, first: Value | None, node: int, operand: Site | None = None
) -> Activation | None:
    before = first.activation if isinstance(first, Tensor) else None
    match row.activation:
        case None:
            return None
        case "keeps":
            return before
        case "affine":
            return before if before is not None and before.name == "linear" else None
        case "bounded":
            return before if before is not None and before.name != "linear" else None
        case "logarithm":
            known = before is not None and before.name in ("softmax", "sigmoid")
            return Activation(f"log_of_{before.name}", machine.site(node), operand) if before and known else None
        case "summed":
            known = is_fresh(first, "exp")
            return Activation("sum_of_exp", machine.site(node), operand) if known else None
        case name:
            return Activation(name, machine.site(node), operand)


def _device(
    machine: Machine,
    row: TensorFunction,
    method: str,
    tensors: list[Tensor],
    others: bool,
    bound: dict[str, tuple[Value, int]],
    arguments: Arguments,
    node: int,
    first: Value | None,
) -> Device:
    given = bound.get("device")
    named = device_from(machine, given[0], node) if given is not None and given[0] != NONE else None
    match row.device:
        case "cpu":
            # What a function makes there was never moved; what a method brings there is.
            return CPU if isinstance(first, Tensor) else DEFAULT_CPU
        case "cuda":
            return Device(DeviceKind.ACCELERATOR, "cuda")
        case "argument":
            target = moved_to(machine, method, arguments, node)
            if target is not None:
                return target
            return first.device if isinstance(first, Tensor) else UNKNOWN_DEVICE
        case "factory":
            made = default_device(machine)
            return named if named is not None else made_here(machine, method, made, _data(bound), node)
        case "like":
            if named is not None:
                return named
            return tensors[0].device if tensors else UNKNOWN_DEVICE
        case "inputs":
            return common_device(tensors, others) if tensors else UNKNOWN_DEVICE
        case _:
            return UNKNOWN_DEVICE


def _data(bound: dict[str, tuple[Value, int]]) -> Value | None:
    return bound["data"][0] if "data" in bound else None


def _changed(
    machine: Machine,
    row: TensorFunction,
    name: str,
    first: Tensor,
    inputs: list[Value],
    node: int,
) -> Tensor:
    """A tensor changed in place by its own method."""
    if name == "detach_":
        lost = severed_at(machine, "detach", [first], node, operand_of(machine))
        return replace(first, graph=frozenset(), requires_grad=False, leaf=True, severed=lost)
    others = [value for value in inputs[1:] if isinstance(value, Tensor)]
    graph = first.graph | frozenset(use for tensor in others for use in tensor.graph)
    if graph == first.graph and not row.activation:
        return first
    kept = None if graph else first.severed
    return replace(first, graph=graph, severed=kept, activation=_activation(machine, row, first, node))


def _saved(machine: Machine, row: TensorFunction, name: str, first: Tensor, after: Tensor, node: int) -> Tensor:
    """A tensor changed in place by its own method: what needed it as it was, or else what needs it as it is."""
    if first.saved is not None:
        return saved_and_changed(machine, first, after, node)
    saved = saved_result(machine, row, name, [first], None, node)
    return after if saved is None else replace(after, saved=saved)


def _update_place(machine: Machine, before: Tensor, after: Tensor) -> None:
    """A tensor changed in place is the changed one under the name it was reached by."""
    callee = machine.callee
    if before is not after and isinstance(callee, ir.Attribute) and value_at(machine, callee.value) == before:
        set_at(machine, callee.value, after)
