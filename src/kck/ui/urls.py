"""Choices of the frame itself, and the gallery of components."""

from django.urls import path

from kck.ui import gallery, views

app_name = "ui"
urlpatterns = [
    path("ui/language", views.choose_language, name="language"),
    path("ui/scheme", views.choose_scheme, name="scheme"),
    path("ui/gallery", gallery.gallery, name="gallery"),
    path("ui/gallery/desk", gallery.desk, name="gallery-desk"),
    path("ui/gallery/outlines.json", gallery.outlines, name="gallery-outlines"),
    path("ui/gallery/error/<int:status>", gallery.error, name="gallery-error"),
]
