"""Files are shown to a scanner that speaks clamd's INSTREAM; words never wait for it."""

import socket
import struct
import threading
from dataclasses import replace

import pytest

from kck.channels.email import checking, keeping, reading, scanning
from kck.channels.email.inbound_models import ReceivedMail
from kck.channels.email.tests.in_mails import BOX, NINE, a_box, with_file
from kck.conversations.models import PostFile

pytestmark = pytest.mark.django_db


class _Clamd(threading.Thread):
    """Finds the word EICAR, and nothing else."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"tcp://127.0.0.1:{self.listening.getsockname()[1]}"

    def run(self) -> None:
        while True:
            try:
                link, _who = self.listening.accept()
            except OSError:
                return
            with link, link.makefile("rb") as said:
                self._answer(link, said)

    def _answer(self, link: socket.socket, said) -> None:
        command = b""
        while not command.endswith(b"\0"):
            command += said.read(1)
        if command == b"zPING\0":
            link.sendall(b"PONG\0")
            return
        assert command == b"zINSTREAM\0"
        whole = b""
        while size := struct.unpack(">I", said.read(4))[0]:
            whole += said.read(size)
        link.sendall(b"stream: Eicar FOUND\0" if b"EICAR" in whole else b"stream: OK\0")


@pytest.fixture
def clamd(settings):
    server = _Clamd()
    server.start()
    settings.ENV = replace(settings.ENV, clamd=server.url)
    scanning._away_until[0] = 0.0
    a_box()
    yield server
    server.listening.close()
    scanning._away_until[0] = 0.0


def taken_in(number: int, content: bytes) -> ReceivedMail:
    raw = with_file(number, "pismo.pdf", "application/pdf", b"%PDF-1.4 " + content)
    kept = keeping.keep(raw, box=BOX, source="file", at=NINE)
    reading.read_due()
    return ReceivedMail.objects.get(pk=kept.mail_id)


def test_what_it_finds_is_named_and_not_offered(clamd):
    taken_in(1, b"EICAR")
    taken_in(2, b"nic")
    bad, good = PostFile.objects.order_by("pk")
    assert (bad.file, "Eicar" in bad.refused) == (None, True)
    assert (good.file is not None, good.refused) == (True, "")


def test_while_it_is_away_words_are_read_and_files_come_later(clamd, settings):
    settings.ENV = replace(settings.ENV, clamd="tcp://127.0.0.1:9")
    mail = taken_in(1, b"nic")
    file = PostFile.objects.get()
    assert (mail.state, mail.unchecked, file.file) == ("read", True, None)
    assert checking.check_again(at=NINE) == 0
    settings.ENV = replace(settings.ENV, clamd=clamd.url)
    scanning._away_until[0] = 0.0
    assert checking.check_again(at=NINE) == 1
    file.refresh_from_db()
    assert (file.file is not None, file.refused) == (True, "")
    assert not ReceivedMail.objects.filter(unchecked=True).exists()


def test_whether_it_answers_can_be_asked(clamd):
    assert scanning.answers(scanning.Clamd.parse(clamd.url))
    assert not scanning.answers(scanning.Clamd.parse("unix:/nowhere/clamd.ctl"))
