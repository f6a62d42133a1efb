"""Lightning: what a Trainer does with a module, in the order in which it does it (lightning 2.6.6).

A run takes the module as it is, calls `setup`, `configure_optimizers` and the rest, repeats `training_step` over
batches and epochs with what the Trainer does around it, and validates in between without gradients and in
evaluation mode. It serves `trainer.fit(model)` as well as classes that nothing visible gives to a Trainer.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from ..program.device import UNKNOWN_DEVICE
from ..program.facts import Instance, Model, Optimizer
from ..program.lightning_events import OptimizersConfigured
from ..program.record import replace
from ..program.site import Site
from ..program.states import Mode, only
from ..program.values import Class, Reference, Value
from ..pytorch.lightning_hooks import (
    FIT_END,
    FIT_START,
    PREDICT,
    TEST,
    TRAIN_BATCH,
    TRAIN_EPOCH,
    TRAIN_START,
    VALIDATION,
)
from .frames import Frame
from .gradients import backward, clear, step, unknown_gradients
from .lightning_calls import Called, Run, by_trainer, call_hook, member_of, name_returned, repeat
from .lightning_left_out import left_out, unseen_parts
from .lightning_loaders import batch_from
from .lightning_optimizers import Configured, configured, keep, loss_of, optimizes_itself
from .machine import Machine, OverBudget, Unreachable
from .reach import parts_of

_CONFIGURE = "configure_optimizers"
_LOADER, _LOADERS = "train_dataloader", "train_dataloaders"
_BATCH_START = TRAIN_BATCH[: TRAIN_BATCH.index("optimizer_step")]
_BATCH_END = TRAIN_BATCH[-1]
_STAGES = {"validate": VALIDATION, "test": TEST, "predict": PREDICT}
_STEPS = {"validate": "validation_step", "test": "test_step", "predict": "predict_step"}
_DATA = (
    "prepare_data", "setup", "train_dataloader", "val_dataloader", "test_dataloader", "predict_dataloader",
    "on_before_batch_transfer", "transfer_batch_to_device", "on_after_batch_transfer", "teardown",
)  # fmt: skip
MAIN_HOOKS = (_CONFIGURE, *_STEPS.values(), "training_step", *_DATA[:6])
"""The hooks of which a Trainer calls one at least."""
_NAME = "self.optimizers()"
"""How a program may speak of the optimizer that the Trainer uses."""


def use_trainer(machine: Machine, module: Value, given: dict[str, tuple[Value, int]], method: str, node: int) -> None:
    """`trainer.fit(module)` and its like, where the class of the module is visible."""
    loaders, loaders_node = given.get(_LOADERS, (None, node))
    batch = None if loaders is None else batch_from(machine, loaders, _LOADERS, loaders_node)
    data, _ = given.get("datamodule", (None, node))
    facts = machine.model(module)
    if facts is None or not isinstance(facts.class_, Class) or not isinstance(module, Reference):
        return
    known = data if isinstance(data, Reference) and isinstance(machine.facts(data), Instance) else None
    trail = (*machine.frame.trail, machine.site(node))
    if method == "fit":
        fit(machine, module, known, node, trail, batch)
    elif method in _STAGES:
        evaluate(machine, module, known, node, trail, method)


def fit(
    machine: Machine,
    module: Reference,
    data: Reference | None,
    node: int,
    trail: tuple[Site, ...],
    batch: Reference | None = None,
) -> None:
    """Train a module: everything that `Trainer.fit` calls. `batch` is what `training_step` gets, if that is known."""
    run = _run(machine, module, data, node, trail)
    run.batch = batch
    run.automatic = optimizes_itself(machine, module)
    for name in FIT_START:
        if name == _CONFIGURE:
            _on_some_device(machine, module)
            _configure(machine, run)
        else:
            call_hook(machine, run, name)
    for name in TRAIN_START:
        _call_for_loaders(machine, run, name)
    repeat(machine, "epochs", lambda again: _epoch(machine, run, again))
    for name in FIT_END:
        call_hook(machine, run, name)


def evaluate(
    machine: Machine, module: Reference, data: Reference | None, node: int, trail: tuple[Site, ...], stage: str
) -> None:
    """Evaluate a module: everything that `Trainer.validate`, `test` or `predict` calls."""
    run = _run(machine, module, data, node, trail)
    run.stage = stage
    if stage == "validate":
        for name in ("prepare_data", "setup", "configure_model"):
            call_hook(machine, run, name)
    _evaluation(machine, run, again=False)
    if stage == "validate":
        call_hook(machine, run, "teardown")


def run_unused(machine: Machine, receiver: Reference, *, data: bool) -> None:
    """A module or data module that no visible Trainer gets, in the order in which one would use it."""
    machine.steps = 0
    try:
        if data:
            run = _run(machine, receiver, None, 0, ())
            for name in _DATA:
                _call_for_loaders(machine, run, name)
            return
        fit(machine, receiver, None, 0, ())
        for stage in ("test", "predict"):
            if machine.state is not None:
                evaluate(machine, receiver, None, 0, (), stage)
    except (OverBudget, Unreachable):
        machine.state = None


def _run(machine: Machine, module: Reference, data: Reference | None, node: int, trail: tuple[Site, ...]) -> Run:
    return Run(module, data, ("lightning", machine.frame.id, machine.site(node)), trail)


def _call_for_loaders(machine: Machine, run: Run, name: str) -> None:
    """Call a hook; if it gives the loaders of the training, look at what they are."""
    called = call_hook(machine, run, name)
    if name == _LOADER and called is not None and machine.state is not None:
        with by_trainer(machine, run, called.frame, name) as node:
            run.batch = run.batch or batch_from(machine, called.value, name, node)


def _on_some_device(machine: Machine, module: Reference) -> None:
    """The Trainer moves the module to whatever device it finds."""
    state = machine.now()
    if state is None:
        return
    for part in parts_of(machine, module.object):
        facts = state.heap.get(part)
        if isinstance(facts, Model):
            state.set_facts(part, replace(facts, device=UNKNOWN_DEVICE))


def _configure(machine: Machine, run: Run) -> None:
    called = call_hook(machine, run, _CONFIGURE)
    run.late = True
    if called is None or machine.state is None:
        facts = machine.model(run.module)
        run.optimizers = Configured(complete=facts is not None and not facts.open_ended)
        return
    run.optimizers = configured(machine, called.value)
    keep(machine, run.module, run.optimizers)
    with by_trainer(machine, run, called.frame, _CONFIGURE) as node:
        facts = machine.model(run.module)
        found = [(value.object, machine.facts(value)) for value in run.optimizers.optimizers]
        optimizers = tuple((object_, each) for object_, each in found if isinstance(each, Optimizer))
        if facts is not None:
            all_known = run.optimizers.complete and all(each.complete for _, each in optimizers)
            lacking = left_out(machine, run.module, tuple(each for _, each in optimizers)) if all_known else ()
            unseen = unseen_parts(machine, run.module) if len(optimizers) > 1 else frozenset[str]()
            place = machine.place(node)
            machine.record(
                OptimizersConfigured(*place, run.module.object, facts, optimizers, all_known, lacking, unseen)
            )


# ---------------------------------------------------------------------- training


def _epoch(machine: Machine, run: Run, again: bool) -> None:
    start, end = TRAIN_EPOCH
    call_hook(machine, run, start, again)
    repeat(machine, "batches", lambda later: _batch(machine, run, again or later))
    if machine.state is not None:
        _evaluation(machine, run, again)
    call_hook(machine, run, end, again)


def _batch(machine: Machine, run: Run, again: bool) -> None:
    for name in _BATCH_START:
        call_hook(machine, run, name, again)
    if machine.state is not None:
        run.automatic = optimizes_itself(machine, run.module)
    given: dict[str, Value] = {} if run.batch is None else {"batch": run.batch}
    called = call_hook(machine, run, "training_step", again, given)
    if called is not None and machine.state is not None and run.automatic is not False:
        _optimize(machine, run, called, again)
    call_hook(machine, run, _BATCH_END, again)


def _optimize(machine: Machine, run: Run, called: Called, again: bool) -> None:
    """What follows `training_step` in automatic optimization: clear, backward, step, or the module's own methods."""
    if run.automatic is None or len(run.optimizers.optimizers) > 1:
        # With several optimizers Lightning 2 refuses to train; Lightning 1 calls `training_step` for each of them.
        unknown_gradients(machine)
        return
    optimizer = run.optimizers.optimizers[0] if run.optimizers.optimizers else None
    given: dict[str, Value] = {} if optimizer is None else {"optimizer": optimizer}
    call_hook(machine, run, "on_before_zero_grad", again, given)
    if call_hook(machine, run, "optimizer_zero_grad", again, given) is None:
        _clear(machine, run, called.frame, optimizer)
    loss = loss_of(machine, called.value)
    if loss is not None:
        call_hook(machine, run, "on_before_backward", again, {"loss": loss})
        if call_hook(machine, run, "backward", again, {"loss": loss}) is None and machine.state is not None:
            with by_trainer(machine, run, called.frame, "backward") as node:
                backward(machine, loss, None, name_returned(called.frame), node)
        call_hook(machine, run, "on_after_backward", again)
    for name in ("on_before_optimizer_step", "configure_gradient_clipping"):
        call_hook(machine, run, name, again, given)
    if call_hook(machine, run, "optimizer_step", again, given) is None:
        _step(machine, run, called.frame, optimizer)


