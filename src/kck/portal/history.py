"""What happened to a case, as its reporter reads it: texts, answers to questions, photos."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kck.cases.queries.access import case_by_token
from kck.cases.queries.answers import answers_in_words
from kck.cases.queries.timeline import Entry, Picture, Words, timeline
from kck.cases.terms import PhotoKind, TextKind
from kck.directory.queries import snapshot
from kck.foundation.text import _

_LABELS = {
    TextKind.PLACE: _("Gdzie"),
    TextKind.QUESTION: _("Pytanie"),
    TextKind.REASON: _("Powód"),
    TextKind.DISAGREEMENT: _("Co jest nie tak"),
}
_ICONS = {
    "case_opened": "flag",
    "case_accepted": "check",
    "case_forwarded": "forward",
    "case_handed_back": "undo",
    "case_recategorised": "filter",
    "case_taken": "tools",
    "case_scheduled": "calendar",
    "case_passed_to_contractor": "users",
    "reporter_asked": "question",
    "reporter_replied": "message",
    "waiting_ended": "play",
    "case_answered": "message",
    "photo_added": "camera",
    "case_done": "check-circle",
    "case_confirmed": "check-circle",
    "case_disputed": "warning",
    "case_closed": "lock",
    "case_reopened": "refresh",
    "case_merged": "merge",
    "case_withdrawn": "bin",
    "personal_data_erased": "shield",
    "follower_joined": "users",
}
_COLOURS = {
    "case_done": "success",
    "case_confirmed": "success",
    "reporter_asked": "warning",
    "case_disputed": "danger",
    "case_reopened": "danger",
    "case_closed": "neutral",
    "case_withdrawn": "neutral",
}


@dataclass(frozen=True, kw_only=True)
class Said:
    """One text; `answers` are pairs of question and answer, instead of a body."""

    label: str = ""
    body: str = ""
    answers: Sequence[tuple[str, str]] = ()
    erased: bool = False


@dataclass(frozen=True, kw_only=True)
class Happened:
    name: str
    title: str
    at: datetime
    who: str
    icon: str
    color: str
    said: Sequence[Said]
    photos: Sequence[Picture]


@dataclass(frozen=True, kw_only=True)
class Story:
    """All that happened, the oldest first, and of it what the reporter has to judge or answer."""

    events: Sequence[Happened] = ()

    @property
    def question(self) -> Happened | None:
        return self._last("reporter_asked")

    @property
    def ending(self) -> Happened | None:
        """What the city says was done, after the last time somebody disagreed."""
        return self._last("case_done", "case_closed", until="case_disputed")

    @property
    def evidence(self) -> list[Picture]:
        photos = [photo for event in self.events for photo in event.photos]
        return [photo for photo in photos if photo.kind == PhotoKind.EVIDENCE]

    def _last(self, *names: str, until: str = "") -> Happened | None:
        for event in reversed(self.events):
            if event.name in names and event.said:
                return event
            if event.name == until:
                return None
        return None


def story(token: str) -> Story:
    """Empty for a link that opens nothing."""
    case = case_by_token(token)
    if case is None:
        return Story()
    asked = snapshot().category_by_id(case.category_id).code
    return Story(events=[_happened(entry, asked) for entry in timeline(case, for_staff=False)])


def _happened(entry: Entry, category: str) -> Happened:
    return Happened(
        name=entry.name,
        title=entry.title,
        at=entry.at,
        who=entry.who,
        icon=_ICONS.get(entry.name, "dot"),
        color=_COLOURS.get(entry.name, "accent"),
        said=[_said(words, category) for words in entry.words],
        photos=entry.pictures,
    )


def _said(words: Words, category: str) -> Said:
    if words.erased:
        return Said(erased=True)
    if words.kind == TextKind.ANSWERS:
        return Said(answers=answers_in_words(words.body, category))
    label = _LABELS.get(words.kind)
    return Said(label=str(label) if label else "", body=words.body)
