"""Residents' addresses."""

from django.urls import include, path, register_converter

from kck.portal.places import places_urls
from kck.portal.views import danger, group, home, nearby, photos, report, send


class PhotoSize:
    regex = "full|960|320"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(PhotoSize, "photo_size")

app_name = "portal"
report_urls = [
    path("", report.what, name="report"),
    path("again/", report.start_again, name="report-again"),
    path("group/", group.group, name="report-group"),
    path("photo/", photos.upload, name="report-photo-add"),
    path("photo/<uuid:public_id>/remove/", photos.remove, name="report-photo-remove"),
    path("photo/<uuid:public_id>/<photo_size:size>", photos.draft_photo, name="report-photo"),
    path("danger/", danger.danger, name="report-danger"),
    path("where/", report.where, name="report-where"),
    path("nearby/", nearby.nearby, name="report-nearby"),
    path("details/", report.details, name="report-details"),
    path("check/", send.check, name="report-check"),
    path("sent/", send.sent, name="report-sent"),
]
urlpatterns = [
    path("", home.home, name="home"),
    path("report/", include(report_urls)),
    path("photo/<uuid:public_id>/<photo_size:size>", photos.photo, name="photo"),
    path("places/", include(places_urls)),
]
