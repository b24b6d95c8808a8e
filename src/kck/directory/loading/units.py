"""`units.csv`, `helplines.csv` and `stages.csv`."""

import re
from pathlib import Path

from kck.directory.loading.fields import Draft, Record
from kck.directory.loading.problems import Problems
from kck.directory.loading.tables import read_table
from kck.directory.models import Helpline, Stage, Unit
from kck.directory.terms import DUTY, WayOfWorking, degrees
from kck.foundation.text import _

UNITS_FILE = "units.csv"
HELPLINES_FILE = "helplines.csv"
STAGES_FILE = "stages.csv"
_CONTACT = re.compile(r"[^@\s|]+@[^@\s|]+\.[^@\s|]+|\+\d{9,15}")


def named(prefix: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    """The columns of a text in every language."""
    return tuple(f"{prefix}_{language}" for language in languages)


def read_units(folder: Path, problems: Problems, languages: tuple[str, ...]) -> list[Draft[Unit]]:
    columns = (
        "code",
        *named("name", languages),
        "kind",
        *named("responsible_for", languages),
        "phone",
        "contact",
        "dispatcher_24h",
        "way_of_working",
        "calendar",
        "valid_from",
        "valid_to",
        "successor",
        "basis",
    )
    records = read_table(
        folder, UNITS_FILE, columns, problems, languages, required=True, optional=("base",)
    )
    return [Draft(row=unit_row(record), at=record) for record in records]


def unit_row(record: Record) -> Unit:
    return Unit(
        code=record.code(),
        names=record.names("name"),
        kind=record.text("kind", required=True, longest=100),
        responsible_for=record.names("responsible_for", required=False, longest=1000),
        phone=record.text("phone", longest=100),
        contact=record.text("contact", longest=200),
        dispatcher_24h=record.flag("dispatcher_24h"),
        way_of_working=record.choice("way_of_working", WayOfWorking.values),
        calendar=record.text("calendar", required=True, longest=60),
        base=_base(record),
        successor=record.text("successor", longest=60),
        basis=record.text("basis"),
        **record.validity(),
    )


def _base(record: Record) -> str:
    """An address, or a position; a position that is none would send crews astray."""
    text = record.text("base", longest=200)
    numbers = text and not any(sign.isalpha() for sign in text)
    if numbers and degrees(text) is None:
        record.wrong(
            "base",
            _("{field}: „{value}” to nie jest adres ani położenie."),
            _("Napisz adres jak „ul. Centralna 53” albo „50.0614, 19.9366”."),
            value=text,
        )
    return text


def read_helplines(
    folder: Path, problems: Problems, languages: tuple[str, ...]
) -> list[Draft[Helpline]]:
    columns = (
        "code",
        "number",
        *named("name", languages),
        "hours",
        "sms",
        *named("deaf", languages),
        "unit",
        "basis",
    )
    records = read_table(
        folder, HELPLINES_FILE, columns, problems, languages, optional=("valid_from", "valid_to")
    )
    return [Draft(row=helpline_row(record), at=record) for record in records]


def helpline_row(record: Record) -> Helpline:
    return Helpline(
        code=record.code(),
        number=record.text("number", required=True, longest=30),
        names=record.names("name"),
        hours=record.text("hours", longest=100),
        sms=record.text("sms", longest=30),
        deaf=record.names("deaf", required=False),
        unit=record.text("unit", longest=60),
        basis=record.text("basis"),
        **record.validity(),
    )


def read_stages(folder: Path, problems: Problems, languages: tuple[str, ...]) -> list[Draft[Stage]]:
    columns = ("unit", "channel", "function", "valid_from", "valid_to")
    records = read_table(folder, STAGES_FILE, columns, problems, languages, optional=("duty",))
    return [Draft(row=stage_row(record), at=record) for record in records]


def _duty(record: Record) -> list[str]:
    """Mails and telephones; a stage of that function has at least one."""
    contacts = record.listed("duty")
    for contact in contacts:
        if not _CONTACT.fullmatch(contact):
            record.wrong(
                "duty",
                _("{field}: „{value}” to ani e-mail, ani numer telefonu."),
                _("Napisz dyzur@miasto.pl albo +48601234567."),
                value=contact,
            )
    if record.text("function") == DUTY and not contacts:
        record.wrong("duty", _("Brakuje pola {field}."), _("Wpisz, kogo zawiadomić."))
    return contacts


def stage_row(record: Record) -> Stage:
    return Stage(
        unit=record.text("unit", required=True, longest=60),
        channel=record.text("channel", required=True, longest=60),
        function=record.text("function", required=True, longest=60),
        duty=_duty(record),
        **record.validity(),
    )
