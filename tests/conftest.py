"""What all tests share: the order they run in, and what they ran on."""

from __future__ import annotations

import importlib.metadata
import os
import platform

import pytest

pytest_plugins = ["pytester"]

# Proofs mean the same on every machine; set CUDA_VISIBLE_DEVICES to see them on a GPU.
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")


def pytest_report_header() -> str:
    """Say which versions the proofs are about."""
    return f"python {platform.python_version()}, torch {_version('torch')}, lightning {_version('lightning')}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Cheap and telling tests first; real processes and real builds last."""
    items.sort(key=lambda item: ("/e2e/" in item.path.as_posix(), item.get_closest_marker("slow") is not None))


def _version(distribution: str) -> str:
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return "absent"
