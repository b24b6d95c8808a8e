"""What happens to a case of the demo city after it came in: steps, each at its own moment."""

import heapq
import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from random import Random
from uuid import UUID

from kck.accounts.models import Staff
from kck.accounts.queries import actor_for
from kck.cases import commands
from kck.cases.models import Case, CasePhoto, CaseText
from kck.cases.queries.access import reporter_of
from kck.cases.rules import IllegalMove
from kck.cases.terms import WORKABLE_STATES, CaseState, Outcome, PhotoKind, TextKind
from kck.demo import pictures, words
from kck.directory.queries import snapshot
from kck.directory.rules import is_open
from kck.files.commands import store_picture
from kck.files.pictures import redraw
from kck.files.terms import Picture
from kck.foundation import clock
from kck.foundation.actor import Actor

Step = Callable[[datetime], object]
# even in a busy fortnight nothing lies about longer than this without anybody having looked
_UNOPENED_FOR = timedelta(days=5)


@contextmanager
def at_moment(moment: datetime) -> Iterator[None]:
    """The city's clock stands still at this moment."""
    clock.set_anchor(f"{moment.isoformat()}@{clock.real_now().isoformat()}@0")
    try:
        yield
    finally:
        clock.set_anchor("")


@dataclass
class Agenda:
    """Steps in the order of time; nothing happens after the end."""

    end: datetime
    _steps: list[tuple[datetime, int, Step]] = field(default_factory=list)
    _order: Iterator[int] = field(default_factory=itertools.count)

    def add(self, at: datetime, step: Step) -> None:
        if at <= self.end:
            heapq.heappush(self._steps, (at, next(self._order), step))

    def __len__(self) -> int:
        return len(self._steps)

    def next(self) -> tuple[datetime, Step]:
        at, _order, step = heapq.heappop(self._steps)
        return at, step


