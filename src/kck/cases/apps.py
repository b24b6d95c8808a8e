from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "kck.cases"

    def ready(self) -> None:
        """Whoever changes the configuration is told what that does to open cases."""
        from kck.cases import city_escalations, city_formal
        from kck.cases.reorganising import effects_on_cases
        from kck.directory.editing.consequences import register
        from kck.directory.loading import register_part

        register("cases", effects_on_cases)
        register_part("escalations", city_escalations.check, city_escalations.load)
        register_part("formal", city_formal.check, city_formal.load)
