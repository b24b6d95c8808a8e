"""The demo city goes on living, slowly; and can be told anew."""

from random import Random

from django.conf import settings
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from kck.cases import commands
from kck.cases.models import Case
from kck.cases.rules import IllegalMove, Incomplete
from kck.cases.terms import CaseState
from kck.demo.lives import Crew
from kck.demo.models import DemoState
from kck.demo.reports import Reports
from kck.demo.seeding import seed, stands
from kck.demo.times import END_OF_WORK, MONDAY
from kck.demo.welcome import clock_anchor
from kck.foundation import clock
from kck.foundation.actor import ANYBODY
from kck.intake.commands import receive
from kck.intake.terms import Channel, Incoming, Reached

_IN_OFFICE = (MONDAY, END_OF_WORK)


@app.periodic(cron="*/2 * * * *")
@app.task(queueing_lock="demo.live_on", pass_context=False)
def live_on(timestamp: int) -> None:
    """Every other minute somebody reports something, and somebody else works on something."""
    now = clock.now()
    if not settings.KCK_DEMO or not stands() or not _IN_OFFICE[0] <= now < _IN_OFFICE[1]:
        return
    chance = Random(timestamp)  # noqa: S311 - dice, not secrets
    told = Reports(chance).any(now)
    receive(
        Incoming(
            channel=Channel.WEB,
            far_end_id=f"demo:{timestamp}",
            text=told.text,
            language=told.language,
            category=told.category.code,
            spot=told.spot,
            reached=Reached(email=f"mieszkaniec{chance.randint(1, 400)}@poczta.example"),
        ),
        at=now,
        by=ANYBODY,
    )
    _somebody_works(chance, Crew(chance))


def _somebody_works(chance: Random, crew: Crew) -> None:
    """Somebody takes one of the cases that nobody has opened, outside the scenes."""
    told = {pk for found in _scenes().values() for pk in found}
    waiting = Case.objects.filter(state=CaseState.NEW, needs_triage=False).exclude(pk__in=told)
    ids = list(waiting.order_by("opened_at").values_list("pk", flat=True)[:40])
    if not ids:
        return
    case = Case.objects.get(pk=chance.choice(ids))
    try:
        commands.take(case.pk, at=clock.now(), by=crew.of(case))
    except (IllegalMove, Incomplete):
        return  # a visitor was faster


def _scenes() -> dict[str, list[int]]:
    return DemoState.objects.values_list("scenes", flat=True).first() or {}


def ask_to_start_again() -> None:
    """One new telling at a time, however often the button is pressed."""
    DemoState.objects.filter(pk=1).update(ready=False, progress=0)
    try:
        app.configure_task("demo.tell_again", queueing_lock="demo.tell_again").defer()
    except AlreadyEnqueued:
        return


@app.task(name="demo.tell_again", queueing_lock="demo.tell_again")
def tell_again() -> None:
    seed()
    clock.set_anchor(clock_anchor())
