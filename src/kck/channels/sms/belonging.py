"""What a text from a number answers: phones have no threads, so the last thing told decides."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kck.cases.models import Case
from kck.cases.terms import CaseState
from kck.channels.sms.terms import CHANNEL
from kck.conversations.models import Thread
from kck.conversations.queries.belonging import of_case
from kck.conversations.rules import numbers_in
from kck.conversations.terms import UNSETTLED
from kck.conversations.tokens import token_of
from kck.directory.queries import snapshot
from kck.directory.terms import CaseKind
from kck.messaging.models import Delivery
from kck.people.models import Person
from kck.triage.queries import triage
from kck.triage.terms import Triage

ANSWERED_WITHIN = timedelta(days=14)
_MOST_PERSONS = 100


@dataclass(frozen=True, kw_only=True)
class Answers:
    """`about` is "case:7", "thread:7" or "": something new."""

    about: str = ""
    language: str = ""
    person_id: int | None = None

    @property
    def tokens(self) -> tuple[str, ...]:
        return (token_of(self.about),) if self.about else ()

    @property
    def case_id(self) -> int:
        what, _colon, number = self.about.partition(":")
        return int(number) if what == "case" else 0


def answered_by(phone: str, text: str, at: datetime) -> Answers:
    """A number of a case in the text, then what this phone was told last, then its open talk.

    Danger and a whole new report begin something new, whatever was told before.
    """
    last = _last_told(phone, at)
    if case := _named(phone, text):
        return Answers(about=case.stream, language=last.language, person_id=last.person_id)
    if last.about and _begins_anew(text, last, at):
        return Answers(language=last.language, person_id=last.person_id)
    return last


def _last_told(phone: str, at: datetime) -> Answers:
    persons = Person.objects.filter(phone=phone, erased_at=None).order_by("-pk")
    ids = list(persons.values_list("pk", flat=True)[:_MOST_PERSONS])
    told = Delivery.objects.filter(
        person_id__in=ids, channel=CHANNEL, address=phone, message__at__gte=at - ANSWERED_WITHIN
    ).select_related("message")
    for one in told.order_by("-pk")[:20]:
        if one.message.about.startswith(("case:", "thread:")):
            return Answers(about=one.message.about, language=one.language, person_id=one.person_id)
    return _open_talk(phone, at)


def _open_talk(phone: str, at: datetime) -> Answers:
    threads = Thread.objects.filter(
        address=phone, erased_at=None, state__in=UNSETTLED, last_in_at__gte=at - ANSWERED_WITHIN
    )
    thread = threads.order_by("-pk").first()
    if thread is None:
        return Answers()
    return Answers(about=thread.stream, language=thread.language, person_id=thread.person_id)


def _named(phone: str, text: str) -> Case | None:
    """Whoever only knows a number is told nothing by it, and adds nothing."""
    for number in numbers_in(text):
        case = Case.objects.filter(number=number).first()
        if case is not None and not of_case(case, phone).stranger:
            return case
    return None


def _begins_anew(text: str, last: Answers, at: datetime) -> bool:
    read = triage(text, language=last.language or "pl", channel=CHANNEL, at=at)
    if read.danger:
        return True
    return not _asked(last) and _whole_report(read, at)


def _asked(last: Answers) -> bool:
    """We wait for their words, and these are them."""
    case = Case.objects.filter(pk=last.case_id).first() if last.case_id else None
    return case is not None and case.state == CaseState.WAITING


def _whole_report(read: Triage, at: datetime) -> bool:
    """One sure matter with a place of its own."""
    if len(read.matters) != 1:
        return False
    [matter] = read.matters
    category = snapshot(at).category(matter.categories[0].code) if matter.categories else None
    placed = any(one.lat is not None for one in matter.place_candidates)
    return bool(matter.sure and matter.kind == CaseKind.REPORT and placed and category)
