"""The SARIF log: valid, and complete."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import cast

from server.cli.outcome import CheckedFile, FoundHere, Outcome, Trouble, TroubleKind
from server.cli.sarif import as_log, sarif
from server.rules.rule import Category, Severity
from server.session.report import Diagnostic
from server.text.lines import split_lines
from server.text.span import span

from .outcomes import FOLDER, KNOWN, LOSS, OTHER, PATH, TEXT, ZERO_GRAD, found, joined, outcome

REGION = {"startLine", "startColumn", "endLine", "endColumn"}


def check_sarif(log: dict[str, object]) -> dict[str, object]:
    """What the schema of SARIF 2.1.0 demands of the parts that are written here; the one run."""
    assert set(log) == {"$schema", "version", "runs"}
    assert log["version"] == "2.1.0"
    (run,) = cast("list[dict[str, object]]", log["runs"])
    assert set(run) == {"tool", "columnKind", "originalUriBaseIds", "invocations", "results"}
    assert run["columnKind"] == "unicodeCodePoints"
    driver = cast("dict[str, dict[str, object]]", run["tool"])["driver"]
    assert isinstance(driver["name"], str)
    rules = cast("list[dict[str, object]]", driver["rules"])
    ids = [rule["id"] for rule in rules]
    assert len(set(map(str, ids))) == len(ids)
    for rule in rules:
        for key in ("shortDescription", "fullDescription", "help"):
            assert cast("dict[str, str]", rule[key])["text"]
        assert cast("dict[str, str]", rule["defaultConfiguration"])["level"] in ("error", "warning", "note")
    bases = cast("dict[str, dict[str, str]]", run["originalUriBaseIds"])
    assert all(base["uri"].startswith("file:///") and base["uri"].endswith("/") for base in bases.values())
    for invocation in cast("list[dict[str, object]]", run["invocations"]):
        assert isinstance(invocation["executionSuccessful"], bool)
        for key in ("toolConfigurationNotifications", "toolExecutionNotifications"):
            for notification in cast("list[dict[str, object]]", invocation[key]):
                assert notification["level"] in ("error", "warning", "note", "none")
                assert cast("dict[str, str]", notification["message"])["text"]
    for result in cast("list[dict[str, object]]", run["results"]):
        assert ids[cast("int", result["ruleIndex"])] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        assert cast("dict[str, str]", result["message"])["text"]
        places = cast("list[dict[str, object]]", result["locations"])
        assert len(places) == 1
        places = places + cast("list[dict[str, object]]", result.get("relatedLocations", []))
        for place in places:
            check_place(cast("dict[str, dict[str, object]]", place["physicalLocation"]), bases)
        assert all(cast("dict[str, str]", result["partialFingerprints"]).values())
        for fix in cast("list[dict[str, object]]", result.get("fixes", [])):
            changes = cast("list[dict[str, object]]", fix["artifactChanges"])
            assert changes
            for change in changes:
                replacements = cast("list[dict[str, dict[str, object]]]", change["replacements"])
                assert replacements
                assert all(set(replacement["deletedRegion"]) == REGION for replacement in replacements)
    return run


def check_place(place: dict[str, dict[str, object]], bases: dict[str, dict[str, str]]) -> None:
    uri = str(place["artifactLocation"]["uri"])
    assert not re.search(r"[\s\\^`{|}<>\"]|[^\x00-\x7f]", uri)
    assert place["artifactLocation"].get("uriBaseId", "") in bases or uri.startswith("file:///")
    region = place["region"]
    assert set(region) == REGION
    assert all(isinstance(number, int) and number >= 1 for number in region.values())


def test_sarif_is_valid_and_complete() -> None:
    troubles = [
        Trouble(TroubleKind.SETTINGS, OTHER, 3, "unknown setting"),
        Trouble(TroubleKind.READING, PATH, 6, "this line is too deep"),
        Trouble(TroubleKind.PATH, OTHER, 0, "cannot be read"),
    ]
    outside = CheckedFile(str(Path("/elsewhere/a b.py").absolute()), ("x\n",), (LOSS,))
    inside = CheckedFile(PATH, tuple(split_lines(TEXT)), (ZERO_GRAD, LOSS, LOSS))
    log = as_log(Outcome(FOLDER, (outside, inside), tuple(troubles), 2, 2), KNOWN)
    assert json.loads(json.dumps(log)) == log
    run = check_sarif(log)
    results = cast("list[dict[str, object]]", run["results"])
    assert [result["ruleId"] for result in results] == ["odd-loss", "missing-zero-grad", "odd-loss", "odd-loss"]
    assert [result["level"] for result in results] == ["warning", "error", "warning", "warning"]
    assert len({json.dumps(result["partialFingerprints"]) for result in results}) == 4
    place = cast("list[dict[str, dict[str, object]]]", results[1]["locations"])[0]["physicalLocation"]
    assert place == {
        "artifactLocation": {"uri": "deep/tr%C3%A4in.py", "uriBaseId": "SRCROOT"},
        "region": {"startLine": 9, "startColumn": 2, "endLine": 9, "endColumn": 18},
    }
    (invocation,) = cast("list[dict[str, list[object]]]", run["invocations"])
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 2)
    assert len(invocation["toolConfigurationNotifications"]) == 1
    assert len(invocation["toolExecutionNotifications"]) == 2


def test_sarif_levels_keep_the_difference_in_a_property() -> None:
    log = as_log(outcome(found("slow-loop", (0, 0, 0, 1)), found("soon-lost", (0, 0, 0, 1))), KNOWN)
    results = cast("list[dict[str, object]]", check_sarif(log)["results"])
    assert [result["level"] for result in results] == ["note", "note"]
    assert [cast("dict[str, str]", result["properties"])["severity"] for result in results] == ["hint", "information"]


def test_sarif_of_nothing() -> None:
    run = check_sarif(json.loads(joined(sarif(outcome(code=0), KNOWN))))
    assert run["results"] == []
    (invocation,) = cast("list[dict[str, object]]", run["invocations"])
    assert invocation["executionSuccessful"] is True


def test_meta_rules_have_pages_in_the_log() -> None:
    rule = KNOWN.by_name["unused-suppression"]
    entry = FoundHere(Diagnostic(rule.name, Category.TORCHWISE, Severity.INFORMATION, "unused", span(0, 0, 0, 1)))
    run = check_sarif(as_log(outcome(entry), KNOWN))
    driver = cast("dict[str, dict[str, list[dict[str, dict[str, str]]]]]", run["tool"])["driver"]
    assert driver["rules"][0]["help"]["markdown"].startswith("# unused-suppression\n\nA suppression comment")
