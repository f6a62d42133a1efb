"""What the rows of the tables mean: one function for each effect an `Action` can have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..program.device import UNKNOWN_DEVICE
from ..program.events import GradientsTaken, ParametersAdded
from ..program.facts import Collection, Model, Optimizer, Source
from ..program.lazy_events import StateLoaded
from ..program.record import replace
from ..program.slips import SteppedWithoutClosure
from ..program.values import NONE, Constant, Reference, Tensor, TupleValue, Unknown, Value
from ..pytorch.facts import Action
from ..semantics.spelling import text_of
from ..syntax import ir
from .backwards import keeps_graph
from .conversions import convert, state_in_place
from .frames import Arguments
from .freezing import freeze
from .gradients import backward, clear, clear_model, clip, step
from .groups import added_twice
from .havoc import havoc
from .hooks import note_hook
from .iteration import MOST_MODELS, consume, joined
from .lazy import touched
from .lightning import use_trainer
from .machine import Machine
from .members import note_member
from .models import flag, has_parameters
from .modes import set_mode
from .parameters import collected
from .placement import prepare
from .reach import argument_text, first_argument_text, parts_of, reached, receiver_text
from .replacing import note_replaced, still_cut, with_added
from .replicated import note_again
from .results import result_of
from .swapping import note_swapped, other_parameters


@dataclass(slots=True)
class Effect:
    """One call under way: the row, its receiver or subject, the method's name, the arguments and the node."""

    row: Action
    subject: Value
    name: str
    arguments: Arguments
    node: int

    @property
    def bound(self) -> dict[str, tuple[Value, int]]:
        """The arguments by parameter name."""
        return self.arguments.bound(self.row.signature)

    def argument(self, name: str) -> Value | None:
        """One argument."""
        found = self.bound.get(name)
        return None if found is None else found[0]


def apply_action(
    machine: Machine, row: Action, receiver: Value | None, name: str, arguments: Arguments, node: int
) -> Value:
    """Do what a row says and give its result."""
    bound = arguments.bound(row.signature)
    for parameter in row.consumes:
        found = bound.get(parameter.lstrip("*"))
        if found is not None:
            consume(machine, found[0], found[1], name, argument_text(machine, found[1]))
    # A function that is about nothing in particular (`set_default_device`) acts on nothing that is known.
    subjects = [bound[parameter][0] for parameter in row.on if parameter in bound] or [receiver or Unknown()]
    effect = _EFFECTS.get(row.effect)
    if effect is not None:
        for subject in subjects:
            effect(machine, Effect(row, subject, name, arguments, node))
    return result_of(machine, row, receiver, name, arguments, node)


def name_of(machine: Machine) -> str:
    """How the receiver of the method being called is written."""
    return receiver_text(machine)


def _unknown(machine: Machine, effect: Effect) -> None:
    havoc(machine, [effect.subject, *effect.arguments.values()])


def _converts(machine: Machine, effect: Effect) -> None:
    convert(machine, effect.subject, name_of(machine), effect.name, effect.arguments, effect.node)


def _sets_mode(machine: Machine, effect: Effect) -> None:
    training = flag(effect.argument("mode"), True) if effect.arguments.positional or effect.arguments.keywords else True
    _set_mode(machine, effect, training)


def _trains(machine: Machine, effect: Effect) -> None:
    _set_mode(machine, effect, True)


def _evals(machine: Machine, effect: Effect) -> None:
    _set_mode(machine, effect, False)


def _set_mode(machine: Machine, effect: Effect, training: bool | None) -> None:
    set_mode(machine, effect.subject, training, name_of(machine), effect.node)


def _sets_requires_grad(machine: Machine, effect: Effect) -> None:
    facts = machine.model(effect.subject)
    if facts is None or not isinstance(effect.subject, Reference):
        return
    trainable = flag(effect.argument("requires_grad"), True)
    freeze(machine, effect.subject.object, None if trainable is None else not trainable)


