"""Means over batches that are summed, and divided by a number that does not make their sum a mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from .events import LossCalled
from .program import Program
from .record import record
from .source import StatementText
from .surroundings import around

_HEADER = re.compile(r"for .+ in (?:(?:\w+\.)*(?:enumerate|tqdm)\()*(?P<loader>[A-Za-z_][\w.]*)\b(?!\()")

_FAR = 60
"""How many lines behind a loss its average is looked for."""


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
        own = program.source.statement(call.site) if call.site.module == program.path and call.is_mean else None
        count = "" if own is None else _averaged_by(program, own)
        if own is None or not count or not (count.endswith("set") or call.gradients is False):
            continue
        if program.source.span(call.site).end != own.span.end:
            continue
        loop = next((each for each in around(program, call.site) if each.text.startswith("for ")), None)
        header = None if loop is None else _HEADER.match(loop.text)
        summed = None if header is None else _sum(program, own)
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


def _averaged_by(program: Program, own: StatementText) -> str:
    """What is counted soon after a statement to average it, as it looks: asking for statements is slow."""
    assigned = re.match(r"(\w+) = ", own.text)
    if assigned is None:
        return ""
    total = ""
    adds = re.compile(rf"\s*(\w+) \+= (?:float\()?{assigned[1]}\b")
    for line in program.source.lines[own.span.end.line + 1 : own.span.end.line + 1 + _FAR]:
        if not total and (found := adds.match(line)) is not None:
            total = found[1]
        if total and "len(" in line and (found := re.search(rf"\b{total}\b.*?/=?\s*len\(([\w.]+)\)", line)) is not None:
            return found[1]
    return ""


def _sum(program: Program, own: StatementText) -> StatementText | None:
    """The statement of the same iteration that adds what `own` computes, as it is, to a variable."""
    name = own.text.partition(" ")[0]
    adds = re.compile(rf"\w+ \+= (?:float\()?{name}(?:\.(?:item|detach|cpu)\(\)|\.data)*\)?")
    inner = takewhile(lambda each: each.text.startswith("with "), around(program, own.site))
    for start in (own, *inner):
        block = program.source.block(start.site)
        for each in block[block.index(start) + 1 :]:
            if adds.fullmatch(each.text) is not None:
                return each
            if re.match(rf"{name}\b[^.]*=", each.text) is not None:
                return None
    return None


def _counts(program: Program, call: LossCalled, loader: str, count: str) -> bool | None:
    """Whether a length is that of the loader's examples (True) or batches (False); None for anything else."""
    if count == loader:
        return False
    made = [each.text for each in program.source.writers(call.site, loader)] if loader.isidentifier() else []
    built = any(re.search(rf"\bDataLoader\({re.escape(count)}\b", text) for text in made)
    single = any("DataLoader(" in text and "batch_size" not in text for text in made)
    return True if (count == f"{loader}.dataset" or built) and not single else None
