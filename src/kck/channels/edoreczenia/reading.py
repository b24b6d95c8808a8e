"""What lies in the folder becomes a delivery: a folder, a ZIP or an EML. Strangers' bytes."""

import hashlib
import json
import re
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr, parsedate_to_datetime
from lzma import LZMAError
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from kck.channels.edoreczenia.sniffing import EMPTY, NOT_TAKEN, media_type, words_of
from kck.channels.edoreczenia.terms import (
    METADATA,
    MOST_BYTES,
    MOST_FILES,
    MOST_IN_ALL,
    MOST_IN_FUTURE,
    MOST_METADATA,
    OLDEST,
    SETTLED,
    Broken,
    Delivered,
    NotYet,
    Part,
)
from kck.directory.terms import FORMAL_KINDS
from kck.foundation import clock
from kck.foundation.reasons import reason
from kck.foundation.text import _, clean

_LINK = reason("edoreczenia.link", _("To jest odnośnik, a nie plik."))
_NO_DELIVERY = reason("edoreczenia.no-delivery", _("To nie jest folder, plik ZIP ani EML."))
_NOT_PLAIN = reason(
    "edoreczenia.not-plain", _("W folderze doręczenia mogą być tylko zwykłe pliki.")
)
_ZIP_NOT_TAKEN = reason(
    "edoreczenia.zip-not-taken", _("Plik ZIP jest zaszyfrowany albo ma dwa takie same pliki.")
)
_ZIP_BROKEN = reason("edoreczenia.zip-broken", _("Plik ZIP jest uszkodzony."))
_TOO_MANY = reason("edoreczenia.too-many", _("Plików jest więcej niż %(most)s."))
_TOO_BIG = reason("edoreczenia.too-big", _("Doręczenie jest za duże."))
_NO_METADATA = reason("edoreczenia.no-metadata", _("Brakuje pliku %(name)s."))
_WRONG_METADATA = reason("edoreczenia.wrong-metadata", _("Plik %(name)s nie jest poprawny."))
_NO_MAIL = reason("edoreczenia.no-mail", _("Ten plik EML nie jest wiadomością."))
_MAIL_BROKEN = reason("edoreczenia.mail-broken", _("Ten plik EML jest uszkodzony."))
_FILES_MISSING = reason("edoreczenia.files-missing", _("Brakuje plików: %(names)s."))
_NO_PROOF = reason("edoreczenia.no-proof", _("Nie ma dowodu otrzymania."))
_NO_LIST = reason("edoreczenia.no-list", _("%(field)s: potrzebna jest lista nazw."))
_NO_ID = reason("edoreczenia.no-id", _("Brakuje identyfikatora doręczenia."))
_NO_TIME = reason("edoreczenia.no-time", _("Brakuje chwili otrzymania (received_at)."))
_NO_ZONE = reason("edoreczenia.no-zone", _("Chwila otrzymania nie ma strefy czasowej."))
_WRONG_TIME = reason(
    "edoreczenia.wrong-time", _("Chwila otrzymania jest w przyszłości albo dawniej niż rok temu.")
)

Members = Mapping[str, bytes]
_LONGEST_ID = 100
_PROOF = re.compile(r"dow[oó]d|evidence|upo|upd|proof|poświadcz|poswiadcz", re.IGNORECASE)


def read(path: Path) -> Delivered:
    """`Broken` when it can be no delivery, `NotYet` while it may still be written to."""
    reader, fresh = _reader(path), is_fresh(path)
    if fresh and reader is not _zip:
        raise NotYet  # half of a folder or of a mail looks whole; half of a ZIP does not
    try:
        metadata, members = reader(path)
    except Broken as broken:
        if fresh:
            raise NotYet from broken
        raise
    return _understood(metadata, members)


def is_fresh(path: Path) -> bool:
    """Written to within the last minute; a folder is as young as its youngest file."""
    inside = path.iterdir() if path.is_dir() and not path.is_symlink() else ()
    youngest: float = max(one.lstat().st_mtime for one in (path, *inside))
    return time.time() - youngest < SETTLED.total_seconds()


