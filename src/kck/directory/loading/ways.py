"""`ways.csv`: how units work, where it differs from day to day or needs more than a word."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kck.directory.loading.fields import Draft, Record
from kck.directory.loading.problems import Problems
from kck.directory.loading.tables import read_table
from kck.directory.models import WayPeriod
from kck.directory.terms import LinkWhen, PhotosOut, WayOfWorking
from kck.directory.ways import DEFAULT_HOUR, PERSONAL_FIELDS
from kck.foundation.text import _

WAYS_FILE = "ways.csv"
COLUMNS = (
    *("unit", "way", "valid_from", "valid_to"),
    *("link_mails", "link_when", "link_hour"),
    *("open311_endpoint", "open311_jurisdiction", "phone_number"),
)
# what only the screen of the back office asks for
OPTIONAL = (
    *("open311_photos", "open311_personal", "open311_poll_minutes"),
    *("open311_services", "open311_states"),
)


def read_ways(
    folder: Path, problems: Problems, languages: tuple[str, ...]
) -> list[Draft[WayPeriod]]:
    records = read_table(folder, WAYS_FILE, COLUMNS, problems, languages, optional=OPTIONAL)
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
    found: dict[str, Any] = {
        "endpoint": endpoint,
        "jurisdiction": record.text("open311_jurisdiction"),
    }
    if photos := record.choice("open311_photos", PhotosOut.values, required=False):
        found["photos"] = photos
    if personal := [one for one in record.listed("open311_personal") if one in PERSONAL_FIELDS]:
        found["personal"] = personal
    if minutes := record.whole("open311_poll_minutes"):
        found["poll_minutes"] = minutes
    for part in ("services", "states"):
        if pairs := _pairs(record, f"open311_{part}"):
            found[part] = pairs
    return found


def _pairs(record: Record, field: str) -> dict[str, str]:
    """`ours=theirs|other=theirs`."""
    split = (one.partition("=") for one in record.listed(field))
    return {left.strip(): right.strip() for left, _sign, right in split if right.strip()}


def _phone(record: Record) -> dict[str, Any]:
    number = record.text("phone_number", longest=30)
    return {"number": number} if number else {}
