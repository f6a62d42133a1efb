"""The output formats, each from an outcome that is written down here."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast
from xml.etree import ElementTree as ET

import pytest

from server.cli import formats
from server.cli.concise import concise
from server.cli.fingerprints import fingerprints
from server.cli.full import Look, full
from server.cli.github import github
from server.cli.gitlab import gitlab
from server.cli.json_output import as_object, json_output
from server.cli.junit import junit
from server.cli.outcome import CheckedFile, FoundHere, Outcome, Trouble, TroubleKind
from server.cli.sarif import as_log, sarif
from server.cli.style import Style, style_for
from server.rules.rule import Category, Safety, Severity
from server.session.known_rules import known
from server.session.report import Diagnostic, RelatedPlace, VerifiedFix
from server.text.edit import Edit
from server.text.lines import split_lines
from server.text.span import span

from .fake_rules import RULES

FOLDER = str(Path("/work place/project").absolute())
PATH = str(Path(FOLDER, "deep", "träin.py"))
OTHER = str(Path(FOLDER, "model.py"))
TEXT = """\
import torch

optimizer = SGD(model.parameters())


for epoch in range(3):
    for x, y in loader:
        "日本", loss(x, y).backward()
\toptimizer.step()
        print("a")
"""
KNOWN = known(RULES)
PLAIN = Look(Style(), 80, changes=False)


def found(
    rule: str,
    where: tuple[int, int, int, int],
    message: str = "it is wrong",
    related: tuple[RelatedPlace, ...] = (),
    fixes: tuple[VerifiedFix, ...] = (),
) -> FoundHere:
    facts = KNOWN.by_name[rule]
    return FoundHere(Diagnostic(rule, facts.category, facts.severity, message, span(*where), related), fixes)


ZERO_GRAD = found(
    "missing-zero-grad",
    (8, 1, 8, 17),
    "`optimizer` steps but its gradients are never cleared",
    related=(
        RelatedPlace("", span(2, 0, 2, 9), "made here"),
        RelatedPlace(OTHER, span(1, 4, 1, 7), "of this model"),
    ),
    fixes=(
        VerifiedFix(
            "Clear the gradients after the step",
            Safety.SAFE,
            (Edit(span(9, 0, 9, 0), "        optimizer.zero_grad()\n"),),
        ),
        VerifiedFix(
            "Clear them elsewhere", Safety.UNSAFE, (Edit(span(0, 0, 1, 0), "", OTHER), Edit(span(8, 0, 8, 0), "x"))
        ),
    ),
)
LOSS = found("odd-loss", (7, 14, 7, 24), "`loss` is 100% odd, [a](1):\nreally")


def outcome(*entries: FoundHere, troubles: Sequence[Trouble] = (), code: int = 1, text: str = TEXT) -> Outcome:
    files = (CheckedFile(PATH, tuple(split_lines(text)), entries),) if entries else ()
    return Outcome(FOLDER, files, tuple(troubles), 3, code)


def no_file(_path: str) -> Sequence[str]:
    raise FileNotFoundError


def model_file(_path: str) -> Sequence[str]:
    return ["class Model:\n", "    net = Linear(2, 2)\n"]


def joined(pieces: Iterator[str]) -> str:
    return "".join(pieces)


def test_full_tells_the_whole_story() -> None:
    assert joined(full(outcome(ZERO_GRAD), PLAIN, model_file)) == (
        """\
error[missing-zero-grad]: `optimizer` steps but its gradients are never cleared
  --> deep/träin.py:9:2
   |
 3 | optimizer = SGD(model.parameters())
   | --------- made here
...
 7 |     for x, y in loader:
 8 |         "日本", loss(x, y).backward()
 9 |     optimizer.step()
   |     ^^^^^^^^^^^^^^^^
10 |         print("a")
   |
  ::: model.py:2:5
   |
 2 |     net = Linear(2, 2)
   |     --- of this model
   |
   = fix: Clear the gradients after the step
   = fix: Clear them elsewhere (look before applying)
   = why: torchwise explain missing-zero-grad

