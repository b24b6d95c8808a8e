"""`notices.toml` of a city's folder: checked and loaded together with the rest of it."""

import json
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from kck.directory.editing import tomls
from kck.directory.loading.city import all_languages, read_city
from kck.directory.loading.fields import Record
from kck.directory.loading.problems import Problems, suggestion
from kck.directory.loading.tomls import read_entries
from kck.foundation import clock
from kck.foundation.actor import PLATFORM, Actor
from kck.foundation.text import _
from kck.notices import policy
from kck.notices.commands import publish_notice, withdraw_notice
from kck.notices.models import Notice
from kck.notices.rules import LONGEST_TEXT, LONGEST_TITLE, cleaned
from kck.notices.terms import NoticeKind

FILE = "notices.toml"
_FIELDS = ("code", "kind", "title", "text", "districts", "valid_from", "valid_to")


@dataclass(frozen=True, kw_only=True)
class Written:
    """A notice as the file has it."""

    code: str
    kind: str
    titles: dict[str, str]
    texts: dict[str, str]
    districts: list[str]
    valid_from: datetime
    valid_to: datetime | None


def check(folder: Path, problems: Problems) -> list[str]:
    """Note every mistake; answer what a load would do, a line for each change."""
    wanted = read_notices(folder, problems)
    known = _known()
    lines = []
    for notice in wanted:
        old = known.pop(notice.code, None)
        if old is None:
            lines.append(f"+ notice {notice.code}: {notice.titles.get('pl', '')}")
        elif differs(old, notice):
            lines.append(f"~ notice {notice.code}: {notice.titles.get('pl', '')}")
    return [*lines, *(f"- notice {code}" for code, old in known.items() if _stands(old))]


def load(folder: Path, *, at: datetime | None = None, by: Actor = PLATFORM) -> None:
    """Bring notices in line with the file. Again, it changes nothing.

    One that an editor withdrew stays withdrawn until the file says something new.
    """
    # whoever may load the city may load this file of it
    speaker = by if policy.may_edit(by) else PLATFORM
    known, at = _known(), at or clock.now()
    for notice in read_notices(folder, Problems()):
        old = known.pop(notice.code, None)
        if old is None or differs(old, notice):
            _publish(notice, by=speaker, at=at)
    for old in known.values():
        withdraw_notice(old.pk, by=speaker, at=at)
    # a code that comes back later is news again
    Notice.objects.filter(pk__in=[old.pk for old in known.values()]).update(from_file=False)


def _publish(notice: Written, *, by: Actor, at: datetime) -> None:
    publish_notice(
        code=notice.code,
        kind=notice.kind,
        titles=notice.titles,
        texts=notice.texts,
        districts=notice.districts,
        valid_from=notice.valid_from,
        valid_to=notice.valid_to,
        from_file=True,
        by=by,
        at=at,
    )


def read_notices(folder: Path, problems: Problems) -> list[Written]:
    """What the file says, without the entries that make no sense."""
    # what is wrong in city.toml is told by the directory, not twice
    city = read_city(folder, Problems())
    languages = tuple(city.row.facts["languages"] if city else ()) or all_languages()
    zone = _zone(str(city.row.facts["timezone"])) if city else clock.city_zone()
    records = read_entries(folder, FILE, "notice", problems, languages)
    _check_doubles(records)
    _check_districts(records, _districts(folder))
    return [notice for record in records if (notice := _written(record, zone)) is not None]


def _written(record: Record, zone: ZoneInfo) -> Written | None:
    record.only(_FIELDS)
    titles = cleaned(record.table_of_names("title"))
    texts = cleaned(record.table_of_names("text", required=False))
    _check_length(record, "title", titles, LONGEST_TITLE)
    _check_length(record, "text", texts, LONGEST_TEXT)
    code, kind = record.code(), record.choice("kind", NoticeKind.values)
    begins, ends = _span(record, zone)
    if begins is None or not code or not kind:
        return None
    return Written(
        code=code,
        kind=kind,
        titles=titles,
        texts=texts,
        districts=sorted(set(record.array("districts"))),
        valid_from=begins,
        valid_to=ends,
    )


