"""What leaves the house and comes back into it, below a unit and a year."""

from reports import import_urls

app_name = "reports"

urlpatterns = [*import_urls.urlpatterns]
