"""Everything that the log may hold, by name, for the list that narrows it."""

from collections.abc import Iterable, Mapping
from typing import Any

from kck.backoffice.log_words import EVENTS, LOOKS, has_words, said
from kck.backoffice.staff_changes import NAMED
from kck.cases.queries.titles import HEADED
from kck.foundation import clock
from kck.foundation.text import _, polish_sort_key

Choices = list[tuple[str, Any]]

# where the words of a row say more than the name of its kind
_SHORT: Mapping[str, Any] = {
    "accounts.absence_arranged": _("Ustalono zastępstwo"),
    "accounts.post_ended": _("Zakończono stanowisko"),
    "accounts.post_given": _("Nadano stanowisko"),
    "accounts.role_changed": _("Zmieniono rolę"),
    "accounts.sessions_ended": _("Wylogowano urządzenia"),
    "accounts.staff_changed": _("Zmieniono dane konta"),
    "cases.case_answered": _("Odpowiedziano zgłaszającemu"),
    "cases.case_closed": _("Zamknięto sprawę"),
    "cases.case_done": _("Wykonano"),
    "cases.case_forwarded": _("Przekazano innej jednostce"),
    "cases.case_handed_back": _("Jednostka oddała sprawę"),
    "cases.case_labelled": _("Dodano albo zdjęto etykietę"),
    "cases.case_opened": _("Przyjęto zgłoszenie"),
    "cases.case_prolonged": _("Przedłużono termin ustawowy"),
    "cases.case_recategorised": _("Zmieniono kategorię"),
    "cases.case_requalified": _("Zmieniono rodzaj sprawy"),
    "cases.case_returned": _("To samo w tym miejscu kolejny raz"),
    "cases.case_tied": _("Powiązano sprawy albo usunięto powiązanie"),
    "cases.cause_said": _("Podano, dlaczego wraca"),
    "cases.commitment_came_back": _("Zobowiązanie wróciło"),
    "cases.commitment_made": _("Zapisano zobowiązanie"),
    "cases.commitment_settled": _("Rozliczono zobowiązanie"),
    "cases.complained_named": _("Wskazano, kogo dotyczy skarga"),
    "cases.content_published": _("Opublikowano treść albo wycofano ją z publikacji"),
    "cases.erasure_refused": _("Danych nie usunięto: każe je zachować archiwum"),
    "cases.forward_undone": _("Cofnięto przekazanie"),
    "cases.note_added": _("Dodano notatkę"),
    "cases.reply_taken_back": _("Cofnięto słowa, zanim wyszły"),
    "cases.task_asked": _("Pytanie w zadaniu"),
    "cases.task_cancelled": _("Odwołano zadanie"),
    "cases.task_done": _("Zadanie wykonane"),
    "cases.task_given": _("Dano zadanie"),
    "cases.task_handed_back": _("Zadanie oddane"),
    "cases.task_photographed": _("Zdjęcia z pracy w zadaniu"),
    "cases.task_taken": _("Zadanie przyjęte"),
    "cases.triage_undone": _("Cofnięto wybór kategorii"),
}
_GROUPS: Mapping[str, Any] = {
    "cases": _("Sprawy"),
    "accounts": _("Konta i role"),
    "directory": _("Konfiguracja"),
    "conversations": _("Maile i SMS-y"),
    "email": _("Poczta"),
    "edoreczenia": "e-Doręczenia",
    "entrances": _("Kody i osadzanie"),
    "ezd": _("EZD"),
    "handover": _("Przekazywanie jednostkom"),
    "intake": _("Rozmowy"),
    "messaging": _("Wiadomości"),
    "notices": _("Komunikaty"),
    "people": _("Osoby"),
    "places": _("Rejestry miejsc"),
    "privacy": _("Dane osobowe"),
    "quality": _("Ocena zakończeń"),
    "queues": _("Widoki i wiele spraw naraz"),
    "replies": _("Gotowe teksty"),
    "triage": _("Rozpoznawanie zgłoszeń"),
    "unitlinks": _("Odnośniki jednostek"),
    "webhooks": _("Powiadomienia systemów"),
}


def name_of(code: str) -> str:
    """A kind of event in words, whatever it happened to."""
    return str(_SHORT.get(code, "")) or said(code, {}, clock.now())


def known_events() -> set[str]:
    return {f"cases.{name}" for name in HEADED} | EVENTS.keys() | NAMED


def event_choices(asked: str = "") -> Choices:
    """By what they are about, in the order of the alphabet; `asked` keeps its place if unknown."""
    groups: dict[str, Choices] = {}
    for code in known_events():
        groups.setdefault(str(_of(code)), []).append((code, name_of(code)))
    ordered = ((title, _sorted(rows)) for title, rows in groups.items())
    first: Choices = [("", _("wszystkie zdarzenia")), *_begins(asked)]
    return first + sorted(ordered, key=lambda group: polish_sort_key(group[0]))


def look_choices(asked: str = "") -> Choices:
    rows = _sorted((what, str(words)) for what, words in LOOKS.items())
    return [("", _("wszystkie wglądy")), *([] if asked in LOOKS else _begins(asked)), *rows]


def _of(code: str) -> Any:
    return _GROUPS.get(code.partition(".")[0], _("Inne"))


def _sorted(rows: Iterable[tuple[str, str]]) -> Choices:
    return sorted(rows, key=lambda row: polish_sort_key(row[1]))


def _begins(asked: str) -> Choices:
    """Links made before there was a list name the beginning of a code."""
    if not asked or has_words(asked):
        return []
    return [(asked, _("kod zaczyna się od: %s") % asked)]
