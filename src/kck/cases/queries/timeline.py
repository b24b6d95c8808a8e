"""What happened to a case, in plain words, from its events: for the reporter, or for staff."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.formats import date_format

from kck.accounts.queries import names_of
from kck.cases.clock_terms import Kept
from kck.cases.models import Case, CasePhoto, CaseText, Joined, Task
from kck.cases.terms import PUBLISHABLE, Cause, Outcome, PhotoKind, TextKind
from kck.directory.queries import snapshot
from kck.directory.snapshot import Snapshot
from kck.directory.terms import CaseKind
from kck.foundation.clock import city_zone
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


@dataclass(frozen=True, kw_only=True)
class _Told:
    """What a title may speak of."""

    payload: Mapping[str, Any]
    city: Snapshot
    contractors: Mapping[int, str]

    @property
    def worker(self) -> str:
        """Who has the task: a contractor, or a unit."""
        return self.contractors.get(self.payload["task_id"]) or self.unit("unit_id")

    def unit(self, key: str) -> str:
        return self.city.unit_by_id(self.payload[key]).name()

    def day(self, key: str) -> str:
        """Of a moment its day in the city."""
        written = self.payload[key]
        if "T" not in written:
            return date_format(date.fromisoformat(written), "j E Y")
        return date_format(datetime.fromisoformat(written).astimezone(city_zone()), "j E Y")

    def category(self, key: str) -> str:
        found = self.city.category(self.payload[key])
        return found.name() if found else str(self.payload[key])


_SETTLED = {
    Kept.KEPT: _("Zobowiązanie dotrzymane"),
    Kept.BROKEN: _("Zobowiązania nie dotrzymano"),
    Kept.REOPENED: _("Do zobowiązania wracamy w tej sprawie"),
}


_TITLES: Mapping[str, Callable[[_Told], str]] = {
    "case_opened": lambda t: _("Zgłoszenie przyjęte. Zajmie się nim: %s") % t.unit("unit_id"),
    "case_accepted": lambda t: str(_("Jednostka przyjęła sprawę")),
    "case_forwarded": lambda t: _("Przekazano do: %s") % t.unit("to_unit_id"),
    "case_handed_back": lambda t: _("Jednostka oddała sprawę; teraz: %s") % t.unit("to_unit_id"),
    "case_recategorised": lambda t: _("Zmieniono kategorię na „%s”") % t.category("to_category"),
    "accept_undone": lambda t: str(_("Cofnięto przyjęcie")),
    "forward_undone": lambda t: _("Cofnięto przekazanie; sprawę ma: %s") % t.unit("to_unit_id"),
    "triage_undone": lambda t: _("Cofnięto wybór kategorii „%s”") % t.category("from_category"),
    "case_taken": lambda t: str(_("Rozpoczęto pracę")),
    "case_assigned": lambda t: str(_("Przydzielono osobie prowadzącej")),
    "case_scheduled": lambda t: str(_("Zaplanowano termin")),
    "case_passed_to_contractor": lambda t: str(_("Zlecono wykonawcy")),
    "reporter_asked": lambda t: str(
        _("Zadaliśmy pytanie zgłaszającemu; termin czeka na odpowiedź")
    ),
    "reporter_replied": lambda t: str(_("Zgłaszający dopisał")),
    "waiting_ended": lambda t: str(_("Nie czekamy dłużej na odpowiedź; sprawa toczy się dalej")),
    "case_answered": lambda t: str(_("Odpowiedź")),
    "note_added": lambda t: str(_("Notatka")),
    "photo_added": lambda t: str(_("Dodano zdjęcie")),
    "case_done": lambda t: _("Wykonano: %s. Czekamy na potwierdzenie") % _outcome(t),
    "case_confirmed": lambda t: str(_("Zgłaszający potwierdził. Sprawa zamknięta")),
    "case_disputed": lambda t: str(_("Zgłaszający nie zgadza się. Sprawę sprawdzi ktoś inny")),
    "case_closed": lambda t: _closed(t),
    "case_reopened": lambda t: str(_("Sprawę otwarto ponownie")),
    "case_merged": lambda t: str(_("Połączono z inną sprawą o tym samym")),
    "case_unmerged": lambda t: str(_("Rozłączono: to jednak osobna sprawa")),
    "case_withdrawn": lambda t: str(_("Zgłaszający wycofał zgłoszenie")),
    "case_requalified": lambda t: (
        _("Zmieniono rodzaj sprawy na: %s") % CaseKind(t.payload["to_kind"]).label
    ),
    "case_prolonged": lambda t: _("Termin ustawowy przedłużono do: %s") % t.day("legal_due_at"),
    "commitment_made": lambda t: _("Wracamy do tego: %s") % t.day("due_on"),
    "commitment_came_back": lambda t: _("Zobowiązanie wróciło: %s") % t.day("due_on"),
    "commitment_settled": lambda t: str(_SETTLED[t.payload["result"]]),
    "complained_named": lambda t: (
        _("Wskazano, kogo dotyczy skarga; bada ją: %s") % t.unit("to_unit_id")
    ),
    "author_asked": lambda t: str(
        _("Prosimy o imię, nazwisko i adres: bez nich tego nie rozpatrzymy")
    ),
    "left_unexamined": lambda t: str(
        _("Pozostawiono bez rozpoznania: brak imienia, nazwiska i adresu")
    ),
    "visibility_changed": lambda t: str(_("Zmieniono widoczność sprawy")),
    "content_published": lambda t: str(
        _("Opublikowano treść") if t.payload["public"] else _("Wycofano treść z publikacji")
    ),
    "content_redacted": lambda t: str(_("Zamazano dane osobowe")),
    "personal_data_erased": lambda t: str(_("Usunięto dane osobowe")),
    "erasure_refused": lambda t: (
        _("Danych nie usunięto: archiwum każe zachować sprawę (%s)") % t.payload["ground"]
    ),
    "follower_joined": lambda t: str(_("Ktoś zgłosił to samo")),
    "follower_left": lambda t: str(_("Ktoś przestał obserwować sprawę")),
    "follower_returned": lambda t: str(_("Ktoś znów obserwuje sprawę")),
    "reply_held": lambda t: str(_("Odpowiedź czeka na wysłanie")),
    "reply_taken_back": lambda t: str(
        _TAKEN_BACK.get(t.payload["action"], _("Cofnięto odpowiedź, zanim wyszła"))
    ),
    "reply_stopped": lambda t: str(_("Odpowiedź nie wyszła: sprawa potoczyła się inaczej")),
    "task_given": lambda t: _("Zadanie dla: %s") % t.worker,
    "task_taken": lambda t: _("%s: zadanie przyjęte") % t.worker,
    "task_asked": lambda t: _("%s: pytanie w zadaniu") % t.worker,
    "task_photographed": lambda t: _("%s: zdjęcia z pracy") % t.worker,
    "task_done": lambda t: _("%s: zadanie wykonane") % t.worker,
    "task_handed_back": lambda t: _("%s: zadanie oddane") % t.worker,
    "task_cancelled": lambda t: _("Odwołano zadanie: %s") % t.worker,
    "case_labelled": lambda t: str(
        _("Dodano etykietę") if t.payload["on"] else _("Zdjęto etykietę")
    ),
    "case_tied": lambda t: str(
        _("Powiązano z inną sprawą") if t.payload["on"] else _("Usunięto powiązanie")
    ),
    "file_added": lambda t: str(_("Dodano plik")),
    "file_erased": lambda t: str(_("Usunięto plik")),
    "case_returned": lambda t: str(
        _("To samo w tym miejscu: %s. raz w ciągu pół roku") % t.payload["times"]
    ),
    "cause_said": lambda t: _("Dlaczego wraca: %s") % Cause(t.payload["cause"]).label,
    "case_split": lambda t: str(_("Rozdzielono: inne kwestie mają własne sprawy")),
    "split_undone": lambda t: str(_("Cofnięto rozdzielenie")),
}
_TAKEN_BACK: Mapping[str, Any] = {
    "schedule": _("Cofnięto termin prac, zanim wyszedł"),
    "forward": _("Cofnięto przekazanie, zanim do niego doszło"),
    "reopen": _("Cofnięto ponowne otwarcie, zanim do niego doszło"),
}
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


def _outcome(told: _Told) -> str:
    return str(Outcome(told.payload["outcome"]).label)


def _closed(told: _Told) -> str:
    if told.payload["closing"] == "silence":
        return str(_("Nikt się nie sprzeciwił w terminie. Sprawa zamknięta"))
    return str(_("Sprawa załatwiona i zamknięta"))


HEADED = frozenset(_TITLES)


def title_of(name: str, payload: Mapping[str, Any], at: datetime) -> str:
    """How something that is about to happen will be headed."""
    return str(_TITLES[name](_Told(payload=payload, city=snapshot(at), contractors={})))


def timeline(case: Case, *, for_staff: bool) -> list[Entry]:
    """Everything that happened, the oldest first, in the active language."""
    events = list(RecordedEvent.objects.filter(stream=case.stream).order_by("seq"))
    texts, pictures = _texts(case, events), _pictures(case)
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
    "triage_undone": "case_recategorised",
    "forward_undone": "case_forwarded",
    "accept_undone": "case_accepted",
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


def _pictures(case: Case) -> Mapping[int, Picture]:
    """By file id, those still there."""
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


def _entry(
    event: RecordedEvent, texts: Mapping[int, Words], pictures: Mapping[int, Picture], who: _Who
) -> Entry:
    short = event.name.removeprefix("cases.")
    named = event.payload.get("seals", [])
    told = _Told(payload=event.payload, city=snapshot(event.at), contractors=who.contractors)
    moved = short == "content_redacted"  # its new words stand where the old ones stood
    return Entry(
        id=event.pk,
        seq=event.seq or 0,
        name=short,
        at=event.at,
        title=str(_TITLES[short](told)),
        who=who(event),
        words=()
        if moved
        else tuple(texts[pk] for kind, pk, _d in named if kind == "text" and pk in texts),
        pictures=tuple(pictures[pk] for kind, pk, _d in named if kind == "file" and pk in pictures),
        internal=short in _INTERNAL,
        actor=event.actor.partition(":")[0],
    )
