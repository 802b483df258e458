from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _

from reports.checks import site_url_is_an_address, site_url_reaches_people


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("Reports")

    def ready(self) -> None:
        register(site_url_is_an_address)
        register(site_url_reaches_people, deploy=True)
