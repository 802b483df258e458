"""The bench: it proves a result before it times it, and says how sure a time is. No test asserts a time."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

from bench import __main__ as bench
from bench.map_layout import large_map
from bench.timing import bootstrap_interval
from bench.workloads import Prepared, Workload, require
from scorecards.strategy_map import find_cycle


def test_the_map_layout_is_reported_with_its_crossings_and_interval(capsys):
    bench.main(["map-layout", "--rounds", "3", "--json"])
    (report,) = json.loads(capsys.readouterr().out)
    low, high = report["interval_ms"]
    assert (report["objectives"], report["links"], report["rounds"]) == (60, 120, 3)
    assert report["crossings"] <= report["crossings_unordered"]
    assert 0 < low <= report["median_ms"] <= high


def test_the_large_map_is_a_strategy_map_without_a_cycle():
    _lanes, cards, links = large_map()
    assert (len(cards), len(links)) == (60, 120)
    assert all(find_cycle(links, link) is None for link in links)


def test_a_wrong_result_is_not_timed(monkeypatch, capsys):
    def prepare() -> Prepared:
        require(False, "a link is missing")
        raise AssertionError

    monkeypatch.setitem(bench.WORKLOADS, "map-layout", Workload("map-layout", "be wrong", prepare))
    assert bench.main(["map-layout"]) == 1
    assert "wrong result, not timed: a link is missing" in capsys.readouterr().err


@pytest.mark.parametrize(("goal", "status", "word"), [(1e9, 0, "met"), (0, 1, "missed")])
def test_a_missed_goal_is_told_by_the_exit_status(goal, status, word, monkeypatch, capsys):
    workload = Workload("map-layout", "do nothing", lambda: Prepared(lambda: None, {}, goal))
    monkeypatch.setitem(bench.WORKLOADS, "map-layout", workload)
    assert bench.main(["map-layout", "--rounds", "3"]) == status
    assert capsys.readouterr().out.endswith(f": {word}\n")


@pytest.mark.parametrize("rounds", ["0", "-1", "x", "1.5", "9" * 20])
def test_rounds_that_are_no_number_are_told(rounds, capsys):
    with pytest.raises(SystemExit) as caught:
        bench.main(["--rounds", rounds])
    assert caught.value.code == 2
    assert "expected" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["import-write", "import-csv", "import-xlsx"])
def test_an_import_is_reported_beside_its_floor_in_a_database_of_its_own(name):
    """In a process of its own: a bench makes its database and throws it away."""
    arguments = [sys.executable, "-m", "bench", name, "--rounds", "1", "--rows", "200", "--json"]
    done = subprocess.run(arguments, cwd=settings.BASE_DIR, env=environment(), capture_output=True, text=True)
    (report,) = json.loads(done.stdout)
    assert (report["rows"], report["rounds"], done.stderr) == (200, 1, "")
    assert report["median_ratio"] > 0
    assert report["purpose"].count("200") == 1


def environment():
    """That of this process, with a database beside the one of the tests."""
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        return os.environ
    return {**os.environ, "DATABASE_URL": f"{os.environ['DATABASE_URL']}_bench"}


def test_an_unknown_workload_is_told_with_those_there_are(capsys):
    with pytest.raises(SystemExit):
        bench.main(["nope"])
    assert (
        "read 'nope', expected one of: map-layout, import-write, import-csv, import-xlsx"
        in capsys.readouterr().err
    )


def test_an_interval_holds_the_median_and_is_the_same_each_time():
    values = [1.0, 2.0, 3.0, 4.0, 100.0]
    low, high = bootstrap_interval(values)
    assert low <= 3.0 <= high
    assert (low, high) == bootstrap_interval(values)
