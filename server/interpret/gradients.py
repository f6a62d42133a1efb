"""The gradient cycle: backward passes, steps and clears, as transitions of each optimizer concerned."""

from __future__ import annotations

from ..program.events import Backward, Step, ZeroGrad
from ..program.facts import BUILT_STATE, FRESH_STATE, CutKind, Model, Optimizer
from ..program.record import replace
from ..program.slips import Clipped
from ..program.states import Certainty, Gradients, States, any_of, only
from ..program.values import NONE, Reference, Tensor, Unknown, Use, Value
from ..semantics.spelling import text_of
from ..syntax import ir
from .freezing import all_frozen
from .machine import Machine
from .reach import parts_of, reached, root_of, uses_of
from .truth import set_at, value_at
from .untrained import untrained

_BACKWARD: dict[int, int] = {
    Gradients.NEW: Gradients.FIRST,
    Gradients.CLEAR: Gradients.FRESH,
    Gradients.USED: Gradients.MIXED,
}
_STEP: dict[int, int] = {Gradients.FIRST: Gradients.USED, Gradients.FRESH: Gradients.USED}


def backward(
    machine: Machine,
    loss: Value,
    receiver: ir.Expr | None,
    name: str,
    node: int,
    *,
    method: str = "backward",
    retained: bool | None = False,
    given: bool = False,
) -> None:
    """A backward pass from `loss`: gradients arrive at every optimizer over a model of its graph."""
    models = reached(machine, loss)
    tensor = loss if isinstance(loss, Tensor) else None
    severed = loss.severed if isinstance(loss, Tensor | Unknown) else None
    complete = tensor is not None and tensor.complete and severed is None
    touched = involved(machine, models)
    uses = uses_of(machine, models) if tensor is None else tensor.graph
    facts = tuple((model, found) for model in sorted(models) if (found := _model(machine, model)) is not None)
    known = optimizers(machine)
    left = () if tensor is None else untrained(machine, tensor, [optimizer for _, optimizer in known])
    machine.record(Backward(*machine.place(node), tensor, name, facts, method, retained, severed, given, left))
    for object_, optimizer in known:
        certainty = feeds(machine, optimizer, touched, complete)
        if certainty is Certainty.NEVER:
            continue
        if certainty is Certainty.MAY and not models and not complete and len(optimizers(machine)) == 1:
            # A loss of which nothing is known, and one optimizer in sight: they can only be meant for each other.
            certainty, optimizer = Certainty.MUST, replace(optimizer, by_use=True)
        fed, passes = optimizer.gradients.mapped(_BACKWARD), optimizer.passes
        if certainty is not Certainty.MUST:
            fed = optimizer.gradients.join(fed)
        elif machine.site(node) not in passes:
            passes = (*passes, machine.site(node))
        cuts = tuple(cut for cut in optimizer.cuts if cut.kind is not CutKind.REBOUND or cut.old not in touched)
        fed_by = optimizer.fed_by | _trained_by(machine, optimizer, uses)
        machine.update(object_, replace(optimizer, gradients=fed, fed=True, fed_by=fed_by, cuts=cuts, passes=passes))
    if receiver is not None and tensor is not None and retained is False and value_at(machine, receiver) == tensor:
        set_at(machine, receiver, replace(tensor, spent=True))


def _trained_by(machine: Machine, optimizer: Optimizer, uses: frozenset[Use]) -> frozenset[Use]:
    """The uses of those models that the optimizer holds parameters of; all where it is not known what it holds."""
    if not optimizer.sources:
        return uses
    held = {held for source in optimizer.sources for held in (source.model, root_of(machine, source.model))}
    return frozenset(use for use in uses if held & parts_of(machine, use.model))


def involved(machine: Machine, models: frozenset[int]) -> frozenset[int]:
    """The models with everything registered in them, seen through wrappers."""
    found: set[int] = set()
    for model in models:
        found |= parts_of(machine, model)
    return frozenset(found)


