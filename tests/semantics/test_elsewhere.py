"""What jedi's process knows of installed packages, and what becomes of it in findings."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.semantics.asking import Elsewhere
from server.semantics.known import Known
from server.session.analysis import Analysis
from server.session.answers import run_with_answers
from server.session.outline import as_text, outline
from server.session.report import Report
from server.text.lines import split_lines

MODULE = "torch.nn.Module"

ZOO = {
    "zoo/__init__.py": """
import torch
from .nets import Net, Deep

class Opt(torch.optim.Adam):
    def __init__(self, parameters, size=1):
        super().__init__(parameters, size)

class Wrapper(torch.optim.Optimizer):
    def __init__(self, optimizer): ...

class Numbers(torch.utils.data.Dataset[int]): ...

def make(): return Deep()
def either(x): return Net() if x else Deep()
def maybe(x): return Net() if x else None
def typed(name: str) -> "torch.optim.Optimizer": return _REGISTRY[name]()
def optimizer_of(model): return Opt(model.parameters())
def number(): return 3
def endless(): return endless()
""",
    "zoo/nets.py": """
import torch.nn as nn

class Net(nn.Module):
    def forward(self, x): return x

class Deep(nn.Sequential): ...
""",
    "stubbed/__init__.py": "from importlib import import_module as _i\nglobals().update(vars(_i('torch.nn')))\n",
    "stubbed/__init__.pyi": "import torch\nclass Net(torch.nn.Module): ...\ndef create() -> Net: ...\n",
    "ran.py": "import torch, pathlib\npathlib.Path(__file__).with_name('it-ran').touch()\nclass Net(torch.nn.Module): ...\n",
    "other.py": "class Net: ...\n",
}

LOOP = """
    for x, y in loader:
        loss = torch.nn.functional.mse_loss(model(x), y)
        loss.backward()
        optimizer.step()
