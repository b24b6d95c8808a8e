"""A modem's folder: whole files go in, what comes is read once."""

import pytest

from kck.channels.sms.gateways.spool import Spool, Unreadable, parsed, written
from kck.channels.sms.terms import Sms
from kck.messaging.ports import FarEndAway, NotDelivered

REPORT = """From: 48600100200
Message_id: 117
Sent: 26-02-02 10:00:00
Discharge_timestamp: 26-02-02 10:00:07
Status: {status}
Alphabet: ISO

SMS STATUS REPORT
"""


@pytest.fixture
def folder(tmp_path):
    for name in ("outgoing", "checked", "sent", "failed", "incoming"):
        (tmp_path / name).mkdir()
    return tmp_path


def sms(text: str = "Dzień dobry", ref: str = "ab12") -> Sms:
    return Sms(to="+48600100200", text=text, ref=ref)


def test_what_is_written_is_what_a_phone_will_show():
    polish, plain = written(sms("Łąka")), written(sms("Laka 5 €"))
    assert polish.startswith(b"To: 48600100200\nReport: yes\nAutosplit: 3\nAlphabet: UCS\n\n")
    assert parsed(polish).text == "Łąka"
    assert b"Alphabet: ISO" in plain
    assert parsed(plain).text == "Laka 5 €"
    greek = written(sms("Ω i Δ"))  # in the phones' alphabet, not in ISO
    assert b"UCS" in greek
    assert parsed(greek).text == "Ω i Δ"
    # a letter whose UCS-2 bytes look like an empty line
    assert parsed(written(sms("ਊ ł ਊਊ"))).text == "ਊ ł ਊਊ"


def test_a_text_lies_in_the_folder_whole_and_once(folder):
    spool = Spool(folder)
    assert spool.put(sms()) == "kck-ab12"
    assert [one.name for one in (folder / "outgoing").iterdir()] == ["kck-ab12"]
    assert not any((folder / "kck").iterdir())
    (folder / "outgoing" / "kck-ab12").rename(folder / "sent" / "kck-ab12")
    assert spool.put(sms()) == "kck-ab12"
    assert not any((folder / "outgoing").iterdir())


def test_without_a_folder_nothing_is_lost_and_a_wrong_number_is_refused(tmp_path, folder):
    with pytest.raises(FarEndAway):
        Spool(tmp_path / "nowhere").put(sms())
    with pytest.raises(NotDelivered) as refused:
        Spool(folder).put(Sms(to="600", text="x", ref="c"))
    assert refused.value.for_good


def test_texts_that_came_in_are_read_whatever_their_alphabet(folder):
    head = "From: 48600100200\nSent: 26-02-02 10:00:00\nReceived: 26-02-02 10:00:05\nAlphabet: "
    (folder / "incoming" / "GSM1.aaa").write_bytes(
        f"{head}UCS\n\n".encode() + "Nie świeci lampa".encode("utf-16-be")
    )
    (folder / "incoming" / "GSM1.bbb").write_bytes(f"{head}UTF-8\n\nЛампа\n".encode())
    (folder / "incoming" / "GSM1.ccc").write_bytes(f"{head}ISO\n\nCafé\n".encode("iso-8859-15"))
    (folder / "incoming" / "junk").write_bytes(b"\x00\x01")
    found = [text for _path, text in Spool(folder).texts()]
    assert sorted(one.text for one in found) == ["Café", "Nie świeci lampa", "Лампа"]
    assert {one.sender for one in found} == {"+48600100200"}
    assert (folder / "kck" / "aside" / "junk").exists()
    with pytest.raises(Unreadable):
        parsed(b"hello")


@pytest.mark.parametrize(
    ("status", "outcome", "far_id"),
    [
        ("0,Ok,short message received by the SME", "delivered", "kck-ab12"),
        ("70,Error,SM validity period expired", "failed", "kck-ab12"),
        ("32,Still trying,congestion", "failed", ""),  # of nothing: it says nothing yet
    ],
)
def test_a_report_is_of_the_text_with_the_modems_number(folder, status, outcome, far_id):
    sent = b"Message_id: 117\n" + written(sms())
    (folder / "sent" / "kck-ab12").write_bytes(sent)
    (folder / "sent" / "kck-zz").write_bytes(sent.replace(b"117", b"118"))
    (folder / "incoming" / "GSM1.rep").write_text(REPORT.format(status=status), encoding="ascii")
    spool = Spool(folder)
    [(_path, receipt)] = list(spool.receipts())
    assert (receipt.outcome, receipt.far_id) == (outcome, far_id)
    assert list(spool.texts()) == []
    spool.forget("kck-ab12")
    assert not (folder / "sent" / "kck-ab12").exists()
    spool.forget("../outside")


def test_what_the_modem_gave_up_has_failed(folder):
    given_up = b"Fail_reason: Modem initialization failed\n" + written(sms())
    (folder / "failed" / "kck-ab12").write_bytes(given_up)
    [(_path, receipt)] = list(Spool(folder).receipts())
    assert (receipt.outcome, receipt.far_id) == ("failed", "kck-ab12")
    assert "Modem initialization failed" in receipt.reason
