"""A layer gets an input of another size than it was built for.

## Why this is a bug

A layer has the size of its input in its weights: `nn.Linear(64, 10)` multiplies rows of 64 numbers, `nn.Conv2d(16, 32, 3)`
slides over 16 channels. What the layer before it gives must have that size. Whatever the number of examples is, a row of 128 numbers
cannot go into it: the first forward pass raises. The size behind a convolution and `nn.Flatten` depends on the size of the images
as well, and is easily got wrong.

## Bad

    import torch
    from torch import nn

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.hidden = nn.Linear(784, 128)
            self.head = nn.Linear(64, 10)

        def forward(self, x):
            x = torch.relu(self.hidden(x))
            return self.head(x)
    #              ^^^^^^^^^^^^ `self.head` raises here: it takes 64 features, and its input has 128: (32, 128)

    scores = Net()(torch.randn(32, 784))

## Fixed

    import torch
    from torch import nn

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.hidden = nn.Linear(784, 128)
            self.head = nn.Linear(128, 10)

        def forward(self, x):
            x = torch.relu(self.hidden(x))
            return self.head(x)

    scores = Net()(torch.randn(32, 784))

## Good

A lazy layer takes its size from the first input.

    import torch
    from torch import nn

    model = nn.Sequential(nn.Conv2d(3, 8, 3), nn.ReLU(), nn.Flatten(), nn.LazyLinear(10))
    scores = model(torch.randn(4, 3, 32, 32))

Pooling to one value makes the size of the images no matter.

    import torch
    from torch import nn

    model = nn.Sequential(nn.Conv2d(3, 8, 3), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(8, 10))
    scores = model(torch.randn(4, 3, 9, 17))

What has more dimensions is multiplied in the last one.

    import torch
    from torch import nn

    model = nn.Sequential(nn.Embedding(100, 16), nn.Linear(16, 4))
    scores = model(torch.randint(0, 100, (8, 20)))

## Proof

    error = bad.run().error
    assert isinstance(error, RuntimeError) and "shapes cannot be multiplied" in str(error)
    run = fixed.run()
    assert run.error is None and run.names["scores"].shape == (32, 10)
    for program in good:
        assert program.run().error is None

## When this is intended

Never, where the layer is run at all.

## Fix safety

Unsafe: the layer gets the size of the input that it has today; perhaps it is the layer before it that is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.events import ModelCalled
from ..program.program import Program
from ..program.shape import written
from ..program.shape_events import Misfit
from ..program.site import Site
from ..repair import argument
from ..rules.places import blamed
from ..rules.rule import Category, Finding, Fix, Related, Severity, rule


@rule(Category.MODULE, Severity.ERROR, "a layer gets an input of another size than it takes", settle=True)
def layer_size_mismatch(program: Program) -> Iterator[Finding[Misfit]]:
    """Report each layer of the library whose input certainly does not fit it."""
    for visits in program.visits(Misfit):
        misfit = visits[0]
        always = program.kept(_ways).get(misfit.called, set()) <= {visit.trail for visit in visits}
        guilty = blamed(program, misfit.at, misfit.trail, always=always)
        related = (
            (misfit.layer.site, "here the layer is built"),
            (misfit.made_at, "its input comes from here"),
        )
        yield Finding(
            guilty,
            f"{_layer(misfit)} raises here: it takes {_wanted(misfit)}",
            misfit,
            None if always and misfit.layer.sure else Severity.WARNING,
            tuple(Related(site, story) for site, story in related if site is not None and site != guilty),
        )


def _ways(program: Program) -> dict[Site, set[tuple[Site, ...]]]:
    """The ways of visible calls to each place where a model is called."""
    ways: dict[Site, set[tuple[Site, ...]]] = {}
    for call in program.events(ModelCalled):
        ways.setdefault(call.site, set()).add(call.trail)
    return ways


def _layer(misfit: Misfit) -> str:
    return f"`{misfit.name or misfit.class_.replace('torch.nn.', 'nn.')}`"


def _wanted(misfit: Misfit) -> str:
    """What the layer takes and what it gets."""
    if misfit.ranks:
        ranks = " or ".join(map(str, misfit.ranks))
        return f"{ranks} dimensions, and its input has {len(misfit.shape.sizes)}: {written(misfit.shape)[0]}"
    what = "features" if misfit.axis == -1 or "BatchNorm1d" in misfit.class_ else "channels"
    return f"{misfit.wanted} {what}, and its input has {misfit.found}: {written(misfit.shape)[0]}"


@layer_size_mismatch.fix
def take_what_comes(program: Program, misfit: Misfit) -> Fix | None:
    """Build the layer for the input that it gets."""
    if misfit.ranks or misfit.layer.site.module != program.path:
        return None
    edit = argument.first(
        program, misfit.layer.site, r"(?:in_\w+|num_\w+|\w*size|\w*shape|d_model|embed_dim)", str(misfit.found)
    )
    return None if edit is None else Fix(f"Build the layer for an input of {misfit.found}", (edit,))
