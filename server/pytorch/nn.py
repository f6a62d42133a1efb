"""Modules of torch.nn that are not losses (torch 2.13.0)."""

from __future__ import annotations

from .facts import Fact, LayerClass, names

_WEIGHTS = names("weight bias")

FACTS: dict[str, Fact] = {
    "torch.nn.Linear": LayerClass(
        names("in_features out_features bias device dtype"),
        has_parameters=True,
        activation="linear",
        size_in="in_features",
        size_out="out_features",
        parameter_names=_WEIGHTS,
        shape="linear",
    ),
    "torch.nn.LazyLinear": LayerClass(
        names("out_features bias device dtype"),
        has_parameters=True,
        activation="linear",
        lazy=True,
        size_out="out_features",
        parameter_names=_WEIGHTS,
        shape="linear",
    ),
    "torch.nn.Bilinear": LayerClass(
        names("in1_features in2_features out_features bias device dtype"),
        has_parameters=True,
        activation="linear",
        call=names("input1 input2"),
        size_in="in1_features",
        size_out="out_features",
        parameter_names=_WEIGHTS,
        shape="linear",
    ),
    "torch.nn.Embedding": LayerClass(
        names(
            "num_embeddings embedding_dim padding_idx max_norm norm_type scale_grad_by_freq sparse _weight _freeze"
            " device dtype"
        ),
        has_parameters=True,
        takes_index=True,
        size_out="embedding_dim",
        parameter_names=("weight",),
        shape="embedding",
    ),
    "torch.nn.EmbeddingBag": LayerClass(
        names(
            "num_embeddings embedding_dim max_norm norm_type scale_grad_by_freq mode sparse _weight"
            " include_last_offset padding_idx device dtype"
        ),
        has_parameters=True,
        call=names("input offsets per_sample_weights"),
        takes_index=True,
        size_out="embedding_dim",
        parameter_names=("weight",),
        shape="",
    ),
    "torch.nn.PReLU": LayerClass(
        names("num_parameters init device dtype"), has_parameters=True, parameter_names=("weight",)
    ),
    "torch.nn.AdaptiveLogSoftmaxWithLoss": LayerClass(
        names("in_features n_classes cutoffs div_value head_bias device dtype"),
        has_parameters=True,
        has_buffers=False,
        call=names("input_ target_"),
        result="tuple",
        size_in="in_features",
        shape="",
    ),
    "torch.nn.MultiheadAttention": LayerClass(
        names("embed_dim num_heads dropout bias add_bias_kv add_zero_attn kdim vdim batch_first device dtype"),
        has_parameters=True,
        mode_switch="dropout",
        call=names("query key value key_padding_mask need_weights attn_mask average_attn_weights is_causal"),
        result="tuple",
        parameter_names=names("in_proj_weight in_proj_bias"),
        size_in="embed_dim",
        size_out="embed_dim",
        shape="attention",
    ),
    "torch.nn.Transformer": LayerClass(
        names(
            "d_model nhead num_encoder_layers num_decoder_layers dim_feedforward dropout activation custom_encoder"
            " custom_decoder layer_norm_eps batch_first norm_first bias device dtype"
        ),
        has_parameters=True,
        mode_dependent=True,
        mode_switch="dropout",
        call=names(
            "src tgt src_mask tgt_mask memory_mask src_key_padding_mask tgt_key_padding_mask"
            " memory_key_padding_mask src_is_causal tgt_is_causal memory_is_causal"
        ),
        size_in="d_model",
        size_out="d_model",
        shape="",
    ),
    "torch.nn.TransformerEncoderLayer": LayerClass(
        names(
            "d_model nhead dim_feedforward dropout activation layer_norm_eps batch_first norm_first bias device dtype"
        ),
        has_parameters=True,
        mode_dependent=True,
        mode_switch="dropout",
        call=names("src src_mask src_key_padding_mask is_causal"),
        size_in="d_model",
        size_out="d_model",
    ),
    "torch.nn.TransformerDecoderLayer": LayerClass(
        names(
            "d_model nhead dim_feedforward dropout activation layer_norm_eps batch_first norm_first bias device dtype"
        ),
        has_parameters=True,
        mode_dependent=True,
        mode_switch="dropout",
        call=names(
            "tgt memory tgt_mask memory_mask tgt_key_padding_mask memory_key_padding_mask tgt_is_causal"
            " memory_is_causal"
        ),
        size_in="d_model",
        size_out="d_model",
    ),
    "torch.nn.TransformerEncoder": LayerClass(
        names("encoder_layer num_layers norm enable_nested_tensor mask_check"),
        has_parameters=True,
        mode_dependent=None,
        call=names("src mask src_key_padding_mask is_causal"),
    ),
    "torch.nn.TransformerDecoder": LayerClass(
        names("decoder_layer num_layers norm"),
        has_parameters=True,
        mode_dependent=None,
        call=names(
            "tgt memory tgt_mask memory_mask tgt_key_padding_mask memory_key_padding_mask tgt_is_causal"
            " memory_is_causal"
        ),
    ),
    "torch.nn.Sequential": LayerClass(
        names("*args"),
        has_parameters=None,
        has_buffers=False,
        mode_dependent=None,
        activation="keeps",
        container="sequential",
        shape="",
    ),
    "torch.nn.ModuleList": LayerClass(
        names("modules"),
        has_parameters=None,
        mode_dependent=None,
        container="list",
        call=(),
        result="unknown",
        shape="",
    ),
    "torch.nn.ModuleDict": LayerClass(
        names("modules"),
        has_parameters=None,
        mode_dependent=None,
        container="dict",
        call=(),
        result="unknown",
        shape="",
    ),
    "torch.nn.ParameterList": LayerClass(
        names("values"), has_parameters=None, container="parameter_list", call=(), result="unknown", shape=""
    ),
    "torch.nn.ParameterDict": LayerClass(
        names("parameters"), has_parameters=None, container="parameter_dict", call=(), result="unknown", shape=""
    ),
}

