"""The permission table: every URL, what each role gets from each verb, and what is sent with it.

People of the cast are asked at the root of the organization, the last two of the roles at the desk, a unit
below it: `holder` is the person who holds the desk (`person` is the same at the root), `desk_administrator`
administers nothing but the desk. Whoever has a role or a unit anywhere in the organization reads the strategy
at its root; tests/site/test_strategy_for_everyone.py asks those who have nothing but a role below it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

Keys = Mapping[str, Any]
Statuses = Mapping[str, int]
Data = Callable[[Keys], Mapping[str, Any]]

ROLES = (
    "anonymous",
    "viewer",
    "staff",
    "manager",
    "administrator",
    "person",
    "outsider",
    "holder",
    "desk_administrator",
)
TO_SIGN_IN = 302
AT_THE_DESK = ("holder", "desk_administrator")


def profile(*statuses: int) -> Statuses:
    return dict(zip(ROLES, statuses, strict=True))


# What reading answers. The columns are those of ROLES:
#                   anon viewer staff manager admin person outsider holder desk_administrator
STRATEGY = profile(302, 200, 200, 200, 200, 200, 404, 200, 200)
SCORECARD = profile(302, 200, 200, 200, 200, 404, 404, 200, 200)
SETTINGS = profile(302, 200, 200, 200, 200, 404, 404, 404, 200)

# Whoever may bring a file is told that none came.
NO_FILE = 422

# It leads whoever reads the scorecard to another page.
LEADS_BACK = profile(302, 302, 302, 302, 302, 404, 404, 302, 302)

# A page of practice copies only; their tests ask for it there.
NOWHERE = profile(302, 404, 404, 404, 404, 404, 404, 404, 404)


# What writing answers, and opening a form to write; `ok` is what those get who may.
def enter(ok: int) -> Statuses:
    """Achievements of the unit."""
    return profile(302, 403, ok, ok, ok, 404, 404, ok, ok)


def edit(ok: int) -> Statuses:
    """Indicators and what hangs on them, in the unit's scorecard."""
    return profile(302, 403, ok, ok, ok, 404, 404, 403, ok)


def edit_strategy(ok: int) -> Statuses:
    """Objectives, links and ticks of the unit's scorecard: everybody in the organization may see them."""
    return profile(302, 403, ok, ok, ok, 403, 404, 403, ok)


def edit_statements(ok: int) -> Statuses:
    """Statements: they belong to the whole organization."""
    return profile(302, 403, ok, ok, ok, 403, 404, 403, 403)


def approve(ok: int) -> Statuses:
    """What managers decide about achievements of the unit."""
    return profile(302, 403, 403, ok, ok, 404, 404, 403, ok)


follow_up = approve
"""Follow-ups of results below target. Their owner also reports on one; that is asked in its own tests."""


def administer(ok: int) -> Statuses:
    """Settings of the unit and what is below it."""
    return profile(302, 403, 403, 403, ok, 404, 404, 404, ok)


def close(ok: int) -> Statuses:
    """Closing a year and opening it again: everybody who reads the scorecard finds the page."""
    return profile(302, 403, 403, 403, ok, 404, 404, 403, ok)


def administer_organization(ok: int) -> Statuses:
    """Settings of the whole organization."""
    return profile(302, 403, 403, 403, ok, 404, 404, 404, 403)


def edit_settled(may: Callable[[int], Statuses]) -> Statuses:
    """What is edited on a page that only members find."""
    return {role: 404 if SETTINGS[role] == 404 else status for role, status in may(302).items()}


# A practice copy changes nothing real: whoever reads the scorecard makes one.
PRACTISE = profile(302, 302, 302, 302, 302, 404, 404, 302, 302)


def nothing(keys: Keys) -> Mapping[str, Any]:
    return {}


def sent(**texts: Any) -> Data:
    """What a form or a script sends; `{objective}` in a text stands for that object's key."""

    def fill(value: Any, keys: Keys) -> Any:
        if isinstance(value, dict):
            return {name: fill(each, keys) for name, each in value.items()}
        if isinstance(value, list):
            return [fill(each, keys) for each in value]
        return value.format(**keys) if isinstance(value, str) else value

    return lambda keys: fill(texts, keys)


