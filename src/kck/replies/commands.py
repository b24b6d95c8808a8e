"""To write a ready text, to keep and drop drafts."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import F

from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.outbox import announce, command, record
from kck.foundation.text import clean
from kck.foundation.verdict import require
from kck.replies import policy
from kck.replies.events import ReadyTextTakenBack, ReadyTextWritten
from kck.replies.models import Draft, HeldReply, ReadyTextEdition, ReadyUse
from kck.replies.rules import problems
from kck.replies.terms import DRAFT_KEPT_FOR, TYPING_FOR, Limits

_LONGEST_FIELD = 10_000


class UnusableText(ValueError):
    """A ready text that cannot be used; `problems` are sentences for its editor."""

    def __init__(self, found: list[str]) -> None:
        super().__init__(" ".join(found))
        self.problems = found


class TextOvertaken(Exception):
    """Somebody else has written an edition since this one was read."""


class DraftOvertaken(Exception):
    """Another window of the same person has saved something newer; `draft` is that."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(draft.pk)
        self.draft = draft


@command
def write_text(
    code: str,
    *,
    names: Mapping[str, str],
    bodies: Mapping[str, str],
    limits: Limits,
    valid_from: date,
    valid_to: date | None = None,
    seen: int | None = None,
    from_file: bool = False,
    at: datetime,
    by: Actor,
) -> ReadyTextEdition:
    """A new edition. `seen`: the newest edition that the editor knew of (0: none)."""
    require(policy.may_edit(by))
    editions = ReadyTextEdition.objects.select_for_update().filter(code=code)
    newest = max((row.pk for row in editions), default=0)
    if seen is not None and seen != newest:
        raise TextOvertaken
    names, bodies = _cleaned(names), _cleaned(bodies)
    if found := problems(names, bodies, limits.purposes):
        raise UnusableText(found)
    edition = ReadyTextEdition.objects.create(
        code=code, names=names, bodies=bodies, purposes=sorted(limits.purposes),
        units=sorted(limits.units), groups=sorted(limits.groups),
        categories=sorted(limits.categories), states=sorted(limits.states),
        outcomes=sorted(limits.outcomes), valid_from=valid_from, valid_to=valid_to,
        from_file=from_file, author=str(by), made_at=at,
    )  # fmt: skip
    record(ReadyTextWritten(code=code, edition_id=edition.pk), by=by, at=at)
    return edition


@command
def undo_text(code: str, *, seen: int, at: datetime, by: Actor) -> None:
    """The newest edition is taken back. `TextOvertaken` when it is no longer the one `seen`.

    One that has not begun is as if it had never been; one that has is followed, from today, by
    what was before it, or by an end when there was nothing.
    """
    require(policy.may_edit(by))
    editions = list(
        ReadyTextEdition.objects.select_for_update().filter(code=code).order_by("valid_from", "id")
    )
    newest = max(editions, key=lambda row: row.pk, default=None)
    if newest is None or newest.pk != seen:
        raise TextOvertaken
    today = clock.today()
    record(ReadyTextTakenBack(code=code, edition_id=newest.pk), by=by, at=at)
    if newest.valid_from > today:
        newest.delete()
        return
    rest = [row for row in editions if row.pk != newest.pk and row.valid_from <= today]
    _follow(newest, rest[-1] if rest else None, at=at, by=by)


def _follow(
    gone: ReadyTextEdition, before: ReadyTextEdition | None, *, at: datetime, by: Actor
) -> None:
    today, shown = clock.today(), (before or gone).info
    last = shown.valid_to if before else today
    write_text(
        gone.code, names=shown.names, bodies=shown.bodies, limits=shown.limits,
        valid_from=min(today, last or today), valid_to=last, at=at, by=by,
    )  # fmt: skip


def _cleaned(words: Mapping[str, str]) -> dict[str, str]:
    found = {language: clean(text).strip() for language, text in words.items()}
    return {language: text for language, text in found.items() if text}


@command
def count_uses(codes: Iterable[str], *, by: Actor) -> None:
    """Somebody has sent words that came of these texts."""
    for code in sorted(set(codes)):
        if not ReadyTextEdition.objects.filter(code=code).exists():
            continue
        row, fresh = ReadyUse.objects.get_or_create(
            staff_id=by.staff_id or 0, code=code, defaults={"times": 1}
        )
        if not fresh:
            ReadyUse.objects.filter(pk=row.pk).update(times=F("times") + 1)


# drafts


@command
def save_draft(
    about: str,
    action: str,
    fields: Mapping[str, Any],
    *,
    version: int | None = None,
    returned: bool = False,
    by: Actor,
) -> Draft | None:
    """Keep what was typed; nothing typed is no draft.

    `version` is what the writer's window has seen last (0: nothing); without it, whatever was
    there is replaced. The page of the thing hears that somebody began to type.
    """
    kept = {name: _shortened(value) for name, value in fields.items() if value not in ("", None)}
    mine = Draft.objects.select_for_update().filter(
        staff_id=by.staff_id or 0, about=about, action=action
    )
    old = mine.first()
    if old and version is not None and version != old.version and old.fields != kept:
        raise DraftOvertaken(old)
    if not kept:
        mine.delete()
        return None
    draft = old or Draft(staff_id=by.staff_id or 0, about=about, action=action, version=0)
    now = clock.real_now()
    began = old is None or now - old.updated_at > TYPING_FOR
    draft.fields, draft.updated_at, draft.returned = kept, now, returned
    draft.version += 1
    draft.save()
    if began and not returned:
        announce(here_topic(about))
    return draft


def here_topic(about: str) -> str:
    """Where pages hear who is at a thing. Of a case its number alone, as they always did."""
    return f"here:{about.removeprefix('case:')}"


def _shortened(value: Any) -> Any:
    return value[:_LONGEST_FIELD] if isinstance(value, str) else value


@command
def drop_draft(about: str, action: str, *, by: Actor) -> None:
    """It was sent, or thrown away. Twice changes nothing."""
    Draft.objects.filter(staff_id=by.staff_id or 0, about=about, action=action).delete()


@command
def drop_about(about: str) -> int:
    """All drafts about a thing, and what has not left: what they quote must be forgotten."""
    HeldReply.objects.filter(about=about).delete()
    return Draft.objects.filter(about=about).delete()[0]


@command
def expire(*, preview: bool = False) -> int:
    """Drafts that nobody has touched for two months."""
    old = Draft.objects.filter(updated_at__lt=clock.real_now() - DRAFT_KEPT_FOR)
    return old.count() if preview else old.delete()[0]
