"""Wrappers, gradient clipping, scaling, parametrizations: what training code does to models (torch 2.13.0)."""

from __future__ import annotations

from .facts import Action, Context, Fact, KnownClass, ModelFactory, Property, Wrapper, names

_PRUNE = {
    "l1_unstructured": "module name amount importance_scores",
    "random_unstructured": "module name amount",
    "ln_structured": "module name amount n dim importance_scores",
    "random_structured": "module name amount dim",
    "identity": "module name",
    "custom_from_mask": "module name mask",
    "remove": "module name",
}
_REPLACES = "replaces_parameters"

FACTS: dict[str, Fact] = {
    "torch.nn.DataParallel": Wrapper(names("module device_ids output_device dim"), of="module", attribute="module"),
    "torch.nn.parallel.DistributedDataParallel": Wrapper(
        names(
            "module device_ids output_device dim broadcast_buffers init_sync process_group bucket_cap_mb"
            " find_unused_parameters check_reduction gradient_as_bucket_view static_graph"
            " delay_all_reduce_named_params param_to_hook_all_reduce mixed_precision device_mesh"
            " skip_all_reduce_unused_params"
        ),
        of="module",
        attribute="module",
    ),
    "torch.distributed.fsdp.FullyShardedDataParallel": Wrapper(
        names(
            "module process_group sharding_strategy cpu_offload auto_wrap_policy backward_prefetch mixed_precision"
            " ignored_modules param_init_fn device_id sync_module_states forward_prefetch limit_all_gathers"
            " use_orig_params ignored_states device_mesh"
        ),
        of="module",
        shares_parameters=False,
        attribute="module",
    ),
    "torch.distributed.fsdp.fully_shard": Action(
        names("module * mesh reshard_after_forward shard_placement_fn mp_policy offload_policy ignored_params"),
        effect=_REPLACES,
        returns="argument",
        on=("module",),
        since=(2, 6),
    ),
    "torch.distributed.tensor.parallel.parallelize_module": Action(
        names("module device_mesh parallelize_plan * src_data_rank"),
        effect=_REPLACES,
        returns="argument",
        on=("module",),
    ),
    "torch.compile": Wrapper(
        names("model * fullgraph dynamic backend mode options name disable"), of="model", attribute="_orig_mod"
    ),
    "torch.compiler.disable": Wrapper(names("fn recursive * reason"), of="fn"),
    "torch.jit.script": Wrapper(names("obj optimize _frames_up _rcb example_inputs"), of="obj"),
    "torch.jit.trace": Wrapper(
        names("func example_inputs optimize check_trace check_inputs check_tolerance strict"), of="func"
    ),
    "torch.jit.freeze": Wrapper(names("mod preserved_attrs optimize_numerics"), of="mod", shares_parameters=False),
    "torch.jit.load": ModelFactory(names("f map_location _extra_files _restore_shapes"), mode_dependent=None),
    "torch.jit.save": Action(names("m f _extra_files"), effect="saves", returns="none", on=("m",)),
    "torch.nn.SyncBatchNorm.convert_sync_batchnorm": Wrapper(names("module process_group"), of="module"),
    "torch.fx.symbolic_trace": Wrapper(names("root concrete_args"), of="root"),
    "torch.ao.quantization.prepare_qat": Wrapper(names("model mapping inplace"), of="model", shares_parameters=False),
    "torch.ao.quantization.convert": Wrapper(names("module mapping inplace"), of="module", shares_parameters=False),
    "torch.hub.load": ModelFactory(
        names("repo_or_dir model *args source trust_repo force_reload verbose skip_validation **kwargs")
    ),
    "torch.nn.utils.skip_init": ModelFactory(names("module_cls *args **kwargs"), mode_dependent=None),
    "torch.nn.utils.clip_grad_norm_": Action(
        names("parameters max_norm norm_type error_if_nonfinite foreach"),
        effect="clips_norm",
        returns="tensor",
        on=("parameters",),
        consumes=("parameters",),
    ),
    "torch.nn.utils.clip_grad_norm": Action(
        names("parameters max_norm norm_type error_if_nonfinite foreach"),
        effect="clips_norm",
        returns="tensor",
        on=("parameters",),
        consumes=("parameters",),
    ),
    "torch.nn.utils.clip_grad_value_": Action(
        names("parameters clip_value foreach"),
        effect="clips_value",
        returns="none",
        on=("parameters",),
        consumes=("parameters",),
    ),
    "torch.nn.utils.clip_grads_with_norm_": Action(
        names("parameters max_norm total_norm foreach"),
        effect="clips_norm",
        returns="none",
        on=("parameters",),
        consumes=("parameters",),
        since=(2, 6),
    ),
    "torch.nn.utils.get_total_norm": Action(
        names("tensors norm_type error_if_nonfinite foreach"), returns="tensor", consumes=("tensors",), since=(2, 6)
    ),
    "torch.nn.utils.parameters_to_vector": Action(names("parameters"), returns="tensor", consumes=("parameters",)),
    "torch.nn.utils.vector_to_parameters": Action(
        names("vec parameters"),
        effect="assigns_data",
        returns="none",
        on=("parameters",),
        consumes=("parameters",),
    ),
    "torch.nn.utils.weight_norm": Action(
        names("module name dim"), effect="hooks_anew", returns="argument", on=("module",)
    ),
    "torch.nn.utils.remove_weight_norm": Action(
        names("module name"), effect=_REPLACES, returns="argument", on=("module",)
    ),
    "torch.nn.utils.spectral_norm": Action(
        names("module name n_power_iterations eps dim"), effect="hooks", returns="argument", on=("module",)
    ),
    "torch.nn.utils.remove_spectral_norm": Action(
        names("module name"), effect=_REPLACES, returns="argument", on=("module",)
    ),
    "torch.nn.utils.parametrizations.weight_norm": Action(
        names("module name dim"), effect=_REPLACES, returns="argument", on=("module",)
    ),
    "torch.nn.utils.parametrizations.spectral_norm": Action(
        names("module name n_power_iterations eps dim"), returns="argument", on=("module",)
    ),
    "torch.nn.utils.parametrizations.orthogonal": Action(
        names("module name orthogonal_map * use_trivialization"), returns="argument", on=("module",)
    ),
    "torch.nn.utils.parametrize.register_parametrization": Action(
        names("module tensor_name parametrization * unsafe"), effect="unknown", returns="argument", on=("module",)
    ),
    "torch.nn.utils.parametrize.remove_parametrizations": Action(
        names("module tensor_name leave_parametrized"), effect="unknown", returns="argument", on=("module",)
    ),
    "torch.nn.utils.parametrize.cached": Context((), "nothing"),
    "torch.nn.utils.parametrize.is_parametrized": Action(names("module tensor_name"), returns="python"),
    **{
        f"torch.nn.utils.prune.{name}": Action(names(signature), effect="hooks", returns="argument", on=("module",))
        for name, signature in _PRUNE.items()
    },
    "torch.nn.utils.prune.global_unstructured": Action(
        names("parameters pruning_method importance_scores **kwargs"), returns="none"
    ),
    "torch.func.functional_call": Action(
        names("module parameter_and_buffer_dicts args kwargs * tie_weights strict"), effect="forwards", on=("module",)
    ),
    "torch.func.grad": Action(names("func argnums has_aux"), returns="callable"),
    "torch.func.vmap": Action(names("func in_dims out_dims randomness * chunk_size"), returns="callable"),
    "torch.vmap": Action(names("func in_dims out_dims randomness * chunk_size"), returns="callable"),
    "torch.nn.utils.rnn.pad_sequence": Action(
        names("sequences batch_first padding_value padding_side"), returns="tensor", consumes=("sequences",)
    ),
    "torch.nn.utils.rnn.pack_padded_sequence": Action(names("input lengths batch_first enforce_sorted")),
    "torch.nn.utils.rnn.pad_packed_sequence": Action(
        names("sequence batch_first padding_value total_length"), returns="tensors"
    ),
    "torch.nn.utils.rnn.pack_sequence": Action(names("sequences enforce_sorted"), consumes=("sequences",)),
    "torch.amp.GradScaler": KnownClass(
        "scaler", names("device init_scale growth_factor backoff_factor growth_interval enabled")
    ),
    "torch.cuda.amp.GradScaler": KnownClass(
        "scaler", names("init_scale growth_factor backoff_factor growth_interval enabled")
    ),
    "torch.cpu.amp.GradScaler": KnownClass(
        "scaler", names("init_scale growth_factor backoff_factor growth_interval enabled")
    ),
}

