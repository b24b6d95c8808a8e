"""Facts of cases. Ids and codes only; `seals` name contents as [kind, id, digest]."""

from dataclasses import dataclass, field

from kck.foundation.outbox import Event

Seals = list[list[str | int]]


@dataclass(frozen=True, kw_only=True)
class CaseEvent(Event):
    case_id: int
    seals: Seals = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class CaseOpened(CaseEvent):
    name = "cases.case_opened"

    channel: str
    category: str
    kind: str
    unit_id: int
    rule: str = ""
    historical: bool = False
    split_from: int | None = None  # one letter tells of all
    quiet: bool = False  # another letter tells of it


@dataclass(frozen=True, kw_only=True)
class CaseMoved(CaseEvent):
    """The state changed, or would have: what all verbs below share."""

    was: str
    state: str


@dataclass(frozen=True, kw_only=True)
class CaseAccepted(CaseMoved):
    name = "cases.case_accepted"


@dataclass(frozen=True, kw_only=True)
class TaskOpened(CaseEvent):
    """Somebody of the unit has seen the case for the first time; nothing about it changed."""

    name = "cases.task_opened"

    task_id: int
    unit_id: int


@dataclass(frozen=True, kw_only=True)
class CaseForwarded(CaseMoved):
    name = "cases.case_forwarded"

    from_unit_id: int
    to_unit_id: int


@dataclass(frozen=True, kw_only=True)
class CaseHandedBack(CaseMoved):
    name = "cases.case_handed_back"

    from_unit_id: int
    to_unit_id: int
    times: int


@dataclass(frozen=True, kw_only=True)
class CaseRecategorised(CaseMoved):
    name = "cases.case_recategorised"

    from_category: str
    to_category: str
    from_unit_id: int
    to_unit_id: int
    triaged: bool
    undoable: bool = False  # for a moment, by whoever decided
    was_private: bool = False


@dataclass(frozen=True, kw_only=True)
class ForwardUndone(CaseMoved):
    """It was sent to another unit by mistake, and nobody had been told yet."""

    name = "cases.forward_undone"

    from_unit_id: int
    to_unit_id: int


@dataclass(frozen=True, kw_only=True)
class AcceptUndone(CaseMoved):
    """It was accepted by mistake, among many; nobody outside had been told yet."""

    name = "cases.accept_undone"


@dataclass(frozen=True, kw_only=True)
class TriageUndone(CaseMoved):
    """The decision just before it was a slip; the case waits for one again."""

    name = "cases.triage_undone"

    from_category: str
    to_category: str
    from_unit_id: int
    to_unit_id: int


@dataclass(frozen=True, kw_only=True)
class CaseTaken(CaseMoved):
    name = "cases.case_taken"

    staff_id: int | None


@dataclass(frozen=True, kw_only=True)
class CaseAssigned(CaseMoved):
    name = "cases.case_assigned"

    staff_id: int | None


@dataclass(frozen=True, kw_only=True)
class CaseScheduled(CaseMoved):
    name = "cases.case_scheduled"

    scheduled_at: str


@dataclass(frozen=True, kw_only=True)
class CasePassedToContractor(CaseMoved):
    name = "cases.case_passed_to_contractor"

    task_id: int


@dataclass(frozen=True, kw_only=True)
class ReporterAsked(CaseMoved):
    name = "cases.reporter_asked"

    returns_at: str


@dataclass(frozen=True, kw_only=True)
class ReporterReplied(CaseMoved):
    name = "cases.reporter_replied"


@dataclass(frozen=True, kw_only=True)
class WaitingEnded(CaseMoved):
    name = "cases.waiting_ended"


@dataclass(frozen=True, kw_only=True)
class CaseAnswered(CaseMoved):
    name = "cases.case_answered"


@dataclass(frozen=True, kw_only=True)
class NoteAdded(CaseMoved):
    name = "cases.note_added"


@dataclass(frozen=True, kw_only=True)
class PhotoAdded(CaseMoved):
    name = "cases.photo_added"

    by_reporter: bool


