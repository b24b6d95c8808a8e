"""How a reporter without an account gets to their case: by its link, or number and code."""

import hashlib
import hmac
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from kck.cases.models import Case, CasePhoto, Follower
from kck.cases.policy import reporter_grant
from kck.cases.terms import PhotoKind
from kck.files.models import StoredFile
from kck.foundation.actor import Actor
from kck.foundation.numbers import parse

_CODE_DIGITS = 8


def access_code(token: str) -> str:
    """Eight digits that open the case together with its number; made of the token, kept nowhere."""
    made = hmac.digest(settings.SECRET_KEY.encode(), f"case-code:{token}".encode(), hashlib.sha256)
    digits = f"{int.from_bytes(made[:8]) % 10**_CODE_DIGITS:0{_CODE_DIGITS}d}"
    return f"{digits[:4]} {digits[4:]}"


def case_by_token(token: str) -> Case | None:
    return Case.objects.filter(token=token).first() if len(token) == 32 else None


def case_by_code(number: str, code: str) -> Case | None:
    """The case, when the code is its own. `WrongNumber` when the number cannot be one.

    Callers limit the attempts: `foundation.limits.allow`.
    """
    case = Case.objects.filter(number=parse(number)).first()
    typed = "".join(letter for letter in code if letter.isdigit())
    expected = access_code(case.token if case else "0" * 32).replace(" ", "")
    return case if hmac.compare_digest(typed, expected) else None


def reporter_of(case: Case) -> Actor:
    """Whoever holds the link or the code."""
    return Actor(kind="person", id=case.person_id, grants=frozenset({reporter_grant(case.pk)}))


def photo_of(case: Case, public_id: UUID) -> StoredFile | None:
    """A photo of this very case, published or not; of strangers who joined only what is public."""
    photo = (
        CasePhoto.objects.filter(case=case, file__public_id=public_id, erased_at=None)
        .exclude(kind=PhotoKind.JOINED, published_at=None)
        .select_related("file")
        .first()
    )
    return photo.file if photo else None


@dataclass(frozen=True, kw_only=True)
class Letters:
    """Whether the reporter is written to; `token` is what stops it and starts it again."""

    token: str
    stopped: bool


def letters_of(case: Case) -> Letters | None:
    """None when there is no address to write to."""
    rows = Follower.objects.filter(case=case, reporter=True).exclude(person__email="")
    found = rows.values_list("leave_token", "left_at").first()
    return Letters(token=str(found[0]), stopped=found[1] is not None) if found else None


def has_left(leave_token: str) -> bool:
    return Follower.objects.filter(leave_token=leave_token, left_at__isnull=False).exists()
