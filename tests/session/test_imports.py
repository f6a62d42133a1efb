"""What an analysis knows of other files of the workspace, and when it reads them."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.session.analysis import Analysis, AnalysisCancelled
from server.session.imports import AT_ONCE
from server.text.lines import split_lines

MAIN = """
import torch
from models import Net

model = Net()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
"""
MODELS = """
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = [nn.Linear(1, 1)]

    def forward(self, inputs):
        return self.layers[0](inputs)
"""
LINES = split_lines(MAIN)


@pytest.fixture
def analysis(tmp_path: Path) -> Analysis:
    return Analysis(str(tmp_path / "train.py"))


def _found(analysis: Analysis, *, patient: bool = True) -> list[str]:
    return [diagnostic.rule for diagnostic in analysis.run(LINES, patient=patient).diagnostics]


def test_a_short_file_is_read_at_once(analysis: Analysis, tmp_path: Path) -> None:
    (tmp_path / "models.py").write_text(MODELS)
    assert _found(analysis, patient=False) == ["no-registered-parameters"]
    assert not analysis.run(LINES, patient=False).unread


def test_a_long_file_is_read_by_a_patient_run_only_and_known_from_then_on(analysis: Analysis, tmp_path: Path) -> None:
    (tmp_path / "models.py").write_text(MODELS + "# nothing\n" * (AT_ONCE // 10))
    hurried = analysis.run(LINES, patient=False)
    assert hurried.unread
    assert not hurried.diagnostics
    assert _found(analysis) == ["no-registered-parameters"]
    assert _found(analysis, patient=False) == ["no-registered-parameters"]
    assert not analysis.run(LINES, patient=False).unread


def test_an_edit_of_a_long_file_is_seen_by_a_hurried_run(analysis: Analysis, tmp_path: Path) -> None:
    long = MODELS + "# nothing\n" * (AT_ONCE // 10)
    (tmp_path / "models.py").write_text(long)
    _found(analysis)
    (tmp_path / "models.py").write_text(long.replace("[nn.Linear(1, 1)]", "nn.ModuleList([nn.Linear(1, 1)])"))
    assert _found(analysis, patient=False) == []


def test_what_is_read_for_another_file_can_be_given_up(analysis: Analysis, tmp_path: Path) -> None:
    (tmp_path / "models.py").write_text(MODELS + "x = 1\n" * 2000)
    asked = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked > 100

    with pytest.raises(AnalysisCancelled):
        analysis.run(LINES, cancelled)
    assert asked < 200
    assert _found(analysis) == ["no-registered-parameters"]


def test_a_file_that_is_missing_is_reported_as_absent(analysis: Analysis, tmp_path: Path) -> None:
    report = analysis.run(LINES)
    assert str(tmp_path / "models.py") in report.absent
    assert not report.unread


def test_a_library_that_the_tables_know_is_not_read_where_it_is_the_workspace(
    analysis: Analysis, tmp_path: Path
) -> None:
    (tmp_path / "accelerate").mkdir()
    (tmp_path / "accelerate" / "__init__.py").write_text("from .accelerator import Accelerator\n")
    report = analysis.run(split_lines("import torch\nfrom accelerate import Accelerator\n\nAccelerator().prepare(1)\n"))
    assert not [path for path in report.files if "accelerate" in path]
