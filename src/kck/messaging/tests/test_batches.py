"""Many under way at once: never more in doubt than a window, and nobody is lost."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from django.db import connection

from kck.foundation.actor import PLATFORM
from kck.messaging.batches import WINDOW, WINDOW_OF_MANY
from kck.messaging.commands import (
    approve_mailing,
    draft_mailing,
    send,
    stop_mailing,
    write_edition,
)
from kck.messaging.models import Batch, Delivery
from kck.messaging.ports import Answer, NotDelivered, Outgoing, register_transport
from kck.messaging.reach import reach_of_mailing
from kck.messaging.sending import send_due
from kck.messaging.terms import Ground, MailingKind, Recipient, Words
from kck.messaging.tests.far_end import TEXT
from kck.people.models import Person

pytestmark = pytest.mark.django_db
CHANNEL = "test-many"
MONDAY = datetime(2026, 2, 2, 11, 0, tzinfo=UTC)


def taken(message: Outgoing) -> Answer:
    return Answer(ref=message.ref, far_end_id='it\'s \\ "5"')


@dataclass
class ManyFarEnd:
    """Answers in the other order, a few at a time."""

    answer: Callable[[Outgoing], Answer] = taken
    ready: list[Outgoing] = field(default_factory=list)
    under_way: list[Outgoing] = field(default_factory=list)
    begun: list[Outgoing] = field(default_factory=list)
    most_in_doubt: int = 0

    def not_ready(self) -> str:
        return ""

    def write(self, messages: Sequence[Outgoing]) -> None:
        self.ready += messages

    def begin(self) -> None:
        self.under_way += self.ready
        self.begun += self.ready
        self.ready = []
        self.look()

    def drop(self) -> None:
        self.ready = []

    def look(self) -> None:
        """What a kill at this moment would leave in doubt: begun and not written down."""
        marked = Delivery.objects.exclude(state="claimed").values_list("pk", flat=True)
        in_doubt = {message.ref for message in self.begun} - set(marked)
        self.most_in_doubt = max(self.most_in_doubt, len(in_doubt))
        # and all of them were announced before
        reached = Batch.objects.latest("pk").begun_to
        assert all(ref <= reached for ref in in_doubt)

    def answers(self, wait: float, enough: int) -> list[Answer]:
        now, self.under_way = self.under_way[-enough:], self.under_way[:-enough]
        return [self.answer(message) for message in reversed(now)]

    def close(self) -> None:
        pass

    def serve(self) -> "ManyFarEnd":
        register_transport(CHANNEL, lambda: self)
        return self


def tell(count):
    to = [Recipient(address=f"n{n}@example.com", channel=CHANNEL) for n in range(count)]
    send(TEXT, dedupe="1", to=to, variables={"number": "26-1"}, about="", at=MONDAY, by=PLATFORM)


def a_mailing(count, monkeypatch):
    from kck.messaging import audiences

    monkeypatch.setitem(audiences._ADDRESS, CHANNEL, "p.email")
    people = Person.objects.bulk_create(
        Person(email=f"n{n}@example.com", name=f"Nr {n}", created_at=MONDAY) for n in range(count)
    )
    mailing = draft_mailing(
        "x", kind=MailingKind.SERVICE, ground=Ground.DUTY, channel=CHANNEL,
        audience_name="people.named", asked={"ids": [p.pk for p in people]},
        at=MONDAY, by=PLATFORM,
    )  # fmt: skip
    words = Words(subject="Do {{name}}", body="Dzień dobry {{name}}")
    write_edition(mailing.pk, "pl", words, why="Bo tak.", at=MONDAY, by=PLATFORM)
    approve_mailing(mailing.pk, at=MONDAY, by=PLATFORM)
    return mailing.pk


def states():
    return set(Delivery.objects.values_list("state", "attempts"))


def test_single_messages_are_never_more_in_doubt_than_twenty():
    far_end = ManyFarEnd().serve()
    tell(130)

    assert send_due() == 130
    assert states() == {("sent", 1)}
    assert 10 < far_end.most_in_doubt <= WINDOW == 20
    assert set(Delivery.objects.values_list("far_end_id", flat=True)) == {'it\'s \\ "5"'}
    assert not Batch.objects.exists()


def test_those_of_a_mailing_come_with_their_wording_and_values(monkeypatch):
    far_end = ManyFarEnd().serve()
    a_mailing(130, monkeypatch)

    assert send_due() == 130
    assert 20 < far_end.most_in_doubt <= WINDOW_OF_MANY
    first = far_end.begun[0]
    assert first.wording is not None
    assert first.wording.words(first.values).subject == f"Do {first.values['name']}"
    assert len({id(message.wording) for message in far_end.begun}) == 1


def test_a_server_that_goes_away_burns_no_attempt_and_the_rest_is_sent_later():
    def away(message):
        if len(far_end.begun) > 30:
            return Answer(ref=message.ref, away="gone for lunch")
        return taken(message)

    far_end = ManyFarEnd(away).serve()
    tell(60)
    sent = send_due()

    assert 0 < sent < 60
    waiting = Delivery.objects.filter(state="queued")
    assert set(waiting.values_list("attempts", "reason")) == {(0, "gone for lunch")}
    assert sent + waiting.count() == 60

    ManyFarEnd().serve()
    waiting.update(next_try_at=MONDAY)
    assert send_due() == 60 - sent
    assert states() == {("sent", 1)}


def test_refusals_and_doubts_concern_only_their_own(monkeypatch):
    def answer(message):
        kind = message.ref % 3
        if kind == 0:
            return taken(message)
        refused = NotDelivered("451 later") if kind == 1 else NotDelivered("cut", unknown=True)
        return Answer(ref=message.ref, refused=refused)

    ManyFarEnd(answer).serve()
    mailing = a_mailing(90, monkeypatch)

    assert send_due() == 30
    found = reach_of_mailing(mailing)
    assert (found.sent, found.queued, found.unknown) == (30, 30, 30)
    # of many nobody is told twice: those in doubt are left
    assert not Delivery.objects.filter(state="unknown", next_try_at__isnull=False).exists()


def test_a_mailing_stopped_in_the_middle_goes_no_further_than_its_window(monkeypatch):
    def stop_soon(message):
        if len(stopped) == 0 and len(far_end.begun) >= 100:
            stopped.append(stop_mailing(mailing, at=MONDAY, by=PLATFORM))
        return taken(message)

    stopped: list[int] = []
    far_end = ManyFarEnd(stop_soon).serve()
    mailing = a_mailing(300, monkeypatch)
    sent = send_due()

    assert 100 <= sent <= 100 + WINDOW_OF_MANY
    assert len(far_end.begun) == sent
    found = reach_of_mailing(mailing)
    assert (found.sent + found.withheld, found.queued) == (300, 0)
    assert send_due() == 0


def test_senders_of_many_hold_no_words_in_memory(monkeypatch):
    ManyFarEnd().serve()
    a_mailing(3, monkeypatch)
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(length(subject || body || own_id)) FROM messaging_delivery")
        assert cursor.fetchone() == (0,)
