"""Things for pages that show one: made through commands in the demo city, found by address.

What an address has nothing to show of is given here; `tests/walking.py` fills gaps by their kind.
"""

import io
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import SystemRandom

from kck.accounts.absence_commands import arrange_absence
from kck.accounts.models import Post, Staff
from kck.cases import commands
from kck.cases.clock_models import Commitment
from kck.cases.clock_terms import Programme
from kck.cases.models import Case, Label
from kck.cases.terms import CaseState, Outcome, PhotoKind, Tie
from kck.channels.webhooks.commands import ping
from kck.channels.webhooks.tests.conftest import a_subscription
from kck.conversations.models import Thread
from kck.demo.models import DemoState
from kck.directory.commands.changes import start_changes
from kck.directory.commands.uploads import keep_upload
from kck.foundation.actor import Actor
from kck.intake.commands import draw_sheets
from kck.intake.models import SecondLine
from kck.people import commands as people
from kck.people.terms import Need
from kck.places.commands.sources import add_source
from kck.places.terms import Every
from kck.privacy.commands import register_request
from kck.privacy.models import RetentionClass
from kck.privacy.terms import RequestKind
from kck.quality.commands import draw
from kck.quality.models import Review
from kck.quality.terms import Period
from kck.queues.commands.runs import prepare
from kck.queues.commands.saved import save_view
from kck.replies.commands import save_draft
from kck.replies.models import ReadyTextEdition
from tests.builders import a_case, a_photo, acting_for, everywhere, reporter_of
from tests.fixtures import CITY

PDF = b"%PDF-1.7\n1 0 obj"


@dataclass(frozen=True, kw_only=True)
class Shown:
    """An address with something in its gaps, in whose eyes; `seat` empty: whoever may."""

    seat: str = ""
    gaps: dict[str, str] = field(default_factory=dict)
    query: str = ""


def shown(seat: str = "", query: str = "", **gaps: object) -> Shown:
    return Shown(seat=seat, query=query, gaps={name: str(one) for name, one in gaps.items()})


def seat(key: str) -> Staff:
    return Staff.objects.get(email=f"{key}@demo.example")


def acting(key: str) -> Actor:
    """Whoever sits there, allowed everything: what is walked is how it looks, not who may."""
    return everywhere(id=seat(key).pk)


def everything(at: datetime) -> dict[str, list[Shown]]:
    """What to open of each address that has gaps, or views of its own."""
    busy = _a_busy_case(at)
    return {**_desk(busy, at), **_line2(), **_talks(), **_people(at), **_field(), **_office(at)}


def _of(state: CaseState, unit: str = "ZDMK") -> Case | None:
    found = Case.objects.filter(state=state, unit__code=unit)
    return found.order_by("-pk").first()


def _a_busy_case(at: datetime) -> Case:
    """One with labels, ties, files, a task of another unit, somebody's draft."""
    case = a_case(name="Anna Nowak", email="anna@example.org", phone="+48600100200", at=at)
    other = a_case(at=at, text="Ta sama dziura, tylko z drugiej strony przejścia.")
    by = acting("zdmk")
    commands.accept(case.pk, at=at, by=by)
    commands.put_label(case.pk, name="przy szkole", at=at, by=by)
    commands.tie(case.pk, other_id=other.pk, kind=Tie.RELATES, at=at, by=by)
    commands.add_file(case.pk, data=PDF, name="kosztorys.pdf", at=at, by=by)
    commands.give_task(case.pk, words="Zamknijcie wodę na czas robót.", unit="MPO", at=at, by=by)
    commands.add_note(case.pk, text="Ekipa była dziś rano, wróci z masą.", at=at, by=by)
    save_draft(f"case:{case.pk}", "answer", {"text": "Ekipa będzie jutro rano."}, by=by)
    return case


def _promised(at: datetime) -> Commitment:
    case, by = a_case(at=at), acting_for("ZDMK")
    evidence = [a_photo(at=at, by=by)]
    commands.add_photos(case.pk, files=evidence, kind=PhotoKind.EVIDENCE, at=at, by=by)
    programme = Programme(due_on=date(2027, 6, 30), name="Program remontów chodników")
    words = "Chodnik jest w programie remontów na 2027 rok."
    commands.done(
        case.pk, outcome=Outcome.IN_PROGRAMME, words=words, programme=programme, at=at, by=by
    )
    return case.commitments.get()


