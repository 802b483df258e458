"""The review of submitted values. Combined into performance.urls."""

from django.urls import path

from performance import review_views

urlpatterns = [
    path("review/", review_views.ReviewView.as_view(), name="review"),
    path("review/<int:pk>/applies/", review_views.AppliesView.as_view(), name="review-applies"),
]
