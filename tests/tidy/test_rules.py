"""Names, files and pages of the rules are the same set, and their words follow the conventions."""

from __future__ import annotations

import re

import pytest

from scripts import docs, new_rule
from scripts.environment import ROOT
from server.rules.page import HEADINGS, BadPage, page, parse
from server.rules.registry import NotARule, all_rules, load, rule_named, rule_names
from server.session.meta import META_RULES
from tests.support.literate import read
from tests.support.marks import Mark, take
from tests.support.programs import split

CASES = sorted((ROOT / "tests" / "rules").glob("*.md"))
LONGEST_MESSAGE = 160
LONGEST_SUMMARY = 60
CODE_LIKE = re.compile(r"\w+_\w+|\b[a-z]+\.[a-z]+\b|\w+\(|==|\[\w")


def test_every_file_is_a_rule_with_a_page():
    assert [rule.name for rule in all_rules()] == list(rule_names())
    assert [page(name).name for name in rule_names()] == list(rule_names())


def test_no_rule_has_the_name_of_another_kind_of_thing():
    names = [*rule_names(), *(rule.name for rule in META_RULES)]
    assert len(set(names)) == len(names)
    assert not {rule.category.value for rule in all_rules()} & set(names)


def test_literate_cases_belong_to_a_rule():
    assert {file.stem for file in CASES} <= set(rule_names())


def test_generated_files_are_what_would_be_generated_now():
    assert [str(path.relative_to(ROOT)) for path in docs.stale()] == [], "run `python3 scripts/dev.py docs`"


@pytest.mark.parametrize("rule", [*all_rules(), *META_RULES], ids=lambda rule: rule.name)
def test_the_summary_completes_a_sentence(rule):
    assert rule.summary[0].islower() or rule.summary[0] == "`"
    assert not rule.summary.endswith(".")
    assert len(rule.summary) <= LONGEST_SUMMARY


def messages() -> list[tuple[str, str]]:
    """Every message of every page and case: the tests of both hold that it is what the rule says."""
    texts = [(name, page(name).bad) for name in rule_names()]
    texts += [(name, text) for name in rule_names() for text in page(name).good]
    texts += [(file.stem, case.code) for file in CASES for case in read(file)]
    marks: list[tuple[str, Mark]] = [
        (name, mark) for name, text in texts for file in split(text).files.values() for mark in take(file)[1]
    ]
    return sorted({(mark.rule or name, mark.message) for name, mark in marks})


@pytest.mark.parametrize(("rule", "message"), messages())
def test_messages_follow_the_convention(rule: str, message: str):
    assert unconventional(message) == "", rule


@pytest.mark.parametrize(
    "message",
    [
        "The optimizer never steps",
        "`model` is in eval mode.",
        "`model is in eval mode",
        "model.weight is on the CPU",
        "self_attention is never called",
        "call backward() first",
        "x" * 161,
    ],
)
def test_an_unconventional_message_would_be_seen(message: str):
    assert unconventional(message)


def unconventional(message: str) -> str:
    """What is wrong with the form of a message."""
    outside = "".join(message.split("`")[::2])
    if message[0].isupper():
        return "it begins with a capital"
    if message.endswith((".", "!")) and not message.endswith(" ..."):
        return "it ends with a full stop"
    if message.count("`") % 2:
        return "a backtick is missing"
    if code := CODE_LIKE.search(outside):
        return f"code stands outside backticks: {code[0]}"
    if len(message) > LONGEST_MESSAGE:
        return f"it has {len(message)} characters"
    return ""


def test_a_file_must_hold_the_rule_of_its_name(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rule_named("missing-zero-grad"), "name", "other-name")
    with pytest.raises(NotARule, match="other-name"):
        load("missing-zero-grad")


def test_a_new_rule_begins_as_a_page():
    text = new_rule.RULE.format(function="missing_seed")
    compile(text, "missing_seed.py", "exec")
    assert parse("missing-seed", text.split('"""')[1]).good


@pytest.mark.parametrize("heading", [heading for heading in HEADINGS if heading != "Proof"])
def test_a_page_without_one_of_its_sections_is_refused(heading: str):
    text = new_rule.RULE.split('"""')[1]
    with pytest.raises(BadPage):
        parse("missing-seed", text.replace(f"## {heading}\n", ""))


def test_asking_for_the_page_of_no_rule_is_an_error():
    with pytest.raises(KeyError):
        page("no-such-rule")
