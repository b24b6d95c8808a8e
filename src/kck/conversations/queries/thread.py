"""One conversation as the desk shows it: its posts, its person, its cases, what may be done."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from kck.accounts.queries import names_of
from kck.cases.models import Case
from kck.cases.queries.mentions import Mentionable, mentionable_in
from kck.cases.terms import CaseState
from kck.conversations import policy
from kck.conversations.models import Post, PostFile, Thread, ThreadPresence
from kck.conversations.terms import UNDO_WITHIN, Ended, Noise, Sending, ThreadState, Way
from kck.directory.queries import snapshot
from kck.directory.terms import FORMAL_KINDS
from kck.foundation import clock, numbers
from kck.foundation.actor import Actor
from kck.foundation.text import localized
from kck.triage.queries import triage
from kck.triage.terms import Matter

HERE_FOR = timedelta(seconds=45)


@dataclass(frozen=True, kw_only=True)
class FileRow:
    id: int
    name: str
    content_type: str
    size: int
    file: UUID | None
    inline: bool
    refused: str

    @property
    def is_photo(self) -> bool:
        return self.content_type.startswith("image/")


@dataclass(frozen=True, kw_only=True)
class PostRow:
    """One post. `undo_seconds`: how long it can still be taken back."""

    id: int
    way: Way
    at: datetime
    who: str
    sender: str
    to: tuple[str, ...]
    cc: tuple[str, ...]
    text: str
    quoted: str
    signature: str
    has_html: bool
    noise: Noise
    sending: Sending
    undo_seconds: int
    case_number: str
    author_id: int  # of the staff; 0: somebody else
    files: tuple[FileRow, ...]


@dataclass(frozen=True, kw_only=True)
class CaseRow:
    id: int
    number: str
    category: str
    state: str
    state_label: str
    unit: str


@dataclass(frozen=True, kw_only=True)
class ThreadPage:
    """Everything the page needs, but what the machine understood (`matters_of`)."""

    id: int
    version: int
    stream: str
    channel: str
    box: str
    box_address: str
    may_cc: bool
    unit_id: int
    unit: str
    subject: str
    address: str
    name: str
    person_id: int | None
    language: str
    state: ThreadState
    ended: Ended
    handler_id: int | None
    handler: str
    danger: str
    dmarc: str
    answers_elsewhere: bool  # to another domain than the one it was written from
    stranger: bool
    opened_at: datetime
    due_at: datetime | None
    wakes_at: datetime | None
    category: str
    kind: str  # as a person confirmed it
    kinds: tuple[str, ...]  # as the machine proposes
    codes: tuple[str, ...]
    satisfied: int | None
    asked_at: datetime | None
    merged_into: int | None
    merged: tuple[int, ...]
    may_unmerge: bool
    posts: tuple[PostRow, ...]
    cases: tuple[CaseRow, ...]
    others: tuple[tuple[int, str, datetime], ...]  # further talks with the same address
    erased: bool

    @property
    def latest_in(self) -> PostRow | None:
        """The last words of whoever writes."""
        return next((one for one in reversed(self.posts) if one.way == Way.IN), None)

    @property
    def last_post(self) -> int:
        return max((one.id for one in self.posts), default=0)

    @property
    def formal(self) -> str:
        """The formal kind that somebody has to confirm or deny; "" when there is none."""
        if self.kind:
            return ""
        return next((one for one in self.kinds if one in FORMAL_KINDS), "")


def thread_page(thread_id: int, actor: Actor, *, at: datetime) -> ThreadPage | None:
    """None when it is not there, or not theirs: to a stranger both are the same."""
    thread = Thread.objects.select_related("box").filter(pk=thread_id).first()
    if thread is None or not policy.may_read(actor, thread):
        return None
    city = snapshot(at)
    names = names_of(_staff_of(thread))
    return ThreadPage(
        id=thread.pk,
        version=thread.version,
        stream=thread.stream,
        channel=thread.channel,
        box=localized(thread.box.names),
        box_address=thread.box.address,
        may_cc=thread.box.may_cc,
        unit_id=thread.unit_id,
        unit=city.unit_by_id(thread.unit_id, at).code,
        subject=thread.subject,
        address=thread.address,
        name=thread.name,
        person_id=thread.person_id,
        language=thread.language,
        state=ThreadState(thread.state),
        ended=Ended(thread.ended),
        handler_id=thread.handler_id,
        handler=names.get(thread.handler_id or 0, ""),
        danger=thread.danger,
        dmarc=thread.dmarc,
        answers_elsewhere=_answers_elsewhere(thread),
        stranger=thread.stranger,
        opened_at=thread.opened_at,
        due_at=thread.due_at,
        wakes_at=thread.wakes_at,
        category=thread.category,
        kind=thread.kind,
        kinds=tuple(dict.fromkeys(kind for _code, kind in thread.suggested)),
        codes=tuple(dict.fromkeys(code for code, _kind in thread.suggested if code)),
        satisfied=thread.satisfied,
        asked_at=thread.asked_at,
        merged_into=thread.merged_into_id,
        merged=tuple(
            Thread.objects.filter(merged_into=thread).order_by("pk").values_list("pk", flat=True)
        ),
        may_unmerge=bool(
            thread.merged_into_id and thread.settled_at and at - thread.settled_at <= UNDO_WITHIN
        ),
        posts=_posts(thread, names),
        cases=_cases(thread, at),
        others=_others(thread, actor),
        erased=thread.erased_at is not None,
    )


def _answers_elsewhere(thread: Thread) -> bool:
    wrote = thread.posts.filter(way=Way.IN).order_by("pk").values_list("sender", flat=True).first()
    one, other = (
        address.rpartition("@")[2].casefold() for address in (wrote or "", thread.address)
    )
    return "" not in (one, other) and thread.channel == "email" and one != other


def may_see_thread(thread_id: int, actor: Actor) -> bool:
    return Thread.objects.visible_to(actor).filter(pk=thread_id).exists()


def _staff_of(thread: Thread) -> set[int]:
    authors = thread.posts.exclude(way=Way.IN).values_list("author", flat=True)
    staff = {int(one.partition(":")[2]) for one in authors if one.startswith("staff:")}
    return staff | ({thread.handler_id} if thread.handler_id else set())


def _posts(thread: Thread, names: dict[int, str]) -> tuple[PostRow, ...]:
    rows = Post.objects.filter(thread_id__in=_with_merged(thread)).prefetch_related("files__file")
    case_ids = [row.case_id for row in rows if row.case_id]
    cases = dict(Case.objects.filter(pk__in=case_ids).values_list("pk", "number"))
    return tuple(_post(row, names, cases) for row in rows.order_by("at", "pk"))


def _post(row: Post, names: dict[int, str], cases: dict[int, str]) -> PostRow:
    number = cases.get(row.case_id or 0, "")
    return PostRow(
        id=row.pk,
        way=Way(row.way),
        at=row.at,
        who=_who(row, names),
        sender=row.sender,
        to=tuple(row.to),
        cc=tuple(row.cc),
        text=row.text,
        quoted=row.quoted,
        signature=row.signature,
        has_html=row.html_id is not None,
        noise=Noise(row.noise),
        sending=Sending(row.sending),
        undo_seconds=_undo_seconds(row),
        case_number=numbers.display(number) if number else "",
        author_id=_staff_id(row.author),
        files=tuple(
            FileRow(
                id=one.pk, name=one.name, content_type=one.content_type, size=one.size,
                file=one.file.public_id if one.file else None, inline=one.inline,
                refused=one.refused,
            )
            for one in row.files.all()
        ),
    )  # fmt: skip


def _who(row: Post, names: dict[int, str]) -> str:
    if row.way == Way.IN:
        return row.sender_name or row.sender
    kind, _colon, number = row.author.partition(":")
    return names.get(int(number), "") if kind == "staff" and number else ""


def _staff_id(author: str) -> int:
    kind, _colon, number = author.partition(":")
    return int(number) if kind == "staff" and number.isdecimal() else 0


def _undo_seconds(row: Post) -> int:
    if row.sending != Sending.HELD or row.due_at is None:
        return 0
    return max(0, int((row.due_at - clock.real_now()).total_seconds()))


def _cases(thread: Thread, at: datetime) -> tuple[CaseRow, ...]:
    city = snapshot(at)
    rows = Case.objects.filter(pk__in=thread.cases.values("case_id")).order_by("pk")
    return tuple(
        CaseRow(
            id=row.pk,
            number=numbers.display(row.number),
            category=city.category_by_id(row.category_id).name(),
            state=str(row.state),
            state_label=str(CaseState(row.state).label),
            unit=city.unit_by_id(row.unit_id, at).code,
        )
        for row in rows
    )


def _others(thread: Thread, actor: Actor) -> tuple[tuple[int, str, datetime], ...]:
    if not thread.address:
        return ()
    rows = Thread.objects.visible_to(actor).filter(
        address__iexact=thread.address, channel=thread.channel, merged_into=None
    )
    rows = rows.exclude(pk=thread.pk).order_by("-last_in_at")[:10]
    return tuple((row.pk, row.subject, row.last_in_at) for row in rows)


def matters_of(thread_id: int, *, at: datetime) -> tuple[Matter, ...]:
    """What the machine understood in the latest words of its writer: proposals for cases."""
    thread = Thread.objects.get(pk=thread_id)
    post = thread.posts.filter(way=Way.IN).order_by("-pk").first()
    if post is None or not post.text:
        return ()
    return triage(post.text, language=thread.language, channel=thread.channel, at=at).matters


def here(thread_id: int, *, besides: int | None = None) -> list[str]:
    """Names of who else has it open."""
    fresh = clock.real_now() - HERE_FOR
    rows = ThreadPresence.objects.filter(thread_id=thread_id, seen_at__gte=fresh)
    ids = set(rows.values_list("staff_id", flat=True)) - {besides or 0}
    return sorted(names_of(ids).values())


def file_of(thread_id: int, file_id: int, actor: Actor) -> tuple[UUID, str, str] | None:
    """Where a file of the thread is kept, its name and type; None when it is not theirs to see."""
    thread = Thread.objects.filter(pk=thread_id).first()
    if thread is None or not policy.may_read(actor, thread):
        return None
    ids = _with_merged(thread)
    row = PostFile.objects.filter(pk=file_id, post__thread_id__in=ids, file__isnull=False)
    found = row.select_related("file").first()
    if found is None or found.file is None:
        return None
    return found.file.public_id, found.name, found.content_type


@dataclass(frozen=True, kw_only=True)
class Original:
    """A post as it came: its page, and its inline pictures by their content id."""

    html: UUID
    pictures: dict[str, UUID]


def original_of(thread_id: int, post_id: int, actor: Actor) -> Original | None:
    """None when there is no page, or it is not theirs to see."""
    thread = Thread.objects.filter(pk=thread_id).first()
    if thread is None or not policy.may_read(actor, thread):
        return None
    rows = Post.objects.filter(pk=post_id, thread_id__in=_with_merged(thread), html__isnull=False)
    post = rows.select_related("html").prefetch_related("files__file").first()
    if post is None or post.html is None:
        return None
    return Original(
        html=post.html.public_id,
        pictures={
            one.content_id.strip("<>"): one.file.public_id
            for one in post.files.all()
            if one.file and one.content_id and one.content_type.startswith("image/")
        },
    )


def _with_merged(thread: Thread) -> list[int]:
    return [thread.pk, *Thread.objects.filter(merged_into=thread).values_list("pk", flat=True)]


def callable_here(thread_id: int, actor: Actor) -> list[Mentionable]:
    """Colleagues whom a note can call: of the thread's unit and of one's own."""
    unit_id = Thread.objects.values_list("unit_id", flat=True).get(pk=thread_id)
    return mentionable_in(sorted({unit_id, *actor.unit_ids}), actor)
