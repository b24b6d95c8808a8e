"""A case is opened: numbered, routed, promised. Only `intake` calls this (an import contract)."""

import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from kck.cases.commands.alarms import raise_alarm
from kck.cases.commands.steps import CENTRE_TOPIC, new_text, serials
from kck.cases.events import CaseOpened, Seals
from kck.cases.models import Case, CasePhoto, CaseText, Follower, Task
from kck.cases.reading_models import CaseReading
from kck.cases.terms import (
    FINISHED_STATES,
    OPEN_STATES,
    CaseState,
    Closing,
    History,
    NewCase,
    PhotoKind,
    Spot,
    TaskState,
    TextKind,
    WaitingOn,
)
from kck.directory.info import CategoryInfo
from kck.directory.queries import snapshot
from kck.directory.routing import PlaceFacts, route
from kck.directory.rules import legal_deadline, promises, takeover_by
from kck.directory.snapshot import Snapshot
from kck.directory.terms import FORMAL_KINDS, CaseKind, Priority, Publicity
from kck.files.commands import keep
from kck.foundation import clock, numbers
from kck.foundation.actor import Actor
from kck.foundation.bulk import Statement, copy_in, drawing, insert, insertion, run
from kck.foundation.fresh import fresh
from kck.foundation.outbox import at_the_end, command, record
from kck.foundation.text import clean
from kck.places.queries import locate, nearest_street
from kck.places.rules import cell

_BEGUN = frozenset({CaseState.ACCEPTED, CaseState.IN_PROGRESS})
_TEXTS = (TextKind.DESCRIPTION, TextKind.PLACE, TextKind.ANSWERS)


class UnknownCategory(ValueError):
    """No category of this code is in force."""


class Reserved(NamedTuple):
    """Drawn ahead for one case, in whatever trip to the server goes first anyway."""

    serials: list[int]
    cases: list[int]
    texts: list[int]
    tasks: list[int]
    followers: list[int]


def reserving() -> list[Statement]:
    """What draws that; `reserved` reads it."""
    models = (Case, 1), (CaseText, len(_TEXTS)), (Task, 1), (Follower, 1)
    return [serials(1), drawing(*models)]


def reserved(found: Sequence[Any]) -> Reserved:
    [[serial]], [ids] = found
    return Reserved([serial], *ids)


@command
def open_case(new: NewCase, drawn: Reserved, *, at: datetime, by: Actor) -> Case:
    """Open a case and give it to the unit that answers for it. It is stored with its events."""
    city = snapshot(at)
    category = _category(new, city)
    case = _place(_blank(new, category, at), new.spot)
    decide_unit(case, category, at, city)
    promise(case, category, at, city)
    seals = _store(case, new, drawn, by=by) + _add_photos(case, new, by=by, at=at)
    _record(case, category, seals, by=by, at=at, split_from=new.split_from, quiet=new.quiet)
    raise_alarm(case, at, city, by=by)
    return case


def _store(case: Case, new: NewCase, drawn: Reserved, *, by: Actor) -> Seals:
    """The case with its words, its task and its reporter, in one statement."""
    case.pk, case.number = drawn.cases[0], new.number or _number(case, drawn.serials[0])
    texts = _texts(case, new, by=by)
    rows: list[Case | CaseText | Task | Follower | CaseReading] = [case, *_said(case, new)]
    for (text, _digest), pk in zip(texts, drawn.texts, strict=False):
        text.pk = pk
        rows.append(text)
    task = _task(case, case.opened_at)
    task.pk = drawn.tasks[0]
    rows.append(task)
    if new.person_id is not None:
        follower = _reporter(case, new.person_id)
        follower.pk = drawn.followers[0]
        rows.append(follower)
    at_the_end(insertion(rows))
    return _seals(texts)


