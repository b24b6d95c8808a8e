from django.apps import AppConfig


class StaffMailConfig(AppConfig):
    name = "kck.staffmail"
