"""Sign-in, the own profile, language and health: pages that are about no unit."""

from django.urls import URLPattern, URLResolver, include, path

from organizations.views import accounts

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/login/", accounts.SignInView.as_view(), name="login"),
    path("accounts/", include("django.contrib.auth.urls")),
    path("admin/login/", accounts.admin_sign_in, name="admin-sign-in"),
    path("profile/", accounts.ProfileView.as_view(), name="profile"),
    path("profile/history/", accounts.ProfileHistoryView.as_view(), name="profile-history"),
    path("i18n/", accounts.set_language, name="set_language"),
    path("health/", accounts.health, name="health"),
]
