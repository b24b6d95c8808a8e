"""What happened to an account or a role, in words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kck.accounts.queries import names_of, role_names
from kck.accounts.staff_queries import Change
from kck.accounts.terms import GRANTS
from kck.directory.queries import snapshot
from kck.foundation.text import _


@dataclass(frozen=True, kw_only=True)
class Told:
    """One line of a history."""

    at: datetime
    who: str
    words: str


Say = Callable[[Mapping[str, Any]], str]
_FIELDS = {
    "email": _("adres e-mail"),
    "name": _("imię i nazwisko"),
    "names": _("nazwa"),
    "language": _("język"),
    "must_use_second_factor": _("drugi składnik"),
    "second_factor": _("drugi składnik"),
    "everywhere": _("zasięg"),
    "home": _("pierwsza strona"),
}


def _listed(codes: Iterable[str], names: Mapping[str, Any]) -> str:
    return ", ".join(str(names.get(code, code)) for code in codes)


def _post(told: Mapping[str, Any]) -> str:
    unit = snapshot().unit_by_id(told["unit_id"]).code
    role = role_names().get(told["role"], told["role"])
    return f"{role}, {unit}"


def _given(told: Mapping[str, Any]) -> str:
    days = " – ".join(day or "…" for day in (told["valid_from"], told["valid_to"]))
    return _("Stanowisko: %(post)s (%(days)s)") % {"post": _post(told), "days": days}


def _role(told: Mapping[str, Any]) -> str:
    parts = []
    if told["added"]:
        parts.append(_("dodano: %s") % _listed(told["added"], GRANTS))
    if told["removed"]:
        parts.append(_("odebrano: %s") % _listed(told["removed"], GRANTS))
    if told["settings"]:
        parts.append(_("zmieniono: %s") % _listed(told["settings"], _FIELDS))
    return "; ".join(str(part) for part in parts)


_WORDS: Mapping[str, Say] = {
    "accounts.staff_joined": lambda t: str(_("Konto założone")),
    "accounts.staff_invited": lambda t: str(_("Wysłano odnośnik do ustawienia hasła")),
    "accounts.invitation_used": lambda t: str(_("Hasło ustawione z odnośnika")),
    "accounts.staff_changed": lambda t: _("Zmieniono: %s") % _listed(t["fields"], _FIELDS),
    "accounts.post_given": _given,
    "accounts.post_ended": lambda t: (
        _("Koniec stanowiska: %(post)s, %(day)s")
        % {"post": _post(t), "day": t["last_day"] or _("nie zaczęło się")}
    ),
    "accounts.staff_left": lambda t: str(_("Odejście z pracy: konto zamknięte")),
    "accounts.staff_returned": lambda t: str(_("Powrót do pracy: konto otwarte")),
    "accounts.factors_dropped": lambda t: str(_("Zdjęto drugi składnik logowania")),
    "accounts.new_device_used": lambda t: str(_("Logowanie z nowego urządzenia")),
    "accounts.sessions_ended": lambda t: _("Wylogowano urządzenia: %s") % t["count"],
    "accounts.absence_arranged": lambda t: _("Zastępstwo: %(first_day)s – %(last_day)s") % dict(t),
    "accounts.absence_ended": lambda t: str(_("Zastępstwo zakończone wcześniej")),
    "accounts.role_changed": _role,
    "accounts.role_removed": lambda t: str(_("Rola usunięta")),
}
NAMED = frozenset(_WORDS)


def has_words(name: str) -> bool:
    return name in _WORDS


def said(name: str, payload: Mapping[str, Any]) -> str:
    """Of what has no words here: its name."""
    say = _WORDS.get(name)
    return say(payload) if say else ""


def told(changes: Iterable[Change]) -> list[Told]:
    rows = list(changes)
    who = actors(row.actor for row in rows)
    return [
        Told(at=row.at, who=who[row.actor], words=said(row.name, row.payload) or row.name)
        for row in rows
    ]


_KINDS = {
    "platform": _("automat"),
    "person": _("zgłaszający"),
    "partner": _("partner"),
    "link": _("jednostka przez odnośnik"),
    "system": _("system jednostki"),
}


def actors(codes: Iterable[str]) -> dict[str, str]:
    """Names of those who acted, by what the log calls them."""
    wanted = set(codes)
    ids = {int(code[6:]) for code in wanted if code.startswith("staff:") and code[6:].isdecimal()}
    names = names_of(ids)
    return {code: _actor(code, names) for code in wanted}


def _actor(code: str, names: Mapping[int, str]) -> str:
    kind, _colon, number = code.partition(":")
    if kind == "staff" and number.isdecimal():
        return names.get(int(number), code)
    words = str(_KINDS.get(kind, kind))
    return f"{words} {number}" if number and kind != "person" else words
