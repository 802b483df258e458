"""What is kept of pages goes by the versions of scorecard and organization: every service raises them."""

import ast
from pathlib import Path

import pytest

from organizations.locks import lock_organization
from tests.factories import OrganizationFactory

ROOT = Path(__file__).resolve().parents[2]
APPS = ("scorecards", "indicators", "performance")
RAISES = {"raise_version", "raise_versions_of_plan"}
# Services that change nothing that a table of a scorecard shows, or only by way of one that raises it.
WITHOUT = {
    "add_built_in_schemes": "a scheme that no year uses yet",
    "create_scheme": "a scheme that no year uses yet",
    "change_scheme": "one that a year uses stays as it is, and a new version is made",
    "delete_scheme": "refused while a year uses it",
    "found": "the command that makes an organization, which has no plan yet",
    "create_plan": "has no scorecard yet",
    "copy_plan": "fills scorecards that it makes itself",
    "make_practice_copy": "fills a scorecard that it makes itself",
    "make_year_weights": "the defaults, by which a year without weights of its own is weighed too",
    "make_measurements": "a part of making an indicator",
    "rearrange_objective": "what it is given raises it",
    "add_perspectives": "by create_perspective, through its rows",
    "create_follow_up": "no table of a scorecard shows follow-ups",
    "change_follow_up": "no table of a scorecard shows follow-ups",
    "report_progress": "no table of a scorecard shows follow-ups",
    "close_follow_up": "no table of a scorecard shows follow-ups",
    "reopen_follow_up": "no table of a scorecard shows follow-ups",
    "delete_scorecard": "nothing is left to show",
    "delete_plan_with_scorecards": "nothing is left to show",
    "throw_away": "nothing is left to show",
}


class Function:
    """A function at the top of a module: what it names, and whether it is a service."""

    def __init__(self, module: str, node: ast.FunctionDef) -> None:
        self.module, self.name = module, node.name
        self.is_service = any(ast.unparse(each) == "transaction.atomic" for each in node.decorator_list)
        named = {getattr(each, "attr", None) or getattr(each, "id", None) for each in ast.walk(node)}
        self.named = {name for name in named if name} - {node.name}


def functions_of(path: Path) -> list[Function]:
    top = ast.parse(path.read_text()).body
    return [Function(path.as_posix(), node) for node in top if isinstance(node, ast.FunctionDef)]


def functions(*apps: str) -> list[Function]:
    paths = (path for app in apps for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)
    return [each for path in paths for each in functions_of(path)]


FUNCTIONS = functions(*APPS)
SERVICES = {each.name: each for each in FUNCTIONS if each.is_service}


def raises_version(function: Function, seen: frozenset[str] = frozenset()) -> bool:
    """Whether a function raises the version: itself, by one of its own module, or by a service."""
    if function.named & RAISES:
        return True
    used = [
        each
        for each in FUNCTIONS
        if each.name in function.named - seen and (each.is_service or each.module == function.module)
    ]
    return any(raises_version(each, seen | {function.name}) for each in used)


@pytest.mark.parametrize("name", sorted(set(SERVICES) - set(WITHOUT)))
def test_a_service_raises_the_version_of_what_it_changes(name):
    assert raises_version(SERVICES[name])


@pytest.mark.parametrize("name", WITHOUT)
def test_a_service_that_need_not_raise_a_version_is_there(name):
    assert not raises_version(SERVICES[name])


# --- what the pickers show: the version of the organization, which its lock raises ------------------

LOCKLESS = {
    "create_organization": "nobody has seen it yet",
    "find_or_create_person": "a person without a role sees nothing yet",
}
OF_ORGANIZATIONS = {each.name: each for each in functions("organizations") if each.is_service}
YEARS_OF_PLANS = {
    "create_plan",
    "set_plan_years",
    "copy_plan",
    "delete_plan_with_scorecards",
    "throw_away",
    "close_year",
    "reopen_year",
}
LOCKS = {"lock_organization", "check_plan_years"}


@pytest.mark.parametrize("name", sorted(set(OF_ORGANIZATIONS) - set(LOCKLESS)))
def test_a_service_that_changes_units_or_people_locks_their_organization(name):
    assert OF_ORGANIZATIONS[name].named & LOCKS


@pytest.mark.parametrize("name", LOCKLESS)
def test_a_service_that_need_not_lock_an_organization_is_there(name):
    assert not OF_ORGANIZATIONS[name].named & LOCKS


@pytest.mark.parametrize("name", sorted(YEARS_OF_PLANS))
def test_a_service_that_changes_which_years_there_are_locks_their_organization(name):
    assert SERVICES[name].named & LOCKS


@pytest.mark.django_db
def test_the_lock_of_an_organization_raises_its_version():
    organization = OrganizationFactory()
    locked = lock_organization(organization.pk)
    assert locked.version == organization.version + 1
