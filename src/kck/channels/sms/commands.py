"""Taking texts in: kept first, then made something of; once, whatever happens between."""

import hashlib
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import F

from kck.cases.commands import confirm, disagree
from kck.cases.models import Case
from kck.cases.queries.access import case_by_code, reporter_of
from kck.cases.terms import CaseState
from kck.channels.sms import configured
from kck.channels.sms.belonging import Answers, answered_by
from kck.channels.sms.keywords import Meant, Word, meant
from kck.channels.sms.models import TextIn
from kck.channels.sms.replying import city_phone, help_words, numbers_of, reply, status_of
from kck.channels.sms.terms import CHANNEL, LONGEST_TEXT, Received
from kck.conversations.commands import arrive
from kck.conversations.queries.belonging import of_case
from kck.conversations.terms import Arrived, Noise, Taken
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.foundation.bulk import Statement, run
from kck.foundation.limits import allow
from kck.foundation.numbers import WrongNumber
from kck.foundation.outbox import command
from kck.messaging.commands import lift_suppression, suppress_address
from kck.messaging.models import Suppression
from kck.messaging.terms import Ground, Reason
from kck.triage.queries import triage

WAIT_FOR_PARTS = timedelta(minutes=10)
MOST_ATTEMPTS = 6
KEPT_FOR = timedelta(days=90)  # that a text came, without its words: a provider may repeat itself
_MISSING = " […] "
_HOUR = 3600
MOST_CODES = 5  # wrong ones of one phone in an hour
MOST_CODES_OF_A_CASE = 10
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 313))"
_log = logging.getLogger(__name__)


def take_in(texts: Sequence[Received]) -> int:
    """Keep all of them, then make something of each. What goes wrong then is tried again later."""
    fresh = keep(texts)
    for pk in fresh:
        settle_or_wait(pk)
    return len(fresh)


@command
def keep(texts: Sequence[Received]) -> list[int]:
    """Ids of those that had not come before. When this has returned, nothing can be lost."""
    now = clock.real_now()
    found = []
    for one in texts:
        row, made = TextIn.objects.get_or_create(
            far_id=_known_as(one),
            defaults={
                "sender": one.sender[:40], "to": one.to[:40],
                "text": one.text.replace("\0", "")[: LONGEST_TEXT * 4],
                "joint": one.joint[:100], "part": min(one.part, 255),
                "parts": min(max(one.parts, 1), 255), "sent_at": one.sent_at, "kept_at": now,
                "next_try_at": now,
            },
        )  # fmt: skip
        if made:
            found.append(row.pk)
    return found


def _known_as(one: Received) -> str:
    """By the provider's id; without one, the same words within ten minutes are one text."""
    told = one.sent_at or clock.real_now()
    window = told if one.sent_at else int(told.timestamp()) // 600
    said = one.far_id or f"{one.sender}\0{window}\0{one.text}"
    return hashlib.sha256(f"{said}\0{one.part}\0{one.joint}".encode()).hexdigest()


def settle_or_wait(pk: int) -> bool:
    """No text that breaks something keeps the next one waiting."""
    try:
        settle(pk, at=clock.now())
    except Exception as error:
        # the text of an exception may quote the message: its type must do
        _log.error("text %s could not be taken in: %s", pk, type(error).__name__, exc_info=False)
        _try_later(pk, type(error).__name__)
        return False
    return True


@command
def _try_later(pk: int, trouble: str) -> None:
    row = TextIn.objects.select_for_update().get(pk=pk)
    row.attempts += 1
    wait = timedelta(minutes=2**row.attempts)
    row.next_try_at = clock.real_now() + wait if row.attempts < MOST_ATTEMPTS else None
    row.trouble = trouble[:200]
    row.save(update_fields=["attempts", "next_try_at", "trouble"])