Found 1 error in 3 files. 1 can be fixed.
"""
    )


def test_full_marks_wide_letters_where_they_are_seen() -> None:
    shown = joined(full(outcome(found("odd-loss", (7, 14, 7, 24))), PLAIN, no_file)).splitlines()
    line = next(index for index, text in enumerate(shown) if text.startswith("8 | "))
    # Each of the two ideographs before it takes two columns.
    assert shown[line].index("loss(x, y)") == 18
    assert shown[line + 1] == "  | " + " " * 16 + "^" * 10


def test_full_without_the_other_file_still_says_what_is_there() -> None:
    shown = joined(full(outcome(ZERO_GRAD), PLAIN, no_file))
    assert "   |\n  ::: model.py:2:5\n   = of this model\n   |\n" in shown


def test_full_shows_the_change_where_asked() -> None:
    shown = joined(full(outcome(ZERO_GRAD), Look(Style(), 80, changes=True), no_file))
    assert (
        "   = fix: Clear the gradients after the step\n"
        " 9       optimizer.step()\n"
        "10 +         optimizer.zero_grad()\n"
        '10           print("a")\n'
        "   = fix: Clear them elsewhere"
    ) in shown


def test_full_marks_every_line_of_a_short_span_and_the_first_of_a_long_one() -> None:
    text = "import torch\nstep(\n    1,\n)\n"
    assert "2 | step(\n  | ^^^^^\n3 |     1,\n  |     ^^\n4 | )\n  | ^\n" in joined(
        full(outcome(found("odd-loss", (1, 0, 3, 1)), text=text), PLAIN, no_file)
    )
    long = "import torch\nstep(\n" + "    1,\n" * 9 + ")\n"
    shown = joined(full(outcome(found("odd-loss", (1, 0, 11, 1)), text=long), PLAIN, no_file))
    assert " 2 | step(\n   | ^^^^^\n 3 |     1,\n   |\n" in shown


def test_full_cuts_long_lines_around_the_mark() -> None:
    text = "x = '" + "a" * 300 + "', wrong, '" + "b" * 300 + "'\n"
    start = text.index("wrong")
    shown = joined(full(outcome(found("odd-loss", (0, start, 0, start + 5)), text=text), PLAIN, no_file)).splitlines()
    line = next(index for index, content in enumerate(shown) if content.startswith("1 | "))
    assert len(shown[line]) <= 80
    assert shown[line].startswith("1 | ...a")
    assert shown[line].endswith("b...")
    assert shown[line].index("wrong") == shown[line + 1].index("^^^^^")


def test_full_marks_an_empty_place_at_the_end_of_the_file() -> None:
    shown = joined(full(outcome(found("odd-loss", (1, 0, 1, 0)), text="import torch\n"), PLAIN, no_file))
    assert "odd-loss" in shown
    shown = joined(full(outcome(found("odd-loss", (0, 12, 0, 12)), text="import torch\n"), PLAIN, no_file))
    assert "1 | import torch\n  |             ^\n" in shown


def test_text_cannot_disturb_the_terminal() -> None:
    text = "x = '\x1b[31m\u202e'\n"
    entry = found("odd-loss", (0, 0, 0, 1), "`\x1b]0;title\x07` is odd\nnext")
    for shown in (joined(full(outcome(entry, text=text), PLAIN, no_file)), joined(concise(outcome(entry, text=text)))):
        assert not re.search("[\x1b\x07\u202e]", shown)
        assert "is odd\N{REPLACEMENT CHARACTER}next" in shown


def test_full_in_colours_says_the_same() -> None:
    coloured = joined(full(outcome(ZERO_GRAD, LOSS), Look(Style(coloured=True), 80, changes=True), model_file))
    plain = joined(full(outcome(ZERO_GRAD, LOSS), Look(Style(), 80, changes=True), model_file))
    assert "\x1b[1;31merror[missing-zero-grad]\x1b[0m" in coloured
    assert re.sub("\x1b\\[[0-9;]*m", "", coloured) == plain
    assert "\n\x1b[0m" not in coloured


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ((), "Nothing found in 3 files.\n"),
        ((ZERO_GRAD, ZERO_GRAD), "Found 2 errors in 3 files. 2 can be fixed.\n"),
        ((ZERO_GRAD, LOSS), "Found 1 error and 1 warning in 3 files. 1 can be fixed.\n"),
        (
            (ZERO_GRAD, LOSS, found("soon-lost", (0, 0, 0, 1)), found("slow-loop", (0, 0, 0, 1))),
            "Found 1 error, 1 warning, 1 information and 1 hint in 3 files. 1 can be fixed.\n",
        ),
    ],
)
def test_full_sums_up(entries: tuple[FoundHere, ...], said: str) -> None:
    assert joined(full(outcome(*entries), PLAIN, no_file)).splitlines(keepends=True)[-1] == said


class Stream:
    def __init__(self, *, terminal: bool) -> None:
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


@pytest.mark.parametrize(
    ("terminal", "variables", "coloured"),
    [
        (True, {"TERM": "xterm"}, True),
        (False, {"TERM": "xterm"}, False),
        (True, {"TERM": "dumb"}, False),
        (True, {"TERM": "xterm", "NO_COLOR": "1"}, False),
        (True, {"TERM": "xterm", "NO_COLOR": ""}, True),
        (False, {"FORCE_COLOR": "1"}, True),
        (False, {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_colours_are_for_terminals(terminal: bool, variables: dict[str, str], coloured: bool) -> None:
    assert style_for(Stream(terminal=terminal), variables).coloured is coloured  # type: ignore[arg-type]


def test_concise_is_one_line_a_finding() -> None:
    assert joined(concise(outcome(LOSS, ZERO_GRAD))) == (
        "deep/träin.py:8:15: warning: `loss` is 100% odd, [a](1):\N{REPLACEMENT CHARACTER}really [odd-loss]\n"
        "deep/träin.py:9:2: error: `optimizer` steps but its gradients are never cleared [missing-zero-grad]"
        " (fix: Clear the gradients after the step)\n"
    )


def test_json_is_the_contract() -> None:
    troubles = [Trouble(TroubleKind.READING, PATH, 6, "this line is too deep")]
    written = json.loads(joined(json_output(outcome(ZERO_GRAD, troubles=troubles))))
    url = written["findings"][0].pop("url")
    assert url.startswith("file://")
    assert url.endswith("/diagnostics/missing_zero_grad.py")
    version = written.pop("version")
    assert re.fullmatch(r"\d+\.\d+.*", version)
    assert written == {
        "schema": 1,
        "findings": [
            {
                "rule": "missing-zero-grad",
                "category": "training-loop",
                "severity": "error",
                "message": "`optimizer` steps but its gradients are never cleared",
                "path": "deep/träin.py",
                "cell": None,
                "range": {"start": {"line": 9, "column": 2}, "end": {"line": 9, "column": 18}},
                "related": [
                    {
                        "message": "made here",
                        "path": "deep/träin.py",
                        "range": {"start": {"line": 3, "column": 1}, "end": {"line": 3, "column": 10}},
                    },
                    {
                        "message": "of this model",
                        "path": "model.py",
                        "range": {"start": {"line": 2, "column": 5}, "end": {"line": 2, "column": 8}},
                    },
                ],
                "fixes": [
                    {
                        "title": "Clear the gradients after the step",
                        "safe": True,
                        "edits": [
                            {
                                "path": "deep/träin.py",
                                "range": {"start": {"line": 10, "column": 1}, "end": {"line": 10, "column": 1}},
                                "text": "        optimizer.zero_grad()\n",
                            }
                        ],
                    },
                    {
                        "title": "Clear them elsewhere",
                        "safe": False,
                        "edits": [
                            {
                                "path": "model.py",
                                "range": {"start": {"line": 1, "column": 1}, "end": {"line": 2, "column": 1}},
                                "text": "",
                            },
                            {
                                "path": "deep/träin.py",
                                "range": {"start": {"line": 9, "column": 1}, "end": {"line": 9, "column": 1}},
                                "text": "x",
                            },
                        ],
                    },
                ],
            }
        ],
        "problems": [{"path": "deep/träin.py", "line": 7, "message": "this line is too deep"}],
    }


def test_json_columns_count_code_points() -> None:
    text = "import torch\n'\U0001f600e\u0301', wrong\n"
    entry = found("odd-loss", (1, 6, 1, 11))
    findings = cast("list[dict[str, object]]", as_object(outcome(entry, text=text))["findings"])
    assert findings[0]["range"] == {"start": {"line": 2, "column": 7}, "end": {"line": 2, "column": 12}}


def test_json_of_nothing() -> None:
    written = as_object(outcome(code=0))
    assert (written["findings"], written["problems"]) == ([], [])


def test_json_survives_a_path_that_is_no_text() -> None:
    file = CheckedFile(f"{FOLDER}/\udcff.py", ("x\n",), (LOSS,))
    written = joined(json_output(Outcome(FOLDER, (file,), (), 1, 1)))
    assert json.loads(written.encode("ascii"))["findings"][0]["path"] == "\udcff.py"


def test_github_annotates() -> None:
    long = found("slow-loop", (0, 4, 2, 3))
    troubles = [
        Trouble(TroubleKind.PATH, OTHER, 0, "cannot be read: permission denied"),
        Trouble(TroubleKind.READING, PATH, 6, "this line is too deep"),
        Trouble(TroubleKind.SETTINGS, OTHER, 6, "unknown setting"),
    ]
    assert joined(github(outcome(LOSS, long, troubles=troubles))) == (
        "::warning title=torchwise (odd-loss),file=deep/träin.py,line=8,endLine=8,col=15,endColumn=24"
        "::`loss` is 100%25 odd, [a](1):%0Areally\n"
        "::notice title=torchwise (slow-loop),file=deep/träin.py,line=1,endLine=3::it is wrong\n"
        "::error title=torchwise,file=model.py,line=1::cannot be read: permission denied\n"
    )


def test_github_escapes_paths() -> None:
    file = CheckedFile(f"{FOLDER}/a,b:c%.py", ("x\n",), (LOSS,))
    assert ",file=a%2Cb%3Ac%25.py," in joined(github(Outcome(FOLDER, (file,), (), 1, 1)))


def test_gitlab_reports() -> None:
    (entry,) = json.loads(joined(gitlab(outcome(ZERO_GRAD))))
    assert re.fullmatch("[0-9a-f]{32}", entry.pop("fingerprint"))
    assert entry == {
        "description": "`optimizer` steps but its gradients are never cleared [missing-zero-grad]",
        "check_name": "missing-zero-grad",
        "severity": "critical",
        "location": {
            "path": "deep/träin.py",
            "positions": {"begin": {"line": 9, "column": 2}, "end": {"line": 9, "column": 18}},
        },
    }
    assert json.loads(joined(gitlab(outcome(code=0)))) == []


def prints(of: Outcome) -> list[str]:
    return [fingerprint for _, _, fingerprint in fingerprints(of)]


def test_fingerprints_stay_while_code_moves() -> None:
    moved = found("odd-loss", (9, 14, 9, 24), "another message")
    assert prints(outcome(LOSS)) == prints(outcome(moved, text="\n\n" + TEXT))
    assert prints(outcome(LOSS)) != prints(outcome(ZERO_GRAD))
    assert len(set(prints(outcome(LOSS, LOSS)))) == 2


def test_junit_reports() -> None:
    troubles = [Trouble(TroubleKind.PATH, OTHER, 0, "cannot be read: <gone>")]
    written = joined(junit(outcome(ZERO_GRAD, LOSS, troubles=troubles)))
    assert written.isascii()
    root = ET.fromstring(written)
    assert root.attrib == {"name": "torchwise", "tests": "3", "failures": "2", "errors": "1"}
    first, second = root.findall("testsuite")
    assert first.attrib == {"name": "deep/träin.py", "tests": "2", "failures": "2", "errors": "0"}
    case = first.findall("testcase")[1]
    assert case.attrib == {
        "name": "odd-loss",
        "classname": "deep/träin.py",
        "file": "deep/träin.py",
        "line": "8",
        "column": "15",
    }
    failure = case.find("failure")
    assert failure is not None
    assert failure.attrib == {"type": "warning", "message": "`loss` is 100% odd, [a](1):\nreally"}
    assert failure.text == "line 8, column 15: `loss` is 100% odd, [a](1):\nreally"
    error = second.find("testcase/error")
    assert error is not None
    assert error.attrib == {"type": "path", "message": "cannot be read: <gone>"}


def test_junit_of_nothing_has_a_case_that_passes() -> None:
    root = ET.fromstring(joined(junit(outcome(code=0))))
    assert root.attrib == {"name": "torchwise", "tests": "1", "failures": "0", "errors": "0"}
    (case,) = root.findall("testsuite/testcase")
    assert list(case) == []


def test_junit_has_no_character_that_xml_forbids() -> None:
    entry = found("odd-loss", (0, 0, 0, 1), "`\x1b\x00\ufffe\ud800`")
    assert ET.fromstring(joined(junit(outcome(entry)))).find(".//failure") is not None


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


def test_every_format_can_be_written(capsys: pytest.CaptureFixture[str]) -> None:
    for name in formats.FORMATS:
        formats.write(name, outcome(ZERO_GRAD, LOSS), KNOWN, changes=False)
        assert "missing-zero-grad" in capsys.readouterr().out


def test_meta_rules_have_pages_in_the_log() -> None:
    rule = KNOWN.by_name["unused-suppression"]
    entry = FoundHere(Diagnostic(rule.name, Category.TORCHWISE, Severity.INFORMATION, "unused", span(0, 0, 0, 1)))
    run = check_sarif(as_log(outcome(entry), KNOWN))
    driver = cast("dict[str, dict[str, list[dict[str, dict[str, str]]]]]", run["tool"])["driver"]
    assert driver["rules"][0]["help"]["markdown"].startswith("# unused-suppression\n\nA suppression comment")