def _reader(path: Path) -> Callable[[Path], tuple[dict[str, Any], Members]]:
    if path.is_symlink():
        raise Broken(_LINK)
    if path.is_dir():
        return _folder
    reader = {".zip": _zip, ".eml": _eml}.get(path.suffix.lower())
    if reader is None:
        raise Broken(_NO_DELIVERY)
    return reader


def _folder(path: Path) -> tuple[dict[str, Any], Members]:
    members: dict[str, bytes] = {}
    for file in sorted(path.iterdir()):
        if file.is_symlink() or not file.is_file():
            raise Broken(_NOT_PLAIN)
        _room(members, file.stat().st_size)
        members[file.name] = file.read_bytes()
    return _described(members)


def _zip(path: Path) -> tuple[dict[str, Any], Members]:
    _fits(path)
    members: dict[str, bytes] = {}
    try:
        with ZipFile(path) as archive:
            for entry in archive.infolist():
                if entry.is_dir():
                    continue
                if entry.flag_bits & 1 or entry.filename in members:
                    raise Broken(_ZIP_NOT_TAKEN)
                _room(members, entry.file_size)
                members[entry.filename] = archive.read(entry)
    except Broken:
        raise
    except (BadZipFile, zlib.error, LZMAError, RuntimeError, EOFError, ValueError) as error:
        raise Broken(_ZIP_BROKEN) from error
    return _described(_flat(members))


def _fits(path: Path) -> None:
    if path.stat().st_size > MOST_IN_ALL:
        raise Broken(_TOO_BIG)


def _flat(members: Members) -> dict[str, bytes]:
    """By their last names; two of one name are both kept."""
    flat: dict[str, bytes] = {}
    for place, (path, data) in enumerate(members.items(), start=1):
        name = path.replace("\\", "/").rpartition("/")[2]
        flat[name if name not in flat else f"{place}-{name}"] = data
    return flat


def _room(members: Members, size: int) -> None:
    """Asked before anything is read: a bomb is refused by what it says of itself."""
    if len(members) >= MOST_FILES:
        raise Broken(_TOO_MANY(most=MOST_FILES))
    if size > MOST_BYTES or size + sum(map(len, members.values())) > MOST_IN_ALL:
        raise Broken(_TOO_BIG)


def _described(members: dict[str, bytes]) -> tuple[dict[str, Any], Members]:
    raw = members.pop(METADATA, None)
    if raw is None or len(raw) > MOST_METADATA:
        raise Broken(_NO_METADATA(name=METADATA))
    try:
        metadata = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise Broken(_WRONG_METADATA(name=METADATA)) from error
    if not isinstance(metadata, dict):
        raise Broken(_WRONG_METADATA(name=METADATA))
    return metadata, members


# mail


def _eml(path: Path) -> tuple[dict[str, Any], Members]:
    """Sender, recipient, subject and text of the mail; when it was received says a header."""
    _fits(path)
    mail = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
    if not isinstance(mail, EmailMessage) or not mail.keys():
        raise Broken(_NO_MAIL)
    try:
        members = dict(_attachments(mail))
        if raw := members.pop(METADATA, None):
            return _described({METADATA: raw, **members})
        return _headers(mail), members
    except (LookupError, ValueError, AttributeError) as error:
        if isinstance(error, Broken):
            raise
        raise Broken(_MAIL_BROKEN) from error


def _attachments(mail: EmailMessage) -> Iterator[tuple[str, bytes]]:
    seen: dict[str, bytes] = {}
    for place, part in enumerate(mail.iter_attachments(), start=1):
        content = part.get_payload(decode=True)
        data = content if isinstance(content, bytes) else part.as_bytes()
        _room(seen, len(data))
        name = (part.get_filename() or f"zalacznik-{place}").replace("\\", "/").rpartition("/")[2]
        seen[name if name not in seen else f"{place}-{name}"] = data
    yield from seen.items()


