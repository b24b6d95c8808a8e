"""`kck mail`: what comes in by mail, how, and what it says."""

import json
import os
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from kck.channels.email import running
from kck.channels.email.adopting import adopt
from kck.channels.email.imap_link import NotLetIn
from kck.channels.email.inbound_config import WrongMailboxes
from kck.channels.email.ingesting import Ingested, ingest
from kck.channels.email.parsing import ParsedMail, parse
from kck.channels.email.parsing.printing import as_json
from kck.channels.email.sources import NoMail
from kck.channels.email.terms import CHANNEL
from kck.conversations.queries.inbox import boxes


class Command(BaseCommand):
    help = "Mails that come in: run, ingest, adopt, parse."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        parse_ = what.add_parser("parse", help="say what a mail says; nothing is kept")
        parse_.add_argument("file", type=Path, help="as it came over the wire; - is standard input")
        parse_.add_argument("--json", action="store_true")
        parse_.add_argument("--trusted", default="", metavar="HOST",
                            help="whose Authentication-Results are believed")  # fmt: skip

        what.add_parser("run", help="read the mailboxes and listen, as configured")
        ingest = what.add_parser("ingest", help="take in mails from files, or from a pipe with -")
        ingest.add_argument(
            "files", nargs="+", metavar="FILE", help="mails, mboxes, maildirs; - is standard input"
        )
        ingest.add_argument(
            "--box", default="", metavar="CODE", help="where they belong; else by their recipients"
        )

        adopt_ = what.add_parser("adopt", help="take over an old mailbox; nothing is sent")
        adopt_.add_argument(
            "sources", nargs="+", metavar="SOURCE",
            help="imaps://user:password@host/Folder, a maildir or an mbox; name the sent mail too",
        )  # fmt: skip
        adopt_.add_argument("--box", required=True, metavar="CODE")

    def handle(self, *_args: Any, what: str, **options: Any) -> None:
        getattr(self, f"_{what}")(options)

    def _parse(self, options: dict[str, Any]) -> None:
        mail = parse(_bytes(options["file"]), authserv_id=options["trusted"])
        if options["json"]:
            self.stdout.write(json.dumps(as_json(mail), ensure_ascii=False, indent=2))
        else:
            self.stdout.write(_for_people(mail))

    def _run(self, _options: dict[str, Any]) -> None:
        try:
            if not running.is_configured():
                raise CommandError("Nothing is configured: set KCK_MAILBOXES or KCK_MAIL_LISTEN.")
            running.mailboxes()
        except WrongMailboxes as problem:
            raise CommandError(str(problem)) from problem
        running.run()

    def _ingest(self, options: dict[str, Any]) -> None:
        """75 (try again later) when the database is away: then the mail server keeps the mail."""
        self._check_box(options["box"])
        try:
            self._tell(list(ingest(options["files"], box=options["box"])))
        except NoMail as problem:
            raise CommandError(str(problem)) from problem
        except DatabaseError as problem:
            raise CommandError("The database is away.", returncode=os.EX_TEMPFAIL) from problem

    def _adopt(self, options: dict[str, Any]) -> None:
        self._check_box(options["box"])
        try:
            found = adopt(options["sources"], box=options["box"], tell=self._progress)
        except (NoMail, NotLetIn, OSError) as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(
            f"{found.mails} mails, of which {found.again} were here already, "
            f"{found.unreadable} could not be read, {found.too_large} are empty or too large\n"
            f"{found.threads} talks, {found.waiting} of them still wait for an answer"
        )

    def _progress(self, nth: int, of: int) -> None:
        if nth % 500 == 0:
            self.stderr.write(f"{nth} of {of}")

    def _tell(self, found: list[Ingested]) -> None:
        for one in found:
            if one.problem:
                self.stderr.write(f"{one.name}: {one.problem}")
        refused = sum(bool(one.problem) for one in found)
        again = sum(one.again for one in found)
        self.stdout.write(f"{len(found) - refused - again} kept, {again} were here already")
        if refused:
            raise CommandError(f"{refused} not kept", returncode=os.EX_DATAERR)

    def _check_box(self, code: str) -> None:
        known = [one.code for one in boxes() if one.channel == CHANNEL]
        if code and code not in known:
            raise CommandError(f"There is no box {code!r}; there are: {', '.join(known)}")


def _bytes(path: Path) -> bytes:
    try:
        return sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as problem:
        raise CommandError(f"{problem.filename}: {problem.strerror}") from problem


def _for_people(mail: ParsedMail) -> str:
    head = [
        f"from: {_mailbox(mail)}",
        f"subject: {mail.subject}",
        f"kind: {mail.kind}",
        *(f"attachment: {one.filename} ({one.content_type}, {one.size} B)"
          for one in mail.attachments),
        *(f"bounce: {one.recipient} {one.action} {one.status}" for one in mail.bounces),
        *(f"defect: {one}" for one in mail.defects),
    ]  # fmt: skip
    return "\n".join([*head, "", mail.reply or mail.text])


def _mailbox(mail: ParsedMail) -> str:
    return f"{mail.from_.name} <{mail.from_.address}>".strip() if mail.from_ else "-"
