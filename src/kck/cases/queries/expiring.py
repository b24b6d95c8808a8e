"""Which cases still hold somebody's data."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from kck.cases.models import Case, CasePhoto, CaseText, Follower
from kck.cases.terms import TEXTS_BY_REPORTER, PhotoKind, TextKind

# of what was written, what is about people; answers of the city stay with the case
ABOUT_PEOPLE = (*sorted(TEXTS_BY_REPORTER), TextKind.JOINED, TextKind.NOTE)


def with_contact(cases: "QuerySet[Case]") -> "QuerySet[Case]":
    """Whose reporter or follower is still known."""
    followers = Follower.objects.filter(case=OuterRef("pk"))
    return cases.filter(Q(person__isnull=False) | Exists(followers))


def with_words(cases: "QuerySet[Case]") -> "QuerySet[Case]":
    """In which words or photos of people are left."""
    texts = CaseText.objects.filter(case=OuterRef("pk"), erased_at=None, kind__in=ABOUT_PEOPLE)
    photos = CasePhoto.objects.filter(case=OuterRef("pk"), erased_at=None)
    return cases.filter(Exists(texts) | Exists(photos.exclude(kind=PhotoKind.EVIDENCE)))