def _clear(machine: Machine, run: Run, frame: Frame, optimizer: Reference | None) -> None:
    facts = None if optimizer is None else machine.facts(optimizer)
    if optimizer is not None and isinstance(facts, Optimizer):
        with by_trainer(machine, run, frame, "optimizer_zero_grad") as node:
            clear(machine, optimizer.object, facts, _NAME, node)


def _step(machine: Machine, run: Run, frame: Frame, optimizer: Reference | None) -> None:
    facts = None if optimizer is None else machine.facts(optimizer)
    if optimizer is not None and isinstance(facts, Optimizer):
        with by_trainer(machine, run, frame, "optimizer_step") as node:
            step(machine, optimizer, facts, _NAME, node)


# ---------------------------------------------------------------------- evaluation


def _evaluation(machine: Machine, run: Run, again: bool) -> None:
    """The hooks of an evaluation: in evaluation mode, without gradients, the modes restored at the end."""
    stage = "validate" if run.stage == "fit" else run.stage
    if member_of(machine, run.module, _STEPS[stage]) is None:
        return
    order = _STAGES[stage]
    batch = tuple(name for name in order if "_batch_" in name or name == _STEPS[stage])
    first, last = order.index(batch[0]), order.index(batch[-1])

    def each_batch(later: bool) -> None:
        for name in batch:
            call_hook(machine, run, name, again or later)

    with _evaluating(machine, run.module):
        for name in order[:first]:
            call_hook(machine, run, name, again)
        repeat(machine, stage, each_batch)
        for name in order[last + 1 :]:
            call_hook(machine, run, name, again)


@contextmanager
def _evaluating(machine: Machine, module: Reference) -> Generator[None, None, None]:
    state = machine.live()
    gradients, state.gradients_enabled = state.gradients_enabled, False
    modes: dict[int, Model] = {}
    for part in parts_of(machine, module.object):
        facts = state.heap.get(part)
        if isinstance(facts, Model):
            modes[part] = facts
            state.set_facts(part, replace(facts, mode=only(Mode.EVAL), mode_set_at=()))
    yield
    after = machine.now()
    if after is None:
        return
    after.gradients_enabled = gradients
    for part, before in modes.items():
        facts = after.heap.get(part)
        if isinstance(facts, Model):
            after.set_facts(part, replace(facts, mode=before.mode, mode_set_at=before.mode_set_at))
