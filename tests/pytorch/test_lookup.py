"""Finding facts by name."""

from __future__ import annotations

import pytest

from server.pytorch import lookup
from server.pytorch.facts import Action, Hook, LayerClass, ModelFactory, OptimizerClass, Property, TensorFunction


@pytest.mark.parametrize(
    ("name", "public"),
    [
        ("torch.optim.adam.Adam", "torch.optim.Adam"),
        ("torch.nn.modules.linear.Linear", "torch.nn.Linear"),
        ("torch.nn.modules.Linear", "torch.nn.Linear"),
        ("torch.nn.modules.linear.Linear.forward", "torch.nn.Linear.forward"),
        ("torch.autograd.grad_mode.no_grad", "torch.no_grad"),
        ("torch.amp.autocast_mode.autocast", "torch.autocast"),
        ("torch.cuda.amp.grad_scaler.GradScaler", "torch.cuda.amp.GradScaler"),
        ("torch.utils.data.distributed.DistributedSampler", "torch.utils.data.DistributedSampler"),
        ("torch.optim.lr_scheduler._LRScheduler", "torch.optim.lr_scheduler.LRScheduler"),
        ("torch.functional.einsum", "torch.einsum"),
        ("pytorch_lightning.Trainer", "lightning.pytorch.Trainer"),
        ("lightning.Trainer", "lightning.pytorch.Trainer"),
        ("lightning.pytorch.trainer.trainer.Trainer", "lightning.pytorch.Trainer"),
        ("pytorch_lightning.core.lightning.LightningModule", "lightning.pytorch.LightningModule"),
        ("pytorch_lightning.callbacks.early_stopping.EarlyStopping", "lightning.pytorch.callbacks.EarlyStopping"),
        ("pytorch_lightning.Callback", "lightning.pytorch.callbacks.Callback"),
        ("lightning_fabric.Fabric", "lightning.fabric.Fabric"),
        ("tqdm.auto.tqdm", "tqdm.tqdm"),
        ("print", "builtins.print"),
        ("my.optim.Adam", "my.optim.Adam"),
    ],
)
def test_every_name_of_a_thing_leads_to_one(name: str, public: str):
    assert lookup.canonical(name) == public


def test_a_function_has_its_row():
    row = lookup.fact("torch.nn.functional.dropout")
    assert isinstance(row, TensorFunction)
    assert (row.training, row.training_default, row.activation) == ("training", True, "keeps")


def test_a_method_is_found_by_class_by_kind_and_by_qualified_name():
    assert lookup.method("torch.optim.Adam", "zero_grad") is lookup.method("optimizer", "zero_grad")
    assert lookup.fact("torch.optim.adam.Adam.zero_grad") is lookup.method("optimizer", "zero_grad")


def test_a_class_has_methods_of_its_own_before_those_of_its_kind():
    plateau = lookup.method("torch.optim.lr_scheduler.ReduceLROnPlateau", "step")
    assert isinstance(plateau, Action)
    assert plateau.signature[0] == "metrics"
    assert isinstance(lookup.method("scheduler", "step"), Action)
    assert plateau is not lookup.method("scheduler", "step")


def test_a_special_kind_has_the_methods_of_the_general_one():
    assert lookup.method("lightning_module", "parameters") is lookup.method("module", "parameters")
    assert lookup.method("parameter", "detach") is lookup.method("tensor", "detach")
    assert isinstance(lookup.method("lightning_module", "training_step"), Hook)
    assert lookup.method("module", "training_step") is None


def test_a_module_of_the_user_named_like_a_kind_is_not_one():
    assert lookup.fact("model.train") is None
    assert lookup.fact("optimizer.step") is None


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("torch.nn.Linear", "module"),
        ("torch.nn.CrossEntropyLoss", "loss"),
        ("torch.optim.Optimizer", "optimizer"),
        ("torch.optim.lr_scheduler.LRScheduler", "scheduler"),
        ("torch.utils.data.IterableDataset", "iterable_dataset"),
        ("torch.Tensor", "tensor"),
        ("torch.nn.Parameter", "parameter"),
        ("pytorch_lightning.LightningModule", "lightning_module"),
        ("transformers.BertForSequenceClassification", "model"),
        ("transformers.AutoTokenizer", "tokenizer"),
        ("torch.relu", None),
        ("my.Linear", None),
    ],
)
def test_classes_have_kinds(name: str, kind: str | None):
    assert lookup.kind_of_class(name) == kind


def test_kinds_form_a_chain():
    assert lookup.is_kind("lightning_module", "module")
    assert lookup.is_kind("module", "module")
    assert not lookup.is_kind("module", "lightning_module")


def test_a_whole_package_can_be_harmless():
    row = lookup.fact("logging.handlers.RotatingFileHandler")
    assert isinstance(row, Action)
    assert row.effect == "nothing"
    assert lookup.fact("somebody.else.code") is None


def test_pretrained_models_come_in_eval_mode():
    row = lookup.fact("transformers.AutoModelForCausalLM.from_pretrained")
    assert isinstance(row, ModelFactory)
    assert row.eval_mode
    assert not isinstance(lookup.fact("transformers.AutoTokenizer.from_pretrained"), ModelFactory)


def test_a_row_holds_for_versions_from_since_on():
    assert lookup.fact("torch.optim.Muon", (2, 8)) is None
    assert isinstance(lookup.fact("torch.optim.Muon", (2, 9)), OptimizerClass)
    assert isinstance(lookup.fact("torch.optim.Muon"), OptimizerClass)


def test_what_a_package_had_in_older_versions_is_still_known():
    assert isinstance(lookup.fact("transformers.AdamW"), OptimizerClass)


def test_positional_arguments_stop_at_keyword_only_ones():
    linear = lookup.fact("torch.nn.Linear")
    assert isinstance(linear, LayerClass)
    assert lookup.parameter(linear.signature, 1) == "out_features"
    assert lookup.parameter(linear.signature, 9) is None
    assert lookup.parameter(("input", "*", "dtype"), 1) is None
    assert lookup.parameter(("*size", "dtype"), 3) == "size"
    assert lookup.parameter(("*args", "**kwargs"), 0) == "args"


def test_assigning_to_data_is_an_effect():
    row = lookup.method("parameter", "data")
    assert isinstance(row, Property)
    assert (row.graph, row.effect) == ("cuts", "assigns_data")
