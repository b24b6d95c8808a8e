"""How what happened to a case is headed, by the name of its event."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format

from kck.cases.clock_terms import Kept
from kck.cases.terms import Cause, Outcome
from kck.directory.queries import snapshot
from kck.directory.snapshot import Snapshot
from kck.directory.terms import CaseKind
from kck.foundation.clock import city_zone
from kck.foundation.text import _


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a title may speak of."""

    payload: Mapping[str, Any]
    city: Snapshot
    contractors: Mapping[int, str]
    labels: Mapping[int, str] | None = None  # None: nobody looked for their names

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

    def label(self, named: Any, gone: Any, unknown: Any) -> str:
        """A label may be renamed since: its case says how it is called now."""
        if self.labels is None:
            return str(unknown)
        name = self.labels.get(self.payload["label_id"])
        return named % name if name else str(gone)

    def category(self, key: str) -> str:
        found = self.city.category(self.payload[key])
        return found.name() if found else str(self.payload[key])


_SETTLED = {
    Kept.KEPT: _("Zobowiązanie dotrzymane"),
    Kept.BROKEN: _("Zobowiązania nie dotrzymano"),
    Kept.REOPENED: _("Do zobowiązania wracamy w tej sprawie"),
}


TITLES: Mapping[str, Callable[[Told], str]] = {
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
    "case_labelled": lambda t: _labelled(t),
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


def _outcome(told: Told) -> str:
    return str(Outcome(told.payload["outcome"]).label)


def _closed(told: Told) -> str:
    if told.payload["closing"] == "silence":
        return str(_("Nikt się nie sprzeciwił w terminie. Sprawa zamknięta"))
    return str(_("Sprawa załatwiona i zamknięta"))


def _labelled(told: Told) -> str:
    if told.payload["on"]:
        return told.label(
            _("Dodano etykietę „%s”"), _("Dodano etykietę, której już nie ma"), _("Dodano etykietę")
        )
    return told.label(
        _("Zdjęto etykietę „%s”"), _("Zdjęto etykietę, której już nie ma"), _("Zdjęto etykietę")
    )


HEADED = frozenset(TITLES)


def title_of(name: str, payload: Mapping[str, Any], at: datetime) -> str:
    """How something that is about to happen will be headed."""
    return str(TITLES[name](Told(payload=payload, city=snapshot(at), contractors={})))
