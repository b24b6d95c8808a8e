"""Cases in the three forms in which they leave: a table, lines of JSON, GeoReport bulk."""

import csv
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from io import StringIO
from typing import Any, Protocol

from kck.cases.queries.export import FACTS, Dossier, EventFacts, Photo, Text
from kck.cases.terms import OPEN_STATES, CaseState, Outcome, TextKind
from kck.directory.snapshot import Snapshot
from kck.intake.importing.formulas import disarmed
from kck.intake.terms import CHANNEL_LABELS, Channel
from kck.people.queries import Known

_TABLE_TEXTS = {
    "description": TextKind.DESCRIPTION,
    "answer": TextKind.ANSWER,
    "closing_words": TextKind.CLOSING,
}
_PERSONAL_TEXTS = {"place_words": TextKind.PLACE, "answers": TextKind.ANSWERS}
_PERSONAL = ("name", "email", "phone", "contact_address", "consents", "photos")
# http://wiki.open311.org/GeoReport/bulk
_BULK = (
    "service_request_id", "requested_datetime", "updated_datetime", "closed_date",
    "status_description", "status_notes", "source", "service_name", "service_subtype",
    "description", "agency_responsible", "address", "lat", "long",
)  # fmt: skip

_CHANNELS = frozenset(str(channel) for channel in Channel)

People = Mapping[int, Known]


class Form(Protocol):
    """How cases are written; `kinds` of texts it needs, `whole` if it wants photos and history."""

    kinds: frozenset[TextKind]
    whole: bool

    def head(self) -> str: ...
    def body(self, dossiers: Iterable[Dossier], people: People) -> str: ...


