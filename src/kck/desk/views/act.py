"""Doing something with a case: one view for every action, because all go the same way."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kck.cases.commands import (
    ChangedMeanwhile,
    add_photos,
    expect_unchanged,
    hold,
    let_mine_go,
)
from kck.cases.queries.desk_case import (
    DeskCase,
    case_for,
    history_seen,
    known_number,
    last_seq,
)
from kck.cases.queries.timeline import Entry
from kck.cases.rules import IllegalMove, Incomplete
from kck.cases.terms import PhotoKind
from kck.desk.actions import ACTIONS, Action, Doing
from kck.desk.doors import StaffRequest
from kck.desk.forms.actions import ActionForm
from kck.desk.forms.belongings import ending_in
from kck.desk.forms.programme import promised_in
from kck.desk.held import actions_held, held_lines, remember, waiting_here
from kck.desk.pages import page
from kck.desk.views.case import case_page, of_case
from kck.desk.writing import draft_for, typed_in, writing_of
from kck.files.commands import receive_photo
from kck.files.terms import DRAFT_KEPT_FOR, NotAPhoto
from kck.foundation import clock, numbers
from kck.foundation.outbox import unit_of_work
from kck.foundation.text import _
from kck.foundation.verdict import Refused
from kck.replies.commands import count_uses, drop_draft

MOST_PHOTOS = 5
_SALT = "kck.desk.kept"


@require_http_methods(["GET", "HEAD", "POST"])
@of_case
def act(request: StaffRequest, case: DeskCase, name: str) -> HttpResponse:
    """GET opens the form, POST does it. Whatever is wrong comes back with all that was typed."""
    action = ACTIONS.get(name)
    if action is None:
        raise Http404
    if not action.allowed(case):
        return _not_now(request, case, action)
    if request.method != "POST":
        form = action.form(case=case, initial=_initial(request, case, action))
        return _form(request, case, action, form, status=200)
    form = action.form(request.POST, request.FILES, case=case)
    if "insert" in request.POST:  # a ready text, without a script
        _insert(request, case, action, form)
        return _form(request, case, action, form, status=200)
    if not form.is_valid():
        return _form(request, case, action, form)
    return _do(request, case, action, form)


def _initial(request: StaffRequest, case: DeskCase, action: Action) -> dict[str, Any]:
    """What was begun before; which text or photo the form is about."""
    found: dict[str, Any] = {"draft": "0"}
    if draft := draft_for(case, action, request.actor):
        found.update(draft.fields, draft=str(draft.version))
    if (text_id := request.GET.get("text", "")).isdecimal():
        texts = (words for entry in history_seen(case) for words in entry.words)
        found["text_id"] = int(text_id)
        found["text"] = next((one.body for one in texts if one.id == int(text_id)), "")
    if (photo_id := request.GET.get("photo", "")).isdecimal():
        found["photo_id"] = int(photo_id)
    if number := known_number(request.actor, request.GET.get("number", "")):
        found["number"] = numbers.display(number)
    return found


def _do(request: StaffRequest, case: DeskCase, action: Action, form: ActionForm) -> HttpResponse:
    try:
        kept = _take_photos(request, case, form)
        with unit_of_work():
            if not action.calm:
                expect_unchanged(case.id, seq=form.cleaned_data["seen"], by=request.actor)
            held = _run(request, case, action, form, kept)
            drop_draft(f"case:{case.id}", action.name, by=request.actor)
            count_uses(form.cleaned_data["used"].split(), by=request.actor)
    except ChangedMeanwhile as change:
        return _changed(request, case, action, form, change.seq)
    except (IllegalMove, Incomplete, NotAPhoto, Refused) as problem:
        form.add_error(None, _why(request, case, problem))
        return _form(request, case, action, form)
    if held:
        remember(request, held.due_at)
    return _done(request, case, action, held=held is not None)


def _why(request: StaffRequest, case: DeskCase, problem: Exception) -> str:
    """Words that wait leave before anything else happens, and then the case may be another's."""
    if isinstance(problem, Refused) and "forward" in actions_held(case, request.actor):
        return str(_("Przekazujesz tę sprawę innej jednostce. Cofnij to, żeby zrobić coś jeszcze."))
    return str(problem)


def _run(
    request: StaffRequest, case: DeskCase, action: Action, form: ActionForm, kept: list[UUID]
) -> Any:
    """What is to leave in a moment is held, with its photos; anything else happens now."""
    actor, at = request.actor, clock.now()
    if action.held_for:
        data = {"text": form.cleaned_data["text"], "photos": [str(one) for one in kept]}
        if "unit" in form.fields:
            data["unit"] = form.cleaned_data["unit"]
        if "when" in form.fields:
            data["when"] = form.cleaned_data["when"].isoformat()
        if "outcome" in form.fields:
            data["outcome"] = form.cleaned_data["outcome"]
            data |= promised_in(form.cleaned_data) | ending_in(form.cleaned_data)
        fields = typed_in(action.form, {**request.POST.dict(), "kept": form["kept"].value() or ""})
        return hold(
            case.id, action=action.name, data=data, fields=fields,
            seconds=action.held_for, at=at, by=actor,
        )  # fmt: skip
    if not action.calm:
        let_mine_go(case.id, by=actor)
    if kept:
        add_photos(case.id, files=kept, kind=PhotoKind.EVIDENCE, at=at, by=actor)
    action.run(_doing(request, case, form))
    return None


