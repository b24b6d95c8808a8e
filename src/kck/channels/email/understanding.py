"""A parsed mail as a conversation takes it: whose it is, what is new in it, which files to keep."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from kck.channels.email.inbound_files import FilesOfMail
from kck.channels.email.inbound_models import ReceivedMail
from kck.channels.email.inbound_terms import MOST_IN_AN_HOUR
from kck.channels.email.parsing.terms import AutoSubmitted, Mailbox, ParsedMail
from kck.conversations.commands.steps import id_hash
from kck.conversations.models import Post
from kck.conversations.terms import Arrived, Noise
from kck.files.attachments import store_attachment
from kck.foundation.limits import allow
from kck.foundation.text import clean
from kck.messaging.ids import delivery_of
from kck.messaging.models import Delivery

_AN_HOUR = int(timedelta(hours=1).total_seconds())
_NOISE = {
    AutoSubmitted.NONE: Noise.NONE,
    AutoSubmitted.AUTO_REPLIED: Noise.VACATION,
    AutoSubmitted.AUTO_GENERATED: Noise.AUTOMATIC,
    AutoSubmitted.LIST: Noise.LIST,
    AutoSubmitted.BULK: Noise.LIST,
}


def is_our_own(mail: ParsedMail, row: ReceivedMail) -> bool:
    """A mail of ours that came back to us: it says nothing new."""
    domains = {one.rpartition("@")[2] for one in (row.box.address, settings.ENV.mail_from)} - {""}
    if domains & {one.strip().lower() for one in mail.loop}:
        return True
    own = clean(mail.message_id)
    if not own:
        return False
    return delivery_of(own) is not None or Delivery.objects.filter(own_id=own).exists()


def is_from_the_box(mail: ParsedMail, row: ReceivedMail) -> bool:
    """Whether the box itself wrote it: an answer of the old mail program, or a forged sender."""
    return _sender(mail) in {row.box.address, *row.box.also}


def _sender(mail: ParsedMail) -> str:
    wrote = mail.from_ or mail.sender
    return clean(wrote.address).lower() if wrote else ""


def as_arrived(mail: ParsedMail, row: ReceivedMail, files: FilesOfMail, *, at: datetime) -> Arrived:
    """What the conversation takes in; its files are kept already, or named with the reason."""
    sender = _sender(mail)
    return Arrived(
        channel=row.box.channel,
        box=row.box.code,
        far_end_id=_far_end_id(mail, row, sender),
        sender=sender,
        sender_name=mail.from_.name if mail.from_ else "",
        reply_to=_reply_to(mail, row),
        to=_addresses(mail.to),
        cc=_addresses(mail.cc),
        tokens=_tokens(mail, row),
        references=_references(mail),
        subject=mail.subject,
        text=mail.reply or mail.text,
        quoted=mail.quoted,
        signature=mail.signature,
        html=_page(mail, at),
        files=tuple(files.files),
        noise=noise_of(mail, row),
        spam=_is_spam(mail, sender, quiet=row.quiet),
        dmarc=mail.authentication.dmarc,
        sent_at=mail.date,
        quiet=row.quiet,
    )


def _addresses(found: tuple[Mailbox, ...]) -> tuple[str, ...]:
    return tuple(clean(one.address).lower() for one in found if one.address)


def _far_end_id(mail: ParsedMail, row: ReceivedMail, sender: str) -> str:
    """Its Message-ID; programs that give every mail the same one lose no mail by it."""
    own = clean(mail.message_id)
    if not own:
        return f"sha256:{row.sha256}"
    known = Post.objects.filter(far_end_id=id_hash(own), thread__box=row.box).first()
    if known is None or known.erased_at is not None:
        return own
    same = known.sender == sender and known.sent_at == mail.date
    return own if same else f"{own}#{row.sha256[:16]}"


def noise_of(mail: ParsedMail, row: ReceivedMail) -> Noise:
    """What it is when it is not somebody's words to us."""
    if mail.bounces or mail.abuse_report:
        return Noise.BOUNCE
    if mail.read_receipt:
        return Noise.RECEIPT
    noise = _NOISE[mail.auto_submitted]
    machine = mail.null_return_path or (not row.quiet and is_from_the_box(mail, row))
    if noise == Noise.NONE and machine:
        return Noise.AUTOMATIC
    return noise


def _reply_to(mail: ParsedMail, row: ReceivedMail) -> str:
    """Where its writer wants the answer, unless that is one of our own boxes."""
    ours = {row.box.address, *row.box.also}
    for one in mail.reply_to:
        if one.address and one.address.lower() not in ours:
            return clean(one.address).lower()
    return ""


def _tokens(mail: ParsedMail, row: ReceivedMail) -> tuple[str, ...]:
    """What stands behind a plus, in the envelope first."""
    addresses = [*row.recipients, *mail.delivered_to, *(one.address for one in mail.to)]
    locals_ = (address.rpartition("@")[0] for address in addresses)
    found = (local.partition("+")[2] for local in locals_)
    return tuple(dict.fromkeys(token for token in found if token))


def _references(mail: ParsedMail) -> tuple[str, ...]:
    nearest_first = [mail.in_reply_to, *reversed(mail.references)]
    return tuple(dict.fromkeys(clean(one) for one in nearest_first if one))


def _is_spam(mail: ParsedMail, sender: str, *, quiet: bool) -> bool:
    """The city's filter says so, or one sender writes as no person does."""
    if mail.spam.flagged:
        return True
    score, limit = mail.spam.score, mail.spam.required or float(settings.ENV.spam_score)
    if score is not None and score >= limit:
        return True
    if quiet or not sender:
        return False
    return not allow(f"mail-in:{sender}", limit=MOST_IN_AN_HOUR, seconds=_AN_HOUR)


def _page(mail: ParsedMail, at: datetime) -> UUID | None:
    if not mail.html:
        return None
    return store_attachment(mail.html.encode(), "text/html; charset=utf-8", at=at).public_id
