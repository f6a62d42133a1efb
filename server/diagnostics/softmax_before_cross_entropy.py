"""Cross entropy applies softmax itself, and gets what has been through a softmax already.

## Why this is a bug

`nn.CrossEntropyLoss` and `F.cross_entropy` expect *logits*: scores of any size, as a linear layer gives them. They take
the logarithm of the softmax themselves. Probabilities lie between 0 and 1, and a second softmax over such close numbers
gives nearly equal ones: with three classes even a perfect answer costs 0.55 instead of 0, and an answer that is as wrong
as can be hardly gets a gradient. Nothing is raised: the loss falls a little, then stands still.

Sigmoid and ReLU before cross entropy are mistakes of the same kind: both throw away what negative scores say.

## Bad

    import torch
    from torch import nn

    class Classifier(nn.Module):
        def __init__(self):
            super().__init__()
            self.hidden = nn.Linear(2, 16)
            self.head = nn.Linear(16, 3)

        def forward(self, x):
            x = torch.relu(self.hidden(x))
            return torch.softmax(self.head(x), dim=1)
    #              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `CrossEntropyLoss` applies softmax to the result of this softmax: the loss
    #     stays far above 0, and wrong answers hardly get a gradient

    torch.manual_seed(0)
    labels = torch.arange(90) % 3
    inputs = torch.tensor([[0.0, 3.0], [-3.0, -2.0], [3.0, -2.0]])[labels] + torch.randn(90, 2)
    model = Classifier()
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    for epoch in range(200):
        optimizer.zero_grad()
        loss = criterion(model(inputs), labels)
        loss.backward()
        optimizer.step()

## Fixed

    import torch
    from torch import nn

    class Classifier(nn.Module):
        def __init__(self):
            super().__init__()
            self.hidden = nn.Linear(2, 16)
            self.head = nn.Linear(16, 3)

        def forward(self, x):
            x = torch.relu(self.hidden(x))
            return self.head(x)

    torch.manual_seed(0)
    labels = torch.arange(90) % 3
    inputs = torch.tensor([[0.0, 3.0], [-3.0, -2.0], [3.0, -2.0]])[labels] + torch.randn(90, 2)
    model = Classifier()
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    for epoch in range(200):
        optimizer.zero_grad()
        loss = criterion(model(inputs), labels)
        loss.backward()
        optimizer.step()

## Good

Probabilities for a person to read, beside logits for the loss.

    import torch
    from torch import nn

    labels = torch.arange(90) % 3
    inputs = torch.eye(3)[labels]
    model = nn.Linear(3, 3)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    for epoch in range(200):
        optimizer.zero_grad()
        logits = model(inputs)
        probabilities = logits.softmax(dim=1)
        loss = nn.functional.cross_entropy(logits, labels)
        loss.backward()
        optimizer.step()
    print(probabilities[0])

The *target* may be probabilities: those of a teacher, say.

    import torch
    from torch import nn

    inputs = torch.eye(3)
    wanted = torch.softmax(torch.eye(3) * 20, dim=1)
    model = nn.Linear(3, 3)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    for epoch in range(200):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(inputs), wanted)
        loss.backward()
        optimizer.step()

The logarithm of a softmax does no harm, since its own log-softmax is itself; it is only done twice.

    import torch
    from torch import nn

    labels = torch.arange(90) % 3
    inputs = torch.eye(3)[labels]
    model = nn.Sequential(nn.Linear(3, 3), nn.LogSoftmax(dim=1))
    #                                      ^^^^^^^^^^^^^^^^^^^^ hint: `cross_entropy` takes the logarithm of the softmax
    #     itself: this log-softmax before it changes nothing
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    for epoch in range(200):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(inputs), labels)
        loss.backward()
        optimizer.step()

## Proof

    floor = 0.55
    assert bad.run().names["loss"] > floor
    assert fixed.run().names["loss"] < 0.2
    for program in good:
        assert program.run().names["loss"] < 0.1

## When this is intended

Hardly ever. Who wants a loss that never punishes hard may use `label_smoothing=` instead, which says so.

## Fix safety

Unsafe: without the softmax the model gives logits, which is what the loss needs, but other code may read its results as
probabilities. The fix is offered where everything in the file that uses them is the loss, or a choice of the largest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..program.events import LossCalled, ModelCalled
from ..program.program import Program
from ..program.source import StatementText
from ..program.values import Activation, Tensor
from ..repair import unwrap
from ..rules.rule import Category, Finding, Fix, Related, Severity, rule

LOSSES = ("torch.nn.CrossEntropyLoss", "torch.nn.functional.cross_entropy")
SEVERITIES = {
    "softmax": Severity.ERROR,
    "sigmoid": Severity.WARNING,
    "relu": Severity.WARNING,
    "log_softmax": Severity.HINT,
}
NAMES = {"softmax": "softmax", "sigmoid": "sigmoid", "relu": "ReLU", "log_softmax": "log-softmax"}


@rule(Category.LOSS, Severity.ERROR, "cross entropy gets probabilities instead of logits")
def softmax_before_cross_entropy(program: Program) -> Iterator[Finding[LossCalled]]:
    """Report each activation whose result goes into cross entropy, which cannot use it."""
    found: dict[Activation, list[LossCalled]] = {}
    for visits in program.visits(LossCalled):
        bad = [(call, activation) for call in visits if (activation := activation_of(call)) is not None]
        if len(bad) == len(visits):
            found.setdefault(bad[0][1], []).append(bad[0][0])
            continue
        for call, activation in bad:
            severity = min(SEVERITIES[activation.name], Severity.WARNING)
            place = call.trail[-1] if call.trail and call.trail[-1].module == program.path else call.at
            related = (Related(activation.site, f"the {NAMES[activation.name]} is here"),)
            yield Finding(place, _message(call, activation), call, severity, related)
    for activation, calls in found.items():
        yield _at_cause(program, activation, calls)


def _at_cause(program: Program, activation: Activation, calls: list[LossCalled]) -> Finding[LossCalled]:
    """One finding for all losses that get the result: at the activation, or in another file at the first loss."""
    places = [call.input_at if call.input_at.module == program.path else call.at for call in calls]
    own = activation.site.module == program.path
    related = [Related(place, "this loss gets its result") for place in places]
    if not own:
        related[0] = Related(activation.site, f"the {NAMES[activation.name]} is here")
    message = _message(calls[0], activation, "this" if own else "a")
    place = activation.site if own else places[0]
    return Finding(place, message, calls[0], SEVERITIES[activation.name], tuple(related))


def activation_of(call: LossCalled) -> Activation | None:
    """The activation between the model and a cross entropy that the loss has no use for."""
    if call.function not in LOSSES or not isinstance(call.input, Tensor) or call.input.activation is None:
        return None
    return call.input.activation if call.input.activation.name in SEVERITIES else None


def _message(call: LossCalled, activation: Activation, article: str = "a") -> str:
    loss = f"`{call.function.rpartition('.')[2]}`"
    result = f"the result of {article} {NAMES[activation.name]}"
    match activation.name:
        case "log_softmax":
            return f"{loss} takes the logarithm of the softmax itself: {article} log-softmax before it changes nothing"
        case "relu":
            return f"{loss} gets {result}: scores below 0 are lost, and classes with such scores do not learn"
        case _:
            return (
                f"{loss} applies softmax to {result}: the loss stays far above 0, "
                "and wrong answers hardly get a gradient"
            )


@softmax_before_cross_entropy.fix
def leave_logits(program: Program, call: LossCalled) -> Fix | None:
    """Remove the activation where everything that uses its result in this file wants logits as well."""
    activation = activation_of(call)
    if (
        activation is None
        or activation.site.module != program.path
        or not _only_for_the_loss(program, call, activation)
    ):
        return None
    if activation.operand is None:
        edit = unwrap.element(program, activation.site)
    else:
        edit = unwrap.operand(program, activation.site, activation.operand)
    return None if edit is None else Fix(f"Remove the {NAMES[activation.name]}", (edit,))


def _only_for_the_loss(program: Program, call: LossCalled, activation: Activation) -> bool:
    """Whether all that is done with the result is to compute the loss, and to choose the largest."""
    models = call.input.models if isinstance(call.input, Tensor) else frozenset[int]()
    results = {event.at.whole for event in program.events(ModelCalled) if event.object in models}
    if activation.operand is not None:
        function = program.source.function(activation.site)
        if function is None or not function.text.startswith("def forward("):
            results = {activation.site.whole}
        elif not _passed_on(program, program.source.statement(activation.site)):
            return False
    return all(_used_well(program, program.source.statement(site)) for site in results)


def _passed_on(program: Program, statement: StatementText | None) -> bool:
    """Whether a statement of `forward` does nothing with its result but return it."""
    if statement is None or not statement.simple:
        return False
    if statement.text.startswith("return "):
        return True
    return all(
        later.text == f"return {name}" for name in statement.writes for later in _later(program, statement, name)
    )


def _used_well(program: Program, statement: StatementText | None) -> bool:
    if statement is None or not statement.simple:
        return False
    losses = {event.at.whole for event in program.events(LossCalled)}
    if statement.site in losses:
        return True
    return len(statement.writes) == 1 and all(
        later.site in losses or _chooses(later.text, name)
        for name in statement.writes
        for later in _later(program, statement, name)
    )


def _later(program: Program, statement: StatementText, name: str) -> list[StatementText]:
    readers = program.source.readers(statement.site, name)
    return [reader for reader in readers if reader.span.start > statement.span.start]


def _chooses(text: str, name: str) -> bool:
    """Whether a statement uses a tensor only to find where it is largest, which no activation changes."""
    own, chosen = re.escape(name), r"(argmax|max|topk)\("
    plain = rf"{own}(\.data|\.detach\(\))?"
    uses = re.findall(rf"\b{plain}\.{chosen}|torch\.{chosen}{plain}\b", text)
    return len(uses) == len(re.findall(rf"\b{own}\b", text))
