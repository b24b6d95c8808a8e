"""The history of a case as its page shows it: all of it, or facts, messages, notes apart."""

from dataclasses import dataclass, replace
from typing import Any

from kck.cases.queries.apart import Apart, told_apart
from kck.cases.queries.desk_case import DeskCase, history_seen
from kck.cases.queries.masking import masker
from kck.cases.queries.mentions import names_called
from kck.cases.queries.timeline import Entry, Picture, Words
from kck.cases.terms import TextKind
from kck.foundation.actor import Actor
from kck.foundation.text import _

_LATEST = 5  # what happened before is folded away
_NOTES = frozenset({TextKind.NOTE, TextKind.REASON})
_MESSAGES = frozenset(TextKind) - _NOTES - {TextKind.PLACE, TextKind.ANSWERS}
_TABS = (
    ("all", _("Wszystko")),
    ("facts", _("Fakty")),
    ("messages", _("Wiadomości")),
    ("notes", _("Notatki")),
)


@dataclass(frozen=True, kw_only=True)
class Report:
    """What the reporter wrote when the case was opened, and all photos; history tells the rest."""

    texts: tuple[Words, ...]
    pictures: tuple[Picture, ...]


@dataclass(frozen=True, kw_only=True)
class Tab:
    name: str
    label: Any
    key: str
    current: bool
    count: int | None


def history_parts(case: DeskCase, show: str, actor: Actor) -> dict[str, Any]:
    """`show` is the name of a tab; a name that is none shows everything."""
    opened, *later = history_seen(case)
    # its words stand in the report, and only there; what waits to leave stands above the page
    entries = [replace(opened, words=()), *(one for one in later if one.name != "reply_held")]
    if show not in dict(_TABS):
        show = "all"
    wanted = [entry for entry in reversed(entries) if _shown(entry, show)]
    folded = len(wanted) > _LATEST + 1
    return {
        "report": Report(
            texts=opened.words,
            pictures=tuple(picture for entry in entries for picture in entry.pictures),
        ),
        "latest": wanted[:_LATEST] if folded else wanted,
        "earlier": wanted[_LATEST:] if folded else [],
        "show": show,
        "happened": frozenset(entry.name for entry in (opened, *later)),
        "called": names_called(_notes_in(entries)),
        "apart": _told_apart(case, entries, actor),
        "covered": any(words.covered for entry in (opened, *later) for words in entry.words),
        "tabs": [_tab(entries, place, name, label, show) for place, (name, label) in _places()],
    }


def _notes_in(entries: list[Entry]) -> list[str]:
    return [one.body for entry in entries for one in entry.words if one.kind == TextKind.NOTE]


def _told_apart(case: DeskCase, entries: list[Entry], actor: Actor) -> list[Apart]:
    """Covered as the report is, where it is."""
    if not any(entry.name == "case_split" for entry in entries):
        return []
    found = told_apart(case.id, actor)
    if "personal" in case.may:
        return found
    mask = masker(case.person_id)
    return [replace(one, text=mask(one.text)) for one in found]


def _places() -> "enumerate[tuple[str, Any]]":
    return enumerate(_TABS, start=1)


def _tab(entries: list[Entry], place: int, name: str, label: Any, show: str) -> Tab:
    count = None if name == "all" else sum(_shown(entry, name) for entry in entries)
    return Tab(name=name, label=label, key=str(place), current=name == show, count=count)


def _shown(entry: Entry, show: str) -> bool:
    kinds = {words.kind for words in entry.words}
    if show == "messages":
        return bool(kinds & _MESSAGES)
    if show == "notes":
        return bool(kinds & _NOTES)
    return show == "all" or not kinds & (_MESSAGES | _NOTES)
