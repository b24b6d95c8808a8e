from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "kck.privacy"

    def ready(self) -> None:
        from kck.directory.editing.consequences import register
        from kck.directory.editing.joining import join_table
        from kck.directory.loading import register_part
        from kck.privacy import city, screen
        from kck.privacy.policy import may_answer

        register_part(
            "retention", city.check, city.load, file=city.FILE, written=city.written,
            allowed=may_answer,
        )  # fmt: skip
        join_table(screen.TABLE)
        register("retention", screen.effects)
