"""A conversation goes to line II: who may, what is promised, what becomes of it, who is told."""

from dataclasses import asdict
from datetime import date, datetime, timedelta

import pytest
from tests.builders import MONDAY, WARSAW, acting_for, everywhere, unit_id

from kck.accounts.commands import appoint, install_roles, join
from kck.accounts.models import Staff, StaffNotice
from kck.accounts.queries import actor_for
from kck.cases.models import Case
from kck.cases.rules import IllegalMove, Incomplete
from kck.directory.queries import snapshot
from kck.foundation.actor import PLATFORM
from kck.foundation.models import RecordedEvent
from kck.foundation.numbers import WrongNumber
from kck.foundation.privacy import holders as privacy_holders
from kck.foundation.verdict import Refused
from kck.intake import commands
from kck.intake.commands import receive
from kck.intake.commands.forgetting import KEPT_FOR, expire_conversations, forget_conversations
from kck.intake.line2_models import SecondLine
from kck.intake.line2_queries import line_desk, line_for, line_shares
from kck.intake.line2_rules import BadPromise, escalates, line_of, number_of, promise
from kck.intake.line2_terms import How, LineState, When
from kck.intake.models import Conversation
from kck.intake.terms import Channel, Ending, Incoming, Reached

pytestmark = pytest.mark.django_db
QUESTION = "Czy muszę meldować wnuka na wakacje u babci Zofii?"
POTHOLE = "roads-pothole"
NOON = MONDAY + timedelta(hours=3)


def somebody(role: str, unit: str = "ZDMK") -> Staff:
    install_roles(by=PLATFORM)
    mail = f"{role}-{unit}@example.test"
    person = Staff.objects.filter(email=mail).first()
    if person is None:
        person = join(email=mail, name=role, password="x" * 16, at=MONDAY, by=PLATFORM)
        appoint(person, role=role, unit=unit, by=PLATFORM)
    return person


def handed(
    key: str = "1", *, until: datetime = NOON, phone: str = "600100200", **more
) -> SecondLine:
    agent = actor_for(somebody("agent", "KCK"))
    somebody("handler")
    incoming = Incoming(
        channel=Channel.PHONE, far_end_id=f"desk-{key}", text=QUESTION,
        reached=Reached(phone=phone, name="Jan Kowalski"),
    )  # fmt: skip
    found = commands.hand_over(
        incoming, unit="ZDMK", promised_at=until, shown="Karta meldunku", at=MONDAY,
        by=more.pop("by", agent), **more,
    )  # fmt: skip
    return SecondLine.objects.get(pk=found.id)


def handler():
    return actor_for(somebody("handler"))


def test_a_conversation_waits_with_its_question_and_no_words_are_in_the_log():
    line = handed()

    talk = line.conversation
    assert (talk.ending, talk.question, talk.answer) == (Ending.LINE_TWO, QUESTION, "")
    assert talk.person is not None
    assert line.escalates_at == MONDAY + timedelta(hours=2, minutes=15)
    for event in RecordedEvent.objects.all():
        assert "Zofii" not in str(event.payload)
        assert "600100200" not in str(event.payload)


def test_twice_is_one_and_what_was_answered_is_not_handed_over():
    line = handed()

    assert handed().pk == line.pk
    assert Conversation.objects.count() == 1
    receive(
        Incoming(channel=Channel.PHONE, far_end_id="desk-2", text="Ile?", answer="Pięć."),
        at=MONDAY, by=everywhere(),
    )  # fmt: skip
    with pytest.raises(IllegalMove):
        handed("2")


def test_nobody_is_called_back_without_a_number_unless_they_call_themselves():
    with pytest.raises(Incomplete):
        handed(phone="")

    assert handed("2", phone="", will_call=True).conversation.person_id is not None
    assert Conversation.objects.count() == 1


@pytest.mark.parametrize(
    "until",
    [MONDAY - timedelta(minutes=1), MONDAY + timedelta(hours=12), MONDAY + timedelta(days=60)],
    ids=["past", "at night", "too far"],
)
def test_a_time_that_nobody_keeps_is_refused(until):
    with pytest.raises(BadPromise):
        handed(until=until)
    assert not Conversation.objects.exists()


def test_a_unit_where_nobody_answers_gets_nothing():
    agent = actor_for(somebody("agent", "KCK"))
    with pytest.raises(Incomplete):
        commands.hand_over(
            Incoming(channel=Channel.PHONE, text="?", reached=Reached(phone="600100200")),
            unit="ZZM", promised_at=NOON, at=MONDAY, by=agent,
        )  # fmt: skip
    with pytest.raises(Refused):
        handed(by=acting_for("ZDMK", "cases.view"))