@command
def open_many(rows: Sequence[tuple[NewCase, datetime]], *, by: Actor) -> list[Case]:
    """Open cases that come from elsewhere, each at its own moment: same rules, same events.

    Those with a history cause no message and no work; a few statements for any number of rows.
    """
    opened = [(_one_of_many(new, at), new) for new, at in rows]
    [drawn] = run([serials(len(rows))])
    for (case, _new), [serial] in zip(opened, drawn, strict=True):
        case.number = _number(case, serial)
    copy_in([case for case, _new in opened])
    texts = [_texts(case, new, by=by) for case, new in opened]
    copy_in([text for own in texts for text, _digest in own])
    copy_in([_task_as_told(case) for case, _new in opened if case.state in OPEN_STATES])
    copy_in([_reporter(case, new.person_id) for case, new in opened if new.person_id is not None])
    copy_in([row for case, new in opened for row in _said(case, new)])
    for (case, new), own in zip(opened, texts, strict=True):
        category = snapshot(case.opened_at).category_by_id(case.category_id)
        _record(
            case, category, _seals(own), by=by, at=case.opened_at,
            historical=new.history is not None,
        )  # fmt: skip
    return [case for case, _new in opened]


def _one_of_many(new: NewCase, at: datetime) -> Case:
    city = snapshot(at)
    category = _category(new, city)
    case = _place(_blank(new, category, at), new.spot)
    decide_unit(case, category, at, city)
    promise(case, category, at, city)
    if new.history is not None:
        _go_on_as_told(case, new.history)
    return case


def _go_on_as_told(case: Case, history: History) -> None:
    """Another system has worked on it, or has finished it: then nothing is waited for."""
    case.state, case.updated_at = history.state, history.updated_at
    case.outcome = history.outcome or ""
    if case.state == CaseState.DONE:
        case.done_at, case.waiting_on = history.closed_at or history.updated_at, WaitingOn.REPORTER
        case.waiting_since = case.done_at
    elif case.state in FINISHED_STATES:
        case.closing, case.waiting_on = Closing.IMPORTED, WaitingOn.NOBODY
        case.done_at = case.closed_at = history.closed_at or history.updated_at
    elif case.state in _BEGUN:
        case.taken_at = history.updated_at


def _category(new: NewCase, city: Snapshot) -> CategoryInfo:
    category = city.category(new.category)
    if category is None:
        raise UnknownCategory(new.category)
    return category


def _blank(new: NewCase, category: CategoryInfo, at: datetime) -> Case:
    kind = CaseKind(new.kind) if new.kind else category.case_kind
    return fresh(
        Case,
        token=new.token or secrets.token_urlsafe(24),
        kind=kind,
        category_id=category.id,
        priority=Priority.P1 if new.urgent else category.priority,
        channel=new.channel,
        language=new.language,
        private=new.private or kind in FORMAL_KINDS or category.public == Publicity.NO,
        coarse=category.public == Publicity.COARSE,
        danger=new.danger,
        needs_triage=new.needs_triage,
        opened_at=at,
        updated_at=at,
        waiting_on=WaitingOn.CENTRE if new.needs_triage else WaitingOn.UNIT,
        waiting_since=at,
        person_id=new.person_id,
        partner_id=new.partner_id,
        conversation_id=new.conversation_id,
        source=new.source,
        source_id=new.source_id,
    )


def _number(case: Case, serial: int) -> str:
    return numbers.make(case.opened_at.astimezone(clock.city_zone()).year, serial)


def _place(case: Case, spot: Spot) -> Case:
    """Put the case on the map: district, owner of the land, cell for nearness."""
    case.address = clean(spot.address)[:300]
    case.street = _street_of(case.address)
    if spot.lat is None or spot.lon is None:
        return case
    case.lat, case.lon = round(spot.lat, 6), round(spot.lon, 6)
    case.cell = cell(case.lat, case.lon)
    located = locate(case.lat, case.lon)
    case.district = located.district.code if located.district else ""
    case.owner = located.owner
    if not case.address and located.inside:
        case.address = nearest_street(case.lat, case.lon)
        case.street = _street_of(case.address)
    return case


def _street_of(address: str) -> str:
    """The street without number: what is shown where the exact place would tell too much."""
    words = address.split(",")[0].split()
    while words and any(letter.isdigit() for letter in words[-1]) and len(words) > 1:
        words.pop()
    return " ".join(words)[:120]


def facts_of(case: Case) -> PlaceFacts:
    """What routing may know of the place."""
    if case.lat is None or case.lon is None:
        return PlaceFacts(district=case.district, owner=case.owner)
    areas = tuple(area.code for area in locate(case.lat, case.lon).areas)
    return PlaceFacts(district=case.district, areas=areas, owner=case.owner)


