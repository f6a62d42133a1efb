"""What a rule is: a function from a program to findings, with its name, category and severity."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from ..program.program import Program
    from ..program.site import Site
    from ..text.edit import Edit

Subject = TypeVar("Subject")
Check = Callable[["Program"], "Iterator[Finding[Subject]]"]
Repair = Callable[["Program", Subject], "Fix | None"]


class Category(Enum):
    """The topic of a rule; settings and suppressions may name it instead of the rule."""

    OPTIMIZER = "optimizer"
    DEVICE = "device"
    TRAINING_LOOP = "training-loop"
    EVALUATION = "evaluation"
    LOSS = "loss"
    MODULE = "module"
    DATA = "data"
    SCHEDULER = "scheduler"
    AMP = "amp"
    DISTRIBUTED = "distributed"
    ACCELERATE = "accelerate"
    CHECKPOINT = "checkpoint"
    PERFORMANCE = "performance"
    LIGHTNING = "lightning"
    NOTEBOOK = "notebook"
    API = "api"
    TORCHWISE = "torchwise"


class Severity(IntEnum):
    """How sure and how bad; a larger number is more severe. See CONTRIBUTING for what each one promises."""

    HINT = 1
    INFORMATION = 2
    WARNING = 3
    ERROR = 4

    @property
    def word(self) -> str:
        """The word used in settings and output."""
        return self.name.lower()


class Status(Enum):
    """Whether a rule is on by default."""

    ON = "on"
    OFF = "off"
    NURSERY = "nursery"


class Evidence(Enum):
    """What the page's proof shows."""

    PROOF = "proof"
    DEMONSTRATION = "demonstration"
    POLICY = "policy"


class Safety(Enum):
    """Whether a fix may be applied without a person looking at it."""

    SAFE = "safe"
    UNSAFE = "unsafe"


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that belongs to the story of a finding."""

    site: Site
    message: str


@dataclass(frozen=True, slots=True)
class Finding(Generic[Subject]):
    """One thing that is wrong, at one place.

    `severity` lowers the rule's declared severity for this finding; None keeps it. With another `status` than ON it is
    shown only where settings turn the rule on, though the rule is on by default. `subject` is handed to the rule's
    fixes; it takes no part in comparing findings.
    """

    site: Site
    message: str
    subject: Subject = field(compare=False)
    severity: Severity | None = None
    related: tuple[Related, ...] = ()
    status: Status = Status.ON


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that repairs a finding: an imperative title of at most 60 characters, and its edits."""

    title: str
    edits: tuple[Edit, ...]
    safety: Safety = Safety.UNSAFE


@dataclass(slots=True)
class Rule(Generic[Subject]):
    """A rule as the registry knows it. `fixes` are tried in order; the first one offered is preferred."""

    name: str
    category: Category
    severity: Severity
    summary: str
    settle: bool
    status: Status
    evidence: Evidence
    check: Check[Subject]
    fixes: list[Repair[Subject]] = field(default_factory=list[Repair[Subject]])

    def findings(self, program: Program) -> list[Finding[Subject]]:
        """All that the rule finds."""
        return list(self.check(program))

    def fix(self, repair: Repair[Subject]) -> Repair[Subject]:
        """Decorator: add a fix. It returns None where it is not sure of itself."""
        self.fixes.append(repair)
        return repair


def rule(
    category: Category,
    severity: Severity,
    summary: str,
    *,
    settle: bool = False,
    status: Status = Status.ON,
    evidence: Evidence = Evidence.PROOF,
) -> Callable[[Check[Subject]], Rule[Subject]]:
    """Make a check function a rule named after it (`_` becomes `-`).

    `summary` completes the sentence "torchwise found that ..." in lists. `settle` is for rules that the
    absence of something triggers: while a function is being typed, their new findings wait.
    """

    def make(check: Check[Subject]) -> Rule[Subject]:
        name = check.__name__.replace("_", "-")
        return Rule(name, category, severity, summary, settle, status, evidence, check)

    return make