def _desk(busy: Case, at: datetime) -> dict[str, list[Shown]]:
    by = acting("kierownik")
    draw_sheets(3, at=at, by=by)
    day = at.date()
    arrange_absence(
        seat("zdmk").pk, substitute_id=seat("zdmk2").pk, first_day=day,
        last_day=day + timedelta(days=5), at=at, by=acting("zdmk"),
    )  # fmt: skip
    save_view(name="Dziury w Podgórzu", base="unit", filters={}, by=by, at=at)
    contractor = commands.keep_contractor(
        None,
        unit_id=busy.unit_id,
        name="Asfalt Sp. z o.o.",
        mail="a@example.org",
        at=at,
        by=by,
    )
    promised = _promised(at)
    run = prepare("accept", {}, [busy.pk], by=by, at=at)
    number, states = busy.number, [_of(state) for state in CaseState]
    formal = Case.objects.exclude(kind="report").filter(legal_due_at__isnull=False).first()
    task = busy.tasks.exclude(unit=busy.unit).get()
    return {
        "desk:queue": [shown("kierownik", query=f"?{query}") for query in _QUERIES],
        "desk:case": [shown("kierownik", number=case.number) for case in states if case]
        + [shown("kierownik", number=number), shown("zdmk", number=number)]
        + [shown("kierownik", number=promised.case.number)],
        "desk:case-reading": [shown("kierownik", number=number)],
        "desk:act": [shown("kierownik", number=number, name=name) for name in _ACTS],
        "desk:side": [shown("kierownik", number=number, name=name) for name in _SIDES],
        "desk:label": [shown("zdmk-kierownik", label_id=Label.objects.latest("pk").pk)],
        "desk:split": [shown("kierownik", number=number)],
        "desk:task": [shown("mpo", number=number, task_id=task.pk, name="done")],
        "desk:call": [shown("kierownik", number=_by_phone())],
        "desk:records": [shown("kierownik", number=formal.number)] if formal else [],
        "desk:review": [shown("kierownik", review_id=_drawn(at))],
        "desk:contractor": [shown("kierownik", contractor_id=contractor.pk)],
        "desk:commitment": [shown("kierownik", commitment_id=promised.pk)],
        "desk:run": [shown("kierownik", run_id=run)],
        "desk:district-case": [shown("radny", number=_public())],
        "desk:returning": _returns(at),
        "desk:new": [shown("agent1")],
        "desk:new-done": [shown("agent1", number=number)],
        "desk:absence": [shown("zdmk")],
        "desk:absence-unit": [shown("zdmk-kierownik")],
        "desk:drafts": [shown("zdmk"), shown("agent1")],
        "desk:triage": [shown("kierownik")],
    }


_QUERIES = ("view=city", "view=unassigned", "view=late", "view=nearby", "q=nic+takiego", "show=map")
_ACTS = ("answer", "done", "forward", "schedule", "merge", "recategorise", "note", "visibility")
_SIDES = ("label", "tie", "file")


def _returns(at: datetime) -> list[Shown]:
    """The same in the same place, for the third time and more."""
    for text in ("Znowu ta sama dziura.", "Łata puściła po deszczu.", "Dziura jest z powrotem."):
        commands.note_return(a_case(at=at, text=text).pk, at=at)
    return [shown("kierownik")]


def _drawn(at: datetime) -> int:
    ended, by = a_case(at=at, text="Latarnia mruga, ale już nie."), acting("kierownik")
    words = "Latarnia świeci, sprawdziliśmy wczoraj wieczorem."
    commands.done(ended.pk, outcome=Outcome.NOT_FOUND, words=words, at=at, by=by)
    commands.confirm(ended.pk, at=at, by=reporter_of(ended))
    month = Period(first=at.date() - timedelta(days=30), last=at.date())
    draw(month, chance=SystemRandom(), at=at, by=by)
    return Review.objects.latest("pk").pk


def _by_phone() -> str:
    """Of a unit that does not work in the system: it is told by telephone."""
    [pk, *_others] = DemoState.objects.get().scenes["by_phone"]
    return Case.objects.get(pk=pk).number


def _public() -> str:
    found = Case.objects.filter(private=False, district="13").order_by("-pk").first()
    return found.number if found else ""