@dataclass(frozen=True, kw_only=True)
class CaseDone(CaseMoved):
    name = "cases.case_done"

    outcome: str
    on_time: bool
    unit_id: int


@dataclass(frozen=True, kw_only=True)
class CaseConfirmed(CaseMoved):
    name = "cases.case_confirmed"


@dataclass(frozen=True, kw_only=True)
class CaseDisputed(CaseMoved):
    name = "cases.case_disputed"

    times: int


@dataclass(frozen=True, kw_only=True)
class CaseClosed(CaseMoved):
    """Closed without the reporter's word: by silence, at once, or elsewhere.

    `historical`: elsewhere, and nobody here waits to hear of it.
    """

    name = "cases.case_closed"

    closing: str
    historical: bool = False


@dataclass(frozen=True, kw_only=True)
class CaseReopened(CaseMoved):
    name = "cases.case_reopened"


@dataclass(frozen=True, kw_only=True)
class CaseMerged(CaseMoved):
    name = "cases.case_merged"

    into_id: int


@dataclass(frozen=True, kw_only=True)
class CaseUnmerged(CaseMoved):
    name = "cases.case_unmerged"

    from_id: int


@dataclass(frozen=True, kw_only=True)
class CaseWithdrawn(CaseMoved):
    name = "cases.case_withdrawn"


@dataclass(frozen=True, kw_only=True)
class CaseRequalified(CaseMoved):
    name = "cases.case_requalified"

    from_kind: str
    to_kind: str
    legal_due_at: str


@dataclass(frozen=True, kw_only=True)
class VisibilityChanged(CaseMoved):
    name = "cases.visibility_changed"

    private: bool
    coarse: bool


@dataclass(frozen=True, kw_only=True)
class ContentPublished(CaseMoved):
    name = "cases.content_published"

    content: str
    content_id: int
    public: bool


@dataclass(frozen=True, kw_only=True)
class ContentRedacted(CaseMoved):
    name = "cases.content_redacted"

    content: str
    content_id: int


@dataclass(frozen=True, kw_only=True)
class PersonalDataErased(CaseMoved):
    name = "cases.personal_data_erased"

    contents: int
    ground: str


@dataclass(frozen=True, kw_only=True)
class FollowerJoined(CaseMoved):
    """Somebody said "me too"."""

    name = "cases.follower_joined"

    me_too: int
    joined_id: int | None = None  # what they said of it themselves


@dataclass(frozen=True, kw_only=True)
class FollowerLeft(CaseMoved):
    """Somebody wants to hear of the case no more."""

    name = "cases.follower_left"


@dataclass(frozen=True, kw_only=True)
class FollowerReturned(CaseMoved):
    """Somebody who had left wants to hear of the case again."""

    name = "cases.follower_returned"


@dataclass(frozen=True, kw_only=True)
class ErasureRefused(CaseMoved):
    """Somebody asked to be forgotten, and the archive duty keeps the case (art. 17(3) RODO)."""

    name = "cases.erasure_refused"

    ground: str


@dataclass(frozen=True, kw_only=True)
class ReplyHeld(CaseMoved):
    """Somebody has sent words that leave in a moment; until then they can be taken back."""

    name = "cases.reply_held"

    action: str
    staff_id: int | None
    seconds: int


@dataclass(frozen=True, kw_only=True)
class ReplyTakenBack(CaseMoved):
    """They were: nobody has seen them, nothing has changed, and they are a draft again."""

    name = "cases.reply_taken_back"

    action: str


@dataclass(frozen=True, kw_only=True)
class ReplyStopped(CaseMoved):
    """When their moment came they could not leave any more; they are their writer's draft again."""

    name = "cases.reply_stopped"

    action: str


@dataclass(frozen=True, kw_only=True)
class AlarmSeen(Event):
    """A person has a danger before them. Stands outside the case's chain: it changes nothing."""

    name = "cases.alarm_seen"

    case_id: int


@dataclass(frozen=True, kw_only=True)
class AlarmTold(Event):
    """Nobody had seen a danger, so that who is on duty was told; none: no contact is known."""

    name = "cases.alarm_told"

    case_id: int
    contacts: int
