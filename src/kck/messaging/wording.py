"""The words of a message: the city's edition or the shipped ones, in the frame every mail has."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings

from kck.directory.queries import CityNotLoaded, snapshot
from kck.messaging.models import TextEdition
from kck.messaging.ports import answers_are_read
from kck.messaging.registry import SHORT_CHANNELS, MessageText, message_text
from kck.messaging.rules import fill, render
from kck.messaging.terms import Recipient, Words
from kck.notices.queries import current
from kck.notices.terms import NoticeInfo, NoticeKind

_MOST_NOTICES = 3

Variables = Mapping[str, str]
VariablesFor = Variables | Callable[[str], Variables]


def current_words(key: str, language: str, at: datetime) -> Words:
    """What the text says at that time: the latest edition, else the shipped words."""
    edition = (
        TextEdition.objects.filter(key=key, language=language, since__lte=at)
        .order_by("-since", "-id")
        .first()
    )
    if edition is None or edition.default:
        return message_text(key).default(language)
    return Words(subject=edition.subject, body=edition.body)


def city_variables(language: str, at: datetime) -> dict[str, str]:
    """What the frame says of the city."""
    try:
        city = snapshot(at).city
    except CityNotLoaded:
        return {"city": "", "phone": "", "site": settings.SITE_URL}
    return {"city": city.name(language), "phone": city.phone, "site": settings.SITE_URL}


def notice_lines(language: str, at: datetime, district: str) -> str:
    """What everybody, or everybody in the district, should know now; the gravest first."""
    concerning = [
        notice for notice in current(at) if not notice.districts or district in notice.districts
    ]
    return "\n".join(f"- {_said(notice, language)}" for notice in concerning[:_MOST_NOTICES])


def _said(notice: NoticeInfo, language: str) -> str:
    """A danger in full; of the rest the headline, as the site says more."""
    title = notice.title_in(language)
    if notice.kind != NoticeKind.DANGER:
        return title
    return f"{title}. {notice.text_in(language)}".strip()


@dataclass
class Renderer:
    """Renders one message for many recipients: words and variables are read once a language."""

    key: str
    variables: VariablesFor
    at: datetime
    district: str = ""  # whose notices concern the readers
    words: Words | None = None  # in the place of the current ones, for a preview
    _by_language: dict[str, "_Prepared"] = field(default_factory=dict)

    def __call__(self, recipient: Recipient) -> Words:
        language = recipient.language
        if language not in self._by_language:
            self._by_language[language] = self._prepare(language)
        return self._by_language[language].render(recipient)

    def _prepare(self, language: str) -> "_Prepared":
        given = self.variables(language) if callable(self.variables) else self.variables
        text = message_text(self.key)
        return _Prepared(
            text=text,
            words=self.words or current_words(self.key, language, self.at),
            frame=current_words(text.frame, language, self.at),
            language=language,
            variables=given,
            city={
                **city_variables(language, self.at),
                "notices": notice_lines(language, self.at, self.district),
            },
        )


@dataclass(frozen=True, kw_only=True)
class _Prepared:
    text: MessageText
    words: Words
    frame: Words
    language: str
    variables: Variables
    city: Variables

    def render(self, recipient: Recipient) -> Words:
        variables = {**self.variables, **recipient.variables}
        if recipient.channel in SHORT_CHANNELS:
            return self._short(variables)
        inner = render(self.words, variables)
        why = self.text.why.get(self.language) or self.text.why.get("pl", "")
        framed = render(
            self.frame,
            {
                **self.city,
                "body": inner.body,
                "why": fill(why, variables),
                "leave_url": recipient.leave_url,
                "replies": "1" if answers_are_read(recipient.channel) else "",
            },
        )
        return Words(subject=inner.subject, body=framed.body)

    def _short(self, variables: Variables) -> Words:
        """For a phone: the short edition, else the whole words; never a frame."""
        short = self.text.short.get(self.language) or self.text.short.get("pl")
        words = Words(body=short) if short else Words(body=self.words.body)
        return render(words, variables)
