from django.apps import AppConfig


class EzdConfig(AppConfig):
    name = "kck.channels.ezd"
