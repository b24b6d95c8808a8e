"""Formal cases, and a far end to send them to."""

from dataclasses import replace
from datetime import timedelta

from tests.builders import MONDAY, a_case, a_photo, everywhere, reporter_of

from kck.cases import commands as cases
from kck.cases.models import Case
from kck.channels.ezd.commands import send_to_records
from kck.channels.ezd.models import RecordsPackage
from kck.channels.ezd.sending import send_due
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.intake.terms import Channel

NOW = MONDAY + timedelta(days=3)

PETITION = "Petycja w sprawie parku kieszonkowego. Підписів: 312 — їжак і ґанок. 🌳"


def a_petition(*, photos: int = 1, at=MONDAY, **more) -> Case:
    values = {
        "category": "office-petition",
        "text": PETITION,
        "kind": "petition",
        "channel": Channel.CONTACT_FORM,
        "email": "zp@poczta.example",
        "name": "Stowarzyszenie Zielone Podwórko",
        "photos": tuple(a_photo(at=at) for _ in range(photos)),
    }
    return a_case(at=at, **{**values, **more})


def answered(case: Case) -> Case:
    """With a question, a reply, a note and an answer."""
    unit = everywhere()
    at = case.opened_at
    cases.accept(case.pk, at=at + timedelta(hours=1), by=unit)
    cases.add_note(case.pk, text="Sprawdzić w planie.", at=at + timedelta(hours=2), by=unit)
    cases.ask(case.pk, question="Która działka?", at=at + timedelta(hours=3), by=unit)
    cases.reply(case.pk, text="12/4, obr. 5.", at=at + timedelta(hours=4), by=reporter_of(case))
    cases.answer(
        case.pk, text="Teren „Młynówka” ujęto w planie.", at=at + timedelta(days=2), by=unit
    )
    return case


def asked(case: Case, *, at=None, by=PLATFORM) -> RecordsPackage:
    return send_to_records(case.pk, at=at or case.opened_at + timedelta(days=3), by=by)


def sent(case: Case | None = None) -> RecordsPackage:
    package = asked(case or a_petition())
    send_due()
    package.refresh_from_db()
    return package


def state_of(package: RecordsPackage) -> str:
    package.refresh_from_db()
    return package.state


def later(monkeypatch, wait=timedelta(days=2)) -> None:
    """Real time goes on, so that what waits is due."""
    real = clock.real_now() + wait
    monkeypatch.setattr(clock, "real_now", lambda: real)


def into_folder(settings, folder):
    folder.mkdir(exist_ok=True)
    settings.ENV = replace(settings.ENV, ezd_folder=folder)
    return folder
