"""What a document is, by its bytes: a name or a browser's word for it proves nothing."""

import io
import zipfile
from dataclasses import dataclass

from kck.files.terms import MEGABYTE
from kck.foundation.text import _

MOST_DOCUMENT_BYTES = 25 * MEGABYTE
_MOST_PARTS = 5000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE = {
    "word/": ("word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xl/": ("sheet", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
_OPEN = {
    b"application/vnd.oasis.opendocument.text": "word",
    b"application/vnd.oasis.opendocument.spreadsheet": "sheet",
}
_PICTURES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
_TIFF = (b"II*\x00", b"MM\x00*")
_OLD = {".doc": ("word", "application/msword"), ".xls": ("sheet", "application/vnd.ms-excel")}
_MARKUP = (b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script")


class NotADocument(ValueError):
    """What was sent is not kept; the message is a sentence for whoever sent it."""


@dataclass(frozen=True, kw_only=True)
class Document:
    """`kind` is a word of ours: pdf, word, sheet, text, picture, mail, drawing."""

    kind: str
    content_type: str


REFUSED = _(
    "Takich plików nie przyjmujemy. Dodaj PDF, Word, Excel, OpenDocument, obraz albo tekst."
)


def document_in(data: bytes, name: str) -> Document:
    """`NotADocument` for what is empty, too heavy, or could run in somebody's browser."""
    if not data:
        raise NotADocument(str(_("Ten plik jest pusty.")))
    if len(data) > MOST_DOCUMENT_BYTES:
        raise NotADocument(
            str(_("Ten plik ma ponad %(most)s MB.")) % {"most": MOST_DOCUMENT_BYTES // MEGABYTE}
        )
    found = _by_signature(data, name.lower()) or _by_words(data, name.lower())
    if found is None:
        raise NotADocument(str(REFUSED))
    return Document(kind=found[0], content_type=found[1])


def _by_signature(data: bytes, name: str) -> tuple[str, str] | None:
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return "pdf", "application/pdf"
    for start, content_type in _PICTURES.items():
        if data.startswith(start):
            return "picture", content_type
    if data.startswith(_TIFF):
        return "picture", "image/tiff"
    if data.startswith(b"{\\rtf"):
        return "word", "application/rtf"
    if data.startswith(b"AC10"):
        return "drawing", "application/acad"
    if data.startswith(_OLE):
        return _OLD.get(name[name.rfind(".") :])
    return _in_zip(data) if data.startswith(b"PK\x03\x04") else None


def _in_zip(data: bytes) -> tuple[str, str] | None:
    """Office documents are zips; any other zip, or one with macros, is refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = packed.namelist()
            mimetype = packed.read("mimetype")[:100] if "mimetype" in names[:3] else b""
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, ValueError, OSError):
        return None
    if len(names) > _MOST_PARTS or any("vbaproject" in one.lower() for one in names):
        return None
    if kind := _OPEN.get(mimetype.strip()):
        return kind, mimetype.decode().strip()
    if "[Content_Types].xml" not in names:
        return None
    return next(
        (o for start, o in _OFFICE.items() if any(n.startswith(start) for n in names)), None
    )


def _by_words(data: bytes, name: str) -> tuple[str, str] | None:
    """Plain text, in whatever a Polish office writes it; nothing that a browser would run."""
    if b"\x00" in data or data[:500].lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_MARKUP):
        return None
    for encoding in ("utf-8", "cp1250"):
        try:
            words = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if all(sign.isprintable() or sign in "\r\n\t\f\ufeff" for sign in words[:20_000]):
            mail = name.endswith(".eml")
            return ("mail", "message/rfc822") if mail else ("text", "text/plain")
    return None
