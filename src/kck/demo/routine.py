"""What a desk has after some weeks: firms, promises for years ahead, sheets of paper, runs."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from kck.accounts.queries import actor_of_mail
from kck.cases import commands
from kck.cases.clock_terms import Programme
from kck.cases.commands.commitments import bring_back
from kck.cases.models import Case
from kck.cases.terms import CaseState, Outcome, Spot
from kck.demo.lives import Agenda
from kck.demo.models import DemoState
from kck.demo.scenes import numbered
from kck.demo.times import FORTNIGHT, GALE, MONDAY
from kck.directory.queries import snapshot
from kck.foundation.actor import Actor
from kck.foundation.outbox import unit_of_work
from kck.intake.commands import draw_sheets, receive, void_sheet
from kck.intake.queries import free_sheets
from kck.intake.terms import Channel, Incoming, Reached
from kck.queues.commands.runs import begin, prepare, take_run_back
from kck.queues.commands.steps import go_on

_FIRST_SERIAL = 990_301
_SHEETS_FROM = 990_351
# at some distance from one another: the same thing three times in one place would be a scene
_SPOTS = (
    Spot(lat=50.0433, lon=19.9518, address="ul. Kalwaryjska 40"),
    Spot(lat=50.0307, lon=19.9192, address="ul. Kapelanka 30"),
    Spot(lat=50.0709, lon=19.9404, address="ul. Szlak 12"),
    Spot(lat=50.0545, lon=19.9445, address="ul. Dietla 21"),
    Spot(lat=50.0899, lon=19.9213, address="ul. Opolska 60"),
)
_LABEL = "wichura 31.01"

# unit, name, mail, telephone, the day on which the contract ended
_FIRMS = (
    ("ZDMK", "Drogmal", "zlecenia@drogmal.example", "12 000 01 10", None),
    ("ZDMK", "Elektro-Lux", "pogotowie@elektro-lux.example", "12 000 01 22", date(2026, 12, 31)),
    ("ZDMK", "Asfalt-Rem", "biuro@asfalt-rem.example", "", date(2025, 12, 31)),
    ("ZZM", "Zieleń-Serwis", "brygady@zielen-serwis.example", "12 000 01 35", None),
    ("ZBK", "Czyste Miasto", "", "12 000 01 48", None),
)
# what was written, what was promised, in which programme, for which day
_PROMISES = (
    ("Płyty chodnika zapadły się na całej długości bloku, po deszczu stoi woda.",
     "Chodnik na tym odcinku jest w programie remontów na 2027 rok. Zabezpieczyliśmy brzeg.",
     "Remonty chodników 2027", date(2027, 6, 30)),
    ("Chodnik kończy się przed skrzyżowaniem, dalej trzeba iść jezdnią.",
     "Brakujący odcinek jest w programie budowy chodników na 2027 rok, po wykupie gruntu.",
     "Budowa chodników 2027", date(2027, 10, 29)),
    ("Krawężnik przy przejściu ma 12 cm, nie wjadę wózkiem.",
     "Obniżymy go, gdy ruszą roboty na tej ulicy: są w planie od lutego.",
     "Dostępne przejścia, zima 2026", MONDAY.date()),
)  # fmt: skip


def sign_contracts(at: datetime) -> None:
    """The firms of the units, as their leads have written them down."""
    city = snapshot(at)
    for code, name, mail, phone, ended in _FIRMS:
        unit = city.unit(code)
        if unit is None:
            continue
        commands.keep_contractor(
            None, unit_id=unit.id, name=name, mail=mail, phone=phone, valid_to=ended, at=at,
            by=_seat("admin"),
        )  # fmt: skip


def stage(agenda: Agenda) -> None:
    """Put it all on the agenda; the runs come at the end, over what is there by then."""
    start = MONDAY - FORTNIGHT + timedelta(days=2)
    for turn in range(len(_PROMISES)):
        agenda.add(start + timedelta(days=turn), _promising(turn))
    agenda.add(MONDAY - timedelta(days=3, hours=1), _give_to_a_firm)
    agenda.add(MONDAY - timedelta(days=3), _print_sheets)
    agenda.add(MONDAY - timedelta(minutes=95), _type_one_in)
    agenda.add(MONDAY - timedelta(minutes=3), _label_the_storm)
    agenda.add(MONDAY - timedelta(minutes=2), _assign_and_take_back)
    agenda.add(MONDAY, lambda now: bring_back(at=now))


def _seat(key: str) -> Actor:
    found = actor_of_mail(f"{key}@demo.example")
    assert found is not None, key  # noqa: S101 - the demo hires them itself
    return found


def _come_in(serial: int, incoming: Incoming, now: datetime, by: Actor) -> int:
    with numbered(serial):
        received = receive(incoming, at=now, by=by)
    assert received.case is not None  # noqa: S101 - a report becomes a case
    return received.case.id


def _promising(turn: int) -> Callable[[datetime], None]:
    wrong, words, programme, due_on = _PROMISES[turn]
    reached = Reached(name="Ewa Pokazowa", email=f"chodnik{turn}@poczta.example")

    def promise(now: datetime) -> None:
        incoming = Incoming(
            channel=Channel.WEB,
            text=wrong,
            category="roads-pavement",
            spot=_SPOTS[turn],
            reached=reached,
        )
        case_id = _come_in(_FIRST_SERIAL + turn, incoming, now, _seat("agent1"))
        commands.done(
            case_id, outcome=Outcome.IN_PROGRAMME, words=words,
            programme=Programme(due_on=due_on, name=programme),
            at=now + timedelta(hours=3), by=_seat("zdmk-kierownik"),
        )  # fmt: skip

    return promise


def _give_to_a_firm(now: datetime) -> None:
    """By a link of the firm's own, with a day until which it is to be done."""
    incoming = Incoming(
        channel=Channel.PHONE,
        text="Barierka przy schodach wyrwana z jednej strony, trzyma się na jednej śrubie.",
        category="roads-barrier",
        spot=_SPOTS[3],
    )
    case_id = _come_in(_FIRST_SERIAL + len(_PROMISES), incoming, now, _seat("agent2"))
    commands.pass_to_contractor(
        case_id, contractor="Drogmal", mail="zlecenia@drogmal.example",
        words="Proszę wymienić dwa słupki i poręcz, na razie zabezpieczyć taśmą.",
        until=MONDAY + timedelta(days=2), at=now + timedelta(minutes=50), by=_seat("zdmk"),
    )  # fmt: skip


