# ruff: noqa: E501 - mails have long lines
"""Words and files out of parts, in all the ways in which they are put together."""

import hashlib
import io
import struct
import zipfile
import zlib
from base64 import encodebytes
from binascii import b2a_uu

import pytest

from kck.channels.email.parsing import parse
from kck.channels.email.parsing.limits import MAX_DEPTH, MAX_TEXT
from kck.channels.email.tests.mails import (
    a_file,
    a_mail,
    a_multipart,
    a_part,
    an_alternative,
    several,
)

PL = "Zażółć gęślą jaźń: „dziura” na ulicy Długiej, świeci źle"
UK = "Яма на вулиці Довгій, їхати ґвалт неможливо"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)) * 40


@pytest.mark.parametrize(
    ("text", "codec", "declared"),
    [
        (PL, "utf-8", "utf-8"),
        (PL, "utf-8", "iso-8859-1"),
        (PL, "utf-8", "us-ascii"),
        (PL, "utf-8", "nieznane"),
        (PL, "cp1250", "windows-1250"),
        (PL, "cp1250", "cp-1250"),
        (PL, "cp1250", "iso-8859-2"),  # Outlook's, which means the other
        (PL, "cp1250", "utf-8"),
        (PL, "cp1250", "iso-8859-1"),
        (PL.replace("„", "").replace("”", ""), "iso8859_2", "iso-8859-2"),
        (PL.replace("„", "").replace("”", ""), "iso8859_2", "us-ascii"),
        (UK, "koi8_u", "koi8-u"),
        (UK, "cp1251", "windows-1251"),
        (UK, "cp1251", "utf-8"),
        (UK, "koi8_u", "us-ascii"),
        (UK, "utf-16", "utf-16"),
        (PL, "utf-16-le", "utf-16le"),
        (PL, "utf-7", "utf-7"),
        ("Müller, Käse", "latin1", "iso-8859-1"),
        ("naprawa – 5 €", "cp1252", "iso-8859-1"),
        ("日本語のメール", "iso2022_jp", "iso-2022-jp"),
        ("한국말", "cp949", "ks_c_5601-1987"),
    ],
)
def test_letters_are_what_they_were_meant_to_be(text, codec, declared):
    mail = parse(a_mail(text.encode(codec), charset=declared, encode="base64"))

    assert mail.text == text


def test_a_page_says_its_own_charset():
    page = f'<html><head><meta charset="iso-8859-2"></head><body>{PL[:17]}</body></html>'

    mail = parse(a_mail(page.encode("iso8859_2"), kind=None, Content_Type="text/html"))

    assert mail.text == PL[:17]


def test_text_and_page_say_the_same_and_are_both_kept():
    mail = parse(an_alternative("Dzień dobry", "<p>Dzień <b>dobry</b></p>"))

    assert mail.text == "Dzień dobry"
    assert mail.html == "<p>Dzień <b>dobry</b></p>"


def test_a_page_speaks_where_the_text_says_nothing():
    mail = parse(an_alternative("Ta wiadomość jest w HTML.", f"<p>{PL}</p>" * 4))

    assert PL in mail.text


def test_pieces_of_text_between_pictures_are_put_together():
    mail = parse(
        a_multipart(
            a_part("Pierwsza dziura:"),
            a_file(PNG, "a.png", "image/png", Content_ID="<1>"),
            a_part("I druga:"),
        )
    )

    assert mail.text == "Pierwsza dziura:\n\nI druga:"
    assert [one.filename for one in mail.attachments] == ["a.png"]


def test_a_page_with_its_pictures():
    page = a_part('<p>Zdjęcie:</p><img src="cid:foto@1">', "text/html; charset=utf-8")
    picture = a_part(encodebytes(PNG), "image/png; name=foto.png", Content_ID="<foto@1>",
                     Content_Transfer_Encoding="base64")  # fmt: skip

    mail = parse(a_multipart(page, picture, kind="multipart/related"))

    assert 'src="cid:foto@1"' in mail.html
    assert (mail.attachments[0].content_id, mail.attachments[0].inline) == ("foto@1", True)


