"""What of a case a unit's system gets: what it needs for the work, and nobody's personal data."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from kck.cases.models import Case, CasePhoto, CaseText, Task
from kck.cases.terms import PhotoKind, TextKind
from kck.directory.queries import snapshot
from kck.directory.terms import PhotosOut
from kck.directory.ways import Open311Way
from kck.files.models import StoredFile
from kck.files.queries import open_stored
from kck.files.signed import token_for
from kck.foundation import numbers
from kck.foundation.text import _
from kck.handover.ports import Parcel
from kck.people.queries import Contact, contact
from kck.triage.personal import mask, spot

MOST_PHOTOS = 5
# why a case that was finished is open again: the newest of these
_AGAIN = (TextKind.DISAGREEMENT, TextKind.REASON)
_SAID = (TextKind.DESCRIPTION, TextKind.PLACE, TextKind.ANSWERS, *_AGAIN)
_PLACE = _("Miejsce: %s")
Fields = dict[str, Any]
Files = list[tuple[str, tuple[str, bytes, str]]]


@dataclass(frozen=True, kw_only=True)
class Content:
    """A request as the standard's fields; pictures are read when it is their turn.

    `again` says why the unit gets a case once more that it has had before.
    """

    fields: Fields
    again: str = ""
    pictures: tuple[StoredFile, ...] = ()

    def files(self) -> Files:
        return files_of(self.pictures)


def contents_of(parcels: Sequence[Parcel]) -> dict[int, Content]:
    """By sending, in a few statements for all of them."""
    ids = [one.case_id for one in parcels]
    cases = Case.objects.in_bulk(ids)
    said, photos, parts = _said(ids), _photos(ids), _parts(one.task_id for one in parcels)
    return {
        one.sending_id: _content(
            one,
            cases[one.case_id],
            parts.get(one.task_id) or said[one.case_id],
            photos[one.case_id],
            one.way.open311,
        )
        for one in parcels
    }


def _parts(task_ids: Iterable[int]) -> Mapping[int, dict[str, str]]:
    """Of tasks beside the unit's own: what to do, instead of what the reporter wrote."""
    rows = Task.objects.filter(pk__in=list(task_ids), beside=True)
    found = rows.values_list("pk", "words__body")
    return {pk: {TextKind.DESCRIPTION: words or ""} for pk, words in found}


def _said(ids: Iterable[int]) -> Mapping[int, dict[str, str]]:
    rows = CaseText.objects.filter(case_id__in=list(ids), kind__in=_SAID, erased_at=None)
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for case_id, kind, body in rows.order_by("pk").values_list("case_id", "kind", "body"):
        found[case_id]["again" if kind in _AGAIN else kind] = body
    return found


def _photos(ids: Iterable[int]) -> Mapping[int, list[StoredFile]]:
    rows = CasePhoto.objects.filter(case_id__in=list(ids), erased_at=None)
    strangers = (PhotoKind.EVIDENCE, PhotoKind.JOINED)
    rows = rows.exclude(kind__in=strangers).order_by("pk").select_related("file")
    found: dict[int, list[StoredFile]] = defaultdict(list)
    for row in rows:
        found[row.case_id].append(row.file)
    return found


def _content(
    parcel: Parcel,
    case: Case,
    said: Mapping[str, str],
    photos: Sequence[StoredFile],
    way: Open311Way,
) -> Content:
    category = snapshot(case.opened_at).category_by_id(case.category_id)
    words = masked(said.get(TextKind.DESCRIPTION, "")) or category.name(case.language)
    place = masked(said.get(TextKind.PLACE, ""))
    fields: Fields = {
        "service_code": way.services.get(category.code) or way.services.get("*") or category.code,
        "client_request_id": parcel.own_id,
        "description": "\n\n".join(
            part for part in (words, place and str(_PLACE) % place, mark(case.number)) if part
        ),
        "address_string": case.address or place[:300],
        "requested_datetime": case.opened_at.isoformat(timespec="seconds"),
        **_answers(said.get(TextKind.ANSWERS, "")),
        **_reporter(case, way),
    }
    if case.lat is not None and case.lon is not None:
        fields |= {"lat": f"{case.lat:.6f}", "long": f"{case.lon:.6f}"}
    chosen = tuple(photos[:MOST_PHOTOS])
    fields |= addresses_of(chosen, way)
    return Content(
        fields={name: value for name, value in fields.items() if value},
        again=masked(said.get("again", "")) or words,
        pictures=chosen if way.photos == PhotosOut.MEDIA else (),
    )


def mark(number: str) -> str:
    """By this a case is found again in a far end that keeps no number of ours."""
    return f"(KCK {numbers.display(number)})"


def masked(text: str) -> str:
    """Without what looks like personal data: the unit repairs things, it does not call people."""
    return mask(text, spot(text))


def _answers(raw: str) -> Fields:
    """`attribute[CODE]`; several values of one question as the standard has them."""
    try:
        given = json.loads(raw) if raw else {}
    except ValueError:
        return {}
    return {
        f"attribute[{code}]" + ("[]" if isinstance(value, list) else ""): [
            masked(str(one)) for one in (value if isinstance(value, list) else [value])
        ]
        for code, value in given.items()
    }


def _reporter(case: Case, way: Open311Way) -> Fields:
    """Only what the unit's settings name, by default nothing."""
    if not way.personal or case.person_id is None:
        return {}
    known = contact(case.person_id)
    return {
        name: value
        for part in way.personal
        for name, value in _personal(part, known).items()
        if value
    }


def _personal(part: str, known: Contact) -> Fields:
    if part == "name":
        first, _space, last = known.name.partition(" ")
        return {"first_name": first, "last_name": last}
    return {"email": known.email} if part == "email" else {"phone": known.phone}


def addresses_of(pictures: Sequence[StoredFile], way: Open311Way) -> Fields:
    """Signed addresses, where photos do not travel themselves."""
    if way.photos != PhotosOut.URL or not pictures:
        return {}
    return {"media_url": [photo_address(one) for one in pictures]}


def photo_address(picture: StoredFile) -> str:
    return f"{settings.SITE_URL}/open311/v2/photos/{token_for(picture.public_id)}.jpg"


def files_of(pictures: Iterable[StoredFile]) -> Files:
    """Their bytes as parts of a form; one that is gone is left out."""
    found: Files = []
    for place, picture in enumerate(pictures, start=1):
        opened = open_stored(picture)
        if opened is None:
            continue
        with opened.content as content:
            found.append(("media", (f"{place}.jpg", content.read(), opened.content_type)))
    return found
