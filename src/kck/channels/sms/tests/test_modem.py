"""Through a modem: a question comes in as a file, the answer goes out as one, a report follows."""

from dataclasses import replace

import pytest
from tests.builders import MONDAY

from kck.channels.sms import inbox
from kck.channels.sms.gateways.spool import parsed
from kck.channels.sms.models import TextIn
from kck.channels.sms.tests.talking import PHONE, react
from kck.conversations.models import Thread
from kck.foundation import clock
from kck.messaging.models import Delivery
from kck.messaging.registry import message_texts
from kck.messaging.sending import send_due

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("box")]


@pytest.fixture
def folder(tmp_path, settings):
    for name in ("outgoing", "checked", "sent", "failed", "incoming"):
        (tmp_path / name).mkdir()
    settings.ENV = replace(settings.ENV, sms=f"spool:{tmp_path}", sms_from="KRAKOW")
    real = clock.real_now().isoformat()
    clock.set_anchor(f"{MONDAY.isoformat()}@{real}@1")
    yield tmp_path
    clock.set_anchor("")


def test_from_file_to_file_and_its_receipt(folder):
    came = folder / "incoming" / "GSM1.abc"
    came.write_text(
        f"From: {PHONE[1:]}\nReceived: 26-02-02 09:00:00\nAlphabet: UTF-8\n\nCzy basen działa?\n",
        encoding="utf-8",
    )
    assert inbox.read_spool() == 1
    assert not came.exists()
    assert Thread.objects.get().address == PHONE

    react()
    assert send_due(seconds=5) == 1
    [out] = list((folder / "outgoing").iterdir())
    said = parsed(out.read_bytes())
    assert "Mamy Twoją wiadomość" in said.text
    assert said.text.endswith("Odpowiedź wyślij na 000311")  # nobody can reply to a name

    (folder / "sent" / out.name).write_bytes(b"Message_id: 9\n" + out.read_bytes())
    (folder / "incoming" / "GSM1.rep").write_text(
        f"From: {PHONE[1:]}\nMessage_id: 9\nDischarge_timestamp: 26-02-02 09:01:00\n"
        "Status: 0,Ok\n\nSMS STATUS REPORT\n",
        encoding="ascii",
    )
    inbox.read_spool()
    assert Delivery.objects.get().arrived_at is not None
    assert not (folder / "sent" / out.name).exists()
    assert not any((folder / "incoming").iterdir())


def test_a_killed_reader_takes_nothing_twice(folder, monkeypatch):
    came = folder / "incoming" / "GSM1.abc"
    content = f"From: {PHONE[1:]}\nReceived: 26-02-02 09:00:00\n\nCzy basen dziala?\n"
    came.write_text(content, encoding="ascii")
    inbox.read_spool()
    came.write_text(content, encoding="ascii")  # kept here, and its file still there
    assert inbox.read_spool() == 0
    assert TextIn.objects.count() == 1


def test_every_short_edition_is_there_in_all_three_languages():
    short = [one for one in message_texts() if one.short]
    assert len(short) >= 15
    assert all(set(one.short) == {"pl", "en", "uk"} for one in short)
