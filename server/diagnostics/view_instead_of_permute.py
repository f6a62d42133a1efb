"""A view is given the sizes of a tensor in another order, which does not turn its dimensions.

## Why this is a bug

`view` and `reshape` read the numbers in the order in which they are and put them into rows of another length. With the
sizes in another order the shape is that of `permute`, and the numbers are mixed up: `(N, H, W, C)` seen as `(N, C, H, W)` has pieces of all
colours in each channel. Nothing raises, and a network learns from such images, only worse. In the same way `view(-1, 150)` of images of 75 numbers
makes one row out of two images.

## Bad

    import torch

    images = torch.arange(2 * 4 * 5 * 3).view(2, 4, 5, 3)
    x = images.view(2, 3, 4, 5)
    #   ^^^^^^^^^^^^^^^^^^^^^^^ warning: `view` does not turn dimensions: from (2, 4, 5, 3) to (2, 3, 4, 5) the numbers are mixed up

## Fixed

    import torch

    images = torch.arange(2 * 4 * 5 * 3).view(2, 4, 5, 3)
    x = images.permute(0, 3, 1, 2)

## Good

Everything behind the first dimension becomes one row for each example.

    import torch

    x = torch.randn(8, 3, 5, 5)
    flat = x.view(x.size(0), -1)
    other = x.flatten(1)
    pixels = x.permute(0, 2, 3, 1).reshape(-1, 3)

A dimension of one goes somewhere else: no number changes its place.

    import torch

    x = torch.randn(8, 1, 28, 28)
    images = x.view(8, 28, 28, 1)

The heads of an attention are split off and put together.

    import torch

    x = torch.randn(2, 10, 12)
    heads = x.view(2, 10, 3, 4).transpose(1, 2)
    back = heads.transpose(1, 2).reshape(2, 10, 12)

## Proof

    run = bad.run()
    images, x = run.names["images"], run.names["x"]
    assert x.shape == (2, 3, 4, 5) and x[0, 0, 0, 1] != images[0, 0, 1, 0]
    run = fixed.run()
    assert run.names["x"].shape == (2, 3, 4, 5) and (run.names["x"][:, 1] == run.names["images"][..., 1]).all()
    for program in good:
        assert program.run().error is None

## When this is intended

Hardly ever; where the sizes only happen to be the same, silence it with a comment that says so.

## Fix safety

Unsafe: the tensor gets other numbers in its places, which is the point of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..program.program import Program
from ..program.shape import written
from ..program.shape_events import Viewed
from ..repair import expression
from ..rules.rule import Category, Finding, Fix, Severity, rule
from ..text.edit import Edit


@rule(Category.MODULE, Severity.WARNING, "a view mixes up the numbers of a tensor")
def view_instead_of_permute(program: Program) -> Iterator[Finding[Viewed]]:
    """Report each view that looks like a permutation, or that makes rows out of several examples."""
    for visits in program.visits(Viewed):
        view = visits[0]
        before, after = written(view.before, view.after)
        if view.order:
            message = f"`{view.method}` does not turn dimensions: from {before} to {after} the numbers are mixed up"
        else:
            message = f"`{view.method}` makes rows out of several examples here: from {before} to {after}"
        yield Finding(view.at, message, view)


@view_instead_of_permute.fix
def permute(program: Program, view: Viewed) -> Fix | None:
    """Turn the dimensions."""
    if view.site.module != program.path or not view.order:
        return None
    span = program.source.span(view.site)
    text = expression.text_of(program, span)
    found = re.match(rf"(.*)\.{view.method}\([^()]*(?:\([^()]*\)[^()]*)*\)$", text, re.DOTALL)
    if found is None or not found[1] or found[1] == "torch":
        return None
    order = ", ".join(map(str, view.order))
    return Fix(f"Turn the dimensions: .permute({order})", (Edit(span, f"{found[1]}.permute({order})"),))
