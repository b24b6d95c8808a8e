"""To which thread or case something that arrived belongs."""

from collections.abc import Iterable
from dataclasses import replace

from kck.cases.models import Case, Follower
from kck.conversations.models import Post, Thread, ThreadCase
from kck.conversations.rules import Belongs, numbers_in, participates
from kck.conversations.terms import Arrived, Way
from kck.conversations.tokens import about_of
from kck.messaging.models import Delivery

_MOST_REFERENCES = 50


def where_it_belongs(arrived: Arrived) -> Belongs:
    """A token, then the mails it answers, then a number in the subject; else it is new.

    What could be guessed (a number, an id of theirs) counts only for who is part of it already,
    and whose server says that the sender is forged is part of nothing.
    """
    found = _found(arrived)
    return replace(found, stranger=True) if arrived.dmarc == "fail" else found


def _found(arrived: Arrived) -> Belongs:
    for token in arrived.tokens:
        if about := about_of(token):
            return _about(about, arrived.sender)
    if found := _by_references(arrived):
        return found
    return _by_number(arrived)


def _about(about: str, sender: str) -> Belongs:
    what, _colon, number = about.partition(":")
    if what == "thread":
        thread = Thread.objects.filter(pk=int(number), erased_at=None).first()
        return of_thread(thread, sender) if thread else Belongs()
    case = Case.objects.filter(pk=int(number)).first()
    return of_case(case, sender) if case else Belongs()


def of_thread(thread: Thread, sender: str) -> Belongs:
    while thread.merged_into is not None:
        thread = thread.merged_into
    if thread.erased_at is not None:
        return Belongs()  # whoever it was with is forgotten: theirs is a new talk
    return Belongs(thread_id=thread.pk, stranger=not participates(sender, participants(thread)))


def of_case(case: Case, sender: str) -> Belongs:
    while case.merged_into is not None:
        case = case.merged_into
    stranger = not participates(sender, reporters_of(case.pk))
    open_threads = Thread.objects.filter(cases__case=case, address__iexact=sender, erased_at=None)
    thread = open_threads.order_by("-pk").first()
    return Belongs(thread_id=thread.pk if thread else 0, case_id=case.pk, stranger=stranger)


def _by_references(arrived: Arrived) -> Belongs | None:
    ids = [one.strip() for one in arrived.references[:_MOST_REFERENCES] if one.strip()]
    if not ids:
        return None
    # ours: nobody who did not get the mail knows its id
    ours = dict(Delivery.objects.filter(own_id__in=ids).values_list("own_id", "message__about"))
    for one in ids:
        if about := ours.get(one):
            found = _about(about, arrived.sender)
            if found.thread_id or found.case_id:
                return found
    theirs = Post.objects.filter(far_end_id__in=ids, thread__box__code=arrived.box)
    for post in theirs.select_related("thread").order_by("-pk")[:10]:
        found = of_thread(post.thread, arrived.sender)
        if found.thread_id and not found.stranger:
            return found
    return None


def thread_of_references(arrived: Arrived) -> Thread | None:
    """The thread of the mails that an adopted answer of ours answers."""
    ids = [one.strip() for one in arrived.references[:_MOST_REFERENCES] if one.strip()]
    posts = Post.objects.filter(far_end_id__in=ids, thread__box__code=arrived.box)
    post = posts.select_related("thread").order_by("-pk").first() if ids else None
    if post is None or post.thread.erased_at is not None:
        return None
    found = of_thread(post.thread, "")
    return Thread.objects.filter(pk=found.thread_id).first()


def _by_number(arrived: Arrived) -> Belongs:
    for number in numbers_in(arrived.subject):
        case = Case.objects.filter(number=number).first()
        if case is not None:
            found = of_case(case, arrived.sender)
            if not found.stranger:
                return found
    return Belongs()


def participants(thread: Thread) -> set[str]:
    """Every address that wrote in the thread or was openly copied."""
    found = {thread.address}
    rows = thread.posts.exclude(way=Way.NOTE).values_list("sender", "to", "cc")
    for sender, to, cc in rows:
        found |= {sender, *to, *cc}
    return {one for one in found if one}


def reporters_of(case_id: int) -> set[str]:
    """The addresses of who reported the case; whoever said "me too" does not speak for them."""
    rows = Follower.objects.filter(
        case_id=case_id, reporter=True, left_at=None, person__erased_at=None
    )
    own: Iterable[str] = rows.values_list("person__email", flat=True)
    # a stranger does not become a reporter by writing twice
    threads = ThreadCase.objects.filter(
        case_id=case_id, thread__erased_at=None, thread__stranger=False
    )
    phones: Iterable[str] = rows.values_list("person__phone", flat=True)
    return {
        *own, *phones, *threads.values_list("thread__address", flat=True)
    } - {""}  # fmt: skip
