"""What the desk asks about line II. Nothing here changes anything."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from kck.accounts.holder_queries import holders
from kck.accounts.queries import names_of
from kck.directory.info import UnitInfo
from kck.directory.queries import snapshot
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.numbers import WrongNumber
from kck.intake import line2_policy as policy
from kck.intake.line2_models import SecondLine
from kck.intake.line2_rules import line_of, number_of
from kck.intake.line2_terms import (
    GRANT,
    UNDO_WITHIN,
    WITH_UNIT,
    How,
    LineState,
    Shares,
)
from kck.intake.models import Conversation
from kck.intake.terms import Channel, Ending

MOST = 200
# as it is told to callers, or dictated in one go; "13" alone is rather a house
_LIKE_A_NUMBER = re.compile(r"[0-9]{1,11}\s?[-–]\s?[0-9]|[0-9]{4,12}")
COUNT = "line2"
# people speaking or writing to the city; not other systems, not history that was imported
OF_PEOPLE = (
    Channel.PHONE,
    Channel.COUNTER,
    Channel.LETTER,
    Channel.EMAIL,
    Channel.EDORECZENIA,
    Channel.WEB,
    Channel.CONTACT_FORM,
)


@dataclass(frozen=True, kw_only=True)
class LineRow:
    """A hand-over as the desk shows it. Who asked is shown on asking, and that is written down."""

    id: int
    number: str
    state: LineState
    unit: UnitInfo
    category: str
    question: str
    shown: str
    channel: Channel
    language: str
    person_id: int | None
    will_call: bool
    promised_at: datetime
    first_promised_at: datetime
    extension_reason: str
    handed_at: datetime
    handed_by: str
    taken_at: datetime | None
    taken_by: str
    tries: tuple[datetime, ...]
    answered_at: datetime | None
    answered_by: str
    how: How | None
    answer: str
    returned_at: datetime | None
    returned_by: str
    return_reason: str
    case_number: str
    escalated: bool
    late: bool
    mine: bool  # taken by this person
    own: bool  # handed over by this person
    may_act: bool
    undo_seconds: int
    erased: bool = False

    @property
    def with_unit(self) -> bool:
        return self.state in WITH_UNIT

    @property
    def is_back(self) -> bool:
        return self.state == LineState.RETURNED


@dataclass(frozen=True, kw_only=True)
class LineDesk:
    """Line II of one person: of their departments, and what they handed over as line I."""

    waiting: list[LineRow] = field(default_factory=list)
    back: list[LineRow] = field(default_factory=list)
    handed: list[LineRow] = field(default_factory=list)
    settled: list[LineRow] = field(default_factory=list)
    works: bool = False
    hands: bool = False


def line_desk(actor: Actor, *, at: datetime) -> LineDesk:
    """What is due first stands first."""
    works, hands = actor.may(GRANT), "intake.receive" in actor.grants
    mine = SecondLine.objects.filter(_of(actor))
    waiting = mine.filter(state__in=WITH_UNIT).order_by("promised_at", "pk")
    settled = mine.filter(answered_at__gte=at - timedelta(days=7)).order_by("-answered_at")
    back = SecondLine.objects.filter(state=LineState.RETURNED).order_by("returned_at", "pk")
    handed = SecondLine.objects.filter(handed_by=actor.staff_id or 0).order_by("-handed_at")
    return LineDesk(
        waiting=_rows(waiting[:MOST], actor, at) if works else [],
        settled=_rows(settled[:10], actor, at) if works else [],
        back=_rows(back[:MOST], actor, at) if hands else [],
        handed=_rows(handed[:20], actor, at) if hands else [],
        works=works,
        hands=hands,
    )


def line_for(actor: Actor, line_id: int, *, at: datetime) -> LineRow | None:
    """None also when it is nothing of this person's."""
    rows = _rows(SecondLine.objects.filter(pk=line_id), actor, at)
    return rows[0] if rows else None


def known_line(actor: Actor, typed: str, *, at: datetime) -> LineRow | None:
    """The conversation whose number was typed, and nothing beside it; None when it is none of
    this person's.
    """
    if not policy.may_work_line(actor) or not _LIKE_A_NUMBER.fullmatch(typed.strip()):
        return None
    try:
        return line_for(actor, line_of(typed), at=at)
    except WrongNumber:
        return None


def line2_counts(actor: Actor) -> "dict[str, QuerySet[Any, Any]]":
    """What waits for this person, to be counted with the rest of the frame."""
    if not policy.may_work_line(actor):
        return {}
    wanted = _of(actor) & Q(state__in=WITH_UNIT) if actor.may(GRANT) else Q(pk__in=())
    if "intake.receive" in actor.grants:
        wanted |= Q(state=LineState.RETURNED)
    return {COUNT: SecondLine.objects.filter(wanted)}


