"""Doing something with a case: from a form at once, or from a phone hours later. Once each."""

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kck.cases.commands import ChangedMeanwhile, expect_unchanged
from kck.cases.queries.field import CALM_EVENTS, last_change_at
from kck.cases.rules import IllegalMove, Incomplete
from kck.field.acts import Act, Doing
from kck.field.clashes import Clash, clash_of, gone
from kck.field.clocks import done_at
from kck.field.forms import ActForm, DoneForm
from kck.field.owner import somebody_elses
from kck.field.pages import FieldRequest, said, wants_json
from kck.field.phrases import phrases_for
from kck.field.task_acts import EVERY_ACT
from kck.field.views.case import case_page
from kck.field.work import Work, work_on
from kck.foundation import clock
from kck.foundation.limits import allow
from kck.foundation.numbers import display
from kck.foundation.once import Answer, OtherCall, once, said_before
from kck.foundation.text import _
from kck.foundation.verdict import Refused
from kck.ui import kept_photos
from kck.ui.errors import error_page

HOUR, ACTS_PER_HOUR = 3600, 600
# a phone may lie in a drawer for as long as this and still not do anything twice
KNOWN_FOR = timedelta(days=30)
TOO_OFTEN = _("Za dużo prób naraz. Odczekaj chwilę, nic nie zginęło.")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What came, before anything of it is believed."""

    act: Act
    form: ActForm
    number: str
    key: str
    fingerprint: str


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, number: int, name: str) -> HttpResponseBase:
    """GET shows the case with that form open, POST does it."""
    crew: FieldRequest = request  # type: ignore[assignment]
    wanted = EVERY_ACT.get(name)
    if wanted is None:
        raise Http404
    if crew.method != "POST":
        work = work_on(crew.actor, str(number), at=clock.now())
        if work is None:
            raise Http404
        return case_page(crew, work, act=wanted)
    if somebody_elses(crew):
        return said(crew, {"state": "other-user"}, status=409)
    if not allow(f"field:act:{crew.user.pk}", limit=ACTS_PER_HOUR, seconds=HOUR):
        return _too_often(crew)
    return _post(crew, _asked(crew, str(number), wanted))


def _too_often(request: FieldRequest) -> HttpResponse:
    if wants_json(request):
        return said(request, {"state": "later", "why": str(TOO_OFTEN)}, status=429)
    return error_page(request, 429)


def _asked(request: FieldRequest, number: str, wanted: Act) -> Asked:
    form = wanted.form(request.POST, request.FILES, auto_id=f"{wanted.name}_%s")
    form.is_valid()
    key = f"field:{request.user.pk}:{request.POST.get('key', '')}"
    return Asked(act=wanted, form=form, number=number, key=key, fingerprint=_fingerprint(request))


def _fingerprint(request: FieldRequest) -> str:
    """What was asked, without how long ago: that differs from try to try."""
    found = hashlib.sha256(request.path_info.encode())
    for name in ("seen", "outcome", "ready", "text", "kept", "cause", "cause_words"):
        found.update(f"\n{name}={request.POST.get(name, '')}".encode())
    for file in request.FILES.getlist("photos"):
        found.update(_digest(file))
    return found.hexdigest()


def _digest(file: "UploadedFile[Any]") -> bytes:
    found = hashlib.sha256()
    for chunk in file.chunks():
        found.update(chunk)
    file.seek(0)
    return found.digest()


def _post(request: FieldRequest, asked: Asked) -> HttpResponse:
    try:
        if "key" not in asked.form.errors and (before := said_before(asked.key, asked.fingerprint)):
            return _told(request, asked, before)
        work = work_on(request.actor, asked.number, at=clock.now())
        if work is None:
            return _gone(request)
        return _try(request, asked, work)
    except OtherCall:
        asked.form.add_error(None, _("To już wysłano z inną treścią. Odśwież stronę."))
        return _refused(request, asked, work_on(request.actor, asked.number, at=clock.now()))


def _try(request: FieldRequest, asked: Asked, work: Work) -> HttpResponse:
    kept = _photos(request, asked.form, work)
    if isinstance(asked.form, DoneForm):
        asked.form.choose_words(phrases_for(work.case, request.actor, at=clock.now()))
        asked.form.settle_cause(returns=work.returns)
    if asked.form.errors:
        return _refused(request, asked, work)
    try:
        answer = once(
            asked.key, asked.fingerprint, lambda: _do(request, asked, work, kept),
            kept_for=KNOWN_FOR,
        )  # fmt: skip
    except (ChangedMeanwhile, IllegalMove):
        return _clash(request, asked, work)
    except (Incomplete, Refused) as problem:
        asked.form.add_error(None, str(problem))
        return _refused(request, asked, work)
    return _told(request, asked, answer)


def _photos(request: FieldRequest, form: ActForm, work: Work) -> list[UUID]:
    """Taken in before anything else may fail, so that a form need not send them again."""
    if "photos" not in form.fields:
        return []
    kept = kept_photos.unseal(work.case.id, request.POST.get("kept", ""))
    files = form.cleaned_data.get("photos") or []
    for problem in kept_photos.take_in(files, kept, by=request.actor):
        form.add_error("photos", problem)
    form.write("kept", kept_photos.seal(work.case.id, kept))
    return kept


def _do(request: FieldRequest, asked: Asked, work: Work, kept: list[UUID]) -> Answer:
    """In one transaction with the memory of it."""
    data, by = asked.form.cleaned_data, request.actor
    if not asked.act.calm:
        expect_unchanged(work.case.id, seq=data["seen"], by=by, besides=CALM_EVENTS)
    last = last_change_at(work.case.id)
    at = done_at(data["age"], last=last, now=clock.now())
    doing = Doing(
        case_id=work.case.id, data=data, photos=tuple(kept), by=by, at=at,
        task_id=work.task.id if work.task else None,
    )  # fmt: skip
    asked.act.run(doing)
    content = {"state": "sent", "said": str(asked.act.said)}
    return Answer(status=200, body=json.dumps(content).encode())


def _told(request: FieldRequest, asked: Asked, answer: Answer) -> HttpResponse:
    """The same words again when it had been done before."""
    if wants_json(request):
        return said(request, {**json.loads(answer.body), "again": answer.again})
    still = work_on(request.actor, asked.number, at=clock.now())
    messages.success(request, f"{display(asked.number)}: {asked.act.said}")
    stays = still and not still.over and asked.act.name not in _LEAVES
    return redirect(reverse("field:case", args=[asked.number]) if stays else reverse("field:route"))


_LEAVES = frozenset({"done", "hand-back", "another-crew", "task-done", "task-back"})


def _clash(request: FieldRequest, asked: Asked, work: Work) -> HttpResponse:
    """Somebody was faster: what they did is shown, what was meant stays."""
    fresh = work_on(request.actor, asked.number, at=clock.now())
    seen = asked.form.cleaned_data.get("seen", 0)
    clash = clash_of(fresh, asked.act, seen, request.actor) if fresh else gone()
    if wants_json(request):
        return said(request, clash.as_json(), status=409)
    if fresh is None:
        return _gone(request)
    if clash.open:  # once it has been read, sending again is meant
        asked.form.write("seen", str(clash.seq))
    return _page(request, asked, fresh, status=409, clash=clash)


def _gone(request: FieldRequest) -> HttpResponse:
    if wants_json(request):
        return said(request, gone().as_json(), status=404)
    raise Http404(str(gone().why))


def _refused(request: FieldRequest, asked: Asked, work: Work | None) -> HttpResponse:
    if work is None:
        return _gone(request)
    if wants_json(request):
        words = [str(word) for errors in asked.form.errors.values() for word in errors]
        return said(request, {"state": "refused", "why": " ".join(words)}, status=422)
    return _page(request, asked, work, status=422)


def _page(
    request: FieldRequest, asked: Asked, work: Work, *, status: int, clash: Clash | None = None
) -> HttpResponse:
    kept = 0
    with suppress(KeyError):
        sealed = str(asked.form["kept"].value() or "")
        kept = len(kept_photos.unseal(work.case.id, sealed))
    typed = request.POST.get("text", "")[:4000]
    return case_page(
        request, work, act=asked.act, form=asked.form, status=status,
        clash=clash, kept=kept, typed=typed, refused_act=asked.act,
    )  # fmt: skip
