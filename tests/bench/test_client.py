"""The benchmark's client keeps its books: versions, columns, clocks, and who is right."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from scripts import bench, bench_measure
from scripts.bench_client import Document, ServerFailure, cpu_seconds, start
from scripts.bench_measure import Cost, Plan, measure

FAKE = Path(__file__).parent / "fake_server.py"
URI = "file:///train.py"


@pytest.fixture
def server(request, tmp_path):
    way = getattr(request, "param", "right")
    running = start([sys.executable, str(FAKE), way], folder=tmp_path, cwd=tmp_path)
    yield running
    running.stop()


def test_columns_are_sent_in_utf16_units(server):
    document = Document(URI, ["a = 1", 'b = "😀ä" + name'])
    server.open(document)
    change = document.replace(1, 11, 1, "m")
    assert document.lines[1] == 'b = "😀ä" + mame'
    assert change["contentChanges"][0]["range"]["start"] == {"line": 1, "character": 12}
    server.change(change)
    server.change(document.replace(1, 5, 1, ""))
    assert server.request("letters", None) == {URI: document.text}


def test_only_the_very_version_counts(server):
    document = Document(URI, ["abc"])
    server.open(document)
    first = server.first_publish(URI, 1)
    server.change(document.replace(0, 1, 0, "xx"))
    second = server.first_publish(URI, 2)
    assert "5 letters" in second.diagnostics[0]
    assert "3 letters" in first.diagnostics[0]
    # The old version came once more in between: it is kept, and it is not the first of its version.
    assert server.first_publish(URI, 1) is first
    assert server.last_publish(URI, 1) is not first
    assert server.last_publish(URI, 3) is None


def test_the_servers_private_data_is_no_part_of_a_diagnostic(server):
    server.open(Document(URI, ["abc"]))
    assert "data" not in server.first_publish(URI, 1).diagnostics[0]


def test_moments_come_in_order(server):
    begin = server.open(Document(URI, ["abc"]))
    end = server.first_publish(URI, 1).moment
    assert begin.cpu <= end.cpu
    assert begin.wall < end.wall


def test_an_error_is_a_failure(server):
    with pytest.raises(ServerFailure, match="unknown"):
        server.request("nonsense", None)


@pytest.mark.parametrize("server", ["silent"], indirect=True)
def test_a_version_that_never_comes_is_a_failure(server):
    document = Document(URI, ["abc"])
    server.open(document)
    server.first_publish(URI, 1)
    server.change(document.replace(0, 0, 0, "x"))
    with pytest.raises(ServerFailure, match="version 2"):
        server.first_publish(URI, 2, timeout=0.2)


@pytest.mark.parametrize("server", ["dying"], indirect=True)
def test_a_server_that_ends_is_a_failure(server):
    server.open(Document(URI, ["abc"]))
    with pytest.raises(ServerFailure, match="ended"):
        server.first_publish(URI, 1)


def test_a_command_that_does_not_exist_is_a_failure(tmp_path):
    with pytest.raises(ServerFailure, match="no-such-program"):
        start(["no-such-program"], folder=tmp_path, cwd=tmp_path)


def test_the_clock_is_the_one_of_the_process():
    before = time.process_time()
    measured = cpu_seconds(os.getpid())
    assert before <= measured <= time.process_time()


@pytest.mark.parametrize(("way", "unequal"), [("right", 0), ("stale", 2)])
def test_every_tenth_result_is_held_against_a_fresh_server(monkeypatch, way, unequal):
    monkeypatch.setattr(bench_measure, "AGREE", 0.2)
    text = "# some words here\n" + "".join(f"name{n} = other{n}\n" for n in range(10))
    found = measure(way, [sys.executable, str(FAKE), way], text, Plan(opens=2, positions=12, prose=3))
    assert (len(found.opens), len(found.edits), len(found.undos)) == (2, 12, 12)
    assert len(found.prose) == 1
    assert found.compared == 2
    assert len(found.unequal) == unequal


def test_a_failure_gives_the_servers_last_words():
    command = [sys.executable, "-c", "raise SystemExit('no such thing')"]
    with pytest.raises(ServerFailure, match="no such thing"):
        measure("broken", command, "x = 1\n", Plan(opens=1, positions=1, prose=1))


def test_percentiles_are_costs_that_were_seen():
    costs = [Cost(cpu=float(number), wall=0.0) for number in range(1, 21)]
    assert bench._percentile(costs, 95) == 19.0
    assert bench._percentile(costs, 100) == 20.0
    assert bench._percentile(costs[:1], 95) == 1.0
