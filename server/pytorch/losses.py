"""Losses as modules (torch.nn) and as functions (torch.nn.functional) (torch 2.13.0)."""

from __future__ import annotations

from .facts import Fact, LossClass, LossFunction, names

_OLD = "size_average reduce reduction"
_PAIR = names("input1 input2 target")
_TRIPLET = names("anchor positive negative")

FACTS: dict[str, Fact] = {
    "torch.nn.CrossEntropyLoss": LossClass(
        names("weight size_average ignore_index reduce reduction label_smoothing"),
        expects="logits",
        target="class_or_probabilities",
        weights=("weight",),
    ),
    "torch.nn.NLLLoss": LossClass(
        names("weight size_average ignore_index reduce reduction"),
        expects="log_probabilities",
        target="class",
        weights=("weight",),
    ),
    "torch.nn.NLLLoss2d": LossClass(
        names("weight size_average ignore_index reduce reduction"),
        expects="log_probabilities",
        target="class",
        weights=("weight",),
    ),
    "torch.nn.LinearCrossEntropyLoss": LossClass(
        names(
            "in_features num_classes * out_features bias device dtype reduction weight ignore_index label_smoothing"
            " options"
        ),
        target="class_or_probabilities",
        weights=("weight",),
        has_parameters=True,
        since=(2, 13),
    ),
    "torch.nn.BCELoss": LossClass(
        names(f"weight {_OLD}"),
        expects="probabilities",
        target="binary",
        weights=("weight",),
        autocast_safe=False,
    ),
    "torch.nn.BCEWithLogitsLoss": LossClass(
        names(f"weight {_OLD} pos_weight"),
        expects="logits",
        target="binary",
        weights=names("weight pos_weight"),
    ),
    "torch.nn.MSELoss": LossClass(names(_OLD), broadcasts=True),
    "torch.nn.L1Loss": LossClass(names(_OLD), broadcasts=True),
    "torch.nn.SmoothL1Loss": LossClass(names(f"{_OLD} beta"), broadcasts=True),
    "torch.nn.HuberLoss": LossClass(names("reduction delta"), broadcasts=True),
    "torch.nn.GaussianNLLLoss": LossClass(
        names("* full eps reduction"), call=names("input target var"), broadcasts=True
    ),
    "torch.nn.PoissonNLLLoss": LossClass(
        names("log_input full size_average eps reduce reduction"), call=names("log_input target"), broadcasts=True
    ),
    "torch.nn.KLDivLoss": LossClass(
        names(f"{_OLD} log_target"),
        expects="log_probabilities",
        target="distribution",
        reductions=names("mean sum none batchmean"),
        broadcasts=True,
    ),
    "torch.nn.CTCLoss": LossClass(
        names("blank reduction zero_infinity"),
        call=names("log_probs targets input_lengths target_lengths"),
        expects="log_probabilities",
        target="sequence",
    ),
    "torch.nn.CosineEmbeddingLoss": LossClass(names(f"margin {_OLD}"), call=_PAIR, target="sign"),
    "torch.nn.MarginRankingLoss": LossClass(names(f"margin {_OLD}"), call=_PAIR, target="sign"),
    "torch.nn.HingeEmbeddingLoss": LossClass(names(f"margin {_OLD}"), target="sign", broadcasts=True),
    "torch.nn.SoftMarginLoss": LossClass(names(_OLD), target="sign", broadcasts=True),
    "torch.nn.MultiLabelMarginLoss": LossClass(names(_OLD), target="class"),
    "torch.nn.MultiLabelSoftMarginLoss": LossClass(
        names(f"weight {_OLD}"), expects="logits", target="binary", weights=("weight",), broadcasts=True
    ),
    "torch.nn.MultiMarginLoss": LossClass(names(f"p margin weight {_OLD}"), target="class", weights=("weight",)),
    "torch.nn.TripletMarginLoss": LossClass(names(f"margin p eps swap {_OLD}"), call=_TRIPLET, target="none"),
    "torch.nn.TripletMarginWithDistanceLoss": LossClass(
        names("* distance_function margin swap reduction"), call=_TRIPLET, target="none"
    ),
    "torch.nn.functional.cross_entropy": LossFunction(
        names("input target weight size_average ignore_index reduce reduction label_smoothing"),
        expects="logits",
        target="class_or_probabilities",
        weights=("weight",),
    ),
    "torch.nn.functional.nll_loss": LossFunction(
        names("input target weight size_average ignore_index reduce reduction"),
        expects="log_probabilities",
        target="class",
        weights=("weight",),
    ),
    "torch.nn.functional.binary_cross_entropy": LossFunction(
        names(f"input target weight {_OLD}"),
        expects="probabilities",
        target="binary",
        weights=("weight",),
        autocast_safe=False,
    ),
    "torch.nn.functional.binary_cross_entropy_with_logits": LossFunction(
        names(f"input target weight {_OLD} pos_weight"),
        expects="logits",
        target="binary",
        weights=names("weight pos_weight"),
    ),
    "torch.nn.functional.mse_loss": LossFunction(
        names(f"input target {_OLD} weight"), weights=("weight",), broadcasts=True
    ),
    "torch.nn.functional.l1_loss": LossFunction(
        names(f"input target {_OLD} weight"), weights=("weight",), broadcasts=True
    ),
    "torch.nn.functional.smooth_l1_loss": LossFunction(names(f"input target {_OLD} beta"), broadcasts=True),
    "torch.nn.functional.huber_loss": LossFunction(
        names("input target reduction delta weight"), weights=("weight",), broadcasts=True
    ),
    "torch.nn.functional.gaussian_nll_loss": LossFunction(
        names("input target var full eps reduction"), broadcasts=True
    ),
    "torch.nn.functional.poisson_nll_loss": LossFunction(
        names("input target log_input full size_average eps reduce reduction"), broadcasts=True
    ),
    "torch.nn.functional.kl_div": LossFunction(
        names(f"input target {_OLD} log_target"),
        expects="log_probabilities",
        target="distribution",
        reductions=names("mean sum none batchmean"),
        broadcasts=True,
    ),
    "torch.nn.functional.ctc_loss": LossFunction(
        names("log_probs targets input_lengths target_lengths blank reduction zero_infinity"),
        expects="log_probabilities",
        target="sequence",
    ),
    "torch.nn.functional.cosine_embedding_loss": LossFunction(
        names(f"input1 input2 target margin {_OLD}"), target="sign"
    ),
    "torch.nn.functional.margin_ranking_loss": LossFunction(
        names(f"input1 input2 target margin {_OLD}"), target="sign"
    ),
    "torch.nn.functional.hinge_embedding_loss": LossFunction(
        names(f"input target margin {_OLD}"), target="sign", broadcasts=True
    ),
    "torch.nn.functional.soft_margin_loss": LossFunction(names(f"input target {_OLD}"), target="sign", broadcasts=True),
    "torch.nn.functional.multilabel_margin_loss": LossFunction(names(f"input target {_OLD}"), target="class"),
    "torch.nn.functional.multilabel_soft_margin_loss": LossFunction(
        names(f"input target weight {_OLD}"), expects="logits", target="binary", weights=("weight",), broadcasts=True
    ),
    "torch.nn.functional.multi_margin_loss": LossFunction(
        names(f"input target p margin weight {_OLD}"), target="class", weights=("weight",)
    ),
    "torch.nn.functional.triplet_margin_loss": LossFunction(
        names(f"anchor positive negative margin p eps swap {_OLD}"), target="none"
    ),
    "torch.nn.functional.triplet_margin_with_distance_loss": LossFunction(
        names("anchor positive negative * distance_function margin swap reduction"), target="none"
    ),
}