def feeds(machine: Machine, optimizer: Optimizer, touched: frozenset[int], complete: bool) -> Certainty:
    """How surely a backward pass through these models reaches the optimizer's parameters."""
    for source in optimizer.sources:
        model = root_of(machine, source.model)
        if model in touched or source.model in touched or parts_of(machine, source.model) & touched:
            return Certainty.MUST
    if complete and optimizer.complete:
        return Certainty.NEVER
    if complete and optimizer.sources and not touched:
        return Certainty.NEVER
    if not optimizer.complete and not optimizer.sources:
        # An optimizer understood by its use: what it holds is unknown, and so is what flows back to it.
        return Certainty.MUST if _alone(machine, optimizer) else Certainty.MAY
    return Certainty.MAY


def _alone(machine: Machine, optimizer: Optimizer) -> bool:
    """Whether it is the only optimizer in sight, so that a backward pass can only be meant for it."""
    return [found for _, found in optimizers(machine)] == [optimizer]


def optimizers(machine: Machine) -> list[tuple[int, Optimizer]]:
    """All optimizers, as object and facts."""
    machine.journal.saw_optimizers = True
    return [(object_, facts) for object_, facts in machine.live().heap.items() if isinstance(facts, Optimizer)]


def _model(machine: Machine, object_: int) -> Model | None:
    facts = machine.live().heap.get(object_)
    return facts if isinstance(facts, Model) else None


def step(machine: Machine, value: Reference, facts: Optimizer, name: str, node: int) -> None:
    """An optimizer updates its parameters."""
    models = tuple(
        (source.model, found) for source in facts.sources if (found := _model(machine, source.model)) is not None
    )
    idle, sharing = all_frozen(machine, facts), frozenset[int]()
    if models and not facts.gradients.possible & ~(Gradients.CLEAR | Gradients.NEW):
        sharing = _sharing(machine, facts)
    machine.record(Step(*machine.place(node), value.object, facts, name, models, idle, sharing))
    gradients = facts.gradients.mapped(_STEP)
    if facts.many:
        gradients = facts.gradients.join(gradients)
    machine.update(
        value.object,
        replace(
            facts,
            gradients=gradients,
            used_at=(machine.site(node),),
            passes=(),
            stepped=facts.stepped.mapped({FRESH_STATE: BUILT_STATE}),
        ),
    )


def _sharing(machine: Machine, optimizer: Optimizer) -> frozenset[int]:
    """All models that have parameters in common with an optimizer: parts of what it holds, and what that is part of."""
    machine.journal.saw_everything = True
    held = involved(machine, optimizer.models)
    return frozenset(
        object_
        for object_, facts in machine.live().heap.items()
        if isinstance(facts, Model) and (object_ in held or parts_of(machine, object_) & held)
    )


def clip(machine: Machine, models: frozenset[int], name: str, node: int, *, measures: bool) -> None:
    """Gradients of these models are clipped: the optimizers that certainly hold them are concerned."""
    touched = involved(machine, models)
    concerned = tuple(
        (object_, optimizer)
        for object_, optimizer in optimizers(machine)
        if feeds(machine, optimizer, touched, complete=True) is Certainty.MUST
    )
    machine.record(Clipped(*machine.place(node), name, concerned, measures))


def clear(
    machine: Machine,
    object_: int,
    facts: Optimizer,
    name: str,
    node: int,
    *,
    sure: bool = True,
    to_none: bool | None = True,
) -> None:
    """The gradients of an optimizer are cleared (`sure` is false when only part of them may be)."""
    machine.record(ZeroGrad(*machine.place(node), object_, facts, name, sure, to_none))
    _note_cleared(machine, object_, facts, node, sure=sure)
    held = involved(machine, facts.models)
    for other, optimizer in optimizers(machine):
        if other != object_ and involved(machine, optimizer.models) & held:
            # Another optimizer over the same parameters: their gradients are the same.
            whole = sure and facts.complete and optimizer.complete and optimizer.models <= held
            _note_cleared(machine, other, optimizer, node, sure=whole)