def test_a_file_is_what_its_bytes_are():
    mail = parse(
        a_multipart(
            a_part("W załączeniu"),
            a_file(PDF, "umowa.pdf", "application/octet-stream"),
            a_file(b"MZ\x90\x00", "faktura.pdf", "application/pdf"),
            a_file(b"<html><script>1</script>", "zdjecie.jpg", "image/jpeg"),
        )
    )

    assert [one.content_type for one in mail.attachments] == [
        "application/pdf", "application/vnd.microsoft.portable-executable", "text/html",
    ]  # fmt: skip
    first = mail.attachments[0]
    assert first.content == PDF
    assert (first.size, first.sha256) == (len(PDF), hashlib.sha256(PDF).hexdigest())
    assert (first.declared_type, first.inline) == ("application/octet-stream", False)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ('attachment; filename="umowa.pdf"', "umowa.pdf"),
        ("attachment; filename=umowa 2.pdf", "umowa 2.pdf"),
        ("attachment; filename*=UTF-8''Za%C5%BC%C3%B3%C5%82%C4%87.pdf", "Zażółć.pdf"),
        ("attachment; filename*=iso-8859-2'pl'za%BF.pdf", "zaż.pdf"),
        ("attachment; filename*0*=utf-8''za%C5; filename*1*=%BC; filename*2=.pdf", "zaż.pdf"),
        ('attachment; filename="=?utf-8?q?za=C5=BC=2Epdf?="', "zaż.pdf"),
        ('attachment; filename="zażółć.pdf"', "zażółć.pdf"),
        ('attachment; filename="C:\\Dokumenty\\umowa.pdf"', "umowa.pdf"),
        ('attachment; filename="../../etc/passwd"', "passwd"),
        ('attachment; filename="a\x00b\u202efdp.exe"', "abfdp.exe"),
        ("attachment", "zalacznik-1.pdf"),
        (f'attachment; filename="{"a" * 500}.pdf"', "a" * 196 + ".pdf"),
    ],
)
def test_names_of_files_are_read_and_harmless(said, meant):
    part = a_part(encodebytes(PDF), "application/pdf", Content_Disposition=said,
                  Content_Transfer_Encoding="base64")  # fmt: skip

    assert parse(a_multipart(a_part("x"), part)).attachments[0].filename == meant


def test_a_mail_within_a_mail_stays_a_file():
    inner = a_mail("Środek", Subject="Stara sprawa: dziura")

    mail = parse(a_multipart(a_part("Przesyłam"), a_part(inner, "message/rfc822")))

    assert mail.text == "Przesyłam"
    assert mail.attachments[0].filename == "Stara sprawa dziura.eml"
    assert mail.attachments[0].content_type == "message/rfc822"
    assert parse(mail.attachments[0].content).text == "Środek"


def test_an_archive_is_never_unpacked():
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zera", bytes(30_000_000))

    mail = parse(a_multipart(a_part("x"), a_file(bomb.getvalue(), "a.zip")))

    assert mail.attachments[0].content_type == "application/zip"
    assert mail.attachments[0].size == len(bomb.getvalue()) < 40_000


def test_uuencoded_files_in_the_text():
    lines = b"".join(b2a_uu(PDF[at : at + 45]) for at in range(0, len(PDF), 45)).decode()

    mail = parse(a_mail(f"Umowa niżej.\n\nbegin 644 umowa.pdf\n{lines}`\nend\n\nPozdrawiam"))

    assert mail.text.split() == ["Umowa", "niżej.", "Pozdrawiam"]
    assert (mail.attachments[0].filename, mail.attachments[0].content) == ("umowa.pdf", PDF)


