"""Lightning's hooks and the order in which a Trainer runs them (lightning 2.6.6).

The orders were seen by running `Trainer.fit`, `validate` and `test` with every hook overridden, and are those
of lightning/pytorch/trainer/trainer.py (`_run`, `_run_stage`), loops/fit_loop.py, loops/training_epoch_loop.py,
loops/evaluation_loop.py and loops/prediction_loop.py. A callback's hook runs before the module's of the same
name, a data module's before both.
"""

from __future__ import annotations

from .facts import Fact, Hook, names

FIT_START = names("configure_callbacks prepare_data setup configure_model configure_optimizers on_fit_start")
"""Once, before any batch; then the sanity check (some `VALIDATION`), `train_dataloader` and `on_train_start`."""

TRAIN_START = names("train_dataloader on_train_start")

TRAIN_BATCH = names(
    "on_before_batch_transfer transfer_batch_to_device on_after_batch_transfer on_train_batch_start optimizer_step"
    " training_step on_before_zero_grad optimizer_zero_grad on_before_backward backward on_after_backward"
    " on_before_optimizer_step configure_gradient_clipping clip_gradients on_train_batch_end"
)
"""For each batch, with automatic optimization: `optimizer_step` calls the closure that runs from `training_step`
to `on_after_backward`, and ends after `clip_gradients` with the optimizer's own step. Schedulers step between
it and `on_train_batch_end`. With manual optimization the module's `training_step` does all this itself."""

TRAIN_EPOCH = names("on_train_epoch_start on_train_epoch_end")
"""Around the batches of an epoch; validation runs inside, before `on_train_epoch_end`."""

VALIDATION = names(
    "val_dataloader on_validation_model_zero_grad on_validation_model_eval on_validation_start"
    " on_validation_epoch_start on_validation_batch_start validation_step on_validation_batch_end"
    " on_validation_epoch_end on_validation_end on_validation_model_train"
)
"""`val_dataloader` is called the first time only; the three `batch` ones repeat. No gradients from
`on_validation_start` to `on_validation_end`: by `torch.no_grad` inside `fit`, by inference mode in `validate`."""

TEST = names(
    "configure_callbacks prepare_data setup configure_model test_dataloader on_test_model_eval on_test_start"
    " on_test_epoch_start on_test_batch_start test_step on_test_batch_end on_test_epoch_end on_test_end"
    " on_test_model_train teardown"
)

PREDICT = names(
    "configure_callbacks prepare_data setup configure_model predict_dataloader on_predict_model_eval on_predict_start"
    " on_predict_epoch_start on_predict_batch_start predict_step on_predict_batch_end on_predict_epoch_end"
    " on_predict_end on_predict_model_train teardown"
)

FIT_END = names("on_train_end on_fit_end teardown")

REMOVED: dict[str, str] = {
    "training_epoch_end": "raises",
    "validation_epoch_end": "raises",
    "test_epoch_end": "raises",
    "training_step_end": "ignored",
    "validation_step_end": "ignored",
    "test_step_end": "ignored",
    "on_epoch_start": "ignored",
    "on_epoch_end": "ignored",
    "on_batch_start": "ignored",
    "on_batch_end": "ignored",
    "on_pretrain_routine_start": "ignored",
    "on_pretrain_routine_end": "ignored",
    "on_before_accelerator_backend_setup": "ignored",
    "on_configure_sharded_model": "ignored",
    "on_train_dataloader": "ignored",
    "on_val_dataloader": "ignored",
    "on_test_dataloader": "ignored",
    "on_predict_dataloader": "ignored",
    "on_hpc_save": "ignored",
    "on_hpc_load": "ignored",
    "on_post_move_to_device": "ignored",
    "get_progress_bar_dict": "ignored",
    "tbptt_split_batch": "ignored",
    "on_init_start": "ignored",
    "on_init_end": "ignored",
    "on_keyboard_interrupt": "ignored",
}
"""Hooks of Lightning 1.x (`on_init_*`, `on_keyboard_interrupt` of callbacks): what 2.x does with them."""

SCHEDULER_KEYS = names("scheduler name interval frequency reduce_on_plateau monitor strict")
"""What a scheduler's dictionary from `configure_optimizers` may hold; `scheduler` is required."""

OPTIMIZER_KEYS = names("optimizer lr_scheduler monitor")
"""What a dictionary from `configure_optimizers` may hold; others are dropped with a warning."""

_NONE = Hook((), "fit")
_EVAL = Hook((), "epoch", grad=False, mode="eval")
_BATCH = names("batch batch_idx dataloader_idx")
_OUTPUTS = names("outputs batch batch_idx dataloader_idx")
_STEP = names("batch batch_idx dataloader_idx")
_LOADER = Hook((), "data", returns="loaders")