def _freezes(machine: Machine, effect: Effect) -> None:
    """`LightningModule.freeze()`: no gradients, and evaluation mode (lightning 2.6.6)."""
    _set_mode(machine, effect, False)
    if machine.model(effect.subject) is not None and isinstance(effect.subject, Reference):
        freeze(machine, effect.subject.object, True)


def _unfreezes(machine: Machine, effect: Effect) -> None:
    _set_mode(machine, effect, True)
    if machine.model(effect.subject) is not None and isinstance(effect.subject, Reference):
        freeze(machine, effect.subject.object, False)


def _clears_gradients(machine: Machine, effect: Effect) -> None:
    facts = machine.facts(effect.subject)
    to_none = None if effect.arguments.open else flag(effect.argument("set_to_none"), default=True)
    if isinstance(facts, Optimizer) and isinstance(effect.subject, Reference):
        clear(machine, effect.subject.object, facts, name_of(machine), effect.node, to_none=to_none)
    elif isinstance(facts, Model) and isinstance(effect.subject, Reference):
        clear_model(machine, effect.subject.object, name_of(machine), effect.node, to_none)


def _backward(machine: Machine, effect: Effect) -> None:
    """`accelerator.backward(loss)`, `fabric.backward(loss)`, `self.manual_backward(loss)`, `autograd.backward`."""
    arguments = effect.arguments
    loss = effect.argument("loss") or effect.argument("tensors") or effect.argument("tensor")
    if loss is None and arguments.positional:
        loss = arguments.positional[0][0]
    if effect.row.on:
        loss = effect.subject
    retained = keeps_graph(effect.argument("retain_graph"), effect.argument("create_graph"))
    loss = loss if loss is not None else Unknown()
    given = arguments.open or effect.argument("grad_tensors") is not None or effect.argument("gradient") is not None
    backward(machine, loss, None, "", effect.node, method=effect.name, retained=retained, given=given)


def _computes_gradients(machine: Machine, effect: Effect) -> None:
    subject = effect.subject
    tensor = subject if isinstance(subject, Tensor) else None
    machine.record(GradientsTaken(*machine.place(effect.node), tensor, reached(machine, subject)))


def _steps(machine: Machine, effect: Effect) -> None:
    closure = effect.argument("closure")
    facts = machine.facts(effect.subject)
    if closure is not None and closure != NONE:
        machine.call(closure, Arguments(), effect.node)
        if machine.state is None:
            return
        facts = machine.facts(effect.subject)
    if isinstance(facts, Optimizer) and isinstance(effect.subject, Reference):
        facts = still_cut(machine, effect.subject.object, facts)
        if not effect.arguments.open and (closure is None or closure == NONE):
            machine.record(SteppedWithoutClosure(*machine.place(effect.node), facts))
        step(machine, effect.subject, facts, name_of(machine), effect.node)


_LIMITS = ("max_norm", "clip_value", "clip_val", "gradient_clip_val")


def _clips(machine: Machine, effect: Effect) -> None:
    """`clip_grad_norm_(parameters, limit)` and its kin."""
    # A list of parameters may be made for the clipping alone; a generator in a variable is another rule's matter.
    held = collected(machine, effect.subject)
    facts = machine.facts(effect.subject)
    models = frozenset(source.model for source in held.sources) if held is not None else frozenset[int]()
    if isinstance(facts, Model) and isinstance(effect.subject, Reference):
        models = frozenset({effect.subject.object})
    elif isinstance(facts, Optimizer):
        models = facts.models
    limit = next((effect.bound[name] for name in _LIMITS if name in effect.bound), None)
    call = machine.call_written
    arguments = () if call is None or limit is None else call.arguments
    written = [each.value for each in arguments if limit is not None and each.value.n == limit[1]]
    # `float("inf")`, or `math.inf` and the like under whatever name.
    infinite = any(isinstance(each, ir.Call) or text_of(each).endswith("inf") for each in written)
    name = effect.name.rpartition(".")[2]
    clip(machine, models, name, effect.node, measures=infinite or limit is None)


