"""A conversation goes to line II, and back to who asked."""

from datetime import datetime

from kck.accounts.holder_queries import holders
from kck.accounts.notice_commands import notify, read_notices
from kck.accounts.notice_queries import topic_of
from kck.cases.rules import IllegalMove, Incomplete
from kck.directory.queries import snapshot
from kck.foundation.actor import Actor
from kck.foundation.bulk import insertion
from kck.foundation.outbox import Event, at_the_end, command, record
from kck.foundation.reasons import reason
from kck.foundation.text import _, clean
from kck.foundation.verdict import require
from kck.intake import line2_policy as policy
from kck.intake.commands.receive import LONGEST_TEXT, _enter, _keep_person
from kck.intake.events import ConversationReceived
from kck.intake.line2_events import (
    HandedToLineTwo,
    LineTwoAnswered,
    LineTwoExtended,
    LineTwoReturned,
    LineTwoTaken,
    LineTwoTried,
)
from kck.intake.line2_models import SecondLine
from kck.intake.line2_rules import check_promise, escalates, number_of
from kck.intake.line2_terms import (
    GIVEN,
    GRANT,
    LEAST_TRIES,
    UNDO_WITHIN,
    WITH_UNIT,
    Handed,
    How,
    LineState,
)
from kck.intake.models import Conversation
from kck.intake.policy import may_receive
from kck.intake.terms import Ending, Incoming

KIND = "line2"
CAME_BACK = reason(
    "intake.line_two_came_back", _("Rozmowa %(number)s wróciła z linii II. Zobacz dlaczego.")
)


def topic(unit_id: int) -> str:
    """Under which live pages hear of a department's line II."""
    return f"line2:{unit_id}"


def subject_of(line_id: int) -> str:
    return f"line2:{line_id}"


@command
def hand_over(
    incoming: Incoming,
    *,
    unit: str,
    promised_at: datetime,
    shown: str = "",
    will_call: bool = False,
    at: datetime,
    by: Actor,
) -> Handed:
    """The conversation waits for this department until the promised time. Twice is once."""
    require(policy.may_hand(by))
    require(may_receive(by, incoming.channel))
    unit_id = _department(unit, promised_at, at)
    _reachable(incoming, will_call)
    conversation, _drawn = _enter(incoming, at=at, by=by)
    if conversation is None:
        return _handed_before(incoming)
    conversation.ending = Ending.LINE_TWO
    conversation.question = clean(incoming.text)[:LONGEST_TEXT]
    _keep_person(incoming, conversation, conversation.language, at)
    line = SecondLine(
        conversation_id=conversation.pk,
        category=incoming.category,
        shown=clean(shown)[:LONGEST_TEXT],
        will_call=will_call,
        first_promised_at=promised_at,
    )
    _give(line, unit_id, promised_at, at=at, by=by)
    at_the_end(insertion([conversation]))
    record(
        ConversationReceived(
            conversation_id=conversation.pk, channel=incoming.channel, ending=Ending.LINE_TWO
        ),
        by=by,
        at=at,
    )
    return _handed(line)


def _department(code: str, promised_at: datetime, at: datetime) -> int:
    """One with somebody who answers, at a time when they are there."""
    city = snapshot(at)
    unit = city.unit(code)
    if unit is None or not holders().of_unit(unit.id, GRANT):
        raise Incomplete(str(_("W tej jednostce nikt nie prowadzi linii II. Wybierz inną.")))
    check_promise(promised_at, at, city.calendar_of(unit))
    return unit.id


def _reachable(incoming: Incoming, will_call: bool) -> None:
    if not clean(incoming.text):
        raise Incomplete(str(_("Napisz, o co pytano.")))
    if not (incoming.reached.phone or incoming.reached.email or will_call):
        raise Incomplete(
            str(_("Wpisz telefon albo e-mail, albo zaznacz, że ta osoba zadzwoni sama."))
        )


def _handed_before(incoming: Incoming) -> Handed:
    line = SecondLine.objects.filter(
        conversation__channel=incoming.channel,
        conversation__far_end_id=incoming.far_end_id[:120],
    ).first()
    if line is None:
        raise IllegalMove(str(_("Tę rozmowę już zapisano inaczej. Zacznij nowy kontakt.")))
    return _handed(line, again=True)


