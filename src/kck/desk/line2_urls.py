"""Addresses of line II."""

from django.urls import path

from kck.desk.views import line2

urlpatterns = [
    path("line2/", line2.lines, name="line2"),
    path("line2/<int:line_id>/", line2.item, name="line2-item"),
    path("line2/<int:line_id>/contact/", line2.contact, name="line2-contact"),
    path("line2/<int:line_id>/do/<slug:name>/", line2.act, name="line2-act"),
]
