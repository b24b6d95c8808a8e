"""Step 3: check, leave a contact or not, send. And what comes after."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from kck.cases.queries.access import access_code, case_by_token
from kck.cases.queries.answers import in_words
from kck.cases.queries.promise import promise_words
from kck.cases.terms import Spot
from kck.directory.consents import consent_texts
from kck.directory.queries import snapshot
from kck.entrances.commands import note_object
from kck.foundation import clock
from kck.foundation.actor import ANYBODY
from kck.foundation.http import device_of
from kck.foundation.numbers import display
from kck.foundation.outbox import unit_of_work
from kck.intake.commands import receive
from kck.intake.terms import AfterDanger, CaseRef, Channel, Incoming
from kck.portal.drafts import Draft, Notebook, Sent, with_draft
from kck.portal.forms.report import ContactForm
from kck.portal.journey import next_step, ready
from kck.portal.pages import TOO_OFTEN, site_address, step, within_limit
from kck.portal.presets import object_at
from kck.portal.recognition import Recognised, recognise

SENT_PER_HOUR = 20
CHECK = "portal:report-check"


@require_http_methods(["GET", "HEAD", "POST"])
@with_draft
def check(request: HttpRequest, notebook: Notebook) -> HttpResponse:
    """What is sent is what this page showed, whatever another tab has changed since."""
    draft = notebook.carried or notebook.draft
    if draft is None:
        return redirect("portal:report-sent" if notebook.sent else "portal:report")
    missing = next_step(draft, at=clock.now())
    if missing != CHECK and not (request.method == "POST" and ready(draft, at=clock.now())):
        return redirect(missing)
    texts = consent_texts(snapshot(clock.now()))
    if request.method != "POST":
        return _check(request, draft, ContactForm(consents=texts))
    form = ContactForm(request.POST, consents=texts)
    if not form.is_valid():
        return _check(request, draft, form, status=422)
    if not within_limit(request, "send", limit=SENT_PER_HOUR):
        form.add_error(None, TOO_OFTEN)
        return _check(request, draft, form, status=429)
    notebook.finish(_sent(draft, form, _receive(draft, form, device_of(request))))
    return redirect("portal:report-sent")


def _receive(draft: Draft, form: ContactForm, device: int) -> CaseRef | None:
    """The report, and with it which object it is about."""
    at = clock.now()
    thing = object_at(draft.object, at)
    with unit_of_work():
        received = receive(replace(_incoming(draft, form), device=device), at=at, by=ANYBODY)
        if thing and received.case and not received.again:
            note_object(received.case.id, thing.id, by=ANYBODY, at=at)
    return received.case


def _category(draft: Draft, seen: Recognised) -> str:
    """What a person has seen and left standing; empty: intake looks at the words."""
    if seen.alarm:
        # one that only names a number was shown: the report is urgent and private
        return seen.alarm.category
    said = seen.category is not None and seen.category.code == draft.category
    return draft.category if said else ""


def _incoming(draft: Draft, form: ContactForm) -> Incoming:
    seen = recognise(draft, at=clock.now())
    return Incoming(
        channel=Channel.WEB,
        far_end_id=draft.sending_key,
        text=draft.text,
        language=(get_language() or "pl")[:2],
        category=_category(draft, seen),
        public_group=draft.group,
        spot=Spot(lat=draft.lat, lon=draft.lon, address=draft.address, words=draft.words),
        answers=_answers(draft, seen),
        photos=tuple(photo.id for photo in draft.photos),
        reached=form.reached(),
        consents=form.given_consents(),
        after_danger=AfterDanger(draft.after_danger) if seen.alarm else None,
    )


def _answers(draft: Draft, seen: Recognised) -> dict[str, object]:
    """Only those to the questions of the category as it is recognised now."""
    fits = seen.category is not None and seen.category.code == draft.asked
    return dict(draft.answers) if fits else {}


def _sent(draft: Draft, form: ContactForm, case: CaseRef | None) -> Sent:
    if case is None:
        raise LookupError("a report is a case, never answered at once")
    told_by = form.cleaned_data["email"] or form.cleaned_data["phone"]
    return Sent(key=draft.key, number=case.number, token=case.token, told_by=told_by)


def _check(
    request: HttpRequest, draft: Draft, form: ContactForm, status: int = 200
) -> HttpResponse:
    seen = recognise(draft, at=clock.now())
    city = snapshot(clock.now())
    group = city.public_group(draft.group or (seen.category.public_group if seen.category else ""))
    questions = city.questions(seen.category.code) if seen.category else ()
    context = {
        "form": form,
        "seen": seen,
        "group": group.name() if group else "",
        "asked": [
            (question.text(), in_words(question, answer))
            for question in questions
            if (answer := _answers(draft, seen).get(question.code)) is not None
        ],
        "has_questions": bool(questions),
        "thing": object_at(draft.object, clock.now()),
    }
    return step(request, "check", context, draft=draft, status=status)


@require_safe
@with_draft
def sent(request: HttpRequest, notebook: Notebook) -> HttpResponse:
    """Number, code, link, and what happens next. May be opened again for a day."""
    done = notebook.sent
    if done is None:
        return redirect("portal:report")
    context: dict[str, object] = {"done": done, "number": display(done.number)}
    case = case_by_token(done.token) if done.token else None
    if case is not None:
        context |= {
            "case": case,
            "code": access_code(done.token),
            "link": f"{site_address(request)}/s/{done.token}",
            "promise": promise_words(case, at=clock.now()),
            "urgent": bool(case.danger),
        }
    return step(request, "sent", context)
