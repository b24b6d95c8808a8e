"""The tasks of a case, of a unit, and the one that a link opens."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from kck.cases import policy
from kck.cases.models import Case, CasePhoto, Task
from kck.cases.queries.desk_case import DeskCase
from kck.cases.rules import is_late
from kck.cases.terms import OPEN_STATES, CaseState, TaskState
from kck.directory.queries import snapshot
from kck.directory.terms import WayOfWorking
from kck.files.models import StoredFile
from kck.foundation.actor import Actor

RUNNING = (TaskState.WAITING, TaskState.TAKEN)


@dataclass(frozen=True, kw_only=True)
class TaskRow:
    """What a unit or a contractor has to do in the case, and what may be done with it now."""

    id: int
    who: str
    unit_id: int
    contractor: str
    mail: str
    own: bool  # of the unit that has the case
    way: str  # how its unit was told of it: `WayOfWorking`
    state: TaskState
    words: str
    said: str
    given_at: datetime
    opened_at: datetime | None
    ended_at: datetime | None
    until: datetime | None
    late: bool
    may: frozenset[str]

    @property
    def running(self) -> bool:
        return self.state in RUNNING

    @property
    def unseen(self) -> bool:
        """Of a unit where nobody has had it before them."""
        return self.state == TaskState.WAITING and not self.opened_at and not self.contractor


def tasks_of(case_id: int, actor: Actor, *, at: datetime) -> list[TaskRow]:
    """All of them, the unit's own first, then as they were given."""
    return _tasks(Case.objects.get(pk=case_id), actor, at)


def tasks_in(case: DeskCase, actor: Actor, *, at: datetime) -> list[TaskRow]:
    """The same of a case that has been read."""
    return _tasks(case.row, actor, at)


def _tasks(case: Case, actor: Actor, at: datetime) -> list[TaskRow]:
    rows = Task.objects.filter(case=case).select_related("words", "said")
    return [_row(case, task, actor, at) for task in rows.order_by("beside", "pk")]


def task_for(actor: Actor, case_id: int, task_id: int, *, at: datetime) -> TaskRow | None:
    """One task of this very case."""
    return next((row for row in tasks_of(case_id, actor, at=at) if row.id == task_id), None)


def _row(case: Case, task: Task, actor: Actor, at: datetime) -> TaskRow:
    unit = snapshot(at).unit_by_id(task.unit_id, at)
    running = task.state in RUNNING
    return TaskRow(
        id=task.pk,
        who=task.contractor or unit.name(),
        unit_id=task.unit_id,
        contractor=task.contractor,
        mail=task.mail,
        own=not task.beside and not task.contractor,
        way=task.way,
        state=TaskState(task.state),
        words=task.words.body if task.words else "",
        said=task.said.body if task.said else "",
        given_at=task.given_at,
        opened_at=task.opened_at,
        ended_at=task.ended_at,
        until=task.until,
        late=running and is_late(task.until, CaseState(case.state), None, at),
        may=_allowed(actor, case, task) if running else frozenset(),
    )


def _allowed(actor: Actor, case: Case, task: Task) -> frozenset[str]:
    """The unit's own task ends with the case; any other by itself."""
    if not task.beside and not task.contractor:
        return frozenset()
    found = set()
    if policy.may_do_task(actor, case, task):
        found |= {"ask", "photo"} | ({"take"} if task.state == TaskState.WAITING else set())
    if policy.may_end_task(actor, case, task):
        found |= {"done", "back"}
    if policy.may_give_task(actor, case):
        found |= {"cancel"}
    return frozenset(found)


def open_beside(case_id: int) -> list[str]:
    """Who has still something to do before the case may end."""
    city = snapshot()
    rows = Task.objects.filter(case_id=case_id, beside=True, state__in=RUNNING).order_by("pk")
    return [row.contractor or city.unit_by_id(row.unit_id).code for row in rows]


