"""The mean loss of an epoch is computed from the means of its batches, by the wrong number.

## Why this is a bug

A loss gives the mean over its batch. The sum of these means, divided by the number of *examples*, is too small by about the batch
size, and changes when the batch size does. Divided by the number of *batches*, it is the mean of means: the examples of a smaller
last batch count more than the others. Weigh each mean with the size of its batch, and divide by the number of examples.

## Bad

    import torch
    from torch import nn
    from torch.utils.data import DataLoader, TensorDataset

    torch.manual_seed(0)
    inputs, targets = torch.randn(10, 4), torch.randn(10, 1)
    loader = DataLoader(TensorDataset(inputs, targets), batch_size=4)
    model, criterion = nn.Linear(4, 1), nn.MSELoss()
    total = 0.0
    with torch.no_grad():
        for x, y in loader:
            loss = criterion(model(x), y)
            total += loss.item()
    average = total / len(loader.dataset)
    # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `total` is a sum of means over batches: divided by the number of examples, it is too small by the batch size

## Fixed

    import torch
    from torch import nn
    from torch.utils.data import DataLoader, TensorDataset

    torch.manual_seed(0)
    inputs, targets = torch.randn(10, 4), torch.randn(10, 1)
    loader = DataLoader(TensorDataset(inputs, targets), batch_size=4)
    model, criterion = nn.Linear(4, 1), nn.MSELoss()
    total = 0.0
    with torch.no_grad():
        for x, y in loader:
            loss = criterion(model(x), y)
            total += loss.item() * len(y)
    average = total / len(loader.dataset)

## Good

The losses are sums.

    import torch
    from torch import nn
    from torch.utils.data import DataLoader, TensorDataset

    torch.manual_seed(0)
    inputs, targets = torch.randn(10, 4), torch.randn(10, 1)
    loader = DataLoader(TensorDataset(inputs, targets), batch_size=4)
    model, criterion = nn.Linear(4, 1), nn.MSELoss(reduction="sum")
    total = 0.0
    with torch.no_grad():
        for x, y in loader:
            loss = criterion(model(x), y)
            total += loss.item()
    average = total / len(loader.dataset)

What is averaged over the batches while training is shown, and nothing hangs on it.

    import torch
    from torch import nn
    from torch.utils.data import DataLoader, TensorDataset

    torch.manual_seed(0)
    inputs, targets = torch.zeros(10, 4), torch.zeros(10, 1)
    loader = DataLoader(TensorDataset(inputs, targets), batch_size=4)
    model, criterion = nn.Linear(4, 1, bias=False), nn.MSELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    total = 0.0
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item()
    average = total / len(loader)

## Proof

    import torch
    from torch import nn

    def error(program):
        names = program.run().names
        with torch.no_grad():
            mean = nn.functional.mse_loss(names["model"](names["inputs"]), names["targets"])
        return abs(names["average"] - mean.item())

    assert error(bad) > 0.1
    for program in [fixed, *good]:
        assert error(program) < 1e-5

## When this is intended

The mean of means is near the mean where batches are large and many. Whether the last batch is smaller cannot be seen in the text:
this rule is off until you turn it on.

## Fix safety

Unsafe: the number comes out otherwise, which is the point of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.batch_means import SummedMeans, summed_means_of_batches
from ..program.program import Program
from ..repair import expression
from ..rules.rule import Category, Finding, Fix, Related, Severity, Status, rule
from ..text.edit import Edit


@rule(
    Category.EVALUATION, Severity.WARNING, "means over batches are averaged as if they were sums", status=Status.NURSERY
)
def mean_of_batch_means(program: Program) -> Iterator[Finding[SummedMeans]]:
    """Report each sum of mean losses that is divided by the number of examples, and by that of batches in an evaluation."""
    for each in summed_means_of_batches(program):
        total = each.summed.text.partition(" ")[0]
        message = f"`{total}` is a sum of means over batches: divided by the number of examples, it is too small by the batch size"
        severity = None
        if not each.of_examples:
            if each.loss.gradients is not False:
                continue
            message = (
                f"`{total}` is a sum of means over batches: the examples of a smaller last batch count more than others"
            )
            severity = Severity.HINT
        related = (Related(each.loss.at, "a mean over the batch"), Related(each.summed.site, "it is added up here"))
        yield Finding(each.divided.site, message, each, severity, related)


@mean_of_batch_means.fix
def weigh_by_size(program: Program, each: SummedMeans) -> Fix | None:
    """Count each mean as often as its batch has examples."""
    target = expression.text_at(program, each.loss.target_at)
    if not target.isidentifier():
        return None
    edits = [Edit(each.summed.span, f"{each.summed.text} * len({target})")]
    if not each.of_examples:
        text = each.divided.text.replace(f"len({each.count})", f"len({each.count}.dataset)")
        edits.append(Edit(each.divided.span, text))
    return Fix("Weigh each mean with the size of its batch", tuple(edits))
