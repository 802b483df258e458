"""Next year's targets: proposed from history and result, taken, changed or left alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from indicators.block_preview import WRONG, CellKind, Preview, preview_block
from indicators.block_requests import BlockRequest
from indicators.bulk_measuring import write_many
from indicators.cell_requests import CellRequest
from indicators.proposal_page import ProposalPage, next_year_of, proposal_page, with_typed
from indicators.scorecard_year import load_scorecard_year
from indicators.state_words import taken_back_words
from organizations.form_view import INVALID
from organizations.permissions import Action
from scorecards.models import ScorecardYear
from scorecards.scope import ScorecardView
from scorecards.views.pages import key_of

ROWS_PER_PAGE = 100
"""A form has no more than 1,000 fields, and each row has up to four."""
Typed = Mapping[int, Mapping[str, str]]


class ProposalsView(ScorecardView, TemplateView):
    """A proposal for each indicator; POST takes those that are ticked, as they were typed, all or none."""

    template_name = "indicators/proposals.html"
    writes = Action.EDIT

    @cached_property
    def following(self) -> ScorecardYear | None:
        return next_year_of(self.scorecard_year)

    def page(self) -> ProposalPage:
        if self.following is None:
            return ProposalPage((), ())
        before, _zero, after = self.scope.url("indicators:indicator", 0).rpartition("/0/")
        table = load_scorecard_year(self.scorecard_year)
        return proposal_page(table, self.following, lambda pk: f"{before}/{pk}/{after}")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        following = self.following
        is_open = following is not None and not following.is_closed
        page = context.pop("page", None) or self.page()
        shown = Paginator(page.lines, ROWS_PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            page=replace(page, lines=tuple(shown.object_list)),
            page_obj=shown,
            following=following,
            is_writable=is_open and bool(self.may_write()),
            **context,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.following is None:
            raise Http404
        page = self.page()
        typed = self.typed(page)
        if not typed:
            messages.warning(request, _("Tick the targets that you take."))
            return redirect(request.get_full_path())
        preview = preview_block(self.block(page, typed), page.rows, self.scope.user)
        errors = _errors(preview, is_meant="meant" in request.POST) or self.write(preview)
        if errors:
            shown = with_typed(page, typed, errors)
            context = self.get_context_data(page=shown, asks=preview.has_doubts)
            return self.render_to_response(context, status=INVALID)
        done = preview.count(CellKind.CHANGED)
        messages.success(request, ngettext("%(n)s target set.", "%(n)s targets set.", done) % {"n": done})
        if preview.taken_back:
            messages.warning(request, taken_back_words(preview.taken_back))
        return redirect(request.get_full_path())

    def typed(self, page: ProposalPage) -> Typed:
        """The texts of the ticked lines by the key of their measurement. Raises Http404 for foreign keys."""
        keys = [key_of(text) for text in self.request.POST.getlist("take")]
        lines = {line.key: line for line in page.lines}
        if not set(keys) <= lines.keys():
            raise Http404
        post = self.request.POST
        return {
            key: {"target": post.get(f"target-{key}", "")}
            | ({"target_upper": post.get(f"upper-{key}", "")} if lines[key].is_range else {})
            for key in keys
        }

    def block(self, page: ProposalPage, typed: Typed) -> BlockRequest:
        """What was typed, with the versions that it was typed upon."""
        language = get_language() or "en"
        cells = {}
        for key, texts in typed.items():
            version = self.request.POST.get(f"version-{key}", "")
            seen = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0
            cells[key] = CellRequest(texts, seen, language)
        return BlockRequest(cells, language, is_save=True, is_confirmed="meant" in self.request.POST)

    def write(self, preview: Preview) -> dict[int, str]:
        """Stores the targets; what is refused by key."""
        versions = {row.pk: row.version for row, _changes in preview.changes}
        try:
            write_many(scorecard=self.scorecard, rows=preview.changes, by=self.scope.user, versions=versions)
        except ValidationError as error:
            by_row = getattr(error, "by_row", {})
            lines = {pk: " ".join(each.messages) for pk, each in by_row.items()}
            return lines or {row.pk: " ".join(error.messages) for row, _changes in preview.changes[:1]}
        return {}


def _errors(preview: Preview, *, is_meant: bool) -> dict[int, str]:
    """What stands in the way of each line, in sentences."""
    errors: dict[int, list[str]] = {}
    for cell in preview.cells:
        if cell.kind in WRONG:
            errors.setdefault(cell.row.pk, []).append(cell.why)
        elif cell.kind is CellKind.CONFLICT:
            words = {"value": cell.old or _("nothing")}
            said = _("Somebody else has set this to %(value)s meanwhile; save again to replace it.") % words
            errors.setdefault(cell.row.pk, []).append(said)
        elif cell.doubt and not is_meant:
            errors.setdefault(cell.row.pk, []).append(cell.doubt)
    return {key: " ".join(sentences) for key, sentences in errors.items()}
