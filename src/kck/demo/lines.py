"""What the demo's agents could not answer: some is answered, some waits, one is nearly late."""

from datetime import datetime, timedelta

from kck.accounts.queries import actor_of_mail
from kck.demo.lives import Agenda
from kck.demo.times import MONDAY
from kck.foundation.actor import Actor
from kck.intake.commands import answer, give_back, hand_over, take
from kck.intake.line2_terms import Handed, How
from kck.intake.terms import Channel, Incoming, Reached

_FRIDAY = MONDAY - timedelta(days=3)


def seat(key: str) -> Actor:
    """Somebody whom the demo has hired."""
    found = actor_of_mail(f"{key}@demo.example")
    assert found is not None, key  # noqa: S101 - the demo hires them itself
    return found


def stage(agenda: Agenda) -> None:
    """Put the hand-overs on the agenda."""
    agenda.add(_FRIDAY + timedelta(minutes=40), _answered)
    agenda.add(_FRIDAY + timedelta(hours=2), _given_back)
    agenda.add(MONDAY - timedelta(minutes=70), _due_soon)
    agenda.add(MONDAY - timedelta(minutes=25), _will_call)
    agenda.add(MONDAY - timedelta(minutes=12), _waiting)


def _hand(
    question: str,
    unit: str,
    now: datetime,
    until: datetime,
    shown: str,
    *,
    name: str = "",
    phone: str = "",
) -> Handed:
    incoming = Incoming(
        channel=Channel.PHONE, text=question, reached=Reached(name=name, phone=phone)
    )
    return hand_over(
        incoming, unit=unit, promised_at=until, shown=shown, will_call=not phone, at=now,
        by=seat("agent1"),
    )  # fmt: skip


def _answered(now: datetime) -> None:
    line = _hand(
        "Czy dziecko z orzeczeniem jeździ za darmo także z babcią, czy tylko z rodzicem?",
        "SZ", now, _FRIDAY.replace(hour=14), "Karta „Ulgi w komunikacji”",
        name="Danuta Przykładowa", phone="+48600300401",
    )  # fmt: skip
    take(line.id, at=now + timedelta(minutes=20), by=seat("linia2"))
    answer(
        line.id,
        words="Także z babcią: opiekun jednej osoby jedzie za darmo, wystarczy orzeczenie dziecka.",
        how=How.CALLED,
        at=now + timedelta(minutes=35),
        by=seat("linia2"),
    )


def _given_back(now: datetime) -> None:
    line = _hand(
        "Kto przytnie gałęzie, które wchodzą mi w okno? Drzewo rośnie na podwórku kamienicy.",
        "ZDMK", now, _FRIDAY.replace(hour=14, minute=30), "",
        name="Henryk Zmyślony", phone="+48600300402",
    )  # fmt: skip
    why = "To nie jest pas drogowy. Trzeba sprawdzić, czyje jest podwórko: ZBK albo wspólnota."
    give_back(line.id, why=why, at=now + timedelta(minutes=50), by=seat("zdmk-kierownik"))


def _due_soon(now: datetime) -> None:
    line = _hand(
        "Mama wychodzi w środę ze szpitala i będzie sama. Kto i kiedy załatwi jej opiekę w domu?",
        "SZ", now, MONDAY + timedelta(minutes=15), "Karta „Usługi opiekuńcze”",
        name="Grażyna Wymyślona", phone="+48600300403",
    )  # fmt: skip
    take(line.id, at=now + timedelta(minutes=10), by=seat("linia2"))


def _will_call(now: datetime) -> None:
    _hand(
        "Czy szczepienie przeciw grypie jest u was za darmo, jeśli skończę 65 lat dopiero w marcu?",
        "SZ", now, MONDAY.replace(hour=12), "Karta „Bezpłatne szczepienia”",
    )  # fmt: skip


def _waiting(now: datetime) -> None:
    _hand(
        "Firma chce zająć chodnik na rusztowanie przez trzy noce. Czy trzeba czekać 30 dni?",
        "ZDMK", now, MONDAY.replace(hour=14), "Karta „Zajęcie pasa drogowego”",
        name="Budowa Przykładowa", phone="+48600300404",
    )  # fmt: skip
