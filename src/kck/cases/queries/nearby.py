"""What is already reported around a point: only what everybody may see."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from math import ceil
from uuid import UUID

from kck.cases.models import Case, CasePhoto, CaseText
from kck.cases.terms import CaseState, TextKind
from kck.files.models import StoredFile
from kck.places.rules import cells_around, distance_m

FARTHEST_M = 500
# neighbouring cells of resolution 10 lie some 110 m apart, and the point may be near an edge
_RING_M = 100


@dataclass(frozen=True, kw_only=True)
class NearbyPhoto:
    public_id: UUID
    width: int
    height: int


@dataclass(frozen=True, kw_only=True)
class NearbyCase:
    """An open public case; `metres` is None where the public may know the street only."""

    id: int
    number: str
    category_id: int
    state: CaseState
    opened_at: datetime
    place: str
    metres: int | None
    me_too: int
    text: str = ""
    photo: NearbyPhoto | None = None


def nearby(
    lat: float, lon: float, radius_of: Mapping[int, int], *, limit: int = 5
) -> list[NearbyCase]:
    """Open public cases within the radius of their category (id -> metres), the nearest first.

    Those known to the public by their street alone are left out: asking from many points would
    tell where they are.
    """
    radii = {pk: min(metres, FARTHEST_M) for pk, metres in radius_of.items() if metres > 0}
    if not radii:
        return []
    rings = ceil(max(radii.values()) / _RING_M) + 1
    around = (
        Case.objects.public()
        .open()
        .filter(coarse=False, cell__in=cells_around(lat, lon, rings), category_id__in=radii)
    )
    measured = [(distance_m((lat, lon), (case.lat or 0, case.lon or 0)), case) for case in around]
    near = [(metres, case) for metres, case in measured if metres <= radii[case.category_id]]
    near.sort(key=lambda found: (found[0], found[1].pk))
    return _shown(near[:limit])


def open_among(ids: Iterable[int], *, limit: int = 5) -> list[NearbyCase]:
    """Those of these cases that are open and public, the newest first; coarse ones left out."""
    rows = Case.objects.public().open().filter(pk__in=ids, coarse=False).order_by("-opened_at")
    return [replace(shown, metres=None) for shown in _shown([(0.0, row) for row in rows[:limit]])]


def _shown(near: list[tuple[float, Case]]) -> list[NearbyCase]:
    ids = [case.pk for _metres, case in near]
    texts, photos = _published_texts(ids), _published_photos(ids)
    return [
        NearbyCase(
            id=case.pk,
            number=case.number,
            category_id=case.category_id,
            state=CaseState(case.state),
            opened_at=case.opened_at,
            place=case.street if case.coarse else case.address,
            metres=None if case.coarse else round(metres),
            me_too=case.me_too,
            text=texts.get(case.pk, ""),
            photo=photos.get(case.pk),
        )
        for metres, case in near
    ]


def _published_texts(ids: Iterable[int]) -> dict[int, str]:
    rows = CaseText.objects.filter(
        case_id__in=ids, kind=TextKind.DESCRIPTION, erased_at=None
    ).exclude(published_at=None)
    return dict(rows.order_by("-pk").values_list("case_id", "body"))


def _published_photos(ids: Iterable[int]) -> dict[int, NearbyPhoto]:
    rows = CasePhoto.objects.filter(case_id__in=ids, erased_at=None, file__erased_at=None).exclude(
        published_at=None
    )
    return {
        photo.case_id: NearbyPhoto(
            public_id=photo.file.public_id, width=photo.file.width, height=photo.file.height
        )
        for photo in rows.select_related("file").order_by("-pk")
    }


def published_photo(public_id: UUID) -> StoredFile | None:
    """A photo that everybody may see: a person published it, of a case that is public."""
    photo = (
        CasePhoto.objects.filter(
            file__public_id=public_id, erased_at=None, case__in=Case.objects.public()
        )
        .exclude(published_at=None)
        .select_related("file")
        .first()
    )
    return photo.file if photo else None
