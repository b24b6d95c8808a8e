"""A delivery is taken in; a letter is made; proofs move it on."""

from collections.abc import Iterable
from datetime import datetime

from kck.cases.models import Case
from kck.cases.rules import can
from kck.cases.terms import CaseState
from kck.channels.edoreczenia.events import DeliveryTaken, LetterMoved, PutAsideSettled
from kck.channels.edoreczenia.models import Delivery, DeliveryFile, Letter, PutAside
from kck.channels.edoreczenia.terms import ORDER, Broken, Delivered, LetterState, Part
from kck.channels.ezd.policy import may_watch
from kck.channels.ezd.settling import settle
from kck.directory.terms import FORMAL_KINDS, CaseKind
from kck.files.attachments import store_attachment
from kck.files.commands import erase as erase_file
from kck.foundation import clock, numbers
from kck.foundation.actor import PLATFORM, Actor
from kck.foundation.numbers import WrongNumber
from kck.foundation.outbox import command, record
from kck.foundation.reasons import columns, of_text, reason
from kck.foundation.text import _
from kck.foundation.verdict import require
from kck.intake.commands import follow_up, receive
from kck.intake.terms import Channel, Incoming, Reached, Received
from kck.triage.queries import triage

_ANOTHER_OF_THAT_ID = reason(
    "edoreczenia.another-of-that-id", _("Pod tym identyfikatorem przyszło już coś innego.")
)

_LONGEST = 3900  # intake keeps 4000 letters; the whole letter is then a file beside it
_READ_FOR_KIND = 20_000  # what a letter wants stands at its beginning
_WHOLE = "tresc-pisma.txt"


@command
def take(delivered: Delivered, *, kept_as: str, at: datetime) -> Delivery:
    """It becomes a case, on the day of its proof. The same twice is one; a namesake is none."""
    known = Delivery.objects.filter(far_id=delivered.far_id).first()
    if known is not None:
        if known.digest != delivered.digest:
            raise Broken(_ANOTHER_OF_THAT_ID)
        return known
    parts = [part for part in _parts(delivered) if not part.refused]
    received = _converse(delivered, at=at)
    if received.case is None:
        raise LookupError("a delivery is a case, never answered at once")
    delivery = Delivery.objects.create(
        far_id=delivered.far_id,
        digest=delivered.digest,
        case_id=received.case.id,
        conversation_id=received.conversation_id,
        sender=delivered.sender,
        sender_name=delivered.sender_name,
        recipient=delivered.recipient,
        subject=delivered.subject,
        refused=[[one.name, one.refused] for one in delivered.parts if one.refused],
        received_at=delivered.received_at,
        taken_at=at,
        kept_as=kept_as[:200],
    )
    _keep(delivery, parts, at=at)
    fact = DeliveryTaken(
        delivery_id=delivery.pk,
        case_id=received.case.id,
        files=len(parts),
        refused=len(delivery.refused),
    )
    record(fact, by=PLATFORM, at=at, topics=[f"case:{received.case.id}"])
    return delivery


def _parts(delivered: Delivered) -> Iterable[Part]:
    yield from delivered.parts
    if len(_letter(delivered)) > _LONGEST:
        yield Part(name=_WHOLE, media_type="text/plain", data=_letter(delivered).encode())


def _keep(delivery: Delivery, parts: Iterable[Part], *, at: datetime) -> None:
    for part in parts:
        stored = store_attachment(part.data, part.media_type, at=at)
        DeliveryFile.objects.create(
            delivery=delivery, file=stored, name=part.name, proof=part.proof
        )


def _letter(delivered: Delivered) -> str:
    return f"{delivered.subject}\n\n{delivered.text}".strip()


def _converse(delivered: Delivered, *, at: datetime) -> Received:
    incoming = _incoming(delivered)
    about = _known_case(delivered)
    if about is not None:
        return follow_up(about.pk, incoming=incoming, at=at, by=PLATFORM)
    return receive(incoming, at=delivered.received_at, by=PLATFORM)


