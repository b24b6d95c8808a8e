from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "kck.intake"

    def ready(self) -> None:
        """A queue may be narrowed to the cases of a crowd: cases do not know of crowds."""
        from kck.cases.queries.filters import narrow_by_crowd
        from kck.intake.crowd_queries import in_crowd

        narrow_by_crowd(in_crowd)
