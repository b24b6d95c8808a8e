"""Our letters, laid out for whoever brings them to the operator: a folder each, or nothing."""

import hashlib
import json
import os
import shutil
from datetime import timedelta
from pathlib import Path

from django.utils import translation
from django.utils.formats import date_format

from kck.cases.models import CaseText
from kck.channels.edoreczenia.commands import move
from kck.channels.edoreczenia.folder import drop_folder
from kck.channels.edoreczenia.models import Letter
from kck.channels.edoreczenia.terms import METADATA, OUT, LetterState
from kck.channels.paper import Paper, Section
from kck.directory.queries import snapshot
from kck.directory.terms import CaseKind
from kck.foundation import clock, numbers
from kck.foundation.outbox import command
from kck.foundation.reasons import Reason, columns, reason
from kck.foundation.text import _

_CANNOT_WRITE = reason("edoreczenia.cannot-write", _("Nie można zapisać w folderze: %(error)s"))

LETTER_FILE = "pismo.pdf"
_WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440))


def lay_out_due() -> int:
    """Every letter that waits; one that cannot be laid out does not hold up the others."""
    folder = drop_folder()
    if folder is None:
        return 0
    due = list(Letter.objects.due(clock.real_now()).values_list("pk", flat=True)[:100])
    return sum(_lay_out(pk, folder / OUT) for pk in due)


@command
def _lay_out(pk: int, out: Path) -> bool:
    """The row stays locked while its folder is made, so that two workers do not make it twice."""
    letter = (
        Letter.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("case")
        .filter(pk=pk, state=LetterState.WAITING)
        .first()
    )
    if letter is None:
        return False
    letter.attempts += 1
    try:
        _write(letter, out)
    except OSError as error:
        _put_off(letter, _CANNOT_WRITE(error=error.strerror or "?"))
        return False
    letter.laid_out_at = clock.now()
    letter.save(update_fields=["attempts", "laid_out_at"])
    return move(letter.letter_id, LetterState.LAID_OUT, moment=clock.now())


def _put_off(letter: Letter, why: Reason) -> None:
    letter.reason, letter.why = columns(why)
    if letter.attempts > len(_WAITS):
        letter.state, letter.next_at = LetterState.STUCK, None
    else:
        letter.next_at = clock.real_now() + _WAITS[letter.attempts - 1]
    letter.save()


def _write(letter: Letter, out: Path) -> None:
    """A folder of that name is there already: an earlier attempt that was never written down."""
    target = out / letter.letter_id
    if target.exists():
        return
    unfinished = out / f".{letter.letter_id}.part"
    shutil.rmtree(unfinished, ignore_errors=True)
    out.mkdir(exist_ok=True)
    unfinished.mkdir()
    # what prints takes 15 MB: processes that only show pages do without
    from kck.channels.printing import as_pdf

    try:
        pdf = as_pdf(_paper(letter))
        _put(unfinished / LETTER_FILE, pdf)
        _put(unfinished / METADATA, _metadata(letter, pdf))
        unfinished.rename(target)
    except OSError:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


def _put(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _paper(letter: Letter) -> Paper:
    case, city = letter.case, snapshot(letter.made_at)
    with translation.override(case.language):
        number = numbers.display(case.number)
        unit = city.unit_by_id(case.unit_id, letter.made_at).name(case.language)
        day = letter.made_at.astimezone(clock.city_zone())
        return Paper(
            title=str(_("Odpowiedź w sprawie %(number)s") % {"number": number}),
            facts=(
                (str(_("Sprawa")), f"{number}, {CaseKind(case.kind).label}"),
                (str(_("Data")), date_format(day, "j E Y")),
                (str(_("Od")), unit),
                (str(_("Do")), letter.to),
            ),
            sections=(Section(body=_words(letter)),),
            foot=f"{city.city.name(case.language)} · {letter.letter_id}",
            language=case.language,
            made_at=letter.made_at,
            author=unit,
            head=(city.city.name(case.language), unit),
        )


def _words(letter: Letter) -> str:
    rows = CaseText.objects.filter(pk__in=letter.text_ids, erased_at=None).order_by("pk")
    return "\n\n".join(rows.values_list("body", flat=True))


def _metadata(letter: Letter, pdf: bytes) -> bytes:
    city = snapshot(letter.made_at).city
    said = {
        "id": letter.letter_id,
        "from": city.facts.get("filing_edoreczenia", ""),
        "to": letter.to,
        "subject": f"{numbers.display(letter.case.number)}",
        "case": letter.case.number,
        "made_at": letter.made_at.isoformat(),
        "files": [{"name": LETTER_FILE, "sha256": hashlib.sha256(pdf).hexdigest()}],
    }
    return (json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
