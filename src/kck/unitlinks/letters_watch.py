"""What became of the mails with links: one that did not arrive is a sending that failed."""

from collections.abc import Sequence
from datetime import datetime

from kck.accounts.notice_commands import notify
from kck.cases.models import Task
from kck.foundation.actor import PLATFORM
from kck.foundation.outbox import command
from kck.foundation.reasons import Reason, reason
from kck.foundation.text import _
from kck.handover.by_hand import undelivered
from kck.handover.commands import trouble
from kck.handover.queries import sendings_of
from kck.handover.terms import SendingState
from kck.messaging.commands import drop_words
from kck.messaging.queries import Settled, masked, settled
from kck.unitlinks.models import UnitLink
from kck.unitlinks.terms import Letter, LinkKind

_AT_ONCE = 200
NOT_ARRIVED = reason("unitlinks.not_arrived", _("poczta do %(mail)s nie doszła: %(reason)s"))


@command
def look_after_letters(*, at: datetime) -> int:
    """Settle the links whose mails are settled; how many there were."""
    waiting = UnitLink.objects.filter(letter=Letter.WAITING)
    found = settled([UnitLink(pk=pk).about for pk in waiting.values_list("pk", flat=True)])
    ids = [int(about.rpartition(":")[2]) for about in list(found)[:_AT_ONCE]]
    links = list(waiting.filter(pk__in=ids).select_for_update(skip_locked=True).order_by("pk"))
    for link in links:
        _settle(link, found[link.about], at)
    drop_words([link.about for link in links])
    return len(links)


def _settle(link: UnitLink, result: Settled, at: datetime) -> None:
    link.letter = Letter.SENT if result.arrived else Letter.FAILED
    link.letter_reason = "" if result.arrived else result.reason[:300]
    link.save(update_fields=["letter", "letter_reason"])
    if not result.arrived and link.revoked_at is None:
        _not_arrived(link, at)


def _not_arrived(link: UnitLink, at: datetime) -> None:
    """Given up when no address of the unit got it, else something to look at."""
    why = NOT_ARRIVED(mail=masked(link.mail), reason=link.letter_reason)
    if link.task is not None and link.task.contractor:
        _tell_who_gave_it(link.task, why, at)
        return
    others = _others(link)
    nobody = all(one.letter == Letter.FAILED for one in others)
    for case_id in link.linked.values_list("case_id", flat=True):
        for sending in sendings_of(case_id):
            if sending.unit_id != link.unit_id or sending.state != SendingState.SENT:
                continue
            if nobody:
                undelivered(sending.id, why, at=at)
            else:
                trouble(sending.id, why, at=at, by=PLATFORM)


def _tell_who_gave_it(task: Task, why: Reason, at: datetime) -> None:
    """A contractor has no sending that the centre would watch."""
    if task.case.handler_id is not None:
        notify(
            [task.case.handler_id], kind="task", subject=task.case.stream, why=why, at=at,
            by=PLATFORM,
        )  # fmt: skip


def _others(link: UnitLink) -> Sequence[UnitLink]:
    """The same mail to the unit's other addresses."""
    same = UnitLink.objects.filter(unit_id=link.unit_id, kind=link.kind, revoked_at=None)
    if link.kind == LinkKind.LIST:
        return list(same.filter(day=link.day).exclude(pk=link.pk))
    return list(same.filter(sending_id=link.sending_id).exclude(pk=link.pk))
