"""`boxes.csv` of a city's folder: the addresses people write to, and who answers there."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kck.conversations.models import Box
from kck.directory.loading.city import all_languages
from kck.directory.loading.fields import Record
from kck.directory.loading.problems import Problems, suggestion
from kck.directory.loading.tables import read_table
from kck.foundation import clock
from kck.foundation.text import _
from kck.intake.terms import Channel

FILE = "boxes.csv"
WRITTEN = (Channel.EMAIL, Channel.SMS)
_COLUMNS = (
    "code", "channel", "address", "also", "unit", "name_pl", "name_en", "name_uk", "may_cc",
    "always_bcc", "valid_from", "valid_to",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Written:
    """A box as the file has it."""

    code: str
    channel: str
    address: str
    also: tuple[str, ...]
    unit: str
    names: dict[str, str]
    may_cc: bool
    always_bcc: str
    valid_from: date
    valid_to: date | None


def check(folder: Path, problems: Problems) -> list[str]:
    """Note every mistake; answer what a load would do, a line for each change."""
    if not (folder / FILE).is_file():
        return []
    wanted = {one.code: one for one in read(folder, problems)}
    known = {one.code: one for one in _of_tables()}
    return [
        *(f"+ box {code}" for code in sorted(wanted.keys() - known.keys())),
        *(
            f"~ box {code}"
            for code in sorted(wanted.keys() & known.keys())
            if wanted[code] != known[code]
        ),
        *(f"- box {code}" for code in _ending(wanted, known)),
    ]


def _ending(wanted: dict[str, Written], known: dict[str, Written]) -> list[str]:
    """What the file no longer has and is still open: it ends today; its talks stay."""
    today = clock.today()
    gone = sorted(known.keys() - wanted.keys())
    return [code for code in gone if (until := known[code].valid_to) is None or until > today]


def load(folder: Path) -> None:
    """Bring the boxes in line with the file. Again, it changes nothing."""
    if not (folder / FILE).is_file():
        return
    found = read(folder, Problems())
    for one in found:
        Box.objects.update_or_create(
            code=one.code,
            defaults={
                "channel": one.channel,
                "address": one.address,
                "also": list(one.also),
                "unit": one.unit,
                "names": one.names,
                "may_cc": one.may_cc,
                "always_bcc": one.always_bcc,
                "valid_from": one.valid_from,
                "valid_to": one.valid_to,
            },
        )
    known = {one.code: one for one in _of_tables()}
    ending = _ending({one.code: one for one in found}, known)
    Box.objects.filter(code__in=ending).update(valid_to=clock.today())


def read(folder: Path, problems: Problems) -> list[Written]:
    """What the file says, without lines that cannot be used."""
    if not (folder / FILE).is_file():
        return []
    records = read_table(folder, FILE, _COLUMNS, problems, all_languages())
    units = _units(folder)
    return [one for record in records if (one := _written(record, units)) is not None]


def _units(folder: Path) -> frozenset[str]:
    """Codes of the units of the same folder."""
    path = folder / "units.csv"
    if not path.is_file():
        return frozenset()
    rows = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))
    return frozenset(row.get("code", "") for row in rows)


def _written(record: Record, units: frozenset[str]) -> Written | None:
    code, address = record.code(), record.text("address", required=True, longest=254)
    channel = record.choice("channel", [str(one) for one in WRITTEN])
    unit, since = record.text("unit", required=True), record.day("valid_from")
    names = record.names("name")
    if unit and units and unit not in units:
        record.wrong("unit", _("Nie ma jednostki „{unit}”."), suggestion(unit, units), unit=unit)
        return None
    if channel == Channel.EMAIL and address.count("@") != 1:
        record.wrong("address", _("„{address}” nie jest adresem e-mail."), address=address)
        return None
    if not (code and address and channel and unit and since):
        return None
    return Written(
        code=code,
        channel=channel,
        address=address.lower(),
        also=tuple(one.lower() for one in record.listed("also")),
        unit=unit,
        names=names,
        may_cc=record.flag("may_cc"),
        always_bcc=record.text("always_bcc"),
        valid_from=since,
        valid_to=record.day("valid_to"),
    )


# -- out -------------------------------------------------------------------------------------


def written(folder: Path | None) -> str:
    """The file as the table has it, or as the one of this folder says it."""
    found = _of_tables() if folder is None else read(folder, Problems())
    return _as_csv(sorted(found, key=lambda one: one.code)) if found else ""


def _as_csv(rows: Iterable[Written]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for one in rows:
        writer.writerow(
            [
                one.code, one.channel, one.address, "|".join(one.also), one.unit,
                one.names.get("pl", ""), one.names.get("en", ""), one.names.get("uk", ""),
                "yes" if one.may_cc else "no", one.always_bcc, one.valid_from,
                one.valid_to or "",
            ]
        )  # fmt: skip
    return out.getvalue()


def _of_tables() -> list[Written]:
    return [
        Written(
            code=row.code, channel=row.channel, address=row.address, also=tuple(row.also),
            unit=row.unit, names=row.names, may_cc=row.may_cc, always_bcc=row.always_bcc,
            valid_from=row.valid_from, valid_to=row.valid_to,
        )
        for row in Box.objects.all()
    ]  # fmt: skip
