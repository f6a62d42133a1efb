"""On which device a model as a whole is, what it gives, and what wrappers do to its inputs."""

from __future__ import annotations

import re
from typing import TypeVar

from ..program.device import UNKNOWN_DEVICE, Device, DeviceKind
from ..program.facts import Foreign, Model
from ..program.record import replace
from ..program.values import TRUE, Class, External, Tensor, TupleValue, Unknown, Value, device_of
from ..syntax import ir
from ..syntax.scan import walk
from .classes import lineage
from .frames import Arguments
from .machine import Machine
from .reach import objects_reached, parts_of
from .use import uses_in_class

LOADERS = frozenset({"torch.utils.data.DataLoader", "torch_geometric.loader.DataLoader"})
"""Loaders that leave the elements of their dataset where they are."""
PLACED = "placed by a framework"
"""Marks a loader whose batches are brought to where the model is."""
_MOVING = frozenset("to cuda cpu xpu type_as tensor as_tensor from_numpy numpy new_tensor tolist item".split())
T = TypeVar("T", bound="Value | Model")
_SCATTER = frozenset({"torch.nn.DataParallel", "torch.nn.parallel.DistributedDataParallel"})
"""Wrappers that bring the inputs to the device of the model themselves (torch 2.13)."""


def whole_device(machine: Machine, model: int, facts: Model) -> Device:
    """The one device of the known parameters of a model; unknown where there are none, or on several devices."""
    if isinstance(facts.class_, External) and facts.has_parameters and facts.wraps is None:
        return facts.device
    state = machine.live()
    devices: set[Device] = set()
    for part in parts_of(machine, model):
        inner = state.heap.get(part)
        if not isinstance(inner, Model):
            continue
        joined = inner.class_ is None and inner.open_ended and inner.device.default
        if inner.has_parameters or (inner.class_ is None and not joined):
            devices.add(inner.device)
        if joined:
            # One of several models that were not moved as a whole: of their parts, those that all have tell.
            members = objects_reached(machine, list(state.members_of(part).values()))
            devices.update(held.device for each in members if isinstance(held := state.heap.get(each), Model))
        own = [value for value in state.members_of(part).values() if isinstance(value, Tensor) and value.parameter]
        devices.update(parameter_device(value, inner) for value in own)
    return devices.pop() if len(devices) == 1 else UNKNOWN_DEVICE


def parameter_device(value: Tensor, owner: Model) -> Device:
    """Where a parameter of a module is: one that was made without a device goes wherever the module goes."""
    return owner.device if value.device.default else value.device


_ABOUT_DEVICES = re.compile("cuda|gpu|cpu|mps|xpu|tpu|accel|device|avail|local_rank|distributed", re.IGNORECASE)


def asks_device(test: ir.Expr) -> bool:
    """Whether a test may decide on which device things are: then what is so on a GPU may not be so behind it."""
    for part in walk(test):
        match part:
            case ir.Name(id=text) | ir.Attribute(attr=text) | ir.Constant(value=str() as text):
                if _ABOUT_DEVICES.search(text):
                    return True
            case _:
                pass
    return False


def as_certain(machine: Machine, value: T) -> T:
    """A value of which no more is said than holds on the path taken: a device that depends on tests does so here too."""
    if not machine.live().device_asked or not isinstance(value, Model | Tensor | Unknown):
        return value
    return replace(value, device=UNKNOWN_DEVICE) if value.device.kind is DeviceKind.SYMBOL else value


def prepare(machine: Machine, values: list[Value]) -> None:
    """A framework takes care from now on where models and batches are."""
    for object_ in objects_reached(machine, values):
        facts = machine.live().heap.get(object_)
        if isinstance(facts, Model) and facts.device.certain:
            machine.update(object_, replace(facts, device=UNKNOWN_DEVICE))
        elif isinstance(facts, Foreign) and facts.class_ in LOADERS:
            kept = tuple(pair for pair in facts.arguments if pair[0] != PLACED)
            machine.update(object_, replace(facts, arguments=(*kept, (PLACED, TRUE))))


def takes_as_is(machine: Machine, facts: Model) -> bool:
    """Whether nothing in the text of a model's class looks as if it moved its inputs, or made them anew."""
    return isinstance(facts.class_, Class) and not any(
        uses_in_class(machine, class_) & _MOVING for class_ in lineage(machine, facts.class_)
    )


def output_device(facts: Model) -> Device:
    """Where the output of a model is that cannot be looked into: with its parameters, as is usual."""
    return replace(facts.device, assumed=True) if facts.device.certain else UNKNOWN_DEVICE


def usual_device(values: list[Value]) -> Device:
    """Where something unknown puts what it computes from tensors on an accelerator: most often it leaves it there."""
    devices = {device_of(value) for value in values if isinstance(value, Tensor | Unknown)}
    device = devices.pop() if len(devices) == 1 else UNKNOWN_DEVICE
    return replace(device, assumed=True) if device.accelerated else UNKNOWN_DEVICE


def scattered(facts: Model, arguments: Arguments, device: Device) -> Arguments:
    """The inputs as the wrapped model gets them."""
    if not isinstance(facts.class_, External) or facts.class_.name not in _SCATTER:
        return arguments
    return Arguments(
        [(_moved(value, device), node) for value, node in arguments.positional],
        {name: (_moved(value, device), node) for name, (value, node) in arguments.keywords.items()},
        arguments.open,
        arguments.starred,
    )


def _moved(value: Value, device: Device) -> Value:
    match value:
        case Tensor() | Unknown():
            return replace(value, device=device)
        case TupleValue():
            return TupleValue(tuple(_moved(element, device) for element in value.elements))
        case _:
            return value