def _span(record: Record, zone: ZoneInfo) -> tuple[datetime | None, datetime | None]:
    begins, ends = _moment(record, "valid_from", zone), _moment(record, "valid_to", zone)
    if not record.values.get("valid_from"):
        record.wrong(
            "valid_from", _("Brakuje pola {field}."), _("Napisz dzień albo dzień i godzinę.")
        )
    if begins and ends and ends <= begins:
        record.wrong(
            "valid_to",
            _("valid_to ({last}) nie jest później niż valid_from ({first})."),
            _("Popraw jedną z dat."),
            first=begins.isoformat(),
            last=ends.isoformat(),
        )
    return begins, ends


def _moment(record: Record, field: str, zone: ZoneInfo) -> datetime | None:
    """A day (its beginning) or a day and an hour, on the city's clocks unless a zone is written."""
    raw = record.values.get(field, "")
    if raw == "":
        return None
    moment = _parsed(raw)
    if moment is None:
        record.wrong(
            field,
            _("{field}: „{value}” nie jest chwilą."),
            _("Napisz dzień 2026-01-31 albo dzień i godzinę 2026-01-31T06:00."),
            value=raw,
        )
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _parsed(raw: object) -> datetime | None:
    if isinstance(raw, datetime):
        return raw
    if isinstance(raw, date):
        return datetime.combine(raw, time.min)
    try:
        return datetime.fromisoformat(str(raw).strip())
    except ValueError:
        return None


def _check_length(record: Record, field: str, texts: dict[str, str], longest: int) -> None:
    for language, text in texts.items():
        if len(text) > longest:
            record.wrong(
                field,
                _("{field}.{language}: tekst jest za długi ({length} znaków)."),
                _("Skróć do {longest} znaków: komunikat jest też czytany na głos."),
                language=language,
                length=len(text),
                longest=longest,
            )


def _districts(folder: Path) -> frozenset[str]:
    """The districts on the map; what is wrong with that file is for `kck.places` to say."""
    try:
        found = json.loads((folder / "districts.geojson").read_text(encoding="utf-8-sig"))
        return frozenset(str(one["properties"]["code"]) for one in found["features"])
    except (OSError, ValueError, KeyError, TypeError):
        return frozenset()


def _check_districts(records: list[Record], known: frozenset[str]) -> None:
    for record in records:
        for code in record.array("districts") if known else ():
            if code not in known:
                record.wrong(
                    "districts",
                    _("{field}: nie ma dzielnicy „{code}”."),
                    suggestion(code, known),
                    code=code,
                )


def _check_doubles(records: list[Record]) -> None:
    seen: set[object] = set()
    for record in records:
        code = record.values.get("code")
        if code and code in seen:
            record.wrong(
                "code",
                _("Komunikat „{code}” jest już w tym pliku."),
                _("Zmień kod jednego z nich."),
                code=code,
            )
        seen.add(str(code))


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return clock.city_zone()


def _known() -> dict[str, Notice]:
    return {row.code: row for row in Notice.objects.filter(from_file=True)}


def _stands(notice: Notice) -> bool:
    return notice.withdrawn_at is None


def differs(old: Notice, new: Written) -> bool:
    """Whether the file says anything else than what was loaded from it."""
    return (
        old.kind,
        old.titles,
        old.texts,
        old.districts,
        old.valid_from,
        old.valid_to,
    ) != (new.kind, new.titles, new.texts, new.districts, new.valid_from, new.valid_to)


# -- out -------------------------------------------------------------------------------------


def written(folder: Path | None) -> str:
    """`notices.toml` as it stands, or as the file of this folder says it; a code stands once."""
    found = _of_tables() if folder is None else read_notices(folder, Problems())
    zone = clock.city_zone()
    ordered = sorted(found, key=lambda one: one.code)
    return tomls.entries("notice", (_entry(one, zone) for one in ordered))


def _of_tables() -> list[Written]:
    return [
        Written(
            code=row.code, kind=row.kind, titles=row.titles, texts=row.texts,
            districts=row.districts, valid_from=row.valid_from, valid_to=row.valid_to,
        )
        for row in Notice.objects.standing()
    ]  # fmt: skip


def _entry(one: Written, zone: ZoneInfo) -> dict[str, Any]:
    last = {"valid_to": one.valid_to.astimezone(zone).isoformat()} if one.valid_to else {}
    return {
        "code": one.code,
        "kind": one.kind,
        "districts": one.districts,
        "valid_from": one.valid_from.astimezone(zone).isoformat(),
        **last,
        "title": tomls.spoken(one.titles),
        "text": tomls.spoken(one.texts),
    }
