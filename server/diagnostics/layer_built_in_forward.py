"""A layer that is built in `forward` is a new one at each call.

## Why this is a bug

A layer built in `forward` is gone after the call. Its parameters are initialised anew each time, no optimizer has them, and
`state_dict()` does not save them: the model computes with random weights for ever. `eval()` does not reach it either, so that a
dropout built there goes on dropping, and a batch norm built there always normalises by the batch. Layers are built in `__init__`;
what has no parameters and does the same in both modes, such as `nn.ReLU()`, may be built anywhere.

## Bad

    import torch
    from torch import nn


    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.body = nn.Linear(8, 16)

        def forward(self, inputs):
            hidden = torch.relu(self.body(inputs))
            return nn.Linear(16, 1)(hidden)
    #              ^^^^^^^^^^^^^^^^ this layer is a new one at each call: its parameters are random, and no optimizer trains them


    torch.manual_seed(0)
    inputs = torch.randn(4, 8)
    model = Net()
    difference = (model(inputs) - model(inputs)).abs().max().item()
    count = len(list(model.parameters()))

## Fixed

    import torch
    from torch import nn


    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.body = nn.Linear(8, 16)
            self.linear = nn.Linear(16, 1)

        def forward(self, inputs):
            hidden = torch.relu(self.body(inputs))
            return self.linear(hidden)


    torch.manual_seed(0)
    inputs = torch.randn(4, 8)
    model = Net()
    difference = (model(inputs) - model(inputs)).abs().max().item()
    count = len(list(model.parameters()))

## Good

Activations and losses have neither parameters nor a mode.

    import torch
    from torch import nn


    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.body = nn.Linear(8, 16)
            self.head = nn.Linear(16, 1)

        def forward(self, inputs):
            return self.head(nn.ReLU()(self.body(inputs)))


    inputs = torch.randn(4, 8)
    model = Net()
    difference = (model(inputs) - model(inputs)).abs().max().item()
    count = len(list(model.parameters()))

The layer is built by the first call, and kept.

    import torch
    from torch import nn


    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.body = nn.Linear(8, 16)
            self.head = None

        def forward(self, inputs):
            hidden = torch.relu(self.body(inputs))
            if self.head is None:
                self.head = nn.Linear(hidden.shape[1], 1)
            return self.head(hidden)


    inputs = torch.randn(4, 8)
    model = Net()
    difference = (model(inputs) - model(inputs)).abs().max().item()
    count = len(list(model.parameters()))

A layer without parameters of its own that is used in training only.

    import torch
    from torch import nn


    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.body = nn.Linear(8, 16)
            self.head = nn.Linear(16, 1)

        def forward(self, inputs):
            hidden = self.body(inputs)
            if self.training:
                hidden = nn.Dropout(0.2)(hidden)
            return self.head(hidden)


    inputs = torch.randn(4, 8)
    model = Net().eval()
    difference = (model(inputs) - model(inputs)).abs().max().item()
    count = len(list(model.parameters()))

## Proof

    run = bad.run()
    assert run.names["difference"] > 0 and run.names["count"] == 2
    for program in (fixed, *good):
        run = program.run()
        assert run.names["difference"] == 0 and run.names["count"] == 4

## When this is intended

Random features: build the layer once all the same, and freeze it. For a dropout that stays on in evaluation, write
`F.dropout(x, p, training=True)`.

## Fix safety

Unsafe: the model gets parameters, and checkpoints get keys, that they did not have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..program.module_events import BuiltInForward
from ..program.program import Program
from ..program.site import Site
from ..program.source import StatementText
from ..program.surroundings import class_around
from ..repair import insert
from ..repair.expression import text_of
from ..rules.rule import Category, Finding, Fix, Related, Severity, rule
from ..text.edit import Edit

_ASSIGNED = re.compile(r"(\w+)\s*=[^=].*", re.DOTALL)
_PLAIN = re.compile(r"([\w.]+)\((?:\s*(?:\w+\s*=\s*)?(?:[\d.e+-]+|True|False|None|[\"']\w*[\"']|self\.\w+)\s*,?)*\s*\)")
"""A call all of whose arguments mean the same in `__init__`."""
_GIVEN = re.compile(r"[(,]\s*(\w+)")
_TESTED = re.compile(r"\bif\b(.*?)(?:\belse\b|$)")
_NORMS = re.compile(r".*Norm(\dd)?")


@rule(Category.MODULE, Severity.ERROR, "a layer is built anew at each call")
def layer_built_in_forward(program: Program) -> Iterator[Finding[BuiltInForward]]:
    """Report each layer that is built and used up by one call of `forward`, where that makes a difference."""
    reported: set[Site] = set()
    for event in program.events(BuiltInForward):
        site = event.model.site
        if site.module != program.path or site in reported or not (event.trainable or event.minds):
            continue
        if not _only_called(program, site) or (not event.trainable and _follows_mode(program, event)):
            continue
        reported.add(site)
        is_norm = _NORMS.fullmatch(event.class_) and not event.minds
        severity = Severity.WARNING if is_norm else Severity.ERROR
        related = (Related(event.site, "here it is called"),) if event.site.statement != site.statement else ()
        yield Finding(site, _message(event), event, severity, related)


def _message(event: BuiltInForward) -> str:
    if not event.trainable:
        return "this layer is a new one at each call: `eval()` does not reach it, and it goes on as in training"
    start = "new" if _NORMS.fullmatch(event.class_) else "random"
    return f"this layer is a new one at each call: its parameters are {start}, and no optimizer trains them"


def _only_called(program: Program, site: Site) -> bool:
    """Whether the layer is called and nothing else: not kept in a list, returned, or given other weights."""
    statement = program.source.statement(site)
    if statement is None or "weight" in statement.text or "bias." in statement.text:
        return False
    assigned = _ASSIGNED.fullmatch(statement.text)
    span = program.source.span(site)
    if assigned is None or _called_at_once(program, site):
        return _called_at_once(program, site)
    if not statement.text.startswith(f"{assigned[1]} = {text_of(program, span)}".split("(")[0]):
        return False
    name = re.escape(assigned[1])
    others = [reader for reader in program.source.readers(site, assigned[1]) if reader.site != statement.site]
    return all(not re.search(rf"\b{name}\b(?!\s*\()", re.sub(rf"\b{name}\s*=", "", other.text)) for other in others)


def _called_at_once(program: Program, site: Site) -> bool:
    span = program.source.span(site)
    after = program.source.lines[span.end.line][span.end.column :]
    return bool(re.match(r"(\.(to|cuda|type_as)\([\w.]*\))?\(", after))


def _follows_mode(program: Program, event: BuiltInForward) -> bool:
    """Whether the mode was thought of: it is set, or the place is reached in training only, or on the caller's wish."""
    method = program.source.function(event.model.site)
    given = [] if method is None else _GIVEN.findall(text_of(program, method.header))
    around: StatementText | None = program.source.statement(event.model.site)
    while around is not None and not around.text.startswith("def "):
        line = around.text.partition("\n")[0]
        tested = _TESTED.search(line)
        if "training" in line or (tested and any(_is_flag(name, tested[1]) for name in given)):
            return True
        around = program.source.parent(around.site)
    return bool(event.model.mode_set_at)


