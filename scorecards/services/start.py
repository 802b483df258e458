"""The guided start: what is typed on one page is added together, all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from organizations.models import Organization, Unit, User
from scorecards.locks import lock_plan, lock_years
from scorecards.models import Objective, Perspective, Plan, Scorecard, Statement
from scorecards.services.objectives import create_objective
from scorecards.services.perspectives import create_perspective
from scorecards.services.plans import create_scorecard, found_plan
from scorecards.services.statements import create_statement, set_tick
from scorecards.start_lines import Line, free_codes, initial_code, name_key
from scorecards.start_words import at_line, default_plan_name, perspectives_meanwhile

STATEMENT_CODES = {
    Statement.Kind.VISION.value: "V",
    Statement.Kind.MISSION.value: "M",
    Statement.Kind.GOAL.value: "T",
}
OBJECTIVE_CODE = "SS"


@dataclass(frozen=True, slots=True)
class Added:
    """The codes of what was added, and the names of what was there already."""

    codes: tuple[str, ...]
    doubles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PerspectiveRow:
    """A perspective as it was typed. number: of its row; without a code it gets one."""

    number: int
    name_id: str
    name_en: str
    tone: int
    code: str = ""

    @property
    def names(self) -> tuple[str, str]:
        return name_key(self.name_id), name_key(self.name_en)

    def says(self, other: Perspective | None) -> bool:
        """Whether nothing of what was typed is lost where there is this other one of the same names."""
        return other is not None and other.tone == self.tone and self.code in ("", other.code)

    def create(self, plan: Plan, code: str, by: User | None) -> Perspective:
        return create_perspective(
            plan=plan, code=code, name_id=self.name_id, name_en=self.name_en, tone=self.tone, by=by
        )


@transaction.atomic
def begin_plan(
    *,
    organization: Organization,
    unit: Unit,
    by: User | None,
    name: str,
    first_year: int,
    last_year: int,
    **fields: Any,
) -> Scorecard:
    """A plan without perspectives yet, and the unit's scorecard in it. An empty name says the years.

    fields: scheme and weighting_mode. Raises ValidationError.
    """
    plan = found_plan(
        organization=organization,
        by=by,
        name=name or default_plan_name(first_year, last_year),
        first_year=first_year,
        last_year=last_year,
        **fields,
    )
    return create_scorecard(plan=plan, unit=unit, by=by)


@transaction.atomic
def add_perspectives(
    *, plan: Plan, rows: Sequence[PerspectiveRow], by: User | None, beside: bool = False
) -> Added:
    """Adds perspectives, in the order of the rows.

    Where there are perspectives already, rows that say something else are refused with the code "meanwhile",
    unless they are wanted `beside` those. Raises ValidationError; its keys are a field of the model and the
    row's number, such as "code-2".
    """
    plan = lock_plan(plan)
    found = {(name_key(each.name_id), name_key(each.name_en)): each for each in plan.perspectives.all()}
    if found and not beside and not all(row.says(found.get(row.names)) for row in rows):
        raise perspectives_meanwhile()
    there = set(found)
    used = {each.code for each in found.values()} | {row.code for row in rows}
    added, doubles = [], []
    refusals: dict[str, list[ValidationError]] = {}
    for row in rows:
        if row.names in there:
            doubles.append(row.name_id or row.name_en)
            continue
        there.add(row.names)
        code = row.code or initial_code(row.name_en or row.name_id, used)
        used.add(code)
        try:
            row.create(plan, code, by)
        except ValidationError as error:
            refusals |= {f"{field}-{row.number}": errors for field, errors in error.error_dict.items()}
        added.append(code)
    if refusals:
        raise ValidationError(refusals)
    return Added(tuple(added), tuple(doubles))


@transaction.atomic
def add_statements(*, plan: Plan, kind: str, lines: Sequence[Line], by: User | None) -> Added:
    """Adds statements of a kind, in order; those that say what another of the kind says are left out.

    Raises ValidationError; its keys are the places of the lines.
    """
    plan = lock_plan(plan)
    found = list(plan.statements.all())

    def make(line: Line, code: str) -> None:
        create_statement(plan=plan, kind=kind, code=code, text=line.text, by=by)

    there = {name_key(each.text) for each in found if each.kind == kind}
    return add_lines(lines, STATEMENT_CODES[kind], there, {each.code for each in found}, make)


@transaction.atomic
def add_objectives(
    *, scorecard: Scorecard, lines: Sequence[tuple[Perspective, Line]], by: User | None
) -> Added:
    """Adds objectives to the perspectives, and ticks the statements that their lines name.

    Those that are called like another of the scorecard are left out. Raises ValidationError; its keys are
    the places of the lines.
    """
    plan = lock_plan(scorecard.plan)  # no statement goes meanwhile
    lock_years(scorecard)
    statements = {each.code: each for each in plan.statements.all()}
    perspectives = {id(line): perspective for perspective, line in lines}

    def make(line: Line, code: str) -> None:
        objective = create_objective(
            scorecard=scorecard, perspective=perspectives[id(line)], code=code, name=line.text, by=by
        )
        tick(objective, line.sources, statements, by)

    found = list(Objective.objects.filter(scorecard=scorecard).values_list("code", "name"))
    there, used = {name_key(name) for _code, name in found}, {code for code, _name in found}
    return add_lines([line for _perspective, line in lines], OBJECTIVE_CODE, there, used, make)


def tick(
    objective: Objective, sources: Iterable[str], statements: dict[str, Statement], by: User | None
) -> None:
    for code in sources:
        if code not in statements:
            raise ValidationError(_("The statement %(code)s is not there any more."), params={"code": code})
        set_tick(objective=objective, statement=statements[code], ticked=True, by=by)


def add_lines(
    lines: Sequence[Line],
    prefix: str,
    there: set[str],
    used: set[str],
    make: Callable[[Line, str], None],
) -> Added:
    """Makes what the lines say, each with its own code or the next free one. Call it in a transaction.

    there: keys of the names that exist. Raises ValidationError, by place, with every line that is refused.
    """
    free = free_codes(prefix, used | {line.code for line in lines})
    codes, doubles = [], []
    refusals: dict[str, list[ValidationError]] = {}
    for line in lines:
        if line.key in there:
            doubles.append(line.text)
            continue
        there.add(line.key)
        codes.append(line.code or next(free))
        try:
            make(line, codes[-1])
        except ValidationError as error:
            refusals.setdefault(line.place, []).append(at_line(line.number, error))
    if refusals:
        raise ValidationError(refusals)
    return Added(tuple(codes), tuple(doubles))
