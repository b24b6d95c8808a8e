"""The address that an SMS gateway calls."""

from django.urls import path

from kck.channels.sms.hooks import hook

app_name = "sms"
urlpatterns = [path("<str:secret>/", hook, name="hook")]
