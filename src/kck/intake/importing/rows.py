"""One row of theirs as one conversation of ours."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from kck.cases.terms import FINISHED_STATES, CaseState, History, Outcome, Spot
from kck.directory.queries import snapshot
from kck.directory.terms import CaseKind
from kck.foundation.text import _, clean
from kck.intake.importing.contacts import ContactReader
from kck.intake.importing.mapping import FIELDS, CaseMapping, Columns
from kck.intake.importing.points import point_in
from kck.intake.terms import Channel, Incoming
from kck.places.importing.report import BadRow
from kck.places.importing.sources import Row
from kck.places.projections import NotAPoint, to_wgs84
from kck.places.queries import swapped

_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
# of several columns the first that says something; in all other fields their texts are joined
_FIRST = frozenset(
    {"opened", "closed", "updated", "lat", "lon", "point", "state", "outcome", "private",
     "email", "phone"}
)  # fmt: skip
_OUTCOMES = frozenset(str(outcome) for outcome in Outcome)
_JOINED_BY = {"text": "\n", "name": " "}


class RowReader:
    """Reads rows by a mapping; `BadRow` names what is wrong with one."""

    def __init__(
        self, mapping: CaseMapping, now: datetime, *, opened_at: datetime | None = None
    ) -> None:
        """`opened_at` is the moment of rows that name none."""
        self._mapping, self._now, self._opened_at = mapping, now, opened_at
        self._columns = {field: tuple(mapping.columns.get(field, ())) for field in FIELDS}
        self._contacts = ContactReader(mapping, snapshot(now))
        self._has_contacts = any(self._columns[name] for name in ("name", "email", "phone"))
        # one row often tells the same moment twice: closed and last changed
        self._understood = lru_cache(maxsize=64)(self._understand)

    def read(self, row: Row) -> tuple[Incoming, datetime]:
        for field in self._mapping.required:
            if not self._text(row, field):
                raise BadRow(str(_("Brakuje: {field}.")).format(field=field))
        opened = self._moment(row, "opened") or self._opened_at
        if opened is None:
            raise BadRow(str(_("Brakuje daty zgłoszenia.")))
        incoming = Incoming(
            channel=Channel.IMPORT,
            text=self._text(row, "text")[:4000],
            language="pl",
            category=self._category(row),
            kind=self._kind(row),
            spot=self._spot(row),
            answers=self._answers(row),
            source=self._mapping.source,
            source_id=self._source_id(row),
            history=self._history(row, opened),
            private=self._text(row, "private").lower() in self._mapping.given,
        )
        return self._with_contact(incoming, row), opened

    def _with_contact(self, incoming: Incoming, row: Row) -> Incoming:
        if not self._has_contacts:
            return incoming

        def text(field: str) -> str:
            return self._text(row, field)

        def read(columns: Columns) -> str:
            return next((words for group in columns if (words := _group(row, group))), "")

        return replace(
            incoming,
            reached=self._contacts.reached(text),
            consents=self._contacts.consents(text, read),
        )

    def _category(self, row: Row) -> str:
        theirs = self._text(row, "type")
        ours = theirs if self._mapping.our_categories else ""
        return self._mapping.categories.get(theirs, ours or self._mapping.category)

    def _kind(self, row: Row) -> str:
        ours = self._text(row, "kind")
        return (
            ours
            if ours in CaseKind.values
            else self._mapping.kinds.get(self._text(row, "type"), "")
        )

    def _answers(self, row: Row) -> dict[str, Any]:
        text = self._text(row, "answers")
        if not text:
            return {}
        try:
            answers = json.loads(text)
        except ValueError:
            answers = None
        if not isinstance(answers, dict):
            raise BadRow(str(_("Odpowiedzi na pytania nie są obiektem JSON.")))
        return answers

    def _text(self, row: Row, field: str) -> str:
        columns = self._columns[field]
        if len(columns) == 1:
            return _group(row, columns[0])
        words = (_group(row, group) for group in columns)
        if field in _FIRST:
            return next((word for word in words if word), "")
        return _JOINED_BY.get(field, ", ").join(dict.fromkeys(word for word in words if word))

    def own_id(self, row: Row) -> str:
        """Theirs; empty when the row has none."""
        return self._text(row, "id")[:80]

    def _source_id(self, row: Row) -> str:
        if own := self.own_id(row):
            return own
        text = json.dumps(row.values, sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:40]

    def _moment(self, row: Row, field: str) -> datetime | None:
        text = self._text(row, field)
        return self._understood(text) if text else None

    def _understand(self, text: str) -> datetime:
        """A moment in UTC, or `BadRow`."""
        moment = self._parsed(text)
        if moment is None:
            raise BadRow(str(_("„{text}” nie jest datą.")).format(text=text[:40]))
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=self._mapping.zone)
        if not _EARLIEST <= moment <= self._now:
            raise BadRow(str(_("Data {text} jest poza zakresem.")).format(text=text[:40]))
        return moment.astimezone(UTC)

    def _parsed(self, text: str) -> datetime | None:
        for form in self._mapping.dates:
            try:
                return datetime.strptime(text, form)  # noqa: DTZ007 - the zone follows
            except ValueError:
                continue
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            return None

    def _spot(self, row: Row) -> Spot:
        address, words = self._text(row, "address")[:300], self._text(row, "words")[:1000]
        x, y = self._point(row)
        if not x or not y:  # many systems write 0 for "unknown"
            return Spot(address=address, words=words)
        try:
            lat, lon = to_wgs84(x, y, self._mapping.crs)
        except NotAPoint as error:
            raise BadRow(str(_("Współrzędne nie są miejscem na Ziemi."))) from error
        if swapped(lat, lon):  # columns that changed places
            lat, lon = lon, lat
        return Spot(lat=lat, lon=lon, address=address, words=words)

    def _point(self, row: Row) -> tuple[float | None, float | None]:
        text = self._text(row, "point")
        if not text:
            return self._number(row, "lon"), self._number(row, "lat")
        found = point_in(text)
        if found is None:
            raise BadRow(str(_("Współrzędne nie są liczbami.")))
        return found

    def _number(self, row: Row, field: str) -> float | None:
        text = self._text(row, field).replace(" ", "").replace(",", ".")
        if not text:
            return None
        try:
            return float(text)
        except ValueError as error:
            raise BadRow(str(_("Współrzędne nie są liczbami."))) from error

    def is_about_the_same(self, one: object, other: object) -> bool:
        """Two rows with the same id of theirs."""
        if not isinstance(one, Row) or not isinstance(other, Row):
            return False
        own = self._text(one, "id")
        return bool(own) and own == self._text(other, "id")

    def _history(self, row: Row, opened: datetime) -> History:
        told, agency = self._text(row, "state").lower(), self._text(row, "agency")
        closed = self._moment(row, "closed")
        updated = max(opened, self._moment(row, "updated") or closed or opened)
        state = self._state(told, closed)
        ended = state in FINISHED_STATES
        return History(
            state=state,
            outcome=self._outcome(row, told) if ended and state != CaseState.WITHDRAWN else None,
            closed_at=max(opened, closed or updated) if ended else None,
            updated_at=updated,
            agency=agency,
        )

    def _state(self, told: str, closed: datetime | None) -> CaseState:
        """Where a system names no state, a date of closing says enough."""
        mapping = self._mapping
        if told in mapping.states:
            return mapping.states[told]
        if told in mapping.closed_states:
            return CaseState.CLOSED
        if told and mapping.open_states and told not in mapping.open_states:
            raise BadRow(str(_("Nieznany stan: „{state}”.")).format(state=told[:40]))
        return CaseState.CLOSED if closed is not None and not told else CaseState.NEW

    def _outcome(self, row: Row, told: str) -> Outcome:
        ours = self._text(row, "outcome")
        return Outcome(
            ours if ours in _OUTCOMES else self._mapping.outcomes.get(told, Outcome.DONE)
        )


def _group(row: Row, columns: tuple[str, ...]) -> str:
    if len(columns) == 1:
        return _words(row.values.get(columns[0]))
    return " ".join(words for name in columns if (words := _words(row.values.get(name))))


def _words(part: Any) -> str:
    return "" if part is None else clean(str(part))
