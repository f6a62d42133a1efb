"""A tensor that wants gradients is made a NumPy array.

## Why this is a bug

A NumPy array knows nothing of gradients, and it shares its memory with the tensor that it is made of. So `.numpy()`,
`np.array(...)` and `np.asarray(...)` raise `RuntimeError: Can't call numpy() on Tensor that requires grad` for a
parameter, for the output of a model that is trained, and for a loss. `.detach()` gives the same numbers without their
gradients, and `.cpu()` brings them to where NumPy can read them: of a tensor on a GPU, `.numpy()` raises TypeError,
whether it wants gradients or not.

## Bad

    import numpy as np
    import torch
    from torch import nn

    model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 3))
    outputs = model(torch.randn(5, 4))
    scores = outputs.numpy()
    #        ^^^^^^^^^^^^^^^ `outputs` wants gradients: `numpy` raises RuntimeError on it
    best = np.argmax(scores, axis=1)

## Fixed

    import numpy as np
    import torch
    from torch import nn

    model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 3))
    outputs = model(torch.randn(5, 4))
    scores = outputs.detach().numpy()
    best = np.argmax(scores, axis=1)

## Good

Without gradients there are none to lose.

    import numpy as np
    import torch
    from torch import nn

    model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 3))
    with torch.no_grad():
        outputs = model(torch.randn(5, 4))
    scores = outputs.numpy()
    best = np.argmax(scores, axis=1)

No gradients flow through the numbers of classes, and a frozen model wants none.

    import torch
    from torch import nn

    model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 3))
    best = model(torch.randn(5, 4)).argmax(dim=1).numpy()
    model.requires_grad_(False)
    scores = model(torch.randn(5, 4)).numpy()

`force=True` detaches by itself.

    import torch
    from torch import nn

    model = nn.Linear(4, 3)
    scores = model(torch.randn(5, 4)).numpy(force=True)
    best = scores.argmax(axis=1)

## Proof

    run = bad.run()
    assert isinstance(run.error, RuntimeError) and "requires grad" in str(run.error)
    assert fixed.run().error is None
    assert fixed.run().names["best"].shape == (5,)
    assert all(program.run().error is None for program in good)

## When this is intended

Never: it raises.

## Fix safety

Safe: today the place raises, and the edit does what the error message asks for. It is unsafe where not all that the
tensor was computed by is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..program.device import DeviceKind
from ..program.program import Program
from ..program.readings import TakenAsArray
from ..repair import expression
from ..rules.rule import Category, Finding, Fix, Safety, Severity, rule


@rule(Category.DEVICE, Severity.ERROR, "a tensor that wants gradients is made a NumPy array")
def numpy_on_grad_tensor(program: Program) -> Iterator[Finding[TakenAsArray]]:
    """Report each tensor that certainly wants gradients where NumPy gets it."""
    for taken in program.unique(TakenAsArray):
        what = expression.quoted(program, taken.tensor_at, "this tensor")
        message = f"{what} wants gradients: `{taken.function}` raises RuntimeError on it"
        if taken.away:
            message = f"{what} is not on the CPU: on a GPU `{taken.function}` raises TypeError here"
        yield Finding(taken.at, message, taken, None if taken.certain else Severity.WARNING)


@numpy_on_grad_tensor.fix
def detach_first(program: Program, taken: TakenAsArray) -> Fix | None:
    """Insert `.detach()` behind the tensor, and `.cpu()` where it is not known to be there."""
    if taken.tensor_at.module != program.path:
        return None
    text = expression.text_at(program, taken.tensor_at)
    if not re.fullmatch(r"[\w.]+(\(.*\)|\[.*\])*[\w.]*(\(.*\)|\[.*\])?", text, re.DOTALL):
        return None
    there = taken.tensor.device.kind is DeviceKind.CPU or text.endswith(".cpu()")
    how = ".cpu()" if taken.away else ".detach()" if there else ".detach().cpu()"
    safety = Safety.SAFE if taken.certain else Safety.UNSAFE
    title = "Take it to the CPU" if taken.away else "Take its numbers alone"
    return Fix(f"{title}: {how}", (expression.behind(program, taken.tensor_at, how),), safety)
