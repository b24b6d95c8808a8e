"""A danger that came where nobody spoke with its reporter: seen by a person, else told on.

Seen means: one of the staff opened the case, decided about it on the triage screen, or pressed
"I see it" in the banner there. A screen that merely shows it to an empty room does not count. What
one of the staff took down at the telephone is seen by being written.
"""

from datetime import datetime, timedelta

from django.conf import settings
from procrastinate.contrib.django import app

from kck.cases.alarm_models import DangerAlarm
from kck.cases.commands.steps import CENTRE_TOPIC
from kck.cases.events import AlarmSeen, AlarmTold
from kck.cases.models import Case, CaseText
from kck.cases.terms import OPEN_STATES, TextKind
from kck.directory.queries import snapshot
from kck.directory.rules import is_open
from kck.directory.snapshot import Snapshot
from kck.directory.stages import duty_contacts
from kck.foundation import clock, numbers
from kck.foundation.actor import PLATFORM, Actor
from kck.foundation.bulk import insertion
from kck.foundation.outbox import announce, at_the_end, command, defer, record
from kck.foundation.text import localized
from kck.foundation.when import at_time
from kck.messaging.commands import send
from kck.messaging.terms import Recipient
from kck.triage.queries import mask, spot

TELL_JOB = "kck.cases.jobs.tell_duty"
UNSEEN_FOR = timedelta(minutes=2)
# what nobody was told of for so long is no news: a demo's past, a city that was switched off
NO_NEWS_AFTER = timedelta(hours=12)
LETTER = "cases.danger_unseen"
_MOST_WORDS = 300


def raise_alarm(case: Case, at: datetime, city: Snapshot, *, by: Actor) -> None:
    """With the case: the row that waits to be seen, and the job that looks whether it was."""
    if not case.danger or by.kind == "staff":
        return
    wait = UNSEEN_FOR if is_open(at, city.calendar_of(city.centre, at)) else timedelta(0)
    alarm = DangerAlarm(case_id=case.pk, raised_at=at, due_at=at + wait)
    at_the_end(insertion([alarm]))
    defer(app.tasks[TELL_JOB], when=clock.real_now() + wait, case_id=case.pk)


@command
def see_alarm(case_id: int, *, at: datetime, by: Actor) -> bool:
    """A person has it before them. Only the first time is noted."""
    if by.kind != "staff" or not Case.objects.visible_to(by).filter(pk=case_id).exists():
        return False
    unseen = DangerAlarm.objects.filter(case_id=case_id, seen_at=None)
    if not unseen.update(seen_at=at, seen_by=str(by)):
        return False
    record(AlarmSeen(case_id=case_id), by=by, at=at, topics={CENTRE_TOPIC, f"case:{case_id}"})
    return True


@command
def tell_duty(case_id: int, *, at: datetime) -> bool:
    """Tell who is on duty, once, of a danger that nobody has seen. A second worker waits here."""
    waiting = DangerAlarm.objects.select_for_update().filter(
        case_id=case_id, seen_at=None, told_at=None, due_at__lte=at
    )
    alarm = waiting.first()
    if alarm is None or at - alarm.raised_at > NO_NEWS_AFTER:
        return False
    case = Case.objects.get(pk=case_id)
    if case.state not in OPEN_STATES:
        return False
    contacts = contacts_of(case, at)
    if contacts:
        _send(case, contacts, at)
    alarm.told_at, alarm.told = at, len(contacts)
    alarm.save(update_fields=["told_at", "told"])
    fact = AlarmTold(case_id=case_id, contacts=len(contacts))
    record(fact, by=PLATFORM, at=at)
    announce(CENTRE_TOPIC, f"case:{case_id}")
    return bool(contacts)


def contacts_of(case: Case, at: datetime) -> tuple[str, ...]:
    """Of the units the danger is told to, else the city's own."""
    city = snapshot(at)
    danger = city.danger(case.danger)
    return duty_contacts(danger.tell if danger else (), case.channel, at, city)


def _send(case: Case, contacts: tuple[str, ...], at: datetime) -> None:
    send(
        LETTER,
        dedupe=f"danger:{case.pk}",
        to=[_recipient(contact) for contact in contacts],
        variables=lambda language: _facts(case, at, language),
        about=f"alarm:{case.pk}",  # no letter to its reporter
        at=at,
        by=PLATFORM,
    )


def _recipient(contact: str) -> Recipient:
    return Recipient(address=contact, channel="email" if "@" in contact else "sms")


def _facts(case: Case, at: datetime, language: str) -> dict[str, str]:
    """Personal data in the words are masked: an address of a duty desk may be anybody's."""
    city = snapshot(at)
    danger = city.danger(case.danger)
    said = CaseText.objects.filter(case=case, kind=TextKind.DESCRIPTION, erased_at=None)
    text = said.order_by("pk").values_list("body", flat=True).first() or ""
    lines = city.lines_of(danger, at) if danger else []
    return {
        "number": numbers.display(case.number),
        "category": localized(city.category_by_id(case.category_id).names, language),
        "place": case.address,
        "since": at_time(case.opened_at, at, language),
        "words": mask(text, spot(text))[:_MOST_WORDS],
        "calls": ", ".join(line.number for line in lines),
        "case_url": f"{settings.SITE_URL}/desk/case/{case.number}/",
    }
