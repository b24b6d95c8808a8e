"""`sending.toml` of a city's folder: quiet hours, how often it promotes, what far ends bear."""

from dataclasses import asdict, fields
from datetime import time
from pathlib import Path
from typing import Any

from kck.directory.editing import tomls
from kck.directory.loading.city import all_languages
from kck.directory.loading.fields import Record
from kck.directory.loading.problems import Problems
from kck.directory.loading.tomls import read_entries
from kck.foundation import clock
from kck.foundation.text import _
from kck.messaging.sending_rules import current_rules, keep_rules
from kck.messaging.terms import SendingRules

FILE = "sending.toml"
_ENTRY = "sending"
_FIELDS = tuple(one.name for one in fields(SendingRules))
_WAYS = ("email", "sms", "letter")


def check(folder: Path, problems: Problems) -> list[str]:
    """Note every mistake; answer what a load would do."""
    wanted = _read(folder, problems)
    return ["~ sending rules"] if wanted is not None and wanted != current_rules() else []


def load(folder: Path) -> None:
    """Again, it changes nothing."""
    wanted = _read(folder, Problems())
    if wanted is not None and wanted != current_rules():
        keep_rules(wanted, at=clock.now())


def written(folder: Path | None) -> str:
    """The file as it stands, or as the one of this folder says it; "" where all is as usual."""
    found = current_rules() if folder is None else _read(folder, Problems())
    if found is None or found == SendingRules():
        return ""
    values = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in asdict(found).items()
    }
    return tomls.entries(_ENTRY, [values])


def _read(folder: Path, problems: Problems) -> SendingRules | None:
    """The last entry, since one is enough; None without a file or with mistakes in it."""
    records = read_entries(folder, FILE, _ENTRY, problems, all_languages())
    return _rules(records[-1]) if records else None


def _rules(record: Record) -> SendingRules | None:
    record.only(_FIELDS)
    usual = SendingRules()
    given: dict[str, Any] = dict(record.values)
    wrong = [
        *_not_times(record, given),
        *_not_counts(record, given),
        *_not_ways(record, given),
        *_not_domains(record, given),
        *(set(given) - set(_FIELDS)),
    ]
    if wrong:
        return None
    for name in ("quiet_channels", "ways"):
        given[name] = tuple(given.get(name, getattr(usual, name)))
    return SendingRules(**given)


def _not_times(record: Record, given: dict[str, Any]) -> list[str]:
    found = []
    for name in ("quiet_from", "quiet_to"):
        try:
            time.fromisoformat(str(given.get(name, "00:00")))
        except ValueError:
            record.wrong(name, _("Napisz godzinę jak 21:00."))
            found.append(name)
    return found


def _not_counts(record: Record, given: dict[str, Any]) -> list[str]:
    found = []
    for name, least in (("most_promotions", 0), ("promotion_days", 1)):
        value = given.get(name, least)
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            record.wrong(name, _("To musi być liczba całkowita, co najmniej {least}."), least=least)
            found.append(name)
    return found


def _not_ways(record: Record, given: dict[str, Any]) -> list[str]:
    found = []
    for name in ("quiet_channels", "ways"):
        for way in set(record.array(name)) - set(_WAYS):
            record.wrong(name, _("Nie ma kanału „{way}”."), ", ".join(_WAYS), way=way)
            found.append(name)
    return found


def _not_domains(record: Record, given: dict[str, Any]) -> list[str]:
    domains = given.get("domains", {})
    plain = isinstance(domains, dict) and all(
        isinstance(count, int) and not isinstance(count, bool) and count > 0
        for count in domains.values()
    )
    if not plain:
        record.wrong("domains", _('Napisz, ile wiadomości na minutę: "poczta.example" = 600.'))
        return ["domains"]
    given["domains"] = {name.lower(): count for name, count in domains.items()}
    return []