def _line2() -> dict[str, list[Shown]]:
    theirs = SecondLine.objects.filter(unit__code="SZ", taken_by=seat("linia2").pk)
    line = theirs.order_by("-pk")[0].pk
    return {
        "desk:line2": [shown("linia2"), shown("agent1")],
        "desk:line2-item": [shown("linia2", line_id=line)],
        "desk:line2-act": [shown("linia2", line_id=line, name="answer")],
    }


def _talks() -> dict[str, list[Shown]]:
    """Mails of the demo: each state has its banners, each action its form."""
    threads = Thread.objects.order_by("pk")
    one = threads.filter(state="open", channel="email", stranger=False).latest("pk").pk
    names = ("answer", "note", "snooze", "assign", "link", "line2", "hand-on", "forward", "kind")
    return {
        "desk:inbox": [
            shown("agent1", query=f"?view={view}") for view in ("open", "done", "aside", "stranger")
        ],
        "desk:thread": [shown("agent1", thread_id=thread.pk) for thread in threads],
        "desk:thread-act": [shown("agent1", thread_id=one, name=name) for name in names],
        "desk:thread-cases": [shown("agent1", thread_id=one)],
        "desk:deliveries": [shown("agent1"), shown("linia2")],
    }


def _people(at: datetime) -> dict[str, list[Shown]]:
    case = a_case(name="Zenobiusz Kowalski", email="zenek@example.org", at=at)
    assert case.person is not None
    by = acting("kierownik")
    people.set_needs(case.person.pk, [Need.SMS, Need.LARGE], at=at, by=by)
    people.add_note(case.person.pk, text="Woli rozmowę po południu.", at=at, by=by)
    asked = register_request(
        RequestKind.ACCESS, person_id=case.person.pk, how="list", at=at, by=acting("iod")
    )
    card = case.person.public_id
    return {
        "desk:person": [shown("kierownik", person=card)],
        "desk:person-why": [shown("kierownik", person=card)],
        "desk:person-doubles": [shown("kierownik", person=card)],
        "backoffice:privacy-one": [shown("iod", request_id=asked.pk)],
        "backoffice:retention-class": [
            shown("iod", code=RetentionClass.objects.order_by("pk")[0].code)
        ],
    }


def _field() -> dict[str, list[Shown]]:
    rows = [_of(state) for state in (CaseState.ACCEPTED, CaseState.IN_PROGRESS, CaseState.DONE)]
    cases = [shown("zdmk", number=case.number) for case in rows if case]
    return {
        "field:route": [shown("zdmk"), shown("zdmk", query="?who=mine"), shown("agent1")],
        "field:sheet": [shown("zdmk")],
        "field:outbox": [shown("zdmk")],
        "field:offline": [shown("zdmk")],
        "field:case": cases,
    }


def _office(at: datetime) -> dict[str, list[Shown]]:
    by = acting("admin")
    changes = start_changes(valid_from=at.date() + timedelta(days=30), at=at, by=by)
    webhook = a_subscription()
    delivery = ping(webhook.pk, at=at, by=by)
    source = add_source(
        name="przystanki", register="stops", location="https://example.org/stops.txt",
        options={}, every=Every.DAY, hour=3, most_vanishing=5, at=at, by=by,
    )  # fmt: skip
    post = Post.objects.order_by("pk")[0]
    parts = ("units", "categories", "rules", "calendars", "helplines", "stages")
    return {
        "backoffice:object-labels": [shown(query="?columns=9")],
        "backoffice:city-part": [shown(part=part) for part in parts],
        "backoffice:city-upload": [shown(upload_id=_upload(at, by))],
        "backoffice:changes": [shown(change_set_id=changes.pk)],
        "backoffice:thing": [shown(part="units", identity="ZDMK")],
        "backoffice:webhook": [shown(subscription_id=webhook.pk)],
        "backoffice:webhook-edit": [shown(subscription_id=webhook.pk)],
        "backoffice:webhook-delivery": [shown(delivery_id=delivery.pk)],
        "backoffice:register": [shown(source_id=source.pk)],
        "backoffice:person": [shown(staff_id=post.staff_id)],
        "backoffice:ready-text": [shown(code=ReadyTextEdition.objects.order_by("pk")[0].code)],
    }


def _upload(at: datetime, by: Actor) -> int:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("city.toml", (CITY / "city.toml").read_text())
    return keep_upload(content.getvalue(), name="krakow.zip", at=at, by=by).pk
