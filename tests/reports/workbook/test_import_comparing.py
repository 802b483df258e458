"""What a file would change: rows beside those that stand there, without a database."""

from decimal import Decimal

import pytest

from organizations.permissions import Allowed, Denied
from reports.workbook.importing.comparing import CellChange, Surroundings, compare
from reports.workbook.importing.refusals import Fault, NoticeKind
from reports.workbook.importing.rows import FileContents, FileRow, FileSheet, by_key
from reports.workbook.importing.values import EMPTY
from reports.workbook.importing.words import notice_message, refusal_message
from reports.workbook.sheets import BY_NAME

YEARS = range(2012, 2014)


def surroundings(*, may=lambda right: Allowed(), people=(), closed=()):
    return Surroundings(may=may, people=frozenset(people), closed=frozenset(closed), years=YEARS)


def full(name, cells):
    """All values of a row; what is not given is empty."""
    return {column.name: EMPTY[column.kind] for column in BY_NAME[name].columns} | cells


def sheet(name, *rows, names=(), **facts):
    kind = BY_NAME[name]
    columns = tuple(column for column in kind.columns if not names or column.name in names)
    read = [{each.name: full(name, row)[each.name] for each in columns} for row in rows]
    lines = [FileRow(number, tuple(row[key] for key in kind.key), row) for number, row in enumerate(read, 2)]
    return FileSheet(kind, name, columns, lines, **facts)


def held(*sheets, there=None, **around):
    present = {
        name: by_key([full(name, row) for row in rows], BY_NAME[name]) for name, rows in (there or {}).items()
    }
    contents = FileContents({each.sheet.name: each for each in sheets}, [])
    return compare(contents, present, surroundings(**around))


def faults(comparison):
    return [(each.fault, each.row, each.name, each.read) for each in comparison.refusals]


INDICATOR = {
    "code": "A",
    "objective": "S",
    "name": "N",
    "unit_of_measure": "%",
    "polarity": "higher",
    "weight": Decimal(2),
}
YEAR = {"indicator": "A", "year": 2012, "target": Decimal(5), "weight": Decimal(2)}
WEIGHT = {"of": "objective", "code": "S", "weight": Decimal(1)}
THERE = {"Objectives": [{"code": "S", "perspective": "F"}], "Indicators": [INDICATOR], "Years": [YEAR]}


def test_the_same_row_is_only_counted():
    comparison = held(sheet("Years", YEAR), there=THERE)
    assert (comparison.changes, comparison.unchanged) == ({"Years": []}, {"Years": 1})


def test_a_change_says_old_and_new_cell_by_cell():
    [change] = held(sheet("Years", YEAR | {"target": Decimal(6), "note": "x"}), there=THERE).changes["Years"]
    assert change.cells == (CellChange("target", Decimal(5), Decimal(6)), CellChange("note", "", "x"))
    assert not change.is_new


def test_an_empty_cell_of_a_workbook_empties_what_stands_there_where_that_can_be_empty():
    [change] = held(sheet("Years", YEAR | {"target": None, "weight": None}), there=THERE).changes["Years"]
    assert change.cells == (CellChange("target", Decimal(5), None),)


def test_an_empty_cell_of_a_column_of_achievements_leaves_what_stands_there():
    file = sheet(
        "Years",
        {"indicator": "A", "year": 2012},
        names=("indicator", "year", "achievement"),
        blank_keeps=True,
    )
    there = THERE | {"Years": [YEAR | {"achievement": Decimal(1)}]}
    assert held(file, there=there).changes == {"Years": []}


def test_columns_that_are_not_read_change_nothing():
    assert held(sheet("Years", YEAR | {"state": "approved"}), there=THERE).changes == {"Years": []}


def test_a_new_row_of_a_year_begins_with_the_weight_of_its_indicator():
    new = {"indicator": "A", "year": 2013, "target": Decimal(1)}
    assert held(sheet("Years", new | {"weight": Decimal(2)}), there=THERE).changes["Years"][0].changed == {
        "target": 1
    }
    [change] = held(sheet("Years", new | {"weight": Decimal(3)}), there=THERE).changes["Years"]
    assert change.changed == {"target": 1, "weight": 3}


def test_a_weight_of_zero_is_a_weight():
    there = THERE | {"Indicators": [INDICATOR | {"weight": Decimal(0)}]}
    new = {"indicator": "A", "year": 2013, "weight": Decimal(0)}
    assert held(sheet("Years", new), there=there).changes == {"Years": []}


def test_the_default_weight_of_the_file_comes_before_the_one_that_stands():
    indicators = sheet("Indicators", INDICATOR | {"weight": Decimal(9)})
    years = sheet("Years", {"indicator": "A", "year": 2013, "weight": Decimal(9)})
    assert held(indicators, years, there=THERE).changes["Years"] == []


def test_a_code_that_stands_nowhere_is_refused_and_one_of_the_file_is_not():
    assert faults(held(sheet("Years", YEAR | {"indicator": "B"}), there=THERE)) == [
        (Fault.UNKNOWN_CODE, 2, "indicator", "B")
    ]
    assert not held(
        sheet("Indicators", INDICATOR | {"code": "B"}), sheet("Years", YEAR | {"indicator": "B"}), there=THERE
    ).refusals


