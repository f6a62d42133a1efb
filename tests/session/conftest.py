"""A desk for each test that wants one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.session.desk import Desk


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    yield desk
    desk.stop()
