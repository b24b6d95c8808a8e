from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "kck.accounts"

    def ready(self) -> None:
        from kck.accounts import city
        from kck.accounts.policy import may_edit
        from kck.directory.loading import register_part

        register_part(
            "roles", city.check, city.load, file=city.FILE, written=city.written, allowed=may_edit
        )
