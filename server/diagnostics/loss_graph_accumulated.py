"""A running sum of losses is kept as a tensor, and with it the graph of every batch.

## Why this is a bug

`total += loss` does not add a number: it makes a new tensor whose graph leads to the old total and to the loss of this
batch, and so to all batches before. Nothing of it can be freed as long as `total` is there. Memory grows with each
iteration, until a long run dies of it or spends its time on memory; what is wanted is only a number to print.

## Bad

    import torch
    from torch import nn

    model = nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    total = 0.0
    for batch in range(50):
        loss = model(torch.randn(8, 4)).pow(2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss
    #            ^^^^ `total` holds on to the graph of every iteration: memory grows with each one
    print(float(total) / 50)

## Fixed

    import torch
    from torch import nn

    model = nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    total = 0.0
    for batch in range(50):
        loss = model(torch.randn(8, 4)).pow(2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.detach()
    print(float(total) / 50)

## Good

A number: `item()` leaves the graph behind.

    import torch
    from torch import nn

    model = nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    total = 0.0
    for batch in range(50):
        loss = model(torch.randn(8, 4)).pow(2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item()

Losses summed up for one backward pass: here the graph of all of them is needed, and freed with the sum.

    import torch
    from torch import nn

    model = nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    for batch in range(10):
        total = 0.0
        for head in range(5):
            total += model(torch.randn(8, 4)).pow(2).mean()
        optimizer.zero_grad()
        total.backward()
        optimizer.step()
        total = total.detach()

Nothing is recorded under `no_grad`.

    import torch
    from torch import nn

    model = nn.Linear(4, 1)
    total = 0.0
    with torch.no_grad():
        for batch in range(50):
            total += model(torch.randn(8, 4)).pow(2).mean()

## Proof

    def depth(total):
        nodes, node = 0, getattr(total, "grad_fn", None)
        while node is not None:
            nodes, node = nodes + 1, node.next_functions[0][0] if node.next_functions else None
        return nodes

    assert depth(bad.run().names["total"]) >= 50
    assert depth(fixed.run().names["total"]) == 0
    for program in good:
        assert depth(program.run().names["total"]) == 0

## When this is intended

Hardly ever. A sum that a backward pass goes through later is not reported, as far as that can be seen.

## Fix safety

`detach()` is safe: the numbers stay the same, and no backward pass goes through the sum. `item()` is not: it gives a Python
number, which waits for the GPU each time, and has no methods of tensors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..program.events import Accumulated, Backward
from ..program.program import Program
from ..repair import expression
from ..rules.places import here
from ..rules.rule import Category, Finding, Fix, Related, Safety, Severity, rule
from ..rules.wording import named
from ..text.edit import Edit

_FACTOR = r"[\w.]+(?:\([\w.]*\))?"
_PRODUCT = re.compile(rf"({_FACTOR})[ ]*\*[ ]*({_FACTOR})")
"""The product of two simple things, one of which may be the loss."""


@rule(Category.TRAINING_LOOP, Severity.WARNING, "a running sum keeps the graphs of all batches", settle=True)
def loss_graph_accumulated(program: Program) -> Iterator[Finding[Accumulated]]:
    """Report each sum or list over iterations of what has a backward pass of its own, if none goes through the sum."""
    passes = list(program.events(Backward))
    summed = {site for each in passes if each.loss is not None for site in each.loss.accumulated}
    for sum_ in program.unique(Accumulated):
        own = next((each for each in passes if _is_for(each, sum_)), None)
        carried = sum_.repeats if sum_.listed else sum_.site.whole in sum_.tensor.accumulated
        if not carried or sum_.site.whole in summed or (own is None and not sum_.added.spent):
            continue
        place = here(program, sum_.value_at, sum_.at)
        name = named(sum_.place, "the sum")
        message = f"{name} holds on to the graph of every iteration: memory grows with each one"
        related = () if own is None else (Related(own.site, "the backward pass of this iteration is here"),)
        yield Finding(place, message, sum_, related=related)


def _is_for(backward: Backward, sum_: Accumulated) -> bool:
    """Whether a backward pass in the same iteration goes through what is added."""
    together = backward.repeats and backward.iteration == sum_.iteration
    if sum_.listed:
        # What a backward pass has gone through is of no use for another one.
        return together and backward.retained is False and backward.loss == sum_.added
    return together and backward.loss is not None and bool(backward.loss.models & sum_.added.models)


@loss_graph_accumulated.fix
def detach(program: Program, sum_: Accumulated) -> Fix | None:
    """Add up the detached tensor."""
    edit = _with_method(program, sum_, "detach()")
    return None if edit is None else Fix("Add what is detached from its graph", (edit,), Safety.SAFE)


@loss_graph_accumulated.fix
def take_number(program: Program, sum_: Accumulated) -> Fix | None:
    """Add up plain numbers."""
    edit = _with_method(program, sum_, "item()")
    return None if edit is None else Fix("Add the number: item()", (edit,))


def _with_method(program: Program, sum_: Accumulated, method: str) -> Edit | None:
    if sum_.value_at.module != program.path:
        return None
    span = program.source.span(sum_.value_at)
    text = expression.text_of(program, span)
    losses = {each.name for each in program.events(Backward) if _is_for(each, sum_)}
    product = _PRODUCT.fullmatch(text)
    place = next((end for end in (1, 2) if product is not None and product[end] in losses), 0)
    if product is not None and place:
        return Edit(span, f"{text[: product.end(place)]}.{method}{text[product.end(place) :]}")
    return None if "\n" in text else expression.applied(program, sum_.value_at, f".{method}")
