"""Names of what is given out, for people."""

from collections.abc import Mapping, Sequence
from typing import Any

from kck.cases.terms import CaseState, TextKind
from kck.foundation.numbers import display
from kck.foundation.text import _
from kck.intake.line2_terms import How
from kck.intake.terms import Channel
from kck.messaging.terms import DeliveryState
from kck.people.terms import Need, PointKind
from kck.privacy.terms import RequestKind, RequestState

_NUMBER = 9  # digits of a case

_LABELS: Mapping[str, Any] = {
    "people": _("Kim jesteś i jak się z Tobą kontaktujemy"),
    "cases": _("Twoje sprawy"),
    "messaging": _("Wiadomości, które do Ciebie wysłaliśmy"),
    "intake": _("Rozmowy"),
    "edoreczenia": _("e-Doręczenia"),
    "ezd": _("Sprawy w systemie EZD"),
    "privacy": _("Twoje żądania"),
    "person": _("dane"),
    "profile": _("potrzeby i życzenia"),
    "name": _("imię i nazwisko albo nazwa"),
    "email": _("e-mail"),
    "phone": _("telefon"),
    "address": _("adres"),
    "language": _("język"),
    "number": _("numer"),
    "opened_at": _("przyjęta"),
    "closed_at": _("zamknięta"),
    "state": _("stan"),
    "texts": _("treść"),
    "text": _("słowa"),
    "at": _("kiedy"),
    "kind": _("rodzaj"),
    "subject": _("temat"),
    "channel": _("kanał"),
    "consents": _("zgody"),
    "purpose": _("na co"),
    "text_version": _("wersja tekstu"),
    "given_at": _("udzielona"),
    "withdrawn_at": _("wycofana"),
    "notes": _("notatki"),
    "body": _("treść notatki"),
    "contact_points": _("inne kontakty"),
    "messages": _("wiadomości"),
    "conversations": _("rozmowy"),
    "raw_mails": _("oryginały maili"),
    "received mail": _("odebrana poczta"),
    "question": _("o co pytano"),
    "answer": _("odpowiedź"),
    "follows": _("sprawy, do których dołączyłaś lub dołączyłeś"),
    "place": _("miejsce"),
    "sent_at": _("wysłano"),
    "created_at": _("zapisano"),
    "received_at": _("otrzymano"),
    "requests": _("żądania"),
    "organisation": _("organizacja"),
    "needs": _("potrzeby"),
    "no_calls_since": _("nie dzwonimy od"),
    "no_calls_until": _("nie dzwonimy do"),
    "no_calls_reason": _("dlaczego nie dzwonimy"),
    "prefers_sms": _("woli SMS od telefonu"),
    "value": _("wpis"),
    "label": _("opis"),
    "withdrawn_channel": _("wycofana przez"),
    "merged_at": _("połączono z innym wpisem"),
    "second_line": _("przekazano do jednostki"),
    "shown": _("co już powiedziano"),
    "promised_at": _("obiecano oddzwonić do"),
    "extension_reason": _("dlaczego później"),
    "return_reason": _("dlaczego wróciła"),
    "tries": _("próby telefonu"),
    "how": _("jak"),
    "words": _("treść"),
    "due_on": _("odpowiedź najpóźniej"),
    "longer_because": _("dlaczego dłużej"),
    "ended_at": _("zakończono"),
    "deliveries": _("otrzymane pisma"),
    "id": _("oznaczenie"),
    "from": _("od"),
    "files": _("pliki"),
    "records": _("paczki"),
    "case": _("sprawa"),
    "package": _("paczka"),
    "asked_at": _("zlecono"),
    "receipt": _("numer potwierdzenia"),
}

_TEXTS: Mapping[str, Any] = {
    TextKind.DESCRIPTION: _("Twoje zgłoszenie"),
    TextKind.PLACE: _("miejsce Twoimi słowami"),
    TextKind.ANSWERS: _("Twoje odpowiedzi na pytania formularza"),
    TextKind.ANSWER: _("odpowiedź miasta"),
    TextKind.QUESTION: _("pytanie miasta"),
    TextKind.REPLY: _("Twoje uzupełnienie"),
    TextKind.CLOSING: _("co zrobiono"),
    TextKind.DISAGREEMENT: _("Twój sprzeciw"),
    TextKind.NOTE: _("notatka urzędu"),
    TextKind.REASON: _("powód przekazania"),
}
_LANGUAGES = {"pl": _("polski"), "en": _("angielski"), "uk": _("ukraiński")}
_PEOPLE = {"person": _("osoba"), "organisation": _("organizacja")}
_KINDS: Sequence[type[Any]] = (RequestKind, PointKind)
_STATES: Sequence[type[Any]] = (CaseState, RequestState, DeliveryState)


def label_of(key: str) -> str:
    return str(_LABELS.get(key, key.replace("_", " ")))


def named(key: str) -> bool:
    return key in _LABELS


def value_of(key: str, value: str) -> str:
    """What a code stands for; anything else as it is."""
    match key:
        case "kind":
            return str(_TEXTS.get(value) or _PEOPLE.get(value) or _among(_KINDS, value))
        case "state":
            return _among(_STATES, value)
        case "needs":
            return _among([Need], value)
        case "language":
            return str(_LANGUAGES.get(value, value))
        case "channel" | "withdrawn_channel" if value in set(Channel):
            return str(Channel(value).label)
        case "how" if value in set(How):
            return str(How(value).label)
        case "number" | "case" | "follows":
            return display(value) if value.isdecimal() and len(value) == _NUMBER else value
    return value


def _among(known: Sequence[type[Any]], value: str) -> str:
    found = next((kind for kind in known if value in {str(one) for one in kind}), None)
    return str(found(value).label) if found else value
