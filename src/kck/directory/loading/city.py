"""`city.toml` and `calendars.toml`."""

import re
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import holidays
from django.conf import settings

from kck.directory.loading.fields import Draft, Record
from kck.directory.loading.problems import Problems, nearest, suggestion
from kck.directory.loading.tomls import read_entries, read_record
from kck.directory.models import Calendar, City
from kck.directory.terms import CaseKind, parse_spans
from kck.foundation.text import _

CITY_FILE = "city.toml"
CALENDARS_FILE = "calendars.toml"
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WORDS = ("code", "jurisdiction_id", "phone", "email", "site", "timezone")
_UNITS = ("centre_unit", "formal_unit")
WORDS_OF_CITY = (*_WORDS, *_UNITS)
DAYS = ("silence_days", "reporter_wait_days", "reopen_days")
_OTHER = ("name", "languages", "center", "bounds", "unknown_category", "kind_categories")
_FILING = ("filing_edoreczenia", "filing_epuap", "filing_paper")
# how an export orders them
FACTS = (
    *("code", "jurisdiction_id", "phone", "email", "site", "timezone", "languages"),
    *("center", "bounds", *_UNITS, *DAYS, "unknown_category", *_FILING, "name"),
    "kind_categories",
)
_DELIVERY_ADDRESS = re.compile(r"AE:[A-Z]{2}-\d{5}-\d{5}-[A-Z]{5}-\d{2}")
_MAY_BE_EMPTY = {"email", "phone", "site"}


def all_languages() -> tuple[str, ...]:
    return tuple(code for code, _name in settings.LANGUAGES)


def read_city(folder: Path, problems: Problems) -> Draft[City] | None:
    record = read_record(folder, CITY_FILE, problems, all_languages())
    if record is None:
        return None
    return Draft(row=city_row(record), at=record)


def city_row(record: Record) -> City:
    record.only((*WORDS_OF_CITY, *DAYS, *_OTHER, *_FILING))
    facts: dict[str, Any] = {
        word: record.text(word, required=word not in _MAY_BE_EMPTY) for word in WORDS_OF_CITY
    }
    facts["languages"] = _languages(record)
    facts["name"] = record.table_of_names("name")
    facts["center"] = _degrees(record, "center", 2, "[50.06, 19.94]")
    facts["bounds"] = _degrees(record, "bounds", 4, "[49.96, 19.78, 50.14, 20.23]")
    facts |= {field: _count_of_days(record, field) for field in DAYS}
    facts["unknown_category"] = record.text("unknown_category", required=True)
    facts["kind_categories"] = _kind_categories(record)
    facts |= _filing(record)
    _check_zone(record, facts["timezone"])
    _check_bounds(record, facts["center"], facts["bounds"])
    return City(code=facts["code"], facts=facts)


def _filing(record: Record) -> dict[str, Any]:
    """Where a formal letter is filed: the address for e-Doręczenia, the ePUAP box, on paper."""
    address = record.text("filing_edoreczenia")
    if address and not _DELIVERY_ADDRESS.fullmatch(address):
        record.wrong(
            "filing_edoreczenia",
            _("{field}: „{value}” nie jest adresem do doręczeń elektronicznych."),
            _("Napisz jak AE:PL-12345-67890-ABCDE-12 albo zostaw puste."),
            value=address,
        )
    return {
        "filing_edoreczenia": address,
        "filing_epuap": record.text("filing_epuap"),
        "filing_paper": record.table_of_names("filing_paper", required=False),
    }


def _kind_categories(record: Record) -> dict[str, str]:
    """`[kind_categories]`: under which category a question, an idea, praise … is kept."""
    raw = record.values.get("kind_categories", {})
    if not isinstance(raw, dict):
        record.wrong(
            "kind_categories",
            _("{field}: potrzebne są pary rodzaj = kategoria."),
            _('Napisz [kind_categories], a pod nim na przykład idea = "ideas-city".'),
        )
        return {}
    for kind in sorted(set(raw) - set(CaseKind.values)):
        record.wrong(
            "kind_categories",
            _("{field}: nieznany rodzaj sprawy „{kind}”."),
            suggestion(kind, CaseKind.values),
            kind=kind,
        )
    return {str(kind): str(code) for kind, code in raw.items()}


def _languages(record: Record) -> list[str]:
    known = all_languages()
    found = record.array("languages") or list(known)
    for language in found:
        if language not in known:
            record.wrong(
                "languages",
                _("{field}: nieznany język „{language}”."),
                suggestion(language, known),
                language=language,
            )
    return found


