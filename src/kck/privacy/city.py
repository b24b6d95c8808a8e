"""`retention.toml` of a city's folder: classes of records and their years."""

from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from kck.directory.editing import tomls
from kck.directory.loading.city import all_languages, read_city
from kck.directory.loading.fields import Record
from kck.directory.loading.parts import last_loaded
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
    """Note every mistake; answer what a load would do, a line for each change."""
    wanted = read(folder, problems)
    if not (folder / FILE).is_file():
        return []
    known, before, lines = _stored(), _last_loaded(), []
    for place, one in enumerate(wanted):
        old = known.pop(one.code, None)
        if old is None:
            lines.append(f"+ retention {one.code}")
        elif before.get(one.code) != one and _differs(old, one, place):
            lines.append(f"~ retention {one.code}")
    return [*lines, *(f"- retention {code}" for code in known if code in before)]


@command
def load(folder: Path, *, at: datetime | None = None, by: Actor = PLATFORM) -> None:
    """Bring classes in line with the file. What was done on screens stays until it says anew."""
    if not (folder / FILE).is_file():
        return
    at, known, before = at or clock.now(), _stored(), _last_loaded()
    for place, wanted in enumerate(read(folder, Problems())):
        old = known.pop(wanted.code, None)
        if old is not None and (
            before.get(wanted.code) == wanted or not _differs(old, wanted, place)
        ):
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
    RetentionClass.objects.filter(code__in=set(known) & set(before)).delete()


def _stored() -> dict[str, RetentionClass]:
    return {row.code: row for row in RetentionClass.objects.all()}


def _last_loaded() -> dict[str, Written]:
    with last_loaded() as folder:
        return {one.code: one for one in read(folder, Problems())}


def written(folder: Path | None) -> str:
    """`retention.toml` as the tables have it, or as this folder does."""
    found = _of_tables() if folder is None else read(folder, Problems())
    return tomls.entries("class", (_entry(one) for one in found))


def _of_tables() -> list[Written]:
    return [
        Written(
            code=row.code, names=row.names, symbol=row.symbol, archive=row.archive,
            categories=row.categories, groups=row.groups, kinds=row.kinds,
            contact_years=row.contact_years, words_years=row.words_years, basis=row.basis,
            confirmed=row.confirmed_at is not None,
        )
        for row in RetentionClass.objects.order_by("order", "code")
    ]  # fmt: skip


def _entry(one: Written) -> dict[str, Any]:
    """What is empty is left out; whether it is confirmed always stands there."""
    values = {name: value for name, value in one.row.items() if value not in ("", [], None)}
    names = values.pop("names")
    return {**values, "confirmed": one.confirmed, "name": tomls.spoken(names)}


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
    return class_row(record)


def class_row(record: Record) -> Written:
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