def test_a_part_may_be_uuencoded_as_a_whole():
    lines = b"".join(b2a_uu(PDF[at : at + 45]) for at in range(0, len(PDF), 45))
    part = a_part(b"begin 644 umowa.pdf\n" + lines + b"`\nend\n", "application/pdf; name=umowa.pdf",
                  Content_Transfer_Encoding="x-uuencode")  # fmt: skip

    assert parse(a_multipart(a_part("x"), part)).attachments[0].content == PDF


def _tnef(files) -> bytes:
    def attribute(level, name, kind, data):
        head = struct.pack("<BHHI", level, name, kind, len(data))
        return head + data + struct.pack("<H", sum(data) & 0xFFFF)

    out = struct.pack("<IH", 0x223E9F78, 1) + attribute(1, 0x9006, 8, struct.pack("<I", 0x10000))
    for name, data in files:
        wide = name.encode("utf-16-le") + b"\x00\x00"
        long = struct.pack("<IHHII", 2, 0x03, 0x0E20, len(data), 0)[:12]
        long = struct.pack("<I", 2) + struct.pack("<HHI", 0x03, 0x0E20, len(data))
        long += struct.pack("<HHII", 0x1F, 0x3707, 1, len(wide)) + wide + b"\x00" * (-len(wide) % 4)
        out += attribute(2, 0x9002, 6, bytes(14))
        out += attribute(2, 0x8010, 1, b"UMOWA~1.PDF\x00") + attribute(2, 0x800F, 6, data)
        out += attribute(2, 0x9005, 6, long)
    return bytes(out)


def test_winmail_dat_is_unpacked():
    tnef = _tnef([("umowa najmu żółta.pdf", PDF), ("foto.png", PNG)])

    mail = parse(a_multipart(a_part("x"), a_file(tnef, "winmail.dat", "application/ms-tnef")))

    assert [one.filename for one in mail.attachments] == ["umowa najmu żółta.pdf", "foto.png"]
    assert [one.content for one in mail.attachments] == [PDF, PNG]
    assert not mail.defects


def test_a_broken_winmail_dat_is_kept_as_it_is():
    tnef = _tnef([("umowa.pdf", PDF)])[:-50]

    mail = parse(a_multipart(a_part("x"), a_file(tnef, "winmail.dat", "application/ms-tnef")))

    assert [one.filename for one in mail.attachments] == ["winmail.dat"]
    assert mail.attachments[0].content == tnef
    assert "bad-tnef" in mail.defects


def test_a_signed_mail_is_read_and_its_signature_kept():
    mail = parse(
        a_multipart(
            a_part("Podpisane"),
            a_file(b"\x30\x82\x01\x00", "smime.p7s", "application/pkcs7-signature"),
            kind="multipart/signed; protocol=x",
        )
    )

    assert (mail.text, mail.signed, mail.encrypted) == ("Podpisane", True, False)
    assert mail.attachments[0].content_type == "application/pkcs7-signature"


def test_what_is_encrypted_is_kept_as_files():
    pgp = parse(
        a_multipart(
            a_part("Version: 1", "application/pgp-encrypted"),
            a_part("-----BEGIN PGP MESSAGE-----\n\nabc\n-----END PGP MESSAGE-----\n",
                   "application/octet-stream; name=encrypted.asc"),
            kind="multipart/encrypted; protocol=x",
        )
    )  # fmt: skip
    smime = parse(
        a_mail(b"\x30\x82\x01", kind=None, encode="base64",
               Content_Type="application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m")
    )  # fmt: skip

    assert pgp.encrypted
    assert [one.filename for one in pgp.attachments][-1] == "encrypted.asc"
    assert smime.encrypted
    assert smime.attachments[0].filename == "smime.p7m"


def test_an_armoured_text_shows_its_words():
    text = (
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nProszę o naprawę.\n"
        "-----BEGIN PGP SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----\n"
    )

    mail = parse(a_mail(text))

    assert mail.signed
    assert mail.reply == "Proszę o naprawę."
    assert "iQEz" in mail.signature


