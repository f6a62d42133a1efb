"""Whatever a file holds, the analysis answers: findings or a note, never an exception and never a crash."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from server.session.analysis import Analysis
from server.session.report import Report
from server.session.schedule import STACK_BYTES
from server.text.decode import decode
from server.text.lines import split_lines

LOOP = (
    "import torch\nmodel = torch.nn.Linear(4, 1)\noptimizer = torch.optim.SGD(model.parameters(), lr=0.1)\n"
    "for x in data:\n    model(x).sum().backward()\n    optimizer.step()\n"
)

HOSTILE: dict[str, bytes] = {
    "empty": b"",
    "not Python": b"\x7fELF\x02\x01\x01\x00 this is no program }{",
    "only comments": b"# a\n# b\n",
    "NUL characters": b"x = 1\x00\ny = 2\n",
    "a lone carriage return": LOOP.replace("\n", "\r").encode(),
    "CRLF": LOOP.replace("\n", "\r\n").encode(),
    "tabs": LOOP.replace("    ", "\t").encode(),
    "form feeds": LOOP.replace("for x", "\x0cfor x").encode(),
    "a byte order mark": b"\xef\xbb\xbf" + LOOP.encode(),
    "Latin-1 with a coding line": "# -*- coding: latin-1 -*-\nname = 'M\xfcller'\n".encode("latin-1") + LOOP.encode(),
    "Latin-1 without a coding line": "name = 'M\xfcller'\n".encode("latin-1") + LOOP.encode(),
    "20,000 lines": b"x = f(1)\n" * 20_000,
    "a deep attribute chain": b"x = a" + b".b" * 10_000 + b"\n",
    "a long chain of calls": b"x = a" + b".b()" * 10_000 + b"\n",
    "a long sum": b"x = 1" + b" + 1" * 10_000 + b"\n",
    "many nots": b"x = " + b"not " * 10_000 + b"y\n",
    "nested functions": b"".join(b" " * depth + b"def f():\n" for depth in range(90)) + b" " * 90 + b"pass\n",
    "nested loops": b"".join(b" " * depth + b"for i in x:\n" for depth in range(90)) + b" " * 90 + b"pass\n",
    "functions that call each other": b"def f(x): return g(x)\ndef g(x): return f(x)\nf(1)\n",
    "a class that is its own base": b"class A(A): pass\nclass B(C): pass\nclass C(B): pass\nB().x\n",
    "an iterator of itself": b"x = [1]\nfor i in range(9):\n    x = enumerate(x)\n    x = zip(x, x)\nfor y in x:\n    pass\n",
} | {f"brackets {depth} deep": b"x = " + b"(" * depth + b")" * depth + b"\n" for depth in (72, 150, 1_300, 100_000)}


@pytest.mark.parametrize("name", HOSTILE)
def test_an_answer_for_any_file(name: str):
    report = _deep(lambda: Analysis("hostile.py").run(split_lines(decode(HOSTILE[name]).text)))
    assert not [problem for problem in report.problems if "failed" in problem.message or "crashed" in problem.message]


@pytest.mark.parametrize("name", ["a lone carriage return", "CRLF", "tabs", "form feeds", "a byte order mark"])
def test_odd_files_are_read_all_the_same(name: str):
    report = _deep(lambda: Analysis("odd.py").run(split_lines(decode(HOSTILE[name]).text)))
    (finding,) = report.diagnostics
    assert finding.rule == "missing-zero-grad"
    assert finding.span.start.line == 5


@pytest.mark.parametrize("depth", [72, 150, 1_300, 100_000])
def test_deep_brackets_are_noted_and_cost_their_line_only(depth: int):
    text = f"y = {'(' * depth}{')' * depth}\n{LOOP}"
    report = _deep(lambda: Analysis("deep.py").run(split_lines(text)))
    assert [problem.line for problem in report.problems] == [0]
    assert [finding.span.start.line for finding in report.diagnostics] == [6]


def _deep(run: Callable[[], Report]) -> Report:
    """Run with the stack that the server and the terminal give an analysis."""
    results: list[Report] = []
    before = threading.stack_size(STACK_BYTES)
    try:
        thread = threading.Thread(target=lambda: results.append(run()))
        thread.start()
    finally:
        threading.stack_size(before)
    thread.join()
    (report,) = results
    return report