def stamp(moment: datetime) -> str:
    """UTC, to the microsecond where there is one."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _shown(facts: dict[str, Any], *, personal: bool) -> dict[str, Any]:
    """Where the exact place could say who somebody is, only the street."""
    if not personal and (facts["coarse"] or facts["private"]):
        return facts | {"address": facts["street"], "lat": None, "lon": None}
    return facts


def _newest(dossier: Dossier, kind: TextKind) -> str:
    return next((text.body for text in reversed(dossier.texts) if text.kind == kind), "")


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return disarmed(value)
    return stamp(value) if isinstance(value, datetime) else value


def _lines(rows: Iterable[Iterable[Any]]) -> str:
    buffer = StringIO()
    cells = ([_cell(value) for value in row] for row in rows)
    csv.writer(buffer, lineterminator="\n").writerows(cells)
    return buffer.getvalue()


class Table:
    """One row a case; `kck import cases --mapping kck-export` reads it."""

    whole = False

    def __init__(self, *, personal: bool) -> None:
        self._personal = personal
        self._texts = _TABLE_TEXTS | (_PERSONAL_TEXTS if personal else {})
        self.kinds = frozenset(self._texts.values())

    def head(self) -> str:
        return _lines([[*FACTS, *self._texts, *(_PERSONAL if self._personal else ())]])

    def body(self, dossiers: Iterable[Dossier], people: People) -> str:
        return _lines(self._row(dossier, people) for dossier in dossiers)

    def _row(self, dossier: Dossier, people: People) -> list[Any]:
        facts = _shown(dossier.facts, personal=self._personal)
        row = list(facts.values())
        row += [_newest(dossier, kind) for kind in self._texts.values()]
        return row + self._person(dossier, people) if self._personal else row

    def _person(self, dossier: Dossier, people: People) -> list[str]:
        photos = " ".join(photo.name for photo in dossier.photos)
        known = people.get(dossier.person_id or 0)
        if known is None:
            return ["", "", "", "", "", photos]
        contact, consents = known.contact, " ".join(known.consents)
        return [contact.name, contact.email, contact.phone, contact.address, consents, photos]


class Lines:
    """One object a case, with everything that hangs on it."""

    kinds = frozenset(TextKind)
    whole = True

    def __init__(self, *, personal: bool) -> None:
        self._personal = personal

    def head(self) -> str:
        return ""

    def body(self, dossiers: Iterable[Dossier], people: People) -> str:
        return "".join(f"{_encoder.encode(self._object(one, people))}\n" for one in dossiers)

    def _object(self, dossier: Dossier, people: People) -> dict[str, Any]:
        found = dict(_shown(dossier.facts, personal=self._personal))
        found["texts"] = [self._text(text) for text in dossier.texts]
        found["photos"] = [self._photo(photo) for photo in dossier.photos]
        found["tasks"] = [_without_case(task) for task in dossier.tasks]
        found["history"] = [self._event(event) for event in dossier.events]
        if self._personal:
            found["contact"] = _contact(people.get(dossier.person_id or 0))
        return found

    def _event(self, event: EventFacts) -> dict[str, Any]:
        found = _without_case(event) | {"actor": self._who(event.actor)}
        if not self._personal and "staff_id" in event.payload:
            found["payload"] = {
                key: value for key, value in event.payload.items() if key != "staff_id"
            }
        return found

    def _text(self, text: Text) -> dict[str, Any]:
        found = _without_case(text) | {"author": self._who(text.author)}
        if text.erased_at or not (self._personal or text.published_at):
            del found["body"]
        return found

    def _photo(self, photo: Photo) -> dict[str, Any]:
        found = _without_case(photo) | {"author": self._who(photo.author)}
        if not self._personal:
            del found["name"]
            if not photo.published_at:
                del found["public_id"]
        return found

    def _who(self, actor: str) -> str:
        return actor if self._personal else actor.partition(":")[0]


def _without_case(row: Any) -> dict[str, Any]:
    found: dict[str, Any] = row._asdict()
    del found["case_id"]
    return found


def _contact(known: Known | None) -> dict[str, Any] | None:
    if known is None:
        return None
    contact = known.contact
    return {
        "name": contact.name,
        "email": contact.email,
        "phone": contact.phone,
        "address": contact.address,
        "language": contact.language,
        "prefers_sms": contact.prefers_sms,
        "consents": dict(known.consents),
    }


def _plain(value: Any) -> str:
    return stamp(value) if isinstance(value, datetime) else str(value)


_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain)


class Bulk:
    """GeoReport bulk as CSV: what everybody may see."""

    kinds = frozenset({TextKind.DESCRIPTION, TextKind.CLOSING})
    whole = False

    def __init__(self, city: Snapshot) -> None:
        self._city = city
        self._names: dict[tuple[str, str], str] = {}

    def head(self) -> str:
        return _lines([_BULK])

    def body(self, dossiers: Iterable[Dossier], people: People) -> str:
        return _lines(self._row(dossier) for dossier in dossiers)

    def _row(self, dossier: Dossier) -> list[Any]:
        facts = _shown(dossier.facts, personal=False)
        state, outcome = CaseState(facts["state"]), facts["outcome"]
        notes = f"{state.label}: {Outcome(outcome).label}" if outcome else str(state.label)
        return [
            facts["number"],
            facts["opened"],
            facts["updated"],
            facts["closed"] or facts["done"],
            "Open" if state in OPEN_STATES else "Closed",
            _newest(dossier, TextKind.CLOSING) or notes,
            _channel(facts["channel"]),
            self._name("category", facts["category"]),
            "",
            _newest(dossier, TextKind.DESCRIPTION),
            self._name("unit", facts["unit"]),
            facts["address"],
            facts["lat"],
            facts["lon"],
        ]

    def _name(self, what: str, code: str) -> str:
        """In the city's first language, whatever is switched on; by its code when out of force."""
        if (what, code) not in self._names:
            known = self._city.category(code) if what == "category" else self._city.unit(code)
            self._names[what, code] = known.name("pl") if known else code
        return self._names[what, code]


def _channel(code: str) -> str:
    return str(CHANNEL_LABELS[Channel(code)]) if code in _CHANNELS else code