def _print_sheets(now: datetime) -> None:
    """Before the weekend of the gale; one came out of the printer crumpled."""
    with numbered(_SHEETS_FROM):
        *_good, spoilt = draw_sheets(6, at=now, by=_seat("kierownik"))
    void_sheet(spoilt, at=now + timedelta(minutes=4), by=_seat("kierownik"))


def _type_one_in(now: datetime) -> None:
    """It was written down by hand on Saturday evening, when there was no current."""
    by = _seat("agent3")
    incoming = Incoming(
        channel=Channel.COUNTER,
        text="Przewrócony znak „ustąp pierwszeństwa”, leży na jezdni.",
        category="traffic-road-sign",
        spot=_SPOTS[4],
        reached=Reached(name="Stanisław Wzorcowy", phone="+48600000777"),
        sheet=min(one.number for one in free_sheets()),
    )
    receive(incoming, at=GALE + timedelta(minutes=52), by=by)


def _label_the_storm(now: datetime) -> None:
    """A run that stands; two of its cases had the label already."""
    storm, by = DemoState.objects.get(pk=1).scenes["storm"], _seat("kierownik")
    for case_id in storm[:2]:
        commands.put_label(case_id, name=_LABEL, shared=True, at=now, by=by)
    _run("label", {"add": [_LABEL], "off": []}, storm, now, by)


def _assign_and_take_back(now: datetime) -> None:
    """The lead gave them to herself, and thought better of it."""
    by = _seat("zdmk-kierownik")
    run_id = _run("assign", {"person": by.staff_id}, _new_for_roads(), now, by)
    with unit_of_work():
        take_run_back(run_id, by=by, at=now)
        _carry_out(run_id)


def _new_for_roads() -> list[int]:
    unit = snapshot(MONDAY).unit("ZDMK")
    assert unit is not None  # noqa: S101 - Kraków has it
    found = Case.objects.filter(unit_id=unit.id, state=CaseState.NEW, handler_id=None)
    return list(found.order_by("-pk").values_list("pk", flat=True)[:6])


def _run(action: str, data: dict[str, object], ids: list[int], at: datetime, by: Actor) -> int:
    """In one transaction: a worker that runs beside never sees it half done."""
    with unit_of_work():
        run_id = prepare(action, data, ids, by=by, at=at)
        begin(run_id, by=by, at=at)
        _carry_out(run_id)
    return run_id


def _carry_out(run_id: int) -> None:
    while go_on(run_id):
        pass
