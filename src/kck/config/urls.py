"""Every address of the site; each face brings its own."""

from django.urls import path

from kck.config import health

urlpatterns = [
    path("healthz", health.alive),
    path("readyz", health.ready),
    path("metrics", health.metrics),
]
