"""A queue taken away as a table."""

from itertools import chain

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_safe

from kck.desk.asking import asked_of
from kck.desk.doors import StaffRequest
from kck.foundation import clock
from kck.intake.terms import CHANNEL_LABELS
from kck.queues.commands.exports import note_export
from kck.queues.queries import export as exporting
from kck.queues.tables import as_csv, as_xlsx

_CHANNELS = {str(channel): label for channel, label in CHANNEL_LABELS.items()}
_FORMS = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@require_safe
def export(request: HttpRequest, form: str) -> StreamingHttpResponse:
    """What the page shows, up to fifty thousand rows; who took it out is recorded."""
    staff: StaffRequest = request  # type: ignore[assignment]
    if form not in _FORMS:
        raise Http404
    asked, at = asked_of(staff), clock.now()
    write, kind = _FORMS[form]
    if staff.method != "HEAD":
        count = exporting.count(staff.actor, asked.view, asked.filters, at=at)
        note_export(str(asked.view), form, rows=min(count, exporting.MOST), by=staff.actor, at=at)
    rows = exporting.rows(staff.actor, asked.view, asked.filters, channels=_CHANNELS, at=at)
    answer = StreamingHttpResponse(
        () if staff.method == "HEAD" else write(chain([exporting.head()], rows)),
        content_type=kind,
    )
    name = f"kck-{asked.view}-{clock.today().isoformat()}.{form}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
