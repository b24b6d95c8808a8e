"""Names of what is given out, for people."""

from collections.abc import Mapping
from typing import Any

from kck.foundation.text import _

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
    "question": _("o co pytano"),
    "answer": _("odpowiedź"),
    "follows": _("sprawy, do których dołączyłaś lub dołączyłeś"),
    "place": _("miejsce"),
    "sent_at": _("wysłano"),
    "created_at": _("zapisano"),
    "received_at": _("otrzymano"),
    "requests": _("żądania"),
}


def label_of(key: str) -> str:
    return str(_LABELS.get(key, key.replace("_", " ")))