def _insert(request: StaffRequest, case: DeskCase, action: Action, form: ActionForm) -> None:
    writing = writing_of(request, case, action, form)
    for text in writing.ready if writing else ():
        if text.code == request.POST["insert"]:
            words = (form["text"].value() or "").rstrip()
            form.write("text", f"{words}\n\n{text.body}" if words else text.body)
            form.write("used", f"{form['used'].value() or ''} {text.code}".strip())


def _doing(request: StaffRequest, case: DeskCase, form: ActionForm) -> Doing:
    return Doing(case=case, data=form.cleaned_data, actor=request.actor, at=clock.now())


def _take_photos(request: StaffRequest, case: DeskCase, form: ActionForm) -> list[UUID]:
    """Photos are taken in before anything else may fail, so that they need not be sent again."""
    if "photos" not in form.fields:
        return []
    kept = _kept(form.cleaned_data["kept"], case)
    at = clock.now()
    files = form.cleaned_data["photos"]
    if len(kept) + len(files) > MOST_PHOTOS:
        raise Incomplete(str(_("Najwyżej %(most)s zdjęć naraz.")) % {"most": MOST_PHOTOS})
    try:
        for file in files:
            stored = receive_photo(file, at=at, by=request.actor, expires_at=at + DRAFT_KEPT_FOR)
            kept.append(stored.public_id)
    finally:
        form.write("kept", signing.dumps([case.id, *map(str, kept)], salt=_SALT))
    if "outcome" not in form.fields and not kept:
        raise Incomplete(str(_("Wybierz zdjęcie.")))
    return kept


def _kept(sealed: str, case: DeskCase) -> list[UUID]:
    if not sealed:
        return []
    try:
        case_id, *ids = signing.loads(sealed, salt=_SALT, max_age=DRAFT_KEPT_FOR)
    except signing.BadSignature:
        return []
    return [UUID(one) for one in ids] if case_id == case.id else []


def _done(request: StaffRequest, case: DeskCase, action: Action, *, held: bool) -> HttpResponse:
    """The page's other parts hear of it by the case's own topic."""
    said = "" if held else action.said  # the bar with the countdown says it
    gone = case_for(request.actor, case.number, at=clock.now()) is None
    if gone:  # forwarded out of this person's sight
        messages.success(request, f"{numbers.display(case.number)}: {action.said}")
    if not request.htmx:
        where = reverse("desk:queue") if gone else reverse("desk:case", args=[case.number])
        return redirect(where if gone or held else f"{where}?did={action.name}")
    if gone:
        response = HttpResponse(status=204)
        response.headers["HX-Redirect"] = reverse("desk:queue")
        return response
    context = {"case": case, "said": said, "done": True, "take_backs": held_lines(request)}
    response = page(request, "case/_action.html", context)
    response.headers["HX-Trigger"] = f"kck:case:{case.id}"
    return response


def _changed(
    request: StaffRequest, case: DeskCase, action: Action, form: ActionForm, seq: int
) -> HttpResponse:
    """Somebody was faster: what they did is shown, what was typed stays."""
    form.write("seen", str(last_seq(case.id)))  # by then it has been seen
    fresh = case_for(request.actor, case.number, at=clock.now()) or case
    waiting = waiting_here(case, request.actor)
    return _form(request, fresh, action, form, changes=_since(case, seq), theirs=waiting)


def _since(case: DeskCase, seq: int) -> list[Entry]:
    return [entry for entry in history_seen(case) if entry.seq > seq]


def _form(
    request: StaffRequest,
    case: DeskCase,
    action: Action,
    form: ActionForm,
    *,
    status: int = 422,
    **more: Any,
) -> HttpResponse:
    context = {
        "action": action,
        "form": form,
        "writing": writing_of(request, case, action, form),
        **_about(case, form),
        **more,
    }
    if request.htmx:
        return page(request, "case/_action.html", {"case": case, **context}, status=status)
    return case_page(request, case, status=status, **context)


def _about(case: DeskCase, form: ActionForm) -> dict[str, Any]:
    """The photo to draw on, the words that a redaction is about, photos already here."""
    found: dict[str, Any] = {"kept": len(_kept(form["kept"].value() or "", case))}
    if "photo_id" in form.fields:
        pictures = (one for entry in history_seen(case) for one in entry.pictures)
        wanted = str(form["photo_id"].value() or "")
        found["picture"] = next((one for one in pictures if str(one.id) == wanted), None)
    return found


def _not_now(request: StaffRequest, case: DeskCase, action: Action) -> HttpResponse:
    """It is not possible (any more): said, and what was typed is given back to be copied."""
    typed = request.POST.get("text", "") if request.method == "POST" else ""
    seen = request.POST.get("seen", "")
    context: dict[str, Any] = {
        "refused": _("„%(action)s” nie jest teraz możliwe: sprawa jest w stanie „%(state)s”.")
        % {"action": action.label, "state": case.state.label},
        "typed": typed,
        "changes": _since(case, int(seen)) if seen.isdecimal() else [],
    }
    if request.htmx:
        return page(request, "case/_action.html", {"case": case, **context}, status=422)
    return case_page(request, case, status=422, **context)
