"""Packages around PyTorch: model zoos, Hugging Face, Accelerate, loggers, NumPy, progress bars.

Accelerate from the source of 1.15, the others from their documentation. Only NumPy, tqdm and TorchMetrics are there
where `scripts/audit.py` runs; the rest is not audited.
"""

from __future__ import annotations

from .facts import (
    Action,
    Context,
    Fact,
    Kind,
    KnownClass,
    LayerClass,
    ModelFactory,
    OptimizerClass,
    Property,
    SchedulerClass,
    TensorFunction,
    names,
)

_VISION = names(
    "alexnet convnext_tiny convnext_small convnext_base convnext_large densenet121 densenet161 densenet169"
    " densenet201 efficientnet_b0 efficientnet_b1 efficientnet_b2 efficientnet_b3 efficientnet_b4 efficientnet_b5"
    " efficientnet_b6 efficientnet_b7 efficientnet_v2_s efficientnet_v2_m efficientnet_v2_l googlenet inception_v3"
    " maxvit_t mnasnet0_5 mnasnet0_75 mnasnet1_0 mnasnet1_3 mobilenet_v2 mobilenet_v3_large mobilenet_v3_small"
    " regnet_y_400mf regnet_y_800mf regnet_y_1_6gf regnet_y_3_2gf regnet_y_8gf regnet_y_16gf regnet_y_32gf"
    " regnet_y_128gf regnet_x_400mf regnet_x_800mf regnet_x_1_6gf regnet_x_3_2gf regnet_x_8gf regnet_x_16gf"
    " regnet_x_32gf resnet18 resnet34 resnet50 resnet101 resnet152 resnext50_32x4d resnext101_32x8d"
    " resnext101_64x4d wide_resnet50_2 wide_resnet101_2 shufflenet_v2_x0_5 shufflenet_v2_x1_0 shufflenet_v2_x1_5"
    " shufflenet_v2_x2_0 squeezenet1_0 squeezenet1_1 swin_t swin_s swin_b swin_v2_t swin_v2_s swin_v2_b vgg11"
    " vgg11_bn vgg13 vgg13_bn vgg16 vgg16_bn vgg19 vgg19_bn"
)
_VISION_TASKS = names(
    "detection.fasterrcnn_resnet50_fpn detection.fasterrcnn_resnet50_fpn_v2 detection.maskrcnn_resnet50_fpn"
    " detection.maskrcnn_resnet50_fpn_v2 detection.retinanet_resnet50_fpn detection.ssd300_vgg16"
    " detection.ssdlite320_mobilenet_v3_large detection.fcos_resnet50_fpn detection.keypointrcnn_resnet50_fpn"
    " segmentation.deeplabv3_resnet50 segmentation.deeplabv3_resnet101 segmentation.fcn_resnet50"
    " segmentation.fcn_resnet101 segmentation.lraspp_mobilenet_v3_large video.r3d_18 video.mc3_18 video.r2plus1d_18"
    " video.s3d video.mvit_v2_s video.swin3d_t optical_flow.raft_large optical_flow.raft_small"
)
_WEIGHTED = ModelFactory(names("* weights progress **kwargs"))
_NORMED = (
    "densenet",
    "efficientnet",
    "mnasnet",
    "mobilenet",
    "regnet",
    "resnet",
    "resnext",
    "wide_resnet",
    "shufflenet",
)
"""The families in which every model has batch norm, unless it is given a `norm_layer` (source of torchvision 0.28)."""

FACTS: dict[str, Fact] = {
    **dict.fromkeys([f"torchvision.models.{name}" for name in _VISION + _VISION_TASKS], _WEIGHTED),
    **{
        f"torchvision.models.{name}": _WEIGHTED._replace(batch_statistics=True)
        for name in _VISION
        if name.startswith(_NORMED) or name.endswith("_bn") or name in ("googlenet", "inception_v3")
    },
    # Their dropout is 0 unless asked for, so that nothing depends on the mode.
    **dict.fromkeys(
        [f"torchvision.models.vit_{name}" for name in names("b_16 b_32 l_16 l_32 h_14")],
        _WEIGHTED._replace(mode_dependent=None),
    ),
    "torchvision.models.get_model": ModelFactory(names("name **config")),
    "torchvision.ops.StochasticDepth": LayerClass(
        names("p mode"), mode_dependent=True, mode_switch="p", activation="keeps"
    ),
    "torchvision.ops.FrozenBatchNorm2d": LayerClass(names("num_features eps"), has_buffers=True, axis=1),
    "torchvision.ops.sigmoid_focal_loss": Action(names("inputs targets alpha gamma reduction"), returns="tensor"),
    "torchvision.datasets.ImageFolder": KnownClass(
        "dataset", names("root transform target_transform loader is_valid_file allow_empty")
    ),
    "torch_geometric.loader.DataLoader": KnownClass(
        "loader", names("dataset batch_size shuffle follow_batch exclude_keys **kwargs"), holds=("dataset",)
    ),
    "timm.create_model": ModelFactory(
        names(
            "model_name pretrained pretrained_cfg pretrained_cfg_overlay checkpoint_path cache_dir scriptable"
            " exportable no_jit **kwargs"
        ),
        mode_dependent=None,
    ),
    "timm.models.create_model": ModelFactory(names("model_name pretrained **kwargs"), mode_dependent=None),
    "timm.utils.ModelEmaV2": KnownClass("module", names("model decay device")),
    "segmentation_models_pytorch.create_model": ModelFactory(names("arch encoder_name encoder_weights **kwargs")),
    "einops.rearrange": TensorFunction(
        names("tensor pattern **axes_lengths"), inputs=("tensor",), activation="keeps", aliases=True
    ),
    "einops.repeat": TensorFunction(names("tensor pattern **axes_lengths"), inputs=("tensor",), activation="keeps"),
    "einops.reduce": TensorFunction(names("tensor pattern reduction **axes_lengths"), inputs=("tensor",)),
    "einops.layers.torch.Rearrange": LayerClass(names("pattern **axes_lengths"), activation="keeps", shape=""),
    "einops.layers.torch.Reduce": LayerClass(names("pattern reduction **axes_lengths"), shape=""),
    "transformers.Trainer": KnownClass(
        "hf_trainer",
        names(
            "model args data_collator train_dataset eval_dataset processing_class model_init compute_loss_func"
            " compute_metrics callbacks optimizers optimizer_cls_and_kwargs preprocess_logits_for_metrics"
        ),
        holds=names("model train_dataset eval_dataset optimizers"),
    ),
    "transformers.TrainingArguments": KnownClass("hf_config", names("output_dir **kwargs")),
    "transformers.Seq2SeqTrainingArguments": KnownClass("hf_config", names("output_dir **kwargs")),
    "transformers.set_seed": Action(names("seed deterministic"), effect="sets_seed", returns="none"),
    "transformers.pipeline": ModelFactory(names("task model **kwargs"), eval_mode=True),
    "transformers.Adafactor": OptimizerClass(
        names("params lr eps clip_threshold decay_rate beta1 weight_decay scale_parameter relative_step warmup_init")
    ),
    # Gone since 5.0: who writes it has an older version.
    "transformers.AdamW": OptimizerClass(names("params lr betas eps weight_decay correct_bias")),
    "accelerate.Accelerator": KnownClass(
        "accelerator",
        names(
            "device_placement split_batches mixed_precision gradient_accumulation_steps cpu dataloader_config"
            " deepspeed_plugin fsdp_plugin torch_tp_plugin megatron_lm_plugin rng_types log_with project_dir"
            " project_config gradient_accumulation_plugin step_scheduler_with_optimizer kwargs_handlers"
            " dynamo_backend dynamo_plugin deepspeed_plugins parallelism_config"
        ),
    ),
    "accelerate.utils.set_seed": Action(
        names("seed device_specific deterministic"), effect="sets_seed", returns="none"
    ),
    "accelerate.init_empty_weights": Context(names("include_buffers"), "init_empty", decorator=False),
    "torch.utils.tensorboard.SummaryWriter": KnownClass(
        "writer", names("log_dir comment purge_step max_queue flush_secs filename_suffix")
    ),
    "tqdm.tqdm": KnownClass("progress_bar", names("iterable desc total leave **kwargs"), holds=("iterable",)),
    "tqdm.trange": Action(names("*args **kwargs"), returns="range"),
    "rich.progress.track": Action(names("sequence description total **kwargs"), returns="argument", on=("sequence",)),
    "numpy.random.seed": Action(names("seed"), effect="sets_seed", returns="none"),
    "safetensors.torch.load_file": Action(names("filename device"), effect="loads", returns="state"),
    "safetensors.torch.save_file": Action(names("tensors filename metadata"), effect="saves", returns="none"),
    "safetensors.torch.load_model": Action(
        names("model filename strict device"), effect="loads_state", returns="python", on=("model",)
    ),
    "huggingface_hub.hf_hub_download": Action(returns="python"),
    "wandb.watch": Action(names("models criterion log log_freq idx log_graph"), returns="none"),
}