def _steps_scaled(machine: Machine, effect: Effect) -> None:
    """`scaler.step(optimizer)`."""
    optimizer = effect.argument("optimizer") if not effect.row.on else effect.subject
    facts = machine.facts(optimizer) if optimizer is not None else None
    if isinstance(facts, Optimizer) and isinstance(optimizer, Reference):
        facts = still_cut(machine, optimizer.object, facts)
        step(machine, optimizer, facts, first_argument_text(machine), effect.node)


def _adds_parameters(machine: Machine, effect: Effect) -> None:
    facts = machine.facts(effect.subject)
    if not isinstance(facts, Optimizer) or not isinstance(effect.subject, Reference):
        return
    sources = list(facts.sources)
    added: list[Source] = []
    complete = facts.complete
    for value in effect.arguments.values():
        inner = machine.facts(value)
        parts = inner.elements if isinstance(inner, Collection) else (value,)
        for part in parts:
            found = collected(machine, part)
            if found is None:
                complete = complete and not isinstance(part, Unknown)
            else:
                added.extend(found.sources)
    given = effect.arguments.values()
    twice = added_twice(machine, facts, given[0]) if given and not machine.quiet else None
    place = machine.place(effect.node)
    machine.record(ParametersAdded(*place, effect.subject.object, facts, name_of(machine), tuple(added), twice))
    sources.extend(source for source in added if source not in sources)
    cuts = with_added(machine, facts.cuts, added, known=complete or not facts.complete)
    machine.update(effect.subject.object, replace(facts, sources=tuple(sources), complete=complete, cuts=cuts))


def _changes_training(machine: Machine, effect: Effect) -> None:
    """A framework takes over: it trains what it is given."""
    use_trainer(machine, effect.subject, effect.bound, effect.name, effect.node)
    if machine.state is not None:
        havoc(machine, [effect.subject, *effect.arguments.values()])


def _default_device(machine: Machine, effect: Effect) -> None:
    del effect
    machine.live().default_device = False


def _default_dtype(machine: Machine, effect: Effect) -> None:
    del effect
    state = machine.live()
    state.conversion = state.conversion._replace(usual_dtype=False)


def _module_conversion(machine: Machine, effect: Effect) -> None:
    """`torch.__future__.set_overwrite_...` and `set_swap_module_params_on_conversion`."""
    state, value = machine.live(), flag(effect.argument("value"), True)
    if effect.name.startswith("set_swap"):
        state.conversion = state.conversion._replace(swaps=value)
    else:
        state.conversion = state.conversion._replace(replaces=value)


def _loads_state(machine: Machine, effect: Effect) -> None:
    """`optimizer.load_state_dict` brings the state to where the parameters are (torch 2.13)."""
    if isinstance(machine.facts(effect.subject), Optimizer) and isinstance(effect.subject, Reference):
        state_in_place(machine, effect.subject.object)
    elif isinstance(effect.subject, Reference) and machine.model(effect.subject) is not None:
        machine.record(StateLoaded(*machine.place(effect.node), effect.subject.object))
        if flag(effect.argument("assign"), False):
            note_swapped(machine, effect.subject, f"{name_of(machine)}.parameters()", effect.node)


def _initializes(machine: Machine, effect: Effect) -> None:
    """`nn.init.xavier_uniform_(layer.weight)`."""
    touched(machine, effect.subject, effect.name.rpartition(".")[2], effect.node)


def _swaps(machine: Machine, effect: Effect) -> None:
    other_parameters(machine, effect.name, effect.subject, effect.bound, effect.node)


def _prepares(machine: Machine, effect: Effect) -> None:
    """`accelerator.prepare`, `fabric.setup`: models are moved, and loaders bring their batches along."""
    prepare(machine, effect.arguments.values())


