"""What a file is by its first bytes; the mail's own word counts only where bytes say nothing."""

import re

_STARTS = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"{\\rtf", "application/rtf"),
    (b"PK\x03\x04", "application/zip"),
    (b"PK\x05\x06", "application/zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\x00", "application/x-xz"),
    (b"MZ", "application/vnd.microsoft.portable-executable"),
    (b"\x7fELF", "application/x-elf"),
    (b"#!", "text/x-script"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"fLaC", "audio/flac"),
    (b"#!AMR", "audio/amr"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"BEGIN:VCALENDAR", "text/calendar"),
    (b"BEGIN:VCARD", "text/vcard"),
    (b"-----BEGIN PGP SIGNATURE", "application/pgp-signature"),
    (b"-----BEGIN PGP MESSAGE", "application/pgp-encrypted"),
    (b"-----BEGIN PGP PUBLIC KEY", "application/pgp-keys"),
    (b"\x78\x9f\x3e\x22", "application/vnd.ms-tnef"),
)
_BRANDS = (
    (b"heic", "image/heic"), (b"heix", "image/heic"), (b"mif1", "image/heif"),
    (b"avif", "image/avif"), (b"qt  ", "video/quicktime"), (b"M4A ", "audio/mp4"),
    (b"3gp", "video/3gpp"),
)  # fmt: skip
_OFFICE = (
    (b"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (b"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (b"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
)
_OLE = {
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "msg": "application/vnd.ms-outlook",
}
_ODF = re.compile(rb"mimetype(application/vnd\.oasis\.opendocument\.[a-z\-]{3,30})")
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*)?<(!doctype html|html|head|body|script)\b",
    re.IGNORECASE | re.DOTALL,
)
_SVG = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<![^>]{0,500}>\s*)*<svg\b", re.IGNORECASE | re.DOTALL
)
_XML = re.compile(rb"\s*<\?xml\b")
# what people call their files says more than text/plain, and is never trusted to be harmless
_BY_NAME = {
    "csv": "text/csv", "ics": "text/calendar", "vcf": "text/vcard", "md": "text/markdown",
    "asc": "application/pgp-signature", "eml": "message/rfc822", "xml": "application/xml",
    "json": "application/json", "gpx": "application/gpx+xml",
}  # fmt: skip
_SIGNATURES = {"p7s": "application/pkcs7-signature", "p7m": "application/pkcs7-mime"}
_TEXT_TYPES = {"text/plain", "text/csv", "text/calendar", "text/vcard", "text/markdown",
               "text/rfc822-headers", "application/json", "message/delivery-status"}  # fmt: skip


def content_type(start: bytes, declared: str, name: str) -> str:
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    text = start.removeprefix(b"\xef\xbb\xbf")
    for mark, found in _STARTS:
        if text.startswith(mark):
            return _closer(found, start, ending)
    if start[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}.get(
            start[8:12], "application/octet-stream"
        )
    if start[4:8] == b"ftyp":
        return next((kind for brand, kind in _BRANDS if start[8:].startswith(brand)), "video/mp4")
    if start[:1] == b"\x30" and (ending in _SIGNATURES or "pkcs7" in declared):  # ASN.1
        return _SIGNATURES.get(ending, declared.replace("x-pkcs7", "pkcs7"))
    return _of_text(text, declared, ending)


def _closer(found: str, start: bytes, ending: str) -> str:
    if found == "application/zip":
        if odf := _ODF.search(start[:200]):
            return odf[1].decode("ascii")
        if b"[Content_Types].xml" in start or b"_rels/" in start:
            by_name = {"docx": 0, "xlsx": 1, "pptx": 2}
            inside = [kind for folder, kind in _OFFICE if folder in start]
            named = [_OFFICE[by_name[ending]][1]] if ending in by_name else []
            return (inside or named or [found])[0]
    if found == "application/x-ole-storage":
        return _OLE.get(ending, found)
    return found


def _of_text(start: bytes, declared: str, ending: str) -> str:
    if _SVG.match(start):
        return "image/svg+xml"
    if _HTML.match(start):
        return "text/html"
    if declared.startswith("message/"):
        return declared
    if b"\x00" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return declared if _is_anything(declared) else "application/octet-stream"
    if ending in _BY_NAME:
        return _BY_NAME[ending]
    if _XML.match(start):
        return "application/xml"
    if declared in _TEXT_TYPES:
        return declared
    if _readable(start):
        return "text/plain"
    return declared if _is_anything(declared) else "application/octet-stream"


def _is_anything(declared: str) -> bool:
    """A kind that is not known by its first bytes, so that it may be what the mail says."""
    known = {kind for _start, kind in _STARTS} | {"image/svg+xml", "text/html"}
    return declared.startswith(("audio/", "video/", "application/")) and declared not in known


def _readable(start: bytes) -> bool:
    strange = sum(1 for byte in start if byte < 32 and byte not in b"\t\r\n\x0c\x1b")
    if strange:
        return False
    return start.isascii() or _is_utf8(start) or _mostly_letters(start)


def _is_utf8(start: bytes) -> bool:
    try:
        start.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start >= len(start) - 3  # cut in the middle of a letter
    return True


def _mostly_letters(start: bytes) -> bool:
    high = sum(1 for byte in start if byte >= 128)
    return high * 3 < len(start)
