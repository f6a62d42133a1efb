"""A `training_step` runs backward or steps by hand although Lightning does that itself.

## Why this is a bug

By default a LightningModule's optimization is automatic: after each `training_step` the Trainer clears the gradients, runs
`backward()` on the returned loss and steps. A `loss.backward()` of one's own uses up the graph, so that the Trainer's
raises `Trying to backward through the graph a second time`; where the graph is kept, its gradients are cleared before they
are used. `self.manual_backward(loss)` raises at once. A `step()` of one's own is followed by the Trainer's: two updates a
batch, and no message.

## Bad

    import lightning.pytorch as pl
    import torch
    from torch import nn
    from torch.utils.data import DataLoader


    class Regression(pl.LightningModule):
        def __init__(self):
            super().__init__()
            self.net = nn.Linear(4, 1)

        def training_step(self, batch, batch_idx):
            loss = (self.net(batch) - batch.sum(dim=1, keepdim=True)).pow(2).mean()
            loss.backward()
    #       ^^^^^^^^^^^^^^^ after `training_step` Lightning runs backward on `loss` again, whose graph is freed here: that raises
            return loss

        def configure_optimizers(self):
            return torch.optim.SGD(self.parameters(), lr=0.1)


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
    trainer.fit(model, DataLoader(torch.randn(64, 4), batch_size=8))

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
            loss = (self.net(batch) - batch.sum(dim=1, keepdim=True)).pow(2).mean()
            return loss

        def configure_optimizers(self):
            return torch.optim.SGD(self.parameters(), lr=0.1)


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
    trainer.fit(model, DataLoader(torch.randn(64, 4), batch_size=8))

## Good

With `self.automatic_optimization = False` all of it is the module's own affair.

    import lightning.pytorch as pl
    import torch
    from torch import nn
    from torch.utils.data import DataLoader


    class Regression(pl.LightningModule):
        def __init__(self):
            super().__init__()
            self.automatic_optimization = False
            self.net = nn.Linear(4, 1)

        def training_step(self, batch, batch_idx):
            optimizer = self.optimizers()
            optimizer.zero_grad()
            loss = (self.net(batch) - batch.sum(dim=1, keepdim=True)).pow(2).mean()
            self.manual_backward(loss)
            optimizer.step()

        def configure_optimizers(self):
            return torch.optim.SGD(self.parameters(), lr=0.1)


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
    trainer.fit(model, DataLoader(torch.randn(64, 4), batch_size=8))

`torch.autograd.grad` writes to no `.grad`: a gradient penalty is part of the loss.

    import lightning.pytorch as pl
    import torch
    from torch import nn
    from torch.utils.data import DataLoader


    class Regression(pl.LightningModule):
        def __init__(self):
            super().__init__()
            self.net = nn.Linear(4, 1)

        def training_step(self, batch, batch_idx):
            batch.requires_grad_()
            outputs = self.net(batch)
            (slope,) = torch.autograd.grad(outputs.sum(), batch, create_graph=True)
            return (outputs - batch.sum(dim=1, keepdim=True)).pow(2).mean() + 0.01 * slope.pow(2).mean()

        def configure_optimizers(self):
            return torch.optim.SGD(self.parameters(), lr=0.1)


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
    trainer.fit(model, DataLoader(torch.randn(64, 4), batch_size=8))

## Proof

    assert "backward through the graph a second time" in str(bad.run().error)
    for program in (fixed, *good):
        run = program.run()
        assert run.error is None
        assert run.names["model"].net.weight.tolist() != run.names["before"]

## When this is intended

Never while optimization is automatic. To clear, step or run several backward passes yourself, set
`self.automatic_optimization = False` in `__init__`, and then do all of it yourself.

## Fix safety

Unsafe: what is trained, and when, becomes different.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.by_hand import automatic, by_hand, done, pass_of_trainer
from ..program.events import Backward, Event, MemberSet, Step
from ..program.facts import Model
from ..program.program import Program
from ..program.states import Certainty, Gradients
from ..repair import delete, insert
from ..rules.rule import Category, Finding, Fix, Severity, rule


@rule(Category.LIGHTNING, Severity.ERROR, "a training_step does by hand what Lightning does as well", settle=True)
def lightning_step_in_automatic_optimization(program: Program) -> Iterator[Finding[Event]]:
    """Report backward passes, and steps without one, in a `training_step` that the Trainer optimizes itself."""
    for backward in {event.site: event for event in program.events(Backward) if by_hand(program, event)}.values():
        if backward.at.module == program.path:
            message, severity = _consequence(program, backward)
            yield Finding(backward.at, message, backward, min(severity, _most(program, backward)))
    for step in program.unique(Step):
        stale = step.optimizer.gradients.certainty(Gradients.USED) is Certainty.MUST
        if stale and not step.optimizer.many and by_hand(program, step) and not done(program, Backward, step, own=True):
            message = (
                f"`{step.name}` steps on gradients that Lightning has stepped on already: optimization is automatic"
            )
            yield Finding(step.at, message, step, _most(program, step))


def _most(program: Program, event: Event) -> Severity:
    """An error only if optimization is known to be automatic wherever this is run."""
    return Severity.ERROR if automatic(program, event) == {True} else Severity.WARNING


def _consequence(program: Program, backward: Backward) -> tuple[str, Severity]:
    """What follows from a backward pass by hand, and how bad it is."""
    if backward.method == "manual_backward":
        return "`manual_backward` raises here: there is no `self.automatic_optimization = False`", Severity.ERROR
    steps = done(program, Step, backward, own=True)
    again = pass_of_trainer(program, backward)
    if again is None and steps:
        return (
            "this works only as long as `training_step` returns no loss: optimization is automatic",
            Severity.INFORMATION,
        )
    if again is not None and steps:
        return "optimization is automatic: Lightning runs backward and steps once more after this", Severity.ERROR
    same = again is not None and bool(backward.name) and again.name == backward.name
    if same and backward.retained is False:
        return (
            f"after `training_step` Lightning runs backward on `{backward.name}` again, whose graph is freed here:"
            " that raises"
        ), Severity.ERROR
    message = "after `training_step` Lightning clears these gradients, before anything is trained by them"
    return message, Severity.INFORMATION if same and backward.retained else Severity.ERROR


@lightning_step_in_automatic_optimization.fix
def leave_it_to_lightning(program: Program, event: Event) -> Fix | None:
    """Remove a backward pass that the Trainer runs anyway."""
    if (
        not isinstance(event, Backward)
        or pass_of_trainer(program, event) is None
        or done(program, Step, event, own=True)
    ):
        return None
    statement = program.source.statement(event.at)
    edit = delete.whole(program, event.at)
    if edit is None or statement is None or not statement.text.endswith(")") or statement.writes:
        return None
    return Fix("Leave the backward pass to Lightning", (edit,))


@lightning_step_in_automatic_optimization.fix
def optimizeby_hand(program: Program, event: Event) -> Fix | None:
    """Tell Lightning that the module optimizes itself, before the first of its layers is made."""
    if event.lightning is None or not done(program, Step, event, own=True):
        return None
    for member in program.events(MemberSet):
        if member.object == event.lightning.module and member.hook == "__init__" and isinstance(member.member, Model):
            statement = program.source.statement(member.at)
            function = program.source.function(member.at)
            if statement is None or function is None or member.at.module != program.path:
                return None
            if statement not in program.source.body(function.site):
                return None
            owner = statement.text.partition(".")[0]
            text = f"{owner}.automatic_optimization = False"
            return Fix("Set automatic_optimization to False", (insert.before(program, statement, text),))
    return None
