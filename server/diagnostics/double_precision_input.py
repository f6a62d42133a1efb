"""Numbers of double precision, or integers, reach layers with weights of single precision.

## Why this is a bug

NumPy computes in `float64`, PyTorch in `float32`. `torch.from_numpy` and `torch.tensor` keep the dtype of an array, so
what comes from NumPy is `float64`, and the first layer that gets it raises `RuntimeError: mat1 and mat2 must have the
same dtype, but got Double and Float`, or the like. PyTorch never converts by itself there. The bytes of an image are
integers, and raise as well: `Input type (unsigned char) and bias type (float) should be the same`.

## Bad

    import numpy as np
    import torch
    from torch import nn

    model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))
    features = torch.from_numpy(np.random.rand(16, 4))
    output = model(features)
    #              ^^^^^^^^ `features` is `float64`, and the weights that it meets are `float32`: this call raises RuntimeError

## Fixed

    import numpy as np
    import torch
    from torch import nn

    model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))
    features = torch.from_numpy(np.random.rand(16, 4))
    output = model(features.float())

## Good

Arrays of single precision, numbers that are written down, and a model of double precision.

    import numpy as np
    import torch
    from torch import nn

    model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))
    output = model(torch.from_numpy(np.random.rand(16, 4).astype(np.float32)))
    output = model(torch.tensor([[1.0, 2.0, 3.0, 4.0]]))
    output = model.double()(torch.from_numpy(np.random.rand(16, 4)))

Bytes become floating numbers where they are divided.

    import torch
    from torch import nn

    images = torch.randint(0, 256, (8, 3, 16, 16), dtype=torch.uint8)
    output = nn.Conv2d(3, 4, 3)(images / 255)

`torch.Tensor(...)` always gives single precision.

    import numpy as np
    import torch
    from torch import nn

    model = nn.Linear(4, 1)
    output = model(torch.Tensor(np.random.rand(16, 4)))

## Proof

    run = bad.run()
    assert isinstance(run.error, RuntimeError) and "dtype" in str(run.error)
    for program in [fixed, *good]:
        assert program.run().error is None

## When this is intended

Never: it raises. Where double precision is meant, convert the model: `model.double()`.

## Fix safety

Safe: today the call raises, and the edit converts what it gets and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.dtype_events import WrongPrecision, given_at
from ..program.program import Program
from ..repair import expression
from ..rules.places import here
from ..rules.rule import Category, Finding, Fix, Related, Safety, Severity, rule

_CONVERSIONS = {"float32": ".float()", "float64": ".double()"}


@rule(Category.DEVICE, Severity.ERROR, "a tensor is of another dtype than the weights it meets")
def double_precision_input(program: Program) -> Iterator[Finding[WrongPrecision]]:
    """Report each tensor that certainly meets weights of another dtype."""
    shown: set[object] = set()
    for wrong in program.unique(WrongPrecision):
        place = given_at(program, wrong)
        if place not in shown:
            shown.add(place)
            what = expression.quoted(program, place, "this tensor")
            given = wrong.tensor.dtype
            message = f"{what} is `{given}`, and the weights that it meets are `{wrong.weights}`: this call raises RuntimeError"
            origin = wrong.tensor.origin
            made = [Related(origin, f"it is made `{given}` here")] if origin is not None and origin != place else []
            yield Finding(here(program, place, wrong.at), message, wrong, related=tuple(made))


@double_precision_input.fix
def convert_input(program: Program, wrong: WrongPrecision) -> Fix | None:
    """Convert the tensor where the model gets it."""
    how = _CONVERSIONS[wrong.weights]
    edit = expression.applied(program, given_at(program, wrong), how)
    return None if edit is None else Fix(f"Convert it: {how}", (edit,), Safety.SAFE)
