"""Every proof on the real PyTorch: the bad example misbehaves, the fixed one does not."""

from __future__ import annotations

import pytest

from server.rules.page import page
from server.rules.registry import rule_named, rule_names
from server.rules.rule import Evidence

pytest.importorskip("torch", exc_type=ImportError)

from tests.support.runs import absent, prove

PROVEN = [name for name in rule_names() if page(name).proof]


@pytest.mark.parametrize("name", rule_names())
def test_only_a_policy_goes_without_proof(name: str):
    rule = rule_named(name)
    assert rule is not None
    assert bool(page(name).proof) == (rule.evidence is not Evidence.POLICY)


@pytest.mark.parametrize("name", PROVEN)
def test_the_proof_holds(name: str):
    if missing := absent(page(name)):
        pytest.skip(f"not installed: {', '.join(missing)}")
    prove(page(name))


@pytest.mark.parametrize("name", PROVEN)
def test_the_proof_fails_with_bad_and_fixed_swapped(name: str):
    if missing := absent(page(name)):
        pytest.skip(f"not installed: {', '.join(missing)}")
    # Usually an assertion fails; a proof may also stumble over what the wrong program did not do.
    with pytest.raises(Exception):  # noqa: B017, PT011
        prove(page(name), swapped=True)