def _handed(line: SecondLine, *, again: bool = False) -> Handed:
    return Handed(
        id=line.pk,
        conversation_id=line.conversation_id,
        number=number_of(line.pk),
        promised_at=line.promised_at,
        again=again,
    )


def _give(
    line: SecondLine, unit_id: int, promised_at: datetime, *, at: datetime, by: Actor
) -> None:
    """To this department, as if for the first time."""
    line.unit_id, line.state = unit_id, LineState.WAITING
    line.handed_at, line.handed_by = at, by.staff_id
    line.taken_at = line.taken_by = None
    _promise(line, promised_at, since=at)
    line.save()
    event = HandedToLineTwo(
        line_id=line.pk,
        conversation_id=line.conversation_id,
        unit_id=unit_id,
        promised_at=promised_at.isoformat(),
    )
    _tell(line, event, at=at, by=by)


def _promise(line: SecondLine, promised_at: datetime, *, since: datetime) -> None:
    """A new promise may be escalated anew."""
    line.promised_at = promised_at
    line.escalates_at = escalates(since, promised_at)
    line.escalated_at = line.overdue_at = None


def _tell(line: SecondLine, event: Event, *, at: datetime, by: Actor) -> None:
    topics = [topic(line.unit_id)]
    if line.handed_by is not None:
        topics.append(topic_of(line.handed_by))
    if line.state == LineState.RETURNED:
        topics.append("line2")
    record(event, by=by, at=at, topics=topics)


@command
def hand_on(
    line_id: int, *, unit: str, promised_at: datetime, shown: str, at: datetime, by: Actor
) -> None:
    """What came back goes to another department, with a promise of its own."""
    line = _mine(line_id, by)
    if line.state != LineState.RETURNED:
        raise IllegalMove(str(_("To czeka już w jednostce.")))
    unit_id = _department(unit, promised_at, at)
    line.shown = clean(shown)[:LONGEST_TEXT]
    _give(line, unit_id, promised_at, at=at, by=by)


def locked(line_id: int) -> SecondLine:
    rows = SecondLine.objects.select_for_update(of=("self",)).select_related("conversation")
    return rows.get(pk=line_id)


def _mine(line_id: int, by: Actor) -> SecondLine:
    line = locked(line_id)
    if line.state in (LineState.ANSWERED, LineState.CASE):
        raise IllegalMove(str(_("Ktoś był szybszy: to już załatwione.")))
    require(policy.may_act(by, line))
    return line


def _with_unit(line_id: int, by: Actor) -> SecondLine:
    line = _mine(line_id, by)
    if line.state not in WITH_UNIT:
        raise IllegalMove(str(_("To wróciło już do linii I.")))
    return line


@command
def take(line_id: int, *, at: datetime, by: Actor) -> None:
    """Colleagues see whose it is now; taking over from one of them is fine, twice is once."""
    line = _with_unit(line_id, by)
    if line.taken_by == by.staff_id and line.state == LineState.TAKEN:
        return
    line.state, line.taken_at, line.taken_by = LineState.TAKEN, at, by.staff_id
    line.save(update_fields=["state", "taken_at", "taken_by"])
    _tell(line, LineTwoTaken(line_id=line.pk, unit_id=line.unit_id), at=at, by=by)


@command
def note_try(line_id: int, *, at: datetime, by: Actor) -> None:
    """Called, and nobody answered."""
    line = _with_unit(line_id, by)
    line.tries = [*line.tries, at]
    if line.state == LineState.WAITING:
        line.state, line.taken_at, line.taken_by = LineState.TAKEN, at, by.staff_id
    line.save(update_fields=["tries", "state", "taken_at", "taken_by"])
    event = LineTwoTried(line_id=line.pk, unit_id=line.unit_id, tries=len(line.tries))
    _tell(line, event, at=at, by=by)


