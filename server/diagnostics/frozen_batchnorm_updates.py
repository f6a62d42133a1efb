"""Part of a model is frozen, and its batch norm goes on changing its running statistics.

## Why this is a bug

`requires_grad = False` stops gradients, and nothing else. The running mean and variance of a batch norm are no parameters: each
forward pass in train mode moves them, also where nothing wants gradients. So a frozen backbone does not stay what it was: in
train mode it norms by the statistics of the batch, and what it computes in eval mode drifts towards the new data. `model.train()` puts
every part in train mode, also those that were in eval mode before; so `eval()` of the frozen part stands after it.

## Bad

    import torch
    from torch import nn

    torch.manual_seed(0)
    backbone = nn.Sequential(nn.Linear(4, 8), nn.BatchNorm1d(8), nn.ReLU())
    head = nn.Linear(8, 1)
    model = nn.Sequential(backbone, head)
    for parameter in backbone.parameters():
        parameter.requires_grad = False
    #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `backbone` is frozen, but its batch norm is in train mode: its running statistics go on changing
    optimizer = torch.optim.SGD(head.parameters(), lr=0.01)
    before = backbone[1].running_mean.clone()
    for epoch in range(5):
        model.train()
        inputs, targets = torch.randn(32, 4) + 3, torch.randn(32, 1)
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(inputs), targets)
        loss.backward()
        optimizer.step()
    moved = (backbone[1].running_mean - before).abs().max().item()

## Fixed

    import torch
    from torch import nn

    torch.manual_seed(0)
    backbone = nn.Sequential(nn.Linear(4, 8), nn.BatchNorm1d(8), nn.ReLU())
    head = nn.Linear(8, 1)
    model = nn.Sequential(backbone, head)
    for parameter in backbone.parameters():
        parameter.requires_grad = False
    optimizer = torch.optim.SGD(head.parameters(), lr=0.01)
    before = backbone[1].running_mean.clone()
    for epoch in range(5):
        model.train()
        backbone.eval()
        inputs, targets = torch.randn(32, 4) + 3, torch.randn(32, 1)
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(inputs), targets)
        loss.backward()
        optimizer.step()
    moved = (backbone[1].running_mean - before).abs().max().item()

## Good

A model whose `train` leaves the frozen part in eval mode.

    import torch
    from torch import nn

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.backbone = nn.Sequential(nn.Linear(4, 8), nn.BatchNorm1d(8), nn.ReLU())
            self.head = nn.Linear(8, 1)
            self.backbone.requires_grad_(False)

        def train(self, mode=True):
            super().train(mode)
            self.backbone.eval()
            return self

        def forward(self, x):
            return self.head(self.backbone(x))

    model = Net()
    backbone = model.backbone
    optimizer = torch.optim.SGD(model.head.parameters(), lr=0.01)
    before = backbone[1].running_mean.clone()
    for epoch in range(5):
        model.train()
        optimizer.zero_grad()
        model(torch.randn(32, 4) + 3).square().mean().backward()
        optimizer.step()
    moved = (backbone[1].running_mean - before).abs().max().item()

A norm that keeps no statistics.

    import torch
    from torch import nn

    backbone = nn.Sequential(nn.Linear(4, 8), nn.LayerNorm(8), nn.ReLU()).requires_grad_(False)
    head = nn.Linear(8, 1)
    model = nn.Sequential(backbone, head)
    optimizer = torch.optim.SGD(head.parameters(), lr=0.01)
    for epoch in range(5):
        model.train()
        optimizer.zero_grad()
        model(torch.randn(32, 4) + 3).square().mean().backward()
        optimizer.step()
    moved = len(list(backbone.buffers()))

## Proof

    assert bad.run().names["moved"] > 0.1
    for program in [fixed, *good]:
        assert program.run().names["moved"] == 0

## When this is intended

Where the statistics are to adapt to the new data while the weights stay, as some ways of domain adaptation want it.

## Fix safety

Unsafe: the frozen part computes something else while the rest is trained, and its dropout stops as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..program.batch_norm_events import StatisticsMoved, moved_in_training
from ..program.evaluations import mode_settings
from ..program.events import ModeSet
from ..program.flags import Frozen
from ..program.program import Program
from ..program.site import Site
from ..program.source import StatementText
from ..repair import insert
from ..rules.rule import Category, Finding, Fix, Related, Severity, rule
from ..rules.wording import named

Found = tuple[Frozen, StatisticsMoved]
_LOOP = re.compile(r"for \w+(?:, \w+)? in ([\w.]+)\.(?:named_)?parameters\(\):")
_FOLLOWS = re.compile(r"\bzip\([^\n]*(?:parameters|state_dict)\(")
"""Where the weights of one model follow those of another, it is not meant to stay what it is."""
_CALL = re.compile(r"([\w.]+)\.(?:requires_grad_\(False\)|freeze\(\))$")


@rule(Category.EVALUATION, Severity.WARNING, "the statistics of a frozen batch norm change", settle=True)
def frozen_batchnorm_updates(program: Program) -> Iterator[Finding[Found]]:
    """Report each place where a model is frozen that then trains in train mode with its batch norm, and is never thawed."""
    if next(program.events(StatisticsMoved), None) is None or any(map(_FOLLOWS.search, program.source.lines)):
        return
    moved = moved_in_training(program)
    shown: set[Site] = set()
    for freeze in program.unique(Frozen):
        norm = next((moved[part] for part in sorted(freeze.parts) if part in moved), None)
        if norm is not None and freeze.at not in shown:
            shown.add(freeze.at)
            name = named(_frozen(program, freeze), "the model")
            message = f"{name} is frozen, but its batch norm is in train mode: its running statistics go on changing"
            yield Finding(freeze.at, message, (freeze, norm), related=_story(program, norm))


def _story(program: Program, norm: StatisticsMoved) -> tuple[Related, ...]:
    modes = tuple(Related(mode.at, "it is put into train mode here") for mode in mode_settings(program, norm.model)[:1])
    return (*modes, Related(norm.at, "it computes in train mode here"))


def _frozen(program: Program, freeze: Frozen) -> str:
    """How the frozen model is written; empty where that is not plain."""
    statement, around = program.source.statement(freeze.site), program.source.parent(freeze.site)
    if freeze.site.module != program.path or statement is None:
        return ""
    found = (_LOOP.match(around.text) if around is not None else None) or _CALL.search(statement.text)
    return "" if found is None else found[1]


@frozen_batchnorm_updates.fix
def keep_in_eval_mode(program: Program, found: Found) -> Fix | None:
    """Put the frozen part into eval mode: where the whole is put into train mode, or where it is frozen."""
    freeze, norm = found
    name = _frozen(program, freeze)
    place = _last(program, freeze, mode_settings(program, norm.model))
    if not name or place is None or not place.alone or place.jumps:
        return None
    text = f"{name}.eval()"
    return Fix(f"Keep the frozen part in eval mode: {text}"[:60], (insert.after(program, place, text),))


def _last(program: Program, freeze: Frozen, modes: list[ModeSet]) -> StatementText | None:
    if modes:
        return program.source.statement(modes[0].site) if modes[0].site.module == program.path else None
    statement, around = program.source.statement(freeze.site), program.source.parent(freeze.site)
    return around if around is not None and _LOOP.match(around.text) else statement
