from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "kck.privacy"

    def ready(self) -> None:
        from kck.directory.loading import register_part
        from kck.privacy import city

        register_part("retention", city.check, city.load)
