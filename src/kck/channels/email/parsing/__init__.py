"""Parsing of mails: from bytes to words, files, and what kind of mail it is.

Main words: part (of MIME), page (HTML made safe), reply (what is new), quoted (what was
folded away), defect (what was broken). It reads one mail and knows nothing of cases, people or
the database; it never fails, never fetches anything and never unpacks an archive.
"""

from kck.channels.email.parsing.reading import parse
from kck.channels.email.parsing.terms import (
    Attachment,
    Authentication,
    AutoSubmitted,
    Bounce,
    Calendar,
    Defect,
    Kind,
    Mailbox,
    ParsedMail,
    ReadReceipt,
    Spam,
)

__all__ = [
    "Attachment", "Authentication", "AutoSubmitted", "Bounce", "Calendar", "Defect", "Kind",
    "Mailbox", "ParsedMail", "ReadReceipt", "Spam", "parse",
]  # fmt: skip
