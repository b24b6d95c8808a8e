"""What letters about a case say of it, in the reader's language, and who gets them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import translation

from kck.cases.models import Case, CasePhoto, CaseText, Follower
from kck.cases.queries.access import access_code
from kck.cases.queries.promise import promise_words
from kck.cases.terms import Outcome, PhotoKind, TextKind, WaitingOn
from kck.directory.filing import FILING_CHANNELS, filing_ways
from kck.directory.info import HelplineInfo
from kck.directory.queries import snapshot
from kck.directory.terms import FORMAL_KINDS, CaseKind
from kck.foundation import numbers
from kck.foundation.when import by_when, on_day
from kck.messaging.ports import transport_for
from kck.messaging.terms import Recipient

Seals = list[list[str | int]]


def case_url(case: Case, part: str = "") -> str:
    """The reporter's own page. Whoever has it may do what the reporter may: never give it away."""
    return f"{settings.SITE_URL}/s/{case.token}{'#' + part if part else ''}"


def public_url(case: Case) -> str:
    """The page that everybody may see, or "" when there is none."""
    return "" if case.private else f"{settings.SITE_URL}/cases/{numbers.display(case.number)}/"


def leave_url(follower: Follower) -> str:
    return f"{settings.SITE_URL}/s/leave/{follower.leave_token}"


@dataclass(frozen=True, kw_only=True)
class Letter:
    """The gaps of letters about one case, as things stand at a moment."""

    case: Case
    at: datetime

    def for_reporter(self, language: str) -> dict[str, str]:
        """What the reporter may know: all of it, and the ways in."""
        case = self.case
        with translation.override(language):
            return {
                **self._facts(language),
                "place": case.address or text_of(case, TextKind.PLACE),
                "promise": self._promise(),
                "legal": by_when(case.legal_due_at, self.at) if case.legal_due_at else "",
                "checking": "1" if case.needs_triage or self._with_the_centre() else "",
                "call": self._call(language),
                "kind": str(CaseKind(case.kind).label),
                "unfiled": "1" if self._unfiled() else "",
                "ways": "\n".join(str(way) for way in filing_ways(snapshot(self.at))),
                "code": access_code(case.token),
                "case_url": case_url(case),
                "reply_url": case_url(case, "reply"),
                "confirm_url": case_url(case, "confirm"),
                "disagree_url": case_url(case, "disagree"),
                "photo": self._photo(),
                "closes": self._closes(),
                "reopen_until": self._reopen_until(),
            }

    def for_everybody(self, language: str) -> dict[str, str]:
        """What those who said "me too" may know: no more than the public page shows."""
        case = self.case
        place = case.street if case.coarse else case.address
        with translation.override(language):
            return {
                **self._facts(language),
                "place": "" if case.private else place,
                "case_url": public_url(case),
            }

    def _facts(self, language: str) -> dict[str, str]:
        case, city = self.case, snapshot(self.at)
        return {
            "number": numbers.display(case.number),
            "category": city.category_by_id(case.category_id).name(language),
            "unit": city.unit_by_id(case.unit_id, self.at).name(language),
            "outcome": str(Outcome(case.outcome).label) if case.outcome else "",
            "site": settings.SITE_URL,
        }

    def _promise(self) -> str:
        """Nothing is promised before it is known who it is that promises."""
        return "" if self.case.needs_triage else promise_words(self.case, at=self.at)

    def _unfiled(self) -> bool:
        """A formal matter that did not come the way in which letters are filed."""
        return self.case.kind in FORMAL_KINDS and self.case.channel not in FILING_CHANNELS

    def _with_the_centre(self) -> bool:
        return self.case.waiting_on == WaitingOn.CENTRE

    def _call(self, language: str) -> str:
        """Numbers for a danger that goes on, the most urgent first."""
        return ", ".join(f"{line.number} ({line.name(language)})" for line in self._helplines())

    def _helplines(self) -> list[HelplineInfo]:
        city = snapshot(self.at)
        if found := city.redirect_of(city.category_by_id(self.case.category_id)):
            return found
        danger = city.danger(self.case.danger)
        return city.lines_of(danger, self.at) if danger else []

    def _photo(self) -> str:
        shown = CasePhoto.objects.filter(
            case=self.case, kind=PhotoKind.EVIDENCE, erased_at=None
        ).exists()
        return "1" if shown else ""

    def _closes(self) -> str:
        days = snapshot(self.at).city.silence_days
        return on_day((self.case.done_at or self.at) + timedelta(days=days), self.at)

    def _reopen_until(self) -> str:
        days = snapshot(self.at).city.reopen_days
        return by_when((self.case.closed_at or self.at) + timedelta(days=days), self.at)


