"""Measure one language server on one text: opening it, typing in it, and whether the findings stay right."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from scripts.bench_client import Document, Moment, Publish, Server, ServerFailure, start
from scripts.bench_positions import Typing, in_comments_and_strings, in_names

ROOT = Path(__file__).resolve().parent.parent
_EVERY = 10
AGREE = 6.0
"""Seconds for a server to agree with a fresh one: longer than any finding waits while the user types."""

_WARM_UP: str = '''"""Counts things; nothing of it occurs in what is measured."""
import torch
from torch import nn


class Abacus(nn.Module):
    def __init__(self, beads):
        super().__init__()
        self.rods = nn.Linear(beads, 7)
        self.frame = nn.Dropout(0.123)

    def forward(self, pushed):
        return self.frame(self.rods(pushed).tanh())


def tally(purse, coins=3):
    mint = Abacus(coins).cpu()
    press = torch.optim.Adagrad(mint.parameters(), lr=0.0123)
    for heap, stamp in purse:
        press.zero_grad()
        weighed = mint(heap).sub(stamp).abs().mean()
        weighed.backward()
        press.step()
    with torch.no_grad():
        mint.eval()
        return [float(mint(heap).sum()) for heap, _ in purse]


print(tally([]))
'''
_PARSE = """
import statistics, sys, time
import libcst
text = sys.stdin.read()
def once():
    begin = time.process_time()
    libcst.parse_module(text)
    return time.process_time() - begin
print(statistics.median(once() for _ in range(7)))
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one publish cost: CPU of the server's process and time on the wall, both in seconds."""

    cpu: float
    wall: float


@dataclass(slots=True)
class Measured:
    """All costs of one server on one file."""

    server: str
    opens: list[Cost] = field(default_factory=list[Cost])
    edits: list[Cost] = field(default_factory=list[Cost])
    undos: list[Cost] = field(default_factory=list[Cost])
    prose: list[Cost] = field(default_factory=list[Cost])
    idle: list[float] = field(default_factory=list[float])
    compared: int = 0
    unequal: list[str] = field(default_factory=list[str])


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured."""

    opens: int
    positions: int
    prose: int


def parse_seconds(text: str) -> float:
    """The CPU time of one `libcst.parse_module`: the median of 7 in a fresh process."""
    command = [sys.executable, "-X", "utf8", "-c", _PARSE]
    return float(subprocess.run(command, input=text.encode(), capture_output=True, check=True).stdout)


def measure(name: str, command: Sequence[str], text: str, plan: Plan) -> Measured:
    """Measure one server on one text. Raises `ServerFailure`, with the last line of the server's log."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, tempfile.TemporaryFile() as log:
        workspace = Path(folder).resolve()
        (workspace / "train.py").write_text(text, encoding="utf-8")
        (workspace / "warm.py").write_text(_WARM_UP, encoding="utf-8")
        try:
            return _measure(
                Measured(name), workspace, text, plan, lambda: start(command, folder=workspace, cwd=ROOT, log=log)
            )
        except ServerFailure as failure:
            log.seek(0)
            words = log.read().decode(errors="replace").strip().splitlines()
            raise ServerFailure(f"{failure}; its last words: {words[-1] if words else 'none'}") from failure


def _measure(found: Measured, workspace: Path, text: str, plan: Plan, begin: Callable[[], Server]) -> Measured:
    for number in range(plan.opens):
        server = begin()
        try:
            document = _open(server, workspace, text, found)
            if number == plan.opens - 1:
                _type_names(server, document, text, plan, found, begin)
                _type_prose(server, document, text, plan, found)
        finally:
            server.stop()
    return found


def _open(server: Server, workspace: Path, text: str, found: Measured) -> Document:
    warm = Document((workspace / "warm.py").as_uri(), _WARM_UP.split("\n"))
    server.open(warm)
    server.first_publish(warm.uri, warm.version)
    server.rest(looks=10)
    document = Document((workspace / "train.py").as_uri(), text.split("\n"))
    begin = server.open(document)
    found.opens.append(_cost(begin, server.first_publish(document.uri, document.version)))
    server.rest(looks=10)
    return document


def _type_names(
    server: Server, document: Document, text: str, plan: Plan, found: Measured, begin: Callable[[], Server]
) -> None:
    for number, typing in enumerate(in_names(text, plan.positions)):
        typed = _typed(server, document, typing, found)
        found.edits.append(typed)
        if number % _EVERY == 0:
            found.compared += 1
            if problem := _difference(server, document, begin):
                found.unequal.append(f"line {typing.line + 1}, column {typing.column + 1}: {problem}")
        found.undos.append(_removed(server, document, typing))


def _type_prose(server: Server, document: Document, text: str, plan: Plan, found: Measured) -> None:
    for typing in in_comments_and_strings(text, plan.prose):
        found.prose.append(_typed(server, document, typing, found))
        _removed(server, document, typing)


def _typed(server: Server, document: Document, typing: Typing, found: Measured) -> Cost:
    begin = server.change(document.replace(typing.line, typing.column, 0, typing.character))
    published = server.first_publish(document.uri, document.version)
    server.rest()
    found.idle.append(server.now().cpu - published.moment.cpu)
    return _cost(begin, published)


def _removed(server: Server, document: Document, typing: Typing) -> Cost:
    begin = server.change(document.replace(typing.line, typing.column, 1, ""))
    published = server.first_publish(document.uri, document.version)
    server.rest()
    return _cost(begin, published)


def _difference(server: Server, document: Document, begin: Callable[[], Server]) -> str:
    """What a fresh server publishes otherwise for the same text; empty if both agree in the end."""
    fresh = begin()
    try:
        copy = Document(document.uri, list(document.lines))
        fresh.open(copy)
        fresh.first_publish(copy.uri, copy.version)
        end = time.perf_counter() + AGREE
        while True:
            here, there = server.last_publish(document.uri, document.version), fresh.last_publish(copy.uri, 1)
            assert here is not None
            assert there is not None
            if here.diagnostics == there.diagnostics:
                return ""
            if time.perf_counter() > end:
                break
            time.sleep(0.05)
    finally:
        fresh.stop()
    extra = sorted(set(here.diagnostics) - set(there.diagnostics))
    missing = sorted(set(there.diagnostics) - set(here.diagnostics))
    return f"only after the edit: {extra}; only in a fresh server: {missing}"


def _cost(begin: Moment, published: Publish) -> Cost:
    return Cost(published.moment.cpu - begin.cpu, published.moment.wall - begin.wall)
