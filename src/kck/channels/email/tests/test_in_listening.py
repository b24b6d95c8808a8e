"""The city's mail server delivers: 250 means that it is safe, and only boxes take mail."""

import smtplib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import OperationalError
from tests.fixtures import taken_away_again

from kck.channels.email import listening
from kck.channels.email.inbound_config import Listen
from kck.channels.email.inbound_models import ReceivedMail
from kck.channels.email.tests.in_mails import ADDRESS, a_box, wire


@pytest.fixture(autouse=True)
def committed(django_db_setup, django_db_blocker):
    with taken_away_again(django_db_blocker):
        a_box()
        a_box("drogi", "drogi@kontakt.example")
        yield


@contextmanager
def open_door(scheme: str) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    stopping = threading.Event()
    listen = Listen.parse(f"{scheme}://127.0.0.1:{port}")
    thread = threading.Thread(target=listening.listen_until, args=[listen, stopping], daemon=True)
    thread.start()
    try:
        for _try in range(200):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                threading.Event().wait(0.05)
        yield port
    finally:
        stopping.set()
        thread.join(20)


def test_a_mail_is_kept_with_its_envelope():
    with open_door("smtp") as port, smtplib.SMTP("127.0.0.1", port, timeout=20) as link:
        link.ehlo()
        assert link.has_extn("size")
        token = ADDRESS.replace("@", "+t1.abc@")
        link.sendmail("anna@example.org", [token, "drogi@kontakt.example"], wire(1, ".kropka"))
    mails = {one.box.code: one for one in ReceivedMail.objects.select_related("box")}
    assert mails["kontakt"].recipients == [token]
    assert set(mails) == {"kontakt", "drogi"}
    from kck.channels.email.reading import bytes_of

    assert bytes_of(mails["kontakt"]) == b"Return-Path: <anna@example.org>\r\n" + wire(1, ".kropka")


def test_nobody_else_is_delivered_to():
    with open_door("smtp") as port, smtplib.SMTP("127.0.0.1", port, timeout=20) as link:
        link.ehlo()
        link.mail("")
        assert link.rcpt("someone@elsewhere.example")[0] == 550
        assert link.rcpt(ADDRESS)[0] == 250
    assert not ReceivedMail.objects.exists()


def test_lmtp_answers_for_each_recipient():
    with open_door("lmtp") as port, smtplib.LMTP("127.0.0.1", port) as link:
        refused = link.sendmail("", [ADDRESS, "nobody@kontakt.example"], wire(1))
    assert list(refused) == ["nobody@kontakt.example"]
    assert ReceivedMail.objects.get().source == "lmtp"


def test_without_the_database_the_mail_stays_with_the_server(monkeypatch):
    def away(*_args, **_more):
        raise OperationalError("gone")

    with open_door("smtp") as port, smtplib.SMTP("127.0.0.1", port, timeout=20) as link:
        link.ehlo()
        link.mail("anna@example.org")
        monkeypatch.setattr(listening, "box_for", away)
        assert link.rcpt(ADDRESS)[0] == 451
        monkeypatch.undo()
        link.rcpt(ADDRESS)
        monkeypatch.setattr(listening, "keep", away)
        assert link.data(wire(1))[0] == 451
        monkeypatch.undo()
        link.sendmail("anna@example.org", [ADDRESS], wire(1))
    assert ReceivedMail.objects.count() == 1


def test_a_mail_beyond_the_limit_is_refused_and_the_next_taken(monkeypatch):
    monkeypatch.setattr(listening, "MOST_BYTES", 3000)
    with open_door("smtp") as port, smtplib.SMTP("127.0.0.1", port, timeout=20) as link:
        link.ehlo()
        link.mail("anna@example.org")  # says no size
        link.rcpt(ADDRESS)
        assert link.data(wire(1, "x" * 5000))[0] == 552
        link.sendmail("anna@example.org", [ADDRESS], wire(2, "y" * 1500))
    assert ReceivedMail.objects.count() == 1


def test_who_comes_too_often_is_asked_to_come_later(monkeypatch):
    monkeypatch.setattr(listening, "MOST_OF_ONE", 2)
    monkeypatch.setattr(listening, "MOST_A_MINUTE", 1)
    with open_door("smtp") as port:
        links = [smtplib.SMTP("127.0.0.1", port, timeout=20) for _two in range(2)]
        with pytest.raises(smtplib.SMTPConnectError) as turned_away:
            smtplib.SMTP("127.0.0.1", port, timeout=20)
        assert turned_away.value.smtp_code == 421
        links[0].ehlo()
        assert links[0].mail("a@example.org")[0] == 250
        links[1].ehlo()
        assert links[1].mail("a@example.org")[0] == 451
        for link in links:
            link.close()
