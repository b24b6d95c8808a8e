"""Versioned addresses; what is not here is a problem, not a page."""

from django.urls import path

from kck.api import pages
from kck.api.site import api

_patterns, _app, _namespace = api.urls
app_name = "api"
urlpatterns = [
    path("v1/openapi.json", pages.openapi, name="openapi"),
    path("v1/docs", pages.docs, name="docs"),
    path("v1/", (_patterns, "ninja", "v1")),
]
