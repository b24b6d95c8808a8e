"""Documents of a case: kept as they came, for those who may read it, never public."""

import re
from datetime import datetime

from kck.cases import policy
from kck.cases.commands.steps import lock, note
from kck.cases.models import Case, CaseFile, Task
from kck.cases.rules import IllegalMove
from kck.cases.side_events import FileAdded, FileErased
from kck.cases.terms import CaseState, TaskState
from kck.files.attachments import store_attachment
from kck.files.commands import erase
from kck.files.sniffing import document_in
from kck.foundation.actor import Actor
from kck.foundation.outbox import command
from kck.foundation.text import _, clean
from kck.foundation.verdict import YES, Verdict, require

MOST_FILES = 50
LONGEST_NAME = 150
# signs that order text the other way round hide what a file is ("fdp.exe")
_TRICKS = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069/\\<>:\"|?*]+")


def safe_name(name: str) -> str:
    """As it was called, without a folder and without signs that play tricks."""
    own = name.replace("\\", "/").rpartition("/")[2]
    name = " ".join(clean(_TRICKS.sub(" ", own)).split()).strip(". ")
    stem, dot, ending = name.rpartition(".")
    short = f"{stem[: LONGEST_NAME - len(ending) - 1]}{dot}{ending}" if len(ending) < 12 else name
    return short[:LONGEST_NAME] or str(_("plik"))


@command
def add_file(case_id: int, *, data: bytes, name: str, at: datetime, by: Actor) -> CaseFile:
    """`NotADocument` when its content is none that we keep."""
    case = lock(case_id)
    require(policy.may_work(by, case) or _has_task(by, case))
    name = safe_name(name)
    document = document_in(data, name)
    if CaseFile.objects.filter(case=case, erased_at=None).count() >= MOST_FILES:
        raise IllegalMove(str(_("Sprawa ma już zbyt wiele plików.")))
    stored = store_attachment(data, document.content_type, at=at)
    row = CaseFile.objects.create(
        case=case, file=stored, kind=document.kind, name=name, author=str(by), at=at
    )
    note(
        case, FileAdded, CaseState(case.state), by=by, at=at,
        seals=[["file", stored.pk, stored.digest]], file_id=row.pk,
    )  # fmt: skip
    return row


def _has_task(by: Actor, case: Case) -> Verdict:
    units = by.units_with("cases.work")
    running = Task.objects.filter(case=case, state__in=[TaskState.WAITING, TaskState.TAKEN])
    here = running.filter(beside=True, contractor="", unit_id__in=units).exists()
    return YES if here else policy.may_work(by, case)


@command
def erase_file(case_id: int, *, file_id: int, at: datetime, by: Actor) -> None:
    """Gone for good; that it was there stays in the history. Again, it changes nothing."""
    case = lock(case_id)
    require(policy.may_work(by, case))
    rows = CaseFile.objects.select_related("file").filter(case=case, pk=file_id, erased_at=None)
    if (row := rows.first()) is not None:
        _erase(row, "deleted by staff", at=at, by=by)
        note(case, FileErased, CaseState(case.state), by=by, at=at, file_id=row.pk)


def erase_all_files(case: Case, *, ground: str, at: datetime, by: Actor) -> int:
    """What was sent about somebody goes with them."""
    rows = list(CaseFile.objects.select_related("file").filter(case=case, erased_at=None))
    for row in rows:
        _erase(row, ground, at=at, by=by)
    return len(rows)


def _erase(row: CaseFile, ground: str, *, at: datetime, by: Actor) -> None:
    erase(row.file, at=at, by=by, ground=ground)
    CaseFile.objects.filter(pk=row.pk).update(erased_at=at, name="")
