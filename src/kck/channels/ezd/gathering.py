"""A formal case with all that belongs to it, read for its package. In Polish, for the archive."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils import translation

from kck.cases.models import Case
from kck.cases.queries.access import access_code
from kck.cases.queries.timeline import Entry, Picture, Words, timeline
from kck.cases.terms import TEXTS_BY_REPORTER, CaseState, Outcome, TextKind
from kck.channels.ezd import content, ports
from kck.channels.ezd.content import Document, FormalFile, Party, Step
from kck.channels.ezd.models import RecordsPackage
from kck.channels.ezd.terms import NotSent
from kck.channels.paper import PROFILE, Paper, Section
from kck.directory.queries import snapshot
from kck.directory.terms import CaseKind
from kck.files.queries import open_file
from kck.foundation import clock, numbers
from kck.foundation.models import RecordedEvent
from kck.foundation.reasons import reason
from kck.foundation.text import _, fold
from kck.intake.terms import CHANNEL_LABELS, Channel
from kck.messaging.models import Delivery
from kck.messaging.terms import DeliveryState
from kck.people.models import Person

_PHOTO_LOST = reason("ezd.photo-lost", _("Brakuje pliku zdjęcia %(id)s."))

LANGUAGE = "pl"
# as a file of an office names its papers, whatever the reader's language
GENRES = {
    TextKind.DESCRIPTION: "pismo złożone",
    TextKind.PLACE: "wskazanie miejsca",
    TextKind.ANSWERS: "odpowiedzi na pytania formularza",
    TextKind.ANSWER: "odpowiedź",
    TextKind.QUESTION: "pytanie do zgłaszającego",
    TextKind.REPLY: "uzupełnienie od zgłaszającego",
    TextKind.CLOSING: "załatwienie sprawy",
    TextKind.DISAGREEMENT: "sprzeciw zgłaszającego",
    TextKind.NOTE: "notatka służbowa",
    TextKind.REASON: "uzasadnienie",
}
_INTERNAL = frozenset({TextKind.NOTE})
_LEAVING = re.compile(r"(/s/)[^\s>]+")


def gather(package: RecordsPackage) -> FormalFile:
    """The case as it stood when the package was asked for."""
    with translation.override(LANGUAGE):
        return _Gathering(package).file()


class _Gathering:
    """Reads one case; documents are numbered in the order in which they came."""

    def __init__(self, package: RecordsPackage) -> None:
        self.package = package
        self.case = case = package.case
        self.at = package.asked_at
        self.city = snapshot(self.at)
        self.number = numbers.display(case.number)
        self.unit = _unit(case, self.at)
        self.reporter = _reporter(case.person)

    def file(self) -> FormalFile:
        case, city = self.case, self.city
        kind = CaseKind(case.kind)
        category = city.category_by_id(case.category_id)
        entries = [e for e in timeline(case, for_staff=True) if e.seq <= self.package.up_to_seq]
        steps = self._steps(entries)
        state = CaseState(_last_state(steps) or case.state)
        return FormalFile(
            package_id=self.package.package_id,
            made_at=self.at,
            city=city.city.name(LANGUAGE),
            number=self.number,
            kind=str(kind),
            kind_name=str(kind.label),
            category=category.code,
            category_name=category.name(LANGUAGE),
            title=_title(str(kind.label).capitalize(), category.name(LANGUAGE)),
            channel=_channel(case.channel),
            language=case.language,
            place=case.address,
            state=str(state),
            state_name=str(state.label),
            outcome=str(Outcome(case.outcome).label) if case.outcome else "",
            opened_at=case.opened_at,
            legal_due_at=case.legal_due_at,
            closed_at=case.closed_at if case.closed_at and case.closed_at <= self.at else None,
            reporter=self.reporter,
            unit=self.unit,
            steps=steps,
            documents=tuple(self._documents(entries)),
        )

    def _steps(self, entries: Iterable[Entry]) -> tuple[Step, ...]:
        told = {entry.seq: entry for entry in entries}
        rows = RecordedEvent.objects.filter(
            stream=self.case.stream, seq__lte=self.package.up_to_seq
        )
        return tuple(_step(row, told[row.seq or 0]) for row in rows.order_by("seq"))

    def _documents(self, entries: Iterable[Entry]) -> Iterator[Document]:
        letters = [*self._letters(entries), *self._messages()]
        for place, letter in enumerate(sorted(letters, key=lambda one: one.made_at), start=1):
            yield self._printed(letter, f"{content.LETTERS}/{place:03d}-{_slug(letter.genre)}.pdf")
        attached = [*self._photos(entries), *self._enclosures()]
        for place, one in enumerate(attached, start=1):
            yield _moved(one, f"{content.ATTACHMENTS}/{place:03d}-{one.path}")

    def _letters(self, entries: Iterable[Entry]) -> Iterator[Document]:
        for entry in entries:
            for words in entry.words:
                if words.body and not words.erased:
                    yield self._letter(entry, words)

    def _letter(self, entry: Entry, words: Words) -> Document:
        by_city = words.kind not in TEXTS_BY_REPORTER  # whoever typed it in
        return Document(
            path="",
            title=f"{GENRES[words.kind].capitalize()}, sprawa {self.number}",
            genre=GENRES[words.kind],
            data=b"",
            media_type="application/pdf",
            variant=PROFILE,
            made_at=entry.at,
            author=Party(name=entry.who, code=self.unit.code) if by_city else self._sender(),
            recipient=self._addressee(words),
            language=self.case.language,
            source=f"text:{words.id}",
            internal=words.kind in _INTERNAL,
            text=_readable(words),
        )

    def _sender(self) -> Party:
        return self.reporter or Party(name="osoba, która nie podała danych")

    def _addressee(self, words: Words) -> Party | None:
        if words.kind in TEXTS_BY_REPORTER:
            return self.unit
        return None if words.kind in _INTERNAL else self._sender()

    def _messages(self) -> Iterator[Document]:
        """What was sent to the reporter, without the keys to their page."""
        rows = Delivery.objects.filter(
            message__about=self.case.stream,
            state=DeliveryState.SENT,
            sent_at__lte=self.at,
            erased_at=None,
        )
        for row in rows.select_related("message").order_by("id"):
            yield Document(
                path="",
                title=row.subject or "Wiadomość",
                genre="wiadomość wysłana",
                data=b"",
                media_type="application/pdf",
                variant=PROFILE,
                made_at=row.sent_at or row.message.at,
                author=self.unit,
                recipient=Party(email=row.address)
                if "@" in row.address
                else Party(phone=row.address),
                language=row.language,
                source=f"delivery:{row.pk}",
                text=self._without_keys(row.body),
            )

    def _without_keys(self, text: str) -> str:
        """Link and code let whoever has them act as the reporter."""
        hidden = _LEAVING.sub(r"\1…", text)
        for key in (self.case.token, access_code(self.case.token)):
            hidden = hidden.replace(key, "…")
        return hidden

    def _printed(self, letter: Document, path: str) -> Document:
        facts = [
            ("Sprawa", f"{self.number}, {CaseKind(self.case.kind).label}"),
            ("Rodzaj dokumentu", letter.genre),
            ("Data", letter.made_at.astimezone(clock.city_zone()).strftime("%Y-%m-%d %H:%M")),
            ("Od", _in_lines(letter.author)),
        ]
        if letter.recipient:
            facts.append(("Do", _in_lines(letter.recipient)))
        paper = Paper(
            title=letter.title,
            facts=tuple(facts),
            sections=(Section(body=letter.text),),
            foot=f"{self.city.city.name(LANGUAGE)} · KCK · paczka {self.package.package_id} · "
            f"{letter.source}",
            language=letter.language or LANGUAGE,
            made_at=letter.made_at,
            author=letter.author.name or letter.author.code or "KCK",
        )
        # what prints takes 15 MB: processes that only show pages do without
        from kck.channels.printing import as_pdf

        return _moved(letter, path, data=as_pdf(paper))

    def _photos(self, entries: Iterable[Entry]) -> Iterator[Document]:
        for entry in entries:
            for picture in entry.pictures:
                yield self._photo(entry, picture)

    def _photo(self, entry: Entry, picture: Picture) -> Document:
        opened = open_file(picture.public_id)
        if opened is None:
            raise NotSent(_PHOTO_LOST(id=picture.id))
        with opened.content as file:
            data = file.read()
        evidence = picture.kind == "evidence"
        return Document(
            path="zdjecie.jpg",
            title="Zdjęcie po wykonaniu" if evidence else "Zdjęcie od zgłaszającego",
            genre="fotografia",
            data=data,
            media_type=opened.content_type,
            made_at=entry.at,
            author=self.unit if evidence else self._sender(),
            source=f"photo:{picture.id}",
        )

    def _enclosures(self) -> Iterator[Document]:
        for one in ports.enclosures(self.case.pk, self.at):
            yield Document(
                path=_file_name(one.name),
                title=one.name,
                genre=one.genre,
                data=one.data,
                media_type=one.media_type,
                made_at=one.at,
                author=self.unit if one.from_city else self._sender(),
                source=one.source,
            )


def _moved(document: Document, path: str, *, data: bytes | None = None) -> Document:
    changed = {**vars(document), "path": path}
    if data is not None:
        changed["data"] = data
    return Document(**changed)


def _title(kind: str, category: str) -> str:
    return category if category.startswith(kind) else f"{kind}: {category}"


def _unit(case: Case, at: datetime) -> Party:
    unit = snapshot(at).unit_by_id(case.unit_id, at)
    return Party(name=unit.name(LANGUAGE), code=unit.code)


def _reporter(person: Person | None) -> Party | None:
    if person is None or person.erased_at:
        return None
    return Party(name=person.name, address=person.address, email=person.email, phone=person.phone)


def _step(row: RecordedEvent, entry: Entry) -> Step:
    return Step(
        seq=row.seq or 0,
        name=row.name,
        title=entry.title,
        at=row.at,
        who=entry.who,
        actor=row.actor,
        stream=row.stream,
        payload=row.payload,
        prev_hash=row.prev_hash,
        hash=row.hash,
    )


def _last_state(steps: Iterable[Step]) -> str:
    states = [str(step.payload["state"]) for step in steps if "state" in step.payload]
    return states[-1] if states else ""


def _channel(code: str) -> str:
    return str(CHANNEL_LABELS[Channel(code)]) if code in set(Channel) else code


def _readable(words: Words) -> str:
    """Answers to a form's questions are kept as JSON; on paper they are lines."""
    if words.kind != TextKind.ANSWERS:
        return words.body
    try:
        answers = json.loads(words.body)
    except ValueError:
        return words.body
    if not isinstance(answers, dict):
        return words.body
    return "\n".join(f"{question}: {answer}" for question, answer in answers.items())


def _in_lines(party: Party) -> str:
    known = (party.name, party.address, party.email, party.phone)
    return "\n".join(value for value in known if value) or party.code or "–"


def _slug(words: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", fold(words)))[:40] or "dokument"


def _file_name(name: str) -> str:
    """What every system can unpack."""
    stem, dot, ending = name.rpartition(".")
    if not dot:
        return _slug(name)
    return f"{_slug(stem)}.{''.join(re.findall(r'[a-z0-9]+', fold(ending)))[:8] or 'bin'}"
