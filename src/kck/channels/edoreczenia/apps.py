from django.apps import AppConfig


class EdoreczeniaConfig(AppConfig):
    name = "kck.channels.edoreczenia"

    def ready(self) -> None:
        from kck.channels.edoreczenia.queries import enclosures
        from kck.channels.ezd.ports import gives_enclosures

        gives_enclosures(enclosures)
