"""Something happened to a case, and its people are written to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kck.cases.commands.news import forget_news, put_by
from kck.cases.events import CaseEvent
from kck.cases.letter import Letter, joined, reporters
from kck.cases.models import Case
from kck.cases.news_rules import ENDS
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.messaging.commands import send
from kck.messaging.terms import Ground, Recipient

Own = Mapping[str, str] | Callable[[str], Mapping[str, str]]


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """One event of one case, about which letters are written."""

    event: CaseEvent
    event_id: int
    case: Case
    now: datetime

    def tell_reporter(self, key: str, own: Own | None = None) -> None:
        letter = Letter(case=self.case, at=self.now)
        to = reporters(self.case)
        if to and self._put_by(key, to, own):
            return
        if key in ENDS:
            forget_news(self.case)
        self._tell(key, to, letter.for_reporter, own)

    def _put_by(self, key: str, to: Sequence[Recipient], own: Own | None) -> bool:
        """What may wait is told later, together with what else happens."""
        languages = {one.language for one in to}
        said = {language: dict(_in(own, language)) for language in languages}
        return put_by(self.case, key, said, event_id=self.event_id, at=self.now)

    def tell_joined(self, key: str, own: Own | None = None) -> None:
        letter = Letter(case=self.case, at=self.now)
        self._tell(key, joined(self.case), letter.for_everybody, own)

    def _tell(
        self,
        key: str,
        to: Sequence[Recipient],
        facts: Callable[[str], Mapping[str, str]],
        own: Own | None,
    ) -> None:
        """Nothing is written down when there is nobody to tell."""
        if not to:
            return
        send(
            key,
            dedupe=f"{self.event.name}:{self.case.pk}:{self.event_id}:{key}",
            to=to,
            variables=lambda language: {**_in(facts, language), **_in(own, language)},
            about=self.case.stream,
            at=self.now,
            by=PLATFORM,
            district=self.case.district,
            # what says whom to call does not wait for the morning
            ground=Ground.DANGER if self.case.danger else Ground.MATTER,
        )


def _in(own: Own | None, language: str) -> Mapping[str, str]:
    return own(language) if callable(own) else own or {}


def occasion_of(event: CaseEvent, event_id: int) -> Occasion:
    case = Case.objects.get(pk=event.case_id)
    return Occasion(event=event, event_id=event_id, case=case, now=clock.now())
