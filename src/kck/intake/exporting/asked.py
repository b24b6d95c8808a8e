"""What an export is to hold, and who may have it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from kck.cases.queries.export import Wanted, is_category, is_unit
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.text import _
from kck.foundation.verdict import YES, Verdict, no


class CannotExport(ValueError):
    """It cannot begin, or cannot go on; what was written so far stays."""


class Format(StrEnum):
    CSV = "csv"
    JSONL = "jsonl"
    OPEN311 = "open311"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Days are the city's and both included; `personal` adds what says who somebody is."""

    format: Format = Format.CSV
    personal: bool = False
    since: date | None = None
    until: date | None = None
    unit: str = ""
    category: str = ""

    def wanted(self) -> Wanted:
        return Wanted(
            opened_from=_midnight(self.since) if self.since else None,
            opened_to=_midnight(self.until + timedelta(days=1)) if self.until else None,
            unit=self.unit,
            category=self.category,
            public=self.format == Format.OPEN311,
        )

    def identity(self) -> Mapping[str, str | bool]:
        """What a part must have been begun with to be gone on with."""
        return {
            "format": str(self.format),
            "personal": self.personal,
            "since": self.since.isoformat() if self.since else "",
            "until": self.until.isoformat() if self.until else "",
            "unit": self.unit,
            "category": self.category,
        }

    def check(self) -> None:
        if self.personal and self.format == Format.OPEN311:
            raise CannotExport(
                str(_("Open311 jest dla wszystkich: nie ma w nim danych osobowych."))
            )
        if self.unit and not is_unit(self.unit):
            raise CannotExport(str(_("Nie ma jednostki „{code}”.")).format(code=self.unit))
        if self.category and not is_category(self.category):
            raise CannotExport(str(_("Nie ma kategorii „{code}”.")).format(code=self.category))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=clock.city_zone())


def may_export(actor: Actor, asked: Asked, reason: str) -> Verdict:
    """Whoever runs the house takes out facts; for contacts somebody answers by name."""
    if not asked.personal:
        return YES if actor.kind in ("platform", "staff") else no(_("To robią tylko pracownicy."))
    if "cases.contact" not in actor.grants:
        return no(_("Dane kontaktowe wszystkich spraw wolno wydać tylko komuś, kto je widzi."))
    if len(reason.strip()) < 5:
        return no(_("Podaj powód: kto i po co dostaje dane osobowe."))
    return YES