"""
IN_ADAM = "    optimizer = torch.optim.Adam(model.parameters())"


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """An environment in a project's folder, with packages of the test's own."""
    project = tmp_path_factory.mktemp("project")
    packages = project / ".venv" / "lib" / "python3.11" / "site-packages"
    for name, text in ZOO.items():
        (packages / name).parent.mkdir(parents=True, exist_ok=True)
        (packages / name).write_text(text)
    return project


@pytest.fixture(scope="module")
def elsewhere(site: Path) -> Iterator[Elsewhere]:
    source = Elsewhere([str(site)], seconds_per_name=60.0)
    yield source
    source.stop()


def said(source: Elsewhere, name: str) -> Known | None:
    assert source.known(name) is None or not source.is_open(name)
    source.wait()
    return source.known(name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("zoo.Net", Known(MODULE, is_class=True)),
        ("zoo.nets.Deep", Known("torch.nn.Sequential", is_class=True)),
        ("zoo.Opt", Known("torch.optim.Adam", is_class=True)),
        ("zoo.Numbers", Known("torch.utils.data.Dataset", is_class=True)),
        ("stubbed.Net", Known(MODULE, is_class=True)),
        ("zoo.make", Known("torch.nn.Sequential", is_class=False)),
        ("zoo.either", Known(MODULE, is_class=False)),
        ("zoo.maybe", Known(MODULE, is_class=False)),
        ("zoo.typed", Known("torch.optim.Optimizer", is_class=False)),
        ("zoo.optimizer_of", Known("torch.optim.Adam", is_class=False)),
        ("stubbed.create", Known(MODULE, is_class=False)),
        ("ran.Net", Known(MODULE, is_class=True)),
        ("zoo.number", None),
        ("zoo.endless", None),
        ("zoo.missing.At.all", None),
        ("nowhere.Net", None),
        ("other.Net", None),
    ],
)
def test_what_a_call_gives(elsewhere: Elsewhere, name: str, expected: Known | None) -> None:
    assert said(elsewhere, name) == expected


def test_what_is_read_is_not_imported(elsewhere: Elsewhere, site: Path) -> None:
    assert said(elsewhere, "ran.Net") is not None
    assert list(site.rglob("ran.py"))
    assert not list(site.rglob("it-ran"))


def findings(report: Report) -> list[tuple[str, int, str]]:
    return [(each.rule, each.span.start.line, each.severity.word) for each in report.diagnostics]


@pytest.mark.parametrize(
    ("head", "severity"),
    [
        pytest.param(f"def train(loader):\n    model = zoo.Net()\n{IN_ADAM}", "error", id="class"),
        pytest.param(f"def train(loader):\n    model = stubbed.Net()\n{IN_ADAM}", "error", id="stub"),
        pytest.param(f"def train(loader):\n    model = zoo.make()\n{IN_ADAM}", "error", id="factory"),
        pytest.param(
            "def train(loader, model: torch.nn.Module, optimizer: zoo.Opt):\n    pass",
            "error",
            id="annotated parameter",
        ),
        pytest.param(
            "def train(loader, model: torch.nn.Module):\n    optimizer = zoo.Opt(model.parameters())",
            "warning",
            id="optimizer",
        ),
        pytest.param(
            "def train(loader, model: torch.nn.Module):\n    optimizer = zoo.optimizer_of(model)",
            "warning",
            id="optimizer's factory",
        ),
    ],
)
def test_an_answer_turns_unknown_into_known(elsewhere: Elsewhere, tmp_path: Path, head: str, severity: str) -> None:
    lines = split_lines("import stubbed, torch, zoo\n" + head + LOOP)
    path = str(tmp_path / "train.py")
    without = findings(Analysis(path).run(lines))
    step = ("missing-zero-grad", len(lines) - 1, severity)
    assert step not in without
    analysis = Analysis(path, elsewhere=elsewhere.known)
    report = run_with_answers(analysis, lines, elsewhere, lambda: False)
    assert findings(report) == [step]
    # The same analysis, which had run before the answers, knows what a fresh one knows.
    assert findings(Analysis(path, elsewhere=elsewhere.known).run(lines)) == [step]


def test_a_base_class_makes_a_model(elsewhere: Elsewhere, tmp_path: Path) -> None:
    lines = split_lines("import zoo\nclass Own(zoo.Net):\n    pass\nmodel = Own()\nmodel.eval()\nmodel(1)\n")
    path = str(tmp_path / "run.py")
    runs = "`model` (Own) runs in eval mode"
    before = Analysis(path)
    before.run(lines)
    assert before.program is not None
    assert runs not in as_text(outline(before.program))
    after = Analysis(path, elsewhere=elsewhere.known)
    run_with_answers(after, lines, elsewhere, lambda: False)
    assert after.program is not None
    assert runs in as_text(outline(after.program))


def test_a_wrapper_of_an_optimizer_is_none_over_new_parameters(elsewhere: Elsewhere, tmp_path: Path) -> None:
    head = f"import torch, zoo\ndef train(loader, model: torch.nn.Module):\n{IN_ADAM}\n    optimizer = zoo.Wrapper(optimizer)"
    analysis = Analysis(str(tmp_path / "train.py"), elsewhere=elsewhere.known)
    assert findings(run_with_answers(analysis, split_lines(head + LOOP), elsewhere, lambda: False)) == []


def test_nothing_is_asked_where_the_tables_know_everything(tmp_path: Path) -> None:
    source = Elsewhere([str(tmp_path)])
    text = (
        f"import numpy, os.path\nimport torch\ndef train(loader):\n    model = torch.nn.Linear(2, 1)\n{IN_ADAM}{LOOP}"
    )
    report = run_with_answers(
        Analysis(str(tmp_path / "a.py"), elsewhere=source.known), split_lines(text), source, lambda: False
    )
    assert findings(report) != []
    assert report.asked == frozenset()
    assert source.started == 0


def test_questions_wait_until_no_more_come() -> None:
    source = Elsewhere(command=[sys.executable, "-c", STRANGE], quiet_seconds=1000.0)
    try:
        assert source.known("zoo.Net") is None
        time.sleep(0.1)
        assert source.started == 0
        source._quiet = 0.0
        assert said(source, "zoo.Other") == Known(MODULE, is_class=True)
        assert source.known("zoo.Net") == Known(MODULE, is_class=True)
    finally:
        source.stop()


# A process that knows everything but hangs, dies or talks nonsense where the name says so.
STRANGE = """
import json, os, sys, time
sys.stdin.readline()
for line in sys.stdin:
    name = json.loads(line)
    if "Hang" in name:
        time.sleep(1000)
    if "Die" in name:
        os._exit(3)
    print("nonsense" if "Odd" in name else json.dumps(["torch.nn.Module", True]), flush=True)
"""


@pytest.mark.parametrize(("trouble", "seconds"), [("zoo.Hang", 1.0), ("zoo.Die", 60.0), ("zoo.Odd", 60.0)])
def test_a_process_that_fails_costs_its_question_only(trouble: str, seconds: float) -> None:
    answers: list[str] = []
    source = Elsewhere(answered=answers.append, seconds_per_name=seconds, command=[sys.executable, "-c", STRANGE])
    try:
        assert source.known(trouble) is None
        source.wait()
        assert source.known(trouble) is None
        assert source.started == 1
        source._seconds = 60.0
        assert said(source, "zoo.Net") == Known(MODULE, is_class=True)
        assert source.started == 2
        assert said(source, "zoo.Other") == Known(MODULE, is_class=True)
        assert source.started == 2
        assert answers[:1] == ["zoo.Net"]
    finally:
        source.stop()


def test_a_process_that_always_dies_is_not_started_for_ever() -> None:
    source = Elsewhere(command=[sys.executable, "-c", "raise SystemExit(1)"])
    try:
        for number in range(9):
            source.known(f"zoo.Net{number}")
        source.wait()
        assert source.started == 5
    finally:
        source.stop()
