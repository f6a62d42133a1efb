"""A part of a LightningModule takes part in the loss, but `configure_optimizers` gives it to no optimizer.

## Why this is a bug

Lightning keeps no list of trainable parameters of its own: exactly those are trained that the optimizers from
`configure_optimizers` hold. A layer that is left out is registered, requires gradients and gets them in every backward pass,
and never changes. Nothing is raised; the rest of the model trains around it.

## Bad

    import lightning.pytorch as pl
    import torch
    from torch import nn
    from torch.utils.data import DataLoader


    class Regression(pl.LightningModule):
        def __init__(self):
            super().__init__()
            self.encoder = nn.Linear(4, 8)
            self.head = nn.Linear(8, 1)

        def training_step(self, batch, batch_idx):
            outputs = self.head(self.encoder(batch).relu())
            return (outputs - batch.sum(dim=1, keepdim=True)).pow(2).mean()

        def configure_optimizers(self):
            return torch.optim.SGD(self.head.parameters(), lr=0.1)
    #                              ^^^^^^^^^^^^^^^^^^^^^^ `self.encoder` takes part in the loss, but no optimizer gets its parameters


    model = Regression()
    before = model.encoder.weight.tolist()
    trainer = pl.Trainer(
        max_epochs=1,
        accelerator="cpu",
        logger=False,
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
    )
    trainer.fit(model, DataLoader(torch.randn(64, 4), batch_size=8))

## Fixed

    import lightning.pytorch as pl
    import torch
    from torch import nn
    from torch.utils.data import DataLoader


    class Regression(pl.LightningModule):
        def __init__(self):
            super().__init__()
            self.encoder = nn.Linear(4, 8)
            self.head = nn.Linear(8, 1)

        def training_step(self, batch, batch_idx):
            outputs = self.head(self.encoder(batch).relu())
            return (outputs - batch.sum(dim=1, keepdim=True)).pow(2).mean()

        def configure_optimizers(self):
            return torch.optim.SGD(self.parameters(), lr=0.1)


    model = Regression()
    before = model.encoder.weight.tolist()
    trainer = pl.Trainer(
        max_epochs=1,
        accelerator="cpu",
        logger=False,
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
    )
    trainer.fit(model, DataLoader(torch.randn(64, 4), batch_size=8))

## Good

Groups may have settings of their own, as long as every part is in one of them.

    import lightning.pytorch as pl
    import torch
    from torch import nn
    from torch.utils.data import DataLoader


    class Regression(pl.LightningModule):
        def __init__(self):
            super().__init__()
            self.encoder = nn.Linear(4, 8)
            self.head = nn.Linear(8, 1)

        def training_step(self, batch, batch_idx):
            outputs = self.head(self.encoder(batch).relu())
            return (outputs - batch.sum(dim=1, keepdim=True)).pow(2).mean()

        def configure_optimizers(self):
            groups = [{"params": self.encoder.parameters(), "lr": 0.01}, {"params": self.head.parameters()}]
            return torch.optim.SGD(groups, lr=0.1)


    model = Regression()
    before = model.encoder.weight.tolist()
    trainer = pl.Trainer(
        max_epochs=1,
        accelerator="cpu",
        logger=False,
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
    )
    trainer.fit(model, DataLoader(torch.randn(64, 4), batch_size=8))

A frozen part needs no optimizer.

    import lightning.pytorch as pl
    import torch
    from torch import nn
    from torch.utils.data import DataLoader


    class Regression(pl.LightningModule):
        def __init__(self):
            super().__init__()
            self.encoder = nn.Linear(4, 8)
            self.head = nn.Linear(8, 1)
            self.encoder.requires_grad_(False)

        def training_step(self, batch, batch_idx):
            outputs = self.head(self.encoder(batch).relu())
            return (outputs - batch.sum(dim=1, keepdim=True)).pow(2).mean()

        def configure_optimizers(self):
            return torch.optim.SGD(self.head.parameters(), lr=0.1)


    model = Regression()
    before = model.encoder.weight.tolist()
    trainer = pl.Trainer(
        max_epochs=1,
        accelerator="cpu",
        logger=False,
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
    )
    trainer.fit(model, DataLoader(torch.randn(64, 4), batch_size=8))

Neither does one that is called without gradients.

    import lightning.pytorch as pl
    import torch
    from torch import nn
    from torch.utils.data import DataLoader


    class Regression(pl.LightningModule):
        def __init__(self):
            super().__init__()
            self.encoder = nn.Linear(4, 8)
            self.head = nn.Linear(8, 1)

        def training_step(self, batch, batch_idx):
            with torch.no_grad():
                features = self.encoder(batch).relu()
            return (self.head(features) - batch.sum(dim=1, keepdim=True)).pow(2).mean()

        def configure_optimizers(self):
            return torch.optim.SGD(self.head.parameters(), lr=0.1)


    model = Regression()
    before = model.encoder.weight.tolist()
    trainer = pl.Trainer(
        max_epochs=1,
        accelerator="cpu",
        logger=False,
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
    )
    trainer.fit(model, DataLoader(torch.randn(64, 4), batch_size=8))

## Proof

    run = bad.run()
    assert run.names["model"].encoder.weight.tolist() == run.names["before"]
    assert run.names["model"].encoder.weight.grad is not None
    for program in (fixed, good[0]):
        run = program.run()
        assert run.names["model"].encoder.weight.tolist() != run.names["before"]
    for program in good[1:]:
        run = program.run()
        assert run.error is None
        assert run.names["model"].encoder.weight.grad is None

## When this is intended

To keep a part as it is, for example one with loaded weights. Then freeze it, `self.encoder.requires_grad_(False)`, or call it
under `torch.no_grad()`: that saves its backward pass, and says what is meant.

## Fix safety

Unsafe: parameters are trained that were not before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..program.events import MemberSet, OptimizerBuilt
from ..program.lightning_events import LeftOut, OptimizersConfigured
from ..program.program import Program
from ..program.site import Site
from ..program.trained import reached_in_training, trained_later
from ..program.twins import twins
from ..repair.expression import text_of
from ..rules.rule import Category, Finding, Fix, Related, Severity, rule
from ..text.edit import Edit

_ONE_PART = re.compile(r"self\.\w[\w.]*\.parameters\(\)")


class Omission(NamedTuple):
    """A part that is left out, and where its optimizer's parameters are written, if it can only be one."""

    part: LeftOut
    argument_at: Site | None


