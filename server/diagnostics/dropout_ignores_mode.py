"""Dropout as a function is not told the mode of the model, and drops in eval mode too.

## Why this is a bug

A layer such as `nn.Dropout` knows whether its model is in train or eval mode. A function does not: `F.dropout(x, 0.5)`
takes `training=True` unless it is told otherwise, and `F.scaled_dot_product_attention(..., dropout_p=0.1)` has no such argument at
all. So `model.eval()` does not reach them: predictions are random, and worse than they should be. Nothing is raised.

## Bad

    import torch
    import torch.nn.functional as F
    from torch import nn

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.hidden = nn.Linear(4, 32)
            self.head = nn.Linear(32, 1)

        def forward(self, x):
            x = F.dropout(torch.relu(self.hidden(x)), p=0.5)
    #           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `dropout` is not told the mode of the model: it goes on dropping in eval mode
            return self.head(x)

    model = Net()
    model.eval()
    inputs = torch.randn(8, 4)
    with torch.no_grad():
        once = model(inputs)
        twice = model(inputs)

## Fixed

    import torch
    import torch.nn.functional as F
    from torch import nn

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.hidden = nn.Linear(4, 32)
            self.head = nn.Linear(32, 1)

        def forward(self, x):
            x = F.dropout(torch.relu(self.hidden(x)), p=0.5, training=self.training)
            return self.head(x)

    model = Net()
    model.eval()
    inputs = torch.randn(8, 4)
    with torch.no_grad():
        once = model(inputs)
        twice = model(inputs)

## Good

Dropout as a layer knows the mode.

    import torch
    from torch import nn

    model = nn.Sequential(nn.Linear(4, 32), nn.Dropout(0.5), nn.Linear(32, 1))
    model.eval()
    inputs = torch.randn(8, 4)
    with torch.no_grad():
        once = model(inputs)
        twice = model(inputs)

Attention that drops in training only.

    import torch
    import torch.nn.functional as F
    from torch import nn

    class Attention(nn.Module):
        def __init__(self):
            super().__init__()
            self.share = 0.1

        def forward(self, x):
            share = self.share if self.training else 0.0
            return F.scaled_dot_product_attention(x, x, x, dropout_p=share)

    model = Attention()
    model.eval()
    inputs = torch.randn(2, 8, 4)
    once = model(inputs)
    twice = model(inputs)

## Proof

    def same(program):
        names = program.run().names
        return names["once"].equal(names["twice"])

    assert not same(bad)
    assert same(fixed)
    assert all(same(program) for program in good)

## When this is intended

Dropout that stays on to estimate uncertainty, or as in the prenet of Tacotron. Write `training=True`, which says so.

## Fix safety

Unsafe: the model computes something else in eval mode, which is the point of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..program.events import ModeGiven
from ..program.program import Program
from ..program.values import Constant
from ..repair import expression
from ..rules.rule import Category, Finding, Fix, Severity, rule
from ..text.edit import Edit
from ..text.span import Span

_ATTENTION = "torch.nn.functional.scaled_dot_product_attention"
_FUNCTIONS = tuple(f"torch.nn.functional.{name}" for name in ("dropout", "dropout1d", "dropout2d", "dropout3d"))
_ASKED = re.compile(r"\b(if|while)\b[^\n]*\btraining\b|\btraining\b[^\n]*\b(if|and|or)\b")


@rule(Category.EVALUATION, Severity.WARNING, "dropout ignores the mode of the model")
def dropout_ignores_mode(program: Program) -> Iterator[Finding[ModeGiven]]:
    """Report each call of dropout, or attention with dropout, in a module that does the same in every mode."""
    for visits in program.visits(ModeGiven):
        computing = [each for each in visits if each.in_module]
        call = visits[0]
        ignores = computing and all(_ignores(each) for each in computing)
        if call.site.module == program.path and ignores and not _asked(program, call):
            if call.function == _ATTENTION:
                message = "`dropout_p` is the same in every mode of the model: attention goes on dropping in eval mode"
            else:
                name = call.function.rpartition(".")[2]
                message = f"`{name}` is not told the mode of the model: it goes on dropping in eval mode"
            yield Finding(call.at, message, call)


def _ignores(call: ModeGiven) -> bool:
    if call.function == _ATTENTION:
        share = call.training
        return isinstance(share, Constant) and isinstance(share.value, float) and share.value > 0
    nothing = isinstance(call.share, Constant) and not call.share.value
    return call.function in _FUNCTIONS and call.training is None and not nothing


def _asked(program: Program, call: ModeGiven) -> bool:
    """Whether the function asks for the mode itself, in a test."""
    function = program.source.function(call.site)
    return function is not None and _ASKED.search(function.text) is not None


@dropout_ignores_mode.fix
def tell_the_mode(program: Program, call: ModeGiven) -> Fix | None:
    """Hand on the mode of the module."""
    function = program.source.function(call.site)
    if function is None or not re.search(r"\bdef \w+\(\s*self\b", function.text):
        return None
    if call.training_at is not None:
        span = program.source.span(call.training_at)
        text = expression.text_of(program, span)
        return Fix("Drop in training only", (Edit(span, f"{text} if self.training else 0.0"),))
    whole = program.source.span(call.site)
    text = expression.text_of(program, whole)
    if not text.endswith(")") or text[:-1].rstrip().endswith(",") or "\n" in text:
        return None
    place = whole.end._replace(column=whole.end.column - 1)
    return Fix("Hand on the mode: training=self.training", (Edit(Span(place, place), ", training=self.training"),))
