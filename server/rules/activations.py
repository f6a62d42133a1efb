"""Losses that get what an activation has made, and cannot use it: the part that is the same for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from ..program.events import LossCalled
from ..program.values import Activation, Tensor
from .places import blamed, here
from .rule import Finding, Related, Severity

if TYPE_CHECKING:
    from ..program.program import Program
    from ..program.site import Site

NAMES = {
    "softmax": "softmax",
    "sigmoid": "sigmoid",
    "relu": "ReLU",
    "log_softmax": "log-softmax",
    "log_sigmoid": "log-sigmoid",
    "tanh": "tanh",
    "linear": "linear layer",
}
Unfit = Callable[[LossCalled], "Activation | None"]
"""The activation before a loss that the loss has no use for."""
Message = Callable[[LossCalled, Activation, str], str]
"""What happens, with `this` or `a` for the activation, as it is at the place of the finding or elsewhere."""


def activation_before(call: LossCalled, functions: tuple[str, ...], names: tuple[str, ...]) -> Activation | None:
    """The activation that the input of one of these losses has gone through last, if it is one of these."""
    if call.function not in functions or not isinstance(call.input, Tensor):
        return None
    found = call.input.activation
    return found if found is not None and found.name in names else None


def unfit_activations(
    program: Program, unfit: Unfit, message: Message, severities: dict[str, Severity], *, at_loss: bool = False
) -> Iterator[Finding[LossCalled]]:
    """One finding for each activation whose result losses get; for each loss `at_loss`, or that only some callers bring."""
    found: dict[Activation, list[LossCalled]] = {}
    brought: dict[Activation, list[tuple[Site, LossCalled]]] = {}
    for visits in program.visits(LossCalled):
        bad = [(call, activation) for call in visits if (activation := unfit(call)) is not None]
        if len(bad) == len(visits) and not at_loss:
            found.setdefault(bad[0][1], []).append(bad[0][0])
            continue
        always = len(bad) == len(visits)
        for call, activation in bad[:1] if always else bad:
            if always:
                inner = here(program, call.input_at, call.at)
                related = (Related(activation.site, f"the {NAMES[activation.name]} is here"),)
                yield Finding(inner, message(call, activation, "a"), call, severities[activation.name], related)
            else:
                outer = blamed(program, call.at, call.trail, always=False)
                brought.setdefault(activation, []).append((outer, call))
    for activation, calls in found.items():
        yield _at_cause(program, activation, calls, message, severities[activation.name])
    for activation, guilty in brought.items():
        if activation not in found:
            yield _at_caller(activation, guilty, message, min(severities[activation.name], Severity.WARNING))


def _at_caller(
    activation: Activation, guilty: list[tuple[Site, LossCalled]], message: Message, severity: Severity
) -> Finding[LossCalled]:
    """One finding for all calls that bring the result to losses which others use rightly: at the first that trains."""
    place, call = next((each for each in guilty if each[1].gradients), guilty[0])
    related = [Related(activation.site, f"the {NAMES[activation.name]} is here")]
    others = dict.fromkeys(other for other, _ in guilty if other != place)
    related += [Related(other, "a loss gets its result by this call, too") for other in others]
    return Finding(place, message(call, activation, "a"), call, severity, tuple(related))


def _at_cause(
    program: Program, activation: Activation, calls: list[LossCalled], message: Message, severity: Severity
) -> Finding[LossCalled]:
    """One finding for all losses that get the result: at the activation, or in another file at the first loss."""
    places = [here(program, call.input_at, call.at) for call in calls]
    own = activation.site.module == program.path
    related = [Related(place, "this loss gets its result") for place in places]
    if not own:
        related[0] = Related(activation.site, f"the {NAMES[activation.name]} is here")
    what = message(calls[0], activation, "this" if own else "a")
    return Finding(activation.site if own else places[0], what, calls[0], severity, tuple(related))
