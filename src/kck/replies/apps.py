from django.apps import AppConfig


class RepliesConfig(AppConfig):
    name = "kck.replies"

    def ready(self) -> None:
        from kck.directory.loading import register_part
        from kck.replies import city

        register_part("ready_texts", city.check, city.load, file=city.FILE, written=city.written)
