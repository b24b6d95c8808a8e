from django.apps import AppConfig


class UnitLinksConfig(AppConfig):
    name = "kck.unitlinks"

    def ready(self) -> None:
        from kck.unitlinks.transport import register_transport

        register_transport()
