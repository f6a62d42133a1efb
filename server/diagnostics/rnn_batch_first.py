"""A recurrent layer takes the batch for the sequence, since it was built without `batch_first`.

## Why this is a bug

`nn.RNN`, `nn.GRU` and `nn.LSTM` want their input as `(steps, examples, features)`, unless they are built with
`batch_first=True`. A batch of a `DataLoader` is `(examples, steps, features)`. Nothing raises: the layer reads the first example as the first
step of all sequences, the second one as the next, so that what it says of one example depends on those before it, and `output[:, -1]` is the
last step's place filled with the last example.

## Bad

    import torch
    from torch import nn

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.lstm = nn.LSTM(2, 3)
            self.head = nn.Linear(3, 1)

        def forward(self, x):
            outputs, _ = self.lstm(x)
            return self.head(outputs[:, -1])
    #                        ^^^^^^^^^^^^^^ warning: this is the last example of the batch, not the last step: the layer is built without `batch_first=True`

    torch.manual_seed(0)
    net = Net()
    x = torch.randn(8, 5, 2)
    scores = net(x)

## Fixed

    import torch
    from torch import nn

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.lstm = nn.LSTM(2, 3, batch_first=True)
            self.head = nn.Linear(3, 1)

        def forward(self, x):
            outputs, _ = self.lstm(x)
            return self.head(outputs[:, -1])

    torch.manual_seed(0)
    net = Net()
    x = torch.randn(8, 5, 2)
    scores = net(x)

## Good

The sequence comes first, and its last step is taken.

    import torch
    from torch import nn

    gru = nn.GRU(2, 3)
    outputs, last = gru(torch.randn(5, 8, 2))
    scores = nn.Linear(3, 1)(outputs[-1])

A batch is turned round before and after.

    import torch
    from torch import nn

    lstm = nn.LSTM(2, 3)
    outputs, _ = lstm(torch.randn(8, 5, 2).transpose(0, 1))
    scores = nn.Linear(3, 1)(outputs.transpose(0, 1)[:, -1])

## Proof

    run = bad.run()
    assert run.error is None and run.names["scores"].shape == (8, 1)
    # What the layer says of the last example depends on the first one.
    net, x = run.names["net"], run.names["x"]
    changed = x.clone()
    changed[0] += 1
    wrong = net.lstm(changed)[0][-1] - net.lstm(x)[0][-1]
    assert wrong.abs().max() > 0
    net = fixed.run().names["net"]
    assert (net.lstm(changed)[0][-1] - net.lstm(x)[0][-1]).abs().max() == 0
    for program in good:
        assert program.run().error is None

## When this is intended

Where data come with the sequence first, `output[-1]` is the last step; `output[:, -1]` then never is what is wanted.

## Fix safety

Unsafe: the layer computes something else, which is the point of it; what else reads its output or its state may have to change as well.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.program import Program
from ..program.shape import written
from ..program.shape_events import SequenceFirst
from ..program.site import Site
from ..repair import argument
from ..rules.rule import Category, Finding, Fix, Related, Severity, rule


@rule(Category.MODULE, Severity.WARNING, "a recurrent layer takes the batch for the sequence")
def rnn_batch_first(program: Program) -> Iterator[Finding[SequenceFirst]]:
    """Report each recurrent layer without `batch_first` that gets a batch, or from which a last step is taken."""
    seen: set[Site] = set()
    for visits in program.visits(SequenceFirst):
        used = visits[0]
        if used.called in seen:
            continue
        seen.add(used.called)
        if used.shape is None:
            message = "this is the last example of the batch, not the last step: the layer is built without `batch_first=True`"
        else:
            shape = written(used.shape)[0]
            message = (
                f"the layer reads examples as steps: it gets a batch {shape}, and is built without `batch_first=True`"
            )
        yield Finding(used.at, message, used, related=(Related(used.layer, "here the recurrent layer is built"),))


@rnn_batch_first.fix
def batch_first(program: Program, used: SequenceFirst) -> Fix | None:
    """Build the layer with `batch_first=True`."""
    edit = argument.named(program, used.layer, "batch_first", "True")
    return None if edit is None else Fix("Build the layer with batch_first=True", (edit,))
