"""Optimizers in Lightning: those that `configure_optimizers` returned, and what the Trainer does with them."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..program.facts import Collection, Foreign, Optimizer
from ..program.values import FALSE, NONE, TRUE, Choice, Class, Constant, Function, Reference, TupleValue, Value
from ..pytorch.facts import Hook
from .classes import find_member, has_unknown_base
from .frames import Arguments
from .functions import call_function
from .gradients import backward, clear, step
from .machine import Machine
from .reach import elements_of, first_argument_text

OPTIMIZERS, SCHEDULERS = "the result of optimizers()", "the result of lr_schedulers()"
EVERY_OPTIMIZER = "the optimizers of the trainer"
"""Attributes of a LightningModule under which the state keeps what these methods give; no program can name them."""


@dataclass(slots=True)
class Configured:
    """What `configure_optimizers` returned; `complete` when all of it was understood."""

    optimizers: list[Reference] = field(default_factory=list[Reference])
    schedulers: list[Value] = field(default_factory=list["Value"])
    complete: bool = True


def configured(machine: Machine, value: Value) -> Configured:
    """The optimizers and schedulers in the result of `configure_optimizers` (lightning 2.6.6, core/optimizer.py).

    It is an optimizer, a dict with it, a list or tuple of these, a tuple of a list of optimizers and a list of
    schedulers, or None.
    """
    result = Configured()
    pair = elements_of(machine, value)
    if pair is not None and len(pair) == 2 and all(elements_of(machine, part) is not None for part in pair):
        for part in elements_of(machine, pair[0]) or ():
            _collect(machine, result, part)
        result.schedulers.extend(elements_of(machine, pair[1]) or ())
    elif pair is not None:
        for part in pair:
            _collect(machine, result, part)
    else:
        _collect(machine, result, value)
    return result


def _collect(machine: Machine, result: Configured, value: Value) -> None:
    facts = machine.facts(value)
    if isinstance(facts, Optimizer) and isinstance(value, Reference):
        if value not in result.optimizers:
            result.optimizers.append(value)
    elif isinstance(facts, Collection) and facts.kind == "dict" and facts.keys is not None:
        entries = dict(zip((key.value for key in facts.keys), facts.elements, strict=True))
        if "optimizer" in entries:
            _collect(machine, result, entries["optimizer"])
            result.schedulers.extend(entries[key] for key in ("lr_scheduler",) if key in entries)
        else:
            result.complete = False
    elif isinstance(value, Choice):
        for option in value.options:
            _collect(machine, result, option)
        result.complete = False
    elif value != NONE:
        result.complete = False


def keep(machine: Machine, module: Reference, found: Configured) -> None:
    """Let `self.optimizers()` and `self.lr_schedulers()` give what was configured."""
    if not found.complete:
        return
    state = machine.live()
    every = Collection(machine.site(), "list", tuple(found.optimizers))
    state.set_member(module.object, EVERY_OPTIMIZER, machine.allocate(every, 0, (EVERY_OPTIMIZER, module.object)))
    for name, values in ((OPTIMIZERS, found.optimizers), (SCHEDULERS, found.schedulers)):
        if len(values) == 1:
            state.set_member(module.object, name, values[0])
        elif values:
            # Each call gives a new list: what is done to one changes no other.
            state.set_member(module.object, name, TupleValue(tuple(values)))


def optimizes_itself(machine: Machine, module: Reference) -> bool | None:
    """Whether optimization is automatic; None when that is not known."""
    facts = machine.model(module)
    if facts is None or not isinstance(facts.class_, Class):
        return None
    value = machine.live().member(module.object, "automatic_optimization")
    if value is None:
        member = find_member(machine, facts.class_, "automatic_optimization")
        value = member if member is not None else None if has_unknown_base(machine, facts.class_) else TRUE
        if isinstance(member, Function):
            value = _computed(machine, member, module)
    return value != FALSE if isinstance(value, Constant) else None


def _computed(machine: Machine, member: Function, module: Reference) -> Value | None:
    if machine.function(member.id).kind != "property":
        return None
    machine.quiet += 1
    value = call_function(machine, member, Arguments(), 0, receiver=module)
    machine.quiet -= 1
    return value


def loss_of(machine: Machine, result: Value) -> Value | None:
    """The loss in what `training_step` returned; None when the Trainer goes on without a backward pass."""
    if result == NONE:
        return None
    facts = machine.facts(result)
    if isinstance(facts, Collection) and facts.kind == "dict" and facts.keys is not None:
        for key, value in zip(facts.keys, facts.elements, strict=True):
            if key.value == "loss":
                return value
    return result


def kept_by_lightning(machine: Machine, module: Value | None, what: str) -> Value | None:
    """What `self.optimizers()` or `self.lr_schedulers()` gives, if that was seen to be configured."""
    if not isinstance(module, Reference):
        return None
    name = OPTIMIZERS if what == "optimizers" else SCHEDULERS
    return machine.live().member(module.object, name)


def of_trainer(machine: Machine, trainer: Foreign, name: str) -> Value | None:
    """`self.trainer.optimizers` and `self.trainer.lightning_module`, of the Trainer that a module is trained by."""
    module = trainer.argument("model") if trainer.class_ == "lightning.pytorch.Trainer" else None
    if not isinstance(module, Reference):
        return None
    if name == "lightning_module":
        return module
    return machine.live().member(module.object, EVERY_OPTIMIZER) if name == "optimizers" else None


def hook_of_base(machine: Machine, row: Hook, name: str, arguments: Arguments, node: int) -> Value:
    """`super().on_fit_start()` and its like: what LightningModule's own hooks do (lightning 2.6.6, core/module.py)."""
    bound = arguments.bound(row.signature)
    optimizer = bound["optimizer"][0] if "optimizer" in bound else None
    facts = None if optimizer is None else machine.facts(optimizer)
    if isinstance(facts, Optimizer) and isinstance(optimizer, Reference):
        if name == "optimizer_step":
            step(machine, optimizer, facts, "optimizer", node)
        elif name == "optimizer_zero_grad":
            clear(machine, optimizer.object, facts, "optimizer", node)
    if name == "backward" and "loss" in bound:
        backward(machine, bound["loss"][0], None, first_argument_text(machine), node)
    elif row.returns == "argument" and arguments.positional:
        return arguments.positional[0][0]
    return NONE
