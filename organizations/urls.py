"""Pages of organizations, below a unit and a year."""

from django.urls import URLPattern, URLResolver, path

from organizations.views import invitations, organization, people, unit_actions, units

app_name = "organizations"

urlpatterns: list[URLPattern | URLResolver] = [
    path("settings/organization/", organization.OrganizationView.as_view(), name="organization"),
    path(
        "settings/organization/history/",
        organization.OrganizationHistoryView.as_view(),
        name="organization-history",
    ),
    path("settings/units/", units.UnitListView.as_view(), name="units"),
    path("settings/units/add/", units.UnitAddView.as_view(), name="unit-add"),
    path("settings/units/history/", units.UnitsHistoryView.as_view(), name="units-history"),
    path("settings/units/<int:pk>/", units.UnitEditView.as_view(), name="unit-edit"),
    path("settings/units/<int:pk>/move/", unit_actions.UnitMoveView.as_view(), name="unit-move"),
    path("settings/units/<int:pk>/retire/", unit_actions.UnitRetireView.as_view(), name="unit-retire"),
    path("settings/units/<int:pk>/restore/", unit_actions.UnitRestoreView.as_view(), name="unit-restore"),
    path("settings/units/<int:pk>/delete/", unit_actions.UnitDeleteView.as_view(), name="unit-delete"),
    path("settings/units/<int:pk>/history/", units.UnitHistoryView.as_view(), name="unit-history"),
    path("settings/people/", people.PeopleView.as_view(), name="people"),
    path("settings/people/add/", people.MembershipAddView.as_view(), name="membership-add"),
    path("settings/people/history/", people.PeopleHistoryView.as_view(), name="people-history"),
    path("settings/people/<int:pk>/", people.MembershipEditView.as_view(), name="membership-edit"),
    path("settings/people/<int:pk>/delete/", people.MembershipDeleteView.as_view(), name="membership-delete"),
    path(
        "settings/people/<int:pk>/history/", people.MembershipHistoryView.as_view(), name="membership-history"
    ),
    path("settings/people/invitation/<int:pk>/", invitations.InvitationView.as_view(), name="invitation"),
]