_SCHEDULES: dict[str, str] = {
    "get_constant_schedule": "optimizer last_epoch",
    "get_constant_schedule_with_warmup": "optimizer num_warmup_steps last_epoch",
    "get_linear_schedule_with_warmup": "optimizer num_warmup_steps num_training_steps last_epoch",
    "get_cosine_schedule_with_warmup": "optimizer num_warmup_steps num_training_steps num_cycles last_epoch",
    "get_cosine_with_hard_restarts_schedule_with_warmup": (
        "optimizer num_warmup_steps num_training_steps num_cycles last_epoch"
    ),
    "get_polynomial_decay_schedule_with_warmup": (
        "optimizer num_warmup_steps num_training_steps lr_end power last_epoch"
    ),
    "get_inverse_sqrt_schedule": "optimizer num_warmup_steps timescale last_epoch",
}
for _name, _signature in _SCHEDULES.items():
    FACTS[f"transformers.{_name}"] = SchedulerClass(names(_signature), granularity="batch")
FACTS["transformers.get_scheduler"] = SchedulerClass(
    names("name optimizer num_warmup_steps num_training_steps scheduler_specific_kwargs"), granularity="batch"
)

_DOUBLE = TensorFunction((), result="numpy", graph="none", device="cpu", dtype="float64")
for _name, _signature in (
    ("zeros ones empty", "shape dtype order"),
    ("full", "shape fill_value dtype order"),
    ("linspace", "start stop num endpoint retstep dtype axis"),
    ("logspace", "start stop num endpoint base dtype axis"),
    ("eye", "N M k dtype order"),
    ("random.rand random.randn", "*args"),
    ("random.random random.random_sample random.standard_normal", "size"),
    ("random.normal", "loc scale size"),
    ("random.uniform", "low high size"),
):
    for _one in names(_name):
        FACTS[f"numpy.{_one}"] = _DOUBLE._replace(signature=names(_signature))
_TAKEN = TensorFunction(names("object dtype"), ("object",), result="numpy", graph="cuts", device="cpu", dtype="factory")
FACTS["numpy.array"] = _TAKEN
for _one in names("asarray ascontiguousarray asanyarray"):
    FACTS[f"numpy.{_one}"] = _TAKEN._replace(signature=names("a dtype"), inputs=("a",))

CLASSES: dict[str, tuple[tuple[str, Kind], ...]] = {
    "transformers": (
        (r"\w*Tokenizer(Fast)?", "tokenizer"),
        (r"\w*(Config|Arguments)", "hf_config"),
        (r"\w*(Processor|FeatureExtractor|ImageProcessorFast)", "processor"),
        (r"\w*Trainer", "hf_trainer"),
        (r"\w+(Model|ModelFor\w+|For[A-Z]\w+|Backbone|With\w*Head\w*)", "model"),
    ),
    "torchvision.transforms": ((r"[A-Z]\w+", "transform"),),
    "torchvision.datasets": ((r"[A-Z]\w+", "dataset"),),
    "torchvision.models": ((r"[A-Z]\w+(?<!_Weights)", "model"),),
    "timm.models": ((r"[A-Z]\w+", "model"),),
    "timm.scheduler": ((r"\w+LRScheduler", "scheduler"),),
    "timm.optim": ((r"[A-Z]\w+", "optimizer"),),
    "segmentation_models_pytorch": ((r"(Unet\w*|FPN|PSPNet|PAN|Linknet|MAnet|DeepLabV3\w*|UPerNet)", "model"),),
    "segmentation_models_pytorch.losses": ((r"\w+Loss", "loss"),),
    "torchmetrics": ((r"(?!MetricTracker)[A-Z]\w+", "metric"),),
    "torch_optimizer": ((r"[A-Z]\w+", "optimizer"),),
    "bitsandbytes.optim": ((r"[A-Z]\w+", "optimizer"),),
    "lion_pytorch": ((r"Lion", "optimizer"),),
    "prodigyopt": ((r"Prodigy", "optimizer"),),
    "schedulefree": ((r"\w+ScheduleFree\w*", "optimizer"),),
    "apex.optimizers": ((r"Fused\w+", "optimizer"),),
    "monai.networks.nets": ((r"[A-Z]\w+", "model"),),
    "monai.losses": ((r"\w+Loss", "loss"),),
    "torch_geometric.nn": (
        (r"LGConv|SimpleConv|WLConv\w*|HeteroConv|MessagePassing|\w+(Pooling|Aggregation|Norm)", "module"),
        (r"\w+Conv|GCN|GraphSAGE|GIN|GAT|PNA|EdgeCNN|MLP|SchNet|DimeNet(PlusPlus)?|AttentiveFP|GraphUNet", "model"),
    ),
}
"""Classes told by their names, for packages and modules with many; the first expression that fits the name holds."""

