"""Mails to many: rendered once for a language, then only the gaps are filled for each recipient.

The words are rendered with marks in their gaps, turned into a mail like any other, and cut at the
marks. What lies between is kept as bytes of the wire. A value that would change more than its gap
(it is long, has lines of its own, or an address that must become a link) is not spliced: that mail
is rendered by itself, the slow way, so that both ways always give the same words.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from kck.channels.email.composing import (
    Headers,
    between,
    boundary,
    closing,
    compose,
    header_text,
    list_lines,
    mailbox,
    opening,
    quoted,
    quoted_value,
    stamp,
    stuffed,
)
from kck.channels.email.rules import one_line, wire_address
from kck.channels.email.terms import Sender
from kck.messaging.html import as_html
from kck.messaging.ports import Outgoing, Wording
from kck.messaging.rules import LONGEST_SUBJECT

LEAVE = "leave_url"
_MOST_KINDS = 64  # of one wording: which of its values are empty, which are addresses
_MARK = re.compile("\ue000(\\d+)\ue001")
_SPAN = re.compile(r"https?://[^\s<>\"']*")
_IN_LINK = re.compile(r"[\w/-]*\w\Z")
_LINK = re.compile(r"(https?)://[^\s<>\"']*[^\s<>\"'.,;:!?)\]]\Z")
_LONGEST = 75
_ROOM = 40  # a mark may be longer or shorter than its value


@dataclass(frozen=True, slots=True)
class _Cut:
    """Pieces of a body, and which value goes between each two of them."""

    pieces: tuple[bytes, ...]
    gaps: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Edition:
    """The mail of one language and one kind of values."""

    names: tuple[str, ...]
    schemes: tuple[str, ...]  # of the values that are addresses; their marks stand after it
    linked: frozenset[int]  # values that stand inside an address
    subject: tuple[str, ...]
    subject_gaps: tuple[int, ...]
    text: _Cut
    page: _Cut


class Splicer:
    """Makes the mails of one wording."""

    def __init__(self, wording: Wording, sender: Sender) -> None:
        self._wording, self._sender = wording, sender
        self._editions: dict[tuple[str, ...], _Edition | None] = {}
        fixed = [f"From: {mailbox(sender)}"]
        if sender.reply_to:
            fixed.append(f"Reply-To: {one_line(sender.reply_to)}")
        fixed += [
            "Auto-Submitted: auto-generated",
            "X-Auto-Response-Suppress: All",
            "MIME-Version: 1.0",
            f"Content-Language: {one_line(wording.language)}",
            "",
        ]
        self._fixed = "\r\n".join(fixed)

    def mail(self, message: Outgoing, at: datetime) -> bytes:
        """Ready for the wire: dots doubled, all lines ended as it wants them."""
        values = {**message.values, LEAVE: message.leave_url}
        spliced = self._spliced(message, values, at)
        return spliced if spliced is not None else self._rendered(message, values, at)

    def _rendered(self, message: Outgoing, values: Mapping[str, str], at: datetime) -> bytes:
        words = self._wording.words(values)
        language = self._wording.language
        given = Headers(
            recipient=wire_address(message.address),
            subject=words.subject,
            message_id=message.message_id,
            language=language,
            leave_url=message.leave_url,
            list_id=self._wording.list_id,
        )
        page = as_html(subject=words.subject, text=words.body, language=language)
        return stuffed(compose(self._sender, given, text=words.body, page=page, date=at))

    def _spliced(self, message: Outgoing, values: Mapping[str, str], at: datetime) -> bytes | None:
        edition = self._edition_for(values)
        if edition is None:
            return None
        given = _given(edition, values)
        if given is None:
            return None
        subject = _joined(edition.subject, edition.subject_gaps, given)
        if len(subject) > LONGEST_SUBJECT:
            return None
        mark = boundary(message.message_id)
        filled = [quoted_value(value) for value in given]
        escaped = [
            quoted_value(changed) if (changed := escape(value)) != value else raw
            for value, raw in zip(given, filled, strict=True)
        ]
        return b"".join(
            (
                self._head(message, subject, at),
                opening(mark),
                *_woven(edition.text, filled),
                between(mark),
                *_woven(edition.page, escaped),
                closing(mark),
            )
        )

    def _head(self, message: Outgoing, subject: str, at: datetime) -> bytes:
        leaving = list_lines(message.leave_url, self._wording.list_id)
        return (
            f"To: {wire_address(message.address)}\r\nSubject: {header_text(subject)}\r\n"
            f"Date: {stamp(at)}\r\nMessage-ID: {message.message_id}\r\n"
            f"{''.join(f'{line}{_END}' for line in leaving)}{self._fixed}"
        ).encode("ascii")

    def _edition_for(self, values: Mapping[str, str]) -> _Edition | None:
        names = tuple(sorted(values))
        kinds = (*names, *(_kind(values[name]) for name in names))
        if kinds not in self._editions:
            if len(self._editions) >= _MOST_KINDS:
                return None
            self._editions[kinds] = self._made(names, kinds[len(names) :])
        return self._editions[kinds]

    def _made(self, names: tuple[str, ...], kinds: Sequence[str]) -> _Edition | None:
        if ODD in kinds:
            return None
        marks = {
            name: "" if kind == EMPTY else f"{kind}\ue000{place}\ue001"
            for place, (name, kind) in enumerate(zip(names, kinds, strict=True))
        }
        words = self._wording.words(marks)
        if len(words.subject) > LONGEST_SUBJECT - _ROOM:
            return None
        page = as_html(subject=words.subject, text=words.body, language=self._wording.language)
        subject, subject_gaps = _cut(words.subject)
        return _Edition(
            names=names,
            schemes=tuple("" if kind == EMPTY else kind for kind in kinds),
            linked=_inside_links(words.body, kinds),
            subject=subject,
            subject_gaps=subject_gaps,
            text=_coded(words.body + "\n"),
            page=_coded(page),
        )


_END = "\r\n"
EMPTY, ODD = "empty", "odd"


def _kind(value: str) -> str:
    """Empty, an address (its scheme), a plain word or some on one line (""), or something odd."""
    if not value:
        return EMPTY
    if not value.isprintable() or value != value.strip() or value[0] == "-" or "  " in value:
        return ODD
    if "://" not in value:
        return ""
    found = _LINK.match(value)
    return f"{found[1]}://" if found and value.count("://") == 1 else ODD


def _inside_links(text: str, kinds: Sequence[str]) -> frozenset[int]:
    spans = "".join(_SPAN.findall(text))
    found = {int(place) for place in _MARK.findall(spans)}
    return frozenset(place for place in found if kinds[place] == "")


def _given(edition: _Edition, values: Mapping[str, str]) -> list[str] | None:
    """The values in the order of their marks; None when one would not stay inside its address."""
    found = []
    for place, name in enumerate(edition.names):
        value = values[name].removeprefix(edition.schemes[place])
        if place in edition.linked and not _IN_LINK.match(value):
            return None
        found.append(value)
    return found


def _cut(text: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    parts = _MARK.split(text)
    return tuple(parts[::2]), tuple(int(place) for place in parts[1::2])


def _joined(pieces: Sequence[str], gaps: Sequence[int], values: Sequence[str]) -> str:
    if not gaps:
        return pieces[0]
    middle = (values[gap] + piece for gap, piece in zip(gaps, pieces[1:], strict=True))
    return pieces[0] + "".join(middle)


def _coded(text: str) -> _Cut:
    *pieces, last = (stuffed(quoted(piece)) for piece in _MARK.split(text)[::2])
    return _Cut((*(_short(piece) for piece in pieces), last), _cut(text)[1])


def _short(piece: bytes) -> bytes:
    """With room for the soft line break that comes after it."""
    start = piece.rfind(b"\n") + 1
    if len(piece) - start <= _LONGEST:
        return piece
    torn = piece.rfind(b"=", start + _LONGEST - 4, start + _LONGEST - 2)
    end = torn if torn >= 0 else start + _LONGEST - 2
    return piece[:end] + b"=\r\n" + piece[end:]


def _woven(cut: _Cut, values: Sequence[bytes]) -> list[bytes]:
    found = [cut.pieces[0]]
    for gap, piece in zip(cut.gaps, cut.pieces[1:], strict=True):
        found += (values[gap], piece)
    return found
