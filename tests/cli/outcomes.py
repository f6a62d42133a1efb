"""An outcome that is written down here, for the tests of the output formats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from server.cli.outcome import CheckedFile, FoundHere, Outcome, Trouble
from server.rules.rule import Safety
from server.session.known_rules import known
from server.session.report import Diagnostic, RelatedPlace, VerifiedFix
from server.text.edit import Edit
from server.text.lines import split_lines
from server.text.span import span

from .fake_rules import RULES

FOLDER = str(Path("/work place/project").absolute())
PATH = str(Path(FOLDER, "deep", "träin.py"))
OTHER = str(Path(FOLDER, "model.py"))
TEXT = """\
import torch

optimizer = SGD(model.parameters())


for epoch in range(3):
    for x, y in loader:
        "日本", loss(x, y).backward()
\toptimizer.step()
        print("a")
"""
KNOWN = known(RULES)


def found(
    rule: str,
    where: tuple[int, int, int, int],
    message: str = "it is wrong",
    related: tuple[RelatedPlace, ...] = (),
    fixes: tuple[VerifiedFix, ...] = (),
) -> FoundHere:
    facts = KNOWN.by_name[rule]
    return FoundHere(Diagnostic(rule, facts.category, facts.severity, message, span(*where), related), fixes)


ZERO_GRAD = found(
    "missing-zero-grad",
    (8, 1, 8, 17),
    "`optimizer` steps but its gradients are never cleared",
    related=(
        RelatedPlace("", span(2, 0, 2, 9), "made here"),
        RelatedPlace(OTHER, span(1, 4, 1, 7), "of this model"),
    ),
    fixes=(
        VerifiedFix(
            "Clear the gradients after the step",
            Safety.SAFE,
            (Edit(span(9, 0, 9, 0), "        optimizer.zero_grad()\n"),),
        ),
        VerifiedFix(
            "Clear them elsewhere", Safety.UNSAFE, (Edit(span(0, 0, 1, 0), "", OTHER), Edit(span(8, 0, 8, 0), "x"))
        ),
    ),
)
LOSS = found("odd-loss", (7, 14, 7, 24), "`loss` is 100% odd, [a](1):\nreally")


def outcome(*entries: FoundHere, troubles: Sequence[Trouble] = (), code: int = 1, text: str = TEXT) -> Outcome:
    files = (CheckedFile(PATH, tuple(split_lines(text)), entries),) if entries else ()
    return Outcome(FOLDER, files, tuple(troubles), 3, code)


def joined(pieces: Iterator[str]) -> str:
    return "".join(pieces)