_FROM = names("pretrained_model_name_or_path *args **kwargs")
_PREPARE = Action(names("*args device_placement"), effect="prepares", returns="arguments", on=("args",))
_ONE: dict[str, str] = {
    "prepare_model": "model device_placement evaluation_mode",
    "prepare_data_loader": "data_loader device_placement slice_fn_for_dispatch",
    "prepare_optimizer": "optimizer device_placement",
    "prepare_scheduler": "scheduler",
}
_RANKS = names(
    "is_main_process is_local_main_process is_last_process process_index local_process_index num_processes"
    " sync_gradients gradient_accumulation_steps mixed_precision optimizer_step_was_skipped distributed_type"
    " use_distributed"
)
_WRITES: dict[str, str] = {
    "add_scalar": "tag scalar_value global_step walltime new_style double_precision",
    "add_scalars": "main_tag tag_scalar_dict global_step walltime",
    "add_histogram": "tag values global_step bins walltime max_bins",
    "add_image": "tag img_tensor global_step walltime dataformats",
    "add_images": "tag img_tensor global_step walltime dataformats",
    "add_figure": "tag figure global_step close walltime",
    "add_graph": "model input_to_model verbose use_strict_trace",
    "add_text": "tag text_string global_step walltime",
    "add_hparams": "hparam_dict metric_dict hparam_domain_discrete run_name global_step",
    "add_embedding": "mat metadata label_img global_step tag metadata_header",
    "add_pr_curve": "tag labels predictions global_step num_thresholds weights walltime",
    "add_video": "tag vid_tensor global_step fps walltime",
    "add_audio": "tag snd_tensor global_step sample_rate walltime",
    "add_mesh": "tag vertices colors faces config_dict global_step walltime",
    "flush": "",
    "close": "",
}

