"""Every URL of the site. Pages about a unit and a year share one prefix, so that they can be sent around."""

from django.contrib import admin
from django.urls import include, path, register_converter

from organizations.codes import CodeConverter, YearConverter

register_converter(CodeConverter, "code")
register_converter(YearConverter, "year")

handler400 = "bsc_site.errors.bad_request"

PLACE = "o/<code:organization>/<code:unit>/<year:year>/"

urlpatterns = [
    path("", include("performance.home_urls")),
    path("", include("organizations.account_urls")),
    path("admin/", admin.site.urls),
    path(PLACE, include("organizations.urls")),
    path(PLACE, include("scorecards.urls")),
    path(PLACE, include("indicators.urls")),
    path(PLACE, include("performance.urls")),
    path(PLACE, include("reports.urls")),
]
