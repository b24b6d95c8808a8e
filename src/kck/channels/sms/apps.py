from django.apps import AppConfig


class SmsConfig(AppConfig):
    name = "kck.channels.sms"

    def ready(self) -> None:
        from kck.channels.sms.mailbox import erase
        from kck.channels.sms.terms import CHANNEL
        from kck.channels.sms.transport import make_transport
        from kck.messaging.ports import keeps_copies, register_transport

        register_transport(CHANNEL, make_transport)
        keeps_copies(erase)
