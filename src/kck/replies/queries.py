"""Ready texts that fit, drafts, and what is held."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from kck.accounts.queries import names_of
from kck.foundation import clock
from kck.foundation.text import fold, localized, polish_sort_key
from kck.replies.models import Draft, HeldReply, ReadyTextEdition, ReadyUse
from kck.replies.rules import closeness, filled, fits
from kck.replies.terms import TYPING_FOR, ReadyText, Situation

_MOST = 80
SUGGESTED = 3


@dataclass(frozen=True, kw_only=True)
class Ready:
    """A text that fits, its gaps filled. `language` is that of its words."""

    code: str
    name: str
    body: str
    language: str
    suggested: bool

    @property
    def search(self) -> str:
        return fold(f"{self.name} {self.body}")


def in_force(day: date) -> list[ReadyText]:
    """Of each code the latest edition that has begun, unless that has ended."""
    latest = (
        ReadyTextEdition.objects.filter(valid_from__lte=day)
        .order_by("code", "-valid_from", "-id")
        .distinct("code")
    )
    return [row.info for row in latest if row.info.in_force(day)]


def to_keep(day: date) -> list[ReadyTextEdition]:
    """What a file must say: of each code the edition of the day or, ended, the last; and the next.

    What was written twice for one day is what was written last.
    """
    found: list[ReadyTextEdition] = []
    rows = ReadyTextEdition.objects.order_by("code", "valid_from", "id")
    for _code, editions in groupby(rows, lambda row: row.code):
        of_day = {row.valid_from: row for row in editions}
        begun = [row for first, row in of_day.items() if first <= day]
        coming = [row for first, row in of_day.items() if first > day]
        found += [*begun[-1:], *coming]
    return found


def ready_for(
    where: Situation, *, staff_id: int, language: str, variables: Mapping[str, str], day: date
) -> list[Ready]:
    """Texts for this situation, filled, the closest and most used first."""
    fitting = [text for text in in_force(day) if fits(text.limits, where)]
    uses = _uses(staff_id) if fitting else {}
    ranked = sorted(
        fitting,
        key=lambda text: (
            -closeness(text.limits, where, uses.get(text.code, 0)),
            polish_sort_key(localized(text.names)),
        ),
    )
    return [
        _ready(text, language, variables, suggested=place < SUGGESTED)
        for place, text in enumerate(ranked[:_MOST])
    ]


@dataclass(frozen=True, kw_only=True)
class ReadyMany:
    """A text that fits several things at once, its gaps still open: each fills its own."""

    code: str
    name: str
    bodies: Mapping[str, str]
    suggested: bool
    language: str = "pl"

    @property
    def body(self) -> str:
        return self.bodies.get("pl", "")

    @property
    def search(self) -> str:
        return fold(f"{self.name} {self.body}")


def ready_for_all(where: Collection[Situation], *, staff_id: int, day: date) -> list[ReadyMany]:
    """Texts that fit all of these, the closest and most used first."""
    fitting = [text for text in in_force(day) if all(fits(text.limits, one) for one in where)]
    uses = _uses(staff_id) if fitting else {}

    def rank(text: ReadyText) -> tuple[int, Any]:
        close = sum(closeness(text.limits, one, uses.get(text.code, 0)) for one in where)
        return -close, polish_sort_key(localized(text.names))

    return [
        ReadyMany(
            code=text.code,
            name=localized(text.names),
            bodies=text.bodies,
            suggested=place < SUGGESTED,
        )
        for place, text in enumerate(sorted(fitting, key=rank)[:_MOST])
    ]


def _uses(staff_id: int) -> dict[str, int]:
    return dict(ReadyUse.objects.filter(staff_id=staff_id).values_list("code", "times"))


def _ready(
    text: ReadyText, language: str, variables: Mapping[str, str], *, suggested: bool
) -> Ready:
    spoken = language if text.bodies.get(language) else "pl"
    return Ready(
        code=text.code,
        name=localized(text.names),
        body=filled(text.bodies.get(spoken, ""), variables),
        language=spoken,
        suggested=suggested,
    )


# for the back office


@dataclass(frozen=True, kw_only=True)
class TextRow:
    """A line of the list: the edition of today, else the one to come, else the last one."""

    text: ReadyText
    coming: bool
    ended: bool
    uses: int


def texts(day: date) -> list[TextRow]:
    """Every ready text there is or was, by name."""
    editions: dict[str, list[ReadyTextEdition]] = {}
    for row in ReadyTextEdition.objects.order_by("code", "-valid_from", "-id"):
        editions.setdefault(row.code, []).append(row)
    uses: dict[str, int] = {}
    for code, times in ReadyUse.objects.values_list("code", "times"):
        uses[code] = uses.get(code, 0) + times
    rows = [_row(found, day, uses.get(code, 0)) for code, found in editions.items()]
    return sorted(rows, key=lambda row: polish_sort_key(localized(row.text.names)))


def _row(editions: list[ReadyTextEdition], day: date, uses: int) -> TextRow:
    begun = [row for row in editions if row.valid_from <= day]
    shown = (begun or editions[-1:])[0].info
    return TextRow(
        text=shown, coming=not begun, ended=bool(begun) and not shown.in_force(day), uses=uses
    )


def editions_of(code: str) -> list[ReadyText]:
    """The latest first; empty when there is no such text."""
    rows = ReadyTextEdition.objects.filter(code=code).order_by("-valid_from", "-id")
    return [row.info for row in rows]


# drafts


@dataclass(frozen=True, kw_only=True)
class DraftRow:
    about: str
    action: str
    fields: Mapping[str, Any]
    version: int
    at: datetime  # real time
    returned: bool

    @property
    def text(self) -> str:
        return str(self.fields.get("text", ""))


def draft_of(staff_id: int, about: str, action: str) -> DraftRow | None:
    row = Draft.objects.filter(staff_id=staff_id, about=about, action=action).first()
    return _draft(row) if row else None


def drafts_of(staff_id: int, about: str = "") -> list[DraftRow]:
    """One's own, the newest first; of all things or of one."""
    rows = Draft.objects.filter(staff_id=staff_id)
    if about:
        rows = rows.filter(about=about)
    return [_draft(row) for row in rows.order_by("-updated_at")[:200]]


