"""Mails that no program could read: a person looks, tries again, or has done what they ask."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from kck.channels.email.inbound_queries import sees_unreadable, unreadable_mail, unreadable_mails
from kck.channels.email.keeping import read_again, settle
from kck.desk.doors import StaffRequest
from kck.desk.pages import page
from kck.files.http import serve
from kck.foundation import clock
from kck.foundation.audit import looked_at


def _reader(request: HttpRequest) -> StaffRequest:
    staff: StaffRequest = request  # type: ignore[assignment]
    if not sees_unreadable(staff.actor):
        raise Http404
    return staff


@require_safe
def unread_mail(request: HttpRequest) -> HttpResponse:
    staff = _reader(request)
    return page(staff, "unread_mail.html", {"mails": unreadable_mails()})


@require_safe
def unread_mail_file(request: HttpRequest, mail_id: int) -> HttpResponseBase:
    """As it came, to be saved and never run; who took it is written down."""
    staff = _reader(request)
    mail = unreadable_mail(mail_id)
    if mail is None or mail.file is None:
        raise Http404
    looked_at(staff.actor, "unreadable-mail", f"mail:{mail.id}")
    response = serve(mail.file)
    response.headers["Content-Disposition"] = f'attachment; filename="mail-{mail.id}.eml"'
    return response


@require_POST
def unread_mail_act(request: HttpRequest, mail_id: int, how: str) -> HttpResponse:
    staff = _reader(request)
    if unreadable_mail(mail_id) is None or how not in ("again", "settle"):
        raise Http404
    (read_again if how == "again" else settle)(mail_id, at=clock.now(), by=staff.actor)
    return redirect("desk:unread-mail")
