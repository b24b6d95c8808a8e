"""Letters of formal matters, to be printed and kept."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from kck.cases.queries.desk_case import DeskCase
from kck.cases.queries.prolongations import last_prolongation
from kck.desk.doors import StaffRequest
from kck.desk.letters import prolongation_paper
from kck.desk.views.case import of_case
from kck.foundation.audit import looked_at


@require_safe
@of_case
def prolongation(request: StaffRequest, case: DeskCase) -> HttpResponse:
    """The last letter of KPA art. 36 as PDF/A; with the address only for who may see it."""
    letter = last_prolongation(case.id)
    if letter is None or "personal" not in case.may:
        raise Http404
    # what prints takes 15 MB: processes that only show pages do without
    from kck.channels.printing import as_pdf

    addressed = "contact" in case.may
    if addressed:
        looked_at(request.actor, "contact", f"case:{case.id}", "prolongation")
    answer = HttpResponse(
        as_pdf(prolongation_paper(case, letter, addressed=addressed)),
        content_type="application/pdf",
    )
    answer.headers["Content-Disposition"] = f'inline; filename="{case.number}-art36.pdf"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
