"""The checkout as a whole: short files, plain names, nothing that only one machine has."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from scripts.environment import LOCKS, ROOT
from server.session.version import version
from tests.support.toml import read_toml

LONGEST_FILE = 400
# One short declaration after the other: the whole list of nodes is the topic.
LISTS = {"server/syntax/ir.py": 600}
VAGUE = {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc"}
# Folders of other machines, and papers that are not in the repository.
FOREIGN = re.compile(r"/(?:work|root|farm|opt/pypi)/|\.\./shared|\b(?:DESIGN|MODELS|BRIEF|EDITORS)\.md\b")


def files() -> list[Path]:
    """Every file that is in the repository or would be with the next `git add`."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [ROOT / name for name in listed if (ROOT / name).is_file()]


FILES = files()
CODE = [
    file
    for file in FILES
    if file.suffix in (".py", ".ts", ".js", ".mjs")
    and file.relative_to(ROOT).parts[0] in ("server", "scripts", "client-vscode")
]


def test_no_file_is_two_topics():
    lengths = {str(file.relative_to(ROOT)): len(file.read_text(encoding="utf-8").splitlines()) for file in CODE}
    assert {name: length for name, length in lengths.items() if length > LISTS.get(name, LONGEST_FILE)} == {}


def test_names_say_what_is_inside():
    assert [file for file in CODE if VAGUE & {*file.relative_to(ROOT).parts[:-1], file.stem}] == []


def test_nothing_mentions_what_only_one_machine_has():
    assert [place for file in FILES for place in foreign(file)] == []


def test_a_foreign_path_would_be_seen(tmp_path: Path):
    folder, paper = "cd " + "/work" + "/main", "DESIGN" + ".md"
    (tmp_path / "a").write_text(f"{folder}\nsee {paper}\nnetwork/rooted\n")
    assert foreign(tmp_path / "a", tmp_path) == [f"a:1: {folder}", f"a:2: see {paper}"]


def test_locks_name_exact_versions_and_nothing_else():
    pin = re.compile(r"[a-z0-9.-]+==[0-9][0-9a-z.]*(; python_version < '3\.\d+')?")
    for lock in LOCKS.glob("*.txt"):
        lines = [line for line in lock.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        assert [line for line in lines if not pin.fullmatch(line)] == [], lock.name


@pytest.mark.parametrize("array", ["dependencies", "dev"])
def test_what_pyproject_wants_is_locked(array: str):
    project = read_toml(ROOT / "pyproject.toml")
    wanted = project["project"]["dependencies"] if array == "dependencies" else project["dependency-groups"]["dev"]
    locked = "".join(lock.read_text(encoding="utf-8") for lock in LOCKS.glob("*.txt"))
    names = [re.match(r"[A-Za-z0-9.-]+", each)[0] for each in wanted]
    assert [name for name in names if not re.search(rf"^{re.escape(name)}==", locked, re.MULTILINE)] == []


def test_every_part_has_the_same_version():
    client = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    assert read_toml(ROOT / "pyproject.toml")["project"]["version"] == client["version"] == version()


def foreign(file: Path, root: Path = ROOT) -> list[str]:
    """The lines of a text file that mention what another machine lacks."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return []
    name = file.relative_to(root)
    return [f"{name}:{number}: {line.strip()}" for number, line in enumerate(lines, 1) if FOREIGN.search(line)]


@pytest.mark.parametrize("name", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"])
def test_papers_name_only_what_exists(name: str):
    text = (ROOT / name).read_text(encoding="utf-8")
    paths = re.findall(r"`((?:server|tests|scripts|docs|examples|client-vscode)/[\w./-]*)`", text)
    paths += re.findall(r"\]\(([\w./-]+)\)", text)
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_papers_name_only_contracts_that_exist():
    contracts = {contract["id"] for contract in read_toml(ROOT / "pyproject.toml")["tool"]["importlinter"]["contracts"]}
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert set(re.findall(r"contract `([\w-]+)`", text)) == contracts
