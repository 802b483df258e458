"""Follow-ups of what is below target. Combined into performance.urls."""

from django.urls import path

from performance import follow_up_views as views

FOLLOW_UP = "follow-ups/<int:pk>/"

urlpatterns = [
    path("follow-ups/", views.FollowUpsView.as_view(), name="follow-ups"),
    path("performance/<int:pk>/follow-up/", views.FollowUpAdd.as_view(), name="follow-up-add"),
    path(f"{FOLLOW_UP}edit/", views.FollowUpEdit.as_view(), name="follow-up-edit"),
    path(f"{FOLLOW_UP}progress/", views.FollowUpProgress.as_view(), name="follow-up-progress"),
    path(f"{FOLLOW_UP}close/", views.FollowUpClose.as_view(), name="follow-up-close"),
    path(f"{FOLLOW_UP}reopen/", views.FollowUpReopen.as_view(), name="follow-up-reopen"),
    path(f"{FOLLOW_UP}history/", views.FollowUpHistory.as_view(), name="follow-up-history"),
]