class Crew:
    """Who acts for a unit: its own people, else the centre in its name."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._by_unit: dict[str, list[Actor]] = {}
        for staff in Staff.objects.order_by("pk").prefetch_related("posts__unit", "posts__role"):
            post = staff.posts.all()[0]
            if post.role.code in {"worker", "lead", "agent", "supervisor"}:
                self._by_unit.setdefault(post.unit.code, []).append(actor_for(staff))

    def of(self, case: Case) -> Actor:
        code = snapshot().unit_by_id(case.unit_id).code
        return self._chance.choice(self._by_unit.get(code) or self._by_unit["KCK"])

    def centre(self) -> Actor:
        return self._chance.choice(self._by_unit["KCK"])


@cache
def _drawn(subject: str, variant: int) -> Picture:
    return redraw(pictures.photo(subject, variant))


def photo_id(subject: str, variant: int, *, at: datetime) -> UUID:
    """A stored photo; each picture is drawn once, however often it is reported."""
    return store_picture(_drawn(subject, variant), at=at).public_id


class Lives:
    """Puts the life of each case on the agenda, by chance but always the same."""

    def __init__(self, agenda: Agenda, crew: Crew, chance: Random) -> None:
        self._agenda, self._crew, self._chance = agenda, crew, chance

    def begin(self, case_id: int, at: datetime) -> None:
        """A case has come in: when will somebody look at it?"""
        roll = self._chance.random()
        if self._rings_a_dispatcher(case_id):
            soon = at + timedelta(minutes=self._chance.uniform(3, 12))
            self._agenda.add(soon, lambda now: self._first_look(case_id, now))
        elif roll < 0.10 and at > self._agenda.end - _UNOPENED_FOR:
            return  # nobody has opened it yet
        else:
            self._later(at, 0.3, 14, lambda now: self._first_look(case_id, now))
        if self._chance.random() < 0.55:
            self._later(at, 1, 9, lambda now: self._publish(case_id, now))

    def _rings_a_dispatcher(self, case_id: int) -> bool:
        """What cannot wait does not, where somebody is on duty at any hour."""
        case = Case.objects.get(pk=case_id)
        return case.priority == "P1" and snapshot().unit_by_id(case.unit_id).dispatcher_24h

    def _later(self, at: datetime, least: float, most: float, step: Step) -> None:
        """Within so many hours, but while the office works."""
        when = at + timedelta(hours=self._chance.uniform(least, most))
        calendar = snapshot(when).calendar_of(snapshot(when).centre, when)
        for _ in range(200):
            if is_open(when, calendar):
                break
            when += timedelta(minutes=45)
        self._agenda.add(when, step)

    def _open(self, case_id: int) -> Case | None:
        """With nobody but the unit; what waits for its reporter goes on by itself."""
        case = Case.objects.get(pk=case_id)
        return case if case.state in WORKABLE_STATES else None

    def _publish(self, case_id: int, now: datetime) -> None:
        case = Case.objects.get(pk=case_id)
        if case.private:
            return
        texts = CaseText.objects.filter(
            case=case, kind__in=[TextKind.DESCRIPTION, TextKind.CLOSING], erased_at=None
        )
        photos = CasePhoto.objects.filter(case=case, erased_at=None)
        commands.publish(
            case_id,
            texts=list(texts.values_list("pk", flat=True)),
            photos=list(photos.values_list("pk", flat=True)),
            at=now,
            by=self._crew.centre(),
        )

    def _first_look(self, case_id: int, now: datetime) -> None:
        case = self._open(case_id)
        if case is None:
            return
        if case.needs_triage:
            self._triage(case, now)
            return
        roll = self._chance.random()
        if roll < 0.05:
            reason = self._chance.choice(words.HANDED_BACK)
            by = self._crew.of(case)
            self._try(lambda: commands.hand_back(case_id, reason=reason, at=now, by=by))
            self._later(now, 1, 8, lambda then: self._first_look(case_id, then))
            return
        commands.accept(case_id, at=now, by=self._crew.of(case))
        if roll < 0.5:
            commands.take(case_id, at=now, by=self._crew.of(case))
        self._later(now, 2, 30, lambda then: self._work(case_id, then))

    def _triage(self, case: Case, now: datetime) -> None:
        """A person at the centre finds a category for what the machine was not sure of."""
        if self._chance.random() < 0.7:
            code = snapshot(now).category_by_id(case.category_id).code
            commands.recategorise(case.pk, category=code, at=now, by=self._crew.centre())
            self._later(now, 1, 12, lambda then: self._first_look(case.pk, then))

    def _work(self, case_id: int, now: datetime) -> None:
        case = self._open(case_id)
        if case is None:
            return
        by, roll = self._crew.of(case), self._chance.random()
        if roll < 0.10:
            question = self._chance.choice(words.QUESTIONS)
            commands.ask(case_id, question=question, at=now, by=by)
            self._later(now, 4, 60, lambda then: self._replies(case_id, then))
        elif roll < 0.22:
            when = now + timedelta(days=self._chance.randint(1, 9))
            text = self._chance.choice(words.TAKEN)
            commands.schedule(case_id, when=when, words=text, at=now, by=by)
            self._later(now, 20, 90, lambda then: self._finish(case_id, then))
        elif roll < 0.30:
            firm = self._chance.choice(words.CONTRACTORS)
            commands.pass_to_contractor(case_id, contractor=firm, at=now, by=by)
            self._later(now, 24, 110, lambda then: self._finish(case_id, then))
        else:
            if roll < 0.45:
                commands.add_note(case_id, text=self._chance.choice(words.NOTES), at=now, by=by)
            self._later(now, 1, 70, lambda then: self._finish(case_id, then))

    def _replies(self, case_id: int, now: datetime) -> None:
        case = Case.objects.get(pk=case_id)
        if case.state == CaseState.WAITING and self._chance.random() < 0.75:
            text = self._chance.choice(words.REPLIES)
            commands.reply(case_id, text=text, at=now, by=reporter_of(case))
            self._later(now, 2, 40, lambda then: self._finish(case_id, then))

    def _finish(self, case_id: int, now: datetime) -> None:
        case = self._open(case_id)
        if case is None:
            return
        by = self._crew.of(case)
        outcome, text = self._outcome()
        category = snapshot(now).category_by_id(case.category_id)
        if outcome in {Outcome.DONE, Outcome.DONE_FOR_NOW} and category.evidence == "photo":
            subject = pictures.mended_for(category.code)
            mended = photo_id(subject, self._chance.randint(1, 4), at=now)
            commands.add_photos(case_id, files=[mended], kind=PhotoKind.EVIDENCE, at=now, by=by)
        commands.done(case_id, outcome=outcome, words=text, at=now, by=by)
        roll = self._chance.random()
        if roll < 0.42:
            self._later(now, 2, 40, lambda then: self._confirm(case_id, then))
        elif roll < 0.50:
            self._later(now, 2, 30, lambda then: self._disagree(case_id, then))

    def _outcome(self) -> tuple[Outcome, str]:
        roll = self._chance.random()
        if roll < 0.74:
            return Outcome.DONE, self._chance.choice(words.DONE)
        if roll < 0.84:
            return Outcome.DONE_FOR_NOW, self._chance.choice(words.DONE_FOR_NOW)
        if roll < 0.92:
            return Outcome.NOT_FOUND, self._chance.choice(words.NOT_FOUND)
        return Outcome.NOT_CITYS, self._chance.choice(words.NOT_CITYS)

    def _confirm(self, case_id: int, now: datetime) -> None:
        case = Case.objects.get(pk=case_id)
        self._try(lambda: commands.confirm(case_id, at=now, by=reporter_of(case)))

    def _disagree(self, case_id: int, now: datetime) -> None:
        case = Case.objects.get(pk=case_id)
        text = self._chance.choice(words.DISAGREE)
        self._try(lambda: commands.disagree(case_id, text=text, at=now, by=reporter_of(case)))
        self._later(now, 3, 30, lambda then: self._work(case_id, then))

    def _try(self, step: Callable[[], object]) -> None:
        """Somebody else was faster: that happens in a real city too."""
        try:
            step()
        except IllegalMove:
            return
