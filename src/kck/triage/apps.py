from django.apps import AppConfig


class TriageConfig(AppConfig):
    name = "kck.triage"

    def ready(self) -> None:
        from kck.directory.loading import register_part
        from kck.triage import city

        register_part("triage", city.check, city.load)
