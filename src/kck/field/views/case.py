"""One case: read it, see its photos, ring whoever reported it where that is allowed."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_POST, require_safe

from kck.cases.commands import open_task
from kck.cases.queries.desk_case import photo_for
from kck.field.acts import Act
from kck.field.forms import ActForm
from kck.field.pages import FieldRequest, page, private
from kck.field.phrases import phrases_for
from kck.field.task_acts import EVERY_ACT
from kck.field.work import Work, work_on
from kck.files.http import serve
from kck.files.terms import Size
from kck.foundation import clock
from kck.foundation.audit import looked_at
from kck.people.queries import contact as contact_of

P = ParamSpec("P")


def of_work(
    view: Callable[Concatenate[FieldRequest, Work, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """The view gets a case of this crew; any other is not there (404)."""

    @wraps(view)
    def run(request: HttpRequest, number: int, *args: Any, **kwargs: Any) -> HttpResponseBase:
        crew: FieldRequest = request  # type: ignore[assignment]
        work = work_on(crew.actor, str(number), at=clock.now())
        if work is None:
            raise Http404
        return view(crew, work, *args, **kwargs)

    return run


@require_safe
@of_work
def case(request: FieldRequest, work: Work) -> HttpResponse:
    """Kept ahead for the phone it is not opened yet; the script says when it only fetches."""
    if request.method == "GET" and "X-Kck-Purpose" not in request.headers:
        open_task(work.case.id, at=clock.now(), by=request.actor)
    did = EVERY_ACT.get(request.GET.get("did", ""))
    return case_page(request, work, said=did.said if did else "")


def case_page(
    request: FieldRequest,
    work: Work,
    *,
    act: Act | None = None,
    form: ActForm | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The whole page with every form in it, so that no other page is needed without network."""
    forms = {
        one.name: form if act and form and one.name == act.name else fresh_form(one, work)
        for one in work.acts
    }
    context = {
        "work": work,
        "case": work.case,
        "forms": [(one, forms[one.name]) for one in work.acts if one.name not in _AHEAD],
        "done": forms.get("done"),
        "take": next(((one, forms[one.name]) for one in work.acts if one.name in _TAKING), None),
        "task_done": forms.get("task-done"),
        "open_act": act.name if act else "",
        "phrases": phrases_for(work.case, request.actor, at=clock.now()) if "done" in forms else [],
        "status": status,
        **more,
    }
    return page(request, "case.html", context, status=status, version=work.version)


_TAKING = frozenset({"take", "task-take"})
_AHEAD = frozenset({"done", "task-done"}) | _TAKING  # what stands on the page in a place of its own


def fresh_form(act: Act, work: Work) -> ActForm:
    return act.form(initial={"key": str(uuid4()), "seen": work.case.seq}, auto_id=f"{act.name}_%s")


@require_safe
@of_work
def photo(request: FieldRequest, work: Work, public_id: UUID, size: str) -> HttpResponseBase:
    stored = photo_for(request.actor, public_id, case_id=work.case.id)
    if stored is None or size not in set(Size):
        raise Http404
    return private(request, serve(stored, size, request=request))


@require_POST
@of_work
def contact(request: FieldRequest, work: Work) -> HttpResponse:
    """How to reach the reporter, for who holds the grant. It is written down who looked."""
    if "contact" not in work.case.may or work.case.person_id is None:
        raise Http404
    looked_at(request.actor, "contact", f"case:{work.case.id}", f"case:{work.number}")
    return page(request, "contact.html", {"work": work, "who": contact_of(work.case.person_id)})