def _incoming(delivered: Delivered) -> Incoming:
    text = _letter(delivered)
    if len(text) > _LONGEST:
        whole = _("Cała treść jest w pliku %(name)s.") % {"name": _WHOLE}
        text = f"{text[:_LONGEST]}\n[…] {whole}"
    return Incoming(
        channel=Channel.EDORECZENIA,
        far_end_id=delivered.far_id,
        text=text or str(_("Pismo jest w załącznikach.")),
        kind=delivered.kind or _kind(delivered),
        reached=Reached(name=delivered.sender_name or delivered.sender),
    )


def _kind(delivered: Delivered) -> str:
    """By its content (KPA art. 222); what is nothing else is an administrative matter."""
    found = triage(
        _letter(delivered)[:_READ_FOR_KIND], channel=Channel.EDORECZENIA, at=delivered.received_at
    )
    kinds = [str(matter.kind) for matter in found.matters if matter.kind in FORMAL_KINDS]
    return kinds[0] if kinds else CaseKind.ADMINISTRATIVE


def _known_case(delivered: Delivered) -> Case | None:
    """The case it names, if the same sender wrote in it before and it can still be added to."""
    try:
        number = numbers.parse(delivered.about)
    except WrongNumber:
        return None
    case = Case.objects.filter(number=number).first()
    if case is None or not delivered.sender:
        return None
    theirs = Delivery.objects.filter(case=case, sender=delivered.sender).exists()
    return case if theirs and can("add", CaseState(case.state)) else None


# letters


@command
def write_letter(
    case_id: int, *, event_id: int, text_ids: list[int], at: datetime
) -> Letter | None:
    """Answer whoever wrote by e-Doręczenia the same way; None when nobody did. Once an event."""
    delivery = Delivery.objects.filter(case_id=case_id, erased_at=None).exclude(sender="")
    latest = delivery.order_by("-received_at").first()
    if latest is None or not text_ids:
        return None
    letter, made = Letter.objects.get_or_create(
        event_id=event_id,
        defaults={
            "letter_id": f"kck-{latest.case.number if latest.case else case_id}-{event_id}",
            "case_id": case_id,
            "text_ids": text_ids,
            "to": latest.sender,
            "next_at": clock.real_now(),
            "made_at": at,
        },
    )
    if made:
        _moved(letter, at=at)
    return letter


@command
def move(letter_id: str, to: LetterState, *, moment: datetime, reason: str = "") -> bool:
    """A proof has come. False: we wrote no such letter. An earlier proof moves nothing back."""
    letter = Letter.objects.select_for_update(of=("self",)).filter(letter_id=letter_id).first()
    if letter is None:
        return False
    if to == LetterState.SENT and letter.sent_at is None:
        letter.sent_at = moment
    if ORDER.index(to) > ORDER.index(LetterState(letter.state)):
        letter.state, letter.next_at = to, None
        letter.reason, letter.why = columns(of_text(reason) if reason else None)
        if to in {LetterState.RECEIVED, LetterState.REJECTED}:
            letter.ended_at = moment
        _moved(letter, at=clock.now())
    letter.save()
    return True


def _moved(letter: Letter, *, at: datetime) -> None:
    fact = LetterMoved(letter_id=letter.letter_id, case_id=letter.case_id, state=letter.state)
    record(fact, by=PLATFORM, at=at, topics=[f"case:{letter.case_id}"])


# put aside


@command
def settle_put_aside(aside_id: int, *, how: str, at: datetime, by: Actor) -> None:
    """Somebody has dealt with it, and says how. Saying it again changes nothing."""
    require(may_watch(by))
    if settle(PutAside.objects.all(), aside_id, how=how, at=at, by=by):
        record(PutAsideSettled(aside_id=aside_id), by=by, at=at)


# erasure


@command
def forget(case_id: int, *, at: datetime, by: Actor, ground: str) -> int:
    """Whatever of the sender is here goes, with the files. Formal cases are not asked for."""
    deliveries = Delivery.objects.filter(case_id=case_id, erased_at=None)
    for delivery in deliveries:
        for one in delivery.files.select_related("file"):
            erase_file(one.file, at=at, by=by, ground=ground)
        delivery.files.update(name="")
    Letter.objects.filter(case_id=case_id).update(to="")
    return deliveries.update(
        sender="", sender_name="", subject="", recipient="", refused=[], erased_at=at
    )