METHODS: dict[str, dict[str, Fact]] = {
    "model": {
        "from_pretrained": ModelFactory(_FROM, eval_mode=True),
        "from_config": ModelFactory(names("config **kwargs")),
        "save_pretrained": Action(names("save_directory **kwargs"), effect="saves", returns="none"),
        "push_to_hub": Action(names("repo_id **kwargs"), effect="saves"),
        "generate": Action(names("*args **kwargs"), effect="forwards", returns="tensor"),
        "resize_token_embeddings": Action(
            names("new_num_tokens pad_to_multiple_of mean_resizing"), effect="replaces_parameters", returns="module"
        ),
        "gradient_checkpointing_enable": Action(names("gradient_checkpointing_kwargs"), returns="none"),
        "gradient_checkpointing_disable": Action((), returns="none"),
        "enable_input_require_grads": Action((), effect="hooks", returns="none"),
        "tie_weights": Action((), effect="replaces_parameters", returns="none"),
        "config": Property("hf_config"),
        "device": Property("device"),
        "dtype": Property("dtype"),
    },
    "tokenizer": {
        "from_pretrained": Action(_FROM, returns="tokenizer"),
        "save_pretrained": Action(names("save_directory **kwargs"), effect="saves"),
        "__call__": Action(returns="unknown"),
        **dict.fromkeys(names("encode decode batch_decode convert_tokens_to_ids tokenize"), Action(returns="python")),
    },
    "processor": {"from_pretrained": Action(_FROM, returns="processor"), "__call__": Action(returns="unknown")},
    "hf_config": {"from_pretrained": Action(_FROM, returns="hf_config")},
    "hf_trainer": {
        "train": Action(names("resume_from_checkpoint trial ignore_keys_for_eval **kwargs"), effect="runs_training"),
        "evaluate": Action(
            names("eval_dataset ignore_keys metric_key_prefix"), effect="runs_evaluation", returns="dict"
        ),
        "predict": Action(names("test_dataset ignore_keys metric_key_prefix"), effect="runs_prediction"),
        "save_model": Action(names("output_dir _internal_call"), effect="saves", returns="none"),
        "model": Property("model"),
    },
    "accelerator": {
        "prepare": _PREPARE,
        **{
            name: Action(names(signature), effect="prepares", returns="argument", on=(names(signature)[0],))
            for name, signature in _ONE.items()
        },
        "backward": Action(names("loss **kwargs"), effect="backward", returns="none", on=("loss",)),
        "clip_grad_norm_": Action(
            names("parameters max_norm norm_type"),
            effect="clips_norm",
            returns="tensor",
            on=("parameters",),
            consumes=("parameters",),
        ),
        "clip_grad_value_": Action(
            names("parameters clip_value"),
            effect="clips_value",
            returns="none",
            on=("parameters",),
            consumes=("parameters",),
        ),
        "unscale_gradients": Action(names("optimizer"), effect="unscales", returns="none", on=("optimizer",)),
        "accumulate": Context(names("*models"), "accumulate", argument="models", decorator=False),
        "no_sync": Context(names("model"), "no_sync", argument="model", decorator=False),
        "autocast": Context(names("autocast_handler"), "autocast", decorator=False),
        "profile": Context(names("profile_handler"), "profile", decorator=False),
        "main_process_first": Context((), "nothing", decorator=False),
        "local_main_process_first": Context((), "nothing", decorator=False),
        "join_uneven_inputs": Context(names("joinables even_batches"), "join", decorator=False),
        "split_between_processes": Context(names("inputs apply_padding"), "nothing", decorator=False, gives="inputs"),
        "unwrap_model": Action(names("model keep_fp32_wrapper keep_torch_compile"), returns="argument", on=("model",)),
        "gather": Action(names("tensor"), effect="communicates", returns="argument"),
        "gather_for_metrics": Action(names("input_data use_gather_object"), effect="communicates", returns="argument"),
        "reduce": Action(names("tensor reduction scale"), effect="communicates", returns="argument"),
        "pad_across_processes": Action(
            names("tensor dim pad_index pad_first"), effect="communicates", returns="argument"
        ),
        "wait_for_everyone": Action((), effect="communicates", returns="none"),
        "print": Action(returns="none"),
        "log": Action(names("values step log_kwargs"), effect="logs", returns="none"),
        "init_trackers": Action(names("project_name config init_kwargs"), returns="none"),
        "get_tracker": Action(names("name unwrap")),
        "end_training": Action((), returns="none"),
        "save": Action(names("obj f safe_serialization"), effect="saves", returns="none"),
        "save_model": Action(names("model save_directory max_shard_size safe_serialization"), effect="saves"),
        "save_state": Action(names("output_dir safe_serialization **save_model_func_kwargs"), effect="saves"),
        "load_state": Action(names("input_dir load_kwargs **load_model_func_kwargs"), effect="unknown"),
        "register_for_checkpointing": Action(names("*objects"), returns="none"),
        "get_state_dict": Action(names("model unwrap"), returns="state", on=("model",)),
        "skip_first_batches": Action(names("dataloader num_batches"), returns="argument", on=("dataloader",)),
        "free_memory": Action(names("*objects"), effect="unknown"),
        "clear": Action(names("*objects"), effect="unknown"),
        "device": Property("device"),
        **dict.fromkeys(_RANKS, Property("python")),
    },
    "writer": {name: Action(names(signature), effect="logs", returns="none") for name, signature in _WRITES.items()},
    "progress_bar": dict.fromkeys(
        names("set_description set_description_str set_postfix set_postfix_str update close refresh write reset clear"),
        Action(returns="none"),
    ),
    "array": {
        "astype": TensorFunction(
            names("dtype order casting subok copy"), result="numpy", graph="none", device="cpu", dtype="argument"
        ),
        **dict.fromkeys(names("tolist item"), Action(returns="python")),
    },
}

_HARMLESS = Action(returns="unknown")

PREFIXES: dict[str, Fact] = {
    "numpy": Action(returns="array"),
    "torchmetrics.functional": Action(returns="tensor"),
    **dict.fromkeys(
        names(
            "IPython PIL absl albumentations boto3 click clearml colorama comet_ml cv2 datasets dotenv"
            " evaluate h5py hydra imageio ipywidgets joblib loguru matplotlib mlflow neptune nltk omegaconf optuna"
            " pandas plotly psutil pydantic pytest requests rich sacrebleu scipy seaborn sentencepiece"
            " six skimage sklearn spacy tabulate tensorboard termcolor tiktoken tokenizers toml"
            " tomli torchinfo torchsummary tqdm tyro wandb yaml yacs"
        ),
        _HARMLESS,
    ),
}
