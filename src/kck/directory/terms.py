"""The words of the configuration, and the two small spans of time that files write."""

from dataclasses import dataclass
from datetime import date, time
from typing import Self

from django.db.models import TextChoices

from kck.foundation.text import _


class CaseKind(TextChoices):
    """What a case is in law and in handling; content decides (KPA art. 222)."""

    REPORT = "report", _("zgłoszenie")
    ENQUIRY = "enquiry", _("pytanie")
    IDEA = "idea", _("pomysł")
    PRAISE = "praise", _("pochwała")
    COMPLAINT = "complaint", _("skarga")
    MOTION = "motion", _("wniosek")
    PETITION = "petition", _("petycja")
    PUBLIC_INFORMATION = "public-information", _("wniosek o informację publiczną")
    DAMAGE_CLAIM = "damage-claim", _("wniosek o odszkodowanie")
    INTERPELACJA = "interpelacja", _("interpelacja")
    ACCESSIBILITY_REQUEST = "accessibility-request", _("żądanie zapewnienia dostępności")
    RODO_REQUEST = "rodo-request", _("żądanie dotyczące danych osobowych")
    ADMINISTRATIVE = "administrative", _("sprawa administracyjna")


# with a legal clock; kept for the archive, never public
FORMAL_KINDS = frozenset(
    {
        CaseKind.COMPLAINT,
        CaseKind.MOTION,
        CaseKind.PETITION,
        CaseKind.PUBLIC_INFORMATION,
        CaseKind.DAMAGE_CLAIM,
        CaseKind.INTERPELACJA,
        CaseKind.ACCESSIBILITY_REQUEST,
        CaseKind.RODO_REQUEST,
        CaseKind.ADMINISTRATIVE,
    }
)
# a category may also be one that only names a number to call; no case is ever of this kind
DUTY = "duty"  # the function under which a stage says who is on duty
REDIRECT = "redirect"
CATEGORY_KINDS = (*CaseKind.values, REDIRECT)


class GroupKind(TextChoices):
    """Who uses the grouping: the staff, or the residents (the five public groups)."""

    GROUP = "group", _("grupa kategorii")
    PUBLIC = "public", _("grupa dla mieszkańców")


class Priority(TextChoices):
    P1 = "P1", _("natychmiast")
    P2 = "P2", _("pilne")
    P3 = "P3", _("zwykłe")
    P4 = "P4", _("może poczekać")
    P5 = "P5", _("długi termin")


class TargetUnit(TextChoices):
    """In what a promise is counted; `kck.directory.rules.add_target` counts."""

    HOURS = "h", _("godziny zegarowe")
    WORKING_HOURS = "wh", _("godziny robocze")
    WORKING_DAYS = "wd", _("dni robocze")
    DAYS = "d", _("dni kalendarzowe")
    MONTHS = "month", _("miesiące")


class TargetResult(TextChoices):
    """What is promised by the target's moment."""

    MADE_SAFE = "made safe", _("zabezpieczone")
    INSPECTED = "inspected", _("sprawdzone na miejscu")
    REPAIRED = "repaired", _("naprawione")
    ANSWERED = "answered", _("udzielona odpowiedź")
    PATROL_SENT = "patrol sent", _("wysłany patrol")


class Publicity(TextChoices):
    """How much of the place of a case everybody may see."""

    YES = "yes", _("widoczne publicznie")
    COARSE = "coarse", _("widoczne z dokładnością do ulicy")
    NO = "no", _("niewidoczne publicznie")


class Evidence(TextChoices):
    """What closing a case needs besides words."""

    NONE = "none", _("bez dowodu")
    PHOTO = "photo", _("zdjęcie po wykonaniu")


class WayOfWorking(TextChoices):
    """How a unit takes part; the last two cannot be handed a case by the system."""

    DESK = "desk", _("pracuje w systemie")
    LINK = "link", _("dostaje odnośnik e-mailem")
    OPEN311 = "open311", _("własny system przez Open311")
    PHONE = "phone", _("tylko telefon")
    NONE = "none", _("poza systemem")


class LinkWhen(TextChoices):
    """When a unit that works by links gets its mails."""

    EACH = "each", _("od razu, każda sprawa osobno")
    MORNING = "morning", _("raz dziennie, lista rano")


class PhotosOut(TextChoices):
    """How photos travel to a unit's own system."""

    URL = "url", _("adres zdjęcia (media_url)")
    MEDIA = "media", _("plik w zapytaniu (media)")
    NONE = "none", _("bez zdjęć")


class Datatype(TextChoices):
    """Open311's own words for what a question expects."""

    STRING = "string", _("krótki tekst")
    NUMBER = "number", _("liczba")
    DATETIME = "datetime", _("data i godzina")
    TEXT = "text", _("dłuższy tekst")
    SINGLEVALUELIST = "singlevaluelist", _("jedno z listy")
    MULTIVALUELIST = "multivaluelist", _("kilka z listy")


LIST_DATATYPES = frozenset({Datatype.SINGLEVALUELIST, Datatype.MULTIVALUELIST})


@dataclass(frozen=True)
class Season:
    """Part of every year, both ends included; may run over New Year (`11-01..03-31`)."""

    first: tuple[int, int]
    last: tuple[int, int]

    @classmethod
    def parse(cls, raw: str) -> Self:
        first, dots, last = raw.partition("..")
        if not dots:
            raise ValueError(raw)
        return cls(_month_and_day(first), _month_and_day(last))

    def covers(self, day: date) -> bool:
        here = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= here <= self.last
        return here >= self.first or here <= self.last

    def __str__(self) -> str:
        return "{:02d}-{:02d}..{:02d}-{:02d}".format(*self.first, *self.last)


@dataclass(frozen=True)
class DayHours:
    """Part of every day, the end not included; may run over midnight (`15:30-07:40`)."""

    start: time
    end: time

    @classmethod
    def parse(cls, raw: str) -> Self:
        start, dash, end = raw.partition("-")
        if not dash:
            raise ValueError(raw)
        return cls(time.fromisoformat(start.strip()), time.fromisoformat(end.strip()))

    def covers(self, moment: time) -> bool:
        if self.start <= self.end:
            return self.start <= moment < self.end
        return moment >= self.start or moment < self.end

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"


def parse_spans(raw: str) -> tuple[tuple[time, time], ...]:
    """`07:40-12:00, 13:00-15:30` of one day, in order; 24:00 is the midnight after (00:00)."""
    pieces = [piece for piece in raw.split(",") if piece.strip()]
    spans = [DayHours.parse(piece.replace("24:00", "00:00")) for piece in pieces]
    previous = time.min
    for span in spans:
        if span.start < previous or (span.end != time.min and span.end <= span.start):
            raise ValueError(raw)
        previous = time.max if span.end == time.min else span.end
    return tuple((span.start, span.end) for span in spans)


def _month_and_day(raw: str) -> tuple[int, int]:
    month, day = (int(part) for part in raw.strip().split("-"))
    date(2024, month, day)  # a leap year: 02-29 exists
    return month, day


def degrees(text: str) -> tuple[float, float] | None:
    """Latitude and longitude out of "50.0614, 19.9366"; None when it says anything else."""
    first, _comma, second = text.partition(",")
    try:
        found = float(first), float(second)
    except ValueError:
        return None
    return found if abs(found[0]) <= 90 and abs(found[1]) <= 180 else None
