from django.apps import AppConfig


class Open311OutConfig(AppConfig):
    name = "kck.channels.open311_out"

    def ready(self) -> None:
        from kck.channels.open311_out.transport import Open311Transport
        from kck.directory.terms import WayOfWorking
        from kck.handover.ports import register

        register(WayOfWorking.OPEN311, Open311Transport())
