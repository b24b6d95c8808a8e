"""Which parts of a mail are its words, and which are files."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from kck.channels.email.parsing import headers, pages, tnef, transfer, uuencode
from kck.channels.email.parsing.charsets import decoded
from kck.channels.email.parsing.flowed import unflowed
from kck.channels.email.parsing.limits import MAX_ATTACHMENTS, MAX_HTML, MAX_TEXT, MAX_UNPACKED
from kck.channels.email.parsing.pages import Page
from kck.channels.email.parsing.structure import Part
from kck.channels.email.parsing.terms import Defect

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w\-]{1,40})", re.IGNORECASE)
_REPORTS = {
    "message/delivery-status", "message/global-delivery-status",
    "message/disposition-notification", "message/feedback-report",
}  # fmt: skip
_PGP = re.compile(r"^-----BEGIN PGP (MESSAGE|SIGNED MESSAGE)-----$", re.MULTILINE)
_NO_WORDS = re.compile(r"html", re.IGNORECASE)
_FEW_WORDS = 40


@dataclass(frozen=True, kw_only=True)
class File:
    """What becomes an attachment; its size and type are found when its bytes are read."""

    name: str
    declared_type: str
    content_id: str = ""
    inline: bool = False
    chunks: Callable[[], Iterator[bytes]]


@dataclass(frozen=True, kw_only=True)
class Section:
    """One run of words: as plain text, as a page, or both saying the same."""

    plain: str | None = None
    page: Page | None = None

    @property
    def text(self) -> str:
        return self.page.text if self.plain is None and self.page else self.plain or ""

    @property
    def marked(self) -> str:
        return self.page.marked if self.plain is None and self.page else self.plain or ""


@dataclass
class Body:
    defects: set[Defect]
    sections: list[Section] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    reports: list[Part] = field(default_factory=list)
    originals: list[Part] = field(default_factory=list)  # mails, or their headers, inside this one
    calendars: list[Part] = field(default_factory=list)
    signed: bool = False
    encrypted: bool = False

    @property
    def text(self) -> str:
        return "\n\n".join(part for section in self.sections if (part := section.text.strip("\n")))

    @property
    def html(self) -> str:
        if not any(section.page and section.page.html for section in self.sections):
            return ""
        return "\n<hr>\n".join(
            section.page.html if section.page else pages.page_of_text(section.text)
            for section in self.sections
        )

    def take(self, part: Part) -> None:
        kind = part.type
        if kind == "multipart/alternative":
            self._alternative(part)
        elif kind == "multipart/related":
            self._related(part)
        elif kind == "multipart/signed":
            self.signed = True
            self._first_is_body(part)
        elif kind == "multipart/encrypted":
            self.encrypted = True
            for child in part.children:
                self.add_file(child)
        elif part.children:
            for child in part.children:
                self.take(child)
        elif kind in _REPORTS:
            self.reports.append(part)
        elif kind in {"text/plain", "text/html"} and not _is_file(part):
            self.sections += self._sections(part)
        else:
            self.add_file(part)

    def _alternative(self, part: Part) -> None:
        """The same in several shapes: the last page and the first plain text, joined."""
        inner = Body(defects=self.defects)
        for child in part.children:
            inner.take(child)
        plain = next((one.plain for one in inner.sections if one.plain is not None), None)
        page = next((one.page for one in reversed(inner.sections) if one.page), None)
        if plain is not None and page and _says_nothing(plain, page):
            plain = None
        if plain is not None or page:
            self.sections.append(Section(plain=plain, page=page))
        self._join(inner)

    def _related(self, part: Part) -> None:
        """A page and what it shows."""
        wanted = part.parameters.get("start", "").strip("<>")
        ordered = sorted(part.children, key=lambda child: child.content_id != wanted or not wanted)
        for place, child in enumerate(ordered):
            if place == 0 or child.children:
                self.take(child)
            else:
                self.add_file(child, inline=child.disposition != "attachment")

    def _first_is_body(self, part: Part) -> None:
        for place, child in enumerate(part.children):
            if place == 0:
                self.take(child)
            else:
                self.add_file(child)

    def _join(self, inner: "Body") -> None:
        self.files += inner.files
        self.reports += inner.reports
        self.originals += inner.originals
        self.calendars += inner.calendars
        self.signed |= inner.signed
        self.encrypted |= inner.encrypted

    def _sections(self, part: Part) -> Iterator[Section]:
        html = part.type == "text/html"
        text, whole = self.text_of(part, MAX_HTML + 1 if html else MAX_TEXT)
        if not whole:
            self.defects.add(Defect.TEXT_CUT)
            self.add_file(part, name="tekst.html" if html else "tekst.txt")
        if html:
            yield Section(page=pages.read_page(text, self.defects))
            return
        if part.parameters.get("format", "").lower() == "flowed":
            delete = part.parameters.get("delsp", "").lower() == "yes"
            text = unflowed(text, delete_space=delete)
        text, files = uuencode.without_files(text, self.defects)
        for file in files:
            self._add(File(name=file.name, declared_type="", chunks=file.chunks))
        if found := _PGP.search(text):
            self.encrypted |= found[1] == "MESSAGE"
            self.signed |= found[1] != "MESSAGE"
        yield Section(plain=text.rstrip())

    def text_of(self, part: Part, limit: int) -> tuple[str, bool]:
        """Letters of a part with `\\n` between lines, and whether that is all of it."""
        pieces = part.chunks()
        if part.encoding == transfer.BASE64 and not transfer.is_base64(
            part.raw, part.start, part.end
        ):
            self.defects.add(Defect.WRONG_ENCODING)
            pieces = transfer.chunks(part.raw, part.start, part.end, "")
        data, whole = transfer.at_most(pieces, limit)
        charset = part.charset
        if (
            part.type == "text/html"
            and not charset
            and (found := _META_CHARSET.search(data[:4096]))
        ):
            charset = found[1].decode("ascii")
        text, defect = decoded(data, charset)
        if defect:
            self.defects.add(defect)
        return re.sub(r"\r+\n|\r", "\n", text).replace("\x00", "").lstrip("\ufeff"), whole

    def add_file(self, part: Part, *, name: str = "", inline: bool = False) -> None:
        kind = part.type
        if kind in {"message/rfc822", "text/rfc822-headers", "message/global",
                    "message/rfc822-headers", "message/global-headers"}:  # fmt: skip
            self.originals.append(part)
        if kind == "text/calendar":
            self.calendars.append(part)
        if "pkcs7-mime" in kind:
            opaque = part.parameters.get("smime-type", "").lower().startswith("signed")
            self.signed |= opaque
            self.encrypted |= not opaque
        is_tnef = kind in {"application/ms-tnef", "application/vnd.ms-tnef"}
        if (is_tnef or part.filename.lower() == "winmail.dat") and self._unpacked(part):
            return
        self._add(
            File(
                name=name or part.filename or self._name(part),
                declared_type=kind,
                content_id=part.content_id,
                inline=inline or (part.disposition == "inline" and part.main == "image"),
                chunks=part.chunks,
            )
        )

    def _name(self, part: Part) -> str:
        if part.type == "message/rfc822":
            inner, _body = headers.split(part.raw, part.start, part.end)
            subject = " ".join(re.sub(r"[/\\:]+", " ", inner.text("subject")).split())
            return f"{headers.file_name(subject)[:80].strip() or 'mail'}.eml"
        return ""

    def _unpacked(self, part: Part) -> bool:
        data, whole = transfer.at_most(part.chunks(), MAX_UNPACKED)
        try:
            files = tnef.files(data) if whole else []
        except tnef.BadTnef:
            self.defects.add(Defect.BAD_TNEF)
            return False
        for file in files:
            self._add(
                File(
                    name=file.name(),
                    declared_type=file.type(),
                    content_id=file.content_id(),
                    chunks=file.chunks,
                )
            )
        return bool(files)

    def _add(self, file: File) -> None:
        if len(self.files) >= MAX_ATTACHMENTS:
            self.defects.add(Defect.TOO_MANY_ATTACHMENTS)
            return
        self.files.append(file)


def _is_file(part: Part) -> bool:
    return part.disposition == "attachment" or bool(part.filename)


def _says_nothing(plain: str, page: Page) -> bool:
    """Empty, or only "your program cannot show HTML"."""
    words = plain.split()
    if not words:
        return True
    short = len(words) < _FEW_WORDS and len(page.marked.split()) > 3 * len(words)
    return short and bool(_NO_WORDS.search(plain))
