"""The seals of a year: the table as it was sealed, its content, and in what seals differ."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from indicators.models import Seal
from indicators.sealed_year import read_table
from indicators.sealing import SealedYear, SealUnreadable
from performance.figures import kpi_items
from performance.links import link_to
from performance.present_seal import present_seal
from performance.seal_differences import Comparison, compare
from performance.seal_page import seal_answer, seal_facts
from performance.tables import build_sheet, without_link
from scorecards.scope import ScorecardView

WITH = "with"
NOW = "now"


class SealPage(ScorecardView):
    """A page about the seals of a year."""

    kwargs: dict[str, Any]

    @cached_property
    def seals(self) -> list[Seal]:
        """The seals of the year by number, with names."""
        found = Seal.objects.with_names(self.scope.organization.pk)
        return list(found.filter(scorecard_year=self.scorecard_year).order_by("number"))

    @property
    def seal(self) -> Seal:
        """The seal whose number is in the URL. Raises Http404."""
        return self.numbered(self.kwargs["number"])

    def numbered(self, number: int) -> Seal:
        """The seal with the number. Raises Http404."""
        found = next((each for each in self.seals if each.number == number), None)
        if found is None:
            raise Http404
        return found


class SealView(SealPage, TemplateView):
    """The performance table as it was sealed, and what belongs to the seal."""

    template_name = "performance/seal.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        seal = self.seal
        table = read_table(self.scorecard_year, seal)
        urls = (
            (link_to(self.scope, "performance:explanation"), link_to(self.scope, "indicators:indicator"))
            if seal.stands
            else (without_link, without_link)
        )
        return super().get_context_data(
            year=self.scope.year,
            seal=seal,
            answer=seal_answer(seal),
            facts=seal_facts(seal, self.scope.year),
            figures=kpi_items(table) if table else (),
            sheet=build_sheet(table, explanation_url=urls[0], sheet_url=urls[1]) if table else None,
            **context,
        )


class SealContentView(SealPage):
    """The canonical text of a seal, byte for byte what its SHA-256 was taken over."""

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        seal = self.seal
        name = seal_facts(seal, self.scope.year).file_name
        return HttpResponse(
            seal.content.encode(),
            content_type="application/json",
            headers={
                "Content-Disposition": f'attachment; filename="{name}"',
                "X-Content-Type-Options": "nosniff",
            },
        )


class SealDifferencesView(SealPage, TemplateView):
    """In what a seal differs from another, or from the year as it is now: `?with=` a number, or “now”."""

    template_name = "performance/seal_differences.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        seal, other = self.seal, self.other()
        old, new = self.in_order(seal, other)
        return super().get_context_data(
            year=self.scope.year,
            seal=seal,
            others=[each for each in self.seals if each != seal],
            old=old,
            new=new,
            with_now=other is None,
            unreliable=[each for each in (old, new) if each is not None and not each.is_intact],
            comparison=self.comparison(old, new),
            **context,
        )

    def other(self) -> Seal | None:
        """The seal to compare with, None for the year as it is now. Raises Http404 for one that is not."""
        asked = self.request.GET.get(WITH, "")
        if not asked:
            return next((each for each in reversed(self.seals) if each.number < self.seal.number), None)
        if asked == NOW:
            return None
        number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 9 else -1
        return self.numbered(number)

    def in_order(self, seal: Seal, other: Seal | None) -> tuple[Seal, Seal | None]:
        """The older one first; None is the year as it is now."""
        if other is not None and other.number < seal.number:
            return other, seal
        return seal, other

    def comparison(self, old: Seal, new: Seal | None) -> Comparison | None:
        """What differs; None where one of the seals can't be read."""
        try:
            return compare(old.sealed_year(), self.now() if new is None else new.sealed_year())
        except SealUnreadable:
            return None

    def now(self) -> SealedYear:
        """What the year would be sealed as."""
        return present_seal(self.scorecard_year, by=self.scope.user, at=timezone.now())
