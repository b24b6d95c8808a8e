"""Public cases as pages show them: never more than `cases.queries.public` gives."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from kck.cases.queries.public import PublicRow
from kck.cases.queries.published import PublicPhoto
from kck.cases.terms import OPEN_STATES, CaseState, PhotoKind
from kck.directory.queries import snapshot
from kck.foundation.numbers import display
from kck.foundation.text import _
from kck.foundation.when import by_when, on_day
from kck.places import queries as places


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A step that everybody may know: that it was taken, and when."""

    title: str
    at: datetime | str
    icon: str
    color: str = "accent"
    words: str = ""
    photos: Sequence[PublicPhoto] = ()
    future: bool = False


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A case in words of the active language."""

    row: PublicRow
    number: str
    url: str
    group: str
    district: str
    district_code: str
    opened: str
    unit_url: str
    open: bool

    @property
    def before(self) -> list[PublicPhoto]:
        """What the problem looked like; photos of the finished work stand beside its end."""
        ended = self.row.done_at is not None
        return [p for p in self.row.photos if not ended or p.kind != PhotoKind.EVIDENCE]

    @property
    def lat(self) -> str:
        """As text, since a template would write it with the comma of the language."""
        return "" if self.row.lat is None else f"{self.row.lat:.6f}"

    @property
    def lon(self) -> str:
        return "" if self.row.lon is None else f"{self.row.lon:.6f}"


def shown(row: PublicRow, *, at: datetime) -> Shown:
    city = snapshot(at)
    group = city.public_group(row.category.public_group)
    district = places.area(row.district) if row.district else None
    unit = city.unit(row.unit.code)
    paged = unit is not None and city.launched(unit.code, "web", "public-page")
    return Shown(
        row=row,
        number=display(row.number),
        url=reverse("portal:case", args=[display(row.number)]),
        group=group.name() if group else "",
        district=district.name if district else "",
        district_code=row.district if district else "",
        opened=on_day(row.opened_at, at),
        unit_url=reverse("portal:unit", args=[unit.code]) if unit and paged else "",
        open=row.state in OPEN_STATES,
    )


def facts(row: PublicRow, *, at: datetime) -> list[Fact]:
    """Dates of its states; words only where a person published them."""
    found = [Fact(title=str(_("Zgłoszono")), at=row.opened_at, icon="flag")]
    if row.state in OPEN_STATES:
        found.append(Fact(title=_sentence(row.state), at=row.updated_at, icon="tools"))
        if row.due_at:
            found.append(_deadline(row.due_at, at))
    if row.done_at:
        found.append(_done(row, row.done_at))
    if row.closed_at and row.state != CaseState.DONE:
        found.append(
            Fact(title=_sentence(row.state), at=row.closed_at, icon="lock", color="neutral")
        )
    return found


def _sentence(state: CaseState) -> str:
    words = str(state.label)
    return words[:1].upper() + words[1:]


def _deadline(due: datetime, at: datetime) -> Fact:
    if due < at:
        title, color = str(_("Termin minął: %s")) % on_day(due, at), "danger"
    else:
        title, color = str(_("Termin: %s")) % by_when(due, at), "neutral"
    return Fact(title=title, at="", icon="clock", color=color, future=True)


def _done(row: PublicRow, done_at: datetime) -> Fact:
    title = str(_("Wykonano"))
    if row.outcome:
        title = f"{title}: {row.outcome.label}"
    return Fact(
        title=title,
        at=done_at,
        icon="check-circle",
        color="success",
        words=row.closing,
        photos=[photo for photo in row.photos if photo.kind == PhotoKind.EVIDENCE],
    )
