"""Freezing: which models want no gradients any more, or want them again."""

from __future__ import annotations

from difflib import SequenceMatcher

from ..program.facts import Collection, Facts, Instance, Model, Optimizer, Unresolved
from ..program.flags import FlagSet, Frozen
from ..program.record import replace
from ..program.values import FALSE, Choice, Class, Constant, Reference, Tensor, Unknown, Value
from ..semantics.spelling import text_of
from ..syntax import ir
from .classes import find_member
from .frames import Arguments
from .machine import Machine
from .reach import BATCH, parts_of, wholes_of

_FLAG = "requires_grad"
_NONE: frozenset[int] = frozenset()
_ALIKE = 0.8
"""How much of a name must be the same: it holds for `require_grad`, and not for `retains_grad`."""


def freeze(machine: Machine, model: int, frozen: bool | None) -> None:
    """All parameters of a model are frozen or trainable from now on; None where it may be some of them."""
    state = machine.live()
    whole = state.heap.get(model)
    parts = parts_of(machine, model)
    if isinstance(whole, Model):
        holders = _holders(machine, parts) if frozen is not None else ()
        within = wholes_of(machine, model) if holders and frozen else _NONE
        machine.record(Frozen(*machine.place(0), model, whole, frozen, parts, holders, within))
    for part in parts:
        facts = state.heap.get(part)
        if isinstance(facts, Model):
            machine.update(part, replace(facts, frozen=None if facts.many and frozen != facts.frozen else frozen))
        elif isinstance(facts, Unresolved) and facts.frozen is not (frozen is True):
            machine.update(part, replace(facts, frozen=frozen is True))
    if frozen is not True:
        thaw_owner(machine, Reference(model))


def thaw_owner(machine: Machine, part: Value) -> None:
    """Something wants gradients, or has a part that does: if it is not known whose it is, any model may have it.

    A module found by its name or its position is such a thing, and so is one of a list that is not known in full.
    """
    heap = machine.live().heap
    facts = machine.facts(part)
    if isinstance(part, Reference) and isinstance(facts, Model):
        if not facts.by_use or wholes_of(machine, part.object) - {part.object}:
            return
    elif isinstance(facts, Instance | Collection) or (isinstance(part, Unknown) and part.why == BATCH):
        return
    machine.journal.saw_everything = True
    for object_, facts in list(heap.items()):
        if isinstance(facts, Model) and facts.frozen:
            machine.update(object_, replace(facts, frozen=None))
        elif isinstance(facts, Unresolved) and facts.frozen:
            machine.update(object_, replace(facts, frozen=False))


def _holders(machine: Machine, parts: frozenset[int]) -> tuple[int, ...]:
    """The optimizers of which it is certain that they have parameters of these models."""
    machine.journal.saw_optimizers = True
    return tuple(
        object_
        for object_, facts in machine.live().heap.items()
        if isinstance(facts, Optimizer) and facts.complete and facts.sure
        if any(
            source.model in parts or not parts.isdisjoint(parts_of(machine, source.model)) for source in facts.sources
        )
    )


def freeze_parameter(machine: Machine, tensor: Tensor, trainable: bool | None) -> None:
    """`p.requires_grad = False`: of a loop over all parameters of a model, or on one of them alone."""
    if not tensor.parameter:
        return
    if not tensor.graph and trainable is not False:
        thaw_owner(machine, tensor)
    # A parameter that a loop over a model gives stands for all of them: what it requires was left unknown.
    every = tensor.complete and tensor.requires_grad is None
    for use in tensor.graph:
        if every:
            freeze(machine, use.model, None if trainable is None else not trainable)
        else:
            facts = machine.live().heap.get(use.model)
            if isinstance(facts, Model):
                machine.update(use.model, replace(facts, frozen=None))


def given(machine: Machine, owner: Value, value: Value, *, called: bool = False) -> None:
    """Something that is no module as far as can be seen gets an attribute or item, perhaps a layer or a parameter.

    With `called` it may also be what code made that cannot be seen.
    """
    facts = machine.facts(value)
    if isinstance(value, Tensor):
        wants = value.parameter and value.requires_grad is not False
    elif isinstance(value, Unknown):
        wants = called and value.called
    else:
        wants = isinstance(facts, Model) and not facts.frozen
    if wants and not isinstance(machine.facts(owner), Unresolved):
        thaw_owner(machine, owner)


_ADDING = frozenset({"add_module", "register_module", "register_parameter", "append", "insert", "__setattr__"})


def note_thawed(machine: Machine, receiver: Value, name: str, arguments: Arguments) -> None:
    """A method of something that is not known may be one of a module or parameter, and let it train more."""
    if name == _FLAG + "_" and arguments.get(0, _FLAG) != FALSE:
        thaw_owner(machine, receiver)
    elif name in _ADDING:
        for value in arguments.values():
            given(machine, receiver, value, called=name not in ("append", "insert"))


def note_flag(machine: Machine, owner: Value, value: Value, expr: ir.Attribute) -> None:
    """An attribute gets a value: perhaps one that is meant to freeze something, and does not (torch 2.13)."""
    if expr.attr[:2] != _FLAG[:2] or SequenceMatcher(None, expr.attr, _FLAG).ratio() < _ALIKE:
        return
    known = value.value if isinstance(value, Constant) and isinstance(value.value, bool) else None
    options = owner.options if isinstance(owner, Choice) else (owner,)
    models = [facts for option in options if (facts := machine.model(option)) is not None]
    if len(models) == len(options):
        if any(_is_own(machine, option, model, expr.attr) for option, model in zip(options, models, strict=True)):
            return
    elif (
        not isinstance(owner, Tensor)
        or expr.attr == _FLAG
        or (not owner.parameter and owner.requires_grad in (None, known))
    ):
        return
    model = models[0] if models else None
    machine.record(FlagSet(*machine.place(expr.n), text_of(expr.value), model, expr.attr, known))


def _is_own(machine: Machine, owner: Value, model: Model, name: str) -> bool:
    """Whether an attribute of a module is one that its class has, or gives itself, and so may look at."""
    if machine.frame.receiver == owner or not isinstance(owner, Reference):
        return True
    if isinstance(model.class_, Class) and find_member(machine, model.class_, name) is not None:
        return True
    return machine.live().member(owner.object, name) is not None


def all_frozen(machine: Machine, optimizer: Optimizer) -> bool:
    """Whether it is certain that no parameter of an optimizer wants gradients."""
    if not optimizer.complete or not optimizer.sources or optimizer.escaped or optimizer.many:
        return False
    heap = machine.live().heap
    whole = [heap.get(model) for model in optimizer.models]
    parts = [heap.get(part) for model in optimizer.models for part in parts_of(machine, model)]
    return all(isinstance(facts, Model) and facts.frozen is True for facts in whole) and all(map(_is_frozen, parts))


def _is_frozen(facts: Facts | None) -> bool:
    """Whether a part of a frozen model is. Of parts made in a loop, others may be elsewhere and be trained there."""
    if isinstance(facts, Model) and facts.many:
        return facts.frozen is not False
    return isinstance(facts, Model | Unresolved) and facts.frozen is True
