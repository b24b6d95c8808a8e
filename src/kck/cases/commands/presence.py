"""Who has a case open, and whether it is still what they saw."""

from kck.cases.commands.steps import lock
from kck.cases.models import Case, Presence
from kck.cases.queries.desk_case import HERE_FOR
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.models import RecordedEvent
from kck.foundation.outbox import announce, command
from kck.foundation.text import _
from kck.foundation.verdict import Refused


class ChangedMeanwhile(Exception):
    """Somebody else did something to the case after `seq`, which the form had seen."""

    def __init__(self, seq: int) -> None:
        super().__init__(seq)
        self.seq = seq


@command
def expect_unchanged(case_id: int, *, seq: int, by: Actor) -> None:
    """Hold the case until the commit, unless others changed it since; own steps do not count."""
    case = lock(case_id)
    later = RecordedEvent.objects.filter(stream=case.stream, seq__gt=seq).exclude(actor=str(by))
    if later.exists():
        raise ChangedMeanwhile(seq)


@command
def be_here(case_id: int, *, by: Actor) -> None:
    """Say that one has the case open. Pages of colleagues hear only of those who have just come."""
    if not Case.objects.visible_to(by).filter(pk=case_id).exists():
        raise Refused(str(_("Ta sprawa należy do innej jednostki.")))
    now = clock.real_now()
    still = Presence.objects.filter(
        case_id=case_id, staff_id=by.staff_id or 0, seen_at__gte=now - HERE_FOR
    ).update(seen_at=now)
    if still:
        return
    Presence.objects.filter(case_id=case_id, seen_at__lt=now - HERE_FOR).delete()
    Presence.objects.update_or_create(
        case_id=case_id, staff_id=by.staff_id or 0, defaults={"seen_at": now}
    )
    announce(f"here:{case_id}")


@command
def leave_case(case_id: int, *, by: Actor) -> None:
    """The page was closed."""
    gone, _kinds = Presence.objects.filter(case_id=case_id, staff_id=by.staff_id or 0).delete()
    if gone:
        announce(f"here:{case_id}")