@command
def settle(pk: int, *, at: datetime) -> str:
    """Make of a text what it is. Again, it changes nothing."""
    row = TextIn.objects.get(pk=pk)
    run([Statement(_LOCK, [f"{row.sender}:{row.joint or pk}"])])
    row = TextIn.objects.select_for_update().get(pk=pk)
    if row.became or not row.sender:
        return row.became
    rows = _parts(row)
    if len({one.part for one in rows}) < row.parts and _may_be_whole_yet(rows):
        TextIn.objects.filter(pk=pk).update(next_try_at=row.kept_at + WAIT_FOR_PARTS)
        return ""
    became = _made_of(row, _joined(rows, row.parts), at)
    for one in rows:
        one.became = became if one.pk == rows[0].pk else f"part:{rows[0].pk}"
        one.text, one.sender, one.to, one.next_try_at, one.trouble = "", "", "", None, ""
        one.save()
    return became


def _parts(row: TextIn) -> list[TextIn]:
    if row.parts == 1:
        return [row]
    same = TextIn.objects.select_for_update().filter(
        joint=row.joint, sender=row.sender, parts=row.parts, became=""
    )
    return list(same.order_by("part", "pk"))


def _may_be_whole_yet(rows: Sequence[TextIn]) -> bool:
    return clock.real_now() < max(one.kept_at for one in rows) + WAIT_FOR_PARTS


def _joined(rows: Sequence[TextIn], parts: int) -> str:
    """In their order; where one never came, it is said so."""
    known = {one.part: one.text for one in rows}
    said = "".join(known.get(number, _MISSING) for number in range(1, parts + 1))
    return said if parts > 1 else rows[0].text


# -- what it is ------------------------------------------------------------------------------------


def _made_of(row: TextIn, text: str, at: datetime) -> str:
    box = configured.box_for(row.to)
    if box is None:
        raise LookupError("no box takes texts: see boxes.csv")
    if not row.sender.startswith("+"):  # a name or a short number: machines write so
        return _to_people(row, text, box.code, Answers(), at, noise=Noise.AUTOMATIC)
    found = meant(text)
    if found.word in (Word.STOP, Word.START, Word.HELP):
        return _agreed_word(row, found, at)
    if found.word == Word.STATUS and (said := _status(row, found, at)):
        return said
    answers = answered_by(row.sender, text, at)
    if found.word in (Word.YES, Word.NO) and (case := _to_be_confirmed(row.sender, answers)):
        return _confirmed(row, text, found, case, box.code, answers, at)
    return _to_people(row, text, box.code, answers, at)


def _agreed_word(row: TextIn, found: Meant, at: datetime) -> str:
    known = answered_by(row.sender, "", at)
    language = found.language or known.language or "pl"
    phone, changed = row.sender, True
    if found.word == Word.STOP:
        changed = suppress_address(
            CHANNEL, phone, scope=Suppression.Scope.PROMOTION, reason=Reason.OPTED_OUT,
            person_id=known.person_id, at=at, by=PLATFORM,
        )  # fmt: skip
    elif found.word == Word.START:
        changed = _lifted(phone, at)
    if changed:  # confirmed once: a machine that repeats itself is not answered again
        key = {Word.STOP: "sms.stopped", Word.START: "sms.started"}.get(found.word, "sms.help")
        said = help_words() if found.word == Word.HELP else {}
        reply(key, phone, language=language, dedupe=str(row.pk), at=at, variables=said,
              person_id=known.person_id)  # fmt: skip
    return str(found.word)


def _lifted(phone: str, at: datetime) -> bool:
    standing = Suppression.objects.filter(
        channel=CHANNEL, address=phone, scope=Suppression.Scope.PROMOTION,
        reason=Reason.OPTED_OUT, lifted_at=None,
    )  # fmt: skip
    return sum(lift_suppression(one.pk, at=at, by=PLATFORM) for one in standing) > 0


