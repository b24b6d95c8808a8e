"""The screen that names a number to call. Never a dead end: what was typed goes on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from kck.foundation import clock
from kck.foundation.actor import ANYBODY
from kck.intake.commands import show_redirect
from kck.intake.terms import AfterDanger, Channel
from kck.portal.drafts import Notebook, with_draft
from kck.portal.journey import next_step
from kck.portal.pages import step
from kck.portal.recognition import recognise


@require_http_methods(["GET", "HEAD", "POST"])
@with_draft
def danger(request: HttpRequest, notebook: Notebook) -> HttpResponse:
    at, draft = clock.now(), notebook.draft
    if draft is None:
        return redirect("portal:report")
    alarm = recognise(draft, at=at).alarm
    if alarm is None:
        return redirect(next_step(draft, at=at))
    said = request.POST.get("said", "")
    if said in set(AfterDanger):
        draft = notebook.change(warned=alarm.code, after_danger=said)
        return redirect(next_step(draft, at=at))
    if request.method == "GET":
        show_redirect(alarm.code, channel=Channel.WEB, at=at, by=ANYBODY)
    answers = {"called": AfterDanger.CALLED, "not_urgent": AfterDanger.NOT_URGENT}
    return step(request, "danger", {"alarm": alarm, **answers}, draft=draft)
