"""`retention.toml` of a city's folder: classes of records and their years."""

from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from kck.directory.loading.city import all_languages, read_city
from kck.directory.loading.fields import Record
from kck.directory.loading.problems import Problems
from kck.directory.loading.tomls import read_entries
from kck.directory.terms import CaseKind
from kck.foundation import clock
from kck.foundation.actor import PLATFORM, Actor
from kck.foundation.outbox import command
from kck.foundation.text import _
from kck.privacy.models import RetentionClass

FILE = "retention.toml"
_FIELDS = (
    "code", "name", "symbol", "archive", "categories", "groups", "kinds", "contact_years",
    "words_years", "confirmed", "basis",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Written:
    """A class as the file has it."""

    code: str
    names: dict[str, str]
    symbol: str
    archive: str
    categories: list[str]
    groups: list[str]
    kinds: list[str]
    contact_years: int | None
    words_years: int | None
    basis: str
    confirmed: bool

    @property
    def row(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if name != "confirmed"}


def check(folder: Path, problems: Problems) -> list[str]:
    known = {row.code: row for row in RetentionClass.objects.all()}
    lines = []
    for place, wanted in enumerate(read(folder, problems)):
        old = known.pop(wanted.code, None)
        if old is None:
            lines.append(f"+ retention {wanted.code}")
        elif _differs(old, wanted, place):
            lines.append(f"~ retention {wanted.code}")
    return [*lines, *(f"- retention {code}" for code in known)]


@command
def load(folder: Path, *, at: datetime | None = None, by: Actor = PLATFORM) -> None:
    """Bring classes in line with the file. Years that were confirmed here stay until it changes."""
    if not (folder / FILE).is_file():
        return
    at, kept = at or clock.now(), []
    for place, wanted in enumerate(read(folder, Problems())):
        old = RetentionClass.objects.filter(code=wanted.code).first()
        kept.append(wanted.code)
        if old is not None and not _differs(old, wanted, place):
            continue
        RetentionClass.objects.update_or_create(
            code=wanted.code,
            defaults={
                **wanted.row,
                "order": place,
                "confirmed_at": at if wanted.confirmed else None,
                "confirmed_by": str(by) if wanted.confirmed else "",
            },
        )
    RetentionClass.objects.exclude(code__in=kept).delete()


def _differs(old: RetentionClass, wanted: Written, place: int) -> bool:
    """A class confirmed on the screen has its years from there."""
    asked = {**wanted.row, "order": place}
    if old.confirmed_at is not None and not wanted.confirmed:
        asked.pop("contact_years")
        asked.pop("words_years")
    return any(getattr(old, name) != value for name, value in asked.items())


def read(folder: Path, problems: Problems) -> list[Written]:
    """What the file says, without the entries that make no sense."""
    city = read_city(folder, Problems())
    languages = tuple(city.row.facts["languages"] if city else ()) or all_languages()
    records = read_entries(folder, FILE, "class", problems, languages)
    return [_written(record) for record in records if record.code()]


def _written(record: Record) -> Written:
    record.only(_FIELDS)
    kinds = record.array("kinds")
    for kind in set(kinds) - set(CaseKind.values):
        record.wrong("kinds", _("Nie ma rodzaju „{kind}”."), kind=kind)
    return Written(
        code=record.code(),
        names=record.table_of_names("name"),
        symbol=record.text("symbol", longest=20),
        archive=record.text("archive", longest=4),
        categories=sorted(set(record.array("categories"))),
        groups=sorted(set(record.array("groups"))),
        kinds=sorted(set(kinds)),
        contact_years=_years(record, "contact_years"),
        words_years=_years(record, "words_years"),
        confirmed=record.values.get("confirmed", False) is True,
        basis=record.text("basis"),
    )


def _years(record: Record, field: str) -> int | None:
    value = record.values.get(field)
    if value is None or (type(value) is int and 0 <= value <= 100):
        return value
    record.wrong(field, _("{field}: to musi być liczba lat."), _("Wpisz liczbę od 0 do 100."))
    return None
