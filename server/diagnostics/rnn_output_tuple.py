"""The tuple that a recurrent layer gives is used as if it were a tensor.

## Why this is a bug

`nn.RNN`, `nn.GRU` and `nn.LSTM` give two things: the outputs of all steps, and the last hidden state (of an LSTM, with the
cell state). Whatever wants a tensor raises when it gets both, and so does a method of tensors, or an index like `[:, -1]`. That is why
a recurrent layer in an `nn.Sequential` can only be the last one.

## Bad

    import torch
    from torch import nn

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.lstm = nn.LSTM(2, 3, batch_first=True)
            self.head = nn.Linear(3, 1)

        def forward(self, x):
            out = self.lstm(x)
            return self.head(out)
    #              ^^^^^^^^^^^^^^ `self.head` raises here: it gets the tuple that a recurrent layer gives

    scores = Net()(torch.randn(8, 5, 2))

## Fixed

    import torch
    from torch import nn

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.lstm = nn.LSTM(2, 3, batch_first=True)
            self.head = nn.Linear(3, 1)

        def forward(self, x):
            out = self.lstm(x)
            return self.head(out[0])

    scores = Net()(torch.randn(8, 5, 2))

## Good

The tuple is unpacked, or its first element taken.

    import torch
    from torch import nn

    gru, head = nn.GRU(2, 3, batch_first=True), nn.Linear(3, 1)
    outputs, last = gru(torch.randn(8, 5, 2))
    scores = head(outputs[:, -1])
    others = head(gru(torch.randn(8, 5, 2))[0])

Cells of RNN and GRU give a tensor.

    import torch
    from torch import nn

    state = nn.GRUCell(2, 3)(torch.randn(8, 2))
    scores = nn.Linear(3, 1)(state)

## Proof

    error = bad.run().error
    assert isinstance(error, TypeError) and "must be Tensor, not tuple" in str(error)
    run = fixed.run()
    assert run.error is None and run.names["scores"].shape == (8, 5, 1)
    for program in good:
        assert program.run().error is None

## When this is intended

Never.

## Fix safety

Unsafe: the outputs of all steps are taken; it may be the last state that was meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.program import Program
from ..program.shape_events import TupleTaken
from ..repair import expression
from ..rules.rule import Category, Finding, Fix, Related, Severity, rule


@rule(Category.MODULE, Severity.ERROR, "the tuple of a recurrent layer is used as a tensor")
def rnn_output_tuple(program: Program) -> Iterator[Finding[TupleTaken]]:
    """Report each place that certainly gets such a tuple, and wants a tensor."""
    for visits in program.visits(TupleTaken):
        taken = visits[0]
        what = f"the tuple that {'attention' if taken.attends else 'a recurrent layer'} gives"
        if not taken.by:
            message = f"this index raises: it is applied to {what}"
        elif taken.by.startswith("."):
            message = f"`{taken.by}` raises here: {what} has no such attribute"
        else:
            message = f"`{taken.by}` raises here: it gets {what}"
        built = (Related(taken.layer, "here the layer is built"),) if taken.layer != taken.at else ()
        yield Finding(taken.at, message, taken, related=built)


@rnn_output_tuple.fix
def take_outputs(program: Program, taken: TupleTaken) -> Fix | None:
    """Take the first element of the tuple where it is used."""
    edit = None if taken.tuple_at is None else expression.applied(program, taken.tuple_at, "[0]")
    return None if edit is None else Fix("Take the outputs of all steps: [0]", (edit,))
