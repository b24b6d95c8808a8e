"""A parsed mail as JSON, in the words of the headers that it comes from."""

from typing import Any

from kck.channels.email.parsing.terms import Attachment, Bounce, Mailbox, ParsedMail


def as_json(mail: ParsedMail) -> dict[str, Any]:
    return {
        "message_id": mail.message_id or None,
        "in_reply_to": mail.in_reply_to or None,
        "references": list(mail.references),
        "from": _mailbox(mail.from_) if mail.from_ else None,
        "to": [_mailbox(one) for one in mail.to],
        "cc": [_mailbox(one) for one in mail.cc],
        "reply_to": [_mailbox(one) for one in mail.reply_to],
        "delivered_to": list(mail.delivered_to),
        "date": mail.date.isoformat() if mail.date else None,
        "subject": mail.subject,
        "text": mail.text,
        "html": mail.html,
        "reply": mail.reply,
        "quoted": mail.quoted,
        "signature": mail.signature,
        "forwarded": mail.forwarded,
        "attachments": [_attachment(one) for one in mail.attachments],
        "kind": mail.kind,
        "auto_submitted": mail.auto_submitted,
        "bounce": [_bounce(one) for one in mail.bounces],
        "read_receipt": vars(mail.read_receipt) if mail.read_receipt else None,
        "calendar": vars(mail.calendar) if mail.calendar else None,
        "abuse_report": mail.abuse_report,
        "null_return_path": mail.null_return_path,
        "list_id": mail.list_id or None,
        "loop": list(mail.loop),
        "spam": vars(mail.spam),
        "authentication": vars(mail.authentication),
        "signed": mail.signed,
        "encrypted": mail.encrypted,
        "size": mail.size,
        "sha256": mail.sha256,
        "defects": list(mail.defects),
    }


def _mailbox(one: Mailbox) -> dict[str, str]:
    return {"name": one.name, "address": one.address}


def _bounce(one: Bounce) -> dict[str, str]:
    return {**vars(one)}


def _attachment(one: Attachment) -> dict[str, Any]:
    return {
        "filename": one.filename,
        "content_type": one.content_type,
        "declared_type": one.declared_type,
        "size": one.size,
        "sha256": one.sha256,
        "content_id": one.content_id or None,
        "inline": one.inline,
    }
