"""Means over batches that are summed, and divided by a number that does not make their sum a mean."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .evaluations import around
from .events import LossCalled
from .program import Program
from .record import record
from .source import StatementText
from .values import Constant

_MEAN = (None, Constant("str", "mean"))
_HEADER = re.compile(r"for .+ in (?:(?:\w+\.)*(?:enumerate|tqdm)\()*(?P<loader>[A-Za-z_][\w.]*)\b(?!\()")


@record
class SummedMeans:
    """The means that `loss` gives are added up by `summed` in a loop over a loader, and the sum is `divided`.

    It is divided by `count`: the number `of_examples`, or else that of batches.
    """

    loss: LossCalled
    summed: StatementText
    divided: StatementText
    count: str
    of_examples: bool


def summed_means_of_batches(program: Program) -> Iterator[SummedMeans]:
    """Each average of a loss over a loader."""
    for call in program.unique(LossCalled):
        if call.site.module != program.path or not _is_mean(call):
            continue
        loop = next((each for each in around(program, call.site) if each.text.startswith("for ")), None)
        header = None if loop is None else _HEADER.match(loop.text)
        summed = None if loop is None or header is None else _sum(program, call, loop)
        if loop is None or header is None or summed is None:
            continue
        total = summed.text.partition(" ")[0]
        divides = re.compile(rf"\b{total}(?:\.item\(\))?\s*/=?\s*len\((?P<count>[\w.]+)\)")
        behind = [each for each in program.source.readers(call.site, total) if each.span.start > loop.span.end]
        for each in behind:
            found = divides.search(each.text) if each.simple else None
            kind = None if found is None else _counts(program, call, header["loader"], found["count"])
            if found is not None and kind is not None:
                yield SummedMeans(call, summed, each, found["count"], kind)
                break


def _is_mean(call: LossCalled) -> bool:
    return all(call.option(name) in _MEAN for name in ("reduction", "reduce", "size_average"))


def _sum(program: Program, call: LossCalled, loop: StatementText) -> StatementText | None:
    """The statement of the loop that adds the loss as it is to a variable."""
    own = program.source.statement(call.site)
    assigned = None if own is None else re.match(r"(\w+) = ", own.text)
    if own is None or assigned is None or program.source.span(call.site).end != own.span.end:
        return None
    adds = re.compile(rf"\w+ \+= (?:float\()?{assigned[1]}(?:\.(?:item|detach|cpu)\(\)|\.data)*\)?")
    added = (each for each in program.source.readers(call.site, assigned[1]) if adds.fullmatch(each.text))
    found = next((each for each in added if loop.span.contains(each.span) and each.span.start > own.span.end), None)
    bound = program.source.writers(call.site, assigned[1])
    if found is None or any(own.span.end < each.span.start < found.span.start for each in bound):
        return None
    return found


def _counts(program: Program, call: LossCalled, loader: str, count: str) -> bool | None:
    """Whether a length is that of the loader's examples (True) or batches (False); None for anything else."""
    if count == loader:
        return False
    made = [each.text for each in program.source.writers(call.site, loader)] if loader.isidentifier() else []
    built = any(re.search(rf"\bDataLoader\({re.escape(count)}\b", text) for text in made)
    single = any("DataLoader(" in text and "batch_size" not in text for text in made)
    return True if (count == f"{loader}.dataset" or built) and not single else None
