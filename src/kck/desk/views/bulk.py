"""One action for many cases: chosen in the list, previewed, done by a worker, taken back."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from kck.accounts.queries import names_of
from kck.cases.queries.on_map import ids_of, units_of_cases
from kck.cases.terms import Outcome
from kck.desk.asking import from_where
from kck.desk.doors import StaffRequest
from kck.desk.forms.bulk import BULK_FORMS, OTHER_LANGUAGES, BulkForm, NothingMore, WordsMany
from kck.desk.pages import page
from kck.desk.writing import READS
from kck.foundation import clock
from kck.foundation.text import _
from kck.foundation.verdict import Refused
from kck.queues.commands.runs import begin, drop, prepare, take_run_back, topic_of
from kck.queues.deeds import DEEDS
from kck.queues.queries.runs import latest_runs, refusals_of, run_of
from kck.queues.queries.words import ready_for_many, samples_of
from kck.queues.terms import MOST_CASES, ItemState, NotRun, RunInfo, RunState
from kck.replies.queries import ReadyMany


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """The cases and the action are chosen: what the action needs is asked, then it is previewed."""
    staff: StaffRequest = request  # type: ignore[assignment]
    action = staff.POST.get("deed", "")
    kind = BULK_FORMS.get(action)
    if kind is None:
        raise Http404
    where = staff.POST.get("where", "")
    ids, more = _chosen(staff, where)
    if not ids:
        messages.warning(staff, _("Zaznacz sprawy."))
        return redirect(from_where(staff, where).address())
    asked_before = "ready" in staff.POST
    if more and not asked_before:
        messages.info(staff, str(_("Wzięto pierwsze %(most)s spraw.")) % {"most": MOST_CASES})
    form = kind(
        staff.POST if asked_before or kind is NothingMore else None,
        actor=staff.actor,
        units=units_of_cases(ids),
        ids=ids,
    )
    if "insert" in staff.POST:  # a ready text, without a script
        _insert(staff, action, form, ids)
        return _form(staff, action, form, ids, where, status=200)
    if not form.is_bound or not form.is_valid():
        return _form(staff, action, form, ids, where)
    return _preview(staff, action, form, ids, where)


def _chosen(request: StaffRequest, where: str) -> tuple[list[int], bool]:
    if request.POST.get("all"):
        asked = from_where(request, where)
        return ids_of(request.actor, asked.view, asked.filters, at=clock.now(), most=MOST_CASES)
    typed = [one for part in request.POST.getlist("case") for one in part.split(",")]
    ids = dict.fromkeys(int(one) for one in typed if one.isdecimal() and len(one) < 19)
    return list(ids)[:MOST_CASES], len(ids) > MOST_CASES


def _insert(request: StaffRequest, action: str, form: BulkForm, ids: list[int]) -> None:
    for one in ready_for_many(request.actor, ids, action, at=clock.now()):
        if one.code != request.POST["insert"]:
            continue
        form.write("text", one.body)
        form.write("used", one.code)
        for language in OTHER_LANGUAGES:
            form.write(f"text_{language}", one.bodies.get(language, ""))


@dataclass(frozen=True, kw_only=True)
class Writing:
    """`{{ writing }}` of the ready texts, as on the page of a case."""

    ready: list[ReadyMany]
    reader: None = None  # there are many

    @property
    def suggested(self) -> list[ReadyMany]:
        return [one for one in self.ready if one.suggested]


def _writing(request: StaffRequest, action: str, form: BulkForm, ids: list[int]) -> Writing | None:
    if not isinstance(form, WordsMany):
        return None
    return Writing(ready=ready_for_many(request.actor, ids, action, at=clock.now()))


def _form(
    request: StaffRequest,
    action: str,
    form: BulkForm,
    ids: list[int],
    where: str,
    *,
    status: int = 0,
) -> HttpResponse:
    context = {
        "deed": DEEDS[action],
        "form": form,
        "writing": _writing(request, action, form, ids),
        "ids": ",".join(map(str, ids)),
        "count": len(ids),
        "where_now": where,
        "back": from_where(request, where).address(),
        "asked": {"text": ""},
    }
    return page(request, "bulk.html", context, status=status or (422 if form.is_bound else 200))


def _preview(
    request: StaffRequest, action: str, form: BulkForm, ids: list[int], where: str
) -> HttpResponse:
    back = from_where(request, where).address()
    try:
        run_id = prepare(action, form.content(), ids, view=back, by=request.actor, at=clock.now())
    except (NotRun, Refused) as problem:
        form.add_error(None, str(problem))
        return _form(request, action, form, ids, where)
    return redirect("desk:run", run_id=run_id)


def _run_of(request: StaffRequest, run_id: int) -> RunInfo:
    info = run_of(request.actor, run_id)
    if info is None:
        raise Http404
    return info


@require_safe
def run(request: HttpRequest, run_id: int) -> HttpResponse:
    """The preview, the progress, the result: one page all the way."""
    staff: StaffRequest = request  # type: ignore[assignment]
    info = _run_of(staff, run_id)
    context = {
        "run": info,
        "deed": DEEDS[info.action],
        "topic": topic_of(run_id),
        "facts": _facts(info),
        "waiting": info.number(ItemState.WAITING),
        "done": info.settled,
        "refused": info.number(ItemState.REFUSED),
        "kept": info.number(ItemState.KEPT),
        "undone": info.number(ItemState.UNDONE),
        "refusals": refusals_of(run_id),
        **_samples(staff, info),
        "undo_for": _seconds_left(info),
        "moving": info.state in {RunState.RUNNING, RunState.UNDOING},
        "back": info.view or reverse("desk:queue"),
        "asked": {"text": ""},
        "nav_view": "",
    }
    part = "#progress" if staff.htmx and "run" in (staff.htmx.target or "") else ""
    return page(staff, f"run.html{part}", context)


def _samples(request: StaffRequest, info: RunInfo) -> dict[str, Any]:
    """Of a preview: what some of the people will get, and where the next ones begin."""
    if info.state != RunState.DRAFT:
        return {}
    asked = request.GET.get("after", "")
    after = int(asked) if asked.isdecimal() and len(asked) < 19 else None
    found = samples_of(info, request.actor, after=after, at=clock.now())
    samples = [(one, READS.get(one.preview.language, "")) for one in found.rows]
    return {"samples": samples, "next_samples": found.after}


def _facts(info: RunInfo) -> list[tuple[Any, Any]]:
    """What was filled in, besides the words."""
    found: list[tuple[Any, Any]] = []
    if unit := info.data.get("unit"):
        found.append((_("Jednostka"), unit))
    if add := info.data.get("add"):
        found.append((_("Dodaj etykiety"), ", ".join(add)))
    if off := info.data.get("off"):
        found.append((_("Zdejmij etykiety"), ", ".join(off)))
    if "person" in info.data:
        person = info.data["person"]
        name = names_of({person}).get(person, "?") if person else _("nikt (wspólna kolejka)")
        found.append((_("Osoba"), name))
    if outcome := info.data.get("outcome"):
        found.append((_("Wynik"), Outcome(outcome).label))
    return found


def _seconds_left(info: RunInfo) -> int:
    if info.state != RunState.DONE or info.undo_until is None:
        return 0
    if not info.number(ItemState.DONE):
        return 0
    return max(0, int((info.undo_until - clock.real_now()).total_seconds()))


@require_POST
def act(request: HttpRequest, run_id: int) -> HttpResponse:
    """Begin it, leave it, take it back."""
    staff: StaffRequest = request  # type: ignore[assignment]
    info = _run_of(staff, run_id)
    at = clock.now()
    try:
        if "drop" in staff.POST:
            drop(run_id, by=staff.actor)
            return redirect(info.view or "desk:queue")
        if "undo" in staff.POST:
            take_run_back(run_id, by=staff.actor, at=at)
        else:
            begin(run_id, by=staff.actor, at=at)
    except (NotRun, Refused) as problem:
        messages.warning(staff, str(problem))
    return redirect("desk:run", run_id=run_id)


@require_safe
def runs(request: HttpRequest) -> HttpResponse:
    """One's last ones."""
    staff: StaffRequest = request  # type: ignore[assignment]
    rows: list[tuple[RunInfo, Any]] = [
        (info, DEEDS[info.action].label) for info in latest_runs(staff.actor)
    ]
    return page(staff, "runs.html", {"rows": rows, "asked": {"text": ""}})