def _status(row: TextIn, found: Meant, at: datetime) -> str:
    """With the code, or from the phone that reported it; "": no case to speak of, so words."""
    known = answered_by(row.sender, "", at)
    language = known.language or "pl"
    if not found.code:
        case = Case.objects.filter(number=found.number).first()
        if case is None or of_case(case, row.sender).stranger:
            return ""
    elif not _may_try(row.sender, found.number):
        if allow(f"sms:told:{row.sender}", limit=1, seconds=_HOUR):
            reply("sms.too_many", row.sender, language=language, dedupe=str(row.pk), at=at,
                  variables=city_phone(at))  # fmt: skip
        return "too-many"
    else:
        case = _by_code(found)
    if case is None:
        reply("sms.wrong_code", row.sender, language=language, dedupe=str(row.pk), at=at)
        return "wrong-code"
    reply("sms.status", row.sender, language=language, dedupe=str(row.pk), at=at,
          variables=status_of(case, language, at))  # fmt: skip
    return "status"


def _by_code(found: Meant) -> Case | None:
    try:
        return case_by_code(found.number, found.code)
    except WrongNumber:
        return None


def _may_try(phone: str, number: str) -> bool:
    """Numbers of senders are easily forged, so the case counts too."""
    own = allow(f"sms:code:{phone}", limit=MOST_CODES, seconds=_HOUR)
    return own and allow(f"sms:code-of:{number}", limit=MOST_CODES_OF_A_CASE, seconds=_HOUR)


def _to_be_confirmed(phone: str, answers: Answers) -> Case | None:
    """The case that this phone was last told is done, if it is its own."""
    case = Case.objects.filter(pk=answers.case_id).first() if answers.case_id else None
    if case is None or case.state != CaseState.DONE:
        return None
    return None if of_case(case, phone).stranger else case


def _confirmed(
    row: TextIn, text: str, found: Meant, case: Case, box: str, answers: Answers, at: datetime
) -> str:
    """Yes or no under "done, please confirm"; the words stay in the talk."""
    if found.word == Word.YES:
        became = _to_people(row, text, box, answers, at, noise=Noise.COURTESY)
        confirm(case.pk, at=at, by=reporter_of(case))
        return became
    became = _to_people(row, text, box, answers, at)
    if Case.objects.get(pk=case.pk).state == CaseState.DONE:
        disagree(case.pk, text=f"{text} (SMS)", at=at, by=reporter_of(case))
    return became


def _to_people(
    row: TextIn, text: str, box: str, answers: Answers, at: datetime, noise: Noise = Noise.NONE
) -> str:
    taken = arrive(
        Arrived(
            channel=CHANNEL, box=box, far_end_id=f"sms:{row.far_id}", sender=row.sender,
            to=(row.to,) if row.to else (), tokens=answers.tokens, text=text, noise=noise,
            sent_at=row.sent_at,
        ),
        at=at,
    )  # fmt: skip
    if noise == Noise.NONE:
        _call_for_help(row, text, taken, answers, at)
    return f"thread:{taken.thread_id}"


def _call_for_help(row: TextIn, text: str, taken: Taken, answers: Answers, at: datetime) -> None:
    """The numbers go out at once, before any letter about a case."""
    read = triage(text, language=answers.language or "pl", channel=CHANNEL, at=at)
    if read.danger is None or taken.again:
        return
    language = str(read.language)
    reply("sms.danger", row.sender, language=language, dedupe=str(row.pk), at=at,
          variables=numbers_of(read.danger.code, language, at), ground=Ground.DANGER)  # fmt: skip


@command
def forget_old() -> int:
    """That something came long ago need not be known; what was given up goes too."""
    old = TextIn.objects.filter(kept_at__lt=clock.real_now() - KEPT_FOR, next_try_at=None)
    return old.delete()[0]


def given_up() -> int:
    """Texts of which nothing could be made: somebody must look."""
    return TextIn.objects.filter(next_try_at=None, became="").exclude(sender="").count()


@command
def try_again(pk: int) -> None:
    TextIn.objects.filter(pk=pk, became="").update(
        attempts=F("attempts") * 0, next_try_at=clock.real_now()
    )
