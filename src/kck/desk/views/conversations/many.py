"""The same thing done with several conversations; what it needs to know is asked once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from kck.conversations import commands
from kck.conversations.queries.thread import ThreadPage, thread_page
from kck.conversations.rules import IllegalStep
from kck.desk import talk_undo
from kck.desk.doors import StaffRequest
from kck.desk.forms.conversations import people_to_choose, quick_picks, snooze_choices
from kck.desk.forms.fields import Pick, unit_choices
from kck.desk.pages import page
from kck.desk.views.conversations.found import whose_inbox
from kck.desk.views.conversations.inbox import asked_in
from kck.foundation import clock
from kck.foundation.text import _, ngettext
from kck.foundation.verdict import Refused

MOST = 200
Do = Callable[[ThreadPage, Any, dict[str, Any]], object]


class ManyForm(forms.Form):
    """`ready`: its questions were answered."""

    ready = forms.CharField(widget=forms.HiddenInput, initial="yes")

    def __init__(self, data: Any, *, talks: Sequence[ThreadPage]) -> None:
        super().__init__(data)
        self.talks = talks
        self.prepare()

    def prepare(self) -> None:
        """What depends on the conversations."""


class AssignMany(ManyForm):
    choice = Pick(_("Kto prowadzi"), list, required=False)

    def prepare(self) -> None:
        units = {talk.unit_id for talk in self.talks}
        self.fields["choice"].choices = [("", str(_("nikt"))), *people_to_choose(units)]  # type: ignore[attr-defined]


class HandOnMany(ManyForm):
    choice = Pick(_("Jednostka"), unit_choices)


class SnoozeMany(ManyForm):
    choice = forms.ChoiceField(
        label=_("Do kiedy"), initial="tomorrow", widget=forms.RadioSelect,
        choices=lambda: [one for one in snooze_choices() if one[0] != "day"],
    )  # fmt: skip


class MergeMany(ManyForm):
    choice = forms.ChoiceField(label=_("Która rozmowa zostaje"), widget=forms.RadioSelect)

    def prepare(self) -> None:
        self.fields["choice"].choices = [  # type: ignore[attr-defined]
            (str(talk.id), f"{talk.name or talk.address}: {talk.subject or _('(bez tematu)')}")
            for talk in self.talks
        ]
        self.fields["choice"].initial = min((str(talk.id) for talk in self.talks), default="")


@dataclass(frozen=True, kw_only=True)
class Deed:
    name: str
    label: Any
    do: Do
    undo: str = ""
    form: type[ManyForm] | None = None


def _merge(talk: ThreadPage, choice: str, who: dict[str, Any]) -> None:
    if str(talk.id) != choice:
        commands.merge(talk.id, into=int(choice), **who)


_ALL = (
    Deed(
        name="mine", label=_("Biorę"), undo="assign",
        do=lambda talk, _c, who: commands.assign(talk.id, to=who["by"].staff_id, **who),
    ),
    Deed(
        name="assign", label=_("Przydziel"), undo="assign", form=AssignMany,
        do=lambda talk, to, who: commands.assign(talk.id, to=int(to) if to else None, **who),
    ),
    Deed(
        name="settle", label=_("Załatwione"), undo="reopen",
        do=lambda talk, _c, who: commands.settle(talk.id, **who),
    ),
    Deed(
        name="snooze", label=_("Odłóż"), undo="wake", form=SnoozeMany,
        do=lambda talk, pick, who: commands.snooze(
            talk.id, until=quick_picks(clock.now())[pick], **who
        ),
    ),
    Deed(
        name="hand-on", label=_("Inna jednostka"), form=HandOnMany,
        do=lambda talk, unit, who: commands.hand_on(talk.id, unit=unit, **who),
    ),
    Deed(name="merge", label=_("Połącz"), undo="unmerge", form=MergeMany, do=_merge),
    Deed(
        name="aside", label=_("Spam"), undo="reopen",
        do=lambda talk, _c, who: commands.put_aside(talk.id, **who),
    ),
)  # fmt: skip
_DEEDS: Mapping[str, Deed] = {one.name: one for one in _ALL}


@require_POST
def many(request: HttpRequest) -> HttpResponse:
    """Each by itself: what one refuses keeps no other from being done."""
    staff = whose_inbox(request)
    deed = _DEEDS.get(staff.POST.get("deed", ""))
    if deed is None:
        raise Http404
    back = asked_in(QueryDict(staff.POST.get("where", "")[:500])).address()
    talks = _chosen(staff)
    if not talks:
        messages.warning(staff, str(_("Zaznacz rozmowy.")))
        return redirect(back)
    choice: Any = None
    if deed.form is not None:
        form = deed.form(staff.POST if "ready" in staff.POST else None, talks=talks)
        if not form.is_valid():
            return _ask(staff, deed, form, talks, status=422 if form.is_bound else 200)
        choice = form.cleaned_data["choice"]
    _do_all(staff, deed, talks, choice)
    return redirect(back)


def _chosen(request: StaffRequest) -> list[ThreadPage]:
    """Those that this person may see."""
    ids = [int(one) for one in request.POST.getlist("case")[:MOST] if one.isdecimal()]
    at = clock.now()
    found = (thread_page(pk, request.actor, at=at) for pk in dict.fromkeys(ids))
    return [talk for talk in found if talk is not None]


def _ask(
    request: StaffRequest, deed: Deed, form: ManyForm, talks: Sequence[ThreadPage], *, status: int
) -> HttpResponse:
    where = request.POST.get("where", "")[:500]
    context = {
        "nav_view": "inbox",
        "deed": deed,
        "form": form,
        "talks": talks,
        "where": where,
        "back": reverse("desk:inbox") + (f"?{where}" if where else ""),
    }
    return page(request, "conversations/many.html", context, status=status)


def _do_all(request: StaffRequest, deed: Deed, talks: Sequence[ThreadPage], choice: Any) -> None:
    who = {"at": clock.now(), "by": request.actor}
    done: list[tuple[int, int | None]] = []
    problems: dict[str, int] = {}
    for talk in talks:
        try:
            deed.do(talk, choice, who)
        except (IllegalStep, Refused) as problem:
            problems[str(problem)] = problems.get(str(problem), 0) + 1
        else:
            done.append((talk.id, talk.handler_id))
    if deed.name == "merge":
        done = [one for one in done if str(one[0]) != choice]
    _say(request, deed, done, problems)


def _say(
    request: StaffRequest,
    deed: Deed,
    done: list[tuple[int, int | None]],
    problems: Mapping[str, int],
) -> None:
    if done:
        said = ngettext("%(deed)s: jedna rozmowa.", "%(deed)s, rozmowy: %(count)s.", len(done)) % {
            "deed": deed.label,
            "count": len(done),
        }
        if deed.undo:
            talk_undo.remember(request, deed.undo, said, done)
        else:
            talk_undo.forget(request)
            messages.success(request, said)
    for problem, count in problems.items():
        messages.warning(request, f"{problem} ({count})")
