"""What screens, and the package for the records system, ask about deliveries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kck.channels.edoreczenia.models import Delivery, DeliveryFile, Letter, PutAside
from kck.channels.edoreczenia.sniffing import WHY_REFUSED
from kck.channels.edoreczenia.terms import LetterState
from kck.channels.ezd.ports import Enclosure
from kck.channels.ezd.settling import AsideRow, open_rows, settled_rows
from kck.files.models import StoredFile
from kck.files.queries import open_stored
from kck.foundation.reasons import Reason, kept


@dataclass(frozen=True, kw_only=True)
class FileRow:
    public_id: UUID
    name: str
    size: int
    proof: bool


@dataclass(frozen=True, kw_only=True)
class DeliveryRow:
    """A delivery on the page of its case; the sender's name is asked for with the contact."""

    far_id: str
    received_at: datetime
    files: tuple[FileRow, ...]
    refused: tuple[tuple[str, str], ...]


def deliveries_of(case_id: int) -> list[DeliveryRow]:
    rows = Delivery.objects.filter(case_id=case_id, erased_at=None).order_by("received_at")
    return [_row(row) for row in rows.prefetch_related("files__file")]


def _row(row: Delivery) -> DeliveryRow:
    files = [
        FileRow(public_id=one.file.public_id, name=one.name, size=one.file.size, proof=one.proof)
        for one in row.files.all()
        if one.file.erased_at is None
    ]
    return DeliveryRow(
        far_id=row.far_id,
        received_at=row.received_at,
        files=tuple(sorted(files, key=lambda one: (one.proof, one.name))),
        refused=tuple((name, str(WHY_REFUSED.get(why, why))) for name, why in row.refused),
    )


def file_of(case_id: int, public_id: UUID) -> tuple[StoredFile, str] | None:
    """A file of a delivery in that case, with the name under which it came."""
    row = (
        DeliveryFile.objects.filter(delivery__case_id=case_id, file__public_id=public_id)
        .select_related("file")
        .first()
    )
    return (row.file, row.name) if row and row.file.erased_at is None else None


@dataclass(frozen=True, kw_only=True)
class LetterRow:
    letter_id: str
    number: str
    state: LetterState
    made_at: datetime
    sent_at: datetime | None
    ended_at: datetime | None
    why: Reason | None


def letters_of(case_id: int) -> list[LetterRow]:
    """Our answers by e-Doręczenia in a case, the newest first."""
    rows = Letter.objects.filter(case_id=case_id).select_related("case").order_by("-made_at")
    return [_letter(row) for row in rows]


def troubled_letters(limit: int = 100) -> list[LetterRow]:
    """What could not be laid out or delivered."""
    rows = Letter.objects.filter(state__in=[LetterState.STUCK, LetterState.REJECTED])
    return [_letter(row) for row in rows.select_related("case").order_by("-made_at")[:limit]]


def _letter(row: Letter) -> LetterRow:
    return LetterRow(
        letter_id=row.letter_id,
        number=row.case.number,
        state=LetterState(row.state),
        made_at=row.made_at,
        sent_at=row.sent_at,
        ended_at=row.ended_at,
        why=kept(row.why, row.reason),
    )


def put_aside() -> list[AsideRow]:
    """What could not be used and nobody has dealt with."""
    return open_rows(PutAside.objects.all())


def settled_aside() -> list[AsideRow]:
    return settled_rows(PutAside.objects.all())


def enclosures(case_id: int, until: datetime) -> Sequence[Enclosure]:
    """All files of a case's deliveries, for the records system."""
    rows = DeliveryFile.objects.filter(
        delivery__case_id=case_id, delivery__taken_at__lte=until, file__erased_at=None
    )
    return [_enclosure(row) for row in rows.select_related("file", "delivery").order_by("pk")]


def _enclosure(row: DeliveryFile) -> Enclosure:
    opened = open_stored(row.file)
    if opened is None:
        raise FileNotFoundError(row.name)
    with opened.content as file:
        data = file.read()
    return Enclosure(
        name=row.name,
        media_type=row.file.content_type,
        data=data,
        genre="dowód doręczenia" if row.proof else "załącznik",
        at=row.delivery.received_at,
        source=f"delivery-file:{row.pk}",
    )
