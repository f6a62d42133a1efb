"""Functions of torch.nn.functional that are not losses, and torch.nn.init (torch 2.13.0)."""

from __future__ import annotations

from typing import Literal

from .facts import Action, Activation, Fact, TensorFunction, names
from .tables import functions

FACTS: dict[str, Fact] = {}

_F = "torch.nn.functional"
_SAME = TensorFunction((), shape="same")


def _activation(
    words: str, signature: str, activation: Activation, saves: Literal["", "input", "result"] = "input"
) -> None:
    row = TensorFunction(names(signature), activation=activation, shape="same", saves=saves)
    functions(FACTS, _F, words, row)


_activation("relu", "input inplace", "relu", "result")
_activation("relu6", "input inplace", "relu")
_activation("sigmoid", "input", "sigmoid", "result")
_activation("tanh", "input", "tanh", "result")
_activation("logsigmoid", "input", "log_sigmoid")
_activation("softmax softmin", "input dim _stacklevel dtype", "softmax", "result")
_activation("log_softmax", "input dim _stacklevel dtype", "log_softmax", "result")
_activation("gumbel_softmax", "logits tau hard eps dim", "softmax", "result")
_activation("gelu", "input approximate", "other")
_activation("silu mish selu hardsigmoid hardswish", "input inplace", "other")
_activation("elu celu", "input alpha inplace", "other")
_activation("leaky_relu", "input negative_slope inplace", "other")
_activation("hardtanh", "input min_val max_val inplace", "other")
_activation("threshold", "input threshold value inplace", "other")
_activation("softplus", "input beta threshold", "other")
_activation("softsign", "input", "other")
_activation("tanhshrink", "input", "other", "")
_activation("softshrink hardshrink", "input lambd", "other")
_activation("prelu", "input weight", "other")
functions(FACTS, _F, "glu", TensorFunction(names("input dim"), activation="other", saves="input"))
_activation("normalize", "input p dim eps", "other")
functions(
    FACTS,
    _F,
    "rrelu",
    _SAME._replace(
        signature=names("input lower upper training inplace"), activation="other", training="training", saves="input"
    ),
)
functions(
    FACTS,
    _F,
    "relu_",
    _SAME._replace(signature=names("input"), activation="relu", in_place=True, aliases=True, result="self"),
)

_NORM = _SAME._replace(saves="input")
_DROPOUT = _SAME._replace(
    signature=names("input p training inplace"),
    activation="keeps",
    training="training",
    training_default=True,
    aliases=True,
)
functions(FACTS, _F, "dropout dropout1d dropout2d dropout3d", _DROPOUT)
functions(FACTS, _F, "alpha_dropout feature_alpha_dropout", _DROPOUT._replace(training_default=False))
functions(
    FACTS,
    _F,
    "batch_norm",
    _SAME._replace(
        signature=names("input running_mean running_var weight bias training momentum eps"),
        training="training",
        saves="input",
    ),
)
functions(
    FACTS,
    _F,
    "instance_norm",
    _SAME._replace(
        signature=names("input running_mean running_var weight bias use_input_stats momentum eps"),
        training="use_input_stats",
        training_default=True,
    ),
)
functions(FACTS, _F, "layer_norm", _NORM._replace(signature=names("input normalized_shape weight bias eps")))
functions(FACTS, _F, "rms_norm", _NORM._replace(signature=names("input normalized_shape weight eps")))
functions(FACTS, _F, "group_norm", _NORM._replace(signature=names("input num_groups weight bias eps")))
functions(FACTS, _F, "local_response_norm", _NORM._replace(signature=names("input size alpha beta k")))

_LINEAR = TensorFunction((), activation="linear", saves="input")
functions(FACTS, _F, "linear", _LINEAR._replace(signature=names("input weight bias"), shape="linear"))
functions(FACTS, _F, "bilinear", _LINEAR._replace(signature=names("input1 input2 weight bias"), saves=""))
for _d in (1, 2, 3):
    functions(
        FACTS,
        _F,
        f"conv{_d}d",
        _LINEAR._replace(signature=names("input weight bias stride padding dilation groups"), shape="conv"),
    )
    functions(
        FACTS,
        _F,
        f"conv_transpose{_d}d",
        _LINEAR._replace(signature=names("input weight bias stride padding output_padding groups dilation")),
    )
    functions(
        FACTS,
        _F,
        f"max_pool{_d}d",
        TensorFunction(
            names("input kernel_size stride padding dilation ceil_mode return_indices"),
            shape="pool",
            saves="" if _d == 1 else "input",
        ),
    )
    _average = "input kernel_size stride padding ceil_mode count_include_pad" + " divisor_override" * (_d > 1)
    functions(
        FACTS, _F, f"avg_pool{_d}d", TensorFunction(names(_average), shape="pool", saves="" if _d == 1 else "input")
    )
    functions(FACTS, _F, f"adaptive_avg_pool{_d}d", TensorFunction(names("input output_size"), shape="adaptive_pool"))
    functions(
        FACTS,
        _F,
        f"adaptive_max_pool{_d}d",
        TensorFunction(
            names("input output_size return_indices"), shape="adaptive_pool", saves="" if _d == 1 else "input"
        ),
    )
    functions(FACTS, _F, f"lp_pool{_d}d", TensorFunction(names("input norm_type kernel_size stride ceil_mode")))
    functions(
        FACTS, _F, f"max_unpool{_d}d", TensorFunction(names("input indices kernel_size stride padding output_size"))
    )