_CELL = names("weight_ih weight_hh bias_ih bias_hh")
_CONV = "kernel_size stride padding dilation groups bias padding_mode device dtype"
_TRANSPOSED = "kernel_size stride padding output_padding groups bias dilation padding_mode device dtype"
_NORM = "eps momentum affine track_running_stats device dtype * bias"
_DROPOUTS = ("Dropout", "Dropout1d", "Dropout2d", "Dropout3d", "AlphaDropout", "FeatureAlphaDropout")
_POOLINGS: tuple[tuple[str, str, tuple[int, ...]], ...] = (
    ("MaxPool", "kernel_size stride padding dilation return_indices ceil_mode", (1, 2, 3)),
    ("AvgPool", "kernel_size stride padding ceil_mode count_include_pad", (1,)),
    ("AvgPool", "kernel_size stride padding ceil_mode count_include_pad divisor_override", (2, 3)),
    ("LPPool", "norm_type kernel_size stride ceil_mode", (1, 2, 3)),
    ("AdaptiveAvgPool", "output_size", (1, 2, 3)),
    ("AdaptiveMaxPool", "output_size return_indices", (1, 2, 3)),
    ("FractionalMaxPool", "kernel_size output_size output_ratio return_indices _random_samples", (2, 3)),
)

_POOLED = {"AdaptiveAvgPool": "adaptive_pool", "AdaptiveMaxPool": "adaptive_pool", "FractionalMaxPool": ""}

