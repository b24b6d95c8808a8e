"""One row of theirs as one conversation of ours."""

import hashlib
import json
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from kck.cases.terms import CaseState, History, Outcome, Spot
from kck.foundation.text import _, clean
from kck.intake.importing.mapping import FIELDS, CaseMapping
from kck.intake.terms import Channel, Incoming
from kck.places.importing.report import BadRow
from kck.places.importing.sources import Row
from kck.places.projections import NotAPoint, to_wgs84

_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)


class RowReader:
    """Reads rows by a mapping; `BadRow` names what is wrong with one."""

    def __init__(self, mapping: CaseMapping, now: datetime) -> None:
        self._mapping, self._now = mapping, now
        self._columns = {field: tuple(mapping.columns.get(field, ())) for field in FIELDS}
        # one row often tells the same moment twice: closed and last changed
        self._understood = lru_cache(maxsize=64)(self._understand)

    def read(self, row: Row) -> tuple[Incoming, datetime]:
        for field in self._mapping.required:
            if not self._text(row, field):
                raise BadRow(str(_("Brakuje: {field}.")).format(field=field))
        opened = self._moment(row, "opened")
        if opened is None:
            raise BadRow(str(_("Brakuje daty zgłoszenia.")))
        kind_of_theirs = self._text(row, "type")
        incoming = Incoming(
            channel=Channel.IMPORT,
            text=self._text(row, "text")[:4000],
            language="pl",
            category=self._mapping.categories.get(kind_of_theirs, self._mapping.category),
            kind=self._mapping.kinds.get(kind_of_theirs, ""),
            spot=self._spot(row),
            source=self._mapping.source,
            source_id=self._source_id(row),
            history=self._history(row, opened),
        )
        return incoming, opened

    def _text(self, row: Row, field: str) -> str:
        columns = self._columns[field]
        if len(columns) == 1:
            return _words(row.values.get(columns[0]))
        words = (_words(row.values.get(column)) for column in columns)
        return ", ".join(dict.fromkeys(word for word in words if word))

    def _source_id(self, row: Row) -> str:
        own = self._text(row, "id")
        if own:
            return own[:80]
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
        address = self._text(row, "address")[:300]
        x, y = self._number(row, "lon"), self._number(row, "lat")
        if not x or not y:  # many systems write 0 for "unknown"
            return Spot(address=address)
        try:
            lat, lon = to_wgs84(x, y, self._mapping.crs)
        except NotAPoint as error:
            raise BadRow(str(_("Współrzędne nie są miejscem na Ziemi."))) from error
        return Spot(lat=lat, lon=lon, address=address)

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
        state, agency = self._text(row, "state").lower(), self._text(row, "agency")
        closed = self._moment(row, "closed")
        updated = max(opened, self._moment(row, "updated") or closed or opened)
        # where a system names no state, a date of closing says enough
        ended = state in self._mapping.closed_states or (closed is not None and not state)
        if not ended:
            return History(
                state=CaseState.NEW,
                outcome=None,
                closed_at=None,
                updated_at=updated,
                agency=agency,
            )
        outcome = self._mapping.outcomes.get(state, Outcome.DONE)
        return History(
            state=CaseState.CLOSED,
            outcome=Outcome(outcome),
            closed_at=max(opened, closed or updated),
            updated_at=updated,
            agency=agency,
        )


def _words(part: Any) -> str:
    return "" if part is None else clean(str(part))
