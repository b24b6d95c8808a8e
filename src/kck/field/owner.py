"""Whose a page on a phone is: a mark that tells two people apart and says nothing of either."""

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

HEADER = "X-Kck-Phone"


def mark_of(staff_id: int | None) -> str:
    return salted_hmac("kck.field.owner", str(staff_id)).hexdigest()[:24]


def somebody_elses(request: HttpRequest) -> bool:
    """The phone says it sends for another person than who is signed in now."""
    said = request.headers.get(HEADER, "")
    return bool(said) and said != mark_of(request.user.pk)