def lines_of(cases: Iterable[Case], at: datetime, language: str) -> str:
    """Number, matter, unit, and the reporter's own page of each."""
    city = snapshot(at)
    return "\n\n".join(
        f"{numbers.display(case.number)}: "
        f"{city.category_by_id(case.category_id).name(language)}\n"
        f"{city.unit_by_id(case.unit_id, at).name(language)}\n{case_url(case)}"
        for case in cases
    )


def text_of(case: Case, kind: TextKind) -> str:
    """The first text of a kind that is still there."""
    rows = CaseText.objects.filter(case=case, kind=kind, erased_at=None).order_by("id")
    return rows.values_list("body", flat=True).first() or ""


def sealed_text(seals: Seals, *, published: bool = False) -> str:
    """The words that an event names, unless they were erased since."""
    ids = [int(pk) for kind, pk, _digest in seals if kind == "text"]
    rows = CaseText.objects.filter(pk__in=ids, erased_at=None).exclude(kind=TextKind.NOTE)
    if published:
        rows = rows.filter(published_at__isnull=False)
    return "\n\n".join(rows.order_by("id").values_list("body", flat=True))


# who


def reporters(case: Case) -> list[Recipient]:
    return [_recipient(row) for row in _followers(case) if row.reporter]


def joined(case: Case) -> list[Recipient]:
    """Those who said "me too", and those whose own report was merged into this one."""
    own = [_recipient(row) for row in _followers(case) if not row.reporter]
    for child in Case.objects.filter(merged_into=case):
        own += [_recipient(row, _own(child, row)) for row in _followers(child)]
    return _once_each(own, but={recipient.address for recipient in reporters(case)})


def _own(child: Case, follower: Follower) -> Mapping[str, str]:
    """A reporter of a merged case has a report of their own to look at."""
    if not follower.reporter:
        return {}
    return {"own_number": numbers.display(child.number), "case_url": case_url(child)}


def _followers(case: Case) -> list[Follower]:
    rows = Follower.objects.filter(case=case, left_at=None, person__erased_at=None)
    return list(rows.filter(written_to()).select_related("person").order_by("id"))


def written_to() -> Q:
    """Followers whom letters reach: by mail, else by texts where that is what they want."""
    mailed = ~Q(person__email="")
    if not texts_leave():
        return mailed
    return mailed | (~Q(person__phone="") & Q(person__prefers_sms=True))


def texts_leave() -> bool:
    """Whether this city sends texts to phones at all."""
    transport = transport_for("sms")
    return transport is not None and not transport.not_ready()


def _recipient(row: Follower, variables: Mapping[str, str] | None = None) -> Recipient:
    mail = row.person.email
    return Recipient(
        person_id=row.person_id,
        address=mail or row.person.phone,
        channel="email" if mail else "sms",
        language=row.person.language,
        leave_url=leave_url(row),
        variables=variables or {},
    )


def _once_each(found: list[Recipient], *, but: set[str]) -> list[Recipient]:
    """One mail an address, however often somebody reported the same."""
    first: dict[str, Recipient] = {}
    for recipient in found:
        if recipient.address not in but:
            first.setdefault(recipient.address, recipient)
    return list(first.values())
