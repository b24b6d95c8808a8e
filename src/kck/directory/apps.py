from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "kck.directory"

    def ready(self) -> None:
        """Places stand below and cannot join by themselves; modules above do, after them."""
        from kck.directory.loading import register_part
        from kck.places import city as places

        register_part("places", places.check_city, places.load_city)