def _degrees(record: Record, field: str, count: int, sample: str) -> list[float]:
    raw = record.values.get(field)
    fits = isinstance(raw, list) and len(raw) == count
    if not fits or not all(isinstance(one, int | float) and abs(one) <= 180 for one in raw or ()):
        record.wrong(
            field,
            _("{field}: potrzebne są współrzędne ({count} liczby)."),
            _("Napisz jak {sample}."),
            count=count,
            sample=sample,
        )
        return []
    return [float(one) for one in raw or ()]


def _check_bounds(record: Record, center: list[float], bounds: list[float]) -> None:
    if not bounds:
        return
    south, west, north, east = bounds
    if south >= north or west >= east:
        record.wrong(
            "bounds",
            _("bounds: granice są w złej kolejności."),
            _("Napisz [południe, zachód, północ, wschód]."),
        )
    elif center and not (south <= center[0] <= north and west <= center[1] <= east):
        record.wrong(
            "center",
            _("center: środek leży poza granicami."),
            _("Napisz [szerokość, długość]; sprawdź, czy nie są zamienione."),
        )


def _count_of_days(record: Record, field: str) -> int:
    raw = record.values.get(field)
    if isinstance(raw, int) and not isinstance(raw, bool) and 1 <= raw <= 3650:
        return raw
    record.wrong(
        field, _("{field}: potrzebna jest liczba dni."), _("Napisz liczbę całkowitą od 1.")
    )
    return 1


def _check_zone(record: Record, zone: str) -> None:
    try:
        ZoneInfo(zone or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        record.wrong(
            "timezone",
            _("timezone: nieznana strefa czasowa „{zone}”."),
            _("Napisz „{meant}”."),
            meant=nearest(zone, available_timezones()) or "Europe/Warsaw",
            zone=zone,
        )


def read_calendars(
    folder: Path, problems: Problems, languages: tuple[str, ...]
) -> list[Draft[Calendar]]:
    records = read_entries(folder, CALENDARS_FILE, "calendar", problems, languages, required=True)
    return [Draft(row=calendar_row(record), at=record) for record in records]


def calendar_row(record: Record) -> Calendar:
    record.only(("code", "name", "holidays", "hours", "closed", "open", "valid_from", "valid_to"))
    return Calendar(
        code=record.code(),
        names=record.table_of_names("name"),
        holidays=_country(record),
        hours=_hours(record),
        closed=_dates(record, "closed"),
        open=_dates(record, "open"),
        **record.validity(),
    )


def _country(record: Record) -> str:
    country = record.text("holidays")
    if country and (len(country) != 2 or country not in holidays.list_supported_countries()):
        record.wrong(
            "holidays",
            _("holidays: nieznany kraj „{country}”."),
            _("Napisz kod kraju, na przykład „PL”, albo zostaw puste."),
            country=country,
        )
        return ""
    return country


def _hours(record: Record) -> dict[str, str]:
    raw = record.values.get("hours", {})
    if not isinstance(raw, dict) or not raw:
        record.wrong(
            "hours",
            _("{field}: kalendarz nie ma ani jednego dnia otwartego."),
            _('Napisz na przykład mon = "07:40-15:30".'),
        )
        return {}
    for day in sorted(set(raw) - set(WEEK)):
        record.wrong(
            f"hours.{day}",
            _("Nieznany dzień „{day}”."),
            _("Możliwe wartości: {words}."),
            day=day,
            words=", ".join(WEEK),
        )
    return {day: _spans(record, day, str(raw[day])) for day in WEEK if raw.get(day)}


def _spans(record: Record, day: str, raw: str) -> str:
    try:
        parse_spans(raw)
    except ValueError:
        record.wrong(
            f"hours.{day}",
            _("{field}: „{raw}” to nie są godziny otwarcia."),
            _("Napisz jak 07:40-15:30, przedziały po kolei po przecinku, najdalej do 24:00."),
            raw=raw,
        )
    return raw


def _dates(record: Record, field: str) -> list[str]:
    found = []
    for raw in record.array(field):
        try:
            found.append(date.fromisoformat(raw).isoformat())
        except ValueError:
            record.wrong(
                field,
                _("{field}: „{value}” nie jest datą."),
                _("Napisz datę jak 2026-01-31."),
                value=raw,
            )
    return found
