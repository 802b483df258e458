"""What leaves the house and comes back into it, below a unit and a year."""

from reports import audit_urls, export_urls, import_urls

app_name = "reports"

urlpatterns = [*export_urls.urlpatterns, *import_urls.urlpatterns, *audit_urls.urlpatterns]
