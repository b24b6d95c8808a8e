"""Addresses of the field; the door of staff (`desk/doors.py`) stands before all of them."""

from django.urls import path

from kck.field.views import act, case, phone, route

app_name = "field"
urlpatterns = [
    path("", route.route, name="route"),
    path("points.json", route.points, name="points"),
    path("sheet/", route.sheet, name="sheet"),
    path("outbox/", phone.outbox, name="outbox"),
    path("offline/", phone.offline, name="offline"),
    path("me/", phone.me, name="me"),
    path("sw.js", phone.worker, name="worker"),
    path("app.webmanifest", phone.manifest, name="manifest"),
    path("<int:number>/", case.case, name="case"),
    path("<int:number>/contact/", case.contact, name="contact"),
    path("<int:number>/photo/<uuid:public_id>/<slug:size>", case.photo, name="photo"),
    path("<int:number>/<slug:name>/", act.act, name="act"),
]
