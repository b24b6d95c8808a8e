from django.apps import AppConfig


class TriageConfig(AppConfig):
    name = "kck.triage"

    def ready(self) -> None:
        from kck.directory.loading import register_part
        from kck.triage import city
        from kck.triage.model.lessons import teaches
        from kck.triage.shelf import lessons_of_staff

        register_part("triage", city.check, city.load)
        teaches(lessons_of_staff)
