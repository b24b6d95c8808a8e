"""What was said and answered at once is not kept for ever."""

from datetime import datetime, timedelta

from django.db.models import Q

from kck.cases.models import Case
from kck.foundation.actor import PLATFORM, Actor
from kck.foundation.outbox import command
from kck.intake.line2_models import SecondLine
from kck.intake.line2_terms import UNDONE, How, LineState
from kck.intake.models import Conversation
from kck.people.commands import forget

# a proposal: how long the city answers for what it said on the telephone
KEPT_FOR = timedelta(days=365)
_AT_ONCE = 1000


@command
def forget_conversations(person_id: int, *, at: datetime, by: Actor) -> int:
    """The words go; that somebody asked stays, for the figures."""
    _line_two(Q(conversation__person_id=person_id), at)
    rows = Conversation.objects.filter(person_id=person_id, erased_at=None)
    return rows.update(question="", answer="", erased_at=at)


@command
def expire_conversations(*, at: datetime, preview: bool = False) -> int:
    """Of those without a case: words and who it was. How many are, or would be, forgotten."""
    due = Conversation.objects.filter(received_at__lt=at - KEPT_FOR, case=None, erased_at=None)
    if preview:
        return due.count()
    rows = list(due.order_by("pk").values_list("pk", "person_id")[:_AT_ONCE])
    _people({person_id for _pk, person_id in rows if person_id}, at)
    ids = [pk for pk, _person_id in rows]
    # also of those with a case: what was said on the way to it is not the case's
    _line_two(Q(handed_at__lt=at - KEPT_FOR), at)
    Conversation.objects.filter(pk__in=ids).update(
        question="", answer="", person=None, erased_at=at
    )
    return len(ids)


def _people(ids: set[int], at: datetime) -> None:
    """Unless they have a case."""
    needed = set(Case.objects.filter(person_id__in=ids).values_list("person_id", flat=True))
    for person_id in ids - needed:
        forget(person_id, ground="retention", at=at, by=PLATFORM)


def _line_two(whose: Q, at: datetime) -> None:
    """What was said between the lines; nobody can be called back any more."""
    rows = SecondLine.objects.filter(whose, erased_at=None)
    rows.filter(state__in=UNDONE).update(state=LineState.ANSWERED, how=How.ERASED, answered_at=at)
    rows.update(shown="", return_reason="", extension_reason="", erased_at=at)


DEVICE_KNOWN_FOR = timedelta(days=1)


@command
def forget_devices(*, at: datetime) -> int:
    """By then nobody asks any more whether two reports came from one device."""
    old = Conversation.objects.filter(
        received_at__lt=at - DEVICE_KNOWN_FOR, received_at__gte=at - timedelta(days=8)
    )
    return old.exclude(device=None).update(device=None)
