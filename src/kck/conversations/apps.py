from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "kck.conversations"

    def ready(self) -> None:
        from kck.conversations import city
        from kck.directory.loading import register_part

        register_part("boxes", city.check, city.load, file=city.FILE, written=city.written)
