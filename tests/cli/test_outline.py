"""The command that shows what a program does."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import pytest

from server.cli.exits import CLEAN
from server.cli.outline import show_outline
from server.session import analysis


def test_an_outline_is_shown_without_asking_any_rule(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def asked() -> object:
        raise AssertionError

    monkeypatch.setattr(analysis, "all_rules", asked)
    file = tmp_path / "train.py"
    file.write_text("import torch\nmodel = torch.nn.Linear(1, 1)\nmodel.eval()\n")
    assert show_outline(Namespace(file=str(file))) == CLEAN
    assert capsys.readouterr().out == "3  `model` is put into eval mode\n"
