"""The mails that carry links: one for a case, one for a morning's list."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation

from kck.cases.models import Case, Task
from kck.cases.queries.tasks import RUNNING
from kck.cases.terms import OPEN_STATES
from kck.directory.queries import snapshot
from kck.foundation import numbers
from kck.foundation.actor import PLATFORM
from kck.foundation.outbox import command, unit_of_work
from kck.foundation.when import by_when
from kck.messaging.commands import send
from kck.messaging.terms import Recipient
from kck.unitlinks.commands import (
    issue_case_link,
    issue_list_link,
    issue_task_link,
    replace_links,
    replace_task_links,
)
from kck.unitlinks.commands.use import note_use
from kck.unitlinks.models import UnitLink
from kck.unitlinks.rules import lasts
from kck.unitlinks.terms import Issued, Link, LinkKind, Use
from kck.unitlinks.texts import CASE_MAIL, LIST_MAIL, TASK_MAIL, TASK_OFF_MAIL

MOST_LINES = 60


def link_url(token: str) -> str:
    return f"{settings.SITE_URL}/z/{token}/"


@command
def mail_case(
    case: Case, *, unit_id: int, mails: Sequence[str], sending_id: int | None, at: datetime
) -> None:
    """A new link to each address; older ones to the same case and address end with it."""
    for mail in mails:
        replace_links(case.pk, unit_id=unit_id, mail=mail, at=at, by=PLATFORM)
        issued = issue_case_link(
            case.pk, unit_id=unit_id, mail=mail, sending_id=sending_id, at=at, by=PLATFORM
        )
        _post(CASE_MAIL, issued, mail, _of_case(case, unit_id, at), at)


@command
def mail_task(
    task: Task, *, mails: Sequence[str], sending_id: int | None = None, at: datetime
) -> None:
    """A link to this task to each address; the mail says no more of the case than where it is."""
    for mail in mails:
        replace_task_links(task.pk, mail=mail, at=at, by=PLATFORM)
        issued = issue_task_link(task, mail=mail, sending_id=sending_id, at=at, by=PLATFORM)
        _post(TASK_MAIL, issued, mail, _of_task(task, at), at)


def _of_task(task: Task, at: datetime) -> dict[str, str]:
    language = mail_language(at)
    case, lead = task.case, snapshot(at).unit_by_id(task.case.unit_id, at)
    return {
        **_of_unit(task.unit_id, LinkKind.TASK, at),
        "who": task.contractor or snapshot(at).unit_by_id(task.unit_id, at).name(language),
        "lead": lead.name(language),
        "number": numbers.display(case.number),
        "category": snapshot(at).category_by_id(case.category_id).name(language),
        "street": case.street,
        "due": by_when(task.until, at, language) if task.until else "",
        "urgent": "1" if case.priority == "P1" else "",
    }


def tell_task_is_off(task: Task, *, dedupe: str, at: datetime) -> None:
    """A contractor who was given it by mail hears in the same way that it is over."""
    send(
        TASK_OFF_MAIL,
        dedupe=dedupe,
        to=[Recipient(address=task.mail, language=mail_language(at))],
        variables=_of_task(task, at),
        about=f"task:{task.pk}",
        at=at,
        by=PLATFORM,
    )


def mailed_already(sending_id: int) -> bool:
    """A sender died after its mail was safely in the queue."""
    return UnitLink.objects.filter(sending_id=sending_id, revoked_at=None).exists()


@command
def mail_list(cases: Sequence[Case], *, unit_id: int, mails: Sequence[str], at: datetime) -> None:
    """A link to all of these to each address; they are sorted by the clock that runs out first."""
    city = snapshot(at).city
    day = at.astimezone(city.zone).date()
    for mail in mails:
        issued = issue_list_link(
            unit_id, mail=mail, case_ids=[case.pk for case in cases], day=day, at=at, by=PLATFORM
        )
        _post(LIST_MAIL, issued, mail, _of_list(cases, unit_id, at), at)


def _post(key: str, issued: Issued, mail: str, variables: Mapping[str, str], at: datetime) -> None:
    send(
        key,
        dedupe=issued.about,
        to=[
            Recipient(
                address=mail,
                language=mail_language(at),
                variables={"link_url": link_url(issued.token)},
            )
        ],
        variables=variables,
        about=issued.about,
        at=at,
        by=PLATFORM,
    )


def mail_language(at: datetime) -> str:
    """Units are written to in the city's first language; the page then speaks the reader's."""
    languages = snapshot(at).city.languages
    return languages[0] if languages else "pl"


def _of_case(case: Case, unit_id: int, at: datetime) -> dict[str, str]:
    language = mail_language(at)
    due = by_when(case.first_due_at, at, language) if case.first_due_at else ""
    return {
        **_of_unit(unit_id, LinkKind.CASE, at),
        "number": numbers.display(case.number),
        "category": snapshot(at).category_by_id(case.category_id).name(language),
        "street": case.street,
        "due": due,
        "urgent": "1" if case.priority == "P1" else "",
    }


def _of_list(cases: Sequence[Case], unit_id: int, at: datetime) -> dict[str, str]:
    lines = [_line(case, at) for case in cases[:MOST_LINES]]
    if len(cases) > MOST_LINES:
        lines.append(f"… +{len(cases) - MOST_LINES}")
    return {
        **_of_unit(unit_id, LinkKind.LIST, at),
        "count": str(len(cases)),
        "lines": "\n".join(lines),
    }


def _line(case: Case, at: datetime) -> str:
    language = mail_language(at)
    due = by_when(case.first_due_at, at, language) if case.first_due_at else ""
    category = snapshot(at).category_by_id(case.category_id).name(language)
    return "- " + ", ".join(
        part for part in (numbers.display(case.number), category, case.street, due) if part
    )


def _of_unit(unit_id: int, kind: LinkKind, at: datetime) -> dict[str, Any]:
    unit = snapshot(at).unit_by_id(unit_id, at)
    with translation.override(mail_language(at)):
        return {
            "unit": unit.name(mail_language(at)),
            "unit_code": unit.code,
            "days": str(lasts(kind, settings.ENV.link_days).days),
        }


def renew_link(link: Link, *, at: datetime) -> bool:
    """A new link in the place of an expired one, to the same address and no other."""
    [case_id] = link.case_ids
    if link.task_id is not None:
        return _renew_task(link, case_id, at=at)
    case = Case.objects.get(pk=case_id)
    if case.unit_id != link.unit_id or case.state not in OPEN_STATES:
        return False
    row = UnitLink.objects.get(pk=link.id)
    if row.revoked_at is not None:
        return False
    with unit_of_work():
        note_use(row, case_id, Use.RENEWED, at=at)
        mail_case(case, unit_id=link.unit_id, mails=[link.mail], sending_id=row.sending_id, at=at)
    return True


def _renew_task(link: Link, case_id: int, *, at: datetime) -> bool:
    row = UnitLink.objects.select_related("task__case").get(pk=link.id)
    if row.revoked_at is not None or row.task is None or row.task.state not in RUNNING:
        return False
    with unit_of_work():
        note_use(row, case_id, Use.RENEWED, at=at)
        mail_task(row.task, mails=[link.mail], sending_id=row.sending_id, at=at)
    return True