def test_only_the_department_answers_and_once():
    line = handed()

    for stranger in (acting_for("ZZM"), actor_for(somebody("worker")), line_agent()):
        with pytest.raises(Refused):
            commands.answer(line.pk, words="Nie trzeba.", how=How.CALLED, at=NOON, by=stranger)
    commands.take(line.pk, at=MONDAY, by=handler())
    commands.answer(line.pk, words="Nie trzeba.", how=How.CALLED, at=NOON, by=handler())

    line.refresh_from_db()
    talk = Conversation.objects.get()
    assert (line.state, line.how, line.answered_at) == (LineState.ANSWERED, How.CALLED, NOON)
    assert (talk.answer, talk.ending) == ("Nie trzeba.", Ending.LINE_TWO)
    with pytest.raises(IllegalMove):
        commands.answer(line.pk, words="Trzeba.", how=How.CALLED, at=NOON, by=handler())
    event = RecordedEvent.objects.get(name="intake.line_two_answered")
    assert event.payload["in_time"] is True


def line_agent():
    return actor_for(somebody("agent", "KCK"))


def test_who_could_not_be_reached_was_called_three_times():
    line, by = handed(), handler()
    commands.note_try(line.pk, at=MONDAY, by=by)
    commands.note_try(line.pk, at=MONDAY + timedelta(hours=1), by=by)
    with pytest.raises(Incomplete):
        commands.answer(line.pk, words="Nie odbiera.", how=How.UNREACHED, at=NOON, by=by)

    commands.note_try(line.pk, at=NOON, by=by)
    commands.answer(line.pk, words="Nie odbiera.", how=How.UNREACHED, at=NOON, by=by)

    line.refresh_from_db()
    assert line.tries == [MONDAY, MONDAY + timedelta(hours=1), NOON]
    assert (line.state, line.taken_by) == (LineState.ANSWERED, by.id)


def test_it_becomes_a_case_of_the_same_person_and_conversation():
    line = handed()

    case = commands.make_case(
        line.pk,
        text="Dziura w jezdni przed szkołą.",
        category=POTHOLE,
        at=NOON,
        by=handler(),
    )

    talk = Conversation.objects.get()
    kept = Case.objects.get(pk=case.pk)
    assert (kept.person_id, kept.conversation_id) == (talk.person_id, talk.pk)
    assert (talk.case_id, talk.ending, talk.question) == (case.pk, Ending.CASE, "")
    assert Case.objects.count() == 1
    with pytest.raises(IllegalMove):
        commands.make_case(line.pk, text="Dziura w jezdni.", at=NOON, by=handler())


def test_what_comes_back_is_told_and_is_line_ones_again():
    line, agent = handed(), somebody("agent", "KCK")
    with pytest.raises(Incomplete):
        commands.give_back(line.pk, why="", at=MONDAY, by=handler())

    commands.give_back(line.pk, why="To załatwia Wydział Spraw.", at=MONDAY, by=handler())

    assert StaffNotice.objects.get().staff_id == agent.pk
    with pytest.raises(Refused):
        commands.answer(line.pk, words="Nie wiem.", how=How.CALLED, at=NOON, by=handler())
    commands.answer(line.pk, words="Jednak nie trzeba.", how=How.CALLED, at=NOON, by=line_agent())
    assert Conversation.objects.get().ending == Ending.ANSWERED
    assert not StaffNotice.objects.filter(read_at=None).exists()


def test_it_is_taken_back_for_twenty_seconds_unless_somebody_has_it():
    first, second, third = handed("1"), handed("2"), handed("3")
    commands.take(second.pk, at=MONDAY, by=handler())
    soon = MONDAY + timedelta(seconds=15)

    commands.take_back(first.pk, at=soon, by=line_agent())
    for line, at in ((second, soon), (third, MONDAY + timedelta(seconds=40))):
        with pytest.raises(IllegalMove):
            commands.take_back(line.pk, at=at, by=line_agent())
    with pytest.raises(IllegalMove):
        commands.take_back(third.pk, at=soon, by=actor_for(somebody("supervisor", "KCK")))

    first.refresh_from_db()
    assert first.state == LineState.RETURNED
    commands.hand_on(first.pk, unit="ZDMK", promised_at=NOON, shown="", at=soon, by=line_agent())
    first.refresh_from_db()
    assert (first.state, first.handed_at) == (LineState.WAITING, soon)
    assert Conversation.objects.count() == 3


def test_lead_and_supervisor_hear_at_three_quarters_and_once():
    lead, boss = somebody("lead"), somebody("supervisor", "KCK")
    other = somebody("lead", "ZZM")
    line = handed()

    assert commands.escalate(line.escalates_at - timedelta(minutes=1)) == 0
    assert commands.escalate(line.escalates_at) == 1
    StaffNotice.objects.update(read_at=MONDAY)
    assert commands.escalate(line.escalates_at + timedelta(minutes=1)) == 0

    told = StaffNotice.objects.values_list("staff_id", flat=True)
    assert sorted(told) == sorted([lead.pk, boss.pk])
    assert other.pk not in told
    assert "Zofii" not in str(list(StaffNotice.objects.values_list("why", flat=True)))
    assert commands.escalate(NOON + timedelta(minutes=1)) == 1
    assert commands.escalate(NOON + timedelta(minutes=2)) == 0
    line.refresh_from_db()
    assert line.overdue_at == NOON + timedelta(minutes=1)


