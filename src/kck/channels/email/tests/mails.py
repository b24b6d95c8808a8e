"""Mails as they come over the wire, built by hand so that they can be broken on purpose."""

from base64 import encodebytes
from email.header import Header

BOUNDARY = "b1=_granica"


def a_mail(body="", *, charset="utf-8", kind="text/plain", encode=None, **headers) -> bytes:
    """Headers with underscores for dashes; a body of one part."""
    head = {
        "From": "Jan Kowalski <jan@poczta.example>",
        "To": "kontakt@krakow.example",
        "Subject": "Latarnia",
        "Date": "Wed, 4 Mar 2026 10:12:33 +0100",
        "Message-ID": "<1@poczta.example>",
    }
    head |= {name.replace("_", "-"): value for name, value in headers.items()}
    content = body if isinstance(body, bytes) else body.encode(charset)
    if kind:
        head.setdefault("Content-Type", f"{kind}; charset={charset}")
    if encode == "base64":
        head["Content-Transfer-Encoding"] = "base64"
        content = encodebytes(content)
    return _block(head) + b"\r\n" + content


def _block(head) -> bytes:
    lines = b""
    for name, value in head.items():
        if value is not None:
            said = value if isinstance(value, bytes) else value.encode("utf-8")
            lines += name.encode() + b": " + said + b"\r\n"
    return lines


def word(text, charset="utf-8") -> str:
    return Header(text, charset).encode()


def a_part(content, kind="text/plain; charset=utf-8", **headers) -> bytes:
    data = content if isinstance(content, bytes) else content.encode("utf-8")
    head = {"Content-Type": kind}
    head |= {name.replace("_", "-"): value for name, value in headers.items()}
    return _block(head) + b"\r\n" + data


def a_file(data: bytes, name: str, kind="application/octet-stream", **headers) -> bytes:
    return a_part(
        encodebytes(data),
        kind,
        Content_Disposition=f'attachment; filename="{name}"',
        Content_Transfer_Encoding="base64",
        **headers,
    )


def several(*parts: bytes, kind="multipart/mixed", boundary=BOUNDARY, closed=True) -> bytes:
    """Headers of their own and a body, to be put into `nested` or `a_multipart`."""
    return (
        f'Content-Type: {kind}; boundary="{boundary}"\r\n\r\n'.encode()
        + b"".join(b"--" + boundary.encode() + b"\r\n" + part + b"\r\n" for part in parts)
        + (b"--" + boundary.encode() + b"--\r\n" if closed else b"")
    )


def a_multipart(*parts: bytes, kind="multipart/mixed", closed=True, **headers) -> bytes:
    top = a_mail(kind="", **headers).rstrip(b"\r\n") + b"\r\n"
    return top + several(*parts, kind=kind, closed=closed)


def an_alternative(text: str, html: str, **headers) -> bytes:
    return a_multipart(
        a_part(text),
        a_part(html, "text/html; charset=utf-8"),
        kind="multipart/alternative",
        **headers,
    )
