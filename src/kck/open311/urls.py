"""Addresses of the standard. The suffix selects the format, never the Accept header."""

from django.urls import path, re_path

from kck.open311 import photos, views

app_name = "open311"
_SUFFIX = r"\.(?P<form>[a-z0-9]+)$"

urlpatterns = [
    re_path(rf"^(?:v2/)?discovery{_SUFFIX}", views.discovery, name="discovery"),
    re_path(rf"^v2/services{_SUFFIX}", views.services, name="services"),
    re_path(rf"^v2/services/(?P<code>[A-Za-z0-9_-]+){_SUFFIX}", views.service, name="service"),
    re_path(rf"^v2/requests{_SUFFIX}", views.requests, name="requests"),
    re_path(rf"^v2/requests/(?P<number>[A-Za-z0-9_-]+){_SUFFIX}", views.one, name="request"),
    re_path(rf"^v2/tokens/(?P<token>[A-Za-z0-9_-]+){_SUFFIX}", views.token, name="token"),
    re_path(rf"^v2/servicerequestupdates{_SUFFIX}", views.request_updates, name="updates"),
    path("v2/photos/<str:token>.jpg", photos.photo, name="photo"),
    path("<path:rest>", views.unknown),
]
