"""The log, for auditors: who did what, and who looked at whose data."""

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from io import StringIO
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_safe

from kck.accounts.staff_queries import all_names
from kck.backoffice.doors import StaffRequest
from kck.backoffice.forms.people import LogForm
from kck.backoffice.log_names import event_choices, look_choices
from kck.backoffice.log_words import LOOKS, has_words, reason_words, said, subject_words
from kck.backoffice.pages import page
from kck.backoffice.staff_changes import actors
from kck.cases.queries.desk_case import case_for, numbers_of
from kck.foundation import clock, numbers
from kck.foundation.actor import PLATFORM
from kck.foundation.audit import looked_at
from kck.foundation.log_reading import (
    LogPage,
    LogRow,
    Narrow,
    all_events,
    all_looks,
    events,
    looks,
)
from kck.foundation.text import _
from kck.people.queries.same import same_person


@dataclass(frozen=True, kw_only=True)
class Line:
    """A row of the log with names instead of numbers."""

    row: LogRow
    who: str
    number: str
    shown: str
    words: str
    subject: str  # what it is about, when that is no case
    reason: str  # of a look
    facts: tuple[tuple[str, str], ...]


@require_safe
def audit(request: StaffRequest) -> HttpResponse:
    seen = request.GET.get("show") == "looks"
    form = _form(request, seen=seen)
    asked = _asked(form)
    after = request.GET.get("after", "")
    mark = int(after) if after.isdecimal() and len(after) < 18 else 0
    found = LogPage(rows=[], after=0)
    if asked is not None:
        found = looks(asked, after=mark) if seen else events(asked, after=mark)
    context = {
        "form": form,
        "lines": _lines(found.rows),
        "after": found.after,
        "show": "looks" if seen else "events",
        "tabs": _tabs(request, seen=seen),
        "query": _query(request, "after"),
        "unknown": asked is None,
    }
    return page(request, "audit.html", context, section="audit")


@require_safe
def export(request: StaffRequest) -> HttpResponse:
    """What the page shows, as a file; who took it away is in the log too."""
    seen = request.GET.get("show") == "looks"
    form = _form(request, seen=seen)
    asked = _asked(form)
    looked_at(request.actor, "audit", asked.subject if asked else "", _query(request)[:200])
    rows: Iterable[LogRow] = ()
    if asked is not None:
        rows = all_looks(asked) if seen else all_events(asked)
    response = StreamingHttpResponse(_csv(rows), content_type="text/csv; charset=utf-8")
    day = clock.today().isoformat()
    response["Content-Disposition"] = f'attachment; filename="log-{day}.csv"'
    return response  # type: ignore[return-value]


def _form(request: StaffRequest, *, seen: bool) -> LogForm:
    asked = request.GET.get("name", "").replace("\x00", "")[:60]
    names = look_choices(asked) if seen else event_choices(asked)
    form = LogForm(request.GET, people=all_names(), names=names)
    form.is_valid()
    return form


def _asked(form: LogForm) -> Narrow | None:
    """None when a number was typed that no case has."""
    data = form.cleaned_data
    number = data.get("subject", "")
    case = case_for(PLATFORM, number, at=clock.now()) if number else None
    if number and case is None:
        return None
    return Narrow(
        actor=f"staff:{data['who']}" if data.get("who") else "",
        subject=f"case:{case.id}" if case else "",
        also=_cards_of(case.person_id) if case and case.person_id else (),
        name=(name := data.get("name", "")),
        whole=name in LOOKS or has_words(name),
        since=_midnight(data.get("since")),
        until=_midnight(data["until"] + timedelta(days=1)) if data.get("until") else None,
    )


def _cards_of(person_id: int) -> tuple[str, ...]:
    """Who looked at the reporter of a case looked at their card: under any of its records."""
    return tuple(f"person:{one}" for one in same_person(person_id))


def _midnight(day: Any) -> datetime | None:
    return datetime.combine(day, time.min, clock.city_zone()) if day else None


def _lines(rows: list[LogRow]) -> list[Line]:
    staff = {row.subject for row in rows if row.subject.startswith("staff:")}
    who = actors([*staff, *(row.actor for row in rows)])
    ids = {row.id: _case_of(row) for row in rows}
    known = numbers_of(PLATFORM, set(ids.values()) - {0})
    return [
        Line(
            row=row,
            who=who[row.actor],
            number=known.get(ids[row.id], ""),
            shown=numbers.display(known[ids[row.id]]) if ids[row.id] in known else "",
            words=said(row.name, row.details, row.at),
            subject=who[row.subject] if row.subject in staff else subject_words(row.subject),
            reason="" if isinstance(row.details, dict) else reason_words(str(row.details or "")),
            facts=_facts(row.details),
        )
        for row in rows
    ]


def _facts(details: Any) -> tuple[tuple[str, str], ...]:
    """Of an event, as it was recorded; digests of contents tell a reader nothing."""
    if not isinstance(details, dict):
        return ()
    return tuple((name, _fact(value)) for name, value in details.items() if name != "seals")


def _fact(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "–"
    return "–" if value in ("", None) else str(value)


def _case_of(row: LogRow) -> int:
    """Also of an event that stands in no case's own chain."""
    told = row.details.get("case_id") if isinstance(row.details, dict) else None
    return _case_id(row.subject) or (told if isinstance(told, int) else 0)


def _case_id(subject: str) -> int:
    kind, _colon, found = subject.partition(":")
    return int(found) if kind == "case" and found.isdecimal() else 0


def _tabs(request: StaffRequest, *, seen: bool) -> list[dict[str, Any]]:
    rest = _query(request, "after", "show", "name")
    return [
        {"label": _("Zdarzenia"), "href": f"?{rest}", "current": not seen, "count": None},
        {
            "label": _("Wglądy w dane"),
            "href": f"?{rest}&show=looks" if rest else "?show=looks",
            "current": seen,
            "count": None,
        },
    ]


def _query(request: StaffRequest, *without: str) -> str:
    kept = request.GET.copy()
    for name in without:
        kept.pop(name, None)
    return kept.urlencode()


def _csv(rows: Iterable[LogRow]) -> Iterator[str]:
    yield "\ufeff" + _cells(["at", "actor", "name", "subject", "case", "details"])
    batch: list[LogRow] = []
    for row in rows:
        batch.append(row)
        if len(batch) == 1000:
            yield _written(batch)
            batch = []
    yield _written(batch)


def _written(batch: list[LogRow]) -> str:
    known = numbers_of(PLATFORM, {_case_id(row.subject) for row in batch} - {0})
    return "".join(
        _cells(
            [
                row.at.isoformat(),
                row.actor,
                row.name,
                row.subject,
                numbers.display(number) if (number := known.get(_case_id(row.subject))) else "",
                _plain(row.details),
            ]
        )
        for row in batch
    )


def _plain(details: Any) -> str:
    if isinstance(details, str):
        # a spreadsheet would run what begins so
        return f"'{details}" if details[:1] in "=+-@\t" and details else details
    return json.dumps(details, ensure_ascii=False, sort_keys=True)


def _cells(cells: list[str]) -> str:
    out = StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()
