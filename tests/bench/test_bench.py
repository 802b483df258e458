"""The bench: it proves a result before it times it, and says how sure a figure is. No test asserts a time."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

from bench import __main__ as bench
from bench.map_layout import large_map
from bench.report import as_markdown, as_table
from bench.timing import Ratios, Timing, bootstrap_interval, measure
from bench.workloads import Row, Run, Verdict, Workload, counted, require
from scorecards.strategy_map import find_cycle


@pytest.fixture
def _one_run_a_turn(monkeypatch):
    monkeypatch.setattr("bench.timing.LEAST_TURN_MS", 0)


def nothing() -> None:
    """Work that takes no time."""


def reports(capsys, *arguments: str):
    bench.main([*arguments, "--json"])
    return json.loads(capsys.readouterr().out)


def test_a_workload_is_reported_with_its_interval_its_floor_and_where_it_was_measured(capsys):
    report = reports(capsys, "map-layout", "--rounds", "2")
    (row,) = report["rows"]
    assert row["low"] <= row["figure"] <= row["high"]
    assert (row["name"], row["against"], row["facts"]["rounds"]) == ("map-layout", "the order as given", 2)
    assert row["facts"]["crossings"] <= row["facts"]["crossings_unordered"]
    assert {"cpu_ratio", "steadiness", "run_ms", "floor_ms"} <= set(row["facts"])
    assert set(report["place"]) == {"database", "python", "django", "system"}


def test_the_bare_function_gives_the_levels_and_attainments_of_the_rule(capsys):
    report = reports(capsys, "score", "--rounds", "1")
    assert [row["name"] for row in report["rows"]] == ["score, 3 levels", "score, 5 levels"]


def test_the_large_map_is_a_strategy_map_without_a_cycle():
    _lanes, cards, links = large_map()
    assert (len(cards), len(links)) == (60, 120)
    assert all(find_cycle(links, link) is None for link in links)


def test_a_wrong_result_is_not_timed(monkeypatch, capsys):
    def rows(run: Run):
        require(False, "a link is missing")
        yield run.ratio("map-layout", Timing(nothing, nothing), against="nothing")

    monkeypatch.setitem(bench.WORKLOADS, "map-layout", Workload("map-layout", "be wrong", rows))
    assert bench.main(["map-layout"]) == 1
    assert "wrong result, not timed: a link is missing" in capsys.readouterr().err


@pytest.mark.parametrize(("goal", "status", "word"), [(8, 0, "pass"), (7, 1, "miss"), (None, 0, "no goal")])
def test_a_missed_goal_is_told_by_the_exit_status(goal, status, word, monkeypatch, capsys):
    rows = [counted("queries", 8, unit="queries", goal=goal)]
    monkeypatch.setitem(bench.WORKLOADS, "queries", Workload("queries", "count", lambda _run: iter(rows)))
    assert bench.main(["queries"]) == status
    assert capsys.readouterr().out.endswith(f"  {word}\n")


@pytest.mark.parametrize(
    ("high", "steady", "verdict"),
    [
        (1.9, True, Verdict.PASS),
        (2.1, True, Verdict.MISS),
        (1.9, False, "too noisy"),
        (2.1, False, "too noisy"),
    ],
)
def test_the_upper_end_of_the_interval_is_judged_and_only_on_a_steady_machine(
    high, steady, verdict, monkeypatch
):
    ratios = Ratios(1.5, 1.2, high, cpu=1.5, steadiness=1, is_steady=steady, run_ms=3, floor_ms=2, rounds=1)
    monkeypatch.setattr("bench.workloads.measure", lambda _timing, _rounds: ratios)
    row = Run().ratio("page", Timing(nothing, nothing), against="bare page", goal=2.0)
    assert row.verdict == verdict


def test_growth_is_told_as_an_exponent(monkeypatch):
    ratios = Ratios(100, 10, 1000, cpu=1, steadiness=1, is_steady=True, run_ms=3, floor_ms=2, rounds=1)
    monkeypatch.setattr("bench.workloads.measure", lambda _timing, _rounds: ratios)
    row = Run().exponent("page", Timing(nothing, nothing), times=100, against="a hundredth", goal=1.02)
    assert (row.low, row.figure, row.high, row.verdict) == (0.5, 1.0, 1.5, Verdict.MISS)


@pytest.mark.usefixtures("_one_run_a_turn")
@pytest.mark.parametrize(("heavy", "turns"), [(False, "fwwf ffff fwwf ffff"), (True, "fwwf fwwf")])
def test_work_stands_between_two_turns_of_its_floor_and_the_floor_beside_itself(heavy, turns):
    done: list[str] = []
    timing = Timing(lambda: done.append("w"), lambda: done.append("f"), heavy=heavy)
    measure(timing, rounds=2)
    warm_up = 2 if heavy else 6
    assert "".join(done[warm_up:]) == turns.replace(" ", "")


def test_what_is_quick_runs_several_times_a_turn():
    done: list[str] = []
    measure(Timing(lambda: done.append("w"), lambda: done.append("f")), rounds=1)
    assert "".join(done[6:]) == "f" * 20 + "w" * 40 + "f" * 100


@pytest.mark.usefixtures("_one_run_a_turn")
def test_what_comes_before_is_done_before_each_turn():
    done: list[str] = []
    timing = Timing(
        lambda: done.append("w"),
        lambda: done.append("f"),
        before=lambda: done.append("a"),
        before_floor=lambda: done.append("b"),
        heavy=True,
    )
    measure(timing, rounds=1)
    assert "".join(done) == "bfaw" + "bfawawbf"


def test_a_row_is_a_line_of_the_table_for_people_and_of_the_document():
    row = Row("page", "bare page", Verdict.TOO_NOISY, figure=1.5, goal=2.0, low=1.25, high=1.75)
    assert as_table([row]).splitlines()[1].split("  ")[0] == "page"
    data = {"name": "page", "against": "bare page", "verdict": "absent", "figure": None, "unit": "x"}
    line = as_markdown([{**data, "goal": 2.0, "low": None, "high": None, "facts": {}}]).splitlines()[2]
    assert line == "| page | bare page | 2x |  |  |  |  |  | absent |"


@pytest.mark.parametrize("rounds", ["0", "-1", "x", "1.5", "9" * 20])
def test_rounds_that_are_no_number_are_told(rounds, capsys):
    with pytest.raises(SystemExit) as caught:
        bench.main(["--rounds", rounds])
    assert caught.value.code == 2
    assert "expected" in capsys.readouterr().err


def test_workloads_with_a_database_make_one_of_their_own():
    """In a process of its own: a bench makes its databases and throws them away."""
    further = ["edit-one", "import-write", "import-xlsx", "export"] if os.environ.get("FULL_SIZES") else []
    names = ["page-20", "import-csv", *further]
    arguments = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "bench",
        *names,
        "--rounds",
        "1",
        "--rows",
        "200",
        "--json",
    ]
    done = subprocess.run(arguments, cwd=settings.BASE_DIR, env=environment(), capture_output=True, text=True)
    assert done.stderr == ""
    rows = json.loads(done.stdout)["rows"]
    pages = ["page-20, first", "page-20, again", "page-20, known"]
    assert [row["name"] for row in rows] == [*pages, *names[1:]]
    assert all(row["figure"] > 0 for row in rows)


def environment():
    """That of this process, with a database beside the one of the tests."""
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        return os.environ
    return {**os.environ, "DATABASE_URL": f"{os.environ['DATABASE_URL']}_bench"}


def test_an_unknown_workload_is_told_with_those_there_are(capsys):
    with pytest.raises(SystemExit):
        bench.main(["nope"])
    assert f"read 'nope', expected one of: {', '.join(bench.WORKLOADS)}" in capsys.readouterr().err


def test_an_interval_holds_the_median_and_is_the_same_each_time():
    values = [1.0, 2.0, 3.0, 4.0, 100.0]
    low, high = bootstrap_interval(values)
    assert low <= 3.0 <= high
    assert (low, high) == bootstrap_interval(values)