def _headers(mail: EmailMessage) -> dict[str, Any]:
    name, sender = parseaddr(str(mail.get("From", "")))
    received = str(mail.get("X-Edoreczenia-Received") or mail.get("Date") or "")
    return {
        "id": str(mail.get("X-Edoreczenia-Id") or mail.get("Message-ID") or "").strip("<> "),
        "sender": {"address": str(mail.get("X-Edoreczenia-Sender") or sender), "name": name},
        "recipient": {"address": str(mail.get("To", ""))},
        "subject": str(mail.get("Subject", "")),
        "received_at": parsedate_to_datetime(received).isoformat() if received else "",
        "text": _text(mail),
    }


def _text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain", "html"))
    if body is None:
        return ""
    content = str(body.get_content())
    return words_of(content) if body.get_content_subtype() == "html" else content


# what it says


def _understood(metadata: dict[str, Any], members: Members) -> Delivered:
    proofs = _names(metadata, "proofs") or {name for name in members if _is_proof(name)}
    if missing := (proofs | _names(metadata, "attachments")) - set(members):
        raise Broken(_FILES_MISSING(names=", ".join(sorted(missing))))
    if not proofs:
        raise Broken(_NO_PROOF)
    sender, recipient = _party(metadata, "sender"), _party(metadata, "recipient")
    return Delivered(
        far_id=_far_id(metadata),
        digest=_digest(metadata, members),
        sender=sender["address"],
        sender_name=sender["name"],
        recipient=recipient["address"],
        subject=_words(metadata, "subject", 300),
        text=_words(metadata, "text", MOST_IN_ALL),
        received_at=_received_at(metadata),
        kind=_kind(metadata),
        about=_words(metadata, "case", 20),
        parts=tuple(_part(name, data, name in proofs) for name, data in members.items()),
    )


def _is_proof(name: str) -> bool:
    return bool(_PROOF.search(name)) and name.lower().endswith((".xml", ".pdf", ".json"))


def _names(metadata: Mapping[str, Any], field: str) -> set[str]:
    found = metadata.get(field, [])
    if not isinstance(found, list):
        raise Broken(_NO_LIST(field=field))
    return {str(name) for name in found}


def _far_id(metadata: Mapping[str, Any]) -> str:
    far_id = _words(metadata, "id", _LONGEST_ID + 1)
    if not far_id or len(far_id) > _LONGEST_ID:
        raise Broken(_NO_ID)
    return far_id


def _party(metadata: Mapping[str, Any], field: str) -> dict[str, str]:
    found = metadata.get(field, {})
    if not isinstance(found, dict):
        found = {"address": found}
    return {"address": _words(found, "address", 120), "name": _words(found, "name", 200)}


def _words(metadata: Mapping[str, Any], field: str, longest: int) -> str:
    found = metadata.get(field, "")
    return clean(str(found))[:longest] if isinstance(found, str | int) else ""


def _received_at(metadata: Mapping[str, Any]) -> datetime:
    try:
        moment = datetime.fromisoformat(str(metadata.get("received_at", "")))
    except ValueError as error:
        raise Broken(_NO_TIME) from error
    if moment.tzinfo is None:
        raise Broken(_NO_ZONE)
    moment = moment.astimezone(UTC)
    now = clock.now()
    if not now - OLDEST <= moment <= now + MOST_IN_FUTURE:
        raise Broken(_WRONG_TIME)
    return min(moment, now)


def _kind(metadata: Mapping[str, Any]) -> str:
    kind = _words(metadata, "kind", 30)
    return kind if kind in FORMAL_KINDS else ""


def _part(name: str, data: bytes, proof: bool) -> Part:
    shown = clean(name.rpartition("/")[2])[:200] or "plik"
    found = media_type(name, data)
    refused = "" if data and found else EMPTY if not data else NOT_TAKEN
    return Part(name=shown, media_type=found, data=data, proof=proof, refused=refused)


def _digest(metadata: Mapping[str, Any], members: Members) -> str:
    """Whether the same identifier came with the same content."""
    whole = hashlib.sha256(json.dumps(metadata, sort_keys=True).encode())
    for name, data in sorted(members.items()):
        whole.update(f"\n{name}\n{hashlib.sha256(data).hexdigest()}".encode())
    return whole.hexdigest()
