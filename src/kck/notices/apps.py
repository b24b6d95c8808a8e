from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "kck.notices"

    def ready(self) -> None:
        from kck.directory.loading import register_part
        from kck.notices import city

        register_part("notices", city.check, city.load, file=city.FILE, written=city.written)
