"""How good the machine is, with what it was taught, and what would help it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from kck.accounts.queries import names_of
from kck.desk.doors import StaffRequest
from kck.desk.pages import page
from kck.desk.recognition_files import as_file
from kck.directory.queries import snapshot
from kck.foundation import clock
from kck.foundation.text import _
from kck.intake.terms import Channel
from kck.quality.policy import may_see_figures
from kck.quality.queries.recognition import WEEKS, first_monday, mistaken, piles
from kck.quality.recognition_terms import Pile, Tally, confused, tallies, tally, wanting
from kck.triage import shelf
from kck.triage.commands import NoOther, withdraw_model
from kck.triage.policy import may_publish, may_teach
from kck.triage.teaching_commands import ask_to_learn
from kck.triage.teaching_terms import Model
from kck.triage.terms import Language

_PAIRS = 20
_CLEAR = 10  # percent points
_ENOUGH = 20  # cases of a week


@dataclass(frozen=True, kw_only=True)
class Row:
    """A line of a table: its name, its figures, how sure the machine was on the evaluation."""

    name: Any
    of: Tally
    expected: float | None = None

    @property
    def fell(self) -> bool:
        """So much less sure of what people write than of what it was judged by."""
        sure = self.of.confidence
        known = self.expected is not None and sure is not None and self.of.number >= _ENOUGH
        return known and self.expected - sure > _CLEAR  # type: ignore[operator]


def reader(request: HttpRequest) -> StaffRequest:
    staff: StaffRequest = request  # type: ignore[assignment]
    if not may_see_figures(staff.actor):
        raise Http404
    return staff


@require_safe
def recognition(request: HttpRequest) -> HttpResponse:
    staff = reader(request)
    at = clock.now()
    found = piles(staff.actor, at=at)
    models = shelf.models()
    used = next((one for one in models if one.in_use), None)
    tables = _tables(found, used)
    pairs = [
        (name_of(right), name_of(taken), n, right, taken) for right, taken, n in confused(found)
    ]
    helped = _helped(found, used)
    if wanted := staff.GET.get("csv", ""):
        return as_file(wanted, tables, pairs, helped)
    context = {
        "nav_view": "recognition",
        "total": tally(found),
        "tables": tables,
        "pairs": pairs[:_PAIRS],
        "judged_pairs": [(name_of(a), name_of(b), n) for a, b, n in used.confusions]
        if used
        else [],
        "helped": helped,
        "drift": _drift(tables["weeks"], used),
        **_models(staff, models),
    }
    return page(staff, "recognition.html", context)


def _tables(found: list[Pile], used: Model | None) -> dict[str, list[Row]]:
    first = first_monday(clock.now()).date()
    by_week = {one.key: one for one in tallies(found, lambda one: one.week.isoformat())}
    days = [first + timedelta(weeks=place) for place in range(WEEKS)]
    expected = used.confidence() if used else None
    weeks = [
        Row(name=day, of=by_week.get(day.isoformat(), tally([])), expected=expected)
        for day in reversed(days)
    ]

    def rows(part: str, key_of: Callable[[Pile], str], called: Callable[[str], Any]) -> list[Row]:
        return [
            Row(
                name=called(one.key),
                of=one,
                expected=used.confidence(part, one.key) if used else None,
            )
            for one in tallies(found, key_of)
        ]

    return {
        "weeks": weeks,
        "categories": rows("by_category", lambda one: one.has, name_of),
        "languages": rows("by_language", lambda one: one.language, _language),
        "channels": rows("by_channel", lambda one: one.channel, _channel),
    }


def name_of(code: str) -> str:
    category = snapshot().category(code)
    return category.name() if category else code or str(_("nic"))


def _language(code: str) -> Any:
    return Language(code).label if code in Language.values else code


def _channel(code: str) -> Any:
    return Channel(code).label if code in set(Channel) else code


def _helped(found: list[Pile], used: Model | None) -> list[tuple[str, str, int, int]]:
    """Code, name, errors on cases and in the evaluation, lessons."""
    errors: Counter[str] = Counter()
    for one in found:
        if one.judged and not one.right:
            errors[one.has] += one.number
    for code, own in (used.figures.get("by_category", {}) if used else {}).items():
        errors[code] += round(own["n"] * (1 - (own["top1"] or 0)))
    lessons = used.by_category if used else {}
    known = {code: float(number) for code, number in errors.items() if snapshot().category(code)}
    return [(code, name_of(code), round(n), own) for code, n, own in wanting(known, lessons)]


def _drift(weeks: list[Row], used: Model | None) -> dict[str, Any] | None:
    """This week and the last: against the ten before, and against the evaluation."""
    late, early = _sureness(weeks[:2]), _sureness(weeks[2:])
    then = early[1] if early[0] >= _ENOUGH else None
    judged = used.confidence() if used else None
    if late[0] < _ENOUGH or (then is None and judged is None):
        return None
    now = late[1]
    return {
        "now": now,
        "then": then,
        "judged": judged,
        "fell": then is not None and then - now > _CLEAR,
        "strange": judged is not None and judged - now > _CLEAR,
    }


def _sureness(weeks: list[Row]) -> tuple[int, float]:
    """How many cases, and how sure on the whole, in percent."""
    number = sum(row.of.number for row in weeks)
    return number, 100 * sum(row.of.sure for row in weeks) / max(number, 1)


def _models(request: StaffRequest, models: list[Model]) -> dict[str, Any]:
    run = shelf.last_run(clock.now())
    asked = [one.by for one in models] + ([run.asked_by] if run else [])
    ids = {int(by.removeprefix("staff:")) for by in asked if by.startswith("staff:")}
    names = {f"staff:{pk}": name for pk, name in names_of(ids).items()}
    return {
        "models": [(one, names.get(one.by, "")) for one in models],
        "used": next((one for one in models if one.in_use), None),
        "run": run,
        "may_publish": bool(may_publish(request.actor)),
        "may_teach": bool(may_teach(request.actor)),
        "can_go_back": sum(one.withdrawn_at is None for one in models) > 1,
    }


@require_safe
def run(request: HttpRequest) -> HttpResponse:
    """How far learning is; asked for while it is not over."""
    return page(reader(request), "_recognition_run.html", {"run": shelf.last_run(clock.now())})


@require_safe
def pair(request: HttpRequest) -> HttpResponse:
    """The cases of two categories that are confused."""
    staff = reader(request)
    right, taken = staff.GET.get("right", ""), staff.GET.get("taken", "")
    context = {
        "nav_view": "recognition",
        "right": name_of(right),
        "taken": name_of(taken),
        "rows": mistaken(staff.actor, right, taken, at=clock.now()),
    }
    return page(staff, "recognition_pair.html", context)


def _publisher(request: HttpRequest) -> StaffRequest:
    staff: StaffRequest = request  # type: ignore[assignment]
    if not may_publish(staff.actor):
        raise Http404
    return staff


@require_POST
def train(request: HttpRequest) -> HttpResponse:
    staff = _publisher(request)
    ask_to_learn(at=clock.now(), by=staff.actor)
    messages.success(staff, _("Zlecono uczenie. Postęp widać niżej."))
    return redirect("desk:recognition")


@require_POST
def go_back(request: HttpRequest) -> HttpResponse:
    staff = _publisher(request)
    try:
        used = withdraw_model(at=clock.now(), by=staff.actor)
    except NoOther as problem:
        messages.warning(staff, str(problem))
    else:
        said = _("Znowu używany jest model %(number)s.") % {"number": used.pk}
        messages.success(staff, said)
    return redirect("desk:recognition")
