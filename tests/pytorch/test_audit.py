"""The facts in server/pytorch against the installed PyTorch and Lightning."""

from __future__ import annotations

import warnings

import pytest

from scripts import audit as auditing
from server.pytorch import lookup
from server.pytorch.facts import Action, LayerClass, OptimizerClass


@pytest.fixture(scope="module")
def audit() -> auditing.Audit:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = auditing.names_and_signatures()
        auditing.completeness(found)
    return found


def test_every_name_and_parameter_exists(audit: auditing.Audit):
    assert not audit.wrong
    assert audit.right > 4000


def test_only_absent_packages_and_instance_attributes_are_not_audited(audit: auditing.Audit):
    absent = ("torchvision", "timm", "transformers", "accelerate", "safetensors", "einops", "tqdm", "rich", "wandb")
    absent += ("huggingface_hub", "segmentation_models_pytorch", "torch.utils.tensorboard", "torchmetrics")
    kinds = ("model.", "tokenizer.", "processor.", "hf_", "accelerator.", "writer.", "progress_bar.", "data_module.")
    others = [name for name in audit.skipped if not name.startswith((*absent, *kinds))]
    assert others == ["torch.nn.parallel.DistributedDataParallel.module", "logger.experiment"]
