"""Line II: what a department has to call back about, one page for each, and what line I sees."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kck.accounts.notice_commands import read_notices
from kck.cases.rules import IllegalMove, Incomplete
from kck.desk.doors import StaffRequest
from kck.desk.forms.line2 import AnswerForm, BackForm, CaseForm, ExtendForm, HandForm, first_lines
from kck.desk.pages import page
from kck.desk.reporter import show_person
from kck.directory.queries import snapshot
from kck.foundation import clock
from kck.foundation.numbers import WrongNumber
from kck.foundation.text import _
from kck.foundation.verdict import Refused
from kck.intake import commands
from kck.intake.line2_policy import may_work_line
from kck.intake.line2_queries import LineRow, line2_topics, line_desk, line_for
from kck.intake.line2_rules import BadPromise, line_of
from kck.intake.line2_terms import How
from kck.people.queries.card import Manner, manner_of


@require_safe
def lines(request: HttpRequest) -> HttpResponse:
    """The department's, by the time that was promised; for line I what it handed over."""
    staff: StaffRequest = request  # type: ignore[assignment]
    if not may_work_line(staff.actor):
        raise Http404
    typed, problem = request.GET.get("q", "").strip()[:40], ""
    if typed:
        found = _by_number(staff, typed)
        if found is not None:
            return redirect("desk:line2-item", found.id)
        problem = str(_("Takiego numeru rozmowy nie ma. Sprawdź cyfry."))
    context = {
        "nav_view": "line2",
        "desk": line_desk(staff.actor, at=clock.now()),
        "typed": typed,
        "problem": problem,
        "hears": " ".join(line2_topics(staff.actor)),
    }
    part = "#parts" if staff.htmx and "line2" in (staff.htmx.target or "") else ""
    return page(staff, f"line2/lines.html{part}", context, status=404 if problem else 200)


def _by_number(staff: StaffRequest, typed: str) -> LineRow | None:
    try:
        return line_for(staff.actor, line_of(typed), at=clock.now())
    except WrongNumber:
        return None


def _found(request: HttpRequest, line_id: int) -> tuple[StaffRequest, LineRow]:
    staff: StaffRequest = request  # type: ignore[assignment]
    row = line_for(staff.actor, line_id, at=clock.now())
    if row is None:
        raise Http404
    return staff, row


@require_safe
def item(request: HttpRequest, line_id: int) -> HttpResponse:
    staff, row = _found(request, line_id)
    if request.method == "GET":
        read_notices(staff.actor.id or 0, subject=f"line2:{row.id}", at=clock.now())
    return _item(staff, row)


def _item(staff: StaffRequest, row: LineRow, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "nav_view": "line2",
        "row": row,
        "manner": _manner(row),
        "buttons": [one for one in _LIST if one.name != "undo" and one.shown(row)],
        "hands": "intake.receive" in staff.actor.grants,
        **more,
    }
    return page(staff, "line2/item.html", context, status=status)


def _manner(row: LineRow) -> Manner:
    return manner_of(row.person_id, today=clock.today()) if row.person_id else Manner()


@require_POST
def contact(request: HttpRequest, line_id: int) -> HttpResponse:
    """Who asked, for whoever has to call them; that it was shown is written down."""
    staff, row = _found(request, line_id)
    if row.person_id is None or not row.may_act:
        raise Http404
    shown = show_person(staff, row.person_id, f"line2:{row.id}", row.number)
    if staff.htmx:
        context = {"row": row, "shown": shown, "manner": _manner(row)}
        return page(staff, "line2/_contact.html", context)
    return _item(staff, row, shown=shown)


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, line_id: int, name: str) -> HttpResponse:
    """A form for what needs words; the rest is one press."""
    staff, row = _found(request, line_id)
    chosen = _ACTS.get(name)
    if chosen is None or not chosen.shown(row) or (chosen.make is None and not _posted(request)):
        raise Http404
    form = chosen.make(row, request.POST if _posted(request) else None) if chosen.make else None
    if form is not None and not form.is_valid():
        return _item(staff, row, act=chosen, form=form, status=422 if form.is_bound else 200)
    try:
        chosen.do(staff, row, form)
    except (BadPromise, IllegalMove, Incomplete, Refused) as problem:
        if form is not None:
            form.add_error(None, str(problem))
            return _item(staff, row, act=chosen, form=form, status=422)
        messages.error(request, str(problem))
    else:
        messages.success(request, chosen.said)
    fresh = line_for(staff.actor, row.id, at=clock.now())
    return redirect("desk:line2-item", row.id) if fresh else redirect("desk:line2")


def _posted(request: HttpRequest) -> bool:
    return request.method == "POST"


Form = Any


