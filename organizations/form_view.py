"""A page with one form whose rules live in a service."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.views.generic.edit import FormMixin

INVALID = 422
CONFLICT = 409


def put_errors(form: forms.BaseForm, error: ValidationError) -> None:
    """Puts a service's errors at the fields of the form; those of other fields stand above it."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


class ServiceFormMixin(FormMixin):
    """Put it in front of FormView: `perform` calls the service, whose errors go to the form.

    An invalid form is shown again with status 422; after success the page redirects with a message.
    """

    success_message: ClassVar[str | Promise] = ""

    def perform(self, form: Any) -> None:
        """Writes what the valid form says. May raise ValidationError."""
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            self.perform(form)
        except ValidationError as error:
            put_errors(form, error)
            return self.form_invalid(form)
        if self.success_message:
            messages.success(self.request, str(self.success_message))  # type: ignore[attr-defined]
        return redirect(self.get_success_url())

    def form_invalid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = self.render_to_response(  # type: ignore[attr-defined]
            self.get_context_data(form=form), status=INVALID
        )
        return answer
