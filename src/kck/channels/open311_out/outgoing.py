"""What happens to a case here, told to the far end that has it: in order, each once."""

import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from kck.cases.models import Case, CaseText
from kck.channels.open311_out.client import FarEndClient, http_client
from kck.channels.open311_out.contents import addresses_of, files_of, masked
from kck.channels.open311_out.far_ends import address_of, far_ends_of
from kck.channels.open311_out.models import FarWord
from kck.channels.open311_out.terms import FarAway, FarRefuses, FarUnclear
from kck.directory.queries import snapshot
from kck.directory.terms import PhotosOut, WayOfWorking
from kck.files.models import StoredFile
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.foundation.outbox import command
from kck.foundation.reasons import Reason, columns, reason
from kck.foundation.text import _
from kck.handover.commands import trouble
from kck.handover.models import Sending
from kck.handover.rules import retry_in
from kck.handover.sending import BROKEN
from kck.handover.terms import AWAY_FOR, SendingState

REOPEN, CANCELLED = "reopen", "cancelled"
TELL_JOB, TELL_LOCK = "kck.channels.open311_out.jobs.tell", "open311_out.tell"
LEASE = timedelta(minutes=5)
AT_ONCE = 20
_PHOTO = _("Zgłaszający dodał zdjęcie.")
_WITHDRAWN = _("Zgłoszenie wycofano albo przekazano komu innemu.")
_ERASED = reason("open311_out.erased", _("treść usunięto"))
_UNTOLD = reason("open311_out.untold", _("nie przekazano jednostce tego, co dopisano: %(why)s"))
_WAITS = reason("open311_out.waits", _("system jednostki przed chwilą nie odpowiedział"))
_log = logging.getLogger(__name__)


@command
def say(
    case_id: int,
    event_id: int,
    *,
    texts: Sequence[int] = (),
    files: Sequence[int] = (),
    status: str = "",
    unit_id: int | None = None,
) -> FarWord | None:
    """Keep something to be told to the unit's system that has the case. Twice is once."""
    rows = Sending.objects.filter(case_id=case_id, way=WayOfWorking.OPEN311)
    rows = rows.exclude(far_number="").exclude(state=SendingState.CANCELLED)
    if unit_id is None:
        unit_id = Case.objects.values_list("unit_id", flat=True).get(pk=case_id)
    sending = rows.filter(unit_id=unit_id).order_by("-pk").first()
    if sending is None:
        return None
    transaction.on_commit(wake, robust=True)
    word, _made = FarWord.objects.get_or_create(
        sending=sending,
        event_id=event_id,
        defaults={
            "case_id": case_id,
            "status": status,
            "text_ids": list(texts),
            "file_ids": list(files),
            "next_at": clock.real_now(),
        },
    )
    return word


def wake() -> None:
    """Have somebody tell it, unless one is about to. The rows are the queue."""
    with suppress(AlreadyEnqueued):
        app.configure_task(TELL_JOB, queueing_lock=TELL_LOCK).defer(timestamp=0)


@dataclass(frozen=True, kw_only=True)
class _Said:
    """What came of telling one: its own id there, or why not and when again."""

    far_update_id: str = ""
    reason: Reason | None = None
    next_at: datetime | None = None
    counts: bool = True
    stop: bool = False


def say_due() -> int:
    """Tell what is due, the oldest of each case first; how many were told."""
    silent: set[str] = set()
    told = 0
    while words := _claim(silent):
        for word in words:
            told += _tell(word, silent)
    return told


@command
def _claim(silent: set[str]) -> list[FarWord]:
    """The first unsaid word of each case, so that none overtakes another."""
    unsaid = FarWord.objects.filter(sent_at=None, given_up_at=None)
    first = unsaid.order_by("sending_id", "pk").distinct("sending_id").values("pk")
    due = FarWord.objects.filter(pk__in=first, next_at__lte=clock.real_now())
    due = due.select_for_update(skip_locked=True, of=("self",)).select_related("sending")
    words = [word for word in due.order_by("pk")[: AT_ONCE * 5] if _code(word) not in silent]
    chosen = words[:AT_ONCE]
    FarWord.objects.filter(pk__in=[word.pk for word in chosen]).update(
        next_at=clock.real_now() + LEASE
    )
    return chosen


def _code(word: FarWord) -> str:
    return snapshot(clock.now()).unit_by_id(word.sending.unit_id, clock.now()).code


def _tell(word: FarWord, silent: set[str]) -> bool:
    code = _code(word)
    if code in silent:
        said = _Said(reason=_WAITS, next_at=clock.real_now() + AWAY_FOR, counts=False)
    else:
        said = _said(word, code)
    if said.stop:
        silent.add(code)
    _mark(word, said)
    return said.next_at is None and not said.reason


def _said(word: FarWord, code: str) -> _Said:
    way = snapshot(clock.now()).way_of(word.sending.unit_id)
    far = address_of(far_ends_of([code])[code], way)
    try:
        if word.text_ids and not _words(word):
            return _Said(reason=_ERASED, counts=False)
        pictures = list(StoredFile.objects.there().filter(pk__in=word.file_ids).order_by("pk"))
        fields = {**_fields(word), **addresses_of(pictures, way.open311)}
        files = files_of(pictures) if way.open311.photos == PhotosOut.MEDIA else []
        with http_client() as http:
            return _Said(far_update_id=FarEndClient(far, http).tell(fields, files))
    except FarAway as away:
        later = clock.real_now() + AWAY_FOR
        return _Said(reason=away.reason, next_at=later, counts=False, stop=True)
    except FarUnclear as unclear:
        return _Said(reason=unclear.reason, next_at=_later(word), stop=unclear.silent)
    except FarRefuses as no:
        return _Said(reason=no.reason)
    except Exception as error:
        _log.error("word %s broke: %s", word.pk, type(error).__name__)
        return _Said(reason=BROKEN(error=type(error).__name__), next_at=_later(word))


def _later(word: FarWord) -> datetime | None:
    wait = retry_in(word.attempts + 1)
    return clock.real_now() + wait if wait else None


def _words(word: FarWord) -> str:
    texts = CaseText.objects.filter(pk__in=word.text_ids, erased_at=None).order_by("pk")
    return "\n\n".join(masked(text.body) for text in texts)


def _fields(word: FarWord) -> dict[str, Any]:
    words = _words(word) or str(_WITHDRAWN if word.status == CANCELLED else _PHOTO)
    fields = {
        "service_request_id": word.sending.far_number,
        "update_id": f"kck-{word.pk}",
        "updated_datetime": clock.now().isoformat(timespec="seconds"),
        "status": word.status,
        "description": words,
    }
    return {name: value for name, value in fields.items() if value}


def _mark(word: FarWord, said: _Said) -> None:
    done = not said.reason
    over = not done and said.next_at is None
    FarWord.objects.filter(pk=word.pk).update(
        next_at=said.next_at,
        attempts=word.attempts + said.counts,
        reason=columns(said.reason)[0],
        sent_at=clock.now() if done else None,
        given_up_at=clock.now() if over else None,
        far_update_id=said.far_update_id,
    )
    if over and said.counts:
        trouble(word.sending_id, _UNTOLD(why=said.reason), at=clock.now(), by=PLATFORM)
