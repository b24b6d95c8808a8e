"""Mails as they come over the wire, and a box for them to come to."""

from datetime import UTC, datetime

from kck.conversations.models import Box

BOX = "kontakt"
ADDRESS = "kontakt@kontakt.example"
ANNA = "anna@example.org"
NINE = datetime(2026, 2, 2, 9, 0, tzinfo=UTC)


def a_box(code: str = BOX, address: str = ADDRESS) -> Box:
    return Box.objects.update_or_create(
        code=code,
        defaults={
            "channel": "email", "address": address, "unit": "KCK", "names": {"pl": "Skrzynka"},
            "valid_from": NINE.date(),
        },
    )[0]  # fmt: skip


def wire(
    number: int = 1,
    text: str = "Czy urząd jest otwarty w piątek po świętach?",
    *,
    sender: str = f"Anna Nowak <{ANNA}>",
    to: str = ADDRESS,
    subject: str = "Godziny",
    **headers: str,
) -> bytes:
    """One plain mail; further headers by their names with underscores."""
    more = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    date = "" if "Date" in headers else "Date: Mon, 2 Feb 2026 09:58:00 +0100\r\n"
    return (
        f"From: {sender}\r\nTo: {to}\r\nSubject: {subject}\r\n{date}"
        f"Message-ID: <{number}@example.org>\r\n{more}MIME-Version: 1.0\r\n"
        f"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        f"{text}\r\n"
    ).encode()


def with_file(number: int, name: str, content_type: str, content: bytes) -> bytes:
    """A mail with one attachment."""
    from base64 import encodebytes

    head = (
        f"From: Anna Nowak <{ANNA}>\r\nTo: {ADDRESS}\r\nSubject: Z plikiem\r\n"
        f"Message-ID: <{number}@example.org>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nW załączniku plik.\r\n"
        f'--b\r\nContent-Type: {content_type}; name="{name}"\r\n'
        f'Content-Disposition: attachment; filename="{name}"\r\n'
        "Content-Transfer-Encoding: base64\r\n\r\n"
    )
    body = encodebytes(content).replace(b"\n", b"\r\n")
    return head.encode() + body + b"\r\n--b--\r\n"
