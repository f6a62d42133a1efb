"""Rules that exist for these tests only, one of each severity."""

from __future__ import annotations

from dataclasses import dataclass

from server.rules.rule import Category, Evidence, Severity, Status


@dataclass(frozen=True)
class FakeRule:
    name: str
    category: Category
    severity: Severity
    status: Status = Status.ON
    evidence: Evidence = Evidence.PROOF
    settle: bool = False

    @property
    def summary(self) -> str:
        return f"this is {self.name}"


RULES = (
    FakeRule("doubtful", Category.LOSS, Severity.WARNING, Status.NURSERY),
    FakeRule("missing-zero-grad", Category.TRAINING_LOOP, Severity.ERROR),
    FakeRule("odd-loss", Category.LOSS, Severity.WARNING),
    FakeRule("slow-loop", Category.PERFORMANCE, Severity.HINT),
    FakeRule("soon-lost", Category.OPTIMIZER, Severity.INFORMATION),
)
BY_NAME = {rule.name: rule for rule in RULES}