def line2_topics(actor: Actor) -> tuple[str, ...]:
    """What the pages of this person hear about line II; somebody else's hear nothing."""
    if not policy.may_work_line(actor):
        return ()
    units = snapshot().units_in_force() if GRANT in actor.grants else ()
    ids = {unit.id for unit in units} | set(actor.units_with(GRANT))
    return ("line2", *(f"line2:{pk}" for pk in sorted(ids)))


def departments() -> list[UnitInfo]:
    """Where somebody answers."""
    held, city = holders(), snapshot(clock.now())
    return [unit for unit in city.units_in_force() if held.of_unit(unit.id, GRANT)]


def _of(actor: Actor) -> Q:
    if GRANT in actor.grants:
        return Q()
    return Q(unit_id__in=actor.units_with(GRANT))


def _rows(
    rows: "Iterable[SecondLine] | QuerySet[SecondLine]", actor: Actor, at: datetime
) -> list[LineRow]:
    if isinstance(rows, QuerySet):
        rows = rows.select_related("conversation__case")
    found = [row for row in rows if policy.may_see(actor, row)]
    wanted = {pk for row in found for pk in _staff(row)}
    names = names_of(wanted) if wanted else {}
    return [_row(row, names, actor, at) for row in found]


def _staff(row: SecondLine) -> set[int]:
    found = (row.handed_by, row.taken_by, row.answered_by, row.returned_by)
    return {pk for pk in found if pk is not None}


def _row(row: SecondLine, names: dict[int, str], actor: Actor, at: datetime) -> LineRow:
    talk, city = row.conversation, snapshot(at)
    category = city.category(row.category) if row.category else None
    own = row.handed_by is not None and row.handed_by == actor.staff_id
    left = (row.handed_at + UNDO_WITHIN - at).total_seconds()
    return LineRow(
        id=row.pk,
        number=number_of(row.pk),
        state=LineState(row.state),
        unit=city.unit_by_id(row.unit_id),
        category=category.name() if category else "",
        question=talk.question,
        shown=row.shown,
        channel=Channel(talk.channel),
        language=talk.language,
        person_id=talk.person_id,
        will_call=row.will_call,
        promised_at=row.promised_at,
        first_promised_at=row.first_promised_at,
        extension_reason=row.extension_reason,
        handed_at=row.handed_at,
        handed_by=names.get(row.handed_by or 0, ""),
        taken_at=row.taken_at,
        taken_by=names.get(row.taken_by or 0, ""),
        tries=tuple(row.tries),
        answered_at=row.answered_at,
        answered_by=names.get(row.answered_by or 0, ""),
        how=How(row.how) if row.how else None,
        answer=talk.answer,
        returned_at=row.returned_at,
        returned_by=names.get(row.returned_by or 0, ""),
        return_reason=row.return_reason,
        case_number=talk.case.number if talk.case else "",
        escalated=row.escalated_at is not None,
        late=row.state in WITH_UNIT and row.promised_at < at,
        mine=row.taken_by is not None and row.taken_by == actor.staff_id,
        own=own,
        may_act=bool(policy.may_act(actor, row)),
        undo_seconds=max(0, int(left)) if own and row.state == LineState.WAITING else 0,
        erased=row.erased_at is not None,
    )


def line_shares(first: date, last: date) -> Shares:
    """Where the conversations of a period (both days included) were settled.

    Counted are conversations that people began: telephone, counter, letter, e-mail, e-Doręczenia
    and the forms; not other systems, nor what was imported. *Case*: it led to a case or was about
    one already opened. *Complex*: an agent handed it to a department, which has it still or has
    answered it (also when nobody could be reached). *Line I*: all others: answered at once, joined
    to a case that was there, or handed over and come back. Of an answer that came back and became
    a case only the case counts: each conversation is in one of the three.
    """
    zone = clock.city_zone()
    since = datetime.combine(first, datetime.min.time(), zone)
    until = datetime.combine(last + timedelta(days=1), datetime.min.time(), zone)
    rows = Conversation.objects.filter(
        channel__in=OF_PEOPLE, received_at__gte=since, received_at__lt=until
    )
    handed = Q(second_line__state__in=(*WITH_UNIT, LineState.ANSWERED)) & Q(ending=Ending.LINE_TWO)
    counted = rows.aggregate(
        total=Count("pk"),
        cases=Count("pk", filter=Q(ending=Ending.CASE)),
        complex=Count("pk", filter=handed),
    )
    one = counted["total"] - counted["cases"] - counted["complex"]
    return Shares(line_one=one, complex=counted["complex"], cases=counted["cases"])