def _draft(row: Draft) -> DraftRow:
    return DraftRow(
        about=row.about, action=row.action, fields=row.fields,
        version=row.version, at=row.updated_at, returned=row.returned,
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class TypingRow:
    name: str
    action: str


def typing_now(about: str, *, but: int | None) -> list[TypingRow]:
    """Colleagues who are writing about a thing at this moment, and what."""
    since = clock.real_now() - TYPING_FOR
    rows = Draft.objects.filter(about=about, updated_at__gte=since, returned=False)
    writing = dict(rows.exclude(staff_id=but or 0).values_list("staff_id", "action"))
    names = names_of(set(writing)) if writing else {}
    return [TypingRow(name=names.get(pk, ""), action=action) for pk, action in writing.items()]


# held


@dataclass(frozen=True, kw_only=True)
class HeldRow:
    """A reply that has not left yet."""

    id: int
    about: str
    action: str
    staff_id: int
    who: str
    text: str
    made_at: datetime
    due_at: datetime

    @property
    def seconds(self) -> int:
        return max(0, round((self.due_at - clock.real_now()).total_seconds()))


def held_about(about: str) -> list[HeldRow]:
    return _held(HeldReply.objects.filter(about=about).order_by("due_at"))


def held_by(staff_id: int) -> list[HeldRow]:
    """The one that leaves first comes first."""
    return _held(HeldReply.objects.filter(staff_id=staff_id).order_by("due_at"))


def _held(rows: Iterable[HeldReply]) -> list[HeldRow]:
    found = list(rows)
    names = names_of({row.staff_id for row in found}) if found else {}
    return [
        HeldRow(
            id=row.pk, about=row.about, action=row.action, staff_id=row.staff_id,
            who=names.get(row.staff_id, ""), text=str(row.data.get("text", "")),
            made_at=row.made_at, due_at=row.due_at,
        )
        for row in found
    ]  # fmt: skip
