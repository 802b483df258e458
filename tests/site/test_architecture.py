"""The house keeps its order: imports run one way, writes go through the history, modules stay rooms."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ["organizations", "scorecards", "indicators", "performance", "reports"]
MODULES = sorted(
    path
    for app in [*APPS, "bsc_site"]
    for path in (ROOT / app).rglob("*.py")
    if "migrations" not in path.parts
)
FORBIDDEN_NAMES = {"utils.py", "helpers.py", "common.py"}
# The rooms that may write rows without a service: the history itself, and the locks, which raise versions.
BULK_WRITERS = {"organizations/history.py", "organizations/locks.py", "scorecards/locks.py"}
# The statements that leave no trace, and the one room that may call them.
TRACELESS = {"update_rows", "copy_rows"}
BULK_WRITES = {"bulk_create", "bulk_update", "update", "update_or_create", "get_or_create", "_raw_delete"}
QUERY_ROOTS = {"objects", "history", "filter", "all", "exclude", "_default_manager", "_base_manager"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(tree: ast.AST) -> Iterator[tuple[str, ast.stmt]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ".", node


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_imports_only_its_own_app_and_earlier_ones(path):
    app = path.relative_to(ROOT).parts[0]
    later = set(APPS[APPS.index(app) + 1 :]) | {"bsc_site", "tests"} if app in APPS else {"tests"}
    imported = {name.split(".")[0] for name, _node in imports(ast.parse(path.read_text()))}
    assert imported & later == set()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_imports_at_its_top_and_by_name(path):
    tree = ast.parse(path.read_text())
    inside = [
        node.lineno
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    stars = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names)
    ]
    assert inside + stars == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_is_one_room(path):
    assert path.name not in FORBIDDEN_NAMES
    assert len(path.read_text().splitlines()) <= 400


def bulk_writes(tree: ast.AST) -> Iterator[int]:
    """Lines where a queryset writes without a trace."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if node.func.attr not in BULK_WRITES | {"create", "delete"}:
            continue
        chain = {part.attr for part in ast.walk(node.func.value) if isinstance(part, ast.Attribute)}
        if chain & QUERY_ROOTS:
            yield node.lineno


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_writes_rows_only_through_the_history(path):
    if name_of(path) in BULK_WRITERS:
        return
    assert list(bulk_writes(ast.parse(path.read_text()))) == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_the_history_uses_statements_that_leave_no_trace(path):
    if name_of(path) == "organizations/history.py":
        return
    used = {
        getattr(node, "attr", getattr(node, "id", None)) for node in ast.walk(ast.parse(path.read_text()))
    }
    imported = {
        alias.name
        for _name, node in imports(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert (used | imported) & TRACELESS == set()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_neither_receives_signals_nor_overrides_save(path):
    tree = ast.parse(path.read_text())
    overrides = [
        method.lineno
        for cls in ast.walk(tree)
        if isinstance(cls, ast.ClassDef) and path.name == "models.py"
        for method in cls.body
        if isinstance(method, ast.FunctionDef) and method.name in {"save", "delete"}
    ]
    signals = [
        name
        for name, _node in imports(tree)
        if name.startswith("django.dispatch") or name.endswith(".signals")
    ]
    assert overrides + signals == []
