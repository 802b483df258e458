"""The front door."""

from django.urls import path

from performance.home import HomeView

urlpatterns = [path("", HomeView.as_view(), name="home")]