DATA: dict[str, Fact] = {
    "prepare_data": Hook((), "configure", before_optimizers=True),
    "setup": Hook(names("stage"), "configure", before_optimizers=True),
    "teardown": Hook(names("stage"), "end"),
    "train_dataloader": _LOADER,
    "val_dataloader": _LOADER,
    "test_dataloader": _LOADER,
    "predict_dataloader": _LOADER,
    "on_before_batch_transfer": Hook(names("batch dataloader_idx"), "transfer", returns="argument"),
    "transfer_batch_to_device": Hook(names("batch device dataloader_idx"), "transfer", returns="argument"),
    "on_after_batch_transfer": Hook(names("batch dataloader_idx"), "transfer", returns="argument"),
}

_RUN: dict[str, Fact] = {
    "on_fit_start": _NONE,
    "on_fit_end": Hook((), "end"),
    "on_train_start": _NONE,
    "on_train_end": Hook((), "end"),
    "on_train_epoch_start": Hook((), "epoch"),
    "on_train_epoch_end": Hook((), "epoch"),
    "on_train_batch_start": Hook(names("batch batch_idx"), "batch"),
    "on_train_batch_end": Hook(names("outputs batch batch_idx"), "batch"),
    "on_before_zero_grad": Hook(names("optimizer"), "optimize"),
    "on_before_backward": Hook(names("loss"), "optimize"),
    "on_after_backward": Hook((), "optimize"),
    "on_before_optimizer_step": Hook(names("optimizer"), "optimize"),
    **{
        f"on_{stage}_{moment}": _EVAL
        for stage in ("validation", "test", "predict")
        for moment in ("start", "end", "epoch_start", "epoch_end")
    },
    **{
        f"on_{stage}_batch_{moment}": Hook(signature, "batch", grad=False, mode="eval")
        for stage in ("validation", "test", "predict")
        for moment, signature in (("start", _BATCH), ("end", _OUTPUTS))
    },
    "on_save_checkpoint": Hook(names("checkpoint"), "checkpoint"),
    "on_load_checkpoint": Hook(names("checkpoint"), "checkpoint"),
}

MODULE: dict[str, Fact] = {
    **DATA,
    **_RUN,
    "training_step": Hook(_STEP, "batch", returns="loss_value", required=True),
    "validation_step": Hook(_STEP, "batch", returns="unknown", grad=False, mode="eval"),
    "test_step": Hook(_STEP, "batch", returns="unknown", grad=False, mode="eval"),
    "predict_step": Hook(_STEP, "batch", returns="unknown", grad=False, mode="eval"),
    "configure_callbacks": Hook((), "configure", returns="list", before_optimizers=True),
    "configure_model": Hook((), "configure", before_optimizers=True, since=(2, 0)),
    "configure_sharded_model": Hook((), "configure", before_optimizers=True),
    "configure_optimizers": Hook((), "configure", returns="optimizers", required=True),
    "optimizer_step": Hook(names("epoch batch_idx optimizer optimizer_closure"), "optimize"),
    "optimizer_zero_grad": Hook(names("epoch batch_idx optimizer"), "optimize"),
    "backward": Hook(names("loss *args **kwargs"), "optimize"),
    "lr_scheduler_step": Hook(names("scheduler metric"), "optimize"),
    "configure_gradient_clipping": Hook(names("optimizer gradient_clip_val gradient_clip_algorithm"), "optimize"),
    "on_validation_model_zero_grad": Hook((), "epoch"),
    **{
        f"on_{stage}_model_{mode}": Hook((), "epoch", grad=False, mode="eval" if mode == "train" else "")
        for stage, modes in (("validation", "eval train"), ("test", "eval train"), ("predict", "eval train"))
        for mode in modes.split()
        if (stage, mode) != ("predict", "train")
    },
}

_CALLED = names("trainer pl_module")

CALLBACK: dict[str, Fact] = {
    **{name: row._replace(signature=_CALLED + row.signature) for name, row in _RUN.items() if isinstance(row, Hook)},
    "setup": Hook(names("trainer pl_module stage"), "configure", before_optimizers=True),
    "teardown": Hook(names("trainer pl_module stage"), "end"),
    "on_sanity_check_start": Hook(_CALLED, "fit"),
    "on_sanity_check_end": Hook(_CALLED, "fit"),
    "on_exception": Hook(names("trainer pl_module exception"), "end"),
    "state_dict": Hook((), "checkpoint", returns="state"),
    "load_state_dict": Hook(names("state_dict"), "checkpoint"),
}
