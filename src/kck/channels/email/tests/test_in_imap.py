"""Mailboxes of a real server: nothing is lost or doubled, whatever ends in the middle."""

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest
from tests.fixtures import taken_away_again

from kck.channels.email import fetching
from kck.channels.email.fetching import Elsewhere, FolderReader, only_reader
from kck.channels.email.imap_link import Link
from kck.channels.email.inbound_models import FetchState, ReceivedMail
from kck.channels.email.tests.dovecot import Dovecot, dovecot
from kck.channels.email.tests.in_mails import a_box, wire

SEEN = b"\\Seen"


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    with dovecot() as running:
        yield running


@pytest.fixture
def box(db):
    return a_box()


def reader(mailbox, folder="INBOX") -> FolderReader:
    return FolderReader(mailbox, folder, threading.Event())


def fetch(mailbox, folder="INBOX") -> int:
    link = Link(mailbox)
    try:
        return reader(mailbox, folder).fetch(link)
    finally:
        link.close()


def flags(server: Dovecot, user: str) -> list[bool]:
    client = server.client(user)
    found = client.get_flags(client.search())
    client.logout()
    return [SEEN in found[uid] for uid in sorted(found)]


def test_mails_are_kept_and_then_marked_as_seen(server, box):
    server.put("anna", wire(1), wire(2))
    assert fetch(server.mailbox("anna")) == 2
    assert flags(server, "anna") == [True, True]
    assert fetch(server.mailbox("anna")) == 0
    assert set(ReceivedMail.objects.values_list("source", flat=True)) == {"imap"}


def test_what_lay_there_read_for_years_is_left_alone(server, box):
    server.put("old", wire(1), flags=(SEEN,))
    assert fetch(server.mailbox("old")) == 0


def test_a_mail_that_somebody_opened_before_us_is_not_lost(server, box):
    server.put("both", wire(1))
    fetch(server.mailbox("both"))
    server.put("both", wire(2), flags=(SEEN,))
    assert fetch(server.mailbox("both")) == 1


def test_a_folder_that_is_numbered_anew_gives_no_doubles(server, box):
    server.put("anew", wire(1))
    fetch(server.mailbox("anew"))
    FetchState.objects.update(uid_validity=1, last_uid=900)
    server.put("anew", wire(1), wire(2))
    assert fetch(server.mailbox("anew")) == 1
    assert ReceivedMail.objects.count() == 2


def test_mails_move_to_their_folder_or_go(server, box):
    server.put("moves", wire(1))
    fetch(server.mailbox("moves", move_to="Przyjęte"))
    client = server.client("moves")
    assert client.search() == []
    client.select_folder("Przyjęte")
    assert len(client.search()) == 1
    client.logout()
    server.put("goes", wire(2))
    fetch(server.mailbox("goes", delete=True))
    assert flags(server, "goes") == []


def test_a_mail_is_marked_only_once_it_is_safe(server, box, monkeypatch):
    server.put("fails", wire(1), wire(2))

    def keep(raw, **more):
        if raw == wire(2):
            raise ConnectionError("the database went away")
        return honest(raw, **more)

    honest = fetching.keep
    monkeypatch.setattr(fetching, "keep", keep)
    with pytest.raises(ConnectionError):
        fetch(server.mailbox("fails"))
    assert flags(server, "fails") == [False, False]
    monkeypatch.undo()
    assert fetch(server.mailbox("fails")) == 1
    assert flags(server, "fails") == [True, True]


def test_one_that_is_too_large_stays_and_is_named_once(server, box, monkeypatch):
    monkeypatch.setattr(fetching, "MOST_BYTES", 2000)
    server.put("large", wire(1, "x " * 2000), wire(2))
    for _again in range(2):
        fetch(server.mailbox("large"))
    assert flags(server, "large") == [False, True]
    left = ReceivedMail.objects.get(state="unreadable")
    assert (left.problem, left.raw) == ("too large", None)


def test_one_that_the_server_never_gives_holds_up_no_other(server, box, monkeypatch):
    server.put("stuck", wire(1), wire(2))
    whole = Link.raw

    def raw(self, uid, size):
        if uid == 1:
            raise ConnectionResetError
        return whole(self, uid, size)

    monkeypatch.setattr(Link, "raw", raw)
    one = reader(server.mailbox("stuck"))
    for _round in range(3):
        link = Link(one.mailbox)
        with pytest.raises(ConnectionResetError):
            one.fetch(link)
        link.close()
    link = Link(one.mailbox)
    assert one.fetch(link) == 1
    link.close()
    assert ReceivedMail.objects.get(state="unreadable").problem == "the server does not give it"


