"""An organization in which something waits, and a mail server that brings the reminders."""

import datetime
import threading
from collections.abc import Callable, Iterator
from decimal import Decimal as D
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from indicators.models import Measurement
from scorecards.models import ScorecardYear
from tests.factories import MeasurementFactory
from tests.reports.reminders.post_office import PostOffice

DAY = datetime.date(2013, 1, 15)
"""2012 is over, 2013 is running."""


@pytest.fixture
def post_office(settings) -> Iterator[PostOffice]:
    """The mail server that the settings name."""
    with PostOffice() as office:
        thread = threading.Thread(target=office.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
        settings.SITE_URL = "https://selaras.example.org"
        yield office
        office.shutdown()
        thread.join()


@pytest.fixture
def year(scorecard) -> ScorecardYear:
    return scorecard.years.get(year=2012)


@pytest.fixture
def running(scorecard) -> ScorecardYear:
    return scorecard.years.get(year=2013)


@pytest.fixture
def value(year) -> Callable[..., Measurement]:
    """Makes a measurement with a target of 100, of 2012 unless told otherwise; 50 is below it."""

    def make(achievement: int | None = None, *, scorecard_year=year, **fields) -> Measurement:
        if achievement is not None:
            fields |= {"level": 1 if achievement < 100 else 2, "attainment": D(achievement)}
        return MeasurementFactory(scorecard_year=scorecard_year, achievement=achievement, **fields)

    return make


class Run:
    """What a run of the command printed, and whether it failed."""

    def __init__(self, *arguments: str) -> None:
        out, err, self.failure = StringIO(), StringIO(), ""
        try:
            call_command("send_reminders", *arguments, stdout=out, stderr=err)
        except CommandError as error:
            self.failure, self.status = str(error), error.returncode
        self.out, self.err = out.getvalue(), err.getvalue()


@pytest.fixture
def run() -> Callable[..., Run]:
    """Runs the command, on DAY unless told otherwise."""

    def command(*arguments: str, on: datetime.date = DAY) -> Run:
        return Run(f"--on={on}", *arguments)

    return command