def to_be_told(tasks: Iterable[TaskRow]) -> TaskRow | None:
    """The one that somebody has to telephone about."""
    by_phone = (
        row for row in tasks
        if row.running and row.way == WayOfWorking.PHONE and not row.own and not row.contractor
    )  # fmt: skip
    return min(by_phone, key=lambda row: row.id, default=None)


def tasked(units: Collection[int]) -> QuerySet[Task, int]:
    """Ids of the open cases in which these units have a task for the unit that leads them.

    For a queue: `Q(unit_id__in=units) | Q(pk__in=tasked(units))`.
    """
    rows = Task.objects.filter(
        unit_id__in=units, beside=True, contractor="", state__in=RUNNING,
        case__state__in=sorted(OPEN_STATES),
    )  # fmt: skip
    return rows.values_list("case_id", flat=True)


@dataclass(frozen=True, kw_only=True)
class SheetPhoto:
    """A photo that whoever has the task may see."""

    public_id: UUID
    width: int
    height: int


@dataclass(frozen=True, kw_only=True)
class TaskSheet:
    """As much of the case as the work needs: nobody's name, number or words but the task's."""

    id: int
    case_id: int
    number: str
    category: str
    unit_id: int  # who has the task, or for whom the contractor works
    lead: str
    lead_phone: str
    contractor: str
    state: TaskState
    case_open: bool
    words: str
    until: datetime | None
    late: bool
    address: str
    lat: float | None
    lon: float | None
    urgent: bool
    photos: tuple[SheetPhoto, ...]

    @property
    def running(self) -> bool:
        return self.state in RUNNING and self.case_open

    @property
    def map_url(self) -> str:
        if self.lat is None:
            return ""
        here = f"{self.lat:.6f}", f"{self.lon:.6f}"
        pin = f"?mlat={here[0]}&mlon={here[1]}"
        return f"https://www.openstreetmap.org/{pin}#map=18/{here[0]}/{here[1]}"

    @property
    def geo_uri(self) -> str:
        """Opens whatever navigates on the telephone."""
        here = f"{self.lat:.6f},{self.lon:.6f}" if self.lat is not None else ""
        return f"geo:{here}?q={here}" if here else ""


def task_sheet(task_id: int, *, at: datetime) -> TaskSheet | None:
    task = Task.objects.filter(pk=task_id).select_related("case", "words").first()
    if task is None:
        return None
    case, city = task.case, snapshot(at)
    lead = city.unit_by_id(case.unit_id, at)
    return TaskSheet(
        id=task.pk,
        case_id=case.pk,
        number=case.number,
        category=city.category_by_id(case.category_id).name(),
        unit_id=task.unit_id,
        lead=lead.name(),
        lead_phone=lead.phone,
        contractor=task.contractor,
        state=TaskState(task.state),
        case_open=case.state in OPEN_STATES,
        words=task.words.body if task.words else "",
        until=task.until,
        late=is_late(task.until, CaseState(case.state), None, at),
        address=case.address,
        lat=case.lat,
        lon=case.lon,
        urgent=case.priority == "P1",
        photos=tuple(_photos(task)),
    )


def _photos(task: Task) -> list[SheetPhoto]:
    """Photos of the work, and of the report what was published or the unit chose to show."""
    rows = task.case.photos.filter(erased_at=None).select_related("file").order_by("pk")
    return [
        SheetPhoto(public_id=row.file.public_id, width=row.file.width, height=row.file.height)
        for row in rows
        if row.kind == "evidence"
        or row.published_at is not None
        or (task.shows_photos and row.kind != "joined")
    ]


def task_photo(sheet: TaskSheet, public_id: UUID) -> StoredFile | None:
    """One of those that the sheet shows, and no other of the case."""
    if public_id not in {photo.public_id for photo in sheet.photos}:
        return None
    rows = CasePhoto.objects.filter(case_id=sheet.case_id, file__public_id=public_id)
    photo = rows.filter(erased_at=None).select_related("file").first()
    return photo.file if photo else None
