"""What a file is by its first bytes, and whether an office takes such a file."""

from html.parser import HTMLParser

from kck.foundation.text import _

_STARTS = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"{\\rtf", "application/rtf"),
    (b"PK\x03\x04", "application/zip"),  # office documents too
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),  # old office documents
    (b"-----BEGIN", "application/x-pem-file"),
)
_OFFICE = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
_SIGNATURES = frozenset({"p7s", "p7m", "sig", "tsr", "der", "cer"})
# whatever the bytes are, a double click on such a name may run them
_RUNS = frozenset(
    {
        *("exe", "com", "bat", "cmd", "scr", "pif", "msi", "ps1", "lnk", "jar"),
        *("js", "jse", "vbs", "vbe", "wsf", "hta", "html", "htm", "xhtml", "svg"),
    }
)
EMPTY, NOT_TAKEN = "empty", "not-taken"
WHY_REFUSED = {
    EMPTY: _("plik jest pusty"),
    NOT_TAKEN: _("takich plików nie przyjmujemy"),
}


def media_type(name: str, data: bytes) -> str:
    """Empty: it is nothing that is taken."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending in _RUNS or data.startswith((b"MZ", b"\x7fELF", b"#!")):
        return ""
    for start, found in _STARTS:
        if data.startswith(start):
            return _OFFICE.get(ending, found) if found == "application/zip" else found
    if ending in _SIGNATURES and data[:1] == b"\x30":  # ASN.1
        return "application/pkcs7-signature"
    return _text(data)


class _Words(HTMLParser):
    """Words without their markup; what a browser would not show is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._unseen = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in {"script", "style", "title"}:
            self._unseen = tag
        elif tag in {"p", "div", "br", "tr", "li", "h1", "h2", "h3"}:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._unseen:
            self._unseen = ""

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.found.append(data)


def words_of(page: str) -> str:
    """What a mail that has nothing but HTML says."""
    reader = _Words()
    reader.feed(page)
    reader.close()
    return "".join(reader.found).strip()


def _text(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ""
    if "\0" in text:
        return ""
    start = text.lstrip()[:500].lower()
    if start.startswith(("<!doctype html", "<html", "<svg", "<script")):
        return ""
    return "application/xml" if start.startswith("<") else "text/plain"
