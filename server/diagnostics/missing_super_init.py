"""A module gets layers, or is used, before the constructor of `nn.Module` has run.

## Why this is a bug

`nn.Module.__init__` makes the dictionaries in which layers, parameters, buffers and hooks are registered. Before it has run,
setting an attribute to a layer or a parameter raises `AttributeError`, and so does calling the module or asking for its
parameters. A class that defines `__init__` must call `super().__init__()` in it, before it sets its layers. Numbers, strings and
other plain values may be set before.

## Bad

    import torch
    from torch import nn


    class Net(nn.Module):
        def __init__(self, hidden):
            self.hidden = hidden
            self.body = nn.Linear(8, hidden)
    #       ^^^^^^^^^ `super().__init__()` has not run yet: setting a layer as `self.body` raises `AttributeError`
            self.head = nn.Linear(hidden, 1)

        def forward(self, inputs):
            return self.head(torch.relu(self.body(inputs)))


    model = Net(16)
    output = model(torch.randn(4, 8))

## Fixed

    import torch
    from torch import nn


    class Net(nn.Module):
        def __init__(self, hidden):
            super().__init__()
            self.hidden = hidden
            self.body = nn.Linear(8, hidden)
            self.head = nn.Linear(hidden, 1)

        def forward(self, inputs):
            return self.head(torch.relu(self.body(inputs)))


    model = Net(16)
    output = model(torch.randn(4, 8))

## Good

Plain values may be set before.

    import torch
    from torch import nn


    class Net(nn.Module):
        def __init__(self, hidden):
            self.hidden = hidden
            super().__init__()
            self.body = nn.Linear(8, self.hidden)

        def forward(self, inputs):
            return self.body(inputs)


    model = Net(16)
    output = model(torch.randn(4, 8))

The constructor of the base class is called by its name.

    import torch
    from torch import nn


    class Net(nn.Module):
        def __init__(self, hidden):
            nn.Module.__init__(self)
            self.body = nn.Linear(8, hidden)

        def forward(self, inputs):
            return self.body(inputs)


    model = Net(16)
    output = model(torch.randn(4, 8))

A class without an `__init__` has that of its base class.

    import torch
    from torch import nn


    class Base(nn.Module):
        def __init__(self, hidden):
            super().__init__()
            self.body = nn.Linear(8, hidden)


    class Net(Base):
        def forward(self, inputs):
            return self.body(inputs)


    model = Net(16)
    output = model(torch.randn(4, 8))

A base class that is no module hands the call on.

    import torch
    from torch import nn


    class Named:
        def __init__(self):
            super().__init__()
            self.name = type(self).__name__


    class Net(Named, nn.Module):
        def __init__(self, hidden):
            super().__init__()
            self.body = nn.Linear(8, hidden)

        def forward(self, inputs):
            return self.body(inputs)


    model = Net(16)
    output = model(torch.randn(4, 8))

## Proof

    run = bad.run()
    assert isinstance(run.error, AttributeError) and "before Module.__init__() call" in str(run.error)
    for program in (fixed, *good):
        run = program.run()
        assert run.error is None
        assert list(run.names["model"].parameters())

## When this is intended

Hardly ever: what is reported raises when it runs.

## Fix safety

Safe: the call is made at the beginning of `__init__`, where it was missing or came too late. It is offered only where the
constructor of the base class takes no arguments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..program.module_events import NotInitialised, WrongSuper
from ..program.program import Program
from ..program.site import Site
from ..program.source import StatementText
from ..program.surroundings import class_name
from ..repair import delete, insert
from ..rules.rule import Category, Finding, Fix, Related, Safety, Severity, rule
from ..text.edit import Edit

_CALL = re.compile(r"(super\([^()]*\)|[\w.]+)\.__init__\(.*\)", re.DOTALL)
_BARE_CALL = re.compile(r"super\([^()]*\)\.__init__\(\)")
_TEXT = re.compile(r"[rbuRBU]*[\"'].*", re.DOTALL)


@rule(Category.MODULE, Severity.ERROR, "a module is used before `super().__init__()`", settle=True)
def missing_super_init(program: Program) -> Iterator[Finding[NotInitialised | WrongSuper]]:
    """Report the first thing in each constructor that needs the base class's to have run."""
    reported: set[Site] = set()
    for event in program.events(NotInitialised):
        place = event.site if event.what else event.initializer
        if place.module == program.path and event.initializer not in reported:
            reported.add(event.initializer)
            used = () if event.what else (Related(event.at, "here it is used"),)
            yield Finding(place, _message(event), event, related=used)
    for event in program.unique(WrongSuper):
        if event.site.module == program.path:
            what = f"`super({event.named}, self)` in a method of `{event.class_name}`"
            yield Finding(event.site, f"{what}, which does not extend that class: it raises `TypeError`", event)


def _message(event: NotInitialised) -> str:
    init = "super().__init__()" if event.plain else "nn.Module.__init__"
    if event.what:
        what = f"setting a {event.what} as `self.{event.name}`"
        return f"`{init}` has not run yet: {what} raises `AttributeError`"
    what = "calling it" if event.name == "__call__" else f"`{event.name}()`"
    return f"`{init}` is never called for `{event.class_name}`: {what} raises `AttributeError`"


@missing_super_init.fix
def insert_call(program: Program, found: NotInitialised | WrongSuper) -> Fix | None:
    """Call the constructor of the base class before everything else in `__init__`."""
    if isinstance(found, WrongSuper):
        return Fix("Write `super()`", (Edit(program.source.span(found.site), "super()"),), Safety.SAFE)
    body = program.source.body(found.initializer)
    first = next((statement for statement in body if not _TEXT.fullmatch(statement.text)), None)
    if first is None or not found.plain or not _has_own_lines(program, found.initializer, body):
        return None
    late = [statement for statement in body if _CALL.fullmatch(statement.text)]
    if not late:
        text = f"{_super(program, found.initializer)}.__init__()"
        return Fix("Call `super().__init__()`", (insert.before(program, first, text),), Safety.SAFE)
    gone = delete.whole(program, late[0].site)
    if len(late) > 1 or gone is None or not _BARE_CALL.fullmatch(late[0].text):
        return None
    moved = insert.before(program, first, late[0].text)
    return Fix("Move `super().__init__()` to the beginning", (moved, gone), Safety.SAFE)


def _super(program: Program, initializer: Site) -> str:
    """`super()` as the file writes it: `super(Net, self)` where that is the only way."""
    text = "".join(program.source.lines)
    class_ = program.source.parent(initializer)
    named = "" if class_ is None else class_name(class_)
    old = re.search(r"\bsuper\(\w+, self\)\.__init__\(", text) and not re.search(r"\bsuper\(\)\.", text)
    return f"super({named}, self)" if old and named else "super()"


def _has_own_lines(program: Program, initializer: Site, body: tuple[StatementText, ...]) -> bool:
    header = program.source.statement(initializer)
    return header is not None and header.header.end.line < body[0].span.start.line
