from dataclasses import replace
from datetime import timedelta
from email import policy
from email.message import EmailMessage

import pytest
from tests.builders import MONDAY, everywhere

from kck.cases import commands as cases
from kck.cases.models import Case
from kck.channels.edoreczenia import folder as dropping
from kck.channels.edoreczenia.folder import take_deliveries
from kck.channels.edoreczenia.models import Delivery
from kck.channels.edoreczenia.queries import deliveries_of, file_of
from kck.channels.edoreczenia.tests.dropping import (
    PDF,
    PROOF,
    as_eml,
    as_folder,
    as_zip,
    names,
    old,
)
from kck.directory.rules import legal_deadline
from kck.directory.terms import CaseKind
from kck.files.queries import open_file
from kck.foundation import clock
from kck.foundation.clock import city_zone
from kck.foundation.models import RecordedEvent
from kck.intake.models import Conversation
from kck.intake.terms import Channel

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inbox")]


@pytest.mark.parametrize("lay", [as_folder, as_zip])
def test_a_delivery_becomes_a_formal_case_on_the_day_of_its_proof(inbox, lay):
    path = lay(inbox)

    assert take_deliveries() == 1

    case, received = Case.objects.get(), MONDAY - timedelta(days=3)
    assert (case.kind, case.channel, case.private) == ("petition", Channel.EDORECZENIA, True)
    assert case.opened_at == received
    assert case.legal_due_at == legal_deadline(CaseKind.PETITION, received, city_zone())
    assert case.person.name == "Jan Żółć"
    assert "utworzenia parku" in case.texts.get().body
    assert Conversation.objects.get().far_end_id == "EDOR-1"
    assert (names(inbox), names(inbox.parent / "taken")) == ([], [path.name])
    assert RecordedEvent.objects.filter(name="edoreczenia.delivery_taken").count() == 1


def test_a_mail_with_its_proof_is_a_delivery(inbox):
    as_eml(inbox)

    take_deliveries()

    case = Case.objects.get()
    assert (case.kind, case.opened_at.isoformat()) == ("complaint", "2026-01-30T09:15:00+00:00")
    delivery = Delivery.objects.get()
    assert (delivery.far_id, delivery.sender) == (
        "edor-7@edoreczenia.example", "AE:PL-11111-22222-AAAAA-11",
    )  # fmt: skip


def test_attachments_and_proofs_are_kept_as_they_came(inbox):
    as_zip(inbox)
    take_deliveries()

    [row] = deliveries_of(Case.objects.get().pk)

    assert [(one.name, one.proof) for one in row.files] == [
        ("podpisy.pdf", False), ("dowod-otrzymania.xml", True),
    ]  # fmt: skip
    assert open_file(row.files[0].public_id).content.read() == PDF
    stored, name = file_of(Case.objects.get().pk, row.files[0].public_id)
    assert (stored.content_type, name) == ("application/pdf", "podpisy.pdf")
    assert file_of(Case.objects.get().pk + 1, row.files[0].public_id) is None


def test_what_an_office_does_not_take_is_named_and_the_letter_is_taken(inbox):
    as_zip(inbox, files={"wirus.exe": b"MZ\x90", "pusty.txt": b"", "strona.html": b"<html>"})

    assert take_deliveries() == 1

    [row] = deliveries_of(Case.objects.get().pk)
    assert sorted(name for name, _why in row.refused) == ["pusty.txt", "strona.html", "wirus.exe"]
    assert len(row.files) == 2


def test_the_same_delivery_twice_is_one_case(inbox):
    as_zip(inbox)
    take_deliveries()
    as_zip(inbox, "again.zip")

    take_deliveries()

    assert Case.objects.count() == Delivery.objects.count() == 1
    assert (names(inbox), names(inbox.parent / "taken")) == ([], ["one.zip"])


def test_a_kill_between_the_case_and_the_move_makes_no_second_case(inbox, monkeypatch):
    path = as_zip(inbox)
    monkeypatch.setattr(dropping, "_shift", lambda *_a: False)
    take_deliveries()
    assert path.exists()
    monkeypatch.undo()

    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    dropping._take_one(path)

    assert Case.objects.count() == 1


def test_without_a_folder_nothing_is_read(settings, inbox):
    as_zip(inbox)
    settings.ENV = replace(settings.ENV, edoreczenia_folder=None)

    assert take_deliveries() == 0


def test_a_folder_that_is_away_is_no_failure(inbox):
    inbox.rmdir()

    assert take_deliveries() == 0


def test_a_long_letter_is_kept_whole_beside_the_case(inbox):
    as_zip(inbox, text="Uzasadnienie petycji. " * 600)

    take_deliveries()

    body = Case.objects.get().texts.get().body
    assert body.endswith("tresc-pisma.txt.")
    [row] = deliveries_of(Case.objects.get().pk)
    whole = next(one for one in row.files if one.name == "tresc-pisma.txt")
    assert open_file(whole.public_id).content.read().decode().count("Uzasadnienie") == 600


def test_a_letter_without_words_points_to_its_attachments(inbox):
    as_zip(inbox, text="", subject="")

    take_deliveries()

    case = Case.objects.get()
    assert "załącznikach" in case.texts.get().body
    assert case.kind == "administrative"


def test_the_senders_second_letter_joins_its_case_and_a_strangers_does_not(inbox):
    as_zip(inbox, "a.zip")
    take_deliveries()
    case = Case.objects.get()
    as_zip(inbox, "b.zip", far_id="EDOR-2", case=case.number, text="Uzupełniam podpisy.")
    as_zip(inbox, "c.zip", far_id="EDOR-3", case=case.number, text="Obcy.",
           sender={"address": "AE:PL-99999-99999-ZZZZZ-99"})  # fmt: skip

    assert take_deliveries() == 2

    assert Case.objects.count() == 2
    assert "Uzupełniam podpisy." in case.texts.order_by("-pk").first().body
    assert len(deliveries_of(case.pk)) == 2


def test_a_letter_to_a_case_that_is_over_is_a_case_of_its_own(inbox):
    as_zip(inbox, "a.zip")
    take_deliveries()
    case = Case.objects.get()
    cases.withdraw(case.pk, at=MONDAY, by=everywhere())
    as_zip(inbox, "b.zip", far_id="EDOR-2", case=case.number)

    take_deliveries()

    assert Case.objects.count() == 2


def test_a_mail_that_has_only_html_is_read_by_its_words(inbox):
    path = as_eml(inbox)
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"], mail["X-Edoreczenia-Id"] = "Jan <j@edoreczenia.example>", "HTML-1"
    mail["X-Edoreczenia-Received"] = "Fri, 30 Jan 2026 10:15:00 +0100"
    mail.set_content(
        "<style>p{}</style><p>Skarga na hałas &amp; kurz.</p><script>evil()</script><p>Jan</p>",
        subtype="html",
    )
    mail.add_attachment(PROOF, maintype="application", subtype="xml", filename="dowod.xml")
    path.write_bytes(mail.as_bytes())
    old(path)

    take_deliveries()

    assert Case.objects.get().texts.get().body == "Skarga na hałas & kurz.\nJan"
