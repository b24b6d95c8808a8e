"""The events that others may hear of: names that stay, and what each tells.

A name ends with its version. When what an event tells has to change so that a reader would stumble,
it gets a next version beside the old one; adding a field is no change.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kck.cases import events as cases
from kck.channels.webhooks.terms import Scope
from kck.foundation.outbox import Event
from kck.foundation.text import _

PING = "webhook.ping.v1"


@dataclass(frozen=True, kw_only=True)
class Offered:
    """`facts`: which fields of the recorded event are told as they are, and under which name."""

    name: str
    about: Any
    of: tuple[type[Event], ...]
    facts: Mapping[str, str]
    internal: bool = False


def _offer(
    name: str, about: Any, *of: type[Event], internal: bool = False, **facts: str
) -> Offered:
    return Offered(name=f"case.{name}.v1", about=about, of=of, facts=facts, internal=internal)


OFFERED = (
    _offer("opened", _("przyjęto sprawę"), cases.CaseOpened, channel="channel"),
    _offer("accepted", _("jednostka przyjęła sprawę"), cases.CaseAccepted),
    _offer("forwarded", _("sprawę ma inna jednostka"), cases.CaseForwarded, cases.CaseHandedBack),
    _offer("recategorised", _("zmieniono kategorię"), cases.CaseRecategorised, cases.TriageUndone),
    _offer("requalified", _("zmieniono rodzaj sprawy"), cases.CaseRequalified),
    _offer("in_progress", _("ktoś się nią zajmuje"), cases.CaseTaken),
    _offer("scheduled", _("zaplanowano prace"), cases.CaseScheduled, scheduled_at="scheduled_at"),
    _offer("contractor", _("przekazano wykonawcy"), cases.CasePassedToContractor),
    _offer("waiting", _("zapytano zgłaszającego"), cases.ReporterAsked),
    _offer("resumed", _("koniec czekania na odpowiedź"), cases.ReporterReplied, cases.WaitingEnded),
    _offer("answered", _("odpowiedziano zgłaszającemu"), cases.CaseAnswered),
    _offer("done", _("wykonano"), cases.CaseDone, outcome="outcome", on_time="on_time"),
    _offer("confirmed", _("zgłaszający potwierdził"), cases.CaseConfirmed),
    _offer("disputed", _("zgłaszający się nie zgadza"), cases.CaseDisputed),
    _offer("closed", _("zamknięto"), cases.CaseClosed, closing="closing"),
    _offer("reopened", _("otwarto ponownie"), cases.CaseReopened),
    _offer("merged", _("połączono z inną sprawą"), cases.CaseMerged),
    _offer("unmerged", _("rozłączono"), cases.CaseUnmerged),
    _offer("withdrawn", _("zgłaszający wycofał"), cases.CaseWithdrawn),
    _offer(
        "visibility_changed",
        _("sprawa stała się publiczna albo niepubliczna"),
        cases.VisibilityChanged,
    ),
    _offer(
        "published",
        _("opublikowano albo ukryto treść lub zdjęcie"),
        cases.ContentPublished,
        content="content",
        public="shown",
    ),
    _offer("supported", _("ktoś zgłosił to samo"), cases.FollowerJoined, me_too="me_too"),
    _offer("note_added", _("dopisano notatkę"), cases.NoteAdded, internal=True),
    _offer(
        "photo_added",
        _("dodano zdjęcie"),
        cases.PhotoAdded,
        internal=True,
        by_reporter="by_reporter",
    ),
    _offer("assigned", _("przydzielono osobie"), cases.CaseAssigned, internal=True),
)
_BY_NAME = {one.name: one for one in OFFERED}
_BY_RECORDED = {event.name: one for one in OFFERED for event in one.of}
RECORDED = frozenset(_BY_RECORDED)
# of a case that has just been hidden the public still hears that, so that copies go too
HIDING = frozenset({cases.VisibilityChanged.name, cases.CaseWithdrawn.name})


def offered(scope: Scope) -> list[Offered]:
    """What a subscription of this scope may choose from."""
    return [one for one in OFFERED if scope == Scope.INTERNAL or not one.internal]


def offered_for(recorded_name: str) -> Offered | None:
    return _BY_RECORDED.get(recorded_name)


def about(name: str) -> Any:
    """What a public name means, for people."""
    return (
        _("próba połączenia")
        if name == PING
        else _BY_NAME[name].about
        if name in _BY_NAME
        else name
    )


def recorded_names(names: list[str]) -> set[str]:
    """The names in the log behind these public ones."""
    return {event.name for name in names if name in _BY_NAME for event in _BY_NAME[name].of}
