"""Servers for the tests that speak to one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.e2e.raw_client import RawClient


@pytest.fixture(scope="session")
def shared_client() -> Iterator[RawClient]:
    client = RawClient()
    client.start()
    yield client
    client.kill()


@pytest.fixture
def client(shared_client: RawClient, request: pytest.FixtureRequest) -> Iterator[RawClient]:
    """A running server and an address that no other test uses."""
    shared_client.uri = f"file:///folder/{request.node.name.split('[')[0]}.py"
    yield shared_client
    shared_client.close()
    shared_client.others()


@pytest.fixture
def fresh() -> Iterator[RawClient]:
    """A server process of the test's own, to which nothing was said yet."""
    client = RawClient()
    yield client
    client.kill()
