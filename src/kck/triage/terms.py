"""What triage says about a text; spans are `(start, end)` offsets into the text as it was given."""

from dataclasses import dataclass
from typing import Protocol

from django.db.models import TextChoices

from kck.directory.info import HelplineInfo, Names
from kck.directory.terms import CaseKind
from kck.foundation.text import _, localized

Span = tuple[int, int]


class Language(TextChoices):
    """The languages that are understood; anything else is taken for the nearest of them."""

    PL = "pl", _("polski")
    EN = "en", _("angielski")
    UK = "uk", _("ukraiński")


class Urgency(TextChoices):
    """How soon somebody should look."""

    DANGER = "danger", _("zagrożenie")
    URGENT = "urgent", _("pilne")
    NORMAL = "normal", _("zwykłe")


class PersonalKind(TextChoices):
    """What sort of personal data was found in a text."""

    PHONE = "phone", _("numer telefonu")
    EMAIL = "email", _("adres e-mail")
    PESEL = "pesel", _("numer PESEL")
    PLATE = "plate", _("numer rejestracyjny")
    ACCOUNT = "account", _("numer rachunku")
    NAME = "name", _("imię i nazwisko")
    FLAT = "flat", _("numer mieszkania")


@dataclass(frozen=True, kw_only=True)
class DangerFound:
    """The gravest situation of the city's list that the text seems to tell of."""

    code: str
    category: str
    helplines: tuple[HelplineInfo, ...]
    words: tuple[str, ...]
    calm: Names
    others: tuple[str, ...] = ()  # further situations found, for staff

    def text(self, language: str | None = None) -> str:
        """What to say to a frightened person first."""
        return localized(self.calm, language)


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """One category, how probable, and because of which words of the text."""

    code: str
    probability: float
    words: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PlaceFound:
    """Words of the text that name a place; `base` as the register writes it, without the number.

    Where no register knows it, `register_id` is None and `base` is guessed from the words.
    """

    span: Span
    text: str
    base: str = ""
    kind: str = ""  # street, stop, landmark, district
    register_id: int | None = None
    number: str = ""
    lat: float | None = None
    lon: float | None = None
    crossing: str = ""  # the other street

    @property
    def label(self) -> str:
        """As one would write it down: "ul. Długa 12", "ul. Lea / ul. Piastowska"."""
        if self.crossing:
            return f"{self.base} / {self.crossing}"
        return f"{self.base} {self.number}".strip()


class Located(Protocol):
    """A place that is known before the text is read: a pin, an address that was chosen."""

    @property
    def lat(self) -> float | None: ...

    @property
    def lon(self) -> float | None: ...


@dataclass(frozen=True, kw_only=True)
class PersonalData:
    kind: PersonalKind
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Matter:
    """One thing a text is about; `sure` means the first category may be taken without a person."""

    span: Span
    text: str
    categories: tuple[Suggestion, ...]
    kind: CaseKind
    place_candidates: tuple[PlaceFound, ...]
    personal_data: tuple[PersonalData, ...]
    urgency: Urgency
    sure: bool


@dataclass(frozen=True, kw_only=True)
class GroupSuggestion:
    """The public group a resident is offered first, never a unit; empty code means: no idea."""

    code: str
    probability: float
    category: str
    sure: bool


@dataclass(frozen=True, kw_only=True)
class Triage:
    """All that was understood in one text."""

    danger: DangerFound | None
    language: Language
    matters: tuple[Matter, ...]

    @property
    def categories(self) -> tuple[Suggestion, ...]:
        """Those of all matters, the likeliest first, each once."""
        found = (one for matter in self.matters for one in matter.categories)
        likeliest: dict[str, Suggestion] = {}
        for one in sorted(found, key=lambda one: -one.probability):
            likeliest.setdefault(one.code, one)
        return tuple(likeliest.values())
