"""What the start of the house shows of the demo: its clock, its pages, who may sign in."""

from datetime import UTC, timedelta

from django.urls import reverse

from kck.demo import staff
from kck.demo.times import END_OF_WORK, MONDAY, NIGHT_RATE, RATE
from kck.foundation import clock
from kck.foundation.models import RecordedEvent


def clock_anchor() -> str:
    """Monday 9.00, or later where the visitors got to; in the evening the city all but stands."""
    last = RecordedEvent.objects.order_by("-at").values_list("at", flat=True).first()
    start = max(MONDAY.astimezone(UTC), (last or MONDAY) + timedelta(seconds=1))
    rate = RATE if start < END_OF_WORK else NIGHT_RATE
    return f"{start.isoformat()}@{clock.real_now().isoformat()}@{rate}"


def pages() -> list[tuple[str, str]]:
    """Name and path of the pages worth opening first."""
    return [
        ("Scenariusz", reverse("demo:scenario")),
        ("Mailbox", reverse("demo:mailbox")),
    ]


def logins() -> list[tuple[str, str]]:
    """Role, and how to sign in with it."""
    return [
        (_title(staff.BY_KEY[key]), f"{staff.BY_KEY[key].email} · {staff.PASSWORD}")
        for key in staff.SHOWN
    ]


def _title(seat: staff.Seat) -> str:
    return f"{seat.role.capitalize()}, {seat.unit}"
