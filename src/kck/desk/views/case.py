"""The case page, its parts when something changed, who else is here, the reporter's contact."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from kck.accounts.notice_commands import read_notices
from kck.cases.commands import be_here, leave_case, open_task, see_alarm
from kck.cases.queries.desk_case import (
    DeskCase,
    case_for,
    same_kind_nearby,
)
from kck.cases.queries.tasks import TaskRow, tasks_in
from kck.desk.actions import ACTIONS, Action, available
from kck.desk.belongings import belongings_of
from kck.desk.clocks import clocks_of
from kck.desk.doors import StaffRequest
from kck.desk.formal import formal_of
from kck.desk.forms.actions import ActionForm
from kck.desk.handover import rows_of
from kck.desk.held import presence_parts, waiting_here
from kck.desk.history import history_parts
from kck.desk.knowing import SHORTEST_REASON, knowing, uncover
from kck.desk.pages import forget_frame, frame_of, page
from kck.desk.papers import papers_of
from kck.desk.reach import reach_of
from kck.desk.reporter import manner_with, show, ways_of
from kck.entrances.queries import object_of
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.text import _, clean
from kck.intake.queries import conversations_of
from kck.messaging.queries import DeliveryRow, deliveries_of

P = ParamSpec("P")


def of_case(
    view: Callable[Concatenate[StaffRequest, DeskCase, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, str, P], HttpResponse]:
    """The view gets the case; what this person may not see is not there (404)."""

    @wraps(view)
    def run(request: HttpRequest, number: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        staff: StaffRequest = request  # type: ignore[assignment]
        staff.actor = knowing(staff)
        found = case_for(staff.actor, number, at=clock.now())
        if found is None:
            raise Http404
        return view(staff, found, *args, **kwargs)

    return run  # type: ignore[return-value]


@require_safe
@of_case
def case(request: StaffRequest, case: DeskCase) -> HttpResponse:
    tasks = tasks_in(case, request.actor, at=clock.now())
    if request.method == "GET" and _have_seen(request, case, tasks):
        tasks = tasks_in(case, request.actor, at=clock.now())
    return case_page(request, case, tasks=tasks, said=_said(request))


def _have_seen(request: StaffRequest, case: DeskCase, tasks: Sequence[TaskRow]) -> bool:
    """Written down when it is news, which it seldom is; whether a task was opened."""
    at, actor = clock.now(), request.actor
    if frame_of(request, at=at).unread and read_notices(
        actor.id or 0, subject=f"case:{case.id}", at=at
    ):
        forget_frame(request)
    if case.danger:
        see_alarm(case.id, at=at, by=actor)
    if not any(task.unseen and task.unit_id in actor.unit_ids for task in tasks):
        return False
    return open_task(case.id, at=at, by=actor)


def _said(request: StaffRequest) -> Any:
    """After an action without script: what it did."""
    done = ACTIONS.get(request.GET.get("did", ""))
    return done.said if done else ""


def case_page(
    request: StaffRequest,
    case: DeskCase,
    *,
    action: Action | None = None,
    form: ActionForm | None = None,
    tasks: Sequence[TaskRow] | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The whole page, perhaps with one of its forms open."""
    context = {**parts_of(request, case, tasks), "action": action, "form": form, **more}
    return page(request, "case/page.html", context, status=status)


def parts_of(
    request: StaffRequest, case: DeskCase, tasks: Sequence[TaskRow] | None = None
) -> dict[str, Any]:
    """What the live parts of the page are made of."""
    deliveries = deliveries_of(f"case:{case.id}")
    sendings = rows_of(case, request.actor)
    if tasks is None:
        tasks = tasks_in(case, request.actor, at=clock.now())
    history = history_parts(case, request.GET.get("show", "all"), request.actor)
    return {
        "case": case,
        "topics": f"case:{case.id} here:{case.id}",
        **clocks_of(case),
        **formal_of(case),
        "buttons": available(case),
        **history,
        **belongings_of(case, request.actor, tasks, history["happened"]),
        "near": same_kind_nearby(request.actor, case, clock.now()),
        "deliveries": deliveries,
        "undelivered": _undelivered(deliveries),
        "conversations": conversations_of(case.id),
        "thing": object_of(case.id),
        **papers_of(case, request.actor),
        "sendings": sendings,
        "reach": reach_of(case, request.actor, tasks),
        "sendings_wrong": any(one.sending.wrong for one in sendings),
        "ways": ways_of(case),
        "manner": manner_with(case),
        "stranger": stranger(case, request.actor),
        "waiting_here": waiting_here(case, request.actor),
        **presence_parts(case, request.actor),
    }


def _undelivered(deliveries: list[DeliveryRow]) -> bool:
    """Whether the last letter to somebody did not arrive."""
    last = {(one.person_id, one.channel): one for one in reversed(deliveries)}
    return any(one.trouble for one in last.values())


@require_safe
@of_case
def parts(request: StaffRequest, case: DeskCase) -> HttpResponse:
    """The live parts again, none of the forms: somebody may be typing. Or the history alone."""
    name = "_body" if request.GET.get("only") == "history" else "_parts"
    return page(request, f"case/{name}.html", parts_of(request, case))


@require_POST
@of_case
def here(request: StaffRequest, case: DeskCase) -> HttpResponse:
    """A heartbeat; `gone` when the page was closed."""
    if request.POST.get("gone"):
        leave_case(case.id, by=request.actor)
        return HttpResponse(status=204)
    be_here(case.id, by=request.actor)
    context = {"case": case, **presence_parts(case, request.actor)}
    return page(request, "case/_here.html", context)


@require_POST
@of_case
def contact(request: StaffRequest, case: DeskCase) -> HttpResponse:
    """Show how to reach the reporter, and their words. It is written down who looked, and why."""
    if not {"contact", "uncover"} & case.may:
        raise Http404
    reason = clean(request.POST.get("reason", ""))[:200]
    if stranger(case, request.actor) and len(reason) < SHORTEST_REASON:
        problem = _("To sprawa innej jednostki: napisz, po co Ci kontakt.")
        return _with_contact(request, case, status=422, problem=problem, reason=reason)
    shown = show(request, case, reason)
    uncover(request, case.id)
    answer = _with_contact(request, case_again(request, case), shown=shown)
    if "uncover" in case.may:
        answer.headers["HX-Trigger"] = f"kck:case:{case.id}"
    return answer


def stranger(case: DeskCase, actor: Actor) -> bool:
    """Whether the case is outside this person's own queue."""
    return case.unit.id not in actor.unit_ids and case.handler_id != actor.staff_id


def case_again(request: StaffRequest, case: DeskCase) -> DeskCase:
    """With what has just been opened to this person."""
    request.actor = knowing(request)
    return case_for(request.actor, case.number, at=clock.now()) or case


def _with_contact(
    request: StaffRequest, case: DeskCase, *, status: int = 200, **more: Any
) -> HttpResponse:
    if request.htmx:
        context = {
            **more,
            "case": case,
            "stranger": stranger(case, request.actor),
            "ways": ways_of(case),
            "manner": manner_with(case),
            "covered": "uncover" in case.may,
        }
        return page(request, "case/_contact.html", context, status=status)
    return case_page(request, case, status=status, **more)
