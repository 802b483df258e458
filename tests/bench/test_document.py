"""The document of a run: its figures in tables, and how cost grows in a chart."""

from defusedxml import ElementTree

from bench.chart import series_of
from bench.document import write

PLACE = {"database": "sqlite", "python": "3.11", "django": "5.2", "system": "Linux"}
COMMON = {"against": "50 to 5,000", "unit": "exponent", "goal": 1.02, "verdict": "pass"}
GROWTH = {
    **COMMON,
    "name": "growth of imports & exports, by rows",
    "figure": 1.0,
    "low": 0.9,
    "high": 1.01,
    "facts": {"points": [[50, 2.0], [500, 20.0], [5000, 200.0]], "cpu_ratio": 100.0, "steadiness": 1.0},
}
COUNTED = {
    **COMMON,
    "name": "queries",
    "unit": "queries",
    "figure": 7,
    "low": None,
    "high": None,
    "facts": {},
}


def written(folder, *rows):
    write(folder, [{"place": PLACE, "rows": list(rows)}])
    return (folder / "performance.md").read_text(), ElementTree.parse(folder / "growth.svg").getroot()


def test_every_row_stands_in_the_table_of_its_database(tmp_path):
    text, _chart = written(tmp_path, GROWTH, COUNTED)
    assert "### SQLite" in text
    assert "| growth of imports & exports, by rows | 50 to 5,000 | 1.02 | 1 | 0.9 to 1.01 |" in text
    assert "| queries | 50 to 5,000 | 1.02 | 7 |" in text


def test_growth_is_drawn_from_the_least_data_on(tmp_path):
    [series] = series_of([GROWTH, COUNTED])
    assert series.points == ((1.0, 1.0), (10.0, 10.0), (100.0, 100.0))
    _text, chart = written(tmp_path, GROWTH, COUNTED)
    assert "imports & exports, by rows" in {
        each.text for each in chart.iter("{http://www.w3.org/2000/svg}text")
    }
    assert len(list(chart.iter("{http://www.w3.org/2000/svg}circle"))) == 3


def test_without_growth_the_chart_has_its_axes_alone(tmp_path):
    _text, chart = written(tmp_path, COUNTED)
    assert not list(chart.iter("{http://www.w3.org/2000/svg}circle"))


def test_runs_of_one_place_are_one_table(tmp_path):
    files = [{"place": PLACE, "rows": [GROWTH]}, {"place": PLACE, "rows": [COUNTED]}]
    write(tmp_path, [*files, {"place": {**PLACE, "database": "postgresql"}, "rows": [COUNTED]}])
    text = (tmp_path / "performance.md").read_text()
    assert (text.count("### SQLite"), text.count("### PostgreSQL")) == (1, 1)
    assert text.count("| queries |") == 2
