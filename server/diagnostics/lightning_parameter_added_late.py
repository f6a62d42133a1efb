"""A LightningModule gets a layer or parameter after `configure_optimizers`, so no optimizer trains it.

## Why this is a bug

`self.parameters()` lists what is registered when it is called, and Lightning calls `configure_optimizers` once, before the
first batch. What `on_fit_start`, `on_train_start`, `training_step` or any later hook adds is part of the model, computes,
requires gradients and even gets them, but no optimizer holds it: it keeps its first values. Nothing is raised. `__init__`,
`setup` and `configure_model` run in time.

## Bad

    import lightning.pytorch as pl
    import torch
    from torch import nn
    from torch.utils.data import DataLoader


    class Scaled(pl.LightningModule):
        def __init__(self):
            super().__init__()
            self.net = nn.Linear(4, 1)

        def on_train_start(self):
            self.scale = nn.Parameter(torch.ones(1))
    #       ^^^^^^^^^^ `self.scale` is made in `on_train_start`, after `configure_optimizers`: no optimizer trains it

        def training_step(self, batch, batch_idx):
            return (self.net(batch) * self.scale - batch.sum(dim=1, keepdim=True)).pow(2).mean()

        def configure_optimizers(self):
            return torch.optim.SGD(self.parameters(), lr=0.1)


    model = Scaled()
    trainer = pl.Trainer(
        max_epochs=1,
        accelerator="cpu",
        logger=False,
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
    )
    trainer.fit(model, DataLoader(torch.randn(64, 4), batch_size=8))
    scale = model.scale.item()

## Fixed

    import lightning.pytorch as pl
    import torch
    from torch import nn
    from torch.utils.data import DataLoader


    class Scaled(pl.LightningModule):
        def __init__(self):
            super().__init__()
            self.net = nn.Linear(4, 1)
            self.scale = nn.Parameter(torch.ones(1))

        def training_step(self, batch, batch_idx):
            return (self.net(batch) * self.scale - batch.sum(dim=1, keepdim=True)).pow(2).mean()

        def configure_optimizers(self):
            return torch.optim.SGD(self.parameters(), lr=0.1)


    model = Scaled()
    trainer = pl.Trainer(
        max_epochs=1,
        accelerator="cpu",
        logger=False,
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
    )
    trainer.fit(model, DataLoader(torch.randn(64, 4), batch_size=8))
    scale = model.scale.item()

## Good

`setup` runs before `configure_optimizers`.

    import lightning.pytorch as pl
    import torch
    from torch import nn
    from torch.utils.data import DataLoader


    class Scaled(pl.LightningModule):
        def __init__(self):
            super().__init__()
            self.net = nn.Linear(4, 1)

        def setup(self, stage):
            self.scale = nn.Parameter(torch.ones(1))

        def training_step(self, batch, batch_idx):
            return (self.net(batch) * self.scale - batch.sum(dim=1, keepdim=True)).pow(2).mean()

        def configure_optimizers(self):
            return torch.optim.SGD(self.parameters(), lr=0.1)


    model = Scaled()
    trainer = pl.Trainer(
        max_epochs=1,
        accelerator="cpu",
        logger=False,
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
    )
    trainer.fit(model, DataLoader(torch.randn(64, 4), batch_size=8))
    scale = model.scale.item()

What is added to the object before `fit` is in time as well.

    import lightning.pytorch as pl
    import torch
    from torch import nn
    from torch.utils.data import DataLoader


    class Scaled(pl.LightningModule):
        def __init__(self):
            super().__init__()
            self.net = nn.Linear(4, 1)

        def training_step(self, batch, batch_idx):
            return (self.net(batch) * self.scale - batch.sum(dim=1, keepdim=True)).pow(2).mean()

        def configure_optimizers(self):
            return torch.optim.SGD(self.parameters(), lr=0.1)


    model = Scaled()
    model.scale = nn.Parameter(torch.ones(1))
    trainer = pl.Trainer(
        max_epochs=1,
        accelerator="cpu",
        logger=False,
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
    )
    trainer.fit(model, DataLoader(torch.randn(64, 4), batch_size=8))
    scale = model.scale.item()

A parameter may come late if it is added to the optimizer too.

    import lightning.pytorch as pl
    import torch
    from torch import nn
    from torch.utils.data import DataLoader


    class Scaled(pl.LightningModule):
        def __init__(self):
            super().__init__()
            self.net = nn.Linear(4, 1)

        def on_train_start(self):
            self.scale = nn.Parameter(torch.ones(1))
            self.optimizers().add_param_group({"params": [self.scale]})

        def training_step(self, batch, batch_idx):
            return (self.net(batch) * self.scale - batch.sum(dim=1, keepdim=True)).pow(2).mean()

        def configure_optimizers(self):
            return torch.optim.SGD(self.net.parameters(), lr=0.1)


    model = Scaled()
    trainer = pl.Trainer(
        max_epochs=1,
        accelerator="cpu",
        logger=False,
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
    )
    trainer.fit(model, DataLoader(torch.randn(64, 4), batch_size=8))
    scale = model.scale.item()

## Proof

    assert bad.run().names["scale"] == 1.0
    for program in (fixed, *good):
        run = program.run()
        assert run.error is None
        assert run.names["scale"] != 1.0

## When this is intended

For what is never trained: a teacher, an averaged copy. Freeze it with `requires_grad_(False)` or call it under
`torch.no_grad()`, and nothing is said.

## Fix safety

Unsafe: the layer is made earlier, from other random numbers, and is trained from then on.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.events import MemberSet, ModelCalled
from ..program.facts import Model
from ..program.lightning_events import OptimizersConfigured
from ..program.program import Program
from ..program.trained import trained_later
from ..program.values import NONE, Reference, Tensor
from ..repair import relocate
from ..rules.rule import Category, Finding, Fix, Related, Severity, rule

_TOO_LATE = ("on_train_end", "on_fit_end", "teardown")
"""Hooks behind the last step, where nothing is meant to be trained any more."""


@rule(Category.LIGHTNING, Severity.ERROR, "a layer or parameter is made after configure_optimizers", settle=True)
def lightning_parameter_added_late(program: Program) -> Iterator[Finding[MemberSet]]:
    """Report each layer and parameter that a hook adds to its module when the optimizers are there already."""
    seen = {event.site: event for event in reversed(list(program.events(MemberSet))) if _late(event)}
    for event in seen.values():
        certain = _trained(program, event)
        call = event.lightning
        if certain is None or call is None or event.at.module != program.path:
            continue
        hook = event.hook or call.name
        message = f"`self.{event.name}` is made in `{hook}`, after `configure_optimizers`: no optimizer trains it"
        configured = [found for found in program.events(OptimizersConfigured) if found.object == call.module]
        related = tuple(
            Related(found.at, "the optimizers are configured here, before that") for found in configured[:1]
        )
        yield Finding(event.at, message, event, Severity.ERROR if certain else Severity.WARNING, related)


def _late(event: MemberSet) -> bool:
    """Whether a hook behind `configure_optimizers` gives its module something to train that was not there before."""
    call, value, member = event.lightning, event.value, event.member
    if call is None or not call.late or call.module != event.object or event.former not in (None, NONE):
        return False
    if isinstance(value, Tensor):
        return value.parameter and value.requires_grad is not False and call.name not in _TOO_LATE
    return isinstance(member, Model) and member.has_parameters is True and isinstance(value, Reference)


def _trained(program: Program, event: MemberSet) -> bool | None:
    """Whether it is certain that what was added should be trained and is not; None when nothing speaks for it."""
    if trained_later(program, event.parts or frozenset({event.object})):
        return None
    if isinstance(event.value, Tensor):
        return event.value.requires_grad is True
    calls = [call for call in program.events(ModelCalled) if call.object in event.parts and call.gradients is not False]
    calls = [call for call in calls if call.lightning is not None and call.model.frozen is not True]
    if not calls:
        return None
    model = calls[-1].model
    return model.frozen is False and model.sure


@lightning_parameter_added_late.fix
def make_it_in_init(program: Program, event: MemberSet) -> Fix | None:
    """Make it at the end of `__init__`."""
    early = [other for other in program.events(MemberSet) if other.object == event.object and other.hook == "__init__"]
    known = frozenset(other.name for other in early)
    edits = relocate.into(program, event.at, early[-1].at, known) if early else None
    return None if edits is None else Fix(f"Make `self.{event.name}` in `__init__`", edits)
