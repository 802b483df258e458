"""Many people write at the same moment, each with a connection of their own: none fails, none is lost."""

import json
import os
import threading
from collections import Counter
from collections.abc import Callable
from decimal import Decimal as D
from functools import partial

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from indicators.bulk_measuring import RowsRefused, write_many
from indicators.measuring import StaleVersion, write_measurement
from indicators.models import Measurement
from indicators.scorecard_year import load_scorecard_year
from indicators.services import move_states
from indicators.states import Move
from organizations import history
from organizations.models import Membership, User
from scorecards.locks import YearClosed, lock_years
from scorecards.models import ScorecardYear
from tests.factories import MeasurementFactory, MembershipFactory, UserFactory

# One worker runs them all: each opens as many connections as it has writers.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("connections")]

WRITERS = 50
# Of writers of one cell all but one are told to try again, each time: their requests grow with the square.
WRITERS_OF_ONE_CELL = WRITERS if os.environ.get("FULL_SIZES") else 15
RACES = 8
CELLS_IN_A_BLOCK = 12
TARGET = D(100)


@pytest.fixture
def year(scorecard) -> ScorecardYear:
    return scorecard.years.get(year=2012)


def make_cells(year: ScorecardYear, count: int) -> list[Measurement]:
    return [MeasurementFactory(scorecard_year=year, target=TARGET) for _ in range(count)]


def client_of(unit) -> Client:
    client = Client()
    person = MembershipFactory(unit=unit, role=Membership.Role.STAFF).user
    client.force_login(person, backend="organizations.backends.EmailBackend")
    return client


def at_once(*works: Callable[[], object]) -> list[object]:
    """Runs each in a thread with a connection of its own; answers what each returned or raised."""
    start = threading.Barrier(len(works))
    results: list[object] = [None] * len(works)

    def run(place: int) -> None:
        try:
            start.wait(timeout=30)
            results[place] = works[place]()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def write_until_it_lands(pk: int, client: Client, achievement: int) -> list[int]:
    """Types an achievement; told that somebody was quicker, keeps it. Answers the status of each try."""
    statuses, version = [], 1
    while len(statuses) <= WRITERS:
        sent = {"values": {"achievement": str(achievement)}, "version": version, "language": "en"}
        body = json.dumps({**sent, "confirmed": True})
        response = client.patch(f"/o/ACME/ACME/2012/entry/{pk}/", body, content_type="application/json")
        statuses.append(response.status_code)
        if response.status_code != 409:
            break
        version = response.json()["version"]
    return statuses


def traces(pk: int) -> list[tuple[int, D | None]]:
    """Version and achievement after each change of the row."""
    changes = Measurement.history.filter(id=pk, history_type="~").order_by("history_id")
    return list(changes.values_list("version", "achievement"))


# --- cells of one scorecard, through the page -------------------------------------


def test_many_writers_of_one_cell_lose_nothing(cast, year) -> None:
    [cell] = make_cells(year, 1)
    values = range(1, WRITERS_OF_ONE_CELL + 1)
    clients = [client_of(cast.unit) for _ in values]
    works = [
        partial(write_until_it_lands, cell.pk, client, value)
        for client, value in zip(clients, values, strict=True)
    ]
    results = at_once(*works)
    assert {type(statuses) for statuses in results} == {list}, results
    assert {statuses[-1] for statuses in results} == {200}
    assert {status for statuses in results for status in statuses[:-1]} == {409}
    written = traces(cell.pk)
    assert [version for version, _achievement in written] == [value + 1 for value in values]
    assert sorted(achievement for _version, achievement in written) == list(values)
    cell.refresh_from_db()
    assert (cell.version, cell.achievement) == written[-1]
    assert load_scorecard_year(year).result.total == cell.level == 1


def test_many_writers_of_different_cells_lose_nothing(cast, year, scorecard) -> None:
    wanted = {cell.pk: 99 + place % 3 for place, cell in enumerate(make_cells(year, WRITERS))}
    works = [partial(write_until_it_lands, pk, client_of(cast.unit), wanted[pk]) for pk in wanted]
    assert at_once(*works) == [[200]] * WRITERS
    assert {pk: traces(pk) for pk in wanted} == {pk: [(2, D(value))] for pk, value in wanted.items()}
    levels = [{99: 1, 100: 2, 101: 3}[value] for value in wanted.values()]
    assert load_scorecard_year(year).result.total == sum(levels)
    version = scorecard.version
    scorecard.refresh_from_db()
    assert scorecard.version == version + WRITERS


# --- why a cell carries its version -------------------------------------------------


def add_a_word(pk: int, word: str, *, is_checked: bool, everybody_has_read: threading.Barrier) -> None:
    """Adds a word to the note as read; when told that somebody was quicker, to the note as it is now."""
    row = Measurement.objects.select_related("scorecard_year__scorecard").get(pk=pk)
    everybody_has_read.wait(timeout=30)
    person = User.objects.get(email="writer@example.org")
    while True:
        version = row.version if is_checked else None
        try:
            write_measurement(
                measurement=row, changes={"note": f"{row.note} {word}"}, by=person, version=version
            )
        except StaleVersion as stale:
            row = stale.current
        else:
            return


