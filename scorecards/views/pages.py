"""What the pages of scorecards share: a form, a question before deleting, a move, a history."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise, cached_property
from django.views.generic import FormView, TemplateView

from organizations.form_view import INVALID, ServiceFormMixin
from organizations.history_view import HistoryMixin
from scorecards.scope import ScorecardView

LONGEST_KEY = 18


def key_of(text: str) -> int:
    """The key of a row as somebody sent it. Raises Http404 for anything else."""
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_KEY):
        raise Http404
    return int(text)


class Part(ScorecardView):
    """A page that belongs to a list: `list_page` is the list's URL name, `list_label` its title."""

    list_page: ClassVar[str]
    list_label: ClassVar[str | Promise]

    def list_url(self) -> str:
        url: str = self.scope.url(self.list_page)
        return url


class FormPage(Part, ServiceFormMixin, FormView):
    """A page with one form; `perform` of a subclass calls the service."""

    is_form = True
    template_name = "components/form_page.html"
    heading: ClassVar[str | Promise]

    def title(self) -> str:
        return str(self.heading)

    def get_success_url(self) -> str:
        return self.list_url()

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=self.title(),
            cancel_url=self.get_success_url(),
            breadcrumb_url=self.list_url(),
            breadcrumb_label=self.list_label,
            **context,
        )


class ObjectPage(Part):
    """A page about one object, which `find` looks up within the scope (404 otherwise)."""

    def find(self) -> Any:
        raise NotImplementedError

    @cached_property
    def object(self) -> Any:
        return self.find()


class EditPage(ObjectPage, FormPage):
    """A form about one object, with links to its history and its deletion."""

    history_page: ClassVar[str]
    delete_page: ClassVar[str] = ""

    def title(self) -> str:
        return str(self.object)

    def get_initial(self) -> dict[str, Any]:
        fields = self.get_form_class()._meta.fields
        return model_to_dict(self.object, fields=fields)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        delete_url = self.scope.url(self.delete_page, self.object.pk) if self.delete_page else ""
        history_url = self.scope.url(self.history_page, self.object.pk)
        return super().get_context_data(history_url=history_url, delete_url=delete_url, **context)


class DeletePage(ObjectPage, TemplateView):
    """Says what goes with an object and asks; `perform` of a subclass calls the service."""

    is_form = True
    template_name = "components/confirm_delete.html"
    question: ClassVar[str | Promise]
    success_message: ClassVar[str | Promise]

    def consequences(self) -> list[str]:
        """What is deleted along, in sentences."""
        return []

    def refused(self) -> str:
        """Why the object can't be deleted; empty when it can."""
        return ""

    def perform(self) -> None:
        raise NotImplementedError

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        words = {
            "title": str(self.question) % {"name": self.object},
            "consequences": self.consequences(),
            "refused": self.refused(),
            "cancel_url": self.list_url(),
        }
        return super().get_context_data(**{**words, **context})

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            self.perform()
        except ValidationError as error:
            refusal = " ".join(error.messages)
            return self.render_to_response(self.get_context_data(refused=refusal), status=INVALID)
        messages.success(request, str(self.success_message))
        return redirect(self.list_url())


class MovePage(ScorecardView):
    """POST `direction` up or down, 400 for another; answers with a redirect, a refusal as its message."""

    def perform(self) -> None:
        """Moves the object, to where `read_direction` says. Raises BadRequest, ValidationError."""
        raise NotImplementedError

    def get_success_url(self) -> str:
        """The page with the row that moved."""
        raise NotImplementedError

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            self.perform()
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect(self.get_success_url())


class ListMovePage(MovePage, ObjectPage):
    """A move within a list, whose rows have ids that begin with `anchor`."""

    anchor: ClassVar[str]

    def get_success_url(self) -> str:
        return f"{self.list_url()}#{self.anchor}-{self.object.pk}"


class ObjectHistory(HistoryMixin, ObjectPage):
    """Who changed what in one object."""

    def get_object(self) -> Any:
        return self.object

    def title(self) -> str:
        return str(self.object)

    def back_url(self) -> str:
        return self.list_url()


class ListHistory(HistoryMixin, Part):
    """Who changed what in all objects of a list, those included that have been deleted."""

    def title(self) -> str:
        return str(self.list_label)

    def back_url(self) -> str:
        return self.list_url()


class NamedListHistory(ListHistory):
    """A ListHistory whose rows say which object they are about: by their field `named_by`."""

    named_by: ClassVar[str] = "code"

    @classmethod
    def about(cls, record: Any) -> str:  # type: ignore[override]
        return str(getattr(record, cls.named_by))
