"""The static files can be put together for production, however scripts import one another."""

import json

from django.core.management import call_command

STORAGE = {"staticfiles": {"BACKEND": "bsc_site.storage.StaticStorage"}}


def test_every_script_gets_a_name_with_its_hash(settings, tmp_path) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, **STORAGE}
    call_command("collectstatic", interactive=False, verbosity=0)
    names = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
    scripts = {name for name in names if name.startswith("js/")}
    assert scripts
    assert all(names[name] != name for name in scripts)
    grid = (tmp_path / names["js/grid.js"]).read_text()
    assert names["js/grid_keys.js"].removeprefix("js/") in grid
