from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _

from indicators.checks import evidence_is_not_served


class IndicatorsConfig(AppConfig):
    name = "indicators"
    verbose_name = _("Indicators")

    def ready(self) -> None:
        register(evidence_is_not_served)
