"""What the commands print is English, whatever language the installation and its people have."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from indicators.models import Indicator, Measurement
from reports.demo import loader
from tests.factories import OrganizationFactory

COLUMNS = "polarity,achievement,target,target_upper,worst,baseline,scheme,tolerance_percent"
COMMANDS = [
    ["load_demo"],
    ["load_demo", "--accounts"],
    ["performance_table", "BERDIKARI", "2012"],
    ["performance_table", "BERDIKARI", "2012", "--format", "csv"],
    ["performance_table", "BERDIKARI", "2012", "--format", "json"],
    ["performance_table", "BERDIKARI", "1999"],
    ["performance_table", "NOWHERE", "2012"],
    ["plan_check", "BERDIKARI"],
    ["plan_check", "BERDIKARI", "--format", "json"],
    ["plan_check", "BERDIKARI", "--year", "1999"],
    ["plan_check", "DINAS", "--strict"],
    ["rescore", "--check"],
    ["send_reminders", "--organization", "NOWHERE"],
    ["verify_seals"],
    ["verify_seals", "--unit", "NOWHERE"],
    ["close_year", "BERDIKARI", "2012", "--missing", "refuse", "--as", "nobody@example.org"],
    ["close_year", "BERDIKARI", "2013", "--missing", "refuse", "--as", "admin@berdikari.example"],
    ["export_workbook", "NOWHERE", "plan.xlsx"],
    ["export_workbook", "BERDIKARI", "nowhere/plan.xlsx"],
    ["create_organization", "BERDIKARI", "Taken", "--admin", "admin@berdikari.example"],
    ["create_organization", "not a code", "Name", "--admin", "nobody"],
]


def printed(language: str, *command: str) -> str:
    """Everything that the command says, its error too, where the language is active."""
    said = StringIO()
    with override(language):
        try:
            call_command(*command, stdout=said, stderr=said)
        except CommandError as error:
            said.write(str(error))
    return said.getvalue()


def says_the_same(*command: str) -> bool:
    english = printed("en", *command)
    return english == printed("id", *command) != ""


@pytest.fixture
def demo(db) -> None:
    loader.load()


def test_commands_say_in_indonesian_surroundings_what_they_say_in_english_ones(demo):
    assert [command for command in COMMANDS if not says_the_same(*command)] == []


def test_the_demo_refuses_other_data_in_english(db):
    OrganizationFactory(code="REAL")
    assert says_the_same("load_demo")


def test_differing_scores_and_baselines_are_told_in_english(demo):
    Indicator.objects.filter(code="SS1-1").update(baseline=13)
    Measurement.objects.filter(level=3).update(level=1)
    assert says_the_same("rescore", "--check")


def test_a_founded_organization_is_told_in_english(demo):
    arguments = ["--admin", "admin@berdikari.example"]
    english = printed("en", "create_organization", "NEW", "New", *arguments)
    assert printed("id", "create_organization", "NEXT", "New", *arguments) == english.replace("NEW", "NEXT")


@pytest.mark.parametrize("rows", ["", "up,1,1,,,,paper-3,0", "higher,1,1", "higher,1,x,,,,paper-3,0"])
def test_a_file_is_scored_and_refused_in_english(tmp_path, rows):
    path = tmp_path / "rows.csv"
    path.write_text(f"{COLUMNS}\n{rows}\n")
    assert says_the_same("score", str(path))
