"""What screens ask about sites and objects."""

from datetime import date

from kck.cases.queries.nearby import NearbyCase, open_among
from kck.entrances.models import CaseObject, ObjectCode, Site
from kck.entrances.rules import WrongCode, meant_code, parse_code
from kck.entrances.terms import CodeState, Looked, ObjectInfo, ObjectKind, SiteInfo
from kck.foundation.text import fold

MOST_SHOWN = 200


def sites() -> tuple[SiteInfo, ...]:
    return tuple(
        SiteInfo(id=row.pk, origin=row.origin, note=row.note, added_at=row.added_at)
        for row in Site.objects.order_by("origin")
    )


def origins() -> tuple[str, ...]:
    """The sites that may frame us, as a browser wants them."""
    return tuple(Site.objects.order_by("origin").values_list("origin", flat=True))


def described(row: ObjectCode) -> ObjectInfo:
    return ObjectInfo(
        id=row.pk,
        code=row.code,
        kind=ObjectKind(row.kind),
        category=row.category,
        lat=row.lat,
        lon=row.lon,
        street=row.street,
        label=row.label,
        own_number=row.own_number,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


def object_by_id(object_id: int) -> ObjectInfo | None:
    row = ObjectCode.objects.filter(pk=object_id).first()
    return described(row) if row else None


def object_by_code(text: str, *, day: date) -> ObjectInfo | None:
    """The object of a code that is in force."""
    looked = look(text, day=day)
    return looked.object if looked.state == CodeState.GOOD else None


def look(text: str, *, day: date) -> Looked:
    """Whatever stands after `/o/`: a good code, one that is over, or none, with what was meant."""
    try:
        row = ObjectCode.objects.filter(code=parse_code(text)).first()
    except WrongCode:
        meant = ObjectCode.objects.in_force(day).filter(code=meant_code(text)).first()
        return Looked(state=CodeState.UNKNOWN, meant=described(meant) if meant else None)
    if row is None:
        return Looked(state=CodeState.UNKNOWN)
    found = described(row)
    state = CodeState.GOOD if found.in_force(day) else CodeState.OVER
    return Looked(state=state, object=found)


def objects(
    *,
    day: date,
    kind: str = "",
    words: str = "",
    first_id: int = 0,
    last_id: int = 0,
    limit: int = MOST_SHOWN,
) -> list[ObjectInfo]:
    """The objects whose code is in force, the newest first; `words` look at all that is said."""
    rows = ObjectCode.objects.in_force(day)
    if kind:
        rows = rows.filter(kind=kind)
    if first_id:
        rows = rows.filter(pk__gte=first_id)
    if last_id:
        rows = rows.filter(pk__lte=last_id)
    if not words:
        return [described(row) for row in rows.order_by("-pk")[:limit]]
    found = (described(row) for row in rows.order_by("-pk").iterator())
    fitting = (one for one in found if _says(one, fold(words).split()))
    return [one for one, _count in zip(fitting, range(limit), strict=False)]


def _says(one: ObjectInfo, words: list[str]) -> bool:
    said = fold(f"{one.code} {one.street} {one.label} {one.own_number}")
    return all(word.replace("-", "") in said.replace("-", "") for word in words)


def how_many(*, day: date) -> int:
    return ObjectCode.objects.in_force(day).count()


def object_of(case_id: int) -> ObjectInfo | None:
    """The object that a case is about, also when its code is over."""
    row = CaseObject.objects.filter(case_id=case_id).select_related("object").first()
    return described(row.object) if row else None


def open_reports(object_id: int, *, limit: int = 5) -> list[NearbyCase]:
    """Open public cases about this very object, the newest first."""
    ids = CaseObject.objects.filter(object_id=object_id).order_by("-case_id")
    return open_among(list(ids.values_list("case_id", flat=True)[:50]), limit=limit)
