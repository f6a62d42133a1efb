"""A list that is multiplied holds one layer several times.

## Why this is a bug

`[layer] * 3` makes a list with the same object three times over, and so does a comprehension or a loop that puts in a layer
which was built before. In a container they look like three layers and are one: they share their weights, and
`parameters()` lists these once. The model computes, trains, and is smaller than its text says. Each layer needs a
call of its constructor.

## Bad

    import torch
    from torch import nn

    model = nn.Sequential(*[nn.Linear(4, 4)] * 3)
    #                      ^^^^^^^^^^^^^^^^^^^^^ this list holds one and the same `Linear` again and again: its places share their weights
    output = model(torch.ones(1, 4))
    count = len(list(model.parameters()))

## Fixed

    import torch
    from torch import nn

    model = nn.Sequential(*[nn.Linear(4, 4) for _ in range(3)])
    output = model(torch.ones(1, 4))
    count = len(list(model.parameters()))

## Good

What has no parameters may stand anywhere as often as one likes.

    import torch
    from torch import nn

    layers = []
    for layer in (nn.Linear(4, 4), nn.Linear(4, 4), nn.Linear(4, 4)):
        layers += [layer, *[nn.ReLU()] * 2]
    model = nn.Sequential(*layers)
    output = model(torch.ones(1, 4))
    count = len(list(model.parameters()))

Copies are layers of their own.

    import copy

    import torch
    from torch import nn

    layer = nn.Linear(4, 4)
    model = nn.Sequential(*[copy.deepcopy(layer) for _ in range(3)])
    output = model(torch.ones(1, 4))
    count = len(list(model.parameters()))

## Proof

    assert bad.run().names["count"] == 2
    for program in (fixed, *good):
        assert program.run().names["count"] == 6

## When this is intended

Where layers are to share their weights: write the layer once and call it several times in `forward`, which shows that. Nothing
is said where the layer's name says `shared`, `tied` or the like.

## Fix safety

Unsafe: the model gets more parameters, and checkpoints more keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..program.module_events import Replicated
from ..program.program import Program
from ..program.site import Site
from ..program.values import Class, External
from ..repair.expression import text_at
from ..rules.rule import Category, Finding, Fix, Related, Severity, rule
from ..text.edit import Edit

_MEANT = re.compile(r"share|tie[ds]?\b|tied|same|recur|recycl|loop|univers|albert", re.IGNORECASE)
_TIMES = re.compile(r"\[(?P<made>[\w.]+\(.*\))\]\s*\*\s*(?P<number>[\w.]+|\([^()]*\))", re.DOTALL)
_AGAIN = re.compile(r"\*|\bfor\b")


@rule(Category.MODULE, Severity.WARNING, "one layer stands at several places")
def replicated_layer(program: Program) -> Iterator[Finding[Replicated]]:
    """Report each list of layers that holds one with parameters several times because it was multiplied."""
    for event in program.unique(Replicated):
        listed = event.listed
        written = listed is not None and listed.module == program.path and bool(_AGAIN.search(text_at(program, listed)))
        site = listed if written and listed is not None else event.at
        if not (written or event.grown) or _is_meant(program, site):
            continue
        class_ = event.model.class_
        name = class_.name.rpartition(".")[2] if isinstance(class_, External | Class) else "layer"
        what = "this adds" if listed is None else "this list holds"
        message = f"{what} one and the same `{name}` again and again: its places share their weights"
        yield Finding(site, message, event, related=(Related(event.model.site, "the only one that is built"),))


def _is_meant(program: Program, site: Site) -> bool:
    """Whether the statement, a comment at it, or the function around it says that layers are to be shared."""
    statement = program.source.statement(site)
    if statement is None:
        return True
    lines = program.source.lines
    (first, _), (last, _) = statement.header
    around = program.source.function(site)
    outer = None if around is None else program.source.parent(around.site)
    names = [each.text.partition("\n")[0] for each in (around, outer) if each is not None]
    return any(_MEANT.search(text) for text in (*lines[first - statement.comments : last + 1], *names))


@replicated_layer.fix
def build_each(program: Program, found: Replicated) -> Fix | None:
    """Build a layer for each place."""
    site = found.listed
    written = None if site is None or site.module != program.path else _TIMES.fullmatch(text_at(program, site))
    if written is None or site is None:
        return None
    number = written["number"].strip("()") if written["number"].startswith("(") else written["number"]
    text = f"[{written['made']} for _ in range({number})]"
    return Fix("Build a layer for each place", (Edit(program.source.span(site), text),))
