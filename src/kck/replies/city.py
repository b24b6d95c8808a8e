"""`ready_texts.toml` of a city's folder: checked and loaded together with the rest of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from kck.directory.editing import tomls
from kck.directory.loading.city import all_languages, read_city
from kck.directory.loading.fields import Record
from kck.directory.loading.problems import Problems
from kck.directory.loading.tables import read_text
from kck.directory.loading.tomls import read_entries
from kck.foundation import clock
from kck.foundation.actor import PLATFORM, Actor
from kck.foundation.text import _
from kck.replies import policy
from kck.replies.commands import write_text
from kck.replies.models import ReadyTextEdition
from kck.replies.queries import to_keep
from kck.replies.rules import problems as problems_of
from kck.replies.terms import Limits, Purpose

FILE = "ready_texts.toml"
_LISTS = ("units", "groups", "categories", "states", "outcomes")
_FIELDS = ("code", "name", "body", "purposes", *_LISTS, "valid_from", "valid_to")


Editions = list[ReadyTextEdition]


@dataclass(frozen=True, kw_only=True)
class Written:
    """A ready text as the file has it."""

    code: str
    names: Mapping[str, str]
    bodies: Mapping[str, str]
    limits: Limits
    valid_from: date | None
    valid_to: date | None


def check(folder: Path, problems: Problems) -> list[str]:
    """Note every mistake; answer what a load would do, a line for each change."""
    texts = read_ready_texts(folder, problems)
    known, standing = _from_file(), _standing()
    lines = [
        f"{'~' if text.code in known else '+'} ready text {text.code}: {text.names.get('pl', '')}"
        for text in texts
        if _is_news(text, known, standing)
    ]
    return [*lines, *(f"- ready text {old.code}" for old in _gone(texts, known))]


def load(folder: Path, *, by: Actor = PLATFORM) -> None:
    """Bring ready texts in line with the file. Again, it changes nothing.

    What an editor wrote since stays until the file says something new.
    """
    if not (folder / FILE).exists():
        return
    writer = by if policy.may_edit(by) else PLATFORM
    texts = read_ready_texts(folder, Problems())
    known, standing = _from_file(), _standing()
    for text in texts:
        if _is_news(text, known, standing):
            _write(text, known.get(text.code, []), by=writer)
    for old in _gone(texts, known):
        _end(old, by=writer)


def _is_news(
    text: Written, known: Mapping[str, Editions], standing: Mapping[str, Editions]
) -> bool:
    """Neither what the file said before, nor what stands already."""
    rows = [*known.get(text.code, []), *standing.get(text.code, [])]
    return all(_differs(row, text) for row in rows)


def _gone(texts: list[Written], known: Mapping[str, Editions]) -> list[ReadyTextEdition]:
    """Of each code the file no longer has, the last edition, unless that has an end."""
    named = {text.code for text in texts}
    last = [rows[-1] for code, rows in known.items() if code not in named]
    return [row for row in last if row.valid_to is None]


def read_ready_texts(folder: Path, problems: Problems) -> list[Written]:
    """What the file says, without the entries that make no sense."""
    if read_text(folder, FILE, Problems(), required=False) is None:
        return []
    city = read_city(folder, Problems())
    languages = tuple(city.row.facts["languages"] if city else ()) or all_languages()
    records = read_entries(folder, FILE, "text", problems, languages)
    _check_doubles(records)
    return [text for record in records if (text := _written(record)) is not None]


def _written(record: Record) -> Written | None:
    record.only(_FIELDS)
    code = record.code()
    names, bodies = record.table_of_names("name"), record.table_of_names("body")
    purposes = record.array("purposes")
    for unknown in sorted(set(purposes) - set(Purpose)):
        record.wrong(
            "purposes",
            _("{field}: nieznana wartość „{value}”."),
            _("Możliwe: {known}."),
            value=unknown,
            known=", ".join(Purpose),
        )
    wrong = problems_of(names, bodies, purposes) if code and names and bodies else []
    for sentence in wrong:
        record.wrong("body", "{sentence}", sentence=sentence)
    dates = record.validity()
    if not code or wrong:
        return None
    return Written(
        code=code,
        names=names,
        bodies=bodies,
        limits=Limits(purposes=purposes, **{name: record.array(name) for name in _LISTS}),
        valid_from=dates["valid_from"],
        valid_to=dates["valid_to"],
    )


def _check_doubles(records: list[Record]) -> None:
    seen: set[tuple[str, str]] = set()
    for record in records:
        code = str(record.values.get("code", ""))
        edition = (code, str(record.values.get("valid_from", "")))
        if edition in seen:
            record.wrong(
                "code",
                _("Gotowy tekst „{code}” jest już w tym pliku."),
                _("Zmień kod jednego z nich."),
                code=code,
            )
        seen.add(edition)


def _from_file() -> dict[str, Editions]:
    """Of each code the editions of the last load, the earliest first."""
    rows = ReadyTextEdition.objects.filter(from_file=True).order_by("code", "valid_from", "id")
    return {code: _of_last_load(list(found)) for code, found in groupby(rows, lambda row: row.code)}


def _of_last_load(rows: Editions) -> Editions:
    """A day that was written twice says what was written last."""
    return list({row.valid_from: row for row in rows}.values())


def _standing() -> dict[str, Editions]:
    return {
        code: list(rows) for code, rows in groupby(to_keep(clock.today()), lambda row: row.code)
    }


def _write(text: Written, old: Editions, *, by: Actor) -> None:
    today = clock.today()
    begins = text.valid_from or (today if old else date(today.year, 1, 1))
    write_text(
        text.code,
        names=text.names,
        bodies=text.bodies,
        limits=text.limits,
        valid_from=min(begins, text.valid_to or begins),
        valid_to=text.valid_to,
        from_file=True,
        at=clock.now(),
        by=by,
    )


def _end(old: ReadyTextEdition, *, by: Actor) -> None:
    """The file no longer has it: yesterday was its last day."""
    info = old.info
    last = clock.today()
    write_text(
        old.code, names=info.names, bodies=info.bodies, limits=info.limits,
        valid_from=min(info.valid_from, last), valid_to=last, from_file=True,
        at=clock.now(), by=by,
    )  # fmt: skip


def _differs(old: ReadyTextEdition, new: Written) -> bool:
    """Whether the file says anything else than what was loaded from it."""
    limits = {name: sorted(getattr(new.limits, name)) for name in ("purposes", *_LISTS)}
    same_days = new.valid_to == old.valid_to and new.valid_from in (None, old.valid_from)
    return (
        not same_days
        or (dict(new.names), dict(new.bodies)) != (old.names, old.bodies)
        or any(getattr(old, name) != limits[name] for name in limits)
    )


# -- out -------------------------------------------------------------------------------------


def written(folder: Path | None) -> str:
    """`ready_texts.toml` as it stands and is planned, or as the file of this folder says it."""
    found = _of_tables() if folder is None else _with_days(read_ready_texts(folder, Problems()))
    ordered = sorted(found, key=lambda one: (one.code, one.valid_from or date.min))
    return tomls.entries("text", (_entry(one) for one in ordered))


def _of_tables() -> list[Written]:
    return [
        Written(
            code=row.code, names=row.names, bodies=row.bodies, limits=row.info.limits,
            valid_from=row.valid_from, valid_to=row.valid_to,
        )
        for row in to_keep(clock.today())
    ]  # fmt: skip


def _with_days(texts: list[Written]) -> list[Written]:
    """A text without a first day has the one from which it was loaded."""
    known = _from_file()
    return [text if text.valid_from else _dated(text, known.get(text.code, [])) for text in texts]


def _dated(text: Written, rows: Editions) -> Written:
    first = next((row.valid_from for row in rows if not _differs(row, text)), None)
    return replace(text, valid_from=first)


def _entry(one: Written) -> dict[str, Any]:
    days = {
        name: day.isoformat()
        for name in ("valid_from", "valid_to")
        if (day := getattr(one, name)) is not None
    }
    lists = {name: sorted(getattr(one.limits, name)) for name in ("purposes", *_LISTS)}
    limits = {name: found for name, found in lists.items() if found}
    names, bodies = tomls.spoken(one.names), tomls.spoken(one.bodies)
    return {"code": one.code, **limits, **days, "name": names, "body": bodies}