def test_nobody_hears_of_what_was_answered_and_a_later_promise_counts_anew():
    somebody("lead")
    done, later = handed("1"), handed("2")
    commands.answer(done.pk, words="Nie trzeba.", how=How.CALLED, at=MONDAY, by=handler())
    commands.escalate(later.escalates_at)
    with pytest.raises(Incomplete):
        commands.extend(later.pk, promised_at=MONDAY + timedelta(hours=2), why="Szukamy akt.",
                        at=MONDAY, by=handler())  # fmt: skip

    tomorrow = NOON + timedelta(days=1)
    commands.extend(later.pk, promised_at=tomorrow, why="Szukamy akt.", at=NOON, by=handler())
    assert commands.escalate(NOON + timedelta(hours=17)) == 0
    assert commands.escalate(NOON + timedelta(hours=18)) == 1

    later.refresh_from_db()
    assert (later.promised_at, later.first_promised_at) == (tomorrow, NOON)
    assert RecordedEvent.objects.filter(name="intake.line_two_escalated").count() == 2


def test_each_sees_their_own():
    line = handed()
    strangers = (acting_for("ZZM"), actor_for(somebody("worker")))

    assert all(line_for(one, line.pk, at=NOON) is None for one in strangers)
    assert line_desk(acting_for("ZZM"), at=NOON).waiting == []
    [row] = line_desk(handler(), at=NOON + timedelta(hours=1)).waiting
    assert (row.late, row.may_act, row.unit.id) == (True, True, unit_id("ZDMK"))
    [seen] = line_desk(line_agent(), at=NOON).handed
    assert (seen.id, seen.may_act) == (line.pk, False)


def test_export_forgetting_and_retention_take_what_was_said():
    line = handed()
    person = line.conversation.person_id or 0
    intake = next(one for one in privacy_holders() if one.name == "intake")
    [talk] = intake.export(person)["conversations"]
    assert talk["second_line"]["shown"] == "Karta meldunku"

    forget_conversations(person, at=NOON, by=PLATFORM)

    line.refresh_from_db()
    assert (line.shown, line.state, line.how) == ("", LineState.ANSWERED, How.ERASED)
    assert commands.escalate(NOON + timedelta(hours=9)) == 0


def test_after_a_year_words_go_also_where_a_case_came_of_it():
    line = handed()
    commands.make_case(line.pk, text="Dziura w jezdni.", category=POTHOLE, at=NOON, by=handler())

    expire_conversations(at=MONDAY + KEPT_FOR - timedelta(days=1))
    line.refresh_from_db()
    assert line.shown
    expire_conversations(at=MONDAY + KEPT_FOR + timedelta(days=1))

    line.refresh_from_db()
    assert (line.shown, line.state) == ("", LineState.CASE)


def test_shares_are_counted_from_what_happened():
    by = everywhere()
    for n in range(5):
        said = Incoming(channel=Channel.PHONE, far_end_id=f"a{n}", text="Ile?", answer="Pięć.")
        receive(said, at=MONDAY, by=by)
    receive(Incoming(channel=Channel.WEB, text="Dziura.", category=POTHOLE), at=MONDAY, by=by)
    receive(Incoming(channel=Channel.OPEN311, text="x", category=POTHOLE), at=MONDAY, by=by)
    handed("1")
    back, case, gone = handed("2"), handed("3"), handed("4")
    commands.give_back(back.pk, why="To nie nasze.", at=MONDAY, by=handler())
    commands.make_case(case.pk, text="Dziura w jezdni.", category=POTHOLE, at=NOON, by=handler())
    commands.answer(gone.pk, words="Nie trzeba.", how=How.WROTE, at=NOON, by=handler())
    receive(
        Incoming(channel=Channel.PHONE, text="?", answer="Tak."),
        at=MONDAY - timedelta(days=1), by=by,
    )  # fmt: skip

    day = MONDAY.date()
    found = line_shares(day, day)

    assert asdict(found) == {"line_one": 6, "complex": 2, "cases": 2}
    assert [round(share or 0) for _name, _n, share in found.rows] == [60, 20, 20]
    assert line_shares(date(2025, 1, 1), date(2025, 1, 2)).rows[0][2] is None


def test_numbers_are_checked():
    for pk in (1, 17, 10432):
        assert line_of(f" {number_of(pk)} ") == pk
    for wrong in ("", "5", "17-0", "abc", "²³"):
        with pytest.raises(WrongNumber):
            line_of(wrong)


def test_picks_follow_the_departments_hours():
    city = snapshot(MONDAY)
    unit = city.unit("ZDMK")
    assert unit is not None
    calendar = city.calendar_of(unit)

    def said(when: When, hour: int, day: int = 2) -> str | None:
        at = datetime(2026, 2, day, hour, 0, tzinfo=WARSAW)
        found = promise(when, at, calendar)
        return found.astimezone(WARSAW).strftime("%d %H:%M") if found else None

    assert said(When.HOUR, 9) == "02 10:00"
    assert said(When.TODAY, 20) is None
    assert said(When.TOMORROW, 20) == "03 12:00"
    assert said(When.TOMORROW, 9, day=6) == "09 12:00"
    assert escalates(MONDAY, MONDAY + timedelta(hours=4)) == NOON
