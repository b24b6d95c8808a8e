"""The way of links: a case that is handed over becomes a mail, or waits for the morning's list."""

from collections.abc import Sequence
from datetime import datetime

from kck.cases.models import Task
from kck.directory.terms import LinkWhen, Priority, WayOfWorking
from kck.foundation import clock
from kck.foundation.outbox import unit_of_work
from kck.foundation.reasons import reason
from kck.foundation.text import _
from kck.handover.ports import Parcel, Result, register
from kck.unitlinks.mailing import mail_case, mail_task, mailed_already
from kck.unitlinks.morning import next_list_at

NO_MAIL = reason(
    "unitlinks.no_mail",
    _("jednostka nie ma adresu e-mail dla odnośników: dopisz go w ustawieniach miasta"),
)


class LinkTransport:
    """Hands a case to `kck.messaging` together with its links, or not at all."""

    def send(self, parcels: Sequence[Parcel]) -> list[Result]:
        return [self._one(parcel, clock.now()) for parcel in parcels]

    def _one(self, parcel: Parcel, at: datetime) -> Result:
        if parcel.way.way == WayOfWorking.DESK:  # since a while it works here itself
            return Result(sending_id=parcel.sending_id, arrived=True)
        mails = parcel.way.link.mails
        if not mails:
            return Result(
                sending_id=parcel.sending_id, arrived=False, for_good=True, reason=NO_MAIL
            )
        with unit_of_work():
            task = Task.objects.select_related("case").get(pk=parcel.task_id)
            if task.beside:
                self._mail_task(parcel, task, mails, at)
                return Result(sending_id=parcel.sending_id, arrived=True)
            case = task.case
            urgent = case.priority == Priority.P1  # does not wait for a morning
            if parcel.way.link.when == LinkWhen.MORNING and not urgent:
                later = real(next_list_at(parcel.unit_id, at), at)
                return Result(sending_id=parcel.sending_id, arrived=False, later=later)
            if not (parcel.unsure and mailed_already(parcel.sending_id)):
                mail_case(
                    case,
                    unit_id=parcel.unit_id,
                    mails=mails,
                    sending_id=parcel.sending_id,
                    at=at,
                )
        return Result(sending_id=parcel.sending_id, arrived=True)

    def _mail_task(self, parcel: Parcel, task: Task, mails: Sequence[str], at: datetime) -> None:
        """A task is asked for by somebody: it waits for no morning."""
        if not (parcel.unsure and mailed_already(parcel.sending_id)):
            mail_task(task, mails=mails, sending_id=parcel.sending_id, at=at)


def real(moment: datetime, now: datetime) -> datetime:
    """When it will be that moment of the city's time; where that stands still, as if it ran."""
    return clock.real_now() + (moment - now) / (clock.rate() or 1.0)


def register_transport() -> None:
    register(WayOfWorking.LINK, LinkTransport())