@dataclass(frozen=True)
class Row:
    """A URL of a unit and a year.

    keys: names of the keys that are its further arguments; data: what POST and PATCH send.
    """

    name: str
    verbs: Mapping[str, Statuses]
    keys: tuple[str, ...] = ()
    data: Data = nothing

    def arguments(self, keys: Keys) -> list[Any]:
        return [keys[name] for name in self.keys]

    def status(self, role: str, verb: str) -> int:
        """What the role gets; for a verb that the page does not know 405, if the page exists for the role."""
        verb = "get" if verb == "head" else verb
        if verb in self.verbs:
            return self.verbs[verb][role]
        if role == "anonymous":
            return TO_SIGN_IN
        return 404 if all(statuses[role] == 404 for statuses in self.verbs.values()) else 405


def page(name: str, statuses: Statuses, *keys: str) -> Row:
    """It is only read."""
    return Row(name, {"get": statuses}, keys)


def form(name: str, may: Callable[[int], Statuses], *keys: str, data: Data = nothing) -> Row:
    """It shows nothing but a form, so opening it needs the right to write."""
    return Row(name, {"get": may(200), "post": may(302)}, keys, data)


def button(name: str, may: Callable[[int], Statuses], *keys: str, data: Data = nothing) -> Row:
    """There is nothing to open; it answers with a redirect."""
    return Row(name, {"post": may(302)}, keys, data)


def year_value(name: str, may: Callable[[int], Statuses], field: str) -> Row:
    """A value of a year, changed on the KPI sheet."""
    data = sent(version=1, language="en", **{field: "12"})
    return Row(name, {"get": may(200), "post": may(200)}, ("indicator", "first_year"), data)


def cell(name: str, may: Callable[[int], Statuses], field: str) -> Row:
    """A typed cell of a grid."""
    data = sent(values={field: "12"}, version=1, language="en")
    return Row(name, {"patch": may(200)}, ("measurement",), data)


def block(name: str, may: Callable[[int], Statuses], field: str) -> Row:
    """Typed cells of a grid that are stored together."""
    typed = {"key": "{measurement}", "version": 1, "field": field, "text": "12"}
    return Row(name, {"post": may(200)}, data=sent(cells=[typed], language="en", save=True))


UP = sent(direction="up")
NEW_UNIT = sent(code="NEW", name="New", kind="unit", parent="{here}")
STATEMENT = sent(kind="mission", code="M99", text="Make better parts")
OBJECTIVE = sent(perspective="{perspective}", code="SS99", name="Better parts", default_weight="1")
PERSPECTIVE = sent(code="X", name_id="Lain", name_en="Other", tone="1", default_weight="1")
PROGRESS = {"status": "running", "progress": "40", "seen": "{work_program_seen}"}
WORK_PROGRAM = {"name": "Train 20 people", "status": "planned", "progress": "0"}
WORK_PROGRAM = {"name": "Train 20 people", "status": "planned", "progress": "0"}
FOLLOW_UP = {"cause": "No spare", "action": "Buy a spare", "owner": "{newcomer}", "due": "2013-03-31"}
SEEN = {"seen": "1"}
PLAN = {"name": "Plan", "weighting_mode": "equal", "scheme": "{scheme}"}
SCHEME = {
    "name": "Two levels",
    "tolerance": "0",
    "bands-TOTAL_FORMS": "2",
    "bands-INITIAL_FORMS": "0",
    "bands-0-level": "1",
    "bands-1-level": "2",
    "bands-1-from_percent": "100",
    "bands-1-starts": "from",
}
INDICATOR = sent(
    objective="{objective}",
    code="NEW-1",
    name="Scrap",
    unit_of_measure="%",
    polarity="higher",
    kind="lag",
    decimals="0",
    default_weight="1",
)