def decide_unit(case: Case, category: CategoryInfo, at: datetime, city: Snapshot) -> None:
    """Choose the unit by the rules, and keep why."""
    if case.priority != category.priority:
        category = replace(category, priority=Priority(case.priority))
    decided = route(category, facts_of(case), at, city, case.channel)
    case.unit_id, case.rule = decided.unit_id, decided.rule or ""
    case.because = dict(decided.words)


def promise(case: Case, category: CategoryInfo, at: datetime, city: Snapshot) -> None:
    """Start all clocks; a formal kind has the legal one, which nothing stops."""
    unit = city.unit_by_id(case.unit_id)
    calendar = city.calendar_of(unit, at)
    made = promises(category, calendar, at)
    case.takeover_due_at = takeover_by(category, unit, calendar, at)
    case.safe_due_at = made[0].at if len(made) > 1 else None
    case.due_at = made[-1].at if made else None
    case.legal_due_at = legal_deadline(CaseKind(case.kind), at, city.city.zone)


def _texts(case: Case, new: NewCase, *, by: Actor) -> list[tuple[CaseText, str]]:
    """The reporter's words, not stored yet, each with the digest of its content."""
    answers = json.dumps(new.answers, ensure_ascii=False) if new.answers else ""
    return [
        new_text(case, kind, body, by=by, at=case.opened_at)
        for kind, body in zip(_TEXTS, (new.text, new.spot.words, answers), strict=True)
        if clean(body)
    ]


def _said(case: Case, new: NewCase) -> list[CaseReading]:
    if new.said is None:
        return []
    (code, probability), *others = new.said.suggested or (("", 0.0),)
    return [
        CaseReading(
            case_id=case.pk,
            at=case.opened_at,
            code=code,
            probability=probability,
            others=[[*one] for one in others],
            automatic=new.said.automatic,
            asked=new.said.asked,
            model_id=new.said.model_id,
        )
    ]


def _seals(texts: Iterable[tuple[CaseText, str]]) -> Seals:
    return [["text", text.pk, digest] for text, digest in texts]


def _reporter(case: Case, person_id: int) -> Follower:
    return Follower(case=case, person_id=person_id, reporter=True, at=case.opened_at)


def _add_photos(case: Case, new: NewCase, *, by: Actor, at: datetime) -> Seals:
    return attach(case, new.photos, PhotoKind.REPORT, by=by, at=at) if new.photos else []


def attach(case: Case, files: Iterable[UUID], kind: PhotoKind, *, by: Actor, at: datetime) -> Seals:
    """Make drafts photos of the case; gives what the event must say of them."""
    stored = keep(files)
    CasePhoto.objects.bulk_create(
        CasePhoto(case=case, file=file, kind=kind, author=str(by), at=at) for file in stored
    )
    return [["file", file.pk, file.digest] for file in stored]


def give_task(case: Case, at: datetime) -> None:
    """The unit of the case has something to do."""
    insert([_task(case, at)])


def _task(case: Case, at: datetime) -> Task:
    way = snapshot(at).way_of(case.unit_id).way
    return fresh(Task, case_id=case.pk, unit_id=case.unit_id, way=way, given_at=at)


def _task_as_told(case: Case) -> Task:
    """Of a case that comes from elsewhere, where it may have been taken already."""
    task = _task(case, case.opened_at)
    if case.taken_at is not None:
        task.state, task.taken_at, task.opened_at = TaskState.TAKEN, case.taken_at, case.taken_at
    return task


def _record(
    case: Case,
    category: CategoryInfo,
    seals: Seals,
    *,
    by: Actor,
    at: datetime,
    historical: bool = False,
    split_from: int | None = None,
    quiet: bool = False,
) -> None:
    topics = {f"unit:{case.unit_id}", "cases"}
    if case.needs_triage or case.danger:
        topics.add(CENTRE_TOPIC)
    record(
        CaseOpened(
            case_id=case.pk,
            seals=seals,
            channel=case.channel,
            category=category.code,
            kind=case.kind,
            unit_id=case.unit_id,
            rule=case.rule,
            historical=historical,
            split_from=split_from,
            quiet=quiet,
        ),
        by=by,
        at=at,
        stream=case.stream,
        topics=() if historical else topics,
        first=True,
    )
