"""Doing something with a conversation: one view for every action, because all go the same way."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from kck.cases.rules import IllegalMove, Incomplete
from kck.conversations.commands import (
    ChangedMeanwhile,
    TooLate,
    expect_unchanged,
    take_back,
    unlink_case,
)
from kck.conversations.queries.outgoing import foreign_data, seal_of
from kck.conversations.queries.thread import PostRow, ThreadPage, thread_page
from kck.conversations.rules import IllegalStep
from kck.conversations.terms import Way
from kck.desk import talk_undo
from kck.desk.doors import StaffRequest
from kck.desk.forms.conversations import LineTwoForm, SnoozeForm, TalkForm
from kck.desk.held import remember
from kck.desk.pages import page
from kck.desk.talks import TALK_ACTS, TalkAct, Talking
from kck.desk.views.conversations.found import of_thread, whose_inbox
from kck.desk.views.conversations.thread import talk_page
from kck.desk.views.conversations.writing import (
    KeptFile,
    draft_for,
    insert_ready,
    kept_in,
    take_files,
    typed_in,
    writing_of,
)
from kck.directory.queries import snapshot
from kck.files.sniffing import NotADocument
from kck.foundation import clock
from kck.foundation.outbox import unit_of_work
from kck.foundation.text import _
from kck.foundation.verdict import Refused
from kck.intake.line2_rules import BadPromise
from kck.replies.commands import count_uses, drop_draft

_PROBLEMS = (BadPromise, IllegalMove, IllegalStep, Incomplete, NotADocument, Refused)


@require_http_methods(["GET", "HEAD", "POST"])
@of_thread
def act(request: StaffRequest, talk: ThreadPage, name: str) -> HttpResponse:
    """GET opens the form, POST does it. Whatever is wrong comes back with all that was typed."""
    wanted = TALK_ACTS.get(name)
    if wanted is None:
        raise Http404
    if not wanted.shown(talk, request.actor):
        return _not_now(request, talk, wanted)
    if request.method != "POST":
        form = wanted.form(talk=talk, actor=request.actor, initial=_initial(request, talk, wanted))
        return _form(request, talk, wanted, form, status=200)
    form = wanted.form(request.POST, request.FILES, talk=talk, actor=request.actor)
    if "insert" in request.POST and wanted.name == "answer":
        insert_ready(talk, form, request.POST["insert"], request.actor)  # type: ignore[arg-type]
        return _form(request, talk, wanted, form, status=200)
    if not form.is_valid():
        return _form(request, talk, wanted, form)
    return _do(request, talk, wanted, form)


def _initial(request: StaffRequest, talk: ThreadPage, wanted: TalkAct) -> dict[str, Any]:
    """What was begun before."""
    draft = draft_for(talk, wanted, request.actor)
    if draft is None:
        return {"draft": "0"} if wanted.drafts else {}
    return {**draft.fields, "draft": str(draft.version)}


def _do(request: StaffRequest, talk: ThreadPage, wanted: TalkAct, form: TalkForm) -> HttpResponse:
    try:
        kept = take_files(talk, form, form.cleaned_data.get("documents", ()))
        look = _to_look_at(request, talk, wanted, form, kept)
        if look:
            return _form(request, talk, wanted, form, **look)
        with unit_of_work():
            if wanted.careful:
                expect_unchanged(talk.id, version=form.cleaned_data["seen"], by=request.actor)
            where = wanted.run(_talking(request, talk, wanted, form, kept))
            drop_draft(talk.stream, wanted.name, by=request.actor)
            count_uses(form.cleaned_data.get("used", "").split(), by=request.actor)
    except ChangedMeanwhile:
        return _changed(request, talk, wanted, form)
    except _PROBLEMS as problem:
        form.add_error(None, str(problem))
        return _form(request, talk, wanted, form)
    return _done(request, talk, wanted, form, where)


def _talking(
    request: StaffRequest, talk: ThreadPage, wanted: TalkAct, form: TalkForm, kept: list[KeptFile]
) -> Talking:
    data = dict(form.cleaned_data)
    if isinstance(form, SnoozeForm):
        data["until"] = form.until
    if isinstance(form, LineTwoForm):
        data["promised_at"] = _promised(form)
    fields = {**typed_in(wanted, request.POST), "kept": form["kept"].value()} if kept else {}
    return Talking(
        talk=talk,
        data=data,
        fields=fields or typed_in(wanted, request.POST),
        files=tuple((one.name, one.file) for one in kept),
        actor=request.actor,
        at=clock.now(),
    )


def _promised(form: LineTwoForm) -> Any:
    unit = snapshot(clock.now()).unit(form.cleaned_data["unit"])
    found = form.promised_at(unit) if unit else None
    if found is None:
        errors = [str(error) for name in ("by_when", "day") for error in form.errors.get(name, ())]
        raise Incomplete(" ".join(errors) or str(_("Wybierz, kiedy oddzwonić.")))
    return found


def _to_look_at(
    request: StaffRequest, talk: ThreadPage, wanted: TalkAct, form: TalkForm, kept: list[KeptFile]
) -> dict[str, Any]:
    """Who gets it and whose data goes along, unless just that was looked at already."""
    if not wanted.held:
        return {}
    data = form.cleaned_data
    out = wanted.name == "forward"
    recipients = [data["to"]] if out else [talk.address, *data.get("cc", ())]
    found = foreign_data(
        talk.id,
        text=data["text"],
        files=[(one.name, one.words) for one in kept],
        also=[request.user.name],  # type: ignore[union-attr]
    )
    seal = seal_of(recipients, found)
    if not (found or len(recipients) > 1 or out) or data["checked"] == seal:
        return {}
    form.write("checked", seal)
    return {"check": True, "foreign": found, "recipients": recipients, "out": out}


def _done(
    request: StaffRequest, talk: ThreadPage, wanted: TalkAct, form: TalkForm, where: str | None
) -> HttpResponse:
    held = wanted.held and settings.KCK_TAKE_BACK_SECONDS > 0
    if held:  # the bar with the countdown says it
        remember(request, clock.real_now() + timedelta(seconds=settings.KCK_TAKE_BACK_SECONDS))
    if wanted.undo:
        talk_undo.remember(request, wanted.undo, str(wanted.said), [(talk.id, talk.handler_id)])
    elif not held:
        messages.success(request, str(wanted.said))
    if where:
        return redirect(where)
    gone = thread_page(talk.id, request.actor, at=clock.now()) is None
    settled = wanted.name == "answer" and form.cleaned_data["after"] != "open"
    if gone or wanted.leaves or settled:
        return redirect(_inbox(request))
    return redirect("desk:thread", talk.id)


def _inbox(request: StaffRequest) -> str:
    """The view one came from."""
    where = request.session.get("inbox_where", "")
    return reverse("desk:inbox") + (f"?{where}" if where else "")


def _changed(
    request: StaffRequest, talk: ThreadPage, wanted: TalkAct, form: TalkForm
) -> HttpResponse:
    """Somebody was faster: what they did is shown, what was typed stays."""
    last = form.cleaned_data.get("last") or 0
    form.write("seen", str(talk.version))  # by then it has been seen
    form.write("last", str(talk.last_post))
    later = [one for one in talk.posts if one.id > last and not _mine(one, request)]
    return _form(request, talk, wanted, form, changed=True, later=later)


def _mine(post: PostRow, request: StaffRequest) -> bool:
    return post.way != Way.IN and post.author_id == request.actor.staff_id


def _form(
    request: StaffRequest,
    talk: ThreadPage,
    wanted: TalkAct,
    form: TalkForm,
    *,
    status: int = 422,
    **more: Any,
) -> HttpResponse:
    context = {
        "act": wanted,
        "form": form,
        "writing": writing_of(request, talk, wanted, form),
        "kept": kept_in(form["kept"].value() or "", talk) if "kept" in form.fields else [],
        "hold": settings.KCK_TAKE_BACK_SECONDS if wanted.held else 0,
        **more,
    }
    if request.htmx:
        return page(
            request, "conversations/_action.html", {"talk": talk, **context}, status=status
        )  # fmt: skip
    return talk_page(request, talk, status=status, **context)


def _not_now(request: StaffRequest, talk: ThreadPage, wanted: TalkAct) -> HttpResponse:
    """It is not possible (any more): said, and what was typed is given back to be copied."""
    typed = request.POST.get("text", "") if request.method == "POST" else ""
    refused = _("„%(act)s” nie jest teraz możliwe: ta rozmowa jest w stanie „%(state)s”.")
    context: dict[str, Any] = {
        "refused": refused % {"act": wanted.label, "state": talk.state.label},
        "typed": typed,
    }
    if request.htmx:
        return page(
            request, "conversations/_action.html", {"talk": talk, **context}, status=422
        )  # fmt: skip
    return talk_page(request, talk, status=422, **context)


# -- back -----------------------------------------------------------------------------------------


@require_POST
@of_thread
def back(request: StaffRequest, talk: ThreadPage, post_id: int) -> HttpResponseBase:
    """Take back what has not left: its form opens again with all its words."""
    post = next((one for one in talk.posts if one.id == post_id), None)
    if post is None:
        messages.warning(request, str(_("Za późno, żeby cofnąć: to już wyszło.")))
        return redirect("desk:thread", talk.id)
    try:
        taken = take_back(post_id, at=clock.now(), by=request.actor)
    except TooLate:
        messages.warning(request, str(_("Za późno, żeby cofnąć: to już wyszło.")))
        return redirect("desk:thread", talk.id)
    except IllegalStep as problem:
        messages.warning(request, str(problem))
        return redirect("desk:thread", talk.id)
    messages.success(request, str(_("Cofnięte. Nikt tego nie zobaczył, możesz pisać dalej.")))
    return redirect("desk:thread-act", talk.id, "forward" if taken.way == Way.ASIDE else "answer")


@require_POST
def undo(request: HttpRequest) -> HttpResponseBase:
    """What this person did last with conversations is as it was."""
    staff = whose_inbox(request)
    done, problem = talk_undo.take_back(staff)
    if done:
        messages.success(staff, str(_("Cofnięte.")))
    if problem:
        messages.warning(staff, problem)
    here = staff.POST.get("thread", "")
    if here.isdecimal() and thread_page(int(here), staff.actor, at=clock.now()):
        return redirect("desk:thread", int(here))
    return redirect(_inbox(staff))


@require_POST
@of_thread
def unlink(request: StaffRequest, talk: ThreadPage, case_id: int) -> HttpResponseBase:
    """The case has nothing to do with it."""
    unlink_case(talk.id, case_id=case_id, at=clock.now(), by=request.actor)
    return redirect("desk:thread", talk.id)
