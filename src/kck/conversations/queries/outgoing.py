"""Before words leave: how they will look, and whose data is in them besides the reader's own."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kck.conversations.models import Thread
from kck.conversations.rules import reply_subject
from kck.directory.queries import snapshot
from kck.foundation.text import fold
from kck.messaging.html import as_html
from kck.messaging.terms import Recipient
from kck.messaging.wording import Renderer, city_variables
from kck.people.queries import contact
from kck.triage.queries import spot
from kck.triage.terms import PersonalData, PersonalKind


@dataclass(frozen=True, kw_only=True)
class Letter:
    """As its reader gets it. `html` is empty for a text message."""

    subject: str
    text: str
    html: str
    language: str


def answer_letter(thread_id: int, *, text: str, at: datetime) -> Letter:
    """The very letter that an answer with these words would be."""
    thread = Thread.objects.get(pk=thread_id)
    gaps = {"text": text, "subject": reply_subject(thread.subject)}
    words = Renderer("conversations.answer", lambda _language: gaps, at)(
        Recipient(address="", language=thread.language, channel=thread.channel)
    )
    mail = thread.channel == "email"
    return Letter(
        subject=words.subject if mail else "",
        text=words.body,
        html=as_html(subject=words.subject, text=words.body, language=thread.language)
        if mail
        else "",
        language=thread.language,
    )


@dataclass(frozen=True, kw_only=True)
class Foreign:
    """Data in what is about to leave that is not known to be its reader's."""

    where: str  # "" in the words; else the name of a file
    kind: Any
    words: str


def foreign_data(
    thread_id: int, *, text: str, files: Sequence[tuple[str, str]] = (), also: Collection[str] = ()
) -> list[Foreign]:
    """In the words, and in names and texts of files. `also`: names of who signs."""
    thread = Thread.objects.select_related("box").get(pk=thread_id)
    own = _own(thread, also)
    found = [_foreign("", text, one) for one in spot(text) if not _known(text, one, own)]
    for name, words in files:
        both = f"{_apart(name)}\n{words}"
        found += [_foreign(name, both, one) for one in spot(both) if not _known(both, one, own)]
    return list(dict.fromkeys(found))


def _apart(name: str) -> str:
    """`umowa_Jan_Nowak.pdf` is read like words."""
    return name.rpartition(".")[0].replace("_", " ").replace("-", " ")


def _foreign(where: str, text: str, one: PersonalData) -> Foreign:
    return Foreign(where=where, kind=one.kind.label, words=text[one.start : one.end])


def _own(thread: Thread, also: Collection[str]) -> frozenset[str]:
    """What its reader knows anyway: themselves, us, whoever signs."""
    city = snapshot()
    known = contact(thread.person_id) if thread.person_id else None
    words = [thread.address, thread.name, thread.box.address, *also]
    words += [line for line in (known.email, known.phone, known.name) if line] if known else []
    words += [city_variables("pl", thread.opened_at).get("phone", "")]
    words += [line.number for line in city.all_helplines.in_force(city.day)]
    return frozenset(_plain(part) for word in words for part in (word, *word.split()) if part)


def _known(text: str, one: PersonalData, own: frozenset[str]) -> bool:
    words = text[one.start : one.end]
    if _plain(words) in own or _plain(words).removeprefix("48") in own:
        return True
    # a name in another case: "Pani Anno", "Panu Nowakowi"
    return one.kind == PersonalKind.NAME and all(
        any(_plain(part)[:3] == mine[:3] for mine in own) for part in words.split()
    )


def _plain(words: str) -> str:
    return "".join(letter for letter in fold(words) if letter.isalnum() or letter == "@")


def seal_of(recipients: Sequence[str], found: Sequence[Foreign]) -> str:
    """What somebody has said yes to; anything else asks again."""
    words = "\n".join([*recipients, *(f"{one.where}:{one.words}" for one in found)])
    return hashlib.blake2b(words.encode(), digest_size=12).hexdigest()
