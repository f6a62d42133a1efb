"""The facts in server/pytorch against the installed PyTorch and Lightning."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ABSENT = (
    *("torchvision", "timm", "transformers", "accelerate", "safetensors", "einops", "rich", "wandb"),
    *("huggingface_hub", "segmentation_models_pytorch", "torch.utils.tensorboard", "torch_geometric"),
    *("model.", "tokenizer.", "processor.", "hf_", "accelerator.", "writer.", "progress_bar."),
)


@pytest.fixture(scope="module")
def audit() -> subprocess.CompletedProcess[str]:
    # In a process of its own: it changes defaults, modes and the number of threads.
    command = [sys.executable, "-W", "ignore", "scripts/audit.py", "--list"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600)


def test_every_fact_is_true_of_the_installed_packages(audit: subprocess.CompletedProcess[str]):
    assert [line for line in audit.stdout.splitlines() if line.startswith("wrong: ")] == []
    assert audit.returncode == 0, audit.stderr
    assert int(audit.stdout.splitlines()[-1].split()[0]) > 10_000


def test_only_absent_packages_and_what_needs_more_than_a_cpu_is_not_audited(audit: subprocess.CompletedProcess[str]):
    skipped = [line.removeprefix("not audited: ") for line in audit.stdout.splitlines() if "not audited: " in line]
    names = {name for name in skipped if not name.startswith(ABSENT) and not name.endswith("(not run)")}
    assert names == {"torch.nn.parallel.DistributedDataParallel.module", "data_module.trainer", "logger.experiment"}
    assert len([name for name in skipped if name.endswith("(not run)")]) < 30
