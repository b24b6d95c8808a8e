"""`message_texts.toml`: letters in the city's own words, where they are not those that ship."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from kck.directory.editing import tomls
from kck.directory.loading.city import all_languages
from kck.directory.loading.fields import Record
from kck.directory.loading.parts import last_loaded
from kck.directory.loading.problems import Problems, suggestion
from kck.directory.loading.tomls import read_entries
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.foundation.text import _
from kck.messaging.commands import edit_text, restore_default
from kck.messaging.models import TextEdition
from kck.messaging.registry import message_texts
from kck.messaging.rules import problems as problems_of
from kck.messaging.terms import Words

FILE = "message_texts.toml"
_FIELDS = ("key", "language", "subject", "body", "default", "since")


@dataclass(frozen=True, kw_only=True)
class Written:
    """One letter in one language; `since` is when it begins, if that is still to come."""

    key: str
    language: str
    subject: str = ""
    body: str = ""
    default: bool = False
    since: datetime | None = None

    @property
    def place(self) -> tuple[str, str]:
        return self.key, self.language


def check(folder: Path, problems: Problems) -> list[str]:
    """Note every mistake; answer what a load would do, a line for each change."""
    wanted = read(folder, problems)
    news, gone = _news(folder, wanted)
    return [
        *(f"~ message text {one.key} ({one.language})" for one in news),
        *(f"- message text {one.key} ({one.language})" for one in gone),
    ]


def load(folder: Path) -> None:
    """Only what the file says anew: what an editor wrote since stays until it does."""
    news, gone = _news(folder, read(folder, Problems()))
    for one in news:
        _write(one)
    for one in gone:
        restore_default(*one.place, at=clock.now(), by=PLATFORM)


def _write(one: Written) -> None:
    if one.default:
        restore_default(*one.place, at=clock.now(), by=PLATFORM)
        return
    words = Words(subject=one.subject, body=one.body)
    edit_text(*one.place, words, since=one.since, at=clock.now(), by=PLATFORM)


def _news(folder: Path, wanted: list[Written]) -> tuple[list[Written], list[Written]]:
    """What to write, and what goes back to the words that ship."""
    if not (folder / FILE).is_file():
        return [], []
    with last_loaded() as old:
        before = read(old, Problems())
    standing = _of_tables()
    places = {one.place for one in wanted}
    return (
        [one for one in wanted if one not in before and one not in standing],
        [one for one in standing if one in before and one.place not in places],
    )


def read(folder: Path, problems: Problems) -> list[Written]:
    """What the file says, without the entries that could not be sent."""
    records = read_entries(folder, FILE, "text", problems, all_languages())
    return [one for record in records if (one := _written(record)) is not None]


def _written(record: Record) -> Written | None:
    record.only(_FIELDS)
    known = {text.key: text for text in message_texts()}
    key = record.text("key", required=True)
    language = record.choice("language", record.languages)
    if key and key not in known:
        record.wrong("key", _("Nie ma wiadomości „{key}”."), suggestion(key, known), key=key)
    if key not in known or not language:
        return None
    one = Written(
        key=key,
        language=language,
        subject=record.text("subject", longest=200),
        body=record.text("body", longest=20_000),
        default=record.values.get("default") is True,
        since=_moment(record),
    )
    text, words = known[key], Words(subject=one.subject, body=one.body)
    found = problems_of(words, text.variables, must=text.must, subject=text.subject)
    for sentence in () if one.default else found:
        record.wrong("body", "{sentence}", sentence=sentence)
    return one if one.default or not found else None


def _moment(record: Record) -> datetime | None:
    raw = record.text("since")
    if not raw:
        return None
    try:
        moment = datetime.fromisoformat(raw)
    except ValueError:
        record.wrong("since", _("{field}: „{value}” nie jest chwilą."), value=raw)
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=clock.city_zone())


# -- out -------------------------------------------------------------------------------------


def written(folder: Path | None) -> str:
    """The file as it stands and is planned, or as the one of this folder says it."""
    found = _of_tables() if folder is None else read(folder, Problems())
    first = datetime.min.replace(tzinfo=clock.city_zone())
    ordered = sorted(found, key=lambda one: (*one.place, one.since or first))
    return tomls.entries("text", (_entry(one) for one in ordered))


def _of_tables() -> list[Written]:
    """Of each letter the words of now, unless they ship, and those that are to come."""
    found, now = [], clock.now()
    rows = TextEdition.objects.order_by("key", "language", "since", "pk")
    for _place, editions in groupby(rows, lambda row: (row.key, row.language)):
        listed = list(editions)
        begun = [row for row in listed if row.since <= now][-1:]
        found += [_as_written(row) for row in begun if not row.default]
        found += [_as_written(row, since=row.since) for row in listed if row.since > now]
    return found


def _as_written(row: TextEdition, since: datetime | None = None) -> Written:
    return Written(
        key=row.key, language=row.language, subject=row.subject.strip(), body=row.body.strip(),
        default=row.default, since=since,
    )  # fmt: skip


def _entry(one: Written) -> dict[str, Any]:
    begins = {"since": one.since.astimezone(clock.city_zone()).isoformat()} if one.since else {}
    said: dict[str, Any] = {"default": True} if one.default else {"body": one.body}
    subject = {"subject": one.subject} if one.subject else {}
    return {"key": one.key, "language": one.language, **begins, **subject, **said}