@rule(Category.LIGHTNING, Severity.WARNING, "a part that the loss depends on is left out", settle=True)
def lightning_parameters_left_out(program: Program) -> Iterator[Finding[Omission]]:
    """Report each trainable part of a LightningModule that the loss reaches and no optimizer holds."""
    for configured in {event.site: event for event in program.events(OptimizersConfigured)}.values():
        if not configured.optimizers or configured.at.module != program.path:
            continue
        objects = {object_ for object_, _ in configured.optimizers}
        if any(each.second.object in objects for each in twins(program)):
            continue  # One of them was meant for what is left out: that is said there.
        argument_at = _argument(program, configured)
        for part in configured.left_out:
            if reached_in_training(program, configured, part) and not trained_later(
                program, part.parts | set(part.owners)
            ):
                message = f"`{part.place}` takes part in the loss, but no optimizer gets its parameters"
                made = [
                    event.at
                    for event in program.events(MemberSet)
                    if (event.object, event.name) == (part.owners[-1], part.name)
                ]
                related = tuple(Related(site, f"`{part.place}` is made here") for site in made[:1])
                yield Finding(argument_at or configured.at, message, Omission(part, argument_at), related=related)


def _argument(program: Program, configured: OptimizersConfigured) -> Site | None:
    """Where the only optimizer is given its parameters."""
    if len(configured.optimizers) != 1:
        return None
    object_ = configured.optimizers[0][0]
    sites = [event.argument_at for event in program.events(OptimizerBuilt) if event.object == object_]
    return sites[-1] if sites and sites[-1].module == program.path else None


@lightning_parameters_left_out.fix
def give_it_everything(program: Program, omission: Omission) -> Fix | None:
    """Give the optimizer the parameters of the whole module in place of those of one part."""
    if omission.argument_at is None:
        return None
    span = program.source.span(omission.argument_at)
    if not _ONE_PART.fullmatch(text_of(program, span)):
        return None
    return Fix("Give the optimizer all parameters", (Edit(span, "self.parameters()"),))