_NO_SYNC = Context((), "no_sync", decorator=False)

METHODS: dict[str, dict[str, Fact]] = {
    "scaler": {
        "scale": Action(names("outputs"), effect="scales", returns="argument", on=("outputs",)),
        "unscale_": Action(names("optimizer"), effect="unscales", returns="none", on=("optimizer",)),
        "step": Action(names("optimizer *args **kwargs"), effect="steps_scaled", returns="unknown", on=("optimizer",)),
        "update": Action(names("new_scale"), effect="updates_scale", returns="none"),
        "get_scale": Action((), returns="python"),
        "is_enabled": Action((), returns="python"),
        "state_dict": Action((), returns="state"),
        "load_state_dict": Action(names("state_dict"), effect="loads_state", returns="none"),
        **{
            f"get_{name}": Action((), returns="python")
            for name in ("growth_factor", "backoff_factor", "growth_interval")
        },
        "set_growth_factor": Action(names("new_factor"), returns="none"),
        "set_backoff_factor": Action(names("new_factor"), returns="none"),
        "set_growth_interval": Action(names("new_interval"), returns="none"),
    },
    "torch.nn.DataParallel": {"module": Property("module")},
    "torch.nn.parallel.DistributedDataParallel": {
        "module": Property("module"),
        "no_sync": _NO_SYNC,
        "join": Context(
            names("divide_by_initial_world_size enable throw_on_early_termination"), "join", decorator=False
        ),
        "register_comm_hook": Action(names("state hook"), effect="hooks", returns="none"),
    },
    "torch.distributed.fsdp.FullyShardedDataParallel": {
        "module": Property("module"),
        "no_sync": _NO_SYNC,
        "clip_grad_norm_": Action(names("max_norm norm_type"), effect="clips_norm", returns="tensor"),
        "summon_full_params": Context(
            names("module recurse writeback rank0_only offload_to_cpu with_grads"), "gather_parameters"
        ),
        "state_dict_type": Context(
            names("module state_dict_type state_dict_config optim_state_dict_config"), "nothing"
        ),
    },
}