def test_a_large_mail_comes_in_pieces_as_it_is(server, box, monkeypatch):
    monkeypatch.setattr("kck.channels.email.imap_link._PART", 1000)
    mail = wire(1, "ąę " * 3000)
    server.put("pieces", mail)
    fetch(server.mailbox("pieces"))
    from kck.channels.email.reading import bytes_of

    assert bytes_of(ReceivedMail.objects.get()) == mail


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """Other threads see only what is committed; it is taken away by hand."""
    with taken_away_again(django_db_blocker):
        a_box()
        yield


class _Dropping(threading.Thread):
    """A wire to the server that is cut after every few kilobytes."""

    def __init__(self, port: int, after: int) -> None:
        super().__init__(daemon=True)
        self.after, self.cuts, self.open = after, 0, True
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port, self.far = self.listening.getsockname()[1], port

    def run(self) -> None:
        while self.open:
            try:
                near, _who = self.listening.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", self.far))
            threading.Thread(target=self._up, args=[near, far], daemon=True).start()
            self._down(near, far)

    def _up(self, near: socket.socket, far: socket.socket) -> None:
        try:
            while said := near.recv(4096):
                far.sendall(said)
        except OSError:
            pass

    def _down(self, near: socket.socket, far: socket.socket) -> None:
        left = self.after
        try:
            while left > 0 and (said := far.recv(2048)):
                near.sendall(said)
                left -= len(said)
        except OSError:
            pass
        self.cuts += 1
        self.after = int(self.after * 1.3)
        for one in (near, far):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def close(self) -> None:
        self.open = False
        self.listening.close()


def _until(holds, seconds: float = 60.0) -> None:
    pause = threading.Event()
    for _try in range(int(seconds * 10)):
        if holds():
            return
        pause.wait(0.1)
    raise AssertionError("it did not come to that")


def test_a_server_that_drops_again_and_again_loses_and_doubles_nothing(
    server, committed, monkeypatch
):
    monkeypatch.setattr(fetching, "_SHORTEST_WAIT", 0.01)
    monkeypatch.setattr(fetching, "_LONGEST_WAIT", 0.1)
    server.put("drops", *(wire(n, "słowa " * 100) for n in range(20)))
    wire_to_it = _Dropping(server.port, 3000)
    wire_to_it.start()
    stopping = threading.Event()
    mailbox = server.mailbox("drops", port=wire_to_it.port, idle=False)
    one = threading.Thread(target=FolderReader(mailbox, "INBOX", stopping).run, daemon=True)
    one.start()
    try:
        _until(lambda: ReceivedMail.objects.count() == 20 and all(flags(server, "drops")))
    finally:
        stopping.set()
        one.join(20)
        wire_to_it.close()
    assert wire_to_it.cuts >= 2
    assert ReceivedMail.objects.count() == 20


def test_a_mail_that_arrives_while_we_idle_comes_at_once_and_only_one_process_reads(
    server, committed
):
    stopping = threading.Event()
    mailbox = server.mailbox("idles")
    threads = [
        threading.Thread(target=FolderReader(mailbox, "INBOX", stopping).run, daemon=True)
        for _two in range(2)
    ]
    for one in threads:
        one.start()
    try:
        _until(lambda: FetchState.objects.filter(looked_at__isnull=False).exists())
        with pytest.raises(Elsewhere), only_reader("idles/INBOX"):
            pass
        server.put("idles", wire(77))
        _until(lambda: ReceivedMail.objects.exists() and all(flags(server, "idles")))
    finally:
        stopping.set()
        for one in threads:
            one.join(20)
    assert ReceivedMail.objects.count() == 1


def test_a_wrong_password_is_said_and_tried_again_later(server, committed):
    stopping = threading.Event()
    mailbox = server.mailbox("anna", password="wrong")  # noqa: S106
    one = FolderReader(mailbox, "INBOX", stopping)
    thread = threading.Thread(target=one.run, daemon=True)
    thread.start()
    try:
        _until(lambda: FetchState.objects.exclude(problem="").exists())
    finally:
        stopping.set()
        thread.join(20)
    assert "NotLetIn" in FetchState.objects.get().problem
