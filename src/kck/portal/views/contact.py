"""Question, idea, praise, complaint: one form, the same care as for a report, no place needed."""

import secrets
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from kck.cases.queries.access import access_code
from kck.directory.consents import consent_texts
from kck.directory.queries import snapshot
from kck.directory.terms import CaseKind
from kck.foundation import clock
from kck.foundation.actor import ANYBODY
from kck.foundation.numbers import display
from kck.intake.commands import receive, show_redirect
from kck.intake.terms import AfterDanger, Channel, Incoming
from kck.notices.queries import current
from kck.portal.drafts import Draft, Notebook, Sent, with_draft
from kck.portal.forms.contact import WriteForm
from kck.portal.my_case import my_case
from kck.portal.pages import TOO_OFTEN, site_address, within_limit
from kck.portal.recognition import Alarm, recognise

SENT_PER_HOUR = 20
_NOT_AGAIN = frozenset({"csrfmiddlewaretoken", "said"})


@require_http_methods(["GET", "HEAD", "POST"])
@with_draft
def contact(request: HttpRequest, notebook: Notebook) -> HttpResponse:
    texts = consent_texts(snapshot(clock.now()))
    if request.method != "POST":
        initial = {"key": secrets.token_urlsafe(24), "kind": request.GET.get("kind", "")}
        return _page(request, WriteForm(consents=texts, initial=initial))
    form = WriteForm(request.POST, consents=texts)
    if not form.is_valid():
        return _page(request, form, status=422)
    alarm, said = _alarm(form), request.POST.get("said", "")
    if alarm and said not in set(AfterDanger):
        return _danger(request, alarm)
    if not within_limit(request, "send", limit=SENT_PER_HOUR):
        form.add_error(None, TOO_OFTEN)
        return _page(request, form, status=429)
    incoming = _incoming(form, AfterDanger(said) if alarm else None)
    case = receive(incoming, at=clock.now(), by=ANYBODY).case
    if case is None:
        raise LookupError("what is written here is a case, never answered at once")
    told_by = form.cleaned_data["email"] or form.cleaned_data["phone"]
    sent = Sent(key=incoming.far_end_id, number=case.number, token=case.token, told_by=told_by)
    notebook.finish(sent, keep_draft=True)
    return redirect("portal:contact-sent")


def _alarm(form: WriteForm) -> Alarm | None:
    """A danger only: who asks about a service is not sent to its telephone."""
    draft = Draft(key="", text=form.cleaned_data["text"])
    alarm = recognise(draft, at=clock.now()).alarm
    return alarm if alarm and not alarm.category else None


def _incoming(form: WriteForm, after_danger: AfterDanger | None) -> Incoming:
    data = form.cleaned_data
    key = data["key"] or secrets.token_urlsafe(24)
    said = sha256(f"{data['kind']}\n{data['text']}".encode()).hexdigest()[:12]
    return Incoming(
        channel=Channel.CONTACT_FORM,
        far_end_id=f"{key}.{said}",
        text=data["text"],
        language=(get_language() or "pl")[:2],
        kind=data["kind"],
        reached=form.reached(),
        consents=form.given_consents(),
        after_danger=after_danger,
    )


def _page(request: HttpRequest, form: WriteForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "status": status, "notices": current(clock.now())}
    return render(request, "portal/contact/write.html", context, status=status)


def _danger(request: HttpRequest, alarm: Alarm) -> HttpResponse:
    """The number to call first; everything typed is carried on by the page."""
    show_redirect(alarm.code, channel=Channel.CONTACT_FORM, at=clock.now(), by=ANYBODY)
    context = {
        "alarm": alarm,
        "called": AfterDanger.CALLED,
        "not_urgent": AfterDanger.NOT_URGENT,
        "typed": [(name, value) for name, value in request.POST.items() if name not in _NOT_AGAIN],
    }
    return render(request, "portal/contact/danger.html", context)


@require_safe
@with_draft
def sent(request: HttpRequest, notebook: Notebook) -> HttpResponse:
    """Number, code, link, and what happens next. May be opened again for a day."""
    done = notebook.sent
    mine = my_case(done.token, at=clock.now()) if done and done.token else None
    if done is None or mine is None:
        return redirect("portal:contact")
    context = {
        "done": done,
        "mine": mine,
        "number": display(done.number),
        "code": access_code(done.token),
        "link": f"{site_address(request)}/s/{done.token}",
        "complaint": mine.kind == CaseKind.COMPLAINT,
    }
    return render(request, "portal/contact/sent.html", context)
