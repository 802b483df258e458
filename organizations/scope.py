"""What a page is about: a unit and a year, both in its URL, and who looks at it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views import View

from organizations.models import Organization, Unit, User
from organizations.permissions import Access, Action, Allowed, Denied, access_to

SCOPE_COOKIE = "scope"
SCOPE_COOKIE_AGE = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class UnitScope:
    """A unit, a year, and what the person may do there."""

    access: Access
    year: int

    @property
    def user(self) -> User:
        return self.access.user

    @property
    def unit(self) -> Unit:
        return self.access.unit

    @property
    def organization(self) -> Organization:
        return self.access.unit.organization

    def may(self, action: Action, *, whole_organization: bool = False) -> Allowed | Denied:
        """The answer of the permission rules for this unit."""
        return self.access.may(action, whole_organization=whole_organization)

    def url(self, name: str, *args: Any, year: int | None = None, unit: Unit | None = None) -> str:
        """The URL of a page of this unit and year; further positional arguments follow the year."""
        unit_code = (unit or self.unit).code
        return reverse(name, args=[self.organization.code, unit_code, year or self.year, *args])


def unit_scope(user: User, organization: str, unit: str, year: int) -> UnitScope:
    """The scope of a URL. Raises Http404 for what does not exist or is not visible to the user."""
    try:
        found = Unit.objects.select_related("organization").get(organization__code=organization, code=unit)
    except Unit.DoesNotExist:
        raise Http404 from None
    return scope_in(found, user, year)


def scope_in(unit: Unit, user: User, year: int) -> UnitScope:
    """The scope of a unit with its organization. Raises Http404 where it is not visible to the user."""
    access = access_to(user, unit, today=timezone.localdate())
    access.require(Action.VIEW_STRATEGY)
    return UnitScope(access=access, year=year)


class UnitView(View):
    """A page of a unit and a year. Closed by default: a subclass names the action that each verb needs.

    reads: for whom the page exists, one of the viewing actions; for others it is not found.
    writes: for verbs other than GET and HEAD (None: there are none).
    is_form: a page that shows nothing but a form, so opening it needs the right to write too.
    whole_organization: what is written belongs to the organization, so the role at its root decides.
    """

    # Django's form views would take PUT for POST.
    http_method_names = ["get", "head", "options", "post"]
    reads: ClassVar[Action] = Action.VIEW
    writes: ClassVar[Action | None] = None
    is_form: ClassVar[bool] = False
    whole_organization: ClassVar[bool] = False
    scope: Any

    def find_scope(self, user: User, organization: str, unit: str, year: int) -> UnitScope:
        return unit_scope(user, organization, unit, year)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        place = [kwargs.pop(name) for name in ("organization", "unit", "year")]
        self.kwargs = kwargs
        if not isinstance(request.user, User):
            raise Http404
        self.scope = request.scope = self.find_scope(request.user, *place)  # type: ignore[attr-defined]
        self.scope.access.require(self.reads)
        if (refusal := self.check_verb(request)) is not None:
            return refusal
        response = self.instead(request) or super().dispatch(request, *args, **kwargs)
        remember(request, response, "/".join(map(str, place)))
        return response

    def instead(self, request: HttpRequest) -> HttpResponseBase | None:
        """A page to answer with instead of this one, when something that it needs is missing."""
        return None

    def check_verb(self, request: HttpRequest) -> HttpResponseBase | None:
        """Answers 405 for a verb that the page does not know. Raises PermissionDenied for one not allowed."""
        verb = (request.method or "").lower()
        if verb not in self.http_method_names or not hasattr(self, verb):
            return self.http_method_not_allowed(request)
        if verb == "options" or (verb in ("get", "head") and not self.is_form):
            return None
        if self.writes is None:
            raise ImproperlyConfigured(f"{type(self).__name__} takes writes but names no action for them.")
        self.scope.access.require(self.writes, whole_organization=self.whole_organization)
        return None

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Every page's context has the scope. Works above the generic views and without them."""
        parent = super()
        if hasattr(parent, "get_context_data"):
            context = parent.get_context_data(**context)
        return {"scope": self.scope, "may_write": self.may_write(), **context}

    def may_write(self) -> Allowed | Denied:
        """The predicate that a template asks before it shows a control."""
        action = self.writes or Action.EDIT
        answer: Allowed | Denied = self.scope.may(action, whole_organization=self.whole_organization)
        return answer


def remember(request: HttpRequest, response: HttpResponseBase, place: str) -> None:
    """Keeps the chosen unit and year for the next sign-in, in a cookie: a GET writes no session."""
    if request.COOKIES.get(SCOPE_COOKIE) != place and hasattr(response, "set_cookie"):
        response.set_cookie(
            SCOPE_COOKIE,
            place,
            max_age=SCOPE_COOKIE_AGE,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )
