"""What happened to a case, in plain words, from its events: for the reporter, or for staff."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from kck.accounts.queries import names_of
from kck.cases.models import Case, CasePhoto, CaseText, Joined, Label, Task
from kck.cases.queries.slips import SLIPS
from kck.cases.queries.titles import TITLES, Told
from kck.cases.terms import PUBLISHABLE, PhotoKind, TextKind
from kck.directory.queries import snapshot
from kck.foundation.models import RecordedEvent
from kck.foundation.text import _

_HIDDEN_FROM_REPORTER = frozenset({TextKind.NOTE, TextKind.JOINED})


@dataclass(frozen=True, kw_only=True)
class Words:
    """A text of the case where it was written."""

    id: int
    kind: TextKind
    body: str
    by_reporter: bool
    erased: bool
    redacted: bool
    published: bool
    covered: bool = False  # something personal stands there that this reader does not see

    @property
    def publishable(self) -> bool:
        return self.kind in PUBLISHABLE and bool(self.body)


@dataclass(frozen=True, kw_only=True)
class Picture:
    id: int
    public_id: UUID
    kind: str
    width: int
    height: int
    published: bool


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing that happened. `who` is a unit, "you", or for staff a name."""

    id: int
    seq: int
    name: str
    at: datetime
    title: str
    who: str
    words: tuple[Words, ...] = ()
    pictures: tuple[Picture, ...] = ()
    internal: bool = False
    actor: str = ""  # which kind of actor: staff, person, platform …
    place: str = ""  # where somebody who reported the same says it is


# matters of the house, of which the reporter need not read
_INTERNAL = frozenset(
    {
        "commitment_came_back",
        "complained_named",
        "task_given",
        "task_taken",
        "task_asked",
        "task_photographed",
        "task_done",
        "task_handed_back",
        "task_cancelled",
        "case_labelled",
        "case_tied",
        "file_added",
        "file_erased",
        "case_returned",
        "cause_said",
        "split_undone",
        "note_added",
        "case_assigned",
        "visibility_changed",
        "content_published",
        "follower_left",
        "follower_returned",
        "reply_held",
        "reply_taken_back",
        "reply_stopped",
    }
)


def timeline(case: Case, *, for_staff: bool) -> list[Entry]:
    """Everything that happened, the oldest first, in the active language."""
    events = list(RecordedEvent.objects.filter(stream=case.stream).order_by("seq"))
    texts, pictures = _texts(case, events), _pictures(case, events)
    who = _Who(events, case, for_staff=for_staff)
    entries = [_entry(event, texts, pictures, who) for event in events]
    if for_staff:
        return _with_places(entries, events)
    told = _with_photos_of_tasks(_without_slips(entries))
    return [_for_reporter(entry) for entry in told if not entry.internal]


def _with_places(entries: list[Entry], events: list[RecordedEvent]) -> list[Entry]:
    """Of those who joined; asked for only where somebody said where."""
    whose = {event.pk: pk for event in events if (pk := event.payload.get("joined_id"))}
    if not whose:
        return entries
    places = dict(Joined.objects.filter(pk__in=whose.values()).values_list("pk", "place"))
    return [replace(entry, place=places.get(whose.get(entry.id, 0), "")) for entry in entries]


def _with_photos_of_tasks(entries: list[Entry]) -> list[Entry]:
    """Of who did which part the reporter hears nothing; what was done is shown where it is said."""
    found: list[Entry] = []
    work: tuple[Picture, ...] = ()
    for entry in entries:
        if entry.name in {"task_done", "task_photographed"}:
            work += entry.pictures
        elif entry.name == "case_done":
            entry, work = replace(entry, pictures=work + entry.pictures), ()
        found.append(entry)
    return found


_SLIPS = {
    undone.removeprefix("cases."): done.removeprefix("cases.") for undone, done in SLIPS.items()
}


def _without_slips(entries: list[Entry]) -> list[Entry]:
    """What was taken back at once is no news to the reporter."""
    kept: list[Entry] = []
    for entry in entries:
        if slipped := _SLIPS.get(entry.name):
            slip = max(n for n, one in enumerate(kept) if one.name == slipped)
            del kept[slip]
        else:
            kept.append(entry)
    return kept


def _for_reporter(entry: Entry) -> Entry:
    return replace(
        entry,
        words=tuple(w for w in entry.words if w.kind not in _HIDDEN_FROM_REPORTER),
        pictures=tuple(one for one in entry.pictures if one.kind != PhotoKind.JOINED),
        place="",
    )


def _texts(case: Case, events: list[RecordedEvent]) -> Mapping[int, Words]:
    """By the id under which they were first written; a redacted one stands in its old place."""
    rows = {row.pk: row for row in CaseText.objects.filter(case=case)}
    stands_for = {
        event.payload["seals"][0][1]: event.payload["content_id"]
        for event in events
        if event.name == "cases.content_redacted"
        and event.payload["content"] == "text"
        and event.payload["seals"]
    }
    found: dict[int, Words] = {}
    for pk, row in sorted(rows.items()):
        place = pk
        while place in stands_for:
            place = stands_for[place]
        found[place] = _words(row)
    return found


def _words(row: CaseText) -> Words:
    return Words(
        id=row.pk,
        kind=TextKind(row.kind),
        body=row.body,
        by_reporter=row.author.startswith(("person", "partner")),
        erased=row.erased_at is not None,
        redacted=row.redacted_at is not None,
        published=row.published_at is not None,
    )


def _pictures(case: Case, events: list[RecordedEvent]) -> Mapping[int, Picture]:
    """By file id, those still there; nothing is asked for when none was ever sent."""
    if not any(kind == "file" for e in events for kind, _pk, _d in e.payload.get("seals", [])):
        return {}
    rows = CasePhoto.objects.filter(case=case, erased_at=None).select_related("file")
    return {
        row.file_id: Picture(
            id=row.pk,
            public_id=row.file.public_id,
            kind=row.kind,
            width=row.file.width,
            height=row.file.height,
            published=row.published_at is not None,
        )
        for row in rows
    }


class _Who:
    """Names of those who acted: staff see each other's names, a reporter sees the unit."""

    def __init__(self, events: list[RecordedEvent], case: Case, *, for_staff: bool) -> None:
        ids = {int(e.actor.split(":")[1]) for e in events if e.actor.startswith("staff:")}
        self._names = names_of(ids) if for_staff else {}
        self.contractors = _contractors(case, events)
        self.labels = _labels(events) if for_staff else {}
        self._unit = snapshot().unit_by_id(case.unit_id).name()

    def __call__(self, event: RecordedEvent) -> str:
        kind, _colon, number = event.actor.partition(":")
        if kind == "staff":
            return self._names.get(int(number), self._unit)
        if kind in {"link", "system"}:
            return self._of_task(event) or self._unit
        if kind == "platform":
            return str(_("automat"))
        if kind == "partner":
            return str(_("system partnera"))
        return str(_("zgłaszający"))

    def _of_task(self, event: RecordedEvent) -> str:
        if "task_id" not in event.payload or "unit_id" not in event.payload:
            return ""
        unit = snapshot(event.at).unit_by_id(event.payload["unit_id"]).name()
        return self.contractors.get(event.payload["task_id"]) or unit


def _contractors(case: Case, events: list[RecordedEvent]) -> Mapping[int, str]:
    if not any(event.payload.get("contractor") for event in events):
        return {}
    rows = Task.objects.filter(case=case).exclude(contractor="")
    return dict(rows.values_list("pk", "contractor"))


def _labels(events: list[RecordedEvent]) -> Mapping[int, str]:
    ids = {pk for event in events if (pk := event.payload.get("label_id"))}
    return dict(Label.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}


def _entry(
    event: RecordedEvent, texts: Mapping[int, Words], pictures: Mapping[int, Picture], who: _Who
) -> Entry:
    short = event.name.removeprefix("cases.")
    named = event.payload.get("seals", [])
    told = Told(
        payload=event.payload,
        city=snapshot(event.at),
        contractors=who.contractors,
        labels=who.labels,
    )
    moved = short == "content_redacted"  # its new words stand where the old ones stood
    return Entry(
        id=event.pk,
        seq=event.seq or 0,
        name=short,
        at=event.at,
        title=str(TITLES[short](told)),
        who=who(event),
        words=()
        if moved
        else tuple(texts[pk] for kind, pk, _d in named if kind == "text" and pk in texts),
        pictures=tuple(pictures[pk] for kind, pk, _d in named if kind == "file" and pk in pictures),
        internal=short in _INTERNAL,
        actor=event.actor.partition(":")[0],
    )
