"""The lines of a queue as HTML: fifty on a page, so put together by functions, not by a template.

The heads of their columns stand in `queue.html`. Every function escapes what it was given.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from kck.cases.queries.desk import QueueRow
from kck.cases.queries.views import View
from kck.foundation import clock, numbers
from kck.foundation.text import _
from kck.intake.terms import CHANNEL_LABELS
from kck.ui.icons import drawn_icon
from kck.ui.states import state_color

_WORDS = {
    "pick": _("Zaznacz %(number)s"),
    "late": _("Po terminie:"),
    "still": _("stoi"),
    "until": _("czeka na zgłaszającego do %(day)s"),
    "timeless": _("bez terminu"),
    "danger": _("zagrożenie"),
    "task": _("zadanie"),
    "again": _("wraca %(times)s×"),
    "triage": _("do rozstrzygnięcia"),
    "disputed": _("zakwestionowana"),
    "instead": _("za:"),
    "nobody": _("nikt"),
}
_CHANNELS = {str(channel): label for channel, label in CHANNEL_LABELS.items()}
_WARNING, _PAUSE, _AGAIN, _DISPUTED = map(drawn_icon, ("warning", "pause", "refresh", "undo"))
_ANY = "000000000"


@dataclass(frozen=True, kw_only=True)
class Lines:
    """As one person sees one view; what is the same in every line is looked up once."""

    view: View
    me: str
    several_units: bool
    words: Mapping[str, str]
    address: str  # of a case, with `_ANY` for its number

    def drawn(self, rows: Iterable[QueueRow]) -> SafeString:
        return mark_safe("\n".join(map(self._line, rows)))  # noqa: S308 - escaped below

    def _line(self, row: QueueRow) -> str:
        shown = numbers.display(row.number)
        pick = self.words["pick"] % {"number": shown}
        unit = f'<td class="unit">{escape(row.unit)}</td>' if self.several_units else ""
        return (
            f'<tr data-number="{row.number}" data-id="{row.id}">'
            f'<td class="pick"><input type="checkbox" class="ds-input" name="case"'
            f' value="{row.id}" form="chosen" aria-label="{pick}"></td>'
            f'<td class="due">{self._due(row)}</td>'
            f'<td class="which"><a class="number" href="{self.address.replace(_ANY, row.number)}">'
            f"{shown}</a></td>"
            f'<td class="what">{self._what(row)}</td>'
            f'<td class="place">{escape(row.place or "–")}</td>{unit}'
            f'<td class="channel">{escape(str(_CHANNELS.get(row.channel, row.channel)))}</td>'
            f'<td class="state">{self._state(row)}</td>'
            f'<td class="who">{self._who(row)}</td></tr>'
        )

    def _due(self, row: QueueRow) -> str:
        words = self.words
        if row.due_at:
            which = f'<small class="muted">{escape(str(row.clock))}</small>'
            return f"{self._moment(row, row.due_at)} {which}"
        if not row.paused_until:
            return f'<span class="muted">{words["timeless"]}</span>'
        until = words["until"] % {"day": _day(_local(row.paused_until))}
        return f'{_PAUSE} {words["still"]} <small class="muted">{until}</small>'

    def _moment(self, row: QueueRow, due_at: datetime) -> str:
        local = _local(due_at)
        at = f"{_day(local)}, {local:%H:%M}"
        if not row.left:
            return f'<due-time datetime="{local.isoformat()}">{at}</due-time>'
        left = f'<time datetime="{local.isoformat()}" title="{at}">{escape(row.left)}</time>'
        if not row.late:
            return left
        said = f'<span class="sr-only">{self.words["late"]}</span>'
        return f'<span class="late">{_WARNING}{said} {left}</span>'

    def _what(self, row: QueueRow) -> str:
        words, urgent = self.words, ""
        if row.danger:
            urgent = _tag("danger", _WARNING + words["danger"]) + " "
        elif row.priority == "P1":
            urgent = _tag("danger", "P1") + " "
        task = f" {_tag('info', words['task'])}" if self.view == View.TASKS else ""
        again = ""
        if row.times > 2:
            again = f" {_tag('warning', _AGAIN + words['again'] % {'times': row.times})}"
        return f"{urgent}{escape(row.category)}{task}{again}"

    def _state(self, row: QueueRow) -> str:
        if row.needs_triage:
            return _tag("warning", self.words["triage"])
        state = _tag(state_color(row.state.name), escape(str(row.state.label)))
        if not row.disputes:
            return state
        said = self.words["disputed"]
        mark = f'{_DISPUTED}<span class="sr-only">{said}</span>'
        return f"{state} {_tag('warning', mark, title=said)}"

    def _who(self, row: QueueRow) -> str:
        if not row.handler:
            return f'<span aria-label="{self.words["nobody"]}">–</span>'
        instead = self.view == View.MINE and row.handler != self.me
        before = f"{_tag('warning', self.words['instead'])} " if instead else ""
        name = escape(row.handler)
        return f'{before}<span title="{name}">{escape(short_name(row.handler))}</span>'


def lines_for(view: View, *, me: str, several_units: bool) -> Lines:
    """`me` is the name of whoever looks: what they do for somebody else is marked."""
    return Lines(
        view=view,
        me=me,
        several_units=several_units,
        words={name: escape(str(words)) for name, words in _WORDS.items()},
        address=reverse("desk:case", args=[_ANY]),
    )


def short_name(name: str) -> str:
    """ "Anna Maria Kot" is "A. Kot" where there is room for one line."""
    first, _space, last = name.strip().partition(" ")
    return f"{first[0]}. {last.rpartition(' ')[2]}" if last else name


def _tag(color: str, inside: str, *, title: str = "") -> str:
    more = f' title="{title}"' if title else ""
    return f'<span class="ds-tag" data-color="{color}" data-size="sm"{more}>{inside}</span>'


def _local(moment: datetime) -> datetime:
    return moment.astimezone(clock.city_zone())


def _day(local: datetime) -> str:
    return f"{local.day}.{local:%m}"
