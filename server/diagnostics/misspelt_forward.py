"""A module that is called has no `forward`, or one that returns nothing.

## Why this is a bug

Calling a module runs its method `forward`. If the class and its bases have no method of exactly this name, `nn.Module` raises
`NotImplementedError`; a method called `foward` is never run. Containers such as `nn.ModuleList` have no `forward` either: their
elements must be called one by one. A `forward` without a `return` gives `None`, and what is done with that raises.

## Bad

    import torch
    from torch import nn


    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.body = nn.Linear(8, 16)
            self.head = nn.Linear(16, 1)

        def foward(self, inputs):
    #   ^^^^^^^^^^^^^^^^^^^^^^^^^ `Net` has no `forward`, only `foward`: calling it raises `NotImplementedError`
            return self.head(torch.relu(self.body(inputs)))


    model = Net()
    output = model(torch.randn(4, 8))

## Fixed

    import torch
    from torch import nn


    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.body = nn.Linear(8, 16)
            self.head = nn.Linear(16, 1)

        def forward(self, inputs):
            return self.head(torch.relu(self.body(inputs)))


    model = Net()
    output = model(torch.randn(4, 8))

## Good

The base class has it.

    import torch
    from torch import nn


    class Base(nn.Module):
        def __init__(self):
            super().__init__()
            self.body = nn.Linear(8, 1)

        def forward(self, inputs):
            return self.body(inputs)


    class Net(Base):
        pass


    model = Net()
    output = model(torch.randn(4, 8))

A class that only holds layers, and is never called itself.

    import torch
    from torch import nn


    class Layers(nn.Module):
        def __init__(self):
            super().__init__()
            self.body = nn.Linear(8, 1)


    model = Layers()
    output = model.body(torch.randn(4, 8))

An attribute takes the place of the method.

    import torch
    from torch import nn


    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.body = nn.Linear(8, 1)
            self.forward = self.compute

        def compute(self, inputs):
            return self.body(inputs)


    model = Net()
    output = model(torch.randn(4, 8))

## Proof

    run = bad.run()
    assert isinstance(run.error, NotImplementedError)
    for program in (fixed, *good):
        run = program.run()
        assert run.error is None
        assert run.names["output"].shape == (4, 1)

## When this is intended

Hardly ever: what is reported raises when it runs.

## Fix safety

Safe where a method is renamed, which is offered only if nothing else in the file uses its name. Unsafe where a `return` is
added: the last value computed is a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..program.module_events import NoForward, NothingReturned
from ..program.program import Program
from ..program.site import Site
from ..repair import insert
from ..rules.rule import Category, Finding, Fix, Related, Safety, Severity, rule
from ..text.edit import Edit
from ..text.span import Position, Span

_NAME = "forward"
_PATCHED = re.compile(r"\.forward\s*=[^=]|[\"']forward[\"']")
_ASSIGNED = re.compile(r"(\w+)\s*(?::[^=]+)?[+\-*/]?=[^=].*", re.DOTALL)
_CALL = re.compile(r"[\w.\[\]]+\(.*\)", re.DOTALL)


@rule(Category.MODULE, Severity.ERROR, "a called module has no `forward`, or it returns nothing", settle=True)
def misspelt_forward(program: Program) -> Iterator[Finding[NoForward | NothingReturned]]:
    """Report each class whose objects are called without a result, and classes whose `forward` is misspelt."""
    missing = list(_missing(program))
    if missing and not any(_PATCHED.search(line) for line in program.source.lines):
        yield from missing
    seen: set[Site] = set()
    for event in program.events(NothingReturned):
        if event.forward.module == program.path and event.forward not in seen and _is_used(program, event):
            seen.add(event.forward)
            message = f"`forward` of `{event.class_name}` has no `return`: calling it gives `None`"
            yield Finding(event.forward, message, event, related=(Related(event.at, "here the result is used"),))


def _missing(program: Program) -> Iterator[Finding[NoForward | NothingReturned]]:
    reported: set[str] = set()
    for event in sorted(program.unique(NoForward), key=lambda event: not event.name):
        if event.site.module != program.path or event.class_name in reported or _for_heirs(event):
            continue
        spelt = _misspelt(event)
        if spelt is not None and (event.name or not _other_uses(program, spelt[0])):
            reported.add(event.class_name)
            what = f"`{event.class_name}` has no `forward`, only `{spelt[0]}`: calling it raises `NotImplementedError`"
            related = (Related(event.at, "here it is called"),) if event.name else ()
            severity = Severity.ERROR if event.sure else Severity.WARNING
            yield Finding(Site(program.path, spelt[1]), what, event, severity, related)
        elif event.name and spelt is None:
            what = f"`{event.class_name}` has no `forward`: calling `{event.name}` raises `NotImplementedError`"
            yield Finding(event.site, what, event, Severity.ERROR if event.sure else Severity.WARNING)


def _for_heirs(event: NoForward) -> bool:
    """Whether a method calls its own object that nobody is seen to build: classes elsewhere may derive from this one."""
    return event.name in ("self", "self.forward") and not event.trail and event.lightning is None


def _misspelt(event: NoForward) -> tuple[str, int] | None:
    return next((method for method in event.methods if _is_misspelt(method[0])), None)


def _is_misspelt(name: str) -> bool:
    """Whether a name is `forward` with one letter lost, added, exchanged or swapped, or in other case or dress."""
    if name == _NAME or name.startswith(_NAME) or name.lstrip("_") == _NAME:
        return name == f"__{_NAME}__"
    plain = name.lower().strip("_") if name.startswith("__") else name.lower()
    cuts = [(_NAME[:index], _NAME[index:]) for index in range(len(_NAME) + 1)]
    near = {_NAME, *(left + right[1:] for left, right in cuts)}
    near |= {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    one_off = len(plain) == len(_NAME) and sum(one != other for one, other in zip(plain, _NAME, strict=True)) == 1
    doubled = any(plain == left + left[-1:] + right for left, right in cuts if left)
    return plain in near or one_off or doubled


def _other_uses(program: Program, name: str) -> int:
    """How often a name stands in the file beside its definition."""
    return len(re.findall(rf"\b{name}\b", "".join(program.source.lines))) - 1


def _is_used(program: Program, event: NothingReturned) -> bool:
    """Whether the result is more than the value of a variable that nothing reads."""
    statement = program.source.statement(event.site)
    if statement is None:
        return False
    assigned = _ASSIGNED.fullmatch(statement.text) if statement.simple else None
    alone = assigned is not None and program.source.span(event.site).end == statement.span.end
    return not alone or assigned is None or any(program.source.readers(event.site, assigned[1]))


@misspelt_forward.fix
def rename(program: Program, found: NoForward | NothingReturned) -> Fix | None:
    """Give the method the name that is called."""
    spelt = _misspelt(found) if isinstance(found, NoForward) else None
    if spelt is None or _other_uses(program, spelt[0]):
        return None
    line = program.source.span(Site(program.path, spelt[1])).start.line
    column = program.source.lines[line].find(spelt[0])
    span = Span(Position(line, column), Position(line, column + len(spelt[0])))
    return Fix("Rename it to `forward`", (Edit(span, "forward"),), Safety.SAFE) if column >= 0 else None


@misspelt_forward.fix
def return_last(program: Program, found: NoForward | NothingReturned) -> Fix | None:
    """Return what is computed last."""
    if not isinstance(found, NothingReturned):
        return None
    last = program.source.body(found.forward)[-1]
    assigned = _ASSIGNED.fullmatch(last.text)
    if last.simple and last.alone and assigned is not None:
        return Fix(f"Return `{assigned[1]}`", (insert.after(program, last, f"return {assigned[1]}"),))
    if last.simple and last.alone and _CALL.fullmatch(last.text):
        return Fix("Return the last result", (Edit(Span(last.span.start, last.span.start), "return "),))
    return None