@pytest.mark.parametrize(("is_checked", "kept"), [(False, 1), (True, WRITERS_OF_ONE_CELL)])
def test_without_the_version_updates_are_lost_and_with_it_none_is(year, is_checked, kept) -> None:
    [cell] = make_cells(year, 1)
    UserFactory(email="writer@example.org")
    words = [f"word{number}" for number in range(WRITERS_OF_ONE_CELL)]
    barrier = threading.Barrier(len(words))
    add = partial(add_a_word, cell.pk, is_checked=is_checked, everybody_has_read=barrier)
    assert at_once(*(partial(add, word) for word in words)) == [None] * len(words)
    cell.refresh_from_db()
    assert len(set(words) & set(cell.note.split())) == kept


def test_of_writers_of_one_version_one_wins_and_the_others_are_told(year) -> None:
    [cell] = make_cells(year, 1)
    person = UserFactory()
    results = at_once(*(partial(achieve, cell, D(value), person) for value in range(WRITERS)))
    assert Counter(map(type, results)) == {type(None): 1, StaleVersion: WRITERS - 1}
    assert len(traces(cell.pk)) == 1


def achieve(cell: Measurement, achievement: D, person: User) -> None:
    write_measurement(measurement=cell, changes={"achievement": achievement}, by=person, version=1)


# --- a block against the rest -------------------------------------------------------


def paste(cells: list[Measurement], person: User) -> None:
    """Writes 7 into all of the cells, as they were when they were made."""
    write_many(
        scorecard=cells[0].scorecard_year.scorecard,
        rows=[(cell, {"achievement": D(7)}) for cell in cells],
        by=person,
        versions={cell.pk: 1 for cell in cells},
    )


def stored(cells: list[Measurement]) -> list[D | None]:
    rows = Measurement.objects.filter(pk__in=[cell.pk for cell in cells])
    return list(rows.order_by("pk").values_list("achievement", flat=True))


def test_a_block_is_stored_whole_or_not_at_all_beside_writers_of_its_cells(year) -> None:
    person = UserFactory()
    for race in range(RACES):
        cells = make_cells(year, CELLS_IN_A_BLOCK)
        touched = cells[race % 3 :: 3]
        writers = [partial(achieve, cell, D(8), person) for cell in touched]
        pasted, *written = at_once(partial(paste, cells, person), *writers)
        if pasted is None:
            assert set(map(type, written)) == {StaleVersion}
            assert stored(cells) == [7] * CELLS_IN_A_BLOCK
        else:
            assert isinstance(pasted, RowsRefused)
            assert written == [None] * len(touched)
            assert stored(cells) == [8 if cell in touched else None for cell in cells]


def close(year: ScorecardYear, person: User) -> int:
    """Closes the year; answers how many achievements it found there."""
    with transaction.atomic():
        [locked] = lock_years(year.scorecard, [year.year])
        locked.closed_at, locked.closed_by = timezone.now(), person
        history.save(locked, by=person)
        return locked.measurements.exclude(achievement=None).count()


def test_a_block_is_stored_whole_or_not_at_all_when_its_year_is_closed(year) -> None:
    person = UserFactory()
    for race in range(RACES):
        Measurement.objects.all().delete()
        ScorecardYear.objects.update(closed_at=None, closed_by=None)
        cells = make_cells(year, CELLS_IN_A_BLOCK)
        works = [partial(paste, cells, person), partial(close, year, person)]
        results = at_once(*works) if race % 2 else at_once(*reversed(works))[::-1]
        if isinstance(results[0], YearClosed):
            assert (results[1], stored(cells)) == (0, [None] * CELLS_IN_A_BLOCK)
        else:
            assert results == [None, CELLS_IN_A_BLOCK]
            assert stored(cells) == [7] * CELLS_IN_A_BLOCK


# --- approving while somebody writes -------------------------------------------------


def test_a_value_written_at_the_same_moment_is_never_approved_unseen(cast, year) -> None:
    for cell in make_cells(year, RACES):
        write_measurement(measurement=cell, changes={"achievement": TARGET}, by=cast.staff)
        [seen] = move_states(scorecard_year=year, measurements=[cell.pk], move=Move.SUBMIT, by=cast.staff)
        approved, written = at_once(
            partial(
                move_states,
                scorecard_year=year,
                measurements=[cell.pk],
                move=Move.APPROVE,
                by=cast.manager,
                versions={cell.pk: seen.version},
            ),
            partial(write_measurement, measurement=cell, changes={"achievement": D(120)}, by=cast.staff),
        )
        assert isinstance(approved, list | RowsRefused), approved
        assert isinstance(written, Measurement), written
        cell.refresh_from_db()
        assert (cell.achievement, cell.state) == (D(120), "draft")
