"""`ways.csv`: how units work, where it differs from day to day or needs more than a word."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kck.directory.loading.fields import Draft, Record
from kck.directory.loading.problems import Problems
from kck.directory.loading.tables import read_table
from kck.directory.models import WayPeriod
from kck.directory.terms import LinkWhen, WayOfWorking
from kck.directory.ways import DEFAULT_HOUR
from kck.foundation.text import _

WAYS_FILE = "ways.csv"


def read_ways(
    folder: Path, problems: Problems, languages: tuple[str, ...]
) -> list[Draft[WayPeriod]]:
    columns = (
        *("unit", "way", "valid_from", "valid_to"),
        *("link_mails", "link_when", "link_hour"),
        *("open311_endpoint", "open311_jurisdiction", "phone_number"),
    )
    records = read_table(folder, WAYS_FILE, columns, problems, languages)
    return [Draft(row=_way(record), at=record) for record in records]


def _way(record: Record) -> WayPeriod:
    parts = {"link": _link(record), "open311": _open311(record), "phone": _phone(record)}
    return WayPeriod(
        code=record.code("unit"),
        way=record.choice("way", WayOfWorking.values),
        settings={name: part for name, part in parts.items() if part},
        **record.validity(),
    )


def _link(record: Record) -> dict[str, Any]:
    mails = record.listed("link_mails")
    for mail in mails:
        if "@" not in mail.strip("@"):
            record.wrong(
                "link_mails",
                _("{field}: „{value}” to nie jest adres e-mail."),
                _("Napisz jak dyspozytor@jednostka.pl, kilka oddziel znakiem |."),
                value=mail,
            )
    when = record.choice("link_when", LinkWhen.values, default=LinkWhen.EACH)
    hour = record.whole("link_hour")
    if hour is not None and hour > 23:
        record.wrong("link_hour", _("{field}: godzina jest od 0 do 23."), "")
    if not mails:
        return {}
    return {"mails": mails, "when": when, "hour": DEFAULT_HOUR if hour is None else hour}


def _open311(record: Record) -> dict[str, Any]:
    endpoint = record.text("open311_endpoint")
    if not endpoint:
        return {}
    if urlsplit(endpoint).scheme not in {"http", "https"}:
        record.wrong(
            "open311_endpoint",
            _("{field}: „{value}” to nie jest adres serwera."),
            _("Napisz jak https://jednostka.pl/open311/v2."),
            value=endpoint,
        )
    return {"endpoint": endpoint, "jurisdiction": record.text("open311_jurisdiction")}


def _phone(record: Record) -> dict[str, Any]:
    number = record.text("phone_number", longest=30)
    return {"number": number} if number else {}
