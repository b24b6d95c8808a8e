"""On the page of a new contact: the conversation goes to line II instead of becoming a case."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect

from kck.cases.rules import IllegalMove, Incomplete
from kck.desk.callers import say_same
from kck.desk.doors import StaffRequest
from kck.desk.forms.contact import ContactForm
from kck.desk.forms.line2 import HandForm
from kck.directory.info import UnitInfo
from kck.directory.queries import snapshot
from kck.foundation import clock
from kck.foundation.text import _
from kck.intake.commands import hand_over, show_redirect
from kck.intake.line2_queries import departments
from kck.intake.line2_rules import BadPromise
from kck.intake.line2_terms import Handed
from kck.intake.terms import Channel

ASKED, SENT = "line2", "line2-send"
Show = Callable[..., HttpResponse]


def hand(request: StaffRequest, form: ContactForm, show: Show, *, danger: str) -> HttpResponse:
    """First what else a department needs to know is asked; then it is theirs."""
    sent = request.POST.get("do") == SENT
    if danger and not form.cleaned_data["called"]:
        form.add_error(
            None, _("Najpierw numer alarmowy: podaj go i zaznacz to. Niebezpieczeństwo nie czeka.")
        )
        return show(form=form, status=422)
    if not form.cleaned_data["text"]:
        form.add_error("text", _("Napisz, o co pytano."))
        return show(form=form, status=422)
    unit = _unit(request, form)
    if not sent:
        initial = {"unit": unit.code if unit else ""}
        return show(form=form, hand=HandForm(unit=unit, initial=initial))
    if danger:
        channel = Channel(form.cleaned_data["channel"])
        show_redirect(danger, channel=channel, at=clock.now(), by=request.actor)
    asked = HandForm(request.POST)
    handed = _hand(request, form, asked) if asked.is_valid() else None
    if handed is None:
        return show(form=form, hand=asked, status=422)
    return redirect("desk:line2-item", handed.id)


def _unit(request: StaffRequest, form: ContactForm) -> UnitInfo | None:
    """The department of the chosen category, if somebody answers there."""
    city, open_ones = snapshot(clock.now()), departments()
    category = city.category(form.cleaned_data["category"] or "")
    code = category.unit if category else ""
    return next((unit for unit in open_ones if unit.code == code), None)


def _hand(request: StaffRequest, form: ContactForm, asked: HandForm) -> Handed | None:
    unit = snapshot(clock.now()).unit(asked.cleaned_data["unit"])
    promised_at = asked.promised_at(unit) if unit else None
    if unit is None or promised_at is None:
        return None
    try:
        handed = hand_over(
            form.incoming(),
            unit=unit.code,
            promised_at=promised_at,
            shown=asked.cleaned_data["shown"],
            will_call=asked.cleaned_data["will_call"],
            at=clock.now(),
            by=request.actor,
        )
    except (BadPromise, IllegalMove, Incomplete) as problem:
        asked.add_error(None, str(problem))
        return None
    say_same(request, handed.conversation_id)
    return handed