def _note_cleared(machine: Machine, object_: int, facts: Optimizer, node: int, *, sure: bool) -> None:
    cleared = only(Gradients.CLEAR)
    gradients = cleared if sure else facts.gradients.join(cleared)
    site = machine.site(node)
    cleared_at = (site,) if sure else tuple(dict.fromkeys((*facts.cleared_at, site)))
    fed_by = frozenset[Use]() if sure else facts.fed_by
    handed = facts.handed and not sure
    new = replace(facts, gradients=gradients, cleared_at=cleared_at, fed_by=fed_by, handed=handed)
    machine.update(object_, new)


def clear_model(machine: Machine, model: int, name: str, node: int, to_none: bool | None = True) -> None:
    """The gradients of a model's parameters are cleared, and with them those of the optimizers over it."""
    parts = parts_of(machine, model)
    for object_, optimizer in optimizers(machine):
        mine = [root_of(machine, source.model) in parts or source.model in parts for source in optimizer.sources]
        if mine and all(mine) and optimizer.complete:
            clear(machine, object_, optimizer, name, node, to_none=to_none)
        elif any(mine) or not optimizer.complete:
            # A model of which nothing is known, beside an optimizer of which nothing is known: they may belong together.
            clear(machine, object_, optimizer, name, node, sure=not optimizer.sources, to_none=to_none)
        elif parts & involved(machine, optimizer.models):
            # Part after part is cleared: whether that is all in the end cannot be told.
            clear(machine, object_, optimizer, name, node, sure=False, to_none=to_none)
            _forget(machine, object_)


def clear_unknown(machine: Machine, name: str, node: int) -> None:
    """`zero_grad()` of something unknown: it may be any of the optimizers, or a model of theirs."""
    for object_, optimizer in optimizers(machine):
        clear(machine, object_, optimizer, name, node, sure=False)


def assigned_gradient(machine: Machine, tensor: Tensor, value: Value) -> None:
    """`p.grad = ...` on a parameter: whatever was in it is gone, and something else may be there."""
    for model in tensor.models:
        clear_model(machine, model, "grad", 0)
    if value != NONE:
        set_gradients(machine, tensor.models, any_of(Gradients.CLEAR | Gradients.FRESH))


def gradient_changed(machine: Machine, value: Value) -> None:
    """A method of a gradient is called that gives it another value: of `p.grad` itself, or of `p.grad.data`."""
    callee = machine.callee
    inner = callee.value if isinstance(callee, ir.Attribute) else None
    if isinstance(inner, ir.Attribute) and inner.attr == "data":
        inner = inner.value
    if not isinstance(inner, ir.Attribute) or inner.attr != "grad":
        return
    owner = value_at(machine, inner.value)
    if owner is None and text_of(inner.value):
        owner = machine.evaluate(inner.value)
    if isinstance(owner, Tensor):
        assigned_gradient(machine, owner, value)
    else:
        unknown_gradients(machine)


def set_gradients(machine: Machine, sources: frozenset[int], states: States) -> None:
    """Gradients of the optimizers over these models were written by hand: nothing wrong can be said of them."""
    touched = involved(machine, sources)
    for object_, optimizer in optimizers(machine):
        if feeds(machine, optimizer, touched, complete=True) is not Certainty.NEVER:
            machine.update(object_, replace(optimizer, gradients=states, fed=True, passes=()))


def unknown_gradients(machine: Machine) -> None:
    """Something that cannot be followed may have changed any gradients."""
    for object_, _ in optimizers(machine):
        _forget(machine, object_)


def _forget(machine: Machine, object_: int) -> None:
    facts = machine.live().heap.get(object_)
    if isinstance(facts, Optimizer):
        machine.update(object_, replace(facts, gradients=any_of(Gradients.ANY), fed=True, passes=()))
