"""The formats that code hosts read: GitHub, GitLab and JUnit."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree as ET

from server.cli.fingerprints import fingerprints
from server.cli.github import github
from server.cli.gitlab import gitlab
from server.cli.junit import junit
from server.cli.outcome import CheckedFile, Outcome, Trouble, TroubleKind

from .outcomes import FOLDER, LOSS, OTHER, PATH, TEXT, ZERO_GRAD, found, joined, outcome


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
