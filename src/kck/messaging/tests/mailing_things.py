"""Mailings to people by name, for tests."""

from datetime import UTC, datetime

from kck.foundation.actor import PLATFORM
from kck.messaging.commands import (
    approve_mailing,
    draft_mailing,
    write_edition,
)
from kck.messaging.models import Mailing
from kck.messaging.terms import (
    Ground,
    MailingKind,
    Words,
)
from kck.people.models import Consent, Person

NOON = datetime(2026, 2, 2, 11, 0, tzinfo=UTC)
WORDS = Words(subject="Woda, {{name}}", body="Dzień dobry {{name}}, nie będzie wody.")


def as_email(monkeypatch, far_end):
    from kck.messaging import ports

    monkeypatch.setitem(ports._makers, "email", lambda: far_end)
    return far_end


def people(*names, consent=()):
    found = []
    for name in names:
        person = Person.objects.create(
            name=name.title(), email=f"{name}@example.com", created_at=NOON
        )
        if name in consent:
            Consent.objects.create(
                person=person, purpose="email", text_version="1", channel="web", given_at=NOON
            )
        found.append(person)
    return found


def a_mailing(*who, kind=MailingKind.SERVICE, ground=Ground.MATTER, name="Woda"):
    mailing = draft_mailing(
        name,
        kind=kind,
        ground=ground if kind == MailingKind.SERVICE else None,
        audience_name="people.named",
        asked={"ids": [person.pk for person in who]},
        at=NOON,
        by=PLATFORM,
    )
    write_edition(mailing.pk, "pl", WORDS, why="Mieszkasz tam.", at=NOON, by=PLATFORM)
    return mailing


def sent_out(*who, **how):
    mailing = a_mailing(*who, **how)
    approve_mailing(mailing.pk, at=NOON, by=PLATFORM)
    return mailing


def addresses(far_end):
    return sorted(message.address.partition("@")[0] for message in far_end.got)


def state(mailing):
    return Mailing.objects.get(pk=mailing.pk).state