functions(
    FACTS,
    _F,
    "fractional_max_pool2d fractional_max_pool3d",
    TensorFunction(names("input kernel_size output_size output_ratio return_indices _random_samples")),
)

_LOOKUP = TensorFunction((), dtype="unknown", shape="embedding")
functions(
    FACTS,
    _F,
    "embedding",
    _LOOKUP._replace(signature=names("input weight padding_idx max_norm norm_type scale_grad_by_freq sparse")),
)
functions(
    FACTS,
    _F,
    "embedding_bag",
    _LOOKUP._replace(
        signature=names(
            "input weight offsets max_norm norm_type scale_grad_by_freq mode sparse per_sample_weights"
            " include_last_offset padding_idx"
        ),
        shape="",
    ),
)
functions(
    FACTS,
    _F,
    "one_hot",
    TensorFunction(names("tensor num_classes"), graph="none", dtype="int64", shape="one_hot"),
)
functions(
    FACTS,
    _F,
    "scaled_dot_product_attention",
    TensorFunction(
        names("query key value attn_mask dropout_p is_causal scale enable_gqa"),
        inputs=names("query key value attn_mask"),
        training="dropout_p",
    ),
)
functions(FACTS, _F, "cosine_similarity", TensorFunction(names("x1 x2 dim eps"), activation="other"))
functions(
    FACTS, _F, "pairwise_distance", TensorFunction(names("x1 x2 p eps keepdim"), saves="result", activation="other")
)
functions(FACTS, "torch", "cosine_similarity", TensorFunction(names("x1 x2 dim eps"), activation="other"))
functions(
    FACTS,
    "torch",
    "pairwise_distance",
    TensorFunction(names("x1 x2 p eps keepdim"), saves="result", activation="other"),
)
functions(FACTS, _F, "pdist", TensorFunction(names("input p"), saves="both", activation="other"))
functions(FACTS, _F, "pad", TensorFunction(names("input pad mode value"), shape="pad"))
functions(
    FACTS,
    _F,
    "interpolate",
    TensorFunction(
        names("input size scale_factor mode align_corners recompute_scale_factor antialias"), shape="interpolate"
    ),
)
functions(
    FACTS, _F, "upsample", TensorFunction(names("input size scale_factor mode align_corners"), shape="interpolate")
)
functions(
    FACTS,
    _F,
    "upsample_nearest upsample_bilinear",
    TensorFunction(names("input size scale_factor"), shape="interpolate"),
)
functions(FACTS, _F, "grid_sample", TensorFunction(names("input grid mode padding_mode align_corners"), saves="input"))
functions(FACTS, _F, "affine_grid", TensorFunction(names("theta size align_corners")))
functions(FACTS, _F, "pixel_shuffle", TensorFunction(names("input upscale_factor"), activation="keeps"))
functions(FACTS, _F, "pixel_unshuffle", TensorFunction(names("input downscale_factor"), activation="keeps"))
functions(FACTS, _F, "channel_shuffle", TensorFunction(names("input groups"), activation="keeps"))
functions(FACTS, _F, "unfold", TensorFunction(names("input kernel_size dilation padding stride")))
functions(FACTS, _F, "fold", TensorFunction(names("input output_size kernel_size dilation padding stride")))

_INITIALIZERS = {
    "uniform_": "tensor a b generator",
    "normal_": "tensor mean std generator",
    "trunc_normal_": "tensor mean std a b generator",
    "constant_": "tensor val",
    "ones_": "tensor",
    "zeros_": "tensor",
    "eye_": "tensor",
    "dirac_": "tensor groups",
    "xavier_uniform_": "tensor gain generator",
    "xavier_normal_": "tensor gain generator",
    "kaiming_uniform_": "tensor a mode nonlinearity generator",
    "kaiming_normal_": "tensor a mode nonlinearity generator",
    "orthogonal_": "tensor gain generator",
    "sparse_": "tensor sparsity std generator",
}
for _name, _signature in _INITIALIZERS.items():
    FACTS[f"torch.nn.init.{_name}"] = Action(
        names(_signature), effect="initializes", returns="argument", on=("tensor",)
    )
FACTS["torch.nn.init.calculate_gain"] = Action(names("nonlinearity param"), returns="python")