def _is_flag(name: str, test: str) -> bool:
    return name != "self" and re.search(rf"(?<![\w.]){name}(?![\w.\[(])", test) is not None


def _unused(class_: StatementText, body: tuple[StatementText, ...], text: str) -> list[str]:
    """The attributes for which `__init__` builds just such a layer, and which the class does not use."""
    names = [name for each in body if each.simple for name in each.writes if each.text == f"{name} = {text}"]
    return [name for name in names if len(re.findall(rf"\b{re.escape(name)}\b", class_.text)) == 1]


@layer_built_in_forward.fix
def move_to_constructor(program: Program, found: BuiltInForward) -> Fix | None:
    """Use the one that `__init__` builds and nothing uses; else build it there, as an attribute."""
    span = program.source.span(found.model.site)
    text = text_of(program, span)
    class_ = class_around(program, found.model.site)
    made = _PLAIN.fullmatch(text)
    if made is None or class_ is None:
        return None
    init = next((each for each in program.source.body(class_.site) if each.text.startswith("def __init__(")), None)
    body = program.source.body(init.site) if init is not None else ()
    unused = _unused(class_, body, text)
    if len(unused) == 1:
        return Fix(f"Use `{unused[0]}`, built in `__init__`"[:60], (Edit(span, unused[0]),))
    statement = program.source.statement(found.model.site)
    assigned = _ASSIGNED.fullmatch(statement.text) if statement is not None else None
    direct = assigned is None or _called_at_once(program, found.model.site)
    name = made[1].rpartition(".")[2].lower() if direct or assigned is None else assigned[1]
    if re.search(rf"\bself\.{name}\b", "".join(program.source.lines)):
        return None
    if not body or not body[-1].alone or body[-1].jumps:
        return None
    new = insert.after(program, body[-1], f"self.{name} = {text}")
    return Fix("Build it in `__init__`", (new, Edit(span, f"self.{name}")))
