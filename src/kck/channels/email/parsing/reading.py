"""From the bytes of a mail to what it says."""

import hashlib
import re

from kck.channels.email.parsing import (
    addresses,
    authentication,
    identifiers,
    noise,
    quotations,
    reports,
    structure,
)
from kck.channels.email.parsing.attachments import attachments
from kck.channels.email.parsing.bodies import Body
from kck.channels.email.parsing.bounces import bounces
from kck.channels.email.parsing.charsets import decoded
from kck.channels.email.parsing.headers import Headers
from kck.channels.email.parsing.headlines import FORWARD_SUBJECT
from kck.channels.email.parsing.limits import MAX_SUBJECT, MAX_TEXT
from kck.channels.email.parsing.quotations import Split
from kck.channels.email.parsing.terms import AutoSubmitted, Defect, Mailbox, ParsedMail

_REPLY_SUBJECT = re.compile(
    r"\s*(?:re|odp|ad|aw|sv|vs|ha|відп|отв)\s*(?:\[\d+\]|\(\d+\))?\s*:", re.I
)


def parse(raw: bytes, *, authserv_id: str = "") -> ParsedMail:
    """Whatever the bytes are, a mail comes out; what was broken is among its defects.

    `authserv_id` names the server whose Authentication-Results are believed; nobody's are
    without it.
    """
    try:
        return _parse(raw, authserv_id)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # a panic of the sanitiser is no Exception; no mail may stop the next
        return ParsedMail(
            text=decoded(raw[:MAX_TEXT])[0],
            size=len(raw),
            sha256=hashlib.sha256(raw).hexdigest(),
            defects=(Defect.FAILED,),
        )


def _parse(raw: bytes, authserv_id: str) -> ParsedMail:
    defects: set[Defect] = set()
    sha256 = hashlib.sha256(raw).hexdigest()
    size = len(raw)
    if b"\n" not in raw and b"\r" in raw:  # of an old Macintosh
        raw = raw.replace(b"\r", b"\n")
    top = structure.tree(raw, defects)
    body = Body(defects=defects)
    body.take(top)
    headers = top.headers
    text, html = body.text, body.html
    if len(text) > MAX_TEXT:
        defects.add(Defect.TEXT_CUT)
        text = text[:MAX_TEXT]
    subject = _one_line(headers.text("subject"))[:MAX_SUBJECT]
    from_ = _first(addresses.mailboxes(headers, "from"))
    sender = _first(addresses.mailboxes(headers, "sender"))
    to, cc = addresses.mailboxes(headers, "to"), addresses.mailboxes(headers, "cc")
    words = _split(body, headers, subject)
    failed = bounces(headers, body, text, subject)
    receipt = reports.read_receipt(body)
    auto = noise.category(headers, from_ or sender, subject)
    if auto is AutoSubmitted.NONE and (failed or receipt):
        auto = AutoSubmitted.AUTO_GENERATED
    return ParsedMail(
        message_id=identifiers.message_id(headers),
        in_reply_to=identifiers.in_reply_to(headers),
        references=identifiers.references(headers),
        from_=from_,
        sender=sender,
        to=to,
        cc=cc,
        reply_to=addresses.mailboxes(headers, "reply-to"),
        delivered_to=addresses.delivered_to(headers, (*to, *cc)),
        date=identifiers.date(headers),
        subject=subject,
        text=text,
        html=html,
        reply=words.reply,
        quoted=words.quoted,
        signature=words.signature,
        forwarded=words.forwarded,
        attachments=attachments(body.files, html),
        blocked_images=sum(one.page.blocked for one in body.sections if one.page),
        auto_submitted=auto,
        bounces=failed,
        read_receipt=receipt,
        calendar=reports.calendar(body),
        abuse_report=reports.is_abuse_report(body),
        null_return_path=noise.is_null_return_path(headers),
        suppress_auto_reply=noise.asks_for_no_reply(headers),
        noreply_sender=bool(from_ and noise.is_noreply(from_.address)),
        loop=tuple(headers.all(noise.LOOP)),
        hops=sum(1 for name, _value in headers.fields if name == "received"),
        list_id=noise.list_id(headers),
        list_headers=noise.list_headers(headers),
        spam=noise.spam(headers),
        authentication=authentication.results(headers, authserv_id),
        signed=body.signed,
        encrypted=body.encrypted,
        size=size,
        sha256=sha256,
        defects=tuple(sorted(defects)),
    )


def _split(body: Body, headers: Headers, subject: str) -> Split:
    """By the plain text; by the page where only the page shows what was quoted."""
    answers = bool(
        headers.has("in-reply-to") or headers.has("references") or _REPLY_SUBJECT.match(subject)
    )
    forward = FORWARD_SUBJECT.match(subject) is not None

    def split(marked: list[str]) -> Split:
        said = "\n\n".join(part for one in marked if (part := one.strip("\n")))
        return quotations.split(said[:MAX_TEXT], is_reply=answers, is_forward=forward)

    plain = split([section.marked for section in body.sections])
    if plain.quoted or not any(one.page and one.plain is not None for one in body.sections):
        return plain
    by_page = split([one.page.marked if one.page else one.marked for one in body.sections])
    return by_page if by_page.quoted and by_page.reply else plain


def _first(found: tuple[Mailbox, ...]) -> Mailbox | None:
    return next((one for one in found if one.address), found[0] if found else None)


def _one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
