"""The corpus command: what it prints for a folder of repositories, against a list of reviewed findings."""

import json
from pathlib import Path

import pytest

from scripts import corpus

TRAINING = """\
import torch

model = torch.nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for batch in range(3):
    model(torch.rand(2, 4)).sum().backward()
    optimizer.step()
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "repositories" / "owner__name" / "train.py"
    path.parent.mkdir(parents=True)
    path.write_text(TRAINING)
    reviewed = tmp_path / "reviewed.jsonl"
    reviewed.write_text("")
    monkeypatch.setattr(corpus, "REVIEWED", reviewed)
    return path.parent.parent


def test_new_findings_are_shown_with_the_share_of_steps_understood(folder: Path, capsys: pytest.CaptureFixture[str]):
    assert corpus.main([str(folder), "--jobs", "1"]) == 1
    printed = capsys.readouterr().out
    assert "new   owner__name/train.py:7: error missing-zero-grad" in printed
    assert "engine coverage: 1 of 1 training steps (100.0 %)" in printed


@pytest.mark.parametrize(("verdict", "fixed", "status"), [("true", False, 0), ("true", True, 1), ("false", True, 0)])
def test_only_a_true_finding_that_is_gone_fails(folder: Path, verdict: str, fixed: bool, status: int):
    path = folder / "owner__name" / "train.py"
    one = corpus.check_file(folder, path, 60.0)
    assert one is not None
    named = {name: getattr(one.findings[0], name) for name in ("repository", "path", "rule", "fingerprint")}
    corpus.REVIEWED.write_text(json.dumps({**named, "verdict": verdict, "why": "it does"}) + "\n")
    if fixed:
        path.write_text(TRAINING.replace("optimizer.step()", "optimizer.step()\n    optimizer.zero_grad()"))
    assert corpus.main([str(folder), "--jobs", "1"]) == status