for _d in (1, 2, 3):
    _ranks = (_d + 1, _d + 2)
    _channels = -(_d + 1)
    for _name, _words, _call, _shape in (
        ("Conv", _CONV, "input", "conv"),
        ("ConvTranspose", _TRANSPOSED, "input output_size", "conv_transpose"),
    ):
        FACTS[f"torch.nn.{_name}{_d}d"] = LayerClass(
            names(f"in_channels out_channels {_words}"),
            has_parameters=True,
            activation="linear",
            call=names(_call),
            size_in="in_channels",
            size_out="out_channels",
            axis=_channels,
            ranks=_ranks,
            parameter_names=_WEIGHTS,
            shape=_shape,
        )
        FACTS[f"torch.nn.Lazy{_name}{_d}d"] = LayerClass(
            names(f"out_channels {_words}"),
            has_parameters=True,
            activation="linear",
            lazy=True,
            call=names(_call),
            size_out="out_channels",
            axis=_channels,
            ranks=_ranks,
            parameter_names=_WEIGHTS,
            shape=_shape,
        )
    for _lazy in (False, True):
        _first, _size = ("", "") if _lazy else ("num_features ", "num_features")
        FACTS[f"torch.nn.{'Lazy' * _lazy}BatchNorm{_d}d"] = LayerClass(
            names(_first + _NORM),
            has_parameters=True,
            has_buffers=True,
            mode_dependent=True,
            parameters_switch="affine",
            buffers_switch="track_running_stats",
            mode_switch="track_running_stats",
            batch_statistics=True,
            lazy=_lazy,
            size_in=_size,
            size_out=_size,
            axis=1,
            ranks=(2, 3) if _d == 1 else (_d + 2,),
            parameter_names=_WEIGHTS,
        )
        FACTS[f"torch.nn.{'Lazy' * _lazy}InstanceNorm{_d}d"] = LayerClass(
            names(_first + _NORM),
            has_parameters=_lazy,
            has_buffers=_lazy,
            mode_dependent=_lazy,
            parameters_switch="affine",
            buffers_switch="track_running_stats",
            mode_switch="track_running_stats",
            lazy=_lazy,
            size_in=_size,
            size_out=_size,
            axis=_channels,
            ranks=_ranks,
            parameter_names=_WEIGHTS,
        )
    for _name in ("ReflectionPad", "ReplicationPad", "CircularPad", "ZeroPad"):
        FACTS[f"torch.nn.{_name}{_d}d"] = LayerClass(
            names("padding"), ranks=() if _name == "ZeroPad" else _ranks, shape="pad"
        )
    FACTS[f"torch.nn.ConstantPad{_d}d"] = LayerClass(names("padding value"), shape="pad")
    FACTS[f"torch.nn.MaxUnpool{_d}d"] = LayerClass(
        names("kernel_size stride padding"), call=names("input indices output_size"), ranks=_ranks, shape=""
    )
    for _name, _words, _where in _POOLINGS:
        if _d in _where:
            # Averaging down to one value accepts any number of dimensions.
            _any = _name == "AdaptiveAvgPool" and _d > 1
            FACTS[f"torch.nn.{_name}{_d}d"] = LayerClass(
                names(_words), ranks=() if _any else _ranks, shape=_POOLED.get(_name, "pool")
            )

for _name in _DROPOUTS:
    FACTS[f"torch.nn.{_name}"] = LayerClass(
        names("p inplace"), mode_dependent=True, mode_switch="p", activation="keeps"
    )

for _name in ("RNN", "LSTM", "GRU"):
    FACTS[f"torch.nn.{_name}"] = LayerClass(
        names(
            "input_size hidden_size num_layers bias batch_first dropout bidirectional proj_size device dtype"
            if _name == "LSTM"
            else "input_size hidden_size num_layers nonlinearity bias batch_first dropout bidirectional device dtype"
            if _name == "RNN"
            else "input_size hidden_size num_layers bias batch_first dropout bidirectional device dtype"
        ),
        has_parameters=True,
        mode_switch="dropout",
        call=names("input hx"),
        result="tuple",
        size_in="input_size",
        size_out="hidden_size",
        ranks=(2, 3),
        parameter_names=names("weight_ih_l0 weight_hh_l0 bias_ih_l0 bias_hh_l0"),
        shape="rnn",
    )
    FACTS[f"torch.nn.{_name}Cell"] = LayerClass(
        names(f"input_size hidden_size bias {'nonlinearity ' * (_name == 'RNN')}device dtype"),
        has_parameters=True,
        call=names("input hx"),
        result="tuple" if _name == "LSTM" else "tensor",
        size_in="input_size",
        size_out="hidden_size",
        ranks=(1, 2),
        parameter_names=_CELL,
        shape="cell",
    )
