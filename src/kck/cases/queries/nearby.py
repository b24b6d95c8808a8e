"""What is already reported around a point: only what everybody may see."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from math import cos, radians
from uuid import UUID

from kck.cases.likeness import likeness
from kck.cases.models import Case, CasePhoto, CaseText
from kck.cases.queries.likely import Within, editions, rings, within
from kck.cases.terms import CaseState, Spot, TextKind
from kck.directory.queries import snapshot
from kck.files.models import StoredFile
from kck.places.rules import cells_around, distance_m

_MOST = 60
_METRES_OF_A_DEGREE = 111_000


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
    lat: float,
    lon: float,
    kinds: Mapping[int, Within],
    *,
    at: datetime,
    text: str = "",
    photos: Iterable[UUID] = (),
    limit: int = 5,
) -> list[NearbyCase]:
    """Open public cases near and new enough for their category, the likeliest to be the same first.

    Likeness is that of published words and photos only: the order tells nothing that is not public.
    Those known to the public by their street alone are left out: asking from many points would
    tell where they are.
    """
    kinds = {pk: one for pk, one in kinds.items() if one.metres}
    if not kinds:
        return []
    metres = max(one.metres for one in kinds.values())
    around = (
        Case.objects.public()
        .open()
        .filter(coarse=False, cell__in=cells_around(lat, lon, rings(metres)))
        .filter(category_id__in=kinds, **_box(lat, lon, metres))
        .filter(opened_at__gte=at - max(one.age for one in kinds.values()))
    )
    measured = [(distance_m((lat, lon), (case.lat or 0, case.lon or 0)), case) for case in around]
    near = [(metres, case) for metres, case in measured if _fits(case, metres, kinds, at)]
    near.sort(key=lambda found: (found[0], found[1].pk))
    return _likeliest(near[:_MOST], kinds, text, _looks_of(photos))[:limit]


def reported_before(
    category_id: int,
    spot: Spot,
    *,
    at: datetime,
    text: str = "",
    photos: Iterable[UUID] = (),
    but: int = 0,
    limit: int = 3,
) -> list[NearbyCase]:
    """What everybody may see of cases that may be the same as one just opened (`but`)."""
    if spot.lat is None or spot.lon is None:
        return []
    kinds = within(editions([snapshot(at).category_by_id(category_id).code], at))
    found = nearby(spot.lat, spot.lon, kinds, at=at, text=text, photos=photos, limit=limit + 1)
    return [one for one in found if one.id != but][:limit]


def _box(lat: float, lon: float, metres: int) -> dict[str, tuple[float, float]]:
    """A little more than is near: cells are far wider, and all in them would have to be read."""
    high = metres * 1.05 / _METRES_OF_A_DEGREE
    wide = high / max(cos(radians(lat)), 0.01)
    return {"lat__range": (lat - high, lat + high), "lon__range": (lon - wide, lon + wide)}


def _fits(case: Case, metres: float, kinds: Mapping[int, Within], at: datetime) -> bool:
    kind = kinds[case.category_id]
    return metres <= kind.metres and at - case.opened_at <= kind.age


def _likeliest(
    near: list[tuple[float, Case]], kinds: Mapping[int, Within], text: str, ours: list[int]
) -> list[NearbyCase]:
    shown, looks = _shown(near), _published_looks([case.pk for _metres, case in near])

    def score(place: int) -> float:
        metres, case = near[place]
        texts, both = (text, shown[place].text), (ours, looks.get(case.pk, ()))
        return likeness(metres, kinds[case.category_id].metres, texts, both).score

    order = sorted(range(len(near)), key=lambda place: (-score(place), near[place][0]))
    return [shown[place] for place in order]


def _looks_of(photos: Iterable[UUID]) -> list[int]:
    """Of photos that are still drafts of whoever asks."""
    wanted = list(photos)
    if not wanted:
        return []
    rows = StoredFile.objects.filter(public_id__in=wanted, erased_at=None)
    return [looks for looks in rows.values_list("looks", flat=True) if looks is not None]


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


def _published_looks(ids: list[int]) -> Mapping[int, list[int]]:
    if not ids:
        return {}
    rows = CasePhoto.objects.filter(case_id__in=ids, erased_at=None, file__looks__isnull=False)
    found: dict[int, list[int]] = {}
    for pk, looks in rows.exclude(published_at=None).values_list("case_id", "file__looks"):
        found.setdefault(pk, []).append(looks or 0)
    return found


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
