"""`ready_texts.toml` of a city's folder: checked and loaded together with the rest of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

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
from kck.replies.rules import problems as problems_of
from kck.replies.terms import Limits, Purpose

FILE = "ready_texts.toml"
_LISTS = ("units", "groups", "categories", "states", "outcomes")
_FIELDS = ("code", "name", "body", "purposes", *_LISTS, "valid_from", "valid_to")


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
    known = _from_file()
    lines = []
    for text in read_ready_texts(folder, problems):
        old = known.pop(text.code, None)
        if old is None or _differs(old, text):
            lines.append(
                f"{'~' if old else '+'} ready text {text.code}: {text.names.get('pl', '')}"
            )
    return [*lines, *(f"- ready text {code}" for code, old in known.items() if not old.valid_to)]


def load(folder: Path, *, by: Actor = PLATFORM) -> None:
    """Bring ready texts in line with the file. Again, it changes nothing.

    What an editor wrote since stays until the file says something new.
    """
    if not (folder / FILE).exists():
        return
    writer = by if policy.may_edit(by) else PLATFORM
    known = _from_file()
    for text in read_ready_texts(folder, Problems()):
        old = known.pop(text.code, None)
        if old is None or _differs(old, text):
            _write(text, old, by=writer)
    for old in known.values():
        if old.valid_to is None:
            _end(old, by=writer)


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
    seen: set[str] = set()
    for record in records:
        code = str(record.values.get("code", ""))
        if code in seen:
            record.wrong(
                "code",
                _("Gotowy tekst „{code}” jest już w tym pliku."),
                _("Zmień kod jednego z nich."),
                code=code,
            )
        seen.add(code)


def _from_file() -> dict[str, ReadyTextEdition]:
    """Of each code the last edition that came from the file."""
    rows = ReadyTextEdition.objects.filter(from_file=True).order_by("code", "-id").distinct("code")
    return {row.code: row for row in rows}


def _write(text: Written, old: ReadyTextEdition | None, *, by: Actor) -> None:
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
