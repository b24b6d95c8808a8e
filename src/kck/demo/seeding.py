"""Making the demo city: a fortnight of reports and contacts, told by the same dice each time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from django.db import connection

from kck.cases.commands.news import tell_daily, tell_news
from kck.cases.terms import CaseState, History, Outcome
from kck.demo import handing, lines, pictures, routine, scenes, staff, talks, things, words
from kck.demo.lives import Agenda, Crew, Lives, at_moment, photo_id
from kck.demo.models import DemoState
from kck.demo.reports import Reports, Told
from kck.demo.times import FORTNIGHT, GALE, MONDAY
from kck.foundation import clock
from kck.foundation.actor import ANYBODY, PLATFORM
from kck.foundation.outbox import reactions_at_once
from kck.intake.commands import receive, receive_many
from kck.intake.terms import Channel, Incoming, Reached

SEED = 20260202
REPORTS = 850
CONTACTS = 5000
NEW_FOR_ROADS = 40
# so many cases are lived step by step; those beyond come in as finished history, by thousands
LIVED = 2000
BATCH = 1000
Progress = Callable[[int, int], None]

_CHANNELS = (Channel.WEB, Channel.PHONE, Channel.EMAIL, Channel.OPEN311, Channel.COUNTER)
_SHARES = (46, 34, 10, 6, 4)


@dataclass(frozen=True, kw_only=True)
class Size:
    """How much is told."""

    days: int = FORTNIGHT.days
    reports: int = REPORTS
    contacts: int = CONTACTS


def stands() -> bool:
    return DemoState.objects.filter(ready=True).exists()


def seed(size: Size | None = None, progress: Progress = lambda done, total: None) -> None:
    """Make the whole city; an unfinished one is begun again from nothing."""
    size = size or Size()
    with connection.cursor() as cursor:  # a lost second of invented data is told again
        cursor.execute("SET synchronous_commit TO off")
    sweep()
    DemoState.objects.update_or_create(
        pk=1, defaults={"ready": False, "progress": 0, "started_at": clock.real_now()}
    )
    with at_moment(MONDAY - FORTNIGHT):
        staff.hire()
        routine.sign_contracts(MONDAY - FORTNIGHT)
    things.put_up(MONDAY - FORTNIGHT)
    handing.arrange(MONDAY - FORTNIGHT)
    telling = _Telling(size, progress)
    telling.remember(size.reports - LIVED)
    telling.tell()
    DemoState.objects.filter(pk=1).update(ready=True, progress=100)


# loaded with the city's files, although the tables are other modules'
_CONFIGURED = {
    "cases_complaintroute",
    "cases_escalationrule",
    "conversations_box",
    "privacy_retentionclass",
    "replies_readytextedition",
    "triage_material",
    "triage_trainedmodel",  # what it has learnt is not the demo's
}


def sweep() -> None:
    """Empty what the demo makes; the city's configuration stays."""
    kept = {"django_migrations", "django_content_type", "auth_permission", "foundation_tally"}
    kept |= _CONFIGURED
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
            " AND tablename NOT LIKE 'directory_%%' AND tablename NOT LIKE 'places_%%'"
            " AND tablename NOT LIKE 'notices_%%' AND tablename NOT LIKE 'procrastinate_%%'"
        )
        tables = [row[0] for row in cursor.fetchall() if row[0] not in kept]
        names = ", ".join(connection.ops.quote_name(table) for table in tables)
        cursor.execute(f"TRUNCATE {names} RESTART IDENTITY CASCADE")
        cursor.execute("ALTER SEQUENCE case_serial RESTART WITH 1")


