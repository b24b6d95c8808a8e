from django.apps import AppConfig
from django.conf import settings
from django.utils.module_loading import autodiscover_modules


class FoundationConfig(AppConfig):
    name = "kck.foundation"

    def ready(self) -> None:
        from kck.foundation import clock

        clock.set_anchor(settings.ENV.clock)
        # reactions, clock jobs, message texts and holders of personal data register on import
        autodiscover_modules("reactions", "jobs", "texts", "privacy")
