"""Modules of torch.nn without parameters of their own, and norms that ignore the mode (torch 2.13.0)."""

from __future__ import annotations

from .facts import Fact, LayerClass, names

SAVES_RESULT = frozenset(
    f"torch.nn.{name}" for name in ("ReLU", "Sigmoid", "Tanh", "Softmax", "Softmax2d", "Softmin", "LogSoftmax")
)
"""Layers whose backward pass needs their output as it was."""

FACTS: dict[str, Fact] = {
    "torch.nn.Softmax": LayerClass(names("dim"), activation="softmax"),
    "torch.nn.Softmax2d": LayerClass((), activation="softmax", ranks=(3, 4)),
    "torch.nn.Softmin": LayerClass(names("dim"), activation="softmax"),
    "torch.nn.LogSoftmax": LayerClass(names("dim"), activation="log_softmax"),
    "torch.nn.Sigmoid": LayerClass((), activation="sigmoid"),
    "torch.nn.LogSigmoid": LayerClass((), activation="log_sigmoid"),
    "torch.nn.Tanh": LayerClass((), activation="tanh"),
    "torch.nn.ReLU": LayerClass(names("inplace"), activation="relu"),
    "torch.nn.ReLU6": LayerClass(names("inplace"), activation="relu"),
    "torch.nn.LeakyReLU": LayerClass(names("negative_slope inplace"), activation="other"),
    "torch.nn.RReLU": LayerClass(names("lower upper inplace"), mode_dependent=True, activation="other"),
    "torch.nn.ELU": LayerClass(names("alpha inplace"), activation="other"),
    "torch.nn.CELU": LayerClass(names("alpha inplace"), activation="other"),
    "torch.nn.SELU": LayerClass(names("inplace"), activation="other"),
    "torch.nn.GELU": LayerClass(names("approximate"), activation="other"),
    "torch.nn.SiLU": LayerClass(names("inplace"), activation="other"),
    "torch.nn.Mish": LayerClass(names("inplace"), activation="other"),
    "torch.nn.GLU": LayerClass(names("dim"), activation="other", shape=""),
    "torch.nn.Hardshrink": LayerClass(names("lambd"), activation="other"),
    "torch.nn.Hardsigmoid": LayerClass(names("inplace"), activation="other"),
    "torch.nn.Hardswish": LayerClass(names("inplace"), activation="other"),
    "torch.nn.Hardtanh": LayerClass(names("min_val max_val inplace min_value max_value"), activation="other"),
    "torch.nn.Softplus": LayerClass(names("beta threshold"), activation="other"),
    "torch.nn.Softshrink": LayerClass(names("lambd"), activation="other"),
    "torch.nn.Softsign": LayerClass((), activation="other"),
    "torch.nn.Tanhshrink": LayerClass((), activation="other"),
    "torch.nn.Threshold": LayerClass(names("threshold value inplace"), activation="other"),
    "torch.nn.Identity": LayerClass(names("*args **kwargs"), activation="keeps"),
    "torch.nn.Flatten": LayerClass(names("start_dim end_dim"), activation="keeps", shape="flatten"),
    "torch.nn.Unflatten": LayerClass(names("dim unflattened_size"), activation="keeps", shape="unflatten"),
    "torch.nn.PixelShuffle": LayerClass(names("upscale_factor"), activation="keeps", shape="pixel_shuffle"),
    "torch.nn.PixelUnshuffle": LayerClass(names("downscale_factor"), activation="keeps", shape=""),
    "torch.nn.ChannelShuffle": LayerClass(names("groups"), activation="keeps"),
    "torch.nn.Unfold": LayerClass(names("kernel_size dilation padding stride"), shape=""),
    "torch.nn.Fold": LayerClass(names("output_size kernel_size dilation padding stride"), shape=""),
    "torch.nn.Upsample": LayerClass(
        names("size scale_factor mode align_corners recompute_scale_factor"), shape="upsample"
    ),
    "torch.nn.UpsamplingNearest2d": LayerClass(names("size scale_factor"), shape="upsample"),
    "torch.nn.UpsamplingBilinear2d": LayerClass(names("size scale_factor"), shape="upsample"),
    "torch.nn.CosineSimilarity": LayerClass(names("dim eps"), activation="other", call=names("x1 x2"), shape=""),
    "torch.nn.PairwiseDistance": LayerClass(names("p eps keepdim"), activation="other", call=names("x1 x2"), shape=""),
    "torch.nn.LocalResponseNorm": LayerClass(names("size alpha beta k")),
    "torch.nn.CrossMapLRN2d": LayerClass(names("size alpha beta k")),
    "torch.nn.GroupNorm": LayerClass(
        names("num_groups num_channels eps affine device dtype * bias"),
        has_parameters=True,
        parameters_switch="affine",
        size_in="num_channels",
        size_out="num_channels",
        axis=1,
        parameter_names=names("weight bias"),
    ),
    "torch.nn.LayerNorm": LayerClass(
        names("normalized_shape eps elementwise_affine bias device dtype"),
        has_parameters=True,
        parameters_switch="elementwise_affine",
        size_in="normalized_shape",
        size_out="normalized_shape",
        parameter_names=names("weight bias"),
    ),
    "torch.nn.RMSNorm": LayerClass(
        names("normalized_shape eps elementwise_affine device dtype"),
        has_parameters=True,
        parameters_switch="elementwise_affine",
        call=names("x"),
        size_in="normalized_shape",
        size_out="normalized_shape",
        since=(2, 4),
        parameter_names=("weight",),
    ),
    "torch.nn.SyncBatchNorm": LayerClass(
        names("num_features eps momentum affine track_running_stats process_group device dtype * bias"),
        has_parameters=True,
        has_buffers=True,
        mode_dependent=True,
        parameters_switch="affine",
        buffers_switch="track_running_stats",
        mode_switch="track_running_stats",
        batch_statistics=True,
        size_in="num_features",
        size_out="num_features",
        axis=1,
        parameter_names=names("weight bias"),
    ),
}