class _Telling:
    """One run of the dice over the agenda."""

    def __init__(self, size: Size, progress: Progress) -> None:
        self._size, self._progress = size, progress
        self._chance = Random(SEED)  # noqa: S311 - dice, not secrets
        self._agenda = Agenda(end=MONDAY)
        self._reports = Reports(self._chance)
        self._crew = Crew(self._chance)
        self._lives = Lives(self._agenda, self._crew, self._chance)

    def remember(self, count: int) -> None:
        """History in bulk, for a big city: no letters, no steps, only what came of each."""
        for start in range(0, count, BATCH):
            moments = sorted(self._moments(min(BATCH, count - start)))
            receive_many([(self._old(at), at) for at in moments], at=MONDAY, by=PLATFORM)
            self._progress(start + len(moments), count + self._size.contacts)

    def _old(self, at: datetime) -> Incoming:
        told = self._reports.any(at)
        finished = at + timedelta(hours=self._chance.uniform(2, 120))
        ended = finished < MONDAY
        history = History(
            state=CaseState.CLOSED if ended else CaseState.ACCEPTED,
            outcome=self._chance.choice([Outcome.DONE, Outcome.DONE, Outcome.NOT_FOUND]),
            closed_at=finished if ended else None,
            updated_at=finished if ended else at,
        )
        return Incoming(
            channel=self._chance.choices(_CHANNELS, _SHARES)[0],
            text=told.text,
            language=told.language,
            category=told.category.code,
            spot=told.spot,
            history=history,
        )

    def tell(self) -> None:
        for at in self._moments(min(self._size.reports, LIVED) - NEW_FOR_ROADS):
            self._agenda.add(at, self._report)
        for at in self._moments(self._size.contacts - self._size.reports):
            self._agenda.add(at, self._enquiry)
        for _ in range(NEW_FOR_ROADS):
            at = MONDAY - timedelta(minutes=self._chance.uniform(4, 175))
            self._agenda.add(at, self._monday_report)
        scenes.stage(self._agenda, self._crew)
        lines.stage(self._agenda)
        talks.stage(self._agenda)
        routine.stage(self._agenda)
        self._play()

    def _play(self) -> None:
        done, mailed = 0, MONDAY - timedelta(days=self._size.days + 1)
        with reactions_at_once():
            while self._agenda:
                at, step = self._agenda.next()
                with at_moment(at):
                    step(at)
                    if at - mailed > timedelta(hours=2):
                        handing.carry(at)
                        tell_news(at)
                        tell_daily(at)
                        mailed = at
                done += 1
                if done % 50 == 0:
                    self._tell_progress(done)
        with at_moment(MONDAY):
            handing.carry(MONDAY)

    def _tell_progress(self, done: int) -> None:
        total = done + len(self._agenda)
        self._progress(done, total)
        DemoState.objects.filter(pk=1).update(progress=99 * done // max(total, 1))

    def _moments(self, count: int) -> list[datetime]:
        """More by day, most after the gale, few at night."""
        found: list[datetime] = []
        start = MONDAY - timedelta(days=self._size.days)
        while len(found) < count:
            at = start + (MONDAY - start) * self._chance.random()
            hour = at.astimezone(MONDAY.tzinfo).hour
            likely = 1.0 if 7 <= hour < 20 else 0.18
            likely *= 1.0 if at > GALE else 0.45
            if self._chance.random() < likely:
                found.append(at)
        return found

    def _report(self, at: datetime) -> None:
        told = self._reports.any(at)
        self._lives.begin(self._come_in(told, at), at)

    def _monday_report(self, at: datetime) -> None:
        codes = ["roads-pothole", "lighting-single-lamp", "traffic-road-sign", "roads-pavement",
                 "roads-barrier", "traffic-signals-out", "lighting-whole-street"]  # fmt: skip
        self._come_in(self._reports.of(self._chance.choice(codes)), at)

    def _come_in(self, told: Told, at: datetime) -> int:
        channel = self._chance.choices(_CHANNELS, _SHARES)[0]
        photos: tuple[UUID, ...] = ()
        subject = pictures.subject_for(told.category.code)
        if subject and channel == Channel.WEB and self._chance.random() < 0.35:
            photos = (photo_id(subject, self._chance.randint(1, 6), at=at),)
        sure = self._chance.random() < 0.93
        received = receive(
            Incoming(
                channel=channel,
                text=told.text,
                language=told.language,
                category=told.category.code if sure else "",
                spot=told.spot,
                photos=photos,
                reached=self._reached(),
            ),
            at=at,
            by=self._crew.centre() if channel in (Channel.PHONE, Channel.COUNTER) else ANYBODY,
        )
        if received.case is None:
            raise RuntimeError("a report without an answer becomes a case")
        return received.case.id

    def _reached(self) -> Reached:
        if self._chance.random() < 0.45:
            return Reached()
        name = self._chance.choice(words.NAMES)
        number = self._chance.randint(1, 400)
        return Reached(
            name=name,
            email=f"mieszkaniec{number}@poczta.example",
            phone="+48600000" + f"{number:03d}" if number % 3 == 0 else "",
        )

    def _enquiry(self, at: datetime) -> None:
        question, answer = self._chance.choice(words.ENQUIRIES)
        channel = self._chance.choices([Channel.PHONE, Channel.COUNTER, Channel.EMAIL], [80, 8, 12])
        receive(
            Incoming(channel=channel[0], text=question, answer=answer),
            at=at,
            by=self._crew.centre(),
        )
