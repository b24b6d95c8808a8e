from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "kck.channels.webhooks"
    label = "webhooks"

    def ready(self) -> None:
        from kck.channels.webhooks.catalogue import RECORDED
        from kck.channels.webhooks.waking import wake_if_anybody_listens
        from kck.foundation.log import follow

        follow(RECORDED, wake_if_anybody_listens)
