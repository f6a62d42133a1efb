"""The folder `server/` is the package `torchwise`: nothing may tell the two apart."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from scripts.environment import LOCKS, ROOT
from tests.support.toml import read_toml

SERVER = ROOT / "server"
MODULES = sorted(SERVER.rglob("*.py"))


def test_every_folder_is_in_the_wheel():
    listed = read_toml(ROOT / "pyproject.toml")["tool"]["setuptools"]["packages"]
    folders = {file.parent.relative_to(SERVER) for file in MODULES}
    assert sorted(listed) == sorted(".".join(("torchwise", *folder.parts)) for folder in folders)


def test_every_folder_says_that_it_is_a_package():
    assert [folder for folder in {file.parent for file in MODULES} if not (folder / "__init__.py").exists()] == []


def test_imports_inside_the_package_are_relative():
    assert [place for file in MODULES for place in absolute_imports(file.read_text(encoding="utf-8"), file.name)] == []


def test_an_absolute_import_would_be_seen():
    text = "import server.text\nfrom torchwise import cli\nfrom .server import x\nimport serverless\n"
    assert absolute_imports(text, "m.py") == ["m.py:1", "m.py:2"]


def test_syntax_is_that_of_the_oldest_python():
    for file in MODULES:
        ast.parse(file.read_text(encoding="utf-8"), str(file), feature_version=(3, 10))


def absolute_imports(text: str, name: str) -> list[str]:
    """Where a module of the package calls the package by one of its two names."""
    found: list[str] = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            modules = [node.module or ""]
        else:
            continue
        if any(module.split(".")[0] in ("server", "torchwise") for module in modules):
            found.append(f"{name}:{node.lineno}")
    return found


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built wheel, from a copy so that building leaves nothing in the checkout."""
    source = tmp_path_factory.mktemp("source")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    shutil.copytree(SERVER, source / "server", ignore=shutil.ignore_patterns("__pycache__"))
    out = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", "-qq", "--no-deps", "-w", str(out), str(source))
    return next(out.glob("torchwise-*.whl"))


@pytest.mark.slow
def test_the_wheel_holds_every_module_as_source(wheel: Path):
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert packed == {f"torchwise/{file.relative_to(SERVER).as_posix()}" for file in MODULES}


@pytest.mark.slow
def test_the_wheel_works_where_nothing_else_is_installed(wheel: Path, tmp_path: Path):
    """Beside a user's own `server.py`, which must be neither imported nor in the way."""
    venv.create(tmp_path / "venv", with_pip=True)
    programs = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    run(str(programs / "python"), "-m", "pip", "install", "-qq", "-c", str(LOCKS / "runtime.txt"), str(wheel))
    (tmp_path / "server.py").write_text("raise SystemExit('the wrong server was imported')\n")
    rules = run(str(programs / "torchwise"), "rules", cwd=tmp_path)
    for file in (SERVER / "diagnostics").glob("[a-z]*.py"):
        name = file.stem.replace("_", "-")
        assert name in rules
    for module in ("torchwise.rules.registry", "torchwise.rules.page", "torchwise.session.analysis"):
        run(str(programs / "python"), "-c", f"import {module}", cwd=tmp_path)


def run(*command: str, cwd: Path | None = None) -> str:
    """The output of a program that must succeed."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"
    return done.stdout
