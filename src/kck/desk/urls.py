"""Addresses of staff; the door (`doors.py`) stands before all of them."""

from django.urls import path

from kck.desk.views import (
    account,
    act,
    bell,
    case,
    contact,
    contents,
    handover,
    queue,
    reach,
    records,
    triage,
    watch,
)

app_name = "desk"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("nav/", queue.nav, name="nav"),
    path("triage/", triage.triage, name="triage"),
    path("triage/<str:number>/", triage.decide, name="triage-decide"),
    path("triage/<str:number>/undo/", triage.undo, name="triage-undo"),
    path("watch/", watch.watch, name="watch"),
    path("new/", contact.new, name="new"),
    path("new/look/", contact.look, name="new-look"),
    path("new/done/<str:number>/", contact.done, name="new-done"),
    path("case/<str:number>/", case.case, name="case"),
    path("case/<str:number>/parts/", case.parts, name="case-parts"),
    path("case/<str:number>/here/", case.here, name="case-here"),
    path("case/<str:number>/contact/", case.contact, name="case-contact"),
    path("case/<str:number>/do/<slug:name>/", act.act, name="act"),
    path("case/<str:number>/resend/<int:sending_id>/", handover.resend, name="resend"),
    path("case/<str:number>/settle/<int:sending_id>/", handover.settle, name="settle"),
    path("case/<str:number>/call/", reach.call, name="call"),
    path("case/<str:number>/mail/<int:sending_id>/", reach.mail_again, name="mail-again"),
    path("case/<str:number>/revoke/", reach.revoke_all, name="revoke-links"),
    path("case/<str:number>/revoke/<int:link_id>/", reach.revoke, name="revoke-link"),
    path("case/<str:number>/records/", records.records, name="records"),
    path("case/<str:number>/records/send/", records.send, name="records-send"),
    path("case/<str:number>/records/receipt/", records.receipt, name="records-receipt"),
    path(
        "case/<str:number>/records/file/<uuid:public_id>",
        records.delivered_file,
        name="records-file",
    ),
    path("case/<str:number>/publish/", contents.publish, name="publish"),
    path("photo/<uuid:public_id>/<str:size>", contents.photo, name="photo"),
    path("bell/", bell.bell, name="bell"),
    path("bell/count/", bell.count, name="bell-count"),
    path("bell/read/", bell.read_all, name="bell-read"),
    path("account/", account.account, name="account"),
    path("account/language/", account.language, name="language"),
    path("account/second-factor/", account.second_factor, name="second-factor"),
]
