"""A Trainer is given a list of tensors where it expects data loaders.

## Why this is a bug

`train_dataloaders` may be one loader or a collection of loaders, and Lightning takes every list for such a collection. A
tensor in it is iterated over like a loader, row by row, and `training_step` gets a list with one row of each tensor: no batch
dimension, and a list where a tensor is expected. A layer that is called on it raises `must be Tensor, not list`. The same goes
for what `train_dataloader` returns.

## Bad

    import lightning.pytorch as pl
    import torch
    from torch import nn


    class Regression(pl.LightningModule):
        def __init__(self):
            super().__init__()
            self.net = nn.Linear(4, 1)

        def training_step(self, batch, batch_idx):
            return (self.net(batch) - batch.sum(dim=1, keepdim=True)).pow(2).mean()

        def configure_optimizers(self):
            return torch.optim.SGD(self.parameters(), lr=0.1)


    inputs = torch.randn(64, 4)
    model = Regression()
    before = model.net.weight.tolist()
    trainer = pl.Trainer(
        max_epochs=1,
        accelerator="cpu",
        logger=False,
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
    )
    trainer.fit(model, train_dataloaders=[inputs])
    #                                    ^^^^^^^^ a list is a list of loaders: its tensor is taken for one, so a batch is a list with a single row of it

## Fixed

    import lightning.pytorch as pl
    import torch
    from torch import nn
    from torch.utils.data import DataLoader


    class Regression(pl.LightningModule):
        def __init__(self):
            super().__init__()
            self.net = nn.Linear(4, 1)

        def training_step(self, batch, batch_idx):
            return (self.net(batch) - batch.sum(dim=1, keepdim=True)).pow(2).mean()

        def configure_optimizers(self):
            return torch.optim.SGD(self.parameters(), lr=0.1)


    inputs = torch.randn(64, 4)
    model = Regression()
    before = model.net.weight.tolist()
    trainer = pl.Trainer(
        max_epochs=1,
        accelerator="cpu",
        logger=False,
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
    )
    trainer.fit(model, train_dataloaders=DataLoader(inputs, batch_size=8))

## Good

Several loaders may well be given as a list, to a `training_step` that knows.

    import lightning.pytorch as pl
    import torch
    from torch import nn
    from torch.utils.data import DataLoader


    class Regression(pl.LightningModule):
        def __init__(self):
            super().__init__()
            self.net = nn.Linear(4, 1)

        def training_step(self, batch, batch_idx):
            first, second = batch
            inputs = torch.cat([first, second])
            return (self.net(inputs) - inputs.sum(dim=1, keepdim=True)).pow(2).mean()

        def configure_optimizers(self):
            return torch.optim.SGD(self.parameters(), lr=0.1)


    inputs = torch.randn(64, 4)
    model = Regression()
    before = model.net.weight.tolist()
    trainer = pl.Trainer(
        max_epochs=1,
        accelerator="cpu",
        logger=False,
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
    )
    trainer.fit(model, train_dataloaders=[DataLoader(inputs, batch_size=8), DataLoader(-inputs, batch_size=8)])

A tensor by itself is iterated over along its first dimension: here it holds eight batches.

    import lightning.pytorch as pl
    import torch
    from torch import nn


    class Regression(pl.LightningModule):
        def __init__(self):
            super().__init__()
            self.net = nn.Linear(4, 1)

        def training_step(self, batch, batch_idx):
            return (self.net(batch) - batch.sum(dim=1, keepdim=True)).pow(2).mean()

        def configure_optimizers(self):
            return torch.optim.SGD(self.parameters(), lr=0.1)


    inputs = torch.randn(64, 4)
    model = Regression()
    before = model.net.weight.tolist()
    trainer = pl.Trainer(
        max_epochs=1,
        accelerator="cpu",
        logger=False,
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
    )
    trainer.fit(model, train_dataloaders=inputs.view(8, 8, 4))

## Proof

    run = bad.run()
    assert isinstance(run.error, TypeError)
    assert "must be Tensor, not list" in str(run.error)
    for program in (fixed, *good):
        run = program.run()
        assert run.error is None
        assert run.names["model"].net.weight.tolist() != run.names["before"]

## When this is intended

If the rows of some tensors are meant to be combined one by one, say so with a loader of a `TensorDataset`, which also makes
batches of them.

## Fix safety

There is no fix: what the batches should be is not known.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.events import ModelCalled
from ..program.lightning_events import TensorsForLoaders
from ..program.program import Program
from ..program.values import External, Reference
from ..rules.rule import Category, Finding, Severity, rule


@rule(Category.LIGHTNING, Severity.ERROR, "a Trainer gets a list of tensors for loaders")
def lightning_loader_argument(program: Program) -> Iterator[Finding[TensorsForLoaders]]:
    """Report each list of tensors that stands for data loaders; it certainly fails where a layer gets the batch."""
    for given in program.unique(TensorsForLoaders):
        if given.at.module != program.path:
            continue
        calls = [call for call in program.events(ModelCalled) if _on_batch(call, given.batch)]
        what = (
            "its tensor is taken for one" if given.count == 1 and not given.nested else "each element is taken for one"
        )
        row = "a single row of it" if given.count == 1 and not given.nested else "one row of each"
        message = f"a list is a list of loaders: {what}, so a batch is a list with {row}"
        yield Finding(given.at, message, given, Severity.ERROR if calls else Severity.WARNING)


def _on_batch(call: ModelCalled, batch: int) -> bool:
    """Whether a layer of a library is called on the list itself, which it cannot take."""
    return isinstance(call.model.class_, External) and any(value == Reference(batch) for _, value, _ in call.inputs)