@dataclass(frozen=True, kw_only=True)
class Act:
    """One thing that can be done; `make` gives its form where words are needed."""

    name: str
    label: Any
    said: Any
    key: str
    icon: str
    shown: Callable[[LineRow], bool]
    do: Callable[[StaffRequest, LineRow, Form], None]
    make: Callable[[LineRow, Any], forms.Form] | None = None
    send: Any = ""


def _take(staff: StaffRequest, row: LineRow, _form: Form) -> None:
    commands.take(row.id, at=clock.now(), by=staff.actor)


def _try(staff: StaffRequest, row: LineRow, _form: Form) -> None:
    commands.note_try(row.id, at=clock.now(), by=staff.actor)


def _undo(staff: StaffRequest, row: LineRow, _form: Form) -> None:
    commands.take_back(row.id, at=clock.now(), by=staff.actor)


def _answer(staff: StaffRequest, row: LineRow, form: Form) -> None:
    data = form.cleaned_data
    commands.answer(
        row.id, words=data["text"], how=How(data["how"]), at=clock.now(), by=staff.actor
    )


def _back(staff: StaffRequest, row: LineRow, form: Form) -> None:
    commands.give_back(row.id, why=form.cleaned_data["text"], at=clock.now(), by=staff.actor)


def _extend(staff: StaffRequest, row: LineRow, form: Form) -> None:
    promised_at = form.promised_at(row.unit)
    if promised_at is None:
        raise Incomplete(str(_("Wybierz, kiedy oddzwonić.")))
    commands.extend(
        row.id,
        promised_at=promised_at,
        why=form.cleaned_data["text"],
        at=clock.now(),
        by=staff.actor,
    )


def _case(staff: StaffRequest, row: LineRow, form: Form) -> None:
    data = form.cleaned_data
    commands.make_case(
        row.id,
        text=data["text"],
        category=data["category"],
        spot=form.spot,
        at=clock.now(),
        by=staff.actor,
    )


def _hand_on(staff: StaffRequest, row: LineRow, form: Form) -> None:
    data = form.cleaned_data
    unit = snapshot(clock.now()).unit(data["unit"])
    promised_at = form.promised_at(unit) if unit else None
    if unit is None or promised_at is None:
        raise Incomplete(str(_("Wybierz, kiedy oddzwonić.")))
    commands.hand_on(
        row.id,
        unit=unit.code,
        promised_at=promised_at,
        shown=data["shown"],
        at=clock.now(),
        by=staff.actor,
    )


def _with_unit(row: LineRow) -> bool:
    return row.may_act and row.with_unit


def _returned(row: LineRow) -> bool:
    return row.may_act and row.is_back


_LIST = (
    Act(
        name="take", label=_("Biorę to"), said=_("Prowadzisz tę rozmowę."), key="b", icon="user",
        shown=lambda row: _with_unit(row) and not row.mine, do=_take,
    ),
    Act(
        name="answer", label=_("Odpowiedziano"), said=_("Odpowiedź zapisana."), key="o",
        icon="check", shown=lambda row: row.may_act, do=_answer,
        make=lambda _row, data: AnswerForm(data), send=_("Zapisz odpowiedź"),
    ),
    Act(
        name="try", label=_("Nie odbiera"), said=_("Próba zapisana."), key="x", icon="phone",
        shown=_with_unit, do=_try,
    ),
    Act(
        name="case", label=_("Załóż sprawę"), said=_("Sprawa założona."), key="s", icon="plus",
        shown=lambda row: row.may_act, do=_case, send=_("Załóż sprawę"),
        make=lambda row, data: CaseForm(data, initial={"text": first_lines([row.question])}),
    ),
    Act(
        name="hand-on", label=_("Przekaż innej jednostce"), said=_("Przekazano."), key="p",
        icon="arrow-right", shown=_returned, do=_hand_on, send=_("Przekaż"),
        make=lambda row, data: HandForm(data, unit=row.unit, initial={"shown": row.shown}),
    ),
    Act(
        name="extend", label=_("Przesuń termin"), said=_("Nowy termin zapisany."), key="t",
        icon="clock", shown=_with_unit, do=_extend, send=_("Zapisz termin"),
        make=lambda row, data: ExtendForm(data, unit=row.unit),
    ),
    Act(
        name="back", label=_("Oddaj linii I"), said=_("Wróciło do linii I."), key="w", icon="undo",
        shown=_with_unit, do=_back, make=lambda _row, data: BackForm(data), send=_("Oddaj"),
    ),
    Act(
        name="undo", label=_("Cofnij"), said=_("Cofnięte: zdecyduj jeszcze raz."), key="z",
        icon="undo", shown=lambda row: row.own, do=_undo,  # late or taken: the command says so
    ),
)  # fmt: skip
_ACTS = {one.name: one for one in _LIST}