ORGANIZATIONS = (
    Row(
        "organization",
        {"get": SETTINGS, "post": administer_organization(302)},
        data=sent(name="Acme", currency="Rp"),
    ),
    page("organization-history", SETTINGS),
    page("units", SETTINGS),
    form("unit-add", administer, data=NEW_UNIT),
    page("units-history", SETTINGS),
    form("unit-edit", administer, "unit", data=NEW_UNIT),
    button("unit-move", administer, "unit", data=UP),
    form("unit-retire", administer, "unit"),
    button("unit-restore", administer, "retired_unit"),
    form("unit-delete", administer, "unit"),
    page("unit-history", SETTINGS, "unit"),
    page("people", SETTINGS),
    form(
        "membership-add",
        administer,
        data=sent(email="new@example.org", name="New", role="staff", unit="{here}"),
    ),
    page("people-history", SETTINGS),
    form("membership-edit", administer, "membership", data=sent(role="staff")),
    form("membership-delete", administer, "membership"),
    page("membership-history", SETTINGS, "membership"),
    form("invitation", administer, "newcomer"),
)
LINES = sent(lines="Make better parts")
START = (
    page("start", SETTINGS),
    Row(
        "start-organization",
        {"get": SETTINGS, "post": administer_organization(302)},
        data=sent(name="Acme", currency="Rp"),
    ),
    Row("start-plan", {"get": SETTINGS, "post": administer(302)}),
    Row(
        "start-perspectives",
        {"get": SETTINGS, "post": administer_organization(302)},
        data=sent(**{"name_en-1": "Community", "beside": "1"}),
    ),
    *(
        Row(f"start-{step}", {"get": SETTINGS, "post": edit_settled(edit_statements)}, data=LINES)
        for step in ("vision", "missions", "goals")
    ),
    Row(
        "start-objectives",
        {"get": SETTINGS, "post": edit_settled(edit)},
        data=lambda keys: {f"perspective-{keys['perspective']}": "Better parts"},
    ),
)
SCORECARDS = (
    page("statements", STRATEGY),
    page("statements-history", STRATEGY),
    form("statement-add", edit_statements, data=STATEMENT),
    form("statement-edit", edit_statements, "statement", data=STATEMENT),
    button("statement-move", edit_statements, "statement", data=UP),
    form("statement-delete", edit_statements, "statement"),
    page("statement-history", STRATEGY, "statement"),
    button("statement-tick", edit_strategy, data=sent(tick="{statement}-{objective}-1")),
    page("statement-tick-history", STRATEGY),
    page("objectives", STRATEGY),
    page("objectives-history", STRATEGY),
    form("objective-add", edit_strategy, data=OBJECTIVE),
    page("objective-history", STRATEGY, "objective"),
    page("links", STRATEGY),
    page("links-history", STRATEGY),
    form("link-add", edit_strategy, data=sent(cause="{effect}", effect="{third}")),
    form("link-edit", edit_strategy, "link", data=sent(cause="{objective}", effect="{third}", note="")),
    form("link-delete", edit_strategy, "link"),
    page("link-history", STRATEGY, "link"),
    page("perspectives", SETTINGS),
    page("perspectives-history", SETTINGS),
    form("perspective-add", administer_organization, data=PERSPECTIVE),
    form("perspective-edit", administer_organization, "perspective", data=PERSPECTIVE),
    button("perspective-move", administer_organization, "perspective", data=UP),
    form("perspective-delete", administer_organization, "empty_perspective"),
    page("perspective-history", SETTINGS, "perspective"),
    page("plans", SETTINGS),
    page("plans-history", SETTINGS),
    button("scorecard-add", administer, "empty_plan"),
    form(
        "plan-add",
        administer_organization,
        data=sent(**PLAN, first_year="2030", last_year="2031", perspectives="business"),
    ),
    form("plan-edit", administer_organization, "plan", data=sent(**PLAN)),
    page("plan-history", SETTINGS, "plan"),
    page("schemes", SETTINGS),
    page("schemes-history", SETTINGS),
    form("scheme-add", administer_organization, data=sent(**SCHEME, code="two")),
    form("scheme-edit", administer_organization, "scheme", data=sent(**SCHEME)),
    form("scheme-delete", administer_organization, "scheme"),
    page("scheme-history", SETTINGS, "scheme"),
)
INDICATORS = (
    page("list", SCORECARD),
    form("indicator-add", edit, data=INDICATOR),
    page("indicator", SCORECARD, "indicator"),
    form("indicator-edit", edit, "indicator", data=INDICATOR),
    button("indicator-move", edit, "indicator", data=UP),
    form("indicator-delete", edit, "indicator", data=sent(shown="{indicator_shown}")),
    page("indicator-history", SCORECARD, "indicator"),
    Row(
        "baseline",
        {"get": SCORECARD, "post": edit(302)},
        ("indicator",),
        sent(method="decreed", year_2011="7"),
    ),
    page("sheets", SCORECARD),
    Row(
        "indicator-field",
        {"get": edit(200), "post": edit(200)},
        ("indicator", "fact"),
        sent(definition=""),
    ),
    year_value("year-target", edit, "target"),
    year_value("year-achievement", enter, "achievement"),
    page("baseline-computed", SCORECARD, "indicator"),
    button("baseline-again", edit, "indicator"),
    page("baseline-history", SCORECARD, "indicator"),
    form("initiative-add", edit, "indicator", data=sent(name="Train people")),
    page("initiatives", SCORECARD),
    form("initiative-edit", edit, "initiative", data=sent(name="Train people")),
    button("initiative-move", edit, "initiative", data=UP),
    form("initiative-delete", edit, "initiative"),
    page("initiative-history", SCORECARD, "initiative"),
    form("work-program-add", edit, "initiative", data=sent(**WORK_PROGRAM)),
    form("work-program-edit", edit, "work_program", data=sent(**WORK_PROGRAM, seen="{work_program_seen}")),
    form("work-program-progress", edit, "work_program", data=sent(**PROGRESS)),
    button("work-program-move", edit, "work_program", data=UP),
    form("work-program-delete", edit, "work_program"),
    page("work-program-history", SCORECARD, "work_program"),
    button("work-programs-plan", edit),
    button("work-programs-carry-over", edit),
    page("work-programs-history", SCORECARD),
    form("objective-edit", edit_strategy, "objective", data=OBJECTIVE),
    button("objective-move", edit_strategy, "objective", data=UP),
    form("objective-delete", edit_strategy, "objective"),
    form("plan-years", administer_organization, "plan", data=sent(first_year="2012", last_year="2014")),
    form("plan-delete", administer_organization, "empty_plan"),
    # A year of it was sealed, so it stays, whoever asks.
    Row("scorecard-delete", {"get": administer(200), "post": administer(422)}, ("plan",)),
    form(
        "plan-copy",
        administer_organization,
        "plan",
        data=sent(name="Next", first_year="2014", last_year="2015"),
    ),
    form("history-refresh", edit),
    Row("practice", {"get": SCORECARD, "post": PRACTISE}),
    Row("practice-throw-away", {"get": NOWHERE, "post": NOWHERE}),
    form("evidence-add", enter, "measurement", data=sent(title="Report", url="https://example.org/report")),
    page("evidence-history", SCORECARD, "measurement"),
    page("evidence-file", SCORECARD, "evidence_file"),
    form("evidence-delete", enter, "evidence", data=sent(reason="Wrong")),
    page("entry", SCORECARD),
    page("entry-targets", SCORECARD),
    block("entry-block", enter, "achievement"),
    button("entry-states", enter, data=sent(submit="row-{measurement}")),
    cell("cell", enter, "achievement"),
    page("measurement-history", SCORECARD, "measurement"),
    page("plan", SCORECARD),
    Row("proposals", {"get": SCORECARD, "post": edit(302)}),
    block("target-block", edit, "target"),
    cell("target-cell", edit, "target"),
    page("check", SCORECARD),
    form("check-accept", edit, data=sent(findings="{finding}", reason="It is done elsewhere")),
    page("check-history", SCORECARD),
    form("check-withdraw", edit, "accepted"),
    page("check-indicator", SCORECARD, "indicator"),
)
PERFORMANCE = (
    page("overview", SCORECARD),
    page("table", SCORECARD),
    page("explanation", SCORECARD, "measurement"),
    page("insights", SCORECARD),
    page("trends", SCORECARD),
    Row(
        "closing",
        {"get": SCORECARD, "post": close(302)},
        data=sent(seen="{scorecard_version}", missing="lowest", confirmed="on"),
    ),
    Row("closing-reopen", {"post": close(302)}, data=sent(reason="A wrong invoice")),
    page("seal", SCORECARD, "seal"),
    page("seal-content", SCORECARD, "seal"),
    page("seal-differences", SCORECARD, "seal"),
    Row("review", {"get": SCORECARD, "post": approve(302)}, data=sent(approve="{measurement}:1")),
    page("follow-ups", SCORECARD),
    form("follow-up-add", follow_up, "below", data=sent(**FOLLOW_UP)),
    form("follow-up-edit", follow_up, "follow_up", data=sent(**FOLLOW_UP, **SEEN)),
    form("follow-up-progress", follow_up, "follow_up", data=sent(status="done", **SEEN)),
    form("follow-up-close", follow_up, "follow_up", data=sent(status="closed", outcome="Mended", **SEEN)),
    form("follow-up-reopen", follow_up, "closed_follow_up", data=sent(reason="It is back", **SEEN)),
    page("follow-up-history", SCORECARD, "follow_up"),
    form("review-applies", approve, "measurement", data=sent(version="1", reason="The line was sold")),
    page("map", STRATEGY),
    page("map-svg", STRATEGY),
    page("map-objective", SCORECARD, "objective"),
    Row("map-link-add", {"post": edit_strategy(200)}, data=sent(cause="{effect}", effect="{third}")),
    Row(
        "map-link",
        {"get": STRATEGY, "post": edit_strategy(200), "delete": edit_strategy(200)},
        ("link",),
        sent(note="Why"),
    ),
    page("story", STRATEGY),
    page("glossary", STRATEGY),
    Row("year-rules", {"get": SETTINGS, "post": administer(302)}, data=itemgetter("rules")),
    page("year-rules-history", SETTINGS),
)
REPORTS = (
    Row("workbook", {"get": SCORECARD, "post": enter(NO_FILE)}),
    # An imported file has no page of its own any more; a waiting one is only there for who brought it.
    Row("workbook-import", {"get": LEADS_BACK, "post": enter(302)}, ("imported_file",)),
    page("workbook-import-report", SCORECARD, "imported_file"),
    page("workbook-export", SCORECARD),
    page("audit", SETTINGS),
    page("audit-export", SETTINGS),
)
SPACES = {
    "organizations": ORGANIZATIONS,
    "scorecards": START + SCORECARDS,
    "indicators": INDICATORS,
    "performance": PERFORMANCE,
    "reports": REPORTS,
}
TABLE = tuple(
    Row(f"{space}:{row.name}", row.verbs, row.keys, row.data)
    for space, rows in SPACES.items()
    for row in rows
)


@dataclass(frozen=True)
class Case:
    """A URL that is about no unit: the statuses of (GET, POST), without data, for nobody and for somebody."""

    anonymous: tuple[int, int]
    signed_in: tuple[int, int]
    keys: tuple[str, ...] = ()


OUTSIDE_THE_PLACES = {
    "home": Case((302, 302), (302, 405)),
    "login": Case((200, 200), (200, 200)),
    "logout": Case((302, 302), (405, 302)),
    "password_change": Case((302, 302), (200, 200)),
    "password_change_done": Case((302, 302), (200, 405)),
    "password_reset": Case((200, 200), (200, 200)),
    "password_reset_done": Case((200, 405), (200, 405)),
    "password_reset_confirm": Case((302, 302), (302, 302), ("uidb64", "token")),
    "password_reset_complete": Case((200, 405), (200, 405)),
    "profile": Case((302, 302), (200, 422)),
    "profile-history": Case((302, 302), (200, 405)),
    "set_language": Case((405, 302), (405, 302)),
    "health": Case((200, 405), (200, 405)),
    "admin-sign-in": Case((302, 405), (302, 405)),
}
