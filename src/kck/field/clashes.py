"""What to tell a crew whose work meets somebody else's: theirs, and what can be done."""

from dataclasses import dataclass
from typing import Any

from kck.cases.queries.timeline import Entry
from kck.field.acts import Act
from kck.field.work import Work, since
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.text import _
from kck.foundation.when import at_time

_CHANGED = _("W sprawie zmieniło się coś, czego nie było widać, gdy to robiono.")


@dataclass(frozen=True, kw_only=True)
class Change:
    """One thing that somebody else did meanwhile."""

    what: str
    who: str
    when: str
    words: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Clash:
    """`open`: the same can still be done, knowing this; `note`: at least a note can be left."""

    why: str
    changes: tuple[Change, ...] = ()
    seq: int = 0
    open: bool = False
    note: bool = False

    def as_json(self) -> dict[str, Any]:
        return {
            "state": "clash",
            "why": self.why,
            "changes": [vars(change) for change in self.changes],
            "seq": self.seq,
            "open": self.open,
            "note": self.note,
        }


def clash_of(work: Work, act: Act, seen: int, by: Actor) -> Clash:
    changes = tuple(_change(entry) for entry in since(work, seen, by))
    still = act.name in {one.name for one in work.acts}
    refused = str(_("„%(act)s” nie jest już możliwe: sprawa jest w stanie „%(state)s”.")) % {
        "act": act.label,
        "state": work.case.state.label,
    }
    return Clash(
        why=str(_CHANGED) if still else refused,
        changes=changes,
        seq=work.case.seq,
        open=still,
        note="note" in work.case.may,
    )


def gone() -> Clash:
    """The case went to another unit: it may be neither shown nor written to."""
    why = _("Tej sprawy nie ma już Twoja jednostka. Powiedz centrum, co zrobiono.")
    return Clash(why=str(why))


def _change(entry: Entry) -> Change:
    return Change(
        what=entry.title,
        who=entry.who,
        when=at_time(entry.at, clock.now()),
        words=tuple(one.body for one in entry.words if one.body),
    )
