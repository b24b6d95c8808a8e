from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "kck.cases"

    def ready(self) -> None:
        """Whoever changes the configuration is told what that does to open cases."""
        from kck.cases import city_escalations, city_formal
        from kck.cases.queries.lessons import lessons_of_cases
        from kck.cases.reorganising import (
            effects_on_cases,
            effects_on_clocks,
            effects_on_complaints,
        )
        from kck.directory.editing.consequences import register
        from kck.directory.editing.joining import join_with_file
        from kck.triage.model.lessons import teaches

        register("cases", effects_on_cases)
        register("clocks", effects_on_clocks)
        register("complaints", effects_on_complaints)
        teaches(lessons_of_cases)
        first, second = city_escalations, city_formal
        join_with_file(first.TABLE, file=first.FILE, entry=first.ENTRY, read=first.read_escalations)
        join_with_file(second.TABLE, file=second.FILE, entry=second.ENTRY, read=second.read_routes)