def test_an_invitation_says_what_it_asks():
    event = (
        "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:abc-1\r\nSUMMARY:Wizja lokalna\\, Dł"
        "\r\n uga 5\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )

    mail = parse(
        a_multipart(
            a_part("Zapraszam"),
            a_part(event, "text/calendar; method=REQUEST; charset=utf-8"),
            kind="multipart/alternative",
        )
    )

    assert (mail.calendar.method, mail.calendar.uid) == ("REQUEST", "abc-1")
    assert mail.calendar.summary == "Wizja lokalna, Długa 5"
    assert (mail.kind, mail.text) == ("calendar", "Zapraszam")
    assert mail.attachments[0].content_type == "text/calendar"


def test_flowed_lines_are_joined_again():
    text = "To jest długi wiersz, \nktóry idzie dalej.\n> cytat \n> też\n-- \nJan"

    mail = parse(a_mail(text, kind=None, Content_Type="text/plain; charset=utf-8; format=flowed"))

    assert mail.text == "To jest długi wiersz, który idzie dalej.\n> cytat też\n-- \nJan"


@pytest.mark.parametrize(
    "raw",
    [
        a_multipart(a_part("Dziura"), closed=False),
        a_multipart(a_part("Dziura")).replace(b'; boundary="b1=_granica"', b""),
        a_multipart(a_part("Dziura")).replace(b'boundary="b1=_granica"', b"boundary=b1=_granica"),
        a_multipart(several(a_part("Dziura"), boundary="b1=_granica_w")),
        a_multipart(a_part("Dziura")) + b"stopka listy\r\n",
        a_multipart(a_part("Dziura")).replace(b"\r\n", b"\n"),
    ],
)
def test_broken_boundaries_lose_nothing(raw):
    assert "Dziura" in parse(raw).text


@pytest.mark.parametrize(
    ("encoding", "body", "meant"),
    [
        ("base64", encodebytes(b"Dziura"), "Dziura"),
        ("base64", b"RHppdXJh=\r\nRHppdXJh", "DziuraDziura"),
        ("base64", b"To jest zwykly tekst, bez kodowania. Jest w nim kropka.", None),
        ("quoted-printable", b"Za=C5=BC=\r\n=C3=B3=C5=82=C4=87 = =ZZ", "Zażółć = =ZZ"),
        ("8bit", "żółw".encode(), "żółw"),
        ("nieznane", "żółw".encode(), "żółw"),
        ("7-bit", b"abc", "abc"),
        ('"quoted-printable"', b"=41", "A"),
    ],
)
def test_transfer_encodings_are_undone(encoding, body, meant):
    mail = parse(a_mail(body, Content_Transfer_Encoding=encoding))

    assert mail.text == (body.decode() if meant is None else meant)


def test_too_deep_nesting_ends_in_a_file():
    mail_body = several(a_part("dno"), boundary="b0")
    for level in range(1, MAX_DEPTH + 10):
        mail_body = several(mail_body, boundary=f"b{level}")
    mail = parse(b"Subject: x\r\n" + mail_body)

    assert "too-deep" in mail.defects
    assert len(mail.attachments) == 1


def test_more_parts_than_anybody_sends_are_not_looked_at():
    mail = parse(a_multipart(*[a_part("x")] * 2000))

    assert "too-many-parts" in mail.defects


def test_a_text_without_end_is_cut_and_kept_whole_as_a_file():
    text = "dziura w jezdni\n" * 200_000

    mail = parse(a_mail(text))

    assert len(mail.text) == MAX_TEXT or len(mail.text) == MAX_TEXT - 1
    assert mail.attachments[0].size == len(text)
    assert "text-cut" in mail.defects


def test_a_file_compressed_for_transport_stays_compressed():
    data = zlib.compress(b"a" * 100)

    mail = parse(a_multipart(a_part("x"), a_file(data, "a.z", "application/zlib")))

    assert mail.attachments[0].content == data
