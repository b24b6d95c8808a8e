"""What happens to conversations in writing; nobody's words or addresses are in it."""

from dataclasses import dataclass

from kck.foundation.outbox import Event


@dataclass(frozen=True, kw_only=True)
class ThreadEvent(Event):
    thread_id: int
    unit_id: int


@dataclass(frozen=True, kw_only=True)
class ThreadOpened(ThreadEvent):
    """`quiet`: nobody is to hear that it arrived."""

    name = "conversations.thread_opened"

    channel: str
    box: str
    post_id: int
    state: str
    quiet: bool = False


@dataclass(frozen=True, kw_only=True)
class PostArrived(ThreadEvent):
    """`filed`: it was thanks, a machine, or a matter of a case, so the thread waits for nobody."""

    name = "conversations.post_arrived"

    post_id: int
    noise: str = ""
    filed: bool = False
    case_id: int = 0


@dataclass(frozen=True, kw_only=True)
class PostHeld(ThreadEvent):
    name = "conversations.post_held"

    post_id: int
    seconds: int


@dataclass(frozen=True, kw_only=True)
class PostTakenBack(ThreadEvent):
    name = "conversations.post_taken_back"

    post_id: int


@dataclass(frozen=True, kw_only=True)
class PostSent(ThreadEvent):
    """`forwarded`: a copy to somebody outside."""

    name = "conversations.post_sent"

    post_id: int
    copies: int = 0
    forwarded: bool = False
    seals: list[list[str | int]] | None = None


@dataclass(frozen=True, kw_only=True)
class ThreadNoted(ThreadEvent):
    name = "conversations.noted"

    post_id: int
    told: list[int]


@dataclass(frozen=True, kw_only=True)
class ThreadMoved(ThreadEvent):
    """Its state, unit or handler changed. `how` is the verb."""

    name = "conversations.moved"

    how: str
    was: str
    state: str
    handler_id: int = 0
    from_unit_id: int = 0


@dataclass(frozen=True, kw_only=True)
class ThreadBecameCases(ThreadEvent):
    """`together`: one letter tells of all of them."""

    name = "conversations.became_cases"

    case_ids: list[int]
    together: bool


@dataclass(frozen=True, kw_only=True)
class ThreadsMerged(ThreadEvent):
    name = "conversations.merged"

    other_id: int
    undone: bool = False


@dataclass(frozen=True, kw_only=True)
class ThreadRated(ThreadEvent):
    name = "conversations.rated"

    stars: int


@dataclass(frozen=True, kw_only=True)
class ThreadAdopted(ThreadEvent):
    """A talk of an old mailbox; `state` is what it was found in."""

    name = "conversations.adopted"

    state: str


@dataclass(frozen=True, kw_only=True)
class PostChecked(ThreadEvent):
    """Files that were held back have been looked at."""

    name = "conversations.post_checked"

    post_id: int
    offered: int
