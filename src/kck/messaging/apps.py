from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "kck.messaging"

    def ready(self) -> None:
        from kck.directory.loading import register_part
        from kck.messaging import city, sending_city

        register_part("message_texts", city.check, city.load, file=city.FILE, written=city.written)
        register_part(
            "sending", sending_city.check, sending_city.load, file=sending_city.FILE,
            written=sending_city.written,
        )  # fmt: skip
