"""A modem of one's own: folders that `smsd` of smstools watches and fills.

http://smstools3.kekekasvi.com/index.php?p=fileformat: a file is headers, an empty line and the
text. What we write appears in `outgoing` whole, under a name that stays the same until it is sent.
"""

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kck.channels.sms.encoding import Encoding, encoding_of
from kck.channels.sms.gateways.port import NO_RECEIPT, phone_of, wire_number
from kck.channels.sms.terms import Receipt, Received, Sms
from kck.foundation import clock
from kck.foundation.reasons import reason
from kck.foundation.text import _
from kck.messaging.ports import FarEndAway

OUTGOING, CHECKED, SENT, FAILED, INCOMING = "outgoing", "checked", "sent", "failed", "incoming"
OWN = "kck"  # where we write, and put aside what cannot be read
MOST_BYTES = 100_000
_NAME = re.compile(r"kck-[0-9a-z.]{1,80}")
_CANNOT_WRITE = reason("sms.spool", _("nie można pisać w folderze modemu (%(error)s)"))
_HEADER = re.compile(rb"([A-Za-z_ ]{1,40}):[ \t]*(.*)")


@dataclass(frozen=True, kw_only=True)
class SpoolFile:
    """A file of the modem: its headers, in lower case, and its text."""

    headers: Mapping[str, str]
    text: str

    @property
    def message_id(self) -> str:
        return self.headers.get("message_id", "")


class Unreadable(ValueError):
    """No file of the modem; it is put aside."""


def parsed(raw: bytes) -> SpoolFile:
    head, _gap, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    headers: dict[str, str] = {}
    for line in head.split(b"\n"):
        found = _HEADER.fullmatch(line)
        if found:
            name = found[1].decode("ascii").strip().lower()
            headers[name] = found[2].decode("latin-1").strip()
    if "from" not in headers and "to" not in headers:
        raise Unreadable("no sender")
    # the text of UCS files must not have its line ends changed: take it from the raw bytes
    if headers.get("alphabet", "").lower()[:3] in ("ucs", "chi", "uni"):
        body = raw.partition(b"\n\n")[2]
        return SpoolFile(headers=headers, text=body.decode("utf-16-be", "replace").strip("\r\n"))
    utf = headers.get("alphabet", "").lower().startswith("utf")
    text = body.decode("utf-8" if utf else "iso-8859-15", "replace")
    return SpoolFile(headers=headers, text=text.strip("\n"))


def written(sms: Sms) -> bytes:
    """ISO where that and the phones' alphabet have all its letters, else UCS-2."""
    head = [f"To: {wire_number(sms.to).removeprefix('+')}", "Report: yes", "Autosplit: 3"]
    if encoding_of(sms.text) == Encoding.GSM:
        with suppress(UnicodeEncodeError):
            body = sms.text.encode("iso-8859-15")
            return "\n".join([*head, "Alphabet: ISO", "", ""]).encode("ascii") + body
    body = sms.text.encode("utf-16-be", "replace")
    return "\n".join([*head, "Alphabet: UCS", "", ""]).encode("ascii") + body


class Spool:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, sms: Sms) -> str:
        """Hand it over; a second time it is there already, and nothing is written."""
        name = f"kck-{sms.ref}"
        content = written(sms)
        try:
            if any((self._folder / one / name).exists() for one in (OUTGOING, CHECKED, SENT)):
                return name
            unfinished = self._own() / f"{name}.{os.getpid()}"
            with unfinished.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            unfinished.chmod(0o660)
            unfinished.replace(self._folder / OUTGOING / name)
        except OSError as error:
            raise FarEndAway(str(_CANNOT_WRITE(error=type(error).__name__))) from error
        return name

    def _own(self) -> Path:
        own = self._folder / OWN
        own.mkdir(exist_ok=True)
        return own

    # -- in ------------------------------------------------------------------------------------

    def texts(self) -> Iterator[tuple[Path, Received]]:
        """Texts that lie there; whoever has kept one removes its file."""
        for path, found in self._incoming():
            if not _is_report(found):
                yield path, _received(path, found)

    def receipts(self) -> Iterator[tuple[Path, Receipt]]:
        """What the modem told of ours: reports that came in, and files that it gave up."""
        for path, found in self._incoming():
            if _is_report(found):
                yield path, self._told(found)
        for path in self._files(FAILED):
            if _NAME.fullmatch(path.name):
                why = _read(path).headers.get("fail_reason", "failed")
                words = str(NO_RECEIPT(words=why[:120]))
                yield path, Receipt(outcome="failed", far_id=path.name, reason=words)

    def _incoming(self) -> Iterator[tuple[Path, SpoolFile]]:
        for path in self._files(INCOMING):
            try:
                yield path, _read(path)
            except Unreadable:
                self._put_aside(path)

    def _told(self, report: SpoolFile) -> Receipt:
        name = self._sent_as(report)
        state, _comma, words = report.headers.get("status", report.text).partition(",")
        code = int(state) if state.strip().isdigit() else 255
        if not name or 32 <= code < 64:  # not ours, or the operator still tries
            return Receipt(outcome="failed")
        if code < 32:
            return Receipt(outcome="delivered", far_id=name)
        why = str(NO_RECEIPT(words=words.strip()[:120] or code))
        return Receipt(outcome="failed", far_id=name, reason=why)

    def _sent_as(self, report: SpoolFile) -> str:
        """The modem's own number of a text stands in the file that it moved to `sent`."""
        sender = phone_of(report.headers.get("from"))
        for path in self._files(SENT):
            if not _NAME.fullmatch(path.name):
                continue
            sent = _read(path)
            if sent.message_id == report.message_id and phone_of(sent.headers["to"]) == sender:
                return path.name
        return ""

    def _files(self, name: str) -> list[Path]:
        try:
            found = [one for one in (self._folder / name).iterdir() if one.is_file()]
        except FileNotFoundError:
            return []
        usable = [one for one in found if one.name[0] != "." and one.suffix != ".LOCK"]
        return sorted(usable, key=lambda one: (one.stat().st_mtime, one.name))

    def _put_aside(self, path: Path) -> None:
        aside = self._own() / "aside"
        aside.mkdir(exist_ok=True)
        path.replace(aside / path.name)

    def forget(self, name: str) -> None:
        """A text whose fate is known need not lie there with its number."""
        if _NAME.fullmatch(name):
            for folder in (SENT, FAILED):
                (self._folder / folder / name).unlink(missing_ok=True)


def _read(path: Path) -> SpoolFile:
    with path.open("rb") as file:
        raw = file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise Unreadable("too long")
    return parsed(raw)


def _is_report(found: SpoolFile) -> bool:
    return bool(found.message_id and "discharge_timestamp" in found.headers)


def _received(path: Path, found: SpoolFile) -> Received:
    return Received(
        far_id=f"{path.name}:{found.headers.get('received', '')}",
        sender=phone_of(found.headers.get("from")),
        text=found.text,
        sent_at=_moment(found.headers.get("sent", "")),
    )


def _moment(said: str) -> datetime | None:
    try:
        moment = datetime.strptime(said, "%y-%m-%d %H:%M:%S").replace(tzinfo=clock.city_zone())
    except ValueError:
        return None
    return moment