def _registers(machine: Machine, effect: Effect) -> None:
    """`add_module`, `register_parameter`, `register_buffer`, and `append` of module containers."""
    facts = machine.model(effect.subject)
    if facts is None or not isinstance(effect.subject, Reference):
        return
    values = effect.arguments.values()
    name = values[0] if values else None
    if isinstance(name, Constant) and isinstance(name.value, str) and len(values) > 1:
        if effect.row.effect != "registers_buffer":
            former = machine.live().member(effect.subject.object, name.value)
            place = f"{name_of(machine)}.{name.value}"
            note_replaced(machine, effect.subject, place, former, values[1], effect.node)
            note_member(machine, effect.subject, facts, name.value, values[1], effect.node)
        value = values[1]
        if effect.row.effect == "registers_buffer" and isinstance(value, Tensor):
            # It goes wherever the module goes.
            value = replace(value, device=UNKNOWN_DEVICE)
        machine.live().set_member(effect.subject.object, name.value, value)
        return
    children = list(facts.children)
    exact = not facts.open_ended
    for value in values:
        inner = machine.facts(value)
        parts = (
            inner.elements
            if isinstance(inner, Collection)
            else value.elements
            if isinstance(value, TupleValue)
            else (value,)
        )
        for part in parts:
            if isinstance(part, Reference) and machine.model(part) is not None:
                note_replaced(machine, effect.subject, f"{name_of(machine)}[-1]", NONE, part, effect.node)
                if part.object not in children:
                    children.append(part.object)
                elif machine.repeating() and not machine.quiet:
                    trainable = has_parameters(machine, part.object) is True
                    note_again(machine, part.object, None, True, effect.node, trainable=trainable)
            else:
                exact = exact and isinstance(part, Constant)
        exact = exact and (not isinstance(inner, Collection) or inner.exact)
    grown = replace(facts, children=tuple(children), open_ended=not exact)
    if grown != facts:
        # Only what is new counts: in a loop the same object stands for all further ones.
        machine.update(effect.subject.object, replace(grown, structure=facts.structure + 1))


def _replaces(machine: Machine, effect: Effect) -> None:
    facts = machine.model(effect.subject)
    if facts is not None and isinstance(effect.subject, Reference):
        machine.update(effect.subject.object, replace(facts, structure=facts.structure + 1, open_ended=True))


def _hooks(machine: Machine, effect: Effect) -> None:
    note_hook(machine, effect.subject, effect.name, effect.node)
    if effect.row.effect == "hooks_anew":
        _swaps(machine, effect)


def _calls(machine: Machine, effect: Effect) -> None:
    function = effect.arguments.positional[0][0] if effect.arguments.positional else None
    if function is not None and effect.name == "apply":
        facts = machine.model(effect.subject)
        if facts is not None and isinstance(effect.subject, Reference):
            parts = tuple(Reference(part) for part in sorted(parts_of(machine, effect.subject.object)))
            known = all(machine.model(part) is not None for part in parts) and not facts.open_ended
            part = joined(machine, parts) if known and len(parts) <= MOST_MODELS else None
            machine.quiet += 1
            machine.call(function, Arguments([(part or Unknown("a part of a model"), effect.node)]), effect.node)
            machine.quiet -= 1


_EFFECTS: dict[str, Callable[[Machine, Effect], None]] = {
    "unknown": _unknown,
    "moves": _converts,
    "casts": _converts,
    "empties": _converts,
    "prepares": _prepares,
    "sets_mode": _sets_mode,
    "trains": _trains,
    "evals": _evals,
    "sets_requires_grad": _sets_requires_grad,
    "freezes": _freezes,
    "unfreezes": _unfreezes,
    "clears_gradients": _clears_gradients,
    "backward": _backward,
    "computes_gradients": _computes_gradients,
    "steps": _steps,
    "steps_scaled": _steps_scaled,
    "clips_norm": _clips,
    "clips_value": _clips,
    "adds_parameters": _adds_parameters,
    "runs_training": _changes_training,
    "runs_evaluation": _changes_training,
    "runs_prediction": _changes_training,
    "sets_default_device": _default_device,
    "sets_default_dtype": _default_dtype,
    "sets_module_conversion": _module_conversion,
    "loads_state": _loads_state,
    "initializes": _initializes,
    "registers_buffer": _registers,
    "registers_parameter": _registers,
    "registers_module": _registers,
    "replaces_submodule": _replaces,
    "replaces_parameters": _swaps,
    "applies": _calls,
    "hooks": _hooks,
    "hooks_anew": _hooks,
}