def test_what_refers_to_a_row_that_is_refused_itself_is_not_at_fault():
    indicators = sheet("Indicators", refused={("B",)})
    assert not held(indicators, sheet("Years", YEAR | {"indicator": "B"}), there=THERE).refusals


@pytest.mark.parametrize(("name", "row", "year", "fault"), [
    ("Years", YEAR, 2014, (Fault.OUTSIDE_PLAN, 2, "year", "2014")),
    ("Years", YEAR, 1899, (Fault.OUTSIDE_PLAN, 2, "year", "1899")),
    ("Years", YEAR, 2011, (Fault.BEFORE_PLAN, 2, "target", "5")),
    ("Weights", WEIGHT, 2011, (Fault.OUTSIDE_PLAN, 2, "year", "2011")),
])  # fmt: skip
def test_a_year_that_the_plan_does_not_have_is_refused(name, row, year, fault):
    assert faults(held(sheet(name, row | {"year": year}), there=THERE)) == [fault]


def test_an_achievement_before_the_plan_is_taken():
    old = {"indicator": "A", "year": 2011, "achievement": Decimal(1), "weight": Decimal(2)}
    [change] = held(sheet("Years", old), there=THERE).changes["Years"]
    assert change.is_new
    assert change.changed == {"achievement": 1}


def test_a_work_program_of_an_unknown_initiative_is_refused_at_the_initiative():
    work = {"indicator": "A", "initiative": "I", "year": 2012, "name": "W"}
    assert faults(held(sheet("WorkPrograms", work), there=THERE)) == [
        (Fault.UNKNOWN_INITIATIVE, 2, "initiative", "I")
    ]
    there = THERE | {"Initiatives": [{"indicator": "A", "name": "I"}]}
    assert not held(sheet("WorkPrograms", work), there=there).refusals


def test_a_new_row_without_a_column_that_it_needs_is_refused():
    file = sheet("Indicators", {"code": "B", "name": "N"}, names=("code", "name"))
    [refusal] = held(file, there=THERE).refusals
    assert refusal.fault is Fault.NEW_ROW_INCOMPLETE
    assert "objective, unit_of_measure, polarity" in refusal_message(refusal)


def test_a_cell_that_may_not_change_is_refused_only_if_it_changes():
    denied = {"may": lambda right: Denied("Only others do.")}
    assert not held(sheet("Years", YEAR), there=THERE, **denied).refusals
    comparison = held(sheet("Years", YEAR | {"target": Decimal(6), "note": "x"}), there=THERE, **denied)
    assert faults(comparison) == [(Fault.NOT_ALLOWED, 2, "target", "6"), (Fault.NOT_ALLOWED, 2, "note", "x")]
    assert [refusal_message(each) for each in comparison.refusals] == [
        "Read “6”; “5” stands here. Only others do.",
        "Read “x”; nothing stands here. Only others do.",
    ]


def test_a_cell_of_a_closed_year_is_refused_only_if_it_changes():
    assert not held(sheet("Years", YEAR), there=THERE, closed=(2012,)).refusals
    comparison = held(sheet("Years", YEAR | {"target": None}), there=THERE, closed=(2012,))
    assert faults(comparison) == [(Fault.YEAR_CLOSED, 2, "target", "")]


OWNED = {"code": "S", "perspective": "F", "name": "N", "owner": "ani@example.org"}


def test_an_owner_whom_nobody_knows_stays_as_it_is_and_is_told_once_per_address():
    rows = [OWNED | {"code": code} for code in "STU"] + [OWNED | {"code": "V", "owner": "budi@example.org"}]
    there = {"Objectives": [row | {"owner": ""} for row in rows], "Perspectives": [{"code": "F"}]}
    comparison = held(sheet("Objectives", *rows), there=there)
    assert comparison.changes == {"Objectives": []}
    assert [(each.kind, each.row, each.read, each.rows) for each in comparison.notices] == [
        (NoticeKind.UNKNOWN_OWNER, 2, "ani@example.org", 3),
        (NoticeKind.UNKNOWN_OWNER, 5, "budi@example.org", 1),
    ]
    assert [notice_message(each) for each in comparison.notices] == [
        "Objectives, 3 rows from row 2 on: nobody here has the address ani@example.org; their owners stay as "
        "they are.",
        "Objectives, row 5: nobody here has the address budi@example.org; the owner stays as it is.",
    ]


def test_an_owner_who_left_may_stay_and_one_who_is_here_may_come():
    there = {"Objectives": [OWNED], "Perspectives": [{"code": "F"}]}
    assert not held(sheet("Objectives", OWNED), there=there).notices
    new = OWNED | {"owner": "budi@example.org"}
    [change] = held(sheet("Objectives", new), there=there, people=["budi@example.org"]).changes["Objectives"]
    assert change.changed == {"owner": "budi@example.org"}


def test_the_fingerprint_tells_values_apart_and_not_how_they_are_written():
    def mark(old, new):
        there = THERE | {"Years": [YEAR | {"target": old}]}
        return held(sheet("Years", YEAR | {"target": new}), there=there).fingerprint()

    assert mark(Decimal(5), Decimal(6)) == mark(Decimal("5.0"), Decimal("6.00"))
    assert (
        len({mark(Decimal(5), Decimal(6)), mark(Decimal(4), Decimal(6)), mark(Decimal(5), Decimal(7))}) == 3
    )
