from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "kck.cases"

    def ready(self) -> None:
        """Whoever changes the configuration is told what that does to open cases."""
        from kck.cases.reorganising import effects_on_cases
        from kck.directory.editing.consequences import register

        register("cases", effects_on_cases)