@command
def answer(line_id: int, *, words: str, how: How, at: datetime, by: Actor) -> None:
    """Who asked has their answer. What had come back counts as answered on line I."""
    line = _mine(line_id, by)
    words = clean(words)[:LONGEST_TEXT]
    _check_answer(line, words, how)
    back = line.state == LineState.RETURNED
    settle(line, LineState.ANSWERED, at=at, by=by)
    line.how = how
    line.save()
    Conversation.objects.filter(pk=line.conversation_id).update(
        answer=words, ending=Ending.ANSWERED if back else Ending.LINE_TWO
    )
    event = LineTwoAnswered(
        line_id=line.pk,
        unit_id=0 if back else line.unit_id,
        how=how,
        in_time=at <= line.promised_at,
    )
    _tell(line, event, at=at, by=by)


def _check_answer(line: SecondLine, words: str, how: How) -> None:
    if how not in GIVEN:
        raise Incomplete(str(_("Zaznacz, jak odpowiedziano.")))
    if len(words) < 2:
        raise Incomplete(str(_("Napisz, jaka była odpowiedź.")))
    if how == How.UNREACHED and len(line.tries) < LEAST_TRIES:
        raise Incomplete(
            str(_("Najpierw zapisz co najmniej %(least)s próby, na razie jest ich %(tries)s."))
            % {"least": LEAST_TRIES, "tries": len(line.tries)}
        )


def settle(line: SecondLine, state: LineState, *, at: datetime, by: Actor) -> None:
    """Nobody is told of its time any more."""
    line.state, line.answered_at, line.answered_by = state, at, by.staff_id
    told = {line.handed_by, line.taken_by, by.staff_id} - {None}
    for staff_id in told:
        read_notices(staff_id or 0, subject=subject_of(line.pk), at=at)


@command
def extend(line_id: int, *, promised_at: datetime, why: str, at: datetime, by: Actor) -> None:
    """A later time, with a reason for colleagues. The caller is told by nobody but people."""
    line = _with_unit(line_id, by)
    why = clean(why)[:LONGEST_TEXT]
    if len(why) < 5:
        raise Incomplete(str(_("Napisz, dlaczego później.")))
    city = snapshot(at)
    check_promise(promised_at, at, city.calendar_of(city.unit_by_id(line.unit_id)))
    if promised_at <= line.promised_at:
        raise Incomplete(str(_("Wybierz czas późniejszy niż obiecany.")))
    line.extension_reason = why
    _promise(line, promised_at, since=at)
    line.save()
    event = LineTwoExtended(
        line_id=line.pk, unit_id=line.unit_id, promised_at=promised_at.isoformat()
    )
    _tell(line, event, at=at, by=by)


@command
def give_back(line_id: int, *, why: str, at: datetime, by: Actor) -> None:
    """It is not this department's: line I decides again, and is told."""
    line = _with_unit(line_id, by)
    why = clean(why)[:LONGEST_TEXT]
    if len(why) < 5:
        raise Incomplete(str(_("Napisz, dlaczego to wraca.")))
    _return(line, why, undone=False, at=at, by=by)
    if line.handed_by is not None:
        notify(
            [line.handed_by], kind=KIND, subject=subject_of(line.pk),
            why=CAME_BACK(number=number_of(line.pk)), at=at, by=by,
        )  # fmt: skip


@command
def take_back(line_id: int, *, at: datetime, by: Actor) -> None:
    """The agent's slip of the hand, as long as nobody has taken it."""
    require(policy.may_hand(by))
    line = locked(line_id)
    if line.handed_by != by.staff_id:
        raise IllegalMove(str(_("Cofnąć może tylko ten, kto przekazał.")))
    if line.state != LineState.WAITING:
        raise IllegalMove(str(_("Za późno: ktoś w jednostce już się tym zajął.")))
    if at - line.handed_at > UNDO_WITHIN:
        raise IllegalMove(str(_("Za późno, żeby to cofnąć. Poproś jednostkę, żeby oddała.")))
    _return(line, "", undone=True, at=at, by=by)


def _return(line: SecondLine, why: str, *, undone: bool, at: datetime, by: Actor) -> None:
    line.state, line.return_reason = LineState.RETURNED, why
    line.returned_at, line.returned_by = at, by.staff_id
    line.save()
    event = LineTwoReturned(line_id=line.pk, unit_id=line.unit_id, undone=undone)
    _tell(line, event, at=at, by=by)
