"""Settings: reading them, what is wrong in them, and which layer counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from server.rules.rule import Category, Severity, Status
from server.session import settings_files
from server.session.globs import matches
from server.session.known_rules import KnownRules, known
from server.session.report import Diagnostic
from server.session.settings import Layer, Settings
from server.session.settings_files import SettingsFile, SettingsFiles, read_settings_text
from server.session.settings_reading import read_editor_layer
from server.session.toml_places import key_places
from server.text.span import span


@dataclass(frozen=True)
class Named:
    name: str
    category: Category
    severity: Severity = Severity.ERROR
    summary: str = ""
    status: Status = Status.ON


KNOWN = known(
    [
        Named("missing-zero-grad", Category.TRAINING_LOOP),
        Named("wrong-order", Category.TRAINING_LOOP, Severity.WARNING),
        Named("doubtful", Category.LOSS, Severity.WARNING, status=Status.NURSERY),
        Named("strict", Category.LOSS, Severity.HINT, status=Status.OFF),
    ]
)


def read(text: str, path: str = "/p/torchwise.toml") -> SettingsFile:
    found = read_settings_text(text, path, KNOWN)
    assert found is not None
    return found


def settings(*texts: str) -> Settings:
    files = [read(text) for text in texts]
    assert [problem for file in files for problem in file.problems] == []
    return Settings(KNOWN, tuple(file.layer for file in files))


def problems(text: str, path: str = "/p/torchwise.toml") -> list[tuple[int, str]]:
    return [(problem.line, problem.message) for problem in read(text, path).problems]


def test_without_settings_every_rule_has_its_declared_severity() -> None:
    plain = Settings(KNOWN)
    assert plain.severity_of("missing-zero-grad", "/p/a.py") == Severity.ERROR
    assert plain.severity_of("wrong-order", "/p/a.py") == Severity.WARNING
    assert plain.severity_of("unused-suppression", "/p/a.py") == Severity.INFORMATION
    assert (plain.run, plain.unsafe_fixes, plain.torch_version, plain.lightning_version) == (
        "on-type",
        "offer",
        None,
        None,
    )
    assert not plain.excluded("/p/a.py")


def test_rules_of_the_nursery_and_rules_that_are_off_wait_to_be_switched_on() -> None:
    assert Settings(KNOWN).severity_of("doubtful", "/p/a.py") is None
    assert Settings(KNOWN).severity_of("strict", "/p/a.py") is None
    chosen = settings('rules = { doubtful = "error", strict = "default" }')
    assert chosen.severity_of("doubtful", "/p/a.py") == Severity.ERROR
    assert chosen.severity_of("strict", "/p/a.py") is None
    assert settings('rules = { loss = "hint" }').severity_of("strict", "/p/a.py") == Severity.HINT


def test_an_unknown_rule_is_off() -> None:
    assert Settings(KNOWN).severity_of("of-another-version", "/p/a.py") is None


def test_a_rule_beats_its_category() -> None:
    chosen = settings('[rules]\nmissing-zero-grad = "hint"\ntraining-loop = "off"\n')
    assert chosen.severity_of("missing-zero-grad", "/p/a.py") == Severity.HINT
    assert chosen.severity_of("wrong-order", "/p/a.py") is None


def test_default_brings_back_what_the_rule_declares() -> None:
    chosen = settings('[rules]\nmissing-zero-grad = "default"\ntraining-loop = "off"\n')
    assert chosen.severity_of("missing-zero-grad", "/p/a.py") == Severity.ERROR


def test_per_file_tables_come_first_and_the_last_one_that_matches_counts() -> None:
    chosen = settings(
        '[rules]\nwrong-order = "error"\n[per-file]\n"tests/**" = { training-loop = "off" }\n"tests/x.py" = { wrong-order = "hint" }\n'
    )
    assert chosen.severity_of("wrong-order", "/p/a.py") == Severity.ERROR
    assert chosen.severity_of("wrong-order", "/p/tests/a.py") is None
    assert chosen.severity_of("wrong-order", "/p/tests/x.py") == Severity.HINT
    assert chosen.severity_of("missing-zero-grad", "/p/tests/x.py") is None


def test_a_stronger_layer_beats_a_weaker_one_even_by_category() -> None:
    chosen = settings('rules = { training-loop = "hint" }', 'rules = { missing-zero-grad = "error", loss = "hint" }')
    assert chosen.severity_of("missing-zero-grad", "/p/a.py") == Severity.HINT
    assert chosen.severity_of("doubtful", "/p/a.py") == Severity.HINT


def test_each_key_comes_from_the_strongest_layer_that_has_it() -> None:
    chosen = settings('run = "on-save"\nexclude = []', 'run = "on-type"\nexclude = ["a.py"]\nunsafe-fixes = "hide"')
    assert chosen.run == "on-save"
    assert chosen.unsafe_fixes == "hide"
    assert not chosen.excluded("/p/a.py")


def found(rule: str, severity: Severity) -> Diagnostic:
    return Diagnostic(rule, KNOWN.by_name[rule].category, severity, "it is wrong", span(0, 0, 0, 1))


@pytest.mark.parametrize(
    ("setting", "given", "expected"),
    [
        ("default", Severity.ERROR, Severity.ERROR),
        ("warning", Severity.ERROR, Severity.WARNING),
        ("warning", Severity.INFORMATION, Severity.INFORMATION),
        ("hint", Severity.WARNING, Severity.HINT),
        ("error", Severity.WARNING, Severity.WARNING),
    ],
)
def test_a_severity_in_the_settings_is_a_ceiling(setting: str, given: Severity, expected: Severity) -> None:
    chosen = settings(f'rules = {{ missing-zero-grad = "{setting}" }}')
    (left,) = chosen.filter([found("missing-zero-grad", given)], "/p/a.py")
    assert left.severity == expected


def test_a_severity_in_the_settings_raises_what_was_not_lowered() -> None:
    chosen = settings('rules = { wrong-order = "error" }')
    (left,) = chosen.filter([found("wrong-order", Severity.WARNING)], "/p/a.py")
    assert left.severity == Severity.ERROR
    (lowered,) = chosen.filter([found("wrong-order", Severity.HINT)], "/p/a.py")
    assert lowered.severity == Severity.HINT


def test_off_removes() -> None:
    chosen = settings('rules = { wrong-order = "off" }')
    given = [found("wrong-order", Severity.WARNING), found("missing-zero-grad", Severity.ERROR)]
    assert list(chosen.filter(given, "/p/a.py")) == [given[1]]


@pytest.mark.parametrize(
    ("rules", "shown"),
    [
        ("", False),
        ('wrong-order = "default"', False),
        ('wrong-order = "off"', False),
        ('wrong-order = "warning"', True),
        ('training-loop = "hint"', True),
    ],
)
def test_a_finding_that_is_off_waits_for_its_rule_to_be_turned_on(rules: str, shown: bool) -> None:
    given = replace(found("wrong-order", Severity.HINT), status=Status.OFF)
    assert bool([*settings(f"rules = {{ {rules} }}").filter([given], "/p/a.py")]) is shown


def test_every_key_is_read() -> None:
    chosen = settings(
        'exclude = ["old", "data/*.py"]\nrun = "on-save"\ntorch-version = "2.4"\nlightning-version = "2.5.1"\n'
        'unsafe-fixes = "hide"\n'
    )
    assert (chosen.run, chosen.torch_version, chosen.lightning_version, chosen.unsafe_fixes) == (
        "on-save",
        "2.4",
        "2.5.1",
        "hide",
    )
    assert chosen.excluded("/p/data/a.py")
    assert chosen.excluded("/p/deep/old/a.py")
    assert not chosen.excluded("/p/data/deep/a.py")


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("exclude = []\nrulez = {}", 1, "unknown setting `rulez`, did you mean `rules`?"),
        ("colour = 1", 0, "unknown setting `colour`"),
        ('torch_version = "2.1"', 0, "unknown setting `torch_version`, did you mean `torch-version`?"),
        (
            '[rules]\nwrong-order = "off"\nmising-zero-grad = "off"',
            2,
            "there is no rule or category `mising-zero-grad`, did you mean `missing-zero-grad`?",
        ),
        ('rules = { E501 = "off" }', 0, "there is no rule or category `E501`"),
        ('[rules]\n\nwrong-order = "warn"', 2, '`wrong-order` is "warn", did you mean "warning"?'),
        (
            '[rules]\nwrong-order = "loud"',
            1,
            '`wrong-order` is "loud", expected "error", "warning", "information", "hint", "off" or "default"',
        ),
        (
            "rules.wrong-order = true",
            0,
            '`wrong-order` is true, expected "error", "warning", "information", "hint", "off" or "default"',
        ),
        ("rules = 3", 0, "`rules` must be a table from rules to severities"),
        ('exclude = "a.py"', 0, '`exclude` must be a list of globs, such as `["tests/**"]`'),
        ('run = "onsave"', 0, '`run` is "onsave", did you mean "on-save"?'),
        ("run = 1", 0, '`run` is 1, expected "on-type" or "on-save"'),
        ("torch-version = 2.4", 0, '`torch-version` is 2.4, expected a version in quotes, such as "2.4"'),
        ('unsafe-fixes = "no"', 0, '`unsafe-fixes` is "no", expected "offer" or "hide"'),
        ("per-file = []", 0, "`per-file` must be a table from globs to tables of rules"),
        (
            '[per-file."tests/**"]\nwrong-odrer = "off"',
            1,
            "there is no rule or category `wrong-odrer`, did you mean `wrong-order`?",
        ),
        ('[per-file]\n"a.py" = "off"', 1, "`a.py` must be a table from rules to severities"),
        ("run = \n", 0, "this is not valid TOML: invalid value"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, line: int, message: str) -> None:
    assert problems(text) == [(line, message)]


def test_the_rest_of_a_wrong_file_still_counts() -> None:
    file = read('run = "sometimes"\nexclude = ["a.py", 3]\n[rules]\nwrong-order = "hint"\nnonsense = "off"\n')
    assert sorted(problem.line for problem in file.problems) == [0, 1, 4]
    chosen = Settings(KNOWN, (file.layer,))
    assert chosen.severity_of("wrong-order", "/p/a.py") == Severity.HINT
    assert chosen.excluded("/p/a.py")


def test_a_pyproject_without_our_table_says_nothing() -> None:
    assert read_settings_text("[tool.ruff]\n", "/p/pyproject.toml", KNOWN) is None
    assert read_settings_text("this is not TOML", "/p/pyproject.toml", KNOWN) is None


def test_a_pyproject_with_our_table() -> None:
    text = '[project]\nrules = 1\n[tool.torchwise]\nrun = "on-save"\n[tool.torchwise.rules]\nwrong = "off"\n'
    file = read(text, "/p/pyproject.toml")
    assert file.layer.run == "on-save"
    assert [problem.line for problem in file.problems] == [5]
    assert problems("[tool]\ntorchwise = 3", "/p/pyproject.toml") == [(0, "`tool.torchwise` must be a table")]


def test_a_broken_pyproject_with_our_table_is_a_problem() -> None:
    ((line, message),) = problems("[tool.torchwise]\nrun = on-save\n", "/p/pyproject.toml")
    assert line == 1
    assert "not valid TOML" in message


def test_a_byte_order_mark_is_no_problem() -> None:
    assert read('\ufeffrun = "on-save"').layer.run == "on-save"


def test_editor_settings_are_in_camel_case() -> None:
    layer, wrong = read_editor_layer(
        {
            "enable": True,
            "interpreter": ["python"],
            "importStrategy": "useBundled",
            "path": [],
            "trace": {"server": "off"},
            "trace.server": "off",
            "rules": {"wrong-order": "off"},
            "perFile": {"tests/**": {"loss": "hint"}},
            "exclude": ["old"],
            "run": "onSave",
            "torchVersion": "2.4",
            "lightningVersion": None,
            "unsafeFixes": "hide",
        },
        KNOWN,
        "/p",
    )
    assert wrong == ()
    assert layer == Layer(
        root="/p",
        rules={"wrong-order": "off"},
        per_file=(("tests/**", {"loss": Severity.HINT}),),
        exclude=("old",),
        run="on-save",
        torch_version="2.4",
        unsafe_fixes="hide",
    )


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (["rules"], "the settings of torchwise must be an object"),
        ({"perfile": {}}, "unknown setting `perfile`, did you mean `perFile`?"),
        ({"unsafeFixes": "never"}, '`unsafeFixes` is "never", expected "offer" or "hide"'),
        ({"torchVersion": "new"}, '`torchVersion` is "new", expected a version in quotes, such as "2.4"'),
    ],
)
def test_what_is_wrong_in_editor_settings_is_said_in_their_words(value: object, message: str) -> None:
    assert [problem.message for problem in read_editor_layer(value, KNOWN, "/p")[1]] == [message]


def test_no_editor_settings_at_all() -> None:
    assert read_editor_layer(None, KNOWN, "/p") == (Layer(root="/p"), ())


def test_the_nearest_file_counts_alone(tmp_path: Path) -> None:
    (tmp_path / "torchwise.toml").write_text('run = "on-save"\n[rules]\nwrong-order = "off"\n')
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "a" / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    files = SettingsFiles(KNOWN)
    above = files.nearest(str(inner))
    assert above is not None
    assert above.path == str(tmp_path / "torchwise.toml")

    (tmp_path / "a" / "pyproject.toml").write_text('[tool.torchwise.rules]\nwrong-order = "hint"\n')
    nearer = files.nearest(str(inner))
    assert nearer is not None
    assert nearer.layer.run is None
    assert nearer.layer.rules == {"wrong-order": Severity.HINT}

    (tmp_path / "a" / "torchwise.toml").write_text("exclude = ['z']\n")
    own = files.nearest(str(inner))
    assert own is not None
    assert own.path == str(tmp_path / "a" / "torchwise.toml")


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "torchwise.toml"
    path.write_text('run = "on-save"\n')
    files = SettingsFiles(KNOWN)
    first = files.nearest(str(tmp_path))
    assert first is files.nearest(str(tmp_path))
    path.write_text('run = "on-type"\nexclude = []\n')
    second = files.nearest(str(tmp_path))
    assert second is not None
    assert second.layer.run == "on-type"
    path.unlink()
    assert files.nearest(str(tmp_path)) is None


def test_a_file_in_another_encoding_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "torchwise.toml").write_bytes(b"exclude = [\n'\xe9'\n]\n")
    file = SettingsFiles(KNOWN).nearest(str(tmp_path))
    assert file is not None
    assert [(problem.line, problem.message) for problem in file.problems] == [(1, "the file is not valid UTF-8")]


def test_a_file_that_may_not_be_read_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "torchwise.toml").write_text("")

    def refused(_path: str, _known: KnownRules) -> SettingsFile | None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(settings_files, "read_settings_file", refused)
    file = SettingsFiles(KNOWN).nearest(str(tmp_path))
    assert file is not None
    assert [problem.message for problem in file.problems] == ["the file cannot be read: Permission denied"]


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("old", "old/a.py", True),
        ("old", "deep/old/a.py", True),
        ("old", "older/a.py", False),
        ("*.py", "deep/a.py", True),
        ("a.py", "deep/a.py", True),
        ("/a.py", "deep/a.py", False),
        ("./deep/a.py", "deep/a.py", True),
        ("deep/*.py", "deep/a.py", True),
        ("deep/*.py", "deep/er/a.py", False),
        ("deep/**", "deep/er/a.py", True),
        ("deep/**/a.py", "deep/a.py", True),
        ("**/er/*", "deep/er/a.py", True),
        ("deep/", "deep/er/a.py", True),
        ("deep", "a/deep.py", False),
        ("[ab].py", "a.py", True),
        ("[!ab].py", "a.py", False),
        ("[!ab].py", "c.py", True),
        ("a?.py", "ab.py", True),
        ("a?.py", "a/.py", False),
        ("[z-a].py", "z.py", False),
        ("[", "[", True),
        ("a+b.py", "a+b.py", True),
        ("../p/a.py", "a.py", False),
    ],
)
def test_globs(pattern: str, path: str, expected: bool) -> None:
    assert matches(pattern, f"/p/{path}", "/p") is expected


def test_a_name_also_means_files_outside_the_folder() -> None:
    assert matches("a.py", "/q/a.py", "/p")
    assert not matches("x/a.py", "/q/a.py", "/p")


def test_places_of_toml_keys() -> None:
    text = (
        "# run = 1\n"
        'a."b c".d = """\nrun = 2\n"""\n'
        "[tool.x] # note\n"
        "list = [\n  { in = 1 }, # }\n  'run = 3',\n]\n"
        'table = { p = "}", "q r" = { s = 1 } }\n'
        "[[many]]\nk = 1\n[many.'l m']\n= broken\nz = 1.5\n"
    )
    places = {path: (place.start.line, place.start.column) for path, place in key_places(text).items()}
    assert places == {
        ("a",): (1, 0),
        ("a", "b c"): (1, 2),
        ("a", "b c", "d"): (1, 8),
        ("tool",): (4, 1),
        ("tool", "x"): (4, 6),
        ("tool", "x", "list"): (5, 0),
        ("tool", "x", "list", "in"): (6, 4),
        ("tool", "x", "table"): (9, 0),
        ("tool", "x", "table", "p"): (9, 10),
        ("tool", "x", "table", "q r"): (9, 19),
        ("tool", "x", "table", "q r", "s"): (9, 29),
        ("many",): (10, 2),
        ("many", "k"): (11, 0),
        ("many", "l m"): (12, 6),
        ("many", "l m", "z"): (14, 0),
    }
