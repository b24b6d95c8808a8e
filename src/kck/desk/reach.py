"""How a unit without an account is reached, as the case page shows it: number, calls, links."""

from collections.abc import Sequence
from dataclasses import dataclass

from kck.cases.queries.desk_case import DeskCase
from kck.cases.queries.tasks import TaskRow, to_be_told
from kck.directory.queries import snapshot
from kck.directory.terms import WayOfWorking
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.handover.queries import sending_of
from kck.unitlinks.policy import may_watch
from kck.unitlinks.queries.calls import CallRow, calls_of, dispatcher_of
from kck.unitlinks.queries.links import LinkRow, links_of


@dataclass(frozen=True, kw_only=True)
class Reach:
    """`{{ reach }}` of the case page."""

    by_phone: bool
    phone: str
    tel: str
    may_call: bool
    calls: list[CallRow]
    links: list[LinkRow]
    sending_id: int | None  # whose mail can go out once more
    unit_id: int  # whom one calls
    task_id: int | None = None  # when it is not the unit of the case

    @property
    def shown(self) -> bool:
        return self.may_call or bool(self.calls or self.links)


def reach_of(case: DeskCase, actor: Actor, tasks: Sequence[TaskRow]) -> Reach:
    """What one may do is the centre's; the unit's own desk sees what was done."""
    at = clock.now()
    way = snapshot(at).way_of(case.unit.id).way
    centre = bool(may_watch(actor))
    links = links_of(case.id)
    apart = way in {WayOfWorking.PHONE, WayOfWorking.LINK}
    sending = sending_of(case.id) if centre and links else None
    told = None if apart else to_be_told(tasks)
    unit_id = told.unit_id if told else case.unit.id
    phone = dispatcher_of(unit_id, at)
    return Reach(
        by_phone=way == WayOfWorking.PHONE or told is not None,
        unit_id=unit_id,
        task_id=told.id if told else None,
        phone=phone,
        tel=dialled(phone),
        may_call=centre and (apart or told is not None) and not case.closed_at,
        calls=calls_of(case.id),
        links=links,
        sending_id=sending.id if sending and sending.way == WayOfWorking.LINK else None,
    )


def dialled(phone: str) -> str:
    """What a `tel:` link dials: the first of several numbers."""
    first = phone.split(",")[0].split(";")[0]
    return "".join(sign for sign in first if sign.isdigit() or sign == "+")
