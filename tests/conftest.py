"""What all tests share: the order they run in, and what they ran on."""

from __future__ import annotations

import importlib.metadata
import logging
import os
import platform
from collections.abc import Iterator

import pytest
from hypothesis import settings

# The ordinary run tries the same examples each time: what it says is about the code. Search for new ones with
# HYPOTHESIS_PROFILE=search.
settings.register_profile("ordinary", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ordinary"))

pytest_plugins = ["pytester"]

# Proofs mean the same on every machine; set CUDA_VISIBLE_DEVICES to see them on a GPU.
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")


def pytest_report_header() -> str:
    """Say which versions the proofs are about."""
    return f"python {platform.python_version()}, torch {_version('torch')}, lightning {_version('lightning')}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Cheap and telling tests first; real processes and real builds last."""
    items.sort(key=lambda item: ("/e2e/" in item.path.as_posix(), item.get_closest_marker("slow") is not None))


@pytest.fixture
def nothing_crashes(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail where a rule, a fix or anything else raised: users lose only that part, tests must not lose it silently."""
    yield
    crashes = [record for record in caplog.get_records("call") if record.levelno >= logging.ERROR]
    assert [record.getMessage() for record in crashes if record.name.startswith("server.")] == []


def _version(distribution: str) -> str:
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return "absent"
