"""What of a case everybody may see, in bulk: published words and photos by case."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.db.models.expressions import RawSQL

from kck.cases.models import CasePhoto, CaseText
from kck.cases.terms import TextKind

# of a text or a photo: a person looked at it and showed it to everybody, and it is still there
PUBLISHED = Q(published_at__isnull=False, erased_at=None)


@dataclass(frozen=True, kw_only=True)
class PublicPhoto:
    public_id: UUID
    kind: str
    width: int
    height: int


def _among(ids: Iterable[int]) -> RawSQL:
    """One parameter for a thousand ids, where `__in` would make a thousand."""
    return RawSQL("SELECT unnest(%s::bigint[])", [list(ids)])


def published_texts(ids: Iterable[int], kind: TextKind) -> dict[int, str]:
    """The newest published text of this kind, by case."""
    rows = CaseText.objects.filter(PUBLISHED, case_id__in=_among(ids), kind=kind)
    return dict(rows.order_by("pk").values_list("case_id", "body"))


def published_photos(ids: Iterable[int]) -> dict[int, list[PublicPhoto]]:
    """All published photos, by case, in their order."""
    rows = CasePhoto.objects.filter(PUBLISHED, case_id__in=_among(ids)).order_by("pk")
    found: dict[int, list[PublicPhoto]] = defaultdict(list)
    for case_id, public_id, kind, width, height in rows.values_list(
        "case_id", "file__public_id", "kind", "file__width", "file__height"
    ):
        found[case_id].append(
            PublicPhoto(public_id=public_id, kind=kind, width=width or 0, height=height or 0)
        )
    return found
