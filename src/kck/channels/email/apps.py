from django.apps import AppConfig


class EmailConfig(AppConfig):
    name = "kck.channels.email"

    def ready(self) -> None:
        from kck.channels.email.envelopes import reads_mail
        from kck.channels.email.mailbox import erase
        from kck.channels.email.terms import CHANNEL
        from kck.channels.email.transports import make_transport
        from kck.messaging.ports import keeps_copies, register_reader, register_transport

        register_transport(CHANNEL, make_transport)
        keeps_copies(erase)
        register_reader(CHANNEL, reads_mail)
